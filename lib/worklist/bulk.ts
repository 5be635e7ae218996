import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay } from "@/lib/text/dates.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import type { Came } from "./act.ts";

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  activities: z.number().nullish(),
  /** How many were left as they are, since the list had shown them otherwise. */
  changed: z.number().nullish(),
});

const COMPLAINTS: Record<string, string> = {
  most: "Please choose at most 200 at once.",
  due_on: "Please choose a day from tomorrow to a year ahead.",
  reason: "Please write why, in at most 2,000 characters.",
};

/** What the box of an activity says once it is ticked: which one, and what the list showed of it. */
export const tickText = (id: string, shown: string): string => `${id} ${shown}`;

function tickOf(ticked: string): { id: string; shown: string }[] {
  const [id, ...shown] = ticked.split(" ");
  return z.uuid().safeParse(id).success ? [{ id, shown: shown.join(" ") }] : [];
}

/** "3 are done. 1 was changed meanwhile and is as it was." */
function leftText(done: number, changed: number): string {
  const were = changed === 1 ? "1 was" : `${changed} were`;
  const left =
    `${were} changed by somebody meanwhile, and left alone. Please look at the list again.`;
  return done === 0 ? left : `${done === 1 ? "1 is" : `${done} are`} done. ${left}`;
}

/** Closes or puts off all that are ticked. Null for a form that asks for neither. */
export async function actOnMany(rpc: Rpc, form: FormData): Promise<Came | null> {
  const ticked = textsOf(form, "activity").flatMap(tickOf);
  const [activity_ids, shown] = [ticked.map(({ id }) => id), ticked.map(({ shown }) => shown)];
  const deed = textOf(form, "do");
  if (deed !== "close" && deed !== "postpone") return null;
  if (activity_ids.length === 0) {
    return { ok: false, field: "", complaint: "Please tick those that you mean first." };
  }
  const reason = textOf(form, "reason");
  const day = textOf(form, "due_on");
  if (deed === "postpone" && !isDay(day)) {
    return { ok: false, field: "", complaint: COMPLAINTS.due_on };
  }
  const { status, reason: why, activities, changed } = answerShape.parse(
    deed === "close"
      ? await rpc("close_activities", { activity_ids, outcome: reason, shown })
      : await rpc("postpone_activities", {
        activity_ids,
        due_on: day,
        reason,
        shown,
      }),
  );
  if (changed) return { ok: false, field: "", complaint: leftText(activities ?? 0, changed) };
  if (status === "closed" || status === "postponed") return { ok: true, goes: "here", did: status };
  const complaint = COMPLAINTS[why ?? ""] ?? "This changed meanwhile. Please look again.";
  return { ok: false, field: "", complaint };
}
