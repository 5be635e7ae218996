/** Stands between a client and a server on loopback, and can fall silent without closing anything. */
export interface Relay {
  port: number;
  /**
   * While true, what arrives is swallowed; a connection of which anything was swallowed stays silent
   * for good, as when the machine at its other end is gone.
   */
  isSilent: boolean;
  /** Resolves when something is swallowed for the first time. */
  swallowed: Promise<void>;
  stop(): void;
}

export function startRelay(target: number): Relay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const { promise: swallowed, resolve: swallow } = Promise.withResolvers<void>();
  const relay: Relay = {
    port: listener.addr.port,
    isSilent: false,
    swallowed,
    stop() {
      listener.close();
      for (const connection of open) connection.close();
    },
  };

  async function connect(client: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: target });
    let isLost = false;
    const forward = async (from: Deno.Conn, to: Deno.Conn) => {
      open.add(from);
      const buffer = new Uint8Array(65536);
      for (let length = await read(from, buffer); length; length = await read(from, buffer)) {
        isLost ||= relay.isSilent;
        if (isLost) swallow();
        else await to.write(buffer.subarray(0, length)).catch(() => {});
      }
      if (!isLost && open.delete(to)) to.close();
    };
    await Promise.all([forward(client, server), forward(server, client)]);
  }

  (async () => {
    for await (const client of listener) connect(client);
  })();
  return relay;
}

/** Bytes read; null at the end, also where `stop` closed the connection. */
function read(from: Deno.Conn, buffer: Uint8Array): Promise<number | null> {
  return from.read(buffer).catch(() => null);
}
