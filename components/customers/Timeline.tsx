import { dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import {
  type Happening,
  happeningsOf,
  type HistoryPage,
  type HistoryStep,
  type Kind,
  KINDS,
  type RepairStep,
  stepHref,
} from "@/lib/customers/history.ts";
import { invoiceMark, suppressedText } from "@/lib/customers/words.ts";
import { addressText, mailMark, mailName } from "@/lib/text/mails.ts";
import { withTaxText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { stepText } from "@/lib/text/repair_steps.ts";
import { fullName } from "@/lib/text/units.ts";
import { repairHref } from "@/lib/text/visits.ts";
import { PastVisit } from "./PastVisit.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";

const NAMES: Record<Kind, string> = {
  visits: "Visits",
  repairs: "Repairs",
  mails: "Mails",
  invoices: "Invoices",
};

interface Told {
  history: HistoryPage;
  step: HistoryStep;
  /** The address of the whole of it. */
  path: string;
  zone: string;
  /** Whether each visit says which unit it was for. */
  ofSeveral?: boolean;
}

/** What happened, newest first: all of it, or one kind of things; more than a page has leads on. */
export function Timeline({ history, step, path, zone, ofSeveral = false }: Told) {
  const happenings = happeningsOf(history);
  // That nothing goes to an address any more is said once.
  const lastTo = new Map(
    history.mails.toReversed().map((mail) => [mail.recipient, mail.message_id]),
  );
  const { older_than } = history;
  return (
    <section class="happened" aria-labelledby="happened">
      <h2 id="happened">{step.show ? NAMES[step.show] : "What happened"}</h2>
      <Choice history={history} step={step} path={path} />
      {step.olderThan && (
        <p class="on-screen">
          <a href={stepHref(path, { show: step.show })}>Back to the newest</a>
        </p>
      )}
      {happenings.length === 0 ? <p>Nothing is on record yet.</p> : (
        <ol class="timeline">
          {happenings.map((happening) => (
            <li key={happening.id} class={happening.what}>
              <Entry
                happening={happening}
                zone={zone}
                ofSeveral={ofSeveral}
                isLastTo={(address) => lastTo.get(address) === happening.id}
              />
            </li>
          ))}
        </ol>
      )}
      {older_than && (
        <p>
          <a class="on-screen" href={stepHref(path, { show: step.show, olderThan: older_than })}>
            Older
          </a>
          <span class="on-paper">There is more on record from before.</span>
        </p>
      )}
    </section>
  );
}

/** All of it, or one kind: what there is of each. */
function Choice({ history: { counts }, step, path }: Pick<Told, "history" | "step" | "path">) {
  const kinds = KINDS.filter((kind) => counts[kind] > 0);
  if (kinds.length < 2) return null;
  const all = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  const choices: [Kind | undefined, string, number][] = [
    [undefined, "All", all],
    ...kinds.map((kind): [Kind, string, number] => [kind, NAMES[kind], counts[kind]]),
  ];
  return (
    <nav aria-label="What is shown">
      <ul class="chips">
        {choices.map(([show, name, count]) => (
          <li key={name}>
            <a
              href={stepHref(path, { show })}
              aria-current={show === step.show ? "true" : "false"}
            >
              {name} <b>{count.toLocaleString("en-CA")}</b>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Entry({ happening, zone, ofSeveral, isLastTo }: {
  happening: Happening;
  zone: string;
  ofSeveral: boolean;
  /** Whether it is the newest mail of the page to that address. */
  isLastTo: (address: string | null) => boolean;
}) {
  if (happening.what === "visits") {
    return <PastVisit visit={happening.visit} zone={zone} ofSeveral={ofSeveral} />;
  }
  if (happening.what === "repairs") {
    return <PastStep step={happening.step} zone={zone} ofSeveral={ofSeveral} />;
  }
  if (happening.what === "mails") {
    const { mail } = happening;
    const dead = isLastTo(mail.recipient) && suppressedText(mail.suppressed);
    return (
      <>
        <When at={mail.sent_at ?? mail.at} zone={zone} />
        <div>
          <p>Mail: {mailName(mail.kind)}</p>
          <p class="soft">{mail.recipient ?? capitalized(addressText(null))}</p>
          {dead && <p class="soft">{capitalized(dead)}</p>}
        </div>
        <StateMark mark={mailMark(mail.state)} />
      </>
    );
  }
  const { invoice } = happening;
  return (
    <>
      <time dateTime={invoice.at}>{unbroken(shortDayText(dayOf(invoice.at, zone)))}</time>
      <div>
        <p>
          Invoice <a href={`/office/invoices/${invoice.invoice_id}`}>{invoice.number}</a>
        </p>
        <p class="soft">Due {unbroken(shortDayText(invoice.due_on))}</p>
      </div>
      <StateMark mark={invoiceMark(invoice)} />
    </>
  );
}

/** A step of a repair: what it was, for which unit where there are several, and for how much. */
function PastStep(
  { step, zone, ofSeveral }: { step: RepairStep; zone: string; ofSeveral: boolean },
) {
  const { net, total, work_order_id, what } = step;
  return (
    <>
      <When at={step.at} zone={zone} />
      <div>
        <h3>
          <a href={repairHref(work_order_id)}>{stepText(step)}</a>
        </h3>
        {ofSeveral && <p class="soft">{capitalized(fullName(step))}</p>}
        {net !== null && total !== null && (
          <p class="soft">
            {what === "opened" ? "Quoted at" : "For"} {withTaxText(total, net)}
          </p>
        )}
      </div>
    </>
  );
}

function When({ at, zone }: { at: string; zone: string }) {
  return (
    <time dateTime={at}>
      {unbroken(`${shortDayText(dayOf(at, zone))}, ${timeText(at, zone)}`)}
    </time>
  );
}
