/** What is asked too often, too large or from elsewhere is refused kindly. */
import { expect } from "expect";
import { DAY } from "./fake_api.ts";
import { acted, ask, BOOK, called, CHOICE, get, handle, post, SITE, test } from "./world.ts";

test("absurd numbers of days and times are brought within bounds", async () => {
  const path = `${BOOK}/slots.json`;
  expect((await get(`${path}?from=${DAY}&days=1`)).status).toBe(200);
  await get(`${path}?from=never&days=1e9&max_slots=-5`);
  const [one, absurd] = called("open_slots");
  expect([one.from_date, one.days, one.max_slots]).toEqual([DAY, 1, 500]);
  expect([absurd.from_date, absurd.days, absurd.max_slots]).toEqual([undefined, 62, 1]);
});

test("a post from another site, a huge one, and one that is no form are refused kindly", async () => {
  const elsewhere = await post(BOOK, CHOICE, {
    Origin: "https://evil.example",
    "Sec-Fetch-Site": "cross-site",
  });
  expect(elsewhere.status).toBe(403);
  expect(elsewhere.text).toContain("905-555-0100");
  const huge = await post(BOOK, { ...CHOICE, access_notes: "x".repeat(10_000_000) });
  expect(huge.status).toBe(413);
  expect(huge.text).toContain("shorter note");
  const noForm = await ask(BOOK, {
    method: "POST",
    body: "{}",
    headers: { "Content-Type": "application/json" },
  });
  expect(noForm.status).toBe(400);
  expect(acted()).toEqual([]);
});

test("an address that asks without end gets a page that says to wait, others do not", async () => {
  const from = (hostname: string) => ({
    remoteAddr: { transport: "tcp" as const, hostname, port: 1 },
    completed: Promise.resolve(),
  });
  const askFrom = (hostname: string, path = "/sign-in", claimed = "198.51.100.1") =>
    handle(new Request(SITE + path, { headers: { "X-Forwarded-For": claimed } }), from(hostname));
  // Whatever address is claimed: no proxy is trusted here.
  const asked = Array.from(
    { length: 650 },
    (_, i) => askFrom("203.0.113.7", "/sign-in", `198.51.100.${i % 250}`),
  );
  // Whoever watches over the service may share the address.
  const watch = askFrom("203.0.113.7", "/healthz");
  const answers = await Promise.all(asked);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(20);
  expect(await refused[0].text()).toContain("905-555-0100");
  expect((await askFrom("203.0.113.8")).status).toBe(200);
  expect((await watch).status).toBe(200);
});

test("whoever watches over the service has an allowance of their own, and it has an end", async () => {
  const watch = (hostname: string) =>
    handle(new Request(`${SITE}/healthz`), {
      remoteAddr: { transport: "tcp", hostname, port: 1 },
      completed: Promise.resolve(),
    });
  const answers = await Promise.all(Array.from({ length: 200 }, () => watch("203.0.113.20")));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(60);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(50);
  expect((await watch("203.0.113.21")).status).toBe(200);
  const asked = called("company_card").length;
  expect(asked).toBeLessThan(150);
});

test("one network of IPv6 has one allowance, whichever of its addresses asks", async () => {
  const from = (hostname: string) =>
    handle(new Request(`${SITE}/brand.css`), {
      remoteAddr: { transport: "tcp", hostname, port: 1 },
      completed: Promise.resolve(),
    });
  const network = Array.from({ length: 650 }, (_, i) => from(`2001:db8:7:7::${i.toString(16)}`));
  expect((await Promise.all(network)).map(({ status }) => status)).toContain(429);
  expect((await from("2001:db8:7:8::1")).status).toBe(200);
});
