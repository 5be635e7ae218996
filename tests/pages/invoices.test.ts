/** An invoice in the office: what it says, what can be done with it, and that nothing typed is lost. */
import { expect } from "expect";
import { invoiceSample } from "@/lib/mail/samples.ts";
import { signIn, staffIs } from "./staff_world.ts";
import { api, ask, called, plain, post, test } from "./world.ts";

const ID = "10000000-0000-4000-8000-000000000001";
const REQUEST = "20000000-0000-4000-8000-000000000002";
const VISIT = "30000000-0000-4000-8000-000000000003";
const REPAIR = "40000000-0000-4000-8000-000000000004";
const PAGE = `/office/invoices/${ID}`;

const INVOICE = {
  ...invoiceSample,
  id: ID,
  customer_id: ID,
  is_erased: false,
  drafted_on: "2026-11-16",
  void_reason: null,
  exported_at: null,
  rebillable: [],
  waiting_visits: 0,
  payments: [{
    payment_id: VISIT,
    method: "cheque",
    state: "succeeded",
    amount: 200,
    rounding: 0,
    note: "0217",
    taken_at: "door",
    taken_by: "Luis Two",
    at: "2026-12-08T15:00:00+00:00",
  }],
  mails: [{ recipient: "ada@example.com", state: "sent", at: "2026-12-08T15:10:00+00:00" }],
};
const UNPAID = { ...INVOICE, payments: [], paid: 0, balance: 421.28, payable: 421.28 };
const DRAFT = {
  ...UNPAID,
  state: "draft",
  number: null,
  issued_on: null,
  due_on: null,
  balance: 0,
};
const VOID = {
  ...UNPAID,
  state: "void",
  void_reason: "Wrong price",
  balance: 0,
  payable: 0,
  rebillable: [{ visit_id: VISIT, description: "Maintenance visit: Stair lift", fee: 229 }],
};

let signedIn: Promise<{ Cookie: string }> | undefined;
async function asOffice() {
  const headers = await (signedIn ??= signIn("office"));
  staffIs("office");
  return headers;
}

async function open(invoice: unknown) {
  const headers = await asOffice();
  api.answer({ invoice_page: () => invoice });
  return await ask(PAGE, { headers });
}

async function send(fields: Record<string, string>, answer: unknown, invoice: unknown = INVOICE) {
  const headers = await asOffice();
  const answers = { invoice_page: () => invoice };
  api.answer({
    ...answers,
    record_payment: () => answer,
    void_invoice: () => answer,
    issue_invoice: () => answer,
    rebill_visit: () => answer,
    rebill_repair: () => answer,
    mail_invoice_again: () => answer,
  });
  return await post(PAGE, fields, headers);
}

test("an invoice begins with what is to be done about it", async () => {
  const { status, text } = await open(INVOICE);
  expect(status).toBe(200);
  const words = plain(text);
  for (
    const said of [
      "Invoice M-000412",
      "$221.28 to pay by Thu, Jan 7, 2027",
      "included in your warranty",
      "Service on a zero-rated medical device",
      "2 × $19.25",
      "HST 13 %",
      "$421.28",
      "at the door, by Luis Two",
      "0217",
      "ada@example.com: sent",
      "Purchase order",
      "Something of it is paid, so it cannot be made void.",
      "This programme writes no credit notes yet",
      "Ask your accountant to credit Invoice M-000412 in their books.",
      "Give back what was paid too much",
      "Its $221.28 stays among what is to be paid until then.",
    ]
  ) expect(words).toContain(said);
  expect(text).toContain(`href="${PAGE}/invoice.pdf"`);
  expect(text.indexOf("to pay by")).toBeLessThan(text.indexOf("Lines"));
});

