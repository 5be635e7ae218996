import { expect } from "expect";
import { readBody } from "./read_body.ts";

const post = (body: BodyInit, headers: HeadersInit = {}) =>
  new Request("http://localhost/", { method: "POST", body, headers });

Deno.test("of a body without end no more is taken than its bound", async () => {
  let asked = 0;
  const endless = () =>
    new ReadableStream({
      pull(controller) {
        asked++;
        controller.enqueue(new Uint8Array(1000));
      },
    });
  expect(await readBody(post(endless()), 10_000)).toBe(null);
  expect(asked).toBeLessThan(15);
  asked = 0;
  expect(await readBody(post(endless(), { "Content-Length": "20000" }), 10_000)).toBe(null);
  expect(asked).toBeLessThan(3);
});
