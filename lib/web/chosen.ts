import type { Context } from "fresh";
import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayOf } from "@/lib/text/dates.ts";
import type { StaffState } from "./define.ts";
import { readForm, textOf, textsOf } from "./forms.ts";
import { PRIVATE_PAGE } from "./headers.ts";
import { chosenFile } from "./list_file.ts";
import {
  columnsCookie,
  columnsOf,
  type List,
  type ListColumn,
  listHref,
  type ListRows,
  type ListStep,
  readList,
  readStep,
} from "./lists.ts";

/** How many rows are dealt with at once; the database refuses more. */
const MOST = 100;

/** What became of one row, in words for whoever chose it. */
export interface Told {
  id: string;
  isDone: boolean;
  text: string;
}

/** One thing that is done to all rows that somebody chose, each by itself. */
export interface Deed {
  /** In the form. */
  name: string;
  /** On the button. */
  label: string;
  /** Above what became of them. */
  title: string;
  /** What it does to so many, where nobody can take that back: asked before it is done. */
  asks?: (count: number) => string;
  /** Does it in one call. What is not told of was not there. */
  act: (rpc: Rpc, ids: string[]) => Promise<{ told: Told[]; paper?: unknown }>;
}

const answersShape = z.object({
  status: z.literal("ok"),
  answers: z.array(z.object({ id: z.string(), status: z.string(), reason: z.string().nullish() })),
});

/** What the database answers for each row: `private.answers_in_order`. */
export const answersOf = (answer: unknown) => answersShape.parse(answer).answers;

/** What the page of a list shows. */
export interface ListView<Row> {
  list: List<Row>;
  step: ListStep;
  found: ListRows<Row>;
  columns: ListColumn[];
  /** Why nothing was done. */
  complaint?: string;
  /** In place of the list: what is asked before it is done to the rows that were found. */
  asked?: { deed: Deed; ids: string[] };
  /** In place of the list: what became of the rows that were found. */
  outcome?: { title: string; told: Told[]; paper?: unknown };
}

/** The rows of a list where its address leads. */
export async function openList<Row>(
  list: List<Row>,
  ctx: Context<StaffState>,
): Promise<ListView<Row>> {
  const step = readStep(list, ctx.url.searchParams);
  const found = await readList(list, ctx.state.session.rpc, step);
  return { list, step, found, columns: columnsOf(list, ctx.req) };
}

/** What a list's own form asks for: a page, unless the answer is one by itself. */
type Answer<Row> = Response | {
  view: ListView<Row>;
  init: { status: number; headers?: HeadersInit };
};

/**
 * Keeps columns, or does something to the rows that were chosen. What was done is told on the page that answers: sent a
 * second time the same form does nothing twice, since each deed refuses what was just done.
 * @throws {HttpError} 400 for a form that asks for nothing.
 */
export async function postList<Row>(
  list: List<Row>,
  deeds: Deed[],
  ctx: Context<StaffState>,
  form?: FormData,
): Promise<Answer<Row>> {
  const typed = form ?? await readForm(ctx.req);
  const step = readStep(list, ctx.url.searchParams);
  const wanted = textOf(typed, "do");
  if (wanted === "columns") {
    const answer = ctx.redirect(listHref(list, step), 303);
    answer.headers.append("Set-Cookie", columnsCookie(list, textsOf(typed, "column")));
    return answer;
  }
  const deed = deeds.find(({ name }) => name === wanted);
  if (!deed && wanted !== "csv") throw new HttpError(400);
  const ids = idsOf(typed);
  if (ids.length === 0 || ids.length > MOST) {
    const complaint = `Please tick between 1 and ${MOST} of them first.`;
    return { view: { ...await openList(list, ctx), complaint }, init: { status: 422 } };
  }
  const { session: { rpc }, company: { time_zone: zone }, now } = ctx.state;
  if (!deed) return await chosenFile(list, rpc, ids, step.sort, { zone, day: dayOf(now, zone) });
  const rowsOf = () =>
    readList(list, rpc, { values: {}, sort: step.sort }, { ids, most: MOST, counted: false });
  if (deed.asks && textOf(typed, "sure") !== "yes") {
    const view = { list, step, found: await rowsOf(), columns: list.columns, asked: { deed, ids } };
    return { view, init: { status: 200, headers: PRIVATE_PAGE } };
  }
  const { told, paper } = await deed.act(rpc, ids);
  const found = await rowsOf();
  const outcome = { title: deed.title, told: all(ids, told), paper };
  const view = { list, step, found, columns: list.columns, outcome };
  return { view, init: { status: 200, headers: PRIVATE_PAGE } };
}

/** Those that are ticked, or all that the page showed. */
function idsOf(form: FormData): string[] {
  const chosen = form.has("all") ? textOf(form, "shown").split(" ") : textsOf(form, "row");
  return [...new Set(chosen)].filter((id) => z.uuid().safeParse(id).success);
}

/** What became of each, in the order chosen. */
function all(ids: string[], told: Told[]): Told[] {
  return ids.map((id) =>
    told.find((each) => each.id === id) ?? { id, isDone: false, text: "It is not there any more." }
  );
}
