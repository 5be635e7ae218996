import { PhotoGallery } from "@/components/web/PhotoGallery.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { dayOf, dayText, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { moneyText, sumOf } from "@/lib/text/money.ts";
import { conditionMark, shortName } from "@/lib/text/units.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import type { Outcome } from "@/lib/visits/outcome.ts";
import type { Sheet } from "@/lib/visits/sheet.ts";
import { isOver, stopHref, visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";
import { PaymentForm, type TypedPayment } from "./PaymentForm.tsx";
import { UnitLine } from "./StopParts.tsx";

const TITLES: Record<string, string> = {
  done: "Visit finished",
  no_show: "Nobody was home",
  not_completed: "The visit could not be done",
  needs_rescheduling: "This visit gets another time",
  reversed: "This visit was taken back",
};

/** A visit with its outcome: what it came to, and what can still be done at the door. */
export function Over({ sheet, outcome, payment, next, zone, isNew, mayBook }: {
  sheet: Sheet;
  outcome: Outcome;
  payment: TypedPayment;
  /** The job that is next on the day. */
  next?: Stop;
  zone: string;
  isNew: boolean;
  /** Whether the visit after it can be booked by whoever looks. */
  mayBook: boolean;
}) {
  const { unit, stop } = sheet;
  const { next_due_on, certificate, repair_ordered, invoice, photos } = outcome;
  const waiting = stop.units.find(({ state }) => !isOver(state) && state !== "needs_rescheduling");
  const isDone = unit.state === "done";
  const isMissed = unit.state === "no_show";
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title focused={isNew} isError={payment.complaint !== undefined}>
          {TITLES[unit.state] ?? "This visit is over"}
        </Title>
        <p class="lead">
          {[stop.client_name, kindName(unit.kind)].filter(Boolean).join(", ")}, {unbroken(
            `${shortDayText(dayOf(stop.starts_at, zone))}, ${timeText(stop.starts_at, zone)}`,
          )}
        </p>
        <UnitLine unit={unit} />
        {isDone && (
          <dl class="facts">
            {unit.condition === "out_of_service" && (
              <>
                <dt>Unit</dt>
                <dd>
                  <StateMark mark={conditionMark(unit)} />
                </dd>
              </>
            )}
            <dt>Certificate</dt>
            <dd>{certificate?.number ?? "None"}</dd>
            {next_due_on && (
              <>
                <dt>Next due</dt>
                <dd>
                  <strong>{dayText(next_due_on)}</strong>
                </dd>
              </>
            )}
            {repair_ordered && (
              <>
                <dt>Repair</dt>
                <dd>The office has it, and quotes it to the client.</dd>
              </>
            )}
          </dl>
        )}
        {!isDone && isNew && <p>It is on record, and who has to know is told.</p>}
        {waiting && (
          <p class="notice">
            The {shortName(waiting)} has no outcome yet. The invoice comes when every unit has one.
          </p>
        )}
        {mayBook && !waiting && <WhatFollows sheet={sheet} outcome={outcome} zone={zone} />}
        {invoice && Number(invoice.balance) > 0 && (
          <PaymentForm action={visitHref(sheet.visit_id)} invoice={invoice} typed={payment} />
        )}
        {payment.complaint && !(invoice && Number(invoice.balance) > 0) && (
          <p class="notice warn" role="alert">{payment.complaint}</p>
        )}
        {invoice && Number(invoice.balance) <= 0 && <p class="mark done">{paidText(invoice)}</p>}
        {photos.length > 0 && (
          // Loaded when it is opened: the line at the door may be thin.
          <details class="fold">
            <summary>Photos ({photos.length})</summary>
            <PhotoGallery at={visitHref(sheet.visit_id)} photos={photos} />
          </details>
        )}
      </div>
      <Thumb>
        {waiting
          ? (
            <a
              class="button"
              href={visitHref(waiting.visit_id, isMissed ? "could-not" : "checklist")}
            >
              {capitalized(shortName(waiting))}: {isMissed ? "nobody home either" : "checklist"}
            </a>
          )
          : next
          ? (
            <a class="button" href={stopHref(next) ?? "/tech"} aria-current="false">
              Next job: {next.client_name}, {timeText(next.starts_at, zone)}
            </a>
          )
          : <a class="button" href="/tech" aria-current="false">Back to today</a>}
      </Thumb>
    </>
  );
}

/** The visit after it: when it is, or the way to book it while the client is there. */
function WhatFollows(
  { sheet, outcome, zone }: { sheet: Sheet; outcome: Outcome; zone: string },
) {
  const { unit, visit_id } = sheet;
  const { next_due_on, next_visit } = outcome;
  const what = unit.state === "done" ? "next visit" : "other visit";
  if (next_visit) {
    const { starts_at, technician_name } = next_visit;
    const when = `${shortDayText(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}`;
    return (
      <p class="mark done">
        <a href={visitHref(visit_id, "next")} aria-current="false">
          {capitalized(what)} booked: {unbroken(when)}
          {technician_name && `, with ${technician_name}`}
        </a>
      </p>
    );
  }
  const isDue = unit.state === "done"
    ? next_due_on !== null && unit.condition === "in_service"
    : ["no_show", "not_completed"].includes(unit.state);
  if (!isDue) return null;
  return (
    <p>
      <a class="button second wide" href={visitHref(visit_id, "next")} aria-current="false">
        {unit.state === "done" ? "Book the next visit" : "Book another visit"}
      </a>
    </p>
  );
}

/** "Paid: $506.24, rounded in cash to $506.25": what is in the hand agrees with what the page says. */
function paidText({ total, rounding }: NonNullable<Outcome["invoice"]>): string {
  if (Number(total) === 0) return "Nothing to pay";
  const paid = `Paid: ${moneyText(total)}`;
  if (Number(rounding) === 0) return paid;
  return `${paid}, rounded in cash to ${moneyText(sumOf([total, rounding]))}`;
}
