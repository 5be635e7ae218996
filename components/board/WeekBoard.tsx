import type { Range } from "@/lib/board/lay.ts";
import { tasksOn } from "@/lib/board/lay.ts";
import type { BoardTechnician } from "@/lib/board/shapes.ts";
import { type BoardShown, personOf } from "@/lib/board/shown.ts";
import { lengthOf } from "@/lib/board/times.ts";
import { boardHref } from "@/lib/board/view.ts";
import { ribbonOf, type WeekDay, weekDays, weekRange } from "@/lib/board/week.ts";
import { narrowDay, skillsText } from "@/lib/board/words.ts";
import { Offered } from "./Offered.tsx";
import { Refused } from "./Refused.tsx";
import { TaskCard } from "./TaskCard.tsx";

/** One week: technicians down, days across; each day as a ribbon, and its stops as a list. */
export function WeekBoard(shown: BoardShown) {
  const { board, view, zone } = shown;
  const days = weekDays(board, zone);
  const range = weekRange(board, days, zone);
  const person = personOf(shown);
  return (
    <div class="wide" role="region" aria-label="The week by technician" tabIndex={0}>
      <table class="week-board">
        <thead>
          <tr>
            <th scope="col">Technician</th>
            {days.map(({ day, holiday }) => (
              <th key={day} scope="col" class={dayClass(day, holiday, board.today)}>
                <a aria-current="false" href={boardHref(view, { view: "day", day })} data-go>
                  {narrowDay(day, board.today)}
                </a>
                {holiday && <small>{holiday}, closed</small>}
                {day === board.today && <small>today</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.technicians.map((technician) => (
            <tr key={technician.technician_id} class={technician === person ? "shown" : undefined}>
              <th scope="row">
                <a href={`/office/technicians/${technician.technician_id}`}>
                  {technician.first_name}
                </a>
                <small class="skills" title={skillsText(technician)}>
                  {skillsText(technician)}
                </small>
              </th>
              {days.map((day) => (
                <Cell key={day.day} shown={shown} technician={technician} of={day} range={range} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const dayClass = (day: string, holiday: string | null, today: string) =>
  holiday !== null ? "holiday" : day === today ? "is-today" : undefined;

function Cell({ shown, technician, of: { day, holiday }, range }: {
  shown: BoardShown;
  technician: BoardTechnician;
  of: WeekDay;
  range: Range;
}) {
  const { board, view, zone, told, refusal } = shown;
  const id = technician.technician_id;
  const tasks = tasksOn(board.tasks, day, zone).filter(({ technician_id }) => technician_id === id);
  const load = technician.days.find(({ on_day }) => on_day === day);
  const offered = view.hold === "move" &&
    told?.technicians.find((each) => each.id === id)?.days.find((each) => each.day === day);
  const isRefused = refusal?.place?.technician === id && refusal.place.day === day;
  return (
    <td
      class={dayClass(day, holiday, board.today)}
      data-lane={id}
      data-name={technician.first_name}
      data-day={day}
      data-label={narrowDay(day, board.today)}
    >
      {holiday !== null && tasks.length === 0 ? <p class="load">Closed: {holiday}</p> : (
        <>
          <svg
            class="ribbon"
            viewBox={`0 0 ${range.to - range.from} 10`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {ribbonOf(board, technician, day, range, zone).map((
              { kind, style, x, width },
              index,
            ) => (
              <rect
                key={index}
                class={`${kind} ${style}`}
                x={x}
                y={kind === "road" ? 3 : 0}
                width={width}
                height={kind === "road" ? 4 : 10}
              />
            ))}
          </svg>
          <p class="load">{loadText(load)}</p>
        </>
      )}
      <ul>
        {tasks.map((task) => <TaskCard key={task.task_id} shown={shown} task={task} day={day} />)}
      </ul>
      {offered && (
        <div class={offered.best ? "place fits given" : "place given"}>
          <Offered id={id} name={technician.first_name} told={offered} />
        </div>
      )}
      {isRefused && (
        <div class="place refused">
          <Refused shown={shown} refusal={refusal} />
        </div>
      )}
    </td>
  );
}

/** "4 h 30 at stops, 1 h 25 driving" */
function loadText(load: BoardTechnician["days"][number] | undefined): string {
  if (!load || load.hours.length === 0) return "Does not work";
  if (load.work_minutes === 0) return "Away all day";
  if (load.stop_minutes === 0) return "No stops";
  return `${lengthOf(load.stop_minutes)} at stops, ${lengthOf(load.drive_minutes)} driving`;
}
