-- Search: what is offered of the openings and in which order, whether one start can be kept, and if not, why.

create function private.slot_json(starts integer, visit_minutes integer, technician_id uuid, technician_name text, added_drive integer)
returns jsonb
language sql stable
return jsonb_build_object(
  'starts_at', private.instant_of(starts), 'ends_at', private.instant_of(starts + visit_minutes),
  'technician_id', technician_id, 'technician_name', technician_name, 'travel_minutes', added_drive);
comment on function private.slot_json is 'A time as it is offered: {starts_at, ends_at, technician_id, technician_name, travel_minutes}.';

create function private.search_slots(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  from_date date, days integer, max_slots integer, as_of timestamptz,
  among uuid[] default null, starts_at timestamptz default null, ignore_task_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_company public.company_settings;
  v_today date := private.company_day(as_of);
  v_step integer;
  v_wait integer;
  v_short_list boolean;
  v_result jsonb;
begin
  select * into v_company from public.company_settings;
  v_step := v_company.slot_step_minutes;
  v_wait := v_company.wait_minutes_per_day * 100;
  if starts_at is not null then
    from_date := private.company_day(starts_at);
    days := 1;
  elsif from_date is null then
    from_date := private.company_day(as_of + make_interval(hours => v_company.minimum_notice_hours));
  end if;
  if days is null or days < 1 or from_date not between v_today - 366 and v_today + 366 then
    return jsonb_build_object('slots', '[]'::jsonb, 'days', '[]'::jsonb);
  end if;
  v_short_list := days > 1 and max_slots <= 12;

  with opening as materialized (
    select o.day_index, o.opening_technician_id, o.grid_origin, o.first_start, o.last_start, o.added_drive,
      o.added_drive * 100 + v_wait * o.day_index as score
    from private.slot_openings(
      skill_ids, visit_minutes, latitude, longitude, postal_code, from_date, days, as_of,
      among, starts_at, ignore_task_id) o
  ),
  -- A start that several technicians could keep counts once.
  counted as (
    select m.day_index, sum((upper(u) - lower(u)) / v_step) as times
    from (
      select r.day_index, range_agg(int4range(r.first_start, r.last_start + v_step)) as starts
      from (select distinct o.day_index, o.grid_origin, o.first_start, o.last_start from opening o) r
      group by r.day_index, r.grid_origin
    ) m, unnest(m.starts) u
    group by m.day_index
  ),
  -- All starts of an opening have one score, so its first start of a half-day is its best of that half-day.
  half_day as (
    select distinct on (o.day_index, h.morning) h.start, o.opening_technician_id, o.score, o.added_drive
    from opening o
    cross join lateral (select o.grid_origin + ((720 + v_step - 1) / v_step) * v_step as noon) n
    cross join lateral (
      values (true, case when o.first_start < n.noon then o.first_start end),
        (false, case when o.last_start >= n.noon then greatest(o.first_start, n.noon) end)) h (morning, start)
    where v_short_list and h.start is not null
    order by o.day_index, h.morning, o.score, h.start, o.opening_technician_id
  ),
  -- Openings of the same starts differ in score alone: the best of them stands for all. Most of a day's do.
  best_opening as (
    select distinct on (o.first_start, o.last_start) o.first_start, o.last_start, o.opening_technician_id, o.score, o.added_drive
    from opening o
    where not v_short_list
    order by o.first_start, o.last_start, o.score, o.opening_technician_id
  ),
  every_start as (
    select distinct on (s.start) s.start, o.opening_technician_id, o.score, o.added_drive
    from best_opening o
    cross join lateral generate_series(o.first_start, o.last_start, v_step) s (start)
    order by s.start, o.score, o.opening_technician_id
  ),
  slot as (
    select c.*
    from (select * from half_day union all select * from every_start) c
    order by c.score, c.start, c.opening_technician_id
    limit greatest(max_slots, 0)
  )
  select jsonb_build_object(
    'slots', coalesce((
      select jsonb_agg(private.slot_json(s.start, visit_minutes, s.opening_technician_id, t.first_name, s.added_drive)
        order by s.score, s.start, s.opening_technician_id)
      from slot s join public.technicians t on t.id = s.opening_technician_id), '[]'),
    'days', (
      select jsonb_agg(jsonb_build_object('date', from_date + i, 'times', coalesce(c.times, 0)) order by i)
      from generate_series(0, days - 1) i
      left join counted c on c.day_index = i))
  into v_result;
  return v_result;
end;
$$;
comment on function private.search_slots is 'Times that can be kept: {"slots": [{starts_at, ends_at, technician_id, technician_name, travel_minutes}], "days": [{date, times}]}. from_date null is the first bookable day; among and starts_at restrict to some technicians or one exact start (whose day is then the one searched); ignore_task_id is a task that does not block, because it is being moved.';

create function private.slot_fits(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  technician_id uuid, starts_at timestamptz, as_of timestamptz, ignore_task_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return isfinite(slot_fits.starts_at) and exists (
    select from private.slot_openings(
      skill_ids, visit_minutes, latitude, longitude, postal_code, private.company_day(slot_fits.starts_at), 1, as_of,
      array[slot_fits.technician_id], slot_fits.starts_at, ignore_task_id));
end;
$$;
comment on function private.slot_fits is 'Whether this technician can keep this start: the search restricted to it.';

create function private.is_within_hours(technician_id uuid, local_during tsrange)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_day date := lower(local_during)::date;
begin
  return coalesce((
    select range_agg(tsrange(v_day + w.starts, v_day + w.ends)) @> local_during
    from public.technician_hours w
    where w.technician_id = is_within_hours.technician_id and w.weekday = date_part('isodow', v_day)
      and daterange(w.valid_from, w.valid_to, '[]') @> v_day), false);
end;
$$;
comment on function private.is_within_hours is 'Whether a technician works all of that local time, without a break in it.';

create function private.objections(
  technician_id uuid, during tstzrange, task_type text, skill_ids uuid[],
  latitude double precision, longitude double precision, postal_code text, as_of timestamptz, ignore_task_id uuid default null)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
  v_start timestamp;
  v_found text[];
begin
  -- The search is the rule; what follows only names what it found wrong.
  if task_type = 'maintenance' and private.slot_fits(skill_ids, (date_part('epoch', upper(during) - lower(during)) / 60)::integer,
      latitude, longitude, postal_code, technician_id, lower(during), as_of, ignore_task_id) then
    return array[]::text[];
  end if;
  select * into v_set from public.company_settings;
  v_start := lower(during) at time zone v_set.time_zone;
  v_found := array_remove(array[
    case when private.is_taken(technician_id, during, ignore_task_id) then 'overlap' end,
    case when not exists (select from public.technicians h where h.id = objections.technician_id and h.active) then 'technician' end], null);
  if task_type = 'time_off' then
    return v_found;
  end if;
  v_found := v_found || array_remove(array[
    case when exists (select from unnest(skill_ids) needed where not exists (
        select from public.technician_skills s where s.technician_id = objections.technician_id and s.skill_id = needed)) then 'skill' end,
    case when exists (select from public.holidays d where d.on_day = v_start::date) then 'holiday'
      when not private.is_within_hours(technician_id, tsrange(v_start, upper(during) at time zone v_set.time_zone)) then 'hours' end], null);
  if task_type <> 'maintenance' then
    return v_found;
  end if;
  v_found := v_found || array_remove(array[
    case when lower(during) < as_of + make_interval(hours => v_set.minimum_notice_hours) then 'notice' end,
    case when v_start::date > private.company_day(as_of) + v_set.booking_horizon_days then 'horizon' end], null);
  -- What is left of the rules: the way there and back, the day's number of visits, the grid.
  return case when v_found = '{}' then array['drive'] else v_found end;
end;
$$;
comment on function private.objections is 'Why work should not be put there, gravest first (overlap, technician, skill, holiday, hours, notice, horizon, drive); empty: nothing against it. The first two no one can override.';

create function private.is_bookable_instant(starts_at timestamptz, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
  v_local timestamp;
begin
  if not coalesce(isfinite(starts_at) and starts_at >= as_of and date_trunc('minute', starts_at) = starts_at, false) then
    return false;
  end if;
  select * into v_set from public.company_settings;
  v_local := starts_at at time zone v_set.time_zone;
  return (date_part('hour', v_local) * 60 + date_part('minute', v_local))::integer % v_set.slot_step_minutes = 0
    and v_local::date <= (as_of at time zone v_set.time_zone)::date + v_set.booking_horizon_days;
end;
$$;
comment on function private.is_bookable_instant is 'Whether an instant could ever have been offered: on the grid, not past, within the horizon. What is not was made up.';

create function private.is_within_a_year(instant timestamptz, past interval)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(isfinite(instant) and instant between private.clock() - past and private.clock() + interval '1 year', false);
end;
$$;
comment on function private.is_within_a_year is 'Whether an instant is one that work can be put at: not too long past, and no more than a year ahead.';
