import { StateMark } from "@/components/web/StateMark.tsx";
import type { NightsView } from "./view.ts";

/** What the self-check looks at, and whether it holds. */
export function CheckTable({ nights }: NightsView) {
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">What always holds</h2>
      <p>
        The self-check looks at each of these every night. What breaks one is on the work list until
        it does so no more.
      </p>
      <table class="list nights">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {nights.checks.map(({ check, rule, open }) => (
            <tr key={check}>
              <th scope="row">{rule}</th>
              <td>
                {open === 0
                  ? <StateMark mark={{ shape: "done", text: "Holds" }} />
                  : (
                    <a href="/office/work?kind=self_check">
                      <StateMark mark={{ shape: "failed", text: brokenText(open) }} />
                    </a>
                  )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const brokenText = (open: number) =>
  open === 1 ? "1 thing to look at" : `${open.toLocaleString("en-CA")} things to look at`;
