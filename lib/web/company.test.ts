import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { companyCard, knownCompany } from "./company.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 12) + seconds * 1000);

/** A database that knows the company by the name it has just now, or does not answer. */
function database() {
  const stand = { name: "First", answers: true, asked: 0 };
  const rpc: Rpc = () => {
    stand.asked++;
    if (!stand.answers) return Promise.reject(new Error("down"));
    return Promise.resolve({
      name: stand.name,
      phone: "905-555-0100",
      email: "service@example.com",
      brand_color: "#0b5d3b",
    });
  };
  return { stand, rpc };
}

Deno.test("the company is asked for once a minute, and kept while the database does not answer", async () => {
  const { stand, rpc } = database();
  const named = async (seconds: number) => (await companyCard(rpc, at(seconds))).name;
  stand.answers = false;
  expect(await companyCard(rpc, at(0))).toMatchObject({ name: "Fusion Maintenance", phone: "" });

  stand.answers = true;
  expect(await named(5)).toBe("First");
  stand.name = "Second";
  expect(await named(64.999)).toBe("First");
  expect(stand.asked).toBe(2);
  expect(await named(65)).toBe("Second");
  expect(knownCompany().name).toBe("Second");

  stand.answers = false;
  expect(await named(1000)).toBe("Second");
  expect(stand.asked).toBe(4);
});

Deno.test("a database that did not answer is left alone for five seconds", async () => {
  const { stand, rpc } = database();
  stand.answers = false;
  for (const seconds of [2000, 2000.5, 2004.999]) await companyCard(rpc, at(seconds));
  expect(stand.asked).toBe(1);
  stand.answers = true;
  expect((await companyCard(rpc, at(2005))).name).toBe("First");
});

Deno.test("all who want to know at once share one question", async () => {
  const { stand, rpc } = database();
  await Promise.all([3000, 3000, 3001].map((seconds) => companyCard(rpc, at(seconds))));
  expect(stand.asked).toBe(1);
});
