import type { Waiting } from "@/lib/board/shapes.ts";
import type { BoardShown } from "@/lib/board/shown.ts";
import { boardHref } from "@/lib/board/view.ts";
import {
  aboutWaiting,
  GROUPS,
  KINDS,
  lostText,
  nameOf,
  reachText,
  sinceText,
  willBeTold,
} from "@/lib/board/words.ts";
import { KindMark } from "./KindMark.tsx";

/** Work that waits for a place, in its groups. */
export function WaitingList(shown: BoardShown) {
  const { waiting } = shown.board;
  const groups = Object.entries(GROUPS).map(([group, title]) => ({
    title,
    rows: waiting.filter((each) => each.group === group)
      .toSorted((one, other) => Number(other.urgent) - Number(one.urgent)),
  })).filter(({ rows }) => rows.length > 0);
  return (
    <section class="waiting-work" aria-labelledby="waiting">
      <h2 id="waiting" tabIndex={-1}>
        Waiting for a place <small>({waiting.length})</small>
      </h2>
      {groups.length === 0 && (
        <p class="soft">Nothing waits. What loses its place is listed here.</p>
      )}
      {groups.map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h3>{title} ({rows.length})</h3>
          <ul>
            {rows.map((row) => <Row key={row.what + row.id} shown={shown} row={row} />)}
          </ul>
        </section>
      ))}
    </section>
  );
}

function Row({ shown: { view, board, zone }, row }: { shown: BoardShown; row: Waiting }) {
  const isChosen = view.chosen?.what === row.what && view.chosen.id === row.id;
  const reach = reachText(row.reach_by);
  const lost = lostText(row, board.today, zone);
  return (
    <li
      class={`task ${KINDS[row.task_type].style} ${isChosen ? "is-chosen" : ""}`}
      id={`waiting-${row.what}-${row.id}`}
      data-card={row.what}
      data-id={row.id}
      data-revision={row.revision ?? ""}
      data-minutes={row.minutes}
      data-name={nameOf(row)}
      data-tells={row.customer_id !== null ? willBeTold(row) : undefined}
      data-mailed={row.is_mailed ? "yes" : undefined}
      data-moves="yes"
    >
      <a
        href={boardHref(view, { chosen: { what: row.what, id: row.id } })}
        aria-current={isChosen ? "true" : "false"}
        draggable={false}
      >
        <span class="at">
          <KindMark of={row.task_type} />
          <strong>{nameOf(row)}</strong>
        </span>
        <small>{aboutWaiting(row)}</small>
        <span class={row.urgent ? "mark failed" : "mark todo"}>
          {row.urgent && "Urgent. "}
          {sinceText(row, board.today, zone)}
        </span>
        {lost && <small>{lost}</small>}
        {reach && <small>{reach}</small>}
        {row.preferred_times && <small class="note">When: {row.preferred_times}</small>}
        {row.note && <small class="note">{row.note}</small>}
      </a>
    </li>
  );
}
