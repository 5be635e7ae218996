-- Board: what the dispatch board shows of a few days, in a few statements whatever their number: technicians with their hours,
-- work with the drives to it, and what waits for a place.

-- What came to nothing holds no time, and is shown where it would have been.
create index tasks_come_to_nothing on public.technician_tasks (lower(during)) where state in ('no_show', 'not_completed');

create function private.board_span(from_day date, days integer, as_of timestamptz, out first_day date, out day_count integer, out span tstzrange)
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_today date := private.company_day(as_of);
begin
  -- Whatever an address says, what is shown lies within a year.
  first_day := least(greatest(coalesce(from_day, v_today), v_today - 366), v_today + 366);
  day_count := least(greatest(coalesce(days, 1), 1), 7);
  span := tstzrange(first_day::timestamp at time zone v_zone, (first_day + day_count)::timestamp at time zone v_zone);
end;
$$;
comment on function private.board_span is 'Which days the board shows: one to seven, within a year from today, and from when to when that is.';

create function private.tasks_shown(span tstzrange)
returns setof public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_technicians uuid[] := array(select h.id from public.technicians h);
  v_reads_from timestamptz := private.calendars_begin(v_technicians, lower(span));
begin
  return query
  select t.*
  from public.technicians h
  join public.technician_tasks t on t.technician_id = h.id and t.blocking
    and lower(t.during) >= v_reads_from and lower(t.during) < upper(span) and upper(t.during) > lower(span)
  union all
  select t.*
  from public.technician_tasks t
  where t.state in ('no_show', 'not_completed') and t.technician_id is not null
    and lower(t.during) >= lower(span) - interval '1 day' and lower(t.during) < upper(span) and upper(t.during) > lower(span);
end;
$$;
comment on function private.tasks_shown is 'What the board shows of a few days: work that is to come, goes on or was done, and what came to nothing.';

-- Drives ------------------------------------------------------------------------------------------------------------

create function private.board_drives(tasks public.technician_tasks[], zone text)
returns table (task_id uuid, technician_id uuid, on_day date, drive_before integer, drive_after integer)
language sql stable
begin atomic
  with stop as (
    select t.id, t.technician_id, d.on_day, lower(t.during) as starts_at, t.task_type = 'time_off' as is_off,
      case when t.task_type = 'time_off' then h.home_latitude else coalesce(t.latitude, a.latitude) end as latitude,
      case when t.task_type = 'time_off' then h.home_longitude else coalesce(t.longitude, a.longitude) end as longitude,
      h.home_latitude, h.home_longitude, private.place_number(h.home_latitude, h.home_longitude) as home
    from unnest(tasks) t
    join public.technicians h on h.id = t.technician_id
    cross join lateral (select (lower(t.during) at time zone zone)::date as on_day) d
    left join public.customers m on m.id = t.customer_id and t.latitude is null
    left join private.postal_areas a on a.area = private.postal_area(m.postal_code)
    where t.blocking and private.is_stop(t.task_type, t.latitude)
  ), way as (
    select s.*, private.place_number(s.latitude, s.longitude) as place,
      lag(s.starts_at) over calendar is null as is_first, lead(s.starts_at) over calendar is null as is_last,
      lag(s.latitude) over calendar as from_latitude, lag(s.longitude) over calendar as from_longitude,
      private.place_number(lag(s.latitude) over calendar, lag(s.longitude) over calendar) as from_place
    from stop s
    window calendar as (partition by s.technician_id, s.on_day order by s.starts_at)
  ), leg as (
    select w.id, w.technician_id, w.on_day, w.is_off, w.is_last, w.latitude, w.longitude, w.place, w.home_latitude, w.home_longitude, w.home,
      case when w.is_first then w.home_latitude else w.from_latitude end as from_latitude,
      case when w.is_first then w.home_longitude else w.from_longitude end as from_longitude,
      case when w.is_first then w.home else w.from_place end as from_place
    from way w
  )
  select l.id, l.technician_id, l.on_day,
    private.drive_minutes(known.minutes, l.from_place, l.from_latitude, l.from_longitude, l.place, l.latitude, l.longitude),
    case when l.is_last then private.drive_minutes(back.minutes, l.place, l.latitude, l.longitude, l.home, l.home_latitude, l.home_longitude) end
  from leg l
  left join public.travel_times known on known.from_place = l.from_place and known.to_place = l.place
  left join public.travel_times back on back.from_place = l.place and back.to_place = l.home and l.is_last
  -- Whoever is off is at home.
  where not (l.is_off and l.from_place is not distinct from l.home);
