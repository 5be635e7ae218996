import type { Company } from "./company.ts";

/** Takes whatever is due out of the outbox, as a provider would that drops repeats. */
const TRANSPORTS = { catch: { provider: "catcher", deduplicates: true } };

/** The reminders of a day, once a day; what waited since is sent along. */
export async function remindOnce(company: Company, day: string): Promise<void> {
  if (company.remindedOn.has(day)) return;
  company.remindedOn.add(day);
  await company.ask("jobs", "run_job", { name: "reminders" }, "done");
  await sendHeld(company);
}

/**
 * Everything that waits in the outbox was sent. Its text is not kept, as that of old mail is not: nobody
 * reads it any more, and writing it would take longer than all else.
 */
export async function send(company: Company): Promise<void> {
  const { messages } = await company.ask("jobs", "claim_messages", {
    batch: 200,
    transports: TRANSPORTS,
  }, "claimed") as { messages: { id: string; lease_id: string }[] };
  for (const { id, lease_id } of messages) {
    const settled = { message_id: id, lease_id, outcome: "sent" };
    await company.ask("jobs", "settle_message", settled, "sent");
  }
}

/**
 * The same once the minutes are over, by the real clock, for which summaries and what the office books wait.
 *
 * @param before what is newer waits for its own minutes
 */
export async function sendHeld(company: Company, before: Date | null = null): Promise<void> {
  await company.read(
    `update public.messages set next_attempt_at = clock_timestamp()
     where state = 'queued' and next_attempt_at > clock_timestamp() and ($1::timestamptz is null or created_at < $1)`,
    [before?.toISOString() ?? null],
  );
  await send(company);
}
