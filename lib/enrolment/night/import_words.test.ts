import { expect } from "expect";
import { groupTitle, heldFileText, readable, runSentence, valueText } from "./import_words.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

Deno.test("what changed has a name that says what and of what", () => {
  const title = (change_kind: string, subject: string, field: string | null = null) =>
    groupTitle({ change_kind, subject, field });
  expect(title("enrolled", "maintenance_contracts")).toBe("Enrolled as new sale");
  expect(title("corrected", "customers", "phone")).toBe("Phone corrected");
  expect(title("corrected", "sales_order_lines", "quantity")).toBe(
    "Quantity of order line corrected",
  );
  expect(title("kept", "customers", "email")).toBe("E-mail: kept as corrected here");
  expect(title("added", "device_claims")).toBe("New device claim");
});

Deno.test("days, times and states are read as people write them, other words as they stand", () => {
  expect(plain(readable("2026-12-29 09:00, Dana"))).toBe("December 29, 2026, 9:00 a.m., Dana");
  expect(plain(readable("delivered 2026-11-22"))).toBe("delivered November 22, 2026");
  expect(readable("serial 2026-99-99")).toBe("serial 2026-99-99");
  const order = { change_kind: "corrected", subject: "sales_orders", field: "state" };
  expect(valueText(order, "cancel")).toBe("cancelled");
});

Deno.test("a run says what it came to in one sentence", () => {
  const files = (...states: string[]) => states.map((state) => ({ state }));
  expect(runSentence({ files: files("finished"), groups: [], conflicts: [] }))
    .toBe("1 of 1 file taken in. Nothing changed.");
  const groups = [{ change_kind: "kept", count: 9 }, { change_kind: "corrected", count: 1 }];
  expect(runSentence({ files: files("finished", "held", "held"), groups, conflicts: [1, 2] }))
    .toBe(
      "1 of 3 files taken in. 1 thing changed by itself, 2 wait for a person, 2 files were held back.",
    );
});

Deno.test("how much a file lost is said in percent and in rows", () => {
  expect(heldFileText({ file_name: "a.csv", rows: 0, rows_before: 1234 }))
    .toBe("a.csv lost 100 % of its rows (1,234 the last time, 0 now)");
  expect(heldFileText({ file_name: "a.csv", rows: 3, rows_before: null }))
    .toBe("a.csv has fewer rows than the last time");
});
