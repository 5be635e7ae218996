import type { Block, MailContent } from "./content.ts";
import type { MailCompany } from "./facts.ts";

/** The text part: the same words as the HTML, links written out. */
export function mailText(
  content: MailContent,
  company: MailCompany,
  unsubscribeUrl: string | undefined,
): string {
  return [
    content.heading,
    ...content.blocks.map(blockText),
    ...unsubscribeUrl ? [`Rather talk to us? ${company.phone}`] : [],
    `-- \n${company.sender_name}\n${company.postal_address}\n` +
    (content.switchedOff ?? `Stop reminder e-mails: ${unsubscribeUrl}`),
  ].join("\n\n") + "\n";
}

function blockText(block: Block): string {
  switch (block.block) {
    case "text":
    case "note":
    case "code":
      return block.text;
    case "title":
      return block.text.toUpperCase();
    case "link":
      return `${block.text} ${block.label}: ${block.href}`;
    case "units":
      return block.units.map(({ name, line, link }) =>
        [`* ${name}`, `  ${line}`, ...link ? [`  ${link.href}`] : []].join("\n")
      ).join("\n\n");
    case "details":
    case "amounts":
      return block.rows.map(([label, value]) => `${label}: ${value}`).join("\n");
    case "button":
      return `${block.label}: ${block.href}`;
  }
}
