import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import RunSteps from "@/islands/RunSteps.tsx";
import type { Counted, RunState, RunTold } from "@/lib/enrolment/wizard/backfill.ts";
import { countedText, firstMailOn, numberText, rowsHref } from "@/lib/enrolment/wizard/words.ts";
import { moneyText } from "@/lib/text/money.ts";
import { counted } from "@/lib/text/names.ts";
import { shortDayText, unbroken } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { Steps } from "./Steps.tsx";

export interface RunView {
  page: Counted;
  /** Why something was not done. */
  complaint: string | null;
}

const STATES: Record<RunState, { title: string; mark: Mark }> = {
  scanning: { title: "Counting", mark: { text: "Being counted", shape: "waiting" } },
  ready: { title: "Not begun", mark: { text: "Checked only", shape: "todo" } },
  executing: { title: "Enrolling", mark: { text: "Under way", shape: "waiting" } },
  stopped: { title: "Stopped", mark: { text: "Stopped", shape: "late" } },
  done: { title: "Enrolled", mark: { text: "Done", shape: "done" } },
  taking_back: { title: "Taking it back", mark: { text: "Being taken back", shape: "waiting" } },
  taken_back: { title: "Taken back", mark: { text: "Taken back", shape: "off" } },
};

/** How far a run is: everything that can be done about it stands on this page, whoever opens it. */
export function RunPage({ page, complaint, zone }: RunView & { zone: string }) {
  const { run, progress } = page;
  const { run_id, state } = run;
  const path = `/office/enrol/run/${run_id}`;
  const all = progress.done + progress.remaining;
  const isBusy = state === "executing" || state === "taking_back";
  return (
    <div class="office enrolment">
      <Title isError={complaint !== null}>{STATES[state].title}</Title>
      <Steps at={4} run={run_id} />
      {complaint !== null && <p class="complaint" role="alert">{complaint}</p>}
      {isBusy
        ? (
          <RunSteps
            path={path}
            done={state === "executing" ? progress.done : 0}
            all={state === "executing" ? all : progress.enrolled}
            deed={state === "executing" ? "done" : "taken back"}
          />
        )
        : <p class="lead">{leadOf(page)}</p>}
      <dl class="facts">
        <dt>Counted</dt>
        <dd>
          {unbroken(countedText(run.counted_at, zone))}
          {run.started_by && ` by ${run.started_by}`}
        </dd>
        <dt>{state === "taken_back" ? "Was enrolled" : "Enrolled"}</dt>
        <dd>
          {progress.enrolled === 0 ? 0 : (
            <a href={rowsHref(run_id, { outcome: "enrolled" })}>
              {numberText(progress.enrolled)}
            </a>
          )} of {counted(all, "unit")}
        </dd>
        {progress.skipped > 0 && (
          <>
            <dt>Changed since the check</dt>
            <dd>
              <a href={rowsHref(run_id, { outcome: "passed_over" })}>
                {numberText(progress.skipped)}
              </a>, left out
            </dd>
          </>
        )}
        {progress.failed > 0 && (
          <>
            <dt>Failed</dt>
            <dd>
              <a href={rowsHref(run_id, { outcome: "failed" })}>
                {counted(progress.failed, "unit")}
              </a>, each with what was wrong
            </dd>
          </>
        )}
        {state !== "taken_back" && <LeftBehind page={page} />}
        {progress.remaining > 0 && state !== "taken_back" && (
          <>
            <dt>Still to do</dt>
            <dd>{numberText(progress.remaining)}</dd>
          </>
        )}
      </dl>
      <WhatCanBeDone page={page} path={path} />
      <RunsSoFar runs={page.runs} zone={zone} current={run_id} />
    </div>
  );
}

