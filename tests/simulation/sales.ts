import { type Answer, idOf, type Stage } from "./stage.ts";

/** So many days after a sale the shop still changes something about it. */
const LIVELY = 70;

/** How likely a sale is on a day. */
const SELLS = 0.2;

/** What the shop sells, by the number that it has there: told with the first sale. */
const PRODUCTS = [
  { sku: "SHOP-LIFT", name: "Stair lift of the shop", category_code: "stairlift" },
  { sku: "SHOP-CHAIR", name: "Lift chair of the shop", category_code: "lift_chair" },
].map((product) => ({ ...product, maintenance_enabled: true, unit_kind: "base" }));

/** At night another system tells what changed with its sales: confirmed, delivered late, cancelled, an address corrected. */
export async function shopTells(stage: Stage): Promise<void> {
  const changed = Array.from({ length: LIVELY }, (_, age) => age)
    .filter((age) => stage.chance.happens(SELLS, "sells", stage.dayFrom(-age)))
    .filter((age) => told(saleOf(stage, age)) !== told(saleOf(stage, age, age - 1)));
  if (changed.length === 0) return;
  const sales = changed.map((age) => saleOf(stage, age)!);
  const { import_run_id } = await stage.act("service", "start_import_run", {
    source: "shop",
    request_id: idOf(`night ${stage.day}`),
  });
  const isFirst = stage.counts["shop: nights"] === undefined;
  if (isFirst) await tell(stage, import_run_id, "products", PRODUCTS);
  await tell(stage, import_run_id, "customers", sales.map(({ client }) => client));
  await tell(stage, import_run_id, "sales_order_lines", sales.map(({ line }) => line));
  let answer: Answer;
  do answer = await stage.act("service", "finish_import_run", { import_run_id }); while (
    answer.status === "finishing"
  );
  stage.count("shop: nights");
  for (const what of ["enrolled", "ended", "due_moved"]) {
    if (answer[what] > 0) stage.count(`shop: ${what}`, answer[what]);
  }
}

async function tell(stage: Stage, run: string, kind: string, rows: object[]): Promise<void> {
  const file = await stage.act("service", "start_import", {
    ...{ kind, file_name: `${kind}.csv`, import_run_id: run, is_whole: false },
  });
  await stage.act("service", "import_batch", {
    file_id: file,
    rows: rows.map((values, at) => ({ line: at + 2, values })),
    number: 1,
  });
  let answer: Answer;
  do answer = await stage.act("service", "finish_import", { file_id: file }); while (
    answer.status === "finishing"
  );
}

const told = (sale: object | null) => JSON.stringify(sale);

/** What the shop says, so many days later, of what it sold so many days ago; null before it was sold. */
function saleOf(stage: Stage, sold: number, age = sold) {
  if (age < 0) return null;
  const { chance } = stage;
  const day = stage.dayFrom(-sold);
  const later = (likelihood: number, from: number, until: number, what: string) => {
    const after = chance.between(from, until, what, day);
    return chance.happens(likelihood, what, day) && age >= after ? after : undefined;
  };
  const delivered = later(0.9, 3, 20, "is delivered");
  const isCancelled = later(0.2, 5, 60, "is cancelled") !== undefined;
  const another = later(0.3, 4, 20, "has another address") === undefined ? "" : ".new";
  const ref = `X-${day}`;
  return {
    client: {
      ...{ customer_ref: ref, name: `Buyer ${day}`, email: `${ref}${another}@clients.example.com` },
      ...{ street: "9 Oak Ave", city: "Brampton", province: "ON", postal_code: "L6Y 0A1" },
      ...{ latitude: 43.7, longitude: -79.7 },
    },
    line: {
      ...{ order_number: ref, line_ref: `${ref}-1`, customer_ref: ref, order_date: day },
      order_state: isCancelled ? "cancel" : age < 2 ? "draft" : "sale",
      ...(delivered === undefined ? {} : { delivery_date: stage.dayFrom(delivered - sold) }),
      sku: chance.oneOf(PRODUCTS, "what", day).sku,
      quantity: chance.happens(0.2, "buys two", day) ? 2 : 1,
    },
  };
}

/** The office writes other addresses down than the shop knows: its files must not undo that. */
export async function addressesAreCorrected(stage: Stage): Promise<void> {
  const buyers = await stage.rows<{ id: string; ref: string }>(
    `select m.id::text, m.customer_ref as ref from public.customers m
     where m.customer_ref like 'X-%' and m.erased_on is null and m.email like 'X-%' order by 2`,
  );
  for (const { id, ref } of buyers) {
    if (!stage.chance.happens(0.05, "corrects", stage.day, ref)) continue;
    await stage.byHand("addresses corrected", CORRECT, {
      id,
      email: `right-${ref}@clients.example.com`,
    });
  }
}

const CORRECT =
  "update public.customers c set email = $1 ->> 'email' where c.id = ($1 ->> 'id')::uuid";
