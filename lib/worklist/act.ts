import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isDay, sentence, timeText } from "@/lib/text/dates.ts";
import { textOf } from "@/lib/web/forms.ts";
import { RESULTS } from "./words.ts";

/**
 * What came of a form about one activity: where to go on, or what is to be corrected. `event` is what happened in the
 * client's life and is to be written down first.
 */
export type Came =
  | { ok: true; goes: "next" | "here"; did: string; event?: string }
  | { ok: false; field: "note" | "again_on" | "outcome" | ""; complaint: string };

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: z.string().nullish(),
  result: z.string().nullish(),
  outcome: z.string().nullish(),
  activities: z.number().nullish(),
});
type Answer = z.infer<typeof answerShape>;

/** Results of a call after which a life event (`private.life_events`) is written down. */
const EVENTS: Record<string, string> = {
  moved: "moved",
  sold: "sold",
  deceased: "deceased",
  hospital: "away",
};

/** Does what a form of an activity asks for. Null for a form that is none of them. */
export async function act(
  rpc: Rpc,
  activity_id: string,
  form: FormData,
  zone: string,
): Promise<Came | null> {
  const result = textOf(form, "result");
  if (result !== "") return await logCall(rpc, activity_id, result, form, zone);
  const deed = textOf(form, "do");
  const day = textOf(form, "due_on");
  const shown = textOf(form, "shown");
  const staff = z.uuid().safeParse(textOf(form, "staff_id")).data;
  const calls: Record<string, () => Promise<unknown>> = {
    undo: () => rpc("undo_call", { activity_id, calls_seen: Number(textOf(form, "seen")) || 0 }),
    take: () => rpc("take_activity", { activity_id, shown }),
    give: () => rpc("give_activity", { activity_id, staff_id: (staff ?? null) as string, shown }),
    close: () => rpc("close_activity", { activity_id, outcome: textOf(form, "outcome"), shown }),
    postpone: () =>
      rpc("postpone_activity", {
        activity_id,
        due_on: day,
        reason: textOf(form, "reason"),
        shown,
      }),
  };
  if (!Object.hasOwn(calls, deed)) return null;
  if (deed === "postpone" && !isDay(day)) {
    return refusal({ status: "rejected", reason: "due_on" }, zone);
  }
  const answer = answerShape.parse(await calls[deed]());
  if (
    ["undone", "given", "closed", "postponed"].includes(answer.status) && answer.activities !== 0
  ) {
    const goes = deed === "close" || deed === "postpone" ? "next" : "here";
    return { ok: true, goes, did: answer.status };
  }
  return refusal(answer, zone);
}

async function logCall(
  rpc: Rpc,
  activity_id: string,
  result: string,
  form: FormData,
  zone: string,
): Promise<Came> {
  const again = textOf(form, "again_on");
  const answer = answerShape.parse(
    await rpc("log_call", {
      activity_id,
      result,
      note: textOf(form, "note"),
      again_on: isDay(again) ? again : undefined,
      calls_seen: Number(textOf(form, "seen")) || 0,
      shown: textOf(form, "shown"),
    }),
  );
  if (answer.status !== "logged") return refusal(answer, zone);
  return { ok: true, goes: "next", did: "logged", event: EVENTS[result] };
}

const COMPLAINTS: Record<string, [field: "note" | "again_on" | "outcome" | "", complaint: string]> =
  {
    nobody: ["", "This is about no client. Say what was done instead."],
    result: ["", "Please choose how the call went."],
    again_on: ["again_on", "Please choose a day from tomorrow to a year ahead."],
    due_on: ["again_on", "Please choose a day from tomorrow to a year ahead."],
    reason: ["outcome", "Please write why, in at most 2,000 characters."],
    notes: ["note", "Please write no more than 2,000 characters."],
    not_booked: ["", "There is no visit yet. Book it first: that takes this off the list."],
    booked: ["", "A visit is booked. Cancel it first, then log “Not this time”."],
    begun: ["", "The technician is there already, so this visit cannot be left out."],
    state: ["", "The contract rests or has ended, so there is no visit to leave out."],
    deceased: ["", "The client has died. Nothing can be offered to them."],
    staff: ["", "This person does not work in the office any more."],
    nothing: ["", "There is nothing to take back."],
    cycle: ["", "What came of it has ended already, so it cannot be taken back."],
    again: ["", "It came up anew meanwhile: look for it on the list."],
  };

function refusal({ status, reason, by, at, result, outcome }: Answer, zone: string): Came {
  if (status === "refused" && reason === "changed") {
    const what = result ? `logged “${RESULTS[result] ?? result}”` : "changed it";
    const who = `${by ?? "Somebody"} ${what}`;
    return {
      ok: false,
      field: "",
      complaint: `${
        sentence(at ? `${who} meanwhile, at ${timeText(at, zone)}` : `${who} meanwhile`)
      } Nothing of yours was ${result ? "logged" : "done"}: please look again.`,
    };
  }
  if (status === "not_open" || status === "closed" || status === "postponed") {
    const said = outcome ? `: ${RESULTS[outcome] ?? outcome}` : "";
    return {
      ok: false,
      field: "",
      complaint: `${by ?? "Somebody"} has dealt with it meanwhile${said}.`,
    };
  }
  const [field, complaint] = COMPLAINTS[reason ?? ""] ??
    ["", "This changed meanwhile. Please look again."];
  return { ok: false, field, complaint };
}
