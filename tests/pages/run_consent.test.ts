/** Who of a run may be mailed: in figures by the rule of the company, and as a file. */
import { expect } from "expect";
import { signIn } from "./staff_world.ts";
import { api, ask, called, plain, test } from "./world.ts";

const RUN = "33333333-3333-4333-8333-333333333333";
const row = (n: number) => ({
  customer_id: `44444444-4444-4444-8444-44444444444${n}`,
  name: n === 1 ? "=Ada" : "Bob",
  email: null,
  phone: "905-555-0111",
  units: n,
  standing: n === 1 ? "expired" : "express",
  consent_on: n === 1 ? "2024-05-31" : null,
});
const CONSENT = {
  status: "ok",
  rule: "call_when_expired",
  standings: { expired: { clients: 7, units: 9, mailable: 6 } },
  called: 6,
  no_address: 1,
  rows: [row(1)],
  after: null,
};

test("what follows for whom is told before a run is executed", async () => {
  const headers = await signIn("office");
  api.answer({ backfill_consent: () => CONSENT });
  const { status, text } = await ask(`/office/consent/${RUN}`, { headers });
  expect(status).toBe(200);
  expect(plain(text)).toContain("Bought more than two years ago796");
  expect(plain(text)).toContain("6 clients are called or written to instead of mailed.");
  expect(plain(text)).toContain("1 client has no address of mail");
  api.answer({ backfill_consent: () => ({ ...CONSENT, rule: "record" }) });
  expect(plain((await ask(`/office/consent/${RUN}`, { headers })).text)).toContain(
    "written down and no more",
  );
  expect((await ask("/office/consent/nonsense", { headers })).status).toBe(404);
});

test("all of them go along as a file, page after page, which the trail tells", async () => {
  const headers = await signIn("office");
  let pages = 0;
  api.answer({
    note_export: () => ({ status: "noted" }),
    backfill_consent: () =>
      ++pages === 1 ? { ...CONSENT, after: row(1).customer_id } : { ...CONSENT, rows: [row(2)] },
  });
  const { status, text } = await ask(`/office/consent/${RUN}.csv`, { headers });
  expect(status).toBe(200);
  expect(text.replace("\ufeff", "").trim().split("\r\n")).toEqual([
    "Client,E-mail,Phone,Units,Why we may mail,Since",
    "'=Ada,,905-555-0111,1,Bought more than two years ago,2024-05-31",
    "Bob,,905-555-0111,2,Said yes,",
  ]);
  expect(called("backfill_consent").at(-1)).toMatchObject({
    after: row(1).customer_id,
    most: 1000,
  });
  expect(called("note_export")).toEqual([{ list: "consent", filters: { run: RUN } }]);
});
