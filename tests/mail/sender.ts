/** A sending process of its own, to be killed: one run of the outbox with the environment's ways out. */
import { apiClient } from "@/lib/database/clients.ts";
import { rpcOf } from "@/lib/database/rpc.ts";
import { readDeliveryEnv, readFunctionEnv } from "@/lib/env.ts";
import { sendMessages } from "@/lib/mail/delivery/send_messages.ts";
import { transportsFrom } from "@/lib/mail/delivery/transports.ts";

const { SUPABASE_URL, SUPABASE_SECRET_KEY } = readFunctionEnv();
const rpc = rpcOf(apiClient(SUPABASE_URL, SUPABASE_SECRET_KEY));
const transports = transportsFrom(readDeliveryEnv());
const counts = await sendMessages(rpc, { now: new Date(), transports });
console.log(JSON.stringify(counts));
