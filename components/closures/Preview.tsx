import { Field } from "@/components/web/Field.tsx";
import type { CloseAnswer } from "@/lib/closures/closures.ts";
import { type Complaint, type Question, REASONS } from "@/lib/closures/question.ts";
import { buttonText, dayName, stopsText, toldBy } from "@/lib/closures/words.ts";
import { appointmentText, timeText, unbroken } from "@/lib/text/dates.ts";
import { Calls, Letters, Mails, Quiet } from "./Stops.tsx";

interface PreviewProps {
  question: Question;
  answer: CloseAnswer;
  complaint: Complaint | null;
  /** What was typed for the office alone. */
  note: string;
  today: string;
  zone: string;
}

/** What closing a day would mean: who is told how, and the one button that does it. */
export function Preview(props: PreviewProps) {
  const { answer: { stops }, zone } = props;
  const [mail, call, letter, nobody] = (["mail", "call", "letter", "nobody"] as const)
    .map((told) => toldBy(stops, told));
  const same = { zone, isClosed: false };
  return (
    <div class="closing-preview" id="preview">
      <h2 tabIndex={-1} id="affected">
        {stops.length === 0 ? "Nobody has a visit then" : stopsText(stops)}
      </h2>
      {/* The sums, and beside them what is decided about: who each of them is can be read below. */}
      <div class="halves">
        <div>
          {stops.length === 0 ? <p>Closing it only stops new bookings.</p> : (
            <ul class="figures">
              <Figure count={call.length} href="#calls" one="to call" many="to call" />
              <Figure
                count={letter.length}
                href="#by-letter"
                one="to write to"
                many="to write to"
              />
              <Figure count={mail.length} href="#mails" one="gets a mail" many="get a mail" />
              <Figure
                count={nobody.length}
                href="#quiet"
                one="is told nothing"
                many="are told nothing"
              />
            </ul>
          )}
          <Staying {...props} />
        </div>
        <Button {...props} />
      </div>
      <div>
        <Calls id="calls" title={`Call sheet (${call.length})`} clients={call} {...same} />
        <Letters id="by-letter" title={`By letter (${letter.length})`} clients={letter} {...same} />
        <Mails
          id="mails"
          title={`By mail (${mail.length})`}
          clients={mail}
          {...same}
          more={mail.length > 0 && <WhatTheyRead {...props} />}
        />
        <Quiet id="quiet" title={`Told nothing (${nobody.length})`} clients={nobody} {...same} />
      </div>
      {stops.length > 0 && (
        <p>
          <a href="#then">Back to the button</a>
        </p>
      )}
    </div>
  );
}

/** What has begun and goes on. */
function Staying({ answer: { stays }, zone }: PreviewProps) {
  if (stays.length === 0) return null;
  return (
    <p class="notice warn">
      {stays.length === 1
        ? "One visit has begun and goes on"
        : `${stays.length} visits have begun and go on`}:{" "}
      {stays.map(({ starts_at, technician, customer }) =>
        `${timeText(starts_at, zone)}, ${technician}${customer ? ` with ${customer}` : ""}`
      ).join("; ")}.
    </p>
  );
}

function Figure({ count, href, one, many }: {
  count: number;
  href: string;
  one: string;
  many: string;
}) {
  if (count === 0) return null;
  return (
    <li>
      <a href={href}>
        <strong>{count}</strong> {count === 1 ? one : many}
      </a>
    </li>
  );
}

const reasonOf = ({ why, other }: Question) => why === "other" ? other : REASONS[why].said;

/** The sentence that each of them gets, with the first one's time. */
function WhatTheyRead({ question, answer: { stops }, zone }: PreviewProps) {
  const [first] = toldBy(stops, "mail")[0];
  const hasOther = stops.some(({ told, task_type }) =>
    told === "mail" && task_type !== "maintenance"
  );
  return (
    <p class="soft">
      {hasOther && "Who has other work than a visit reads that we will be in touch. "}They read: “We
      are sorry: because of {reasonOf(question)} we cannot come on{" "}
      {unbroken(appointmentText(first.starts_at, zone))}, as we had promised. The price stays the
      same. Please choose a new time.”
    </p>
  );
}

function Button({ question, answer: { stops, shown }, complaint, note, today }: PreviewProps) {
  const name = dayName(question.day, today);
  const mailed = toldBy(stops, "mail").length;
  const called = toldBy(stops, "call").length;
  return (
    <section class="then-box" aria-labelledby="then">
      <h2 id="then" tabIndex={-1}>When you close {unbroken(name)}</h2>
      <ul class="follows">
        {stops.length > 0 && (
          <li>
            {stops.length === 1
              ? "1 stop loses its time and waits"
              : `${stops.length} stops lose their time and wait`} on the work list, urgent.
          </li>
        )}
        {mailed > 0 && (
          <li>
            {mailed === 1 ? "1 client gets a mail" : `${mailed} clients get a mail, one each,`}{" "}
            ten minutes from now. Until then you can undo it all.
          </li>
        )}
        {called > 0 && (
          <li>{called === 1 ? "1 client is" : `${called} clients are`} to be called, due today.</li>
        )}
        <li>
          {question.outdoor
            ? "Nobody can book a visit for an outdoor unit with them that day."
            : "Their calendars show the time as closed; nobody can book it."}
        </li>
      </ul>
      <form method="post" action="/office/closure" class="plain-form">
        <Fields question={question} />
        <input type="hidden" name="shown" value={shown} />
        <Field
          name="note"
          label="Note, for the office"
          hint="You can leave this empty."
          value={note}
          lines={1}
          maxLength={2000}
          complaint={complaint?.field === "note" ? complaint.text : undefined}
        />
        <button type="submit">{unbroken(buttonText(name, stops))}</button>
      </form>
    </section>
  );
}

/** The question, as the button sends it along. */
function Fields({ question }: { question: Question }) {
  const { day, why, other, technicians, outdoor, from, until } = question;
  const fields = { day, why, other, from, until, which: outdoor ? "outdoor" : "all", asked: "yes" };
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      {technicians.map((id) => <input type="hidden" name="technician" value={id} key={id} />)}
    </>
  );
}
