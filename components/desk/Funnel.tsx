import { Bars } from "@/components/web/Bars.tsx";
import type { ToldWeek } from "@/lib/desk/desk.ts";
import { bookedOf, narrowDay, shareText } from "@/lib/desk/words.ts";

/** Who was told, who booked, whose visit is done: week by week of the first word. */
export function Funnel({ funnel }: { funnel: ToldWeek[] }) {
  const sum = (of: (week: ToldWeek) => number) => funnel.reduce((all, week) => all + of(week), 0);
  const [told, booked, done] = [sum(({ told }) => told), sum(bookedOf), sum(({ done }) => done)];
  return (
    <section class="box" aria-labelledby="told">
      <h2 id="told">Told, booked, done</h2>
      {told === 0
        ? (
          <p class="empty">
            Nobody was told of a due date in the last eight weeks. Reminders go out as units come
            due; <a href="/office/nights">the nights</a> show when.
          </p>
        )
        : (
          <Bars
            told={`Of ${told} units first told about in the last eight weeks, ${booked} were booked and ${done} are done. The table below has each week.`}
            most={Math.max(...funnel.map((week) => week.told))}
            legend={[
              { look: "solid", text: "Done" },
              { look: "striped", text: "Booked, not done yet" },
              { look: "hollow", text: "Told, not booked" },
            ]}
            bars={funnel.map((week) => ({
              label: `Week of ${narrowDay(week.from)}`,
              text: week.told === 0
                ? "nobody told"
                : `${week.told} told, ${shareText(bookedOf(week), week.told)} booked`,
              parts: [
                { look: "solid", value: week.done },
                { look: "striped", value: Math.max(bookedOf(week) - week.done, 0) },
                { look: "hollow", value: week.told - Math.max(bookedOf(week), week.done) },
              ],
            }))}
            columns={["Week of", "Told", "By client", "By office", "Done"]}
            rows={funnel.map((week) => [
              narrowDay(week.from),
              { text: week.told, href: `/office/contracts?told=${week.from}&state=any` },
              { text: week.by_client, href: visitsHref(week, "first=client") },
              { text: week.by_office, href: visitsHref(week, "first=office") },
              { text: week.done, href: visitsHref(week, "state=done") },
            ])}
          />
        )}
    </section>
  );
}

function visitsHref({ from }: ToldWeek, which: string): string {
  return `/office/visits?told=${from}&${which}`;
}
