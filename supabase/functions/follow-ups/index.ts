import { runJob } from "@/lib/jobs/run_job.ts";
import { jobHandler } from "../_shared/job.ts";

/** Puts on the work list what nobody did anything about. */
Deno.serve(jobHandler(({ rpc, asOf }) => runJob(rpc, "follow-ups", asOf)));
