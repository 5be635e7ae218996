/** A checklist as a form holds it: sections with their lines, which buttons move about without a script. */
import { textOf } from "@/lib/web/forms.ts";
import { type Line, sectionsOf } from "./checklist_lines.ts";

export interface DraftLine {
  label: string;
  help: string;
  required: boolean;
  safety_critical: boolean;
}

export interface DraftSection {
  section: string;
  lines: DraftLine[];
}

export type Draft = DraftSection[];

const NEW_LINE: DraftLine = { label: "", help: "", required: true, safety_critical: false };

/** The lines that there are, as the form begins with them. */
export const draftOf = (lines: Line[]): Draft =>
  sectionsOf(lines).map(({ section, lines }) => ({
    section,
    lines: lines.map((line) => ({ ...line, help: line.help ?? "" })),
  }));

/** The name of a section's field, and of a line's; what else is asked of a line has a word behind it. */
export const sectionField = (section: number) => `s${section}`;
export const lineField = (section: number, line: number) => `s${section}l${line}`;

/** A text on one line, however it was typed. */
const oneLine = (form: FormData, name: string) => textOf(form, name).replace(/\s+/g, " ");

/** What was typed. */
export function draftIn(form: FormData): Draft {
  const draft: Draft = [];
  for (let s = 0; form.has(sectionField(s)); s++) {
    const lines: DraftLine[] = [];
    for (let l = 0; form.has(lineField(s, l)); l++) {
      const name = lineField(s, l);
      lines.push({
        label: oneLine(form, name),
        help: oneLine(form, `${name}help`),
        required: form.has(`${name}required`),
        safety_critical: form.has(`${name}safety`),
      });
    }
    draft.push({ section: oneLine(form, sectionField(s)), lines });
  }
  return draft;
}

/** As the database takes it: numbered from 1. A section without lines is none. */
export function linesOf(draft: Draft): Line[] {
  return draft.flatMap(({ section, lines }) => lines.map((line) => ({ section, ...line })))
    .map((line, index) => ({ ...line, help: line.help || null, position: index + 1 }));
}

/** The field of the line with that number, counted from 1 through all sections. */
export function fieldOfLine(draft: Draft, number: number): { section: number; field: string } {
  let before = 0;
  const section = draft.findIndex(({ lines }) => (before += lines.length) >= number);
  const line = number - 1 - (before - draft[section].lines.length);
  return { section, field: lineField(section, line) };
}

/** What a button did: the list as it is now, and the id of what is looked at next. */
export interface Moved {
  draft: Draft;
  focus: string;
}

/**
 * Does what a button of the form asks for: `up.0.3` moves the fourth line of the first section up, past the section's
 * head into the one before; `section-up.1` moves a section. Null for a button that there is not.
 */
export function moved(draft: Draft, button: string): Moved | null {
  const [deed, ...numbers] = button.split(".");
  const [s = -1, l = -1] = numbers.map(Number);
  if (deed === "keep") return { draft, focus: "" };
  if (deed === "section") {
    const added = [...draft, { section: "", lines: [NEW_LINE] }];
    return { draft: added, focus: sectionField(draft.length) };
  }
  const section = draft[s];
  if (section === undefined) return null;
  if (deed === "add") {
    const lines = [...section.lines, NEW_LINE];
    return { draft: withLines(draft, s, lines), focus: lineField(s, section.lines.length) };
  }
  if (deed === "section-up" || deed === "section-down") return sectionMoved(draft, s, deed);
  if (section.lines[l] === undefined) return null;
  if (deed === "remove") return removed(draft, s, l);
  return deed === "up" || deed === "down" ? lineMoved(draft, s, l, deed) : null;
}

const withLines = (draft: Draft, s: number, lines: DraftLine[]): Draft =>
  draft.map((each, index) => index === s ? { ...each, lines } : each);

const without = <Each>(list: Each[], index: number) => list.filter((_, each) => each !== index);

function swapped<Each>(list: Each[], one: number, other: number): Each[] {
  const copy = [...list];
  [copy[one], copy[other]] = [copy[other], copy[one]];
  return copy;
}

function removed(draft: Draft, s: number, l: number): Moved {
  const lines = without(draft[s].lines, l);
  const focus = lines.length === 0
    ? `${sectionField(s)}-add`
    : lineField(s, Math.min(l, lines.length - 1));
  return { draft: withLines(draft, s, lines), focus };
}

function sectionMoved(draft: Draft, s: number, deed: "section-up" | "section-down"): Moved | null {
  const to = deed === "section-up" ? s - 1 : s + 1;
  if (draft[to] === undefined) return null;
  return { draft: swapped(draft, s, to), focus: `${sectionField(to)}-${deed.slice(8)}` };
}

function lineMoved(draft: Draft, s: number, l: number, deed: "up" | "down"): Moved | null {
  const { lines } = draft[s];
  const step = deed === "up" ? -1 : 1;
  if (lines[l + step] !== undefined) {
    return {
      draft: withLines(draft, s, swapped(lines, l, l + step)),
      focus: `${lineField(s, l + step)}-${deed}`,
    };
  }
  const into = draft[s + step];
  if (into === undefined) return null;
  const there = deed === "up" ? [...into.lines, lines[l]] : [lines[l], ...into.lines];
  const left = withLines(draft, s, without(lines, l));
  const at = deed === "up" ? there.length - 1 : 0;
  return {
    draft: withLines(left, s + step, there),
    focus: `${lineField(s + step, at)}-${deed}`,
  };
}
