import { expect } from "expect";
import { madeText, type Row } from "./rows.ts";

const ROW: Row = {
  id: "1",
  file: "lines.csv",
  line: 2,
  ref: null,
  outcome: "new",
  reason: null,
  state: "pending",
  problem: null,
  doubt: null,
  failure: null,
  category: null,
  product: null,
  serial_number: null,
  customer_id: null,
  customer: null,
  customer_ref: null,
  rival: null,
  first_due_on: "2026-12-01",
  mail_on: null,
  due_on: null,
  contract_id: null,
  fields: null,
};
const made = (row: Partial<Row>) => madeText({ ...ROW, ...row }).replaceAll("\u00a0", " ");

Deno.test("what is made of a row is said by what matters most, a doubt beside it", () => {
  expect(made({})).toMatch(/^Due .*December 1, 2026$/);
  expect(made({ mail_on: "2026-11-02", due_on: "2026-12-02" })).toMatch(/^First mail on .*, due /);
  expect(made({ outcome: "already_enrolled", state: null })).toBe("Has a contract already");
  const skipped = { outcome: "skipped", state: null, reason: "duplicate" } as const;
  expect(made(skipped)).toBe("The same unit again");
  expect(made({ ...skipped, rival: "Bo Ray" })).toBe("Bo Ray has this unit");
  expect(made({ ...skipped, problem: "name is empty" })).toBe("name is empty");
  expect(made({ state: "skipped" })).toBe("Changed since the check, left out");
  expect(made({ state: "failed", failure: "no tax", doubt: "Look" })).toBe("no tax. Look");
});
