import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { readAmount } from "@/lib/text/money.ts";
import { isDay } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import type { RepairPage } from "./page.ts";
import { outcomeOf } from "@/lib/text/visits.ts";
import { textOf } from "@/lib/web/forms.ts";

/** What the office asked to be done about a repair, by the name of its button. */
const DEEDS = [
  "approve",
  "decline",
  "reopen",
  "wait",
  "expect",
  "arrived",
  "place",
  "unplace",
  "fail",
  "cancel",
  "accept",
  "discard",
] as const;
export type Deed = typeof DEEDS[number];

/** What came of it: done, or which field is to be corrected and how. */
export type Came =
  | { ok: true; deed: Deed | "keep" }
  | { ok: false; deed: Deed; field: string; complaint: string };

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  starts_at: instantShape.nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});
type Answer = z.infer<typeof answerShape>;

const day = (form: FormData, name: string) => {
  const typed = textOf(form, name);
  return isDay(typed) ? typed : undefined;
};

/** The time that the page showed, which is called off or was in vain: a later one stays. */
function taskIn(form: FormData) {
  const task_id = z.uuid().safeParse(textOf(form, "task")).data;
  const revision = z.coerce.number().int().safeParse(textOf(form, "revision")).data;
  return task_id && revision !== undefined ? { task_id, revision } : undefined;
}

/** Does what a form of the page asks for. Null for a form that is none of them. */
export async function act(
  rpc: Rpc,
  work_order_id: string,
  form: FormData,
  zone: string,
): Promise<Came | null> {
  const deed = DEEDS.find((each) => each === textOf(form, "do"));
  if (deed === undefined) return null;
  const said = { said_by: textOf(form, "said_by"), said_how: textOf(form, "said_how") };
  const note = textOf(form, "note");
  const reason = textOf(form, "reason");
  const what = textOf(form, "what");
  const [starts_at = "", technician = ""] = textOf(form, "place").split("/");
  const place = {
    technician_id: z.uuid().safeParse(technician).data,
    starts_at: instantShape.safeParse(starts_at).data,
  };
  if (deed === "place" && (!place.technician_id || !place.starts_at)) return null;
  const report_id = z.uuid().safeParse(textOf(form, "report_id")).data;
  if (["accept", "discard"].includes(deed) && !report_id) return null;
  const task = taskIn(form);
  if (["unplace", "fail"].includes(deed) && !task) return null;
  const about = { work_order_id, shown: textOf(form, "shown") || undefined };
  const calls: Record<Deed, () => Promise<unknown>> = {
    approve: () => rpc("approve_repair", { ...about, ...said, amount: shownAmount(form) }),
    decline: () => rpc("decline_repair", { ...about, ...said, note: note || undefined }),
    reopen: () => rpc("reopen_quote", { ...about, reason }),
    wait: () =>
      rpc("wait_for_parts", {
        ...about,
        what: what || undefined,
        ordered_on: day(form, "ordered_on"),
        expected_on: day(form, "expected_on"),
      }),
    expect: () => rpc("expect_parts", { ...about, what, expected_on: day(form, "expected_on") }),
    arrived: () => rpc("parts_arrived", about),
    place: () =>
      rpc("schedule_repair", {
        work_order_id,
        technician_id: place.technician_id!,
        starts_at: place.starts_at!,
      }),
    unplace: () => rpc("set_task_state", { ...task!, state: "cancelled" }),
    fail: () =>
      rpc("fail_repair", {
        work_order_id,
        outcome: outcomeOf(reason),
        reason,
        note: note || undefined,
        report_id,
        task_id: task!.task_id,
        based_on: task!.revision,
      }),
    cancel: () => rpc("cancel_repair", { ...about, reason }),
    accept: () => rpc("accept_report", { report_id: report_id! }),
    discard: () => rpc("discard_report", { report_id: report_id!, reason }),
  };
  const answer = answerShape.parse(await calls[deed]());
  if (answer.status === "conflict") return { ok: true, deed: "keep" };
  return GOOD.includes(answer.status) ? { ok: true, deed } : refusal(deed, answer, zone);
}

const GOOD = [
  "approved",
  "declined",
  "quoted",
  "waiting_for_parts",
  "scheduled",
  "set",
  "recorded",
  "cancelled",
  "done",
  "discarded",
];

/** What the page showed that the quote comes to. */
const shownAmount = (form: FormData) => readAmount(textOf(form, "amount")) ?? 0;

