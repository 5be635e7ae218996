import * as z from "zod";
import type { Photo } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { clockTime, dayOf, instantAt } from "@/lib/text/dates.ts";
import { type Amount, readAmount } from "@/lib/text/money.ts";
import { columnOf, textOf } from "@/lib/web/forms.ts";
import {
  type Answer as LineAnswer,
  answersOf,
  answersOfAll,
  passTheRest,
  type Signer,
} from "./draft.ts";
import { type Complaints, complaintsOf, isDrawingRefused } from "./complaints.ts";
import type { RepairDraft, RepairSheet, TypedOfRepair } from "./repair.ts";
import { type Answer, answerShape, finishOf, type Known, signatureOf, timesOf } from "./report.ts";
import type { Section } from "./sheet.ts";

/** A part that is put in, as it is typed. */
export interface PutIn {
  description: string;
  quantity: string;
  serial: string;
  /** The product that was quoted; empty for what was typed. */
  product: string;
}

/** The report of a repair as its form has it. */
export interface RepairTyped {
  /** What the record will be known by: sent twice it is one. */
  report_id: string;
  /** Its time as the page showed it. */
  task_id: string;
  based_on: number;
  checklist: Record<string, LineAnswer>;
  findings: string;
  labour: string;
  parts: PutIn[];
  /** Photos that go along. */
  photos: Photo[];
  signer: Signer;
  png: string;
  /** When the technician arrived by the phone's clock, where the database has not been told; else "". */
  arrived_at: string;
  /** Of a sheet of paper: when it was. */
  day: string;
  from: string;
  until: string;
}

/** The lines that had failed, as one section of a checklist; none where a client called. */
export function sectionOf(
  { lines }: Pick<RepairSheet, "lines">,
  { checklist }: RepairTyped,
): Section[] {
  if (lines.length === 0) return [];
  return [{
    section: "What had failed: check it again",
    lines: lines.map(({ found: _, ...line }) => {
      const { result, note } = checklist[line.position] ?? {};
      return { ...line, result: result ?? null, note: note ?? null };
    }),
  }];
}

/** A report before anything is typed: what was quoted is what is put in. */
export function blankRepair(
  { parts, photos, stop }: Pick<RepairSheet, "parts" | "photos" | "stop">,
  zone: string,
): RepairTyped {
  return {
    report_id: crypto.randomUUID(),
    task_id: stop.task_id,
    based_on: stop.revision,
    checklist: {},
    findings: "",
    labour: "",
    parts: parts.map(({ product_id, description, quantity }) => ({
      description,
      quantity: String(Number(quantity)),
      serial: "",
      product: product_id ?? "",
    })),
    photos,
    signer: { method: null, name: "", role: "client", reason: "" },
    png: "",
    arrived_at: "",
    day: dayOf(stop.starts_at, zone),
    from: clockTime(stop.starts_at, zone),
    until: clockTime(stop.ends_at, zone),
  };
}

/** The form as it was left. */
export function resumed(sheet: RepairSheet, draft: RepairDraft, zone: string): RepairTyped {
  const blank = blankRepair(sheet, zone);
  if (draft === null) return blank;
  const { typed: { signer: { method, ...signer }, ...typed }, report_id } = draft;
  return { ...blank, ...typed, report_id, signer: { ...signer, method: method ?? null } };
}

/** What of it is kept until it is sent; a drawing is not. */
export const draftOf = (
  { checklist, findings, labour, parts, signer }: RepairTyped,
): TypedOfRepair => ({ checklist, findings, labour, parts, signer });

/**
 * What the form says. "All pass" answers what is left open.
 *
 * @param sheet null where its lines are not known any more
 */
export function repairOf(form: FormData, sheet: RepairSheet | null): RepairTyped {
  const column = (name: string) => columnOf(form, name);
  const [quantities, serials, products] = ["part_quantity", "part_serial", "part_product"]
    .map(column);
  const parts = column("part").flatMap((description, n) =>
    description === "" ? [] : [{
      description,
      quantity: quantities[n] || "1",
      serial: serials[n] ?? "",
      product: z.uuid().safeParse(products[n]).data ?? "",
    }]
  );
  const isKnown = sheet !== null && sheet.done === null;
  const answers = isKnown ? answersOf(form, sheet.lines) : answersOfAll(form);
  const { findings, labour, signer } = finishOf(form);
  const typed: RepairTyped = {
    report_id: z.uuid().safeParse(textOf(form, "report_id")).data ?? crypto.randomUUID(),
    task_id: z.uuid().safeParse(textOf(form, "task_id")).data ?? "",
    based_on: Number(textOf(form, "based_on")) || 0,
    checklist: answers,
    findings,
    labour,
    parts,
    photos: sheet?.photos ?? [],
    signer,
    png: textOf(form, "png"),
    arrived_at: textOf(form, "arrived_at"),
    day: textOf(form, "day"),
    from: textOf(form, "from"),
    until: textOf(form, "until"),
  };
  const [passing] = textOf(form, "all_pass") && isKnown ? sectionOf(sheet, typed) : [];
  return passing ? { ...typed, checklist: passTheRest(answers, passing) } : typed;
}

