/**
 * PostgREST applies each filter of an address, also where a column or an `or` is named more than once.
 * lite keeps one condition per column and operator, the last, and joins several `or` into one. What
 * would be lost is written here in another way that means the same to both.
 */

/** Filters that lite cannot be told in any way; nothing was asked of the database. */
export class FilterError extends Error {
  override name = "FilterError";
}

const NO_FILTERS = new Set([
  "select",
  "order",
  "limit",
  "offset",
  "on_conflict",
  "columns",
  "apikey",
]);

/** The operators that take a list of values: `ilike(all).{"%a%","%b%"}`. */
const LISTED = new Set(["eq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "imatch"]);

interface Condition {
  not: string;
  operator: string;
  value: string;
}

/**
 * The query of an address of a table with its repeated filters rewritten.
 * @throws {FilterError} a combination that lite would answer wrongly.
 */
export function withRepeatedFilters(query: URLSearchParams): URLSearchParams {
  const rewritten = new URLSearchParams();
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    if (values.length === 1 || NO_FILTERS.has(name)) {
      for (const value of values) rewritten.append(name, value);
    } else {
      for (const [key, value] of together(name, values)) rewritten.append(key, value);
    }
  }
  return rewritten;
}

function together(name: string, values: string[]): [string, string][] {
  const [, above = "", column] = /^(?:(.+)\.)?([^.]+)$/s.exec(name) ?? [];
  if (column === undefined) throw new FilterError(name);
  if (column === "and" && !/(^|\.)not$/.test(above)) return values.map((value) => [name, value]);
  if (column === "and" || column === "or") {
    const path = above.replace(/(^|\.)not$/, "");
    const tree = path === "" ? name : name.slice(path.length + 1);
    return [[inside(path, "and"), `(${values.map((value) => tree + value).join(",")})`]];
  }
  const lists = asLists(values.map(readCondition));
  const beside: [string, string][] = [];
  const below: string[] = [];
  const kept = new Set<string>();
  for (const condition of lists) {
    const { not, operator } = condition;
    const place = not && !["in", "is"].includes(operator) ? "not" : not + operator;
    if (kept.has(place)) below.push(`${column}.${inTree(condition)}`);
    else beside.push([name, `${not}${operator}.${condition.value}`]);
    kept.add(place);
  }
  if (below.length > 0) beside.push([inside(above, "and"), `(${below.join(",")})`]);
  return beside;
}

const inside = (path: string, name: string) => path === "" ? name : `${path}.${name}`;

function readCondition(text: string): Condition {
  const [, not = "", operator, value] = /^(not\.)?(\w+(?:\([^)]*\))?)\.(.*)$/s.exec(text) ?? [];
  if (operator === undefined) throw new FilterError(text);
  return { not, operator, value };
}

/** Conditions with one operator as one: all of these values, or not any of them. */
function asLists(conditions: Condition[]): Condition[] {
  const alike = Map.groupBy(conditions, ({ not, operator }) => not + operator);
  return [...alike.values()].flatMap((group) =>
    group.length > 1 && LISTED.has(group[0].operator) ? [asList(group)] : group
  );
}

function asList(group: Condition[]): Condition {
  const [{ not, operator }] = group;
  const isPattern = operator.endsWith("like");
  const values = group.map(({ value }) => {
    // In a list lite takes the star for itself.
    const meant = isPattern ? value.replaceAll("*", "%") : value;
    return `"${meant.replace(/["\\]/g, "\\$&")}"`;
  });
  return { not, operator: operator + (not ? "(any)" : "(all)"), value: `{${values.join(",")}}` };
}

/** A condition inside of `and=(…)`, where lite knows quotes but nothing that stands for one. */
function inTree(condition: Condition): string {
  const { not, operator, value } = LISTED.has(condition.operator) ? asList([condition]) : condition;
  const isList = /^[({]/.test(value);
  if (value.includes("\\") || (!isList && value.includes('"'))) throw new FilterError(value);
  return `${not}${operator}.${isList || /^[\w-]*$/.test(value) ? value : `"${value}"`}`;
}
