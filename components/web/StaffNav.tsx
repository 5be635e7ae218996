import { phoneHref } from "@/lib/text/phone.ts";
import type { StaffMember } from "@/lib/web/define.ts";

const OFFICE = [["/office", "Start"], ["/office/contracts", "Contracts"]];
const TECHNICIAN = [["/tech", "Today"], ["/tech/week", "Week"]];

/**
 * The ways of whoever is signed in; the one that leads to the page itself is marked.
 *
 * @param phone the office's, where no other part of the page has it
 */
export function StaffNav(
  { staff, path, phone = "" }: { staff: StaffMember; path: string; phone?: string },
) {
  const isTechnician = staff.role === "technician";
  return (
    <nav class="office-nav" aria-label={isTechnician ? "My work" : "Office"}>
      {(isTechnician ? TECHNICIAN : OFFICE).map(([href, label]) => (
        <a key={href} href={href} aria-current={href === path ? "page" : "false"}>{label}</a>
      ))}
      {phone !== "" && <a href={phoneHref(phone)} aria-current="false">Call the office</a>}
      <form method="post" action="/sign-out">
        <span>{staff.name}</span> <button type="submit" class="quiet">Sign out</button>
      </form>
    </nav>
  );
}
