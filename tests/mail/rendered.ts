import type { Mail } from "@/lib/mail/mail.ts";
import { renderMail } from "@/lib/mail/render.ts";
import { samples, SAMPLES_AT } from "@/lib/mail/samples.ts";

/** When mails are rendered unless a test says otherwise. */
export const NOW = SAMPLES_AT;

/** The sample of a kind, with some of its facts changed, as it goes to ada@example.com. */
export function render(kind: string, changes: Record<string, unknown> = {}, now = NOW): Mail {
  const facts = { ...samples[kind], ...changes };
  return renderMail({ id: "m1", kind, recipient: "ada@example.com", facts }, now);
}
