import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Mail } from "../mail.ts";
import { orderedHeaders, type Outcome, type Transport } from "./transport.ts";

/** How long one step of the conversation may take; all of them together stay below a lease. */
const STEP_MILLISECONDS = 10_000;

export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  url: string;
  provider?: string;
  /** Only where the server drops a repeated Message-ID. */
  deduplicates?: boolean;
}

interface SmtpError extends Error {
  responseCode?: number;
  command?: string;
}

/** Delivers over SMTP. Once the server was given the body and no answer came, nobody knows. */
export function smtpTransport(options: SmtpOptions): Transport {
  const deduplicates = options.deduplicates ?? false;
  return {
    provider: options.provider ?? "smtp",
    deduplicates,
    async send(_id, mail) {
      let hasBodyStarted = false;
      try {
        const source = await compose(mail);
        const body = new Readable({
          // Read only after the server's "354 go ahead".
          read() {
            hasBodyStarted = true;
            this.push(source);
            this.push(null);
          },
        });
        return { outcome: "sent", providerId: await converse(options.url, mail, body) };
      } catch (error) {
        return judge(error as SmtpError, hasBodyStarted && !deduplicates);
      }
    },
  };
}

function judge(error: SmtpError, mayHaveArrived: boolean): Outcome {
  const reason = `${error.command ?? "SMTP"}: ${error.message}`;
  // An answer of the server is an answer; 5xx before the envelope is about us, not about the mail.
  if (error.responseCode) {
    const isAboutMail = error.responseCode >= 500 &&
      /^(MAIL FROM|RCPT TO|DATA)$/.test(error.command ?? "");
    return { outcome: isAboutMail ? "refused" : "failed", error: reason };
  }
  return { outcome: mayHaveArrived ? "uncertain" : "failed", error: reason };
}

/** The same mail always gives the same bytes. */
function compose(mail: Mail): Promise<Uint8Array> {
  return new MailComposer({
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    date: new Date(mail.date),
    messageId: `<${mail.messageId}>`,
    headers: orderedHeaders(mail),
    // Beside the file: what mail programs show as an invitation, of which there is one.
    alternatives: mail.attachments.filter(isCalendar).slice(0, 1)
      .map(({ contentType, content }) => ({ contentType, content })),
    attachments: mail.attachments,
    baseBoundary: mail.messageId.replace(/\W/g, ""),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile().build();
}

function isCalendar({ contentType }: Mail["attachments"][number]): boolean {
  return contentType.startsWith("text/calendar");
}

function converse(url: string, mail: Mail, body: Readable): Promise<string | undefined> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const connection = new SMTPConnection({
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    connectionTimeout: STEP_MILLISECONDS,
    greetingTimeout: STEP_MILLISECONDS,
    socketTimeout: STEP_MILLISECONDS,
  });
  return new Promise<string | undefined>((resolve, reject) => {
    const send = () =>
      connection.send(
        { from: mail.from.address, to: [mail.to] },
        body,
        (error, info) => error ? reject(error) : resolve(info?.response),
      );
    connection.once("error", reject);
    connection.once("end", () => reject(new Error("the server closed the connection")));
    connection.connect((error) => {
      if (error) return reject(error);
      if (!username) return send();
      const credentials = {
        user: decodeURIComponent(username),
        pass: decodeURIComponent(password),
      };
      connection.login({ credentials }, (error) => error ? reject(error) : send());
    });
  }).finally(() => connection.close());
}
