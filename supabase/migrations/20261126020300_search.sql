-- Search: what is offered of the openings and in which order, whether one start can be kept, and if not, why.

create function private.slot_json(starts integer, visit_minutes integer, technician_id uuid, technician_name text, added_drive integer)
returns jsonb
language sql stable
return jsonb_build_object(
  'starts_at', private.instant_of(starts), 'ends_at', private.instant_of(starts + visit_minutes),
  'technician_id', technician_id, 'technician_name', technician_name, 'travel_minutes', added_drive);
comment on function private.slot_json is 'A time as it is offered: {starts_at, ends_at, technician_id, technician_name, travel_minutes}.';

create function private.times_per_day(openings private.opening[], step integer)
returns table (day_index integer, times bigint)
language sql stable
begin atomic
  -- A start that several technicians could keep counts once.
  select m.day_index, sum((upper(u) - lower(u)) / step)
  from (
    select r.day_index, range_agg(int4range(r.first_start, r.last_start + step)) as starts
    from (select distinct o.day_index, o.grid_origin, o.first_start, o.last_start from unnest(openings) o) r
    group by r.day_index, r.grid_origin
  ) m, unnest(m.starts) u
  group by m.day_index;
end;
comment on function private.times_per_day is 'How many starts there are on each day that has any.';

create function private.best_of_half_days(openings private.opening[], step integer, wait integer)
returns table (start integer, technician_id uuid, score integer, added_drive integer)
language sql stable
begin atomic
  -- All starts of an opening have one score, so its first start of a half-day is its best of that half-day.
  select distinct on (o.day_index, h.morning) h.start, o.technician_id, o.added_drive * 100 + wait * o.day_index, o.added_drive
  from unnest(openings) o
  cross join lateral (select o.grid_origin + ((720 + step - 1) / step) * step as noon) n
  cross join lateral (
    values (true, case when o.first_start < n.noon then o.first_start end),
      (false, case when o.last_start >= n.noon then greatest(o.first_start, n.noon) end)) h (morning, start)
  where h.start is not null
  order by o.day_index, h.morning, o.added_drive, h.start, o.technician_id;
end;
comment on function private.best_of_half_days is 'The best start before and from noon of each day.';

create function private.best_of_starts(openings private.opening[], step integer, wait integer)
returns table (start integer, technician_id uuid, score integer, added_drive integer)
language sql stable
begin atomic
  -- Openings of the same starts differ in score alone: the best of them stands for all. That is the case for most of a day's.
  with best_opening as (
    select distinct on (o.first_start, o.last_start) o.first_start, o.last_start, o.technician_id, o.added_drive,
      o.added_drive * 100 + wait * o.day_index as score
    from unnest(openings) o
    order by o.first_start, o.last_start, o.added_drive, o.technician_id
  )
  select distinct on (s.start) s.start, o.technician_id, o.score, o.added_drive
  from best_opening o
  cross join lateral generate_series(o.first_start, o.last_start, step) s (start)
  order by s.start, o.score, o.technician_id;
end;
comment on function private.best_of_starts is 'Every start once, with the technician who suits it best.';

create function private.list_slots(
  openings private.opening[], visit_minutes integer, max_slots integer, is_short_list boolean, step integer, wait integer)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  return coalesce((
    select jsonb_agg(private.slot_json(s.start, visit_minutes, s.technician_id, t.first_name, s.added_drive)
      order by s.score, s.start, s.technician_id)
    from (
      select c.*
      from (
        select * from private.best_of_half_days(openings, step, wait) where is_short_list
        union all
        select * from private.best_of_starts(openings, step, wait) where not is_short_list
      ) c
      order by c.score, c.start, c.technician_id
      limit greatest(max_slots, 0)
    ) s
    join public.technicians t on t.id = s.technician_id), '[]');
end;
$$;
comment on function private.list_slots is 'The best starts, best first: of a short list two a day, else any.';

create function private.search_slots(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  from_date date, days integer, max_slots integer, as_of timestamptz,
  among uuid[] default null, starts_at timestamptz default null, ignore_task_id uuid default null, exposure private.exposure default null)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_company public.company_settings;
  v_today date := private.company_day(as_of);
  v_openings private.opening[];
