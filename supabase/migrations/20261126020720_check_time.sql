-- Check time: what is against a time that the office has in mind, in figures, before anything is booked or moved.

-- The way there and on ------------------------------------------------------------------------------------

create function private.next_stop(technician_id uuid, during tstzrange, is_before boolean, ignore_task_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_day date := private.company_day(lower(during));
  v_stop public.technician_tasks;
begin
  select t.* into v_stop
  from public.technician_tasks t
  where t.technician_id = next_stop.technician_id and t.blocking and private.is_stop(t.task_type, t.latitude)
    and t.during && tstzrange(v_day::timestamp at time zone v_zone, (v_day + 1)::timestamp at time zone v_zone)
    and t.id is distinct from ignore_task_id
    and case when is_before then upper(t.during) <= lower(next_stop.during) else lower(t.during) >= upper(next_stop.during) end
  order by abs(date_part('epoch', lower(t.during) - lower(next_stop.during)))
  limit 1;
  return v_stop;
end;
$$;
comment on function private.next_stop is 'What a technician drives from before that time, or to after it, on its day; null for home.';

create function private.shift_of(technician_id uuid, on_day date)
returns tstzrange
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return (
    select tstzrange(min((on_day + w.starts) at time zone v_zone), max((on_day + w.ends) at time zone v_zone))
    from public.technician_hours w
    where w.technician_id = shift_of.technician_id and w.weekday = date_part('isodow', on_day)
      and daterange(w.valid_from, w.valid_to, '[]') @> on_day
    having count(*) > 0);
end;
$$;
comment on function private.shift_of is 'From when to when a technician works on a day, breaks included; null where not at all.';

create function private.breaks_between(hours tstzmultirange)
returns jsonb
language sql immutable
return (
  select coalesce(jsonb_agg(jsonb_build_object('starts_at', lower(b), 'ends_at', upper(b)) order by b), '[]')
  from unnest(range_merge(hours)::tstzmultirange - hours) b);
comment on function private.breaks_between is 'The breaks of a day''s hours, which are the space between: [{starts_at, ends_at}].';

create function private.breaks_of(technician_id uuid, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return (
    select private.breaks_between(range_agg(tstzrange((on_day + w.starts) at time zone v_zone, (on_day + w.ends) at time zone v_zone)))
    from public.technician_hours w
    where w.technician_id = breaks_of.technician_id and w.weekday = date_part('isodow', on_day) and w.starts < w.ends
      and daterange(w.valid_from, w.valid_to, '[]') @> on_day
    having count(*) > 0);
end;
$$;
comment on function private.breaks_of is 'When a technician has a break on a day; null where they do not work.';

create function private.short_drive(needs private.stop_needs, technician_id uuid, during tstzrange, is_before boolean, ignore_task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_stop public.technician_tasks := private.next_stop(technician_id, during, is_before, ignore_task_id);
  v_is_home boolean := v_stop.id is null or v_stop.task_type = 'time_off';
  v_shift tstzrange := private.shift_of(technician_id, private.company_day(lower(during)));
  v_here record := private.whereabouts(needs.latitude, needs.longitude, needs.postal_code);
  v_there record;
  v_drive integer;
  v_left integer;
begin
  select coalesce(case when v_is_home then h.home_latitude else v_stop.latitude end, a.latitude) as latitude,
    coalesce(case when v_is_home then h.home_longitude else v_stop.longitude end, a.longitude) as longitude
  into v_there
  from public.technicians h
  left join private.customer_area(v_stop.customer_id) a on not v_is_home
  where h.id = short_drive.technician_id;
  if is_before then
    v_drive := private.drive_between(v_there.latitude, v_there.longitude, v_here.latitude, v_here.longitude);
    v_left := floor(date_part('epoch', lower(during) - coalesce(upper(v_stop.during), lower(v_shift))) / 60);
  else
    v_drive := private.drive_between(v_here.latitude, v_here.longitude, v_there.latitude, v_there.longitude);
    v_left := floor(date_part('epoch', coalesce(lower(v_stop.during), upper(v_shift)) - upper(during)) / 60);
  end if;
  -- Outside of the hours is told as that.
  return case when v_drive > v_left and v_left >= 0 then jsonb_build_object('reason', 'drive',
    'side', case when is_before then 'before' else 'after' end, 'minutes', v_drive, 'planned', v_left, 'is_home', v_is_home,
    'place', case when not v_is_home then (select m.city from public.customers m where m.id = v_stop.customer_id) end) end;
end;
$$;
comment on function private.short_drive is 'Whether the drive from the stop before (or home), or on to the one after, is longer than the time left for it: {reason: drive, side: before | after, minutes, planned, is_home, place: the city of that stop}, else null.';

-- What is against it --------------------------------------------------------------------------------------

create function private.is_driven_to(task_type text)
returns boolean
language sql immutable
return task_type in ('repair', 'delivery', 'assessment');
comment on function private.is_driven_to is 'Whether such work, which is no visit, is done at a client''s as visits are, and not a meeting or the like.';

create function private.minds_drives(task_type text, needs private.stop_needs)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.is_driven_to(task_type)
    and (private.whereabouts(needs.latitude, needs.longitude, needs.postal_code)).latitude is not null;
end;
$$;
comment on function private.minds_drives is 'Whether work that is no visit has a place that somebody has to drive to; visits always have.';

create function private.objections_to(
  task_type text, needs private.stop_needs, technician_id uuid, during tstzrange, as_of timestamptz, ignore_task_id uuid)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_found text[] := private.objections(technician_id, during, task_type, needs.skill_ids,
    needs.latitude, needs.longitude, needs.postal_code, as_of, ignore_task_id, needs.exposure);
begin
  if task_type in ('maintenance', 'time_off') then
    return v_found;
  end if;
  v_found := v_found || array_remove(array[
    case when lower(during) < as_of then 'notice' end,
    case when private.is_driven_to(task_type) and private.is_beyond_horizon(lower(during), as_of) then 'horizon' end], null);
  if v_found = '{}' and private.minds_drives(task_type, needs)
    and (private.short_drive(needs, technician_id, during, true, ignore_task_id) is not null
      or private.short_drive(needs, technician_id, during, false, ignore_task_id) is not null) then
    return array['drive'];
  end if;
  return v_found;
end;
$$;
comment on function private.objections_to is 'Why work of any kind should not be put there: private.objections, and for what is no visit notice where it would be in the past, horizon, and drive where nothing else is against it.';

create function private.is_full_day(technician_id uuid, on_day date, ignore_task_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return coalesce((
    select count(*) >= h.max_visits_per_day
    from public.technicians h
    join public.technician_tasks t on t.technician_id = h.id and t.blocking and t.task_type = 'maintenance'
      and t.during && tstzrange(on_day::timestamp at time zone v_zone, (on_day + 1)::timestamp at time zone v_zone)
      and t.id is distinct from ignore_task_id
    where h.id = is_full_day.technician_id and h.max_visits_per_day is not null
    group by h.max_visits_per_day), false);
end;
$$;
comment on function private.is_full_day is 'Whether a technician has the most visits a day on that day already.';

create function private.objection_told(
  reason text, needs private.stop_needs, technician_id uuid, during tstzrange, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
  v_day date := private.company_day(lower(during));
begin
  select * into v_set from public.company_settings;
  return jsonb_build_object('reason', reason) || case reason
    when 'skill' then jsonb_build_object('skills', (
      select jsonb_agg(k.name order by k.name) from public.skills k
      where k.id = any (needs.skill_ids) and not exists (
        select from public.technician_skills s where s.technician_id = objection_told.technician_id and s.skill_id = k.id)))
    when 'holiday' then jsonb_build_object('name', (select d.name from public.holidays d where d.on_day = v_day))
    when 'hours' then jsonb_build_object(
      'works_from', lower(private.shift_of(technician_id, v_day)), 'works_until', upper(private.shift_of(technician_id, v_day)),
      'breaks', private.breaks_of(technician_id, v_day), 'ends_at', upper(during))
    when 'winter' then jsonb_build_object('again_on', private.out_of_winter(needs.exposure, v_day))
    when 'closed' then jsonb_build_object('why', (private.closed_days(needs.exposure, array[technician_id], v_day, 1))[1].reason)
    when 'notice' then jsonb_build_object('hours', v_set.minimum_notice_hours, 'is_past', lower(during) < as_of)
    when 'horizon' then jsonb_build_object('last_day', private.last_bookable_day(as_of, v_set))
    else '{}' end;
end;
$$;
comment on function private.objection_told is 'One of private.objections in figures: {reason, and skill: skills (the missing ones); holiday: name; hours: works_from, works_until (null: not at all that day), breaks [{starts_at, ends_at}], ends_at (of the visit); winter: again_on (null: not within a year); closed: why; notice: hours, is_past; horizon: last_day}.';

create function private.warnings_of(
  objections text[], needs private.stop_needs, technician_id uuid, during tstzrange, as_of timestamptz, ignore_task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_drives jsonb := jsonb_strip_nulls(jsonb_build_object(
    'before', private.short_drive(needs, technician_id, during, true, ignore_task_id),
    'after', private.short_drive(needs, technician_id, during, false, ignore_task_id)));
  v_told jsonb := (
    select coalesce(jsonb_agg(private.objection_told(o.reason, needs, technician_id, during, as_of) order by o.n), '[]')
    from unnest(objections) with ordinality o (reason, n) where o.reason <> 'drive');
begin
  v_told := v_told || (select coalesce(jsonb_agg(d.value order by d.key desc), '[]') from jsonb_each(v_drives) d);
  return case
    when private.is_full_day(technician_id, private.company_day(lower(during)), ignore_task_id) then v_told || jsonb_build_array(
      jsonb_build_object('reason', 'full', 'most', (select h.max_visits_per_day from public.technicians h where h.id = warnings_of.technician_id)))
    -- Nothing but that it lies beside the times that are offered.
    when v_told = '[]' then jsonb_build_array(jsonb_build_object('reason', 'grid', 'step', (select s.slot_step_minutes from public.company_settings s)))
    else v_told end;
end;
$$;
comment on function private.warnings_of is 'What is against a time that private.objections objects to, each in figures: private.objection_told, private.short_drive, {reason: full, most: visits a day}, {reason: grid, step}.';

create function private.in_the_way(technician_id uuid, during tstzrange, ignore_task_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.technician_tasks t
  where t.technician_id = in_the_way.technician_id and t.blocking and t.during && in_the_way.during and t.id is distinct from ignore_task_id
  order by lower(t.during)
  limit 1;
  return v_task;
end;
$$;
comment on function private.in_the_way is 'The first thing that a technician has on at that time.';

create function private.first_free_after(needs private.stop_needs, technician_id uuid, after timestamptz, as_of timestamptz, ignore_task_id uuid)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select min(t.starts_at)
    from jsonb_array_elements(private.search_for(needs, private.company_day(after), 14, 500, as_of,
      among => array[technician_id], ignore_task_id => first_free_after.ignore_task_id) -> 'slots') s
    cross join lateral (select (s ->> 'starts_at')::timestamptz as starts_at) t
    where t.starts_at >= after);
end;
$$;
comment on function private.first_free_after is 'The first time from then on, within two weeks, that a technician can keep; null without one.';

create function private.check_time(
  own private.stop_unit, technician_id uuid, starts_at timestamptz, with_contract_ids uuid[], as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.live_task(own.cycle_id);
  v_others uuid[] := array(select distinct id from unnest(with_contract_ids) id where v_task.id is null and id <> own.contract_id);
  v_units private.stop_unit[];
  v_needs private.stop_needs;
  v_during tstzrange;
  v_objections text[];
  v_taken public.technician_tasks;
  v_warnings jsonb := jsonb_build_array();
begin
  if v_task.id is null and not own.serviceable then
    return jsonb_build_object('status', 'paused');
  elsif not private.is_household(v_others, own.contract_id, as_of) then
    return private.rejected('household');
  end if;
  v_units := private.units_of_stop(case when v_task.id is null then own.contract_id || v_others else private.task_contracts(v_task.id) end);
  v_needs := case when v_task.id is null then private.needs_of(v_units, own) else private.needs_of_task(v_task) end;
  v_during := tstzrange(starts_at, starts_at + make_interval(mins => v_needs.minutes));
  v_objections := private.objections(technician_id, v_during, 'maintenance', v_needs.skill_ids,
    v_needs.latitude, v_needs.longitude, v_needs.postal_code, as_of, v_task.id, v_needs.exposure);
  if 'overlap' = any (v_objections) then
    v_taken := private.in_the_way(technician_id, v_during, v_task.id);
  elsif v_objections <> '{}' then
    v_warnings := private.warnings_of(v_objections, v_needs, technician_id, v_during, as_of, v_task.id);
  end if;
  select v_warnings || coalesce(jsonb_agg(jsonb_build_object('reason', 'deceased', 'on', m.deceased_on)), '[]') into v_warnings
  from public.customers m where v_task.id is null and m.id = own.customer_id and m.deceased_on is not null;
  return (
    select jsonb_build_object(
      'status', case when v_objections && array['overlap', 'technician'] then 'impossible' when v_warnings <> '[]' then 'warned' else 'possible' end,
      'starts_at', lower(v_during), 'ends_at', upper(v_during), 'arrive_by', lower(v_during) + make_interval(mins => s.arrival_window_minutes),
      'technician_id', h.id, 'technician_name', h.name, 'first_name', h.first_name,
      'units', private.units_named(v_units),
      'warnings', v_warnings)
      || case when v_taken.id is not null then jsonb_build_object(
        'in_the_way', jsonb_build_object('task_id', v_taken.id, 'task_type', v_taken.task_type, 'starts_at', lower(v_taken.during), 'ends_at', upper(v_taken.during),
          'customer', (select m.name from public.customers m where m.id = v_taken.customer_id)),
        'free_after', private.first_free_after(v_needs, technician_id, upper(v_taken.during), as_of, v_task.id)) else '{}' end
    from public.technicians h, public.company_settings s
    where h.id = check_time.technician_id);
end;
$$;
comment on function private.check_time is 'Whether a stop for these units, or the one that is there, could be at that time with that technician: see the door.';
