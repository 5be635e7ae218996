import { page } from "fresh";
import { NextBooked } from "@/components/visits/NextBooked.tsx";
import { NextVisit } from "@/components/visits/NextVisit.tsx";
import { NoNext } from "@/components/visits/NoNext.tsx";
import { readDay } from "@/lib/visits/day.ts";
import {
  bookNext,
  chosenOf,
  contractsOf,
  type Next,
  type NotBooked,
  readNext,
  type Shown,
  shownIn,
} from "@/lib/visits/next.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { nextOf, visitHref } from "@/lib/visits/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf, textsOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Data {
  visit: string;
  next: Next;
  shown: Shown;
  isNew: boolean;
  /** Once it is booked: the job that is next on the technician's day. */
  job?: Stop;
  refused?: NotBooked;
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { session: { rpc }, staff } = ctx.state;
    const visit = keyOf(ctx.params);
    const shown = shownIn(ctx.url.searchParams);
    const next = await readNext(rpc, visit, shown);
    const isOnTheRoad = next.status === "booked" && staff.role === "technician";
    const job = isOnTheRoad ? nextOf((await readDay(rpc)).stops) : undefined;
    return page({ visit, next, shown, job, isNew: ctx.url.searchParams.has("now") });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const visit = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const chosen = chosenOf(textOf(form, "time"));
    const change = form.has("change");
    const units = contractsOf(textsOf(form, "with"));
    const refused = chosen === null
      ? { complaint: "Please choose a time first.", near: [] }
      : await bookNext(rpc, visit, { ...chosen, units, change });
    if (refused === null) return ctx.redirect(`${visitHref(visit, "next")}?now`, 303);
    // Read again: what can be chosen is different now.
    const shown = { week: null, day: null, change };
    const next = await readNext(rpc, visit, shown);
    return page({ visit, next, shown, refused, isNew: false }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function NextPage({ data, state }) {
  const { visit, next, shown, job, refused, isNew } = data;
  const zone = state.company.time_zone;
  const isOwn = state.staff.role === "technician";
  if (next.status === "booked") return <NextBooked {...{ visit, next, job, zone, isNew }} />;
  if (next.status !== "open") return <NoNext visit={visit} status={next.status} />;
  return <NextVisit {...{ visit, next, shown, isOwn, zone, refused }} />;
});
