import { StateMark } from "@/components/web/StateMark.tsx";
import type { Desk, Lane, Stop } from "@/lib/desk/desk.ts";
import { awayText, laneText, stopMark, stopText } from "@/lib/desk/words.ts";
import { timeText } from "@/lib/text/dates.ts";
import { repairHref } from "@/lib/text/visits.ts";

/** Who is where today: each technician's stops in their order, as the phone reports them. */
export function Lanes({ desk, zone }: { desk: Desk; zone: string }) {
  const { technicians, today, as_of, holiday } = desk;
  const visits = technicians.flatMap(({ stops }) => stops).length;
  return (
    <section class="box" aria-labelledby="visits">
      <div class="head">
        <h2 id="visits">Today's visits</h2>
        <a href={`/office/visits?from=${today}&to=${today}`}>All of today as a list</a>
      </div>
      {holiday !== null && <p>Today is a holiday: {holiday}.</p>}
      {visits === 0 && (
        <p class="empty">
          Nothing is booked today. Whom to call about it is on the{" "}
          <a href="/office/work">work list</a>.
        </p>
      )}
      {technicians.length === 0 && (
        <p class="empty">
          There are no technicians yet.{" "}
          <a href="/office/technicians">Add the first</a>, and times can be offered.
        </p>
      )}
      <div class="lanes">
        {technicians.map((lane) => (
          <LaneOf key={lane.technician_id} lane={lane} today={today} now={as_of} zone={zone} />
        ))}
      </div>
    </section>
  );
}

function LaneOf(
  { lane, today, now, zone }: { lane: Lane; today: string; now: string; zone: string },
) {
  const away = awayText(lane, today, zone);
  return (
    <section>
      <h3>
        <a href={`/office/technicians/${lane.technician_id}`}>{lane.name}</a>{" "}
        <small>{laneText(lane)}</small>
      </h3>
      {lane.stops.length > 0 && (
        <ol>
          {lane.stops.map((stop) => (
            <StopLine key={stop.task_id} stop={stop} now={now} zone={zone} />
          ))}
        </ol>
      )}
      {away && <p>{away}{lane.stops.length === 0 && " Nothing is booked on them today."}</p>}
      {!away && lane.stops.length === 0 && <p>Nothing today.</p>}
    </section>
  );
}

function StopLine({ stop, now, zone }: { stop: Stop; now: string; zone: string }) {
  const isNow = Date.parse(stop.starts_at) <= Date.parse(now) &&
    Date.parse(now) < Date.parse(stop.ends_at);
  const text = stopText(stop);
  const href = stop.repair_id
    ? repairHref(stop.repair_id)
    : stop.visit_id && `/office/visits/${stop.visit_id}`;
  return (
    <li aria-current={isNow ? "time" : undefined}>
      <time dateTime={stop.starts_at}>{timeText(stop.starts_at, zone)}</time>
      {href ? <a href={href}>{text}</a> : <span>{text}</span>}
      <StateMark mark={stopMark(stop, zone)} />
    </li>
  );
}
