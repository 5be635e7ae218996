-- Late: who is told when a technician runs late, and how a technician hears that a visit still has no outcome.

create type private.late_stop as (task_id uuid, late_minutes integer, comes_from timestamptz, comes_by timestamptz);
comment on type private.late_stop is 'A stop whose promise is not kept: by how much, on the grid, and between when the technician comes instead.';

create function private.late_stops(task_id uuid, minutes integer)
returns setof private.late_stop
language plpgsql stable
set search_path = ''
as $$
declare
  v_first public.technician_tasks;
  v_task public.technician_tasks;
  v_before public.technician_tasks;
  v_set public.company_settings;
  v_arrives timestamptz;
  v_late integer;
begin
  select * into v_set from public.company_settings;
  select * into v_first from public.technician_tasks t where t.id = late_stops.task_id;
  for v_task in
    select t.* from public.technician_tasks t
    where t.technician_id = v_first.technician_id and t.blocking and private.is_unfinished(t.state)
      and lower(t.during) >= lower(v_first.during) and private.company_day(lower(t.during)) = private.company_day(lower(v_first.during))
    order by lower(t.during)
  loop
    v_arrives := case when v_before.id is null then lower(v_task.during) + make_interval(mins => minutes)
      else greatest(lower(v_task.during), v_arrives + (upper(v_before.during) - lower(v_before.during)) + make_interval(mins =>
        private.drive_between(v_before.latitude, v_before.longitude, v_task.latitude, v_task.longitude))) end;
    v_late := ceil(extract(epoch from v_arrives - lower(v_task.during)) / 60 / v_set.slot_step_minutes) * v_set.slot_step_minutes;
    -- From here on all is as promised.
    exit when v_late <= 0;
    if private.is_ahead(v_task.state) and v_task.task_type <> 'time_off' and v_late >= greatest(v_set.arrival_window_minutes, 1) then
      return next row (v_task.id, v_late, lower(v_task.during) + make_interval(mins => v_late),
        lower(v_task.during) + make_interval(mins => v_late + v_set.arrival_window_minutes))::private.late_stop;
    end if;
    v_before := v_task;
  end loop;
end;
$$;
comment on function private.late_stops is 'Where a technician who begins that stop so many minutes late cannot keep the time in which the client was promised somebody: this one and those after it on that day, as far as the delay is not made up by the time between them. A stop that goes on is over that much later.';

