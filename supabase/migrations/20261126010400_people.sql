-- People: staff and their roles, customers, second contacts, and where we may not write.

-- Staff -----------------------------------------------------------------------------------------------

create table public.staff (
  id uuid primary key default gen_random_uuid(),
  user_id uuid unique,
  email text not null,
  name text not null check (btrim(name) <> ''),
  role text not null check (role in ('office', 'technician', 'admin')),
  active boolean not null default true,
  signed_out_at timestamptz,
  created_at timestamptz not null default now(),
  constraint staff_on_one_line check (private.on_one_line(name) and private.on_one_line(email))
);
comment on table public.staff is 'People who sign in. Rights follow from role and active, never from the token.';
comment on column public.staff.user_id is 'The login: null until the person was invited, then theirs for good (who leaves is switched off: active). Without a foreign key: the logins are the platform''s, which may delete one.';

comment on column public.staff.signed_out_at is 'When they were last signed out everywhere, by themselves or an administrator.';

-- One person, one address.
create unique index staff_email_key on public.staff (lower(email));

create function private.hold_administrators()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- In the order of their ids and before any row of this statement: two who demote each other take turns.
  perform from public.staff s where s.role = 'admin' order by s.id for update;
  return null;
end;
$$;
comment on function private.hold_administrators is 'Trigger (before a statement): who changes staff waits for whoever else is changing an administrator.';

create function private.administrator_can_sign_in()
returns boolean
language sql volatile
set search_path = ''
as $$
  select exists (
    select from public.staff s
    join auth.users u on u.id = s.user_id and u.deleted_at is null and coalesce(u.banned_until <= clock_timestamp(), true)
    where s.role = 'admin' and s.active);
$$;
comment on function private.administrator_can_sign_in is 'Whether an active administrator has a login that is neither deleted nor locked.';

create function private.keep_an_administrator()
returns trigger
-- Definer: the rule holds for writers who may not read all of staff, nor logins.
language plpgsql security definer
set search_path = ''
as $$
begin
  if not private.administrator_can_sign_in() then
    raise exception 'somebody has to be administrator' using errcode = 'MT022';
  end if;
  return null;
end;
$$;
comment on function private.keep_an_administrator is 'Trigger: raises MT022 when no active administrator who can sign in would be left.';

create trigger hold_administrators before update or delete on public.staff
  for each statement execute function private.hold_administrators();
create trigger keep_an_administrator after delete or update of role, active on public.staff
  for each row when (old.role = 'admin' and old.active and old.user_id is not null)
  execute function private.keep_an_administrator();

create function private.keep_a_login()
returns trigger
-- Definer: Supabase Auth writes logins and may not read staff.
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op <> 'TRUNCATE' and not exists (select from public.staff s where s.user_id = old.id) then
    return null;
  end if;
  -- As hold_administrators does: who changes staff at this moment sees that the login is gone, or is seen.
  perform from public.staff s where s.role = 'admin' order by s.id for update;
  if exists (select from public.staff s where s.role = 'admin' and s.active and (tg_op = 'TRUNCATE' or s.user_id = old.id))
    and not private.administrator_can_sign_in() then
    raise exception 'somebody has to be administrator' using errcode = 'MT022';
  end if;
  return null;
end;
$$;
comment on function private.keep_a_login is 'Trigger of the platform''s logins: raises MT022 when the last login of an active administrator would be deleted or locked.';

-- Logins are a table of Supabase Auth, which lets projects add triggers to it. Should it ever not, watch_logins still tells
-- the office. Signing in changes other columns, and only who could sign in until now is looked at.
do $$
begin
  create trigger keep_a_login after update of id, banned_until, deleted_at on auth.users
    for each row when (old.deleted_at is null and coalesce(old.banned_until <= clock_timestamp(), true)
      and (new.id <> old.id or new.deleted_at is not null or new.banned_until > clock_timestamp()))
    execute function private.keep_a_login();
  create trigger keep_a_login_there after delete on auth.users
    for each row when (old.deleted_at is null and coalesce(old.banned_until <= clock_timestamp(), true))
    execute function private.keep_a_login();
  create trigger keep_logins after truncate on auth.users
    for each statement execute function private.keep_a_login();
exception when insufficient_privilege then
  raise notice 'no trigger may stand on auth.users: the last administrator''s login is watched, not kept';
end;
$$;

-- The trail knows people by their login: given to somebody else, it would name the wrong one.
create trigger keep_login before update of user_id on public.staff
  for each row when (old.user_id is not null and new.user_id is distinct from old.user_id) execute function private.refuse_change();

create function private.signed_in_user()
returns uuid
language sql stable
set search_path = ''
as $$
  select auth.uid()
  where auth.jwt() ->> 'session_id' is null
    -- A token is good for an hour; what it stands for may have ended.
    or exists (select from auth.sessions x where x.id = (auth.jwt() ->> 'session_id')::uuid)