end;
comment on function private.board_drives is 'How long the drives of each day are, from home, from stop to stop and home again, as the search reckons them.';

-- Technicians -------------------------------------------------------------------------------------------------------

create function private.work_hours(first_day date, day_count integer, zone text)
returns table (technician_id uuid, on_day date, starts_at timestamptz, ends_at timestamptz)
language sql stable
begin atomic
  select h.technician_id, d.on_day, (d.on_day + h.starts) at time zone zone, (d.on_day + h.ends) at time zone zone
  from (select first_day + i as on_day from generate_series(0, day_count - 1) i) d
  join public.technician_hours h on h.weekday = date_part('isodow', d.on_day)
    and (h.valid_from is null or h.valid_from <= d.on_day) and (h.valid_to is null or h.valid_to >= d.on_day);
end;
comment on function private.work_hours is 'When who works on these days, breaks being the space between.';

create function private.board_days(tasks public.technician_tasks[], first_day date, day_count integer, zone text)
returns table (technician_id uuid, days jsonb)
language sql stable
begin atomic
  with day as (
    select h.id as technician_id, first_day + i as on_day,
      tstzrange((first_day + i)::timestamp at time zone zone, (first_day + i + 1)::timestamp at time zone zone) as span
    from public.technicians h, generate_series(0, day_count - 1) i
  ), hours as (
    select w.technician_id, w.on_day, range_agg(tstzrange(w.starts_at, w.ends_at)) as hours,
      jsonb_agg(jsonb_build_object('starts_at', w.starts_at, 'ends_at', w.ends_at) order by w.starts_at) as told
    from private.work_hours(first_day, day_count, zone) w
    where w.starts_at < w.ends_at and not exists (select from public.holidays y where y.on_day = w.on_day)
    group by 1, 2
  ), off as (
    select t.technician_id, range_agg(t.during) as away from unnest(tasks) t where t.task_type = 'time_off' group by 1
  ), stops as (
    select d.technician_id, d.on_day, sum(date_part('epoch', upper(t.during * d.span) - lower(t.during * d.span)) / 60)::integer as minutes
    from day d join unnest(tasks) t on t.technician_id = d.technician_id and t.during && d.span
    where t.blocking and t.task_type <> 'time_off'
    group by 1, 2
  ), drives as (
    select w.technician_id, w.on_day, sum(w.drive_before + coalesce(w.drive_after, 0))::integer as minutes
    from private.board_drives(tasks, zone) w group by 1, 2
  )
  select d.technician_id, jsonb_agg(jsonb_build_object('on_day', d.on_day, 'hours', coalesce(h.told, '[]'),
      'work_minutes', w.minutes, 'stop_minutes', coalesce(s.minutes, 0), 'drive_minutes', coalesce(v.minutes, 0),
      'open_minutes', greatest(0, w.minutes - coalesce(s.minutes, 0) - coalesce(v.minutes, 0))) order by d.on_day)
  from day d
  left join hours h on h.technician_id = d.technician_id and h.on_day = d.on_day
  left join off o on o.technician_id = d.technician_id
  left join stops s on s.technician_id = d.technician_id and s.on_day = d.on_day
  left join drives v on v.technician_id = d.technician_id and v.on_day = d.on_day
  cross join lateral (
    select coalesce(sum(date_part('epoch', upper(r) - lower(r)) / 60), 0)::integer as minutes
    from unnest(h.hours - coalesce(o.away, '{}')) r) w
  group by d.technician_id;
end;
comment on function private.board_days is 'Each technician''s days: hours, and how many minutes are work (hours without time off), taken by stops, by drives, and left.';

