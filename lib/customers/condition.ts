import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { ERASED } from "./erased.ts";
import type { KnownUnit } from "./history.ts";
import { serialFault } from "@/lib/text/serials.ts";
import { textOf } from "@/lib/web/forms.ts";

type Condition = KnownUnit["condition"];

/** What a unit can be made of what it is, with what that means. */
export const NEXT: Record<Condition, { to: Condition; label: string; means: string }[]> = {
  in_service: [
    {
      to: "out_of_service",
      label: "It is out of service",
      means:
        "Reminders rest, what is booked stays, and it stands on the work list until it is back.",
    },
    {
      to: "retired",
      label: "It is not in use any more",
      means: "Its contract ends, and nobody is reminded of it again.",
    },
  ],
  out_of_service: [
    { to: "in_service", label: "It is back in service", means: "Reminders go on." },
    {
      to: "retired",
      label: "It is not in use any more",
      means: "Its contract ends, and nobody is reminded of it again.",
    },
  ],
  retired: [
    { to: "in_service", label: "It is in use again", means: "It needs a new contract as well." },
  ],
};

/** What came of it: null where it is so now, else why not. */
export interface Unchanged {
  to: string;
  reason: string;
  complaint: string;
}

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  why: z.string().nullish(),
  customer: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

/** What was typed of a repair that was not opened, and why not. */
export interface Unopened {
  problem: string;
  isOut: boolean;
  /** None where it was only asked for. */
  complaint?: string;
}

/** What the form for a serial number says it is about. */
export const SERIAL = "serial";

const COMPLAINTS: Record<string, string> = {
  booked: "A visit or other work is booked for it. Please cancel that first.",
  erased: ERASED,
  reason: "Please write why, in at most 500 characters.",
};

/** Puts a unit in service, out of it or out of use, with why. Undefined for a form that is none. */
export async function putUnit(
  rpc: Rpc,
  unit_id: string,
  form: FormData,
  zone: string,
): Promise<Unchanged | null | undefined> {
  const to = textOf(form, "to");
  if (!Object.hasOwn(NEXT, to)) return undefined;
  const reason = textOf(form, "reason");
  const answer = answerShape.parse(
    await rpc("set_unit_condition", {
      unit_id,
      condition: to,
      reason,
      shown: textOf(form, "shown"),
    }),
  );
  if (answer.status === "set") return null;
  if (answer.reason === "changed") return { to, reason, complaint: changedText(answer, zone) };
  return { to, reason, complaint: COMPLAINTS[answer.reason ?? ""] ?? COMPLAINTS.reason };
}

/** Writes down the serial number of a unit; null where it is so now. */
export async function nameUnit(
  rpc: Rpc,
  unit_id: string,
  form: FormData,
  zone: string,
): Promise<Unchanged | null> {
  const serial_number = textOf(form, "serial_number");
  const { status, reason, why, customer, ...meanwhile } = answerShape.parse(
    await rpc("set_serial_number", { unit_id, serial_number, shown: textOf(form, "shown") }),
  );
  if (status === "set") return null;
  const complaint = reason === "changed"
    ? changedText(meanwhile, zone)
    : reason === "erased"
    ? ERASED
    : serialFault(why ?? "", customer ?? "Somebody");
  return { to: SERIAL, reason: serial_number, complaint };
}
