import * as z from "zod";
import { parseCookieHeader } from "@supabase/ssr";
import { HttpError } from "fresh";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay } from "@/lib/text/dates.ts";

/** A value that a list can be narrowed to, and what it is called. */
export interface Choice {
  value: string;
  label: string;
}

/** One way to narrow a list: words, a day, or one of some values. */
export interface ListFilter {
  /** In the address. */
  name: string;
  /** What the database calls it. */
  as: string;
  label: string;
  kind: "search" | "day" | "choice";
  hint?: string;
  /** Of a choice: all but "all of them". Without any the list brings them along (`choicesOf`). */
  choices?: Choice[];
  /** Whether a value that is not among the choices makes sense. */
  pattern?: RegExp;
  /** What another page narrows the list to: it has no field, and is told in these words. */
  says?: (value: string) => string;
  /** What holds where the address says nothing; `any` in the address is then everything. */
  usual?: string;
}

/** A column that can be shown; those with a sort put the list in order. */
export interface ListColumn {
  key: string;
  label: string;
  sort?: string;
  isNumber?: boolean;
  /** Not shown until somebody asks for it. */
  isExtra?: boolean;
}

/** What the database is asked for. */
export interface ListQuestion {
  filters: Record<string, string | string[]>;
  sort: string;
  after: string | undefined;
  most: number;
  counted: boolean;
}

/** A list: what is in its rows, how it can be narrowed and put in order. */
export interface List<Row> {
  /** Its name in the database, and the last part of its address. */
  name: "contracts" | "clients" | "orders" | "visits" | "repairs" | "invoices" | "messages";
  /** What one row is. */
  one: string;
  row: z.ZodType<Row>;
  ask: (rpc: Rpc, question: ListQuestion) => Promise<unknown>;
  /** What the rows are counted by, above them. */
  part: { name: string; as: string; label: string; parts: Choice[] };
  filters: ListFilter[];
  /** The first one names the row, and is always shown. */
  columns: ListColumn[];
  /** The columns that tell one row from others. */
  names: string[];
  /** The order that a list has, which may depend on what it shows. */
  usualSort: (values: Record<string, string>) => string;
  /** As a file: what stands above each column, and what is in it. */
  file: [string, (row: Row, zone: string) => string][];
}

/** Where in a list somebody is: it stands in the address. */
export interface ListStep {
  /** By their names in the address; what narrows nothing is left out, what is usual is there. */
  values: Record<string, string>;
  sort: string;
  /** The place of a page beside the first. */
  after?: string;
}

export const listPath = ({ name }: Pick<List<unknown>, "name">) => `/office/${name}`;

function valueOf(filter: ListFilter, typed: string | null): string {
  const { kind, usual = "" } = filter;
  if (kind === "search") return (typed ?? "").replace(/\p{Cc}+/gu, " ").trim().slice(0, 100);
  if (kind === "day") return isDay(typed ?? "") ? typed! : "";
  if (typed === "any") return "";
  const isOne = filter.choices?.some(({ value }) => value === typed) ||
    filter.pattern?.test(typed ?? "");
  return isOne ? typed! : usual;
}

/** Reads where in a list an address leads; what makes no sense is left out. */
export function readStep<Row>(list: List<Row>, query: URLSearchParams): ListStep {
  const values: Record<string, string> = {};
  for (const filter of list.filters) {
    const value = valueOf(filter, query.get(filter.name));
    if (value !== "") values[filter.name] = value;
  }
  const part = query.get(list.part.name);
  if (list.part.parts.some(({ value }) => value === part)) values[list.part.name] = part!;
  const sorts = list.columns.flatMap(({ sort }) => sort ? [sort, `-${sort}`] : []);
  const sort = sorts.find((each) => each === query.get("sort")) ?? list.usualSort(values);
  const after = query.get("after") ?? undefined;
  return { values, sort, after };
}

