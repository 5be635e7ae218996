import type { ComponentChildren } from "preact";
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
        <StateMark mark={mailMark(row.state)} />
        <small>{moreText(row, zone)}</small>
      </>
    ),
    attempts: ({ attempts }) => attempts,
    todo: (row) => <Decide row={row} />,
  };
}

/** Since when, until when, or why. */
function moreText(row: MessageRow, zone: string): string | null {
  const { state, sent_at, next_attempt_at, attempts, last_error } = row;
  if (sent_at !== null) return unbroken(instantText(sent_at, zone));
  if (state === "superseded") return null;
  // Before its first attempt it simply waits its turn.
  if (next_attempt_at !== null && attempts > 0) {
    return [`Tried again ${unbroken(instantText(next_attempt_at, zone))}`, last_error]
      .filter(Boolean).join(": ");
  }
  return last_error;
}

/** What can be done about a mail that went nowhere, or of which nobody knows. */
function Decide({ row }: { row: MessageRow }) {
  if (row.state !== "dead" && row.state !== "uncertain") return null;
  const about = <span class="unseen">: {mailName(row.kind)}, {whoseText(row)}</span>;
  return (
    <form method="post">
      <input type="hidden" name="message" value={row.message_id} />
      {row.state === "dead"
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
  );
}
