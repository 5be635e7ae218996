import { HttpError, page } from "fresh";
import { NightsPage } from "@/components/jobs/NightsPage.tsx";
import { type Nights, readNights, runNow, switchKind } from "@/lib/jobs/nights.ts";
import { ranHref, toldAfter } from "@/lib/jobs/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

interface Data {
  nights: Nights;
  told: string | null;
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const nights = await readNights(ctx.state.session.rpc);
    return page({ nights, told: toldAfter(ctx.url.searchParams) });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const [deed, job, kind] = ["do", "job", "kind"].map((name) => textOf(form, name));
    if (deed === "run") {
      const { status, counts } = await runNow(rpc, job);
      if (status === "unknown") throw new HttpError(400);
      return ctx.redirect(ranHref(status, job, counts), 303);
    }
    if (deed !== "on" && deed !== "off") throw new HttpError(400);
    if (!await switchKind(rpc, kind, deed === "on")) throw new HttpError(400);
    return ctx.redirect(`/office/nights?did=${deed}&what=${encodeURIComponent(kind)}#${kind}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function NightsRoute({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <NightsPage {...data} zone={state.company.time_zone} isAdmin={isAdmin} />;
});
