import type { Conflict } from "@/lib/customers/conflicts.ts";
import {
  decidedText,
  questionOf,
  type Side,
  sidesOf,
  titleOf,
} from "@/lib/customers/conflict_words.ts";
import { instantText } from "@/lib/text/dates.ts";

export interface CardView {
  zone: string;
  isAdmin: boolean;
  /** Whom to ask where only an administrator may. */
  admins: string[];
  /** Where one goes on after the answer: the address of the page that shows the card. */
  back: string;
}

/**
 * One question between a file and what is on record: its sides beside each other, each with the button that chooses it.
 * Works on any page of the office; the answer is sent to the question's own page, which leads back.
 */
export function ConflictCard({ conflict, view, isAlone = false }: {
  conflict: Conflict;
  view: CardView;
  /** Its page has its title already. */
  isAlone?: boolean;
}) {
  const { conflict_id, client } = conflict;
  const id = `q-${conflict_id}`;
  return (
    <section
      class="conflict"
      id={id}
      tabIndex={-1}
      aria-labelledby={isAlone ? undefined : `${id}-head`}
      aria-label={isAlone ? "The question" : undefined}
    >
      {!isAlone && (
        <h3 id={`${id}-head`}>
          <a href={`/office/conflicts/${conflict_id}`}>{titleOf(conflict)}</a>
        </h3>
      )}
      <p>{questionOf(conflict)}</p>
      <div class="answers">
        {sidesOf(conflict, view).map((side, at) => (
          <OneSide
            key={side.head + at}
            side={side}
            number={at + 1}
            conflict={conflict}
            view={view}
          />
        ))}
      </div>
      {client && (
        <p class="links">
          <a href={`/office/clients/${client.customer_id}`}>Open {client.name}</a>
        </p>
      )}
    </section>
  );
}

function OneSide({ side, number, conflict, view }: {
  side: Side;
  number: number;
  conflict: Conflict;
  view: CardView;
}) {
  const { conflict_id, decision, shown } = conflict;
  const key = <kbd aria-hidden="true">{number}</kbd>;
  return (
    <div class="answer">
      <h4>{side.head}</h4>
      <ul>
        {side.lines.map(({ text, href, was, is }) => (
          <li key={text}>
            {href
              ? <a href={href}>{text}</a>
              : was
              ? <del>{text}</del>
              : is
              ? <ins>{text}</ins>
              : text}
          </li>
        ))}
      </ul>
      {decision === null && side.decision && (
        <form method="post" action={`/office/conflicts/${conflict_id}`}>
          <input type="hidden" name="shown" value={shown} />
          <input type="hidden" name="back" value={view.back} />
          <button
            type="submit"
            class="second"
            name="decision"
            value={side.decision}
            data-key={number}
          >
            {side.label} {key}
          </button>
        </form>
      )}
      {decision === null && side.href && (
        <a class="button second" href={side.href} data-key={number}>{side.label} {key}</a>
      )}
    </div>
  );
}

/** What became of a question that was answered just now, and the way back where there is one. */
export function ConflictDone({ conflict, back }: { conflict: Conflict; back: string }) {
  return (
    <div class="notice undo">
      <p role="status" tabIndex={-1} autofocus>{decidedText(conflict)}</p>
      {conflict.can_undo && (
        <form method="post" action={`/office/conflicts/${conflict.conflict_id}`}>
          <input type="hidden" name="back" value={back} />
          <button type="submit" class="second" name="decision" value="undo">Undo</button>
        </form>
      )}
    </div>
  );
}

/** One line for a question that was answered before. */
export function DecidedLine({ conflict, zone }: { conflict: Conflict; zone: string }) {
  const { conflict_id, decided_at, by } = conflict;
  return (
    <li>
      <a href={`/office/conflicts/${conflict_id}`}>{titleOf(conflict)}</a>
      <small>{decidedText(conflict)}</small>
      {decided_at && <small>{`${instantText(decided_at, zone)}${by ? `, ${by}` : ""}`}</small>}
    </li>
  );
}
