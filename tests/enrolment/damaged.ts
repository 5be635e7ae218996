/** What the tests of damaged files begin with. */
import { type BackfillReport, runBackfill } from "@/lib/enrolment/run.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { claim } from "./rows.ts";
import { smallSet } from "./support.ts";

export const CUSTOMERS = "customers.csv";
export const PRODUCTS = "products.csv";
export const TODAY = "2026-06-02";

export type Files = Parameters<typeof smallSet>[0];

/** Imports the small set with these rows on top, and makes a dry run. */
export const scan = (rpc: Rpc, files: Files, isExecuted = false): Promise<BackfillReport> =>
  runBackfill(rpc, smallSet(files), { today: TODAY, isExecuted });

/** Claims of a scooter each, with these serial numbers, of the three clients in turn. */
export const scooters = (...serials: string[]) =>
  serials.map((serial, i) => claim(`K${i + 1}`, serial, { customer_ref: `C${i % 3 + 1}` }));
