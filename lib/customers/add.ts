import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { listText } from "@/lib/text/names.ts";
import { readPhone } from "@/lib/text/read_phone.ts";
import { textOf } from "@/lib/web/forms.ts";

/** What a new client's form asks. */
export const FIELDS = [
  "name",
  "phone",
  "email",
  "street",
  "apartment",
  "city",
  "province",
  "postal_code",
] as const;

/** A client who may be the same as another. */
export const alikeShape = z.object({
  customer_id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  /** In what they are: the reasons to think so. */
  same: z.array(z.enum(["phone", "email", "name", "address"])),
});
export type Alike = z.infer<typeof alikeShape>;

const SAME: Record<Alike["same"][number], string> = {
  phone: "phone",
  email: "e-mail",
  name: "name",
  address: "address",
};

/** "Same phone and name": why somebody may be the same. */
export function sameText({ same }: Pick<Alike, "same">): string {
  return `Same ${listText(same.map((each) => SAME[each]))}`;
}

const answerShape = z.object({
  status: z.enum(["added", "alike", "rejected"]),
  customer_id: z.string().optional(),
  clients: z.array(alikeShape).optional(),
  reason: z.string().nullish(),
});

/** What came of it: who was made, or who may be the same, or which field is to be corrected and how. */
export type Added =
  | { customerId: string }
  | { alike: Alike[] }
  | { field: string; complaint: string };

/** Makes a client of what was typed, unless somebody may be the same and nobody said that they are two. */
export async function addClient(rpc: Rpc, form: FormData): Promise<Added> {
  const typed = Object.fromEntries(FIELDS.map((name) => [name, textOf(form, name)]));
  const fields = { ...typed, phone: readPhone(typed.phone) ?? typed.phone };
  const despite = textOf(form, "do") === "despite";
  const answer = answerShape.parse(await rpc("add_client", { fields, despite }));
  if (answer.customer_id !== undefined) return { customerId: answer.customer_id };
  if (answer.clients !== undefined) return { alike: answer.clients };
  return REFUSALS[answer.reason ?? ""] ?? REFUSALS.name;
}

const REFUSALS: Record<string, { field: string; complaint: string }> = {
  name: { field: "name", complaint: "Please enter a name, of no more than 254 characters." },
  phone: {
    field: "phone",
    complaint: "Please enter a phone number with its area code, such as 905-555-0142.",
  },
  email: { field: "email", complaint: "Please enter an address such as name@example.com." },
  ...Object.fromEntries(
    ["street", "city", "apartment", "province", "postal_code"].map((field) => [field, {
      field,
      complaint: "That is too long for an address. Please write less.",
    }]),
  ),
};
