import { Buffer } from "node:buffer";
import type { Mail } from "../mail.ts";
import { orderedHeaders, type Outcome, type Transport } from "./transport.ts";

const PATIENCE_MILLISECONDS = 20_000;

export interface ResendOptions {
  apiKey: string;
  /** The API's origin. */
  url?: string;
}

/**
 * Delivers over Resend's HTTP API. The message's id is the idempotency key, so asking again after a
 * lost answer never sends twice (Resend remembers keys for a day).
 */
export function resendTransport(
  { apiKey, url = "https://api.resend.com" }: ResendOptions,
): Transport {
  return {
    provider: "resend",
    deduplicates: true,
    async send(id, mail) {
      try {
        const response = await fetch(new URL("/emails", url), {
          method: "POST",
          headers: {
            "authorization": `Bearer ${apiKey}`,
            "content-type": "application/json",
            "idempotency-key": id,
          },
          body: JSON.stringify(toResend(mail)),
          signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
        });
        return await readAnswer(response);
      } catch (error) {
        return { outcome: "failed", error: (error as Error).message };
      }
    },
  };
}

async function readAnswer(response: Response): Promise<Outcome> {
  const body = await response.text();
  if (response.ok) return { outcome: "sent", providerId: idOf(body) };
  const error = `${response.status} ${body.slice(0, 300)}`;
  // Taken before with other bytes: that cannot be from us, somebody should look.
  if (response.status === 409 && body.includes("invalid_idempotent_request")) {
    return { outcome: "uncertain", error };
  }
  // These are about the mail itself; a wrong key or a full quota is not its fault.
  if (response.status === 400 || response.status === 422) return { outcome: "refused", error };
  const retryAfterSeconds = Number(response.headers.get("retry-after")) || 0;
  return { outcome: "failed", error, retryAfterSeconds: Math.ceil(retryAfterSeconds) };
}

function idOf(body: string): string | undefined {
  try {
    return String(JSON.parse(body).id);
  } catch {
    return undefined;
  }
}

function toResend(mail: Mail): Record<string, unknown> {
  return {
    from: `"${mail.from.name.replace(/["\\<>]/g, " ")}" <${mail.from.address}>`,
    to: [mail.to],
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: { ...orderedHeaders(mail), "Message-ID": `<${mail.messageId}>` },
    attachments: mail.attachments.map(({ filename, contentType, content, encoding }) => ({
      filename,
      content_type: contentType,
      // The Deno of hosted projects knows no `toBase64`.
      content: encoding === "base64" ? content : Buffer.from(content).toString("base64"),
    })),
  };
}
