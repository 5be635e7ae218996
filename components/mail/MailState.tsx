import type { MailStanding } from "@/lib/mail/state.ts";
import { instantText, sentence, unbroken } from "@/lib/text/dates.ts";

interface Props {
  state: MailStanding;
  zone: string;
  /** Administrators stop mail and let it go on. */
  isAdmin: boolean;
}

/** Whether mail goes out at all; while it does not, who stopped it and what waits, before everything else. */
export function MailState({ state, zone, isAdmin }: Props) {
  if (state.is_paused) return <Paused state={state} zone={zone} isAdmin={isAdmin} />;
  return (
    <section aria-labelledby="state" class="mail-state">
      <h2 id="state">Mail now</h2>
      <dl class="facts">
        <dt>Goes to</dt>
        <dd>
          {modeText(state)} <a href="/office/settings#allowed">Who may get mail</a>
        </dd>
        <dt>Waiting</dt>
        <dd>{waitingText(state, zone)}</dd>
        <dt>Not written to</dt>
        <dd>
          <a href="/office/messages/stopped">{countText(state.stopped, "address", "addresses")}</a>
        </dd>
      </dl>
      {isAdmin && (
        <details class="fold">
          <summary>Pause all mail</summary>
          <form method="post">
            <p>
              Nothing is mailed to anybody until an administrator lets it go on. What is queued
              waits; clients can still book, and get no confirmation meanwhile.
            </p>
            <button type="submit" class="second" name="do" value="pause">Pause all mail</button>
          </form>
        </details>
      )}
    </section>
  );
}

function Paused({ state, zone, isAdmin }: Props) {
  return (
    <section class="notice danger" aria-labelledby="state">
      <h2 id="state">All mail is paused</h2>
      <p>
        {state.paused && `${pausedText(state.paused, zone)} `}
        {sentence(waitingText(state, zone))}{" "}
        Clients can still book, but get no confirmation until mail goes on.
      </p>
      {isAdmin
        ? (
          <form method="post">
            {state.paused && <input type="hidden" name="shown" value={state.paused.shown} />}
            <button type="submit" name="do" value="resume">
              {state.waiting === 0
                ? "Let mail go on"
                : `Let mail go on, ${state.waiting.toLocaleString("en-CA")} waiting`}
            </button>
          </form>
        )
        : <p>Only an administrator can let it go on.</p>}
    </section>
  );
}

const pausedText = ({ at, by }: { at: string; by: string | null }, zone: string) =>
  `Since ${unbroken(instantText(at, zone))}, by ${by ?? "somebody in the database itself"}.`;

function waitingText({ waiting, oldest_at }: MailStanding, zone: string): string {
  if (waiting === 0 || oldest_at === null) return "No mail waits";
  const since = unbroken(instantText(oldest_at, zone));
  return waiting === 1
    ? `1 mail waits, since ${since}`
    : `${waiting.toLocaleString("en-CA")} mails wait, the first since ${since}`;
}

/** To whom mail goes by the settings. */
function modeText({ mode, allow_list }: MailStanding): string {
  if (mode === "off") return "Nobody: delivery is off, mails stay in the outbox.";
  if (mode === "catch") return "The mail catcher, where you can read it. No client gets anything.";
  if (allow_list === null) return "Clients: mail is live.";
  return allow_list.length === 0
    ? "Nobody: mail is live, but the list of who may get it is empty."
    : `Only ${allow_list.join(", ")}.`;
}

const countText = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString("en-CA")} ${many}`;
