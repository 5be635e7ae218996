-- Slots: the one search for times that can be kept. Offering, booking, moving and re-validating use it.
--
-- A start is offered when a qualified, active technician is free, can drive there from the stop before and
-- can drive on to the stop after. What the rules leave open is decided here, and the oracle of the tests
-- (tests/slots/oracle.ts) reads them the same way:
--   · Days and grid. A day is a company day. A start lies on the grid when its local wall-clock time is a
--     whole number of steps after 00:00; an hour that the clock repeats has its times twice. Hours that name
--     a repeated local time mean its later instant, hours that name a skipped one mean as much later.
--   · Bounds. The first bookable day holds now + minimum notice; the last is today + horizon, all of it.
--     Searched days before, after, or on holidays are listed with no times. A first day more than a year
--     from today is nonsense and finds nothing.
--   · Stops of a day are the blocking tasks that overlap that day, wherever in the day they lie, also outside
--     the shift. A task of type 'other' without coordinates is a meeting: it blocks, and is no stop. Time off
--     is a stop at home, whatever coordinates it carries. Other tasks without coordinates are placed by their
--     customer's postal area. Driving may fall into breaks and meetings.
--   · With no stop before, the technician leaves home at the start of the day's first hours; with none
--     after, is home by the end of its last hours. A visit lies within one row of hours.
--   · Points are the same when they agree at 5 decimals. A known drive of travel_times wins even then.
--     A place whose area has no located customer is unknown: every drive from or to it is the flat guess.
--   · The daily maximum counts blocking maintenance tasks that overlap the day.
--   · Minutes: starts, drives and visits are whole minutes; ends of tasks within a minute round up, starts down.
--   · Scores are compared in hundredths of a minute, exactly.

create function private.slot_openings(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  from_date date, days integer, as_of timestamptz,
  technician_id uuid, starts_at timestamptz, ignore_task_id uuid)
returns table (day_index integer, opening_technician_id uuid, grid_origin integer, first_start integer, last_start integer, added_drive integer)
language plpgsql stable
set search_path = ''
as $$
declare
  v_company public.company_settings;
  v_today date;
  v_earliest integer;  -- minutes since 1970, as all instants below
  v_latest integer;
  v_window_start integer;
  v_window_end integer;
  v_ignored public.technician_tasks;
