import { runJob } from "@/lib/jobs/run_job.ts";
import { jobHandler } from "../_shared/job.ts";

/** Opens the next cycle of what was serviced in other ways; the database says when it is time. */
Deno.serve(jobHandler(({ rpc, asOf }) => runJob(rpc, "roll-forward", asOf)));
