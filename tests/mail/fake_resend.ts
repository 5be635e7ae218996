/** One accepted mail of the stand-in for Resend. */
export interface Accepted {
  key: string;
  body: Record<string, unknown>;
}

export interface FakeResend {
  url: string;
  /** One per idempotency key. */
  accepted: Accepted[];
  /** Every request, repeats included. */
  requests: number;
  /** Accepts the nth request from now and never answers it; resolves once it has been accepted. */
  holdRequest(nth: number): Promise<void>;
  stop(): Promise<void>;
}

/** Behaves like Resend's `POST /emails`: a repeated key is answered with the first answer. */
export function startFakeResend(): FakeResend {
  let countdown = 0;
  let reached = () => {};
  const held = Promise.withResolvers<Response>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const key = request.headers.get("idempotency-key") ?? "";
      const body = await request.json();
      fake.requests++;
      const known = fake.accepted.find((each) => each.key === key);
      if (known && JSON.stringify(known.body) !== JSON.stringify(body)) {
        return Response.json({ name: "invalid_idempotent_request" }, { status: 409 });
      }
      if (!known) fake.accepted.push({ key, body });
      if (countdown > 0 && --countdown === 0) {
        reached();
        return held.promise;
      }
      return Response.json({ id: `provider-${key}` });
    },
  );
  const fake: FakeResend = {
    url: `http://127.0.0.1:${server.addr.port}`,
    accepted: [],
    requests: 0,
    holdRequest(nth) {
      countdown = nth;
      return new Promise((resolve) => reached = resolve);
    },
    async stop() {
      held.resolve(new Response(null, { status: 503 }));
      await server.shutdown();
    },
  };
  return fake;
}
