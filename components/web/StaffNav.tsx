import type { StaffMember } from "@/lib/web/define.ts";

const OFFICE = [["/office", "Start"], ["/office/contracts", "Contracts"]];
const TECHNICIAN = [["/tech", "My day"]];

/** The ways of whoever is signed in; the one that leads to the page itself is marked. */
export function StaffNav({ staff, path }: { staff: StaffMember; path: string }) {
  const isTechnician = staff.role === "technician";
  return (
    <nav class="office-nav" aria-label={isTechnician ? "My work" : "Office"}>
      {(isTechnician ? TECHNICIAN : OFFICE).map(([href, label]) => (
        <a key={href} href={href} aria-current={href === path ? "page" : "false"}>{label}</a>
      ))}
      <form method="post" action="/sign-out">
        <span>{staff.name}</span> <button type="submit" class="quiet">Sign out</button>
      </form>
    </nav>
  );
}
