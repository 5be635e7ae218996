import type { ComponentChildren } from "preact";
import PrintButton from "@/islands/PrintButton.tsx";
import type { ListView } from "@/lib/web/chosen.ts";
import {
  type Choice,
  countText,
  fileHref,
  type List,
  type ListColumn,
  type ListFilter,
  listHref,
  listPath,
  type ListStep,
  withValue,
} from "@/lib/web/lists.ts";
import { Asked, type Button, Chosen, idOf, Outcome, Pick } from "./Chosen.tsx";
import { Title } from "./Title.tsx";

interface Props<Row> extends ListView<Row> {
  title: string;
  keyOf: (row: Row) => string;
  /** What stands in each column of a row. */
  cells: Record<string, (row: Row) => ComponentChildren>;
  /** The choices of filters that the list brings along. */
  choices?: Record<string, Choice[]>;
  /** What can be done with the rows that are ticked, beside taking them along. */
  deeds?: Button[];
  /** What was printed about them. */
  paper?: ComponentChildren;
  /** What the office does from here. */
  actions?: ComponentChildren;
  /** Above the rows: what was done just now, or refused. */
  children?: ComponentChildren;
  /** In place of rows where there are none at all, whatever is filtered. */
  nothing: ComponentChildren;
}

/** A list: its parts with their counts, what narrows it, the rows of one page, and the way to the next. */
export function ListPage<Row>(props: Props<Row>) {
  const { list, step, found, title, actions, children, complaint, asked, outcome } = props;
  if (asked) return <Asked {...props} asked={asked} />;
  if (outcome) return <Outcome {...props} outcome={outcome} />;
  return (
    <div class="office listing">
      <div class="top">
        <div>
          <Title isError={complaint !== undefined}>{title}</Title>
          <p class="soft" role="status">{shownText(props)}</p>
        </div>
        <p class="actions">
          <PrintButton label="Print" />
          <a class="button second" href={fileHref(list, step)}>Download CSV</a>
          {actions}
        </p>
      </div>
      {children}
      {complaint && <p class="complaint" role="alert">{complaint}</p>}
      <Parts {...props} />
      <Narrowed {...props} />
      <Filters {...props} />
      {found.rows.length > 0
        ? (
          <>
            <Rows {...props} />
            <Chosen list={list} step={step} ids={found.rows.map(props.keyOf)} deeds={props.deeds} />
          </>
        )
        : <Nothing {...props} />}
      <Pages {...props} />
      <Columns {...props} />
    </div>
  );
}

/** "61 contracts, 50 of them on this page" */
function shownText<Row>({ list, step, found: { rows, counts } }: Props<Row>): string {
  const count = counts[step.values[list.part.name] ?? "all"] ?? rows.length;
  const all = count > 1000 ? "More than 1,000" : countText(count);
  const named = `${all} ${count === 1 ? list.one : `${list.one}s`}`;
  return rows.length < count ? `${named}, ${rows.length} of them on this page` : named;
}

