import { z } from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FILE_KINDS } from "../files.ts";
import type { RawRow, RefusedRow, SourceFile } from "../source.ts";
import {
  changedProducts,
  cursorsOf,
  isFirstReading,
  type ModelName,
  type Reach,
  reachOf,
} from "./changes.ts";
import { NoOdooError, odooClient, type OdooOptions } from "./client.ts";
import { customerRows, partnerOf, readPartners } from "./customers.ts";
import { jobRows, readJobs } from "./jobs.ts";
import { productRows, readProducts } from "./products.ts";
import { readSales, salesRows } from "./sales.ts";
import { idOf } from "./values.ts";

const sourceSchema = z.object({
  url: z.string().nullable(),
  database: z.string().nullable(),
  key: z.string().nullable(),
  time_zone: z.string(),
  /** Model → newest write_date of the last reading that was applied. */
  cursors: z.record(z.string(), z.string()),
  /** What those of its jobs are called that are still to come here. */
  jobs: z.array(z.string()),
});

/** What Odoo tells. */
export interface OdooFiles {
  /** In the order in which they build on each other. */
  files: SourceFile[];
  /** Says that these files were applied: the next reading begins where this one did. */
  keep(): Promise<void>;
}

export interface OdooFilesOptions extends OdooOptions {
  now: Date;
  /** Reads everything, whatever was read before. */
  isWhole?: boolean;
}

/**
 * Reads from Odoo what is new or changed, all of it the first time. All is read before the first row is given out,
 * and what an order names after the order itself: a reading that fails changes nothing, and no row names a client or
 * a product that the files do not tell. Until `keep` is called the same is read again.
 * @throws {OdooError} it is not set up, does not answer, or does not let us read.
 */
export async function odooFiles(rpc: Rpc, options: OdooFilesOptions): Promise<OdooFiles> {
  const source = sourceSchema.parse(await rpc("import_source", { source: "odoo" }));
  const { url, database, key, time_zone } = source;
  if (url === null || key === null) {
    throw new NoOdooError("Odoo is not set up: put odoo_url and odoo_key into the vault.");
  }
  const odoo = odooClient({ url: url.replace(/\/$/, ""), database, key }, options);
  const reach = await reachOf(odoo, options.isWhole ? {} : source.cursors);

  const sales = await readSales(reach);
  const products = await readProducts(reach, [
    ...await changedProducts(reach),
    ...sales.lines.flatMap(({ product_id }) => idOf(product_id) ?? []),
  ]);
  const partners = await readPartners(
    reach,
    [...sales.orders.values()].flatMap((order) => partnerOf(order) ?? []),
  );
  const jobs = reach.models.has("project.task") ? await readJobs(reach, options.now) : undefined;

  const isWhole = isFirstReading(reach);
  const files = [
    file("products", isWhole, () => productRows(products.values())),
    file("customers", isWhole, () => customerRows(partners)),
    file("sales_order_lines", isWhole, () => salesRows(sales, products, time_zone), [
      ...lack(reach, "stock.move", "Inventory", "delivery dates and serial numbers are missing"),
      ...lack(reach, "account.move", "Invoicing", "invoice dates are missing"),
    ]),
  ];
  if (jobs) files.push(file("technician_jobs", false, () => jobRows(jobs, source.jobs)));
  return {
    files,
    async keep() {
      await rpc("keep_import_cursors", { source: "odoo", cursors: cursorsOf(reach) });
    },
  };
}

type Row = Omit<RawRow, "line"> | Omit<RefusedRow, "line">;

/** Rows have no lines in Odoo; they are counted as if each had its own below a header. */
function file(
  name: string,
  isWhole: boolean,
  rows: () => Iterable<Row>,
  lacks: string[] = [],
): SourceFile {
  const kind = FILE_KINDS.find(({ kind }) => kind === name)!;
  return {
    kind,
    fileName: `Odoo ${name}`,
    isWhole,
    async *rows() {
      if (lacks.length > 0) yield { line: 1, problem: lacks.join("; ") };
      let line = 1;
      for (const row of rows()) {
        line += 1;
        yield { ...row, line } as RawRow | RefusedRow;
      }
    },
  };
}

function lack({ lacks }: Reach, model: ModelName, app: string, what: string): string[] {
  const why = lacks.get(model);
  if (why === undefined) return [];
  return [
    why.status === 404
      ? `This Odoo has no ${app}: ${what}`
      : `Odoo's user may not read ${app}: ${what}`,
  ];
}
