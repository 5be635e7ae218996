import { addDays } from "@/lib/text/dates.ts";
import { type Company, instantAt } from "./company.ts";
import { type Sale, SALES } from "./sales_story.ts";

/** What the office sold lately, each step on its day. */
export async function sell(company: Company): Promise<void> {
  for (const sale of SALES) await sellOne(company, sale);
}

async function sellOne(company: Company, sale: Sale): Promise<void> {
  const { customerRef, daysAgo, promised, confirmed, delivered, cancelled } = sale;
  const orderId = crypto.randomUUID();
  const on = (ago: number, time: string) =>
    company.moveClock(instantAt(company, addDays(company.today, -ago), time));
  await on(daysAgo, "10:10");
  const [{ id }] = await company.read<{ id: string }>(
    "select id from public.customers where customer_ref = $1",
    [customerRef],
  );
  await company.ask(company.office, "save_sales_order", {
    order_id: orderId,
    sales_order: {
      customer_id: id,
      commitment_date: promised === undefined ? undefined : addDays(company.today, -promised),
      lines: await linesOf(company, sale),
    },
  }, "saved");
  if (confirmed) {
    await company.ask(company.office, "confirm_sales_order", { order_id: orderId }, "confirmed");
  }
  if (delivered !== undefined) {
    await on(delivered, "16:20");
    await deliver(company, orderId, addDays(company.today, -delivered));
  }
  if (cancelled) {
    await on(cancelled.daysAgo, "11:30");
    const cancel = { order_id: orderId, reason: cancelled.reason };
    await company.ask(company.office, "cancel_sales_order", cancel, "cancelled");
  }
}

async function linesOf(company: Company, { lines }: Sale) {
  const products = await company.read<{ id: string; sku: string; price: number }>(
    "select id, sku, list_price::float8 as price from public.products where sku = any ($1)",
    [lines.flatMap(({ sku }) => sku ?? [])],
  );
  return lines.map(({ sku, description, serialNumbers = [], price }) => {
    const product = products.find((each) => each.sku === sku);
    return {
      product_id: product?.id,
      description,
      quantity: 1,
      unit_price: price ?? product?.price,
      serial_numbers: serialNumbers,
    };
  });
}

/** Everything of an order came on one day. */
async function deliver(company: Company, orderId: string, delivery_date: string): Promise<void> {
  const lines = await company.read<{ id: string }>(
    "select id from public.sales_order_lines where order_id = $1 order by position",
    [orderId],
  );
  for (const { id: line_id } of lines) {
    await company.ask(company.office, "record_delivery", { line_id, delivery_date }, "recorded");
  }
}
