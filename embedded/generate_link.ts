import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { Database, Queryable } from "./database.ts";
import { createLogin } from "./staff.ts";

const orderShape = z.object({ type: z.enum(["invite", "recovery"]), email: z.email().max(254) });

interface User {
  id: string;
  email: string;
  has_password: boolean;
}

/**
 * `POST /auth/v1/admin/generate_link`, which lite lacks, as Supabase Auth answers it: makes the secret with which
 * somebody chooses a password, for an invitation a login without one as well. With the secret key alone.
 */
export async function generateLink(
  db: Database,
  secretKey: string,
  request: Request,
): Promise<Response> {
  if (request.headers.get("apikey") !== secretKey) return refusal(401, "no_authorization");
  const order = orderShape.safeParse(await request.json().catch(() => null));
  if (!order.success) return refusal(400, "validation_failed");
  const { type, email } = order.data;
  return await db.transaction(async (tx) => {
    const found = await userOf(tx, email.toLowerCase());
    if (type === "recovery" && found === undefined) return refusal(404, "user_not_found");
    if (type === "invite" && found?.has_password) return refusal(422, "email_exists");
    const user = found ?? { id: await createLogin(tx, email), email: email.toLowerCase() };
    const hashed_token = await giveSecret(tx, user.id);
    return Response.json({
      id: user.id,
      aud: "authenticated",
      email: user.email,
      hashed_token,
      verification_type: type,
      action_link: "",
      email_otp: "",
      redirect_to: "",
    });
  });
}

async function userOf(tx: Queryable, email: string): Promise<User | undefined> {
  const [user] = await tx.query<User>(
    `select id, email, encrypted_password is not null as has_password
     from auth.users where email = $1 and deleted_at is null and not is_sso_user for update`,
    [email],
  );
  return user;
}

/** A new secret, with which the one before is worth nothing. */
async function giveSecret(tx: Queryable, userId: string): Promise<string> {
  const secret = randomBytes(28).toString("hex");
  await tx.query(
    "update auth.users set recovery_token = $2, recovery_sent_at = now() where id = $1",
    [userId, secret],
  );
  return secret;
}

function refusal(code: number, error_code: string): Response {
  return Response.json({ code, error_code, msg: error_code.replaceAll("_", " ") }, {
    status: code,
  });
}
