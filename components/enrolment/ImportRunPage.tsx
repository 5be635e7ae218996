import type { ComponentChildren } from "preact";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { heldFileText, runSentence } from "@/lib/enrolment/night/import_words.ts";
import type { RunView } from "@/lib/enrolment/night/import_pages.ts";
import type { RunFile } from "@/lib/enrolment/night/shapes.ts";
import { instantText } from "@/lib/text/dates.ts";
import { ChangeGroups } from "./ChangeGroups.tsx";
import { RunFiles } from "./RunFiles.tsx";

interface Props {
  view: RunView;
  zone: string;
  /** What was decided just now about what was held. */
  told: string | null;
  /** What was answered just now, with the way back. */
  done: ComponentChildren;
  /** What waits for an answer, each with its buttons. */
  children: ComponentChildren;
  /** How many questions are there. */
  shown: number;
}

/** What one import changed, what waits for a person, and its files. */
export function ImportRunPage({ view, zone, told, done, children, shown }: Props) {
  const { run, files } = view;
  return (
    <div class="office listing import-run">
      <div class="top">
        <Title>{`Import of ${instantText(run.started_at, zone)}`}</Title>
        <Others view={view} />
      </div>
      {told !== null && <Told>{told}</Told>}
      {done && <div class="conflicts">{done}</div>}
      <p class="lead">{runSentence(view)}</p>
      <HeldRun view={view} />
      {files.filter(({ state }) => state === "held").map((file) => (
        <HeldFile key={file.file_id} file={file} path={`/office/imports/${run.import_run_id}`} />
      ))}
      {run.state === "receiving" && (
        <p class="notice">It is still coming in. What it changes is seen once it is whole.</p>
      )}
      {run.state === "abandoned" && (
        <p class="notice">
          {run.counts.tried
            ? "This import was only tried: it changed nothing."
            : "This import was given up: a later one went on with what waited here."}
        </p>
      )}
      <Decisions view={view} shown={shown}>{children}</Decisions>
      <ChangeGroups view={view} />
      <RunFiles view={view} />
    </div>
  );
}

function Others({ view: { before, after } }: { view: RunView }) {
  return (
    <nav class="actions" aria-label="Other imports">
      {before !== null && (
        <a class="button second" href={`/office/imports/${before}`} rel="prev">← Before</a>
      )}
      {after !== null && (
        <a class="button second" href={`/office/imports/${after}`} rel="next">Next →</a>
      )}
      <a class="button second" href="/office/imports">All imports</a>
    </nav>
  );
}

function HeldRun({ view: { run } }: { view: RunView }) {
  if (run.state !== "held" || run.counts.held_for !== "new_units") return null;
  const count = Number(run.counts.new_units ?? 0).toLocaleString("en-CA");
  return (
    <div class="notice danger" role="alert">
      <p>
        <strong>Held back:</strong> this import would enrol {count}{" "}
        new units by itself, more than on a usual night. Nobody was enrolled.
      </p>
      <p>
        If many were sold, enrol them. If the other system sent old orders anew, do not.
      </p>
      <form method="post" class="actions">
        <button type="submit" class="second" name="do" value="use">Enrol them</button>
        <button type="submit" class="second" name="do" value="leave">Do not enrol them</button>
      </form>
    </div>
  );
}

function HeldFile({ file, path }: { file: RunFile; path: string }) {
  return (
    <div class="notice danger" role="alert">
      <p>
        <strong>Held back:</strong> {heldFileText(file)}, so nothing of it was used.
      </p>
      <p>
        The whole file can be sent again. Using this one takes in {useText(file)}.
      </p>
      <form method="post" class="actions">
        <input type="hidden" name="file" value={file.file_id} />
        <a class="button second" href={`${path}/lost?file=${file.file_id}`}>
          See the lost rows<span class="unseen">: {file.file_name}</span>
        </a>
        <button type="submit" class="second" name="do" value="use_file">
          Use it as it is<span class="unseen">: {file.file_name}</span>
        </button>
        <button type="submit" class="second" name="do" value="drop_file">
          Leave it out<span class="unseen">: {file.file_name}</span>
        </button>
      </form>
    </div>
  );
}

function useText({ kind, rows, news }: RunFile): string {
  const count = (number: number) => number.toLocaleString("en-CA");
  return kind === "technician_jobs"
    ? `its ${count(rows)} jobs; those that it lacks are taken off the calendar`
    : `${count(news)} ${
      news === 1 ? "row that says" : "rows that say"
    } something new; what it lacks stays here as it is`;
}

function Decisions({ view: { conflicts, decided }, shown, children }: {
  view: RunView;
  shown: number;
  children: ComponentChildren;
}) {
  if (conflicts.length === 0 && decided === 0) return null;
  return (
    <section class="conflicts" aria-labelledby="decide">
      <h2 id="decide">For you to decide ({conflicts.length})</h2>
      {decided > 0 && (
        <p class="soft">
          {decided} decided already.{" "}
          <a href="/office/conflicts?state=decided">See what was decided</a>
        </p>
      )}
      {children}
      {shown < conflicts.length && (
        <p>
          <a href="/office/conflicts">All questions</a>
        </p>
      )}
    </section>
  );
}
