import { HttpError } from "fresh";
import * as z from "zod";

/** The row that an address names. */
export function idOf(params: Record<string, string>): string {
  const { success, data } = z.uuid().safeParse(params.id);
  if (!success) throw new HttpError(404);
  return data;
}
