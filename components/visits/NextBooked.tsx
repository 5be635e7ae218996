import { Title } from "@/components/web/Title.tsx";
import { dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { namesOf } from "@/lib/text/units.ts";
import { type BookedNext, shownHref } from "@/lib/visits/next.ts";
import { bookedText, calledText } from "@/lib/visits/next_words.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { stopHref, visitHref } from "@/lib/visits/words.ts";
import { BackRow, Thumb } from "./Bars.tsx";

/** The next visit is booked: when, with whom, and what to say. */
export function NextBooked({ visit, next, job, zone, isNew }: {
  visit: string;
  next: BookedNext;
  /** The job that is next on the day. */
  job?: Stop;
  zone: string;
  isNew: boolean;
}) {
  const { appointment, client } = next;
  const { starts_at, technician_name, units, can_change } = appointment;
  return (
    <>
      <BackRow href={visitHref(visit)} to="The visit" />
      <div class="tech flow">
        <Title focused={isNew}>Booked</Title>
        <p class="lead">
          <strong>
            {unbroken(`${shortDayText(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}`)}
          </strong>
          {technician_name && `, with ${technician_name}`}. {capitalized(namesOf(units))},{" "}
          {client.name}.
        </p>
        <p>
          {isNew && client.is_mailed && `A confirmation is on its way to ${calledText(next)}. `}
          {bookedText(next, zone)}
        </p>
        {can_change
          ? (
            <p>
              <a class="quiet" href={shownHref(visitHref(visit, "next"), { change: true })}>
                Another time
              </a>
            </p>
          )
          : (
            <p class="hint">
              Another time? {client.is_mailed && "The link in the e-mail changes it, and so does "}
              {client.is_mailed ? "the office." : "The office changes it."}
            </p>
          )}
      </div>
      <Thumb>
        {job
          ? (
            <a class="button" href={stopHref(job) ?? "/tech"} aria-current="false">
              Next job: {job.client_name}, {timeText(job.starts_at, zone)}
            </a>
          )
          : <a class="button" href="/tech" aria-current="false">Back to today</a>}
      </Thumb>
    </>
  );
}
