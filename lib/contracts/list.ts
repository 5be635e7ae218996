import * as z from "zod";
import { dataOf } from "@/lib/web/errors.ts";
import type { StaffClient } from "@/lib/web/session.ts";

/** What a contract's open cycle is in. */
export const SITUATIONS = ["overdue", "due", "booked", "later"] as const;
export type Situation = typeof SITUATIONS[number];

export const STATES = ["active", "paused", "draft", "cancelled"] as const;

const row = z.object({
  contract_id: z.string(),
  state: z.enum(STATES),
  fee: z.union([z.number(), z.string()]),
  category: z.string(),
  product: z.string().nullable(),
  serial_number: z.string().nullable(),
  condition: z.string(),
  city: z.string().nullable(),
  customer: z.string(),
  phone: z.string().nullable(),
  due_on: z.string().nullable(),
  situation: z.enum([...SITUATIONS, "none"]),
  booked_for: z.string().nullable(),
});
export type ContractRow = z.infer<typeof row>;
const COLUMNS = Object.keys(row.shape).join(", ");

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
  const page = Number(query.get("page") ?? 1);
  const state = query.get("state");
  return {
    search: (query.get("q") ?? "").trim().slice(0, 100),
    situation: SITUATIONS.find((each) => each === query.get("situation")) ?? "",
    category: /^[a-z][a-z0-9_]{0,39}$/.test(query.get("category") ?? "")
      ? query.get("category")!
      : "",
    state: state === "any" ? "" : STATES.find((each) => each === state) ?? "active",
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1,
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

// deno-lint-ignore no-explicit-any -- the builder's type repeats the whole schema
function narrowed<Query extends Record<string, any>>(query: Query, filter: ContractFilter): Query {
  for (const word of filter.search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6)) {
    query = query.ilike("search_text", `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  }
  if (filter.situation !== "") query = query.eq("situation", filter.situation);
  if (filter.category !== "") query = query.eq("category_code", filter.category);
  if (filter.state !== "") query = query.eq("state", filter.state);
  return query;
}

/** How many contracts a filter finds. */
export async function countContracts(api: StaffClient, filter: ContractFilter): Promise<number> {
  const query = api.from("contract_list").select("contract_id", { count: "exact", head: true });
  const { count, error, status } = await narrowed(query, filter);
  return dataOf({ data: count, error, status });
}

/** One page of the list, next due first. */
export async function listContracts(
  api: StaffClient,
  filter: ContractFilter,
): Promise<ContractRow[]> {
  const first = (filter.page - 1) * ROWS_PER_PAGE;
  const query = api.from("contract_list").select(COLUMNS);
  const answer = await narrowed(query, filter)
    .order("due_on", { nullsFirst: false }).order("contract_id")
    .range(first, first + ROWS_PER_PAGE - 1);
  return z.array(row).parse(dataOf(answer));
}

const category = z.object({ code: z.string(), name: z.string() });
export type Category = z.infer<typeof category>;

/** The kinds of equipment, by name. */
export async function listCategories(api: StaffClient): Promise<Category[]> {
  const answer = await api.from("equipment_categories").select("code, name").order("name");
  return z.array(category).parse(dataOf(answer));
}
