-- Audit: the trail of every state change, which nobody can edit, and the seals that would show it.

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
  action text not null check (action in ('insert', 'update', 'delete', 'read')),
  changes jsonb not null
);
comment on table public.audit_events is 'Every state change, append-only for every role; sealed by a hash chain in private.audit_seals.';
comment on column public.audit_events.actor is 'auth.uid() of the signed-in person, null for jobs and link holders.';
comment on column public.audit_events.made_by is 'The function that said it answers for the change; null for most.';
comment on column public.audit_events.changes is 'insert and delete: the row; update: column → [before, after]; read: what was handed out, for things that staff see only by asking. Tokens are left out.';

create index audit_events_by_row on public.audit_events (row_id, seq);

create trigger refuse_change before update or delete on public.audit_events
  for each row execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.audit_events
  for each statement execute function private.refuse_change();

-- The only advisory lock outside of "calendar": it has no place in the order of locks, because writers share
-- it and whoever seals only tries for it.
create function private.audit_lock_key()
returns bigint
language sql immutable
return 70020000::bigint;
comment on function private.audit_lock_key is 'Advisory lock that tells finished audit rows from unfinished ones.';

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

create trigger audit after insert or update or delete on public.company_settings
  for each row execute function private.record_change();

-- Seals -----------------------------------------------------------------------------------------------

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

-- Access (policies are in "people") -------------------------------------------------------------------

alter table public.audit_events enable row level security;
grant select on public.audit_events to service_role;
