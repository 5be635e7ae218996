import { expect } from "expect";
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
