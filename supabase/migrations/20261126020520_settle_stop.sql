-- Settle stop: what ends a stop once each of its visits has its outcome, and what becomes of it when some leave it before.

create function private.outcome_of_stop(task_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select case
      -- Work without visits waits for nobody, and ends otherwise.
      when coalesce(bool_or(private.is_unsettled(v.state)), true) then null
      when bool_or(v.state = 'done') then 'completed'
      when bool_or(v.state = 'not_completed') then 'not_completed'
      when bool_or(v.state = 'no_show') then 'no_show'
      else 'cancelled' end
    from public.maintenance_visits v where v.task_id = outcome_of_stop.task_id);
end;
$$;
comment on function private.outcome_of_stop is 'What a stop comes to: completed where any visit was done, else what became of them; null while one waits for its outcome, and for work without visits.';

create function private.next_step(at timestamptz)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
declare
  v_settings public.company_settings;
  v_step interval;
  v_local timestamp;
begin
  select * into v_settings from public.company_settings;
  v_step := make_interval(mins => v_settings.slot_step_minutes);
  v_local := at at time zone v_settings.time_zone;
  -- A microsecond earlier: what lies on the grid stays where it is.
  return (date_bin(v_step, v_local - interval '1 microsecond', date_trunc('day', v_local - interval '1 microsecond')) + v_step)
    at time zone v_settings.time_zone;
end;
$$;
comment on function private.next_step is 'The first time of the grid that is not before an instant.';

create function private.give_back_rest(task public.technician_tasks, finished_at timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_step interval := (select make_interval(mins => s.slot_step_minutes) from public.company_settings s);
  v_end timestamptz := greatest(lower(task.during) + v_step, private.next_step(finished_at));
begin
  if v_end < upper(task.during) then
    perform private.shrink_task(task.id, floor(extract(epoch from upper(task.during) - v_end) / 60)::integer);
  end if;
end;
$$;
comment on function private.give_back_rest is 'A stop that was over early gives the rest of its time back, on the grid; one that took longer keeps the time that it was promised.';

create function private.bring_forward(task public.technician_tasks, started_at timestamptz, finished_at timestamptz)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'bring_forward'
as $$
declare
  v_step interval := (select make_interval(mins => s.slot_step_minutes) from public.company_settings s);
  -- No longer than it was promised.
  v_during tstzrange := tstzrange(date_trunc('minute', started_at),
    date_trunc('minute', started_at + least(upper(task.during) - lower(task.during), greatest(finished_at - started_at, v_step))));
begin
  if started_at is null or private.company_day(lower(task.during)) <= private.company_day(finished_at)
    or private.is_taken(task.technician_id, v_during, task.id) then
    return false;
  end if;
  update public.technician_tasks t set during = v_during where t.id = task.id;
  return true;
end;
$$;
comment on function private.bring_forward is 'A stop that was over before its day came stands where it took place, and leaves the time that it had got meanwhile to others. False where its day has come, nobody knows when it began, or its technician has something else written down at that time.';

create function private.settle_stop(task_id uuid, as_of timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_outcome text := private.outcome_of_stop(task_id);
  v_started_at timestamptz;
  v_finished_at timestamptz;
begin
  select * into v_task from public.technician_tasks t where t.id = settle_stop.task_id for update;
  if v_outcome is null or private.is_over(v_task.state) then
    return;
  elsif v_outcome <> 'completed' then
    perform private.end_task(v_task, v_outcome);
    return;
  end if;
  select min(v.started_at), coalesce(max(v.finished_at), settle_stop.as_of) into v_started_at, v_finished_at
  from public.maintenance_visits v where v.task_id = v_task.id and v.state = 'done';
  perform private.drop_charges(array(
    select v.id from public.maintenance_visits v where v.task_id = v_task.id and v.state <> 'done'));
  if not private.bring_forward(v_task, v_started_at, v_finished_at) then
    perform private.give_back_rest(v_task, v_finished_at);
  end if;
  update public.technician_tasks t
  set actual_started_at = least(v_started_at, t.actual_started_at), actual_finished_at = v_finished_at where t.id = v_task.id;
  perform private.finish_task(v_task);
  if (select s.invoice_on_completion from public.company_settings s) then
    perform private.issue_stop_invoice(v_task.work_order_id, as_of);
  end if;
  perform private.send_summary(v_task.id);
end;
$$;
comment on function private.settle_stop is 'Ends a stop once each of its visits has its outcome: what was not done is not charged, time that is left is given back, the rest is invoiced (invoice_on_completion), and the client is told of it. Nothing while one waits, and once it is over. Callers hold the locks of its contracts and its technician.';

create function private.release_visits(task_id uuid, visit_ids uuid[], visit_state text, reason text)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_minutes integer;
begin
  perform from public.technician_tasks t where t.id = release_visits.task_id for update;
  select sum(v.minutes) into v_minutes from public.maintenance_visits v where v.id = any (visit_ids);
  update public.maintenance_visits v set state = visit_state, cancelled_reason = release_visits.reason
  where v.id = any (visit_ids);
  if private.outcome_of_stop(task_id) is null then
    perform private.drop_charges(visit_ids);
    perform private.shrink_task(task_id, v_minutes);
  else
    perform private.settle_stop(task_id, private.clock());
  end if;
  return not exists (select from public.maintenance_visits v where v.task_id = release_visits.task_id and private.belongs_to_stop(v.state));
end;
$$;
comment on function private.release_visits is 'Ends visits of a stop in which nothing is done for them. Others wait: their lines leave the draft invoice and the stop shrinks by their minutes. None waits: the stop ends (settle_stop). True where nothing of it was done.';
