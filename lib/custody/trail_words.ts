import { dayOf, instantText, isDay, shortDayText, spanText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import type { TrailLine } from "./trail.ts";

/** What a row of a table is called. */
const ROWS: Record<string, string> = {
  activity_calls: "call",
  callout_rates: "call-out rate",
  company_settings: "settings",
  customer_contacts: "contact",
  customers: "client",
  equipment_categories: "policy",
  inspection_certificates: "inspection record",
  invoice_lines: "line of an invoice",
  maintenance_contracts: "contract",
  maintenance_cycles: "cycle",
  maintenance_visits: "visit",
  messages: "mail",
  office_activities: "work of the list",
  skills: "skill",
  staff: "member of staff",
  suppressions: "stopped address",
  technician_hours: "working hours",
  technician_skills: "skill of a technician",
  technician_tasks: "job",
  units: "unit",
};

/** What a row of that table is called, one of it. */
export const rowName = (table: string) =>
  ROWS[table] ?? table.replaceAll("_", " ").replace(/s$/, "");

/** What is done to a row, to choose from. */
export const ACTION_WORDS: Record<TrailLine["action"], string> = {
  insert: "Made",
  update: "Changed",
  delete: "Removed",
  read: "Handed out",
  forget: "Erased",
};

/** Who did it, where nobody was signed in. */
export const MAKER_WORDS: Record<Exclude<TrailLine["by"], "staff">, string> = {
  client: "A client, by a link",
  programme: "The programme",
  database: "The database itself",
};

/** "Changed: contract" */
export function eventTitle({ action, table }: TrailLine): string {
  if (action === "forget") return "Erased what is personal";
  return `${ACTION_WORDS[action]}: ${rowName(table)}`;
}

/** Who made an event. */
export const makerText = ({ by, who }: TrailLine): string =>
  by === "staff" ? who ?? "Somebody who has left" : MAKER_WORDS[by];

const COLUMNS: Record<string, string> = {
  cancelled_reason: "Ended because",
  consent_basis: "Agreed to mail by",
  deceased_on: "Died",
  delivery_mode: "Delivery of mail",
  due_anchor_on: "Cadence since",
  due_on: "Due",
  during: "Time",
  is_on: "On",
  made_by: "By",
  messages_paused: "All mail paused",
  no_charge_until: "No charge until",
  paused_until: "Rests until",
  user_id: "Login",
};

/** What a column is called. */
export const columnName = (column: string) =>
  COLUMNS[column] ?? capitalized(column.replace(/_id$/, "").replaceAll("_", " "));

const MONEY = /(^|_)(fee|amount|price|total|net|balance(_after)?|rounding)$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const RANGE = /^\["(\d{4}-[^"]+)","(\d{4}-[^"]+)"\)$/;
/** What is longer is cut on the page; a download of the client's data has it whole. */
const LONGEST = 160;

/** A value as people read it. */
export function valueText(column: string, value: unknown, zone: string): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") {
    return MONEY.test(column) ? moneyText(value) : value.toLocaleString("en-CA");
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "nothing" : shortened(value.map((each) => wordOf(each)).join(", "));
  }
  if (typeof value === "object") return shortened(JSON.stringify(value));
  const text = String(value);
  const range = RANGE.exec(text);
  if (range) return rangeText(instantOf(range[1]), instantOf(range[2]), zone);
  if (isDay(text)) return shortDayText(text);
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return instantText(text, zone);
  if (ID.test(text)) return `…${text.slice(-6)}`;
  return shortened(text);
}

/** "Tue, May 12, 2026, from 9:00 to 10:30 a.m."; of several days both ends. */
function rangeText(from: string, until: string, zone: string): string {
  const day = dayOf(from, zone);
  return day === dayOf(until, zone)
    ? `${shortDayText(day)}, ${spanText(from, until, zone)}`
    : `${instantText(from, zone)} to ${instantText(until, zone)}`;
}

/** Postgres writes `2026-06-02 13:00:00+00`. */
const instantOf = (text: string) => text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00");

const wordOf = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);

const shortened = (text: string) => text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;

/** One value of an event: the only one of a row, or what it was before and is after. */
export interface Changed {
  column: string;
  label: string;
  /** Undefined for a row that was made, removed or handed out. */
  before?: string;
  after: string;
}

/** What nobody reads: keys, and when the row was made, which the line says. */
const UNREAD = /^(id|created_at|opened_at|.*_key|pdf_sha256|sha256|content_hash)$/;

/** Every value of an event, in the order of its columns; of a row only what is filled. */
export function changesOf({ action, changes }: TrailLine, zone: string): Changed[] {
  return Object.entries(changes)
    .filter(([column, value]) => !UNREAD.test(column) && (action === "update" || isFilled(value)))
    .map(([column, value]) => {
      const text = (part: unknown) => valueText(column, part, zone);
      const label = columnName(column);
      return action === "update" && Array.isArray(value) && value.length === 2
        ? { column, label, before: text(value[0]), after: text(value[1]) }
        : { column, label, after: text(value) };
    });
}

const isFilled = (value: unknown) => value !== null && value !== "" && value !== false;

/** The first values of an event in one line: "Fee $189.00 → $199.00". */
export function changesText(changed: Changed[]): string {
  const told = changed.slice(0, 3).map(({ label, before, after }) =>
    before === undefined ? `${label} ${after}` : `${label} ${before} → ${after}`
  );
  const more = changed.length - told.length;
  return told.join(" · ") + (more > 0 ? ` · and ${more} more` : "");
}

/** The page that shows what an event is about; null where there is none. */
export function aboutHref({ about, table, row_id }: TrailLine): string | null {
  if (about === null) return null;
  if (about.visit_id) return `/office/visits/${about.visit_id}`;
  if (about.contract_id) return `/office/contracts/${about.contract_id}`;
  if (about.invoice_id) return `/office/invoices/${about.invoice_id}`;
  if (about.technician_id) return `/office/technicians/${about.technician_id}`;
  if (table === "units" && row_id) return `/office/units/${row_id}`;
  return about.customer_id ? `/office/clients/${about.customer_id}` : null;
}

const BREAKS: Record<string, string> = {
  "seal missing": "a seal is missing",
  "events changed": "entries were changed",
  "values missing": "personal values are missing that nobody erased as it is done",
  "values changed": "personal values were changed",
};

/** What is wrong at the first broken place. */
export const breakText = (what: string) => BREAKS[what] ?? what;
