-- Booking: what a link stands for, what may be visited in one stop, and the one transaction that books it.
-- Locks everywhere: contracts by id → technicians by id → rows of tasks.
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
  v_task public.technician_tasks;
  v_minutes integer;
begin
  if tg_table_name = 'technician_tasks' then
    select * into v_task from public.technician_tasks t where t.id = new.id;
  else
    select t.* into v_task
    from public.maintenance_visits v
    join public.technician_tasks t on t.id = v.task_id
    where v.id = new.id and v.state in ('scheduled', 'in_progress');
  end if;
  if v_task.id is null then
    return null;
  end if;
  select sum(v.minutes) into v_minutes
  from public.maintenance_visits v
  where v.task_id = v_task.id and v.state in ('scheduled', 'in_progress');
  if v_minutes > 0 and not v_task.blocking then
    raise exception 'visits are still expected at the time of a task that is %', v_task.state using errcode = 'FM003';
  end if;
  -- Only who shortens a task must leave its visits their time: an import may know better lengths.
  if tg_table_name = 'technician_tasks' and upper(v_task.during) - lower(v_task.during) < make_interval(mins => v_minutes) then
    raise exception 'a task cannot be shorter than the % minutes of its visits', v_minutes using errcode = 'FM003';
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

create function private.find_link(token text)
returns table (status text, cycle_id uuid, contract_id uuid)
language plpgsql stable
set search_path = ''
as $$
begin
  if token is null or length(token) <> 43 or token !~ '^[A-Za-z0-9_-]{43}$' then
    return query select 'invalid', null::uuid, null::uuid;
    return;
  end if;
  return query select 'open', y.id, y.contract_id from public.maintenance_cycles y where y.token = find_link.token;
  if not found then
    return query
    select case when r.cycle_id is null then 'invalid' else 'expired' end, r.cycle_id, null::uuid
    from (values (private.token_hash(token))) h (hash)
    left join private.retired_tokens r on r.token_hash = h.hash;
  end if;
end;
$$;
comment on function private.find_link is 'One row: open with its cycle and contract, expired (once a link of this cycle), or invalid.';

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

create function private.address_key(street text, unit text, postal_code text)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case when btrim(street) <> '' then
    lower(regexp_replace(concat_ws(' ', street, '#', unit, '#', postal_code), '[^[:alnum:]#]+', '', 'g')) end;
end;
$$;
comment on function private.address_key is 'An address as it is compared: letters and digits only; null without a street.';

create view private.open_cycles as
  select y.id as cycle_id, y.contract_id, c.customer_id, c.category_id, k.name as kind, p.name as unit, y.due_on,
    coalesce(y.fee, c.fee) as fee, coalesce(y.tax_rate, t.rate) as tax_rate,
    coalesce(k.visit_minutes, 60) as visit_minutes, k.required_skill_id as skill_id, k.service_product_id,
    c.state = 'active' and u.condition = 'in_service' as serviceable,
    u.latitude, u.longitude, u.postal_code, u.access_notes,
    private.address_key(u.street, u.unit, u.postal_code) as address_key,
    nullif(concat_ws(', ', nullif(concat_ws(' ', u.street, case when u.unit <> '' then '#' || u.unit end), ''), u.city,
      nullif(concat_ws(' ', u.province, u.postal_code), '')), '') as address
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  join public.equipment_categories k on k.id = c.category_id
  join public.tax_codes t on t.id = c.tax_code_id
  left join public.products p on p.id = u.product_id
  where y.closed_at is null;
comment on view private.open_cycles is 'Each open cycle with what booking it takes: price (frozen, else the contract''s), minutes, skill, place.';

create function private.is_booked(cycle_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.maintenance_visits v
    where v.cycle_id = is_booked.cycle_id and v.state in ('scheduled', 'in_progress', 'done'));
end;
$$;
comment on function private.is_booked is 'Whether a cycle has a visit that is to happen or did.';

