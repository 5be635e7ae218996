import WorkKeys from "@/islands/WorkKeys.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { activityHref, backHref, workHref, workQuery } from "@/lib/worklist/filter.ts";
import type { WorkRow } from "@/lib/worklist/shapes.ts";
import { nextOf } from "@/lib/worklist/work.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import { PARTS } from "@/lib/worklist/words.ts";
import { ActivityPanel } from "./ActivityPanel.tsx";
import { Bulk } from "./Bulk.tsx";
import { LoggedLine } from "./LoggedLine.tsx";
import type { WorkView } from "./view.ts";
import { WorkFilters } from "./WorkFilters.tsx";
import { WorkRowLine } from "./WorkRowLine.tsx";

/** The one list of what the office must do, and beside it the activity that is open. */
export function WorkListPage(view: WorkView) {
  const { work, filter, activity } = view;
  const next = activity && nextOf(work, activity.activity_id);
  return (
    <div class={activity ? "office split opened" : "office split"}>
      <div class="behind">
        <div class="top">
          <div>
            {activity ? <h2>Work list</h2> : <Title>Work list</Title>}
            <p class="soft">{countsText(view)}</p>
          </div>
          <p class="actions">
            <a class="button second" href={`/office/work/call-sheet${workQuery(filter)}`}>
              Print call sheet
            </a>
            <a class="button second" href="/office/letters">Letters</a>
            {!activity && work.rows.length > 0 && (
              <a class="button" href={activityHref(work.rows[0].activity_id, filter)}>
                Start with the first
              </a>
            )}
          </p>
        </div>
        {!activity && <LoggedLine {...view} />}
        {!activity && view.refused && <p class="complaint" role="alert">{view.refused.complaint}
        </p>}
        <Kinds {...view} />
        <WorkFilters filter={filter} isOpen={false} />
        {work.rows.length === 0 ? <Nothing {...view} /> : <Parts {...view} />}
        {work.after && (
          <p class="pages">
            <span class="soft">{work.rows.length} shown</span>
            <a href={workHref({ ...filter, after: work.after })}>More</a>
          </p>
        )}
        {work.rows.length > 0 && !activity && <Bulk {...view} />}
      </div>
      {activity && <ActivityPanel {...view} activity={activity} />}
      <WorkKeys
        list={activity && backHref(activity, filter)}
        book={activity?.contract_id ? `/office/contracts/${activity.contract_id}/book` : undefined}
        next={next ? activityHref(next.activity_id, filter) : undefined}
      />
    </div>
  );
}

/** "47 open, 15 due by today, 6 urgent" */
function countsText({ work: { activities, parts } }: WorkView): string {
  const urgent = parts[1] ?? 0;
  return [
    `${activities.toLocaleString("en-CA")} open`,
    `${urgent + (parts[2] ?? 0)} due by today`,
    `${urgent} urgent`,
  ].join(", ");
}

/** The kinds that are there, with how many of each. */
function Kinds({ work, filter }: WorkView) {
  const all = work.kinds.reduce((sum, { open }) => sum + open, 0);
  if (work.kinds.length === 0) return null;
  return (
    <nav aria-label="Kinds of work">
      <ul class="chips">
        <li>
          <a
            href={workHref({ ...filter, kind: "", after: "" })}
            aria-current={filter.kind === "" ? "true" : "false"}
          >
            All <b>{all}</b>
          </a>
        </li>
        {work.kinds.map(({ kind, open }) => (
          <li key={kind}>
            <a
              href={workHref({ ...filter, kind, after: "" })}
              aria-current={filter.kind === kind ? "true" : "false"}
            >
              {kindTitle(kind)} <b>{open}</b>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Parts(view: WorkView) {
  const { work } = view;
  const byPart = Map.groupBy(work.rows, (row: WorkRow) => row.when_due);
  return (
    <>
      {PARTS.filter(({ part }) => byPart.has(part)).map(({ part, title, mark }) => (
        <section key={part} aria-labelledby={`part-${part}`}>
          <h2 class="group" id={`part-${part}`}>
            <StateMark mark={{ text: title, shape: mark }} />{" "}
            <span class="soft">{work.parts[part]}</span>
          </h2>
          <ol class="todos">
            {byPart.get(part)!.map((row) => (
              <WorkRowLine key={row.activity_id} row={row} view={view} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

/** An empty list says why, and what to look at next. */
function Nothing({ work, filter }: WorkView) {
  const isFiltered = workQuery(filter) !== "";
  return (
    <section class="empty">
      <h2>{isFiltered ? "Nothing of that kind waits" : "Nothing waits"}</h2>
      {isFiltered
        ? (
          <p>
            {work.kinds.length === 0 ? "No activity fits this filter." : "Other kinds do."}{" "}
            <a href="/office/work">Show all that is mine or nobody's</a>
          </p>
        )
        : (
          <p>
            All that was yours or nobody's is done.{" "}
            <a href="/office/work?whose=all">Look at what others have</a>
          </p>
        )}
    </section>
  );
}