create function private.board_technicians(tasks public.technician_tasks[], first_day date, day_count integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name, 'first_name', h.first_name, 'active', h.active,
      'skills', (
        select coalesce(jsonb_agg(s.name order by s.name), '[]')
        from public.technician_skills k join public.skills s on s.id = k.skill_id where k.technician_id = h.id),
      'home', case when h.home_latitude is not null then jsonb_build_object('latitude', h.home_latitude, 'longitude', h.home_longitude) end,
      'days', d.days) order by h.name, h.id), '[]')
    from public.technicians h
    join private.board_days(tasks, first_day, day_count, private.company_zone()) d on d.technician_id = h.id
    where h.active or exists (select from unnest(tasks) t where t.technician_id = h.id));
end;
$$;
comment on function private.board_technicians is 'Whoever works here, or has work on these days: name, skills, home, days.';

-- Work --------------------------------------------------------------------------------------------------------------

create function private.badge(
  task public.technician_tasks, late_minutes integer, is_quiet boolean, is_unsafe boolean, is_owed boolean, as_of timestamptz)
returns text
language sql immutable
return case
  when (task).state in ('no_show', 'not_completed') then (task).state
  when (task).state = 'completed' then case when is_unsafe then 'lift_failed' when is_owed then 'done_unpaid' else 'done' end
  when (task).task_type <> 'time_off' and private.is_not_closed((task).state, (task).during, as_of) then 'not_closed'
  when (task).state = 'in_progress' then 'started'
  when late_minutes is not null then 'late'
  when (task).state = 'en_route' then 'on_the_way'
  when is_quiet then 'quiet'
  else 'booked' end;
comment on function private.badge is 'How a task stands, in the one word that the board has for it; lift_failed: a unit of it is not safe since, quiet: its client has died.';

