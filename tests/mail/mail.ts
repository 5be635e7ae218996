import { renderMail } from "@/lib/mail/render.ts";
import type { Mail } from "@/lib/mail/mail.ts";
import { samples } from "@/lib/mail/samples.ts";

/** The same mail as another process reads it from the database, whose JSON keeps no order of keys. */
export function inOtherOrder(mail: Mail): Mail {
  const backwards = (object: object) => Object.fromEntries(Object.entries(object).reverse());
  return backwards({ ...mail, headers: backwards(mail.headers) }) as Mail;
}

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
