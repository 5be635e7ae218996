import { page } from "fresh";
import { LifeEventPage } from "@/components/customers/LifeEventPage.tsx";
import type { LifeEventView } from "@/components/customers/view.ts";
import { liveThrough, typedIn } from "@/lib/customers/life_event.ts";
import { readClientHistory } from "@/lib/customers/history.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<Omit<LifeEventView, "zone">>({
  async GET(ctx) {
    const history = await readClientHistory(ctx.state.session.rpc, keyOf(ctx.params), {});
    const { searchParams } = ctx.url;
    const unit = searchParams.get("unit") ?? "";
    const typed = { sold_units: unit, relative_units: unit };
    return page({ history, typed: { ...typed, event: searchParams.get("what") ?? "" } });
  },
  /** "Show what follows" changes nothing; "Record it" does it, if that is still what follows. */
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const typed = typedIn(form);
    const came = await liveThrough(rpc, id, typed, textOf(form, "do") === "record");
    if (came.done) return ctx.redirect(`/office/clients/${id}?did=changed`, 303);
    const history = await readClientHistory(rpc, id, {});
    return page({ history, typed, came }, { status: came.complaint ? 422 : 200 });
  },
});

export default defineStaff.page<typeof handler>(function SomethingChanged({ data, state }) {
  return <LifeEventPage {...data} zone={state.company.time_zone} />;
});
