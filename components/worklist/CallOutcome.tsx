import { Field } from "@/components/web/Field.tsx";
import { addDays } from "@/lib/text/dates.ts";
import { activityHref } from "@/lib/worklist/filter.ts";
import { shortDay } from "@/lib/worklist/words.ts";
import { NextField } from "./NextField.tsx";
import type { WorkView } from "./view.ts";

/** How the call went: one press logs it, with the note, and opens the next. */
export function CallOutcome({ activity, work, filter, refused, typed }: WorkView) {
  const { activity_id, has_died, again_on, today, calls_seen, shown, booked } = {
    ...activity!,
    booked: activity!.visit_id !== null,
  };
  const back = `back ${shortDay(again_on)}`;
  const results: [value: string, label: string, then: string][] = has_died
    ? [["spoke", "Spoke with the family", "closes this"]]
    : [
      ["no_answer", "No answer", back],
      ["left_message", "Left a message", back],
      ["spoke", "Dealt with", "closes this"],
      ["declined", "Not this time", "skips this visit"],
      ["wrong_number", "Wrong number", "asks for another"],
      ...(booked ? [["booked", "Booked", "closes this"] as [string, string, string]] : []),
    ];
  return (
    <form
      method="post"
      action={activityHref(activity_id, filter)}
      class="outcome"
      aria-labelledby="went"
    >
      <h2 id="went">How did the call go?</h2>
      {/* Enter in a field presses a form's first button: this one does nothing. */}
      <button type="submit" disabled hidden />
      <input type="hidden" name="seen" value={String(calls_seen)} />
      <input type="hidden" name="shown" value={shown} />
      <NextField work={work} activityId={activity_id} />
      <div class="results">
        {results.map(([value, label, then]) => (
          <button key={value} type="submit" name="result" value={value}>
            {label}
            <small>{then}</small>
          </button>
        ))}
        {!has_died && <Changed />}
      </div>
      <div class="come-back">
        <Field
          name="note"
          label="Note"
          maxLength={2000}
          value={typed?.note ?? ""}
          complaint={refused?.field === "note" ? refused.complaint : undefined}
        />
        <Field
          name="again_on"
          label="Come back on"
          type="date"
          value={typed?.again_on ?? addDays(today, 1)}
          complaint={refused?.field === "again_on" ? refused.complaint : undefined}
        />
        <button type="submit" class="second" name="result" value="call_later">Later</button>
      </div>
    </form>
  );
}

/** What changes a client's life is logged here and recorded on their page, which opens. */
function Changed() {
  return (
    <details class="changed">
      <summary>
        Changed …
        <small>moved, ill, died</small>
      </summary>
      <div class="results">
        {[["moved", "Has moved"], ["sold", "No longer has it"], ["hospital", "In hospital"], [
          "deceased",
          "Has died",
        ]].map(([value, label]) => (
          <button key={value} type="submit" name="result" value={value}>
            {label}
            <small>opens the client's page</small>
          </button>
        ))}
      </div>
    </details>
  );
}
