import { importFiles } from "@/lib/enrolment/import_files.ts";
import { describeUpload, inspectUpload, keepUpload, readUpload } from "@/lib/enrolment/upload.ts";
import { filesToCount, readUploads } from "@/lib/enrolment/wizard/uploads.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt } from "./company.ts";
import { BROUGHT, type BroughtFile } from "./files_story.ts";

/** Yesterday somebody brought in what was sold before, and looked at what enrolling it would do. */
export async function bringInFiles(company: Company): Promise<void> {
  await company.moveClock(instantAt(company, addDays(company.today, -1), "15:05"));
  const rpc = company.rpcOf(company.office);
  for (const file of BROUGHT) await bringIn(rpc, file);
  for (const { upload_id, kind, request_id, state } of await readUploads(rpc)) {
    if (state !== "waiting") continue;
    await importFiles(rpc, [await readUpload(rpc, upload_id)], {
      requestId: request_id,
      async onStart(import_file_id) {
        await rpc("describe_upload", { file_id: upload_id, kind: kind!, import_file_id });
      },
    });
  }
  await rpc("start_backfill", {
    today: addDays(company.today, -1),
    file_ids: filesToCount(await readUploads(rpc))!,
  });
}

async function bringIn(rpc: Rpc, { name, text, leftAs }: BroughtFile): Promise<void> {
  const id = await keepUpload(rpc, name, new TextEncoder().encode(text));
  if (leftAs) return void await rpc("describe_upload", { file_id: id, kind: leftAs, mapping: {} });
  const { kind, columns, mapping } = await inspectUpload(rpc, id);
  await describeUpload(rpc, id, kind!.kind, columns, mapping);
}
