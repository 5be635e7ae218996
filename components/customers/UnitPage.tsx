import { UnitCondition } from "./UnitCondition.tsx";
import type { Unchanged, Unopened } from "@/lib/customers/condition.ts";
import { batteryMark } from "@/lib/text/batteries.ts";
import { UnitRepairs } from "./UnitRepairs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { dayOf, monthText, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { capitalized } from "@/lib/text/names.ts";
import { conditionMark, fullName } from "@/lib/text/units.ts";
import type { HistoryStep, KnownUnit, UnitHistory } from "@/lib/customers/history.ts";
import { contractText } from "@/lib/customers/words.ts";
import { certificateText } from "@/lib/text/visits.ts";
import { Paper } from "./Paper.tsx";
import { StateMark } from "@/components/web/StateMark.tsx";
import { Timeline } from "./Timeline.tsx";

/** A unit: what it is, where it stands, and all that happened to it. */
export function UnitPage({ history, step, refused, unopened, company, zone }: {
  history: UnitHistory;
  refused?: Unchanged;
  unopened?: Unopened;
  step: HistoryStep;
  company: string;
  zone: string;
}) {
  const { unit, client, today } = history;
  const name = capitalized(fullName(unit));
  return (
    <Paper about={`${name}, ${client.name}`} today={today} company={company}>
      <Title isError={refused !== undefined || unopened?.complaint !== undefined}>{name}</Title>
      <UnitFacts {...history} zone={zone} />
      <UnitRepairs history={history} unopened={unopened} />
      <UnitCondition history={history} refused={refused} />
      <Timeline
        history={history}
        step={step}
        path={`/office/units/${unit.unit_id}`}
        zone={zone}
      />
    </Paper>
  );
}

function UnitFacts({ unit, client, order, battery, zone }: UnitHistory & { zone: string }) {
  const { certificate } = unit;
  return (
    <dl class="facts">
      <dt>Client</dt>
      <dd>
        <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
      </dd>
      <dt>Where</dt>
      <dd>
        {unit.address ?? "No address is known"}
        <small>
          <a class="on-screen" href={`/office/units/${unit.unit_id}/place`}>On the map</a>
        </small>
      </dd>
      <dt>Condition</dt>
      <dd>
        <StateMark mark={conditionMark(unit)} />
      </dd>
      <dt>Serial number</dt>
      <dd>{unit.serial_number ?? "None is known"}</dd>
      {unit.installed_on && (
        <>
          <dt>Put in</dt>
          <dd>{monthText(unit.installed_on)}</dd>
        </>
      )}
      {battery && (
        <>
          <dt>Battery</dt>
          <dd>
            <StateMark mark={batteryMark(battery)} />
          </dd>
        </>
      )}
      {order && (
        <>
          <dt>Sold with</dt>
          <dd>
            <a href={`/office/orders/${order.order_id}`}>Order {order.order_number}</a>
          </dd>
        </>
      )}
      <dt>Contract</dt>
      <dd>{capitalized(contractText(unit))}</dd>
      <dt>Next due</dt>
      <dd>{unit.due_on ? unbroken(shortDayText(unit.due_on)) : "Not at all"}</dd>
      {unit.coming && (
        <>
          <dt>Visit</dt>
          <dd>
            <Coming coming={unit.coming} zone={zone} />
          </dd>
        </>
      )}
      <dt>Certificate</dt>
      <dd>
        {certificate === null ? "None" : (
          <>
            <a href={`/office/certificates/${certificate.number}.pdf`}>{certificate.number}</a>{" "}
            {unbroken(certificateText(certificate))}
          </>
        )}
      </dd>
    </dl>
  );
}

/** When somebody comes, or should have come. */
export function Coming(
  { coming, zone }: { coming: NonNullable<KnownUnit["coming"]>; zone: string },
) {
  const { visit_id, starts_at, technician_name, not_closed, waits } = coming;
  const when = unbroken(`${shortDayText(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}`);
  return (
    <>
      <a href={`/office/visits/${visit_id}`}>{when}</a>
      {technician_name && !waits && ` with ${technician_name}`} {waits
        ? <StateMark mark={{ text: "Gets another time", shape: "late" }} />
        : not_closed && <StateMark mark={{ text: "Not closed", shape: "late" }} />}
    </>
  );
}
