import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import { ERASED } from "./erased.ts";

/** What can happen in a client's life, by the choice of the form (`private.life_events`). */
export const EVENTS = ["moved", "sold", "transferred", "away", "care_home", "deceased"] as const;
export type EventChoice = typeof EVENTS[number];

/** Where a unit goes when its client moves. */
export const WAYS = ["along", "stays", "unknown"] as const;

/** Work that is no visit. */
const TYPES = ["repair", "delivery", "assessment", "other"] as const;

const ofUnit = z.object({ unit_id: z.string() });
const contract = ofUnit.extend({ until: dayShape.nullable(), due_on: dayShape.nullable() });
const visit = ofUnit.extend({ starts_at: instantShape, technician_name: z.string().nullable() });
const mail = z.object({ kind: z.string(), recipient: z.string() });
const work = z.object({ kind: z.string() });

/** What follows from an event (`private.what_changed`). */
export const changesShape = z.object({
  ended: z.array(contract),
  goes_on: z.array(contract),
  rests: z.array(contract),
  due: z.array(contract),
  units: z.array(ofUnit.extend({
    condition: z.string(),
    owner: z.string(),
    address: z.string().nullable(),
  })),
  cancelled: z.array(visit),
  stays: z.array(visit),
  called_off: z.array(z.object({ task_type: z.enum(TYPES), starts_at: instantShape.nullable() })),
  withdrawn: z.array(mail),
  told: z.array(mail),
  closed: z.array(work),
  opened: z.array(work),
});
export type Changes = z.infer<typeof changesShape>;

const answerShape = z.object({
  status: z.enum(["tried", "recorded", "refused", "rejected"]),
  reason: z.string().nullish(),
  changes: changesShape.optional(),
  shown: z.string().optional(),
});

/** What the form was sent with, by the names of its fields; of units that were ticked their ids, one after the other. */
export type Typed = Record<string, string>;

/** What came of it: done, or what would follow, or which field is to be corrected and how. */
export interface Came {
  done: boolean;
  changes?: Changes;
  /** The list that was shown, to be sent back with the button. */
  shown?: string;
  field?: string;
  complaint?: string;
}

/** Every field of the form as it was sent, so that nothing typed is lost. */
export function typedIn(form: FormData): Typed {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => [
      name,
      name.endsWith("_units") ? textsOf(form, name).join(" ") : textOf(form, name),
    ]),
  );
}

const filled = (fields: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

const ids = (typed: string | undefined) =>
  (typed ?? "").split(" ").filter((id) => z.uuid().safeParse(id).success);

/** The client whose page's address was pasted. */
const clientIn = (address: string | undefined) =>
  address?.match(/clients\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i)?.[1];

function newHome(typed: Typed, prefix: string) {
  const field = (name: string) => typed[`${prefix}_${name}`];
  const units = Object.fromEntries(
    Object.entries(typed)
      .filter(([name, way]) => name.startsWith(`${prefix}_way_`) && WAYS.some((w) => w === way))
      .map(([name, way]) => [name.slice(`${prefix}_way_`.length), way]),
  );
  const [street, apartment, city, province, postal_code] = [
    "street",
    "apartment",
    "city",
    "province",
    "postal_code",
  ].map(field);
  return { ...filled({ street, apartment, city, province, postal_code }), units };
}

/** What a form says, as `record_life_event` reads it; null for one that names no event. */
export function eventOf(typed: Typed): { event: string; details: Record<string, unknown> } | null {
  const choice = EVENTS.find((each) => each === typed.event);
  const note = filled({ note: typed.note });
  switch (choice) {
    case "deceased": {
      const executor = filled({
        name: typed.executor_name,
        relation: typed.executor_relation,
        phone: typed.executor_phone,
        email: typed.executor_email,
      });
      return { event: choice, details: { ...note, ...filled({ on: typed.died_on }), executor } };
    }
    case "moved":
    case "care_home":
      return { event: choice, details: { ...note, ...newHome(typed, choice) } };
    case "away":
      return {
        event: choice,
        details: { ...note, ...filled({ why: typed.away_why, until: typed.until }) },
      };
    case "sold": {
      const event = typed.gone === "returned" ? "returned" : "sold";
      return { event, details: { ...note, unit_ids: ids(typed.sold_units) } };
    }
    case "transferred": {
      const relative = filled({
        name: typed.relative_name,
        phone: typed.relative_phone,
        email: typed.relative_email,
      });
      const to = filled({ to: clientIn(typed.relative_page) });
      return {
        event: choice,
        details: { ...note, ...to, relative, unit_ids: ids(typed.relative_units) },
      };
    }
    default:
      return null;
  }
}

/** Asks what would follow, or with `isMeant` does it. */
export async function liveThrough(
  rpc: Rpc,
  customer_id: string,
  typed: Typed,
  isMeant: boolean,
): Promise<Came> {
  const said = eventOf(typed);
  if (said === null) return refusal("event");
  for (const name of ["died_on", "until"]) {
    if (typed[name] && !isDay(typed[name])) return refusal(name === "until" ? "until" : "on");
  }
  const answer = answerShape.parse(
    await rpc("record_life_event", {
      customer_id,
      event: said.event,
      // deno-lint-ignore no-explicit-any -- facts by name, which the database reads
      details: said.details as any,
      dry_run: !isMeant,
      shown: isMeant ? typed.shown || undefined : undefined,
    }),
  );
  const { changes, shown } = answer;
  if (answer.status === "recorded") return { done: true };
  if (answer.status === "tried") return { done: false, changes, shown };
  return { ...refusal(answer.reason ?? ""), changes, shown };
}

/** The field that a reason is about, and what to do about it. */
const REFUSALS: Record<string, [field: string, complaint: string]> = {
  event: ["event", "Please choose what happened."],
  units: ["units", "Please choose which unit it is about."],
  on: ["died_on", "Please enter a day of the last ten years, or leave it empty."],
  until: ["until", "Please enter a day from tomorrow to three years on, or leave it empty."],
  street: ["street", "Please enter the new street and city."],
  name: ["relative_name", "Please enter who has it now."],
  note: ["note", "Please write no more than 500 characters."],
  erased: ["", `${ERASED} Whoever comes again is a new client.`],
  already: ["", "This client is known to have died already."],
  begun: [
    "",
    "A technician is at work there right now. Please record this when the visit is over.",
  ],
  booked: ["", "A visit or other work is booked for it. Please cancel or move that first."],
  repair: [
    "",
    "A repair of it is open, and this client would be billed for it. Please finish it or give it up first.",
  ],
  changed: ["", "Something changed meanwhile. This is what would follow now; please look again."],
};

function refusal(reason: string): Came {
  const [field, complaint] = REFUSALS[reason] ?? ["", "Please look again before you go on."];
  return { done: false, field, complaint };
}
