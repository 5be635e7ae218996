-- Fail repair: somebody drove to a repair, and it came to nothing. Its order waits for another time, and the office knows why.

create function private.lock_failing_repair(work_order_id uuid, reason text)
returns private.held_repair
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Whatever tells of the client makes contracts rest, a death all of them: they come first.
  perform private.hold_contracts(array(
    select c.id
    from public.work_orders w
    join public.maintenance_contracts c on c.customer_id = w.customer_id and c.state <> 'cancelled'
    where w.id = lock_failing_repair.work_order_id and exists (
      select from private.fail_reasons f where f.reason = lock_failing_repair.reason and f.reported_as is not null)));
  return private.hold_repair(work_order_id);
end;
$$;
comment on function private.lock_failing_repair is 'Locks all that fail_repair writes for that reason, and reads the repair. PT404.';

create function private.drive_in_vain(repair private.held_repair, report_id uuid, report jsonb, recorded_by text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.repair_failures (id, work_order_id, task_id, outcome, reason, note, recorded_by, actor)
  values (report_id, repair.work_order_id, repair.task_id, report ->> 'outcome', report ->> 'reason', report ->> 'note', recorded_by,
    coalesce((select k.actor from public.visit_reports k where k.id = report_id), auth.uid()));
  update public.visit_files f set repair_failure_id = drive_in_vain.report_id
  where f.work_order_id = repair.work_order_id and f.kind = 'photo' and f.named_by is null;
  perform private.set_task_state(repair.task_id, report ->> 'outcome');
  perform private.settle('ended', 'task', array[repair.task_id::text], report ->> 'outcome');
  -- The order waits again, and is followed up (follow_repair); here is why.
  perform private.raise_activity('repair_follow_up', private.subject_key('work_order', repair.work_order_id::text),
    jsonb_strip_nulls(jsonb_build_object('why', report ->> 'reason', 'note', report ->> 'note')), urgent => true);
end;
$$;
comment on function private.drive_in_vain is 'Everything that a drive to a repair brings about by being in vain ({outcome, reason, note}).';

create function private.heard_at_repair(unit_id uuid, report jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.tell_office_of_client(c.id, f.reported_as, report - 'outcome')
  from private.fail_reasons f, public.maintenance_contracts c
  where f.reason = report ->> 'reason' and f.reported_as is not null and c.unit_id = heard_at_repair.unit_id;
end;
$$;
comment on function private.heard_at_repair is 'What was heard of the client at a repair, where its reason tells of them: private.tell_office_of_client.';

create function private.fail_repair(
  work_order_id uuid, outcome text, reason text, note text, report_id uuid, recorded_by text, as_of timestamptz,
  based_on integer default null, task_id uuid default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'fail_repair'
as $$
declare
  v_id uuid := coalesce(report_id, gen_random_uuid());
  v_repair private.held_repair := private.lock_failing_repair(work_order_id, reason);
  v_report jsonb := jsonb_strip_nulls(jsonb_build_object('outcome', outcome, 'reason', reason, 'note', private.written(note)));
  v_conflict text := private.repair_conflict(v_repair, task_id, based_on, recorded_by);
  v_answer jsonb := coalesce(
    private.told_before(v_id, null, 'failed', work_order_id),
    (select case when f.work_order_id = v_repair.work_order_id then '{"status": "recorded", "repeated": true}' else private.problem('taken', 'report_id') end
     from public.repair_failures f where f.id = v_id),
    private.unclear_failure(outcome, reason),
    case when length(note) > 2000 then private.rejected('notes') end);
begin
  if v_answer is not null then
    return v_answer;
  elsif v_conflict is not null then
    return private.keep_of_repair(v_repair, 'failed', v_id, v_report, recorded_by, v_conflict, as_of);
  end if;
  v_answer := private.refuse_early(v_repair.during, as_of);
  if v_answer is null then
    perform private.drive_in_vain(v_repair, v_id, v_report, recorded_by);
    perform private.heard_at_repair(v_repair.unit_id, v_report);
    v_answer := jsonb_build_object('status', 'recorded', 'repeated', false);
  end if;
  return v_answer;
end;
$$;
comment on function private.fail_repair is 'A repair came to nothing at the door: see the door of the same name.';
