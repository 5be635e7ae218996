import { StateMark } from "@/components/web/StateMark.tsx";
import type { Nights } from "@/lib/jobs/nights.ts";
import { instantText, sentence } from "@/lib/text/dates.ts";
import type { NightsView } from "./view.ts";

/** What the self-check looks at, and whether it holds. */
export function CheckTable({ nights, zone }: NightsView) {
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
          {nights.checks.map(({ check, kind, rule, open }) => (
            <tr key={check}>
              <th scope="row">{rule}</th>
              <td>
                {open === 0
                  ? <StateMark mark={{ shape: "done", text: "Holds" }} />
                  : (
                    <a href={`/office/work?kind=${kind}`}>
                      <StateMark mark={{ shape: "failed", text: brokenText(open) }} />
                    </a>
                  )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">{trailText(nights.trail, zone)}</p>
    </section>
  );
}

/** How far the nights have proven the trail, in a sentence or two. */
function trailText({ proven_at, newest, again, round_ended_at }: Nights["trail"], zone: string) {
  if (proven_at === null) return "The trail has not been proven yet: the next night begins.";
  const last = sentence(instantText(proven_at, zone));
  const proven = `The trail was proven through seal ${newest.toLocaleString("en-CA")} on ${last}`;
  if (again > 0) {
    return `${proven} Older seals are proven again in turn: this round has come to seal ${
      again.toLocaleString("en-CA")
    }.`;
  }
  return round_ended_at === null
    ? proven
    : `${proven} All of it was proven again by ${sentence(instantText(round_ended_at, zone))}`;
}

const brokenText = (open: number) =>
  open === 1 ? "1 thing to look at" : `${open.toLocaleString("en-CA")} things to look at`;
