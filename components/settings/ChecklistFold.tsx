import type { Checklist } from "@/lib/settings/checklist_lines.ts";
import { instantText, sentence } from "@/lib/text/dates.ts";
import { ChecklistLines } from "./ChecklistLines.tsx";
import { counted } from "@/lib/text/names.ts";

/** "16 lines, version 3, since Monday, May 11, 2026, 9:00 a.m., by Priya." */
export const versionText = ({ number, made_at, by, lines }: Checklist, zone: string) =>
  `${counted(lines.length, "line")}, version ${number}, since ${
    sentence(instantText(made_at, zone) + (by ? `, by ${by}` : ""))
  }`;

/** What is checked at a visit, and the way to where it is changed. */
export function ChecklistFold({ checklist, zone, href, isAdmin }: {
  checklist: Checklist | null;
  zone: string;
  href: string;
  isAdmin: boolean;
}) {
  return (
    <section class="box" aria-labelledby="checklist">
      <h2 id="checklist">Checklist</h2>
      {checklist === null ? <p>Nothing is checked yet.</p> : (
        <>
          <p>{versionText(checklist, zone)}</p>
          <details class="fold">
            <summary>The lines</summary>
            <ChecklistLines lines={checklist.lines} />
          </details>
        </>
      )}
      <p>
        <a class="button second" href={href}>
          {isAdmin ? "Change the checklist" : "Earlier checklists"}
        </a>
      </p>
    </section>
  );
}
