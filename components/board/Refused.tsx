import { StateMark } from "@/components/web/StateMark.tsx";
import type { Refusal } from "@/lib/board/act.ts";
import { type BoardShown, chosenOf, hasBegun } from "@/lib/board/shown.ts";
import { clockOf } from "@/lib/board/clock.ts";
import { instantOf, minuteOn } from "@/lib/board/times.ts";
import { boardHref } from "@/lib/board/view.ts";
import { nameOf, whenText, willBeTold } from "@/lib/board/words.ts";
import { dayOf, sentence, unbroken } from "@/lib/text/dates.ts";

/** Why something was not done, where it was meant to be: the nearest place that works, leaving it, or all the same. */
export function Refused({ shown, refusal }: { shown: BoardShown; refusal: Refusal }) {
  const { view, board, zone } = shown;
  const { word, complaint, nearest, again, isFinal } = refusal;
  const action = boardHref(view);
  const isSwap = again.do === "swap";
  const other = board.tasks.find(({ task_id }) => task_id === refusal.cannot);
  const where = refusal.place
    ? whereText(shown, refusal.place)
    : other
    ? `${nameOf(other)}, at the other's place:`
    : null;
  return (
    <div class="refusal" role="alert" tabIndex={-1} autofocus data-focus>
      <p>
        <StateMark mark={{ text: word, shape: "failed" }} />
      </p>
      <p>
        {where && <strong>{unbroken(where)}</strong>} {sentence(unbroken(complaint))}{" "}
        Nothing was moved, and nobody is told.
      </p>
      {nearest && (
        <form method="post" action={action} data-swap>
          <Fields of={{ ...again, ...placeFields(nearest, zone) }} />
          <button type="submit">
            {unbroken(
              `Use ${nearest.technician_name.split(" ")[0]}, ${
                whenText(nearest.starts_at, board.today, zone)
              }`,
            )}
          </button>
        </form>
      )}
      <p>
        <a aria-current="false" class="button second" href={action} data-go data-leave>Leave it</a>
      </p>
      {!isFinal && (
        <form method="post" action={action} data-swap>
          <Fields of={again} />
          <button type="submit" class="second" name="override" value="yes">
            {isSwap ? "Swap them all the same" : "Put it there all the same"}
          </button>
          <small>{` ${whatFollows(shown, refusal)}`}</small>
        </form>
      )}
    </div>
  );
}

/** Who is told where it is put there all the same. */
function whatFollows({ board, zone }: BoardShown, { item, place, again }: Refusal): string {
  const chosen = chosenOf(board, item);
  if (place === null) {
    const ids = [item?.id, again.second?.split("/")[0]];
    const isPast = board.tasks.some((task) =>
      ids.includes(task.task_id) && hasBegun(task.starts_at, board)
    );
    return `${
      isPast
        ? "Only a client whose new time is to come gets a mail, in five minutes"
        : "Clients get a mail in five minutes"
    }; whoever has no e-mail goes on the work list. Make sure that it can be kept.`;
  }
  const starts_at = instantOf(place.day, place.minute, zone);
  if (starts_at !== null && hasBegun(starts_at, board)) {
    return "That time has begun or is over: no client is told. Make sure that it took place.";
  }
  return `${
    chosen ? `${willBeTold(chosen.task ?? chosen.waits)} ` : ""
  }Make sure that it can be kept.`;
}

/** "Luis, today, 2:15 p.m.:" of where it was meant to be. */
function whereText({ board, zone }: BoardShown, { technician, day, minute }: Place): string | null {
  const who = board.technicians.find(({ technician_id }) => technician_id === technician);
  const at = instantOf(day, minute, zone);
  return who && at ? `${who.first_name}, ${whenText(at, board.today, zone)}:` : null;
}
type Place = NonNullable<Refusal["place"]>;

/** Where a form puts something instead. */
function placeFields(
  { technician_id, starts_at }: { technician_id: string; starts_at: string },
  zone: string,
) {
  const day = dayOf(starts_at, zone);
  return { technician: technician_id, day, time: clockOf(minuteOn(day, starts_at, zone)) };
}

function Fields({ of }: { of: Record<string, string> }) {
  return (
    <>
      {Object.entries(of).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
