-- Kept repairs: the office takes a kept report for what happened, of a visit or of a repair that had changed meanwhile.

create function private.accept_repair(report_id uuid, work_order_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_repair private.held_repair := private.hold_repair(work_order_id);
  v_report public.visit_reports := private.kept_report(report_id);
  v_answer jsonb;
begin
  if v_report.state <> 'conflict' then
    return jsonb_build_object('status', 'not_open');
  elsif v_repair.state <> 'scheduled' then
    return private.refused('repair') || jsonb_build_object('state', v_repair.state);
  end if;
  -- Its photos became part of it as it was kept.
  v_answer := coalesce(private.repair_mismatch(v_repair.work_order_id, v_repair.visit_id, v_report.report - 'file_ids'),
    private.refuse_incomplete(private.missing_of_repair(v_repair, v_report.report)));
  if v_answer is not null then
    return v_answer;
  end if;
  perform private.decide_report(v_report.id, 'accepted', 'accepted');
  -- When it was done is known from the day it came, whatever its time is by now.
  v_answer := private.close_repair(v_repair, v_report.report, v_report.recorded_by, private.times_of_report(v_report.report, v_repair.during,
    private.earliest_of_repair(v_repair.work_order_id, v_repair.during), v_report.received_at), as_of);
  update public.visit_reports r set answer = v_answer where r.id = v_report.id;
  return v_answer;
end;
$$;
comment on function private.accept_repair is 'Takes a kept report of a repair that was done for what happened; refused (repair, with its state) while it has no time.';

create function private.tells_of_client(report public.visit_reports)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.work_orders w
    join public.maintenance_contracts c on c.unit_id = w.unit_id
    -- Of a contract that was cancelled none is open.
    join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    join private.fail_reasons f on f.reported_as is not null
    where w.id = report.work_order_id and report.kind = 'failed' and f.reason = report.report ->> 'reason');
end;
$$;
comment on function private.tells_of_client is 'Whether a kept report of a drive in vain says something of the client that counts, whatever became of the repair.';

create function private.accept_drive_in_vain(report_id uuid, work_order_id uuid, reason text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_repair private.held_repair := private.lock_failing_repair(work_order_id, reason);
  v_report public.visit_reports := private.kept_report(report_id);
  v_answer jsonb := jsonb_build_object('status', 'recorded', 'repeated', false);
  v_refusal jsonb := case v_repair.state when 'scheduled' then private.refuse_early(v_repair.during, as_of)
    else private.refused('repair') || jsonb_build_object('state', v_repair.state) end;
begin
  if v_report.state <> 'conflict' then
    return jsonb_build_object('status', 'not_open');
  elsif v_refusal is not null and not private.tells_of_client(v_report) then
    return v_refusal;
  end if;
  perform private.decide_report(v_report.id, 'accepted', 'accepted');
  update public.visit_reports r set answer = v_answer where r.id = v_report.id;
  if v_refusal is null then
    perform private.drive_in_vain(v_repair, v_report.id, v_report.report, v_report.recorded_by);
  end if;
  perform private.heard_at_repair(v_repair.unit_id, v_report.report);
  return v_answer;
end;
$$;
comment on function private.accept_drive_in_vain is 'Takes a kept report of a drive in vain for what happened, as fail_repair does, or, where the repair has no time, for what it tells of the client.';

create function private.can_be_taken_of_repair(report public.visit_reports, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.tells_of_client(report) or exists (
    select from public.work_orders w
    where w.id = report.work_order_id and w.state = 'scheduled'
      -- What was done happened before it was reported; nothing comes to nothing before its day.
      and (report.kind <> 'failed' or private.refuse_early((private.task_of_repair(w.id)).during, as_of) is null));
end;
$$;
comment on function private.can_be_taken_of_repair is 'Whether accept_report has something that a kept report of a repair could be taken for at that moment.';

create function private.accept_report(report_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'accept_report'
as $$
declare
  v_report public.visit_reports;
begin
  select r.* into v_report from public.visit_reports r where r.id = accept_report.report_id;
  return case
    when v_report.work_order_id is not null and v_report.kind = 'failed'
      then private.accept_drive_in_vain(report_id, v_report.work_order_id, v_report.report ->> 'reason', as_of)
    when v_report.work_order_id is not null then private.accept_repair(report_id, v_report.work_order_id, as_of)
    when v_report.kind = 'failed' then private.accept_failure(report_id, private.visit_for_report(v_report.visit_id), as_of)
    else private.accept_completion(report_id, private.visit_for_report(v_report.visit_id), as_of) end;
end;
$$;
comment on function private.accept_report is 'Takes a kept report for what happened: answers as complete_visit, fail_visit, complete_repair or fail_repair does, or {status: refused, reason: visit} where no visit of its cycle is to happen any more (book it first, it may lie in the past), {status: refused, reason: repair, state} where the repair has no time (give it one first), or {status: refused, reason: too_early, starts_at} where what is to happen cannot have come to nothing yet. {status: not_open} for one that was decided already. PT404.';
