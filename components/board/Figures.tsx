import { StateMark } from "@/components/web/StateMark.tsx";
import { figuresOf, figureText, stopsOf } from "@/lib/board/figures.ts";
import type { BoardShown } from "@/lib/board/shown.ts";
import { boardHref } from "@/lib/board/view.ts";
import { aboutTask, badgeOf, holidayText, nameOf, whenText } from "@/lib/board/words.ts";
import { capitalized } from "@/lib/text/names.ts";
import { timeText, unbroken } from "@/lib/text/dates.ts";

/** How many stops there are and how far they are; each number leads to the stops that it counts. */
export function Figures({ board, view }: BoardShown) {
  const [all, ...parts] = figuresOf(board);
  const coming = board.holidays.filter(({ on_day }) => view.view === "week" || on_day !== view.day);
  const link = ({ only, text }: typeof all) => (
    <a key={only} href={boardHref(view, { only, chosen: null })} data-go aria-current="false">
      {text.replace(/ /, "\u00a0")}
    </a>
  );
  return (
    <p class="board-figures">
      {all === undefined
        ? board.tasks.length > 0 ? "No stops: time off." : view.view === "week" && "No work yet."
        : (
          <>
            {link(all)}
            {parts.map((part, index) => [index === 0 ? ": " : ", ", link(part)])}.
          </>
        )} {coming.map(holidayText).join(" ")}
    </p>
  );
}

/** The stops that one of those numbers counts, of everybody, each one press from its panel. */
export function Counted({ board, view, zone }: BoardShown) {
  if (view.only === null) return null;
  const stops = stopsOf(board, view.only);
  const isWeek = view.view === "week";
  return (
    <section class="panel" aria-labelledby="counted">
      <div class="panel-head">
        <h2 id="counted" tabIndex={-1} autofocus data-focus>
          {capitalized(figureText(stops.length, view.only))}
        </h2>
        <a aria-current="false" href={boardHref(view)} data-go>Close</a>
      </div>
      <ul class="places">
        {stops.map((task) => {
          const badge = badgeOf(task);
          const who = board.technicians.find(({ technician_id }) =>
            technician_id === task.technician_id
          );
          const at = isWeek
            ? capitalized(whenText(task.starts_at, board.today, zone))
            : timeText(task.starts_at, zone);
          return (
            <li key={task.task_id}>
              <span>
                <a
                  href={boardHref(view, {
                    chosen: { what: "task", id: task.task_id },
                    technician: null,
                  })}
                  data-go
                  aria-current="false"
                >
                  {nameOf(task)}
                </a>
                <small>
                  {unbroken(
                    [`${at}${who ? `, ${who.first_name}` : ""}`, aboutTask(task)]
                      .filter(Boolean).join(" · "),
                  )}
                </small>
                {badge && <StateMark mark={badge} />}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
