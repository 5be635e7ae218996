import { expect } from "expect";
import { httpStatus } from "./adapt_connection.ts";

Deno.test("a database that is gone, full or shutting down is unavailable", () => {
  for (const code of ["08006", "53300", "57P01"]) {
    expect([code, httpStatus(code)]).toEqual([code, 503]);
  }
});

Deno.test("a rule that was broken is the caller's fault, what took too long or stood in the way is not", () => {
  for (const code of ["P0001", "23502", "23514", "23P01"]) {
    expect([code, httpStatus(code)]).toEqual([code, 400]);
  }
  for (const code of ["40001", "40P01", "54001", "55P03", "57014", "P0002"]) {
    expect([code, httpStatus(code)]).toEqual([code, 500]);
  }
});

Deno.test("what lite knows as PostgREST does is left to it", () => {
  for (const code of ["23503", "23505", "22023", "42501", "PT404", undefined]) {
    expect([code, httpStatus(code)]).toEqual([code, undefined]);
  }
});
