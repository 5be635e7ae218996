import { expect } from "expect";
import { forOwnPages } from "./own_pages.ts";

const HERE: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
  completed: Promise.resolve(),
};

async function status(host: string, headers: HeadersInit = {}, method = "GET"): Promise<number> {
  const answer = forOwnPages(() => new Response("here"));
  return (await answer(new Request(`http://${host}/`, { headers, method }), HERE)).status;
}

Deno.test("whoever opens the page on this machine sees it", async () => {
  for (const host of ["127.0.0.1:8002", "localhost:8002", "[::1]:8002"]) {
    expect([host, await status(host)]).toEqual([host, 200]);
    expect(await status(host, { Origin: `http://${host}` }, "POST")).toBe(200);
  }
  const followed = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
  expect(await status("127.0.0.1:8002", followed)).toBe(200);
  expect(await status("127.0.0.1:8002", { "Sec-Fetch-Site": "same-origin" })).toBe(200);
});

Deno.test("a page of the internet that gives this machine a name sees nothing", async () => {
  for (
    const host of [
      "evil.example:8002",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "10.0.0.1",
    ]
  ) {
    expect([host, await status(host)]).toEqual([host, 403]);
  }
});

Deno.test("a page from elsewhere neither reads nor writes", async () => {
  const origins = [
    "https://evil.example",
    "null",
    "x",
    "http://127.0.0.1:9999",
    "http://localhost",
  ];
  for (const Origin of origins) {
    expect([Origin, await status("127.0.0.1:8002", { Origin }, "POST")]).toEqual([Origin, 403]);
  }
  for (const site of ["cross-site", "same-site"]) {
    expect(await status("127.0.0.1:8002", { "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors" }))
      .toBe(403);
  }
});

Deno.test("what is shown is shown within no page from elsewhere, whatever else it may not do", async () => {
  const policyOf = async (given: HeadersInit) => {
    const answer = forOwnPages(() => new Response("here", { status: 404, headers: given }));
    const { headers, status, body } = await answer(new Request("http://127.0.0.1:8002/"), HERE);
    await body?.cancel();
    return [status, headers.get("Content-Security-Policy"), headers.get("X-Kept")];
  };
  expect(await policyOf({ "X-Kept": "yes" })).toEqual([404, "frame-ancestors 'self'", "yes"]);
  expect(await policyOf({ "Content-Security-Policy": "sandbox" }))
    .toEqual([404, "sandbox, frame-ancestors 'self'", null]);
});
