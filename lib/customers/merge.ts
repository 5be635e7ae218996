import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape } from "@/lib/database/shapes.ts";
import { textOf } from "@/lib/web/forms.ts";
import { alikeShape } from "./add.ts";
import { REACH_BY } from "./file.ts";
import { changesShape } from "./life_event.ts";
import { REACH } from "./reach_words.ts";

const valuesShape = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  reach_by: z.enum(REACH_BY),
  reach_note: z.string().nullable(),
  consent_basis: z.enum(["none", "contract", "purchase", "express"]),
  notes: z.string().nullable(),
});

const sideShape = valuesShape.extend({
  customer_id: z.string(),
  consent_on: dayShape.nullable(),
  deceased_on: dayShape.nullable(),
  customer_ref: z.string().nullable(),
  since: dayShape,
  units: z.array(z.object({
    unit_id: z.string(),
    kind: z.string(),
    product_name: z.string().nullable(),
    told_apart: z.string().nullable(),
  })),
  contacts: z.array(z.string()),
  open_work: z.number(),
  invoices: z.number(),
});
/** A client beside another who may be the same. */
export type Side = z.infer<typeof sideShape>;

const pageShape = z.object({
  client: sideShape,
  other: sideShape.nullable(),
  alike: z.array(alikeShape),
});
export type MergePage = z.infer<typeof pageShape>;

/** Two clients side by side, or one with those who may be the same. @throws {HttpError} 404 for nobody */
export async function readMergePage(
  rpc: Rpc,
  customer_id: string,
  other_id: string | undefined,
): Promise<MergePage> {
  return pageShape.parse(await rpc("merge_page", { customer_id, other_id }));
}

const movesShape = z.object({
  units: z.number(),
  contracts: z.number(),
  stops: z.number(),
  invoices: z.number(),
  messages: z.number(),
  activities: z.number(),
  contacts: z.number(),
});

const answerShape = z.object({
  status: z.enum(["tried", "merged", "refused", "rejected"]),
  reason: z.string().nullish(),
  moves: movesShape.optional(),
  quiet: z.boolean().optional(),
  becomes: valuesShape.optional(),
  changes: changesShape.optional(),
  shown: z.string().optional(),
});

/** What would follow, as the database tried it. */
export type Follows = Required<
  Pick<z.infer<typeof answerShape>, "moves" | "quiet" | "becomes" | "changes" | "shown">
>;

/** What came of it: done, or what would follow, or why it cannot be. */
export interface Merged {
  done: boolean;
  follows?: Follows;
  complaint?: string;
}

/** What can be chosen, by the names of the form's fields, with how a client's own is told. */
export const CHOICES: Record<
  string,
  { label: string; of: (side: z.infer<typeof valuesShape>) => string | null }
> = {
  name: { label: "Name", of: ({ name }) => name },
  phone: { label: "Phone", of: ({ phone }) => phone },
  email: { label: "E-mail", of: ({ email }) => email },
  address: { label: "Home", of: ({ address }) => address },
  reach: {
    label: "First by",
    of: ({ reach_by, reach_note }) => [REACH[reach_by], reach_note].filter(Boolean).join(": "),
  },
};

/** Which fields somebody has to choose: those where the two say different things. */
export function differing(kept: Side, other: Side): string[] {
  return Object.entries(CHOICES)
    .filter(([, { of }]) => of(kept) && of(other) && of(kept) !== of(other))
    .map(([name]) => name);
}

/** Which of the other's values were chosen. */
export const takenIn = (form: FormData): string[] =>
  Object.keys(CHOICES).filter((name) => textOf(form, name) === "other");

/** Asks what would follow, or with `isMeant` makes one client of two. */
export async function merge(
  rpc: Rpc,
  { keep_id, drop_id, take, shown }: {
    keep_id: string;
    drop_id: string;
    take: string[];
    shown?: string;
  },
  isMeant: boolean,
): Promise<Merged> {
  const answer = answerShape.parse(
    await rpc("merge_customers", {
      keep_id,
      drop_id,
      take,
      dry_run: !isMeant,
      shown: isMeant ? shown : undefined,
    }),
  );
  const { moves, quiet, becomes, changes, shown: now } = answer;
  const follows = moves && becomes && changes && now !== undefined && quiet !== undefined
    ? { moves, quiet, becomes, changes, shown: now }
    : undefined;
  if (answer.status === "merged") return { done: true };
  if (answer.status === "tried") return { done: false, follows };
  return { done: false, follows, complaint: REFUSALS[answer.reason ?? ""] ?? REFUSALS.changed };
}

const REFUSALS: Record<string, string> = {
  same: "Please choose somebody else: this is the same client.",
  take: "Please choose between what the two have.",
  notes:
    "Their remarks are too long together, over 4,000 characters. Please shorten those of one of them first.",
  deceased: "One of them is on record as having died. Put that right first, or leave them apart.",
  erased: "One of them was erased. What is left of them stays by itself.",
  begun:
    "Technicians are at work at both of them right now. Please merge them when one visit is over.",
  merged: "One of them was merged meanwhile. Please look again from the client's page.",
  changed: "Something changed meanwhile. This is what would follow now; please look again.",
};

const counted = (count: number, one: string, more: string) =>
  count === 0 ? null : count === 1 ? `1 ${one}` : `${count} ${more}`;

/** What goes from the one to the other: "3 units, 2 contracts and 1 visit to come" as a list. */
export function movesText(moves: Follows["moves"]): string[] {
  return [
    counted(moves.units, "unit", "units"),
    counted(moves.contracts, "contract", "contracts"),
    counted(moves.stops, "visit to come", "visits to come"),
    counted(moves.invoices, "invoice, made out as it was", "invoices, made out as they were"),
    counted(moves.contacts, "contact", "contacts"),
    counted(moves.activities, "thing to do", "things to do"),
    counted(moves.messages, "mail", "mails"),
  ].filter((text) => text !== null);
}
