import { readDeliveryEnv } from "@/lib/env.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { transportsFrom } from "@/lib/mail/delivery/transports.ts";
import { jobHandler } from "../_shared/job.ts";

/**
 * Hosted projects end a request after 2 s of processor time, of which a mail takes some 10 ms. The next
 * minute's request does the rest.
 */
const MOST_MESSAGES = 40;
const MILLISECONDS = 50_000;

/** Sends what is due in the outbox, by the ways that this project's own secrets open. */
Deno.serve(
  jobHandler(({ rpc, logins, now, asOf }) =>
    sendMessages(rpc, {
      now: asOf ?? now,
      transports: transportsFrom(readDeliveryEnv()),
      logins,
      most: MOST_MESSAGES,
      budget: MILLISECONDS,
    })
  ),
);