function queryOf<Row>(list: List<Row>, { values, sort, after }: ListStep): string {
  const query = new URLSearchParams();
  for (const { name, usual = "" } of list.filters) {
    const value = values[name] ?? "";
    if (value !== usual) query.set(name, value || "any");
  }
  const part = values[list.part.name];
  if (part) query.set(list.part.name, part);
  if (sort !== list.usualSort(values)) query.set("sort", sort);
  if (after) query.set("after", after);
  return query.size === 0 ? "" : `?${query}`;
}

/** The address of a place in a list, what is usual left out. */
export function listHref<Row>(list: List<Row>, step: ListStep): string {
  return listPath(list) + queryOf(list, step);
}

/** The same rows as a file. */
export function fileHref<Row>(list: List<Row>, step: ListStep): string {
  return `${listPath(list)}.csv${queryOf(list, { ...step, after: undefined })}`;
}

/** The first page with another value of one filter, or of the part; an empty one is everything. */
export function withValue(step: ListStep, name: string, value: string): ListStep {
  const { [name]: _, ...others } = step.values;
  const values = value === "" ? others : { ...others, [name]: value };
  return { values, sort: step.sort };
}

const pageShape = z.object({
  status: z.literal("ok"),
  rows: z.array(z.unknown()),
  counts: z.record(z.string(), z.number()).nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const answerShape = z.discriminatedUnion("status", [
  pageShape,
  z.object({ status: z.literal("rejected"), reason: z.string() }),
]);

/** A page of a list. */
export interface ListRows<Row> {
  rows: Row[];
  /** Of each part, and of `all`: see `countText`. */
  counts: Record<string, number>;
  before: string | null;
  after: string | null;
  /** The choices of filters that the list brings along, as the database names them. */
  more: unknown;
}

/**
 * Reads a page, of `ids` alone where they are given. A place that nobody was given leads to the beginning.
 * @throws {HttpError} 422 where the database knows no such filter.
 */
export async function readList<Row>(
  list: List<Row>,
  rpc: Rpc,
  step: ListStep,
  { most = 50, counted = true, ids }: { most?: number; counted?: boolean; ids?: string[] } = {},
): Promise<ListRows<Row>> {
  const named = [...list.filters, list.part]
    .flatMap(({ name, as }) => step.values[name] ? [[as, step.values[name]]] : []);
  const { sort, after } = step;
  const filters: ListQuestion["filters"] = Object.fromEntries(named);
  if (ids) filters.ids = ids;
  const answer = await list.ask(rpc, { filters, sort, after, most, counted });
  const told = answerShape.parse(answer);
  if (told.status === "rejected") {
    if (after === undefined) throw new HttpError(422);
    return readList(list, rpc, { ...step, after: undefined }, { most, counted, ids });
  }
  const rows = z.array(list.row).parse(told.rows);
  return { ...told, rows, counts: told.counts ?? {}, more: answer };
}

const wholeNumbers = new Intl.NumberFormat("en-CA");

/** "1,000+" where nobody counted further, "61" */
export function countText(count: number): string {
  return count > 1000 ? "1,000+" : wholeNumbers.format(count);
}

const cookieOf = <Row>({ name }: List<Row>) => `columns_${name}`;

/** The columns that somebody chose, or the usual ones; the first is always there. */
export function columnsOf<Row>(list: List<Row>, req: Request): ListColumn[] {
  const kept = parseCookieHeader(req.headers.get("Cookie") ?? "")
    .find(({ name }) => name === cookieOf(list))?.value?.split(".");
  return list.columns.filter(({ key, isExtra }, place) =>
    place === 0 || (kept ? kept.includes(key) : !isExtra)
  );
}

/** Keeps a choice of columns in the browser for a year: what a form says of them, as a header. */
export function columnsCookie<Row>(list: List<Row>, chosen: string[]): string {
  const keys = list.columns.map(({ key }) => key).filter((key) => chosen.includes(key));
  const value = keys.join(".");
  return `${cookieOf(list)}=${value}; Path=${
    listPath(list)
  }; Max-Age=31536000; SameSite=Lax; HttpOnly`;
}
