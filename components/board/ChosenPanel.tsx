import type { ComponentChildren } from "preact";
import { StateMark } from "@/components/web/StateMark.tsx";
import { driveAdded } from "@/lib/board/answers.ts";
import type { BoardTask, PricedVisit, Waiting } from "@/lib/board/shapes.ts";
import {
  type BoardShown,
  canMove,
  type Chosen,
  chosenOf,
  isMailed,
  revisionOf,
} from "@/lib/board/shown.ts";
import { placeValue } from "@/lib/board/times.ts";
import { boardHref } from "@/lib/board/view.ts";
import {
  aboutWaiting,
  badgeOf,
  KINDS,
  lostText,
  nameOf,
  narrowDay,
  reachText,
  sinceText,
  unitsText,
  whenText,
  willBeTold,
} from "@/lib/board/words.ts";
import { capitalized } from "@/lib/text/names.ts";
import { spanText, unbroken } from "@/lib/text/dates.ts";
import { costNote, costText } from "@/lib/text/price.ts";
import { phoneHref } from "@/lib/text/phone.ts";

/** The chosen card: what it is, where else it could be, and what can be done with it. */
export function ChosenPanel(shown: BoardShown) {
  const { view, board } = shown;
  if (view.chosen === null) return null;
  const chosen = chosenOf(board, view.chosen);
  const close = boardHref(view, { chosen: null });
  if (chosen === null) {
    return (
      <section class="panel" aria-label="Not here any more">
        <p>What you chose is not on these days, and does not wait for a place any more.</p>
        <p>
          <a aria-current="false" href={close} data-go>Close</a>
        </p>
      </section>
    );
  }
  return (
    <section class="panel" aria-labelledby="chosen">
      <div class="panel-head">
        <h2 id="chosen" tabIndex={-1} autofocus={isLookedAt(shown)}>
          {nameOf(chosen.task ?? chosen.waits)}
        </h2>
        <a aria-current="false" href={close} data-go data-close>Close</a>
      </div>
      {chosen.task
        ? <WhereItIs shown={shown} task={chosen.task} />
        : <HowItWaits shown={shown} row={chosen.waits!} />}
      {/* Before what is known of it: all three are in sight without scrolling. */}
      <Cheapest shown={shown} chosen={chosen} />
      <Doing shown={shown} chosen={chosen} />
      {chosen.task
        ? <OfTask shown={shown} task={chosen.task} />
        : <OfWaiting row={chosen.waits!} today={board.today} />}
    </section>
  );
}

/** Nothing else on the page is to be looked at first: something in the hand, done, refused or written down. */
const isLookedAt = ({ view, refusal, adding }: BoardShown): boolean =>
  view.hold === null && view.add === null && view.only === null && view.deed === null &&
  !view.isUndone && refusal === undefined && adding === undefined;

const personOf = ({ board }: BoardShown, task: BoardTask) =>
  board.technicians.find(({ technician_id }) => technician_id === task.technician_id);

/** When it is, with whom, and how it stands. */
function WhereItIs({ shown, task }: { shown: BoardShown; task: BoardTask }) {
  const { board, zone } = shown;
  const badge = badgeOf(task);
  const who = personOf(shown, task);
  const when = whenText(task.starts_at, board.today, zone).split(", ").slice(0, -1).join(", ");
  return (
    <p>
      {badge && <StateMark mark={badge} />} {unbroken(
        `${capitalized(when)}, ${spanText(task.starts_at, task.ends_at, zone)}${
          who ? ` with ${who.first_name}` : ""
        }`,
      )}
    </p>
  );
}

/** Since when it waits, and which time it lost. */
function HowItWaits({ shown: { board, zone }, row }: { shown: BoardShown; row: Waiting }) {
  const lost = lostText(row, board.today, zone);
  return (
    <>
      <p>
        <span class={row.urgent ? "mark failed" : "mark todo"}>
          {row.urgent && "Urgent. "}
          {sinceText(row, board.today, zone)}
        </span>
      </p>
      {lost && <p>{unbroken(lost)}</p>}
    </>
  );
}

