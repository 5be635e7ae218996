-- Conflicts: a report that came before is answered as before; one that meets a visit which had changed meanwhile is kept,
-- and the office is asked.

create function private.told_before(report_id uuid, visit_id uuid, kind text, work_order_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_report public.visit_reports;
begin
  select * into v_report from public.visit_reports r where r.id = told_before.report_id;
  return case
    when v_report.id is null then null
    when (v_report.visit_id, v_report.work_order_id, v_report.kind)
      is distinct from (told_before.visit_id, told_before.work_order_id, told_before.kind) then private.problem('taken', 'report_id')
    when v_report.answer ? 'repeated' then v_report.answer || '{"repeated": true}'
    else v_report.answer end;
end;
$$;
comment on function private.told_before is 'What a report was answered when it came before; null for a new one, rejected for one of another visit (or repair, where a work order is named), or of another kind.';

create function private.has_moved_since(task_id uuid, is_now integer, revision integer)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Most revisions are steps of the work itself, or time that another unit gave back: the trail tells them from moves.
  return has_moved_since.revision <> is_now and exists (
    select from public.audit_events e
    where e.table_name = 'technician_tasks' and e.row_id = has_moved_since.task_id and e.action = 'update'
      and (e.changes #>> '{revision,1}')::integer > has_moved_since.revision
      and lower((e.changes #>> '{during,0}')::tstzrange) <> lower((e.changes #>> '{during,1}')::tstzrange)
      and not private.is_within_undone(has_moved_since.task_id, has_moved_since.revision, (e.changes #>> '{revision,1}')::integer));
end;
$$;
comment on function private.has_moved_since is 'Whether a task got another start after a revision, which is another one by now, and kept it: what the office took back does not count.';

create function private.report_conflict(visit private.held_visit, based_on integer, recorded_by text)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when private.is_erased(visit.customer_id) then 'erased'
    when visit.state in ('done', 'no_show', 'not_completed') then 'done'
    when visit.state = 'needs_rescheduling' then 'moved'
    when not private.is_expected(visit.state) then 'cancelled'
    when recorded_by = 'technician' and visit.technician_id <> private.signed_in_technician() then 'reassigned'
    when private.has_moved_since(visit.task_id, visit.revision, based_on) then 'moved' end;
end;
$$;
comment on function private.report_conflict is 'What became of a visit while its report was on the way: erased (its client was), done (somebody told its outcome), cancelled, reassigned, moved; null for nothing. A report that names no revision is from paper, and about whatever there is.';

create function private.keep_report(
  visit private.held_visit, report jsonb, recorded_by text, state text, answer jsonb, times private.report_times)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.visit_reports (id, visit_id, kind, state, report, answer, recorded_by, recorded_at, clock_in_doubt)
  values ((report ->> 'report_id')::uuid, visit.visit_id, 'completed', keep_report.state, report #- '{signature,png_base64}',
    keep_report.answer, keep_report.recorded_by, times.recorded_at, times.in_doubt);
  insert into public.visit_files (visit_id, report_id, kind, content)
  select visit.visit_id, (report ->> 'report_id')::uuid, 'signature', p.picture
  from (select private.picture_of(report)) p (picture) where p.picture is not null;
  -- Those that never came are missed by whoever looks at the report, and keep it from nothing.
  update public.visit_files f set report_id = (report ->> 'report_id')::uuid
  where f.visit_id = visit.visit_id and f.kind = 'photo' and f.named_by is null and private.names_file(report, f.id);
end;
$$;
comment on function private.keep_report is 'Keeps a report as it was sent, its picture beside it, and the photos that it names.';

create function private.ask_which_counts(visit private.held_visit, report_id uuid, answer jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_activity('report_conflict', private.subject_key('report', report_id::text),
    jsonb_build_object('reason', answer ->> 'reason', 'visit_id', visit.visit_id, 'starts_at', lower(visit.during)),
    customer_id => visit.customer_id, contract_id => visit.contract_id, cycle_id => visit.cycle_id, task_id => visit.task_id, urgent => true);
end;
$$;
comment on function private.ask_which_counts is 'Asks the office at once about a report that was kept: what it says, or what became of the visit meanwhile.';

create function private.conflict_told(reason text, report_id uuid)
returns jsonb
language sql immutable
return jsonb_build_object('status', 'conflict', 'reason', reason, 'kept_report_id', report_id);
comment on function private.conflict_told is 'The answer to a report that met a visit which had changed meanwhile: {status: conflict, reason, kept_report_id}.';

create function private.keep_conflict(visit private.held_visit, report jsonb, recorded_by text, reason text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report_id uuid := (report ->> 'report_id')::uuid;
  v_answer jsonb := private.conflict_told(reason, v_report_id);
begin
  perform private.keep_report(visit, report, recorded_by, 'conflict', v_answer,
    private.times_of_report(report, visit.during, private.earliest_kept(visit.visit_id, visit.during), as_of));
  perform private.ask_which_counts(visit, v_report_id, v_answer);
  return v_answer;
end;
$$;
comment on function private.keep_conflict is 'Keeps a report of a visit that had changed meanwhile, and asks the office at once: private.conflict_told.';
