import type { ComponentChildren } from "preact";
import { Choice } from "@/components/web/Choice.tsx";
import type { Role } from "@/lib/staff/staff.ts";
import { ROLES } from "@/lib/staff/words.ts";

/** What somebody may do, each with what that is. */
export function RoleChoice({ chosen, complaint, ofTechnicians }: {
  chosen: string;
  complaint?: string;
  /** What else is asked about a technician. */
  ofTechnicians?: ComponentChildren;
}) {
  return (
    <fieldset
      aria-describedby={complaint && "role-complaint"}
      aria-invalid={complaint ? true : undefined}
    >
      <legend>They may see and do</legend>
      {complaint && <p class="complaint" id="role-complaint">{complaint}</p>}
      {(Object.keys(ROLES) as Role[]).map((role) => (
        <Choice
          key={role}
          name="role"
          value={role}
          label={
            <>
              <strong>{ROLES[role].label}</strong> <small>{ROLES[role].may}</small>
            </>
          }
          isChosen={chosen === role}
          required
        >
          {role === "technician" ? ofTechnicians : undefined}
        </Choice>
      ))}
    </fieldset>
  );
}
