import type { DeliveryEnv } from "@/lib/env.ts";
import { resendTransport } from "./resend.ts";
import { smtpTransport } from "./smtp.ts";
import type { Transport } from "./transport.ts";

/** The ways out that a process has, by `company_settings.delivery_mode`. */
export type Transports = Partial<Record<"catch" | "live", Transport>>;

/**
 * What the environment allows. `MAIL_CATCHER_URL` (smtp://…) takes mail in `catch` mode. Live mail
 * needs `RESEND_API_KEY` or `SMTP_URL`, and `LIVE_DELIVERY_PROJECT` equal to the host of
 * `SUPABASE_URL`: a copy of the database in another project has another host and stays silent.
 */
export function transportsFrom(env: DeliveryEnv): Transports {
  const transports: Transports = {};
  if (env.MAIL_CATCHER_URL) {
    transports.catch = smtpTransport({
      url: env.MAIL_CATCHER_URL,
      provider: "catcher",
      deduplicates: true,
    });
  }
  const isThisProject = Boolean(env.LIVE_DELIVERY_PROJECT && env.SUPABASE_URL) &&
    new URL(env.SUPABASE_URL!).host === env.LIVE_DELIVERY_PROJECT;
  if (isThisProject && env.RESEND_API_KEY) {
    transports.live = resendTransport({ apiKey: env.RESEND_API_KEY, url: env.RESEND_URL });
  } else if (isThisProject && env.SMTP_URL) {
    transports.live = smtpTransport({ url: env.SMTP_URL });
  }
  return transports;
}
