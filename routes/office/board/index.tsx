import { HttpError, page } from "fresh";
import { BoardPage } from "@/components/board/BoardPage.tsx";
import { type Came, put, swap, undo } from "@/lib/board/act.ts";
import { add, type Correction } from "@/lib/board/add.ts";
import { readShown } from "@/lib/board/read.ts";
import type { BoardShown, Known } from "@/lib/board/shown.ts";
import { boardHref, viewIn } from "@/lib/board/view.ts";
import { type Adding, addingIn, puttingIn, swappingIn } from "@/lib/board/wish.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { find } from "@/lib/find/found.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

/** Clients that are shown of those who fit. */
const MOST_CLIENTS = 8;

async function clientsLike(rpc: Rpc, typed: string): Promise<Known[]> {
  if (typed === "") return [];
  const { groups } = await find(rpc, typed, { most: MOST_CLIENTS, kind: "client" });
  return groups.flatMap((group) => group.kind === "client" ? group.rows : [])
    .map(({ customer_id, name, city, street }) => ({ customer_id, name, city, street }));
}

/** What a form of the board asks for, done; null for a form that is none of them. */
async function act(
  rpc: Rpc,
  form: FormData,
  today: string,
  zone: string,
): Promise<Came | Correction | null> {
  switch (textOf(form, "do") || "put") {
    case "put": {
      const wish = puttingIn(form);
      return wish && await put(rpc, wish, today, zone);
    }
    case "swap": {
      const wish = swappingIn(form);
      return wish && await swap(rpc, wish, today, zone);
    }
    case "undo":
      return await undo(rpc, textOf(form, "deed"), zone);
    case "add":
      return await add(rpc, addingIn(form), today, zone);
    default:
      return null;
  }
}

export const handler = defineStaff.handlers<BoardShown>({
  async GET(ctx) {
    const { session: { rpc }, company: { time_zone }, now } = ctx.state;
    const view = viewIn(ctx.url.searchParams, dayOf(now, time_zone));
    return page(await readShown(rpc, view, time_zone));
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone }, now } = ctx.state;
    const today = dayOf(now, time_zone);
    const view = viewIn(ctx.url.searchParams, today);
    const form = await readForm(ctx.req);
    if (textOf(form, "do") === "look") {
      const typed = addingIn(form);
      const found = await clientsLike(rpc, typed.client);
      return page({ ...await readShown(rpc, view, time_zone), adding: { typed, found } });
    }
    const came = await act(rpc, form, today, time_zone);
    if (came === null) throw new HttpError(400);
    if ("field" in came) {
      const adding = await correcting(rpc, addingIn(form), came);
      return page({ ...await readShown(rpc, view, time_zone), adding }, { status: 422 });
    }
    if (!came.ok) {
      const shown = await readShown(rpc, { ...view, hold: null, add: null }, time_zone);
      return page({ ...shown, refusal: came.refusal }, { status: 422 });
    }
    const { deed, day, chosen, isUndone } = came;
    const where = {
      deed,
      isUndone,
      chosen: chosen ?? view.chosen,
      day: day ?? view.day,
      technician: null,
    };
    return ctx.redirect(boardHref(view, where), 303);
  },
});

/** What was typed, with what is to be corrected; whom the client could be is looked up again. */
async function correcting(
  rpc: Rpc,
  typed: Adding,
  correction: Correction,
): Promise<BoardShown["adding"]> {
  const isOpen = typed.client !== "" && typed.customer === null;
  return { typed, correction, found: isOpen ? await clientsLike(rpc, typed.client) : null };
}

export default defineStaff.page<typeof handler>(function Board({ data }) {
  return <BoardPage {...data} />;
});
