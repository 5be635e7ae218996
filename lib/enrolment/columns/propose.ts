import { unwrapped } from "@/lib/enrolment/reading/cells.ts";
import { type DayOrder, orderOf } from "./days.ts";
import { FILE_KINDS, type FileKind } from "@/lib/enrolment/files.ts";
import { FIRST_NAMES, folded, HEADERS, LAST_NAMES } from "./headers.ts";
import { looksLike } from "./looks_like.ts";
import type { Mapping } from "./mapping.ts";

/** What a column of a file may be, for a person to confirm. */
export interface ProposedColumn {
  /** Ours; null where it is not used, `address` for a whole one in a cell. */
  column: string | null;
  /** The file's; null where the file seems to have no such column and rows need it. */
  header: string | null;
  /** sure: by its heading, and nothing below speaks against it. */
  confidence: "sure" | "check" | "none";
  why: string;
  /** Up to three different cells. */
  examples: string[];
}

/** Which kind of list a header is, with what speaks for it. */
export interface ProposedKind {
  kind: string;
  confidence: "sure" | "check";
  why: string;
}

const MOST_EXAMPLES = 3;

/** The kind that most columns speak for; null where none or several do. */
export function proposeKind(header: string[], rows: string[][]): ProposedKind | null {
  const scores = FILE_KINDS.map((kind) => ({ kind, ...scoreOf(kind, header, rows) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scores;
  if (best.score < 2) return null;
  const isOwn = Object.keys(best.kind.columns).every((column) => header.includes(column));
  const isClear = isOwn || (best.needed === 0 && best.score >= next.score + 2);
  if (!isClear && best.score === next.score) return null;
  return {
    kind: best.kind.kind,
    confidence: isClear ? "sure" : "check",
    why: isOwn ? "all its columns have our names" : `its columns ${best.names.join(", ")}`,
  };
}

function scoreOf(kind: FileKind, header: string[], rows: string[][]) {
  const proposed = proposeMapping(kind, header, rows).filter(({ column }) => column !== null);
  const found = new Set(
    proposed.filter(({ header }) => header !== null).map(({ column }) => column),
  );
  const needed = proposed.filter(({ header }) => header === null).length;
  // What only one kind of list has speaks louder than a name or a day.
  const own = [...found].reduce((sum, column) => sum + (OF_ONE_KIND[kind.kind]?.[column!] ?? 0), 0);
  const names = proposed.flatMap(({ header }) => header ?? []).slice(0, 4);
  return { score: found.size + own - 2 * needed, needed, names };
}

/** Columns that tell a kind from others, and how loudly: clients stand in lists of orders too. */
const OF_ONE_KIND: Record<string, Record<string, number>> = {
  equipment_categories: { equipment_class: 4, visit_minutes: 4, required_skill: 2 },
  device_type_map: { device_type: 1 },
  products: { unit_kind: 4, list_price: 2, sku: 1 },
  technicians: { skills: 5, home_latitude: 3 },
  customers: { email: 1, phone: 1, street: 1, address: 1 },
  sales_order_lines: {
    quantity: 5,
    order_number: 2,
    line_ref: 2,
    order_date: 2,
    serial_numbers: 2,
  },
  device_claims: { claim_ref: 5, funder: 3, adp_delivery_date: 3 },
  technician_jobs: { starts_at: 5, technician: 2, task_type: 2 },
};

/**
 * What each column of a file may be, by its heading and by what stands below it, and then what rows of the kind need
 * and no column brings. Each of ours is proposed once, but for names and streets that stand in two columns.
 */
export function proposeMapping(
  kind: FileKind,
  header: string[],
  rows: string[][],
): ProposedColumn[] {
  const below = header.map((_, at) =>
    rows.map((row) => unwrapped(row[at] ?? "")).filter((cell) => cell !== "")
  );
  const taken = byHeading(kind, header, below);
  byContent(kind, below, taken);
  const proposed = header.flatMap((name, at) => {
    if (name === "" && below[at].length === 0) return [];
    const examples = [...new Set(below[at])].slice(0, MOST_EXAMPLES);
    const found = taken.get(at);
    const column = found?.column ?? null;
    const { confidence, why } = found ?? { confidence: "none" as const, why: whyUnused(below[at]) };
    return [{ column, header: name, confidence, why, examples }];
  });
  return [...proposed, ...needed(kind, proposed)];
}

interface Taken {
  column: string;
  confidence: "sure" | "check";
  why: string;
}

/** For each of our columns the heading that says it best; a cell that cannot be what its heading says asks for a look. */
function byHeading(kind: FileKind, header: string[], below: string[][]): Map<number, Taken> {
  const names = header.map(folded);
  const taken = new Map<number, Taken>();
  const wanted = HEADERS[kind.kind] ?? {};
  const places = (list: string[]) =>
    list.map((name) => names.indexOf(name.replace("?", ""))).filter((at) => at >= 0);
  for (const column of [...Object.keys(kind.columns), "address"]) {
    const own = header.indexOf(column);
    const at = own >= 0 ? own : places(wanted[column] ?? []).find((place) => !taken.has(place));
    if (at === undefined) continue;
    if (column === "address" && [...taken.values()].some((each) => each.column === "street")) {
      continue;
    }
    const isUnsure = own < 0 && wanted[column].includes(`?${names[at]}`);
    taken.set(at, { column, ...confidenceIn(column, below[at], isUnsure) });
  }
  const [first, last] = [places(FIRST_NAMES)[0], places(LAST_NAMES)[0]];
  const hasName = [...taken.values()].some((each) => each.column === "name");
  if ("name" in kind.columns && !hasName && first !== undefined && last !== undefined) {
    for (const at of [first, last]) {
      taken.set(at, {
        column: "name",
        confidence: "sure",
        why: "first and last name together are the name",
      });
    }
  }
  return taken;
}

function confidenceIn(column: string, cells: string[], isUnsure: boolean): Omit<Taken, "column"> {
  const odd = looksLike(column)?.odd(cells);
  if (odd !== undefined) return { confidence: "check", why: `by its heading, but ${odd}` };
  if (cells.length === 0) {
    return { confidence: "check", why: "by its heading; the column is empty" };
  }
  if (isUnsure) {
    return { confidence: "check", why: "by its heading, which may mean something else" };
  }
  return { confidence: "sure", why: "by its heading" };
}

/** Columns whose heading says nothing, but whose cells leave little doubt. */
function byContent(kind: FileKind, below: string[][], taken: Map<number, Taken>): void {
  for (const column of ["email", "phone", "postal_code", "latitude", "longitude"]) {
    if (!(column in kind.columns) || [...taken.values()].some((each) => each.column === column)) {
      continue;
    }
    const at = below.findIndex((cells, place) =>
      !taken.has(place) && cells.length > 0 && looksLike(column)!.all(cells)
    );
    if (at >= 0) taken.set(at, { column, confidence: "check", why: "by what stands below" });
  }
}

function whyUnused(cells: string[]): string {
  return cells.length === 0 ? "the column is empty" : "no place for it";
}

/** What a row cannot do without, with the best that is known of where it may come from. */
function needed(kind: FileKind, proposed: ProposedColumn[]): ProposedColumn[] {
  const found = new Set(proposed.map(({ column }) => column));
  return Object.entries(kind.columns)
    .filter(([column, field]) => !found.has(column) && !field.safeParse("").success)
    .map(([column]) => {
      const name = proposed.find((each) => each.column === "name");
      if (column === "customer_ref" && name) {
        const why =
          "no column numbers the clients: their name would have to, where each has another";
        return { ...name, column, confidence: "check", why };
      }
      if (column === "sku" && name) {
        const why =
          "no column numbers the products: their name would have to, as sold lines name them";
        return { ...name, column, confidence: "check", why };
      }
      const why = column === "line_ref"
        ? "no column numbers the lines: they are counted within their order"
        : column === "order_state"
        ? "no column says it: choose one, or say below that everything was sold"
        : "no column says it, and no row can be read without";
      return { column, header: null, confidence: "none", why, examples: [] };
    });
}

/** The order of the days of a file; isAsked where a person has to say it. */
export function proposeDays(
  proposed: ProposedColumn[],
  header: string[],
  rows: string[][],
): { order?: DayOrder; isAsked: boolean } {
  const places = proposed.filter(({ column, header }) =>
    header !== null && column?.endsWith("_date")
  )
    .map((each) => header.indexOf(each.header!));
  return orderOf(rows.flatMap((row) => places.map((at) => unwrapped(row[at] ?? ""))));
}

/** What other systems call the states of an order. */
const STATES: Record<string, string> = {
  quotation: "draft",
  "quotation sent": "draft",
  pending: "draft",
  authorized: "draft",
  "sales order": "sale",
  confirmed: "sale",
  paid: "sale",
  partially_paid: "sale",
  partially_refunded: "sale",
  locked: "done",
  completed: "done",
  cancelled: "cancel",
  canceled: "cancel",
  voided: "cancel",
  refunded: "cancel",
};

/** The mapping that proposals come to; what they leave open, a person adds. */
export function mappingFrom(
  kind: FileKind,
  proposed: ProposedColumn[],
  header: string[],
  rows: string[][],
): Mapping {
  const columns = proposed.flatMap(({ header, column }) =>
    header === null || column === null ? [] : [{ header, column }]
  );
  const cellsOf = (column: string) => {
    const places = columns.filter((each) => each.column === column).map((each) =>
      header.indexOf(each.header)
    );
    return rows.flatMap((row) => places.map((at) => unwrapped(row[at] ?? "")));
  };
  const mapping: Mapping = { columns };
  const { order } = proposeDays(proposed, header, rows);
  if (order) mapping.days = order;
  const decimals = decimalsOf(["unit_price", "list_price", "maintenance_fee"].flatMap(cellsOf));
  if (decimals) mapping.decimals = decimals;
  const states = [...new Set(cellsOf("order_state").map((cell) => cell.toLowerCase()))].filter((
    word,
  ) => Object.hasOwn(STATES, word));
  if (states.length > 0) {
    mapping.words = { order_state: Object.fromEntries(states.map((word) => [word, STATES[word]])) };
  }
  const [number] = kind.order ?? [];
  const numbers = number === undefined ? [] : cellsOf(number);
  const isGrouped = numbers.some((cell, i) => i > 0 && cell === "") ||
    hasBlanksBelow(numbers, cellsOf("order_state"));
  if (isGrouped && numbers[0] !== "") mapping.ordersFromAbove = true;
  const heads = headingsOf(kind, columns.map(({ column }) => column), header, rows);
  if (heads) mapping.headings = heads;
  if (proposed.some(({ column, header }) => column === "line_ref" && header === null)) {
    mapping.numbersLines = true;
  }
  return mapping;
}

/** What rows with a first cell only are: they stand below a column without a name. */
function headingsOf(
  kind: FileKind,
  mapped: string[],
  header: string[],
  rows: string[][],
): Mapping["headings"] {
  const isHeading = ([first, ...others]: string[]) =>
    first !== "" && others.every((cell) => cell === "");
  if (kind.order === undefined || header[0] !== "" || !rows.some(isHeading)) return undefined;
  return (["customer_ref", "sku"] as const).find((column) => !mapped.includes(column));
}

/** Whether rows of the order above say nothing of it but its number. */
function hasBlanksBelow(numbers: string[], states: string[]): boolean {
  return numbers.some((cell, i) =>
    i > 0 && cell === numbers[i - 1] && states[i] === "" && states[i - 1] !== ""
  );
}

/** What stands before cents, where amounts have separators of thousands too or the sign of the dollar. */
function decimalsOf(cells: string[]): "point" | "comma" | undefined {
  const isPoint = cells.some((cell) =>
    /,\d{3}(\.\d+)$|^-?\$\s?[\d,]*\.\d\d$|,\d{3},\d{3}/.test(cell)
  );
  const isComma = cells.some((cell) => /[. ]\d{3},\d\d?( ?\$)?$|,\d\d ?\$$/.test(cell));
  if (isPoint === isComma) return undefined;
  return isPoint ? "point" : "comma";
}
