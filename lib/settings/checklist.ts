import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { type Refusal, refusalOf, savedShape } from "./answers.ts";
import { type Draft, fieldOfLine, linesOf, sectionField } from "./checklist_form.ts";
import { checklistShape } from "./checklist_lines.ts";

const pageShape = z.object({
  code: z.string(),
  name: z.string(),
  /** Booked: they keep the list they have. */
  visits: z.number(),
  /** How many lines there may be, and characters of each text. */
  most: z.object({ lines: z.number(), section: z.number(), label: z.number(), help: z.number() }),
  /** Newest first; the first one is in force. */
  versions: z.array(checklistShape),
});
export type ChecklistPage = z.infer<typeof pageShape>;

/** What is checked on a category's units, now and before. */
export async function readChecklist(rpc: Rpc, category_id: string): Promise<ChecklistPage> {
  return pageShape.parse(await rpc("checklist_page", { category_id }));
}

const answerShape = savedShape.extend({
  number: z.number().nullish(),
  line: z.number().nullish(),
  most: z.number().nullish(),
  at: instantShape.nullish(),
});
type Answer = z.infer<typeof answerShape>;

/** What came of it, or why it was refused; `latest` is the version that somebody else made meanwhile. */
export type Set = { ok: true; isNew: boolean } | { ok: false; refused: Refusal; latest?: number };

/** Makes the next version of a category's checklist. `shown` is the number of the one that was changed, 0 for none. */
export async function setChecklist(
  rpc: Rpc,
  code: string,
  draft: Draft,
  { shown, zone }: { shown: number; zone: string },
): Promise<Set> {
  const answer = answerShape.parse(
    await rpc("set_checklist", {
      category_code: code,
      lines: linesOf(draft).map((line) => ({ ...line })),
      shown,
    }),
  );
  const { status, number } = answer;
  if (status === "set" || status === "unchanged") return { ok: true, isNew: status === "set" };
  if (answer.reason !== "changed") return { ok: false, refused: wrongLine(draft, answer) };
  return { ok: false, refused: refusalOf(answer, () => "", zone)!, latest: number ?? undefined };
}

/** What is wrong with which line, at its field. */
function wrongLine(draft: Draft, { reason, line, most }: Answer): Refusal {
  const said = "Nothing was saved yet. Please look at what is marked.";
  if (!line) return { complaints: {}, said: NO_LIST(most) };
  const { section, field } = fieldOfLine(draft, line);
  const at = reason === "section"
    ? sectionField(section)
    : reason === "help"
    ? `${field}help`
    : field;
  return { complaints: { [at]: COMPLAINTS[reason ?? ""]?.(most) ?? "Please look at this." }, said };
}

const NO_LIST = (most?: number | null) =>
  `A list has at least one line, and no more than ${most ?? 100}. Nothing was saved yet.`;

const COMPLAINTS: Record<string, (most?: number | null) => string> = {
  section: (most) => `Please name this section, in no more than ${most} characters.`,
  label: (most) =>
    `Please write what is checked, in no more than ${most} characters, or take the line out.`,
  help: (most) => `Please write no more than ${most} characters.`,
  twice: () => "This stands in this section already. Please reword it, or take it out.",
};
