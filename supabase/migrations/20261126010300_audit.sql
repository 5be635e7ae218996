-- Audit: the trail of every state change, which nobody can edit. Its seals are the next chapter.

create table public.audit_events (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity unique,
  at timestamptz not null default clock_timestamp(),
  actor uuid default auth.uid(),
  request_role text default current_setting('role', true),
  session_role text not null default session_user,
  made_by text default private.made_by(),
  table_name text not null,
  row_id uuid,
  action text not null,
  changes jsonb not null,
  personal_digest bytea
);
comment on table public.audit_events is 'Every state change, append-only for every role; sealed by a hash chain in private.audit_seals. private.audit_trail shows it with what is personal.';
comment on column public.audit_events.actor is 'auth.uid() of the signed-in person, null for jobs and link holders.';
comment on column public.audit_events.made_by is 'The function that said it answers for the change; null for most.';
comment on column public.audit_events.changes is 'insert and delete: the row; update: column → [before, after]; read: what was handed out, for things that staff see only by asking; forget: the event whose personal values were erased. Tokens are left out, and what is personal lies apart.';
comment on column public.audit_events.personal_digest is 'Salted digest of the personal values of the event; null where it has none. It stays when they are erased.';

create index audit_events_by_row on public.audit_events (row_id, seq);

create trigger refuse_change before update or delete on public.audit_events
  for each row execute function private.refuse_change();
create function private.keep_trail()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.made_by() is distinct from 'write_audit' then
    raise exception '%: no % of what is kept', tg_table_name, lower(tg_op) using errcode = 'MT002';
  elsif not (new.seq > 0 and new.action = any ('{insert, update, delete, read, forget}') and jsonb_typeof(new.changes) = 'object'
    and private.known_days() @> new.at and (new.at <= clock_timestamp() or new.at <= private.clock())
    and length(concat(new.request_role, new.session_role, new.made_by, new.table_name)) <= 4000) then
    raise exception 'that is no event' using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.keep_trail is 'What never happened is no event: only write_audit adds to the trail (MT002), and what it adds says what it must (23514). Asked here and not in checks and conditions, which each insert would read anew: every row of the domain that is written writes one here, and no event ever changes.';

create trigger keep_trail before insert on public.audit_events
  for each row execute function private.keep_trail();

-- What is personal ------------------------------------------------------------------------------------

-- Without a foreign key: events never go, and every write would check it.
create table public.audit_personal_values (
  id uuid primary key,
  salt bytea not null default extensions.gen_random_bytes(16),
  changes jsonb not null
);
comment on table public.audit_personal_values is 'The personal part of an event''s changes, under the event''s id: it can be erased, and the seals hold.';
comment on column public.audit_personal_values.salt is 'Goes with the values: whoever knows the digest alone cannot try what they were.';

create function private.personal_columns()
returns text[]
language sql immutable
return array[
  'name', 'first_name', 'email', 'phone', 'relation', 'licence_number', 'customer_ref', 'claim_ref',
  'street', 'apartment', 'city', 'postal_code', 'address', 'address_key', 'latitude', 'longitude', 'home_address', 'home_latitude', 'home_longitude',
  'said_by', 'revoked_reason', 'content', 'caption', 'problem', 'description',
  'contact_phone', 'recipient', 'access_notes', 'notes', 'note', 'title', 'details', 'outcome', 'cancelled_reason', 'cancelled_note', 'closed_reason', 'set_aside_reason', 'paused_reason', 'reach_by', 'reach_note',
  'tax_reason', 'no_charge_reason', 'last_error', 'report', 'findings', 'advice_to_client', 'signed_by', 'unsigned_reason',
  'price_reason', 'void_reason', 'billing_address', 'purchase_order', 'bill_to_name', 'bill_to_address', 'printed'];
comment on function private.personal_columns is 'Columns that tell of a person or hold what somebody wrote about one, by name, in whatever table.';

create function private.personal_digest(salt bytea, changes jsonb)
returns bytea
language sql stable
return sha256(salt || convert_to(changes::text, 'UTF8'));
comment on function private.personal_digest is 'What the sealed event keeps of its personal values.';

-- Writing ---------------------------------------------------------------------------------------------

-- The only advisory lock outside of "calendar": it has no place in the order of locks, because writers share
-- it and whoever seals only tries for it.
create function private.audit_lock_key()
returns bigint
language sql immutable
return 70020000::bigint;
comment on function private.audit_lock_key is 'Advisory lock that tells finished audit rows from unfinished ones.';

create function private.write_audit(table_name text, row_id uuid, action text, changes jsonb, made_by text default private.made_by())
returns void
language plpgsql volatile
set search_path = ''
-- Whoever answers for the change was asked above, as whose argument: here it is this function.
set rules.made_by = 'write_audit'
as $$
declare
  v_id uuid := gen_random_uuid();
  v_plain jsonb := changes;
  v_personal jsonb;
  v_digest bytea;
