-- Slot search: what is offered of the openings, in which order, and whether one start is among them.

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
  -- Each run of starts counts what the runs before it on its grid have not reached.
  counted as (
    select r.day_index, sum(greatest(0, (r.last_start - greatest(r.first_start, r.reached + v_step)) / v_step + 1)) as times
    from (
      select o.day_index, o.first_start, o.last_start,
        coalesce(max(o.last_start) over (
          partition by o.day_index, o.grid_origin order by o.first_start, o.last_start
          rows between unbounded preceding and 1 preceding), o.first_start - v_step) as reached
      from opening o
    ) r
    group by r.day_index
  ),
  -- A run has one score, so its first start of a half-day is its best of that half-day.
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
  -- Of equal runs only the best can be the best of any start, and most runs of a day are equal.
  every_run as (
    select distinct on (o.first_start, o.last_start) o.first_start, o.last_start, o.opening_technician_id, o.score, o.added_drive
    from opening o
    where not v_short_list
    order by o.first_start, o.last_start, o.score, o.opening_technician_id
  ),
  every_start as (
    select distinct on (s.start) s.start, o.opening_technician_id, o.score, o.added_drive
    from every_run o
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
      select jsonb_agg(jsonb_build_object(
        'starts_at', to_timestamp(s.start * 60.0::double precision),
        'ends_at', to_timestamp((s.start + visit_minutes) * 60.0::double precision),
        'technician_id', s.opening_technician_id,
        'technician_name', t.first_name,
        'travel_minutes', s.added_drive) order by s.score, s.start, s.opening_technician_id)
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
