import { Title } from "@/components/web/Title.tsx";
import { arrivalText, dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { capitalized, kindName } from "@/lib/text/names.ts";
import { costText } from "@/lib/text/price.ts";
import type { WorkUnit } from "@/lib/visits/shapes.ts";
import type { Sheet } from "@/lib/visits/sheet.ts";
import { isOver, markOf, toDoIn, unitMark, visitHref } from "@/lib/visits/words.ts";
import { BackRow, NextStep, StepButton, Thumb } from "./Bars.tsx";
import { Money, toPayOf } from "./Money.tsx";
import { History, LastWords } from "./Past.tsx";
import { PaymentToSend } from "./PaymentForm.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Access, Contacts, Reach, UnitLine } from "./StopParts.tsx";

/** A visit that is not over: what matters before leaving, on the way, and at the door. */
export function Job({ sheet, zone, isNew, complaint }: {
  sheet: Sheet;
  zone: string;
  isNew: boolean;
  /** Why a payment that was taken without a signal is not recorded yet. */
  complaint?: string;
}) {
  const { stop, unit } = sheet;
  const several = stop.units.length > 1;
  const day = shortDayText(dayOf(stop.starts_at, zone));
  const isHere = stop.state === "in_progress";
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech broad two" data-to-do={toDoIn(stop)}>
        <div class="flow">
          <p>
            <StateMark mark={markOf(stop) ?? { text: "Booked", shape: "upcoming" }} />
          </p>
          <Title focused={isNew} isError={complaint !== undefined}>
            {stop.client_name ?? "Visit"}
          </Title>
          {complaint && <p class="notice warn" role="alert">{complaint}</p>}
          <p class="lead">
            <strong>{unbroken(`${day}, ${timeText(stop.starts_at, zone)}`)}</strong>
            {stop.arrive_by && (
              <>
                <br />
                The client was told: {unbroken(arrivalText(stop.starts_at, stop.arrive_by, zone))}
              </>
            )}
          </p>
          <p class="where">{stop.address}</p>
          <Reach stop={stop} />
          <Access stop={stop} />
          <Contacts stop={stop} />
        </div>
        <div class="flow">
          {several
            ? stop.units.map((each, index) => (
              <UnitCard key={each.visit_id} unit={each} number={index + 1} isHere={isHere} />
            ))
            : (
              <>
                <h2>The unit</h2>
                <UnitLine unit={unit} />
              </>
            )}
          <LastWords history={sheet.history} />
          <History history={sheet.history} all={visitHref(sheet.visit_id, "history")} />
          <Money stop={stop} />
          {Number(toPayOf(stop)) > 0 && (
            <PaymentToSend visit={sheet.visit_id} amount={String(toPayOf(stop))} />
          )}
          <Otherwise sheet={sheet} />
        </div>
      </div>
      <Thumb>
        <NextStep stop={stop}>
          <a class="button" href={visitHref(sheet.visit_id, "checklist")}>Start the checklist</a>
        </NextStep>
      </Thumb>
    </>
  );
}

function Otherwise({ sheet: { stop, visit_id, could_add } }: { sheet: Sheet }) {
  // Of several units each has both ways beside it.
  const isOnly = stop.units.length === 1;
  const isAhead = !stop.not_closed && stop.state !== "in_progress";
  return (
    <div data-otherwise>
      {could_add.length > 0 && (
        <p>
          <a class="quiet" href={visitHref(visit_id, "add-unit")}>
            Add another unit that is due here ({could_add.length})
          </a>
        </p>
      )}
      {isAhead && isOnly && (
        <p>
          <a class="quiet" href={visitHref(visit_id, "checklist")}>Go to the checklist</a>
        </p>
      )}
      {stop.state === "en_route" && (
        <StepButton task={stop.task_id} to="scheduled" quiet>Not on my way after all</StepButton>
      )}
      {!stop.not_closed && (
        <p>
          <a class="quiet" href={visitHref(visit_id, "late")}>I'm running late</a>
        </p>
      )}
      {isOnly && (
        <p>
          <a class="quiet" href={visitHref(visit_id, "could-not")}>
            Nobody home, or I can't do this visit
          </a>
        </p>
      )}
    </div>
  );
}

/** One of several units: each has its own checklist and its own outcome. */
function UnitCard({ unit, number, isHere }: { unit: WorkUnit; number: number; isHere: boolean }) {
  return (
    <article class="card" data-unit={unit.visit_id}>
      <div class="between">
        <h2>{number}. {capitalized(kindName(unit.kind))}</h2>
        <StateMark mark={unitMark(unit)} />
      </div>
      <UnitLine unit={unit}>{costText([unit])}</UnitLine>
      {isOver(unit.state)
        ? <a class="quiet" href={visitHref(unit.visit_id)}>Look at it again</a>
        : (
          <p class="pair">
            <a
              class={isHere ? "button" : "button second"}
              href={visitHref(unit.visit_id, "checklist")}
            >
              Checklist<span class="unseen">of unit {number}</span>
            </a>
            <a class="button second" href={visitHref(unit.visit_id, "could-not")}>
              Nobody home, or can't do this one<span class="unseen">, unit {number}</span>
            </a>
          </p>
        )}
    </article>
  );
}
