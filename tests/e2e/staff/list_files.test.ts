/** The file of a list holds what the list shows, page after page, whatever it is narrowed to. */
import { parse } from "csv-parse/sync";
import { expect } from "expect";
import fc from "fast-check";
import { invoiceList } from "@/lib/billing/list.ts";
import { contractList } from "@/lib/contracts/list.ts";
import { clientList } from "@/lib/customers/list.ts";
import { messageList } from "@/lib/mail/list.ts";
import { visitList } from "@/lib/visits/list.ts";
import type { List } from "@/lib/web/lists.ts";
import { startWorld } from "../world.ts";

/** Of each list: what its rows are told apart by here, on the page (a column) and in the file (its head). */
// deno-lint-ignore no-explicit-any -- whatever is in their rows
const LISTS: { list: List<any>; shown: string; filed: string; words: string[] }[] = [
  { list: contractList, shown: "Client", filed: "Client", words: ["ma", "stair", "toronto lift"] },
  { list: clientList, shown: "Name", filed: "Name", words: ["ma", "905", "street"] },
  { list: visitList, shown: "Client", filed: "Client", words: ["ma", "stair"] },
  { list: invoiceList, shown: "Client", filed: "Client", words: ["ma", "905"] },
  { list: messageList, shown: "Client", filed: "Client", words: ["ma", "905"] },
];
const DAYS = ["2026-01-01", "2025-06-01", "2027-01-01", "2030-01-01"];

/** An address of the list: any filters, any part, any order. */
// deno-lint-ignore no-explicit-any -- as above
function queries({ list, words }: { list: List<any>; words: string[] }): fc.Arbitrary<string> {
  const values = list.filters.map(({ name, kind, choices = [] }) => {
    const some = kind === "search"
      ? words
      : kind === "day"
      ? DAYS
      : choices.map(({ value }) => value);
    return fc.tuple(fc.constant(name), fc.constantFrom("", "", "any", ...some));
  });
  const part = fc.tuple(
    fc.constant(list.part.name),
    fc.constantFrom("", "", ...list.part.parts.map(({ value }) => value)),
  );
  const sorts = list.columns.flatMap(({ sort }) => sort ? [sort, `-${sort}`] : []);
  const sort = fc.tuple(fc.constant("sort"), fc.constantFrom("", ...sorts));
  return fc.tuple(...values, part, sort)
    .map((all) => `${new URLSearchParams(all.filter(([, value]) => value !== ""))}`);
}

Deno.test("the file of each list is what its pages show", async (t) => {
  const world = await startWorld();
  try {
    const office = world.staff.find(({ role }) => role === "office")!;
    const signedIn = await fetch(`${world.appUrl}/sign-in`, {
      method: "POST",
      headers: { Origin: world.appUrl },
      body: new URLSearchParams({ email: office.email, password: office.password }),
      redirect: "manual",
    });
    await signedIn.body?.cancel();
    const Cookie = signedIn.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
    const read = async (path: string) => {
      const response = await fetch(world.appUrl + path, { headers: { Cookie } });
      expect(response.status).toBe(200);
      return await response.text();
    };
    for (const each of LISTS) {
      const { list, shown, filed } = each;
      await t.step(list.name, async () => {
        let most = 0;
        await fc.assert(
          fc.asyncProperty(queries(each), async (query) => {
            const onPages: string[] = [];
            let path: string | undefined = `/office/${list.name}?${query}`;
            while (path) {
              const html: string = await read(path);
              onPages.push(...cellsOf(html, shown, list.columns[0].label));
              path = html.match(/<a href="([^"]*)" rel="next"/)?.[1].replaceAll("&amp;", "&");
            }
            const file = await read(`/office/${list.name}.csv?${query}`);
            const lines: Record<string, string>[] = parse(file, { columns: true, bom: true });
            expect(lines.map((line) => line[filed])).toEqual(onPages);
            most = Math.max(most, lines.length);
          }),
          { numRuns: 12, seed: 4, examples: [["state=any"], [""]] },
        );
        // The demonstration has one page of visits and of invoices, of all else several.
        expect(most).toBeGreaterThan([visitList, invoiceList].includes(list) ? 30 : 50);
      });
    }
  } finally {
    await world.stop();
  }
});

/** The texts of one column: the first line of each cell, which may say more below. */
function cellsOf(html: string, column: string, first: string): string[] {
  const body = html.match(/<tbody>.*<\/tbody>/s)?.[0] ?? "";
  const cell = column === first
    ? /<th scope="row"[^>]*>(.*?)<\/th>/gs
    : new RegExp(`<td[^>]*data-label="${column}"[^>]*>(.*?)</td>`, "gs");
  return [...body.matchAll(cell)].map(([, text]) =>
    text.replace(/<small>.*?<\/small>/gs, "").replace(/<[^>]*>/g, "").replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&").trim()
  );
}
