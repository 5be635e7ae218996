/**
 * A whole number from an address, from 1 to `most`: brought within these bounds, or `usual` where it
 * is none.
 */
export function numberIn(
  query: URLSearchParams,
  name: string,
  { usual, most }: { usual: number; most: number },
): number {
  const number = Number(query.get(name) ?? NaN);
  return Number.isInteger(number) ? Math.min(Math.max(number, 1), most) : usual;
}
