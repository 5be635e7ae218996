/** Private links: what leads to a page, what leads nowhere, and who may keep what is there. */
import { expect } from "expect";
import { BOOKED, TOKEN, WHEELCHAIR } from "./fake_api.ts";
import { acted, api, BOOK, called, CHOICE, get, handle, post, test } from "./world.ts";

test("private pages are kept by no cache, found by no search engine, and say nothing to other sites", async () => {
  const { headers } = await get(BOOK);
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("X-Robots-Tag")).toContain("noindex");
  expect(headers.get("Referrer-Policy")).toBe("same-origin");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  const policy = headers.get("Content-Security-Policy")!;
  expect(policy).toMatch(/script-src 'self' 'nonce-\w+'/);
  expect(policy).not.toContain("unsafe-inline");
  const unsubscribe = await get(`/unsubscribe/${TOKEN}`);
  expect(unsubscribe.headers.get("Cache-Control")).toBe("no-store");
  expect(unsubscribe.headers.get("X-Robots-Tag")).toContain("noindex");
});

test("links that lead nowhere are friendly, and an odd one is not even looked up", async () => {
  const expired = await get(`/book/${"B".repeat(43)}`);
  expect([expired.status, expired.text.includes("This link has expired")]).toEqual([410, true]);
  expect(expired.text).toContain("905-555-0100");
  api.answer({ booking_page: () => ({ status: "paused" }) });
  expect((await get(BOOK)).status).toBe(200);

  for (
    const odd of [
      "x",
      "..%2f..",
      "%00",
      "a".repeat(5000),
      "%F0%9F%98%80",
      "%E0%A4%A",
      "'%20or%201=1--",
    ]
  ) {
    api.calls.length = 0;
    const { status, text } = await get(`/book/${odd}`);
    expect(status).toBe(404);
    expect(text).toContain("905-555-0100");
    expect((await post(`/book/${odd}`, CHOICE)).status).toBe(404);
    expect((await get(`/book/${odd}/slots.json`)).status).toBe(404);
    expect((await get(`/book/${odd}/appointment.ics`)).status).toBe(404);
    expect(api.calls).toEqual([]);
  }
});

test("senseless addresses are answered, never with an error of ours", async () => {
  const senseless = [
    "?day=2026-02-31&from=9999-99-99",
    "?step=details&at=never&who=me",
    "?step=details&at=9999999999999-01-01",
    "?with=1&with=%00&with=" + WHEELCHAIR,
    "?step=" + "x".repeat(2000),
    "?note=hacked",
  ];
  for (const query of senseless) expect((await get(BOOK + query)).status).toBe(200);
});

test("links of the earlier system lead to the booking page", async () => {
  const { status, headers } = await get(`/repairs/maintenance/book/${TOKEN}`);
  expect([status, headers.get("Location")]).toEqual([308, BOOK]);
});

test("a pasted link, a part of it, or its code leads to the booking page", async () => {
  for (const link of [TOKEN, BOOK, `https://visits.example${BOOK}?step=call`, ` <${BOOK}> `]) {
    expect((await post("/", { link })).headers.get("Location")).toBe(BOOK);
  }
  const { status, text } = await post("/", { link: "hello" });
  expect(status).toBe(422);
  expect(text).toContain("<title>Error: ");
});

test("the appointment can be taken into a calendar", async () => {
  expect((await get(`${BOOK}/appointment.ics`)).status).toBe(404);
  api.answer({ booking_page: () => BOOKED });
  const { headers, text } = await get(`${BOOK}/appointment.ics`);
  expect(headers.get("Content-Type")).toContain("text/calendar");
  expect(text).toContain("DTSTART:20260512T130000Z");
  // The work takes an hour, and may begin half an hour later.
  expect(text).toContain("DTEND:20260512T143000Z");
  expect(text).toContain('ORGANIZER;CN="Test Mobility":mailto:service@example.com');
});

test("by whatever name the site is reached, the calendar entry is the same", async () => {
  api.answer({ booking_page: () => BOOKED });
  const entryAt = async (host: string) => {
    const response = await handle(new Request(`https://${host}${BOOK}/appointment.ics`));
    return (await response.text()).replace(/^DTSTAMP.*$/m, "");
  };
  expect(await entryAt("visits.example")).toBe(await entryAt("other.example:8443"));
});

test("who stops reminders on the page is led to one that says so: reloading it sends nothing again", async () => {
  const { text } = await get(`/unsubscribe/${TOKEN}`);
  const action = text.match(/<form method="post" action="([^"]*)"/)![1];
  const told = {
    unsubscribed: ["unsubscribed", 200, "No more reminder e-mails"],
    already: ["unsubscribed", 200, "No more reminder e-mails"],
    invalid: ["invalid", 404, "Error: We can't find that link"],
  };
  for (const [status, [since, code, title]] of Object.entries(told)) {
    api.answer({
      unsubscribe: () => ({ status }),
      reminders_wanted: () => ({ status: since }),
    });
    const posted = await post(action, {});
    expect([status, posted.status]).toEqual([status, 303]);
    const next = posted.headers.get("Location")!;
    expect(next).toBe(`/unsubscribe/${TOKEN}`);
    for (const page of [await get(next), await get(next)]) {
      expect([page.status, page.text]).toEqual([code, expect.stringContaining(`<title>${title}`)]);
      expect(page.headers.get("Cache-Control")).toBe("no-store");
    }
  }
  expect(called("unsubscribe")).toHaveLength(3);
});

test("what the page says of reminders it has looked up, whatever the address says", async () => {
  for (const said of ["unsubscribed", "already", "invalid", "nonsense"]) {
    const { status, text } = await get(`/unsubscribe/${TOKEN}?answer=${said}`);
    expect([said, status, text]).toEqual([
      said,
      200,
      expect.stringContaining("<title>Stop reminder"),
    ]);
  }
  api.answer({ reminders_wanted: () => ({ status: "invalid" }) });
  for (const token of [TOKEN, "x"]) {
    const { status, text } = await get(`/unsubscribe/${token}?answer=unsubscribed`);
    expect([token, status]).toEqual([token, 404]);
    expect(text).not.toContain("It's done");
  }
});

test("one click in a mail program unsubscribes, from wherever it is posted", async () => {
  const oneClick = await post(`/unsubscribe/${TOKEN}`, { "List-Unsubscribe": "One-Click" }, {
    Origin: "https://mail.example",
    "Sec-Fetch-Site": "cross-site",
  });
  expect(oneClick.status).toBe(200);
  expect(oneClick.text).toContain("No more reminder e-mails");
  expect(acted()).toEqual(["unsubscribe"]);
  api.answer({ unsubscribe: () => ({ status: "invalid" }) });
  expect((await post(`/unsubscribe/${TOKEN}`, {})).status).toBe(404);
  expect((await post("/unsubscribe/x", {})).status).toBe(404);
  expect(called("unsubscribe").length).toBe(2);
});
