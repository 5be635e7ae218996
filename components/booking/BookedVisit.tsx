import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import KeepTyped from "@/islands/KeepTyped.tsx";
import PrintButton from "@/islands/PrintButton.tsx";
import { googleLink, outlookLink } from "@/lib/calendar/links.ts";
import { visitEntry } from "@/lib/calendar/visit.ts";
import type { Appointment } from "@/lib/booking/shapes.ts";
import { hrefOf, type Note } from "@/lib/booking/step.ts";
import { justGivenUp, TOO_LATE, unitText } from "@/lib/booking/words.ts";
import { homeText, stayText, whenText, whoComes } from "@/lib/text/coming.ts";
import { instantText, sentence, unbroken } from "@/lib/text/dates.ts";
import { namesOf } from "@/lib/text/units.ts";
import type { Company } from "@/lib/database/shapes.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { ChangeReported } from "./ChangeNoted.tsx";
import { Bill } from "./Cost.tsx";
import { Go } from "./Go.tsx";
import { CallPromised } from "./Otherwise.tsx";
import { UnitIcon } from "@/components/web/UnitIcon.tsx";

/** What was just done, where the visit says so too: an address that was kept may be older. */
function newsOf(note: Note | null, { revision }: Appointment): string | null {
  switch (note) {
    case "booked":
      return "It's done.";
    case "already":
      return "This visit was booked before. To have another time, change it below.";
    case "moved":
      return revision > 0 ? "It's done: your visit has its new time." : null;
    case "told":
      return "This is what we have noted.";
  }
  return null;
}

/** The appointment; printed, it is the page for the fridge. */
export function BookedVisit(
  { page, step, notice, token, company, today }:
    & ViewOf<"booked">
    & PageParts
    & { today: string },
) {
  const { appointment } = page;
  const zone = company.time_zone;
  const news = notice ?? newsOf(step.note, appointment);
  const gone = justGivenUp(step, appointment);
  return (
    <div class="page booked">
      <KeepTyped forget />
      <Title>{gone.length > 0 ? `Your ${namesOf(gone)} is off the visit` : "You're booked"}</Title>
      {news && <p class="notice" role="status">{unbroken(news)}</p>}
      <ChangeReported page={page} token={token} today={today} />
      <CallPromised call={page.call} token={token} today={today} isBooked />
      <div class="greeting">
        <UnitIcon category={page.unit.category} />
        <p class="lead">
          {whoComes(appointment)} {gone.length > 0 ? "still comes" : "comes"}{" "}
          <strong>{unbroken(whenText(appointment, zone))}</strong> and stays{" "}
          {stayText(appointment)}, for your {unbroken(
            appointment.units.length === 1 ? unitText(page) : namesOf(appointment.units),
          )}.
        </p>
      </div>
      {gone.length > 0 && (
        <p>
          Your {unbroken(namesOf(gone))}{" "}
          stays due. Choose a time for it with its own link, or call us.
        </p>
      )}
      <p class="notice">
        <strong>Nothing to pay now.</strong> {mailedText(appointment)}
      </p>
      <h2>To get ready</h2>
      <ul class="plain-list">
        <li>Please have the way to {appointment.units.length > 1 ? "them" : "it"} clear.</li>
        <li>Somebody needs to be at home {unbroken(sentence(homeText(appointment, zone)))}</li>
      </ul>
      <WhatWasTold appointment={appointment} token={token} />
      <h2>What it costs</h2>
      <Bill units={appointment.units} />
      <Calendars appointment={appointment} token={token} company={company} />
      <section class="otherwise" aria-labelledby="otherwise">
        <h2 id="otherwise">Something came up?</h2>
        {appointment.can_change
          ? (
            <>
              <p>
                You can change or cancel until{" "}
                {unbroken(sentence(instantText(appointment.cutoff_at, zone)))}{" "}
                After that, please call.
              </p>
              <p>
                <Go class="button second" href={hrefOf(token, { name: "manage" })}>
                  Change or cancel the visit
                </Go>
              </p>
            </>
          )
          : <p>{TOO_LATE}</p>}
        <p>
          <Go class="quiet" href={hrefOf(token, { name: "report" })}>
            Something here isn't right any more
          </Go>
        </p>
      </section>
      <CallUs company={company}>Any questions? Call</CallUs>
    </div>
  );
}

function mailedText({ mailed_to, will_remind }: Appointment): string {
  if (mailed_to.length === 0) {
    return "We can't e-mail you: please print this page, or write the time down.";
  }
  const details = `We e-mail you these details, to ${mailed_to.join(" and ")}`;
  return will_remind ? `${details}, and remind you the day before.` : `${details}.`;
}

function WhatWasTold({ appointment, token }: { appointment: Appointment; token: string }) {
  const { phone_ends, access_notes } = appointment;
  const told = [
    { label: "Phone for the day", words: phone_ends ? `ends in ${phone_ends}` : "as we have it" },
    { label: "Getting in", words: access_notes ? `“${access_notes}”` : "nothing special" },
  ];
  return (
    <>
      <h2>What you told us</h2>
      <dl class="told">
        {told.map(({ label, words }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <span>{words}</span>
              <Go class="quiet on-screen" href={hrefOf(token, { name: "told" })}>
                Change <span class="unseen">{label.toLowerCase()}</span>
              </Go>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Calendars(
  { appointment, token, company }: { appointment: Appointment; token: string; company: Company },
) {
  const entry = visitEntry(appointment, company);
  return (
    <section class="on-screen" aria-labelledby="calendar">
      <h2 id="calendar">Put it in your calendar</h2>
      <p class="actions">
        <a class="button second" href={`/book/${token}/appointment.ics`}>Add to my calendar</a>
        <a class="button second" href={googleLink(entry)} rel="noreferrer">Google</a>
        <a class="button second" href={outlookLink(entry)} rel="noreferrer">Outlook</a>
        <PrintButton label="Print" />
      </p>
      <p class="hint">
        Not sure which one? The first is a file that most calendars open. Or print this page for the
        fridge.
      </p>
    </section>
  );
}
