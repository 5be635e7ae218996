import { StateMark } from "@/components/web/StateMark.tsx";
import { kindExplained, kindName } from "@/lib/jobs/words.ts";
import type { NightsView } from "./view.ts";

/** Every kind of work: when it is opened, how much of it waits, whether it is on. */
export function KindTable({ nights, isAdmin }: NightsView) {
  return (
    <section aria-labelledby="kinds">
      <h2 id="kinds">What comes onto the work list</h2>
      <p>What is off is not opened any more, for anybody; what is open of it stays.</p>
      <table class="list nights">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" class="number">Open</th>
            <th scope="col" class="number">New</th>
            <th scope="col">State</th>
            {isAdmin && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {nights.kinds.map(({ kind, is_on, open, new: opened }) => (
            <tr key={kind} id={kind}>
              <th scope="row">
                {kindName(kind)}
                <small>{kindExplained(kind)}</small>
              </th>
              <td class="number">
                {open === 0
                  ? 0
                  : <a href={`/office/work?kind=${kind}`}>{open.toLocaleString("en-CA")}</a>}
              </td>
              <td class="number">{opened.toLocaleString("en-CA")}</td>
              <td>
                <StateMark
                  mark={is_on ? { shape: "done", text: "On" } : { shape: "off", text: "Off" }}
                />
              </td>
              {isAdmin && (
                <td>
                  <form method="post" action={`/office/nights#${kind}`}>
                    <input type="hidden" name="kind" value={kind} />
                    <button type="submit" class="second" name="do" value={is_on ? "off" : "on"}>
                      Switch {is_on ? "off" : "on"}
                      <span class="unseen">: {kindName(kind)}</span>
                    </button>
                  </form>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
