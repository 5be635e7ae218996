import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { KeptReports } from "@/components/web/KeptReports.tsx";
import { PhotoGallery } from "@/components/web/PhotoGallery.tsx";
import { Told } from "@/components/web/Told.tsx";
import { doneText } from "@/lib/repairs/act.ts";
import { isLate, repairMark, whatText } from "@/lib/repairs/words.ts";
import { sentence } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { repairHref, repairNumber } from "@/lib/text/visits.ts";
import { AnswerForms, ReopenForm } from "./AnswerForms.tsx";
import { CalledOff, Given, Placed } from "./Placed.tsx";
import { PartsOrdered, PartsToOrder } from "./Parts.tsx";
import { QuoteForm } from "./QuoteForm.tsx";
import { QuoteSheet } from "./QuoteSheet.tsx";
import { RepairFacts } from "./RepairFacts.tsx";
import { RepairReport } from "./RepairReport.tsx";
import { Trail } from "./Trail.tsx";
import type { RepairView } from "./view.ts";

/** A repair as the office sees it: where it stands and its next step first, then what it costs and what happened. */
export function RepairPage(view: RepairView) {
  const { page, did, refused, fault } = view;
  const { number, unit, client, state, quote, task } = page;
  const isOpen = !["done", "declined", "cancelled"].includes(state);
  return (
    <div class="office visit repair">
      <Title isError={refused !== undefined || fault !== undefined}>
        {`Repair ${repairNumber(number)}: ${capitalized(fullName(unit))}, ${client.name}`}
      </Title>
      {did && <Told>{doneText(did, client)}</Told>}
      {refused && refused.field === "" && <p class="complaint" role="alert">{refused.complaint}</p>}
      <p class="situation">
        <StateMark
          mark={repairMark({ state, isLate: isLate(page), isNotClosed: task?.not_closed })}
        />
      </p>
      <p>
        {whatText(page) && <strong>{sentence(whatText(page))}</strong>} {moneyText(quote.total)}
        {" "}
        with tax. {NEXT[state]}
      </p>
      {page.cancelled_reason && <p>Given up: “{page.cancelled_reason}”</p>}
      {page.others.map((other) => (
        <p class="notice" key={other.work_order_id}>
          Another repair of it is open:{" "}
          <a href={repairHref(other.work_order_id)}>{repairNumber(other.number)}</a>
        </p>
      ))}
      <div class="columns">
        <div>
          <Kept {...view} />
          {state === "waiting_for_parts" && <PartsOrdered {...view} />}
          {state === "approved" && <Given {...view} />}
          {state === "approved" && <PartsToOrder {...view} />}
          {state === "scheduled" && <Placed {...view} />}
          {page.report && <RepairReport page={page} report={page.report} />}
          <Photos page={page} />
          {state === "quoted" && quote.lines.length > 0 && <AnswerForms {...view} />}
          <QuoteSheet page={page} />
          {state === "quoted" && <QuoteForm {...view} />}
          {(state === "approved" || state === "waiting_for_parts") && <ReopenForm {...view} />}
          {isOpen && state !== "scheduled" && <CalledOff {...view} />}
        </div>
        <div>
          <RepairFacts {...view} />
          <Trail {...view} />
        </div>
      </div>
    </div>
  );
}

/** Those of its report, of drives in vain, and those that no report has named. */
function Photos({ page }: Pick<RepairView, "page">) {
  const { work_order_id, report, failures, photos } = page;
  const all = [...report?.photos ?? [], ...failures.flatMap((each) => each.photos), ...photos];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="photos">
      <h2 id="photos">Photos</h2>
      {photos.length > 0 && (
        <p class="hint">
          {report === null
            ? `${
              photos.length === all.length ? "They were" : "Some were"
            } taken for a report that is not sent yet.`
            : "Not all of them came with the report: some were sent beside it, or later."}
        </p>
      )}
      <PhotoGallery at={repairHref(work_order_id)} photos={all} />
    </section>
  );
}

/** Reports that met it when it had changed. */
function Kept({ page, refused, typed, reportId, zone }: RepairView) {
  const { kept, lines, failed, state } = page;
  return (
    <KeptReports
      kept={kept}
      what="repair"
      at={repairHref(page.work_order_id)}
      lines={new Map([...failed, ...lines].map(({ position, label }) => [position, label]))}
      obstacle={OBSTACLES[state] ?? GIVE_TIME}
      refused={refused?.deed === "discard"
        ? {
          report_id: reportId,
          reason: typed.reason,
          complaint: refused.field ? refused.complaint : undefined,
        }
        : undefined}
      zone={zone}
    />
  );
}

const GIVE_TIME =
  "It cannot be taken while the repair has no time. Give it one first: any will do, it then " +
  "stands where the work was done.";

/** Why a kept report cannot be taken. */
const OBSTACLES: Record<string, string> = {
  done: "The repair is on record already.",
  declined: "The client did not want the repair. Quote it anew, or discard this.",
  cancelled: "The repair was given up. Open another one, or discard this.",
  scheduled: "It cannot have come to nothing before its day.",
};

/** What is to be done about it now. */
const NEXT: Record<string, string> = {
  quoted: "Read the quote out to the client, and write down the answer.",
  approved: "Give it a time, or order parts first.",
  waiting_for_parts: "It gets a time when the parts are there.",
  scheduled: "",
  done: "",
  declined: "A unit that is out of service stays so.",
  cancelled: "",
};
