import SignaturePad from "@/islands/SignaturePad.tsx";
import { countName } from "@/lib/text/units.ts";
import type { WorkUnit } from "@/lib/visits/shapes.ts";
import type { Signer } from "@/lib/visits/draft.ts";

/** Who signs and how: with a finger, by typing the name, or not at all and why. */
export function SignatureFields({ signer, png, complaint, units }: {
  signer: Signer;
  png: string;
  complaint?: string;
  units: WorkUnit[];
}) {
  const { method, name, role, reason } = signer;
  return (
    <fieldset
      id="signature"
      class="flow"
      aria-describedby={complaint ? "signature-complaint" : undefined}
    >
      <legend>
        <h2>Who signs{units.length > 1 && ` for ${countName(units.length)} units`}?</h2>
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
      <SignaturePad name="png" drawn={png} isChosen={method === "drawn"} />
      <div class="choice">
        <label>
          <input type="radio" name="method" value="typed" checked={method === "typed"} />
          <span>The name typed above stands for a signature</span>
        </label>
        <div class="then">
          <p>Please read out: “I agree that the visit took place.”</p>
        </div>
      </div>
      <div class="choice">
        <label>
          <input type="radio" name="method" value="unable" checked={method === "unable"} />
          <span>Can't sign</span>
        </label>
        <div class="then">
          <p class="field">
            <label for="why">Why not?</label>
            <span class="hint" id="why-hint">
              Such as: tremor, asleep, nobody there who may sign.
            </span>
            <input id="why" name="why" value={reason} maxLength={500} aria-describedby="why-hint" />
          </p>
        </div>
      </div>
    </fieldset>
  );
}
