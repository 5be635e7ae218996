import { sendMessages } from "@/lib/mail/send_messages.ts";
import { transportsFrom } from "@/lib/mail/transports.ts";
import { jobHandler } from "../_shared/job.ts";

/** Sends what is due in the outbox, by the ways that this project's own secrets open. */
Deno.serve(
  jobHandler(({ client, env, now, asOf }) =>
    sendMessages(client, { now: asOf ?? now, transports: transportsFrom(env) })
  ),
);
