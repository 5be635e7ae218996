import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { clockTime, dayOf, instantAt } from "@/lib/text/dates.ts";
import { textOf } from "@/lib/web/forms.ts";
import { answered, answersOf, type Draft, passTheRest, type TypedReport } from "./draft.ts";
import { type Complaints, complaintsOf } from "./complaints.ts";
import type { VisitPage } from "./page.ts";
import type { Photo } from "@/lib/database/photo.ts";
import { type Answer, answerShape, contentOf, finishOf, namesOf, signatureOf } from "./report.ts";
import { linesOf, type Section } from "./sheet.ts";

/** A sheet of paper as somebody in the office types it. */
export interface Paper {
  /** What the record will be known by: sent twice it is one. */
  report_id: string;
  technician: string;
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM */
  from: string;
  until: string;
  typed: TypedReport;
  /** Whether money was taken, which is recorded on the invoice's page. */
  isPaid: boolean;
}

/** A sheet before anything is typed: as planned, with what the technician had typed on the phone. */
export function blankPaper(page: VisitPage, { typed }: Draft, zone: string): Paper {
  return {
    report_id: crypto.randomUUID(),
    technician: page.technician?.technician_id ?? "",
    day: dayOf(page.starts_at, zone),
    from: clockTime(page.starts_at, zone),
    until: clockTime(page.ends_at, zone),
    typed,
    isPaid: false,
  };
}

/** What the form says. "All pass" of a section answers what it has left open. */
export function paperOf(form: FormData, { checklist }: VisitPage): Paper {
  const answers = answersOf(form, linesOf(checklist));
  const passing: Section | undefined = checklist[Number(textOf(form, "all_pass")) - 1];
  const [report_id, technician] = ["report_id", "technician"].map((name) => {
    return z.uuid().safeParse(textOf(form, name)).data ?? "";
  });
  return {
    report_id: report_id || crypto.randomUUID(),
    technician,
    day: textOf(form, "day"),
    from: textOf(form, "from"),
    until: textOf(form, "until"),
    typed: {
      ...finishOf(form),
      checklist: passing ? passTheRest(answers, passing) : answers,
    },
    isPaid: textOf(form, "paid") === "yes",
  };
}

/** A button of the sheet that writes nothing. */
export interface Pressed {
  /** "All pass" of that section, counted from 1. */
  section?: number;
  moreParts: boolean;
}

/** The button by which a sheet was sent: the keyboard goes on from it. */
export function pressedOf(form: FormData): Pressed {
  const section = Number(textOf(form, "all_pass")) || undefined;
  return { section, moreParts: textOf(form, "action") === "save" };
}

/** The checklist with what is typed of it. */
export const sectionsOf = ({ checklist }: VisitPage, { typed }: Paper): Section[] =>
  answered(checklist, typed);

/** What can be seen to be missing before anything is sent: what is no day and no time has none to send. */
function unreadable(paper: Paper, zone: string): Complaints {
  const complaints: Complaints = {};
  if (paper.technician === "") complaints.technician = WORDS.technician;
  if (instantAt(paper.day, "12:00", zone) === null) complaints.day = WORDS.day;
  else {
    if (instantAt(paper.day, paper.from, zone) === null) complaints.from = WORDS.time;
    if (instantAt(paper.day, paper.until, zone) === null) complaints.until = WORDS.time;
  }
  return complaints;
}

const WORDS = {
  technician: "Please say who was there.",
  day: "Please give the day of the visit.",
  time: "Please give the time, such as 9:30.",
};

/** What of an answer is told at fields that only paper has. */
const AT_FIELDS: Complaints = {
  started_at: "It cannot have begun then: that is long before its appointment, or still to come.",
  finished_at: "It cannot have ended then. Please check the day and both times.",
};

/** Why a visit cannot be written down as another technician's. */
const NOT_THEIRS: Complaints = {
  technician: "Who was there has left the company, or is not known.",
  visits: "Another unit of this stop was done already, by the technician it is booked with.",
  overlap: "They had another job at that time. Move that one first, if they were here.",
};

/** What came of it: done, kept for the office to decide, or what is to be corrected. */
export type PaperAnswer =
  | { status: "done"; invoice_id: string | null }
  | { status: "conflict" }
  | { status: "again"; complaints: Complaints };

/** Records a visit from paper, with these photos of it. The same sheet again has the same answer. */
export async function recordPaper(
  rpc: Rpc,
  visit_id: string,
  paper: Paper,
  photos: Photo[],
  zone: string,
): Promise<PaperAnswer> {
  const complaints = unreadable(paper, zone);
  if (Object.keys(complaints).length > 0) return { status: "again", complaints };
  const answer = answerShape.parse(
    await rpc("record_from_paper", {
      visit_id,
      technician_id: paper.technician,
      report: {
        version: 1,
        report_id: paper.report_id,
        started_at: instantAt(paper.day, paper.from, zone),
        finished_at: instantAt(paper.day, paper.until, zone),
        ...contentOf(paper.typed),
        ...namesOf(photos),
        ...signatureOf({ signer: paper.typed.signer, png: "" }),
      },
    }),
  );
  if (answer.status === "done") {
    return { status: "done", invoice_id: answer.invoice?.id ?? null };
  }
  if (answer.status === "conflict") return { status: "conflict" };
  return { status: "again", complaints: toCorrect(answer) };
}

function toCorrect(answer: Exclude<Answer, { status: "done" | "conflict" }>): Complaints {
  if (answer.status === "refused" && NOT_THEIRS[answer.reason]) {
    return { technician: NOT_THEIRS[answer.reason] };
  }
  if (answer.status === "rejected" && AT_FIELDS[answer.field]) {
    return { [answer.field === "started_at" ? "from" : "until"]: AT_FIELDS[answer.field] };
  }
  return complaintsOf(answer);
}
