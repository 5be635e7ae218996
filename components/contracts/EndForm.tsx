import { Field } from "@/components/web/Field.tsx";
import { ENDINGS } from "@/lib/contracts/words.ts";
import { Doing, fieldOf } from "./Doing.tsx";
import type { ContractView } from "./view.ts";

/** It ends. */
export function Cancel({ view }: { view: ContractView }) {
  const { typed, refused, page } = view;
  const why = fieldOf(view, "cancel", "why");
  return (
    <Doing
      view={view}
      deed="cancel"
      name="End the contract"
      then="asks why; it cannot be taken back"
      button="End the contract"
      danger
    >
      <p>
        Its link expires, and no reminder goes out any more.
        {page.acts.visit === "begun" && " Not now, though: the technician is at the visit."}
      </p>
      <fieldset aria-describedby={why.complaint ? "why-complaint" : undefined}>
        <legend>Why does it end?</legend>
        {why.complaint && <p class="complaint" id="why-complaint">{why.complaint}</p>}
        {Object.entries(ENDINGS).map(([reason, { label, then }]) => (
          <div class="choice" key={reason}>
            <label>
              <input
                type="radio"
                name="why"
                value={reason}
                checked={refused?.deed === "cancel" && typed.why === reason}
                required
              />
              <span>{label}</span>
            </label>
            <p class="then">{then}</p>
          </div>
        ))}
      </fieldset>
      {page.acts.visit === "booked" && (
        <label class="check">
          <input
            type="checkbox"
            name="tell"
            value="no"
            checked={refused?.deed === "cancel" && typed.tell === "no"}
          />
          <span>
            No mail about the booked visit<small>
              They know already, from a call for instance. It is cancelled all the same.
            </small>
          </span>
        </label>
      )}
      <Field
        {...fieldOf(view, "cancel", "note")}
        label="Note"
        hint="You can leave this empty, but for “something else”."
        maxLength={500}
      />
    </Doing>
  );
}
