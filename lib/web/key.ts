import { HttpError } from "fresh";
import * as z from "zod";

/**
 * The row that an address names.
 *
 * @throws {HttpError} 404 for what is no id
 */
export function keyOf(params: Record<string, string>, name = "id"): string {
  const { success, data } = z.uuid().safeParse(params[name]);
  if (!success) throw new HttpError(404);
  return data;
}
