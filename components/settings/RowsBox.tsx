import { NEW_FIELDS, type What } from "@/lib/settings/catalogue.ts";
import type { CatalogueView } from "./view.ts";
import { OneField } from "./OneField.tsx";

interface RowTold {
  id: string;
  name: string;
  told: string;
  /** Whether anything stands in the way of taking it out. */
  canGo: boolean;
}

/** Rows of one kind, with a way out for those that may go, and a form for another. */
export function RowsBox({ what, title, says, rows, isLong = false, done, refused, isAdmin }:
  & CatalogueView
  & { what: What; title: string; says: string; rows: RowTold[]; isLong?: boolean }) {
  const mine = refused?.what === what ? refused : undefined;
  const isDone = done?.what === what;
  const list = (
    <ul class="rows">
      {rows.map((row) => <Row key={row.id} what={what} row={row} isAdmin={isAdmin} />)}
    </ul>
  );
  return (
    <section class="box" aria-labelledby={what}>
      <h2 id={what} tabIndex={isDone ? -1 : undefined} autofocus={isDone}>{title}</h2>
      {isDone && (
        <p class="notice" role="status">{done.did === "added" ? "Added." : "Taken out."}</p>
      )}
      {mine && <p class="complaint" role="alert">{mine.said}</p>}
      <p class="soft">{says}</p>
      {isLong
        ? (
          <details class="fold" open={isDone}>
            <summary>{`All ${rows.length} to come`}</summary>
            {list}
          </details>
        )
        : list}
      {isAdmin && (
        <details class="fold" open={mine !== undefined}>
          <summary>Add another</summary>
          <form method="post" action={`/office/catalogue#${what}`} class="plain-form">
            <input type="hidden" name="what" value={what} />
            {Object.entries(NEW_FIELDS[what]).map(([name, field]) => (
              <OneField
                key={name}
                {...field}
                id={`${what}-${name}`}
                name={name}
                value={mine?.typed[name] ?? ""}
                complaint={mine?.complaints[name]}
              />
            ))}
            <button type="submit" name="do" value="add">Add</button>
          </form>
        </details>
      )}
    </section>
  );
}

function Row({ what, row: { id, name, told, canGo }, isAdmin }: {
  what: What;
  row: RowTold;
  isAdmin: boolean;
}) {
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <small>{told}</small>
      </span>
      {isAdmin && canGo && (
        <form method="post" action={`/office/catalogue#${what}`}>
          <input type="hidden" name="what" value={what} />
          <input type="hidden" name="row_id" value={id} />
          <button type="submit" class="second" name="do" value="remove">
            Take out<span class="unseen">: {name}</span>
          </button>
        </form>
      )}
    </li>
  );
}
