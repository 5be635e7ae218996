const ROOMS: [href: string, label: string, says: string][] = [
  [
    "/office/catalogue",
    "Catalogue",
    "What is maintained, how often and for how much; checklists, skills, taxes, call-out rates, holidays.",
  ],
  ["/office/technicians", "Technicians", "Working hours, skills, homes, leave."],
  ["/office/staff", "Staff", "Who signs in, and what they may do."],
  ["/office/reprice", "Prices", "Other fees for contracts that there are already."],
  [
    "/office/nights#kinds",
    "Kinds of work",
    "What comes onto the work list by itself, each on or off.",
  ],
  [
    "/office/messages/kinds",
    "Mail now",
    "Pause all mail or let it go on; what clients are written, as they see it.",
  ],
  ["/office/audit", "Trail", "Who changed what, and when."],
  ["/office/go-live", "Ready to start?", "What is still missing before clients are written to."],
];

/** Where the rest is set. */
export function Rooms() {
  return (
    <section class="box" aria-labelledby="rooms">
      <h2 id="rooms">What else is set</h2>
      <ul class="rooms">
        {ROOMS.map(([href, label, says]) => (
          <li key={href}>
            <a href={href}>{label}</a>
            <small>{says}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
