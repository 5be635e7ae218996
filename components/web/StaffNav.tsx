import { phoneHref } from "@/lib/text/phone.ts";
import type { StaffMember } from "@/lib/web/define.ts";
import { SendingState } from "./SendingState.tsx";

const WAYS = [["/tech", "Today"], ["/tech/week", "Week"]];

/** The ways of a technician; the one that leads to the page itself is marked. */
export function StaffNav(
  { staff, path, phone }: { staff: StaffMember; path: string; phone: string },
) {
  return (
    <nav class="staff-nav" aria-label="My work">
      {WAYS.map(([href, label]) => (
        <a key={href} href={href} aria-current={href === path ? "page" : "false"}>{label}</a>
      ))}
      {phone !== "" && <a href={phoneHref(phone)} aria-current="false">Call the office</a>}
      <SendingState />
      <form method="post" action="/sign-out">
        <span>{staff.name}</span> <button type="submit" class="quiet">Sign out</button>
      </form>
    </nav>
  );
}
