import { runJob } from "@/lib/jobs/run_job.ts";
import { jobHandler } from "../_shared/job.ts";

/** Tells the office of inspection records that will soon not be current any more. */
Deno.serve(jobHandler(({ rpc, asOf }) => runJob(rpc, "certificates", asOf)));
