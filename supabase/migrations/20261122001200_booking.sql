-- Booking: attempts and their limits, the time of a visit, what a link stands for, times around one that is gone, locks.
-- Locks everywhere: a client's turn (private.wait_for_turn) → contracts by id → technicians by id → rows of tasks.
-- What every booking runs is plpgsql, also where sql would read as well: only that keeps its plans between calls.

create table public.booking_attempts (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  cycle_id uuid references public.maintenance_cycles on delete set null,
  action text not null check (action in ('confirm', 'reschedule', 'cancel', 'callback')),
  status text not null,
  reason text,
  technician_id uuid,
  starts_at timestamptz,
  details jsonb not null default '{}'
);
comment on table public.booking_attempts is 'Every call by which the holder of a link tried to act, and what came of it; kept 90 days.';
comment on column public.booking_attempts.technician_id is 'As asked for: possibly nobody we know, so no foreign key.';
create index booking_attempts_by_cycle on public.booking_attempts (cycle_id, at);
create index booking_attempts_by_age on public.booking_attempts (at);

create unlogged table private.link_calls (
  cycle_id uuid not null,
  acts boolean not null,
  window_started_at timestamptz not null,
  calls integer not null,
  primary key (cycle_id, acts)
);
comment on table private.link_calls is 'How often a link was used in the present ten minutes. Worth nothing after a crash, so unlogged, and without a foreign key: it is written on every call.';

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

create function private.forget_old_attempts()
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows bigint;
begin
  delete from private.link_calls l where l.window_started_at < clock_timestamp() - interval '1 day';
  delete from public.booking_attempts a where a.at < clock_timestamp() - interval '90 days';
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function private.forget_old_attempts is 'Retention: drops attempts older than 90 days and stale counters; returns the number of attempts dropped.';

-- A visit and its time ------------------------------------------------------------------------------

create function private.check_visit_time()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_task_id uuid;
  v_expected record;
begin
  if tg_table_name = 'technician_tasks' then
    v_task_id := new.id;
  else
    v_task_id := new.task_id;
  end if;
  select t.state, t.blocking, upper(t.during) - lower(t.during) as length, sum(v.minutes) as minutes into v_expected
  from public.technician_tasks t
  join public.maintenance_visits v on v.task_id = t.id and v.state in ('scheduled', 'in_progress')
  where t.id = v_task_id
  group by t.id;
  if not v_expected.blocking then
    raise exception 'visits are still expected at the time of a task that is %', v_expected.state using errcode = 'FM003';
  end if;
  -- Only who shortens a task must leave its visits their time: an import may know better lengths.
  if tg_table_name = 'technician_tasks' and v_expected.length < make_interval(mins => v_expected.minutes::integer) then
    raise exception 'a task cannot be shorter than the % minutes of its visits', v_expected.minutes using errcode = 'FM003';
  end if;
  return null;
end;
$$;
comment on function private.check_visit_time is 'At commit: a visit that is to happen has a task that blocks its time, and no task was cut below the minutes of its visits (FM003).';

create constraint trigger check_visit_time after insert or update of state, task_id on public.maintenance_visits
  deferrable initially deferred for each row
  when (new.state in ('scheduled', 'in_progress')) execute function private.check_visit_time();
create constraint trigger check_visit_time after update of state, during on public.technician_tasks
  deferrable initially deferred for each row
  when (old.blocking and (not new.blocking or new.during <> old.during)) execute function private.check_visit_time();

-- What a link stands for -----------------------------------------------------------------------------

create function private.find_link(token text, out status text, out cycle_id uuid, out contract_id uuid)
language plpgsql stable
set search_path = ''
as $$
begin
  select y.id, y.contract_id into cycle_id, contract_id from public.maintenance_cycles y where y.token = find_link.token;
  if cycle_id is not null then
    status := 'open';
    return;
  end if;
  select r.cycle_id into cycle_id from private.retired_tokens r where r.token_hash = private.token_hash(token);
  status := case when cycle_id is null then 'invalid' else 'expired' end;
end;
$$;
comment on function private.find_link is 'What a link is: open with its cycle and contract, expired (once a link of this cycle), or invalid.';

