/** From where a list of an address goes on; undefined from its beginning, and for what is no place. */
export function placeIn(query: URLSearchParams): number | undefined {
  const after = query.get("after") ?? "";
  return /^\d{1,9}$/.test(after) ? Number(after) : undefined;
}