$$;
comment on function private.signed_in_user is 'The login of this request, whose session goes on; null for nobody, and once its session was ended. Whoever asks who is signed in asks here.';

create function private.staff_role()
returns text
-- Definer: policies on staff itself would otherwise call themselves.
language sql stable security definer
set search_path = ''
as $$ select s.role from public.staff s where s.user_id = (select private.signed_in_user()) and s.active $$;
comment on function private.staff_role is 'Role of the signed-in active member of staff, else null.';

create function private.is_office()
returns boolean
language sql stable
set search_path = ''
as $$ select coalesce(private.staff_role() in ('office', 'admin'), false) $$;
comment on function private.is_office is 'Whether the signed-in person may do the office''s work.';

create function private.is_admin()
returns boolean
language sql stable
set search_path = ''
as $$ select coalesce(private.staff_role() = 'admin', false) $$;
comment on function private.is_admin is 'Whether the signed-in person is an administrator.';

create function private.require_office()
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if private.request_role() in ('anon', 'authenticated') and not private.is_office() then
    raise exception 'only the office may do this' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_office is 'Raises 42501 unless the caller is office, admin, the service role or a direct connection.';

create function private.require_admin()
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if private.request_role() in ('anon', 'authenticated') and not private.is_admin() then
    raise exception 'only an administrator may do this' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_admin is 'Raises 42501 unless the caller is admin, the service role or a direct connection.';

-- Customers -------------------------------------------------------------------------------------------

create table public.customers (
  id uuid primary key default gen_random_uuid(),
  customer_ref text unique,
  name text not null check (btrim(name) <> ''),
  first_name text not null generated always as (private.first_name(name)) stored,
  email text,
  phone text,
  street text,
  apartment text,
  city text,
  province text,
  postal_code text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  consent_basis text not null default 'none' check (consent_basis in ('none', 'contract', 'purchase', 'express')),
  consent_on date,
  reach_by text not null default 'email' check (reach_by in ('email', 'phone', 'letter', 'relay', 'caregiver')),
  reach_note text check (private.is_one_line(reach_note, 254)),
  deceased_on date,
  erased_on date,
  notes text,
  created_at timestamptz not null default now(),
  constraint customers_located_or_not check ((latitude is null) = (longitude is null)),
  -- Nobody's name or street is longer; what is, is a slip that no page could show.
  constraint customers_have_lengths check (
    coalesce(greatest(length(name), length(email), length(street), length(city)), 0) <= 254
    and coalesce(greatest(length(phone), length(apartment), length(province), length(postal_code)), 0) <= 60),
  constraint customers_on_one_line check (private.on_one_line(name) and private.on_one_line(email) and private.on_one_line(phone)
    and private.on_one_line(street) and private.on_one_line(apartment) and private.on_one_line(city)
    and private.on_one_line(province) and private.on_one_line(postal_code))
);
comment on table public.customers is 'Who owns units and is written to.';
comment on column public.customers.first_name is 'How the client is greeted; empty where a greeting without name is better.';
comment on column public.customers.reach_by is 'How the client is best reached: email, phone, letter; relay: through a relay service for whoever cannot hear; caregiver: only through a contact of theirs.';
comment on column public.customers.reach_note is 'What to mind when reaching them: best times, hard of hearing, let it ring.';
comment on column public.customers.deceased_on is 'When they died, or when we were told: nothing is ever mailed or printed to that name again.';
comment on column public.customers.erased_on is 'When the person was erased at their wish (private.erase_customer): what the law has us keep hangs on a row without a name, which nobody finds, writes to, or fills again.';
comment on column public.customers.customer_ref is 'Reference in the system the customer was imported from.';
comment on column public.customers.consent_basis is 'Why we may send e-mail (CASL): an active contract, a purchase (two years), express consent, or nothing known.';

create function private.is_erased(customer_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.customers c where c.id = is_erased.customer_id and c.erased_on is not null);
end;
$$;
comment on function private.is_erased is 'Whether a client was erased: nothing is given to them, or written down about them, any more. What a door answers then is refused (reason: erased).';

create table public.customer_contacts (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references public.customers on delete cascade,
  name text not null check (btrim(name) <> ''),
  relation text,
  email text,
  phone text,
  receives text not null default 'beside' check (receives in ('beside', 'instead', 'nothing')),
  is_payer boolean not null default false,
  billing_address text,
  purchase_order text,
  created_at timestamptz not null default now(),
  constraint contacts_have_lengths check (
    coalesce(greatest(length(name), length(email), length(relation), length(billing_address)), 0) <= 254
    and coalesce(greatest(length(phone), length(purchase_order)), 0) <= 60),
  constraint contacts_on_one_line check (private.on_one_line(name) and private.on_one_line(relation)
    and private.on_one_line(email) and private.on_one_line(phone) and private.on_one_line(billing_address)
    and private.on_one_line(purchase_order))
);
comment on table public.customer_contacts is 'A caregiver or payer who is written to beside or instead of the client.';
comment on column public.customer_contacts.is_payer is 'For invoices: whether they go to this contact instead of the client.';
comment on column public.customer_contacts.billing_address is 'Where a payer''s invoices are addressed to, on one line; null: to the client''s address.';
comment on column public.customer_contacts.purchase_order is 'The number under which a payer, an insurer for instance, wants to be billed.';