create function private.refuse_late(task public.technician_tasks, minutes integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when minutes is null or minutes not between 1 and 480 then private.rejected('minutes')
    when not private.is_unfinished(task.state) then private.refused('state')
    when private.company_day(lower(task.during)) <> private.company_day(as_of) then private.refused('day')
    -- Said long ago on a phone without signal: who should have come by then is there, or is later still.
    when (case task.state when 'in_progress' then upper(task.during) else lower(task.during) end)
      + make_interval(mins => minutes + (select s.arrival_window_minutes from public.company_settings s)) <= as_of then private.refused('too_late') end;
end;
$$;
comment on function private.refuse_late is 'Why nobody can be late for a task by so much, as an answer; null when they can.';

create function private.was_told_of(task_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.messages m
    where m.task_id = was_told_of.task_id and (private.tells_a_time(m.kind) or m.kind in ('appointment_ahead', 'appointment_reminder', 'work_reminder'))
      and m.state not in ('dead', 'superseded'));
end;
$$;
comment on function private.was_told_of is 'Whether the client has had a mail about a stop: whoever waits for nobody is not told that they come later.';

create function private.tell_late(stop private.late_stop)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_facts jsonb := private.stop_facts(stop.task_id) || jsonb_build_object(
    'late_minutes', stop.late_minutes, 'comes_from', stop.comes_from, 'comes_by', stop.comes_by);
begin
  if (jsonb_array_length(v_facts -> 'units') > 0 or v_facts ? 'work') and private.was_told_of(stop.task_id) and private.queue_message('running_late',
      (select t.customer_id from public.technician_tasks t where t.id = stop.task_id),
      concat_ws(':', 'running_late', stop.task_id, extract(epoch from stop.comes_from)), v_facts, (v_facts ->> 'cycle_id')::uuid, stop.task_id) > 0 then
    return 'mail';
  end if;
  return 'call';
end;
$$;
comment on function private.tell_late is 'Writes to the client of one late stop, once for each delay: mail, or call where nobody can be written to or knows of it by mail.';

create function private.late_told(stop private.late_stop, told text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('task_id', t.id, 'client_name', m.name, 'starts_at', lower(t.during), 'late_minutes', stop.late_minutes,
      'comes_from', stop.comes_from, 'comes_by', stop.comes_by, 'told', late_told.told,
      'phone', coalesce((select max(v.contact_phone) from public.maintenance_visits v where v.task_id = t.id and private.is_expected(v.state)), m.phone))
    from public.technician_tasks t left join public.customers m on m.id = t.customer_id where t.id = stop.task_id);
end;
$$;
comment on function private.late_told is 'One late stop as its technician sees it.';

create function private.running_late(task_id uuid, minutes integer, only_look boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_refusal jsonb;
begin
  select * into v_task from public.technician_tasks t where t.id = running_late.task_id;
  v_refusal := private.refuse_late(v_task, minutes, as_of);
  if v_refusal is not null then
    return v_refusal;
  end if;
  return jsonb_build_object('status', 'ok', 'stops', (
    select coalesce(jsonb_agg(private.late_told(row (s.*)::private.late_stop, case
      when not only_look then private.tell_late(row (s.*)::private.late_stop)
      when private.was_told_of(s.task_id) and exists (
        select from public.technician_tasks t join private.customer_addresses a on a.customer_id = t.customer_id
        where t.id = s.task_id and private.address_gets('running_late', a.suppressed)) then 'mail'
      else 'call' end) order by s.comes_from), '[]')
    from private.late_stops(running_late.task_id, running_late.minutes) s));
end;
$$;
comment on function private.running_late is 'A technician is late: see the door of the same name. Callers hold the technician''s lock, unless they only look.';

-- Without outcome ------------------------------------------------------------------------------------------------

create function private.technician_address(technician_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select lower(btrim(coalesce(t.email, s.email)))
    from public.technicians t left join public.staff s on s.id = t.staff_id and s.active
    where t.id = technician_address.technician_id and t.active and private.is_usable_address(coalesce(t.email, s.email)));
end;
$$;
comment on function private.technician_address is 'Where mail to a technician who works here goes; null for none.';

create function private.remind_technicians(as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queued integer;
begin
  insert into public.messages (kind, recipient, task_id, dedupe_key, payload)
  select 'not_closed', a.address, t.id, concat_ws(':', 'not_closed', t.id, extract(epoch from upper(t.during))),
    jsonb_build_object('first_name', h.first_name, 'starts_at', lower(t.during), 'ends_at', upper(t.during), 'address', t.address, 'title', t.title,
      'visit_id', (select v.id from public.maintenance_visits v where v.task_id = t.id and private.is_expected(v.state) order by v.id limit 1))
  from public.technician_tasks t
  join public.technicians h on h.id = t.technician_id
  cross join lateral (select private.technician_address(h.id) as address) a
  left join public.suppressions s on s.address = a.address
  where t.blocking and private.is_not_closed(t.state, t.during, as_of - interval '2 hours')
    -- Older ones are with the office since the morning after.
    and upper(t.during) > as_of - interval '1 day'
    and a.address is not null and private.address_gets('not_closed', s.reason)
    and exists (select from public.maintenance_visits v where v.task_id = t.id and private.is_expected(v.state))
  on conflict on constraint messages_dedupe_key_key do nothing;
  get diagnostics v_queued = row_count;
  return v_queued;
end;
$$;
comment on function private.remind_technicians is 'Two hours after the end of a stop that still has no outcome its technician is asked for it by mail, once. Returns how many were.';
