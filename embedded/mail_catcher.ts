import type { Attachment, ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import type { CaughtAttachment, CaughtMail } from "./caught_mail.ts";
import { mailListPage, mailPage } from "./mail_pages.ts";
import { forOwnPages } from "./own_pages.ts";
import { serveOn } from "./ports.ts";

export interface MailCatcher {
  /** What senders connect to: `smtp://127.0.0.1:PORT`. */
  smtpUrl: string;
  /** The page; `messages.json` lies beside it. */
  url: string;
  stop(): Promise<void>;
}

export interface MailCatcherOptions {
  /** Wanted for the page; any free one is taken where it is in use. */
  port: number;
  /** A file that keeps the mail over restarts, one JSON object a line. */
  file?: string;
}

/** Takes every mail that is sent to it and shows it instead of delivering it. Loopback only. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const mails = options.file ? await readMails(options.file) : [];
  const keep = async (mail: CaughtMail) => {
    // A sender that lost our answer sends the same Message-ID again; it is the same mail.
    const messageId = mail.headers["message-id"];
    if (messageId && mails.some(({ headers }) => headers["message-id"] === messageId)) return;
    if (options.file) {
      await Deno.writeTextFile(options.file, JSON.stringify(mail) + "\n", { append: true });
    }
    mails.push(mail);
  };
  const pages = serveOn(
    options.port,
    forOwnPages((request) => answer(new URL(request.url).pathname, mails)),
  );
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      parse(stream).then(keep).then(() => done(), done);
    },
  });
  const smtpPort = await listen(smtp);
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    url: pages.url,
    async stop() {
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
      await pages.stop();
    },
  };
}

async function readMails(file: string): Promise<CaughtMail[]> {
  const text = await Deno.readTextFile(file).catch(() => "");
  // A kill in the middle of a write leaves half a line at the end; its sender got no answer.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) await Deno.writeTextFile(file, whole);
  return whole.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

function listen(smtp: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    smtp.on("error", reject);
    const server = smtp.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address.port);
    });
  });
}

async function parse(stream: SMTPServerDataStream): Promise<CaughtMail> {
  // A third of a second to load, and many a start catches no mail.
  const { simpleParser } = await import("mailparser");
  const mail: ParsedMail = await simpleParser(stream, { skipTextToHtml: true });
  const to = [mail.to ?? []].flat().flatMap((list) => list.value).map(({ address }) => address);
  return {
    id: crypto.randomUUID(),
    at: new Date().toISOString(),
    from: mail.from?.text ?? "",
    to: to.join(", "),
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html || "",
    attachments: mail.attachments.filter(isFile).map(readAttachment),
    alternatives: mail.attachments.filter((part) => !isFile(part)).map(readAttachment),
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [
      key,
      line.slice(line.indexOf(":") + 1).replace(/\r?\n\s+/g, " ").trim(),
    ])),
  };
}

/** The parser counts an invitation beside the text among the attachments. */
function isFile({ filename, contentType }: Attachment): boolean {
  return filename !== undefined || contentType !== "text/calendar";
}

function readAttachment({ filename, contentType, content }: Attachment): CaughtAttachment {
  const isText = contentType.startsWith("text/");
  return {
    filename: filename ?? "",
    contentType,
    content: isText ? new TextDecoder().decode(content) : new Uint8Array(content).toBase64(),
    encoding: isText ? "text" : "base64",
  };
}

function answer(path: string, mails: CaughtMail[]): Response {
  if (path === "/") return page(mailListPage(mails));
  if (path === "/messages.json") return Response.json(mails);
  const [, id, part] = /^\/mail\/([^/]+)(\/html)?$/.exec(path) ?? [];
  const mail = mails.find((each) => each.id === id);
  if (!mail) return new Response("Not found", { status: 404 });
  // A mail's own markup runs no scripts and reaches nothing of this page.
  return part
    ? page(mail.html || "<p>No HTML part.</p>", "sandbox allow-popups")
    : page(mailPage(mail));
}

function page(html: string, policy = "default-src 'self'; style-src 'unsafe-inline'"): Response {
  return new Response(html, {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
  });
}
