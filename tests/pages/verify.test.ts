/** Whoever holds an inspection record can tell whether it is genuine, and learns nothing else. */
import { expect } from "expect";
import { api, called, get, handle, plain, SITE, test } from "./world.ts";

const CODE = "7Q4M2XKD9HVT3R0P";
const TOLD = {
  number: "MIR-2026-00412",
  kind: "Stair lift",
  company: "Lift Care",
  serviced_on: "2026-12-08",
  expires_on: "2027-12-08",
};

/** A request from an address of the network. */
async function askFrom(hostname: string, path: string) {
  const response = await handle(new Request(SITE + path), {
    remoteAddr: { transport: "tcp", hostname, port: 1 },
    completed: Promise.resolve(),
  });
  const text = (await response.text()).replaceAll("\u00a0", " ");
  return { status: response.status, headers: response.headers, text };
}

let visitors = 0;
/** Each from an address of its own: look-ups are counted. */
const look = (path: string) => askFrom(`192.0.2.${visitors++}`, path);

test("the form leads to the address of the code, however it was typed, and asks the database nothing", async () => {
  const form = await get("/verify");
  expect(form.text).toContain("<title>Check an inspection record</title>");
  expect(form.text).toContain('<form method="get" action="/verify">');
  const next = await get(`/verify?code=${encodeURIComponent(" 7q4m-2xkd 9hvt 3r0p ")}`);
  expect([next.status, next.headers.get("Location")]).toEqual([303, `/verify/${CODE}`]);
  expect((await get("/verify?code=++-")).status).toBe(200);
  expect(called("verify_certificate")).toEqual([]);
});

for (
  const [status, more, words] of [
    ["current", {}, "Current. This record is genuine."],
    ["expired", {}, "Expired. This record was genuine and ran out on December 8, 2027."],
    [
      "superseded",
      { inspected_again_on: "2027-06-09" },
      "The unit was inspected again on June 9, 2027",
    ],
    ["revoked", { revoked_on: "2026-12-09" }, "We withdrew it on December 9, 2026."],
  ] as const
) {
  test(`a record that is ${status} says so, with what can be compared, and no cache or search engine keeps it`, async () => {
    api.answer({ verify_certificate: () => ({ status, ...TOLD, ...more }) });
    const { status: code, text, headers } = await look(`/verify/${CODE}`);
    expect(code).toBe(200);
    expect(called("verify_certificate")).toEqual([{ code: CODE }]);
    expect(plain(text)).toContain(words);
    for (
      const told of [
        "Record MIR-2026-00412",
        "Stair lift",
        "Tuesday, December 8, 2026",
        "Lift Care",
      ]
    ) {
      expect(plain(text)).toContain(told);
    }
    // What is not current is called valid by the paper alone.
    const term = status === "current" ? "Valid until" : "Valid until, says the paper";
    expect(plain(text)).toContain(`${term}Wednesday, December 8, 2027`);
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Robots-Tag")).toContain("noindex");
  });
}

test("an unknown code is 404, keeps what was typed, and says which letters there are not", async () => {
  api.answer({ verify_certificate: () => ({ status: "unknown" }) });
  const { status, text } = await look("/verify/7Q4M2XKD9HVT3R0");
  expect(status).toBe(404);
  expect(text).toContain('value="7Q4M 2XKD 9HVT 3R0"');
  expect(text).toContain('aria-invalid="true"');
  expect(plain(text)).toContain("There are no letters I, L, O or U in our codes.");
  expect(text).toContain("905-555-0100");
});

test("whatever stands in the address is shown as text, and no more of it than a code has", async () => {
  api.answer({ verify_certificate: () => ({ status: "unknown" }) });
  const { status, text } = await look(
    `/verify/${encodeURIComponent('"><b>x</b>')}${"7".repeat(500)}`,
  );
  expect(status).toBe(404);
  expect(text).not.toContain("<b>x</b>");
  expect(text).not.toContain("7".repeat(61));
});

test("an address looks up thirty codes, then has to wait; the form is still there", async () => {
  api.answer({ verify_certificate: () => ({ status: "unknown" }) });
  const ask = (path: string) => askFrom("198.51.100.7", path);
  const statuses = [];
  for (let n = 0; n < 31; n++) statuses.push((await ask(`/verify/${CODE}`)).status);
  expect(statuses).toEqual([...Array(30).fill(404), 429]);
  expect(called("verify_certificate")).toHaveLength(30);
  expect((await ask("/verify")).status).toBe(200);
  expect((await look(`/verify/${CODE}`)).status).toBe(404);
});
