import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";
import { fail, REASONS } from "./fail.ts";

/** What the office asked to be done about a visit, by the name of its button. */
const DEEDS = ["fail", "accept", "discard", "revoke", "reverse", "send"] as const;
export type Deed = typeof DEEDS[number];

/** What came of it: done, or which field is to be corrected and how. */
export type Came =
  | { ok: true; deed: Deed | "keep" }
  | { ok: false; deed: Deed; field: string; complaint: string };

const answerShape = z.object({ status: z.string(), reason: z.string().nullish() });

/** Does what a form of the visit's page asks for. Null for a form that is none of them. */
export async function act(rpc: Rpc, visit_id: string, form: FormData): Promise<Came | null> {
  const deed = DEEDS.find((each) => each === textOf(form, "do"));
  if (deed === undefined) return null;
  if (deed === "fail") return await comesToNothing(rpc, visit_id, form);
  const reason = textOf(form, "reason");
  const report_id = z.uuid().safeParse(textOf(form, "report_id")).data;
  const about = { accept: report_id, discard: report_id, revoke: textOf(form, "number") };
  if (deed in about && !about[deed as keyof typeof about]) return null;
  const calls = {
    accept: () => rpc("accept_report", { report_id: report_id! }),
    discard: () => rpc("discard_report", { report_id: report_id!, reason }),
    revoke: () => rpc("revoke_certificate", { number: about.revoke, reason }),
    reverse: () => rpc("reverse_visit", { visit_id, reason }),
    send: () => rpc("mail_summary_again", { visit_id }),
  };
  const answer = answerShape.parse(await calls[deed]());
  return GOOD.includes(answer.status) ? { ok: true, deed } : refusal(deed, answer);
}

const GOOD = ["done", "recorded", "discarded", "revoked", "reversed", "queued"];

async function comesToNothing(rpc: Rpc, visit_id: string, form: FormData): Promise<Came> {
  const reason = textOf(form, "why");
  if (!REASONS.some((each) => each.reason === reason)) {
    return refusal("fail", { status: "rejected", reason: "why" });
  }
  const report_id = z.uuid().safeParse(textOf(form, "report_id")).data ?? crypto.randomUUID();
  const answer = await fail(rpc, visit_id, { reason, note: textOf(form, "note"), report_id });
  if (answer.status === "conflict") return { ok: true, deed: "keep" };
  return answer.status === "recorded" ? { ok: true, deed: "fail" } : refusal("fail", answer);
}

/** The field that a reason is about, and what to do about it. */
const REFUSALS: Record<string, [field: string, complaint: string]> = {
  reason: ["reason", "Please write why, in at most 500 characters."],
  why: ["why", "Please say which of these it was."],
  notes: ["note", "Please write no more than 2,000 characters."],
  too_early: ["", "This visit is still to come. Its outcome can be recorded on its day."],
  not_open: ["", "Somebody has decided on this report already."],
  revoked: ["", "This certificate was revoked already."],
  quiet: ["", "Nobody is written to under this name: a death was reported."],
  nobody: ["", "There is no address that mail can go to. Print the papers instead."],
  waiting: ["", "It is on its way already. Please wait until it has gone."],
  recent: ["", "It went out less than five minutes ago. Please wait a little."],
};

/** Why a visit that was done cannot be taken back. */
export const NOT_REVERSED: Record<string, string> = {
  state: "It is not done, so there is nothing to take back.",
  later: "The contract went on after this visit, or has ended.",
  visit: "The next visit is booked already.",
  reminder: "The client was reminded of the next visit already.",
  price: "The client was told the price of the next visit already.",
  link: "The link to book the next visit was copied or printed already.",
  activity: "Somebody is at work on the next visit already.",
  repair: "The repair that it called for has a time, or is done.",
  paid:
    "Something of its invoice is paid. What can be done about that stands at the foot of its invoice.",
  exported:
    "The accountant has its invoice. What can be done about that stands at the foot of its invoice.",
};

/** Why a kept report cannot be taken for what happened. */
const NOT_ACCEPTED: Record<string, string> = {
  visit: "No visit is to happen that it could be taken for. Book one first, it may lie a day back.",
};

const CHANGED = "This changed meanwhile. Please look again before you go on.";

function refusal(deed: Deed, { status, reason }: z.infer<typeof answerShape>): Came {
  const why = reason ?? "";
  const own = deed === "reverse" && status === "refused"
    ? NOT_REVERSED[why]
    : deed === "accept"
    ? NOT_ACCEPTED[why] ?? ACCEPT_BY_STATUS[status]
    : undefined;
  const [field, complaint] = own ? ["", own] : REFUSALS[why] ?? ["", CHANGED];
  return { ok: false, deed, field, complaint };
}

const ACCEPT_BY_STATUS: Record<string, string> = {
  not_open: REFUSALS.not_open[1],
  incomplete: "Lines or a signature are missing in it. Record the visit from paper instead.",
  rejected: "Something in it does not fit this visit. Record the visit from paper instead.",
};

/** What the page says after something was done. */
export const DONE: Record<Deed | "record" | "keep", string> = {
  record: "The visit is recorded as done.",
  keep:
    "The visit had changed meanwhile. What you typed is kept below; please say whether it counts.",
  fail: "It is recorded, and who has to know is told.",
  accept: "The report counts.",
  discard: "The report counts for nothing. It stays to be read.",
  revoke: "The certificate is revoked.",
  reverse: "The visit is taken back.",
  send: "The summary goes out in a moment.",
};

/** What was done just now, by the address that a form led to. */
export function didOf(query: URLSearchParams): keyof typeof DONE | undefined {
  const did = query.get("did") ?? "";
  return Object.hasOwn(DONE, did) ? did as keyof typeof DONE : undefined;
}
