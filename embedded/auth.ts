import type { Handler } from "./handler.ts";

/** What the application and its commands ask of sign-in, as `METHOD path?grant`. */
const USED = new Set([
  "POST /auth/v1/token?password",
  "POST /auth/v1/token?refresh_token",
  "GET /auth/v1/user",
  "POST /auth/v1/logout",
  "GET /auth/v1/health",
]);

/**
 * Lets through to lite what is used. Codes by mail, new passwords and the like print their secrets
 * instead of sending them, and their guesses are not counted: here nobody may ask for them.
 */
export function authHandler(lite: Handler): Handler {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const grant = pathname === "/auth/v1/token" ? `?${searchParams.get("grant_type")}` : "";
    if (USED.has(`${request.method} ${pathname}${grant}`)) return await lite(request);
    await request.body?.cancel();
    return Response.json({ code: 404, msg: "not part of the embedded project" }, { status: 404 });
  };
}
