import { closeOnTooLarge } from "@/lib/web/too_large.ts";

/** A server on a loopback port. */
export interface LoopbackServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Serves on a wanted loopback port, or on any free one where that is taken. A request for a host that
 * cannot be one has no address that a handler could read: it is answered with 400. A body
 * that a handler finds too large is not taken to its end.
 */
export function serveOn(port: number, handler: Deno.ServeHandler): LoopbackServer {
  const answer: Deno.ServeHandler = (request, info) =>
    URL.canParse(request.url)
      ? handler(request, info)
      : new Response("Bad Request", { status: 400 });
  const server = serve(port, closeOnTooLarge(answer)) ?? serve(0, closeOnTooLarge(answer))!;
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    port: server.addr.port,
    stop: () => server.shutdown(),
  };
}

function serve(port: number, handler: Deno.ServeHandler) {
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, handler);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse && port !== 0) return undefined;
    throw error;
  }
}

/** Whether nobody listens on a port of an address at this moment. */
export function isFree(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