begin
  -- Shared: sealing waits for a moment without unfinished writers, writers never wait for each other.
  perform pg_advisory_xact_lock_shared(private.audit_lock_key());
  -- What was left empty tells of nobody.
  if jsonb_strip_nulls(changes) ?| private.personal_columns() then
    v_plain := changes - private.personal_columns();
    v_personal := changes - array(select jsonb_object_keys(v_plain));
    insert into public.audit_personal_values as p (id, changes) values (v_id, v_personal)
    returning private.personal_digest(p.salt, p.changes) into v_digest;
  end if;
  insert into public.audit_events (id, table_name, row_id, action, changes, personal_digest, made_by)
  values (v_id, write_audit.table_name, write_audit.row_id, write_audit.action, v_plain, v_digest, write_audit.made_by);
end;
$$;
comment on function private.write_audit is 'The one way into the audit trail: an event, what is personal in it apart, and until the end of the transaction no seal over it.';

-- Definer: writers of audited tables may not write the trail themselves.
create function private.record_change()
returns trigger
language plpgsql security definer
set search_path = ''
-- Values are written in one way, whatever the session's settings for dates and numbers.
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
set intervalstyle = 'postgres'
set extra_float_digits = 1
set bytea_output = 'hex'
as $$
declare
  v_old jsonb;
  v_changes jsonb;
begin
  if tg_op = 'INSERT' then
    perform private.write_audit(tg_table_name, new.id, 'insert', to_jsonb(new) - coalesce(tg_argv, '{}'));
  elsif tg_op = 'DELETE' then
    perform private.write_audit(tg_table_name, old.id, 'delete', to_jsonb(old) - coalesce(tg_argv, '{}'));
  else
    v_old := to_jsonb(old);
    select jsonb_object_agg(n.key, jsonb_build_array(v_old -> n.key, n.value)) into v_changes
    from jsonb_each(to_jsonb(new) - coalesce(tg_argv, '{}')) n
    where n.value is distinct from v_old -> n.key;
    if v_changes is not null then
      perform private.write_audit(tg_table_name, new.id, 'update', v_changes);
    end if;
  end if;
  return null;
end;
$$;
comment on function private.record_change is 'Audit trigger (after each row); its arguments are the columns that must never be copied, tokens above all.';

create trigger audit after insert or update or delete on public.company_settings
  for each row execute function private.record_change();

create view private.audit_trail as
select e.seq, e.at, e.actor, e.request_role, e.session_role, e.made_by, e.table_name, e.row_id, e.action,
  e.changes || coalesce(p.changes, '{}') as changes
from public.audit_events e
left join public.audit_personal_values p on p.id = e.id;
comment on view private.audit_trail is 'The trail for reading: each event with its personal values, as long as nobody erased them.';

-- Erasing ---------------------------------------------------------------------------------------------

create function private.record_forgetting()
returns trigger
-- Definer: whoever erases may not write the trail themselves.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.write_audit(e.table_name, e.row_id, 'forget', jsonb_build_object('seq', e.seq))
  from public.audit_events e where e.id = old.id;
  return null;
end;
$$;
comment on function private.record_forgetting is 'That personal values were erased, when and by whom, is itself an event, whoever erases them.';

create function private.keep_personal_values()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.made_by() is distinct from 'write_audit' then
    raise exception '%: no % of what is kept', tg_table_name, lower(tg_op) using errcode = 'MT002';
  elsif not (octet_length(new.salt) = 16 and jsonb_typeof(new.changes) = 'object') then
    raise exception 'these are no values of an event' using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.keep_personal_values is 'As keep_trail, of what is personal in an event (MT002, 23514).';

create trigger refuse_change before update on public.audit_personal_values
  for each row execute function private.refuse_change();
create trigger keep_trail before insert on public.audit_personal_values
  for each row execute function private.keep_personal_values();
create trigger record_forgetting after delete on public.audit_personal_values
  for each row execute function private.record_forgetting();

create function private.forget_personal_values(row_ids uuid[])
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_forgotten bigint;
begin
  delete from public.audit_personal_values p using public.audit_events e
  where e.id = p.id and e.row_id = any (row_ids);
  get diagnostics v_forgotten = row_count;
  return v_forgotten;
end;
$$;
comment on function private.forget_personal_values is 'Erases what the trail holds of a person in the events of these rows; the events, their digests and the seals stay. Returns how many events it was.';

-- Access (policies are in "people") -------------------------------------------------------------------

alter table public.audit_events enable row level security;
alter table public.audit_personal_values enable row level security;
grant select on public.audit_events, public.audit_personal_values to service_role;
