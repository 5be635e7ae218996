import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { Run, Runs } from "@/lib/enrolment/night/import_pages.ts";
import { instantText, sentence, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";

/** A night and a morning: when nothing came in that time, something is wrong. */
const LATE_HOURS = 26;

const MARKS: Record<Run["state"], Mark> = {
  receiving: { shape: "waiting", text: "Coming in" },
  held: { shape: "failed", text: "Held back" },
  applied: { shape: "done", text: "Taken in" },
  abandoned: { shape: "off", text: "Given up" },
};

const TRIED: Mark = { shape: "off", text: "Only tried" };

/** What another system told, night by night. */
export function ImportsPage(
  { runs, zone, isFirst }: { runs: Runs; zone: string; isFirst: boolean },
) {
  return (
    <div class="office listing">
      <Title>Imports</Title>
      <p class="soft">
        What your other system told us, and what changed by it. What people corrected here stays.
      </p>
      {isFirst && <Late runs={runs} zone={zone} />}
      {runs.rows.length === 0 ? <NoRuns isFirst={isFirst} /> : <Table runs={runs} zone={zone} />}
      {runs.after !== null && (
        <nav class="pages" aria-label="Pages">
          <a href={`/office/imports?after=${runs.after}`} rel="next">Older imports</a>
        </nav>
      )}
    </div>
  );
}

function Late({ runs: { last_applied, as_of }, zone }: { runs: Runs; zone: string }) {
  if (last_applied === null) return null;
  const hours = (Date.parse(as_of) - Date.parse(last_applied)) / 3_600_000;
  if (hours <= LATE_HOURS) return null;
  return (
    <div class="notice warn" role="status">
      <strong>The files did not come.</strong> The last good import was on{" "}
      {unbroken(sentence(instantText(last_applied, zone)))}{" "}
      Nothing is lost: the next one brings what changed since. Whoever looks after the other system
      should see whether it still sends.
    </div>
  );
}

function NoRuns({ isFirst }: { isFirst: boolean }) {
  if (!isFirst) return <p>There are no older imports.</p>;
  return (
    <div class="empty">
      <h2>No imports yet</h2>
      <p>
        Your other system can send its clients, orders and technicians' jobs every night. Until it
        does, files are brought in by hand.
      </p>
      <p>
        <a href="/office/enrol">Bring in files</a>
      </p>
    </div>
  );
}

function Table({ runs: { rows }, zone }: { runs: Runs; zone: string }) {
  return (
    <table class="list cards rows">
      <caption class="unseen">Imports, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Import of</th>
          <th scope="col">From</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Files</th>
          <th scope="col" class="number">Changed</th>
          <th scope="col" class="number">To decide</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((run) => (
          <tr key={run.import_run_id}>
            <th scope="row">
              <a href={`/office/imports/${run.import_run_id}`}>
                {unbroken(instantText(run.started_at, zone))}
              </a>
            </th>
            <td data-label="From">{run.source}</td>
            <td data-label="State">
              <StateMark mark={run.counts.tried ? TRIED : MARKS[run.state]} />
            </td>
            <td class="number" data-label="Files">
              {run.files}
              {run.held_files > 0 && <small>{run.held_files} held back</small>}
            </td>
            <td class="number" data-label="Changed">{run.changed.toLocaleString("en-CA")}</td>
            <td class="number" data-label="To decide">{run.to_decide.toLocaleString("en-CA")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
