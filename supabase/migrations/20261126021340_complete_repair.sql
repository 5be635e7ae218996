-- Complete repair: what had failed is answered anew, a unit that is safe again is back in service with its certificate, and
-- what was quoted is billed. In one transaction, as a visit is completed.

-- What stands in the way ------------------------------------------------------------------------------------------

create function private.repair_line_problem(visit_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select case when c.position is null then private.problem('unknown', format('checklist[%s].position', l.n - 1))
      else private.problem('missing', format('checklist[%s].note', l.n - 1)) end
    from jsonb_array_elements(report -> 'checklist') with ordinality l (line, n)
    left join private.checklist_since_repair c
      on c.visit_id = repair_line_problem.visit_id and c.result = 'fail' and c.position = (l.line ->> 'position')::integer
    where c.position is null
      or c.safety_critical and l.line ->> 'result' = 'not_applicable' and private.written(l.line ->> 'note') is null
    order by l.n limit 1);
end;
$$;
comment on function private.repair_line_problem is 'An answer to a line that is not out of order (unknown), or that a safety-critical line does not apply any more without a note (missing); null for none.';

create function private.repair_mismatch(work_order_id uuid, visit_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    private.repair_line_problem(visit_id, report),
    -- What the repair costs was agreed to.
    (select private.problem('value', format('parts[%s].charge', p.n - 1))
     from jsonb_array_elements(coalesce(nullif(report -> 'parts', 'null'), '[]')) with ordinality p (part, n)
     where p.part ->> 'charge' <> 'included' order by p.n limit 1),
    private.unknown_part(report),
    private.unknown_file(null, work_order_id, report),
    -- Of a visit these are; nothing is taken and then dropped.
    (select private.problem('unknown', f) from unnest(array['advice_to_client', 'unit']) f
     where coalesce(report -> f, 'null') not in ('null', '[]', '""', '{}') limit 1));
end;
$$;
comment on function private.repair_mismatch is 'What of a report does not fit its repair, as an answer; null for nothing.';

create function private.missing_of_repair(repair private.held_repair, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(c.position order by c.position), '[]')
    from private.checklist_since_repair c
    where c.visit_id = repair.visit_id and c.result = 'fail' and not exists (
      select from jsonb_array_elements(report -> 'checklist') l where (l ->> 'position')::integer = c.position))
    || case when coalesce(jsonb_typeof(report -> 'signature'), 'null') = 'null' and exists (
        select from public.units u join public.equipment_categories k on k.id = u.category_id and k.safety_critical where u.id = repair.unit_id)
      then '["signature"]' else '[]' end::jsonb;
end;
$$;
comment on function private.missing_of_repair is 'What the report of a repair still needs, as [position …, "signature"]: each line that had failed, and for a unit of a safety-critical category a signature.';

create function private.repaired_without_photo(work_order_id uuid, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg('photo:' || (l.line ->> 'position') order by (l.line ->> 'position')::integer), '[]')
    from jsonb_array_elements(report -> 'checklist') l (line)
    where l.line ->> 'result' = 'fail' and (select s.require_photo_on_fail from public.company_settings s)
      and not exists (
        select from public.visit_files f
        where f.work_order_id = repaired_without_photo.work_order_id and f.kind = 'photo' and f.line = (l.line ->> 'position')::integer
          and private.names_file(report, f.id)));
end;
$$;
comment on function private.repaired_without_photo is 'Lines that fail still and of which a report names no photo, where the company asks for one, as private.lines_without_photo of a visit.';

create function private.refuse_repair(repair private.held_repair, report jsonb, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    private.refuse_early(repair.during, as_of),
    -- What comes without a phone's clock was copied from a sheet.
    case when report ->> 'sent_at' is null then private.unlikely_time(report, repair.during, as_of) end,
    private.repair_mismatch(repair.work_order_id, repair.visit_id, report),
    private.refuse_incomplete(private.missing_of_repair(repair, report)
      || case when report ->> 'sent_at' is null then '[]' else private.repaired_without_photo(repair.work_order_id, report) end));
end;
$$;
comment on function private.refuse_repair is 'What a report of a repair that has its time is answered without anything being written: refused, rejected or incomplete; null where it is taken.';

-- What follows ----------------------------------------------------------------------------------------------------

