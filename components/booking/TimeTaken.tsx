import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { notesOf } from "@/lib/booking/forms.ts";
import { chosenIn, hrefOf } from "@/lib/booking/step.ts";
import { GONE, insteadText } from "@/lib/booking/words.ts";
import { appointmentText, dayOf, unbroken } from "@/lib/text/dates.ts";
import { countName } from "@/lib/text/units.ts";
import type { PageParts, ViewOf } from "@/lib/booking/view.ts";
import { Go } from "./Go.tsx";

/** The wanted time cannot be had, mostly because somebody else was faster: times close to it, and nothing to type again. */
export function TimeTaken(
  { step, isMove, choices, gone, details, token, company }: ViewOf<"taken"> & PageParts,
) {
  const typed = details ? [details.phone, notesOf(details)].filter(Boolean) : [];
  const day = step.at && (gone === "taken" || gone === "never")
    ? dayOf(step.at, company.time_zone)
    : null;
  const elsewhere = hrefOf(token, {
    ...chosenIn(step),
    day: day ?? step.day,
    name: isMove ? "change" : "times",
  });
  const several = step.units.length > 0 ? `${countName(step.units.length + 1)}, ` : "";
  return (
    <div class="page">
      <Title>{GONE[gone]}</Title>
      <p role="status">
        {insteadText(gone, choices.length > 0)}
        {isMove && " Your visit stays as it was until you choose."}
      </p>
      {typed.length > 0 && <p class="hint">We kept what you typed: {typed.join("; ")}.</p>}
      <ul class="choices">
        {choices.map((slot) => (
          <li key={slot.starts_at}>
            <form method="post" action={hrefOf(token, chosenIn(step))}>
              <input type="hidden" name="action" value={isMove ? "move" : "book"} />
              <input type="hidden" name="technician_id" value={slot.technician_id} />
              <input type="hidden" name="starts_at" value={slot.starts_at} />
              {step.units.map((unit) => (
                <input
                  type="hidden"
                  name="with"
                  value={unit}
                  key={unit}
                />
              ))}
              {details?.access.map((each) => (
                <input type="hidden" name="access" value={each} key={each} />
              ))}
              <input type="hidden" name="phone" value={details?.phone} />
              <input type="hidden" name="access_notes" value={details?.notes} />
              <button type="submit">
                {isMove ? "Move to" : "Book"}{" "}
                {unbroken(appointmentText(slot.starts_at, company.time_zone))}{" "}
                <small>{several}with {slot.technician_name}</small>
              </button>
            </form>
          </li>
        ))}
      </ul>
      {gone !== "area" && gone !== "far" && (
        <p>
          <Go href={`${elsewhere}#days`} class="button second">Look at other days</Go>
        </p>
      )}
      <p>
        <Go href={hrefOf(token, { ...chosenIn(step), name: "call" })} class="button second">
          Please call me
        </Go>
      </p>
      <CallUs company={company} />
    </div>
  );
}
