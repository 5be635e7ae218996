import type { RawRow, RefusedRow } from "../source.ts";
import { changedOrders, isFirstReading, type Reach } from "./changes.ts";
import type { Domain, OdooRecord } from "./client.ts";
import { customerRef, partnerOf } from "./customers.ts";
import { skuOf } from "./products.ts";
import {
  companyDay,
  idOf,
  idsOf,
  moneyOf,
  nameOf,
  numberOf,
  quantityText,
  textOf,
} from "./values.ts";

/** Amounts in another currency are no prices here. */
const CURRENCY = "CAD";

/** Odoo's words for where an order stands; any other is refused by name. */
const STATES: Record<string, string> = {
  draft: "draft",
  sent: "draft",
  sale: "sale",
  done: "done",
  cancel: "cancel",
};

/** Orders with their lines and all that belongs to these. */
export interface Sales {
  orders: Map<number, OdooRecord>;
  lines: OdooRecord[];
  deliveries: Map<number, Delivery[]>;
  /** Line → days of its invoices. */
  invoiced: Map<number, string[]>;
}

/** Units that went to a client, or came back. */
interface Delivery {
  at: unknown;
  isReturn: boolean;
  quantity: number;
  serials: string[];
}

/** Reads the orders that are new or changed, all of them the first time. */
export async function readSales(reach: Reach): Promise<Sales> {
  const { odoo } = reach;
  const fields = [
    "name",
    "state",
    "date_order",
    "commitment_date",
    "partner_id",
    "partner_shipping_id",
    "currency_id",
  ];
  const orders = isFirstReading(reach)
    ? await odoo.read("sale.order", [], fields)
    : await odoo.readBy("sale.order", "id", await changedOrders(reach), fields);
  const sold: Domain = [["display_type", "=", false], ["is_downpayment", "=", false]];
  const lines = await odoo.readBy(
    "sale.order.line",
    "order_id",
    orders.map(({ id }) => id),
    ["order_id", "product_id", "name", "product_uom_qty", "price_unit"],
    sold,
  );
  const lineIds = lines.map(({ id }) => id);
  return {
    orders: new Map(orders.map((order) => [order.id, order])),
    lines,
    deliveries: await readDeliveries(reach, lineIds),
    invoiced: await readInvoices(reach, lineIds),
  };
}

async function readDeliveries(reach: Reach, lineIds: number[]): Promise<Sales["deliveries"]> {
  if (!reach.models.has("stock.move")) return new Map();
  const { odoo } = reach;
  const fields = ["sale_line_id", "date", "quantity", "location_usage", "location_dest_usage"];
  const done: Domain = [["state", "=", "done"]];
  const moves = (await odoo.readBy("stock.move", "sale_line_id", lineIds, fields, done))
    .filter((move) => isDelivery(move) || isReturn(move));
  const serials = await readSerials(reach, moves.map(({ id }) => id));
  return Map.groupBy(
    moves.map((move) => ({
      line: idOf(move.sale_line_id)!,
      at: move.date,
      isReturn: isReturn(move),
      quantity: numberOf(move.quantity),
      serials: serials.get(move.id) ?? [],
    })),
    ({ line }) => line,
  );
}

const isDelivery = (move: OdooRecord) =>
  move.location_dest_usage === "customer" && move.location_usage !== "customer";
const isReturn = (move: OdooRecord) =>
  move.location_usage === "customer" && move.location_dest_usage !== "customer";

async function readSerials(reach: Reach, moves: number[]): Promise<Map<number, string[]>> {
  const { odoo } = reach;
  const serials = new Map<number, string[]>();
  if (!reach.models.has("stock.move.line") || !reach.models.has("stock.lot")) return serials;
  const tracked: Domain = [["lot_id", "!=", false]];
  const details = await odoo.readBy(
    "stock.move.line",
    "move_id",
    moves,
    ["move_id", "lot_id"],
    tracked,
  );
  const lots = await odoo.readBy("stock.lot", "id", details.map(({ lot_id }) => idOf(lot_id)!), [
    "name",
  ]);
  const names = new Map(lots.map((lot) => [lot.id, textOf(lot.name)]));
  for (const { move_id, lot_id } of details) {
    const move = idOf(move_id)!;
    const name = names.get(idOf(lot_id)!);
    if (name) serials.set(move, [...serials.get(move) ?? [], name]);
  }
  return serials;
}

