-- Kept reports: what becomes of a report that met a visit which had changed meanwhile. The office takes it for what happened,
-- or discards it. What it takes of a repair stands behind what repairs are (kept repairs).

create function private.kept_report(report_id uuid)
returns public.visit_reports
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report public.visit_reports;
begin
  select * into v_report from public.visit_reports r where r.id = kept_report.report_id for update;
  if not found then
    raise exception 'no such report' using errcode = 'PT404';
  end if;
  return v_report;
end;
$$;
comment on function private.kept_report is 'A report, held. PT404.';

create function private.decide_report(report_id uuid, state text, outcome text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.visit_reports r set state = decide_report.state where r.id = decide_report.report_id;
  perform private.settle('decided', 'report', array[report_id::text], decide_report.outcome);
end;
$$;
comment on function private.decide_report is 'Writes down what was decided about a kept report, and that nobody need decide any more.';

create function private.visit_for_report(visit_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  -- A cycle has one visit that is to happen, or none.
  return (
    select n.id
    from public.maintenance_visits v join public.maintenance_visits n on n.cycle_id = v.cycle_id
    where v.id = visit_for_report.visit_id and private.is_expected(n.state));
end;
$$;
comment on function private.visit_for_report is 'The visit that a report of this one can still be taken for: itself, or the one that took its place in its cycle; null where none is to happen.';

create function private.accept_completion(report_id uuid, visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report public.visit_reports;
  v_visit private.held_visit;
  v_answer jsonb;
begin
  if visit_id is not null then
    v_visit := private.hold_visit(visit_id);
  end if;
  v_report := private.kept_report(report_id);
  if v_report.state <> 'conflict' then
    return jsonb_build_object('status', 'not_open');
  elsif v_visit.visit_id is null or not private.is_expected(v_visit.state) then
    return private.refused('visit');
  end if;
  -- Its photos became part of it as it was kept.
  v_answer := coalesce(private.report_mismatch(v_visit.visit_id, v_visit.unit_id, v_report.report - 'file_ids'),
    private.refuse_incomplete(private.missing_in(v_visit.visit_id, v_report.report)));
  if v_answer is not null then
    return v_answer;
  end if;
  perform private.decide_report(v_report.id, 'accepted', 'accepted');
  -- When it was done is known from the day it came, whatever the stop's time is by now.
  return private.close_visit(v_visit, v_report.report, private.times_of_report(v_report.report, v_visit.during,
    private.earliest_kept(v_report.visit_id, v_visit.during), v_report.received_at), as_of);
end;
$$;
comment on function private.accept_completion is 'Takes a kept report of a visit that was done for what happened to this one; null where none is to happen.';

create function private.accept_failure(report_id uuid, visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report public.visit_reports;
  v_visit private.held_visit;
  v_why private.fail_reasons;
  v_refusal jsonb;
  v_answer jsonb;
begin
  select r.* into v_report from public.visit_reports r where r.id = accept_failure.report_id;
  select f.* into v_why from private.fail_reasons f where f.reason = v_report.report ->> 'reason';
  v_visit := private.read_visit(coalesce(visit_id, v_report.visit_id));
  perform private.lock_failing(v_visit.task_id, v_why.reason);
  v_visit := private.read_visit(v_visit.visit_id);
  v_report := private.kept_report(report_id);
  if v_report.state <> 'conflict' then
    return jsonb_build_object('status', 'not_open');
  end if;
  v_refusal := case when private.is_expected(v_visit.state) then private.refuse_early(v_visit.during, as_of) else private.refused('visit') end;
  -- What was heard of the client counts, whichever visit it was heard at; a visit that is to come stays, as when the client tells us.
  if v_refusal is not null and (v_why.reported_as is null or not exists (
    select from public.maintenance_cycles y where y.contract_id = v_visit.contract_id and y.closed_at is null)) then
    return v_refusal;
  end if;
  v_answer := private.failure_told(v_visit, v_report.report);
  perform private.decide_report(v_report.id, 'accepted', 'accepted');
  update public.visit_reports r set answer = v_answer where r.id = v_report.id;
  if v_refusal is null then
    perform private.come_to_nothing(v_visit, v_report.id, v_report.report);
  else
    perform private.tell_office_of_client(v_visit.contract_id, v_why.reported_as, v_report.report);
  end if;
  return v_answer;
end;
$$;
comment on function private.accept_failure is 'Takes a kept report of a visit that came to nothing for what happened to this one, as fail_visit does, or, where none is to happen, for what it tells of the client.';

create function private.discard_report(report_id uuid, reason text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'discard_report'
as $$
declare
  v_report public.visit_reports := private.kept_report(report_id);
begin
  if v_report.state <> 'conflict' then
    return jsonb_build_object('status', 'not_open');
  end if;
  perform private.decide_report(v_report.id, 'discarded', coalesce(private.written(reason), 'discarded'));
  return jsonb_build_object('status', 'discarded');
end;
$$;
comment on function private.discard_report is 'A kept report is not taken for anything; it stays to be read: {status: discarded | not_open}. PT404.';
