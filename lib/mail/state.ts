import * as z from "zod";
import { dayShape, instantShape } from "@/lib/database/shapes.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { companyFacts, type MailCompany } from "./facts.ts";

const stateShape = z.object({
  mode: z.enum(["off", "catch", "live"]),
  is_paused: z.boolean(),
  /** Since when, and who did it; null in `by`: by hand in the database. */
  paused: z.object({ at: instantShape, by: z.string().nullable(), shown: z.string() }).nullable(),
  /** Mails in the outbox. */
  waiting: z.number(),
  oldest_at: instantShape.nullable(),
  /** When set, only these addresses and @domains get mail. */
  allow_list: z.array(z.string()).nullable(),
  /** Addresses that are not written to. */
  stopped: z.number(),
  kinds: z.array(z.object({
    kind: z.string(),
    about: z.enum(["due_units", "stop", "invoice", "work", "company", "login"]),
    /** Whether unsubscribing stops it. */
    needs_consent: z.boolean(),
  })),
  company: companyFacts,
});
/** How mail stands (`mail_state`). */
export type MailStanding = z.infer<typeof stateShape>;
export type { MailCompany };

/** Whether mail goes out, what waits, and which kinds there are. */
export async function readMailState(rpc: Rpc): Promise<MailStanding> {
  return stateShape.parse(await rpc("mail_state", {}));
}

/** Stops all mail or lets it go on, if the pause is the one that the page showed; resolves to what came of it. */
export async function pauseMail(rpc: Rpc, is_paused: boolean, shown: string): Promise<string> {
  const { status } = z.object({ status: z.string() }).parse(
    await rpc("pause_messages", { is_paused, shown: shown || undefined }),
  );
  return status;
}

const stoppedShape = z.object({
  total: z.number(),
  rows: z.array(z.object({
    id: z.string(),
    address: z.string(),
    reason: z.enum(["unsubscribed", "hard_bounce", "complaint"]),
    /** Whether its owner asked for no reminders, whatever became of it since. */
    has_unsubscribed: z.boolean(),
    since: dayShape,
    clients: z.array(z.object({ customer_id: z.string(), name: z.string() })),
  })),
  /** With which the next are asked for; null at the end. */
  after_id: z.string().nullable(),
});
/** Addresses that are not written to (`stopped_addresses`). */
export type Stopped = z.infer<typeof stoppedShape>;

/** Fifty addresses that are not written to, newest first. */
export async function readStopped(
  rpc: Rpc,
  { search, after }: { search: string; after: string | null },
): Promise<Stopped> {
  return stoppedShape.parse(
    await rpc("stopped_addresses", { search: search || undefined, after_id: after ?? undefined }),
  );
}

/** What came of writing to an address again: a word for the page's address, or what is to be corrected. */
export type WrittenAgain = { did: string } | { complaint: string };

const answerShape = z.object({ status: z.string() });

/** Sends reminders again to somebody who had unsubscribed and asks for them. */
export async function resubscribe(rpc: Rpc, address: string): Promise<WrittenAgain> {
  const { status } = answerShape.parse(await rpc("resubscribe", { address }));
  return { did: status === "resubscribed" ? "resubscribed" : "meanwhile" };
}

/** Writes again to an address that mail came back from. */
export async function liftBounce(rpc: Rpc, address: string, why: string): Promise<WrittenAgain> {
  const { status } = answerShape.parse(await rpc("lift_bounce", { address, why }));
  if (status === "rejected") return { complaint: "Please write how you know that it works." };
  return { did: status === "lifted" ? "lifted" : "meanwhile" };
}
