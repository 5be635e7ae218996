-- Complete: a visit that was done. In one transaction what was found is on record, the unit has its certificate or its
-- repair, the stop its invoice, and the next cycle begins.

-- Whose it is, under locks --------------------------------------------------------------------------------

create type private.held_visit as (
  visit_id uuid, task_id uuid, cycle_id uuid, contract_id uuid, unit_id uuid, customer_id uuid, state text,
  technician_id uuid, revision integer, during tstzrange);
comment on type private.held_visit is 'A visit with its stop, read under the locks of everything that completing it writes.';

create function private.read_visit(visit_id uuid)
returns private.held_visit
language plpgsql stable
set search_path = ''
as $$
declare
  v_read private.held_visit;
begin
  select v.id, v.task_id, v.cycle_id, c.id, c.unit_id, c.customer_id, v.state, t.technician_id, t.revision, t.during into v_read
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.technician_tasks t on t.id = v.task_id
  where v.id = read_visit.visit_id;
  if not found then
    raise exception 'no such visit' using errcode = 'PT404';
  end if;
  return v_read;
end;
$$;
comment on function private.read_visit is 'A visit with its stop, as it is; whoever relies on it holds the locks. PT404.';

create function private.hold_visit(visit_id uuid, technician_ids uuid[] default '{}')
returns private.held_visit
language plpgsql volatile
set search_path = ''
as $$
declare
  v_held private.held_visit := private.read_visit(visit_id);
begin
  -- Client, unit and contract as rows first, as who writes them by hand holds them when a trigger asks for the contract's lock.
  perform from public.customers m where m.id = v_held.customer_id for no key update;
  perform from public.units u where u.id = v_held.unit_id for no key update;
  perform from public.maintenance_contracts c where c.id = v_held.contract_id for no key update;
  perform private.lock_contracts(v_held.contract_id || private.task_contracts(v_held.task_id));
  perform private.lock_tasks(array[v_held.task_id], technician_ids);
  perform from public.maintenance_visits v where v.task_id = v_held.task_id order by v.id for no key update;
  -- Only now: whoever held them may have changed it.
  return private.read_visit(visit_id);
end;
$$;
comment on function private.hold_visit is 'Holds a visit with its client, unit, contract and stop, and with its technician these, in the order of locks, and reads it. PT404.';

