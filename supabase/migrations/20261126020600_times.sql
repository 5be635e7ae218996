-- Times: what a stop could have, when it is booked, moved, or has just lost the one that it wanted.

create function private.skill_for(unit_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select k.required_skill_id from public.units u join public.equipment_categories k on k.id = u.category_id
    where u.id = skill_for.unit_id and k.required_skill_id is not null);
end;
$$;
comment on function private.skill_for is 'The skill that it takes to service or to repair a unit; none where it takes none.';

create function private.needs_of_task(task public.technician_tasks)
returns private.stop_needs
language plpgsql stable
set search_path = ''
as $$
declare
  v_units private.stop_unit[] := private.units_of_stop(private.task_contracts(task.id));
  v_needs private.stop_needs := private.needs_of(v_units, v_units[1]);
  v_unit_id uuid := case when task.task_type <> 'maintenance' then private.unit_of_work(task) end;
begin
  v_needs.minutes := private.minutes_of(task.during);
  if task.latitude is not null then
    v_needs.latitude := task.latitude;
    v_needs.longitude := task.longitude;
  elsif v_units = '{}' then
    -- What is no visit is where its client is.
    v_needs.postal_code := (select m.postal_code from public.customers m where m.id = task.customer_id);
  end if;
  if task.task_type <> 'maintenance' then
    v_needs.exposure := private.exposure_of_unit(v_unit_id);
  end if;
  if task.task_type = 'repair' then
    v_needs.skill_ids := v_needs.skill_ids || private.skill_for(v_unit_id);
  end if;
  return v_needs;
end;
$$;
comment on function private.needs_of_task is 'What a stop that is there takes: skills of the units it is to serve or to repair, its present length, its place, and what weather means for it.';

