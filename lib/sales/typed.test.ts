import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import type { SoldProduct } from "./page.ts";
import { blankOrder, productOf, saveOrder, type TypedLine } from "./typed.ts";
import { didText } from "./words.ts";

const product = (sku: string, name: string, list_price: string | null = null) =>
  ({ product_id: sku, sku, name, list_price }) as SoldProduct;
const PRODUCTS = [
  product("FX-1", "Flow X", "4200.00"),
  product("T-1", "Twin"),
  product("T-2", "Twin"),
];

Deno.test("a line names a product in any of three ways, and none by a name that two have", () => {
  const found = (what: string) => productOf(what, PRODUCTS)?.sku;
  expect(["flow  x (fx-1)", "fx-1", "Flow X", "twin (t-2)"].map(found))
    .toEqual(["FX-1", "FX-1", "FX-1", "T-2"]);
  expect(["Twin", "Flow", ""].map(found)).toEqual([undefined, undefined, undefined]);
});

Deno.test("a line without a price has the product's, and what is no product is a description", async () => {
  const line = (what: string, price = ""): TypedLine => ({
    line_id: "",
    what,
    quantity: "",
    price,
    serials: "A-1; A-2,\nA-3",
    delivered: "",
    note: "",
  });
  let sent: Record<string, unknown>[] = [];
  const rpc = ((_: string, { sales_order }: { sales_order: { lines: typeof sent } }) => {
    sent = sales_order.lines;
    return Promise.resolve({ status: "saved" });
  }) as unknown as Rpc;
  const lines = [line("FX-1"), line("FX-1", "10.50"), line("T-1"), line("Installation")];
  const order = { ...blankOrder("client", "2026-11-26"), lines };
  expect(await saveOrder(rpc, order, PRODUCTS, "America/Toronto")).toBe(null);
  expect(
    sent.map(({ product_id, unit_price, description }) => [product_id, unit_price, description]),
  )
    .toEqual([
      ["FX-1", 4200, null],
      ["FX-1", 10.5, null],
      ["T-1", null, null],
      [null, null, "Installation"],
    ]);
  expect(sent[0]).toMatchObject({ quantity: 1, serial_numbers: ["A-1", "A-2", "A-3"] });
});

Deno.test("a page says no more than what was done", () => {
  const told = (query: string) => didText(new URLSearchParams(query));
  expect(told("did=deliver&moved=0&left=0")).toBe("The delivery is written down.");
  expect(told("did=cancel&ended=1&visits=0&kept=0")).toBe(
    "The order is cancelled. 1 contract ended.",
  );
  expect([told("did=burn"), told("")]).toEqual([undefined, undefined]);
});
