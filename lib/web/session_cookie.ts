import { isChunkLike, stringFromBase64URL } from "@supabase/ssr";
import * as z from "zod";

/** A cookie of a request. */
export interface Cookie {
  name: string;
  value: string;
}

/**
 * What a session is made of. The client's library takes anything with these three names for one, and
 * what it then does with a wrong kind of value cannot be caught here.
 */
const sessionShape = z.object({
  access_token: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  refresh_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_at: z.int().nonnegative(),
  user: z.looseObject({}).optional(),
});

/** Where supabase-js keeps the session of a project by default. */
export function sessionCookieName(apiUrl: string): string {
  return `sb-${new URL(apiUrl).hostname.split(".")[0]}-auth-token`;
}

/**
 * A request's cookies that hold a session: `kept` where they hold one indeed, else `refused`. Both are
 * empty where there is none. A long session lies in several cookies, `NAME.0`, `NAME.1` and on.
 */
export function sessionCookies(
  cookies: Cookie[],
  name: string,
): { kept: Cookie[]; refused: Cookie[] } {
  const ours = cookies.filter((cookie) => isChunkLike(cookie.name, name));
  return isSession(storedText(ours, name))
    ? { kept: ours, refused: [] }
    : { kept: [], refused: ours };
}

function storedText(cookies: Cookie[], name: string): string {
  const valueOf = (wanted: string) => cookies.find((cookie) => cookie.name === wanted)?.value ?? "";
  let text = valueOf(name);
  if (text !== "") return text;
  for (let i = 0; valueOf(`${name}.${i}`) !== ""; i++) text += valueOf(`${name}.${i}`);
  return text;
}

function isSession(stored: string): boolean {
  try {
    const json = stored.startsWith("base64-") ? stringFromBase64URL(stored.slice(7)) : stored;
    return sessionShape.safeParse(JSON.parse(json)).success;
  } catch {
    // Neither base64 nor JSON: whatever a stranger wrote.
    return false;
  }
}