begin
  select * into v_company from public.company_settings;
  v_today := (as_of at time zone v_company.time_zone)::date;
  v_earliest := ceil(date_part('epoch', as_of + make_interval(hours => v_company.minimum_notice_hours)) / 60);
  v_latest := date_part('epoch', (v_today + v_company.booking_horizon_days + 1)::timestamp at time zone v_company.time_zone) / 60 - 1;
  if starts_at is not null then
    if date_trunc('minute', starts_at) <> starts_at then
      return;
    end if;
    v_earliest := greatest(v_earliest, (date_part('epoch', starts_at) / 60)::integer);
    v_latest := least(v_latest, (date_part('epoch', starts_at) / 60)::integer);
  end if;
  v_window_start := date_part('epoch', from_date::timestamp at time zone v_company.time_zone) / 60;
  v_window_end := date_part('epoch', (from_date + days)::timestamp at time zone v_company.time_zone) / 60;
  select * into v_ignored from public.technician_tasks t where t.id = ignore_task_id;
  if latitude is null then
    select a.latitude, a.longitude into latitude, longitude
    from private.postal_areas a where a.area = private.postal_area(postal_code);
  end if;

  return query
  with technician as materialized (
    select t.id, t.home_latitude, t.home_longitude, t.max_visits_per_day
    from public.technicians t
    where t.active
      and (slot_openings.technician_id is null or t.id = slot_openings.technician_id)
      and not exists (
        select from unnest(skill_ids) as s (id)
        where not exists (
          select from public.technician_skills k where k.technician_id = t.id and k.skill_id = s.id))
  ),
  day as materialized (
    select d.index, d.on_day,
      (date_part('epoch', d.on_day::timestamp at time zone v_company.time_zone) / 60)::integer as begins,
      (date_part('epoch', (d.on_day + 1)::timestamp at time zone v_company.time_zone) / 60)::integer as ends
    from (select i as index, from_date + i as on_day from generate_series(0, days - 1) i) d
    where not exists (select from public.holidays h where h.on_day = d.on_day)
  ),
  grid as materialized (
    -- One stretch per day; two on the days when the clock changes.
    select d.index, m.offset_minutes, (date_part('epoch', d.on_day::timestamp) / 60)::integer - m.offset_minutes as origin,
      min(m.minute) as begins, max(m.minute) + 15 as ends
    from day d
    cross join lateral (
      select minute, (date_part('epoch', to_timestamp(minute * 60.0::double precision) at time zone v_company.time_zone) / 60)::integer - minute as offset_minutes
      from generate_series(d.begins, d.ends - 1, 15) minute
    ) m
    group by d.index, d.on_day, m.offset_minutes
  ),
  work as materialized (
    select h.technician_id, d.index, d.begins as day_begins, d.ends as day_ends,
      ceil(date_part('epoch', (d.on_day + h.starts) at time zone v_company.time_zone) / 60)::integer as begins,
      floor(date_part('epoch', (d.on_day + h.ends) at time zone v_company.time_zone) / 60)::integer as ends
    from public.technician_hours h
    join technician t on t.id = h.technician_id
    join day d on date_part('isodow', d.on_day) = h.weekday
      and (h.valid_from is null or h.valid_from <= d.on_day)
      and (h.valid_to is null or h.valid_to >= d.on_day)
  ),
  shift as materialized (
    select w.technician_id, w.index, min(w.begins) as begins, max(w.ends) as ends
    from work w group by 1, 2
  ),
  busy as materialized (
    select t.technician_id,
      floor(date_part('epoch', lower(t.during)) / 60)::integer as begins,
      ceil(date_part('epoch', upper(t.during)) / 60)::integer as ends,
      t.task_type = 'maintenance' as is_visit,
      not (t.task_type = 'other' and t.latitude is null) as is_stop,
      case when t.task_type = 'time_off' then k.home_latitude else coalesce(t.latitude, a.latitude) end as latitude,
      case when t.task_type = 'time_off' then k.home_longitude else coalesce(t.longitude, a.longitude) end as longitude
    from technician k
    join public.technician_tasks t on t.technician_id = k.id
    left join public.customers c on c.id = t.customer_id and t.latitude is null
    left join private.postal_areas a on a.area = private.postal_area(c.postal_code)
    where t.blocking
      and t.during && tstzrange(to_timestamp(v_window_start * 60.0::double precision), to_timestamp(v_window_end * 60.0::double precision))
      and t.id is distinct from v_ignored.id
  ),
  free as (
    select w.technician_id, w.index, w.day_begins, w.day_ends,
      lower(g) as begins, upper(g) as ends
    from work w
    cross join lateral unnest(int4multirange(int4range(w.begins, w.ends)) - coalesce((
      select range_agg(int4range(b.begins, b.ends)) from busy b
      where b.technician_id = w.technician_id and b.begins < w.ends and b.ends > w.begins), '{}')) g
    where w.ends > w.begins and upper(g) - lower(g) >= visit_minutes
  ),
  gap as (
    select f.technician_id, f.index, f.begins, f.ends,
      coalesce(p.ends, s.begins) as leaves, coalesce(n.begins, s.ends) as due_at,
      case when p.ends is null then t.home_latitude else p.latitude end as from_latitude,
      case when p.ends is null then t.home_longitude else p.longitude end as from_longitude,
      case when n.ends is null then t.home_latitude else n.latitude end as to_latitude,
      case when n.ends is null then t.home_longitude else n.longitude end as to_longitude
    from free f
    join technician t on t.id = f.technician_id
    join shift s on s.technician_id = f.technician_id and s.index = f.index
    left join lateral (
      select * from busy b
      where b.technician_id = f.technician_id and b.is_stop and b.ends > f.day_begins and b.begins < f.begins
      order by b.begins desc limit 1) p on true
    left join lateral (
      select * from busy b
      where b.technician_id = f.technician_id and b.is_stop and b.begins < f.day_ends and b.begins >= f.ends
      order by b.begins limit 1) n on true
    where t.max_visits_per_day is null or t.max_visits_per_day > (
      select count(*) from busy b
      where b.technician_id = f.technician_id and b.is_visit and b.begins < f.day_ends and b.ends > f.day_begins)
  ),
  leg as (
    select g.*, e.there, e.onward, e.past, e.guessed
    from gap g
    cross join lateral (
      select
        max(m.minutes) filter (where l.name = 'there') as there,
        max(m.minutes) filter (where l.name = 'onward') as onward,
        max(m.minutes) filter (where l.name = 'past') as past,
        bool_or(m.guessed) as guessed
      from (values
        ('there', g.from_latitude, g.from_longitude, slot_openings.latitude, slot_openings.longitude),
        ('onward', slot_openings.latitude, slot_openings.longitude, g.to_latitude, g.to_longitude),
        ('past', g.from_latitude, g.from_longitude, g.to_latitude, g.to_longitude)
      ) l (name, latitude_a, longitude_a, latitude_b, longitude_b)
      left join public.travel_times k
        on k.from_latitude = round(l.latitude_a::numeric, 5) and k.from_longitude = round(l.longitude_a::numeric, 5)
        and k.to_latitude = round(l.latitude_b::numeric, 5) and k.to_longitude = round(l.longitude_b::numeric, 5)
      cross join lateral (
        select l.latitude_a is null or l.latitude_b is null as guessed,
          case
            when l.latitude_a is null or l.latitude_b is null then 30
            when k.minutes is not null then k.minutes
            when round(l.latitude_a::numeric, 5) = round(l.latitude_b::numeric, 5)
              and round(l.longitude_a::numeric, 5) = round(l.longitude_b::numeric, 5) then 0
            else ceil(12742 * asin(sqrt(power(sind((l.latitude_b - l.latitude_a) / 2), 2)
              + cosd(l.latitude_a) * cosd(l.latitude_b) * power(sind((l.longitude_b - l.longitude_a) / 2), 2)))
              * 1.3 / 45 * 60 + 5)::integer
          end as minutes
      ) m
    ) e
  )
  select l.index, l.technician_id, r.origin, r.first, r.last,
    greatest(0, l.there + l.onward - case when l.guessed then 0 else l.past end)
  from leg l
  join grid d on d.index = l.index
  cross join lateral (
    select
      greatest(l.begins, l.leaves + l.there, d.begins, v_earliest) as earliest,
      least(l.ends - visit_minutes, l.due_at - l.onward - visit_minutes, d.ends - 1, v_latest) as latest
  ) b
  cross join lateral (
    select d.origin,
      d.origin + ((b.earliest - d.origin + v_company.slot_step_minutes - 1) / v_company.slot_step_minutes) * v_company.slot_step_minutes as first,
      d.origin + ((b.latest - d.origin) / v_company.slot_step_minutes) * v_company.slot_step_minutes as last
  ) r
  where b.earliest <= b.latest and r.first <= r.last;
