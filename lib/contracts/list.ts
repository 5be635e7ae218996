import * as z from "zod";
import type { Database } from "@/lib/database/database.types.ts";
import type { Api } from "@/lib/database/rpc.ts";
import { amountShape } from "@/lib/database/shapes.ts";
import { dataOf } from "@/lib/web/errors.ts";
import { numberIn } from "@/lib/web/query.ts";

/** The situations that a contract's open cycle can be in. */
export const SITUATIONS = ["overdue", "due", "booked", "later"] as const;
export type Situation = typeof SITUATIONS[number];

export const STATES = ["active", "paused", "draft", "cancelled"] as const;

/** A column of the list. Naming one that it has not fails the type check. */
type Column = keyof Database["public"]["Views"]["contract_list"]["Row"];

const rowShape = z.object(
  {
    contract_id: z.string(),
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
);
export type ContractRow = z.infer<typeof rowShape>;
const COLUMNS = Object.keys(rowShape.shape).join(", ");

/** What the list is narrowed to. Empty text means everything. */
export interface ContractFilter {
  search: string;
  situation: Situation | "";
  category: string;
  state: typeof STATES[number] | "";
  /** From 1. */
  page: number;
}

export const ROWS_PER_PAGE = 50;

/** Reads a filter from an address; what makes no sense is left out. Without a state: active. */
export function readFilter(query: URLSearchParams): ContractFilter {
  const state = query.get("state");
  return {
    search: (query.get("q") ?? "").trim().slice(0, 100),
    situation: SITUATIONS.find((each) => each === query.get("situation")) ?? "",
    category: /^[a-z][a-z0-9_]{0,39}$/.test(query.get("category") ?? "")
      ? query.get("category")!
      : "",
    state: state === "any" ? "" : STATES.find((each) => each === state) ?? "active",
    page: numberIn(query, "page", { usual: 1, most: 100_000 }),
  };
}

/** The address of a filtered list. */
export function filterHref(filter: Partial<ContractFilter>): string {
  const query = new URLSearchParams();
  if (filter.search) query.set("q", filter.search);
  if (filter.situation) query.set("situation", filter.situation);
  if (filter.category) query.set("category", filter.category);
  if (filter.state === "") query.set("state", "any");
  else if (filter.state && filter.state !== "active") query.set("state", filter.state);
  if (filter.page && filter.page > 1) query.set("page", String(filter.page));
  return `/office/contracts${query.size === 0 ? "" : `?${query}`}`;
}

type Condition = [column: Column, operator: "eq" | "ilike", value: string];

/** What a filter asks of every row. */
function conditionsOf({ search, situation, category, state }: ContractFilter): Condition[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6);
  const conditions: Condition[] = [
    ["situation", "eq", situation],
    ["category_code", "eq", category],
    ["state", "eq", state],
    ...words.map((word): Condition => ["search_text", "ilike", `%${literally(word)}%`]),
  ];
  return conditions.filter(([, , value]) => value !== "");
}

/** A word in a pattern, where some characters would stand for others. */
function literally(word: string): string {
  return word.replace(/[\\%_]/g, "\\$&");
}

/** How many contracts a filter finds. */
export async function countContracts(api: Api, filter: ContractFilter): Promise<number> {
  const query = api.from("contract_list").select("contract_id", { count: "exact", head: true });
  for (const condition of conditionsOf(filter)) query.filter(...condition);
  const { count, error, status } = await query;
  return dataOf({ data: count, error, status });
}

/** One page of the list, next due first. */
export async function listContracts(api: Api, filter: ContractFilter): Promise<ContractRow[]> {
  const query = api.from("contract_list").select(COLUMNS);
  for (const condition of conditionsOf(filter)) query.filter(...condition);
  const first = (filter.page - 1) * ROWS_PER_PAGE;
  const answer = await query.order("due_on", { nullsFirst: false }).order("contract_id")
    .range(first, first + ROWS_PER_PAGE - 1);
  return z.array(rowShape).parse(dataOf(answer));
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
