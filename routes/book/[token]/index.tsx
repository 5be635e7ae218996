import { page } from "fresh";
import { BookingPages } from "@/components/booking/BookingPages.tsx";
import { act } from "@/lib/booking/act.ts";
import { linkApi } from "@/lib/booking/link.ts";
import { readStep } from "@/lib/booking/step.ts";
import { showStep } from "@/lib/booking/show.ts";
import type { BookingAnswer, BookingView } from "@/lib/booking/view.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { define } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";

function answered(answer: BookingAnswer) {
  if (!("goTo" in answer)) return page({ view: answer.view }, { status: answer.status });
  // The page that follows a posted form is asked for by itself: going back never posts again.
  return new Response(null, { status: 303, headers: { Location: answer.goTo } });
}

export const handler = define.handlers<{ view: BookingView }>({
  async GET(ctx) {
    const link = linkApi(ctx.state, ctx.params.token);
    return answered(await showStep(link, readStep(ctx.url.searchParams), null));
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const link = linkApi(ctx.state, ctx.params.token);
    return answered(await act(link, readStep(ctx.url.searchParams), form));
  },
});

export default define.page<typeof handler>(function Booking({ data, params, state }) {
  const { company, now } = state;
  const today = dayOf(now, company.time_zone);
  return <BookingPages view={data.view} token={params.token} company={company} today={today} />;
});
