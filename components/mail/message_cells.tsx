import type { ComponentChildren } from "preact";
import { Field } from "@/components/web/Field.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import type { MessageRow } from "@/lib/mail/list.ts";
import { whoseText } from "@/lib/mail/list.ts";
import { dayOf, instantText, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { mailMark, mailName } from "@/lib/text/mails.ts";

const STOPPED = {
  unsubscribed: "gets no reminders",
  hard_bounce: "mail came back",
  complaint: "called it spam",
};

const ASIDE = { text: "Set aside", shape: "off" } as const;

/** What stands in each column of the list of messages. */
export function messageCells(zone: string): Record<string, (row: MessageRow) => ComponentChildren> {
  return {
    mail: ({ kind }) => mailName(kind),
    client: (row) =>
      row.customer_id === null
        ? whoseText(row)
        : <a href={`/office/clients/${row.customer_id}`}>{row.customer}</a>,
    address: ({ recipient, suppressed }) =>
      recipient && (
        <>
          <span class="address">{recipient}</span>
          {suppressed && (
            <small>
              <a href={`/office/messages/stopped?find=${encodeURIComponent(recipient)}`}>
                {STOPPED[suppressed]}
                <span class="unseen">: {recipient}</span>
              </a>
            </small>
          )}
        </>
      ),
    at: ({ at }) => (
      <>
        {unbroken(shortDayText(dayOf(at, zone)))}
        <small>{unbroken(timeText(at, zone))}</small>
      </>
    ),
    state: (row) => (
      <>
        <StateMark mark={row.set_aside_at === null ? mailMark(row.state) : ASIDE} />
        <small>{row.set_aside_reason ?? moreText(row, zone)}</small>
        {row.set_aside_at && <small>{unbroken(instantText(row.set_aside_at, zone))}</small>}
      </>
    ),
    attempts: ({ attempts }) => attempts,
    todo: (row) => <Decide row={row} />,
  };
}

/** When it went, where that is not what stands beside it; until when it waits, or why it did not go. */
function moreText(row: MessageRow, zone: string): string | null {
  const { state, at, sent_at, next_attempt_at, attempts, last_error } = row;
  if (sent_at !== null) return sentText(at, sent_at, zone);
  if (state === "superseded") return null;
  // Before its first attempt it simply waits its turn.
  if (next_attempt_at !== null && attempts > 0) {
    return [`Tried again ${unbroken(instantText(next_attempt_at, zone))}`, last_error]
      .filter(Boolean).join(": ");
  }
  return last_error;
}

/** A mail goes within a minute of being decided, or the day or the time at which it went is told. */
function sentText(at: string, sent_at: string, zone: string): string | null {
  if (dayOf(at, zone) !== dayOf(sent_at, zone)) return unbroken(instantText(sent_at, zone));
  const isLate = new Date(sent_at).getTime() - new Date(at).getTime() >= 5 * 60_000;
  return isLate ? `at ${unbroken(timeText(sent_at, zone))}` : null;
}

/** What can be done about a mail that went nowhere, or of which nobody knows. */
function Decide({ row }: { row: MessageRow }) {
  const { state, message_id, kind, set_aside_at, shown } = row;
  if (state !== "dead" && state !== "uncertain") return null;
  const about = <span class="unseen">: {mailName(kind)}, {whoseText(row)}</span>;
  return (
    <>
      <form method="post">
        <input type="hidden" name="message" value={message_id} />
        <input type="hidden" name="shown" value={shown} />
        {state === "dead"
          ? <button type="submit" class="second" name="do" value="again">Send again{about}</button>
          : (
            <>
              <button type="submit" class="second" name="do" value="arrived">
                It arrived{about}
              </button>{" "}
              <button type="submit" class="second" name="do" value="lost">It did not{about}</button>
            </>
          )}
      </form>
      {state === "dead" && set_aside_at === null && (
        <details class="fold">
          <summary>Set aside{about}</summary>
          <form method="post" class="plain-form">
            <input type="hidden" name="message" value={message_id} />
            <input type="hidden" name="shown" value={shown} />
            <Field
              name="reason"
              id={`why-${message_id}`}
              label="Why is nothing to be done?"
              maxLength={500}
              required
            />
            <button type="submit" class="second" name="do" value="aside">Set aside</button>
          </form>
        </details>
      )}
    </>
  );
}
