/** The rows of a file that were refused, as a file to correct. */
import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { rejectedRows } from "@/lib/enrolment/reading/rejected_rows.ts";
import { uploadedBytes, UploadError } from "@/lib/enrolment/upload.ts";

const refusalsShape = z.object({
  rows: z.array(z.object({ line: z.number(), reason: z.string() })),
});

/** Of what clients' files said the trail says that somebody took it along. @throws HttpError 404 for no upload, 410 for one whose bytes are forgotten */
export async function rejectedFile(rpc: Rpc, file_id: string): Promise<Response> {
  const refused: { line: number; reason: string }[] = [];
  while (true) {
    const after = refused.at(-1)?.line;
    const { rows } = refusalsShape.parse(await rpc("upload_refusals", { file_id, after }));
    if (rows.length === 0) break;
    refused.push(...rows);
  }
  const { bytes, file_name } = await uploadedBytes(rpc, file_id).catch((error) => {
    if (error instanceof UploadError) throw new HttpError(410);
    throw error;
  });
  await rpc("note_export", { list: "enrolment", filters: { upload: file_id } });
  const name = file_name.replace(/\.[^.]*$/, "").replace(/[^\w -]+/g, "_").slice(0, 80);
  return new Response(await rejectedRows(bytes, refused), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}-to-correct.csv"`,
    },
  });
}
