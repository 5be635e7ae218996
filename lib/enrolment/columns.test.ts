/**
 * Every column of every file with the nastiest cells that spreadsheets make: kept, empty, left out with a
 * notice, or the whole row refused, and then why that is right.
 */
import { expect } from "expect";
import { FILE_KINDS, type FileKind } from "./files.ts";
import { readAll } from "@/tests/enrolment/read_all.ts";

const CELLS = [
  "",
  "N/A",
  "FALSE",
  "FAUX",
  "1.23457E+11",
  "43.6N",
  "$1,200.00",
  "12345.0",
  "13/01/2026",
  "-1",
  "x".repeat(600),
];

/** Rows that are fine. */
const GOOD: Record<string, Record<string, string>> = {
  equipment_categories: {
    code: "stairlift",
    name: "Stair lift",
    equipment_class: "lift_elevating",
    safety_critical: "true",
    maintenance_enabled: "true",
    identity: "line",
    maintenance_interval_months: "6",
    maintenance_fee: "189.00",
    required_skill: "lifts",
    visit_minutes: "60",
  },
  device_type_map: { device_type: "Scooter", category_code: "scooter" },
  products: {
    sku: "SL",
    name: "Stair lift",
    category_code: "stairlift",
    maintenance_enabled: "true",
    unit_kind: "base",
    list_price: "3200.00",
    maintenance_interval_months: "6",
    maintenance_fee: "189.00",
  },
  technicians: {
    name: "Dana",
    email: "dana@example.com",
    home_latitude: "43.7",
    home_longitude: "-79.4",
    skills: "lifts",
  },
  customers: {
    customer_ref: "C1",
    name: "Ada Lee",
    email: "ada@example.com",
    phone: "416-555-0101",
    street: "1 Oak St",
    unit: "3",
    city: "Toronto",
    province: "ON",
    postal_code: "M5V 1A1",
    latitude: "43.64",
    longitude: "-79.4",
  },
  sales_order_lines: {
    order_number: "S1",
    line_ref: "L1",
    order_state: "sale",
    order_date: "2026-01-05",
    commitment_date: "2026-01-10",
    delivery_date: "2026-01-20",
    invoice_date: "2026-01-20",
    customer_ref: "C1",
    sku: "SL",
    description: "Lift",
    quantity: "1",
    unit_price: "3200.00",
    serial_numbers: "A1",
  },
  device_claims: {
    claim_ref: "K1",
    funder: "adp",
    customer_ref: "C1",
    device_type: "Scooter",
    sku: "SC",
    serial_number: "AB-1",
    adp_delivery_date: "2026-02-01",
    invoice_date: "2026-02-01",
    order_date: "2026-02-01",
  },
};

const KEY = "whose row it is, nobody else can tell";
const NAMED = "nobody can be greeted, and no device named to its owner, without a name";
const POLICY = "a policy read by half would price and time thousands of visits wrongly";
const PRICE = "without it another price or rhythm would be told to clients";
const WHETHER = "without it a product would be maintained as its category is, rails and all";
const STATE = "whether the order was confirmed decides whether anybody is written to";
const DAY = "without it due dates would count from another day";
const EXACT = "sums, kinds and skills are read exactly or refused by line, never guessed";
const MANY = "how many devices there are decides how many visits are sold";
const OTHER = "the row would belong to somebody else, or be another device";
const NEVER = undefined;

/**
 * By file and column, what becomes of each of CELLS: `k`ept, kept with a `w`ord, `e`mpty, left out with a
 * `n`otice, or the row `R`efused; and why a refusal is right.
 */