const numberOf = (typed: string): Amount => readAmount(typed) ?? typed;

/** What a report says, however it came to be written. */
function contentOf(typed: RepairTyped) {
  return {
    checklist: Object.entries(typed.checklist).flatMap(([position, { result, note }]) =>
      result ? [{ position: Number(position), result, ...(note && { note }) }] : []
    ),
    ...(typed.labour && { labour_minutes: numberOf(typed.labour) }),
    ...(typed.findings && { findings: typed.findings }),
    // What it costs was agreed to: nothing that is put in is charged beside that.
    parts: typed.parts.map(({ description, quantity, serial, product }) => ({
      ...(product && { product_id: product }),
      description,
      quantity: numberOf(quantity),
      unit_price: 0,
      charge: "included",
      ...(serial && { serial_number: serial }),
    })),
    ...(typed.photos.length > 0 && { file_ids: typed.photos.map(({ file_id }) => file_id) }),
    ...signatureOf({ signer: typed.signer, png: typed.png }),
  };
}

/** The same from a phone, with its times. */
export function phoneReport(typed: RepairTyped, begun_at: string | null, known: Known) {
  return {
    version: 1,
    report_id: typed.report_id,
    ...(typed.task_id && { task_id: typed.task_id }),
    ...timesOf(begun_at, known),
    ...contentOf(typed),
  };
}

/** The same from a sheet of paper; what is no day and no time is told instead. */
function paperReport(
  typed: RepairTyped,
  zone: string,
): { report: object } | { complaints: Complaints } {
  const started_at = instantAt(typed.day, typed.from, zone);
  const finished_at = instantAt(typed.day, typed.until, zone);
  const complaints: Complaints = {};
  if (instantAt(typed.day, "12:00", zone) === null) {
    complaints.day = "Please give the day of the repair.";
  } else {
    if (started_at === null) complaints.from = "Please give the time, such as 9:30.";
    if (finished_at === null) complaints.until = "Please give the time, such as 10:30.";
  }
  if (Object.keys(complaints).length > 0) return { complaints };
  const when = { version: 1, report_id: typed.report_id, started_at, finished_at };
  return { report: { ...when, ...contentOf(typed) } };
}

/** What came of it: done, kept because it changed meanwhile, or what is to be corrected. */
export type RepairAnswer =
  | { status: "done" }
  | { status: "changed"; reason: string }
  | { status: "again"; complaints: Complaints; isDrawingRefused: boolean };

async function send(rpc: Rpc, work_order_id: string, report: object): Promise<RepairAnswer> {
  const answer = answerShape.parse(
    await rpc("complete_repair", { work_order_id, report: report as never }),
  );
  if (answer.status === "done") return { status: "done" };
  if (answer.status === "conflict") return { status: "changed", reason: answer.reason };
  return {
    status: "again",
    complaints: toCorrect(answer),
    isDrawingRefused: isDrawingRefused(answer),
  };
}

/** What is to be corrected, in words of a repair where those of a visit would be wrong. */
function toCorrect(answer: Exclude<Answer, { status: "done" | "conflict" }>): Complaints {
  if (answer.status === "rejected" && AT_FIELDS[answer.field]) return AT_FIELDS[answer.field];
  const { visit, ...others } = complaintsOf(answer);
  if (visit === undefined) return others;
  return {
    visit: answer.status === "refused" && answer.reason === "state"
      ? "This repair has no time. Please call the office."
      : answer.status === "refused"
      ? "This repair is still to come. It can be finished on its day."
      : "Something in this report cannot be taken. Please check it, or call the office.",
  };
}

/** Times that cannot have been. */
const AT_FIELDS: Record<string, Complaints> = {
  started_at: {
    from: "It cannot have begun then: that is long before its time, or still to come.",
  },
  finished_at: { until: "It cannot have ended then. Please check the day and both times." },
};

/** Sends what a technician typed. The same again has the same answer. */
export const finishRepair = (
  rpc: Rpc,
  work_order_id: string,
  typed: RepairTyped,
  begun_at: string | null,
  known: Known,
) => send(rpc, work_order_id, phoneReport(typed, begun_at, known));

/** Records a sheet of paper. The same again has the same answer. */
export async function recordRepair(
  rpc: Rpc,
  { work_order_id }: RepairSheet,
  typed: RepairTyped,
  zone: string,
): Promise<RepairAnswer> {
  const paper = paperReport(typed, zone);
  if ("complaints" in paper) {
    return { status: "again", complaints: paper.complaints, isDrawingRefused: false };
  }
  return await send(rpc, work_order_id, paper.report);
}
