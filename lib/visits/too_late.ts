import { HttpError } from "fresh";
import type { Rpc } from "@/lib/database/rpc.ts";
import { answersOfAll, type Draft, saveDraft } from "./draft.ts";
import { complete, type Known, reportOf, type Signing } from "./report.ts";
import { changedHref, visitHref } from "./words.ts";

/**
 * Of a visit that was given up, recorded, or went to somebody else meanwhile: what was typed is sent all the same, and
 * kept for the office. Resolves to where it goes on.
 */
export async function sendAllTheSame(
  rpc: Rpc,
  visit: string,
  draft: Draft,
  signing: Signing,
  known: Known,
): Promise<string> {
  const answer = await complete(rpc, visit, reportOf(draft, signing, known));
  if (answer.status === "conflict") return changedHref(answer.reason);
  // It was sent before, and is what the visit came to.
  return answer.status === "done" ? visitHref(visit) : "/tech";
}

/**
 * The same of a checklist, whose lines are not known any more.
 * @throws {HttpError} 410 where no line was answered: there is nothing to keep.
 */
export async function sendAnswersAllTheSame(
  rpc: Rpc,
  visit: string,
  before: Draft,
  form: FormData,
  report_id: string,
): Promise<string> {
  const checklist = answersOfAll(form);
  if (Object.keys(checklist).length === 0) throw new HttpError(410);
  // None is begun for a visit that is over.
  const draft = before.report_id === null
    ? { ...before, report_id, typed: { ...before.typed, checklist } }
    : { ...await saveDraft(rpc, visit, { checklist }, report_id), photos: before.photos };
  const now = draft.saved_at === null ? new Date() : new Date(draft.saved_at);
  const signing = { png: "", signer: draft.typed.signer };
  return await sendAllTheSame(rpc, visit, draft, signing, { based_on: 0, now });
}
