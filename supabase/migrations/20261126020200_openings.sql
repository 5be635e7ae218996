-- Openings: the starts that can be kept in the gaps of technicians, and the drive that each adds.

-- Days ------------------------------------------------------------------------------------------------

create function private.start_grid(zone text, from_date date, midnights integer[], resting date[] default null)
returns table (day_index integer, origin integer, begins integer, ends integer)
language sql stable
begin atomic
  select s.day_index, s.midnight - s.ahead, s.begins,
    lead(s.begins, 1, s.day_ends) over (partition by s.day_index order by s.begins)
  from (
    select d.day_index, d.ends as day_ends, (date_part('epoch', d.on_day::timestamp) / 60)::integer as midnight,
      m.ahead, m.minute as begins
    from (
      select i as day_index, from_date + i as on_day, midnights[i + 1] as begins, midnights[i + 2] as ends
      from generate_series(0, cardinality(midnights) - 2) i
    ) d
    -- How far the wall clock is ahead of UTC, and where that changes. A day of 24 hours keeps its first.
    cross join lateral (
      select a.minute, a.ahead, lag(a.ahead) over (order by a.minute) as ahead_before
      from (
        select q.minute, (date_part('epoch', private.instant_of(q.minute) at time zone zone) / 60)::integer - q.minute as ahead
        from generate_series(d.begins, d.ends - 1, case when d.ends - d.begins = 1440 then 1440 else 15 end) q (minute)
      ) a
    ) m
    where m.ahead is distinct from m.ahead_before
      and not exists (select from public.holidays h where h.on_day = d.on_day)
      and (d.on_day = any (resting)) is not true
  ) s;
end;
comment on function private.start_grid is 'Where starts may lie on each searched day that is no holiday and none of the resting ones: one stretch a day, and two on a day when the clock changes, each with the instant that would be its 00:00.';

create function private.full_days(
  technician_ids uuid[], midnights integer[], reads_from timestamptz, reads_to timestamptz, ignored_technician uuid, ignored_start timestamptz)
returns table (technician_id uuid, day_index integer)
language sql stable
begin atomic
  select k.id, d.day_index
  from public.technicians k
  cross join lateral private.calendar_of(array[k.id], reads_from, reads_to, ignored_technician, ignored_start) t
  join (
    select i as day_index, private.instant_of(midnights[i + 1]) as begins, private.instant_of(midnights[i + 2]) as ends
    from generate_series(0, cardinality(midnights) - 2) i
  ) d on lower(t.during) < d.ends and upper(t.during) > d.begins
  where k.id = any (technician_ids) and k.max_visits_per_day is not null and t.task_type = 'maintenance'
  group by k.id, d.day_index, k.max_visits_per_day
  having count(*) >= k.max_visits_per_day;
end;
comment on function private.full_days is 'Days on which a technician has the most visits a day already.';

-- Openings ------------------------------------------------------------------------------------------------

create function private.staff_ask()
returns boolean
language sql stable
return coalesce(current_setting('rules.asked_by', true) = any ('{office, technician}'), false);
comment on function private.staff_ask is 'Whether a door of the office''s or the technician''s asks, which says so in its head (set rules.asked_by): they see further ahead than clients.';

create function private.last_bookable_day(as_of timestamptz, company public.company_settings)
returns date
language sql stable
return (as_of at time zone company.time_zone)::date
  + case when private.staff_ask() then company.staff_horizon_days else company.booking_horizon_days end;
comment on function private.last_bookable_day is 'The last day of the horizon: the staff''s where they ask (private.staff_ask), else the clients''.';

