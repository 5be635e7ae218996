-- Kept reports: what becomes of a report that met a visit which had changed meanwhile. The office takes it for what happened,
-- or discards it.

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

create function private.visit_for_report(visit_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select n.id
    from public.maintenance_visits v join public.maintenance_visits n on n.cycle_id = v.cycle_id
    where v.id = visit_for_report.visit_id and private.is_expected(n.state)
    order by n.id = v.id desc limit 1);
end;
$$;
comment on function private.visit_for_report is 'The visit that a report of this one can still be taken for: itself, or the one that took its place in its cycle; null where none is to happen.';

create function private.accept_report(report_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'accept_report'
as $$
declare
  v_report public.visit_reports;
  v_visit private.held_visit;
  v_visit_id uuid;
  v_missing jsonb;
  v_answer jsonb;
begin
  select private.visit_for_report(r.visit_id) into v_visit_id from public.visit_reports r where r.id = accept_report.report_id;
  if v_visit_id is not null then
    v_visit := private.hold_visit(v_visit_id);
  end if;
  v_report := private.kept_report(report_id);
  if v_report.state <> 'conflict' then
    return jsonb_build_object('status', 'not_open');
  elsif v_report.kind <> 'completed' or v_visit.visit_id is null or not private.is_expected(v_visit.state) then
    return private.refused('visit');
  end if;
  v_missing := private.missing_in(v_visit_id, v_report.report);
  v_answer := coalesce(private.report_mismatch(v_visit_id, v_visit.unit_id, v_report.report),
    case when v_missing <> '[]' then jsonb_build_object('status', 'incomplete', 'missing', v_missing) end);
  if v_answer is not null then
    return v_answer;
  end if;
  update public.visit_reports r set state = 'accepted' where r.id = v_report.id;
  perform private.settle('decided', 'report', array[v_report.id::text], 'accepted');
  -- When it was done is known from the day it came, whatever the stop's time is by now.
  return private.close_visit(v_visit, v_report.report, private.times_of_report(v_report.report, v_visit.during,
    private.earliest_kept(v_report.visit_id, v_visit.during), v_report.received_at), as_of);
end;
$$;
comment on function private.accept_report is 'Takes a kept report for what happened: answers as complete_visit does, or {status: refused, reason: visit} where no visit of its cycle is to happen any more (book it first, it may lie in the past). {status: not_open} for one that was decided already. PT404.';

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
  update public.visit_reports r set state = 'discarded' where r.id = v_report.id;
  perform private.settle('decided', 'report', array[v_report.id::text], coalesce(private.written(reason), 'discarded'));
  return jsonb_build_object('status', 'discarded');
end;
$$;
comment on function private.discard_report is 'A kept report is not taken for anything; it stays to be read: {status: discarded | not_open}. PT404.';
