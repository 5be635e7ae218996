/** Days as other programs write them, without a guess. */

/** Whether 3/4/2026 is the third of April or the fourth of March: only the file's other days, or a person, can tell. */
export type DayOrder = "dmy" | "mdy";

const MONTHS = [
  ["jan", "january", "janv", "janvier"],
  ["feb", "february", "fev", "fevr", "fevrier"],
  ["mar", "march", "mars"],
  ["apr", "april", "avr", "avril"],
  ["may", "mai"],
  ["jun", "june", "juin"],
  ["jul", "july", "juil", "juillet"],
  ["aug", "august", "aout"],
  ["sep", "sept", "september", "septembre"],
  ["oct", "october", "octobre"],
  ["nov", "november", "novembre"],
  ["dec", "december", "decembre"],
];

const IN_FIGURES = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]\d.*)?$/;

/**
 * A day as YYYY-MM-DD where the cell leaves no doubt, or the order of its figures is known; else the cell as it is,
 * which is refused as no day. So is a day that does not exist.
 */
export function readDay(cell: string, order: DayOrder | undefined): string {
  const [, year, month, day] = cell.match(/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]\d.*)?$/) ?? [];
  if (year !== undefined) return dayOf(year, month, day) ?? cell;
  const [, first, second, last] = cell.match(IN_FIGURES) ?? [];
  if (first !== undefined) {
    if (order === undefined) return cell;
    return (order === "dmy" ? dayOf(last, second, first) : dayOf(last, first, second)) ?? cell;
  }
  return inWords(cell) ?? cell;
}

/** What the days of a column say of their order: undefined where they say nothing, or contradict each other. */
export function orderOf(cells: Iterable<string>): { order?: DayOrder; isAsked: boolean } {
  let [isDmy, isMdy, isInFigures] = [false, false, false];
  for (const cell of cells) {
    const [, first, second] = cell.match(IN_FIGURES) ?? [];
    if (first === undefined) continue;
    isInFigures = true;
    if (Number(first) > 12) isDmy = true;
    if (Number(second) > 12) isMdy = true;
  }
  if (isDmy === isMdy) return { isAsked: isInFigures };
  return { order: isDmy ? "dmy" : "mdy", isAsked: false };
}

function inWords(cell: string): string | undefined {
  const plain = cell.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const [, day, name, year] = plain.match(/^(\d{1,2})[ -]([a-z]+)\.?,?[ -](\d{4})$/) ?? [];
  if (day !== undefined) return dayOf(year, monthOf(name), day);
  const [, first, of, then] = plain.match(/^([a-z]+)\.? (\d{1,2}),? (\d{4})$/) ?? [];
  return first === undefined ? undefined : dayOf(then, monthOf(first), of);
}

function monthOf(name: string): string {
  return String(MONTHS.findIndex((names) => names.includes(name)) + 1);
}

function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}
