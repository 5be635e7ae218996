import { expect } from "expect";
import { type Mapping, rowMapper } from "./mapping.ts";
import { readWholeAddress } from "./whole_address.ts";

function map(columns: string[], mapping: Partial<Mapping>, ...rows: string[][]) {
  const named = columns.map((name) => ({ header: name, column: name }));
  const read = rowMapper(columns, { columns: named, ...mapping });
  return rows.map((cells, i) => read({ line: i + 2, cells }));
}

Deno.test("amounts lose their separators of thousands only where they are written like amounts", () => {
  const prices = (decimals: Mapping["decimals"], ...cells: string[]) =>
    map(["unit_price"], { decimals }, ...cells.map((cell) => [cell])).map((row) =>
      row?.fields.unit_price
    );
  expect(prices("point", "$1,200.00", "-$95.50", "1,200", "1,2", "1.200,00", "12 $"))
    .toEqual(["1200.00", "-95.50", "1200", "1,2", "1.200,00", "12"]);
  expect(prices("comma", "1.200,00", "1 200,50 $", "3200,5", "1,200.00", "1.2"))
    .toEqual(["1200.00", "1200.50", "3200.5", "1,200.00", "1.2"]);
  expect(prices(undefined, "1,200.00")).toEqual(["1,200.00"]);
});

Deno.test("words, what every row says, and two columns of one are put together", () => {
  const rows = map(
    ["a", "b", "state"],
    {
      columns: [
        { header: "a", column: "name" },
        { header: "b", column: "name" },
        { header: "a", column: "customer_ref" },
        { header: "state", column: "order_state" },
      ],
      words: { order_state: { "sales order": "sale" } },
      always: { quantity: "1", order_state: "draft" },
    },
    ["Ada", "Lee", "Sales Order"],
    ["Bo", "", ""],
    ["Cy", "Fox", "constructor"],
  );
  expect(rows.map((row) => row?.fields)).toEqual([
    { name: "Ada Lee", customer_ref: "Ada", order_state: "sale", quantity: "1" },
    { name: "Bo", customer_ref: "Bo", order_state: "draft", quantity: "1" },
    { name: "Cy Fox", customer_ref: "Cy", order_state: "constructor", quantity: "1" },
  ]);
});

Deno.test("lines are counted within their order, and one that has a number keeps it", () => {
  const rows = map(
    ["order_number", "line_ref"],
    { numbersLines: true },
    ["S1", ""],
    ["S2", ""],
    ["S1", "L9"],
    ["S1", ""],
    ["", ""],
  );
  expect(rows.map((row) => row?.fields.line_ref)).toEqual(["S1/1", "S2/1", "L9", "S1/3", ""]);
});

Deno.test("a whole address is taken apart where its parts leave no doubt, and else left out with a word", () => {
  const parts = {
    street: "1 Oak St",
    unit: "",
    city: "Toronto",
    province: "ON",
    postal_code: "M5V 1A1",
  };
  for (
    const written of ["1 Oak St, Toronto, ON M5V 1A1", "1 Oak St\nToronto ON, M5V 1A1\nCanada"]
  ) {
    expect(readWholeAddress(written)).toEqual(parts);
  }
  expect(readWholeAddress("1 Oak St, Apt 4, Toronto, ON, m5v1a1")).toEqual({
    ...parts,
    unit: "Apt 4",
    postal_code: "m5v1a1",
  });
  for (
    const written of [
      "1 Oak St Toronto ON M5V 1A1",
      "1 Oak St, Toronto",
      "c/o Ada, 1 Oak St, Toronto, ON M5V 1A1",
      "5 Rue X, Paris 75008",
    ]
  ) {
    expect(readWholeAddress(written)).toBeUndefined();
  }
  const [row] = map(["address"], {}, ["somewhere"]);
  expect(row).toEqual({
    line: 2,
    fields: {},
    notice: 'address "somewhere" cannot be taken apart and was left out',
  });
});
