import type { Line } from "./policy.ts";

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
