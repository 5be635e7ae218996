import {
  layOut,
  placeClass,
  placeRules,
  type Range,
  rangeOf,
  type Span,
  tasksOn,
} from "@/lib/board/lay.ts";
import type { BoardTechnician } from "@/lib/board/shapes.ts";
import { type BoardShown, personOf } from "@/lib/board/shown.ts";
import { clockOf } from "@/lib/board/clock.ts";
import { lengthOf, minuteOn } from "@/lib/board/times.ts";
import { skillsText } from "@/lib/board/words.ts";
import { hourText } from "@/lib/text/dates.ts";
import { Offered } from "./Offered.tsx";
import { Refused } from "./Refused.tsx";
import { TaskCard } from "./TaskCard.tsx";

/** One day: technicians side by side, time runs down. */
export function DayBoard(shown: BoardShown) {
  const { board, view, zone, refusal, told } = shown;
  const range = rangeOf(board, view.day, zone);
  const now = board.today === view.day ? minuteOn(view.day, board.as_of, zone) : null;
  const lanes = board.technicians.map((technician) => ({
    technician,
    spans: layOut(technician, board.tasks, view.day, range, zone),
  }));
  const places = [
    ...lanes.flatMap(({ spans }) => spans),
    ...(now === null ? [] : [{ from: now, to: now }]),
    ...(refusal?.place?.day === view.day ? [refusedAt(refusal.place.minute, range)] : []),
    ...(told?.technicians ?? []).map((each) =>
      offeredAt(each.days, view.day, told!.minutes, range)
    ),
  ];
  const hours = Math.max(1, (range.to - range.from) / 60);
  return (
    <div
      class="day-board"
      role="region"
      aria-label="The day by technician"
      tabIndex={0}
      data-from={range.from}
      data-to={range.to}
    >
      <style id="board-places">
        {`.day-board{--hours:${hours}}${placeRules(places, range)}`}
      </style>
      <ol class="hours" aria-hidden="true">
        {Array.from(
          { length: hours },
          (_, n) => (
            <li key={n}>
              {hourText(clockOf(range.from + n * 60).padStart(5, "0")).replace(":00", "")}
            </li>
          ),
        )}
      </ol>
      {lanes.map(({ technician, spans }) => (
        <Lane
          key={technician.technician_id}
          shown={shown}
          technician={technician}
          spans={spans}
          range={range}
          now={now}
        />
      ))}
    </div>
  );
}

/** As much as its words need, and all of it in the hours that are shown. */
const REFUSAL_MINUTES = 210;
function refusedAt(minute: number, { from, to }: Range): Range {
  const begin = Math.max(from, Math.min(minute, to - REFUSAL_MINUTES));
  return { from: begin, to: begin + 60 };
}

/** Where a lane says its best place, or at its top why it has none. */
function offeredAt(
  days: { day: string; best: { minute: number } | null }[],
  day: string,
  minutes: number,
  range: Range,
): Range {
  const minute = days.find((each) => each.day === day)?.best?.minute ?? range.from;
  return { from: minute, to: minute + Math.max(minutes, 30) };
}

function Lane({ shown, technician, spans, range, now }: {
  shown: BoardShown;
  technician: BoardTechnician;
  spans: Span[];
  range: Range;
  now: number | null;
}) {
  const { board, view, refusal, told, zone } = shown;
  const id = technician.technician_id;
  const load = technician.days.find(({ on_day }) => on_day === view.day);
  const isShown = personOf(shown)?.technician_id === id;
  const isRefused = refusal?.place?.technician === id && refusal.place.day === view.day;
  const offered = view.hold === "move" &&
    told?.technicians.find((each) => each.id === id)?.days.find(({ day }) => day === view.day);
  const empty = tasksOn(board.tasks, view.day, zone)
    .every(({ technician_id }) => technician_id !== id);
  return (
    <section
      class={isShown ? "lane shown" : "lane"}
      aria-labelledby={`lane-${id}`}
      data-lane={id}
      data-name={technician.first_name}
      data-day={view.day}
    >
      <h2 id={`lane-${id}`}>
        <a href={`/office/technicians/${id}`}>{technician.first_name}</a>{" "}
        <small class="skills" title={skillsText(technician)}>{skillsText(technician)}</small>{" "}
        <small>{loadText(load)}</small>
      </h2>
      <ol>
        {now !== null && (
          <li class={`now ${placeClass({ from: now, to: now }, range)}`} aria-hidden="true" />
        )}
        {spans.map((span, index) => (
          <SpanItem
            key={index}
            shown={shown}
            span={span}
            range={range}
            isDriven={spans.some(({ kind, from, to }) =>
              kind === "drive" && from < span.to && to > span.from
            )}
          />
        ))}
        {empty && <li class="unseen">No work on this day.</li>}
        {offered && (
          <li
            class={`preview given ${offered.best ? "fits" : ""} ${
              placeClass(offeredAt([offered], view.day, told!.minutes, range), range)
            }`}
          >
            <Offered id={id} name={technician.first_name} told={offered} />
          </li>
        )}
        {isRefused && (
          <li
            class={`preview refused ${placeClass(refusedAt(refusal.place!.minute, range), range)}`}
          >
            <Refused shown={shown} refusal={refusal} />
          </li>
        )}
      </ol>
    </section>
  );
}

/** "4 h 45 of 8 h": stops and drives, which can be more than the working hours. */
function loadText(load: BoardTechnician["days"][number] | undefined): string {
  if (!load || load.work_minutes === 0) return "does not work";
  return `${lengthOf(load.stop_minutes + load.drive_minutes)} of ${lengthOf(load.work_minutes)}`;
}

function SpanItem({ shown, span, range, isDriven }: {
  shown: BoardShown;
  span: Span;
  range: Range;
  /** Somebody drives then: its own word would stand on the drive's. */
  isDriven: boolean;
}) {
  const place = placeClass(span, range);
  switch (span.kind) {
    case "task":
      return <TaskCard shown={shown} task={span.task!} day={shown.view.day} place={place} />;
    case "drive":
      return (
        <li class={`drive ${place}`}>
          <span>{(span.minutes ?? 0) >= 20 && "drive "}{span.minutes} min</span>
        </li>
      );
    case "break":
      return (
        <li class={`break ${place}`}>
          <span class={isDriven ? "unseen" : undefined}>Break</span>
        </li>
      );
    case "off":
      return (
        <li class={`off ${place}`}>
          <span class="unseen">Outside working hours</span>
        </li>
      );
  }
}
