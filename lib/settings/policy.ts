import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape } from "@/lib/database/shapes.ts";
import { type Refusal, refusalOf, savedShape } from "./answers.ts";
import { type Choices, POLICY, POLICY_KINDS, type PolicyName } from "./policy_fields.ts";
import { checklistShape } from "./checklist_lines.ts";
import { lastChangeShape } from "./save.ts";
import { type Values, valueShape, valuesOf } from "./values.ts";

/** A category's columns, and what its policy comes to. */
export const policyShape = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  maintenance_enabled: z.boolean(),
  interval_months: z.number().nullable(),
  fee: amountShape.nullable(),
  visit_minutes: z.number().nullable(),
  certificate_months: z.number().nullable(),
  safety_critical: z.boolean(),
  with_tax: amountShape.nullable(),
  tax_name: z.string().nullable(),
  skill: z.string().nullable(),
  technicians: z.number(),
}).catchall(valueShape);
export type Policy = z.infer<typeof policyShape>;

const reachShape = z.object({
  /** That go on; the next three count those of them that a policy says otherwise about. */
  contracts: z.number(),
  other_fee: z.number(),
  other_interval: z.number(),
  other_tax: z.number(),
  lowest_fee: amountShape.nullable(),
  highest_fee: amountShape.nullable(),
  /** Begun in the last thirty days. */
  lately: z.number(),
  /** Visits to come, and those of them that lie in the season without visits. */
  visits: z.number(),
  in_winter: z.number(),
  /** Products with a policy of their own. */
  own_products: z.number(),
});
export type Reach = z.infer<typeof reachShape>;

const namedShape = z.array(z.object({ id: z.string(), name: z.string() }));

const pageShape = z.object({
  policy: policyShape,
  reach: reachShape,
  checklist: checklistShape.nullable(),
  last_change: lastChangeShape,
  categories: z.array(z.object({ id: z.string(), name: z.string(), is_on: z.boolean() })),
  skills: namedShape,
  tax_codes: namedShape,
  services: namedShape,
});
export type PolicyPage = z.infer<typeof pageShape>;

/** A category with its policy. */
export async function readPolicy(rpc: Rpc, category_id: string): Promise<PolicyPage> {
  return pageShape.parse(await rpc("policy_page", { category_id }));
}

/** What can be chosen for a policy. */
export function choicesOf({ skills, tax_codes, services }: PolicyPage): Choices {
  const named = (rows: z.infer<typeof namedShape>, none: string) => ({
    "": none,
    ...Object.fromEntries(rows.map(({ id, name }) => [id, name])),
  });
  return {
    required_skill_id: named(skills, "None yet"),
    tax_code_id: named(tax_codes, "None yet"),
    service_product_id: named(services, "Maintenance visit"),
  };
}

const differShape = savedShape.extend({
  was: policyShape.optional(),
  new: policyShape.optional(),
  reach: reachShape.optional(),
});

/** What a policy would come to beside what it is, and whom that is about. */
export interface Differ {
  was: Policy;
  new: Policy;
  reach: Reach;
}

/** What came of it: what differs, tried or saved, or why it was refused. */
export type Tried = { ok: true; differ: Differ } | { ok: false; refused: Refusal };

/** Tries what was typed, or saves it. */
export async function savePolicy(
  rpc: Rpc,
  category_id: string,
  { typed, shown, isTrial, zone }: {
    typed: Record<string, string>;
    shown: Values | undefined;
    isTrial: boolean;
    zone: string;
  },
): Promise<Tried> {
  const fields = valuesOf(typed, POLICY_KINDS);
  const answer = differShape.parse(
    await rpc("save_policy", { category_id, fields, shown, dry_run: isTrial }),
  );
  const refused = refusalOf(answer, (field) => POLICY[field as PolicyName]?.complaint, zone);
  if (refused !== null) return { ok: false, refused };
  return { ok: true, differ: { was: answer.was!, new: answer.new!, reach: answer.reach! } };
}
