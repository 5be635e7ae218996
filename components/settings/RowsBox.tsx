import { CHANGED_FIELDS, NEW_FIELDS, type NewField, type What } from "@/lib/settings/catalogue.ts";
import type { Refusal } from "@/lib/settings/answers.ts";
import { holding, shownAs, type Values } from "@/lib/settings/values.ts";
import type { CatalogueView } from "./view.ts";
import { OneField } from "./OneField.tsx";

interface RowTold {
  id: string;
  name: string;
  told: string;
  /** Whether anything stands in the way of taking it out. */
  canGo: boolean;
  /** What its form shows, where it is changed in place. */
  values?: Values;
}

/** Rows of one kind, with a way out for those that may go, and a form for another. */
export function RowsBox({ what, title, says, rows, isLong = false, done, refused, isAdmin }:
  & CatalogueView
  & { what: What; title: string; says: string; rows: RowTold[]; isLong?: boolean }) {
  const mine = refused?.what === what ? refused : undefined;
  const added = mine?.row_id === undefined ? mine : undefined;
  const isDone = done?.what === what;
  const list = (
    <ul class="rows">
      {rows.map((row) => (
        <Row
          key={row.id}
          what={what}
          row={row}
          isAdmin={isAdmin}
          refused={mine?.row_id === row.id ? mine : undefined}
        />
      ))}
    </ul>
  );
  return (
    <section class="box" aria-labelledby={what}>
      <h2 id={what} tabIndex={isDone ? -1 : undefined} autofocus={isDone}>{title}</h2>
      {isDone && <p class="notice" role="status">{DONE[done.did]}</p>}
      {mine && <p class="complaint" role="alert">{mine.said}</p>}
      <p class="soft">{says}</p>
      {isLong
        ? (
          <details class="fold" open={isDone || mine?.row_id !== undefined}>
            <summary>{`All ${rows.length} to come`}</summary>
            {list}
          </details>
        )
        : list}
      {isAdmin && (
        <details class="fold" open={added !== undefined}>
          <summary>Add another</summary>
          <form method="post" action={`/office/catalogue#${what}`} class="plain-form">
            <input type="hidden" name="what" value={what} />
            <Fields
              id={what}
              fields={NEW_FIELDS[what]}
              typed={added?.typed ?? {}}
              complaints={added?.complaints ?? {}}
            />
            <button type="submit" name="do" value="add">Add</button>
          </form>
        </details>
      )}
    </section>
  );
}

const DONE = { added: "Added.", changed: "Changed.", removed: "Taken out." };

function Fields({ id, fields, typed, complaints }: {
  id: string;
  fields: Record<string, NewField>;
  typed: Record<string, string>;
  complaints: Record<string, string>;
}) {
  return (
    <>
      {Object.entries(fields).map(([name, field]) => (
        <OneField
          key={name}
          {...field}
          id={`${id}-${name}`}
          name={name}
          value={typed[name] ?? ""}
          complaint={complaints[name]}
        />
      ))}
    </>
  );
}

interface RowProps {
  what: What;
  row: RowTold;
  isAdmin: boolean;
  refused?: Refusal & { typed: Record<string, string> };
}

function Row({ what, row, isAdmin, refused }: RowProps) {
  const { id, name, told, canGo, values } = row;
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
          {values && <Shown what={what} values={values} />}
          <button type="submit" class="second" name="do" value="remove">
            Take out<span class="unseen">: {name}</span>
          </button>
        </form>
      )}
      {isAdmin && values && <ChangeRow what={what} row={row} values={values} refused={refused} />}
    </li>
  );
}

/** What a form sends back of the row that it is about. */
const Shown = ({ what, values }: { what: What; values: Values }) => (
  <input type="hidden" name="shown" value={holding(values, Object.keys(CHANGED_FIELDS[what]))} />
);

/** The form that changes a row where it stands. */
function ChangeRow({ what, row: { id, name }, values, refused }: Omit<RowProps, "isAdmin"> & {
  values: Values;
}) {
  const fields = CHANGED_FIELDS[what];
  const now = Object.fromEntries(
    Object.entries(fields).map(([field, { kind }]) => [field, shownAs(kind, values[field])]),
  );
  return (
    <details open={refused !== undefined}>
      <summary>
        Change<span class="unseen">: {name}</span>
      </summary>
      <form method="post" action={`/office/catalogue#${what}`} class="plain-form">
        <input type="hidden" name="what" value={what} />
        <input type="hidden" name="row_id" value={id} />
        <Shown what={what} values={values} />
        <Fields
          id={`${what}-${id}`}
          fields={fields}
          typed={refused?.typed ?? now}
          complaints={refused?.complaints ?? {}}
        />
        <button type="submit" name="do" value="change">Save</button>
      </form>
    </details>
  );
}
