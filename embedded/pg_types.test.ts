import { expect } from "expect";
import { pgliteParsers, postgresTypes } from "./pg_types.ts";

const parse = (oid: number, text: string) => pgliteParsers[oid](text);
const [BIGINT, DATE, TIMESTAMP, TIMESTAMPTZ, NUMERIC] = [20, 1082, 1114, 1184, 1700];

Deno.test("whole numbers are exact, however large", () => {
  expect(parse(BIGINT, "9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  expect(parse(BIGINT, "9007199254740993")).toBe(9007199254740993n);
  expect(parse(BIGINT, "-9223372036854775808")).toBe(-9223372036854775808n);
  expect(parse(NUMERIC, "12.50")).toBe(12.5);
});

Deno.test("instants are written as PostgREST writes them, days stay as they are", () => {
  expect(parse(TIMESTAMPTZ, "2026-05-12 13:00:00.5+00")).toBe("2026-05-12T13:00:00.5+00:00");
  expect(parse(TIMESTAMPTZ, "2026-05-12 13:00:00-04:30")).toBe("2026-05-12T13:00:00-04:30");
  expect(parse(TIMESTAMP, "2026-05-12 13:00:00")).toBe("2026-05-12T13:00:00");
  expect(parse(TIMESTAMPTZ, "infinity")).toBe("infinity");
  expect(parse(DATE, "2026-05-12")).toBe("2026-05-12");
});

Deno.test("text that is JSON already is sent as it is, a value is written as JSON", () => {
  const { jsonb } = postgresTypes;
  expect(jsonb.serialize('{"a": 1}')).toBe('{"a": 1}');
  expect(jsonb.serialize({ a: [1, "two"] })).toBe('{"a":[1,"two"]}');
});
