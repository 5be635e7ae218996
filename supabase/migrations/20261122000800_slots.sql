-- Slots: the one search for times that can be kept. Offering, booking, moving and re-validating use it.
--
-- A start is offered when a qualified, active technician is free, can drive there from the stop before and
-- can drive on to the stop after. What the rules leave open is decided here, and the oracle of the tests
-- (tests/properties/slots/oracle.ts) reads it the same way:
--   · Days and grid. A day is a company day. A start lies on the grid when its local wall-clock time is a
--     whole number of steps after 00:00; an hour that the clock repeats has its times twice. Hours that name
--     a repeated local time mean its later instant, hours that name a skipped one mean as much later; hours
--     of which the change of the clock leaves nothing are no hours.
--   · Bounds. The first bookable day holds now + minimum notice; the last is today + horizon, all of it.
--     Searched days before, after, or on holidays are listed with no times. A first day more than a year
--     from today is nonsense and finds nothing, as does a start that is no whole minute.
--   · Breaks are the space between two rows of hours; rows without space between them are one.
--   · Stops of a day are the blocking tasks that overlap that day, wherever in the day they lie, also outside
--     the shift. A task of type 'other' without coordinates is a meeting: it blocks, and is no stop. Time off
--     is a stop at home, whatever coordinates it carries. Other tasks without coordinates are placed by their
--     customer's postal area. Driving may fall into breaks and meetings.
--   · With no stop before, the technician leaves home at the start of the day's first hours; with none
--     after, is home by the end of its last hours.
--   · Points are the same when they agree at 5 decimals. A known drive of travel_times wins even then.
--     A place whose area has no located customer is unknown: every drive from or to it is the flat guess.
--   · The daily maximum counts blocking maintenance tasks that overlap the day.
--   · Starts, drives and visits are whole minutes; within a minute, ends of tasks round up and starts down.
--   · Scores are compared in hundredths of a minute, exactly.
-- Instants are whole minutes since 1970 in here (integer arithmetic is exact and fast), and a place is both
-- coordinates at 5 decimals as one number (travel_times.from_place).

create function private.qualified_technicians(skill_ids uuid[], among uuid[])
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  if skill_ids = '{}' then
    return array(select t.id from public.technicians t where t.active and (among is null or t.id = any (among)) order by t.id);
  end if;
  return array(
    select t.id
    from public.technician_skills k
    join public.technicians t on t.id = k.technician_id and t.active
    where k.skill_id = any (skill_ids) and (among is null or k.technician_id = any (among))
    group by t.id
    having count(*) = (select count(distinct needed) from unnest(skill_ids) needed)
    order by t.id);
end;
$$;
comment on function private.qualified_technicians is 'Active technicians who hold every skill, by id; with among only of those.';

-- jit and plan_cache_mode: compiling costs more than any search, and a plan that follows one search's
-- arguments is wrong for the next.
create function private.slot_openings(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  from_date date, days integer, as_of timestamptz,
  among uuid[], starts_at timestamptz, ignore_task_id uuid)
returns table (
  day_index integer, opening_technician_id uuid, grid_origin integer, first_start integer, last_start integer, added_drive integer)
language plpgsql stable
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_company public.company_settings;
  v_zone text;
  v_step integer;
  v_visit interval := make_interval(mins => visit_minutes);
  -- Starts outside these are not offered.
  v_earliest integer;
  v_latest integer;
  v_from timestamptz;
  v_to timestamptz;
  -- The midnights that begin the searched days, and the one that ends the last.
  v_midnights integer[];
  v_weekdays integer[];
  v_technicians uuid[] := private.qualified_technicians(skill_ids, among);
  -- Calendars are read from here: from the start of what runs into the first day.
  v_read_from timestamptz;
  -- The task that does not block. Blocking tasks of one technician have different starts.
  v_ignored_technician uuid;
  v_ignored_start timestamptz := timestamptz 'infinity';
  v_latitude double precision := latitude;
  v_longitude double precision := longitude;
  v_here bigint;
  v_flat_guess constant integer := 30;