/** What the run does not do, and who is called: each number leads to its rows. */
function LeftBehind({ page: { run: { run_id, report } } }: { page: Counted }) {
  const left = Object.values(report.skipped).reduce((sum, rows) => sum + rows, 0);
  return (
    <>
      {left > 0 && (
        <>
          <dt>Left out</dt>
          <dd>
            <a href={rowsHref(run_id, { outcome: "skipped" })}>{counted(left, "row")}</a>, each with
            its reason
          </dd>
        </>
      )}
      {report.missing_emails > 0 && (
        <>
          <dt>Called, not mailed</dt>
          <dd>
            <a href={rowsHref(run_id, { reason: "no_email" })}>
              {counted(report.missing_emails, "client")}
            </a>{" "}
            without e-mail
          </dd>
        </>
      )}
      <dt>Fees of one round</dt>
      <dd>{moneyText(report.fee_total)}</dd>
    </>
  );
}

function leadOf({ run, progress }: Counted): string {
  const { state, report } = run;
  const first = firstMailOn(report.schedule);
  if (state === "done") {
    return `${counted(progress.enrolled, "unit")} ${
      progress.enrolled === 1 ? "is" : "are"
    } enrolled. ` +
      (first === null
        ? "Reminders leave as units come due."
        : `The first mails leave on ${shortDayText(first)}; nobody is mailed before.`);
  }
  if (state === "taken_back") return "All that this run enrolled is taken back. Nobody was told.";
  if (state === "stopped") {
    return `${counted(progress.enrolled, "unit")} of ${
      numberText(progress.done + progress.remaining)
    } are enrolled, and stay so. The others wait: nothing is enrolled twice.`;
  }
  return "Nothing of this run was enrolled.";
}

function WhatCanBeDone({ page: { run, progress }, path }: { page: Counted; path: string }) {
  const { state, run_id, report } = run;
  if (state === "ready" || state === "scanning") {
    return (
      <p>
        <a class="button second" href={`/office/enrol/check/${run_id}`}>See what would happen</a>
      </p>
    );
  }
  const isOver = state === "done" || state === "stopped";
  return (
    <form method="post" action={path}>
      <p class="buttons">
        {state === "executing" && (
          <>
            <button type="submit" class="second" name="do" value="stop">
              Stop after this batch
            </button>
            <button type="submit" class="by-hand" name="do" value="next">
              Go on with the next units
            </button>
            <a class="quiet by-hand" href={path}>Look again</a>
          </>
        )}
        {state === "taking_back" && (
          <button type="submit" class="by-hand" name="do" value="take_back">
            Go on taking it back
          </button>
        )}
        {state === "stopped" && progress.remaining > 0 && (
          <button type="submit" name="do" value="go">
            Go on with the other {numberText(progress.remaining)}
          </button>
        )}
        {state === "done" && <a class="button" href="/office/contracts">See the contracts</a>}
        {state === "taken_back" && <a class="button" href="/office/enrol/check">Count again</a>}
        {isOver && progress.enrolled > 0 && (
          <button type="submit" class="second" name="do" value="take_back">
            Take this run back
          </button>
        )}
      </p>
      {state === "executing" && (
        <p class="soft">Stopping keeps what is done. You can go on later.</p>
      )}
      {isOver && progress.enrolled > 0 && (
        <p class="soft">
          Taking back ends every contract of this run as if it had never begun. That works until the
          first client was told, or booked
          {firstMailOn(report.schedule) !== null &&
            `: until ${shortDayText(firstMailOn(report.schedule)!)}`}.
        </p>
      )}
    </form>
  );
}

/** The runs before, newest first. */
export function RunsSoFar({ runs, zone, current }: {
  runs: RunTold[];
  zone: string;
  current?: string;
}) {
  const others = runs.filter(({ run_id }) => run_id !== current);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{current === undefined ? "Runs so far" : "Other runs"}</h2>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">Counted</th>
            <th scope="col">By</th>
            <th scope="col" class="number">Units found</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {others.map(({ run_id, counted_at, started_by, new: units, state }) => (
            <tr key={run_id}>
              <th scope="row">
                <a
                  href={`/office/enrol/${
                    state === "ready" || state === "scanning" ? "check" : "run"
                  }/${run_id}`}
                >
                  {unbroken(countedText(counted_at, zone))}
                </a>
              </th>
              <td data-label="By">{started_by ?? "the command line"}</td>
              <td class="number" data-label="Units found">{numberText(units)}</td>
              <td data-label="State">
                <StateMark mark={STATES[state].mark} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
