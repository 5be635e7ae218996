import { readPhone } from "@/lib/text/read_phone.ts";
import { isNothing, isShortened } from "@/lib/enrolment/reading/cells.ts";
import { readDay } from "./days.ts";

/** What cells of a column look like. */
interface Look {
  /** Whether every cell that says something does. */
  all(cells: string[]): boolean;
  /** What speaks against it; undefined where nothing does. */
  odd(cells: string[]): string | undefined;
}

/** More odd cells than this, of all that say something, ask for a look at the column. */
const MOST_ODD = 0.1;

const DATE = (cell: string) =>
  /^\d{4}-\d\d-\d\d$/.test(readDay(cell, "dmy")) || /^\d{4}-\d\d-\d\d$/.test(readDay(cell, "mdy"));
const AMOUNT = (cell: string) => /^-?\$?\s?\d{1,3}([ .,]?\d{3})*([.,]\d+)?\s?\$?$/.test(cell);
const DEGREES = (limit: number) => (cell: string) =>
  /^-?\d{1,3}[.,]\d+$|^0$/.test(cell) && Math.abs(parseFloat(cell)) <= limit;

const LOOKS: Record<string, [what: string, is: (cell: string) => boolean]> = {
  email: ["e-mail addresses", (cell) => /^\S+@\S+\.\S+$/.test(cell)],
  phone: ["phone numbers", (cell) => readPhone(cell) !== null],
  postal_code: ["postal codes", (cell) => /^[a-z]\d[a-z][ -]?\d[a-z]\d$/i.test(cell)],
  latitude: ["degrees", DEGREES(90)],
  longitude: ["degrees", DEGREES(180)],
  name: ["names", (cell) => /\p{L}/u.test(cell)],
  quantity: ["whole numbers", (cell) => /^-?\d{1,6}(\.0+)?$/.test(cell)],
  unit_price: ["amounts", AMOUNT],
  list_price: ["amounts", AMOUNT],
  serial_numbers: ["serial numbers", (cell) => !isShortened(cell)],
  serial_number: ["serial numbers", (cell) => !isShortened(cell)],
  customer_ref: ["references", (cell) => !isShortened(cell)],
  order_number: ["references", (cell) => !isShortened(cell)],
};

/** How the cells of one of our columns look; undefined where they may be anything. */
export function looksLike(column: string): Look | undefined {
  const [what, is] = column.endsWith("_date") ? ["dates", DATE] as const : LOOKS[column] ?? [];
  if (what === undefined || is === undefined) return undefined;
  const odd = (cells: string[]) => {
    const said = cells.filter((cell) => !isNothing.text(cell));
    return { said, odd: said.filter((cell) => !is(cell)) };
  };
  return {
    all(cells) {
      const found = odd(cells);
      return found.said.length > 0 && found.odd.length === 0;
    },
    odd(cells) {
      const found = odd(cells);
      return found.odd.length > found.said.length * MOST_ODD
        ? `${found.odd.length} of ${found.said.length} cells are no ${what}`
        : undefined;
    },
  };
}
