/** A line between a browser and a server that breaks off where a test wants it. */

/** After how many bytes of a request, or of its answer, the line breaks; nothing for one that holds. */
export interface Cut {
  request?: number;
  answer?: number;
}

export interface CuttingProxy {
  port: number;
  stop(): Promise<void>;
}

/**
 * Forwards connections to a port of this machine.
 * @param cutOf is asked at the beginning of each request, with its head
 */
export function startCuttingProxy(target: number, cutOf: (head: string) => Cut): CuttingProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const accepting = (async () => {
    for await (const client of listener) void connect(client).catch(() => {});
  })().catch(() => {});

  async function connect(client: Deno.Conn) {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: target });
    const both = [client, server];
    both.forEach((each) => open.add(each));
    const hangUp = () =>
      both.forEach((each) => {
        if (open.delete(each)) each.close();
      });
    let left: Required<Cut> = { request: Infinity, answer: Infinity };
    const carry = async (from: Deno.Conn, to: Deno.Conn, side: keyof Cut) => {
      for await (const chunk of from.readable.values({ preventCancel: true })) {
        const head = new TextDecoder().decode(chunk.subarray(0, 500));
        if (side === "request" && /^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(head)) {
          left = { request: Infinity, answer: Infinity, ...cutOf(head) };
        }
        const passed = chunk.subarray(0, Math.min(left[side], chunk.length));
        left[side] -= passed.length;
        await write(to, passed);
        if (left[side] <= 0) break;
      }
      hangUp();
    };
    await Promise.all([carry(client, server, "request"), carry(server, client, "answer")])
      .catch(hangUp);
  }

  return {
    port: (listener.addr as Deno.NetAddr).port,
    async stop() {
      listener.close();
      for (const each of open) each.close();
      open.clear();
      await accepting;
    },
  };
}

async function write(to: Deno.Conn, bytes: Uint8Array) {
  for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
}
