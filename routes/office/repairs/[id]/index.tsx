import { HttpError, page } from "fresh";
import { RepairPage } from "@/components/repairs/RepairPage.tsx";
import type { RepairView } from "@/components/repairs/view.ts";
import { act, didOf } from "@/lib/repairs/act.ts";
import { readRepair, readTimes } from "@/lib/repairs/page.ts";
import { quoteOf, saveQuote, typedOf, withRate } from "@/lib/repairs/quote.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";
import { repairHref } from "@/lib/text/visits.ts";

type Shown = Omit<RepairView, "zone">;

const TYPED = ["said_by", "said_how", "note", "reason", "what", "ordered_on", "expected_on"];

async function show(rpc: Rpc, id: string, from = ""): Promise<Shown> {
  const repair = await readRepair(rpc, id);
  return {
    page: repair,
    ...await readTimes(rpc, repair, from || undefined),
    from,
    quote: typedOf(repair.quote),
    isQuoting: false,
    reportId: crypto.randomUUID(),
    typed: {},
  };
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const from = searchParams.get("from") ?? "";
    const shown = await show(ctx.state.session.rpc, keyOf(ctx.params), isDay(from) ? from : "");
    return page({ ...shown, did: didOf(searchParams) });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone: zone } } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const shown = await show(rpc, id);
    const wanted = textOf(form, "do");
    const rate = wanted.match(/^rate:(\w+)$/)?.[1];
    if (rate || wanted === "more") {
      const typed = quoteOf(form);
      const quote = rate ? withRate(typed, shown.page, rate) : typed;
      return page({ ...shown, quote, isQuoting: true });
    }
    if (wanted === "save") {
      const quote = quoteOf(form);
      const fault = await saveQuote(rpc, shown.page, quote, zone);
      if (fault === null) return ctx.redirect(`${repairHref(id)}?did=save`, 303);
      // What is saved from here on is meant to stand in place of what the page shows now.
      const next = { ...quote, shown: shown.page.quote.number };
      return page({ ...shown, quote: next, fault, isQuoting: true }, { status: 422 });
    }
    const came = await act(rpc, id, form, zone);
    if (came === null) throw new HttpError(400);
    if (came.ok) return ctx.redirect(`${repairHref(id)}?did=${came.deed}`, 303);
    const typed = Object.fromEntries(TYPED.map((name) => [name, textOf(form, name)]));
    const reportId = textOf(form, "report_id") || shown.reportId;
    const now = await show(rpc, id);
    return page({ ...now, refused: came, typed, reportId }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Repair({ data, state }) {
  return <RepairPage {...data} zone={state.company.time_zone} />;
});
