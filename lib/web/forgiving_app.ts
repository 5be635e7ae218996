import { App } from "fresh";

/** Where requests for unreadable addresses are sent: no route has this path. */
const NOWHERE = "/not-found";

/**
 * An application that finds no page where an address cannot be decoded, such as `/book/%ZZ`.
 * Fresh's router decodes parameters before any middleware runs: on its own it would answer 500,
 * without a page.
 */
export class ForgivingApp<State> extends App<State> {
  override handler(): (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const answer = super.handler();
    return (request, info) => {
      const { pathname, origin } = new URL(request.url);
      if (isReadable(pathname)) return answer(request, info);
      return answer(new Request(origin + NOWHERE, request), info);
    };
  }
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
