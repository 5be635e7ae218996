import type { Checklist } from "@/lib/settings/policy.ts";
import { sectionsOf } from "@/lib/settings/checklist.ts";
import { instantText, sentence } from "@/lib/text/dates.ts";

/** What is checked at a visit, by section, each under its name. */
export function ChecklistFold({ checklist, zone }: {
  checklist: Checklist | null;
  zone: string;
}) {
  const lines = checklist?.lines.length ?? 0;
  return (
    <section class="box" aria-labelledby="checklist">
      <h2 id="checklist">Checklist</h2>
      {checklist === null ? <p>Nothing is checked yet.</p> : (
        <>
          <p>
            {lines} {lines === 1 ? "line" : "lines"}, version {checklist.number}, since {sentence(
              instantText(checklist.made_at, zone) + (checklist.by ? `, by ${checklist.by}` : ""),
            )}
          </p>
          <details class="fold">
            <summary>The lines</summary>
            <div class="sections">
              {sectionsOf(checklist.lines).map(({ section, lines }) => (
                <section key={section}>
                  <h3>{section}</h3>
                  <ol start={lines[0].position}>
                    {lines.map((line) => (
                      <li key={line.position} value={line.position}>
                        {line.label}
                        {line.safety_critical && <span class="mark safety">safety</span>}
                        {!line.required && <span class="soft">, may be left out</span>}
                        {line.help && <small>{line.help}</small>}
                      </li>
                    ))}
                  </ol>
                </section>
              ))}
            </div>
          </details>
        </>
      )}
    </section>
  );
}
