import { RoleChoice } from "./RoleChoice.tsx";
import { Field } from "@/components/web/Field.tsx";
import type { Invited, StaffList } from "@/lib/staff/staff.ts";

/** Puts somebody on the staff; open where something is to be corrected. */
export function InviteForm({ technicians, typed, complaint }: {
  technicians: StaffList["technicians"];
  typed: Invited;
  /** The field that it is about, and what is told. */
  complaint?: { field: string; text: string };
}) {
  const complaintOf = (field: string) => complaint?.field === field ? complaint.text : undefined;
  return (
    <details class="fold" open={complaint !== undefined}>
      <summary>Invite somebody</summary>
      <form method="post" action="/office/staff" class="plain-form">
        <p>
          They get a mail with a link that works for 24 hours, choose a password, and are in.
        </p>
        <Field
          name="name"
          label="Name"
          autocomplete="off"
          maxLength={120}
          required
          value={typed.name}
          complaint={complaintOf("name")}
        />
        <Field
          name="email"
          label="E-mail address"
          hint="They sign in with it. It can't be another one later."
          type="email"
          inputMode="email"
          autocomplete="off"
          maxLength={254}
          required
          value={typed.email}
          complaint={complaintOf("email")}
        />
        <RoleChoice
          chosen={typed.role}
          complaint={complaintOf("role")}
          ofTechnicians={
            <Calendar
              technicians={technicians}
              chosen={typed.technician}
              complaint={complaintOf("technician")}
            />
          }
        />
        <button type="submit" name="do" value="invite">Send the invitation</button>
      </form>
    </details>
  );
}

/** Whose day a technician sees. */
function Calendar({ technicians, chosen, complaint }: {
  technicians: StaffList["technicians"];
  chosen: string;
  complaint?: string;
}) {
  if (technicians.length === 0) {
    return (
      <p>
        Everybody in the calendar has a login. <a href="/office/technicians">Add a technician</a>
        {" "}
        first, or later.
      </p>
    );
  }
  return (
    <div class="field">
      <label for="technician">Whose day they see</label>
      {complaint && <p class="complaint" id="technician-complaint">{complaint}</p>}
      <select
        id="technician"
        name="technician"
        aria-describedby={complaint && "technician-complaint"}
        aria-invalid={complaint ? true : undefined}
      >
        <option value="">Nobody's yet</option>
        {technicians.map(({ technician_id, name }) => (
          <option key={technician_id} value={technician_id} selected={technician_id === chosen}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