create function private.company_contact()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('name', s.company_name, 'phone', s.phone, 'email', s.sender_email,
      'brand_color', s.brand_color, 'logo_url', s.logo_url, 'time_zone', s.time_zone)
    from public.company_settings s);
end;
$$;
comment on function private.company_contact is 'What anybody may know of the company.';

-- Times around one that is gone --------------------------------------------------------------------

create function private.nearest_technicians(
  skill_ids uuid[], latitude double precision, longitude double precision, most integer)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id
    from unnest(private.qualified_technicians(skill_ids, null)) q (id)
    join public.technicians t on t.id = q.id
    order by (t.home_latitude - nearest_technicians.latitude) ^ 2
      + ((t.home_longitude - nearest_technicians.longitude) * cos(radians(nearest_technicians.latitude))) ^ 2, t.id
    limit most);
end;
$$;
comment on function private.nearest_technicians is 'Those who hold every skill, by how near a place they live, nearest first; whose home is unknown come last.';

create function private.nearest_slots(search jsonb, wanted timestamptz, max_slots integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('slots', coalesce(jsonb_agg(n.slot order by n.away, n.position), '[]'), 'days', search -> 'days')
    from (
      select s.slot, s.position, abs(date_part('epoch', (s.slot ->> 'starts_at')::timestamptz - wanted)) as away
      from jsonb_array_elements(search -> 'slots') with ordinality s (slot, position)
      order by away, s.position
      limit max_slots
    ) n);
end;
$$;
comment on function private.nearest_slots is 'Of a search''s slots those nearest to the wanted time, nearest first; its days unchanged.';

create function private.other_times(contract_ids uuid[], wanted timestamptz, as_of timestamptz, ignore_task_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_needs record;
  v_near uuid[];
  v_window record;
  v_found jsonb;
begin
  select * into v_needs from private.stop_needs(contract_ids);
  v_near := private.nearest_technicians(v_needs.skill_ids, v_needs.latitude, v_needs.longitude, 10);
  -- The wanted day of those who live near is enough as a rule, and quick when a crowd has just lost the same time.
  for v_window in select * from (values (0, 1, true), (1, 4, true), (3, 21, false)) w (before, days, near) loop
    v_found := private.search_slots(
      v_needs.skill_ids, v_needs.minutes, v_needs.latitude, v_needs.longitude, v_needs.postal_code,
      greatest(private.company_day(as_of), private.company_day(wanted) - v_window.before), v_window.days, 500, as_of,
      among => case when v_window.near then v_near end, ignore_task_id => other_times.ignore_task_id);
    exit when jsonb_array_length(v_found -> 'slots') >= 6;
  end loop;
  return private.nearest_slots(v_found, wanted, 6);
end;
$$;
comment on function private.other_times is 'Fresh times around a time that is gone.';

-- Locks ---------------------------------------------------------------------------------------------

create function private.lock_technicians(technician_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.lock_technician(id)
  from (select distinct id from unnest(technician_ids) id where id is not null order by id) ordered;
end;
$$;
comment on function private.lock_technicians is 'Serialises writers of these technicians'' calendars, locked in the order of their ids; after contracts, before rows.';

create function private.lock_tasks(task_ids uuid[], technician_ids uuid[] default '{}')
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_holders uuid[];
begin
  loop
    v_holders := array(select t.technician_id from public.technician_tasks t where t.id = any (task_ids) order by t.id);
    begin
      perform private.lock_technicians(v_holders || technician_ids);
      perform from public.technician_tasks t where t.id = any (task_ids) order by t.id for update;
      if v_holders is distinct from array(select t.technician_id from public.technician_tasks t where t.id = any (task_ids) order by t.id) then
        raise exception 'moved meanwhile' using errcode = 'FM004';
      end if;
      return;
    exception when sqlstate 'FM004' then
      -- The locks are given back with the sub-transaction; take those of the technicians who have them now.
      continue;
    end;
  end loop;
end;
$$;
comment on function private.lock_tasks is 'Locks the technicians who hold these tasks, and these technicians, then the tasks'' rows; after contracts.';

-- Access --------------------------------------------------------------------------------------------

alter table public.booking_attempts enable row level security;
create policy office_reads on public.booking_attempts for select to authenticated using ((select private.is_office()));
grant select on public.booking_attempts to authenticated;
grant select, insert, update, delete on public.booking_attempts to service_role;
