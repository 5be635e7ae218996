import { StateMark } from "@/components/web/StateMark.tsx";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import { USUAL, workHref } from "@/lib/worklist/filter.ts";
import type { Work } from "@/lib/worklist/shapes.ts";

/** How much of each kind of work is open; each leads to its rows. */
export function KindsOpen({ kinds }: { kinds: Work["kinds"] }) {
  const all = kinds.reduce((sum, { open }) => sum + open, 0);
  if (all === 0) {
    return (
      <section class="box" aria-labelledby="work">
        <h2 id="work">Work list</h2>
        <p class="empty">
          Nothing waits for anybody. The nights fill it:{" "}
          <a href="/office/nights">see what they look for</a>.
        </p>
      </section>
    );
  }
  return (
    <section class="box" aria-labelledby="work">
      <div class="head">
        <h2 id="work">Work list</h2>
        <a href={workHref({ ...USUAL, owner: "all" })}>All {all.toLocaleString("en-CA")}</a>
      </div>
      <table class="list kinds-open">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" class="number">Urgent</th>
            <th scope="col" class="number">Open</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, open, urgent }) => (
            <tr key={kind}>
              <th scope="row">
                <a href={workHref({ ...USUAL, owner: "all", kind })}>{kindTitle(kind)}</a>
              </th>
              <td class="number">
                {urgent > 0 && <StateMark mark={{ text: String(urgent), shape: "late" }} />}
              </td>
              <td class="number">{open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
