-- Gaps: the time that technicians have left between their stops. With "openings" these are the rules of a search.
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
--
-- Instants are whole minutes since 1970 in here and in "openings": integer arithmetic is exact and fast. The steps before
-- slot_openings are single queries that the planner puts into its one statement, so telling them apart costs
-- nothing. All have the same parameters: the technicians; the searched days by their first one and their midnights
-- (one more than days); from when to when calendars are read; and which task, found by technician and start,
-- is looked through because it is being moved.

-- Reading calendars -----------------------------------------------------------------------------------

create function private.is_stop(task_type text, latitude double precision)
returns boolean
language sql immutable
return task_type <> 'other' or latitude is not null;
comment on function private.is_stop is 'Whether a task is a place the technician drives to; a meeting blocks time and moves nobody.';

create function private.minute_before(instant timestamptz)
returns integer
language sql stable
return floor(date_part('epoch', instant) / 60)::integer;
comment on function private.minute_before is 'An instant in minutes since 1970, rounded down.';

create function private.minute_after(instant timestamptz)
returns integer
language sql stable
return ceil(date_part('epoch', instant) / 60)::integer;
comment on function private.minute_after is 'An instant in minutes since 1970, rounded up.';

create function private.instant_of(minute integer)
returns timestamptz
language sql immutable
return to_timestamp(minute * 60.0::double precision);
comment on function private.instant_of is 'The instant that many minutes after 1970 began.';

create function private.minutes_of(during tstzrange)
returns integer
language sql immutable
return (date_part('epoch', upper(during) - lower(during)) / 60)::integer;
comment on function private.minutes_of is 'How many minutes a time is long.';

create function private.calendar_of(
  technician_ids uuid[], reads_from timestamptz, reads_to timestamptz, ignored_technician uuid, ignored_start timestamptz)
returns table (technician_id uuid, during tstzrange, task_type text, customer_id uuid, latitude double precision, longitude double precision)
language sql stable
begin atomic
  select t.technician_id, t.during, t.task_type, t.customer_id, t.latitude, t.longitude
  from public.technician_tasks t
  where t.technician_id = any (technician_ids) and t.blocking
    and lower(t.during) >= reads_from and lower(t.during) < reads_to
    and (lower(t.during) <> ignored_start or t.technician_id <> ignored_technician);
end;
comment on function private.calendar_of is 'The blocking tasks of technicians that begin in [reads_from, reads_to), but for the ignored one.';

create function private.calendars_begin(technician_ids uuid[], first_instant timestamptz)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  -- Nobody's tasks overlap, so only the last one that began before the first day can run into it.
  return (
    select coalesce(min(last.starts_at), first_instant)
    from unnest(technician_ids) k (id)
    cross join lateral (
      select lower(t.during) as starts_at, upper(t.during) as ends_at
      from public.technician_tasks t
      where t.technician_id = k.id and t.blocking and lower(t.during) < first_instant
      order by lower(t.during) desc
      limit 1
    ) last
    where last.ends_at > first_instant);
end;
$$;
comment on function private.calendars_begin is 'From when calendars must be read: the start of what runs into the first searched day, else that day.';

-- Work ------------------------------------------------------------------------------------------------

create function private.shifts_alike(
  technician_ids uuid[], from_date date, days integer, reads_from timestamptz, reads_to timestamptz,
  ignored_technician uuid, ignored_start timestamptz)
returns table (technician_id uuid, meetings int4multirange, model uuid)
language sql stable
begin atomic
  with meeting as (
    select t.technician_id, range_agg(int4range(private.minute_before(lower(t.during)), private.minute_after(upper(t.during)))) as during
    from private.calendar_of(technician_ids, reads_from, reads_to, ignored_technician, ignored_start) t
    where not private.is_stop(t.task_type, t.latitude)
    group by t.technician_id
  ), week as (
    select h.technician_id,
      array_agg(row (h.weekday, h.starts, h.ends, h.valid_from, h.valid_to) order by h.weekday, h.starts, h.valid_from) as hours
    from public.technician_hours h
    where h.technician_id = any (technician_ids)
      and h.weekday = any (array(select date_part('isodow', from_date + i)::integer from generate_series(0, least(days, 7) - 1) i))
    group by h.technician_id
  )
  select w.technician_id, m.during,
    first_value(w.technician_id) over (partition by w.hours, m.during order by w.technician_id)
  from week w
  left join meeting m on m.technician_id = w.technician_id;
