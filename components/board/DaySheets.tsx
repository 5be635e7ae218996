import { Title } from "@/components/web/Title.tsx";
import PrintButton from "@/islands/PrintButton.tsx";
import { tasksOn } from "@/lib/board/lay.ts";
import type { BoardTask, BoardTechnician } from "@/lib/board/shapes.ts";
import type { BoardShown } from "@/lib/board/shown.ts";
import { boardHref } from "@/lib/board/view.ts";
import { badgeOf, KINDS, nameOf, unitsText } from "@/lib/board/words.ts";
import { dayText, spanText, unbroken } from "@/lib/text/dates.ts";

/** Each technician's day on a sheet of its own. */
export function DaySheets(shown: BoardShown) {
  const { view, board, zone } = shown;
  const people = board.technicians.filter(({ technician_id }) =>
    view.technician === null || technician_id === view.technician
  );
  return (
    <div class="office day-sheets">
      <p class="on-screen">
        <a aria-current="false" href={boardHref(view, { chosen: null })}>Back to the board</a>
      </p>
      <Title>{dayText(view.day)}</Title>
      <p class="buttons on-screen">
        <PrintButton label="Print" />
        {board.technicians.map(({ technician_id, first_name }) => (
          <a
            key={technician_id}
            class="button second"
            aria-current={view.technician === technician_id ? "true" : "false"}
            href={`/office/board/print?day=${view.day}&technician=${technician_id}`}
          >
            Only {first_name}
          </a>
        ))}
        {view.technician && (
          <a
            class="button second"
            aria-current="false"
            href={`/office/board/print?day=${view.day}`}
          >
            Everybody
          </a>
        )}
      </p>
      {people.map((person) => (
        <Sheet
          key={person.technician_id}
          person={person}
          tasks={tasksOn(board.tasks, view.day, zone)
            .filter(({ technician_id }) => technician_id === person.technician_id)}
          day={dayText(view.day)}
          zone={zone}
        />
      ))}
    </div>
  );
}

/** "Maintenance · Stair lift · Booked": nothing that the line above, or its title, says already. */
function aboutText(task: BoardTask): string {
  const kind = KINDS[task.task_type].name;
  const title = task.client_name && task.units.length === 0 ? task.title : null;
  return [
    kind !== nameOf(task) && !title?.startsWith(`${kind}:`) && kind,
    task.units.length > 0 && unitsText(task.units.map(({ kind }) => kind)),
    title,
    badgeOf(task)?.text,
  ].filter(Boolean).join(" · ");
}

function Sheet({ person, tasks, day, zone }: {
  person: BoardTechnician;
  tasks: BoardTask[];
  day: string;
  zone: string;
}) {
  return (
    <section class="day-sheet">
      <h2>
        {person.name} <small>{unbroken(day)}</small>
      </h2>
      {tasks.length === 0 ? <p>Nothing on this day.</p> : (
        <table class="list cards">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Where</th>
              <th scope="col">Drive</th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.task_id}>
                <th scope="row">
                  {unbroken(spanText(task.starts_at, task.ends_at, zone).replace(/^from /, ""))}
                </th>
                <td>
                  {nameOf(task)}
                  <small>
                    {aboutText(task)}
                  </small>
                </td>
                <td>
                  {task.address ?? task.city}
                  <small>{[task.phone, task.note].filter(Boolean).join(" · ")}</small>
                </td>
                <td class="whole">{task.drive_before !== null && `${task.drive_before} min`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
