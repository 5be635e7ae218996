import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { trailHref, type TrailLine } from "@/lib/custody/trail.ts";
import {
  aboutHref,
  changesOf,
  changesText,
  eventTitle,
  makerText,
} from "@/lib/custody/trail_words.ts";
import { dayOf, instantText, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { TrailFilters } from "./TrailFilters.tsx";
import { TrailSeals } from "./TrailSeals.tsx";
import type { TrailView } from "./view.ts";

/** What happened, and who did it: one line a change. */
export function TrailPage(view: TrailView) {
  const { trail, filter, zone } = view;
  return (
    <div class="office">
      <Title>What happened, and who did it</Title>
      <TrailSeals {...view} />
      <TrailFilters trail={trail} filter={filter} />
      {filter.row && (
        <p>
          Only one row is shown.{" "}
          <a href={trailHref({ ...filter, row: "", before: "" })}>Show all rows</a>
        </p>
      )}
      {trail.lines.length === 0
        ? (
          <section class="empty">
            <p>{trail.before_seq === null ? "Nothing like that happened." : "Nothing so far."}</p>
            {trail.before_seq === null && <a href="/office/audit">Show everything</a>}
          </section>
        )
        : (
          <table class="list nights trail">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">About</th>
              </tr>
            </thead>
            <tbody>
              {trail.lines.map((line) => <Line key={line.seq} line={line} zone={zone} />)}
            </tbody>
          </table>
        )}
      <nav class="pages" aria-label="Pages">
        {filter.before && <a href={trailHref({ ...filter, before: "" })}>To the newest</a>}
        {trail.before_seq !== null && (
          <a href={trailHref({ ...filter, before: String(trail.before_seq) })}>
            {trail.looked_back_to === null
              ? "Older entries"
              : `Look further back than ${unbroken(instantText(trail.looked_back_to, zone))}`}
          </a>
        )}
      </nav>
    </div>
  );
}

function Line({ line, zone }: { line: TrailLine; zone: string }) {
  const changed = changesOf(line, zone);
  return (
    <tr>
      <th scope="row">
        {unbroken(timeText(line.at, zone))}
        <small>{unbroken(shortDayText(dayOf(line.at, zone)))}</small>
      </th>
      <td class="who-did">{makerText(line)}</td>
      <td class="what">
        <strong>{eventTitle(line)}</strong>
        <div class="words">{changesText(changed)}</div>
        {line.is_forgotten && (
          <div>
            <StateMark mark={{ shape: "off", text: "What was personal in it is erased" }} />
          </div>
        )}
        <details>
          <summary>
            Details<span class="unseen">of entry {line.seq}</span>
          </summary>
          <dl class="facts changes">
            {changed.map(({ column, label, before, after }) => (
              <div key={column}>
                <dt>{label}</dt>
                <dd>{before === undefined ? after : <Change before={before} after={after} />}</dd>
              </div>
            ))}
            <div>
              <dt>Entry</dt>
              <dd>
                {line.seq.toLocaleString("en-CA")}
                {line.function && `, by ${line.function}`}
              </dd>
            </div>
          </dl>
        </details>
      </td>
      <td>
        <About line={line} />
        {line.row_id && (
          <small>
            <a href={trailHref({ row: line.row_id })}>
              All of this row<span class="unseen">, entry {line.seq}</span>
            </a>
          </small>
        )}
      </td>
    </tr>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  return (
    <>
      <del>{before}</del> → <ins>{after}</ins>
    </>
  );
}

function About({ line }: { line: TrailLine }) {
  const href = aboutHref(line);
  const name = line.about?.name ?? "";
  if (name === "") return href !== null && <a href={href}>Open it</a>;
  return (
    <>
      {href === null ? name : <a href={href}>{name}</a>}
      {line.about?.kind && <small>{line.about.kind}</small>}
    </>
  );
}
