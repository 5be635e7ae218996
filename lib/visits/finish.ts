import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";
import { answered, type Draft, readDraft, saveDraft } from "./draft.ts";
import { dangersOf, gapsOf } from "./progress.ts";
import { type Answer, complete, finishOf, reportOf, type Signing } from "./report.ts";
import type { WorkUnit } from "./shapes.ts";
import { findSheet, linesOf, readSheet, type Section, type Sheet } from "./sheet.ts";
import { changedHref, isOver, visitHref } from "./words.ts";

/** What is to be corrected, by the place on the page where it is. */
export type Complaints = Record<string, string>;

/** Another unit of the stop that has no outcome yet. */
interface Other {
  unit: WorkUnit;
  /** How many of its lines have no answer. */
  gaps: number;
}

/** All that the last step of a visit shows. */
export interface Finish {
  sheet: Sheet;
  checklist: Section[];
  draft: Draft;
  others: Other[];
  complaints: Complaints;
  /** What was drawn, as base64 of a PNG. */
  png: string;
  /** Whether the client was told that the unit is out of service. */
  isTold: boolean;
  /** The stop as the technician saw it: a report about another time is a conflict. */
  based_on: number;
  isNew: boolean;
}

/** A visit with what was typed of it. */
interface Typed {
  sheet: Sheet;
  draft: Draft;
}

const readOthers = (rpc: Rpc, { stop, visit_id }: Sheet): Promise<Typed[]> =>
  Promise.all(
    stop.units
      .filter((unit) => unit.visit_id !== visit_id && !isOver(unit.state))
      .map(async (unit) => {
        const [sheet, draft] = await Promise.all([
          readSheet(rpc, unit.visit_id),
          readDraft(rpc, unit.visit_id),
        ]);
        return { sheet, draft };
      }),
  );

const otherOf = ({ sheet, draft }: Typed): Other => ({
  unit: sheet.unit,
  gaps: gapsOf(linesOf(answered(sheet.checklist, draft.typed)), sheet.unit).length,
});

/** The last step as it stands. */
export async function readFinish(rpc: Rpc, visit: string): Promise<Finish> {
  const [sheet, draft] = await Promise.all([readSheet(rpc, visit), readDraft(rpc, visit)]);
  return finishPage({ sheet, draft }, await readOthers(rpc, sheet));
}

function finishPage(
  { sheet, draft }: Typed,
  others: Typed[],
  more: Partial<Finish> = {},
): Finish {
  return {
    sheet,
    draft,
    checklist: answered(sheet.checklist, draft.typed),
    others: others.map(otherOf),
    complaints: {},
    png: "",
    isTold: false,
    based_on: sheet.stop.revision,
    isNew: false,
    ...more,
  };
}

/** Where it goes on, or the page again with what is to be corrected. */
export type FinishAnswer = { goTo: string } | { again: Finish };

/** Keeps what the form says, and where it asks for that sends the report of every unit that waits for one. */
export async function actOnFinish(
  rpc: Rpc,
  visit: string,
  form: FormData,
  now: Date,
): Promise<FinishAnswer> {
  const draft = await saveDraft(rpc, visit, finishOf(form));
  // Its report was sent already, by the first of two presses.
  if (draft.report_id === null) return { goTo: visitHref(visit) };
  const typed = {
    png: textOf(form, "png"),
    isTold: textOf(form, "told") === "yes",
    based_on: Number(textOf(form, "based_on")) || 0,
  };
  const signing = { png: typed.png, signer: draft.typed.signer };
  const sheet = await findSheet(rpc, visit);
  if (sheet === null || isOver(sheet.unit.state)) {
    // Given up or recorded meanwhile: it is sent all the same, and kept for the office.
    const answer = await complete(rpc, visit, reportOf(draft, signing, { ...typed, now }));
    return { goTo: answer.status === "conflict" ? changedHref(answer.reason) : "/tech" };
  }

  const own = { sheet, draft };
  const others = await readOthers(rpc, sheet);
  const again = (complaints: Complaints) => ({
    again: finishPage(own, others, { ...typed, complaints, isNew: true }),
  });
  const action = textOf(form, "action");
  const waiting = others.find((other) => otherOf(other).gaps > 0);
  if (action === "keep" && waiting) {
    return { goTo: `${visitHref(waiting.sheet.visit_id, "checklist")}?now` };
  }
  if (action !== "finish") return { goTo: `${visitHref(visit, "finish")}?now` };

  const isDangerous = dangersOf(answered(sheet.checklist, draft.typed)).length > 0;
  if (isDangerous && !typed.isTold) return again({ told: TELL_THEM });
  for (const each of [own, ...others]) {
    const answer = await send(rpc, each, signing, typed.based_on, now);
    if (answer.status === "done") continue;
    if (answer.status === "conflict") return { goTo: changedHref(answer.reason) };
    if (each === own) return again(complaintsOf(answer));
    return { goTo: `${visitHref(each.sheet.visit_id, "finish")}?now` };
  }
  return { goTo: `${visitHref(visit)}?now` };
}

async function send(
  rpc: Rpc,
  { sheet, draft }: Typed,
  signing: Signing,
  based_on: number,
  now: Date,
): Promise<Answer> {
  // Of a unit without checklist nothing may have been typed yet: its report needs a name as well.
  const kept = draft.report_id === null ? await saveDraft(rpc, sheet.visit_id, {}) : draft;
  const { started_at } = sheet.stop;
  return await complete(
    rpc,
    sheet.visit_id,
    reportOf(kept, signing, { started_at, based_on, now }),
  );
}

const TELL_THEM = "Please tell the client, and tag the unit, before you finish.";

/** What to do about each part of a report that the database does not take. */
const WORDS: Complaints = {
  checklist: "Please look at the checklist again: a note there is too long.",
  findings: "Please shorten what you found.",
  advice_to_client: "Please shorten the advice to the client.",
  labour_minutes: "Please give the minutes of work as a whole number, such as 45.",
  parts: "Please check the parts: each needs a name, and numbers for how many and the price.",
  "signature.name": "Please write the name of who signs.",
  "signature.reason": "Please say why nobody can sign.",
  signature: "A signature is missing, or why there is none.",
  unit: "Please check the serial number: another unit has it, or it is too long.",
};

/** What is to be corrected; lines that are missing are told by the checklist itself. */
export function complaintsOf(
  answer: Exclude<Answer, { status: "done" | "conflict" }>,
): Complaints {
  switch (answer.status) {
    case "incomplete":
      return answer.missing.includes("signature") ? { signature: WORDS.signature } : {};
    case "refused":
      return { visit: "This visit is still to come. It can be finished on its day." };
    case "rejected": {
      // Which line lacks a word is told by the checklist itself.
      if (answer.field.startsWith("checklist") && answer.reason === "missing") return {};
      const words = Object.keys(WORDS).find((each) => answer.field.startsWith(each));
      if (words) return { [words.split(".")[0]]: WORDS[words] };
      return { visit: "Something in this report cannot be taken. Please call the office." };
    }
  }
}
