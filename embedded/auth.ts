import { rateLimit, SIGN_INS } from "@/lib/web/limits.ts";
import type { Handler } from "./handler.ts";
import { limitTurns, type Turns } from "./turns.ts";

/** What the application and its commands ask of sign-in, as `METHOD path?grant`. */
const USED = new Set([
  "POST /auth/v1/token?password",
  "POST /auth/v1/token?refresh_token",
  "GET /auth/v1/user",
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
 * Lets through to lite what is used. Codes by mail, new passwords and the like print their secrets
 * instead of sending them, and their guesses are not counted: here nobody may ask for them.
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
    if (grant !== "" && USED.has(`${request.method} ${pathname}${grant}`)) {
      if (grant !== "?password") return await signIn(lite, request);
      return mayGuess(request) ? await inTurn(turns, lite, request) : new TooMany().toResponse();
    }
    if (USED.has(`${request.method} ${pathname}`)) return await lite(request);
    return Response.json({ code: 404, msg: "not part of the embedded project" }, { status: 404 });
  };
}

async function inTurn(turns: Turns, lite: Handler, request: Request): Promise<Response> {
  try {
    await turns.take();
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return error.toResponse();
  }
  try {
    return await signIn(lite, request);
  } finally {
    turns.give();
  }
}

/** lite takes what it was sent for the texts that it needs, and fails where it is something else. */
async function signIn(lite: Handler, request: Request): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = await request.text();
  if (isOfTexts(body)) return await lite(new Request(url, { method, headers, signal, body }));
  const refused = {
    code: 400,
    error_code: "bad_json",
    msg: "Could not parse request body as JSON",
  };
  return Response.json(refused, { status: 400 });
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