begin
  select * into v_company from public.company_settings;
  if starts_at is not null then
    from_date := private.company_day(starts_at);
    days := 1;
  elsif from_date is null then
    from_date := private.first_bookable_day(as_of, v_company);
  end if;
  if days is null or days < 1 or from_date not between v_today - 366 and v_today + 366 then
    return jsonb_build_object('slots', '[]'::jsonb, 'days', '[]'::jsonb);
  end if;
  v_openings := array(
    select o from private.slot_openings(
      skill_ids, visit_minutes, latitude, longitude, postal_code, from_date, days, as_of, among, starts_at, ignore_task_id, exposure) o);
  return jsonb_build_object(
    -- A wait of one day weighs as many hundredths of a minute of drive.
    'slots', private.list_slots(v_openings, visit_minutes, max_slots, days > 1 and max_slots <= 12,
      v_company.slot_step_minutes, (v_company.wait_minutes_per_day * 100)::integer),
    'days', (
      select jsonb_agg(jsonb_build_object('date', from_date + i, 'times', coalesce(c.times, 0)) order by i)
      from generate_series(0, days - 1) i
      left join private.times_per_day(v_openings, v_company.slot_step_minutes) c on c.day_index = i));
end;
$$;
comment on function private.search_slots is 'Times that can be kept: {"slots": [{starts_at, ends_at, technician_id, technician_name, travel_minutes}], "days": [{date, times}]}. from_date null is the first bookable day; among and starts_at restrict to some technicians or one exact start (whose day is then the one searched); ignore_task_id is a task that does not block, because it is being moved; exposure is what weather means for the stop (chapter "weather").';

create function private.slot_fits(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  technician_id uuid, starts_at timestamptz, as_of timestamptz, ignore_task_id uuid, exposure private.exposure default null)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return isfinite(slot_fits.starts_at) and exists (
    select from private.slot_openings(
      skill_ids, visit_minutes, latitude, longitude, postal_code, private.company_day(slot_fits.starts_at), 1, as_of,
      array[slot_fits.technician_id], slot_fits.starts_at, ignore_task_id, exposure));
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
  latitude double precision, longitude double precision, postal_code text, as_of timestamptz, ignore_task_id uuid default null,
  exposure private.exposure default null)
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
  if task_type = 'maintenance' and private.slot_fits(skill_ids, private.minutes_of(during),
      latitude, longitude, postal_code, technician_id, lower(during), as_of, ignore_task_id, exposure) then
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
  -- Ice and winter are the same for whoever comes, for a visit, a repair or a delivery.
  v_found := v_found || array_remove(array[
    case when private.winter_days(exposure, v_start::date, 1) <> '{}' then 'winter' end,
    case when private.closed_days(exposure, array[technician_id], v_start::date, 1) <> '{}' then 'closed' end], null);
  if task_type <> 'maintenance' then
    return v_found;
  end if;
  v_found := v_found || array_remove(array[
    case when lower(during) < as_of + make_interval(hours => v_set.minimum_notice_hours) then 'notice' end,
    case when v_start::date > private.last_bookable_day(as_of, v_set) then 'horizon' end], null);
  -- What is left of the rules: the way there and back, the day's number of visits, the grid.
  return case when v_found = '{}' then array['drive'] else v_found end;
end;
$$;
comment on function private.objections is 'Why work should not be put there, gravest first (overlap, technician, skill, holiday, hours, winter, closed (for what stands outside), notice, horizon, drive); empty: nothing against it. The first two no one can override.';

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
    and v_local::date <= private.last_bookable_day(as_of, v_set);
end;
$$;
comment on function private.is_bookable_instant is 'Whether an instant could ever have been offered: on the grid, not past, within the horizon. What is not was made up.';

create function private.is_within_a_year(instant timestamptz, past interval)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(isfinite(instant) and date_trunc('minute', instant) = instant
    and instant between private.clock() - past and private.clock() + interval '1 year', false);
end;
$$;
comment on function private.is_within_a_year is 'Whether an instant is one that work can be put at: a whole minute, not too long past, and no more than a year ahead.';
