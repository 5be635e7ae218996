-- Next visit: what is booked while somebody stands at the door, or has the client on the phone. After a visit that was done it
-- is that of the cycle which it opened, about the day on which that is due; after one that came to nothing it is a return, soon.

-- Who may ---------------------------------------------------------------------------------------------------

create function private.require_visit_at_hand(visit_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_during tstzrange := (select t.during from public.technician_tasks t where t.id = private.require_visit_of(visit_id));
begin
  if private.request_role() not in ('anon', 'authenticated') or private.is_office() then
    return 'office';
  elsif not private.is_near(v_during, private.clock()) then
    raise exception 'a technician books after own visits of yesterday, today and tomorrow' using errcode = '42501';
  end if;
  return 'technician';
end;
$$;
comment on function private.require_visit_at_hand is 'As whom the caller books after a visit: office, or technician. 42501 unless it is the caller''s own work of these days or the caller is office; PT404.';

-- What follows ----------------------------------------------------------------------------------------------

create function private.cycle_to_book(visit public.maintenance_visits)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return case when visit.state = 'done' then (private.cycle_after(visit.cycle_id)).id
    when visit.state in ('no_show', 'not_completed') then visit.cycle_id end;
end;
$$;
comment on function private.cycle_to_book is 'The cycle whose visit follows one that is over: the next, or where it came to nothing its own. Null for any other.';

create function private.goes_along(visit public.maintenance_visits, own private.stop_unit, as_of timestamptz)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_days integer := (select s.household_days from public.company_settings s);
begin
  return array(
    select h.contract_id
    from private.household(own.contract_id, as_of) h
    where exists (
        select from public.maintenance_visits v
        where v.task_id = visit.task_id and (v.state = 'done') = (visit.state = 'done') and private.cycle_to_book(v) = h.cycle_id)
      -- What is due by then, and not long before.
      and (visit.state <> 'done' or abs(h.due_on - own.due_on) <= v_days)
    order by h.due_on, h.kind, h.enrolled_at, h.contract_id);
end;
$$;
comment on function private.goes_along is 'The contracts of the other units of the same stop that fared as this one, and whose visit can be the same again: of a household, and where they were done due within household_days of one another.';

-- Times -----------------------------------------------------------------------------------------------------

create type private.wished_time as (around date, minute_of_day integer, weekday integer, technician_id uuid);
comment on type private.wished_time is 'What a next visit should be like: about that day, at that minute of a day, on that weekday, by that technician.';

create function private.wish_like(task public.technician_tasks, around date)
returns private.wished_time
language plpgsql stable
set search_path = ''
as $$
declare
  v_at timestamp := lower(task.during) at time zone private.company_zone();
begin
  return row (around, date_part('hour', v_at) * 60 + date_part('minute', v_at), date_part('isodow', v_at), task.technician_id)::private.wished_time;
end;
$$;
comment on function private.wish_like is 'A time about that day, with the hour, the weekday and the technician of a task that is over.';

create function private.closest_times(slots jsonb, wish private.wished_time, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    with found as (
      select distinct s.slot, l.at, l.at::date as on_day,
        -- A day off weighs as much as an hour off, somebody else as much as two, another weekday as half of one.
        abs(l.at::date - wish.around) * 60 + abs(date_part('hour', l.at) * 60 + date_part('minute', l.at) - wish.minute_of_day)
          + case when (s.slot ->> 'technician_id')::uuid = wish.technician_id then 0 else 120 end
          + case when date_part('isodow', l.at) = wish.weekday then 0 else 30 end as away
      from jsonb_array_elements(slots) s (slot)
      cross join lateral (select (s.slot ->> 'starts_at')::timestamptz at time zone private.company_zone() as at) l
    ), of_hours as (
      select distinct on (f.on_day, date_part('hour', f.at)) f.* from found f
      order by f.on_day, date_part('hour', f.at), f.away, f.at
    ), of_days as (
      -- Rather four days than four times of one.
      select h.*, row_number() over (partition by h.on_day order by h.away, h.at) as nth from of_hours h
    ), chosen as (
      select d.* from of_days d order by d.nth, d.away, d.at limit most
    )
    select coalesce(jsonb_agg(c.slot order by c.nth, c.away, c.at), '[]') from chosen c);
end;
$$;
comment on function private.closest_times is 'Of a search''s slots those that come closest to what is wished for, closest first: of each day one, where that leaves room more, an hour apart.';

create function private.times_around(
  own private.stop_unit, others uuid[], wish private.wished_time, from_date date, days integer, max_slots integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most constant integer := 500;
  v_now timestamptz := lower((private.live_task(own.cycle_id)).during);
  v_theirs jsonb;
  v_found jsonb;
begin
  v_found := private.offer_times(own, from_date, days, v_most, others, null, as_of);
  if v_found ? 'slots' then
    -- Of a start that several could keep the search tells of one of them.
    v_theirs := private.offer_times(own, from_date, days, v_most, others, null, as_of, wish.technician_id);
    v_found := v_found || jsonb_build_object('slots',
      private.closest_times((
        -- Not the time that it has.
        select coalesce(jsonb_agg(s), '[]') from jsonb_array_elements((v_found -> 'slots') || (v_theirs -> 'slots')) s
        where (s ->> 'starts_at')::timestamptz is distinct from v_now), wish, max_slots));
  end if;
  return v_found;
end;
$$;
comment on function private.times_around is 'Times from a day on, as private.offer_times finds them, closest to what is wished for first.';

create function private.closest_to_wish(
  own private.stop_unit, others uuid[], wish private.wished_time, max_slots integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_first date := private.company_day(as_of);
  v_window record;
  v_found jsonb;
begin
  -- A week on either side; where that has nothing, three.
  for v_window in select * from (values (7, 14), (21, 42)) w (before, days) loop
    v_found := private.times_around(own, others, wish, greatest(v_first, wish.around - v_window.before), v_window.days, max_slots, as_of);
    exit when v_found -> 'slots' is distinct from '[]';
  end loop;
  return v_found;
end;
$$;
comment on function private.closest_to_wish is 'The same around the day that is wished for.';

-- What is told ----------------------------------------------------------------------------------------------

create function private.reminded_on(own private.stop_unit, as_of timestamptz)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  -- The first band that counts for this interval (private.reminder_band).
  return (
    select greatest(own.due_on - max(b.band), private.company_day(as_of))
    from public.maintenance_contracts c, public.company_settings s, unnest(s.reminder_bands) b (band)
    where c.id = own.contract_id
      and b.band * 2 <= own.due_on - (own.due_on - make_interval(months => c.interval_months))::date);
end;
$$;
comment on function private.reminded_on is 'On which day the client of a unit hears first that it is due, where nothing is booked; null where only when it is past.';

create function private.why_none_follows(visit public.maintenance_visits, own private.stop_unit)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when private.cycle_to_book(visit) is null and visit.state <> 'done' then private.refused('state')
    when own.cycle_id is null then jsonb_build_object('status', 'expired') end;
end;
$$;
comment on function private.why_none_follows is 'Why no visit follows one, as an answer: it is not over, or nothing is due after it under its contract; null where one does.';

create function private.may_change_at_door(cycle_id uuid, facts jsonb, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.can_change(facts, as_of) and exists (
    select from public.maintenance_visits v
    where v.cycle_id = may_change_at_door.cycle_id and private.is_expected(v.state) and v.booked_by = 'technician');
end;
$$;
comment on function private.may_change_at_door is 'Whether the stop of these facts, which a cycle has, can get another time at the door: it was booked there, and its client could change it themselves.';

create function private.return_slots(
  visit_id uuid, from_date date, days integer, max_slots integer, change boolean, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_visit public.maintenance_visits;
  v_own private.stop_unit;
  v_task public.technician_tasks;
  v_facts jsonb;
  v_along uuid[];
  v_wish private.wished_time;
  v_most integer := least(greatest(coalesce(max_slots, 4), 1), 50);
  v_told jsonb;
begin
  select * into v_visit from public.maintenance_visits v where v.id = return_slots.visit_id;
  v_own := private.unit_of_cycle(private.cycle_to_book(v_visit));
  v_told := private.why_none_follows(v_visit, v_own);
  if v_told is not null then
    return v_told;
  end if;
  v_task := private.live_task(v_own.cycle_id);
  v_told := (
    select jsonb_build_object('what', case when v_visit.state = 'done' then 'next' else 'return' end, 'due_on', v_own.due_on,
      'today', private.company_day(as_of), 'again_after', private.company_day(as_of) + private.long_ahead(),
      'like', jsonb_build_object('starts_at', lower(t.during), 'technician_id', t.technician_id),
      'client', jsonb_build_object('name', m.name, 'first_name', m.first_name, 'is_mailed', private.is_mailed('confirmation', m.id)))
    from public.technician_tasks t, public.customers m where t.id = v_visit.task_id and m.id = v_own.customer_id);
  if v_task.id is not null then
    v_facts := private.stop_facts(v_task.id);
    v_told := v_told || jsonb_build_object('appointment', private.client_view(v_facts, as_of)
      || jsonb_build_object('can_change', private.may_change_at_door(v_own.cycle_id, v_facts, as_of)));
  end if;
  if v_task.id is not null and not (change and private.may_change_at_door(v_own.cycle_id, v_facts, as_of)) then
    return v_told || '{"status": "booked"}';
  end if;
  v_along := case when v_task.id is null then private.goes_along(v_visit, v_own, as_of)
    else array_remove(private.task_contracts(v_task.id), v_own.contract_id) end;
  -- About the day on which it is due; after one that came to nothing soon.
  v_wish := private.wish_like((select t from public.technician_tasks t where t.id = v_visit.task_id),
    case when v_visit.state = 'done' then v_own.due_on else private.company_day(as_of) end);
  return v_told
    || jsonb_build_object('units', private.units_named(private.units_of_stop(v_own.contract_id || v_along)), 'reminded_on', private.reminded_on(v_own, as_of),
      'is_reminded_by_mail', private.is_mailed('reminder', v_own.customer_id))
    || case when from_date is null then private.closest_to_wish(v_own, v_along, v_wish, v_most, as_of)
      else private.times_around(v_own, v_along, v_wish, from_date, least(coalesce(days, 14), 14), v_most, as_of) end
    || case when v_task.id is not null then '{"status": "open"}' else '{}' end::jsonb;
end;
$$;
comment on function private.return_slots is 'When the visit after one that is over could be: see the door of the same name.';

-- Booking -----------------------------------------------------------------------------------------------------

create function private.change_return(cycle_id uuid, contract_id uuid, technician_id uuid, starts_at timestamptz, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  perform private.lock_stop_of(contract_id, cycle_id);
  v_task := private.live_task(cycle_id);
  if v_task.id is not null and not private.may_change_at_door(cycle_id, private.stop_facts(v_task.id), as_of) then
    return private.refused('booked');
  end if;
  -- As its client could.
  return private.move_by_client(cycle_id, technician_id, starts_at, as_of);
end;
$$;
comment on function private.change_return is 'Gives what was booked at the door another time: as private.move_by_client, or refused with booked, where it was not booked there or it is too late.';

create function private.book_return(
  visit_id uuid, technician_id uuid, starts_at timestamptz, with_contract_ids uuid[], change boolean, booked_by text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_visit public.maintenance_visits;
  v_own private.stop_unit;
  v_along uuid[];
  v_told uuid[];
  v_refusal jsonb;
begin
  select * into v_visit from public.maintenance_visits v where v.id = book_return.visit_id;
  v_own := private.unit_of_cycle(private.cycle_to_book(v_visit));
  v_refusal := private.why_none_follows(v_visit, v_own);
  if v_refusal is not null then
    return v_refusal;
  elsif change then
    return private.change_return(v_own.cycle_id, v_own.contract_id, technician_id, starts_at, as_of);
  end if;
  v_along := private.goes_along(v_visit, v_own, as_of);
  v_told := coalesce(array_remove(with_contract_ids, v_own.contract_id), v_along);
  -- Who asks twice hears of the visit that is there, with which all of them are booked by now.
  if not private.is_booked(v_own.cycle_id) and not v_told <@ v_along then
    return private.rejected('household');
  end if;
  -- How to get in is as it was; a number that was left for one day is not for another.
  return private.book_stop(v_own.cycle_id, technician_id, starts_at, null, v_visit.access_notes,
    v_told, booked_by, false, as_of) - array['repeated', 'warnings'];
end;
$$;
comment on function private.book_return is 'Books the visit after one that is over: see the door of the same name.';
