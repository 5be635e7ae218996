import { z } from "zod";
import { apiClient } from "@/lib/database/clients.ts";
import { type Api, type Rpc, rpcOf } from "@/lib/database/rpc.ts";
import { readFunctionEnv, readJobSecret } from "@/lib/env.ts";
import { isSecret } from "./secret.ts";

const orderSchema = z.object({ as_of: z.iso.datetime({ offset: true }).optional() });

/** What a job works with. */
export interface JobContext {
  /** Acts as the service role. */
  rpc: Rpc;
  /** Makes logins, and links to them. */
  logins: Api["auth"]["admin"];
  now: Date;
  /** Given by whoever asks for a run as of another instant. */
  asOf?: Date;
}

/**
 * The handler of an Edge Function that runs a job: `POST {as_of?}` with the shared secret in
 * `x-job-secret`, answered by the job's counts as JSON. 401 without the secret, 400 for another body.
 * The environment holds `JOB_SECRET` and what `readFunctionEnv` needs.
 */
export function jobHandler(
  run: (context: JobContext) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isSecret(request.headers.get("x-job-secret"), readJobSecret())) {
      return Response.json({ message: "Unauthorized" }, { status: 401 });
    }
    if (request.method !== "POST") {
      return Response.json({ message: "POST only" }, { status: 405, headers: { allow: "POST" } });
    }
    const order = orderSchema.safeParse(await request.json().catch(() => ({})));
    if (!order.success) {
      return Response.json({ message: "as_of is an instant like 2026-06-01T12:00:00Z" }, {
        status: 400,
      });
    }
    const { SUPABASE_URL, SUPABASE_SECRET_KEY } = readFunctionEnv();
    const api = apiClient(SUPABASE_URL, SUPABASE_SECRET_KEY);
    const asOf = order.data.as_of ? new Date(order.data.as_of) : undefined;
    return Response.json(
      await run({ rpc: rpcOf(api), logins: api.auth.admin, now: new Date(), asOf }),
    );
  };
}
