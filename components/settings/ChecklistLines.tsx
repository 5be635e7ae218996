import { type Line, sectionsOf } from "@/lib/settings/checklist_lines.ts";

/** What is checked, by section, each line under its number. */
export function ChecklistLines({ lines }: { lines: Line[] }) {
  return (
    <div class="sections">
      {sectionsOf(lines).map(({ section, lines }) => (
        <section key={lines[0].position}>
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
  );
}
