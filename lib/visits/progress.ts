import type { Mark } from "@/lib/text/mark.ts";
import { isNeeded, type Line, linesOf, type Section } from "./sheet.ts";

interface Strictness {
  safety_critical: boolean;
}

/** What a line still needs: an answer, or a word why what is critical for safety does not apply. */
export function lackOf(line: Line, unit: Strictness): "answer" | "reason" | null {
  if (line.result === null) return isNeeded(line, unit) ? "answer" : null;
  const isUnexplained = line.result === "not_applicable" && line.safety_critical && !line.note;
  return isUnexplained ? "reason" : null;
}

/** The lines that need an answer and have none, or a word and have none, in order. */
export const gapsOf = (lines: Line[], unit: Strictness): Line[] =>
  lines.filter((line) => lackOf(line, unit) !== null);

export const firstGap = (lines: Line[], unit: Strictness): Line | undefined =>
  gapsOf(lines, unit)[0];

/** The safety lines that failed: the unit goes out of service. */
export const dangersOf = (checklist: Section[]): Line[] =>
  linesOf(checklist).filter((line) => line.safety_critical && line.result === "fail");

/** How far a section is: "3 passed", "1 failed, 2 to go", "3 to go". */
export function progressOf(lines: Line[]): Mark {
  const failed = lines.filter(({ result }) => result === "fail").length;
  const rest = lines.filter(({ result }) => result === null).length;
  const toGo = rest > 0 ? `${rest} to go` : "";
  if (failed > 0) {
    return { text: [`${failed} failed`, toGo].filter(Boolean).join(", "), shape: "failed" };
  }
  if (rest > 0) return { text: toGo, shape: "todo" };
  const passed = lines.filter(({ result }) => result === "pass").length;
  return passed === lines.length
    ? { text: `${passed} passed`, shape: "done" }
    : { text: `${passed} passed, ${lines.length - passed} n.a.`, shape: "done" };
}

/** "16 of 16 passed", "15 of 16 passed, 1 failed"; "5 of 16 answered" before all are. */
export function resultText(lines: Line[]): Mark {
  const count = (result: Line["result"]) => lines.filter((line) => line.result === result).length;
  const [rest, failed] = [count(null), count("fail")];
  if (rest > 0) {
    return { text: `${lines.length - rest} of ${lines.length} answered`, shape: "todo" };
  }
  const text = `${count("pass")} of ${lines.length} passed`;
  return failed > 0
    ? { text: `${text}, ${failed} failed`, shape: "failed" }
    : { text, shape: "done" };
}