test("what can be done about a wrong invoice that stays is said, and leads there", async () => {
  const { text } = await open(INVOICE);
  expect(text).toContain(`href="/office/clients/${ID}#remarks"`);
  expect(text).not.toContain("Make it void");
  const exported = { ...UNPAID, exported_at: "2026-12-08T15:00:00+00:00", balance: 0, payable: 0 };
  const words = plain((await open(exported)).text);
  expect(words).toContain("The accountant has it, so it cannot be made void.");
  expect(words).not.toContain("Give back");
  expect(words).not.toContain("until then");
});

test("of an erased client the page says so; the invoice says what it said", async () => {
  const { text } = await open({ ...INVOICE, is_erased: true, mails: [] });
  const words = plain(text);
  expect(words).toContain("Erased client");
  expect(words).toContain("The law has us keep this invoice, and the name and address on it.");
  expect(words).not.toContain("Mail it again");
  expect(words).not.toContain("Remarks of");
});

test("a draft can be issued once its stop is over", async () => {
  expect(plain((await open(DRAFT)).text)).toContain("Issue and mail it");
  const waiting = plain((await open({ ...DRAFT, waiting_visits: 1 })).text);
  expect(waiting).toContain("the stop is not over yet");
  expect(waiting).not.toContain("Issue and mail it");
  const shown = String(DRAFT.total);
  expect((await open(DRAFT)).text).toContain(`name="shown" value="${shown}"`);
  const { status, headers } = await send({ do: "issue", shown }, { status: "issued" }, DRAFT);
  expect([status, headers.get("Location")]).toEqual([303, PAGE]);
  expect(called("issue_invoice")).toEqual([{ invoice_id: ID, shown: DRAFT.total }]);
  const changed = { status: "refused", reason: "changed", total: 400 };
  const stale = await send({ do: "issue", shown }, changed, DRAFT);
  expect([stale.status, plain(stale.text).includes("It comes to $400.00 by now.")])
    .toEqual([422, true]);
});

test("a payment is written down as it was typed, once", async () => {
  const form = {
    do: "pay",
    amount: "$1,113.57",
    method: "cheque",
    note: "0218",
    request_id: REQUEST,
  };
  const { status } = await send(form, { status: "recorded" });
  expect(status).toBe(303);
  expect(called("record_payment")).toEqual([
    { invoice_id: ID, amount: 1113.57, method: "cheque", note: "0218", request_id: REQUEST },
  ]);
});

test("what is refused is said at its field, and what was typed stays", async () => {
  const form = { do: "pay", amount: "500", method: "card", note: "Kept", request_id: REQUEST };
  const { status, text } = await send(form, {
    status: "refused",
    reason: "balance",
    balance: 221.28,
  });
  expect(status).toBe(422);
  expect(text).toContain("No more than $221.28 is left to pay");
  expect(text).toMatch(/<input[^>]*value="500"[^>]*aria-describedby="[^"]*amount-complaint/);
  expect(text).toContain('value="Kept"');
  expect(text).toContain(`value="${REQUEST}"`);
  expect(text).toMatch(/value="card"[^>]*checked/);
});

test("what is no amount never reaches the database", async () => {
  for (const amount of ["", "-5", "1.005", "1e3", "abc", "1,13.57"]) {
    const { status, text } = await send({
      do: "pay",
      amount,
      method: "card",
      request_id: REQUEST,
    }, { status: "recorded" });
    expect([amount, status]).toEqual([amount, 422]);
    expect(text).toContain("an amount of money");
  }
  expect(called("record_payment")).toEqual([]);
});

test("an invoice is taken back for a reason, and its visits billed anew", async () => {
  expect(plain((await open(UNPAID)).text)).toContain("Make it void");
  const refused = await send(
    { do: "void", reason: "" },
    { status: "refused", reason: "reason" },
    UNPAID,
  );
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Please write why");
  const { text } = await open(VOID);
  expect(plain(text)).toContain("Void: Wrong price");
  expect(plain(text)).toContain("Bill anew: Maintenance visit: Stair lift");
  const form = { do: "rebill", visit_id: VISIT, fee: "200.00", price_reason: "As agreed" };
  const draft = { status: "drafted", invoice_id: REQUEST };
  const { headers } = await send(form, draft, VOID);
  expect(headers.get("Location")).toBe(`/office/invoices/${REQUEST}`);
  expect(called("rebill_visit")).toEqual([{ visit_id: VISIT, fee: 200, reason: "As agreed" }]);
});

