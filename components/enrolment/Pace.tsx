import { Field } from "@/components/web/Field.tsx";
import type { Counted } from "@/lib/enrolment/wizard/backfill.ts";
import { judge, type Outlook, type Verdict } from "@/lib/enrolment/wizard/outlook.ts";
import { mailsAWeek, numberText } from "@/lib/enrolment/wizard/words.ts";
import { counted } from "@/lib/text/names.ts";
import { monthDayText } from "@/lib/text/dates.ts";
import { StateMark } from "@/components/web/StateMark.tsx";
import { WeekChart } from "./WeekChart.tsx";

/** How fast: the window of first mails, and what it makes of the technicians' weeks. */
export function Pace({ page: { run }, outlook, typed }: {
  page: Counted;
  outlook: Outlook | null;
  typed?: { weeks: string; first_day: string };
}) {
  const { report, run_id } = run;
  const mails = mailsAWeek(report.schedule);
  const daily = Math.max(0, ...Object.values(report.schedule));
  return (
    <section aria-labelledby="pace">
      <h2 id="pace">How fast</h2>
      {run.state === "ready" && (
        <form method="post" action={`/office/enrol/check/${run_id}#pace`} class="pace">
          <Field
            name="weeks"
            label="Spread over (weeks)"
            type="number"
            min={1}
            max={52}
            required
            value={typed?.weeks ?? String(run.weeks)}
          />
          <Field
            name="first_day"
            label="First mails on, or after"
            type="date"
            value={typed?.first_day ?? run.first_day ?? Object.keys(report.schedule).sort()[0] ??
              ""}
          />
          <button type="submit" class="second" name="do" value="pace">Show again</button>
        </form>
      )}
      {mails.length === 0
        ? <p>Nobody is due soon or late: there are no first mails to spread.</p>
        : (
          <>
            <p>
              {counted(report.to_stagger, "unit")} of {counted(report.clients_to_stagger, "client")}
              , at most {counted(daily, "client")}{" "}
              a day, Monday to Friday without holidays, oldest first, units of one home together.
              Nobody is mailed on the day you enrol.
            </p>
            <div class="halves">
              <figure class="chart">
                <figcaption>
                  <h3>First mails per week (clients)</h3>
                </figcaption>
                <WeekChart
                  told={`First mails per week, in clients: ${
                    mails.map(({ monday, clients }) => `${monthDayText(monday)} ${clients}`)
                      .join(", ")
                  }`}
                  step={mails.length > 20 ? 22 : 34}
                  columns={mails.map(({ monday, clients }) => ({
                    label: narrow(monday),
                    text: String(clients),
                    parts: [{ look: "solid", value: clients }],
                  }))}
                />
                <details class="fold">
                  <summary>First mails as a table</summary>
                  <table class="list">
                    <thead>
                      <tr>
                        <th scope="col">Week of</th>
                        <th scope="col" class="number">Clients mailed</th>
                      </tr>
                    </thead>
                    <tbody>
                      {mails.map(({ monday, clients }) => (
                        <tr key={monday}>
                          <th scope="row">{monthDayText(monday)}</th>
                          <td class="number">{numberText(clients)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </details>
              </figure>
              {outlook && <Verdicts verdicts={judge(outlook, run.weeks)} />}
            </div>
          </>
        )}
      {outlook && <Rounds outlook={outlook} />}
    </section>
  );
}

/** "Jun 8": there is little room below a column. */
const narrow = (day: string) => monthDayText(day).replace(/^(\w{3})\w+/, "$1");

function Verdicts({ verdicts }: { verdicts: Verdict[] }) {
  return (
    <div class="verdicts">
      {verdicts.map(({ mark, text }) => (
        <div key={text} class={mark?.shape === "late" ? "notice danger" : "notice"}>
          {mark && (
            <p>
              <StateMark mark={mark} />
            </p>
          )}
          <p>{text}</p>
        </div>
      ))}
    </div>
  );
}

function Rounds({ outlook: { weeks } }: { outlook: Outlook }) {
  if (weeks.length === 0) return null;
  return (
    <figure class="chart">
      <figcaption>
        <h3>Visits per week, first and second round</h3>
      </figcaption>
      <WeekChart
        told="Visits per week of the first and the second round and of what is to come already, against what the technicians can do. The table below has each week."
        step={weeks.length > 40 ? 15 : 22}
        legend={[
          { look: "solid", text: "First round" },
          { look: "striped", text: "Second round" },
          { look: "hollow", text: "To come already" },
          { look: "capacity", text: "What technicians can do" },
        ]}
        columns={weeks.map(({ week, first, second, coming, capacity }) => ({
          label: narrow(week),
          parts: [
            { look: "hollow", value: coming },
            { look: "solid", value: first },
            { look: "striped", value: second },
          ],
          limit: capacity,
        }))}
      />
      <details class="fold">
        <summary>Visits as a table</summary>
        <table class="list cards rows">
          <thead>
            <tr>
              <th scope="col">Week of</th>
              <th scope="col" class="number">First round</th>
              <th scope="col" class="number">Second round</th>
              <th scope="col" class="number">To come already</th>
              <th scope="col" class="number">Technicians can do</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, first, second, coming, capacity }) => (
              <tr key={week}>
                <th scope="row">{monthDayText(week)}, {week.slice(0, 4)}</th>
                <td class="number" data-label="First round">{first}</td>
                <td class="number" data-label="Second round">{second}</td>
                <td class="number" data-label="To come already">{coming}</td>
                <td class="number" data-label="Technicians can do">{capacity}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
