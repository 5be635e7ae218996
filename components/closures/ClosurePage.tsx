import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import type { ClosurePage as Shown } from "@/lib/closures/closures.ts";
import {
  notBack,
  progressOf,
  progressText,
  scopeText,
  STAYS,
  stopsText,
  toldBy,
  visitText,
  whoText,
} from "@/lib/closures/words.ts";
import { dayText, instantText, timeText, unbroken, weekdayName } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { workHref } from "@/lib/text/visits.ts";
import { Calls, Letters, Mails, Quiet } from "./Stops.tsx";

/** A closed day: how far its clients were told, and as long as nobody was, the way back. */
export function ClosurePage({ page, isRefused, now, zone }: {
  page: Shown;
  /** Whether undoing it came too late. */
  isRefused: boolean;
  now: Date;
  zone: string;
}) {
  const { rows, on_day, undone_at } = page;
  const [mail, call, letter, nobody] = (["mail", "call", "letter", "nobody"] as const)
    .map((told) => toldBy(rows, told));
  const isOpen = undone_at !== null;
  return (
    <div class="office closures">
      <p>
        <a class="crumb" href="/office/closure">Close a day</a>
      </p>
      <Title isError={isRefused}>
        {`${dayText(on_day)}: ${isOpen ? "opened again" : "closed"}`}
      </Title>
      {isOpen
        ? <Opened page={page} zone={zone} />
        : <Standing page={page} isRefused={isRefused} now={now} zone={zone} />}
      <dl class="facts">
        <dt>Why</dt>
        <dd>Because of {page.reason}</dd>
        <dt>What</dt>
        <dd>{unbroken(capitalized(scopeText(page, zone)))}</dd>
        <dt>Closed</dt>
        <dd>
          {unbroken(instantText(page.made_at, zone))}
          {page.made_by && ` by ${page.made_by}`}
        </dd>
        {page.note && <dt>Note</dt>}
        {page.note && <dd>{page.note}</dd>}
      </dl>
      {rows.length === 0 ? <p>Nobody had a visit then.</p> : !isOpen && (
        <>
          <h2>{stopsText(rows)}</h2>
          <Calls
            id="calls"
            title={`Call sheet (${call.length})`}
            clients={call}
            zone={zone}
            isClosed
            more={
              <p>
                <a class="button second" href={`/office/closure/${page.closure_id}/call-sheet`}>
                  Print the call sheet
                </a>
              </p>
            }
          />
          <Letters
            id="by-letter"
            title={`By letter (${letter.length})`}
            clients={letter}
            zone={zone}
            isClosed
          />
          <Mails
            id="mails"
            title={`By mail (${mail.length})`}
            clients={mail}
            zone={zone}
            isClosed
          />
          <Quiet
            id="quiet"
            title={`Told nothing (${nobody.length})`}
            clients={nobody}
            zone={zone}
            isClosed
          />
        </>
      )}
    </div>
  );
}

/** As long as nobody was told the way back, then how far everybody was. */
function Standing({ page, isRefused, now, zone }: {
  page: Shown;
  isRefused: boolean;
  now: Date;
  zone: string;
}) {
  const progress = progressOf(page.rows);
  const { mails, calls, sent, called } = progress;
  const isWaiting = mails > 0 && sent === 0 && Date.parse(page.mails_at) > now.getTime();
  const name = weekdayName(page.on_day);
  if (page.stays_because === null) {
    return (
      <div class="notice" role="status" id="done" tabIndex={-1}>
        <p>
          <strong>{name} is closed.</strong> {mails === 0
            ? "No mail goes to anybody."
            : isWaiting
            ? `${mails === 1 ? "The mail leaves" : `The ${mails} mails leave`} at ${
              timeText(page.mails_at, zone)
            }`
            : `${mails === 1 ? "The mail is" : `The ${mails} mails are`} about to leave.`}{" "}
          As long as nobody is told you can undo it.
        </p>
        <form method="post" action={`/office/closure/${page.closure_id}`}>
          <button type="submit" name="do" value="undo" class="second">Undo the closure</button>
        </form>
      </div>
    );
  }
  return (
    <>
      {isRefused && (
        <p class="complaint" role="alert">It was too late to undo it: somebody was told already.</p>
      )}
      <div class="notice">
        <p>
          <strong>{progressText(progress)}.</strong> {STAYS[page.stays_because]}
        </p>
        {mails + calls > 0 && (
          <progress max={mails + calls} value={sent + called} aria-label="Clients told">
            {sent + called} of {mails + calls}
          </progress>
        )}
      </div>
    </>
  );
}

/** What could not be put back, once a day was opened again. */
function Opened({ page, zone }: { page: Shown; zone: string }) {
  const lost = notBack(page.rows);
  const back = page.rows.length - lost.length;
  return (
    <>
      <Told id="done">
        {back === 0 && page.rows.length > 0
          ? "It is open again."
          : `It is open again: ${
            back === page.rows.length ? "every stop" : back === 1 ? "1 stop" : `${back} stops`
          } at the old time, with whom it was.`} Nobody was told that it was closed.
      </Told>
      {lost.length > 0 && (
        <div class="notice warn">
          <p>
            <strong>
              {lost.length === 1
                ? "One is not where it was"
                : `${lost.length} are not where they were`}:
            </strong>
          </p>
          <ul>
            {lost.map((row) => (
              <li key={row.task_id}>
                <a href={workHref(row, zone)}>{whoText(row)}</a>, {unbroken(visitText(row, zone))}:
                {" "}
                {row.now === "waits"
                  ? "somebody took its place, and it waits on the work list"
                  : row.now === "placed"
                  ? "it has another time by now"
                  : "it was given up meanwhile"}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
