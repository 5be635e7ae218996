import * as z from "zod";

/** What somebody typed into a form whose sign-in had ended by the time they sent it: names and texts, in their order. */
export type Unsent = [name: string, text: string][];

const unsentShape = z.array(z.tuple([z.string().max(200), z.string()])).max(1000);

/** The texts of a form. Files cannot be kept, passwords must not be. */
export function unsentOf(form: FormData): Unsent {
  return [...form].filter((entry): entry is [string, string] =>
    typeof entry[1] === "string" && entry[0] !== "password"
  );
}

/** As one text for a hidden field. */
export const writeUnsent = (unsent: Unsent) => JSON.stringify(unsent);

/** What such a field holds; null for nothing, or what nobody here wrote. */
export function readUnsent(text: string): Unsent | null {
  try {
    return unsentShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What a person wrote in it, to be recognised: neither ids nor choices nor pictures. */
export function wordsIn(unsent: Unsent): string[] {
  return unsent.map(([, text]) => text.trim())
    .filter((text) => /\s/.test(text) && !text.startsWith("data:") && !/^[[{]/.test(text))
    .map((text) => text.length > 400 ? `${text.slice(0, 400)} …` : text);
}
