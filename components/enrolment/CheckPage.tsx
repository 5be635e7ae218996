import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import PrintButton from "@/islands/PrintButton.tsx";
import type { Counted } from "@/lib/enrolment/wizard/backfill.ts";
import type { Outlook } from "@/lib/enrolment/wizard/outlook.ts";
import { countedText, firstMailOn, numberText, rowsHref } from "@/lib/enrolment/wizard/words.ts";
import { counted } from "@/lib/text/names.ts";
import { monthDayText, shortDayText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { ByCategory } from "./ByCategory.tsx";
import { LeftOut } from "./LeftOut.tsx";
import { Pace } from "./Pace.tsx";
import { Steps } from "./Steps.tsx";

export interface CheckView {
  page: Counted;
  outlook: Outlook | null;
  /** What is wrong with the pace that was asked for. */
  complaint: string | null;
  /** What was done just now. */
  told: string | null;
  /** What was typed into the pace, where it has to be corrected. */
  typed?: { weeks: string; first_day: string };
}

/** What enrolling would do: nothing of it has happened. */
export function CheckPage({ page, outlook, complaint, told, typed, zone }: CheckView & {
  zone: string;
}) {
  const { run } = page;
  const { report } = run;
  const left = Object.values(report.skipped).reduce((sum, rows) => sum + rows, 0);
  return (
    <div class="office enrolment">
      <Title isError={complaint !== null}>What would happen</Title>
      <Steps at={3} run={run.run_id} />
      {told !== null && <Told>{told}</Told>}
      {complaint !== null && <p class="complaint" role="alert">{complaint}</p>}
      <p class="lead">
        {run.state === "ready"
          ? `${
            counted(report.new, "unit")
          } would be enrolled. Nothing has been enrolled and nobody is mailed yet. Counted:`
          : `${counted(report.new, "unit")} ${
            report.new === 1 ? "was" : "were"
          } found before this run began. Counted:`} {unbroken(countedText(run.counted_at, zone))}
      </p>
      <ul class="figures">
        <Figure href="#categories" number={numberText(report.new)} text="units to enrol" />
        <Figure href="#left-out" number={numberText(left)} text="rows left out" />
        <Figure
          href="#pace"
          number={numberText(report.to_stagger)}
          text="units due soon or late: spread out"
        />
        <Figure
          href={rowsHref(run.run_id, { outcome: "new", reason: "no_email" })}
          number={numberText(report.missing_emails)}
          text="clients without e-mail: calls"
        />
        <Figure href="#categories" number={moneyText(report.fee_total)} text="fees of one round" />
      </ul>
      <p>
        <a href={`/office/consent/${run.run_id}`}>Who of these clients may be mailed, and why</a>
      </p>
      <ByCategory page={page} />
      <LeftOut page={page} />
      <Pace page={page} outlook={outlook} typed={typed} />
      <WhenYouEnrol page={page} />
    </div>
  );
}

function Figure({ href, number, text }: { href: string; number: string; text: string }) {
  return (
    <li>
      <a href={href}>
        <strong>{number}</strong> {text}
      </a>
    </li>
  );
}

/** What follows from the one button, before it. */
function WhenYouEnrol({ page: { run, today } }: { page: Counted }) {
  const { report, run_id } = run;
  const path = `/office/enrol/check/${run_id}`;
  const first = firstMailOn(report.schedule);
  if (run.state !== "ready") {
    return (
      <section class="box when" aria-labelledby="when">
        <h2 id="when">This run is under way, or over</h2>
        <p>
          <a href={`/office/enrol/run/${run_id}`}>See how far it is</a>
        </p>
      </section>
    );
  }
  const isStale = first !== null && first <= today;
  return (
    <section class="box when" aria-labelledby="when">
      <h2 id="when">When you enrol</h2>
      {report.new === 0
        ? <p>There is nothing to enrol: every unit of the files is enrolled, or left out.</p>
        : isStale
        ? (
          <p>
            The first mails of this count were planned for{" "}
            {monthDayText(first)}, which has passed: count again first.
          </p>
        )
        : (
          <p>
            {report.new === 1
              ? "One contract begins."
              : `${numberText(report.new)} contracts begin.`} {first === null
              ? "Nobody is due soon: reminders leave as units come due."
              : `The first mails leave on ${shortDayText(first)}.`} {report.missing_emails > 0 &&
              `${counted(report.missing_emails, "client")} without e-mail ${
                report.missing_emails === 1 ? "comes" : "come"
              } on the call list, spread in the same way. `}
            You can take all of it back until the first client was told.{" "}
            <a href={`/office/consent/${run_id}`}>Who may be mailed, and why</a>
          </p>
        )}
      <form method="post" action={path} class="buttons">
        {report.new > 0 && !isStale && (
          <button type="submit" name="do" value="enrol">
            Enrol {counted(report.new, "unit")}
          </button>
        )}
        <button type="submit" class="second" name="do" value="again">Count again</button>
        <PrintButton label="Print this page" />
        <a class="quiet" href="/office">Leave it for later</a>
      </form>
    </section>
  );
}
