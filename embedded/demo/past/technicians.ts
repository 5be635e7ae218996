import type { Company } from "./company.ts";

/**
 * Every technician signs in from the first day on: the demonstration's login belongs to the first of them;
 * the others' have no password.
 */
export async function giveLogins(company: Company): Promise<void> {
  await company.read(
    `update public.technicians set staff_id = (select id from public.staff where role = 'technician')
     where id = (select id from public.technicians order by name, id limit 1) and staff_id is null`,
  );
  await company.read(
    `with users as (
       insert into auth.users (id, aud, role, email, created_at, updated_at)
       select gen_random_uuid(), 'authenticated', 'authenticated', lower(h.email), now(), now()
       from public.technicians h where h.staff_id is null
       returning id, email
     ), people as (
       insert into public.staff (user_id, email, name, role)
       select u.id, u.email, h.name, 'technician'
       from users u join public.technicians h on lower(h.email) = u.email
       returning id, email
     )
     update public.technicians h set staff_id = p.id
     from people p where lower(h.email) = p.email and h.staff_id is null`,
  );
  await knowTechnicians(company);
}

/** Who can sign in as a technician. */
export async function knowTechnicians({ read, technicians }: Company): Promise<void> {
  const rows = await read<{ id: string; userId: string }>(
    `select h.id, s.user_id as "userId" from public.technicians h
     join public.staff s on s.id = h.staff_id order by h.name, h.id`,
  );
  for (const { id, userId } of rows) technicians.set(id, { userId });
}

/** The technician whom the demonstration's login belongs to. */
export function demoTechnician({ technicians }: Company): string {
  return technicians.keys().next().value!;
}
