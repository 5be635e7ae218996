/** A port that was free a moment ago, with its three neighbours for API, mail and Studio. */
export function freePort(): number {
  for (;;) {
    using probe = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = probe.addr as Deno.NetAddr;
    if (port < 65000) return port;
  }
}
