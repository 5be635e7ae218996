import { HttpError } from "fresh";
import * as z from "zod";

/** The visit that an address names. */
export function visitOf(params: Record<string, string>): string {
  const { success, data } = z.uuid().safeParse(params.id);
  if (!success) throw new HttpError(404);
  return data;
}
