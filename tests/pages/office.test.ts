/** What somebody who is signed in sees, by their role. */
import { expect } from "expect";
import { LUIS, WHEELCHAIR } from "./fake_api.ts";
import { api, ask, called, get, post, SITE, test } from "./world.ts";

const USER = { id: LUIS, aud: "authenticated", email: "office@example.com" };
const CONTRACT = WHEELCHAIR;

const ROW = {
  contract_id: CONTRACT,
  state: "active",
  fee: 189,
  category: "Stair lift",
  product_name: "Handicare 1000",
  serial_number: "S-1",
  condition: "in_service",
  city: "Brampton",
  customer: "Ada Example",
  phone: "905-555-0142",
  due_on: "2026-06-30",
  situation: "booked",
  booked_for: "2026-05-12T13:00:00+00:00",
};

const HOME = {
  street: "12 Elm Street",
  apartment: "4",
  city: "Brampton",
  province: "ON",
  postal_code: "L6Y 0A1",
};

/** What the office may read: 120 contracts, and what the letter about one of them says. */
const OFFICE = {
  contract_list: ({ select }: Record<string, string>) =>
    Array(select === "contract_id" ? 120 : 50).fill(ROW),
  equipment_categories: () => [{ code: "stairlift", name: "Stair lift" }],
  maintenance_contracts: () => [
    { unit_id: CONTRACT, customer_id: CONTRACT, category_id: CONTRACT, fee: 189 },
  ],
  customers: () => [{ name: "Ada Example", first_name: "Ada", ...HOME }],
  units: () => [{ product_id: CONTRACT, ...HOME }],
  products: () => [{ name: "Handicare 1000" }],
  maintenance_cycles: () => [{ due_on: "2026-06-30", fee: 199 }],
  company_settings: () => [
    { company_name: "Test Mobility", phone: "905-555-0100", postal_address: "1 Main Street" },
  ],
  copy_booking_link: () => ({ status: "copied", url: "https://visits.example/book/secret" }),
};

/** Signs in and resolves to the header that tells the session. */
async function signIn(role: string): Promise<{ Cookie: string }> {
  const expires_at = Math.floor(Date.now() / 1000) + 3600;
  const tokens = { access_token: "a.b.c", refresh_token: "r", token_type: "bearer", expires_at };
  api.answer({
    ...OFFICE,
    token: () => ({ ...tokens, expires_in: 3600, user: USER }),
    user: () => USER,
    staff: () => [{ name: "Olga", role }],
  });
  const { status, headers } = await post("/sign-in", { email: USER.email, password: "right" });
  expect([status, headers.get("Location")])
    .toEqual([303, role === "technician" ? "/tech" : "/office"]);
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return { Cookie: cookies.join("; ") };
}

test("the office sees its contracts, a page at a time", async () => {
  const headers = await signIn("office");
  const { status, text } = await ask("/office/contracts?page=2&q=ada", { headers });
  expect(status).toBe(200);
  for (
    const words of [
      "Olga",
      "120 contracts",
      "Page 2 of 3",
      "Ada Example",
      "Handicare 1000",
      "$189.00",
      "Tue, May 12, 2026, 9:00 a.m.",
    ]
  ) expect(text).toContain(words);
  expect(called("contract_list").map(({ offset }) => offset)).toContain("50");
});

test("a letter says what is due, for how much, and to whom it is sent", async () => {
  const headers = await signIn("admin");
  const before = await ask(`/office/letter/${CONTRACT}`, { headers });
  expect(before.text).toContain("4-12 Elm Street, Brampton ON  L6Y 0A1");
  expect(called("copy_booking_link")).toEqual([]);

  const { text } = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(text).toContain("Your Stair lift (Handicare 1000) is due for maintenance on");
  expect(text).toContain("The visit costs $199.00 + applicable tax.");
  expect(text).toContain("visits.example/book/secret");
  expect(called("copy_booking_link")).toEqual([{ contract_id: CONTRACT }]);
});

test("a contract with nothing due has no letter, and no link is handed out", async () => {
  const headers = await signIn("office");
  api.answer({ maintenance_cycles: () => [] });
  const { text } = await post(`/office/letter/${CONTRACT}`, {}, headers);
  expect(text).toContain("Nothing is due on this contract.");
  expect(called("copy_booking_link")).toEqual([]);
});

test("a technician has a page of their own, and none of the office's", async () => {
  const headers = await signIn("technician");
  expect((await ask("/tech", { headers })).text).toContain("Hello Olga");
  const { status, text } = await ask("/office/contracts", { headers });
  expect(status).toBe(403);
  expect(text).toContain("This page is for the office");
  expect(text).not.toContain("office-nav");
  expect(called("contract_list")).toEqual([]);
});

test("whoever is no longer on the staff sees nothing, though signed in", async () => {
  const headers = await signIn("office");
  api.answer({ staff: () => [] });
  expect((await ask("/office", { headers })).status).toBe(403);
  expect((await ask("/tech", { headers })).status).toBe(403);
});

test("somebody who is not signed in is sent to sign in, and back to our own pages only", async () => {
  const { status, headers } = await get("/office/contracts?q=x");
  expect(status).toBe(303);
  expect(headers.get("Location")).toBe("/sign-in?next=%2Foffice%2Fcontracts%3Fq%3Dx");
  for (const next of ["https://evil.example", "//evil.example", "/office\\@evil", "/book/x"]) {
    const { text } = await get(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(text).toMatch(/name="next" value\/>/);
  }
});

test("signing out ends the session in the browser", async () => {
  const headers = await signIn("office");
  api.answer({ logout: () => ({}) });
  const { status, headers: answered } = await ask("/sign-out", {
    method: "POST",
    headers: { ...headers, Origin: SITE },
  });
  expect([status, answered.get("Location")]).toEqual([303, "/sign-in"]);
  expect(answered.getSetCookie().join()).toMatch(/Max-Age=0/);
});
