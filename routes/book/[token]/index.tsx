import { page } from "fresh";
import { BookingPages } from "@/components/booking/BookingPages.tsx";
import { act } from "@/lib/booking/act.ts";
import { keptCookies, readKept, tooLong } from "@/lib/booking/kept.ts";
import { linkApi } from "@/lib/booking/link.ts";
import { hrefOf, readStep } from "@/lib/booking/step.ts";
import { showStep } from "@/lib/booking/show.ts";
import type { BookingView } from "@/lib/booking/view.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { define } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { isSecure } from "@/lib/web/headers.ts";

export const handler = define.handlers<{ view: BookingView }>({
  async GET(ctx) {
    const { token } = ctx.params;
    const kept = await readKept(ctx.req, token);
    const { view, status } = await showStep(
      linkApi(ctx.state, token),
      readStep(ctx.url.searchParams),
      kept,
    );
    return page({ view }, { status });
  },
  /** Each page that follows a form is asked for by itself: going back or reloading posts nothing again. */
  async POST(ctx) {
    const { token } = ctx.params;
    const form = await readForm(ctx.req);
    const link = linkApi(ctx.state, token);
    const answer = await act(link, readStep(ctx.url.searchParams), form);
    if ("view" in answer) return page({ view: answer.view }, { status: answer.status });
    const { goTo, keep, form: typedAt = goTo } = answer;
    const headers = new Headers({ Location: hrefOf(token, goTo) });
    if (keep !== undefined) {
      const cookies = await keptCookies(keep, await readKept(ctx.req, token), {
        token,
        secure: isSecure(ctx.req),
      });
      if (cookies === null) {
        const kept = keep && tooLong({ ...keep, step: typedAt.name });
        return page({ view: (await showStep(link, typedAt, kept)).view }, { status: 422 });
      }
      for (const cookie of cookies) headers.append("Set-Cookie", cookie);
    }
    return new Response(null, { status: 303, headers });
  },
});

export default define.page<typeof handler>(function Booking({ data, params, state }) {
  const { company, now } = state;
  const today = dayOf(now, company.time_zone);
  return <BookingPages view={data.view} token={params.token} company={company} today={today} />;
});
