import { Title } from "@/components/web/Title.tsx";
import { arrivalText, sentence, timeText, unbroken } from "@/lib/text/dates.ts";
import { listText } from "@/lib/text/names.ts";
import { phoneHref } from "@/lib/text/phone.ts";
import { type Lateness, type LateStop, MINUTES } from "@/lib/visits/late.ts";
import type { Sheet } from "@/lib/visits/sheet.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { CallUs } from "@/components/web/CallUs.tsx";
import type { Company } from "@/lib/database/shapes.ts";
import { BackRow, Thumb } from "./Bars.tsx";

/** How late one will be, who is told then, and afterwards who has been. */
export function Late({ sheet, minutes, lateness, isTold, zone, company }: {
  sheet: Sheet;
  minutes: number;
  lateness: Lateness;
  isTold: boolean;
  zone: string;
  company: Company;
}) {
  const { visit_id, stop } = sheet;
  const here = visitHref(visit_id, "late");
  const stops = lateness.status === "ok" ? lateness.stops : [];
  const mailed = stops.filter(({ told }) => told === "mail");
  return (
    <>
      <BackRow href={visitHref(visit_id)} to={stop.client_name ?? "The job"} />
      <div class="tech flow">
        <Title focused={isTold}>{isTold ? "They have been told" : "How late will you be?"}</Title>
        <nav aria-label="Minutes">
          <ul class="minutes">
            {MINUTES.map((each) => (
              <li key={each}>
                <a
                  href={`${here}?minutes=${each}`}
                  aria-current={each === minutes ? "true" : "false"}
                >
                  {each}
                  <small>min</small>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {lateness.status !== "ok" && (
          <p class="notice warn" role={isTold ? "alert" : undefined}>
            <strong>Nobody can be told about this visit now.</strong>{" "}
            It is over or of another day, or they would read it too late. Please call the office.
          </p>
        )}
        {lateness.status === "ok" && (
          <section aria-labelledby="who">
            <h2 id="who">{minutes} minutes: who {isTold ? "was" : "is"} told</h2>
            {stops.length === 0
              ? <p>Nobody needs a message: you still come within what they were told.</p>
              : (
                <ol class="history">
                  {stops.map((each) => <Told key={each.task_id} stop={each} zone={zone} />)}
                </ol>
              )}
          </section>
        )}
        {mailed.length > 0 && !isTold && (
          // Shown by a script where there is no signal (`lib/phone/page.ts`).
          <section class="notice warn flow" data-no-signal hidden>
            <h2>No signal: this message can't wait</h2>
            <p>
              It goes out only when there is a signal again, perhaps too late. If the phone still
              makes calls:
            </p>
            <p class="pair">
              {mailed.map(({ task_id, client_name, phone }) =>
                phone && (
                  <a class="button second big-action" href={phoneHref(phone)} key={task_id}>
                    Call {client_name} <small>{phone}</small>
                  </a>
                )
              )}
            </p>
            <CallUs company={company}>Or call the office:</CallUs>
            <p>
              {sentence(
                "The button sends it when there is a signal, and no later than " +
                  unbroken(timeText(mailed[0].comes_by, zone)),
              )}
            </p>
          </section>
        )}
        <form id="late" method="post" action={here}>
          <input type="hidden" name="minutes" value={minutes} />
          {/* Until when a phone without signal keeps trying. */}
          {mailed.length > 0 && (
            <input type="hidden" name="worth_until" value={mailed[0].comes_by} />
          )}
        </form>
      </div>
      <Thumb>
        {mailed.length > 0 && !isTold
          ? (
            <button type="submit" class="button" form="late">
              Tell {listText(mailed.map(({ client_name }) => client_name ?? "them"))}
            </button>
          )
          : <a class="button" href="/tech" aria-current="false">Back to today</a>}
      </Thumb>
    </>
  );
}

function Told({ stop, zone }: { stop: LateStop; zone: string }) {
  const { client_name, starts_at, comes_from, comes_by, told, phone } = stop;
  const coming = unbroken(sentence(`you come ${arrivalText(comes_from, comes_by, zone)}`));
  return (
    <li>
      <strong>{client_name}, {unbroken(timeText(starts_at, zone))}</strong>{" "}
      {told === "mail" ? <>by e-mail: {coming}</> : (
        <>
          cannot be reached by e-mail. Please call: {coming}{" "}
          {phone && <a class="quiet phone" href={phoneHref(phone)}>{phone}</a>}
        </>
      )}
    </li>
  );
}
