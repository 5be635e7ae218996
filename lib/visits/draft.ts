import { HttpError } from "fresh";
import * as z from "zod";
import { photoShape } from "@/lib/database/photo.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";
import type { Line, Result, Section } from "./sheet.ts";

const RESULTS = ["pass", "fail", "not_applicable"] as const;
export const CHARGES = ["included", "billed", "quote"] as const;
export const METHODS = ["drawn", "typed", "unable"] as const;
export const ROLES = ["client", "caregiver", "facility_staff"] as const;

const answerShape = z.object({
  result: z.enum(RESULTS).nullish(),
  note: z.string().nullish(),
});
export type Answer = z.infer<typeof answerShape>;

/** A part as it was typed: its numbers are read when the report goes out. */
const partShape = z.object({
  description: z.string(),
  quantity: z.string(),
  unit_price: z.string(),
  charge: z.enum(CHARGES).catch("included"),
});
export type TypedPart = z.infer<typeof partShape>;

/** Who signs, as it was typed; a drawing itself is not kept. */
const signerShape = z.object({
  method: z.enum(METHODS).nullish().catch(null),
  name: z.string().default(""),
  role: z.enum(ROLES).catch("client"),
  reason: z.string().default(""),
});
export type Signer = z.infer<typeof signerShape>;

/**
 * What was typed of a report that is not sent yet. Answers stand under the numbers of their lines. What is not as our
 * pages write it counts as not typed.
 */
const typedShape = z.object({
  checklist: z.record(z.string(), answerShape.catch({})).catch({}),
  findings: z.string().catch(""),
  advice: z.string().catch(""),
  /** Minutes of work, as typed. */
  labour: z.string().catch(""),
  /** A serial number that was not on record. */
  serial: z.string().catch(""),
  parts: z.array(partShape).catch([]),
  signer: signerShape.catch({ method: null, name: "", role: "client", reason: "" }),
});
export type TypedReport = z.infer<typeof typedShape>;

export const draftShape = z.object({
  /** The report that it becomes; null while nothing is kept. */
  report_id: z.uuid().nullable(),
  begun_at: z.string().nullable(),
  saved_at: z.string().nullable(),
  typed: typedShape,
  /** Photos that were taken for it. */
  photos: z.array(photoShape).default([]),
});
export type Draft = z.infer<typeof draftShape>;

/** What was typed so far of a visit's report. */
export async function readDraft(rpc: Rpc, visit_id: string): Promise<Draft> {
  return draftShape.parse(await rpc("visit_draft", { visit_id }));
}

/**
 * Keeps what was typed; what else is kept stays, and of a checklist the lines that are not in it.
 *
 * @param report_id what the report will be known by from now on
 */
export async function saveDraft(
  rpc: Rpc,
  visit_id: string,
  typed: Partial<TypedReport>,
  report_id?: string,
): Promise<Draft> {
  return draftShape.parse(await rpc("save_visit_draft", { visit_id, typed, report_id }));
}

/** No draft: nothing is typed, or what was typed of a visit that is somebody else's by now was sent. */
const NONE = draftShape.parse({ report_id: null, begun_at: null, saved_at: null, typed: {} });

/** The same, for a form that may come too late. */
export const saveOwnDraft = (...given: Parameters<typeof saveDraft>) =>
  unlessGone(saveDraft(...given));

/** What was typed so far, for a form that may come too late. */
export const findOwnDraft = (rpc: Rpc, visit_id: string) => unlessGone(readDraft(rpc, visit_id));

async function unlessGone(draft: Promise<Draft>): Promise<Draft> {
  try {
    return await draft;
  } catch (error) {
    if (error instanceof HttpError && error.status === 403) return NONE;
    throw error;
  }
}

/** A checklist with the answers typed so far. */
export function answered(checklist: Section[], { checklist: answers }: TypedReport): Section[] {
  const withAnswer = (line: Line) => {
    const { result, note } = answers[line.position] ?? {};
    return { ...line, result: result ?? line.result, note: note ?? line.note };
  };
  return checklist.map(({ section, lines }) => ({ section, lines: lines.map(withAnswer) }));
}

/** What a form says of a checklist's lines; those without answer and without note are left out. */
export function answersOf(
  form: FormData,
  lines: Pick<Line, "position" | "note">[],
): Record<string, Answer> {
  const answers = lines.flatMap(({ position, note: before }): [string, Answer][] => {
    const result = RESULTS.find((each) => each === form.get(`line-${position}`));
    const note = textOf(form, `note-${position}`);
    return result || note || before
      ? [[String(position), { ...(result && { result }), note: note || null }]]
      : [];
  });
  return Object.fromEntries(answers);
}

/** The same, of a checklist whose lines are not known any more. */
export function answersOfAll(form: FormData): Record<string, Answer> {
  const positions = [...form.keys()].flatMap((name) => /^line-(\d{1,3})$/.exec(name)?.[1] ?? []);
  return answersOf(form, positions.map((position) => ({ position: Number(position), note: null })));
}

/** "All pass" of a section: its lines that have no answer yet pass, the others keep theirs. */
export function passTheRest(
  answers: Record<string, Answer>,
  { lines }: Section,
): Record<string, Answer> {
  const rest = lines.filter(({ position, result }) => !(answers[position]?.result ?? result));
  const passed = rest.map(({ position }) => [
    String(position),
    { ...answers[position], result: "pass" as Result },
  ]);
  return { ...answers, ...Object.fromEntries(passed) };
}