create function private.was_theirs(task_id uuid, technician_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.audit_events e
    where e.table_name = 'technician_tasks' and e.row_id = task_id and e.action = 'update'
      and e.changes #>> '{technician_id,0}' = was_theirs.technician_id::text);
end;
$$;
comment on function private.was_theirs is 'Whether a technician had a task before somebody else got it, or nobody: the trail knows.';

create function private.reporter_of(visit_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_own uuid := private.signed_in_technician();
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = reporter_of.visit_id;
  if v_own is not null and (v_task.technician_id is not distinct from v_own or private.was_theirs(v_task.id, v_own)) then
    return 'technician';
  end if;
  perform private.require_office();
  return 'office';
end;
$$;
comment on function private.reporter_of is 'As what the caller reports on a visit: technician, who has it or had it, or else office. 42501 for anybody else.';

-- What stands in the way ------------------------------------------------------------------------------------

create function private.told_before(report_id uuid, visit_id uuid, kind text)
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
    when v_report.visit_id <> told_before.visit_id or v_report.kind <> told_before.kind then private.problem('taken', 'report_id')
    when v_report.answer ? 'repeated' then v_report.answer || '{"repeated": true}'
    else v_report.answer end;
end;
$$;
comment on function private.told_before is 'What a report was answered when it came before; null for a new one, rejected for one of another visit, or of another kind.';

create function private.has_moved_since(visit private.held_visit, revision integer)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Most revisions are steps of the work itself, or time that another unit gave back: the trail tells them from moves.
  return has_moved_since.revision <> visit.revision and exists (
    select from public.audit_events e
    where e.table_name = 'technician_tasks' and e.row_id = visit.task_id and e.action = 'update'
      and (e.changes #>> '{revision,1}')::integer > has_moved_since.revision
      and lower((e.changes #>> '{during,0}')::tstzrange) <> lower((e.changes #>> '{during,1}')::tstzrange));
end;
$$;
comment on function private.has_moved_since is 'Whether a stop got another start after a revision.';

create function private.report_conflict(visit private.held_visit, based_on integer, recorded_by text)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when visit.state in ('done', 'no_show', 'not_completed') then 'done'
    when visit.state = 'needs_rescheduling' then 'moved'
    when not private.is_expected(visit.state) then 'cancelled'
    when recorded_by = 'technician' and visit.technician_id <> private.signed_in_technician() then 'reassigned'
    when private.has_moved_since(visit, based_on) then 'moved' end;
end;
$$;
comment on function private.report_conflict is 'What became of a visit while its report was on the way: done (somebody told its outcome), cancelled, reassigned, moved; null for nothing. A report that names no revision is from paper, and about whatever there is.';

create function private.earliest_kept(visit_id uuid, during tstzrange)
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select least(v.created_at, private.earliest_report(earliest_kept.during))
    from public.maintenance_visits v where v.id = earliest_kept.visit_id);
end;
$$;
comment on function private.earliest_kept is 'From when on a visit can have happened whose stop has another time by now: since it was booked, or written down for a time before that.';

create function private.earliest_report(during tstzrange)
returns timestamptz
language sql immutable
return lower(during) - interval '12 hours';
comment on function private.earliest_report is 'From when on a visit can have happened: a stop is brought forward by hours, not by days.';

create function private.refuse_early(during tstzrange, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when as_of < private.earliest_report(during)
    then private.refused('too_early') || jsonb_build_object('starts_at', lower(during)) end;
end;
$$;
comment on function private.refuse_early is 'The refusal of a report about work that is still to come: {status: refused, reason: too_early, starts_at}; null for what can have happened.';

create function private.refuse_incomplete(missing jsonb)
returns jsonb
language sql immutable
return case when missing <> '[]' then jsonb_build_object('status', 'incomplete', 'missing', missing) end;
comment on function private.refuse_incomplete is 'The answer to a report that still needs something: {status: incomplete, missing: [position …, signature]}; null where nothing is missing.';

-- Times -----------------------------------------------------------------------------------------------------

create type private.report_times as (started_at timestamptz, finished_at timestamptz, recorded_at timestamptz, in_doubt boolean);
comment on type private.report_times is 'When a visit began and ended and was written down, by our clock; in_doubt: not all of it could have been so.';

create function private.times_of_report(report jsonb, during tstzrange, earliest timestamptz, as_of timestamptz)
returns private.report_times
language plpgsql stable
set search_path = ''
as $$
declare
  -- How far the phone's clock is behind: what it showed when it sent this, it is now.
  v_behind interval := coalesce(as_of - private.read_instant(report ->> 'sent_at'), '0');
  v_known tstzrange := tstzrange(earliest, as_of, '[]');
  v_times private.report_times;
begin
  v_times.started_at := coalesce(private.read_instant(report ->> 'started_at') + v_behind, least(lower(during), as_of));
  v_times.finished_at := coalesce(private.read_instant(report ->> 'finished_at') + v_behind, least(greatest(upper(during), v_times.started_at), as_of));
  v_times.recorded_at := coalesce(private.read_instant(report ->> 'recorded_at') + v_behind, as_of);
  v_times.in_doubt := not (v_times.started_at <@ v_known and v_times.finished_at <@ v_known and v_times.recorded_at <@ v_known);
  if not v_times.recorded_at <@ v_known then
    v_times.recorded_at := as_of;
  end if;
  if not v_times.finished_at <@ v_known then
    v_times.finished_at := as_of;
  end if;
  if not v_times.started_at <@ v_known or v_times.started_at > v_times.finished_at then
    v_times.started_at := v_times.finished_at;
  end if;
  return v_times;
end;
$$;
comment on function private.times_of_report is 'The times of a report with the phone''s clock set right by what it showed when it sent it; what lies before earliest (null: any time) or is still to come is now all the same, in doubt. From paper: what it does not say is as planned.';

-- Writing -------------------------------------------------------------------------------------------------

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
end;
$$;
comment on function private.keep_report is 'Keeps a report as it was sent, and its picture beside it.';

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

create function private.write_answers(visit_id uuid, checklist jsonb)
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.checklist_results as r (visit_id, position, result, note)
  select write_answers.visit_id, (l ->> 'position')::integer, l ->> 'result', private.written(l ->> 'note')
  from jsonb_array_elements(checklist) l
  on conflict (visit_id, position) do update set result = excluded.result, note = excluded.note
  where (r.result, r.note) is distinct from (excluded.result, excluded.note);
$$;
comment on function private.write_answers is 'Writes the answers of a report; those that were given before are overwritten where they differ.';

create function private.write_parts(visit_id uuid, parts jsonb)
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.visit_parts (visit_id, position, product_id, description, quantity, unit_price, charge, serial_number)
  select write_parts.visit_id, n, k.id, coalesce(private.tidy(p ->> 'description'), k.name), (p ->> 'quantity')::numeric,
    (p ->> 'unit_price')::numeric, p ->> 'charge', private.tidy(p ->> 'serial_number')
  from jsonb_array_elements(coalesce(nullif(parts, 'null'), '[]')) with ordinality l (p, n)
  left join public.products k on k.id = (p ->> 'product_id')::uuid;
$$;
comment on function private.write_parts is 'Writes the parts of a report, in its order.';

create function private.write_record(visit private.held_visit, report jsonb, times private.report_times)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_signature jsonb := nullif(report -> 'signature', 'null');
  v_serial text := private.tidy(report #>> '{unit,serial_number}');
begin
  perform private.write_answers(visit.visit_id, report -> 'checklist');
  perform private.write_parts(visit.visit_id, report -> 'parts');
  update public.units u set serial_number = v_serial
  where u.id = visit.unit_id and v_serial is not null and u.serial_number is distinct from v_serial;
  update public.maintenance_visits v
  set state = 'done', service_on = private.company_day(times.finished_at), started_at = times.started_at, finished_at = times.finished_at,
    labour_minutes = coalesce((report ->> 'labour_minutes')::integer,
      least(ceil(extract(epoch from times.finished_at - times.started_at) / 60), 1440)::integer),
    findings = private.written(report ->> 'findings'), advice_to_client = private.written(report ->> 'advice_to_client'),
    signed_by = private.tidy(v_signature ->> 'name'), signed_as = v_signature ->> 'role', signed_how = v_signature ->> 'method',
    unsigned_reason = case v_signature ->> 'role' when 'unable' then private.written(v_signature ->> 'reason') end,
    report_id = (report ->> 'report_id')::uuid
  where v.id = visit.visit_id;
end;
$$;
comment on function private.write_record is 'The visit is done: its answers, parts and record are what the report says, and the unit''s serial number where it says one.';

-- What follows ----------------------------------------------------------------------------------------------

create function private.renew_consent(customer_id uuid, on_day date)
returns void
language sql volatile
set search_path = ''
as $$
  update public.customers m set consent_basis = 'purchase', consent_on = on_day
  where m.id = renew_consent.customer_id and m.consent_basis <> 'express'
    and (m.consent_basis, m.consent_on) is distinct from ('purchase', greatest(m.consent_on, on_day));
$$;
comment on function private.renew_consent is 'Who bought a visit may be written to for two years more; what somebody agreed to expressly has no end and stays.';

create function private.invoice_told(work_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', i.id, 'total', s.total, 'balance', s.balance)
    from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
    where i.work_order_id = invoice_told.work_order_id and i.state = 'issued');
end;
$$;
comment on function private.invoice_told is 'The issued invoice of a stop: {id, total, balance}; null where there is none.';

create function private.see_to_unit(visit private.held_visit, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_repair_id uuid := private.quote_repair(visit.visit_id, as_of);
  v_certificate public.inspection_certificates;
begin
  if exists (
    select from private.visit_checklist i where i.visit_id = visit.visit_id and i.safety_critical and i.result = 'fail') then
    perform private.take_out_of_service(visit.unit_id, visit.visit_id);
  else
    v_certificate := private.issue_certificate(visit.visit_id, as_of);
  end if;
  return jsonb_strip_nulls(jsonb_build_object('repair_work_order_id', v_repair_id, 'certificate',
    case when v_certificate.id is not null then jsonb_build_object('number', v_certificate.number, 'code', v_certificate.code) end));
end;
$$;
comment on function private.see_to_unit is 'What a visit means for its unit: a repair of what failed; out of service where that was critical for safety, else a certificate where one is due. {repair_work_order_id, certificate: {number, code}}, of which there is what there is.';

create function private.close_visit(visit private.held_visit, report jsonb, times private.report_times, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb := jsonb_build_object('status', 'done', 'repeated', false);
  v_service_on date := private.company_day(times.finished_at);
begin
  perform private.write_record(visit, report, times);
  v_answer := v_answer || private.see_to_unit(visit, as_of)
    || jsonb_build_object('next_due_on', private.roll_forward(visit.cycle_id, v_service_on));
  perform private.renew_consent(visit.customer_id, v_service_on);
  -- At the end: it counts an invoice, for which everybody else who issues one waits.
  perform private.settle_stop(visit.task_id, as_of);
  v_answer := v_answer || jsonb_strip_nulls(jsonb_build_object('invoice', private.invoice_told((
    select t.work_order_id from public.technician_tasks t where t.id = visit.task_id))));
  update public.visit_reports r set answer = v_answer where r.id = (close_visit.report ->> 'report_id')::uuid;
  return v_answer;
end;
$$;
comment on function private.close_visit is 'Everything that a visit brings about by being done, from a report that was kept, and the answer to it.';

create function private.complete_visit(visit_id uuid, report jsonb, recorded_by text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'complete_visit'
as $$
declare
  v_answer jsonb := private.report_problem(report, recorded_by);
  v_visit private.held_visit;
  v_conflict text;
  v_times private.report_times;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  v_visit := private.hold_visit(visit_id);
  v_answer := private.told_before((report ->> 'report_id')::uuid, visit_id, 'completed');
  if v_answer is not null then
    return v_answer;
  end if;
  v_conflict := private.report_conflict(v_visit, (report ->> 'based_on')::integer, recorded_by);
  if v_conflict is not null then
    return private.keep_conflict(v_visit, report, recorded_by, v_conflict, as_of);
  end if;
  v_answer := coalesce(
    private.refuse_early(v_visit.during, as_of),
    private.report_mismatch(visit_id, v_visit.unit_id, report),
    private.refuse_incomplete(private.missing_in(visit_id, report)));
  if v_answer is not null then
    return v_answer;
  end if;
  v_times := private.times_of_report(report, v_visit.during, private.earliest_report(v_visit.during), as_of);
  perform private.keep_report(v_visit, report, recorded_by, 'accepted', '{}', v_times);
  return private.close_visit(v_visit, report, v_times, as_of);
end;
$$;
comment on function private.complete_visit is 'The one way in which a visit is done: {status: done, repeated, next_due_on, certificate: {number, code}, invoice: {id, total, balance}, repair_work_order_id: the last three where there is one} | {status: incomplete, missing: [position …, signature]} | {status: conflict, reason: cancelled, reassigned, moved, done, kept_report_id} | {status: refused, reason: too_early, starts_at} | {status: rejected, reason, field}. The same report again gets the same answer, repeated. PT404.';