-- An invoice is addressed to one.
create unique index customer_contacts_payer on public.customer_contacts (customer_id) where is_payer;

create index customer_contacts_by_customer on public.customer_contacts (customer_id);

create table public.suppressions (
  id uuid primary key default gen_random_uuid(),
  address text not null unique check (address = lower(btrim(address)) and private.on_one_line(address)),
  reason text not null check (reason in ('unsubscribed', 'hard_bounce', 'complaint')),
  has_unsubscribed boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table public.suppressions is 'Addresses that get no reminders. Bounces and complaints get nothing at all; unsubscribed people still get confirmations of what they book.';
comment on column public.suppressions.has_unsubscribed is 'Whether the owner of the address asked for no reminders, whatever became of it since: who lifts a bounce does not lift that.';

create function private.keep_unsubscribed()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.has_unsubscribed := new.has_unsubscribed or new.reason = 'unsubscribed';
  return new;
end;
$$;
comment on function private.keep_unsubscribed is 'Trigger: that somebody unsubscribed is kept beside what is worse.';

create trigger keep_unsubscribed before insert on public.suppressions
  for each row execute function private.keep_unsubscribed();
-- What the owner of an address asked for only they take back; what the provider told only an administrator who knows better.
create trigger keep_suppressed before delete on public.suppressions
  for each row when (
    old.has_unsubscribed and private.made_by() is distinct from 'resubscribe'
    or old.reason <> 'unsubscribed' and private.made_by() is distinct from 'lift_bounce')
  execute function private.refuse_change();
create trigger keep_as_it_is before update on public.suppressions
  for each row when (new.address <> old.address
    or old.has_unsubscribed and not new.has_unsubscribed and private.made_by() is distinct from 'resubscribe'
    or old.reason <> 'unsubscribed' and new.reason = 'unsubscribed' and private.made_by() is distinct from 'lift_bounce')
  execute function private.refuse_change();

create table private.address_tokens (
  address text primary key check (address = lower(btrim(address)) and private.on_one_line(address)),
  token text not null unique default private.random_token()
);
comment on table private.address_tokens is 'The unsubscribe token of an address; it outlives cycles and customers.';

create trigger keep_address_tokens before update or delete on private.address_tokens
  for each row execute function private.refuse_change('erase_customer');

create trigger correct_place before insert or update of postal_code, latitude, longitude on public.customers
  for each row execute function private.correct_place();

create trigger forget_old_place before update of street, postal_code on public.customers
  for each row execute function private.forget_old_place();

create trigger audit after insert or update or delete on public.staff
  for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.customers
  for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.customer_contacts
  for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.suppressions
  for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

grant execute on function private.staff_role, private.is_office, private.is_admin to authenticated, service_role;

create function private.let_admin_write(table_name text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  execute format('create policy admin_inserts on public.%I for insert to authenticated with check ((select private.is_admin()))', table_name);
  execute format('create policy admin_updates on public.%I for update to authenticated using ((select private.is_admin()))', table_name);
  execute format('create policy admin_deletes on public.%I for delete to authenticated using ((select private.is_admin()))', table_name);
end;
$$;
comment on function private.let_admin_write is 'For migrations: one policy per action, so that reading stays under a single policy.';

alter table public.staff enable row level security;
alter table public.customers enable row level security;
alter table public.customer_contacts enable row level security;
alter table public.suppressions enable row level security;

create policy office_reads on public.company_settings for select to authenticated using ((select private.staff_role()) is not null);
create policy admin_writes on public.company_settings for update to authenticated using ((select private.is_admin()));
create policy admin_reads on public.audit_events for select to authenticated using ((select private.is_admin()));
create policy admin_reads on public.audit_personal_values for select to authenticated using ((select private.is_admin()));
create policy own_or_office on public.staff for select to authenticated using (user_id = (select auth.uid()) or (select private.is_office()));
select private.let_admin_write('staff');
create policy office_all on public.customers for all to authenticated using ((select private.is_office()));
create policy office_all on public.customer_contacts for all to authenticated using ((select private.is_office()));
create policy office_reads on public.suppressions for select to authenticated using ((select private.is_office()));

grant select, update on public.company_settings to authenticated;
grant select on public.audit_events, public.audit_personal_values to authenticated;
grant select, insert, update on public.staff to authenticated;
grant select, insert, update on public.customers to authenticated;
grant select, insert, update, delete on public.customer_contacts to authenticated;
grant select on public.suppressions to authenticated;
grant select, insert, update, delete on public.staff, public.customers, public.customer_contacts, public.suppressions to service_role;
