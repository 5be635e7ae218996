-- Give up: work that leaves the calendar. Stops that are put aside, cancelled or come to nothing, and the other steps
-- of a task that the office makes by hand.

-- Put aside -------------------------------------------------------------------------------------------------

create function private.heard_of_repair(task public.technician_tasks)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_object_agg(d.key, d.value)
    from public.office_activities a, jsonb_each(a.details) d
    where task.task_type = 'repair' and a.kind = 'repair_follow_up' and a.state = 'open' and a.subject_key = private.subject_key('work_order', task.work_order_id::text)
      and d.key in ('why', 'note', 'preferred_times')), '{}');
end;
$$;
comment on function private.heard_of_repair is 'What the work list has of a repair that somebody said, for the one line that takes its place: {why, note, preferred_times}.';

create function private.park_tasks(task_ids uuid[], reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.technician_tasks t set state = 'needs_rescheduling' where t.id = any (task_ids);
  update public.maintenance_visits v set state = 'needs_rescheduling' where v.task_id = any (task_ids) and v.state = 'scheduled';
  perform private.raise_about_task('needs_rescheduling', t.id,
    jsonb_build_object('reason', park_tasks.reason, 'starts_at', lower(t.during), 'technician_id', t.technician_id) || private.heard_of_repair(t),
    contract_id => f.contract_id, cycle_id => f.cycle_id)
  from public.technician_tasks t
  left join lateral (
    select o.contract_id, o.cycle_id
    from public.maintenance_visits v join private.open_cycles o on o.cycle_id = v.cycle_id
    where v.task_id = t.id order by o.due_on, o.contract_id limit 1
  ) f on true
  where t.id = any (task_ids);
  -- A repair stands on the list once: as what needs another time.
  perform private.settle('put_aside', 'work_order', array(
    select t.work_order_id::text from public.technician_tasks t where t.id = any (task_ids) and t.task_type = 'repair' and t.work_order_id is not null), 'put aside');
end;
$$;
comment on function private.park_tasks is 'Takes work off the calendar that must find another time: visits wait with it, their cycles can be booked again, the office gets an urgent activity each. Callers hold the rows of the tasks.';

create function private.unassign_task(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'unassign_task'
as $$
begin
  if exists (select from public.maintenance_visits v where v.task_id = unassign_task.task_id and private.is_unsettled(v.state)) then
    perform private.park_tasks(array[task_id], 'nobody has it');
  end if;
  update public.technician_tasks t set state = 'unassigned', technician_id = null where t.id = unassign_task.task_id;
end;
$$;
comment on function private.unassign_task is 'Takes a task from its technician and gives it to nobody; visits in it wait for another time.';

-- Cancelled ---------------------------------------------------------------------------------------------------

create function private.cancel_visits(task_id uuid, visit_ids uuid[], cycle_id uuid, reason text, with_mail boolean default true, by_client boolean default false)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_facts jsonb;
  v_is_whole boolean;
begin
  select * into v_task from public.technician_tasks t where t.id = cancel_visits.task_id;
  -- Who cancels by a link has seen there when we come.
  v_facts := case when by_client then private.stop_facts(v_task.id) else private.facts_as_known(v_task.id) end
    || jsonb_build_object('cycle_id', cancel_visits.cycle_id);
  v_is_whole := private.release_visits(v_task.id, visit_ids, 'cancelled', reason);
  if not with_mail then
    return;
  elsif v_is_whole then
    perform private.tell_client('appointment_cancelled', v_task.id, v_facts || jsonb_strip_nulls(jsonb_build_object('revision', v_task.revision + 1,
      'sale_cancelled', nullif(reason = 'sale cancelled', false))));
  elsif exists (select from public.technician_tasks t where t.id = v_task.id and private.is_unfinished(t.state)) then
    perform private.tell_client('appointment_changed', v_task.id, private.stop_facts(v_task.id) || jsonb_build_object('given_up', (
      select jsonb_agg(u.unit order by u.position)
      from jsonb_array_elements(v_facts -> 'units') with ordinality u (unit, position)
      join public.maintenance_visits v on v.cycle_id = (u.unit ->> 'cycle_id')::uuid and v.id = any (visit_ids))));
  end if;
end;
$$;
comment on function private.cancel_visits is 'Cancels visits of a stop and, with_mail, tells the client: the whole stop (with the link of cycle_id), or what is left of it.';

create function private.call_the_overdue(visit_ids uuid[], as_of timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_about_cycle('rebook', y.id, '{"reason": "cancelled by the client"}')
  from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  where v.id = any (visit_ids) and y.closed_at is null and y.due_on < private.company_day(as_of);
end;
$$;
comment on function private.call_the_overdue is 'Past its due date no reminder follows a cancellation, so the office calls.';

create function private.cancel_by_client(cycle_id uuid, contract_id uuid, reason text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_visits uuid[];
begin
  perform from public.technician_tasks t where t.id = (private.live_task(cycle_id)).id for update;
  -- Read again: whoever held the row may have changed it.
  v_task := private.live_task(cycle_id);
  v_visits := array(
    select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where v.task_id = v_task.id and private.is_expected(v.state)
      and (cancel_by_client.contract_id is null or y.contract_id = cancel_by_client.contract_id));
  if v_visits = '{}' then
    return jsonb_build_object('status', 'not_booked');
  elsif not private.can_change(private.stop_facts(v_task.id), as_of) then
    return jsonb_build_object('status', 'too_late');
  end if;
  perform private.cancel_visits(v_task.id, v_visits, cycle_id, coalesce(private.written(reason), 'cancelled by the client'), by_client => true);
  perform private.call_the_overdue(v_visits, as_of);
  v_task := private.live_task(cycle_id);
  return jsonb_build_object('status', 'cancelled',
    'appointment', private.client_view(private.stop_facts(v_task.id), as_of));
end;
$$;
comment on function private.cancel_by_client is 'Cancels the stop of a cycle, or one contract''s unit of it: {status: cancelled (appointment: what is left of it, as the link that asked sees it) | too_late | not_booked}. Callers hold the locks of the contracts in it.';

-- Come to nothing -----------------------------------------------------------------------------------------------

create function private.was_missed(cycle_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select v.state = 'no_show'
    from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
    where v.cycle_id = was_missed.cycle_id and not private.is_unsettled(v.state) and v.state <> 'cancelled'
    order by lower(t.during) desc, v.created_at desc limit 1), false);
end;
$$;
comment on function private.was_missed is 'Whether nobody was at home at the last visit of a cycle that had its day.';

create function private.join_rebook_mail(task_id uuid, customer_id uuid, cycle_ids uuid[])
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_waiting uuid[];
begin
  with waiting as (
    update public.messages m set state = 'superseded', last_error = 'told together'
    where m.task_id = join_rebook_mail.task_id and m.customer_id = join_rebook_mail.customer_id and m.kind = 'rebook'
      and m.state = 'queued' and m.rendered is null
    returning m.payload
  )
  select array_agg(distinct (i ->> 'cycle_id')::uuid) into v_waiting from waiting w, jsonb_array_elements(w.payload -> 'items') i;
  return array(
    select o.cycle_id from private.open_cycles o
    where o.cycle_id = any (cycle_ids || v_waiting) order by o.due_on, o.cycle_id);
end;
$$;
comment on function private.join_rebook_mail is 'These cycles, and those of a mail about the same stop that still waits: it is taken out, so that a household whose units end one after the other is written to once.';

create function private.ask_to_rebook(task_id uuid, cycle_ids uuid[], details jsonb, mailed uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_client record;
  v_cycles uuid[];
begin
  perform private.raise_about_cycle('rebook', o.cycle_id,
    details || case when o.cycle_id = any (mailed) then '{}' else '{"mailed": false}'::jsonb end, task_id => ask_to_rebook.task_id)
  from private.open_cycles o where o.cycle_id = any (cycle_ids);
  for v_client in
    select c.id, c.first_name, array_agg(o.cycle_id) as cycle_ids
    from private.open_cycles o join public.customers c on c.id = o.customer_id
    where o.cycle_id = any (mailed) group by c.id
  loop
    v_cycles := private.join_rebook_mail(task_id, v_client.id, v_client.cycle_ids);
    perform private.queue_message('rebook', v_client.id, concat_ws(':', 'rebook', ask_to_rebook.task_id, array_to_string(v_cycles, ',')),
      jsonb_build_object('first_name', v_client.first_name, 'reason', details -> 'reason', 'items', private.due_items(v_cycles)),
      v_cycles[1], ask_to_rebook.task_id);
  end loop;
end;
$$;
comment on function private.ask_to_rebook is 'After a visit that did not happen: an activity per unit, which says why (details: reason), and one mail to book those anew that are to be mailed.';

create function private.leave_undone(task_id uuid, visit_ids uuid[], outcome text, details jsonb, with_mail boolean)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_cycles uuid[];
  v_mailed uuid[] := array[]::uuid[];
  v_is_whole boolean;
begin
  select coalesce(array_agg(v.cycle_id), '{}'),
    -- Whoever was missed twice in a row does not read such mails, or cannot act on them.
    coalesce(array_agg(v.cycle_id) filter (where with_mail and not (outcome = 'no_show' and private.was_missed(v.cycle_id))), '{}')
  into v_cycles, v_mailed
  from public.maintenance_visits v where v.id = any (visit_ids);
  v_is_whole := private.release_visits(task_id, visit_ids, outcome, details ->> 'reason');
  perform private.ask_to_rebook(task_id, v_cycles, details, v_mailed);
  return v_is_whole;
end;
$$;
comment on function private.leave_undone is 'Ends these visits of a stop with this outcome and asks to book them again, by mail unless it was a second no-show in a row. True where nothing of the stop was done, so that it ends with them.';

create function private.leave_stop_undone(task_id uuid, outcome text, reason text, with_mail boolean)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.leave_undone(task_id, array(
    select v.id from public.maintenance_visits v
    where v.task_id = leave_stop_undone.task_id and private.is_unsettled(v.state) order by v.id),
    outcome, jsonb_build_object('reason', reason), with_mail);
end;
$$;
comment on function private.leave_stop_undone is 'The same for every visit of a stop that has no outcome yet.';

create function private.call_off_stop(task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_facts jsonb := private.facts_as_known(task.id);
begin
  if private.leave_stop_undone(task.id, 'cancelled', 'company_cancelled', with_mail => true) then
    perform private.tell_client('appointment_cancelled', task.id, v_facts || jsonb_build_object('revision', task.revision + 1));
  end if;
end;
$$;
comment on function private.call_off_stop is 'We cancel a stop, or what of it is not done: the client is told and asked to book anew.';

create function private.find_nobody_home(task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.leave_stop_undone(task.id, 'no_show', 'no_show', with_mail => true);
end;
$$;
comment on function private.find_nobody_home is 'Nobody was at home: the client is asked to book anew.';

create function private.break_off_stop(task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.leave_stop_undone(task.id, 'not_completed', 'not_completed', with_mail => false);
end;
$$;
comment on function private.break_off_stop is 'A stop, or what of it is not done, could not be completed: the office finds another time with the client, who gets no mail.';

-- Other work ---------------------------------------------------------------------------------------------------

create function private.tell_work_off(task_id uuid, facts jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if facts is null then
    return;
  end if;
  perform private.queue_message('work_cancelled', t.customer_id, concat_ws(':', 'work_cancelled', t.id, t.revision),
    facts || jsonb_build_object('revision', t.revision), task_id => t.id)
  from public.technician_tasks t where t.id = tell_work_off.task_id;
end;
$$;
comment on function private.tell_work_off is 'Writes to the client of work that was put aside what there is to say of it (private.work_off), which is nothing for null. The office has it on its list.';

create function private.put_work_aside(task_id uuid, state text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_facts jsonb := private.work_off(task_id);
begin
  if state = 'unassigned' then
    perform private.unassign_task(task_id);
  else
    perform private.park_tasks(array[task_id], 'the office put it aside');
  end if;
  -- Who cannot be mailed is called in any case: it needs another time.
  perform private.tell_work_off(task_id, v_facts || '{"again": true}');
end;
$$;
comment on function private.put_work_aside is 'Takes work off the calendar that must find another time or somebody else, and tells the client of work that is no visit that we will be in touch.';

create function private.call_off_work(task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_facts jsonb := private.work_off(task.id);
begin
  perform private.end_task(task, 'cancelled');
  if v_facts is not null then
    perform private.tell_client('work_cancelled', task.id, v_facts || jsonb_build_object(
      'revision', (select t.revision from public.technician_tasks t where t.id = task.id),
      -- A repair that was agreed to is still to be done.
      'again', exists (select from public.work_orders w where w.id = task.work_order_id and private.is_open_repair(w.state))));
  end if;
end;
$$;
comment on function private.call_off_work is 'Work that is no visit does not take place: its client is told.';

-- The other steps of a task, by hand --------------------------------------------------------------------------------

create function private.begin_work(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.technician_tasks t
  set state = 'in_progress', actual_started_at = coalesce(t.actual_started_at, private.clock()), actual_finished_at = null where t.id = begin_work.task_id;
end;
$$;
comment on function private.begin_work is 'The technician has started, or goes on with what was said to be completed; visits begin with the task (begin_together), and its work order is open again (reopen_order).';

create function private.begin_later(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'begin_later'
as $$
begin
  update public.technician_tasks t set state = 'en_route', actual_started_at = null where t.id = begin_later.task_id;
  update public.maintenance_visits v set state = 'scheduled' where v.task_id = begin_later.task_id and v.state = 'in_progress';
end;
$$;
comment on function private.begin_later is 'Work that was said to have begun has not: its technician is on the way still, and its visits are to come. Answers that were given stay.';

create function private.mark_task(task_id uuid, state text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.technician_tasks t set state = mark_task.state where t.id = mark_task.task_id;
end;
$$;
comment on function private.mark_task is 'A state that nothing else hangs on: on the way (en_route), turned back (scheduled), and of work without visits no_show and not_completed.';

create function private.set_task_state(task_id uuid, state text, made_by text default 'office')
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_has_visits boolean;
  v_has_done boolean;
  v_next text := state;
begin
  select * into v_task from public.technician_tasks t where t.id = set_task_state.task_id for update;
  select coalesce(bool_or(private.is_unsettled(v.state)), false), coalesce(bool_or(v.state = 'done'), false) into v_has_visits, v_has_done
  from public.maintenance_visits v where v.task_id = v_task.id;
  if v_task.state = set_task_state.state then
    return jsonb_build_object('status', 'set');
  elsif v_task.task_type = 'time_off' and state <> 'cancelled' then
    return private.refused('state');
  elsif v_has_visits and state = 'completed'
    or v_has_done and state <> all (case when v_has_visits then array['cancelled', 'no_show', 'not_completed'] else array['completed'] end) then
    -- A visit is completed by itself. Of a stop where some are, the office can only say what became of the others.
    return private.refused('visits');
  end if;
  if state = 'unassigned' and v_has_visits then
    -- Its visits wait for another time first: the stop becomes needs_rescheduling, and from that unassigned.
    v_next := 'needs_rescheduling';
  elsif v_has_visits and v_has_done then
    -- Some of its units are done, so the stop took place, whatever became of the others.
    v_next := 'completed';
  end if;
  if not private.may_become('technician_tasks', v_task.state, v_next, made_by) then
    return private.refused('state');
  end if;
  case
    when private.is_waiting(state) then perform private.put_work_aside(v_task.id, state);
    when state = 'in_progress' then perform private.begin_work(v_task.id);
    when state = 'en_route' and v_task.state = 'in_progress' then perform private.begin_later(v_task.id);
    when state = 'completed' then perform private.finish_task(v_task);
    when state = 'cancelled' and v_has_visits then perform private.call_off_stop(v_task);
    when state = 'cancelled' then perform private.call_off_work(v_task);
    when state = 'no_show' and v_has_visits then perform private.find_nobody_home(v_task);
    when state = 'not_completed' and v_has_visits then perform private.break_off_stop(v_task);
    else perform private.mark_task(v_task.id, state);
  end case;
  return jsonb_build_object('status', 'set');
-- Rows written by hand: the task may take this step, and a visit in it may not. Nor a repair that is done, or goes on elsewhere.
exception when sqlstate 'MT001' or sqlstate 'MT021' then
  return private.refused('state');
end;
$$;
comment on function private.set_task_state is 'Takes a task, and its visits with it, to a state that the office, or whoever made_by says, may give it by hand: {status: set | refused (reason: state, visits)}. Callers hold the locks of the contracts in it and of the task.';
