/** A port of loopback that nobody listens on at this moment, low enough to be `PORT`. */
export function freePort(): number {
  for (;;) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    if (port <= 65532) return port;
  }
}
