import type { ComponentChildren } from "preact";
import PrintButton from "@/islands/PrintButton.tsx";
import type { ListView, Told } from "@/lib/web/chosen.ts";
import { type List, type ListColumn, listHref, type ListStep } from "@/lib/web/lists.ts";
import { StateMark } from "./StateMark.tsx";
import { Title } from "./Title.tsx";

/** The form that the boxes of a list belong to, wherever they stand. */
const FORM = "chosen";

/** What a button of the list says, and what the form asks for then. */
export interface Button {
  name: string;
  label: string;
}

/** A cell of a row, as its box calls it by. */
export const idOf = (id: string, { key }: Pick<ListColumn, "key">): string => `${key}-${id}`;

/** The box that chooses a row, named by the cells that name the row. */
export function Pick({ id, named }: { id: string; named: ListColumn[] }) {
  const names = named.map((column) => idOf(id, column));
  return (
    <td class="choose">
      <label>
        <input
          type="checkbox"
          form={FORM}
          name="row"
          value={id}
          aria-labelledby={["choose-one", ...names].join(" ")}
        />
      </label>
    </td>
  );
}

/** What can be done with the rows that are ticked, or with all of the page. It works without a script. */
export function Chosen<Row>({ list, step, ids, deeds = [] }: {
  list: List<Row>;
  step: ListStep;
  ids: string[];
  deeds?: Button[];
}) {
  const all = ids.length === 1
    ? `The ${list.one} on this page`
    : `All ${ids.length} ${list.one}s on this page`;
  return (
    <form id={FORM} class="ticked on-screen" method="post" action={listHref(list, step)}>
      <span id="choose-one" hidden>Choose</span>
      <input type="hidden" name="shown" value={ids.join(" ")} />
      <label>
        <input type="checkbox" name="all" value="yes" />
        {all}
      </label>
      <span class="soft">With those that are ticked:</span>
      {[...deeds, { name: "csv", label: "Download CSV" }].map(({ name, label }) => (
        <button key={name} type="submit" class="second" name="do" value={name}>
          {label}
        </button>
      ))}
    </form>
  );
}

interface AskedProps<Row> extends ListView<Row> {
  asked: NonNullable<ListView<Row>["asked"]>;
  keyOf: (row: Row) => string;
  cells: Record<string, (row: Row) => ComponentChildren>;
}

/** What follows for the rows that were chosen, before the button that does it. */
export function Asked<Row>(
  { list, step, found, asked: { deed, ids }, keyOf, cells }: AskedProps<Row>,
) {
  const columns = list.columns.filter(({ key }) => list.names.includes(key));
  return (
    <div class="office listing">
      <Title focused>{`${deed.label}?`}</Title>
      <p>{deed.asks!(ids.length)}</p>
      <form class="buttons" method="post" action={listHref(list, step)}>
        <input type="hidden" name="sure" value="yes" />
        {ids.map((id) => <input key={id} type="hidden" name="row" value={id} />)}
        <button type="submit" name="do" value={deed.name}>{deed.label}</button>
        <a class="button second" href={listHref(list, step)}>Back to the list</a>
      </form>
      <table class="list cards rows">
        <caption class="unseen">Those that are ticked</caption>
        <thead>
          <tr>
            {columns.map(({ key, label }) => <th key={key} scope="col">{label}</th>)}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ key, label }, place) =>
                place === 0
                  ? <th key={key} scope="row">{cells[key](row)}</th>
                  : <td key={key} data-label={label}>{cells[key](row)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface OutcomeProps<Row> extends ListView<Row> {
  outcome: NonNullable<ListView<Row>["outcome"]>;
  keyOf: (row: Row) => string;
  cells: Record<string, (row: Row) => ComponentChildren>;
  paper?: ComponentChildren;
}

/** What became of each row that was chosen, and the papers that were made of them. */
export function Outcome<Row>(
  { list, step, found, outcome, keyOf, cells, paper }: OutcomeProps<Row>,
) {
  const { title, told } = outcome;
  const done = told.filter(({ isDone }) => isDone).length;
  const columns = list.columns.filter(({ key }) => list.names.includes(key));
  const rowOf = ({ id }: Told) => found.rows.find((row) => keyOf(row) === id);
  return (
    <>
      <div class="office listing on-screen">
        <Title>{`${title}: ${countsText(done, told.length - done)}`}</Title>
        {paper && done > 0 && (
          <>
            <PrintButton label="Print" atOnce />
            <p>
              Only what stands below this table goes on paper. Print it now: this page cannot be
              opened again.
            </p>
          </>
        )}
        <table class="list cards rows">
          <caption class="unseen">What became of each</caption>
          <thead>
            <tr>
              {columns.map(({ key, label }) => <th key={key} scope="col">{label}</th>)}
              <th scope="col">What became of it</th>
            </tr>
          </thead>
          <tbody>
            {told.map((each) => {
              const row = rowOf(each);
              return (
                <tr key={each.id}>
                  {columns.map(({ key, label }, place) =>
                    place === 0
                      ? <th key={key} scope="row">{row ? cells[key](row) : "Unknown"}</th>
                      : <td key={key} data-label={label}>{row && cells[key](row)}</td>
                  )}
                  <td data-label="What became of it">
                    <StateMark
                      mark={each.isDone
                        ? { text: "Done", shape: "done" }
                        : { text: "Not done", shape: "failed" }}
                    />
                    <small>{each.text}</small>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p>
          <a href={listHref(list, step)}>Back to the list</a>
        </p>
      </div>
      {paper && <div class="office">{paper}</div>}
    </>
  );
}

/** "2 done, 1 not" */
function countsText(done: number, left: number): string {
  if (left === 0) return done === 1 ? "done" : `all ${done} done`;
  return done === 0 ? "not done" : `${done} done, ${left} not`;
}
