import { page } from "fresh";
import { Week } from "@/components/visits/Week.tsx";
import { Title } from "@/components/web/Title.tsx";
import { addDays, dayOf, isDay, mondayOf, monthDayText } from "@/lib/text/dates.ts";
import { readDay } from "@/lib/visits/day.ts";
import type { DayOfWork } from "@/lib/visits/shapes.ts";
import { isWorkday } from "@/lib/visits/week.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<{ days: DayOfWork[] }>({
  async GET(ctx) {
    const { session, now, company } = ctx.state;
    const from = ctx.url.searchParams.get("from") ?? "";
    const monday = mondayOf(isDay(from) ? from : dayOf(now, company.time_zone));
    const days = Array.from({ length: 7 }, (_, n) => addDays(monday, n));
    const read = await Promise.all(days.map((day) => readDay(session.rpc, day)));
    return page({ days: read.filter(isWorkday) });
  },
});

export default defineStaff.page<typeof handler>(function WeekPage({ data: { days }, state }) {
  const zone = state.company.time_zone;
  return (
    <div class="tech broad flow">
      <Title>{`${monthDayText(days[0].on_day)} to ${monthDayText(days.at(-1)!.on_day)}`}</Title>
      <Week days={days} today={dayOf(state.now, zone)} zone={zone} />
      <p>
        <a href="/tech/calendar">Your calendar on your phone</a>
      </p>
    </div>
  );
});
