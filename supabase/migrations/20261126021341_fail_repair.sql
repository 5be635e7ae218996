-- Fail repair: somebody drove to a repair, and it came to nothing. Its order waits for another time, and the office knows why.

create function private.reporter_of_failure(work_order_id uuid, report_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  -- Once it is told the repair is nobody's: whoever told it may send it again.
  return coalesce(
    (select f.recorded_by from public.repair_failures f where f.id = report_id and f.work_order_id = reporter_of_failure.work_order_id and f.actor = auth.uid()),
    private.reporter_of_repair(work_order_id));
end;
$$;
comment on function private.reporter_of_failure is 'As what the caller tells of a drive in vain: technician, who had the repair, or else office. 42501 for anybody else.';

create function private.lock_failing_repair(work_order_id uuid, reason text)
returns private.held_repair
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Of whoever has died every contract rests: they come first.
  perform private.hold_contracts(array(
    select c.id
    from public.work_orders w
    join public.maintenance_contracts c on c.customer_id = w.customer_id and c.state <> 'cancelled'
    where w.id = lock_failing_repair.work_order_id and exists (
      select from private.fail_reasons f join private.change_reasons r on r.what = f.reported_as
      where f.reason = lock_failing_repair.reason and r.stops_all)));
  return private.hold_repair(work_order_id);
end;
$$;
comment on function private.lock_failing_repair is 'Locks all that fail_repair writes for that reason, and reads the repair. PT404.';

create function private.fail_repair(work_order_id uuid, outcome text, reason text, note text, report_id uuid, recorded_by text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'fail_repair'
as $$
declare
  v_id uuid := coalesce(report_id, gen_random_uuid());
  v_repair private.held_repair := private.lock_failing_repair(work_order_id, reason);
  v_before uuid := (select f.work_order_id from public.repair_failures f where f.id = v_id);
  v_answer jsonb := coalesce(
    private.unclear_failure(outcome, reason),
    case when length(note) > 2000 then private.rejected('notes') end);
  v_reported_as text := (select f.reported_as from private.fail_reasons f where f.reason = fail_repair.reason);
begin
  if v_before is not null then
    return case when v_before = v_repair.work_order_id then '{"status": "recorded", "repeated": true}' else private.problem('taken', 'report_id') end;
  elsif v_answer is not null then
    return v_answer;
  elsif v_repair.state <> 'scheduled' then
    return private.refused('state') || jsonb_build_object('state', v_repair.state);
  end if;
  v_answer := private.refuse_early(v_repair.during, as_of);
  if v_answer is not null then
    return v_answer;
  end if;
  insert into public.repair_failures (id, work_order_id, task_id, outcome, reason, note, recorded_by)
  values (v_id, v_repair.work_order_id, v_repair.task_id, outcome, reason, private.written(note), recorded_by);
  perform private.set_task_state(v_repair.task_id, outcome);
  perform private.settle('ended', 'task', array[v_repair.task_id::text], outcome);
  -- The order waits again, and is followed up (follow_repair); here is why.
  perform private.raise_activity('repair_follow_up', private.subject_key('work_order', v_repair.work_order_id::text),
    jsonb_strip_nulls(jsonb_build_object('why', reason, 'note', private.written(note))), urgent => true);
  if v_reported_as is not null then
    perform private.tell_office_of_client(c.id, v_reported_as, jsonb_strip_nulls(jsonb_build_object('reason', fail_repair.reason, 'note', private.written(fail_repair.note))))
    from public.maintenance_contracts c where c.unit_id = v_repair.unit_id and c.state <> 'cancelled';
  end if;
  return jsonb_build_object('status', 'recorded', 'repeated', false);
end;
$$;
comment on function private.fail_repair is 'A repair came to nothing at the door: see the door of the same name.';
