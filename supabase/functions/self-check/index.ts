import { runJob } from "@/lib/jobs/run_job.ts";
import { jobHandler } from "../_shared/job.ts";

/** Looks whether what always holds does. */
Deno.serve(jobHandler(({ rpc, asOf }) => runJob(rpc, "self-check", asOf)));
