import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { counted } from "@/lib/text/names.ts";

/** What is in the way of erasing a client, in words. */
const REFUSALS: Record<string, string> = {
  already: "This person was erased. What the law has us keep is here without a name.",
  booked: "Work is booked for this client. Cancel it or wait until it is done.",
  money:
    "Money is open: an invoice is a draft or is not paid, or a payment may have gone through. Settle that first.",
  repair: "A repair goes on. Finish or cancel it first.",
  sending:
    "A mail to this client is on its way, or nobody knows whether it arrived. Settle that first.",
  changed: "Something changed meanwhile. This is what would follow now; please look again.",
};

const changesShape = z.object({
  units: z.number(),
  /** Those that go on today and would end. */
  contracts: z.number(),
  visits: z.number(),
  mails: z.number(),
  /** Of the work list, calls among it. */
  work: z.number(),
  contacts: z.number(),
  /** Of the trail, which lose what is personal in them. */
  events: z.number(),
  kept: z.object({
    invoices: z.number(),
    certificates: z.number(),
    /** The last year for which books are kept; null without an invoice. */
    until: z.number().nullable(),
    stopped_addresses: z.number(),
  }),
});
/** What erasing a client makes of what is kept (`private.erase_customer`). */
export type Erasure = z.infer<typeof changesShape>;

const answerShape = z.object({
  status: z.enum(["tried", "recorded", "refused", "rejected"]),
  reason: z.string().optional(),
  changes: changesShape.optional(),
  shown: z.string().optional(),
});

/** What came of it: done, what would follow, or what is in the way. */
export interface ErasureCame {
  done: boolean;
  changes?: Erasure;
  /** The list that was shown, to be sent back with the button. */
  shown?: string;
  /** Whether the person was erased before. */
  isErased: boolean;
  /** What is in the way. */
  refusal?: string;
  /** About the reason that was typed. */
  complaint?: string;
}

/** Asks what erasing a client would do, or with a reason and what was shown does it. */
export async function eraseClient(
  rpc: Rpc,
  customer_id: string,
  meant?: { reason: string; shown: string },
): Promise<ErasureCame> {
  const { status, reason = "", changes, shown } = answerShape.parse(
    await rpc("erase_customer", {
      customer_id,
      reason: meant?.reason ?? "",
      dry_run: meant === undefined,
      shown: meant?.shown,
    }),
  );
  const isErased = reason === "already";
  if (status === "recorded") return { done: true, isErased: true };
  if (status === "rejected") {
    const complaint = "Please write why, in no more than 500 characters.";
    return { done: false, isErased, complaint };
  }
  const refusal = status === "refused" ? REFUSALS[reason] ?? "Please look again." : undefined;
  return { done: false, isErased, changes, shown, refusal };
}

/** Everything that is kept about a client, as text of a file; that it was handed out is on record. */
export async function exportClient(rpc: Rpc, customer_id: string): Promise<string> {
  return JSON.stringify(await rpc("export_customer", { customer_id }), null, 2);
}

/** What goes, line by line; only what there is. */
export function whatGoes(changes: Erasure): string[] {
  const { contracts, units, visits, mails, work, contacts, events } = changes;
  const said = (count: number, text: string) => count > 0 ? [text] : [];
  return [
    "Name, numbers, addresses and remarks are removed. Searches and lists do not show the client any more; invoices stand in their list as those of an erased client.",
    ...said(contacts, `${counted(contacts, "contact")} removed.`),
    ...said(contracts, `${counted(contracts, "contract")} ended. Nobody is told.`),
    ...said(units, `${counted(units, "unit")} retired, without an address.`),
    ...said(
      visits,
      `${
        counted(visits, "visit")
      } without signature, phone number and notes on getting in; what was checked and found stays.`,
    ),
    ...said(mails, `${counted(mails, "mail")} without address and text.`),
    ...said(
      work,
      `${counted(work, "entry", "entries")} of the work list closed, without what was said.`,
    ),
    ...said(
      events,
      `${counted(events, "entry", "entries")} of the trail without what is personal.`,
    ),
  ];
}

/** What stays, and why. */
export function whatStays({ kept }: Erasure): string[] {
  const { invoices, certificates, until, stopped_addresses } = kept;
  return [
    ...invoices > 0
      ? [
        `${counted(invoices, "invoice")} with payments, as the law asks${
          until === null ? "" : `, at least until the end of ${until}`
        }.`,
      ]
      : [],
    ...certificates > 0 ? [`${counted(certificates, "inspection record")}.`] : [],
    ...stopped_addresses > 0
      ? [
        `${
          counted(stopped_addresses, "address", "addresses")
        } on the list of those that are not written to, so that nobody writes there again.`,
      ]
      : [],
    "That the client was erased, when, by whom and why.",
  ];
}
