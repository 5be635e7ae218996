import { App } from "fresh";

/** Where requests for unreadable addresses are sent: no route has this path. */
const NOWHERE = "/not-found";

/** What a `Host` header may hold: a name or an address, and a port. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;

/**
 * An application that finds no page where an address cannot be decoded, such as `/book/%ZZ`, and
 * answers 400 to a request that names no possible host. Fresh's router decodes parameters before any
 * middleware runs: on its own it would answer 500, without a page.
 */
export class ForgivingApp<State> extends App<State> {
  override handler(): (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const answer = super.handler();
    return async (request, info) => {
      const url = URL.parse(request.url);
      const host = request.headers.get("Host") || url?.host;
      if (url === null || !HOST.test(host!)) return badRequest();
      if (isReadable(url.pathname)) return await answer(request, info);
      return await answer(new Request(url.origin + NOWHERE, request), info);
    };
  }
}

function badRequest(): Response {
  return new Response("Bad Request", { status: 400, headers: { "Cache-Control": "no-store" } });
}

function isReadable(pathname: string): boolean {
  try {
    decodeURI(pathname);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}
