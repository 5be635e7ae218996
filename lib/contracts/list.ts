import * as z from "zod";
import type { Database } from "@/lib/database/database.types.ts";
import type { Api } from "@/lib/database/rpc.ts";
import { amountShape } from "@/lib/database/shapes.ts";
import { firstToldText, timeStamp } from "@/lib/text/dates.ts";
import { plainAmount } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { REACH_CHOICES } from "@/lib/text/reach.ts";
import { dataOf } from "@/lib/web/errors.ts";
import { type List, listHref, readStep } from "@/lib/web/lists.ts";

/** The situations that a contract's open cycle can be in. */
const SITUATIONS = ["overdue", "due", "booked", "not_closed", "later"] as const;
export type Situation = typeof SITUATIONS[number];

export const STATES = ["active", "paused", "draft", "cancelled"] as const;

/** A column of the list. Naming one that it has not fails the type check. */
type Column = keyof Database["public"]["Views"]["contract_list"]["Row"];

const rowShape = z.object(
  {
    contract_id: z.string(),
    customer_id: z.string(),
    unit_id: z.string(),
    state: z.enum(STATES),
    fee: amountShape,
    category: z.string(),
    product_name: z.string().nullable(),
    serial_number: z.string().nullable(),
    condition: z.string(),
    city: z.string().nullable(),
    customer: z.string(),
    phone: z.string().nullable(),
    due_on: z.string().nullable(),
    situation: z.enum([...SITUATIONS, "none"]),
    booked_for: z.string().nullable(),
  } satisfies { [Name in Column]?: z.ZodType },
).extend({
  /** What tells the unit from others of its kind at the same client's; null for the only one. */
  told_apart: z.string().nullable(),
  /** The visit that is to happen, also where its time has passed. */
  visit_id: z.string().nullish(),
});
export type ContractRow = z.infer<typeof rowShape>;

/** The places of a list of contracts that other pages lead to. */
export interface ContractFilter {
  search: string;
  situation: Situation | "";
  category: string;
  /** Empty for all. */
  state: typeof STATES[number] | "";
}

/** Contracts: next due first. */
export const contractList: List<ContractRow> = {
  name: "contracts",
  one: "contract",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_contracts", { filters, sort, after, most, counted }),
  part: {
    name: "situation",
    as: "situation",
    label: "Situation",
    parts: [
      { value: "overdue", label: "Overdue" },
      { value: "due", label: "Due in 30 days" },
      { value: "booked", label: "Booked" },
      { value: "not_closed", label: "Not closed" },
      { value: "later", label: "Later" },
      { value: "out_of_service", label: "Out of service" },
    ],
  },
  filters: [
    {
      name: "q",
      as: "search",
      label: "In this list",
      kind: "search",
      hint: "Name, phone, e-mail, postal code, serial, order",
    },
    {
      name: "category",
      as: "category",
      label: "Kind",
      kind: "choice",
      pattern: /^[a-z][a-z0-9_]{0,39}$/,
    },
    { name: "due_by", as: "due_by", label: "Due by", kind: "day" },
    { name: "told", as: "told", label: "First told", kind: "day", says: firstToldText },
    { name: "reach", as: "reach", label: "Reached by", kind: "choice", choices: REACH_CHOICES },
    {
      name: "state",
      as: "state",
      label: "Contract",
      kind: "choice",
      usual: "active",
      choices: STATES.map((value) => ({ value, label: capitalized(value) })),
    },
  ],
  columns: [
    { key: "client", label: "Client", sort: "client" },
    { key: "phone", label: "Phone" },
    { key: "situation", label: "Situation" },
    { key: "due", label: "Next due", sort: "due" },
    { key: "unit", label: "Unit" },
    { key: "fee", label: "Fee", isNumber: true },
    { key: "contract", label: "Contract" },
  ],
  names: ["client", "unit"],
  usualSort: () => "due",
  file: [
    ["Client", ({ customer }) => customer],
    ["Phone", ({ phone }) => phone ?? ""],
    ["City", ({ city }) => city ?? ""],
    ["Kind", ({ category }) => category],
    ["Product", ({ product_name }) => product_name ?? ""],
    ["Serial number", ({ serial_number }) => serial_number ?? ""],
    ["Unit", ({ told_apart }) => told_apart ?? ""],
    ["Condition", ({ condition }) => condition.replaceAll("_", " ")],
    ["Contract", ({ state }) => state],
    ["Next due", ({ due_on }) => due_on ?? ""],
    ["Situation", ({ situation }) => situation.replaceAll("_", " ")],
    [
      "Booked for",
      ({ booked_for }, zone) => booked_for === null ? "" : timeStamp(booked_for, zone),
    ],
    ["Fee", ({ fee }) => plainAmount(fee)],
  ],
};

/** The address of the list with a filter; without a state: all that are active. */
export function filterHref(filter: Partial<ContractFilter>): string {
  const { search = "", situation = "", category = "", state = "active" } = filter;
  const query = new URLSearchParams({ q: search, situation, category, state: state || "any" });
  return listHref(contractList, readStep(contractList, query));
}

/** A kind of equipment. */
export interface Category {
  code: string;
  name: string;
}

/** The kinds of equipment, by name. */
export async function listCategories(api: Api): Promise<Category[]> {
  return dataOf(await api.from("equipment_categories").select("code, name").order("name"));
}