create function private.search_for(
  needs private.stop_needs, from_date date, days integer, max_slots integer, as_of timestamptz,
  among uuid[] default null, starts_at timestamptz default null, ignore_task_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.search_slots(
    needs.skill_ids, needs.minutes, needs.latitude, needs.longitude, needs.postal_code,
    from_date, days, max_slots, as_of, among, starts_at, ignore_task_id, needs.exposure);
end;
$$;
comment on function private.search_for is 'private.search_slots for what a stop takes.';

create function private.half_day(instant timestamptz)
returns timestamp
language sql stable
return date_bin('12 hours', instant at time zone private.company_zone(), timestamp '2000-01-01');
comment on function private.half_day is 'Which half of which company day, before or from noon, by its beginning.';

create function private.nearest_slots(search jsonb, wanted timestamptz, max_slots integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  -- Who lost a morning may not be free that morning at all: half of what is offered lies in other half-days.
  return (
    select jsonb_build_object('slots', coalesce(jsonb_agg(n.slot order by n.away, n.position), '[]'), 'days', search -> 'days')
    from (
      select a.*, row_number() over (partition by private.half_day(a.starts_at) order by a.away, a.position) * 2 > max_slots as is_surplus
      from (
        select s.slot, s.position, t.starts_at, abs(date_part('epoch', t.starts_at - wanted)) as away
        from jsonb_array_elements(search -> 'slots') with ordinality s (slot, position)
        cross join lateral (select (s.slot ->> 'starts_at')::timestamptz as starts_at) t
      ) a
      order by is_surplus, a.away, a.position
      limit max_slots
    ) n);
end;
$$;
comment on function private.nearest_slots is 'Of a search''s slots those nearest to the wanted time, nearest first, no more than half of them of one half-day (before / from noon) while others have any; its days unchanged.';

create function private.is_ever_offered(needs private.stop_needs, wanted timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  v_day date := private.company_day(wanted);
  v_midnights integer[] := array[
    private.minute_before(v_day::timestamp at time zone v_zone), private.minute_before((v_day + 1)::timestamp at time zone v_zone)];
  v_start integer := private.minute_before(wanted);
  v_place record := private.whereabouts(needs.latitude, needs.longitude, needs.postal_code);
  v_here bigint := private.place_number(v_place.latitude, v_place.longitude);
begin
  return date_trunc('minute', wanted) = wanted and exists (
    select
    from private.start_grid(v_zone, v_day, v_midnights) g
    cross join private.stretches_of_work(
      private.qualified_technicians(needs.skill_ids, null), v_zone, v_day, v_midnights, wanted, wanted, null, 'infinity', needs.minutes) w
    join public.technicians t on t.id = w.technician_id
    cross join lateral (select private.place_number(t.home_latitude, t.home_longitude) as place) home
    left join public.travel_times there on there.from_place = home.place and there.to_place = v_here
    left join public.travel_times back on back.from_place = v_here and back.to_place = home.place
    where v_start >= g.begins and v_start < g.ends
      and (v_start - g.origin) % (select s.slot_step_minutes from public.company_settings s) = 0
      and v_start >= w.begins and v_start + needs.minutes <= w.ends
      and v_start >= w.shift_begins + private.drive_minutes(
        there.minutes, home.place, t.home_latitude, t.home_longitude, v_here, v_place.latitude, v_place.longitude)
      and v_start + needs.minutes <= w.shift_ends - private.drive_minutes(
        back.minutes, v_here, v_place.latitude, v_place.longitude, home.place, t.home_latitude, t.home_longitude));
end;
$$;
comment on function private.is_ever_offered is 'Whether somebody with nothing else to do that day could come at that start: on the grid, within hours, from home and back. Of any other it is not true that it was taken.';

create function private.why_gone(needs private.stop_needs, wanted timestamptz, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
begin
  select * into v_set from public.company_settings;
  return case
    when wanted < as_of then 'past'
    when wanted < as_of + make_interval(hours => v_set.minimum_notice_hours) then 'notice'
    when private.company_day(wanted) > private.last_bookable_day(as_of, v_set) then 'horizon'
    when private.winter_days(needs.exposure, private.company_day(wanted), 1) <> '{}' then 'winter'
    when private.is_ever_offered(needs, wanted) then 'taken'
    else 'never' end;
end;
$$;
comment on function private.why_gone is 'Why a time cannot be had: past, notice (too soon), horizon (too far ahead), winter (such units are not visited then), taken (there is something else), or never (nobody works then, or it is beside the grid).';

create function private.other_times(
  needs private.stop_needs, wanted timestamptz, as_of timestamptz, ignore_task_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_near uuid[] := private.nearest_technicians(needs.skill_ids, needs.latitude, needs.longitude, 10);
  -- What lies beyond the horizon is nearest to its last day.
  v_day date := least(private.company_day(wanted), (select private.last_bookable_day(as_of, s) from public.company_settings s));
  v_window record;
  v_found jsonb;
  v_half_days bigint;
begin
  -- The wanted day of those who live near is enough as a rule, and quick when a crowd has just lost the same time.
  for v_window in select * from (values (0, 1, true), (1, 4, true), (3, 21, false)) w (before, days, near) loop
    v_found := private.nearest_slots(private.search_for(
      needs, greatest(private.company_day(as_of), v_day - v_window.before), v_window.days, 500, as_of,
      among => case when v_window.near then v_near end, ignore_task_id => other_times.ignore_task_id), wanted, 6);
    select count(distinct private.half_day((s ->> 'starts_at')::timestamptz)) into v_half_days
    from jsonb_array_elements(v_found -> 'slots') s;
    exit when jsonb_array_length(v_found -> 'slots') >= 6 and v_half_days > 1;
  end loop;
  return v_found || jsonb_build_object('gone', private.why_gone(needs, wanted, as_of));
end;
$$;
comment on function private.other_times is 'Fresh times around a time that is gone: at most six of more than one half-day, the nearest first, and why it is gone (private.why_gone).';

create function private.this_or_other_times(
  needs private.stop_needs, wanted timestamptz, as_of timestamptz, ignore_task_id uuid default null, technician_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_found jsonb;
begin
  -- First with whom it was chosen: another technician would come as a surprise.
  v_found := private.search_for(needs, null, 1, 1, as_of, among => case when technician_id is not null then array[technician_id] end,
    starts_at => wanted, ignore_task_id => this_or_other_times.ignore_task_id);
  if technician_id is not null and v_found -> 'slots' = '[]' then
    v_found := private.search_for(needs, null, 1, 1, as_of, starts_at => wanted, ignore_task_id => this_or_other_times.ignore_task_id);
  end if;
  return case when v_found -> 'slots' = '[]' then private.other_times(needs, wanted, as_of, ignore_task_id) else v_found end;
end;
$$;
comment on function private.this_or_other_times is 'Exactly that start when it can be kept, with the technician who is named, else with the one who suits it best; else other times around it.';

create function private.moves_from(task public.technician_tasks, as_of timestamptz)
returns date
language plpgsql stable
set search_path = ''
as $$
declare
  v_company public.company_settings;
begin
  select * into v_company from public.company_settings;
  return case when not private.staff_ask() and private.is_beyond_horizon(lower(task.during), as_of)
    then private.company_day(lower(task.during)) - v_company.booking_horizon_days end;
end;
$$;
comment on function private.moves_from is 'From which day on its client can give a stop another time: what staff booked beyond the clients'' horizon would only be offered times months before it is due. Null where they can today, or staff ask.';

create function private.offer_times(
  own private.stop_unit, from_date date, days integer, max_slots integer, with_contract_ids uuid[], starts_at timestamptz, as_of timestamptz,
  technician_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.live_task(own.cycle_id);
  v_others uuid[];
  v_needs private.stop_needs;
  v_days integer := least(greatest(coalesce(days, 14), 1), 62, (select s.booking_horizon_days from public.company_settings s));
  v_first date := (select private.first_bookable_day(as_of, s) from public.company_settings s);
  v_winter jsonb := jsonb_build_object();
  v_moves_from date := private.moves_from(v_task, as_of);
begin
  if v_task.id is null and not own.serviceable then
    return jsonb_build_object('status', 'paused');
  elsif not isfinite(from_date) or not isfinite(starts_at) then
    return private.rejected('time');
  end if;
  if starts_at is not null then
    -- Years from now is as gone as a year from now, and nothing overflows.
    starts_at := greatest(as_of - interval '1 year', least(as_of + interval '1 year', starts_at));
  end if;
  v_others := array(select distinct id from unnest(with_contract_ids) id where v_task.id is null and id <> own.contract_id);
  if not private.is_household(v_others, own.contract_id, as_of) then
    return private.rejected('household');
  end if;
  v_needs := case when v_task.id is null then private.needs_of(private.units_of_stop(own.contract_id || v_others), own)
    else private.needs_of_task(v_task) end;
  if private.is_out_of_reach(v_needs.latitude, v_needs.longitude, v_needs.postal_code) then
    return jsonb_build_object('status', case when v_task.id is null then 'open' else 'booked' end,
      'slots', '[]'::jsonb, 'days', '[]'::jsonb, 'gone', 'area');
  elsif v_moves_from is not null then
    return jsonb_build_object('status', 'booked', 'slots', '[]'::jsonb, 'days', '[]'::jsonb, 'gone', 'far', 'moves_from', v_moves_from);
  end if;
  if not v_needs.exposure is null and starts_at is null then
    v_winter := private.winter_ahead(v_needs.exposure, coalesce(from_date, v_first), v_days);
    -- Whoever does not say from when is shown when there are times.
    from_date := coalesce(from_date, private.out_of_winter(v_needs.exposure, v_first));
  end if;
  return v_winter || jsonb_build_object('status', case when v_task.id is null then 'open' else 'booked' end,
      'book_until', (select private.last_bookable_day(as_of, s) from public.company_settings s))
    || case when starts_at is not null then private.this_or_other_times(v_needs, starts_at, as_of, v_task.id, technician_id)
      else private.search_for(v_needs, from_date, v_days,
        least(greatest(coalesce(max_slots, 6), 1), 500), as_of,
        among => case when technician_id is not null then array[technician_id] end, ignore_task_id => v_task.id) end;
end;
$$;
comment on function private.offer_times is 'Times for a new stop of this unit and others of its household, or for its stop that is there to move to: {status: open | booked, slots, days, book_until (the last day of the horizon)} | {status: paused | rejected (reason)}. technician_id asks for times of that technician alone, starts_at for one start, with technician_id rather with that technician (private.this_or_other_times). gone: why there is none of that start, area: none at all, since the place is out of reach, or far: none, since the stop lies too far ahead for its client to move before moves_from (private.moves_from). winter: {from_on, again_on} where the searched days reach into a season in which none are offered (private.winter_ahead); with from_date null they begin after one that goes on. days and max_slots are held to sensible bounds.';