function Parts<Row>({ list, step, found }: Props<Row>) {
  const { name, label, parts } = list.part;
  const chosen = step.values[name] ?? "";
  const all = [{ value: "", label: "All" }, ...parts];
  return (
    <nav aria-label={label}>
      <ul class="chips">
        {all.map(({ value, label }) => (
          <li key={value}>
            <a
              href={listHref(list, toPart(list, step, value))}
              aria-current={chosen === value ? "true" : "false"}
            >
              {label} <b>{countText(found.counts[value || "all"] ?? 0)}</b>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Each part begins in its own order, unless somebody chose one. */
function toPart<Row>(list: List<Row>, step: ListStep, value: string): ListStep {
  const next = withValue(step, list.part.name, value);
  return step.sort === list.usualSort(step.values)
    ? { ...next, sort: list.usualSort(next.values) }
    : next;
}

/** What another page narrowed the list to, each with the way to let go of it. */
function Narrowed<Row>({ list, step }: Props<Row>) {
  const told = list.filters.flatMap(({ name, says }) =>
    says && step.values[name] ? [{ name, text: says(step.values[name]) }] : []
  );
  if (told.length === 0) return null;
  return (
    <ul class="chips narrowed" aria-label="Only these are shown">
      {told.map(({ name, text }) => (
        <li key={name}>
          <a
            href={listHref(list, withValue(step, name, ""))}
            aria-current="true"
            aria-label={`${text}: show others as well`}
          >
            {text} <span aria-hidden="true">✕</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Filters<Row>(props: Props<Row>) {
  const { list, step } = props;
  const part = step.values[list.part.name];
  return (
    <form class="filters" method="get" action={listPath(list)} role="search">
      {part && <input type="hidden" name={list.part.name} value={part} />}
      {list.filters.map((filter) => <Filter key={filter.name} filter={filter} {...props} />)}
      <label>
        Order
        <select name="sort">
          {list.columns.flatMap(({ label, sort }) =>
            sort ? [[sort, `${label}, first to last`], [`-${sort}`, `${label}, last to first`]] : []
          ).map(([value, label]) => (
            <option value={value} selected={step.sort === value} key={value}>{label}</option>
          ))}
        </select>
      </label>
      <button type="submit" class="second">Show</button>
    </form>
  );
}

function Filter<Row>({ filter, step, choices }: Props<Row> & { filter: ListFilter }) {
  const { name, label, kind, hint, usual, says } = filter;
  const value = step.values[name] ?? "";
  if (says) return value === "" ? null : <input type="hidden" name={name} value={value} />;
  if (kind !== "choice") {
    return (
      <label class={kind === "search" ? "wide-field" : undefined}>
        {label}
        <input
          type={kind === "day" ? "date" : "search"}
          name={name}
          value={value}
          placeholder={hint}
        />
      </label>
    );
  }
  return (
    <label>
      {label}
      <select name={name}>
        <option value={usual ? "any" : ""}>All</option>
        {(filter.choices ?? choices?.[name] ?? []).map((each) => (
          <option value={each.value} selected={value === each.value} key={each.value}>
            {each.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Rows<Row>({ found, columns, cells, keyOf, title, list, step }: Props<Row>) {
  const [first, ...others] = columns;
  return (
    <table class="list cards rows">
      <caption class="unseen">{title}</caption>
      <thead>
        <tr>
          <td class="choose" />
          {columns.map((column) => <Head key={column.key} {...{ column, list, step }} />)}
        </tr>
      </thead>
      <tbody>
        {found.rows.map((row) => (
          <tr key={keyOf(row)}>
            <Pick id={keyOf(row)} named={columns.filter(({ key }) => list.names.includes(key))} />
            <th scope="row" id={idOf(keyOf(row), first)}>{cells[first.key](row)}</th>
            {others.map(({ key, label, isNumber }) => (
              <td
                key={key}
                id={idOf(keyOf(row), { key })}
                class={isNumber ? "number" : undefined}
                data-label={label}
              >
                {cells[key](row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A column's name, which puts the list in its order, and a second time turns it round. */
function Head<Row>({ column: { label, sort, isNumber }, list, step }: {
  column: ListColumn;
  list: List<Row>;
  step: ListStep;
}) {
  const type = isNumber ? "number" : undefined;
  if (!sort) return <th scope="col" class={type}>{label}</th>;
  const isUp = step.sort === sort;
  const isDown = step.sort === `-${sort}`;
  const to = { values: step.values, sort: isUp ? `-${sort}` : sort };
  return (
    <th
      scope="col"
      class={type}
      aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}
    >
      <a href={listHref(list, to)} aria-current="false">
        {label}
        <span aria-hidden="true">{isUp ? " ↑" : isDown ? " ↓" : ""}</span>
      </a>
    </th>
  );
}

function Pages<Row>({ list, step, found: { before, after } }: Props<Row>) {
  if (!before && !after) return null;
  const to = (place?: string) => listHref(list, { ...step, after: place });
  return (
    <nav class="pages" aria-label="Pages">
      {before && <a href={to()} aria-current="false">First page</a>}
      {before && <a href={to(before)} rel="prev" aria-current="false">← Previous page</a>}
      {after && <a href={to(after)} rel="next" aria-current="false">Next page →</a>}
    </nav>
  );
}

/** What narrows a list to nothing can be let go of, one after the other. */
function Nothing<Row>({ list, step, nothing }: Props<Row>) {
  const named = [...list.filters, { ...list.part, usual: "" }]
    .filter(({ name, usual = "" }) => (step.values[name] ?? "") !== usual);
  if (named.length === 0) return <section class="empty">{nothing}</section>;
  const words = list.filters.find(({ kind, name }) => kind === "search" && step.values[name]);
  return (
    <section class="empty">
      <h2>No {list.one} fits</h2>
      {words && (
        <p>
          Try fewer words, or a part of one. Accents, spaces and dashes don't matter.
        </p>
      )}
      <ul>
        {named.length > 1 && named.map(({ name, label }) => (
          <li key={name}>
            <a href={listHref(list, withValue(step, name, ""))} aria-current="false">
              Leave out “{label}”
            </a>
          </li>
        ))}
        <li>
          <a href={listPath(list)} aria-current="false">Show the list as it usually is</a>
        </li>
      </ul>
    </section>
  );
}

/** Which columns are shown: kept in this browser. */
function Columns<Row>({ list, step, columns }: Props<Row>) {
  const shown = columns.map(({ key }) => key);
  return (
    <details class="fold on-screen">
      <summary>Choose columns</summary>
      <form class="column-choice" method="post" action={listHref(list, step)}>
        <input type="hidden" name="do" value="columns" />
        {list.columns.slice(1).map(({ key, label }) => (
          <label key={key}>
            <input type="checkbox" name="column" value={key} checked={shown.includes(key)} />
            {label}
          </label>
        ))}
        <button type="submit" class="second">Show these columns</button>
      </form>
    </details>
  );
}
