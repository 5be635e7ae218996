import { expect } from "expect";
import { type Changes, eventOf, typedIn } from "./life_event.ts";
import { consequencesOf } from "./consequences.ts";

const UNIT = "10000000-0000-4000-8000-000000000011";
const OTHER = "10000000-0000-4000-8000-000000000012";

Deno.test("only the fields of the chosen event are sent", () => {
  const form = new FormData();
  for (
    const [name, value] of [
      ["event", "sold"],
      ["gone", "returned"],
      ["sold_units", UNIT],
      ["sold_units", OTHER],
      ["relative_units", UNIT],
      ["until", "2027-03-15"],
      ["note", " told by Cleo "],
    ]
  ) form.append(name, value);
  expect(eventOf(typedIn(form))).toEqual({
    event: "returned",
    details: { note: "told by Cleo", unit_ids: [UNIT, OTHER] },
  });
});

Deno.test("a new home takes its units along, each as it was chosen", () => {
  expect(eventOf({
    event: "care_home",
    care_home_street: "2 Home Rd",
    care_home_city: "Brampton",
    [`care_home_way_${UNIT}`]: "stays",
    [`care_home_way_${OTHER}`]: "somewhere",
    moved_street: "other",
  })).toEqual({
    event: "care_home",
    details: { street: "2 Home Rd", city: "Brampton", units: { [UNIT]: "stays" } },
  });
});

Deno.test("a relative is somebody new, or the client whose page is named", () => {
  const details = (relative_page: string) =>
    eventOf({ event: "transferred", relative_page })?.details;
  expect(details(`https://x.example/office/clients/${OTHER}?show=mails`)?.to).toBe(OTHER);
  expect(details("https://x.example/")?.to).toBeUndefined();
});

Deno.test("no event is none", () => {
  expect(eventOf({ event: "exploded" })).toBeNull();
});

const NONE: Changes = {
  ended: [],
  goes_on: [],
  rests: [],
  due: [],
  units: [],
  cancelled: [],
  stays: [],
  called_off: [],
  withdrawn: [],
  told: [],
  closed: [],
  opened: [],
};
const about = { name: "Ada Example", units: [], zone: "America/Toronto" };

Deno.test("what follows is told in sentences", () => {
  const contract = { unit_id: UNIT, until: null, due_on: null };
  const visit = { unit_id: UNIT, starts_at: "2026-06-04T13:00:00Z", technician_name: "Tess" };
  const mail = { kind: "reminder", recipient: "ada@example.com" };
  const unit = { unit_id: UNIT, condition: "in_service", owner: "Eve Example", address: null };
  const said = consequencesOf({
    ...NONE,
    ended: [contract],
    rests: [{ ...contract, until: "2027-03-15" }],
    due: [{ ...contract, due_on: "2027-03-29" }],
    cancelled: [visit],
    called_off: [
      { task_type: "repair", starts_at: "2026-06-05T13:00:00Z" },
      { task_type: "other", starts_at: null },
    ],
    units: [unit, { ...unit, condition: "retired" }, {
      ...unit,
      owner: "Ada Example",
      address: "2 Lake Rd",
    }],
    withdrawn: [mail, mail],
    closed: [{ kind: "client_change" }],
  }, about).map((sentence) => sentence.replaceAll("\u00a0", " "));
  expect(said).toEqual([
    "The contract of the unit ends.",
    "The contract of the unit rests until Mon, Mar 15, 2027, and it is due two weeks later at the earliest: nothing is mailed meanwhile.",
    "The unit is due on Mon, Mar 29, 2027.",
    "The visit for the unit on Thu, Jun 4, 2026, 9:00 a.m. with Tess is cancelled.",
    "The repair on Fri, Jun 5, 2026, 9:00 a.m., is cancelled.",
    "The other work is cancelled.",
    "The unit is Eve Example's.",
    "The unit is not in use any more.",
    "The unit is at 2 Lake Rd.",
    "2 mails that wait are not sent.",
    "Nobody is told of this by mail.",
    "On the work list, this closes: Client change.",
  ]);
});

Deno.test("who is told by mail is named", () => {
  const told = [{ kind: "appointment_cancelled", recipient: "ada@example.com" }];
  expect(consequencesOf({ ...NONE, told }, about)).toEqual([
    "A mail goes to ada@example.com: Appointment cancelled.",
  ]);
});
