import * as z from "zod";
import { instantShape } from "@/lib/database/shapes.ts";

const lineShape = z.object({
  position: z.number(),
  section: z.string(),
  label: z.string(),
  help: z.string().nullable(),
  required: z.boolean(),
  safety_critical: z.boolean(),
});
/** Something that is checked at a visit. */
export type Line = z.infer<typeof lineShape>;

export const checklistShape = z.object({
  number: z.number(),
  made_at: instantShape,
  by: z.string().nullable(),
  lines: z.array(lineShape),
});
/** A version of a category's list. */
export type Checklist = z.infer<typeof checklistShape>;

/** The lines under the names of their sections, in order. */
export function sectionsOf(lines: Line[]): { section: string; lines: Line[] }[] {
  const sections: { section: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last?.section === line.section) last.lines.push(line);
    else sections.push({ section: line.section, lines: [line] });
  }
  return sections;
}
