import type { Queryable } from "./database.ts";

export interface NewStaff {
  email: string;
  /** At least 8 characters; only its hash is stored. */
  password: string;
  name: string;
  role: "office" | "technician" | "admin";
}

/**
 * Makes a person who can sign in: the auth user with a confirmed address and the staff row that gives
 * rights, within a transaction of the caller's. For embedded and bare databases; on hosted projects an
 * invitation does this.
 * @param hashCost of the password's bcrypt hash, as Supabase Auth has it
 * @returns the auth user's id. A second person with the same address raises 23505.
 */
export async function createStaffUser(
  tx: Queryable,
  staff: NewStaff,
  hashCost = 10,
): Promise<string> {
  const userId = await createLogin(tx, staff.email);
  await tx.query(
    `update auth.users set encrypted_password = extensions.crypt($2, extensions.gen_salt('bf', $3)),
       email_confirmed_at = now() where id = $1`,
    [userId, staff.password, hashCost],
  );
  await tx.query(
    "insert into public.staff (user_id, email, name, role) values ($1, lower($2), $3, $4)",
    [userId, staff.email, staff.name, staff.role],
  );
  return userId;
}

/** Makes a login without a password, which nobody can sign in with yet. @returns its id */
export async function createLogin(tx: Queryable, email: string): Promise<string> {
  const userId = crypto.randomUUID();
  await tx.query(
    `insert into auth.users
       (id, aud, role, email, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
     values ($1, 'authenticated', 'authenticated', lower($2),
       '{"provider": "email", "providers": ["email"]}', '{}', now(), now())`,
    [userId, email],
  );
  await tx.query(
    `insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
     values (gen_random_uuid(), 'email', $1::text, $1::uuid,
       jsonb_build_object('sub', $1::text, 'email', lower($2), 'email_verified', true), now(), now())`,
    [userId, email],
  );
  return userId;
}
