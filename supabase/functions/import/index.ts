import { apiClient } from "@/lib/database/clients.ts";
import { rpcOf } from "@/lib/database/rpc.ts";
import { MOST_BYTES, takeBatch } from "@/lib/enrolment/night/http_batch.ts";
import { readFunctionEnv, readImportSecret } from "@/lib/env.ts";
import { readWithin } from "../_shared/body.ts";
import { isSecret } from "../_shared/secret.ts";

/** Takes what another system tells, with a secret of its own: docs/imports.md. */
Deno.serve(async (request) => {
  if (!isSecret(request.headers.get("x-import-secret"), readImportSecret())) {
    return Response.json({ message: "Unauthorized" }, { status: 401 });
  }
  if (request.method !== "POST") {
    return Response.json({ message: "POST only" }, { status: 405, headers: { allow: "POST" } });
  }
  const text = await readWithin(request, MOST_BYTES);
  if (text === null) {
    const message = `At most ${MOST_BYTES} bytes a call: send fewer rows.`;
    return Response.json({ message }, { status: 413 });
  }
  const sent = parsed(text);
  if (sent === undefined) {
    return Response.json({ message: "The body is no JSON." }, { status: 400 });
  }
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = readFunctionEnv();
  const rpc = rpcOf(apiClient(SUPABASE_URL, SUPABASE_SECRET_KEY));
  const { status, body } = await takeBatch(rpc, sent);
  return Response.json(body, { status });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
