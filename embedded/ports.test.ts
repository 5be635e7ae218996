import { expect } from "expect";
import { readBody } from "@/lib/web/read_body.ts";
import { sendInChunks } from "@/tests/chunks.ts";
import { isFree, serveOn } from "./ports.ts";

const answer = () => new Response("here");

Deno.test("a wanted port is taken where it is free, another one where it is not", async () => {
  const first = serveOn(0, answer);
  const second = serveOn(first.port, answer);
  try {
    expect(isFree("127.0.0.1", first.port)).toBe(false);
    expect(second.port).not.toBe(first.port);
    for (const { url } of [first, second]) expect(await (await fetch(url)).text()).toBe("here");
  } finally {
    await first.stop();
    await second.stop();
  }
  expect(isFree("127.0.0.1", first.port)).toBe(true);
});

Deno.test({
  name: "what is served is served on loopback alone",
  // Elsewhere a machine has one loopback address only.
  ignore: Deno.build.os !== "linux",
  async fn() {
    const server = serveOn(0, answer);
    try {
      // A server on all addresses would hold this one too.
      expect(isFree("127.0.0.2", server.port)).toBe(true);
    } finally {
      await server.stop();
    }
  },
});

Deno.test("a request for a host that cannot be one never reaches the handler", async () => {
  let asked = 0;
  const server = serveOn(0, () => {
    asked++;
    return answer();
  });
  try {
    for (const host of ["a b", "[", "127.0.0.1:99999"]) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
      const lines = ["GET / HTTP/1.1", `Host: ${host}`, "Connection: close", "", ""];
      await connection.write(new TextEncoder().encode(lines.join("\r\n")));
      const text = await new Response(connection.readable).text();
      expect([host, text.split(" ")[1]]).toEqual([host, "400"]);
    }
    expect(asked).toBe(0);
  } finally {
    await server.stop();
  }
});

Deno.test("a body that a handler finds too large is not taken to its end", async () => {
  const server = serveOn(0, async (request) => {
    const body = await readBody(request, 1000);
    return new Response(null, { status: body === null ? 413 : 200 });
  });
  try {
    const huge = await sendInChunks(server.port, "/", {}, "x".repeat(16_000_000));
    expect(huge).toMatchObject({ status: 413, isClosed: true });
    // The system keeps a little of it on the way.
    expect(huge.taken).toBeLessThan(8_000_000);
    const close = { Connection: "close" };
    expect(await sendInChunks(server.port, "/", close, "x".repeat(1000)))
      .toMatchObject({ status: 200, isClosed: false });
  } finally {
    await server.stop();
  }
});