create function private.is_same_place(one private.open_cycles, other private.open_cycles)
returns boolean
language sql immutable
set search_path = ''
as $$
  -- An address that geocoding shares between apartments is told apart by its text, and a text by its place.
  select coalesce(one.address_key = other.address_key, one.latitude is not null and other.latitude is not null)
    and coalesce(abs(one.latitude - other.latitude) < 0.002 and abs(one.longitude - other.longitude) < 0.002, true);
$$;
comment on function private.is_same_place is 'Whether two units stand at one address: the same text where both have one, and no more than some 200 m apart where both are located.';

create function private.household(contract_id uuid, as_of timestamptz)
returns setof private.open_cycles
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.open_cycles;
begin
  -- Two steps: joined to itself in one, the view has more tables than the planner reorders.
  select * into v_own from private.open_cycles o where o.contract_id = household.contract_id;
  return query
  select o.*
  from private.open_cycles o
  where o.customer_id = v_own.customer_id and o.contract_id <> v_own.contract_id
    and o.due_on <= private.company_day(as_of) + (select s.household_days from public.company_settings s)
    and private.is_same_place(o, v_own)
    and o.serviceable and not private.is_booked(o.cycle_id)
    and exists (
      select from public.technicians t
      where t.active and not exists (
        select from unnest(array[v_own.skill_id, o.skill_id]) needed
        where needed is not null and not exists (
          select from public.technician_skills s where s.technician_id = t.id and s.skill_id = needed)))
  order by o.due_on, o.contract_id;
end;
$$;
comment on function private.household is 'Other units of the same client at the same address that one technician could service in the same stop: due within company_settings.household_days, not booked.';

create function private.stop_needs(contract_ids uuid[])
returns table (skill_ids uuid[], minutes integer, latitude double precision, longitude double precision, postal_code text)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select coalesce(array_agg(distinct o.skill_id) filter (where o.skill_id is not null), '{}'), sum(o.visit_minutes)::integer,
    min(o.latitude) filter (where o.contract_id = contract_ids[1]),
    min(o.longitude) filter (where o.contract_id = contract_ids[1]),
    min(o.postal_code) filter (where o.contract_id = contract_ids[1])
  from private.open_cycles o
  where o.contract_id = any (contract_ids);
end;
$$;
comment on function private.stop_needs is 'What one stop for these contracts takes: all their skills, the sum of their minutes, at the place of the first.';

create function private.nearest_slots(found jsonb, wanted timestamptz, max_slots integer)
returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_build_object('slots', coalesce(jsonb_agg(n.slot order by n.away, n.position), '[]'), 'days', found -> 'days')
  from (
    select s.slot, s.position, abs(date_part('epoch', (s.slot ->> 'starts_at')::timestamptz - wanted)) as away
    from jsonb_array_elements(found -> 'slots') with ordinality s (slot, position)
    order by away, s.position
    limit max_slots
  ) n;
$$;
comment on function private.nearest_slots is 'Of a search''s slots those nearest to the wanted time, nearest first; its days unchanged.';

create function private.other_times(contract_ids uuid[], wanted timestamptz, as_of timestamptz, ignore_task_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_needs record;
  v_window record;
  v_found jsonb;
begin
  select * into v_needs from private.stop_needs(contract_ids);
  -- The wanted day is enough as a rule, nearer than any other, and quick when a crowd has just lost the same time.
  for v_window in select * from (values (0, 1), (1, 4), (3, 21)) w (before, days) loop
    v_found := private.search_slots(
      v_needs.skill_ids, v_needs.minutes, v_needs.latitude, v_needs.longitude, v_needs.postal_code,
      greatest(private.company_day(as_of), private.company_day(wanted) - v_window.before), v_window.days, 500, as_of,
      ignore_task_id => other_times.ignore_task_id);
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

-- Access --------------------------------------------------------------------------------------------

alter table public.booking_attempts enable row level security;
create policy office_reads on public.booking_attempts for select to authenticated using ((select private.is_office()));
grant select on public.booking_attempts to authenticated;
grant select, insert, update, delete on public.booking_attempts to service_role;
