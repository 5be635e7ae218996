-- Repair conflicts: a repair as whoever reports on it holds it; a report that meets one which had changed meanwhile is kept.

create type private.held_repair as (
  work_order_id uuid, state text, unit_id uuid, visit_id uuid, task_id uuid, technician_id uuid, during tstzrange, revision integer);
comment on type private.held_repair is 'A repair with the task that has its time, read under the locks of everything that completing it writes.';

create function private.task_of_repair(work_order_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.work_orders w join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
  where w.id = task_of_repair.work_order_id and w.kind = 'repair' and (private.is_unfinished(t.state) or t.state = 'completed');
  return v_task;
end;
$$;
comment on function private.task_of_repair is 'The task that has a repair''s time, or had it; null while it has none.';

create function private.require_repair_of(work_order_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if coalesce((private.task_of_repair(work_order_id)).technician_id <> private.signed_in_technician(), true) then
    perform private.require_office();
  end if;
end;
$$;
comment on function private.require_repair_of is 'Asks whether the caller has a repair, or is office. 42501.';

create function private.reporter_of_repair(work_order_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_own uuid := private.signed_in_technician();
begin
  if v_own is not null and exists (
    select from public.work_orders w join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
    where w.id = reporter_of_repair.work_order_id and w.kind = 'repair' and (t.technician_id = v_own or private.was_theirs(t.id, v_own))) then
    return 'technician';
  end if;
  perform private.require_office();
  return 'office';
end;
$$;
comment on function private.reporter_of_repair is 'As what the caller reports on a repair: technician, who has it or had it, or else office. 42501 for anybody else.';

create function private.hold_repair(work_order_id uuid)
returns private.held_repair
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit_id uuid := (select w.unit_id from public.work_orders w where w.id = hold_repair.work_order_id and w.kind = 'repair');
  v_order public.work_orders;
  v_task public.technician_tasks;
begin
  if v_unit_id is null then
    raise exception 'no such repair' using errcode = 'PT404';
  end if;
  perform private.hold_contract_of(v_unit_id);
  perform private.lock_tasks(array(
    select t.id from public.technician_tasks t join public.work_orders w on w.customer_id = t.customer_id and w.id = t.work_order_id
    where w.id = hold_repair.work_order_id));
  v_order := private.repair_order(work_order_id);
  v_task := private.task_of_repair(work_order_id);
  return row (v_order.id, v_order.state, v_order.unit_id, v_order.visit_id, v_task.id, v_task.technician_id, v_task.during, v_task.revision)::private.held_repair;
end;
$$;
comment on function private.hold_repair is 'Holds a repair with its unit, contract and task, in the order of locks, and reads it. PT404.';

-- What had changed meanwhile --------------------------------------------------------------------------------------

create function private.repair_told_before(report_id uuid, work_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    private.told_before(report_id, null, 'completed', work_order_id),
    (select case when r.work_order_id = repair_told_before.work_order_id then r.answer || '{"repeated": true}' else private.problem('taken', 'report_id') end
     from public.repair_reports r where r.id = repair_told_before.report_id));
end;
$$;
comment on function private.repair_told_before is 'What the report of a repair that was done was answered when it came before; null for a new one, rejected for another''s.';

create function private.repair_conflict(repair private.held_repair, task_id uuid, based_on integer, recorded_by text)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when private.is_erased(private.customer_of_work(null, repair.work_order_id)) then 'erased'
    when repair.state = 'done' then 'done'
    when not private.is_open_repair(repair.state) then 'cancelled'
    when repair.state <> 'scheduled' then 'moved'
    when recorded_by = 'technician' and repair.technician_id is distinct from private.signed_in_technician() then 'reassigned'
    when repair_conflict.task_id <> repair.task_id or private.has_moved_since(repair.task_id, repair.revision, based_on) then 'moved' end;
end;
$$;
comment on function private.repair_conflict is 'What became of a repair while its report was on the way: erased (its client was), done, cancelled (or declined), moved (it waits for another time, or got one), reassigned; null for nothing. task_id, based_on: its time as whoever reports saw it.';

create function private.last_task_of_repair(work_order_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.work_orders w join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
  where w.id = last_task_of_repair.work_order_id
  -- One that waited for another's end began before it.
  order by private.is_over(t.state), t.created_at desc, t.id limit 1;
  return v_task;
end;
$$;
comment on function private.last_task_of_repair is 'The task of a repair that is not over, else the last one that it got, whatever became of it; null where it never had a time.';

create function private.earliest_of_repair(work_order_id uuid, during tstzrange)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select least(w.created_at, private.earliest_report(earliest_of_repair.during))
    from public.work_orders w where w.id = earliest_of_repair.work_order_id);
end;
$$;
comment on function private.earliest_of_repair is 'From when on a repair can have been done that has another time by now, or none: since it was opened.';

create function private.keep_of_repair(
  repair private.held_repair, kind text, report_id uuid, report jsonb, recorded_by text, reason text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.last_task_of_repair(repair.work_order_id);
  v_answer jsonb := private.conflict_told(reason, report_id);
  v_times private.report_times;
begin
  if v_task.id is null then
    -- Nobody was sent there: this is no report that came late.
    return private.refused('state') || jsonb_build_object('state', repair.state);
  end if;
  v_times := private.times_of_report(report, v_task.during, private.earliest_of_repair(repair.work_order_id, v_task.during), as_of);
  insert into public.visit_reports (id, work_order_id, kind, state, report, answer, recorded_by, recorded_at, clock_in_doubt)
  values (report_id, repair.work_order_id, kind, 'conflict', report #- '{signature,png_base64}', v_answer, recorded_by, v_times.recorded_at, v_times.in_doubt);
  insert into public.visit_files (work_order_id, report_id, kind, content)
  select repair.work_order_id, keep_of_repair.report_id, 'signature', p.picture from (select private.picture_of(report)) p (picture) where p.picture is not null;
  -- What was photographed on a drive in vain is all of it.
  update public.visit_files f set report_id = keep_of_repair.report_id
  where f.work_order_id = repair.work_order_id and f.kind = 'photo' and f.named_by is null
    and (keep_of_repair.kind = 'failed' or private.names_file(report, f.id));
  perform private.raise_activity('report_conflict', private.subject_key('report', report_id::text),
    jsonb_build_object('reason', reason, 'work_order_id', repair.work_order_id, 'starts_at', lower(v_task.during)),
    customer_id => v_task.customer_id,
    contract_id => (select c.id from public.maintenance_contracts c where c.unit_id = repair.unit_id and c.state <> 'cancelled'),
    task_id => v_task.id, urgent => true);
  return v_answer;
end;
$$;
comment on function private.keep_of_repair is 'Keeps a report of a repair that had changed meanwhile, its picture and its photos with it, and asks the office at once: private.conflict_told. Refused (state) where it never had a time.';
