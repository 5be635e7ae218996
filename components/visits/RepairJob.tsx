import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { UnitIcon } from "@/components/web/UnitIcon.tsx";
import {
  dayOf,
  lengthText,
  monthText,
  shortDayText,
  timeText,
  unbroken,
} from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import { countText, repairNumber } from "@/lib/text/visits.ts";
import type { RepairSheet } from "@/lib/visits/repair.ts";
import { markOf, techRepairHref } from "@/lib/visits/words.ts";
import { BackRow, NextStep, StepButton, Thumb } from "./Bars.tsx";
import { PastHead } from "./Past.tsx";
import { Access, Contacts, Reach } from "./StopParts.tsx";

/** A repair that is not over: where it is, what is to be repaired, and what to bring. */
export function RepairJob(
  { sheet, zone, isNew }: { sheet: RepairSheet; zone: string; isNew: boolean },
) {
  const { stop, number, quote, work_order_id } = sheet;
  const day = shortDayText(dayOf(stop.starts_at, zone));
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech broad two">
        <div class="flow">
          <p>
            <StateMark mark={markOf(stop) ?? { text: "Repair", shape: "upcoming" }} />
          </p>
          <Title focused={isNew}>{stop.client_name ?? "Repair"}</Title>
          <p class="lead">
            <strong>{unbroken(`${day}, ${timeText(stop.starts_at, zone)}`)}</strong>
            <br />
            Repair {repairNumber(number)}, {lengthText(sheet.labour_minutes)}
          </p>
          <p class="where">{stop.address}</p>
          <Reach stop={stop} />
          <Access stop={stop} />
          <Contacts stop={stop} />
        </div>
        <div class="flow">
          <h2>What is to be repaired</h2>
          <RepairedUnit sheet={sheet} />
          {sheet.problem && <p class="notice">The client says: “{sheet.problem}”</p>}
          {sheet.lines.length > 0 && (
            <ul class="plain-list">
              {sheet.lines.map(({ position, label, safety_critical, found }) => (
                <li key={position}>
                  <span class="mark failed">{label}</span>{" "}
                  {safety_critical && <span class="mark safety">safety</span>}
                  {found && (
                    <>
                      <br />
                      “{found}”
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
          <h2>Bring along</h2>
          {sheet.parts.length === 0 ? <p>No parts were quoted.</p> : (
            <ul class="plain-list">
              {sheet.parts.map((part, index) => <li key={index}>{countText(part)}</li>)}
            </ul>
          )}
          <p>
            Agreed: {moneyText(quote.total)}{" "}
            with tax. If it takes more than that, don't begin: call the office, who asks the client
            again.
          </p>
          {sheet.history.length > 0 && (
            <details class="fold">
              <summary>Last visits ({sheet.history.length})</summary>
              <ol class="history">
                {sheet.history.map((past) => (
                  <li key={past.visit_id}>
                    <PastHead past={past} />
                    {past.findings && <p>“{past.findings}”</p>}
                  </li>
                ))}
              </ol>
            </details>
          )}
          {stop.state === "en_route" && (
            <StepButton task={stop.task_id} to="scheduled" quiet>
              Not on my way after all
            </StepButton>
          )}
          <p data-otherwise>
            <a class="quiet" href={techRepairHref(work_order_id, "could-not")}>
              Nobody home, or I can't do this repair
            </a>
          </p>
        </div>
      </div>
      <Thumb>
        <NextStep stop={stop}>
          <a class="button" href={techRepairHref(work_order_id, "finish")}>Finish the repair</a>
        </NextStep>
      </Thumb>
    </>
  );
}

/** "Handicare 1000 stair lift", and what else tells it from others. */
export function RepairedUnit({ sheet: { unit } }: { sheet: RepairSheet }) {
  const known = [
    unit.serial_number && `serial ${unit.serial_number}`,
    unit.installed_on && `put in ${monthText(unit.installed_on)}`,
    unit.condition === "out_of_service" && "out of service",
  ].filter(Boolean);
  return (
    <p class="unit-line">
      <UnitIcon category={unit.category} />
      <span>
        <strong>{capitalized(fullName(unit))}</strong>
        {known.length > 0 && (
          <>
            <br />
            <span class="soft">{known.join(" · ")}</span>
          </>
        )}
      </span>
    </p>
  );
}
