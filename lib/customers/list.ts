import * as z from "zod";
import { REACH_CHOICES, reachText } from "@/lib/text/reach.ts";
import type { List } from "@/lib/web/lists.ts";

const rowShape = z.object({
  customer_id: z.string(),
  name: z.string(),
  street: z.string().nullable(),
  apartment: z.string().nullable(),
  city: z.string().nullable(),
  postal_code: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  reach_by: z.string(),
  deceased_on: z.string().nullable(),
  /** How many run or rest. */
  contracts: z.number(),
  /** Of their units, a name for each unit. */
  kinds: z.array(z.string()),
  /** The next of them. */
  due_on: z.string().nullable(),
});
export type ClientRow = z.infer<typeof rowShape>;

/** "Scooter, 2 × Stair lift" */
export function kindsText(kinds: string[]): string {
  return [...Map.groupBy(kinds, (kind) => kind)]
    .map(([kind, { length }]) => length === 1 ? kind : `${length} × ${kind}`).join(", ");
}

/** "41 Birch Crescent, Apt 2" */
export function streetText({ street, apartment }: ClientRow): string {
  return [street, apartment && `Apt ${apartment}`].filter(Boolean).join(", ");
}

/** Everybody on file, by name. */
export const clientList: List<ClientRow> = {
  name: "clients",
  one: "client",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_clients", { filters, sort, after, most, counted }),
  part: {
    name: "about",
    as: "about",
    label: "What is known",
    parts: [
      { value: "without_email", label: "Without e-mail" },
      { value: "deceased", label: "Have died" },
    ],
  },
  filters: [
    {
      name: "q",
      as: "search",
      label: "In this list",
      kind: "search",
      hint: "Name, phone, e-mail, street, postal code",
    },
    { name: "reach", as: "reach", label: "Reached by", kind: "choice", choices: REACH_CHOICES },
  ],
  columns: [
    { key: "name", label: "Name", sort: "name" },
    { key: "phone", label: "Phone" },
    { key: "email", label: "E-mail" },
    { key: "address", label: "Address" },
    { key: "units", label: "Units" },
    { key: "due", label: "Next due" },
    { key: "reach", label: "Reached by", isExtra: true },
  ],
  names: ["name"],
  usualSort: () => "name",
  file: [
    ["Name", ({ name }) => name],
    ["Phone", ({ phone }) => phone ?? ""],
    ["E-mail", ({ email }) => email ?? ""],
    ["Street", streetText],
    ["City", ({ city }) => city ?? ""],
    ["Postal code", ({ postal_code }) => postal_code ?? ""],
    ["Reached by", ({ reach_by }) => reachText(reach_by)],
    ["Died on", ({ deceased_on }) => deceased_on ?? ""],
    ["Contracts", ({ contracts }) => String(contracts)],
    ["Units", ({ kinds }) => kindsText(kinds)],
    ["Next due", ({ due_on }) => due_on ?? ""],
  ],
};