async function readInvoices(reach: Reach, lineIds: number[]): Promise<Sales["invoiced"]> {
  const invoiced: Sales["invoiced"] = new Map();
  if (!reach.models.has("account.move") || !reach.models.has("account.move.line")) return invoiced;
  const { odoo } = reach;
  const details = await odoo.readBy("account.move.line", "sale_line_ids", lineIds, [
    "move_id",
    "sale_line_ids",
  ]);
  const issued: Domain = [["state", "=", "posted"], ["move_type", "=", "out_invoice"]];
  const moves = details.flatMap(({ move_id }) => idOf(move_id) ?? []);
  const invoices = await odoo.readBy("account.move", "id", moves, ["invoice_date"], issued);
  const days = new Map(invoices.map((invoice) => [invoice.id, textOf(invoice.invoice_date)]));
  for (const { move_id, sale_line_ids } of details) {
    const day = days.get(idOf(move_id)!);
    if (!day) continue;
    for (const line of idsOf(sale_line_ids)) invoiced.set(line, [...invoiced.get(line) ?? [], day]);
  }
  return invoiced;
}

/** The lines as rows of `sales_order_lines`; what came back is a row of its own, with a negative quantity. */
export function* salesRows(
  sales: Sales,
  products: Map<number, OdooRecord>,
  zone: string,
): Generator<Omit<RawRow, "line"> | Omit<RefusedRow, "line">> {
  for (const line of sales.lines) {
    const order = sales.orders.get(idOf(line.order_id)!)!;
    const product = products.get(idOf(line.product_id)!);
    // Hours of work are sold in parts, which are nothing to enrol.
    if (product?.type === "service" && !Number.isInteger(line.product_uom_qty)) continue;
    yield* rowsOf({ order, line, product, sales, zone });
  }
}

interface SoldLine {
  order: OdooRecord;
  line: OdooRecord;
  product?: OdooRecord;
  sales: Sales;
  zone: string;
}

function* rowsOf({ order, line, product, sales, zone }: SoldLine) {
  const deliveries = sales.deliveries.get(line.id) ?? [];
  const units = unitsOf(deliveries, numberOf(line.product_uom_qty), product?.tracking === "serial");
  const isForeign = nameOf(order.currency_id) !== "" && nameOf(order.currency_id) !== CURRENCY;
  const days = deliveries.filter(({ isReturn }) => !isReturn)
    .map(({ at }) => companyDay(at, zone)).sort();
  const fields = {
    order_number: textOf(order.name),
    line_ref: `odoo-line-${line.id}`,
    order_state: STATES[textOf(order.state)] ?? textOf(order.state),
    order_date: companyDay(order.date_order, zone),
    commitment_date: companyDay(order.commitment_date, zone),
    // Of a line that came in parts, the day on which the last of it was there.
    delivery_date: days.at(-1) ?? "",
    invoice_date: sales.invoiced.get(line.id)?.toSorted()[0] ?? "",
    customer_ref: customerRef(partnerOf(order)),
    sku: product === undefined ? "" : skuOf(product),
    description: textOf(line.name),
    quantity: quantityText(units.kept),
    unit_price: isForeign ? "" : moneyOf(line.price_unit),
    serial_numbers: units.serials.join(";"),
  };
  yield isForeign
    ? { fields, notice: `the price in ${nameOf(order.currency_id)} was left out` }
    : { fields };
  if (units.returned === 0) return;
  yield {
    fields: {
      ...fields,
      line_ref: `${fields.line_ref}-returned`,
      quantity: quantityText(-units.returned),
      serial_numbers: units.returnedSerials.join(";"),
    },
  };
}

/** What of a line is with the client, and what came back for good: an exchanged unit came back, its successor did not. */
function unitsOf(deliveries: Delivery[], ordered: number, hasSerials: boolean) {
  const sum = (isReturn: boolean) =>
    deliveries.filter((each) => each.isReturn === isReturn)
      .reduce((units, { quantity }) => units + quantity, 0);
  const there = new Map<string, number>();
  for (const { isReturn, serials } of hasSerials ? deliveries : []) {
    for (const serial of serials) there.set(serial, (there.get(serial) ?? 0) + (isReturn ? -1 : 1));
  }
  const serials = [...there].filter(([, units]) => units > 0).map(([serial]) => serial);
  const returnedSerials = [...there].filter(([, units]) => units <= 0).map(([serial]) => serial);
  const cameBack = sum(true);
  const kept = cameBack === 0 ? ordered : Math.max(0, Math.min(ordered, sum(false) - cameBack));
  const returned = hasSerials ? returnedSerials.length : Math.min(cameBack, ordered - kept);
  return { kept, serials, returned, returnedSerials };
}
