import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { filterHref, findContracts, readFilter } from "./list.ts";

const category = (text: string) => readFilter(new URLSearchParams({ category: text })).category;

Deno.test("a list is narrowed to any code that a category may have, digits included", () => {
  expect(["stairlift", "c1", "lift_2_person"].map(category))
    .toEqual(["stairlift", "c1", "lift_2_person"]);
});

Deno.test("what is no category's code narrows nothing", () => {
  expect(["", "2lift", "Lift", "x,y", "a".repeat(41)].map(category)).toEqual(["", "", "", "", ""]);
});

/** What the database is asked for a page of the list. */
async function askedFor(query: string): Promise<Record<string, unknown>> {
  const asked: Record<string, unknown>[] = [];
  const rpc: Rpc = (name, args) => {
    asked.push({ name, ...args });
    return Promise.resolve({ contracts: 0, page: 1, pages: 1, rows: [] });
  };
  await findContracts(rpc, readFilter(new URLSearchParams(query)));
  return asked[0];
}

Deno.test("the database is asked for what is in the address, and for nothing that is not", async () => {
  expect(await askedFor("state=any")).toEqual({
    name: "find_contracts",
    search: "",
    page: 1,
    situation: undefined,
    category: undefined,
    state: undefined,
  });
  expect(await askedFor("q=Ada+50%25_x&situation=due&category=scooter&page=3")).toEqual({
    name: "find_contracts",
    search: "Ada 50%_x",
    page: 3,
    situation: "due",
    category: "scooter",
    state: "active",
  });
});

Deno.test("characters that nobody types are no part of a search", async () => {
  expect((await askedFor("q=%00ada%0A%0D%1Fb%00")).search).toBe("ada b");
  expect((await askedFor(`q=${"x".repeat(500)}`)).search).toBe("x".repeat(100));
});

Deno.test("an address keeps the whole filter, and leaves out what is usual", () => {
  const address = "/office/contracts?q=zo%C3%AB&situation=due&category=scooter&state=paused&page=2";
  expect(filterHref(readFilter(new URL(address, "http://localhost").searchParams))).toBe(address);
  expect(filterHref(readFilter(new URLSearchParams("state=active&page=1")))).toBe(
    "/office/contracts",
  );
});
