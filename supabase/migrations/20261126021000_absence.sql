-- Absence: technicians who are away or leave. Time that is not there is taken off the calendar, and the work on it
-- is never lost.

create function private.is_away_for(task public.technician_tasks)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return not exists (select from public.technicians t where t.id = task.technician_id and t.active)
    or exists (
      select from public.technician_tasks o
      where o.technician_id = task.technician_id and o.task_type = 'time_off' and o.blocking and o.during && task.during);
end;
$$;
comment on function private.is_away_for is 'Whether the technician of a job cannot come at its time: is off then, or has left.';

create function private.still_cannot_come(message public.messages)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return case message.payload ->> 'reason'
    when 'away' then exists (
      select from public.technician_tasks t
      -- Work that was given up meanwhile takes place as little.
      where t.id = message.task_id and (private.is_away_for(t) or message.kind = 'work_cancelled' and private.is_over(t.state)))
    when 'closed' then exists (
      select from public.closures c
      where c.id = (message.payload ->> 'closure_id')::uuid and c.undone_at is null)
    else true end;
end;
$$;
comment on function private.still_cannot_come is 'Whether what a mail says of an absence or a closed day is still so: the technician is not here after all, the closure was not undone. True of every other mail.';

create function private.tell_of_absence(task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told record;
begin
  if not (select s.tell_clients_on_absence from public.company_settings s) then
    return;
  end if;
  for v_told in
    select t.id as task_id, t.revision, c.id as customer_id, c.first_name,
      array_agg(o.cycle_id order by o.due_on, o.cycle_id) as cycle_ids
    from public.technician_tasks t
    join public.maintenance_visits v on v.task_id = t.id and v.state = 'needs_rescheduling'
    join private.open_cycles o on o.cycle_id = v.cycle_id and o.serviceable
    join public.customers c on c.id = o.customer_id
    where t.id = any (task_ids) and upper(t.during) > private.clock()
    group by t.id, c.id
  loop
    perform private.queue_message('rebook', v_told.customer_id, concat_ws(':', 'away', v_told.task_id, v_told.revision, v_told.customer_id),
      jsonb_build_object('first_name', v_told.first_name, 'reason', 'away', 'visit', private.facts_as_known(v_told.task_id),
        'items', private.due_items(v_told.cycle_ids)),
      v_told.cycle_ids[1], v_told.task_id);
  end loop;
  perform private.tell_work_off(i.id, private.work_off(i.id) || '{"reason": "away", "again": true}') from unnest(task_ids) i (id);
  -- Time for the office to take it back, or to put the stop to another time itself: then nobody is told.
  update public.messages m set next_attempt_at = clock_timestamp() + interval '5 minutes'
  where m.task_id = any (task_ids) and m.payload ->> 'reason' = 'away' and m.state = 'queued' and m.attempts = 0;
end;
$$;
comment on function private.tell_of_absence is 'Asks the clients of stops that were put aside because nobody can come to choose another time, where the settings say so: one mail for a client''s units of a stop, sent five minutes later. Clients of other work read that we will be in touch.';

create function private.free_of_work(technician_id uuid, away tstzrange, reason text)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tasks uuid[];
begin
  perform private.lock_technician(technician_id);
  v_tasks := array(
    select t.id from public.technician_tasks t
    where t.technician_id = free_of_work.technician_id and t.during && away
      and private.is_ahead(t.state) and t.task_type <> 'time_off'
    order by lower(t.during) for update);
  perform private.park_tasks(v_tasks, reason);
  perform private.tell_of_absence(v_tasks);
  return v_tasks;
end;
$$;
comment on function private.free_of_work is 'Puts aside the work that a technician has at that time and has not begun, tells its clients, and returns it. The technician is locked.';

create function private.fill_with_time_off(technician_id uuid, away tstzrange, title text, note text)
returns uuid[]
language sql volatile
set search_path = ''
as $$
  -- Work that began or is done, and time off that is there already, keep their place: the absence fills the rest.
  with free as (
    select unnest(tstzmultirange(fill_with_time_off.away) - coalesce(range_agg(t.during), '{}')) as during
    from public.technician_tasks t
    where t.technician_id = fill_with_time_off.technician_id and t.during && fill_with_time_off.away
      and t.blocking
  ), placed as (
    insert into public.technician_tasks (technician_id, task_type, during, title, notes)
    select fill_with_time_off.technician_id, 'time_off', f.during, fill_with_time_off.title, fill_with_time_off.note from free f
    returning id, during
  )
  select coalesce(array_agg(p.id order by p.during), '{}') from placed p;
$$;
comment on function private.fill_with_time_off is 'Blocks what a technician has free of that time; returns the tasks. The technician is locked.';

create function private.keep_closed(technician_id uuid, freed tstzrange, but_for uuid default null)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'keep_closed'
as $$
declare
  v_closure public.closures;
  v_placed uuid[];
begin
  for v_closure in
    select c.* from public.closures c join public.technicians t on t.id = keep_closed.technician_id and t.active
    where c.undone_at is null and not c.outdoor_only and c.during && freed and t.id = any (c.technician_ids)
      and upper(c.during) > private.clock() and c.id is distinct from but_for
    order by c.made_at, c.id
  loop
    v_placed := private.fill_with_time_off(keep_closed.technician_id, freed * v_closure.during, 'Closed', v_closure.reason);
    insert into public.closure_parts (closure_id, task_id, what, technician_id, during, state, revision, told)
    select v_closure.id, t.id, 'time_off', t.technician_id, t.during, t.state, t.revision, 'nobody'
    from public.technician_tasks t where t.id = any (v_placed);
  end loop;
end;
$$;
comment on function private.keep_closed is 'Of a time that was blocked and is not any more, what a closed day (but one) keeps blocked still, becomes its part; of who has left nothing is. The technician is locked.';

create function private.give_way_to_leave(technician_id uuid, away tstzrange)
returns tstzrange[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_closed public.technician_tasks[] := array(
    select t from public.technician_tasks t
    where t.technician_id = give_way_to_leave.technician_id and t.during && away and t.task_type = 'time_off' and t.blocking
      and exists (select from public.closure_parts p where p.task_id = t.id and p.what = 'time_off'));
begin
  perform private.end_task(t, 'cancelled') from unnest(v_closed) t;
  return array(select t.during from unnest(v_closed) t);
end;
$$;
comment on function private.give_way_to_leave is 'Takes off the calendar what a closed day blocks of a leave, which would be gone with that day otherwise; returns what was taken off. The technician is locked.';

create function private.place_time_off(technician_id uuid, away tstzrange, note text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved uuid[];
  v_placed uuid[];
  v_closed tstzrange[];
begin
  perform private.lock_technician(technician_id);
  -- Only now: whoever held it may have been letting the technician go.
  if not exists (select from public.technicians t where t.id = place_time_off.technician_id and t.active) then
    return private.refused('technician');
  end if;
  v_moved := private.free_of_work(technician_id, away, 'technician away');
  v_closed := private.give_way_to_leave(technician_id, away);
  v_placed := private.fill_with_time_off(technician_id, away, 'Time off', note);
  perform private.keep_closed(technician_id, c) from unnest(v_closed) c;
  return jsonb_build_object('status', 'placed', 'task_id', v_placed[1], 'task_ids', v_placed, 'moved_to_rescheduling', v_moved);
end;
$$;
comment on function private.place_time_off is 'A technician is away: booked work there becomes needs_rescheduling with an urgent activity each and mail to its clients (private.tell_of_absence), then the time blocks. {status: placed (task_id, task_ids: several around work that began, moved_to_rescheduling) | refused (reason: technician, who has left)}.';

create function private.deactivate_technician(technician_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved uuid[] := private.free_of_work(technician_id, tstzrange(as_of, null), 'technician left');
begin
  update public.technicians t set active = false where t.id = deactivate_technician.technician_id and t.active;
  return jsonb_build_object('status', 'deactivated', 'moved_to_rescheduling', v_moved);
end;
$$;
comment on function private.deactivate_technician is 'A technician leaves: coming work becomes needs_rescheduling with an urgent activity each and mail to its clients, and nothing more is offered. {status: deactivated (moved_to_rescheduling)}.';

create function private.refuse_to_drop_work()
returns trigger
-- Definer: the rule holds for writers who may not read tasks.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.lock_technician(new.id);
  if exists (
    select from public.technician_tasks t
    where t.technician_id = new.id and private.is_ahead(t.state) and t.task_type <> 'time_off'
      and upper(t.during) > private.clock()) then
    raise exception 'this technician still has coming work; deactivate_technician() finds it another time' using errcode = 'MT005';
  end if;
  return new;
end;
$$;
comment on function private.refuse_to_drop_work is 'Raises MT005 when a technician with coming work is switched off by hand.';

create trigger refuse_to_drop_work before update of active on public.technicians
  for each row when (old.active and not new.active) execute function private.refuse_to_drop_work();