end;
$$;
comment on function private.slot_openings is 'Every run of starts that can be kept: on day from_date + day_index, technician, from first_start to last_start (minutes since 1970) in steps of the grid counted from grid_origin (the local midnight as that stretch of the day reckons it), and the drive it adds. Every search is made of these.';

create function private.search_slots(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  from_date date, days integer, max_slots integer, as_of timestamptz,
  technician_id uuid default null, starts_at timestamptz default null, ignore_task_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_company public.company_settings;
  v_today date := private.company_day(as_of);
  v_short_list boolean;
  v_result jsonb;
begin
  select * into v_company from public.company_settings;
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
    select o.*, (o.added_drive * 100 + v_company.wait_minutes_per_day * 100 * o.day_index)::integer as score,
      o.grid_origin + 720 as noon
    from private.slot_openings(
      skill_ids, visit_minutes, latitude, longitude, postal_code, from_date, days, as_of,
      search_slots.technician_id, starts_at, ignore_task_id) o
  ),
  start as (
    select distinct on (s.minute) s.minute, o.opening_technician_id, o.score, o.added_drive, o.day_index, s.minute < o.noon as morning
    from opening o
    cross join lateral generate_series(o.first_start, o.last_start, v_company.slot_step_minutes) s (minute)
    order by s.minute, o.score, o.opening_technician_id
  ),
  offered as (
    select s.*, row_number() over (partition by s.day_index, s.morning order by s.score, s.minute) as place
    from start s
  ),
  slot as (
    select o.* from offered o
    where o.place = 1 or not v_short_list
    order by o.score, o.minute, o.opening_technician_id
    limit greatest(max_slots, 0)
  )
  select jsonb_build_object(
    'slots', coalesce((
      select jsonb_agg(jsonb_build_object(
        'starts_at', to_timestamp(s.minute * 60.0::double precision),
        'ends_at', to_timestamp((s.minute + visit_minutes) * 60.0::double precision),
        'technician_id', s.opening_technician_id,
        'technician_name', t.first_name,
        'travel_minutes', s.added_drive) order by s.score, s.minute, s.opening_technician_id)
      from slot s join public.technicians t on t.id = s.opening_technician_id), '[]'),
    'days', (
      select jsonb_agg(jsonb_build_object(
        'date', from_date + i,
        'times', (select count(*) from start s where s.day_index = i)) order by i)
      from generate_series(0, days - 1) i))
  into v_result;
  return v_result;
end;
$$;
comment on function private.search_slots is 'Times that can be kept: {"slots": [{starts_at, ends_at, technician_id, technician_name, travel_minutes}], "days": [{date, times}]}. from_date null is the first bookable day; technician_id and starts_at restrict to one technician or one exact start (whose day is then the one searched); ignore_task_id is a task that does not block, because it is being moved.';

create function private.slot_fits(
  skill_ids uuid[], visit_minutes integer, latitude double precision, longitude double precision, postal_code text,
  technician_id uuid, starts_at timestamptz, as_of timestamptz, ignore_task_id uuid)
returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from private.slot_openings(
      skill_ids, visit_minutes, latitude, longitude, postal_code, private.company_day(slot_fits.starts_at), 1, as_of,
      slot_fits.technician_id, slot_fits.starts_at, ignore_task_id))
$$;
comment on function private.slot_fits is 'Whether this technician can keep this start: the search restricted to it.';
