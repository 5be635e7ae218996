-- Foundation: schemas, what is granted by default (nothing), the clock, the company's settings, the audit trail.

create schema if not exists private;
comment on schema private is 'Internals. Not exposed over HTTP; staff may only call the role look-ups that policies need.';

create schema if not exists extensions;
create extension if not exists btree_gist with schema extensions;
create extension if not exists pgcrypto with schema extensions;

-- Nothing is executable or readable unless a chapter says so. The global form matters for functions:
-- the per-schema form cannot take away what PUBLIC gets by default. The per-schema revokes undo the
-- grants that older hosted projects were created with.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

-- Clock ---------------------------------------------------------------------------------------------

create function private.clock()
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return now();
end;
$$;
comment on function private.clock is 'The present instant for every rule of the domain. Replacing this one function moves the whole system in time.';

-- Settings ------------------------------------------------------------------------------------------

create table public.company_settings (
  id uuid primary key default gen_random_uuid(),
  only_row boolean not null default true unique check (only_row),

  company_name text not null default 'Fusion Maintenance',
  sender_name text not null default 'Fusion Maintenance',
  sender_email text not null default 'service@example.com',
  phone text not null default '905-555-0100',
  postal_address text not null default '1 Main Street, Brampton, ON  L6Y 0A1',
  brand_color text not null default '#0b5d3b' check (brand_color ~ '^#[0-9a-fA-F]{6}$'),
  logo_url text,
  public_url text not null default 'http://127.0.0.1:8000' check (public_url ~ '^https?://[^/]+$'),

  time_zone text not null default 'America/Toronto',
  slot_step_minutes integer not null default 15 check (slot_step_minutes between 5 and 120),
  booking_horizon_days integer not null default 60 check (booking_horizon_days between 1 and 180),
  minimum_notice_hours integer not null default 24 check (minimum_notice_hours between 0 and 336),
  wait_minutes_per_day numeric(6, 2) not null default 3 check (wait_minutes_per_day > 0),
  arrival_window_minutes integer not null default 30 check (arrival_window_minutes between 0 and 480),
  change_cutoff_hours integer not null default 24 check (change_cutoff_hours between 0 and 336),
  household_days integer not null default 45 check (household_days between 0 and 365),

  mail_from_time time not null default '08:00',
  reminder_bands integer[] not null default '{30,7,1}',
  stagger_weeks integer not null default 12 check (stagger_weeks between 1 and 52),
  delivery_mode text not null default 'catch' check (delivery_mode in ('off', 'catch', 'live')),
  messages_paused boolean not null default false,
  recipient_allow_list text[],
  message_attempts integer not null default 8 check (message_attempts between 1 and 50),

  follow_up_unbooked boolean not null default true,
  unbooked_after_days integer not null default 7 check (unbooked_after_days between 0 and 90),
  follow_up_overdue boolean not null default true
);
comment on table public.company_settings is 'One row: what the office may set for the whole company.';
comment on column public.company_settings.public_url is 'Origin of the booking site, without a trailing slash; links in e-mails start with it.';
comment on column public.company_settings.time_zone is 'A day is a company day in this zone.';
comment on column public.company_settings.wait_minutes_per_day is 'Minutes of added drive that one day of earlier service is worth when times are ranked.';
comment on column public.company_settings.arrival_window_minutes is 'The client is promised arrival between the start and this many minutes later.';
comment on column public.company_settings.change_cutoff_hours is 'Clients change or cancel by themselves until this many hours before the start.';
comment on column public.company_settings.delivery_mode is 'off: nothing leaves the outbox; catch: to the mail catcher; live: to clients, and only where a secret of that very project says so too.';
comment on column public.company_settings.recipient_allow_list is 'Staging: when set, only these addresses or @domains receive mail.';

create function private.check_company_settings()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform now() at time zone new.time_zone;
  if exists (select from unnest(new.reminder_bands) band where band is null or band < 1) then
    raise exception 'reminder bands are whole days, at least 1' using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.check_company_settings is 'Refuses an unknown time zone (22023) and senseless reminder bands (23514).';

create trigger check_company_settings before insert or update on public.company_settings
  for each row execute function private.check_company_settings();

create function private.company_zone()
returns text
language sql stable
set search_path = ''
as $$ select time_zone from public.company_settings $$;
comment on function private.company_zone is 'The company''s time zone.';

create function private.company_day(as_of timestamptz)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return (as_of at time zone (select s.time_zone from public.company_settings s))::date;
end;
$$;
comment on function private.company_day is 'The company day that holds an instant.';

-- Who is asking -------------------------------------------------------------------------------------

create function private.request_role()
returns text
language sql stable
set search_path = ''
as $$ select current_setting('role', true) $$;
comment on function private.request_role is 'The role the request runs as (anon, authenticated, service_role), also inside security definer functions; ''none'' on a direct connection.';

