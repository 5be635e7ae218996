import { runJob } from "@/lib/jobs/run_job.ts";
import { jobHandler } from "../_shared/job.ts";

/** Tells the company's own people of their day; the database says when it is time. */
Deno.serve(jobHandler(({ rpc, asOf }) => runJob(rpc, "digest", asOf)));
