import { timeText } from "@/lib/text/dates.ts";
import type { Stop } from "@/lib/visits/shapes.ts";
import { isOver, markOf, stopHref, taskName, toDoIn, whatText } from "@/lib/visits/words.ts";
import { StateMark } from "@/components/web/StateMark.tsx";

/** The stops of a day, each with its state. Those with visits lead to them. */
export function StopList({ stops, zone, next }: { stops: Stop[]; zone: string; next?: Stop }) {
  return (
    <ol class="stops">
      {stops.map((stop) => (
        <li key={stop.task_id}>
          <Entry stop={stop} zone={zone} next={next} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ stop, zone, next }: { stop: Stop; zone: string; next?: Stop }) {
  const href = stopHref(stop);
  const mark = markOf(stop, next);
  const says = (
    <>
      <time dateTime={stop.starts_at}>{timeText(stop.starts_at, zone)}</time>
      <span>
        <strong>{stop.client_name ?? whatText(stop)}</strong>
        <small>
          <span class={`kind ${stop.task_type}`} aria-hidden="true">
            {taskName(stop.task_type).charAt(0)}
          </span>{" "}
          {[stop.client_name && whatText(stop), stop.address].filter(Boolean).join(", ")}
        </small>
        {mark && <StateMark mark={mark} />}
      </span>
    </>
  );
  const look = isOver(stop.state) ? "stop past" : "stop";
  if (href === null) return <div class={look}>{says}</div>;
  const isNext = stop === next ? "step" : "false";
  return <a class={look} href={href} aria-current={isNext} data-to-do={toDoIn(stop)}>{says}</a>;
}
