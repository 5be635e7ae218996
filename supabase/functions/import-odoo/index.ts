import { importFromOdooAtNight } from "@/lib/enrolment/odoo/import_odoo.ts";
import { jobHandler } from "../_shared/job.ts";

/** Asks the company's Odoo, if it has one, what is new or changed. */
Deno.serve(jobHandler(({ rpc, now }) => importFromOdooAtNight(rpc, { now })));
