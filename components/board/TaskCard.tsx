import { StateMark } from "@/components/web/StateMark.tsx";
import type { BoardShown } from "@/lib/board/shown.ts";
import { bareTime, minuteOn } from "@/lib/board/times.ts";
import type { BoardTask } from "@/lib/board/shapes.ts";
import { boardHref } from "@/lib/board/view.ts";
import { aboutTask, badgeOf, isOver, KINDS, nameOf, willBeTold } from "@/lib/board/words.ts";
import { dayOf, spanText } from "@/lib/text/dates.ts";
import { KindMark } from "./KindMark.tsx";

/** How long a card is that has room for one line only. */
const BRIEF_MINUTES = 35;

/** Of what is at least as long no time is said: a day of 23 hours, when clocks go forward. */
const ALL_DAY_MS = 23 * 3_600_000;

/** A task on the board: when, how far, whose, what; in a swap a button that takes its place. */
export function TaskCard({ shown, task, day, place = "" }: {
  shown: BoardShown;
  task: BoardTask;
  /** The day on which it is shown: leave can go over several. */
  day: string;
  /** The class that says where it stands. */
  place?: string;
}) {
  const { view, zone } = shown;
  const item = { what: "task" as const, id: task.task_id };
  const isChosen = view.chosen?.what === "task" && view.chosen.id === task.task_id;
  const minutes = Math.round((Date.parse(task.ends_at) - Date.parse(task.starts_at)) / 60_000);
  const begins = dayOf(task.starts_at, zone);
  const classes = [
    "task",
    KINDS[task.task_type].style,
    place,
    isChosen && "is-chosen",
    isOver(task) && "over",
    place !== "" && minutes <= BRIEF_MINUTES && "brief",
    view.hold === "move" && isChosen && "lifted",
  ];
  return (
    <li
      class={classes.filter(Boolean).join(" ")}
      id={begins === day ? `task-${task.task_id}` : `task-${task.task_id}-${day}`}
      data-card="task"
      data-id={task.task_id}
      data-revision={task.revision}
      data-technician={task.technician_id}
      data-day={begins}
      data-minute={minuteOn(begins, task.starts_at, zone)}
      data-minutes={minutes}
      data-name={nameOf(task)}
      data-tells={task.customer_id !== null ? willBeTold(task) : undefined}
      data-mailed={task.is_mailed ? "yes" : undefined}
      data-moves={task.can_move ? "yes" : undefined}
    >
      {view.hold === "swap" && task.can_move && !isChosen
        ? (
          <button
            type="submit"
            form="swap"
            name="second"
            value={`${task.task_id}/${task.revision}`}
          >
            <Face task={task} zone={zone} />
          </button>
        )
        : (
          <a
            href={boardHref(view, { chosen: item, technician: null })}
            aria-current={isChosen ? "true" : "false"}
            draggable={false}
          >
            <Face task={task} zone={zone} />
          </a>
        )}
    </li>
  );
}

function Face({ task, zone }: { task: BoardTask; zone: string }) {
  const badge = badgeOf(task);
  const about = aboutTask(task);
  const isAllDay = Date.parse(task.ends_at) - Date.parse(task.starts_at) >= ALL_DAY_MS;
  return (
    <>
      <span class="at">
        <KindMark of={task.task_type} />
        {isAllDay ? <span>All day</span> : (
          <>
            <span aria-hidden="true">
              {bareTime(task.starts_at, zone)}
              {task.task_type === "time_off" && `–${bareTime(task.ends_at, zone)}`}
            </span>
            <span class="unseen">{`${spanText(task.starts_at, task.ends_at, zone)}, `}</span>
          </>
        )}
        {badge && <StateMark mark={badge} />}
      </span>{" "}
      <strong>{nameOf(task)}</strong> {about && <small>{about}</small>}
    </>
  );
}
