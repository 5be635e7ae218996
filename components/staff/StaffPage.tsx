import { InviteForm } from "./InviteForm.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { Invited, Member, StaffList } from "@/lib/staff/staff.ts";
import { loginMark, ROLES, seenText } from "@/lib/staff/words.ts";

/** Who works here: what they may do, and how far their logins are. */
export function StaffPage({ list, typed, complaint, zone }: {
  list: StaffList;
  typed: Invited;
  complaint?: { field: string; text: string };
  zone: string;
}) {
  return (
    <div class="office staff">
      <Title isError={complaint !== undefined}>Staff</Title>
      <p>
        Who signs in here, and what they may see and do. Clients need no login: they have their own
        links.
      </p>
      <InviteForm technicians={list.technicians} typed={typed} complaint={complaint} />
      <table class="list nights">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">May do</th>
            <th scope="col">Login</th>
            <th scope="col">Last signed in</th>
          </tr>
        </thead>
        <tbody>
          {list.staff.map((member) => <Row key={member.staff_id} member={member} zone={zone} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row({ member, zone }: { member: Member; zone: string }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/office/staff/${member.staff_id}`}>{member.name}</a>
        {member.is_me && " (you)"}
        <small>{member.email}</small>
      </th>
      <td>{ROLES[member.role].label}</td>
      <td>
        <StateMark mark={loginMark(member, zone)} />
      </td>
      <td>{seenText(member, zone)}</td>
    </tr>
  );
}