create function private.board_tasks(tasks public.technician_tasks[], as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return (
    with visit as (
      select v.task_id, min(u.city) as city, max(v.contact_phone) as contact_phone,
        (select string_agg(distinct n, ' · ') from unnest(array_agg(v.access_notes) || array_agg(u.access_notes)) n) as access_notes, bool_or(v.state = 'done' and u.condition = 'out_of_service') as is_unsafe,
        jsonb_agg(jsonb_build_object('visit_id', v.id, 'kind', k.name, 'state', v.state) || p.told order by v.due_on, k.name, v.id) as units
      from public.maintenance_visits v
      join public.maintenance_cycles y on y.id = v.cycle_id
      join private.visit_prices p on p.cycle_id = y.id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.units u on u.id = c.unit_id
      join public.equipment_categories k on k.id = c.category_id
      where v.task_id in (select t.id from unnest(tasks) t where t.task_type = 'maintenance') and v.state <> 'cancelled'
      group by v.task_id
    ), owed as (
      select i.work_order_id from public.invoices i join private.owed_invoices o on o.invoice_id = i.id
      where i.work_order_id in (select t.work_order_id from unnest(tasks) t where t.state = 'completed')
      group by 1
    ), late as (
      select distinct on (l.task_id) l.task_id, (l.payload ->> 'late_minutes')::integer as minutes
      from unnest(tasks) t
      -- Of another time nobody is late.
      join public.messages l on l.task_id = t.id and l.kind = 'running_late' and (l.payload ->> 'starts_at')::timestamptz = lower(t.during)
      where private.is_ahead(t.state)
      order by l.task_id, l.created_at desc
    )
    select coalesce(jsonb_agg(jsonb_build_object('task_id', t.id, 'technician_id', t.technician_id, 'task_type', t.task_type, 'state', t.state,
      'revision', t.revision, 'starts_at', lower(t.during), 'ends_at', upper(t.during),
      'arrive_by', case when t.task_type = 'maintenance' or private.is_other_work(t) then lower(t.during) + make_interval(mins => s.arrival_window_minutes) end,
      'title', t.title, 'customer_id', t.customer_id, 'client_name', m.name, 'city', coalesce(v.city, m.city), 'address', t.address,
      'phone', coalesce(v.contact_phone, m.phone), 'reach_by', m.reach_by, 'is_mailed', private.is_mailed('confirmation', m.id), 'note', nullif(concat_ws(' · ', t.notes, v.access_notes), ''),
      'latitude', t.latitude, 'longitude', t.longitude, 'units', coalesce(v.units, '[]'),
      'badge', private.badge(t, l.minutes, m.deceased_on is not null, coalesce(v.is_unsafe, false), o.work_order_id is not null, board_tasks.as_of),
      'late_minutes', l.minutes, 'drive_before', d.drive_before, 'drive_after', d.drive_after, 'work_order_id', t.work_order_id,
      'can_move', t.state = 'scheduled' and t.task_type <> 'time_off') order by t.technician_id, lower(t.during), t.id), '[]')
    from unnest(tasks) t
    cross join public.company_settings s
    left join public.customers m on m.id = t.customer_id
    left join visit v on v.task_id = t.id
    left join owed o on o.work_order_id = t.work_order_id
    left join late l on l.task_id = t.id
    left join private.board_drives(tasks, v_zone) d on d.task_id = t.id);
end;
$$;
comment on function private.board_tasks is 'The cards of the board: see the door.';

-- A stamp -----------------------------------------------------------------------------------------------------------

create function private.board_stamp(tasks public.technician_tasks[], as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_ids uuid[] := array(select t.id from unnest(tasks) t);
begin
  -- Which versions of which rows are shown. Time alone changes what nobody closed.
  return md5(concat_ws('|',
    (select string_agg(t.id || ':' || t.xmin || t.ctid::text || case when private.is_not_closed(t.state, t.during, board_stamp.as_of) then '!' else '' end, ',' order by t.id)
      from public.technician_tasks t where t.id = any (v_ids)),
    private.visit_versions(v_ids),
    (select string_agg(concat_ws(':', m.id, m.xmin, m.ctid::text, private.is_mailed('confirmation', m.id)), ',' order by m.id)
       from public.customers m where m.id in (select t.customer_id from unnest(tasks) t)),
    private.waiting_versions(),
    (select string_agg(o.invoice_id::text, ',' order by o.invoice_id) from private.owed_invoices o
      join public.invoices i on i.id = o.invoice_id where i.work_order_id in (select t.work_order_id from unnest(tasks) t)),
    (select string_agg(l.id::text, ',' order by l.id) from public.messages l where l.kind = 'running_late' and l.task_id = any (v_ids)),
    (select string_agg(h.id || ':' || h.xmin || h.ctid::text, ',' order by h.id) from public.technicians h),
    (select string_agg(k.id || ':' || k.xmin || k.ctid::text, ',' order by k.id) from public.technician_skills k),
    (select string_agg(h.id || ':' || h.xmin || h.ctid::text, ',' order by h.id) from public.technician_hours h),
    (select string_agg(y.id || ':' || y.xmin || y.ctid::text, ',' order by y.id) from public.holidays y),
    (select s.xmin::text from public.company_settings s)));
end;
$$;
comment on function private.board_stamp is 'Another text whenever the board of these tasks shows something else.';

-- All of it ---------------------------------------------------------------------------------------------------------

create function private.board(from_day date, days integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_shown record := private.board_span(from_day, days, as_of);
  v_tasks public.technician_tasks[] := array(select t from private.tasks_shown(v_shown.span) t);
begin
  return jsonb_build_object('status', 'ok', 'as_of', board.as_of, 'today', private.company_day(as_of),
    'from_day', v_shown.first_day, 'days', v_shown.day_count, 'step', (select s.slot_step_minutes from public.company_settings s),
    'stamp', private.board_stamp(v_tasks, as_of),
    'holidays', (
      select coalesce(jsonb_agg(jsonb_build_object('on_day', y.on_day, 'name', y.name) order by y.on_day), '[]')
      from public.holidays y where y.on_day >= v_shown.first_day and y.on_day < v_shown.first_day + v_shown.day_count),
    'technicians', private.board_technicians(v_tasks, v_shown.first_day, v_shown.day_count),
    'tasks', private.board_tasks(v_tasks, as_of),
    'waiting', private.tasks_waiting() || private.repairs_waiting() || private.calls_waiting());
end;
$$;
comment on function private.board is 'What the board shows: see the door of the same name.';
