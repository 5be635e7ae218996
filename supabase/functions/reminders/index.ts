import { runJob } from "@/lib/jobs/run_job.ts";
import { jobHandler } from "../_shared/job.ts";

/** Decides the day's reminders; the database says when it is time. */
Deno.serve(jobHandler(({ rpc, asOf }) => runJob(rpc, "reminders", asOf)));
