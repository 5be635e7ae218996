import { dayOf, timeText } from "@/lib/text/dates.ts";
import { mailName, mailText } from "@/lib/text/mails.ts";
import type { Lately as Happened } from "@/lib/worklist/shapes.ts";
import { RESULTS, shortDay } from "@/lib/worklist/words.ts";

/** The last mails to the client and calls about them, newest first. */
export function Lately({ lately, zone }: { lately: Happened[]; zone: string }) {
  if (lately.length === 0) return null;
  return (
    <section aria-labelledby="lately">
      <h2 id="lately">Last mails and calls</h2>
      <ol class="lately">
        {lately.map((each) => (
          <li key={each.at + each.what}>
            <time dateTime={each.at}>{shortDay(dayOf(each.at, zone))}</time>
            <span>{happenedText(each, zone)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "Call by Priya at 10:09 a.m.: no answer", "Reminder that it is due: sent" */
function happenedText(each: Happened, zone: string): string {
  if (each.what === "mail") return `${mailName(each.kind)}: ${mailText(each.state)}`;
  const by = each.by ? ` by ${each.by}` : "";
  const note = each.note ? `. “${each.note}”` : "";
  return each.result === "letter"
    ? `Letter printed${by}`
    : `Call${by} at ${timeText(each.at, zone)}: ${RESULTS[each.result] ?? each.result}${note}`;
}
