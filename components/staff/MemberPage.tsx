import type { ComponentChildren } from "preact";
import { RoleChoice } from "./RoleChoice.tsx";
import { Field } from "@/components/web/Field.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import type { Deed, Member } from "@/lib/staff/staff.ts";
import { loginMark, ROLES, seenText } from "@/lib/staff/words.ts";

export interface MemberView {
  member: Member;
  /** What was just done. */
  told: string | null;
  refused?: { deed: Deed; field: string; text: string; typed: { name: string; role: string } };
  zone: string;
}

/** One of the staff: their login, and what can be changed about it. */
export function MemberPage({ member, told, refused, zone }: MemberView) {
  return (
    <div class="office staff">
      <p>
        <a href="/office/staff">Staff</a>
      </p>
      <Title isError={refused !== undefined}>{member.name}</Title>
      {told !== null && <Told>{told}</Told>}
      {refused && isAboutAll(refused.field) && (
        <p class="notice warn" role="alert" tabIndex={-1} autofocus>{refused.text}</p>
      )}
      <dl class="facts">
        <dt>Login</dt>
        <dd>
          <StateMark mark={loginMark(member, zone)} />
        </dd>
        <dt>Signs in with</dt>
        <dd>{member.email}</dd>
        <dt>May do</dt>
        <dd>{ROLES[member.role].label}</dd>
        <dt>Last signed in</dt>
        <dd>{seenText(member, zone)}</dd>
        <Calendar member={member} />
      </dl>
      <Change member={member} refused={refused?.deed === "change" ? refused : undefined} />
      <Link member={member} />
      <SignOut member={member} />
      {!member.is_me && <Switch member={member} />}
    </div>
  );
}

/** Whether a refusal is told above the page, and not beside a field. */
const isAboutAll = (field: string) => field !== "name" && field !== "role";

function Calendar({ member: { technician, role } }: { member: Member }) {
  if (technician === null && role !== "technician") return null;
  return (
    <>
      <dt>In the calendar</dt>
      <dd>
        {technician === null ? "Not yet: their day is empty." : (
          <>
            <a href={`/office/technicians/${technician.technician_id}`}>{technician.name}</a>
            {technician.active ? "" : ", who has left"}
          </>
        )}
      </dd>
    </>
  );
}

function Section(
  { id, title, member, children }: {
    id: string;
    title: string;
    member: Member;
    children: ComponentChildren;
  },
) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <form method="post" class="plain-form">
        <input type="hidden" name="shown" value={member.shown} />
        {children}
      </form>
    </section>
  );
}

function Change({ member, refused }: { member: Member; refused: MemberView["refused"] }) {
  const complaintOf = (field: string) => refused?.field === field ? refused.text : undefined;
  return (
    <Section id="rights" title="Name and rights" member={member}>
      <Field
        name="name"
        label="Name"
        autocomplete="off"
        maxLength={120}
        required
        value={refused?.typed.name ?? member.name}
        complaint={complaintOf("name")}
      />
      {member.is_me
        ? (
          <>
            <input type="hidden" name="role" value={member.role} />
            <p>What you may do yourself another administrator changes.</p>
          </>
        )
        : (
          <RoleChoice
            chosen={refused?.typed.role ?? member.role}
            complaint={complaintOf("role")}
          />
        )}
      <button type="submit" class="second" name="do" value="change">Save</button>
    </Section>
  );
}

function Link({ member }: { member: Member }) {
  if (member.state === "off") return null;
  const signsIn = member.state === "signs_in";
  return (
    <Section id="link" title={signsIn ? "A new password" : "Invitation"} member={member}>
      <p>
        {signsIn
          ? "They get a link by mail that works for one hour. Their password stays until they " +
            "have chosen another one."
          : "They get a link by mail that works for 24 hours. One that went before works no more."}
      </p>
      <button type="submit" class="second" name="do" value="link">
        {signsIn
          ? "Mail a link for a new password"
          : member.link === null
          ? "Send an invitation"
          : "Invite again"}
      </button>
    </Section>
  );
}

function SignOut({ member }: { member: Member }) {
  if (member.sessions === 0) return null;
  return (
    <Section id="out" title="Signed in" member={member}>
      <p>
        A phone was lost, or somebody else knows the password? This ends every session at once
        {member.is_me ? ", this one too" : ""}. The password stays.
      </p>
      <button
        type="submit"
        class="second"
        name="do"
        value="out"
        formAction={member.is_me ? "/sign-out?where=everywhere" : undefined}
      >
        Sign out on all devices
      </button>
    </Section>
  );
}

function Switch({ member }: { member: Member }) {
  if (member.state === "off") {
    return (
      <Section id="switch" title="Comes back" member={member}>
        <p>They may sign in again, with the rights above.</p>
        <button type="submit" class="second" name="do" value="on">Switch the login on</button>
      </Section>
    );
  }
  return (
    <Section id="switch" title="Leaves" member={member}>
      <p>
        Their login ends at once, on every device. What they did stays on record under their name.
      </p>
      {member.technician?.active && (
        <p class="notice warn">
          Visits to come stay in{" "}
          {member.technician.name}'s calendar. Whoever leaves the road is switched off as{" "}
          <a href={`/office/technicians/${member.technician.technician_id}`}>a technician</a>, which
          moves those visits and ends the login, too.
        </p>
      )}
      <button type="submit" class="second" name="do" value="off">Switch the login off</button>
    </Section>
  );
}