test("a repair whose invoice is void is billed anew, as long as nobody is charged for it", async () => {
  const repair = { work_order_id: REPAIR, number: 71, can_rebill: true };
  const taken = { ...VOID, rebillable: [], repair };
  const { text } = await open(taken);
  expect(plain(text)).toContain("Bill the repair anew");
  expect(text).toContain(`name="work_order_id" value="${REPAIR}"`);
  const form = { do: "rebill", work_order_id: REPAIR };
  const { headers } = await send(form, { status: "drafted", invoice_id: REQUEST }, taken);
  expect(headers.get("Location")).toBe(`/office/invoices/${REQUEST}`);
  expect(called("rebill_repair")).toEqual([{ work_order_id: REPAIR }]);
  const late = await send(form, { status: "refused", reason: "charged" }, taken);
  expect([late.status, plain(late.text).includes("on another invoice already")]).toEqual([
    422,
    true,
  ]);
  expect(plain((await open({ ...taken, repair: { ...repair, can_rebill: false } })).text))
    .not.toContain("Bill the repair anew");
});

test("an issued invoice is mailed once more, unless it just went", async () => {
  expect(plain((await open(INVOICE)).text)).toContain("Mail it again");
  for (const other of [DRAFT, VOID]) {
    expect(plain((await open(other)).text)).not.toContain("Mail it again");
  }
  const { status } = await send({ do: "send" }, { status: "queued", mailed_to: 1 });
  expect([status, called("mail_invoice_again")]).toEqual([303, [{ invoice_id: ID }]]);
  const refused = await send({ do: "send" }, { status: "refused", reason: "recent" });
  expect(refused.status).toBe(422);
  expect(plain(refused.text)).toContain("less than five minutes ago");
});

test("a line of an invoice leads to its visit", async () => {
  const lines = [{ ...INVOICE.lines[0], visit_id: VISIT }];
  expect((await open({ ...INVOICE, lines })).text).toContain(`href="/office/visits/${VISIT}"`);
});

test("the paper is a PDF, and an address that is none leads nowhere", async () => {
  const headers = await asOffice();
  api.answer({ invoice_page: () => INVOICE });
  const paper = await ask(`${PAGE}/invoice.pdf`, { headers });
  expect(paper.headers.get("Content-Type")).toBe("application/pdf");
  expect(paper.headers.get("Content-Disposition")).toContain("invoice-M-000412.pdf");
  expect(paper.text.startsWith("%PDF-1.7")).toBe(true);
  expect((await ask("/office/invoices/1", { headers })).status).toBe(404);
  expect((await post(PAGE, { do: "dance" }, headers)).status).toBe(400);
});

test("an invoice leads to its client", async () => {
  expect((await open(INVOICE)).text).toContain(`href="/office/clients/${ID}"`);
});

test("a draft that was given up has no number, and says so", async () => {
  const dropped = { ...VOID, number: null, issued_on: null, due_on: null, void_reason: null };
  const words = plain((await open(dropped)).text);
  expect(words).toContain("Invoice, never issued");
  expect(words).not.toContain("null");
});

test("what became of its mails is told in words", async () => {
  const mails = ["queued", "dead", "uncertain"].map((state) => ({ ...INVOICE.mails[0], state }));
  const words = plain((await open({ ...INVOICE, mails })).text);
  for (
    const told of [
      "waits to be sent",
      "could not be sent",
      "uncertain whether it was sent",
    ]
  ) {
    expect(words).toContain(told);
  }
});
