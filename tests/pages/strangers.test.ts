/** Nothing that a stranger sends ends the server, or makes it say that it is at fault. */
import { expect } from "expect";
import { within } from "@/embedded/within.ts";
import { random, routePaths, stranger } from "./strangers.ts";
import { api, ask, BOOK, get, handle, post, SITE, test } from "./world.ts";
import { signIn, USER } from "./staff_world.ts";

/** Requests of one run. Another run, another SEED: `SEED=7 deno task test tests/pages/strangers.test.ts`. */
const REQUESTS = 3000;
const SEED = Number(Deno.env.get("SEED") ?? 1);

const unhandled: unknown[] = [];
globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled.push(event.reason);
});

/** The next turns of the event loop, in which a promise that nobody waits for would fail. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** As from an address of its own, so that no limit hides what would be answered. */
function from(index: number): Deno.ServeHandlerInfo {
  const hostname = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  return {
    remoteAddr: { transport: "tcp", hostname, port: 1 },
    completed: Promise.resolve(),
  };
}

/** What somebody reads who wants to try a request again. */
const told = ({ method, url, headers }: Request) =>
  `${method} ${url.slice(0, 300)} ${JSON.stringify([...headers]).slice(0, 600)}`;

test("thousands of made-up requests are each answered, none with an error of ours", async () => {
  const { Cookie } = await signIn("admin");
  api.answer({ logout: () => ({}) });
  const next = random(SEED);
  const make = stranger(await routePaths(), next);
  const log = console.error;
  console.error = () => {};
  const wrong: string[] = [];
  try {
    for (let i = 0; i < REQUESTS; i++) {
      const request = make();
      if (next() < 0.2) request.headers.set("Cookie", Cookie);
      const answer = await within(20_000, "an answer", handle(request, from(i)))
        .catch((error) => error as Error);
      const isWrong = answer instanceof Error || answer.status >= 500;
      if (isWrong) {
        const what = answer instanceof Error ? `${answer}` : String(answer.status);
        wrong.push(`${what}: ${told(request)}`);
      }
      if (answer instanceof Response) await answer.body?.cancel();
      await settled();
      if (unhandled.length > 0) wrong.push(`${unhandled.splice(0)}: ${told(request)}`);
      if (wrong.length > 4) break;
    }
  } finally {
    console.error = log;
  }
  expect(wrong).toEqual([]);
});

test("a cookie that only looks like a session is taken back, and leads to signing in", async () => {
  for (const user of [1, "x", null, []]) {
    const made = { access_token: "a", refresh_token: "b", expires_at: 9999999999, user };
    const Cookie = `sb-127-auth-token=base64-${btoa(JSON.stringify(made))}`;
    for (const path of ["/office", "/tech"]) {
      const { status, headers } = await ask(path, { headers: { Cookie } });
      expect([path, status, headers.get("Location")])
        .toEqual([path, 303, `/sign-in?next=${encodeURIComponent(path)}`]);
      expect(headers.getSetCookie()).toEqual([
        expect.stringMatching(/^sb-127-auth-token=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/),
      ]);
    }
    const out = await ask("/sign-out", { method: "POST", headers: { Cookie, Origin: SITE } });
    expect([out.status, out.headers.get("Location")]).toEqual([303, "/sign-in"]);
  }
  await settled();
  expect(unhandled).toEqual([]);
});

test("after signing in one starts where one wanted to go, and nowhere else", async () => {
  await signIn("office");
  const after = async (next: string) => {
    const { status, headers } = await post("/sign-in", {
      email: USER.email,
      password: "right",
      next,
    });
    return [status, headers.get("Location")];
  };
  expect(await after("/office/contracts?q=a b&page=2")).toEqual([
    303,
    "/office/contracts?q=a%20b&page=2",
  ]);
  expect(await after("/office/日本")).toEqual([303, "/office/%E6%97%A5%E6%9C%AC"]);
  expect(await after("/office/a\nb")).toEqual([303, "/office/ab"]);
  const elsewhere = [
    "//evil.example/office",
    "/\\evil.example",
    "https://evil.example/office",
    "/offices",
  ];
  for (
    const next of [...elsewhere, "/office/../book/x", "/office\\..\\..", "\n//evil.example", ""]
  ) {
    expect([next, ...await after(next)]).toEqual([next, 303, "/office"]);
  }
});

test("what the database cannot use is told as such, also where rows are only counted", async () => {
  const headers = await signIn("office");
  const refused = () => {
    throw new Response(null, { status: 400 });
  };
  api.answer({ list_contracts: refused });
  const { status, text } = await ask("/office/contracts?q=%00", { headers });
  expect(status).toBe(422);
  expect(text).toContain("We couldn't read that");
});

test("a request that names no possible host is a bad request", async () => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  try {
    for (const host of ["a b", "[", "x:y", "127.0.0.1:99999", "%00", "a/b", "a@b", "a,b"]) {
      expect([host, await statusWithHost(server.addr.port, host)]).toEqual([host, 400]);
    }
    for (const host of ["visits.example", "127.0.0.1:8000", "[::1]:8000", ""]) {
      expect([host, await statusWithHost(server.addr.port, host)]).toEqual([host, 200]);
    }
  } finally {
    await server.shutdown();
  }
});

/** The status of `GET /`, asked for as no client of HTTP would. */
async function statusWithHost(port: number, host: string): Promise<number> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = ["GET /sign-in HTTP/1.1", `Host: ${host}`, "Connection: close", "", ""];
  await connection.write(new TextEncoder().encode(lines.join("\r\n")));
  const answer = await new Response(connection.readable).text();
  return Number(answer.split(" ")[1]);
}

test("links of an earlier system lead on, and no cache keeps where", async () => {
  const { status, headers } = await get(`/repairs/maintenance${BOOK}`);
  expect([status, headers.get("Location"), headers.get("Cache-Control")])
    .toEqual([308, BOOK, "no-store"]);
});

test("a failure that nobody waits for is logged by the application, and it goes on", async () => {
  const { promise: logged, resolve } = Promise.withResolvers<string>();
  const log = console.error;
  console.error = (...args) => resolve(args.join(" "));
  try {
    Promise.reject(new RangeError("Ada Example"));
    const line = await within(5000, "the log", logged);
    expect(line).toContain("A failure that nobody waited for: RangeError");
    expect(line).not.toContain("Ada");
  } finally {
    console.error = log;
    unhandled.length = 0;
  }
  expect((await get("/sign-in")).status).toBe(200);
});
