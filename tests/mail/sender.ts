/** A sending process of its own, to be killed: one run of the outbox with the environment's ways out. */
import { createClient } from "@supabase/supabase-js";
import { sendMessages } from "@/lib/mail/send_messages.ts";
import { transportsFrom } from "@/lib/mail/transports.ts";

const env = Deno.env.toObject();
const client = createClient(env.SUPABASE_URL, env.SUPABASE_SERVICE_ROLE_KEY, {
  auth: { persistSession: false, autoRefreshToken: false },
});
const counts = await sendMessages(client, { now: new Date(), transports: transportsFrom(env) });
console.log(JSON.stringify(counts));