create function private.write_repair(repair private.held_repair, report jsonb, recorded_by text, times private.report_times)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- One that was kept before was sent by somebody else than by whoever takes it, and has its picture beside it.
  insert into public.repair_reports (id, work_order_id, recorded_by, repaired_on, labour_minutes, report, signature, actor)
  select s.id, repair.work_order_id, write_repair.recorded_by, private.company_day(times.finished_at),
    (s.report ->> 'labour_minutes')::integer, s.report #- '{signature,png_base64}', coalesce(private.picture_of(s.report), f.content),
    coalesce(k.actor, auth.uid())
  from (values ((write_repair.report ->> 'report_id')::uuid, write_repair.report)) s (id, report)
  left join public.visit_reports k on k.id = s.id
  left join public.visit_files f on f.report_id = k.id and f.kind = 'signature';
  update public.visit_files f set repair_report_id = (write_repair.report ->> 'report_id')::uuid
  where f.work_order_id = repair.work_order_id and f.kind = 'photo' and f.named_by is null and private.names_file(report, f.id);
  insert into public.repair_results (work_order_id, position, result, note)
  select repair.work_order_id, (l ->> 'position')::integer, l ->> 'result', private.written(l ->> 'note')
  from jsonb_array_elements(report -> 'checklist') l;
end;
$$;
comment on function private.write_repair is 'Keeps the report of a repair as it was sent, the photos that it names, and its answers.';

create function private.end_repair(repair private.held_repair, times private.report_times)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task from public.technician_tasks t where t.id = repair.task_id;
  if v_task.state <> 'completed' then
    if not private.bring_forward(v_task, times.started_at, times.finished_at) then
      perform private.give_back_rest(v_task, times.finished_at);
    end if;
    update public.technician_tasks t
    set actual_started_at = least(times.started_at, t.actual_started_at), actual_finished_at = times.finished_at where t.id = v_task.id;
    perform private.finish_task(v_task);
  end if;
  update public.work_orders w set state = 'done' where w.id = repair.work_order_id;
end;
$$;
comment on function private.end_repair is 'The work of a repair is over, and its order done; time that is left is given back, and so is all of a time that it got on a later day.';

create function private.is_unsafe(unit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.work_orders w
    join private.checklist_since_repair c on c.visit_id = w.visit_id and c.safety_critical and c.result = 'fail'
    where w.unit_id = is_unsafe.unit_id and private.is_open_repair(w.state));
end;
$$;
comment on function private.is_unsafe is 'Whether a repair of a unit that is not over is to put right what is critical for safety.';

create function private.put_back_in_service(repair private.held_repair, as_of timestamptz)
returns public.inspection_certificates
language plpgsql volatile
set search_path = ''
as $$
declare
  v_certificate public.inspection_certificates;
  -- What is not critical for safety neither took the unit out of service nor kept it from its certificate.
  v_made_safe boolean := exists (
    select from private.checklist_since_repair c join private.visit_checklist i on i.visit_id = c.visit_id and i.position = c.position
    where c.visit_id = repair.visit_id and c.work_order_id = repair.work_order_id and i.safety_critical and i.result = 'fail');
begin
  if private.is_unsafe(repair.unit_id) or repair.visit_id is not null and not v_made_safe then
    return null;
  end if;
  update public.units u set condition = 'in_service' where u.id = repair.unit_id and u.condition = 'out_of_service';
  -- A visit is not done before each line that is critical for safety has its answer.
  if v_made_safe then
    v_certificate := private.issue_certificate(repair.visit_id, as_of, repair.work_order_id);
  end if;
  return v_certificate;
end;
$$;
comment on function private.put_back_in_service is 'A unit that a visit found unsafe, and of which nothing that is critical for safety is out of order any more, is in service again, and has the certificate that its visit did not earn; returns that, null for none.';

