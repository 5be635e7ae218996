import type { ComponentChildren } from "preact";
import type { Signer } from "@/lib/visits/draft.ts";
import { Choice } from "@/components/web/Choice.tsx";

/** Who signs and how: by the name that is typed, otherwise where there is another way, or not at all and why. */
export function SignatureFields({ signer, complaint, title, byName, isNeeded = false, children }: {
  signer: Signer;
  complaint?: string;
  title: string;
  /** What the name stands for, and what is to be known of it. */
  byName: { label: string; then: string };
  /** Whether nothing is finished without one: said on the phone, where there is no signal (`lib/phone/gaps.ts`). */
  isNeeded?: boolean;
  /** Another way to sign. */
  children?: ComponentChildren;
}) {
  const { method, name, role, reason } = signer;
  return (
    <fieldset
      id="signature"
      class="flow"
      data-needed={isNeeded}
      aria-describedby={complaint ? "signature-complaint" : undefined}
    >
      <legend>
        <h2>{title}</h2>
      </legend>
      {complaint && <p class="complaint" id="signature-complaint">{complaint}</p>}
      <p class="field">
        <label for="signer">Name of who signs</label>
        <input id="signer" name="signer" value={name} maxLength={200} autocomplete="off" />
      </p>
      <p class="field">
        <label for="role">Signs as</label>
        <select id="role" name="role">
          <option value="client" selected={role === "client"}>Client</option>
          <option value="caregiver" selected={role === "caregiver"}>Family or caregiver</option>
          <option value="facility_staff" selected={role === "facility_staff"}>
            Staff of the home
          </option>
        </select>
      </p>
      {children}
      <Choice name="method" value="typed" label={byName.label} isChosen={method === "typed"}>
        <p>{byName.then}</p>
      </Choice>
      <Choice name="method" value="unable" label="Can't sign" isChosen={method === "unable"}>
        <p class="field">
          <label for="why">Why not?</label>
          <span class="hint" id="why-hint">
            Such as: tremor, asleep, nobody there who may sign.
          </span>
          <input id="why" name="why" value={reason} maxLength={500} aria-describedby="why-hint" />
        </p>
      </Choice>
    </fieldset>
  );
}
