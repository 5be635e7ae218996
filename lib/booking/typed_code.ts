import { parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import * as z from "zod";

/** What was typed from a letter: the code, and the postal code beside it. */
const typedShape = z.object({ code: z.string(), postalCode: z.string() });
export type TypedCode = z.infer<typeof typedShape>;

const COOKIE = "go";
const KEPT_SECONDS = 300;

/** More than any code has: what is longer was not read off a letter. */
const MOST_KEPT = 100;

/** The cookie that keeps what was typed while it is to be corrected; with null it is forgotten. */
export function typedCodeCookie(typed: TypedCode | null, secure: boolean): string {
  const value = typed === null ? "" : JSON.stringify({
    code: typed.code.slice(0, MOST_KEPT),
    postalCode: typed.postalCode.slice(0, MOST_KEPT),
  });
  return serializeCookieHeader(COOKIE, value, {
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/go",
    maxAge: typed === null ? 0 : KEPT_SECONDS,
  });
}

/** What the browser keeps of it; nothing where a stranger wrote something else. */
export function typedCodeIn(req: Request): Partial<TypedCode> {
  const cookies = parseCookieHeader(req.headers.get("Cookie") ?? "");
  try {
    const value = cookies.find(({ name }) => name === COOKIE)?.value ?? "{}";
    return typedShape.safeParse(JSON.parse(value)).data ?? {};
  } catch {
    return {};
  }
}
