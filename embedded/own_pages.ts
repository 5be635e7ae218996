const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * For pages that need no password because they are served on loopback alone: answers what a person on
 * this machine opened, and refuses what a page of the internet asks for in their browser, be it under a
 * name of its own that leads to this machine (`Host`) or openly (`Origin`). What it answers is shown within
 * no other page: a click there would be one here.
 */
export function forOwnPages(handler: Deno.ServeHandler): Deno.ServeHandler {
  return async (request, info) =>
    isOwn(request) ? unframed(await handler(request, info)) : refuse();
}

/** A policy beside the one that an answer may have already: browsers hold to both. */
function unframed(answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.append("Content-Security-Policy", "frame-ancestors 'self'");
  return new Response(answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers,
  });
}

function isOwn({ url, headers }: Request): boolean {
  const { host, hostname } = new URL(url);
  if (!LOOPBACK.has(hostname)) return false;
  const origin = headers.get("Origin");
  if (origin !== null && URL.parse(origin)?.host !== host) return false;
  // Links may lead here from anywhere; what is fetched or embedded may not come from elsewhere.
  const isElsewhere = ["cross-site", "same-site"].includes(headers.get("Sec-Fetch-Site") ?? "");
  return !isElsewhere || headers.get("Sec-Fetch-Mode") === "navigate";
}

function refuse(): Response {
  return new Response("This page answers on this machine only.", { status: 403 });
}