create function private.is_beyond_horizon(starts_at timestamptz, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.company_day(starts_at) > (select private.last_bookable_day(as_of, s) from public.company_settings s);
end;
$$;
comment on function private.is_beyond_horizon is 'Whether an instant lies after the last day of the horizon.';

create function private.long_ahead()
returns integer
language sql immutable
return 30;
comment on function private.long_ahead is 'What was booked for more than so many days ahead is confirmed again two weeks before.';

create function private.first_bookable_day(as_of timestamptz, company public.company_settings)
returns date
language sql stable
return ((as_of + make_interval(hours => company.minimum_notice_hours)) at time zone company.time_zone)::date;
comment on function private.first_bookable_day is 'The day that holds now + minimum notice.';

create function private.offered_starts(as_of timestamptz, starts_at timestamptz, out earliest integer, out latest integer)
language plpgsql stable
set search_path = ''
as $$
declare
  v_company public.company_settings;
begin
  select * into v_company from public.company_settings;
  earliest := private.minute_after(as_of + make_interval(hours => v_company.minimum_notice_hours));
  latest := private.minute_before((private.last_bookable_day(as_of, v_company) + 1)::timestamp at time zone v_company.time_zone) - 1;
  if starts_at is not null then
    earliest := greatest(earliest, private.minute_before(starts_at));
    latest := least(latest, private.minute_before(starts_at));
  end if;
end;
$$;
comment on function private.offered_starts is 'Starts outside these minutes are not offered: not before now + minimum notice, within the horizon, and with starts_at no other than that.';

create function private.whereabouts(inout latitude double precision, inout longitude double precision, postal_code text)
language plpgsql stable
set search_path = ''
as $$
begin
  if latitude is null or longitude is null then
    select a.latitude, a.longitude into latitude, longitude
    from private.postal_areas a where a.area = private.postal_area(postal_code);
  end if;
end;
$$;
comment on function private.whereabouts is 'A place''s coordinates, or the mean of its postal area; null where nobody knows.';

create function private.is_out_of_reach(latitude double precision, longitude double precision, postal_code text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_place record;
begin
  if (select s.service_area_km from public.company_settings s) is null then
    return false;
  end if;
  v_place := private.whereabouts(latitude, longitude, postal_code);
  return v_place.latitude is null or private.is_beyond_service_area(v_place.latitude, v_place.longitude);
end;
$$;
comment on function private.is_out_of_reach is 'Whether clients at a place are called instead of offered times: it lies beyond the service area, or nobody knows where it is. False where the company does not say how far it goes.';

create type private.opening as (
  day_index integer,
  technician_id uuid,
  grid_origin integer,
  first_start integer,
  last_start integer,
  added_drive integer
);
comment on type private.opening is 'A run of starts that one technician can keep on day from_date + day_index: from first_start to last_start (minutes since 1970) by steps of the grid that counts from grid_origin, and the minutes of drive that any of them adds.';

-- jit and plan_cache_mode: compiling costs more than any search, and a plan that follows one search's
-- arguments is wrong for the next.
create function private.slot_openings(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  from_date date, days integer, as_of timestamptz,
  among uuid[], starts_at timestamptz, ignore_task_id uuid, exposure private.exposure default null)
returns setof private.opening
language plpgsql stable
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_zone text := private.company_zone();
  v_step integer := (select s.slot_step_minutes from public.company_settings s);
  v_offered record := private.offered_starts(as_of, starts_at);
  v_technicians uuid[] := private.qualified_technicians(skill_ids, among);
  v_midnights integer[] := array(
    select private.minute_before((from_date + i)::timestamp at time zone v_zone) from generate_series(0, days) i order by i);
  v_reads_from timestamptz := private.calendars_begin(v_technicians, private.instant_of(v_midnights[1]));
  v_reads_to timestamptz := private.instant_of(v_midnights[days + 1]);
  -- Blocking tasks of one technician have different starts, so these two name a task.
  v_ignored_technician uuid;
  v_ignored_start timestamptz := timestamptz 'infinity';
  v_place record := private.whereabouts(latitude, longitude, postal_code);
  v_here bigint := private.place_number(v_place.latitude, v_place.longitude);
  v_resting date[];
  v_closed_days private.closed_day[];
begin
  if date_trunc('minute', starts_at) <> starts_at then
    return;
  end if;
  if ignore_task_id is not null then
    select t.technician_id, lower(t.during) into v_ignored_technician, v_ignored_start
    from public.technician_tasks t where t.id = ignore_task_id and t.blocking;
    v_ignored_start := coalesce(v_ignored_start, 'infinity');
  end if;
  if not exposure is null then
    v_resting := private.winter_days(exposure, from_date, days);
    v_closed_days := private.closed_days(exposure, v_technicians, from_date, days);
  end if;

  return query
  with grid as materialized (
    select * from private.start_grid(v_zone, from_date, v_midnights, v_resting)
  ), full_day as materialized (
    select * from private.full_days(v_technicians, v_midnights, v_reads_from, v_reads_to, v_ignored_technician, v_ignored_start)
    union all
    select c.technician_id, c.day_index from unnest(v_closed_days) c
  ),
  -- The drives from the stop before and to the stop after, once per gap.
  reach as (
    select g.*,
      private.drive_minutes(known_there.minutes, g.from_place, g.from_latitude, g.from_longitude, v_here, v_place.latitude, v_place.longitude) as there,
      private.drive_minutes(known_onward.minutes, v_here, v_place.latitude, v_place.longitude, g.to_place, g.to_latitude, g.to_longitude) as onward
    from private.gaps(
      v_technicians, v_zone, from_date, v_midnights, v_reads_from, v_reads_to, v_ignored_technician, v_ignored_start, visit_minutes) g
    left join public.travel_times known_there on known_there.to_place = v_here and known_there.from_place = g.from_place
    left join public.travel_times known_onward on known_onward.from_place = v_here and known_onward.to_place = g.to_place
    where not exists (select from full_day f where f.technician_id = g.technician_id and f.day_index = g.day_index)
    offset 0
  ),
  -- The starts that are left, on the grid.
  run as (
    select r.*, g.origin,
      g.origin + ((s.earliest - g.origin + v_step - 1) / v_step) * v_step as first,
      g.origin + ((s.latest - g.origin) / v_step) * v_step as last
    from reach r
    join grid g on g.day_index = r.day_index
    cross join lateral (
      select greatest(r.begins, r.leaves + r.there, g.begins, v_offered.earliest) as earliest,
        least(least(r.ends, r.due - r.onward) - visit_minutes, g.ends - 1, v_offered.latest) as latest
      offset 0
    ) s
    where s.earliest <= s.latest
  )
  select r.day_index, r.technician_id, r.origin, r.first, r.last,
    -- What the drive from before to after would have been anyway is not added, unless we only guess.
    greatest(0, r.there + r.onward - case
      when r.from_place is null or r.to_place is null or v_here is null then 0
      else private.drive_minutes(known.minutes, r.from_place, r.from_latitude, r.from_longitude, r.to_place, r.to_latitude, r.to_longitude)
    end)
  from run r
  left join public.travel_times known on known.from_place = r.from_place and known.to_place = r.to_place
  where r.first <= r.last;
end;
$$;
comment on function private.slot_openings is 'Every opening of these days. Every search is made of them.';