function OfTask({ shown, task }: { shown: BoardShown; task: BoardTask }) {
  const { board } = shown;
  const who = personOf(shown, task);
  return (
    <>
      <dl class="facts">
        <Fact name="Kind">{KINDS[task.task_type].name}</Fact>
        {task.units.length > 0 && (
          <Fact name="For">{unitsText(task.units.map(({ kind }) => kind))}</Fact>
        )}
        {task.title && task.units.length === 0 && <Fact name="What">{task.title}</Fact>}
        {task.address && <Fact name="Where">{task.address}</Fact>}
        <Promised visits={task.units} today={board.today} />
        <Reached {...task} />
        {!task.can_move && <Fact name="Place">It can't be moved any more.</Fact>}
      </dl>
      <p class="links">
        {task.customer_id && <a href={`/office/clients/${task.customer_id}`}>Open client</a>}
        {task.units.length > 0 && (
          <a href={`/office/visits/${task.units[0].visit_id}`}>Open visit</a>
        )}
        {task.task_type === "repair" && task.work_order_id && (
          <a href={`/office/repairs/${task.work_order_id}`}>Open repair</a>
        )}
        <a href={`/office/technicians/${task.technician_id}`}>
          Open {who?.first_name ?? "technician"}
        </a>
      </p>
    </>
  );
}

function OfWaiting({ row, today }: { row: Waiting; today: string }) {
  return (
    <>
      <dl class="facts">
        <Fact name="Kind">{KINDS[row.task_type].name}</Fact>
        <Fact name="For">{aboutWaiting(row)}</Fact>
        {row.title && row.units.length > 0 && row.task_type !== "maintenance" && (
          <Fact name="What">{row.title}</Fact>
        )}
        <Promised visits={row.visits} today={today} />
        <Reached {...row} />
      </dl>
      <p class="links">
        {row.customer_id && <a href={`/office/clients/${row.customer_id}`}>Open client</a>}
        {row.what === "repair" && <a href={`/office/repairs/${row.id}`}>Open repair</a>}
        {row.activity_id && <a href={`/office/work/${row.activity_id}`}>On the work list</a>}
        {row.what === "contract" && <a href={`/office/contracts/${row.id}/book`}>Book by phone</a>}
      </p>
    </>
  );
}

/** When visits are due, and what they cost: as it was promised, or as it will be as far as one knows. */
function Promised({ visits, today }: { visits: PricedVisit[]; today: string }) {
  if (visits.length === 0) return null;
  const due = visits.map(({ due_on }) => due_on).toSorted()[0];
  const isPromised = visits.every(({ is_promised }) => is_promised);
  const note = costNote(visits);
  return (
    <>
      <Fact name="Due">{unbroken(narrowDay(due, today))}</Fact>
      <Fact name="Fee">
        {capitalized(costText(visits))}
        <small>
          {[note, isPromised ? "as promised" : "as expected, not promised yet"]
            .filter(Boolean).join(", ")}
        </small>
      </Fact>
    </>
  );
}

/** How its client is reached, and what was written down about it. */
function Reached(
  { phone, reach_by, is_mailed, customer_id, note }: Pick<
    Waiting,
    "phone" | "reach_by" | "is_mailed" | "customer_id" | "note"
  >,
) {
  const reach = reachText(reach_by);
  return (
    <>
      {customer_id && <Fact name="Mail">{is_mailed ? "Gets a mail" : "Gets no mail"}</Fact>}
      {phone && (
        <Fact name="Phone">
          <a class="phone" href={phoneHref(phone)}>{phone}</a>
        </Fact>
      )}
      {reach && <Fact name="Reach">{reach}</Fact>}
      {note && <Fact name="Note">{note}</Fact>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The three cheapest places, each one press away. */
function Cheapest({ shown, chosen }: { shown: BoardShown; chosen: Chosen }) {
  const { places, view, board, zone } = shown;
  if (!canMove(chosen)) return null;
  if (places === null) {
    return <p class="soft">No place is looked for: it is booked already, or rests.</p>;
  }
  const best = places.best.filter(({ technician_id, starts_at }) =>
    technician_id !== chosen.task?.technician_id ||
    Date.parse(starts_at) !== Date.parse(chosen.task.starts_at)
  );
  if (best.length === 0) {
    return (
      <>
        <h3>Cheapest places</h3>
        <p class="soft">There is none within two weeks that keeps all rules.</p>
      </>
    );
  }
  const tell = isMailed(chosen) ? ", and tell the client in five minutes" : "";
  return (
    <>
      <h3>{best.length === 3 ? "Three cheapest places" : "Cheapest places"}</h3>
      <form method="post" action={boardHref(view)} data-swap>
        <input type="hidden" name="do" value="put" />
        <input type="hidden" name="what" value={view.chosen!.what} />
        <input type="hidden" name="id" value={view.chosen!.id} />
        <input type="hidden" name="revision" value={revisionOf(chosen) ?? ""} />
        <ol class="places">
          {best.map(({ technician_id, technician_name, starts_at, travel_minutes }) => {
            const where = `${capitalized(whenText(starts_at, board.today, zone))}, ${
              technician_name.split(" ")[0]
            }`;
            return (
              <li key={technician_id + starts_at}>
                <span>
                  <strong>{unbroken(where)}</strong> <small>{driveAdded(travel_minutes)}</small>
                </span>
                <button
                  type="submit"
                  class="second"
                  name="place"
                  value={placeValue(technician_id, starts_at, zone)}
                  aria-label={`${chosen.task ? "Move to" : "Book"} ${where}${tell}`}
                >
                  {chosen.task ? "Move" : "Book"}
                </button>
              </li>
            );
          })}
        </ol>
        <p class="soft">{willBeTold(chosen.task ?? chosen.waits)}</p>
      </form>
    </>
  );
}

function Doing({ shown: { view, places }, chosen }: { shown: BoardShown; chosen: Chosen }) {
  if (!canMove(chosen) || places === null) return null;
  return (
    <p class="buttons on-screen">
      <a
        aria-current="false"
        class="button"
        href={boardHref(view, { hold: "move" })}
        data-hold
        aria-keyshortcuts="m"
      >
        Pick it up <kbd>M</kbd>
      </a>
      {chosen.task && (
        <a
          aria-current="false"
          class="button second"
          href={boardHref(view, { hold: "swap" })}
          data-go
          aria-keyshortcuts="s"
        >
          Swap <kbd>S</kbd>
        </a>
      )}
    </p>
  );
}
