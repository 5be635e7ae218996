/** How one reading of a file is called, so that the same is never read twice. */
import { requestIdOf } from "@/lib/enrolment/night/request_id.ts";

/**
 * The id of reading an upload with these columns, after another reading: the same again is the same reading, which goes on
 * where it stopped; other columns, or another file before, make it another one.
 */
export async function requestOf(
  { upload_id, kind, mapping }: { upload_id: string; kind: string | null; mapping: object },
  before: string,
): Promise<string> {
  return await requestIdOf(JSON.stringify([upload_id, kind, sorted(mapping), before]));
}

/** The database keeps the names of an object in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, each]) => [name, sorted(each)]);
}
