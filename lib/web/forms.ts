import { HttpError } from "fresh";
import { mostOf, readBody } from "./read_body.ts";

/**
 * The fields of a posted form. Bodies of more than `most` bytes are answered with 413 without
 * reading on, anything that is not a form with 400.
 */
export async function readForm(
  req: Request,
  most = mostOf(new URL(req.url).pathname),
): Promise<FormData> {
  const body = await readBody(req, most);
  if (body === null) throw new HttpError(413);
  const headers = { "Content-Type": req.headers.get("Content-Type") ?? "" };
  try {
    return await new Response(body, { headers }).formData();
  } catch (cause) {
    throw new HttpError(400, undefined, { cause });
  }
}

// deno-lint-ignore no-control-regex -- these are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * A field's text, without what a text field never holds: surrounding space, NUL and the like. A line break is one
 * character, as the page counted it; forms send two.
 */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  if (typeof value !== "string") return "";
  return value.replaceAll("\r\n", "\n").replace(CONTROLS, "").trim();
}

/** The fields of one name, one for each row of a table: none is left out, so that rows stay together. */
export const columnOf = (form: FormData, name: string): string[] =>
  form.getAll(name).map((each) => String(each).trim());

/** All texts of a field that may be there more than once. */
export function textsOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === "string");
}