end;
comment on function private.shifts_alike is 'Technicians who work at all, with their meetings. Those with the same hours and meetings share a model, whose days are made once for all of them.';

create function private.stretches_of_work(
  technician_ids uuid[], zone text, from_date date, midnights integer[], reads_from timestamptz, reads_to timestamptz,
  ignored_technician uuid, ignored_start timestamptz, at_least integer)
returns table (technician_id uuid, day_index integer, shift_begins integer, shift_ends integer, begins integer, ends integer)
language sql stable
begin atomic
  with alike as materialized (
    select * from private.shifts_alike(
      technician_ids, from_date, cardinality(midnights) - 1, reads_from, reads_to, ignored_technician, ignored_start)
  ), shift as (
    select w.model, w.day_index, w.meetings, min(w.begins) as begins, max(w.ends) as ends, range_agg(int4range(w.begins, w.ends)) as hours
    from (
      select a.model, d.day_index, a.meetings,
        private.minute_after((d.on_day + h.starts) at time zone zone) as begins,
        private.minute_before((d.on_day + h.ends) at time zone zone) as ends
      from alike a
      join public.technician_hours h on h.technician_id = a.technician_id
      join (
        select i as day_index, from_date + i as on_day, date_part('isodow', from_date + i) as weekday
        from generate_series(0, cardinality(midnights) - 2) i
      ) d on d.weekday = h.weekday
        and (h.valid_from is null or h.valid_from <= d.on_day)
        and (h.valid_to is null or h.valid_to >= d.on_day)
      where a.technician_id = a.model
    ) w
    where w.begins < w.ends
    group by w.model, w.day_index, w.meetings
  )
  select a.technician_id, s.day_index, s.shift_begins, s.shift_ends, lower(s.stretch), upper(s.stretch)
  from (
    select f.model, f.day_index, f.begins as shift_begins, f.ends as shift_ends,
      unnest(f.hours - coalesce(f.meetings, '{}')) as stretch
    from shift f
  ) s
  join alike a on a.model = s.model
  where upper(s.stretch) - lower(s.stretch) >= at_least;
end;
comment on function private.stretches_of_work is 'What of each searched day is work: hours cut by breaks and meetings, in pieces of at least so many minutes, with the shift they belong to.';

-- Time between stops ------------------------------------------------------------------------------------

create function private.between_stops(
  technician_ids uuid[], reads_from timestamptz, reads_to timestamptz, ignored_technician uuid, ignored_start timestamptz, at_least integer)
returns table (
  technician_id uuid, begins integer, ends integer,
  from_type text, from_customer_id uuid, from_latitude double precision, from_longitude double precision,
  to_type text, to_customer_id uuid, to_latitude double precision, to_longitude double precision)
language sql stable
begin atomic
  select b.technician_id,
    case when b.begins_at = '-infinity' then 0 else private.minute_after(b.begins_at) end,
    case when b.ends_at = 'infinity' then 2147483647 else private.minute_before(b.ends_at) end,
    b.from_type, b.from_customer_id, b.from_latitude, b.from_longitude, b.to_type, b.to_customer_id, b.to_latitude, b.to_longitude
  from (
    -- After a stop.
    select *
    from (
      select t.technician_id, upper(t.during) as begins_at, lead(lower(t.during), 1, 'infinity') over calendar as ends_at,
        t.task_type as from_type, t.customer_id as from_customer_id, t.latitude as from_latitude, t.longitude as from_longitude,
        lead(t.task_type) over calendar as to_type, lead(t.customer_id) over calendar as to_customer_id,
        lead(t.latitude) over calendar as to_latitude, lead(t.longitude) over calendar as to_longitude
      from private.calendar_of(technician_ids, reads_from, reads_to, ignored_technician, ignored_start) t
      where private.is_stop(t.task_type, t.latitude)
      window calendar as (partition by t.technician_id order by lower(t.during))
    ) s
    where s.ends_at >= s.begins_at + make_interval(mins => at_least)
    union all
    -- Before the first of all.
    select k.id, '-infinity', coalesce(first.starts_at, 'infinity'), null, null, null, null,
      first.task_type, first.customer_id, first.latitude, first.longitude
    from unnest(technician_ids) k (id)
    left join lateral (
      select lower(t.during) as starts_at, t.task_type, t.customer_id, t.latitude, t.longitude
      from public.technician_tasks t
      where t.technician_id = k.id and t.blocking and private.is_stop(t.task_type, t.latitude)
        and lower(t.during) >= reads_from and lower(t.during) < reads_to
        and (lower(t.during) <> ignored_start or t.technician_id <> ignored_technician)
      order by lower(t.during)
      limit 1
    ) first on true
    offset 0
  ) b;
