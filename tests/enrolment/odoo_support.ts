import type { Rpc } from "@/lib/database/rpc.ts";
import { odooFiles, type OdooFilesOptions } from "@/lib/enrolment/odoo/odoo_files.ts";
import { rowReader } from "@/lib/enrolment/reading/read_file.ts";
import type { SourceFile } from "@/lib/enrolment/source.ts";
import { OdooFake } from "./odoo_fake.ts";

/** What our side knows of an Odoo: its address, and how far it was read. */
export class OurSide {
  cursors: Record<string, string> = {};
  jobs: string[] = [];
  /** What a run of what was read comes to. */
  outcome = "applied";
  constructor(readonly odoo: OdooFake, public key: string | null = odoo.key) {}

  readonly rpc: Rpc = (name, args) => {
    if (name === "import_source") {
      return Promise.resolve({
        url: this.odoo.url,
        database: this.odoo.database,
        key: this.key,
        time_zone: "America/Toronto",
        cursors: { ...this.cursors },
        jobs: this.jobs,
      });
    }
    if (name === "keep_import_cursors") {
      const { cursors } = args as unknown as { cursors: Record<string, string> };
      Object.assign(this.cursors, cursors);
      return Promise.resolve({ status: "kept" });
    }
    return Promise.resolve(this.#run[name as string]());
  };

  /** A run that takes in whatever is told. */
  readonly #run: Record<string, () => unknown> = {
    start_import_run: () => ({ status: "started", import_run_id: "run" }),
    start_import: () => "file",
    import_batch: () => ({ status: "stored", refused: 0 }),
    finish_import: () => ({ status: "finished", rows: 0, changed: 0 }),
    finish_import_run: () => {
      if (this.outcome === "killed") throw new Error("killed");
      return { status: this.outcome };
    },
    try_import_run: () => ({ status: "tried", outcome: this.outcome }),
  };

  /** One reading, kept, as rows by kind. */
  async read(options: Partial<OdooFilesOptions> = {}): Promise<Told> {
    const { files, keep } = await this.files(options);
    const told = await rowsOf(files);
    await keep();
    return told;
  }

  files(options: Partial<OdooFilesOptions> = {}) {
    return odooFiles(this.rpc, { now: this.odoo.now, wait: () => Promise.resolve(), ...options });
  }
}

export type Told = Record<string, Record<string, string>[]>;

/** The rows of files by kind; every one must be read by the same checks as a file's. */
export async function rowsOf(files: SourceFile[]): Promise<Told> {
  const told: Told = {};
  for (const file of files) {
    const read = rowReader(file.kind);
    told[file.kind.kind] = [];
    for await (const row of file.rows()) {
      if ("problem" in row) {
        told[file.kind.kind].push({ line: String(row.line), problem: row.problem });
      } else {
        const checked = read(row);
        const problem: Record<string, string> = "problem" in checked
          ? { problem: checked.problem }
          : {};
        const notice: Record<string, string> = "notice" in checked
          ? { notice: checked.notice! }
          : {};
        told[file.kind.kind].push({ ...row.fields, ...problem, ...notice });
      }
    }
  }
  return told;
}

/** The ids of a small company's records. */
export interface SmallCompany {
  ada: number;
  lift: number;
  order: number;
  line: number;
}

/** One client with one confirmed order of one lift. */
export function smallCompany(odoo: OdooFake): SmallCompany {
  const ontario = odoo.create("res.country.state", { name: "Ontario", code: "ON" });
  const cad = odoo.create("res.currency", { name: "CAD" });
  const ada = odoo.create("res.partner", {
    name: "Ada Lee",
    email: "ada@example.com",
    phone: "416-555-0101",
    street: "1 Oak St",
    city: "Toronto",
    zip: "M5V 1A1",
    state_id: ontario,
  });
  const lift = odoo.create("product.product", {
    name: "Stair lift",
    default_code: "SL",
    lst_price: 3200,
    type: "consu",
    tracking: "serial",
    sale_ok: true,
  });
  const order = odoo.create("sale.order", {
    name: "S00001",
    state: "sale",
    date_order: "2026-05-02 03:30:00",
    partner_id: ada,
    partner_shipping_id: ada,
    currency_id: cad,
  });
  return { ada, lift, order, line: sell(odoo, order, lift) };
}

/** Another line of an order. */
export function sell(odoo: OdooFake, order: number, product: number, quantity = 1): number {
  return odoo.create("sale.order.line", {
    order_id: order,
    product_id: product,
    name: "Stair lift",
    product_uom_qty: quantity,
    price_unit: 3200,
    display_type: false,
    is_downpayment: false,
  });
}

interface Delivered {
  serials?: string[];
  quantity?: number;
  isReturn?: boolean;
}

/** Units on their way to a client, or back. */
export function deliver(
  odoo: OdooFake,
  line: number,
  day: string,
  { serials = [], quantity = serials.length || 1, isReturn = false }: Delivered = {},
): number {
  const move = odoo.create("stock.move", {
    sale_line_id: line,
    state: "done",
    date: `${day} 16:00:00`,
    quantity,
    location_usage: isReturn ? "customer" : "internal",
    location_dest_usage: isReturn ? "internal" : "customer",
  });
  for (const serial of serials) {
    const lot = odoo.create("stock.lot", { name: serial });
    odoo.create("stock.move.line", { move_id: move, lot_id: lot });
  }
  return move;
}

/** An invoice of a line. */
export function invoice(odoo: OdooFake, line: number, day: string, state = "posted"): number {
  const move = odoo.create("account.move", {
    state,
    move_type: "out_invoice",
    invoice_date: day,
  });
  odoo.create("account.move.line", { move_id: move, sale_line_ids: [line] });
  return move;
}

/** Moves the clock of the other side on. */
export function later(odoo: OdooFake, hours: number): void {
  odoo.now = new Date(odoo.now.getTime() + hours * 3_600_000);
}

/** How a line is called here. */
export const lineRef = (id: number) => `odoo-line-${id}`;

/** The lines that were told. */
export const refs = (told: Told) => told.sales_order_lines.map(({ line_ref }) => line_ref);
