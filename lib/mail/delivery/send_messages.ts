import type { Rpc } from "@/lib/database/rpc.ts";
import type { Mail } from "../mail.ts";
import { type LoginMaker, makeLogin } from "./login.ts";
import type { Outcome, Transport } from "./transport.ts";
import type { Transports } from "./transports.ts";

/** A message as `claim_messages` hands it out: rendered before, or the facts to render it from. */
interface Claimed {
  id: string;
  lease_id: string;
  kind: string;
  recipient: string;
  rendered: Mail | null;
  facts: Record<string, unknown>;
}

interface Claim {
  status: "claimed" | "off" | "paused" | "refused";
  mode: "off" | "catch" | "live";
  messages: Claimed[];
  superseded: number;
}

export interface SendOptions {
  now: Date;
  transports: Transports;
  /** Who makes the links of mails about a login; without, those wait. */
  logins?: LoginMaker;
  /** Most messages of one run; without, as many as are due. */
  most?: number;
  /** No new batch is begun after this many milliseconds. */
  budget?: number;
}

/** What one run did; `status` says why nothing was handed out, if so. */
export interface SendCounts {
  status: Claim["status"];
  sent: number;
  /** Not taken this time; they wait for another attempt. */
  queued: number;
  dead: number;
  uncertain: number;
  superseded: number;
  /** The lease had passed on before the message was sent or settled. */
  lost: number;
}

const BATCH = 20;

/**
 * Sends what is due in the outbox, until it is empty, `most` messages were handed out or the budget is
 * used up.
 *
 * @param rpc as the service role
 * @throws {DatabaseError} it did not answer; leases run out by themselves
 */
export async function sendMessages(
  rpc: Rpc,
  { now, transports, logins, most = Infinity, budget = Infinity }: SendOptions,
): Promise<SendCounts> {
  const started = performance.now();
  const counts: SendCounts = {
    status: "claimed",
    sent: 0,
    queued: 0,
    dead: 0,
    uncertain: 0,
    superseded: 0,
    lost: 0,
  };
  let left = most;
  while (left > 0 && performance.now() - started < budget) {
    const claim = await claimBatch(rpc, transports, Math.min(BATCH, left));
    counts.status = claim.status;
    counts.superseded += claim.superseded;
    left -= claim.messages.length;
    const sentBefore = counts.sent;
    for (const message of claim.messages) {
      const transport = transports[claim.mode as "catch" | "live"]!;
      counts[await sendOne(rpc, message, { now, transport, logins })]++;
    }
    const isEmpty = claim.messages.length + claim.superseded === 0;
    // Nothing of a whole batch got out: the provider is down, the rest keeps its attempts.
    const isStuck = claim.messages.length > 0 && counts.sent === sentBefore;
    if (isEmpty || isStuck) break;
  }
  return counts;
}

/** Leases due messages. While the company's delivery mode is not among the transports there are none. */
async function claimBatch(rpc: Rpc, transports: Transports, batch: number): Promise<Claim> {
  const ways = Object.entries(transports).map(([mode, { provider, deduplicates }]) => [
    mode,
    { provider, deduplicates },
  ]);
  const answer = await rpc("claim_messages", { batch, transports: Object.fromEntries(ways) });
  return answer as Claim;
}

type Settled = "sent" | "queued" | "dead" | "uncertain" | "lost";

async function sendOne(
  rpc: Rpc,
  message: Claimed,
  { now, transport, logins }: { now: Date; transport: Transport; logins?: LoginMaker },
): Promise<Settled> {
  let rendered = message.rendered;
  if (rendered === null) {
    const made = await makeLogin(rpc, message, logins);
    if (made === "lost") return "lost";
    if ("outcome" in made) return await settle(rpc, message, made);
    const facts = { ...message.facts, ...made.login };
    // Loaded with the first mail: inlining styles brings a third of a second of code.
    const { renderMail } = await import("../render.ts");
    const { papersOf } = await import("../papers.ts");
    try {
      rendered = renderMail({ ...message, facts }, now);
      rendered.attachments.push(...await papersOf(message.facts));
    } catch (error) {
      const reason = `It could not be written: ${error}`;
      return await settle(rpc, message, { outcome: "refused", error: reason });
    }
  }
  const frozen = await freeze(rpc, message, rendered);
  if (frozen === null) return "lost";
  return await settle(rpc, message, await transport.send(message.id, frozen));
}

/**
 * The mail as it was frozen first, which is what must be sent; null when the lease had passed on. The
 * database says it only where it is another one than this.
 */
async function freeze(rpc: Rpc, { id, lease_id }: Claimed, rendered: Mail): Promise<Mail | null> {
  const answer = await rpc("freeze_message", { message_id: id, lease_id, rendered });
  const frozen = answer as { status: "frozen"; rendered: Mail | null } | { status: "lost" };
  return frozen.status === "lost" ? null : frozen.rendered ?? rendered;
}

async function settle(rpc: Rpc, { id, lease_id }: Claimed, outcome: Outcome): Promise<Settled> {
  const answer = await rpc("settle_message", {
    message_id: id,
    lease_id,
    outcome: outcome.outcome,
    provider_id: "providerId" in outcome ? outcome.providerId : undefined,
    error: "error" in outcome ? outcome.error : undefined,
    retry_after_seconds: "retryAfterSeconds" in outcome ? outcome.retryAfterSeconds : undefined,
  });
  return (answer as { status: Settled }).status;
}