/** The field that a reason is about, and what to do about it. */
const REJECTED: Record<string, [field: string, complaint: string]> = {
  said_by: ["said_by", "Please write who said it."],
  said_how: ["said_how", "Please say how they said it."],
  note: ["note", "Please write no more than 500 characters."],
  notes: ["note", "Please write no more than 2,000 characters."],
  reason: ["reason", "Please write why, in at most 500 characters."],
  what: ["what", "Please write what is waited for."],
  ordered_on: ["ordered_on", "Please give the day of the order: today, or before."],
  expected_on: ["expected_on", "Please give a day after the order, within two years."],
};

const REFUSED: Record<string, string> = {
  lines: "The quote is empty. Write down what it costs first.",
  overlap: "That technician has something else at that time by now. Please choose another.",
  technician: "That technician does not work here any more. Please choose another time.",
  too_early: "This repair is still to come. What became of it can be written down on its day.",
};
/** Why a kept report cannot be taken for what happened. */
const NOT_ACCEPTED: Record<string, string> = {
  repair: "The repair has no time that it could be taken for. Give it one first; any will do.",
  too_early: REFUSED.too_early,
  not_open: "Somebody has decided on this report already.",
  incomplete: "Lines or a signature are missing in it. Record the repair from paper instead.",
  rejected: "Something in it does not fit this repair. Record the repair from paper instead.",
};

const CHANGED = "This changed meanwhile. Please look again before you go on.";
const NOT_THERE = "That time does not fit any more. Please choose another.";

function refusal(deed: Deed, { status, reason, by, at }: Answer, zone: string): Came {
  const why = reason ?? "";
  if (why === "changed") {
    const complaint = `${
      changedText({ by, at }, zone)
    } Nothing of yours was written down. Look at what it says now, then send the form again.`;
    return { ok: false, deed, field: "", complaint };
  }
  if (why === "amount") {
    // How much that is with tax stands in the sentence to read out.
    const complaint = "The quote comes to another amount by now. Please ask about that.";
    return { ok: false, deed, field: "", complaint };
  }
  if (deed === "fail" && why === "reason") {
    return { ok: false, deed, field: "reason", complaint: "Please say which of these it was." };
  }
  if (deed === "accept") {
    return {
      ok: false,
      deed,
      field: "",
      complaint: NOT_ACCEPTED[why] ?? NOT_ACCEPTED[status] ?? CHANGED,
    };
  }
  if (status === "not_open") {
    return { ok: false, deed, field: "", complaint: NOT_ACCEPTED.not_open };
  }
  const [field, complaint] = status === "rejected" ? REJECTED[why] ?? ["", CHANGED] : [
    "",
    REFUSED[why] ?? (deed === "place" && why !== "state" ? NOT_THERE : CHANGED),
  ];
  return { ok: false, deed, field, complaint };
}

/** What the page says after something was done. */
export const DONE: Record<Deed | "save" | "open" | "record" | "keep", string> = {
  open: "The repair is opened, and quoted from the rate card.",
  save: "The quote is saved.",
  approve: "It is written down: the repair is wanted.",
  decline: "It is written down: the repair is not wanted.",
  reopen: "The quote can be changed again. It needs another yes.",
  wait: "It is written down what the repair waits for.",
  expect: "It is written down when the parts come.",
  arrived: "The parts are there. Now it needs a time.",
  place: "The repair has a time.",
  unplace: "The repair is off the calendar.",
  fail: "It is recorded. The repair needs another time.",
  record: "The repair is recorded as done.",
  cancel: "The repair is given up.",
  keep:
    "The repair had changed meanwhile. What you typed is kept below; please say whether it counts.",
  accept: "The report counts.",
  discard: "The report counts for nothing. It stays to be read.",
};

/** What its client hears of a time that it got, or lost: by mail, or else from whoever calls. */
const HEARD: Partial<Record<keyof typeof DONE, string>> = {
  place: "The client gets a mail after five minutes.",
  unplace: "A client who knew of its time gets a mail that we will be in touch.",
};

/** What the page says, with whether the client gets a mail of it, or is to be called. */
export function doneText(did: keyof typeof DONE, client: RepairPage["client"]): string {
  const heard = HEARD[did];
  if (heard === undefined || client.deceased_on !== null) return DONE[did];
  return `${DONE[did]} ${
    client.is_mailed ? heard : `${noMailText(client)} It is on the work list.`
  }`;
}

/** "No e-mail: please call 905-555-0142." */
export const noMailText = ({ phone }: RepairPage["client"]): string =>
  `No e-mail: please ${phone ? `call ${phone}` : "call or write"}.`;

/** What was done just now, by the address that a form led to. */
export function didOf(query: URLSearchParams): keyof typeof DONE | undefined {
  const did = query.get("did") ?? "";
  return Object.hasOwn(DONE, did) ? did as keyof typeof DONE : undefined;
}
