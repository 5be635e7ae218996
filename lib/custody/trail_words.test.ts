import { expect } from "expect";
import type { TrailLine } from "./trail.ts";
import { trailFilter, trailHref } from "./trail.ts";
import {
  aboutHref,
  changesOf,
  changesText,
  eventTitle,
  makerText,
  valueText,
} from "./trail_words.ts";

const ZONE = "America/Toronto";
const ID = "00000000-0000-4000-8000-0000000000aa";
const line: TrailLine = {
  seq: 1,
  at: "2026-05-12T13:00:00Z",
  by: "staff",
  who: "Karen Doe",
  function: null,
  table: "maintenance_contracts",
  row_id: ID,
  action: "update",
  changes: { fee: [189, 199], paused_until: [null, "2026-07-01"] },
  is_forgotten: false,
  about: { name: "Ada Example", kind: "Stair lift", customer_id: ID, contract_id: ID },
};

Deno.test("a change is told in one line: what it was, and what it is", () => {
  expect(eventTitle(line)).toBe("Changed: contract");
  expect(changesText(changesOf(line, ZONE)))
    .toBe("Fee $189.00 → $199.00 · Rests until nothing → Wed, Jul 1, 2026");
});

Deno.test("of a row that was made, what is filled is told, and no keys", () => {
  const changes = { id: ID, created_at: "2026-05-12T13:00:00Z", name: "Ada", notes: null };
  const made = { ...line, action: "insert", table: "customers", changes } as const;
  expect(changesOf(made, ZONE)).toEqual([{ column: "name", label: "Name", after: "Ada" }]);
});

Deno.test("more than three changes are counted", () => {
  const changes = { a: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2], e: [1, 2] };
  expect(changesText(changesOf({ ...line, changes }, ZONE))).toMatch(/C 1 → 2 · and 2 more$/);
});

Deno.test("values are read as people write them", () => {
  const text = (column: string, value: unknown) =>
    valueText(column, value, ZONE).replaceAll("\u00a0", " ");
  expect(text("active", false)).toBe("no");
  expect(text("visit_minutes", 60)).toBe("60");
  expect(text("unit_price", 45)).toBe("$45.00");
  expect(text("due_on", "2026-06-30")).toBe("Tue, Jun 30, 2026");
  expect(text("contract_id", ID)).toBe("…0000aa");
  expect(text("during", '["2026-06-02 13:00:00+00","2026-06-02 14:00:00+00")'))
    .toBe("Tue, Jun 2, 2026, from 9:00 to 10:00 a.m.");
  expect(text("reminder_bands", [30, 7, 1])).toBe("30, 7, 1");
  expect(text("findings", "x".repeat(500))).toHaveLength(162);
  expect(text("notes", "")).toBe("nothing");
});

Deno.test("who did it is a name, or what it was", () => {
  expect(makerText(line)).toBe("Karen Doe");
  expect(makerText({ ...line, who: null })).toBe("Somebody who has left");
  expect(makerText({ ...line, by: "client", who: null })).toBe("A client, by a link");
});

Deno.test("an event leads to the page of what it is about", () => {
  expect(aboutHref(line)).toBe(`/office/contracts/${ID}`);
  expect(
    aboutHref({ ...line, table: "maintenance_visits", about: { customer_id: ID, visit_id: ID } }),
  )
    .toBe(`/office/visits/${ID}`);
  expect(aboutHref({ ...line, table: "units", about: { customer_id: ID } }))
    .toBe(`/office/units/${ID}`);
  expect(aboutHref({ ...line, table: "holidays", about: null })).toBe(null);
});

Deno.test("a filter takes from an address what makes sense, and writes it back", () => {
  const asked = `table=customers&row=${ID}&who=client&action=update&day=2026-05-12&before=77`;
  expect(trailHref(trailFilter(new URLSearchParams(asked)))).toBe(`/office/audit?${asked}`);
  const nonsense = "table=A;drop&row=7&who=me&action=burn&day=2026-13-40&before=-1";
  expect(trailHref(trailFilter(new URLSearchParams(nonsense)))).toBe("/office/audit");
});
