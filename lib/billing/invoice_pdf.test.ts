import { expect } from "expect";
import { invoiceSample } from "@/lib/mail/samples.ts";
import { invoiceFacts } from "./invoice.ts";
import { invoicePdf } from "./invoice_pdf.ts";

const POPPLER = await Deno.stat("/usr/bin/pdftotext").then(() => true, () => false);

const unpaid = invoiceFacts.parse(invoiceSample);
const paid = invoiceFacts.parse({
  ...invoiceSample,
  payments: [{ ...invoiceSample.payments[0], method: "cash", amount: 421.28, rounding: 0.02 }],
  paid: 421.28,
  balance: 0,
  payable: 0,
});

/** What is read on the paper, on one line. */
async function read(file: Uint8Array): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".pdf" });
  try {
    await Deno.writeFile(path, file);
    const { stdout } = await new Deno.Command("pdftotext", { args: ["-layout", path, "-"] })
      .output();
    return new TextDecoder().decode(stdout).replace(/\s+/g, " ");
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("an invoice's paper made twice is the same file, tagged and in English", async () => {
  const file = await invoicePdf(unpaid);
  expect(file).toEqual(await invoicePdf(structuredClone(unpaid)));
  expect(file).not.toEqual(await invoicePdf(paid));
  const raw = new TextDecoder("latin1").decode(file);
  for (const part of ["/MarkInfo", "/Marked true", "/StructTreeRoot", "/Lang (en-CA)"]) {
    expect(raw).toContain(part);
  }
});

Deno.test({
  name: "it says who pays what, for which unit, how it is taxed and why, and how to pay",
  ignore: !POPPLER,
  async fn() {
    const text = await read(await invoicePdf(unpaid));
    for (
      const words of [
        "Invoice M-000412",
        "HST 12345 6789 RT0001",
        "Zoé Été-Desrosiers",
        "Purchase order JT-2026-11",
        "Joyce Tran",
        "Tue, Dec 8, 2026, by Luis",
        "Please pay by Thu, Jan 7, 2027",
        "serial S-1",
        "serial S-2",
        "included in your warranty",
        "2 × $19.25",
        "Zero-rated (note 1)",
        "Note 1: Service on a zero-rated medical device",
        "HST 13 % on $267.50 $34.78",
        "In all $421.28",
        "Paid Tue, Dec 8, 2026, cheque -$200.00",
        "Balance to pay $221.28",
        "message “M-000412”",
      ]
    ) expect(text).toContain(words);
  },
});

Deno.test({
  name:
    "a paid one thanks, a void one and a draft say what they are, and none of them asks for money",
  ignore: !POPPLER,
  async fn() {
    const thanks = await read(await invoicePdf(paid));
    expect(thanks).toContain("Paid in full, thank you $0.00");
    expect(thanks).toContain("cash: $421.30 in coins and notes");
    const gone = await read(await invoicePdf({ ...unpaid, state: "void", balance: 0 }));
    expect(gone).toContain("Invoice M-000412, void");
    const draft = { ...unpaid, state: "draft", number: null, issued_on: null, balance: 0 } as const;
    expect(await read(await invoicePdf(draft))).toContain("Invoice, a draft");
    const nothing = { ...paid, payments: [], paid: 0, total: 0, net: 0, tax: 0 };
    expect(await read(await invoicePdf(nothing))).toContain("Nothing to pay $0.00");
    for (const text of [thanks, gone]) expect(text).not.toContain("How to pay");
  },
});

Deno.test({
  name: "what does not fit goes on overleaf, and what it comes to stands together",
  ignore: !POPPLER,
  async fn() {
    for (const many of [18, 20, 22, 24, 60]) {
      const lines = Array.from({ length: many }, () => unpaid.lines[2]);
      const text = await read(await invoicePdf({ ...unpaid, lines }));
      const sums = text.slice(text.indexOf("Before tax"), text.indexOf("Balance to pay"));
      expect([many, sums.includes("Page")]).toEqual([many, false]);
    }
  },
});