create function private.random_token()
returns text
language sql volatile
set search_path = ''
as $$ select rtrim(translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/', '-_'), '=') $$;
comment on function private.random_token is '32 random bytes as 43 characters of base64url.';

-- Audit trail ---------------------------------------------------------------------------------------

create table public.audit_events (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity unique,
  at timestamptz not null default clock_timestamp(),
  actor uuid default auth.uid(),
  request_role text default current_setting('role', true),
  session_role text not null default session_user,
  table_name text not null,
  row_id uuid,
  action text not null check (action in ('insert', 'update', 'delete', 'read')),
  changes jsonb not null
);
comment on table public.audit_events is 'Every state change, append-only for every role; sealed by a hash chain in private.audit_seals.';
comment on column public.audit_events.actor is 'auth.uid() of the signed-in person, null for jobs and link holders.';
comment on column public.audit_events.changes is 'insert and delete: the row; update: column → [before, after]; read: what was handed out, for things that staff see only by asking. Tokens are left out.';
create index audit_events_by_row on public.audit_events (row_id, seq);

create function private.refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'FM002';
end;
$$;
comment on function private.refuse_change is 'Trigger of append-only tables: raises FM002 on update, delete and truncate, whoever asks.';

create trigger refuse_change before update or delete on public.audit_events
  for each row execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.audit_events
  for each statement execute function private.refuse_change();

create function private.write_audit(table_name text, row_id uuid, action text, changes jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Shared: sealing waits for a moment without unfinished writers, writers never wait for each other.
  perform pg_advisory_xact_lock_shared(private.audit_lock_key());
  insert into public.audit_events (table_name, row_id, action, changes)
  values (write_audit.table_name, write_audit.row_id, write_audit.action, write_audit.changes);
end;
$$;
comment on function private.write_audit is 'The one way into the audit trail: a row, and until the end of the transaction no seal over it.';

-- Definer: writers of audited tables may not write the trail themselves.
create function private.record_change()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_old jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - coalesce(tg_argv, '{}') end;
  v_new jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - coalesce(tg_argv, '{}') end;
  v_changes jsonb;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(n.key, jsonb_build_array(v_old -> n.key, n.value)) into v_changes
    from jsonb_each(v_new) n
    where n.value is distinct from v_old -> n.key;
    if v_changes is null then
      return null;
    end if;
  end if;
  perform private.write_audit(tg_table_name, (coalesce(v_new, v_old) ->> 'id')::uuid, lower(tg_op), coalesce(v_changes, v_new, v_old));
  return null;
end;
$$;
comment on function private.record_change is 'Audit trigger (after each row); its arguments are the columns that must never be copied, tokens above all.';

create function private.audit_lock_key()
returns bigint
language sql immutable
set search_path = ''
as $$ select 70020000::bigint $$;
comment on function private.audit_lock_key is 'Advisory lock that tells finished audit rows from unfinished ones.';

create table private.audit_seals (
  id bigint generated always as identity primary key,
  sealed_at timestamptz not null default clock_timestamp(),
  through_seq bigint not null unique,
  rows bigint not null,
  hash bytea not null
);
comment on table private.audit_seals is 'Hash chain over the audit trail: each seal covers the rows after the one before, up to through_seq.';

create function private.audit_hash(previous bytea, after_seq bigint, through_seq bigint)
returns bytea
language sql stable
set search_path = ''
as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(coalesce(string_agg(
    concat_ws('|', e.id, e.seq, date_part('epoch', e.at), e.actor, e.request_role, e.session_role, e.table_name, e.row_id, e.action, e.changes),
    e'\n' order by e.seq), ''), 'UTF8'))
  from public.audit_events e
  where e.seq > after_seq and e.seq <= audit_hash.through_seq;
$$;
comment on function private.audit_hash is 'Hash of the rows after after_seq up to through_seq, chained to the previous seal.';

create function private.seal_audit()
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_last private.audit_seals;
  v_through bigint;
  v_rows bigint;
begin
  -- Nobody is in the middle of writing, or we come back later.
  if not pg_try_advisory_xact_lock(private.audit_lock_key()) then
    return 0;
  end if;
  select * into v_last from private.audit_seals order by id desc limit 1;
  select max(e.seq), count(*) into v_through, v_rows
  from public.audit_events e where e.seq > coalesce(v_last.through_seq, 0);
  if v_rows = 0 then
    return 0;
  end if;
  insert into private.audit_seals (through_seq, rows, hash)
  values (v_through, v_rows, private.audit_hash(v_last.hash, coalesce(v_last.through_seq, 0), v_through));
  return v_rows;
end;
$$;
comment on function private.seal_audit is 'Seals what was written since the last seal; returns the number of rows, 0 when writers are busy.';

create function private.broken_audit_seals()
returns setof private.audit_seals
language sql stable
set search_path = ''
as $$
  with chain as (
    select s.*, lag(s.hash) over (order by s.id) as previous, coalesce(lag(s.through_seq) over (order by s.id), 0) as after_seq
    from private.audit_seals s
  )
  select c.id, c.sealed_at, c.through_seq, c.rows, c.hash
  from chain c
  where c.hash <> private.audit_hash(c.previous, c.after_seq, c.through_seq)
    or c.rows <> (select count(*) from public.audit_events e where e.seq > c.after_seq and e.seq <= c.through_seq);
$$;
comment on function private.broken_audit_seals is 'Seals whose rows were changed, added or removed behind the triggers'' back; empty when the trail is whole.';

-- Transitions ---------------------------------------------------------------------------------------

create function private.guard_state()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.state is distinct from old.state and not (old.state || '>' || new.state) = any (tg_argv) then
    raise exception '%: % cannot become %', tg_table_name, old.state, new.state using errcode = 'FM001';
  end if;
  return new;
end;
$$;
comment on function private.guard_state is 'Trigger: the arguments list the allowed changes of the column state as ''from>to''; others raise FM001, whoever asks.';

create trigger audit after insert or update or delete on public.company_settings
  for each row execute function private.record_change();

-- Access (policies of this chapter are in "people", where roles begin) --------------------------------

alter table public.company_settings enable row level security;
alter table public.audit_events enable row level security;
-- Column defaults and triggers run as whoever writes.
grant execute on function private.clock, private.company_zone, private.company_day, private.request_role, private.random_token
  to authenticated, service_role;
grant select, insert, update on public.company_settings to service_role;
grant select on public.audit_events to service_role;
