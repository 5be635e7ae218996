import { z } from "zod";
import {
  amount,
  apartment,
  code,
  date,
  degrees,
  email,
  flag,
  key,
  list,
  name,
  oneOf,
  optional,
  optionalKey,
  optionalText,
  phone,
  price,
  serials,
  text,
  wholeNumber,
} from "./fields.ts";
import { oddPlace } from "./places.ts";
import { mayBeSeveral, readTogether } from "./serials.ts";

/** What the wizard knows about one of the files. */
export interface FileKind {
  /** Also `import_files.kind`. */
  kind: string;
  fileName: string;
  /** Without an optional file everything else works. */
  isOptional?: boolean;
  /** The column that names a row; a second row of the same name is refused. */
  key?: string;
  /** Names that differ only in case are the same. */
  foldsKey?: boolean;
  columns: Record<string, z.ZodType<unknown, string>>;
  /** Columns of what a row is a line of, the one that names it first. */
  order?: readonly string[];
  /** Columns whose unusable values are left out with a word, because the row is worth more than they are. */
  dispensable?: readonly string[];
  /** Why a row whose fields are fine makes no sense. */
  refuse?(values: Values): string | undefined;
  /** What had to be left out of a row that is kept, or was read with some freedom; may change the values. */
  leaveOut?(values: Values): string | undefined;
}

export type Values = Record<string, unknown>;

/** More units on one line than this is a slip of the keyboard. */
const MOST_UNITS = 999;

