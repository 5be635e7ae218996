import { type BoardShown, chosenOf, hasBegun, revisionOf } from "@/lib/board/shown.ts";
import { clockOf } from "@/lib/board/clock.ts";
import type { ToldAnswer } from "@/lib/board/told.ts";
import { boardHref } from "@/lib/board/view.ts";
import { isTold, nameOf, whenText, willBeTold } from "@/lib/board/words.ts";
import { hourText, sentence, timeText, unbroken } from "@/lib/text/dates.ts";

/** That something was done just now, until when nobody is told of it, and how it is taken back. */
export function UndoBar(shown: BoardShown) {
  const { view, board, zone } = shown;
  if (view.isUndone) {
    return (
      <p class="notice undo" role="status" tabIndex={-1} autofocus data-focus>
        Undone. All is as it was before, and nobody is told.
      </p>
    );
  }
  if (view.deed === null || Date.parse(view.deed.until) <= Date.parse(board.as_of)) return null;
  const chosen = chosenOf(board, view.chosen);
  const task = chosen?.task;
  const who = task &&
    board.technicians.find(({ technician_id }) => technician_id === task.technician_id);
  return (
    <div class="notice undo" role="status" tabIndex={-1} autofocus data-focus>
      <p>
        <strong>Done.</strong> {task && who && sentence(unbroken(
          `${nameOf(task)} is with ${who.first_name}, ${
            whenText(task.starts_at, board.today, zone)
          }`,
        ))} {unbroken(`Until ${timeText(view.deed.until, zone)}`)}{" "}
        it can be undone{task && hasBegun(task.starts_at, board)
          ? ". That time has begun or is over: no client is told."
          : <>, and no mail leaves. {task && isTold(task)}</>}
      </p>
      <form method="post" action={boardHref(view)} data-swap>
        <input type="hidden" name="deed" value={view.deed.id} />
        <button type="submit" class="second" name="do" value="undo" aria-keyshortcuts="u">
          Undo <kbd>U</kbd>
        </button>
      </form>
    </div>
  );
}

/** Without a script: what is in the hand, what it takes, and the form that its places belong to. */
export function HoldBar(shown: BoardShown) {
  const { view, board, places } = shown;
  const chosen = chosenOf(board, view.chosen);
  if (view.hold === null || chosen === null || places === null) return null;
  const name = nameOf(chosen.task ?? chosen.waits);
  return view.hold === "move"
    ? (
      <form id="put" class="notice given" method="post" action={boardHref(view)} data-swap>
        <p role="status" tabIndex={-1} autofocus data-focus>
          <strong>In your hand: {name}.</strong> Each technician's best place is a button.{" "}
          {willBeTold(chosen.task ?? chosen.waits)}
        </p>
        <input type="hidden" name="do" value="put" />
        <input type="hidden" name="what" value={view.chosen!.what} />
        <input type="hidden" name="id" value={view.chosen!.id} />
        <input type="hidden" name="revision" value={revisionOf(chosen) ?? ""} />
        <EveryPlace {...shown} />
        <p>
          <a aria-current="false" class="button second" href={boardHref(view)} data-go>Leave it</a>
        </p>
      </form>
    )
    : (
      <form id="swap" class="notice" method="post" action={boardHref(view)} data-swap>
        <p role="status" tabIndex={-1} autofocus data-focus>
          <strong>Swap {name} with whom?</strong>{" "}
          Choose a card. Both take each other's technician and start; clients are told by mail in
          five minutes, and until then it can be undone. Whoever has no e-mail goes on the work
          list: please call them.
        </p>
        <input type="hidden" name="do" value="swap" />
        <input type="hidden" name="first" value={view.chosen!.id} />
        <input type="hidden" name="first_revision" value={revisionOf(chosen) ?? ""} />
        <p>
          <a aria-current="false" class="button second" href={boardHref(view)} data-go data-leave>
            Leave it
          </a>
        </p>
      </form>
    );
}

/** All starts of the day that fit, each a button. */
function EveryPlace({ view, board, told }: BoardShown) {
  if (view.view !== "day" || told === null) return null;
  const people = board.technicians.map(({ technician_id, first_name }) => ({
    technician_id,
    first_name,
    minutes: fittingMinutes(
      told.technicians.find(({ id }) => id === technician_id)?.days
        .find(({ day }) => day === view.day)?.answers ?? [],
      board.step,
    ),
  })).filter(({ minutes }) => minutes.length > 0);
  if (people.length === 0) return <p>Nobody has a place for it on this day.</p>;
  return (
    <details class="fold">
      <summary>Every place on this day</summary>
      {people.map(({ technician_id, first_name, minutes }) => (
        <p key={technician_id} class="every-place">
          <strong>{first_name}</strong>
          {minutes.map((minute) => (
            <button
              key={minute}
              type="submit"
              class="second"
              name="place"
              value={`${technician_id}/${view.day}/${clockOf(minute)}`}
            >
              {hourText(clockOf(minute).padStart(5, "0"))}
            </button>
          ))}
        </p>
      ))}
    </details>
  );
}

function fittingMinutes(answers: ToldAnswer[], step: number): number[] {
  return answers.filter(({ fits }) => fits).flatMap(({ from, to }) =>
    Array.from({ length: (to - from) / step + 1 }, (_, n) => from + n * step)
  );
}

/** What is carried with mouse, finger or keys: the script fills it in. */
export function Hand() {
  return (
    <div class="hand" id="hand" hidden role="application" aria-label="In your hand" tabIndex={-1}>
      <div>
        <p>
          <strong data-hand="name" /> <span data-hand="where" />
        </p>
        <p class="soft" data-hand="then" />
      </div>
      <p class="buttons">
        <button type="button" data-hand="put">Put it here</button>
        <button type="button" class="second" data-hand="back">
          Back <kbd>Esc</kbd>
        </button>
      </p>
    </div>
  );
}
