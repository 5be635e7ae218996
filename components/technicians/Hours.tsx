import { breaksOf, fieldsOfWeek, WEEKDAYS, weekLength, weekText } from "@/lib/technicians/week.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import { Box, BoxField, BoxForm, cameOf } from "./Box.tsx";
import { Misfits } from "./Jobs.tsx";
import type { TechnicianView } from "./view.ts";

/** When somebody works: now, later, and the form that changes it from a day on. */
export function Hours({ view }: { view: TechnicianView }) {
  const { page, isAdmin } = view;
  const [present, ...later] = page.weeks;
  return (
    <Box view={view} deed="hours" title="Hours">
      <p>
        <strong>{weekText(present.week) || "No hours are written down."}</strong>
        {present.week.length > 0 && `, ${weekLength(present.week)}`}
      </p>
      {later.length > 0 && (
        <ul>
          {later.map(({ from_day, week }) => (
            <li key={from_day}>
              From {unbroken(shortDayText(from_day))}: {weekText(week) || "no hours"}
            </li>
          ))}
        </ul>
      )}
      {isAdmin && <HoursForm view={view} />}
    </Box>
  );
}

function HoursForm({ view }: { view: TechnicianView }) {
  const { page } = view;
  const came = cameOf(view, "hours");
  const { week } = page.weeks[0];
  const breaks = breaksOf(week);
  const columns = ["from", "to"].concat(
    Array.from({ length: breaks }, () => ["break from", "break to"]).flat(),
  );
  const known = fieldsOfWeek(week);
  const timeOf = (day: number, k: number) =>
    came ? view.typed[`h${day + 1}_${k}`]?.[0] ?? "" : known[day][k] ?? "";
  return (
    <BoxForm view={view} deed="hours" shown={page.shown.hours}>
      <input type="hidden" name="breaks" value={breaks} />
      <div class="scrolls">
        <table class="list hours">
          <thead>
            <tr>
              <th scope="col">Day</th>
              {columns.map((column, k) => (
                <th key={k} scope="col">{column.replace(/^./, (c) => c.toUpperCase())}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.map((name, day) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map((column, k) => (
                  <td key={k} data-label={column}>
                    <input
                      type="time"
                      name={`h${day + 1}_${k}`}
                      value={timeOf(day, k)}
                      aria-label={`${name}, ${column}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <BoxField
        view={view}
        deed="hours"
        name="from"
        label="From"
        type="date"
        hint="What held before stays as it was."
        now={page.today}
      />
      <BoxField
        view={view}
        deed="hours"
        name="until"
        label="Until"
        type="date"
        hint="Only for other hours for some weeks; the usual ones go on after it."
      />
      {came?.misfits ? <Misfits misfits={came.misfits} zone={view.zone} isNew /> : null}
      {came?.misfits
        ? <button type="submit" name="do" value="despite">Save hours, leave the bookings</button>
        : <button type="submit" name="do" value="save">Save hours</button>}
    </BoxForm>
  );
}