/** The files in the order in which they build on each other: how far away a client lives counts from technicians. */
export const FILE_KINDS: readonly FileKind[] = [
  {
    kind: "equipment_categories",
    fileName: "equipment_categories.csv",
    key: "code",
    columns: {
      code,
      name: text,
      equipment_class: oneOf("mobility", "lift_elevating"),
      safety_critical: flag,
      maintenance_enabled: flag,
      identity: oneOf("serial", "line"),
      maintenance_interval_months: optional(wholeNumber(1, 60)),
      maintenance_fee: optional(amount),
      required_skill: optional(code),
      visit_minutes: optional(wholeNumber(1, 720)),
    },
    refuse(values) {
      if (!values.maintenance_enabled) return;
      const missing = [
        "maintenance_interval_months",
        "maintenance_fee",
        "required_skill",
        "visit_minutes",
      ].filter((column) => values[column] === null);
      if (missing.length > 0) return `An enabled category needs ${missing.join(", ")}`;
    },
  },
  {
    kind: "device_type_map",
    fileName: "device_type_map.csv",
    isOptional: true,
    key: "device_type",
    foldsKey: true,
    columns: { device_type: text, category_code: optionalText(100) },
    dispensable: ["category_code"],
  },
  {
    kind: "products",
    fileName: "products.csv",
    key: "sku",
    columns: {
      sku: key,
      name: text,
      category_code: optionalText(100),
      maintenance_enabled: optional(flag, "flag"),
      unit_kind: optional(oneOf("base", "accessory", "part", "rental", "service"), "text"),
      list_price: optional(amount),
      maintenance_interval_months: optional(wholeNumber(1, 60)),
      maintenance_fee: optional(amount),
    },
    dispensable: ["category_code"],
  },
  {
    kind: "technicians",
    fileName: "technicians.csv",
    columns: {
      name,
      email,
      home_latitude: optional(degrees(90)),
      home_longitude: optional(degrees(180)),
      skills: list,
    },
    dispensable: ["email", "home_latitude", "home_longitude"],
    refuse({ skills }) {
      const bad = (skills as string[]).find((skill) => !code.safeParse(skill).success);
      if (bad !== undefined) return `skills: "${bad}" is not a code`;
    },
    leaveOut: (values) => leaveOutOddPlace(values, "home_latitude", "home_longitude"),
  },
  {
    kind: "customers",
    fileName: "customers.csv",
    key: "customer_ref",
    columns: {
      customer_ref: key,
      name,
      email,
      phone,
      street: optionalText(200),
      unit: apartment,
      city: optionalText(100),
      province: optionalText(60),
      postal_code: optionalText(20),
      latitude: optional(degrees(90)),
      longitude: optional(degrees(180)),
    },
    dispensable: [
      "email",
      "phone",
      "street",
      "unit",
      "city",
      "province",
      "postal_code",
      "latitude",
      "longitude",
    ],
    leaveOut: (values) => leaveOutOddPlace(values, "latitude", "longitude"),
  },
  {
    kind: "sales_order_lines",
    fileName: "sales_order_lines.csv",
    columns: {
      order_number: key,
      line_ref: key,
      order_state: oneOf("draft", "sale", "done", "cancel"),
      order_date: optional(date, "date"),
      commitment_date: optional(date, "date"),
      delivery_date: optional(date, "date"),
      invoice_date: optional(date, "date"),
      customer_ref: optionalKey,
      sku: optionalKey,
      description: optionalText(500),
      quantity: wholeNumber(-MOST_UNITS, MOST_UNITS),
      unit_price: optional(price),
      serial_numbers: serials,
    },
    order: ["order_number", "order_state", "order_date", "commitment_date", "customer_ref"],
    dispensable: ["description"],
    leaveOut: takeSerialsApart,
  },
  {
    kind: "device_claims",
    fileName: "device_claims.csv",
    isOptional: true,
    columns: {
      claim_ref: key,
      funder: optionalText(100),
      customer_ref: optionalKey,
      device_type: optionalText(200),
      sku: optionalKey,
      serial_number: optionalKey,
      adp_delivery_date: optional(date, "date"),
      invoice_date: optional(date, "date"),
      order_date: optional(date, "date"),
    },
    dispensable: ["funder", "device_type"],
  },
  {
    kind: "technician_jobs",
    fileName: "technician_jobs.csv",
    isOptional: true,
    key: "job_ref",
    // Who and when is read where technicians and the company's clock are known: a row that is refused here would have
    // no name, and its job would seem to be gone.
    columns: {
      job_ref: key,
      technician: optionalText(254),
      starts_at: optionalText(40),
      ends_at: optionalText(40),
      task_type: optional(oneOf("repair", "delivery", "assessment", "other"), "text"),
      title: optionalText(200),
      customer_ref: optionalKey,
      street: optionalText(200),
      city: optionalText(100),
      postal_code: optionalText(20),
      job_state: optional(oneOf("planned", "cancelled"), "text"),
    },
    dispensable: [
      "technician",
      "starts_at",
      "ends_at",
      "task_type",
      "title",
      "customer_ref",
      "street",
      "city",
      "postal_code",
    ],
  },
];

function leaveOutOddPlace(values: Values, latitude: string, longitude: string): string | undefined {
  const [north, east] = [values[latitude] as number | null, values[longitude] as number | null];
  if (north === null && east === null) return undefined;
  const oddity = north === null || east === null ? undefined : oddPlace(north, east);
  if (north !== null && east !== null && oddity === undefined) return undefined;
  values[latitude] = values[longitude] = null;
  if (oddity !== undefined) return `the place ${north}, ${east} ${oddity} and was left out`;
  return `half a place, ${north === null ? longitude : latitude} ${north ?? east}, was left out`;
}

function takeSerialsApart(values: Values): string | undefined {
  const [serials, units] = [values.serial_numbers as string[], values.quantity as number];
  if (units > 0 && serials.length > units) {
    return `${serials.length} serial numbers for a quantity of ${units}: only the first are used`;
  }
  if (units < 2 || serials.length !== 1 || !mayBeSeveral(serials[0])) return undefined;
  const parts = readTogether(serials[0], units);
  values.serial_numbers = parts ?? serials;
  return `serial_numbers "${serials[0]}" was read as ${
    parts?.length ?? 1
  } for a quantity of ${units}`;
}
