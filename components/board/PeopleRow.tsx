import { type BoardShown, personOf } from "@/lib/board/shown.ts";
import { boardHref } from "@/lib/board/view.ts";

/** Whose day a phone shows. What is in the hand stays there. */
export function PeopleRow(shown: BoardShown) {
  const { view, board, places } = shown;
  if (board.technicians.length < 2) return null;
  const person = personOf(shown);
  return (
    <nav class="switch people-row on-screen" aria-label="Technician">
      {board.technicians.map(({ technician_id, first_name }) => (
        <a
          key={technician_id}
          href={boardHref(view, { technician: technician_id, hold: places && view.hold })}
          data-go
          data-over
          aria-current={technician_id === person?.technician_id ? "true" : "false"}
        >
          {first_name}
        </a>
      ))}
    </nav>
  );
}