const TABLE: Record<string, Record<string, [outcomes: string, why: string | undefined]>> = {
  equipment_categories: {
    code: ["RRRRRRRRRRR", KEY],
    name: ["RRRRkkkkkkR", NAMED],
    equipment_class: ["RRRRRRRRRRR", POLICY],
    safety_critical: ["RRkkRRRRRRR", POLICY],
    maintenance_enabled: ["RRkkRRRRRRR", POLICY],
    identity: ["RRRRRRRRRRR", POLICY],
    maintenance_interval_months: ["RRRRRRRRRRR", POLICY],
    maintenance_fee: ["RRRRRRRkRRR", POLICY],
    required_skill: ["RRRRRRRRRRR", POLICY],
    visit_minutes: ["RRRRRRRRRRR", POLICY],
  },
  device_type_map: {
    device_type: ["RRRRkkkkkkR", KEY],
    category_code: ["eeeenkkkkkn", NEVER],
  },
  products: {
    sku: ["RRRRRkkkkkR", KEY],
    name: ["RRRRkkkkkkR", NAMED],
    category_code: ["eeeenkkkkkn", NEVER],
    maintenance_enabled: ["eekkRRRRRRR", WHETHER],
    unit_kind: ["eeeeRRRRRRR", EXACT],
    list_price: ["eeeeRRRkRRR", EXACT],
    maintenance_interval_months: ["eeeeRRRRRRR", PRICE],
    maintenance_fee: ["eeeeRRRkRRR", PRICE],
  },
  technicians: {
    name: ["RRRRRkRRRRR", NAMED],
    email: ["eeeennnnnnn", NEVER],
    home_latitude: ["nnnnnnnnnnn", NEVER],
    home_longitude: ["nnnnnnnnnnn", NEVER],
    skills: ["eeeeRRRRRRR", EXACT],
  },
  customers: {
    customer_ref: ["RRRRRkkkkkR", KEY],
    name: ["RRRRRkRRRRR", NAMED],
    email: ["eeeennnnnnn", NEVER],
    phone: ["eeeennnnnnn", NEVER],
    street: ["eeeenkkkkkn", NEVER],
    unit: ["eeeenkkknkn", NEVER],
    city: ["eeeenkkkkkn", NEVER],
    province: ["eeeenkkkkkn", NEVER],
    postal_code: ["eeeenkkkkkn", NEVER],
    latitude: ["nnnnnnnnnnn", NEVER],
    longitude: ["nnnnnnnnnnn", NEVER],
  },
  sales_order_lines: {
    order_number: ["RRRRRkkkkkR", KEY],
    line_ref: ["RRRRRkkkkkR", KEY],
    order_state: ["RRRRRRRRRRR", STATE],
    order_date: ["eeeeRRRRRRR", DAY],
    commitment_date: ["eeeeRRRRRRR", DAY],
    delivery_date: ["eeeeRRRRRRR", DAY],
    invoice_date: ["eeeeRRRRRRR", DAY],
    customer_ref: ["eeeeRkkkkkR", OTHER],
    sku: ["eeeeRkkkkkR", OTHER],
    description: ["eeeenkkkkkn", NEVER],
    quantity: ["RRRRRRRRRkR", MANY],
    unit_price: ["eeeeRRRkRkR", EXACT],
    serial_numbers: ["eeeeRkwkkkR", OTHER],
  },
  device_claims: {
    claim_ref: ["RRRRRkkkkkR", KEY],
    funder: ["eeeenkkkkkn", NEVER],
    customer_ref: ["eeeeRkkkkkR", OTHER],
    device_type: ["eeeenkkkkkn", NEVER],
    sku: ["eeeeRkkkkkR", OTHER],
    serial_number: ["eeeeRkkkkkR", OTHER],
    adp_delivery_date: ["eeeeRRRRRRR", DAY],
    invoice_date: ["eeeeRRRRRRR", DAY],
    order_date: ["eeeeRRRRRRR", DAY],
  },
};

async function outcome(kind: FileKind, column: string, cell: string): Promise<string> {
  const fields = { ...GOOD[kind.kind], [column]: cell };
  const quoted = Object.values(fields).map((field) => `"${field}"`).join(",");
  const csv = `${Object.keys(fields).join(",")}\n${quoted}\n`;
  const [row] = await readAll(kind.kind, new TextEncoder().encode(csv));
  if ("problem" in row) return "R";
  const value = row.values[column];
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (row.notice === undefined) return isEmpty ? "e" : "k";
  return isEmpty ? "n" : "w";
}

for (const kind of FILE_KINDS) {
  Deno.test(`a nasty cell in any column of ${kind.fileName} costs the row only where it must`, async () => {
    const found = await Promise.all(
      Object.keys(kind.columns).map(async (column) => {
        const outcomes = await Promise.all(CELLS.map((cell) => outcome(kind, column, cell)));
        return [column, outcomes.join("")];
      }),
    );
    const wanted = Object.entries(TABLE[kind.kind]);
    expect(found).toEqual(wanted.map(([column, [outcomes]]) => [column, outcomes]));
    const unexplained = wanted.filter(([, [outcomes, why]]) => outcomes.includes("R") && !why);
    expect(unexplained).toEqual([]);
  });
}
