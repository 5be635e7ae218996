-- Attempts: how often a link is used, and what its holder did.

-- How often a link is used ------------------------------------------------------------------------------

create unlogged table private.link_calls (
  cycle_id uuid not null,
  acts boolean not null,
  window_started_at timestamptz not null,
  calls integer not null,
  primary key (cycle_id, acts)
);
comment on table private.link_calls is 'How often a link was used in the present ten minutes, the calendar of a technician (by their id) included. Worth nothing after a crash, so unlogged, and without a foreign key: it is written on every call.';

create function private.within_limit(cycle_id uuid, acts boolean)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls integer;
begin
  insert into private.link_calls as l (cycle_id, acts, window_started_at, calls)
  values (within_limit.cycle_id, within_limit.acts, clock_timestamp(), 1)
  on conflict on constraint link_calls_pkey do update set
    calls = case when l.window_started_at < clock_timestamp() - interval '10 minutes' then 1 else l.calls + 1 end,
    window_started_at = case when l.window_started_at < clock_timestamp() - interval '10 minutes'
      then clock_timestamp() else l.window_started_at end
  returning l.calls into v_calls;
  return v_calls <= case when acts then 60 else 1200 end;
end;
$$;
comment on function private.within_limit is 'Counts a call of a link; false beyond 60 acting or 1200 reading calls in ten minutes.';

create function private.enter_link(token text, acts boolean, out refusal jsonb, out cycle_id uuid, out contract_id uuid)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_link record := private.find_link(token);
begin
  cycle_id := v_link.cycle_id;
  contract_id := v_link.contract_id;
  -- An expired link is counted too: whoever holds one could go on for ever.
  if v_link.cycle_id is not null and not private.within_limit(v_link.cycle_id, acts) then
    refusal := private.rejected('too_many_attempts');
  elsif v_link.status <> 'open' then
    refusal := jsonb_build_object('status', v_link.status);
  end if;
end;
$$;
comment on function private.enter_link is 'What every door for link holders does first: refusal is null for an open link that is not used too often, else the answer to give; cycle_id is known for an expired link too, which is counted likewise.';

-- Attempts --------------------------------------------------------------------------------------------

create table public.booking_attempts (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  cycle_id uuid references public.maintenance_cycles,
  action text not null check (action = any ('{confirm, reschedule, cancel, callback, details, report, withdraw}')),
  status text not null,
  reason text,
  technician_id uuid,
  starts_at timestamptz,
  details jsonb not null default '{}'
);
comment on table public.booking_attempts is 'Every call by which the holder of a link tried to act, and what came of it; kept 90 days. Calls without a link that ever was, and those beyond a link''s limit, are counted in private.attempts_in_vain.';
comment on column public.booking_attempts.technician_id is 'As asked for: possibly nobody we know, so no foreign key.';

create index booking_attempts_by_cycle on public.booking_attempts (cycle_id, at);
create index booking_attempts_by_age on public.booking_attempts (at);

create trigger refuse_change before update on public.booking_attempts
  for each row execute function private.refuse_change();
create trigger refuse_delete before delete on public.booking_attempts
  for each row execute function private.refuse_delete();

create table private.attempts_in_vain (
  on_day date not null,
  action text not null,
  status text not null,
  attempts bigint not null,
  primary key (on_day, action, status)
);
comment on table private.attempts_in_vain is 'How many calls a day had no link that ever was (invalid), came beyond a link''s limit (too_many_attempts), or tried a letter''s code in vain (find): a row each would let a stranger fill the disk. Kept 90 days.';

create trigger refuse_delete before delete on private.attempts_in_vain
  for each row execute function private.refuse_delete();

create function private.record_attempt(
  action text, cycle_id uuid, result jsonb, technician_id uuid default null, starts_at timestamptz default null, details jsonb default '{}')
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- A cycle that went while its link was tried (a visit was taken back) has no attempts any more.
  insert into public.booking_attempts (action, cycle_id, status, reason, technician_id, starts_at, details)
  select record_attempt.action, y.id, result ->> 'status', result ->> 'reason', record_attempt.technician_id,
    case when record_attempt.starts_at <@ private.known_days() then record_attempt.starts_at end, record_attempt.details
  from public.maintenance_cycles y
  where y.id = record_attempt.cycle_id and result ->> 'reason' is distinct from 'too_many_attempts';
  if not found then
    insert into private.attempts_in_vain as v (on_day, action, status, attempts)
    values (private.company_day(clock_timestamp()), record_attempt.action, coalesce(result ->> 'reason', result ->> 'status'), 1)
    on conflict on constraint attempts_in_vain_pkey do update set attempts = v.attempts + 1;
  end if;
end;
$$;
comment on function private.record_attempt is 'Puts on record what the holder of a link tried and what came of it; what had no link, or none any more, or came too often, is only counted.';

create function private.forget_old_attempts()
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows bigint;
begin
  delete from private.attempts_in_vain v where v.on_day < private.company_day(clock_timestamp()) - 90;
  delete from private.link_calls l where l.window_started_at < clock_timestamp() - interval '1 day';
  delete from private.short_code_tries t where t.window_started_at < clock_timestamp() - interval '1 day';
  delete from public.booking_attempts a where a.at < clock_timestamp() - interval '90 days';
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function private.forget_old_attempts is 'Retention: drops attempts older than 90 days and stale counters; returns the number of attempts dropped.';

-- Access --------------------------------------------------------------------------------------------

alter table public.booking_attempts enable row level security;
create policy office_reads on public.booking_attempts for select to authenticated using ((select private.is_office()));
grant select on public.booking_attempts to authenticated, service_role;
