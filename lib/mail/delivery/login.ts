import type { Api, Rpc } from "@/lib/database/rpc.ts";
import type { Outcome } from "./transport.ts";

/** Makes logins, and what opens them: Supabase Auth, with the secret key. */
export type LoginMaker = Pick<Api["auth"]["admin"], "generateLink">;

/** What a mail about a login is told beside its facts. */
interface Login {
  token_hash: string;
  type: "invite" | "recovery";
}

/** A mail that was claimed. */
interface Claimed {
  id: string;
  lease_id: string;
  kind: string;
  recipient: string;
}

/** Kinds of mail that bring a link to a login, and what Auth calls them. */
const TYPES: Record<string, Login["type"]> = { invitation: "invite", password_reset: "recovery" };

/**
 * The secret of a mail about a login, made as it is written, so that nothing keeps it but the mail; of any other
 * mail nothing. Where there is none: what becomes of the attempt, or that it was somebody else's by then.
 */
export async function makeLogin(
  rpc: Rpc,
  message: Claimed,
  maker: LoginMaker | undefined,
): Promise<{ login: Partial<Login> } | Outcome | "lost"> {
  const type = TYPES[message.kind];
  if (type === undefined) return { login: {} };
  if (maker === undefined) return { outcome: "failed", error: "Nobody here makes logins." };
  const made = await generate(maker, message.recipient, type);
  if ("outcome" in made) return made;
  const { user_id, ...login } = made;
  const answer = await rpc("keep_password_link", {
    message_id: message.id,
    lease_id: message.lease_id,
    user_id,
    token_hash: login.token_hash,
  });
  const { status } = answer as { status: "kept" | "lost" | "refused" };
  if (status === "lost") return "lost";
  return status === "kept"
    ? { login }
    : { outcome: "refused", error: "That address is somebody else's login." };
}

/** What Auth says of it, without any secret. */
async function generate(
  maker: LoginMaker,
  email: string,
  type: Login["type"],
): Promise<Login & { user_id: string } | Outcome> {
  const { data, error } = await maker.generateLink({ type, email });
  if (error === null) {
    return { user_id: data.user.id, token_hash: data.properties.hashed_token, type };
  }
  // Who has chosen a password already is invited with a link for another one.
  if (error.code === "email_exists" && type === "invite") {
    return await generate(maker, email, "recovery");
  }
  const isFinal = error.status !== undefined && error.status >= 400 && error.status < 500 &&
    error.status !== 429;
  return {
    outcome: isFinal ? "refused" : "failed",
    error: `Auth made no link: ${error.code ?? error.status ?? "no answer"}`,
  };
}
