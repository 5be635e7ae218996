import { page } from "fresh";
import { Funnel } from "@/components/desk/Funnel.tsx";
import { Lanes } from "@/components/desk/Lanes.tsx";
import { LoadBars } from "@/components/desk/LoadBars.tsx";
import { WeekFigures } from "@/components/desk/WeekFigures.tsx";
import { HealthLine } from "@/components/jobs/HealthLine.tsx";
import { Title } from "@/components/web/Title.tsx";
import { KindsOpen } from "@/components/worklist/KindsOpen.tsx";
import { Pressing } from "@/components/worklist/Pressing.tsx";
import { type Desk, readDesk } from "@/lib/desk/desk.ts";
import { dueText, greetingText } from "@/lib/desk/words.ts";
import { readHealth } from "@/lib/jobs/health.ts";
import { weekdayText } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { kindsOf, rowsOf } from "@/lib/worklist/work.ts";

export const handler = defineStaff.handlers<Desk>({
  async GET(ctx) {
    return page(await readDesk(ctx.state.session.rpc));
  },
});

export default defineStaff.page<typeof handler>(function Today({ data, state }) {
  const { today, as_of, waiting, week } = data;
  const zone = state.company.time_zone;
  return (
    <div class="office today">
      <div class="head">
        <div>
          <Title>{weekdayText(today)}</Title>
          <p>{greetingText(as_of, zone, state.staff.name)} {dueText(waiting)}</p>
        </div>
        {waiting.activities > 0 && <a class="button" href="/office/work">Start the work list</a>}
      </div>
      <HealthLine health={readHealth(data.health)} zone={zone} />
      <div class="columns">
        <div>
          <Pressing rows={rowsOf(data.late)} urgent={waiting.urgent} today={today} zone={zone} />
          <Lanes desk={data} zone={zone} />
          <LoadBars load={data.load} monday={week.from} />
        </div>
        <div>
          <WeekFigures {...data} />
          <KindsOpen kinds={kindsOf(data.kinds)} />
          <Funnel funnel={data.funnel} />
        </div>
      </div>
    </div>
  );
});
