-- Complete: a visit that was done. In one transaction what was found is on record, the unit has its certificate or its
-- repair, the stop its invoice, and the next cycle begins.

-- Writing -------------------------------------------------------------------------------------------------

create function private.refuse_incomplete(missing jsonb)
returns jsonb
language sql immutable
return case when missing <> '[]' then jsonb_build_object('status', 'incomplete', 'missing', missing) end;
comment on function private.refuse_incomplete is 'The answer to a report that still needs something: {status: incomplete, missing: [position …, signature, photo:position …]}; null where nothing is missing.';

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
  v_wish public.office_activities := private.open_about_cycle('callback', visit.cycle_id);
begin
  perform private.write_record(visit, report, times);
  v_answer := v_answer || private.see_to_unit(visit, as_of)
    || jsonb_build_object('next_due_on', private.roll_forward(visit.cycle_id, v_service_on));
  -- What was heard at the door before it was over is about the visit after it.
  perform private.raise_about_cycle('callback', y.id, v_wish.details)
  from public.maintenance_cycles y
  where v_wish.details ->> 'heard_at' = 'door' and y.contract_id = visit.contract_id and y.closed_at is null;
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
    private.refuse_incomplete(private.missing_in(visit_id, report)
      -- A sheet of paper has no photos; whoever was at the unit could take one.
      || case recorded_by when 'technician' then private.lines_without_photo(visit_id, report) else '[]' end));
  if v_answer is not null then
    return v_answer;
  end if;
  v_times := private.times_of_report(report, v_visit.during, private.earliest_report(v_visit.during), as_of);
  perform private.keep_report(v_visit, report, recorded_by, 'accepted', '{}', v_times);
  return private.close_visit(v_visit, report, v_times, as_of);
end;
$$;
comment on function private.complete_visit is 'The one way in which a visit is done: {status: done, repeated, next_due_on, certificate: {number, code}, invoice: {id, total, balance}, repair_work_order_id: the last three where there is one} | {status: incomplete, missing: [position …, signature, photo:position …]} | {status: conflict, reason: erased, cancelled, reassigned, moved, done, kept_report_id} | {status: refused, reason: too_early, starts_at} | {status: rejected, reason, field}. The same report again gets the same answer, repeated. PT404.';
