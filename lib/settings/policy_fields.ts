import type { Database } from "@/lib/database/database.types.ts";
import { moneyText } from "@/lib/text/money.ts";
import { type Kind, type Value, type Values } from "./values.ts";
import { valueText } from "./words.ts";

type Row = Database["public"]["Tables"]["equipment_categories"]["Row"];
/** What a category says of its units and their maintenance. */
export type PolicyName = Exclude<keyof Row, "id" | "code">;

/** A field of a policy, as it is explained beside it. */
export interface PolicyField {
  kind: Kind;
  label: string;
  says?: string;
  complaint: string;
  unit?: string;
  options?: Record<string, string>;
  most?: number;
}

const CHOOSE = "Please choose one.";
const SEASON = "Please enter both days, such as Nov 15, at most 300 days apart, or neither.";

export const POLICY: Record<PolicyName, PolicyField> = {
  name: {
    kind: "text",
    label: "Name",
    says: "What clients read: “Your stair lift is due”.",
    complaint: "Please enter a name.",
    most: 60,
  },
  maintenance_enabled: {
    kind: "switch",
    label: "Maintain these units",
    says: "Every base unit that is sold gets a contract.",
    complaint: "Before this is on, it needs an interval, a fee, a tax, a length and a skill.",
  },
  interval_months: {
    kind: "number",
    label: "Every",
    unit: "months",
    says: "With 6, a unit delivered on March 1 is due on September 1.",
    complaint: "Please enter a number from 1 to 60.",
  },
  fee: {
    kind: "amount",
    label: "Fee before tax",
    unit: "$",
    complaint: "Please enter an amount such as 189.00.",
  },
  tax_code_id: { kind: "choice", label: "Tax", complaint: CHOOSE },
  visit_minutes: {
    kind: "number",
    label: "Visit",
    unit: "minutes",
    says: "On site; the drive comes on top.",
    complaint: "Please enter a number from 1 to 720.",
  },
  required_skill_id: {
    kind: "choice",
    label: "Skill needed",
    says: "Only technicians who have it are offered.",
    complaint: CHOOSE,
  },
  service_product_id: {
    kind: "choice",
    label: "Service on the invoice",
    complaint: CHOOSE,
  },
  identity: {
    kind: "choice",
    label: "Told apart by",
    complaint: CHOOSE,
    options: { serial: "Serial number", line: "Order line, no serial needed" },
  },
  equipment_class: {
    kind: "choice",
    label: "Repairs at the rate of",
    complaint: CHOOSE,
    options: { mobility: "Mobility equipment", lift_elevating: "Lifting and elevating equipment" },
  },
  certificate_months: {
    kind: "number",
    label: "Inspection record lasts",
    unit: "months",
    says: "Only safety-critical units get one.",
    complaint: "Please enter a number from 1 to 60, or leave it empty.",
  },
  safety_critical: {
    kind: "switch",
    label: "Safety-critical",
    says:
      "Every line is answered and somebody signs; a safety line that fails takes the unit out of service.",
    complaint: "",
  },
  installed: {
    kind: "switch",
    label: "Built in",
    says: "Stays where it is when its owner moves; the office is asked. Off: it moves along.",
    complaint: "",
  },
  outdoor: {
    kind: "switch",
    label: "Stands outside",
    says: "A day can be closed for outdoor units alone, such as in an ice storm.",
    complaint: "",
  },
  winter_from: {
    kind: "season",
    label: "No visits in winter, from",
    says: "Such as Nov 15. Leave both days empty to offer times all year.",
    complaint: SEASON,
    most: 12,
  },
  winter_until: {
    kind: "season",
    label: "No visits in winter, until",
    says: "The last such day, such as Apr 15. The office can book all the same.",
    complaint: SEASON,
    most: 12,
  },
};

/** The form's two boxes. */
export const POLICY_BOXES: { key: string; title: string; names: PolicyName[] }[] = [
  {
    key: "when",
    title: "When and how much",
    names: [
      "maintenance_enabled",
      "interval_months",
      "fee",
      "tax_code_id",
      "visit_minutes",
      "winter_from",
      "winter_until",
    ],
  },
  {
    key: "who",
    title: "Who and what",
    names: [
      "required_skill_id",
      "service_product_id",
      "identity",
      "equipment_class",
      "certificate_months",
      "safety_critical",
      "installed",
      "outdoor",
      "name",
    ],
  },
];

export const POLICY_NAMES = POLICY_BOXES.flatMap(({ names }) => names);
export const POLICY_KINDS: Record<string, Kind> = Object.fromEntries(
  Object.entries(POLICY).map(([name, { kind }]) => [name, kind]),
);

/** What can be chosen, by field and value. */
export type Choices = Partial<Record<PolicyName, Record<string, string>>>;

/** A policy's value as it is read: "6 months", "$189.00", "HST 13 %". */
export function policyText(name: PolicyName, value: Value | undefined, choices: Choices): string {
  const { kind, unit, options = choices[name] } = POLICY[name];
  if (options !== undefined) return options[String(value ?? "")] ?? "nothing";
  const text = valueText(kind, value);
  if (text === "nothing" || unit === "$") return text;
  return unit ? `${text} ${unit}` : text;
}

/** Of these the fields in which two policies differ. */
export function differing(one: Values, other: Values): PolicyName[] {
  return POLICY_NAMES.filter((name) => {
    const [a, b] = [one[name] ?? null, other[name] ?? null];
    return POLICY[name].kind === "amount" && a !== null && b !== null
      ? moneyText(a as number) !== moneyText(b as number)
      : a !== b;
  });
}
