import { renderMail } from "@/lib/mail/render.ts";
import type { Mail } from "@/lib/mail/mail.ts";
import { samples } from "./samples.ts";

/** A confirmation with its calendar entry, to ada@example.com. */
export function sampleMail(): Mail {
  const order = {
    id: "00000000-0000-0000-0000-00000000f00d",
    kind: "confirmation",
    recipient: "ada@example.com",
    facts: samples.confirmation,
  };
  return renderMail(order, new Date("2026-06-01T14:00:00Z"));
}
