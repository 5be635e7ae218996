import type { SupabaseClient } from "@supabase/supabase-js";
import type { Mail, Outcome } from "./mail.ts";
import type { Transports } from "./transports.ts";

/** A message as `claim_messages` hands it out: rendered before, or the facts to render it from. */
interface Claimed {
  id: string;
  lease_id: string;
  kind: string;
  recipient: string;
  rendered: Mail | null;
  facts: unknown;
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
 * Sends what is due in the outbox, until it is empty or the budget is used up.
 *
 * @param client as the service role
 * @throws when the database does not answer; leases run out by themselves
 */
export async function sendMessages(
  client: SupabaseClient,
  { now, transports, budget = 50_000 }: SendOptions,
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
  const allowed = Object.fromEntries(
    Object.entries(transports).map(([mode, { provider, deduplicates }]) => [
      mode,
      { provider, deduplicates },
    ]),
  );
  while (performance.now() - started < budget) {
    const claim: Claim = await call(client, "claim_messages", {
      batch: BATCH,
      transports: allowed,
    });
    counts.status = claim.status;
    counts.superseded += claim.superseded;
    const sentBefore = counts.sent;
    for (const message of claim.messages) {
      counts[await sendOne(client, message, transports[claim.mode as "catch" | "live"]!, now)]++;
    }
    const isEmpty = claim.messages.length + claim.superseded === 0;
    // Nothing of a whole batch got out: the provider is down, the rest keeps its attempts.
    const isStuck = claim.messages.length > 0 && counts.sent === sentBefore;
    if (isEmpty || isStuck) break;
  }
  return counts;
}

type Settled = "sent" | "queued" | "dead" | "uncertain" | "lost";

async function sendOne(
  client: SupabaseClient,
  message: Claimed,
  transport: NonNullable<Transports["live"]>,
  now: Date,
): Promise<Settled> {
  const settle = async (outcome: Outcome): Promise<Settled> => {
    const settled = await call<{ status: Settled }>(client, "settle_message", {
      message_id: message.id,
      lease_id: message.lease_id,
      outcome: outcome.outcome,
      provider_id: "providerId" in outcome ? outcome.providerId : null,
      error: "error" in outcome ? outcome.error : null,
      retry_after_seconds: "retryAfterSeconds" in outcome ? outcome.retryAfterSeconds : 0,
    });
    return settled.status;
  };

  let rendered = message.rendered;
  if (rendered === null) {
    // Loaded with the first mail: inlining styles brings a third of a second of code.
    const { renderMail } = await import("./render.ts");
    try {
      rendered = renderMail(message, now);
    } catch (error) {
      return await settle({ outcome: "refused", error: `It could not be written: ${error}` });
    }
  }
  const frozen = await call<{ status: "frozen"; rendered: Mail } | { status: "lost" }>(
    client,
    "freeze_message",
    { message_id: message.id, lease_id: message.lease_id, rendered },
  );
  if (frozen.status === "lost") return "lost";
  return await settle(await transport.send(message.id, frozen.rendered));
}

// deno-lint-ignore no-explicit-any
async function call<T = any>(
  client: SupabaseClient,
  name: string,
  parameters: Record<string, unknown>,
): Promise<T> {
  const { data, error } = await client.rpc(name, parameters);
  if (error) throw new Error(`${name}: ${error.message}`);
  return data as T;
}
