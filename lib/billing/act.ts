import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { textOf } from "@/lib/web/forms.ts";
import { type Amount, moneyText, readAmount } from "@/lib/text/money.ts";

const answer = z.object({
  status: z.enum(["issued", "recorded", "void", "drafted", "queued", "refused"]),
  reason: z.string().optional(),
  /** What a draft comes to by now, where its page showed something else. */
  total: z.union([z.number(), z.string()]).optional(),
  /** What can be paid, where a payment was refused. */
  balance: z.union([z.number(), z.string()]).optional(),
  /** The draft that a visit is charged on. */
  invoice_id: z.string().optional(),
});

/** What the office asked to be done, by the name of its button. */
export type Deed = "issue" | "pay" | "void" | "rebill" | "send";

/** What came of it: where to go on, or which field is to be corrected and how. */
export type Came =
  | { ok: true; invoiceId: string }
  | { ok: false; deed: Deed; field: string; complaint: string };

/** Does what a form of the invoice's page asks for. Null for a form that is none of them. */
export async function act(rpc: Rpc, invoiceId: string, form: FormData): Promise<Came | null> {
  switch (textOf(form, "do")) {
    case "issue":
      return cameOf(
        "issue",
        invoiceId,
        await rpc("issue_invoice", {
          invoice_id: invoiceId,
          shown: readAmount(textOf(form, "shown")) ?? undefined,
        }),
      );
    case "void":
      return cameOf(
        "void",
        invoiceId,
        await rpc("void_invoice", { invoice_id: invoiceId, reason: textOf(form, "reason") }),
      );
    case "send":
      return cameOf("send", invoiceId, await rpc("mail_invoice_again", { invoice_id: invoiceId }));
    case "pay":
      return await pay(rpc, invoiceId, form);
    case "rebill":
      return await rebill(rpc, invoiceId, form);
    default:
      return null;
  }
}

async function pay(rpc: Rpc, invoiceId: string, form: FormData): Promise<Came> {
  const amount = readAmount(textOf(form, "amount"));
  if (amount === null) return refusal("pay", "amount");
  const { success, data } = z.uuid().safeParse(textOf(form, "request_id"));
  if (!success) return refusal("pay", "request_id");
  return cameOf(
    "pay",
    invoiceId,
    await rpc("record_payment", {
      invoice_id: invoiceId,
      amount,
      method: textOf(form, "method"),
      request_id: data,
      note: textOf(form, "note"),
    }),
  );
}

async function rebill(rpc: Rpc, invoiceId: string, form: FormData): Promise<Came> {
  const work_order_id = z.uuid().safeParse(textOf(form, "work_order_id")).data;
  if (work_order_id) {
    return cameOf("rebill", invoiceId, await rpc("rebill_repair", { work_order_id }));
  }
  const fee = readAmount(textOf(form, "fee"));
  if (fee === null) return refusal("rebill", "fee");
  const { success, data } = z.uuid().safeParse(textOf(form, "visit_id"));
  if (!success) return refusal("rebill", "charged");
  return cameOf(
    "rebill",
    invoiceId,
    await rpc("rebill_visit", { visit_id: data, fee, reason: textOf(form, "price_reason") }),
  );
}

function cameOf(deed: Deed, invoiceId: string, answered: unknown): Came {
  const { status, reason, balance, total, invoice_id } = answer.parse(answered);
  if (total !== undefined) {
    const complaint = `It comes to ${moneyText(total)} by now. Look at its lines, then issue it.`;
    return { ok: false, deed, field: "", complaint };
  }
  if (status === "refused") return refusal(deed, reason ?? "", balance);
  return { ok: true, invoiceId: invoice_id ?? invoiceId };
}

/** The field that a reason is about, and what to do about it. */
const REFUSALS: Record<string, [field: string, complaint: string]> = {
  amount: ["amount", "Please write an amount of money, such as 113.57."],
  coins: ["amount", "There is no such cash: coins come in steps of five cents."],
  method: ["method", "Please choose how it was paid."],
  note: ["note", "Please write no more than 500 characters."],
  request_id: [
    "amount",
    "That was recorded already with another amount. Please look at the payments.",
  ],
  fee: ["fee", "Please write an amount of money, such as 189.00."],
  visits: ["", "A visit of this stop waits for its outcome. Record that first."],
  nothing: ["", "There is nothing to charge, so the draft is void."],
  negative: ["", "It comes to less than nothing. Please mend what is taken off first."],
  paid: [
    "",
    "Something of it is paid meanwhile. What you can do now stands at the foot of the page.",
  ],
  exported: [
    "",
    "The accountant has it meanwhile. What you can do now stands at the foot of the page.",
  ],
  charged: ["", "This is on another invoice already."],
  erased: ["", "This client was erased at their wish: nothing is charged to them any more."],
  not_done: ["", "This was not done."],
  draft: ["", "It is a draft: issue it first."],
  issued: ["", "It was issued already."],
  void: ["", "It is void."],
  quiet: ["mails", "Nobody is written to under this name: a death was reported."],
  nobody: ["mails", "There is no address that mail can go to. Print the paper instead."],
  waiting: ["mails", "It is on its way already. Please wait until it has gone."],
  recent: ["mails", "It went out less than five minutes ago. Please wait a little."],
};

function refusal(deed: Deed, reason: string, balance?: Amount): Came {
  if (reason === "balance") {
    const complaint = `No more than ${moneyText(balance ?? 0)} is left to pay.`;
    return { ok: false, deed, field: "amount", complaint };
  }
  if (reason === "reason") {
    const field = deed === "void" ? "reason" : "price_reason";
    return { ok: false, deed, field, complaint: "Please write why, in at most 500 characters." };
  }
  const [field, complaint] = REFUSALS[reason] ?? ["", "That did not work. Please look again."];
  return { ok: false, deed, field, complaint };
}