begin
  select * into v_company from public.company_settings;
  v_zone := v_company.time_zone;
  v_step := v_company.slot_step_minutes;
  v_earliest := ceil(date_part('epoch', as_of + make_interval(hours => v_company.minimum_notice_hours)) / 60);
  v_latest := date_part('epoch', ((as_of at time zone v_zone)::date + v_company.booking_horizon_days + 1)::timestamp at time zone v_zone) / 60 - 1;
  if starts_at is not null then
    if date_trunc('minute', starts_at) <> starts_at then
      return;
    end if;
    v_earliest := greatest(v_earliest, (date_part('epoch', starts_at) / 60)::integer);
    v_latest := least(v_latest, (date_part('epoch', starts_at) / 60)::integer);
  end if;
  v_from := from_date::timestamp at time zone v_zone;
  v_to := (from_date + days)::timestamp at time zone v_zone;
  v_weekdays := array(select date_part('isodow', from_date + i)::integer from generate_series(0, least(days, 7) - 1) i);
  v_midnights := array(
    select date_part('epoch', (from_date + i)::timestamp at time zone v_zone) / 60 from generate_series(0, days) i order by i);

  if ignore_task_id is not null then
    select t.technician_id, lower(t.during) into v_ignored_technician, v_ignored_start
    from public.technician_tasks t where t.id = ignore_task_id and t.blocking;
    v_ignored_start := coalesce(v_ignored_start, 'infinity');
  end if;
  if v_latitude is null then
    select a.latitude, a.longitude into v_latitude, v_longitude
    from private.postal_areas a where a.area = private.postal_area(postal_code);
  end if;
  v_here := round(v_latitude * 1e5) * 1e8 + round(v_longitude * 1e5);

  -- Nobody's tasks overlap, so only the last one that began before the first day can run into it.
  select coalesce(min(last.starts_at), v_from) into v_read_from
  from unnest(v_technicians) k (id)
  cross join lateral (
    select lower(t.during) as starts_at, upper(t.during) as ends_at
    from public.technician_tasks t
    where t.technician_id = k.id and t.blocking and lower(t.during) < v_from
    order by lower(t.during) desc
    limit 1
  ) last
  where last.ends_at > v_from;

  return query
  with technician as materialized (
    select t.id, n.number::integer, t.home_latitude, t.home_longitude, t.max_visits_per_day
    from unnest(v_technicians) with ordinality n (id, number)
    join public.technicians t on t.id = n.id
  ),
  day as materialized (
    select i as index, from_date + i as on_day, date_part('isodow', from_date + i) as weekday,
      v_midnights[i + 1] as begins, v_midnights[i + 2] as ends
    from generate_series(0, days - 1) i
    where not exists (select from public.holidays h where h.on_day = from_date + i)
  ),

  -- The grid: one stretch a day, and two on a day when the clock changes, each with the instant that would
  -- be its 00:00. By windows: a group by would make room for every quarter-hour there could be.
  grid as materialized (
    select s.index, s.midnight - s.ahead as origin, s.begins,
      lead(s.begins, 1, s.day_ends) over (partition by s.index order by s.begins) as ends
    from (
      select d.index, d.ends as day_ends, (date_part('epoch', d.on_day::timestamp) / 60)::integer as midnight,
        m.ahead, m.minute as begins
      from day d
      cross join lateral (
        select a.minute, a.ahead, lag(a.ahead) over (order by a.minute) as ahead_before
        from (
          select q.minute,
            (date_part('epoch', to_timestamp(q.minute * 60.0::double precision) at time zone v_zone) / 60)::integer - q.minute as ahead
          from generate_series(d.begins, d.ends - 1, case when d.ends - d.begins = 1440 then 1440 else 15 end) q (minute)
        ) a
      ) m
      where m.ahead is distinct from m.ahead_before
    ) s
  ),

  -- Hours: what of each technician's day is work, cut by breaks and meetings. Technicians with the same
  -- hours and the same meetings share the making of their days, that of the first of them: the model.
  meeting as materialized (
    select k.number, range_agg(int4range(
      floor(date_part('epoch', lower(t.during)) / 60)::integer, ceil(date_part('epoch', upper(t.during)) / 60)::integer)) as during
    from technician k
    join public.technician_tasks t on t.technician_id = k.id
    where t.blocking and t.task_type = 'other' and t.latitude is null
      and lower(t.during) >= v_read_from and lower(t.during) < v_to
      and (lower(t.during) <> v_ignored_start or t.technician_id <> v_ignored_technician)
    group by k.number
  ),
  week as (
    select k.number, k.id, m.during as meetings, w.hours
    from technician k
    join (
      select h.technician_id,
        array_agg(row (h.weekday, h.starts, h.ends, h.valid_from, h.valid_to) order by h.weekday, h.starts, h.valid_from) as hours
      from public.technician_hours h
      where h.technician_id = any (v_technicians) and h.weekday = any (v_weekdays)
      group by h.technician_id
    ) w on w.technician_id = k.id
    left join meeting m on m.number = k.number
  ),
  alike as materialized (
    select w.number, w.id, w.meetings, min(w.number) over (partition by w.hours, w.meetings) as model from week w
  ),
  shift as (
    select w.model, w.index, w.meetings, min(w.begins) as begins, max(w.ends) as ends, range_agg(int4range(w.begins, w.ends)) as hours
    from (
      select a.model, d.index, a.meetings,
        ceil(date_part('epoch', (d.on_day + h.starts) at time zone v_zone) / 60)::integer as begins,
        floor(date_part('epoch', (d.on_day + h.ends) at time zone v_zone) / 60)::integer as ends
      from alike a
      join public.technician_hours h on h.technician_id = a.id
      join day d on d.weekday = h.weekday
        and (h.valid_from is null or h.valid_from <= d.on_day)
        and (h.valid_to is null or h.valid_to >= d.on_day)
      where a.number = a.model
    ) w
    where w.begins < w.ends
    group by w.model, w.index, w.meetings
  ),
  full_day as materialized (
    select k.number, d.index
    from technician k
    join public.technician_tasks t on t.technician_id = k.id
    join day d on lower(t.during) < to_timestamp(d.ends * 60.0::double precision)
      and upper(t.during) > to_timestamp(d.begins * 60.0::double precision)
    where k.max_visits_per_day is not null and t.blocking and t.task_type = 'maintenance'
      and lower(t.during) >= v_read_from and lower(t.during) < v_to
      and (lower(t.during) <> v_ignored_start or t.technician_id <> v_ignored_technician)
    group by k.number, d.index, k.max_visits_per_day
    having count(*) >= k.max_visits_per_day
  ),
  work as (
    select a.number, s.index, s.shift_begins, s.shift_ends, lower(s.stretch) as begins, upper(s.stretch) as ends
    from (
      select f.model, f.index, f.begins as shift_begins, f.ends as shift_ends,
        unnest(f.hours - coalesce(f.meetings, '{}')) as stretch
      from shift f
    ) s
    join alike a on a.model = s.model
    where upper(s.stretch) - lower(s.stretch) >= visit_minutes
      and not exists (select from full_day f where f.number = a.number and f.index = s.index)
  ),

  -- Stops: the time between two that follow each other, and before the first of all.
  between_stops as (
    select *
    from (
      select t.technician_id, upper(t.during) as begins_at, lead(lower(t.during), 1, 'infinity') over calendar as ends_at,
        t.task_type as from_type, t.customer_id as from_customer_id, t.latitude as from_latitude, t.longitude as from_longitude,
        lead(t.task_type) over calendar as to_type, lead(t.customer_id) over calendar as to_customer_id,
        lead(t.latitude) over calendar as to_latitude, lead(t.longitude) over calendar as to_longitude
      from public.technician_tasks t
      where t.technician_id = any (v_technicians) and t.blocking
        and lower(t.during) >= v_read_from and lower(t.during) < v_to
        and (t.task_type <> 'other' or t.latitude is not null)
        and (lower(t.during) <> v_ignored_start or t.technician_id <> v_ignored_technician)
      window calendar as (partition by t.technician_id order by lower(t.during))
    ) s
    where s.ends_at >= s.begins_at + v_visit
    union all
    select k.id, '-infinity', coalesce(first.starts_at, 'infinity'), null, null, null, null,
      first.task_type, first.customer_id, first.latitude, first.longitude
    from technician k
    left join lateral (
      select lower(t.during) as starts_at, t.task_type, t.customer_id, t.latitude, t.longitude
      from public.technician_tasks t
      where t.technician_id = k.id and t.blocking
        and lower(t.during) >= v_read_from and lower(t.during) < v_to
        and (t.task_type <> 'other' or t.latitude is not null)
        and (lower(t.during) <> v_ignored_start or t.technician_id <> v_ignored_technician)
      order by lower(t.during)
      limit 1
    ) first on true
  ),
  -- The same on each searched day that it touches.
  on_day as (
    select s.*, k.number, k.home_latitude, k.home_longitude,
      generate_series(
        greatest(width_bucket(s.begins, v_midnights), 1),
        least(width_bucket(s.ends - 1, v_midnights), days)) - 1 as index
    from (
      select b.*,
        case when b.begins_at = '-infinity' then 0 else ceil(date_part('epoch', b.begins_at) / 60)::integer end as begins,
        case when b.ends_at = 'infinity' then 2147483647 else floor(date_part('epoch', b.ends_at) / 60)::integer end as ends
      from between_stops b
      offset 0
    ) s
    join technician k on k.id = s.technician_id
  ),

  -- Gaps: work without stops in it, and where the technician comes from and goes to: home, when no stop of
  -- the day lies there or the stop is time off; else the stop, or the area of its customer.
  gap as (
    select g.*,
      (round(g.from_latitude * 1e5) * 1e8 + round(g.from_longitude * 1e5))::bigint as from_place,
      (round(g.to_latitude * 1e5) * 1e8 + round(g.to_longitude * 1e5))::bigint as to_place
    from (
      select w.number, w.index, greatest(w.begins, s.begins) as begins, least(w.ends, s.ends) as ends,
        case when s.begins <= v_midnights[s.index + 1] then w.shift_begins else s.begins end as leaves,
        case when s.ends >= v_midnights[s.index + 2] then w.shift_ends else s.ends end as due,
        case
          when s.begins <= v_midnights[s.index + 1] or s.from_type = 'time_off' then s.home_latitude
          else coalesce(s.from_latitude, (select a.latitude from private.customer_area(s.from_customer_id) a))
        end as from_latitude,
        case
          when s.begins <= v_midnights[s.index + 1] or s.from_type = 'time_off' then s.home_longitude
          else coalesce(s.from_longitude, (select a.longitude from private.customer_area(s.from_customer_id) a))
        end as from_longitude,
        case
          when s.ends >= v_midnights[s.index + 2] or s.to_type = 'time_off' then s.home_latitude
          else coalesce(s.to_latitude, (select a.latitude from private.customer_area(s.to_customer_id) a))
        end as to_latitude,
        case
          when s.ends >= v_midnights[s.index + 2] or s.to_type = 'time_off' then s.home_longitude
          else coalesce(s.to_longitude, (select a.longitude from private.customer_area(s.to_customer_id) a))
        end as to_longitude
      from on_day s
      join work w on w.number = s.number and w.index = s.index
        and least(w.ends, s.ends) - greatest(w.begins, s.begins) >= visit_minutes
      offset 0
    ) g
    offset 0
  ),
  -- The drives from the stop before and to the stop after, once per gap.
  reach as (
    select g.*, d.there, d.onward
    from gap g
    left join public.travel_times known_there on known_there.to_place = v_here and known_there.from_place = g.from_place
    left join public.travel_times known_onward on known_onward.from_place = v_here and known_onward.to_place = g.to_place
    cross join lateral (
      select
        case
          when g.from_place is null or v_here is null then v_flat_guess
          when known_there.minutes is not null then known_there.minutes
          when g.from_place = v_here then 0
          else ceil(12742 * asin(sqrt(sin(radians(v_latitude - g.from_latitude) / 2) ^ 2
            + cos(radians(g.from_latitude)) * cos(radians(v_latitude)) * sin(radians(v_longitude - g.from_longitude) / 2) ^ 2))
            * 1.3 / 45 * 60 + 5)::integer
        end as there,
        case
          when g.to_place is null or v_here is null then v_flat_guess
          when known_onward.minutes is not null then known_onward.minutes
          when g.to_place = v_here then 0
          else ceil(12742 * asin(sqrt(sin(radians(g.to_latitude - v_latitude) / 2) ^ 2
            + cos(radians(v_latitude)) * cos(radians(g.to_latitude)) * sin(radians(g.to_longitude - v_longitude) / 2) ^ 2))
            * 1.3 / 45 * 60 + 5)::integer
        end as onward
      offset 0
    ) d
  ),
  -- The starts that are left, on the grid.
  run as (
    select r.*, g.origin,
      g.origin + ((s.earliest - g.origin + v_step - 1) / v_step) * v_step as first,
      g.origin + ((s.latest - g.origin) / v_step) * v_step as last
    from reach r
    join grid g on g.index = r.index
    cross join lateral (
      select greatest(r.begins, r.leaves + r.there, g.begins, v_earliest) as earliest,
        least(least(r.ends, r.due - r.onward) - visit_minutes, g.ends - 1, v_latest) as latest
      offset 0
    ) s
    where s.earliest <= s.latest
  )
  select r.index, v_technicians[r.number], r.origin, r.first, r.last,
    -- What the drive from before to after would have been anyway is not added, unless we only guess.
    greatest(0, r.there + r.onward - case
      when r.from_place is null or r.to_place is null or v_here is null then 0
      when known.minutes is not null then known.minutes
      when r.from_place = r.to_place then 0
      else ceil(12742 * asin(sqrt(sin(radians(r.to_latitude - r.from_latitude) / 2) ^ 2
        + cos(radians(r.from_latitude)) * cos(radians(r.to_latitude)) * sin(radians(r.to_longitude - r.from_longitude) / 2) ^ 2))
        * 1.3 / 45 * 60 + 5)::integer
    end)
  from run r
  left join public.travel_times known on known.from_place = r.from_place and known.to_place = r.to_place
  where r.first <= r.last;
end;
$$;
comment on function private.slot_openings is 'Every run of starts that can be kept: on day from_date + day_index, opening_technician_id, from first_start to last_start (minutes since 1970) by steps of the grid that counts from grid_origin, and the minutes of drive that any of them adds. Every search is made of these.';
