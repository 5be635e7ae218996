import DispatchBoard from "@/islands/DispatchBoard.tsx";
import { Title } from "@/components/web/Title.tsx";
import { tasksOn } from "@/lib/board/lay.ts";
import type { BoardShown } from "@/lib/board/shown.ts";
import { besides, boardHref, spanOf } from "@/lib/board/view.ts";
import { narrowDay } from "@/lib/board/words.ts";
import { mondayOf, shortDayText } from "@/lib/text/dates.ts";
import { AddWork } from "./AddWork.tsx";
import { Hand, HoldBar, UndoBar } from "./Bars.tsx";
import { ChosenPanel } from "./ChosenPanel.tsx";
import { DayBoard } from "./DayBoard.tsx";
import { DayMap } from "./DayMap.tsx";
import { Counted, Figures } from "./Figures.tsx";
import { KindLegend } from "./KindMark.tsx";
import { PeopleRow } from "./PeopleRow.tsx";
import { Refused } from "./Refused.tsx";
import { WaitingList } from "./WaitingList.tsx";
import { WeekBoard } from "./WeekBoard.tsx";

/** Who does what and when, what waits for a place, and where it could go. */
export function BoardPage(shown: BoardShown) {
  const { view, board, refusal } = shown;
  const { from_day, days } = spanOf(view);
  const isWeek = view.view === "week";
  return (
    <div class="office board">
      <DispatchBoard />
      <div
        id="board"
        data-view={view.view}
        data-day={from_day}
        data-days={days}
        data-step={board.step}
        data-stamp={board.stamp}
      >
        <Head {...shown} />
        <UndoBar {...shown} />
        {refusal && !isOnBoard(shown) && (
          <div class="notice danger">
            <Refused shown={shown} refusal={refusal} />
          </div>
        )}
        <HoldBar {...shown} />
        <div class={view.hold !== null && shown.places !== null ? "with-side held" : "with-side"}>
          <div class="stack">
            <PeopleRow {...shown} />
            <Empty {...shown} />
            {board.technicians.length > 0 &&
              (isWeek ? <WeekBoard {...shown} /> : <DayBoard {...shown} />)}
            <Hand />
            <KindLegend />
            <BoardKeys isWeek={isWeek} />
          </div>
          <aside class="stack">
            <div class="chosen-now">
              <AddWork {...shown} />
              <Counted {...shown} />
              <ChosenPanel {...shown} />
            </div>
            <WaitingList {...shown} />
            <DayMap {...shown} />
          </aside>
        </div>
      </div>
    </div>
  );
}

/** Whether a refusal is said at its place. */
function isOnBoard({ refusal, board }: BoardShown): boolean {
  const place = refusal?.place;
  return place !== null && place !== undefined &&
    board.technicians.some(({ technician_id, days }) =>
      technician_id === place.technician && days.some(({ on_day }) => on_day === place.day)
    );
}

function Head(shown: BoardShown) {
  const { view, board } = shown;
  const { before, after } = besides(view);
  const isWeek = view.view === "week";
  const isNow = isWeek ? mondayOf(board.today) === mondayOf(view.day) : view.day === board.today;
  const [unit, title] = isWeek
    ? ["week", `Week of ${narrowDay(mondayOf(view.day), board.today)}`]
    : ["day", shortDayText(view.day)];
  return (
    <>
      <div class="head">
        <div>
          <Title>{`Board: ${title}`}</Title>
          <Figures {...shown} />
        </div>
        <div class="actions on-screen">
          <nav class="switch" aria-label={`Other ${unit}s`}>
            <a
              aria-current="false"
              href={boardHref(view, { day: before })}
              data-go
              data-over
              data-page="before"
              aria-label={`The ${unit} before`}
            >
              ‹
            </a>
            <a
              href={boardHref(view, { day: board.today })}
              data-go
              data-over
              aria-current={isNow ? "date" : "false"}
            >
              {isWeek ? "This week" : "Today"}
            </a>
            <a
              aria-current="false"
              href={boardHref(view, { day: after })}
              data-go
              data-over
              data-page="after"
              aria-label={`The ${unit} after`}
            >
              ›
            </a>
          </nav>
          <nav class="switch" aria-label="View">
            {(["day", "week"] as const).map((each) => (
              <a
                key={each}
                href={boardHref(view, { view: each })}
                data-go
                data-over
                aria-current={view.view === each ? "true" : "false"}
              >
                {each === "day" ? "Day" : "Week"}
              </a>
            ))}
          </nav>
          <a
            aria-current="false"
            class="button second"
            href={boardHref(view, { add: { technician: null, time: null } })}
            data-go
            aria-keyshortcuts="n"
          >
            Add work
          </a>
          <a href={`/office/closure?day=${view.day}`}>Close a day…</a>
          <a href={`/office/board/print?day=${view.day}`}>Print</a>
        </div>
      </div>
    </>
  );
}

/** Why there is nothing to see, and what can be done about it. */
function Empty({ board, view, zone }: BoardShown) {
  if (board.technicians.length === 0) {
    return (
      <p class="empty">
        There are no technicians yet.{" "}
        <a href="/office/technicians">Add the first</a>, and the board has a lane.
      </p>
    );
  }
  if (view.view === "week") return null;
  const holiday = board.holidays.find(({ on_day }) => on_day === view.day);
  const work = tasksOn(board.tasks, view.day, zone).length;
  const waiting = board.waiting.length;
  if (holiday) return <p class="notice">Nobody works on this day: {holiday.name}.</p>;
  if (work > 0) return null;
  return (
    <p class="notice">
      No work yet. {waiting === 0
        ? "Nothing waits for a place."
        : waiting === 1
        ? "One waits for a place."
        : `${waiting} wait for a place.`}
    </p>
  );
}

/** The keys of this page; all of them are buttons and links as well. */
function BoardKeys({ isWeek }: { isWeek: boolean }) {
  const keys: [string, string][] = [
    ["←↑↓→", "go from card to card"],
    ["Enter", "open"],
    [
      "M",
      isWeek
        ? "pick up, then arrows from day to day"
        : "pick up, then arrows: 15 minutes, or the next technician",
    ],
    ["PgUp PgDn", isWeek ? "carry it to another week" : "carry it to another day"],
    ["S", "swap with"],
    ["N", "new work here"],
    ["U", "undo"],
    ["W", "what waits"],
  ];
  return (
    <p class="keys on-screen">
      {keys.map(([key, does]) => (
        <span key={key}>
          <kbd data-does={does}>{key}</kbd> {does}
        </span>
      ))}
    </p>
  );
}
