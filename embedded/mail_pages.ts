import type { CaughtMail } from "./caught_mail.ts";

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { margin: 1rem auto; max-width: 70rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; }
  iframe { background: white; border: 1px solid #888; height: 70vh; width: 100%; }
  pre { white-space: pre-wrap; }
`;

/** All caught mail, the newest first. */
export function mailListPage(mails: CaughtMail[]): string {
  const rows = mails.toReversed().map((mail) =>
    `<tr><td>${escape(mail.at.slice(0, 19).replace("T", " "))}</td><td>${escape(mail.to)}</td>` +
    `<td><a href="/mail/${mail.id}">${escape(mail.subject || "(no subject)")}</a></td></tr>`
  );
  return layout(
    "Caught mail",
    `<h1>Caught mail (${mails.length})</h1>
    <p>Nothing here was delivered to anybody. As data: <a href="/messages.json">messages.json</a></p>
    <table><thead><tr><th>At (UTC)</th><th>To</th><th>Subject</th></tr></thead>
    <tbody>${rows.join("\n")}</tbody></table>`,
  );
}

/** One mail: both parts and its attachments. */
export function mailPage(mail: CaughtMail): string {
  const attachments = mail.attachments.map((attachment) => {
    const encoding = attachment.encoding === "base64" ? ";base64" : ";charset=utf-8";
    const content = attachment.encoding === "base64"
      ? attachment.content
      : encodeURIComponent(attachment.content);
    const type = attachment.contentType.replace(/[^\w/+.-].*/, "");
    return `<li><a download="${
      escape(attachment.filename)
    }" href="data:${type}${encoding},${content}">` +
      `${escape(attachment.filename || type)}</a></li>`;
  });
  return layout(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escape(mail.subject)}</h1>
    <p>To ${escape(mail.to)}, from ${escape(mail.from)}</p><ul>${attachments.join("")}</ul>
    <iframe sandbox="allow-popups" src="/mail/${mail.id}/html" title="HTML part"></iframe>
    <h2>Text part</h2><pre>${escape(mail.text)}</pre>`,
  );
}

function layout(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escape(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