end;
comment on function private.between_stops is 'The time between two stops that follow each other, before the first (from minute 0) and after the last (to the end of time), with what lies on both sides.';

create function private.gaps(
  technician_ids uuid[], zone text, from_date date, midnights integer[], reads_from timestamptz, reads_to timestamptz,
  ignored_technician uuid, ignored_start timestamptz, at_least integer)
returns table (
  technician_id uuid, day_index integer, begins integer, ends integer, leaves integer, due integer,
  from_latitude double precision, from_longitude double precision, from_place bigint,
  to_latitude double precision, to_longitude double precision, to_place bigint)
language sql stable
begin atomic
  with on_day as (
    select s.*, k.home_latitude, k.home_longitude,
      generate_series(
        greatest(width_bucket(s.begins, midnights), 1),
        least(width_bucket(s.ends - 1, midnights), cardinality(midnights) - 1)) - 1 as day_index
    from private.between_stops(technician_ids, reads_from, reads_to, ignored_technician, ignored_start, at_least) s
    join public.technicians k on k.id = s.technician_id and k.id = any (technician_ids)
  ), located as (
    select w.technician_id, w.day_index, greatest(w.begins, s.begins) as begins, least(w.ends, s.ends) as ends,
      case when e.from_home then w.shift_begins else s.begins end as leaves,
      case when e.to_home then w.shift_ends else s.ends end as due,
      case when e.from_home or s.from_type = 'time_off' then s.home_latitude
        else coalesce(s.from_latitude, (private.customer_area(s.from_customer_id)).latitude) end as from_latitude,
      case when e.from_home or s.from_type = 'time_off' then s.home_longitude
        else coalesce(s.from_longitude, (private.customer_area(s.from_customer_id)).longitude) end as from_longitude,
      case when e.to_home or s.to_type = 'time_off' then s.home_latitude
        else coalesce(s.to_latitude, (private.customer_area(s.to_customer_id)).latitude) end as to_latitude,
      case when e.to_home or s.to_type = 'time_off' then s.home_longitude
        else coalesce(s.to_longitude, (private.customer_area(s.to_customer_id)).longitude) end as to_longitude
    from on_day s
    join private.stretches_of_work(
        technician_ids, zone, from_date, midnights, reads_from, reads_to, ignored_technician, ignored_start, at_least) w
      on w.technician_id = s.technician_id and w.day_index = s.day_index
      and least(w.ends, s.ends) - greatest(w.begins, s.begins) >= at_least
    cross join lateral (
      select s.begins <= midnights[s.day_index + 1] as from_home, s.ends >= midnights[s.day_index + 2] as to_home
    ) e
    offset 0
  )
  select l.technician_id, l.day_index, l.begins, l.ends, l.leaves, l.due,
    l.from_latitude, l.from_longitude, private.place_number(l.from_latitude, l.from_longitude),
    l.to_latitude, l.to_longitude, private.place_number(l.to_latitude, l.to_longitude)
  from located l
  offset 0;
end;
comment on function private.gaps is 'Work without stops in it, of at least so many minutes: when the technician leaves from where, and is due where. That is home when no stop of the day lies there or the stop is time off, else the stop, or the area of its customer; null where nobody knows.';
