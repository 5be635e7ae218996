import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { confirmTicked, type Product, type Unclassified, type UnitKind } from "./products.ts";

const product = (product_id: string): Product => ({
  product_id,
  sku: product_id,
  name: `Product ${product_id}`,
  list_price: null,
  suggested_category_id: null,
  suggested_kind: null,
  sold_lines: 1,
  category_word: null,
  kind_word: null,
  is_sure: false,
});
const FOUND: Unclassified = {
  confirmed: 0,
  categories: [{ category_id: "lifts", name: "Lifts" }],
  products: [product("a"), product("b")],
  device_types: [{ name: "Scooter", claims: 1, suggested_category_id: null }],
};

async function confirm(...chosen: [id: string, kind: string, category: string, tick?: boolean][]) {
  const sent: unknown[] = [];
  const rpc = ((_: string, args: unknown) => Promise.resolve(sent.push(args))) as unknown as Rpc;
  const choices = new Map(
    chosen.map(([id, kind, category, isTicked = true]) => [id, { kind, category, isTicked }]),
  );
  return { came: await confirmTicked(rpc, FOUND, choices, null), sent };
}

Deno.test("base units, accessories and parts need a category, rentals and services none", async () => {
  const needs: Record<UnitKind, boolean> = {
    base: true,
    accessory: true,
    part: true,
    rental: false,
    service: false,
  };
  for (const [kind, isNeeded] of Object.entries(needs)) {
    const { came, sent } = await confirm(["a", kind, ""]);
    expect([kind, came.status, sent.length])
      .toEqual([kind, isNeeded ? "incomplete" : "classified", isNeeded ? 0 : 1]);
    expect((await confirm(["a", kind, "lifts"])).sent).toEqual([{
      products: [{ product_id: "a", category_id: "lifts", unit_kind: kind }],
      device_types: [],
    }]);
  }
});

Deno.test("only what is ticked is confirmed, all of it or nothing, and what is gone meanwhile is left", async () => {
  expect((await confirm(["a", "base", "lifts", false])).came).toEqual({ status: "nothing" });
  const half = await confirm(["a", "base", "lifts"], ["b", "", "lifts"]);
  expect(half).toEqual({
    came: { status: "incomplete", id: "b", text: "Say what Product b is." },
    sent: [],
  });
  const typeless = await confirm(["type Scooter", "", "unheard of"]);
  expect(typeless.came).toMatchObject({ status: "incomplete", id: "type Scooter" });
  const gone = await confirm(["a", "base", "lifts"], ["c", "base", "lifts"]);
  expect(gone.came).toEqual({ status: "classified", count: 1, gone: 1 });
  expect((await confirm(["c", "base", "lifts"])).sent).toEqual([]);
});
