import { rateLimit, SIGN_INS } from "@/lib/web/limits.ts";
import type { Handler } from "./handler.ts";
import { limitTurns, type Turns } from "./turns.ts";

/** What the application and its commands ask of sign-in, as `METHOD path?grant`. */
const USED = new Set([
  "POST /auth/v1/token?password",
  "POST /auth/v1/token?refresh_token",
  "GET /auth/v1/user",
  "PUT /auth/v1/user",
  "POST /auth/v1/verify",
  "POST /auth/v1/logout",
  "GET /auth/v1/health",
]);

/** Half of what a page waits for an answer: who comes after a crowd is told so while they still wait. */
const PATIENCE_MILLISECONDS = 5000;

/** As Supabase Auth words it. */
class TooMany extends Error {
  readonly answer = {
    code: 429,
    error_code: "over_request_rate_limit",
    msg: "Request rate limit reached",
  };

  toResponse(): Response {
    return Response.json(this.answer, { status: this.answer.code });
  }
}

/**
 * Lets through to lite what is used. Codes by mail and the like print their secrets instead of sending
 * them, and their guesses are not counted: here nobody may ask for them. Of a link to a login only the
 * secret counts, which nobody guesses (`generate_link.ts` makes it).
 *
 * Passwords are counted, those of all who ask from this machine together. The web application has the secret
 * key, and counts those of its visitors by their addresses itself.
 *
 * They are checked one after the other. To check one takes this process a good while on purpose; where
 * many are checked at once all of them are done at the very end, when nobody waits any more.
 * @param patience milliseconds for which a password waits for its turn
 */
export function authHandler(
  lite: Handler,
  secretKey: string,
  patience = PATIENCE_MILLISECONDS,
): Handler {
  const allows = rateLimit(SIGN_INS);
  const mayGuess = ({ headers }: Request) =>
    headers.get("apikey") === secretKey || allows("this machine", new Date());
  const turns = limitTurns(1, patience, () => new TooMany());
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const grant = pathname === "/auth/v1/token" ? `?${searchParams.get("grant_type")}` : "";
    if (pathname === "/auth/v1/verify" && request.method === "POST") {
      return await verify(lite, request);
    }
    if (pathname === "/auth/v1/user" && request.method === "PUT") {
      return await setPassword(turns, lite, request);
    }
    if (grant !== "" && USED.has(`${request.method} ${pathname}${grant}`)) {
      if (grant !== "?password") return await signIn(lite, request);
      return mayGuess(request) ? await inTurn(turns, lite, request) : new TooMany().toResponse();
    }
    if (USED.has(`${request.method} ${pathname}`)) return await lite(request);
    return Response.json({ code: 404, msg: "not part of the embedded project" }, { status: 404 });
  };
}

async function inTurn(
  turns: Turns,
  lite: Handler,
  request: Request,
  answer = signIn,
): Promise<Response> {
  try {
    await turns.take();
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return error.toResponse();
  }
  try {
    return await answer(lite, request);
  } finally {
    turns.give();
  }
}

/** A link to a login. lite knows no invitations: theirs is made as one for a new password is. */
async function verify(lite: Handler, request: Request): Promise<Response> {
  const body = await jsonOf(request);
  const { token_hash, type } = body ?? {};
  const isLink = typeof token_hash === "string" && /^[0-9a-f]{56}$/.test(token_hash) &&
    (type === "invite" || type === "recovery");
  if (!isLink) return noLink();
  return await lite(withBody(request, { token_hash, type: "recovery" }));
}

/** Of all that somebody may change about their login only the password, hashed in its turn as those that are checked. */
async function setPassword(turns: Turns, lite: Handler, request: Request): Promise<Response> {
  const body = await jsonOf(request);
  const { password, ...others } = body ?? {};
  // supabase-js sends what it has no use for here as null.
  const isAlone = Object.values(others).every((other) => other === null);
  if (typeof password !== "string" || password.includes("\0") || !isAlone) {
    return badJson();
  }
  return await inTurn(turns, lite, withBody(request, { password }), (send, asked) => send(asked));
}

/** The object that a body is, or null. */
async function jsonOf(request: Request): Promise<Record<string, unknown> | null> {
  const body = await request.json().catch(() => null);
  return typeof body === "object" && !Array.isArray(body) ? body : null;
}

function withBody({ url, method, headers, signal }: Request, body: unknown): Request {
  const kept = new Headers(headers);
  kept.delete("Content-Length");
  return new Request(url, { method, headers: kept, signal, body: JSON.stringify(body) });
}

/** lite takes what it was sent for the texts that it needs, and fails where it is something else. */
async function signIn(lite: Handler, request: Request): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = await request.text();
  if (isOfTexts(body)) return await lite(new Request(url, { method, headers, signal, body }));
  return badJson();
}

function badJson(): Response {
  const msg = "Could not parse request body as JSON";
  return Response.json({ code: 400, error_code: "bad_json", msg }, { status: 400 });
}

function noLink(): Response {
  const msg = "Email link is invalid or has expired";
  return Response.json({ code: 403, error_code: "otp_expired", msg }, { status: 403 });
}

/** Whether a body is an object of texts that PostgreSQL can compare with its own. */
function isOfTexts(body: string): boolean {
  try {
    const { email, password, refresh_token } = JSON.parse(body);
    return [email, password, refresh_token].every((each) =>
      each === undefined || (typeof each === "string" && !each.includes("\0"))
    );
  } catch {
    return false;
  }
}
