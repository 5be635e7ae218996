import juice from "juice";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Mail } from "./mail.ts";
import { clientMail, everyMail } from "./facts.ts";
import { MailPage } from "./page.tsx";
import { templates } from "./registry.ts";
import { mailText } from "./text.ts";

export interface MailOrder {
  id: string;
  kind: string;
  recipient: string;
  /** As `claim_messages` gives them. */
  facts: unknown;
}

/**
 * Writes a mail: HTML with inlined styles, the same as text, the calendar entry where there is one; to a
 * client with headers for one-click unsubscribing (RFC 8058).
 *
 * @throws when the kind is unknown or facts are missing
 */
export function renderMail({ id, kind, recipient, facts }: MailOrder, now: Date): Mail {
  const template = templates[kind];
  if (!template) throw new TypeError(`no template for ${kind}`);
  const content = template(facts, now, recipient);
  const { company } = everyMail.parse(facts);
  const unsubscribeUrl = content.switchedOff === undefined
    ? clientMail.parse(facts).unsubscribe_url
    : undefined;
  const page = renderToString(h(MailPage, { content, company, unsubscribeUrl }));
  return {
    from: { name: oneLine(company.sender_name), address: company.sender_email },
    to: recipient,
    subject: oneLine(content.subject),
    html: "<!doctype html>\n" + juice(page, { preserveImportant: true }),
    text: mailText(content, company, unsubscribeUrl),
    date: now.toISOString(),
    messageId: `${id}@${company.sender_email.split("@")[1]}`,
    headers: {
      ...unsubscribeUrl && {
        "List-Unsubscribe": `<${unsubscribeUrl}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      "Auto-Submitted": "auto-generated",
    },
    attachments: [content.calendar ?? [], content.moreCalendars ?? []].flat()
      .map(({ method, content }, n) => ({
        filename: n === 0 ? "appointment.ics" : `appointment-${n + 1}.ics`,
        contentType: `text/calendar; charset=utf-8; method=${method}`,
        content,
      })),
  };
}

/** A header is one line: whatever is in a name, it starts no other header. */
function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
}
