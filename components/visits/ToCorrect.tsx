import type { Complaints } from "@/lib/visits/complaints.ts";
import type { Line } from "@/lib/visits/sheet.ts";

/** What is missing or was refused, each with the way there. */
export function ToCorrect({ gaps, lines, complaints }: {
  /** Lines without an answer, or without the word that theirs needs. */
  gaps: Line[];
  /** The page on which the lines are; empty for this one. */
  lines: string;
  complaints: Complaints;
}) {
  // Where lines are named one by one, that there are some need not be said.
  const wrong = Object.entries(complaints)
    .filter(([field]) => field !== "checklist" || gaps.length === 0);
  if (gaps.length === 0 && wrong.length === 0) return null;
  const count = gaps.length + wrong.length;
  return (
    <section class="notice warn" role="alert">
      <h2>{count === 1 ? "One thing is still to do" : `${count} things are still to do`}</h2>
      <ul class="links">
        {gaps.map(({ position, label, result }) => (
          <li key={position}>
            <a href={`${lines}#line-${position}`}>
              Line {position}, {label}:{" "}
              {result === null ? "pass, fail or n.a." : "why it does not apply"}
            </a>
          </li>
        ))}
        {wrong.map(([field, text]) => (
          <li key={field}>
            <a href={`${IS_OF_LINES.test(field) ? lines : ""}#${FIELDS[field] ?? field}`}>{text}</a>
          </li>
        ))}
      </ul>
      <p>Everything that you typed is kept.</p>
    </section>
  );
}

/** What is on the page of the lines. */
const IS_OF_LINES = /^(checklist$|line-)/;

/** Where things that may be objected to are on the page, where they are not under their own names. */
const FIELDS: Complaints = {
  advice_to_client: "advice",
  labour_minutes: "labour",
  unit: "serial",
  visit: "page",
};
