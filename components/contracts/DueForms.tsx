import { Field } from "@/components/web/Field.tsx";
import { dueText } from "@/lib/text/dates.ts";
import { Doing, fieldOf, InTheWay, Reason } from "./Doing.tsx";
import type { ContractView } from "./view.ts";

/** Due on another day. */
export function DueDate({ view }: { view: ContractView }) {
  const { page, typed, refused } = view;
  const isAnew = refused?.deed === "due" && typed.rhythm === "anew";
  return (
    <Doing
      view={view}
      deed="due"
      name="Change the due date"
      then="this time only, or from now on; reminders begin anew"
      button="Change the due date"
    >
      <InTheWay visit={page.acts.visit} />
      <Field {...fieldOf(view, "due", "due_on")} label="Due on" type="date" required />
      <fieldset>
        <legend>For how long?</legend>
        <label class="check">
          <input type="radio" name="rhythm" value="keep" checked={!isAnew} />
          <span>
            This time only: the visits after it stay counted from {dueText(page.due_anchor_on)}
          </span>
        </label>
        <label class="check">
          <input type="radio" name="rhythm" value="anew" checked={isAnew} />
          <span>From now on: the visits after it are counted from the new day</span>
        </label>
      </fieldset>
      <Reason view={view} deed="due" />
    </Doing>
  );
}

/** Not this time. */
export function Skip({ view }: { view: ContractView }) {
  const { cycle, acts } = view.page;
  const next = acts.skips_to && dueText(acts.skips_to);
  return (
    <Doing
      view={view}
      deed="skip"
      name="Not this time"
      then={`closes cycle ${cycle!.number}, next due ${next}`}
      button="Let this visit out"
    >
      <InTheWay visit={acts.visit} />
      <p>
        The link that the client has expires. The next visit is due{" "}
        {next}, and reminders go out before that.
      </p>
      <Reason view={view} deed="skip" />
    </Doing>
  );
}

/** It rests. */
export function Pause({ view }: { view: ContractView }) {
  const { state, acts } = view.page;
  const rests = state === "paused";
  const isChosen = view.refused?.deed === "pause" && view.typed.cancel_booking === "yes";
  return (
    <Doing
      view={view}
      deed="pause"
      name={rests ? "Let it rest until another day" : "Pause until …"}
      then="nothing is mailed meanwhile"
      button={rests ? "Change it" : "Pause the contract"}
    >
      <p>
        On the day it goes on by itself, and is due two weeks later at the earliest. Calls about it
        are closed.
      </p>
      <Field
        {...fieldOf(view, "pause", "until")}
        label="Until"
        hint="Leave it empty if nobody knows: then it rests until somebody lets it go on."
        type="date"
      />
      {acts.visit === "booked" && (
        <label class="check">
          <input type="checkbox" name="cancel_booking" value="yes" checked={isChosen} />
          <span>Cancel the booked visit if it is before that day; the client is told</span>
        </label>
      )}
      {acts.visit === "begun" && <InTheWay visit="begun" />}
      <Reason view={view} deed="pause" />
    </Doing>
  );
}

/** It goes on. */
export function Resume({ view }: { view: ContractView }) {
  const { acts } = view.page;
  const proposed = fieldOf(view, "resume", "due_on");
  return (
    <Doing
      view={view}
      deed="resume"
      name="Let it go on"
      then={`due ${acts.resumes_due_on && dueText(acts.resumes_due_on)}, or when you say`}
      button="Let it go on"
    >
      <p>Reminders go out again before that day.</p>
      <Field
        {...proposed}
        value={proposed.value ?? acts.resumes_due_on ?? ""}
        label="Due on"
        type="date"
        required
      />
    </Doing>
  );
}
