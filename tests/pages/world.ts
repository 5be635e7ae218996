/** The application's handler over a stand-in for the database's API: HTTP alone, no browser, no database. */
import { expect } from "expect";
import { loadServer } from "@/dev.ts";
import { DAY, LUIS, startFakeApi, TOKEN } from "./fake_api.ts";

export const api = startFakeApi();
Deno.env.set("SUPABASE_URL", api.url);
Deno.env.set("SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
export const handle = await loadServer();
Deno.test.afterAll(() => api.stop());

export const SITE = "http://localhost:8000";
export const BOOK = `/book/${TOKEN}`;

/** The fields of a form that books Luis at nine o'clock. */
export const CHOICE = {
  action: "book",
  technician_id: LUIS,
  starts_at: `${DAY}T13:00:00Z`,
  phone: "905 555 0142",
  access_notes: "Gate code 12",
};

/** A test that begins with the stand-in's usual answers, and nothing asked yet. */
export function test(name: string, run: () => Promise<void>): void {
  Deno.test({ name, sanitizeResources: false, sanitizeOps: false }, async () => {
    api.reset();
    await run();
  });
}

export async function ask(path: string, init: RequestInit = {}) {
  const response = await handle(new Request(SITE + path, init));
  const text = (await response.text()).replaceAll("\u00a0", " ");
  return { status: response.status, headers: response.headers, text };
}

export const get = (path: string) => ask(path);

/** Posts a form as a page of ours does. */
export function post(path: string, fields: Record<string, string>, headers: HeadersInit = {}) {
  const body = new URLSearchParams(fields);
  return ask(path, { method: "POST", body, headers: { Origin: SITE, ...headers } });
}

/**
 * Posts a form and goes on where the answer leads, as a browser does: with the cookie that it was given.
 * `location` is where; `keeps` is the header of somebody who comes again.
 */
export async function postAndGo(path: string, fields: Record<string, string>, cookie = "") {
  const { status, headers } = await post(path, fields, { Cookie: cookie });
  expect(status).toBe(303);
  const location = headers.get("Location")!;
  const given = headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
  const keeps = { Cookie: given || cookie };
  return { ...await ask(location, { headers: keeps }), location, keeps };
}

/** What is read on a page. */
export const plain = (html: string) => html.replace(/<[^>]*>/g, "");

/** What was asked of one function. */
export const called = (name: string) =>
  api.calls.filter((call) => call.name === name).map(({ wanted }) => wanted);

/** The functions that were asked, in order. The company's card is not counted: it is kept for a minute. */
export const asked = () =>
  api.calls.map(({ name }) => name).filter((name) => name !== "company_card");

const ACTING = [
  "confirm_booking",
  "reschedule_booking",
  "cancel_booking",
  "request_callback",
  "change_details",
  "report_change",
  "withdraw_change",
  "unsubscribe",
];

/** Those of them that change something. */
export const acted = () => asked().filter((name) => ACTING.includes(name));
