import FindBox from "@/islands/FindBox.tsx";
import Keys from "@/islands/Keys.tsx";
import type { Company } from "@/lib/database/shapes.ts";
import { initialsOf } from "@/lib/text/names.ts";
import type { StaffMember, Waiting } from "@/lib/web/define.ts";

/** A room of the office: where it is, what it is called, and how much there waits for somebody. */
interface Place {
  href: string;
  label: string;
  count?: (waiting: Waiting) => { number: number; told: string };
  /** It is there only while something waits in it. */
  isOnlyWhile?: true;
}

/** Where the office goes all day, where its records are, and what runs the place. */
const PLACES: Place[][] = [
  [
    { href: "/office", label: "Today" },
    { href: "/office/board", label: "Board" },
    {
      href: "/office/work",
      label: "Work list",
      count: ({ activities, urgent }) => ({
        number: activities,
        told: ` due, ${urgent} of them urgent`,
      }),
    },
  ],
  [
    {
      href: "/office/conflicts",
      label: "Questions",
      count: ({ conflicts }) => ({ number: conflicts, told: " of imports to decide" }),
      isOnlyWhile: true,
    },
    { href: "/office/clients", label: "Clients" },
    { href: "/office/contracts", label: "Contracts" },
    { href: "/office/orders", label: "Orders" },
    { href: "/office/visits", label: "Visits" },
    { href: "/office/repairs", label: "Repairs" },
    { href: "/office/invoices", label: "Invoices" },
    {
      href: "/office/messages",
      label: "Messages",
      count: ({ messages }) => ({ number: messages, told: " to decide about" }),
    },
  ],
  [
    { href: "/office/technicians", label: "Technicians" },
    { href: "/office/catalogue", label: "Catalogue" },
    { href: "/office/enrol", label: "Enrolment" },
    { href: "/office/reprice", label: "Prices" },
    { href: "/office/imports", label: "Imports" },
    { href: "/office/nights", label: "Nights" },
    { href: "/office/settings", label: "Settings" },
  ],
];

/** What stands around each page of the office: who we are, one box that finds anything, who is signed in, the rooms. */
export function OfficeShell({ company, staff, path, typed }: {
  company: Company;
  staff: StaffMember;
  path: string;
  /** What is looked for on this page. */
  typed: string;
}) {
  return (
    <>
      <header class="bar">
        <button class="menu-button second" type="button" popoverTarget="places">Menu</button>
        <a class="brand" href="/office" aria-current="false">{company.name}</a>
        <FindBox typed={typed} />
        <Keys />
        <details class="who-is-it">
          <summary>
            <span class="initials" aria-hidden="true">{initialsOf(staff.name)}</span>
            <span class="name">{staff.name}</span>
            <span class="unseen">, your menu</span>
          </summary>
          <form method="post" action="/sign-out">
            <button type="submit" class="quiet">Sign out</button>
            <button type="submit" class="quiet" formAction="/sign-out?where=everywhere">
              Sign out on all devices
            </button>
          </form>
        </details>
      </header>
      <nav class="side" id="places" popover="auto" aria-label="Office">
        {PLACES.map((places) => (
          <ul key={places[0].href}>
            {places.filter((place) => isThere(place, path, staff.waiting)).map((place) => (
              <li key={place.href}>
                <Way place={place} path={path} waiting={staff.waiting} />
              </li>
            ))}
          </ul>
        ))}
      </nav>
    </>
  );
}

/** A room is current on its own page and, since that is where one stands, on each page inside it. */
function currentOf({ href }: Place, path: string): "page" | "true" | "false" {
  if (href === path) return "page";
  return href !== "/office" && path.startsWith(`${href}/`) ? "true" : "false";
}

/** Whether a room is shown: where one stands it is. */
const isThere = (place: Place, path: string, waiting: Waiting | null) =>
  !place.isOnlyWhile || currentOf(place, path) !== "false" ||
  (waiting !== null && (place.count?.(waiting).number ?? 0) > 0);

function Way({ place, path, waiting }: { place: Place; path: string; waiting: Waiting | null }) {
  const { number, told } = (waiting && place.count?.(waiting)) ?? { number: 0, told: "" };
  return (
    <a href={place.href} aria-current={currentOf(place, path)}>
      {place.label}
      {number > 0 && (
        <span class="count">
          {number}
          <span class="unseen">{told}</span>
        </span>
      )}
    </a>
  );
}
