import { dangersOf, resultText } from "@/lib/visits/progress.ts";
import { type Line, linesOf, type Section } from "@/lib/visits/sheet.ts";
import type { Mark } from "@/lib/text/mark.ts";
import { StateMark } from "@/components/web/StateMark.tsx";

/** What was checked: what failed or did not apply first and in full, what passed folded away. */
export function Results({ checklist }: { checklist: Section[] }) {
  const lines = linesOf(checklist);
  const answered = lines.filter(({ result }) => result !== null);
  if (answered.length === 0) return null;
  const passed = lines.filter((line) => line.result === "pass" && !line.note);
  const others = lines.filter((line) => !passed.includes(line));
  const dangers = dangersOf(checklist);
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">Checklist</h2>
      <p>
        <StateMark mark={resultText(lines)} />
      </p>
      {dangers.length > 0 && (
        <p class="notice danger">
          <strong>
            {dangers.length === 1
              ? "A safety line failed."
              : `${dangers.length} safety lines failed.`}
          </strong>{" "}
          No certificate; the unit went out of service, and a repair was quoted.
        </p>
      )}
      {others.length > 0 && <LineTable lines={others} />}
      {passed.length > 0 && (
        <details class="fold">
          <summary>
            {passed.length === 1 ? "1 line passed" : `${passed.length} lines passed`}
          </summary>
          <LineTable lines={passed} />
        </details>
      )}
    </section>
  );
}

const RESULTS: Record<string, Mark> = {
  pass: { text: "Pass", shape: "done" },
  fail: { text: "Fail", shape: "failed" },
  not_applicable: { text: "N.A.", shape: "todo" },
};
const OPEN: Mark = { text: "No answer", shape: "todo" };

function LineTable({ lines }: { lines: Line[] }) {
  return (
    <table class="money">
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ position, label, safety_critical, result, note }) => (
          <tr key={position}>
            <th scope="row">
              {position}. {label}
              {safety_critical && (
                <small>
                  <span class="mark safety">safety</span>
                </small>
              )}
              {note && <small>“{note}”</small>}
            </th>
            <td>
              <StateMark mark={RESULTS[result ?? ""] ?? OPEN} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
