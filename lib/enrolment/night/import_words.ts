/** How what an import changed is called. */
import { hourText, isDay, monthDayText, unbroken } from "@/lib/text/dates.ts";

interface Group {
  change_kind: string;
  subject: string;
  field: string | null;
}

const FOLLOWED: Record<string, string> = {
  enrolled: "Enrolled as new sale",
  due_moved: "Due date moved",
  ended: "Contract cancelled",
  job_placed: "Job elsewhere put on the calendar",
  job_moved: "Job elsewhere moved",
  job_gone: "Job elsewhere taken off the calendar",
};

const SUBJECTS: Record<string, string> = {
  customers: "client",
  sales_orders: "order",
  sales_order_lines: "order line",
  device_claims: "device claim",
  products: "product",
  technicians: "technician",
  equipment_categories: "equipment category",
  device_types: "device type",
};

const FIELDS: Record<string, string> = {
  email: "E-mail",
  phone: "Phone",
  name: "Name",
  street: "Street",
  unit: "Apartment",
  city: "City",
  province: "Province",
  postal_code: "Postal code",
  state: "State",
  order_date: "Order date",
  commitment_date: "Promised day",
  delivery_date: "Delivery date",
  invoice_date: "Invoice date",
  quantity: "Quantity",
  serial_numbers: "Serial numbers",
  serial_number: "Serial number",
  product: "Product",
  list_price: "List price",
  unit_price: "Price",
};

/** "Phone of client corrected", "New order line". */
export function groupTitle({ change_kind, subject, field }: Group): string {
  if (change_kind in FOLLOWED) return FOLLOWED[change_kind];
  const what = SUBJECTS[subject] ?? subject.replaceAll("_", " ");
  if (change_kind === "added") return `New ${what}`;
  const named = field === null ? "Something" : FIELDS[field] ?? sentence(field);
  const whose = ["customers", "technicians"].includes(subject) && field !== null
    ? named
    : `${named} of ${what}`;
  return change_kind === "kept" ? `${whose}: kept as corrected here` : `${whose} corrected`;
}

const sentence = (field: string) =>
  field.charAt(0).toUpperCase() + field.slice(1).replaceAll("_", " ");

/** What other systems call the states of an order. */
const STATES: Record<string, string> = {
  draft: "draft",
  sale: "confirmed",
  done: "delivered",
  cancel: "cancelled",
};

/** Days and times among other words, as people write them: "2026-12-29 09:00, Dana". */
export function readable(text: string): string {
  return text.replace(/\b(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?\b/g, (all, day, time) => {
    if (!isDay(day)) return all;
    const said = `${monthDayText(day)}, ${day.slice(0, 4)}`;
    return unbroken(time === undefined ? said : `${said}, ${hourText(time)}`);
  });
}

/** A value of a change, as people read it. */
export function valueText(
  { change_kind, subject, field }: Group,
  value: string,
): string {
  if (subject === "sales_orders" && field === "state") return STATES[value] ?? value;
  return `${change_kind === "enrolled" ? "due " : ""}${readable(value)}`;
}

interface Sums {
  files: { state: string }[];
  groups: { change_kind: string; count: number }[];
  conflicts: unknown[];
}

/** "4 of 5 files taken in. 11 things changed by themselves, 4 wait for a person, 1 file was held back." */
export function runSentence({ files, groups, conflicts }: Sums): string {
  const taken = files.filter(({ state }) => state === "finished").length;
  const held = files.filter(({ state }) => state === "held").length;
  const changed = groups.filter(({ change_kind }) => change_kind !== "kept")
    .reduce((sum, { count }) => sum + count, 0);
  const parts = [
    changed === 0
      ? "Nothing changed"
      : changed === 1
      ? "1 thing changed by itself"
      : `${changed.toLocaleString("en-CA")} things changed by themselves`,
    conflicts.length === 0
      ? null
      : conflicts.length === 1
      ? "1 waits for a person"
      : `${conflicts.length.toLocaleString("en-CA")} wait for a person`,
    held === 0 ? null : held === 1 ? "1 file was held back" : `${held} files were held back`,
  ].filter((part) => part !== null);
  return `${taken} of ${files.length} ${files.length === 1 ? "file" : "files"} taken in. ${
    parts.join(", ")
  }.`;
}

/** "device_claims.csv lost 14 % of its rows (139 the last time, 119 now)" */
export function heldFileText(
  { file_name, rows, rows_before }: { file_name: string; rows: number; rows_before: number | null },
): string {
  if (!rows_before) return `${file_name} has fewer rows than the last time`;
  const lost = Math.round((1 - rows / rows_before) * 100);
  const count = (number: number) => number.toLocaleString("en-CA");
  return `${file_name} lost ${lost} % of its rows (${count(rows_before)} the last time, ${
    count(rows)
  } now)`;
}

/** What was decided just now, by what it came to. */
export function decidedText(deed: string, status: string): string | null {
  const done: Record<string, string> = {
    use: "They are enrolled.",
    leave: "They are not enrolled. Everything else was taken in.",
    use_file: "The file was used as it is.",
    drop_file: "The file was left out.",
  };
  if (!(deed in done)) return null;
  if (status === "refused") {
    return "Somebody decided this already, or a file has to be decided first. This is how it stands.";
  }
  return status === "held" ? `${done[deed]} Something else still waits, see below.` : done[deed];
}
