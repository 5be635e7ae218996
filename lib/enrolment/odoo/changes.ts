import { type Domain, type Model, type Odoo, OdooError, type OdooRecord } from "./client.ts";
import { asOdoo, idOf, idsOf } from "./values.ts";

/**
 * What was written in Odoo since the last time. `write_date` is when the writing transaction began, and it is seen
 * when that ends; many records may share one. So what was written within this time before the newest that we
 * saw is read once more: to read twice is harmless, to miss is not.
 */
const OVERLAP = 60 * 60 * 1000;

/** Of no use without; a company without the app that brings one of the others is read without it. */
const NEEDED = ["sale.order", "sale.order.line", "res.partner", "product.product"] as const;
const OPTIONAL = [
  "stock.move",
  "stock.move.line",
  "stock.lot",
  "account.move",
  "account.move.line",
  "project.task",
] as const;

export type ModelName = typeof NEEDED[number] | typeof OPTIONAL[number];

/** The models of one Odoo, with what is known of the last reading. */
export interface Reach {
  odoo: Odoo;
  models: Map<ModelName, Model>;
  /** Model → newest write_date of the last reading that was applied. */
  cursors: Record<string, string>;
  /** Why something cannot be read. */
  lacks: Map<ModelName, OdooError>;
}

/**
 * Looks at everything before anything is read: what is written from now on belongs to the next time.
 * @throws {OdooError} what is needed cannot be read.
 */
export async function reachOf(odoo: Odoo, cursors: Record<string, string>): Promise<Reach> {
  const reach: Reach = { odoo, cursors, models: new Map(), lacks: new Map() };
  for (const name of [...NEEDED, ...OPTIONAL]) {
    const model = await odoo.look(name);
    if (!(model instanceof OdooError)) reach.models.set(name, model);
    else if (NEEDED.some((needed) => needed === name)) throw model;
    else reach.lacks.set(name, model);
  }
  needField(reach, "stock.move", "sale_line_id");
  needField(reach, "project.task", "is_fsm");
  return reach;
}

/** A model without the field that an app adds is as good as none. */
function needField({ models, lacks }: Reach, name: ModelName, field: string): void {
  const model = models.get(name);
  if (!model || model.fields.has(field)) return;
  models.delete(name);
  lacks.set(name, new OdooError(`This Odoo's ${name} has no ${field}.`, 404));
}

/** Whether nothing was read before. */
export function isFirstReading({ cursors }: Reach): boolean {
  return cursors["sale.order"] === undefined;
}

/** How far this reading came, once it was applied. */
export function cursorsOf({ models }: Reach): Record<string, string> {
  return Object.fromEntries(
    [...models].flatMap(([name, { newest }]) => newest ? [[name, newest]] : []),
  );
}

/** What was written since, of a model that was read before. */
function since({ cursors }: Reach, name: ModelName): Domain {
  const cursor = cursors[name];
  if (cursor === undefined) return [];
  return [["write_date", ">=", asOdoo(new Date(new Date(cursor).getTime() - OVERLAP))]];
}

const changed = (reach: Reach, name: ModelName, fields: string[], domain: Domain = []) =>
  reach.models.has(name)
    ? reach.odoo.read(name, [...since(reach, name), ...domain], fields)
    : Promise.resolve([]);

const refs = (records: OdooRecord[], field: string) =>
  records.flatMap((record) => idOf(record[field]) ?? []);

const ids = (records: OdooRecord[]) => records.map(({ id }) => id);

/**
 * The orders of which anything changed: themselves, a line, a delivery, a serial number, an invoice, or whom they are
 * for. A line of an order that changed on its own brings the whole order.
 */
export async function changedOrders(reach: Reach): Promise<Set<number>> {
  const { odoo } = reach;
  const orders = new Set(ids(await changed(reach, "sale.order", [])));
  const add = (found: Iterable<number>) => {
    for (const id of found) orders.add(id);
  };
  add(refs(await changed(reach, "sale.order.line", ["order_id"]), "order_id"));
  const lines = [...await linesOfDeliveries(reach), ...await linesOfInvoices(reach)];
  add(refs(await odoo.readBy("sale.order.line", "id", lines, ["order_id"]), "order_id"));
  add(await ordersOfPartners(reach));
  return orders;
}

async function linesOfDeliveries(reach: Reach): Promise<number[]> {
  if (!reach.models.has("stock.move")) return [];
  const { odoo } = reach;
  const sold: Domain = [["sale_line_id", "!=", false]];
  const moves = await changed(reach, "stock.move", ["sale_line_id"], sold);
  if (!reach.models.has("stock.move.line")) return refs(moves, "sale_line_id");
  const details = await changed(reach, "stock.move.line", ["move_id"]);
  // A number that was mistyped is put right at the lot.
  const lots = ids(await changed(reach, "stock.lot", []));
  details.push(...await odoo.readBy("stock.move.line", "lot_id", lots, ["move_id"]));
  const known = new Set(ids(moves));
  const others = refs(details, "move_id").filter((id) => !known.has(id));
  moves.push(...await odoo.readBy("stock.move", "id", others, ["sale_line_id"], sold));
  return refs(moves, "sale_line_id");
}

async function linesOfInvoices(reach: Reach): Promise<number[]> {
  if (!reach.models.has("account.move") || !reach.models.has("account.move.line")) return [];
  const invoices = ids(
    await changed(reach, "account.move", [], [["move_type", "=", "out_invoice"]]),
  );
  const lines = await reach.odoo.readBy("account.move.line", "move_id", invoices, [
    "sale_line_ids",
  ]);
  return lines.flatMap((line) => idsOf(line.sale_line_ids));
}

/** An address takes what it lacks from whom it belongs to, so a change there is one of its own. */
async function ordersOfPartners(reach: Reach): Promise<number[]> {
  const { odoo } = reach;
  const partners = ids(await changed(reach, "res.partner", []));
  partners.push(...ids(await odoo.readBy("res.partner", "parent_id", partners, [])));
  const delivered = await odoo.readBy("sale.order", "partner_shipping_id", partners, []);
  const sold = await odoo.readBy("sale.order", "partner_id", partners, []);
  return ids([...delivered, ...sold]);
}

/** Products that changed by themselves. */
export async function changedProducts(reach: Reach): Promise<number[]> {
  return ids(await changed(reach, "product.product", [], [["sale_ok", "=", true]]));
}
