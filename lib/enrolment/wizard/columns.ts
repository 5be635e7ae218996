/** What the files are called, and their columns, as the office reads them. */
import { refusalOf } from "@/lib/enrolment/reading/remedies.ts";

const KINDS: Record<string, { title: string; holds: string }> = {
  equipment_categories: { title: "Categories", holds: "kinds of equipment with their policies" },
  device_type_map: { title: "Device types", holds: "what funders call devices" },
  products: { title: "Products", holds: "what is sold" },
  technicians: { title: "Technicians", holds: "who works where" },
  customers: { title: "Clients", holds: "clients with their addresses" },
  sales_order_lines: { title: "Sold lines", holds: "what was sold to whom" },
  device_claims: { title: "Funded devices", holds: "what a funder paid for" },
  technician_jobs: { title: "Technicians' jobs", holds: "work of another calendar" },
};

/** "Sold lines" */
export const kindTitle = (kind: string): string => KINDS[kind]?.title ?? kind;

const COLUMNS: Record<string, string> = {
  code: "Code",
  name: "Name",
  equipment_class: "Class of equipment",
  safety_critical: "Safety critical",
  maintenance_enabled: "Gets maintenance",
  identity: "Told apart by (serial or line)",
  maintenance_interval_months: "Months between visits",
  maintenance_fee: "Fee of a visit",
  required_skill: "Skill that is needed",
  visit_minutes: "Minutes of a visit",
  device_type: "Device type",
  category_code: "Category",
  sku: "Product number",
  unit_kind: "Kind (base unit, accessory, …)",
  list_price: "Price",
  email: "E-mail",
  home_latitude: "Latitude of the home",
  home_longitude: "Longitude of the home",
  skills: "Skills",
  customer_ref: "Client number",
  phone: "Phone",
  address: "Whole address in one cell",
  street: "Street",
  unit: "Apartment",
  city: "City",
  province: "Province",
  postal_code: "Postal code",
  latitude: "Latitude",
  longitude: "Longitude",
  order_number: "Order number",
  line_ref: "Line number",
  order_state: "State of the order",
  order_date: "Ordered on",
  commitment_date: "Promised for",
  delivery_date: "Delivered on",
  invoice_date: "Invoiced on",
  description: "Description",
  quantity: "Quantity",
  unit_price: "Price of one",
  serial_numbers: "Serial numbers",
  claim_ref: "Claim number",
  funder: "Funder",
  serial_number: "Serial number",
  adp_delivery_date: "Delivered on",
  job_ref: "Job number",
  technician: "Technician",
  starts_at: "Begins",
  ends_at: "Ends",
  task_type: "Kind of job",
  title: "Title",
  job_state: "State of the job",
};

/** "Client number" */
export const columnTitle = (column: string): string =>
  COLUMNS[column] ?? column.replaceAll("_", " ");

/** A rejected row as it is shown: which column, what is wrong with it, and what the file says there. */
export interface Complaint {
  what: string;
  says: string;
  /** What to do about it, in a sentence; empty where the complaint says so itself, or nobody can tell. */
  remedy: string;
}

/** `quantity "two" is not a whole number` → "Quantity is not a whole number", “two”. */
export function complaintOf(problem: string): Complaint {
  const { remedy: found } = refusalOf({ file: "", line: 0, reason: problem });
  const remedy = found === undefined || problem.includes(found) ? "" : `${found}.`;
  const told = problem.match(/^([a-z_]+) "(.*)" (.+)$/s);
  if (told && told[1] in COLUMNS) {
    return { what: `${columnTitle(told[1])} ${told[3]}`, says: told[2], remedy };
  }
  const empty = problem.match(/^([a-z_]+) is empty$/);
  if (empty && empty[1] in COLUMNS) {
    return { what: `${columnTitle(empty[1])} is empty`, says: "", remedy };
  }
  return { what: problem, says: "", remedy };
}
