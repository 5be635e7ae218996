import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { certificateFacts } from "./facts.ts";
import { certificatePdf } from "./pdf.ts";

/**
 * The PDF of a certificate, for the office. Its digest is kept the first time, so that a file that somebody shows later
 * can be told from ours: the same is written down whoever asks, and however often.
 */
export async function printCertificate(rpc: Rpc, number: string): Promise<Uint8Array> {
  const answer = await rpc("certificate_facts", { number });
  const { id } = z.object({ id: z.uuid() }).parse(answer);
  const pdf = await certificatePdf(certificateFacts.parse(answer));
  await rpc("keep_certificate_digest", { certificate_id: id, sha256: await sha256Of(pdf) });
  return pdf;
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
