import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { rpcOf } from "@/lib/database/rpc.ts";
import { runJob } from "@/lib/jobs/run_job.ts";
import { startProgram } from "@/tests/started_program.ts";
import type { Browser } from "@/tools/browser/mod.ts";
import { freePort } from "@/tools/free_port.ts";
import { Album, type Keep } from "./album.ts";
import { takeAll } from "./pictures.ts";

/** Goes through all that docs/guide shows, on a demonstration of its own; `keep` gets each picture. */
export async function makeGuide(browser: Browser, keep: Keep): Promise<void> {
  const { line, stop } = await startProgram(["run", "-A", "commands/start.ts"], /^\{.*\}$/, {
    PORT: String(freePort()),
    DATA_DIR: "memory",
  });
  try {
    const { app_url, api_url, secret_key, staff } = JSON.parse(line);
    const db = createClient(api_url, secret_key, { auth: { persistSession: false } });
    await takeAll(new Album(app_url, browser, staff, keep), () => runNight(db));
  } finally {
    await stop("SIGTERM");
  }
}

/** What runs by itself before the day begins, whatever the hour at which the pictures are taken. */
async function runNight(db: SupabaseClient) {
  const rpc = rpcOf(db);
  const hours = "mail_from_time, digest_at";
  const { data } = await db.from("company_settings").select(hours).single().throwOnError();
  const beginAt = (times: { mail_from_time: string; digest_at: string }) =>
    db.from("company_settings").update(times).eq("only_row", true).throwOnError();
  await beginAt({ mail_from_time: "00:00", digest_at: "00:00" });
  // The demonstration has marked them as done; its clients are to be told all the same.
  await runJob(rpc, "reminders", new Date());
  for (const job of ["roll-forward", "certificates", "follow-ups", "self-check", "digest"]) {
    await runJob(rpc, job);
  }
  await beginAt(data);
}
