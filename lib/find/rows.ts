import { dayOf, shortDayText, timeText } from "@/lib/text/dates.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { certificateText } from "@/lib/text/visits.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import type { Found, Group, Kind, Row, Standing } from "./found.ts";
import { marked, type Piece } from "./marked.ts";

/** One thing that was found, as it is listed. */
export interface FoundRow {
  href: string;
  name: Piece[];
  /** What tells it apart, and by what it was found. */
  about: Piece[];
  mark: Mark | null;
}

/** The first things of one kind, and how many there are. */
export interface FoundGroup {
  kind: Kind;
  label: string;
  count: number;
  rows: FoundRow[];
}

export const LABELS: Record<Kind, string> = {
  client: "Clients",
  unit: "Serial numbers",
  activity: "Work list",
  contract: "Contracts",
  visit: "Visits",
  invoice: "Invoices",
  certificate: "Certificates",
  order: "Orders",
};

/** What was found as it is listed, what was typed marked in it. */
export function groupsOf({ groups }: Found, typed: string, zone: string): FoundGroup[] {
  return groups.map((group) => ({
    kind: group.kind,
    label: LABELS[group.kind],
    count: group.count,
    rows: plainRowsOf(group, zone).map(({ href, name, about, mark }) => ({
      href,
      name: marked(name, typed),
      about: marked(about.filter(Boolean).join(" · "), typed),
      mark,
    })),
  }));
}

interface PlainRow {
  href: string;
  name: string;
  about: (string | null | false)[];
  mark: Mark | null;
}

function plainRowsOf(group: Group, zone: string): PlainRow[] {
  switch (group.kind) {
    case "client":
      return group.rows.map((row) => clientRow(row, zone));
    case "unit":
      return group.rows.map(unitRow);
    case "activity":
      return group.rows.map(activityRow);
    case "contract":
      return group.rows.map((row) => contractRow(row, zone));
    case "visit":
      return group.rows.map((row) => visitRow(row, zone));
    case "invoice":
      return group.rows.map(invoiceRow);
    case "certificate":
      return group.rows.map(certificateRow);
    case "order":
      return group.rows.map(orderRow);
  }
}

function clientRow(row: Row<"client">, zone: string): PlainRow {
  const { contact, units, next } = row;
  const through = contact && [
    `through ${contact.name}${contact.relation ? `, ${contact.relation}` : ""}`,
    contact.phone ?? contact.email,
  ].filter(Boolean).join(", ");
  return {
    href: `/office/clients/${row.customer_id}`,
    name: row.name,
    about: [
      [row.street, row.city].filter(Boolean).join(", "),
      row.phone,
      ...row.by,
      through,
      units !== 1 && (units === 0 ? "no units" : `${units} units`),
    ],
    mark: row.deceased_on !== null
      ? { text: `Died ${shortDayText(row.deceased_on)}`, shape: "off" }
      : next && standingMark(next, zone, next.product_name),
  };
}

/** How a contract stands: "Overdue since Thu, Nov 12, 2026". */
function standingMark(
  { situation, due_on, booked_for }: Standing,
  zone: string,
  of?: string,
): Mark | null {
  const due = due_on === null ? "" : shortDayText(due_on);
  const marks: Record<Standing["situation"], Mark | null> = {
    overdue: { text: `overdue since ${due}`, shape: "late" },
    not_closed: { text: "visit not closed", shape: "late" },
    due: { text: `due ${due}`, shape: "todo" },
    booked: booked_for === null
      ? null
      : { text: `booked ${momentText(booked_for, zone)}`, shape: "upcoming" },
    later: { text: `due ${due}`, shape: "todo" },
    none: null,
  };
  const mark = marks[situation];
  return mark && { ...mark, text: of ? `${of} ${mark.text}` : capitalized(mark.text) };
}

const momentText = (instant: string, zone: string) =>
  `${shortDayText(dayOf(instant, zone))}, ${timeText(instant, zone)}`;

function unitRow(row: Row<"unit">): PlainRow {
  return {
    href: `/office/units/${row.unit_id}`,
    name: row.serial_number,
    about: [row.product_name, row.customer],
    mark: row.condition === "in_service"
      ? null
      : { text: capitalized(row.condition.replaceAll("_", " ")), shape: "off" },
  };
}

function activityRow(row: Row<"activity">): PlainRow {
  return {
    href: `/office/work/${row.activity_id}`,
    name: `${kindTitle(row.kind)}, ${row.customer}`,
    about: [`due ${shortDayText(row.due_on)}`],
    mark: row.urgent ? { text: "Urgent", shape: "late" } : null,
  };
}

function contractRow(row: Row<"contract">, zone: string): PlainRow {
  return {
    href: `/office/contracts/${row.contract_id}`,
    name: row.product_name,
    about: [row.customer, row.serial_number && `serial ${row.serial_number}`],
    mark: row.state === "active"
      ? standingMark(row, zone)
      : { text: capitalized(row.state), shape: "off" },
  };
}

const VISITS: Record<string, Mark> = {
  scheduled: { text: "Booked", shape: "upcoming" },
  in_progress: { text: "The technician is there", shape: "upcoming" },
  done: { text: "Done", shape: "done" },
  no_show: { text: "Nobody home", shape: "missed" },
  not_completed: { text: "Could not be done", shape: "missed" },
  needs_rescheduling: { text: "Gets another time", shape: "late" },
  cancelled: { text: "Cancelled", shape: "off" },
  reversed: { text: "Taken back", shape: "off" },
};

function visitRow(row: Row<"visit">, zone: string): PlainRow {
  return {
    href: `/office/visits/${row.visit_id}`,
    name: `${momentText(row.at, zone)}, ${row.customer}`,
    about: [row.product_name, row.technician],
    mark: VISITS[row.state] ?? null,
  };
}

function invoiceRow(row: Row<"invoice">): PlainRow {
  return {
    href: `/office/invoices/${row.invoice_id}`,
    name: `${row.number}, ${row.customer}`,
    about: [
      row.kind === "credit_note" && "credit note",
      row.total === null ? null : moneyText(row.total),
    ],
    mark: invoiceMark(row),
  };
}

function invoiceMark({ state, balance }: Row<"invoice">): Mark | null {
  if (state === "void") return { text: "Void", shape: "off" };
  if (balance === null) return null;
  return Number(balance) > 0
    ? { text: `${moneyText(balance)} open`, shape: "late" }
    : { text: "Paid", shape: "done" };
}

function certificateRow(row: Row<"certificate">): PlainRow {
  return {
    href: `/office/visits/${row.visit_id}`,
    name: `${row.number}, ${row.customer}`,
    about: [`visit of ${shortDayText(row.service_on)}`],
    mark: {
      text: capitalized(certificateText(row)),
      shape: row.state === "current" ? "done" : "off",
    },
  };
}

function orderRow(row: Row<"order">): PlainRow {
  return {
    href: `/office/orders/${row.order_id}`,
    name: `${row.order_number}, ${row.customer}`,
    about: [row.order_date && `ordered ${shortDayText(row.order_date)}`],
    mark: null,
  };
}
