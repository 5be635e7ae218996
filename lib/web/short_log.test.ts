import { expect } from "expect";
import { logErrorsShort, short } from "./short_log.ts";

Deno.test("an error is logged on one line that tells what and where, and quotes nobody", () => {
  const error = Object.assign(new RangeError("Ada Example wrote or=((("), {
    code: "22021",
    params: ["ada@example.com"],
  });
  expect(short(error)).toMatch(/^RangeError 22021 at .*short_log\.test\.ts:\d+:\d+\)?$/);
  expect(short(error)).not.toContain("file://");
});

Deno.test("what is no error, or says itself what a log may show, stays as it is", () => {
  const quiet = Object.assign(new Error("Ada"), {
    [Symbol.for("Deno.customInspect")]: () => "database error 22021",
  });
  for (const said of ["GET /office", 5, null, undefined, quiet]) expect(short(said)).toBe(said);
});

Deno.test("whatever a library logs is short from then on", () => {
  const { error, warn } = console;
  const lines: unknown[][] = [];
  console.error = console.warn = (...said) => lines.push(said);
  try {
    logErrorsShort();
    logErrorsShort();
    console.error("Auth error:", new TypeError("Ada"));
    console.warn(new Error("Ada"));
  } finally {
    console.error = error;
    console.warn = warn;
  }
  expect(lines).toEqual([
    ["Auth error:", expect.stringMatching(/^TypeError at \S*short_log\.test\.ts/)],
    [expect.stringMatching(/^Error at/)],
  ]);
});
