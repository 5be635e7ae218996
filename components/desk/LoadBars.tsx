import { Bars } from "@/components/web/Bars.tsx";
import type { Load } from "@/lib/desk/desk.ts";
import { fullness, hoursText } from "@/lib/desk/words.ts";
import { addDays } from "@/lib/text/dates.ts";

const WEEKS = ["this week", "next week"];

/** How full the technicians' weeks are: stops and drives against the hours that they work. */
export function LoadBars({ load, monday }: { load: Load[]; monday: string }) {
  const weeks = load.flatMap(({ name, technician_id, weeks }) =>
    weeks.map((minutes, place) => ({
      name,
      technician_id,
      place,
      minutes,
      full: fullness(minutes),
    }))
  );
  if (weeks.length === 0) return null;
  const percent = (full: number | null) =>
    full === null ? "does not work" : `${Math.round(full * 100)}\u00a0%`;
  return (
    <section class="box" aria-labelledby="load">
      <h2 id="load">How full the technicians are</h2>
      <Bars
        told={`${
          weeks.map(({ name, place, full }) => `${name} ${WEEKS[place]}: ${percent(full)}`).join(
            "; ",
          )
        }.`}
        most={Math.max(1, ...weeks.map(({ full }) => full ?? 0))}
        legend={[
          { look: "solid", text: "At clients" },
          { look: "striped", text: "Driving" },
        ]}
        bars={weeks.map(({ name, place, minutes, full }) => ({
          label: `${name}, ${WEEKS[place]}`,
          text: percent(full),
          parts: minutes.work === 0 ? [] : [
            { look: "solid", value: minutes.stops / minutes.work },
            { look: "striped", value: minutes.drives / minutes.work },
          ],
        }))}
        columns={["Technician", "At clients", "Driving", "Hours", "Full"]}
        rows={weeks.map(({ name, technician_id, place, minutes, full }) => {
          const href = visitsHref(technician_id, addDays(monday, 7 * place));
          return [
            `${name}, ${WEEKS[place]}`,
            { text: hoursText(minutes.stops), href },
            { text: hoursText(minutes.drives), href },
            { text: hoursText(minutes.work), href: `/office/technicians/${technician_id}` },
            { text: percent(full), href },
          ];
        })}
        note="Hours are sums: those at clients and on the road, and how full a week is, lead to the visits of that week; hours of work to the technician. Repairs and other stops take time besides."
      />
    </section>
  );
}

function visitsHref(technician: string, monday: string): string {
  return `/office/visits?technician=${technician}&from=${monday}&to=${addDays(monday, 6)}`;
}
