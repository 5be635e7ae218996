/** What came of visits, as the demonstration's past has it: each state of a visit, an invoice and a certificate. */
import { expect } from "expect";
import type { PageOptions } from "@/tools/browser/mod.ts";
import { hasSidewaysScroll, objections, test } from "../browser_world.ts";
import { signIn, TODAY } from "./office_in_browser.ts";
import type { World } from "../world.ts";

const LOOKS: PageOptions[] = [
  { width: 1280, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark", textScale: 200 },
];

/** The first row of each kind. */
function firsts<T>(rows: T[] | null, kindOf: (row: T) => string): T[] {
  return Object.values(Object.groupBy(rows!, kindOf)).map((each) => each![0]);
}

/** A page of each state that there is. */
async function pathsOf({ db }: World): Promise<string[]> {
  const visits = await db.from("maintenance_visits").select("id, state");
  const invoices = await db.from("invoices").select("id, state, number, payments(id)");
  const issued = await db.from("inspection_certificates").select("code, unit_id");
  const certificates = await Promise.all(issued.data!.map(async ({ code, unit_id }) => {
    const { data } = await db.rpc("verify_certificate", { code });
    return { code, unit_id, status: data.status as string };
  }));
  const units = await db.from("units").select("id, condition, customer_id").neq(
    "condition",
    "in_service",
  );
  const repairs = await db.from("work_orders").select("id, state").eq("kind", "repair");
  const certificate = firsts(certificates, ({ status }) => status);
  return [
    "/office/repairs",
    ...firsts(visits.data, ({ state }) => state).map(({ id }) => `/office/visits/${id}`),
    ...firsts(
      invoices.data,
      ({ state, number, payments }) => `${state} ${number !== null} ${payments.length > 0}`,
    ).map(({ id }) => `/office/invoices/${id}`),
    ...firsts(repairs.data, ({ state }) => state).map(({ id }) => `/office/repairs/${id}`),
    ...certificate.map(({ code }) => `/verify/${code}`),
    ...certificate.map(({ unit_id }) => `/office/units/${unit_id}`),
    ...firsts(units.data, ({ condition }) => condition).flatMap(({ id, customer_id }) => [
      `/office/units/${id}`,
      `/office/clients/${customer_id}`,
    ]),
  ];
}

await test(
  "No page of what came of a visit objects or scrolls sideways",
  async (browser, world) => {
    const paths = await pathsOf(world);
    expect(paths.length).toBeGreaterThan(12);
    for (const look of LOOKS) {
      const page = await browser.newPage(look);
      await page.goto(`${world.appUrl}/sign-in`);
      await signIn(page, world, "admin");
      await page.getByRole("heading", { name: TODAY, level: 1 }).waitFor();
      for (const path of paths) {
        const answer = await page.goto(world.appUrl + path);
        expect([path, answer!.status()]).toEqual([path, 200]);
        const where = `${path} ${JSON.stringify(look)}`;
        // Larger text changes no colour and no name: what axe looks for stays the same.
        if (!look.textScale) expect([where, await objections(page)]).toEqual([where, []]);
        expect([where, await hasSidewaysScroll(page)]).toEqual([where, false]);
      }
    }
  },
);
