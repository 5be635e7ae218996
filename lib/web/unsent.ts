import { parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import * as z from "zod";
import { isSecure } from "./headers.ts";

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

/** The cookie that remembers who signed in last on this machine, while nobody is signed in. */
const LAST = "signed-in-last";

/** As long as a form may lie open. */
const LAST_SECONDS = 400 * 24 * 3600;

/** Whom a request's browser was last signed in by: no id, only to be compared; "" where nobody is known. */
export function lastSignedIn(req: Request): string {
  const cookies = parseCookieHeader(req.headers.get("Cookie") ?? "");
  return cookies.find(({ name }) => name === LAST)?.value ?? "";
}

/** How somebody is remembered as the last who signed in. */
export async function markOf(userId: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(userId));
  return new Uint8Array(digest).toHex().slice(0, 32);
}

/** Has the browser remember them: what is typed from now on is theirs, and nobody else is handed it. */
export function rememberLast(req: Request, mark: string): string {
  return serializeCookieHeader(LAST, mark, {
    path: "/sign-in",
    httpOnly: true,
    sameSite: "lax",
    maxAge: LAST_SECONDS,
    secure: isSecure(req),
  });
}
