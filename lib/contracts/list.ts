import * as z from "zod";
import type { Database } from "@/lib/database/database.types.ts";
import type { Api, Rpc } from "@/lib/database/rpc.ts";
import { amountShape } from "@/lib/database/shapes.ts";
import { dataOf } from "@/lib/web/errors.ts";
import { numberIn } from "@/lib/web/query.ts";

/** The situations that a contract's open cycle can be in. */
export const SITUATIONS = ["overdue", "due", "booked", "not_closed", "later"] as const;
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

/** What the list is narrowed to. Empty text means everything. */
export interface ContractFilter {
  search: string;
  situation: Situation | "";
  category: string;
  state: typeof STATES[number] | "";
  /** From 1. */
  page: number;
}

/** Reads a filter from an address; what makes no sense is left out. Without a state: active. */
export function readFilter(query: URLSearchParams): ContractFilter {
  const state = query.get("state");
  return {
    search: (query.get("q") ?? "").replace(/\p{Cc}+/gu, " ").trim().slice(0, 100),
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

const pageShape = z.object({
  contracts: z.number(),
  page: z.number(),
  pages: z.number(),
  rows: z.array(rowShape),
});
/** One page of the list, and how long the list is. */
export type ContractPage = z.infer<typeof pageShape>;

/** The page that a filter asks for, or the nearest that there is; next due first. */
export async function findContracts(rpc: Rpc, filter: ContractFilter): Promise<ContractPage> {
  const { search, situation, category, state, page } = filter;
  const answer = await rpc("find_contracts", {
    search,
    page,
    situation: situation || undefined,
    category: category || undefined,
    state: state || undefined,
  });
  return pageShape.parse(answer);
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