create function private.bill_repair(work_order_id uuid, as_of timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_line record;
  v_customer_id uuid := (select w.customer_id from public.work_orders w where w.id = bill_repair.work_order_id);
  v_invoice_id uuid := private.draft_invoice(v_customer_id, work_order_id);
begin
  for v_line in
    select l.description, l.quantity, l.unit_price, l.product_id, t.rate, t.code, t.name, t.reason as tax_reason
    from public.work_order_lines l, private.tax_of_repair(bill_repair.work_order_id) t
    where l.work_order_id = bill_repair.work_order_id
    order by l.position
  loop
    perform private.charge_line(v_invoice_id, v_line.description, v_line.quantity, v_line.unit_price, v_line.rate, v_line.code, v_line.name,
      v_line.tax_reason, v_line.product_id);
  end loop;
  if (select s.invoice_on_completion from public.company_settings s)
    and (private.issue_stop_invoice(work_order_id, as_of)).id is not null and private.mail_invoice(v_invoice_id) = 0 then
    perform private.raise_about_customer('missing_address', v_customer_id, jsonb_build_object('message', 'invoice'));
  end if;
end;
$$;
comment on function private.bill_repair is 'Bills a repair as it was quoted: a draft with its lines, which is issued and mailed at once where the company bills on completion. A client without address becomes work for the office.';

create function private.rebill_repair(work_order_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.work_orders := private.repair_order(work_order_id);
  v_void_id uuid := (
    select i.id from public.invoices i where i.work_order_id = v_order.id and i.state = 'void' and i.number is not null order by i.number desc limit 1);
  v_draft_id uuid;
begin
  if v_order.state <> 'done' then
    return private.refused('not_done');
  elsif private.charged_for_repair(v_order.id) or v_void_id is null then
    return private.refused('charged');
  elsif private.is_erased(v_order.customer_id) then
    return private.refused('erased');
  end if;
  v_draft_id := private.draft_invoice(v_order.customer_id, v_order.id);
  perform private.charge_as_before(v_draft_id, v_void_id);
  return jsonb_build_object('status', 'drafted', 'invoice_id', v_draft_id);
end;
$$;
comment on function private.rebill_repair is 'Charges a repair anew whose invoice is void, as it was agreed to and taxed: see the door of the same name.';

create function private.close_repair(repair private.held_repair, report jsonb, recorded_by text, times private.report_times, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb;
  v_again_id uuid;
  v_certificate public.inspection_certificates;
begin
  perform private.write_repair(repair, report, recorded_by, times);
  perform private.end_repair(repair, times);
  if repair.visit_id is not null then
    v_again_id := private.quote_repair(repair.visit_id, as_of);
  end if;
  v_certificate := private.put_back_in_service(repair, as_of);
  -- At the end: it counts an invoice, for which everybody else who issues one waits.
  perform private.bill_repair(repair.work_order_id, as_of);
  v_answer := jsonb_strip_nulls(jsonb_build_object('status', 'done', 'repeated', false,
    'condition', (select u.condition from public.units u where u.id = repair.unit_id),
    'certificate', case when v_certificate.id is not null then jsonb_build_object('number', v_certificate.number, 'code', v_certificate.code) end,
    'invoice', private.invoice_told(repair.work_order_id), 'repair_work_order_id', v_again_id));
  update public.repair_reports r set answer = v_answer where r.id = (close_repair.report ->> 'report_id')::uuid;
  return v_answer;
end;
$$;
comment on function private.close_repair is 'Everything that a repair brings about by being done, and the answer to its report.';

create function private.complete_repair(work_order_id uuid, report jsonb, recorded_by text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'complete_repair'
as $$
declare
  v_answer jsonb := private.report_problem(report, recorded_by);
  v_repair private.held_repair;
  v_conflict text;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  v_repair := private.hold_repair(work_order_id);
  v_answer := private.repair_told_before((report ->> 'report_id')::uuid, work_order_id);
  if v_answer is not null then
    return v_answer;
  end if;
  v_conflict := private.repair_conflict(v_repair, (report ->> 'task_id')::uuid, (report ->> 'based_on')::integer, recorded_by);
  if v_conflict is not null then
    return private.keep_of_repair(v_repair, 'completed', (report ->> 'report_id')::uuid, report, recorded_by, v_conflict, as_of);
  end if;
  v_answer := private.refuse_repair(v_repair, report, as_of);
  if v_answer is not null then
    return v_answer;
  end if;
  return private.close_repair(v_repair, report, recorded_by,
    private.times_of_report(report, v_repair.during, private.earliest_report(v_repair.during), as_of), as_of);
end;
$$;
comment on function private.complete_repair is 'The one way in which a repair is done: each line that had failed is answered anew (the visit keeps its own answers). Nothing critical for safety fails any more: the unit is in service, with the certificate that its visit did not earn, naming both. What still fails is quoted again. {status: done, repeated, condition, certificate: {number, code}, invoice: {id, total, balance}, repair_work_order_id: the last three where there is one} | {status: incomplete, missing: [position …, signature, photo:position …]} | {status: conflict, reason: erased, cancelled, reassigned, moved, done, kept_report_id} | {status: refused, reason: state (it never had a time), too_early} | {status: rejected, reason, field}. The same report again gets the same answer, repeated. PT404.';
