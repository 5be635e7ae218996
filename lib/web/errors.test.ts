import { expect } from "expect";
import { HttpError } from "fresh";
import { DatabaseError } from "@/lib/database/rpc.ts";
import { dataOf, pageRpc, statusFor, wordingFor } from "./errors.ts";

const failed = (code: string, status = 500) => statusFor({ code, message: "" }, status);

Deno.test("each SQLSTATE that a person can cause has a status below 500", () => {
  for (const code of ["22P02", "22008", "23514", "23P01", "42501", "MT001", "PT404", "PGRST116"]) {
    expect(failed(code)).toBeLessThan(500);
  }
  expect(failed("PT410")).toBe(410);
  expect(failed("42501", 403)).toBe(403);
});

Deno.test("what somebody else changed or took a moment ago is a conflict, what may never be is not", () => {
  for (const code of ["23P01", "23505", "23503", "MT001"]) {
    expect([code, failed(code, 400)]).toEqual([code, 409]);
  }
  expect([failed("42501"), failed("MT002"), failed("PGRST116", 406), failed("PGRST301", 401)])
    .toEqual([403, 403, 404, 401]);
});

Deno.test("what was given cannot be used: any SQLSTATE of classes 21 and 22 asks to check it", () => {
  for (const code of ["21000", "22003", "22007", "22021", "22023", "22P02", "22P05"]) {
    expect([code, failed(code, 400)]).toEqual([code, 422]);
  }
  expect([failed("PT404"), failed("PT422"), failed("23505"), failed("23514")])
    .toEqual([404, 422, 409, 422]);
});

Deno.test("a database that is slow, full or gone is unavailable, and the rest is our fault", () => {
  expect([failed("57014"), failed("53300"), failed("", 0), failed("", 502)])
    .toEqual([503, 503, 503, 503]);
  expect([failed("XX000"), failed("PT999"), failed("42883", 404)]).toEqual([500, 500, 500]);
});

Deno.test("an answer's data is handed out, its error thrown with the cause kept", () => {
  expect(dataOf({ data: 7, error: null, status: 200 })).toBe(7);
  const error = { code: "42501", message: "permission denied" };
  expect(thrownBy(() => dataOf({ data: null, error, status: 403 })))
    .toMatchObject({ name: "HttpError", status: 403, cause: error });
  expect(thrownBy(() => dataOf({ data: null, error: null, status: 200 })))
    .toMatchObject({ name: "HttpError", status: 404 });
});

Deno.test("where only rows are counted the status alone tells what is wrong", () => {
  const counted = [400, 401, 403, 404, 406, 416, 429, 500, 503].map((status) => failed("", status));
  expect(counted).toEqual([422, 401, 403, 500, 422, 422, 429, 500, 503]);
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}

Deno.test("what a function answers is handed on, its refusal has a fitting status", async () => {
  const refusal = new DatabaseError("contract_slots: stop", "PT429", 429);
  const rpc = pageRpc((name) => name === "classify" ? Promise.resolve(7) : Promise.reject(refusal));
  expect(await rpc("classify", {})).toBe(7);
  const thrown = await rpc("contract_slots", { contract_id: "" }).catch((error) => error);
  expect(thrown).toBeInstanceOf(HttpError);
  expect(thrown).toMatchObject({ status: 429, cause: refusal });
});

Deno.test("a mistake of ours stays what it is", async () => {
  const mistake = new TypeError("x is not a function");
  const rpc = pageRpc(() => Promise.reject(mistake));
  expect(await rpc("company_card", {}).catch((error) => error)).toBe(mistake);
});

Deno.test("no wording uses words that clients never read", () => {
  for (const status of [400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503, 418, 502]) {
    const { title, advice } = wordingFor(status);
    expect(`${title} ${advice}`).not.toMatch(/\b(slot|token|session|invalid)\b/i);
    expect(advice).toMatch(/\.$/);
  }
});
