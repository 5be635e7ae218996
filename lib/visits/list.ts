import * as z from "zod";
import { instantShape } from "@/lib/database/shapes.ts";
import { firstToldText, timeStamp } from "@/lib/text/dates.ts";
import type { Choice, List, ListRows } from "@/lib/web/lists.ts";
import { VISIT_STATES } from "./shapes.ts";

/** A row of the list: `private.visit_listed`. */
const rowShape = z.object({
  visit_id: z.string(),
  state: z.enum(VISIT_STATES),
  starts_at: instantShape,
  ends_at: instantShape,
  /** Its time has passed, and nobody said what became of it. */
  not_closed: z.boolean(),
  customer_id: z.string(),
  customer: z.string(),
  phone: z.string().nullable(),
  city: z.string().nullable(),
  unit_id: z.string(),
  category: z.string(),
  product_name: z.string().nullable(),
  serial_number: z.string().nullable(),
  /** What tells the unit from others of its kind at the same client's; null for the only one. */
  told_apart: z.string().nullable(),
  technician: z.string().nullable(),
});
export type VisitRow = z.infer<typeof rowShape>;

/** What is still to be done is read from the next on, what is over from the last back. */
const AHEAD = ["to_come", "today", "scheduled", "not_closed", "needs_rescheduling"];

export const visitList: List<VisitRow> = {
  name: "visits",
  one: "visit",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_visits", { filters, sort, after, most, counted }),
  part: {
    name: "state",
    as: "state",
    label: "State",
    parts: [
      { value: "today", label: "Today" },
      { value: "to_come", label: "To come" },
      { value: "scheduled", label: "Booked" },
      { value: "not_closed", label: "Not closed" },
      { value: "needs_rescheduling", label: "Needs another time" },
      { value: "done", label: "Done" },
      { value: "no_show", label: "Nobody home" },
      { value: "not_completed", label: "Could not be done" },
      { value: "cancelled", label: "Cancelled" },
      { value: "reversed", label: "Taken back" },
    ],
  },
  filters: [
    {
      name: "q",
      as: "search",
      label: "In this list",
      kind: "search",
      hint: "Name, phone, e-mail, postal code, serial, order",
    },
    {
      name: "technician",
      as: "technician",
      label: "Technician",
      kind: "choice",
      pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    },
    { name: "from", as: "from", label: "From", kind: "day" },
    { name: "to", as: "until", label: "To", kind: "day" },
    { name: "told", as: "told", label: "First told", kind: "day", says: firstToldText },
    {
      name: "first",
      as: "booked_by",
      label: "First booked by",
      kind: "choice",
      choices: [{ value: "client", label: "the client" }, { value: "office", label: "the office" }],
      says: (who) => `First booked by the ${who}`,
    },
  ],
  columns: [
    { key: "when", label: "When", sort: "start" },
    { key: "state", label: "State" },
    { key: "client", label: "Client" },
    { key: "phone", label: "Phone" },
    { key: "unit", label: "Unit" },
    { key: "technician", label: "Technician" },
  ],
  names: ["when", "client", "unit"],
  usualSort: ({ state, from }) => from || AHEAD.includes(state) ? "start" : "-start",
  file: [
    ["Start", ({ starts_at }, zone) => timeStamp(starts_at, zone)],
    ["End", ({ ends_at }, zone) => timeStamp(ends_at, zone)],
    [
      "State",
      ({ state, not_closed }) => not_closed ? "not closed" : state.replaceAll("_", " "),
    ],
    ["Client", ({ customer }) => customer],
    ["Phone", ({ phone }) => phone ?? ""],
    ["City", ({ city }) => city ?? ""],
    ["Kind", ({ category }) => category],
    ["Product", ({ product_name }) => product_name ?? ""],
    ["Serial number", ({ serial_number }) => serial_number ?? ""],
    ["Unit", ({ told_apart }) => told_apart ?? ""],
    ["Technician", ({ technician }) => technician ?? ""],
  ],
};

const bringsShape = z.object({
  technicians: z.array(z.object({ technician_id: z.string(), name: z.string() })),
});

/** Everybody whose visits can be asked for. */
export function technicianChoices({ more }: ListRows<VisitRow>): Choice[] {
  return bringsShape.parse(more).technicians
    .map(({ technician_id, name }) => ({ value: technician_id, label: name }));
}
