import { expect } from "expect";
import { within } from "@/embedded/within.ts";
import { surviveRejections } from "./last_resort.ts";

Deno.test("a failure that nobody waits for is logged without its words, and the process goes on", async () => {
  const { promise: logged, resolve } = Promise.withResolvers<string>();
  const log = console.error;
  console.error = (...args) => resolve(args.join(" "));
  try {
    surviveRejections();
    Promise.reject(new RangeError("Ada Example, 905-555-0142"));
    const line = await within(5000, "the log", logged);
    expect(line).toContain("RangeError");
    expect(line).toContain("last_resort.test.ts");
    expect(line).not.toContain("Ada");
  } finally {
    console.error = log;
  }
});
