import { Field } from "@/components/web/Field.tsx";
import { activityHref } from "@/lib/worklist/filter.ts";
import type { ActivityPage } from "@/lib/worklist/shapes.ts";
import { shortDay } from "@/lib/worklist/words.ts";
import { NextField } from "./NextField.tsx";
import type { WorkView } from "./view.ts";

/** What a button says, and what follows. */
function said(
  result: ActivityPage["results"][number],
  { again_on, has_died, subject }: ActivityPage,
): [label: string, then: string] {
  switch (result) {
    case "no_answer":
      return ["No answer", `back ${shortDay(again_on)}`];
    case "left_message":
      return ["Left a message", `back ${shortDay(again_on)}`];
    case "spoke":
      return [has_died ? "Spoke with the family" : "Dealt with", "closes this"];
    case "declined":
      return subject === "cycle"
        ? ["Not this time", "skips this visit"]
        : ["Not wanted", "closes this"];
    case "wrong_number":
      return ["Wrong number", "asks for another"];
    case "booked":
      return ["Booked", "closes this"];
  }
}

/** How the call went: one press logs it, with the note, and opens the next. */
export function CallOutcome({ activity, work, filter, refused, typed }: WorkView) {
  const { activity_id, has_died, next_day, calls_seen, shown, results } = activity!;
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
        {results.map((result) => {
          const [label, then] = said(result, activity!);
          return (
            <button key={result} type="submit" name="result" value={result}>
              {label}
              <small>{then}</small>
            </button>
          );
        })}
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
          value={typed?.again_on ?? next_day}
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
