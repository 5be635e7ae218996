import { expect } from "expect";
import { apiClient } from "@/lib/database/clients.ts";
import { listContracts, readFilter } from "./list.ts";

const category = (text: string) => readFilter(new URLSearchParams({ category: text })).category;

Deno.test("a list is narrowed to any code that a category may have, digits included", () => {
  expect(["stairlift", "c1", "lift_2_person"].map(category))
    .toEqual(["stairlift", "c1", "lift_2_person"]);
});

Deno.test("what is no category's code narrows nothing", () => {
  expect(["", "2lift", "Lift", "x,y", "a".repeat(41)].map(category)).toEqual(["", "", "", "", ""]);
});

/** The address by which PostgREST is asked for a page of the list. */
async function askedFor(query: string): Promise<URLSearchParams> {
  const asked: URL[] = [];
  const api = apiClient("http://localhost", "key", (input) => {
    asked.push(new URL(String(input)));
    return Promise.resolve(Response.json([]));
  });
  await listContracts(api, readFilter(new URLSearchParams(query)));
  return asked[0].searchParams;
}

Deno.test("each page of the list begins where the one before it ends", async () => {
  const first = await askedFor("");
  expect([first.get("offset"), first.get("limit")]).toEqual(["0", "50"]);
  const third = await askedFor("page=3");
  expect([third.get("offset"), third.get("limit")]).toEqual(["100", "50"]);
  expect((await askedFor("page=-1")).get("offset")).toBe("0");
});

Deno.test("the list is narrowed by every word, as it is written, and by nothing that was not asked", async () => {
  const wide = await askedFor("state=any");
  for (const column of ["state", "situation", "category_code", "search_text"]) {
    expect(wide.get(column)).toBeNull();
  }
  const narrow = await askedFor("q=Ada+50%25_x&situation=due&category=scooter");
  expect(narrow.getAll("search_text")).toEqual(["ilike.%ada%", "ilike.%50\\%\\_x%"]);
  expect(["state", "situation", "category_code"].map((column) => narrow.get(column)))
    .toEqual(["eq.active", "eq.due", "eq.scooter"]);
});
