import { Title } from "@/components/web/Title.tsx";
import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import type { DayOfWork } from "@/lib/visits/shapes.ts";
import { taskName } from "@/lib/visits/words.ts";

/** A day without a job to come: nothing booked, or all of it over. */
export function NoJob({ day: { stops, next }, zone }: { day: DayOfWork; zone: string }) {
  const jobs = stops.filter(({ task_type }) => task_type !== "time_off");
  return (
    <>
      <Title>
        {jobs.length > 0 ? "That was the last job" : "Nothing booked for you today"}
      </Title>
      {next && (
        <p>
          Next: {taskName(next.task_type).toLowerCase()} on{" "}
          <strong>
            {shortDayText(dayOf(next.starts_at, zone))}, {timeText(next.starts_at, zone)}
          </strong>
          {next.address && `, ${next.address}`}.
        </p>
      )}
      <p>
        <a class="button second" href="/tech/week">See the week</a>
      </p>
    </>
  );
}
