import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay } from "@/lib/text/dates.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import type { Came } from "./act.ts";

const answerShape = z.object({ status: z.string(), reason: z.string().nullish() });

const COMPLAINTS: Record<string, string> = {
  most: "Please choose at most 200 at once.",
  due_on: "Please choose a day from tomorrow to a year ahead.",
  reason: "Please write why, in at most 2,000 characters.",
};

/** Closes or puts off all that are ticked. Null for a form that asks for neither. */
export async function actOnMany(rpc: Rpc, form: FormData): Promise<Came | null> {
  const activity_ids = textsOf(form, "activity").filter((id) => z.uuid().safeParse(id).success);
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
  const { status, reason: why } = answerShape.parse(
    deed === "close"
      ? await rpc("close_activities", { activity_ids, outcome: reason })
      : await rpc("postpone_activities", {
        activity_ids,
        due_on: day,
        reason,
      }),
  );
  if (status === "closed" || status === "postponed") return { ok: true, goes: "here", did: status };
  const complaint = COMPLAINTS[why ?? ""] ?? "This changed meanwhile. Please look again.";
  return { ok: false, field: "", complaint };
}
