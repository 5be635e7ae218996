/** The API of a project whose database gives the answers it is told to. */
export interface FakeProject {
  url: string;
  /** The calls in their order, with the key that they came with. */
  calls: { name: string; args: Record<string, unknown>; key: string | null }[];
  stop(): Promise<void>;
}

/** What a function of the database answers to its arguments. */
export type Answers = Record<string, (args: Record<string, unknown>) => unknown>;

/** Serves `/rest/v1/rpc/NAME` on a loopback port; what has no answer is 404. */
export function startFakeProject(answers: Answers): FakeProject {
  const calls: FakeProject["calls"] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const name = /^\/rest\/v1\/rpc\/(\w+)$/.exec(new URL(request.url).pathname)?.[1] ?? "";
      const args = await request.json();
      calls.push({ name, args, key: request.headers.get("apikey") });
      if (!Object.hasOwn(answers, name)) return Response.json({ message: name }, { status: 404 });
      return Response.json(answers[name](args));
    },
  );
  return { url: `http://127.0.0.1:${server.addr.port}`, calls, stop: () => server.shutdown() };
}
