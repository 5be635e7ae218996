-- Visit page: all that the office sees of one visit: what was planned, what is on record, and what came of it.

create function private.visit_planned(visit private.held_visit, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('visit_id', v.id, 'task_id', t.id, 'state', v.state,
      'not_closed', private.is_expected(v.state) and private.is_not_closed(t.state, t.during, visit_planned.as_of),
      'is_expected', private.is_expected(v.state), 'starts_at', lower(t.during), 'ends_at', upper(t.during), 'booked_by', v.booked_by,
      'reason', v.cancelled_reason, 'address', t.address,
      'access_notes', v.access_notes, 'phone', coalesce(v.contact_phone, m.phone), 'email', m.email,
      'client', jsonb_build_object('customer_id', m.id, 'name', m.name),
      'technician', case when h.id is not null then jsonb_build_object('technician_id', h.id, 'name', h.name) end,
      'unit', jsonb_build_object('unit_id', u.id, 'kind', k.name, 'category', k.code, 'product_name', p.name, 'serial_number', u.serial_number,
        'told_apart', private.told_apart(c.id), 'condition', u.condition, 'safety_critical', k.safety_critical),
      'contract_id', c.id, 'due_on', y.due_on, 'next_due_on', n.due_on)
    from public.maintenance_visits v
    join public.technician_tasks t on t.id = v.task_id
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.units u on u.id = c.unit_id
    join public.equipment_categories k on k.id = c.category_id
    join public.customers m on m.id = c.customer_id
    left join public.products p on p.id = u.product_id
    left join public.technicians h on h.id = t.technician_id
    left join lateral (select private.cycle_after(y.id)) a (cycle) on v.state = 'done'
    left join public.maintenance_cycles n on n.id = (a.cycle).id
    where v.id = visit.visit_id);
end;
$$;
comment on function private.visit_planned is 'Who is visited, where, when, by whom and why, and the state of it: {visit_id, task_id, state, not_closed (its time has passed, and nobody said what became of it), is_expected, starts_at, ends_at, booked_by, reason, address, access_notes, phone, email, client, technician, unit, contract_id, due_on, next_due_on}.';

create function private.report_told(report public.visit_reports)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('report_id', report.id, 'kind', report.kind, 'state', report.state, 'recorded_by', report.recorded_by,
    'by', (select s.name from public.staff s where s.user_id = report.actor), 'recorded_at', report.recorded_at,
    'received_at', report.received_at, 'clock_in_doubt', report.clock_in_doubt, 'picture', (
      select encode(f.content, 'base64') from public.visit_files f where f.report_id = report.id and f.kind = 'signature'),
    'photos', private.photos_of(report.id));
end;
$$;
comment on function private.report_told is 'Where a report comes from: {report_id, kind, state, recorded_by, by, recorded_at, received_at, clock_in_doubt, picture: what was drawn, as base64 of a PNG, photos (private.photos_of)}.';

create function private.record_told(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('service_on', v.service_on, 'started_at', v.started_at, 'finished_at', v.finished_at,
      'labour_minutes', v.labour_minutes, 'findings', v.findings, 'advice_to_client', v.advice_to_client, 'signed_by', v.signed_by,
      'signed_as', v.signed_as, 'signed_how', v.signed_how, 'unsigned_reason', v.unsigned_reason, 'note', r.report ->> 'note',
      'parts', (
        select coalesce(jsonb_agg(jsonb_build_object('description', x.description, 'quantity', x.quantity, 'unit_price', x.unit_price,
          'charge', x.charge, 'serial_number', x.serial_number) order by x.position), '[]')
        from public.visit_parts x where x.visit_id = v.id)) || private.report_told(r)
    from public.maintenance_visits v join public.visit_reports r on r.id = v.report_id
    where v.id = record_told.visit_id);
end;
$$;
comment on function private.record_told is 'What is on record of a visit, with where that comes from (private.report_told); null while nobody reported.';

create function private.can_be_taken(report public.visit_reports, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- What was heard of the client counts as long as they have a cycle, whichever visit it was heard at.
  return exists (
    select from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
    where v.id = private.visit_for_report(report.visit_id)
      -- What was done happened before it was reported; nothing comes to nothing before its day.
      and (report.kind <> 'failed' or private.refuse_early(t.during, as_of) is null)
  ) or (report.kind = 'failed' and exists (
    select from private.fail_reasons f
    where f.reason = report.report ->> 'reason' and f.reported_as is not null) and exists (
    select from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_cycles n on n.contract_id = y.contract_id and n.closed_at is null
    where v.id = report.visit_id));
end;
$$;
comment on function private.can_be_taken is 'Whether accept_report has something that a kept report could be taken for at that moment.';

create function private.kept_told(visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.report_told(r) || jsonb_build_object('why', r.answer ->> 'reason',
      'can_be_taken', r.state = 'conflict' and private.can_be_taken(r, as_of),
      'report', r.report) order by r.received_at, r.id), '[]')
    from public.visit_reports r where r.visit_id = kept_told.visit_id and r.state <> 'accepted');
end;
$$;
comment on function private.kept_told is 'Reports that met a visit which had changed: as private.report_told, and {why, can_be_taken (private.can_be_taken), report: as it was sent}.';

create function private.outcome_told(visit private.held_visit, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'certificates', (
      select coalesce(jsonb_agg(jsonb_build_object('number', i.number, 'code', i.code, 'expires_on', i.expires_on,
        'state', private.certificate_state(i, private.company_day(outcome_told.as_of)), 'after_repair', i.repair_order_id is not null,
        'revoked_at', i.revoked_at, 'revoked_reason', i.revoked_reason) order by i.issued_at, i.id), '[]')
      from public.inspection_certificates i where i.visit_id = visit.visit_id),
    'invoices', (
      select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'number', private.number_shown(i.series, i.number), 'kind', i.kind,
        'state', i.state, 'total', s.total, 'balance', s.balance, 'due_on', i.due_on) order by i.created_at, i.id), '[]')
      from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
      where i.id in (select l.invoice_id from public.invoice_lines l where l.visit_id = visit.visit_id)),
    'repairs', private.repairs_told(visit.visit_id),
    'others', (
      select coalesce(jsonb_agg(jsonb_build_object('visit_id', v.id, 'kind', k.name, 'state', v.state) order by k.name, v.id), '[]')
      from public.maintenance_visits v
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.equipment_categories k on k.id = c.category_id
      where v.task_id = visit.task_id and v.id <> visit.visit_id),
    'mails', private.mails_of_history(array(
      select m.id from public.messages m where m.task_id = visit.task_id order by m.created_at desc, m.id desc limit 20)));
end;
$$;
comment on function private.outcome_told is 'What came of a visit: {certificates: [{number, code, expires_on, state, after_repair, revoked_at, revoked_reason}], invoices: [{invoice_id, number, kind, state, total, balance, due_on}], repairs (private.repairs_told), others: visits of the same stop [{visit_id, kind, state}], mails: the last twenty about it (private.mails_of_history)}.';

create function private.reversal_told(visit private.held_visit)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  select i.* into v_invoice
  from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where l.visit_id = visit.visit_id and l.live;
  return (
    select jsonb_build_object(
      'refusal', coalesce(private.refuse_to_reverse(visit, 'asked beforehand') ->> 'reason',
        case when v_invoice.state = 'issued' then private.keeps_from_voiding(v_invoice) end),
      'certificates', (
        select coalesce(jsonb_agg(i.number order by i.number), '[]')
        from public.inspection_certificates i where i.visit_id = visit.visit_id and i.revoked_at is null),
      'void_invoice', case when v_invoice.state = 'issued' then private.number_shown(v_invoice.series, v_invoice.number) end,
      'charged_anew', (
        select count(*) from public.invoice_lines l
        where v_invoice.state = 'issued' and l.invoice_id = v_invoice.id and l.live and l.visit_id <> visit.visit_id),
      'repairs', (
        select coalesce(jsonb_agg(w.number order by w.number), '[]')
        from public.work_orders w
        where w.visit_id = visit.visit_id and private.is_repair_without_time(w.state)),
      'due_on', y.due_on, 'stays_out_of_service', u.condition = 'out_of_service')
    from public.maintenance_cycles y cross join public.units u
    where y.id = visit.cycle_id and u.id = visit.unit_id);
end;
$$;
comment on function private.reversal_told is 'What taking a visit back would bring about, without doing it: {refusal: why it cannot be (as reverse_visit; null when it can), certificates: numbers that are revoked, void_invoice: its number, charged_anew: how many other visits of that invoice, repairs: numbers that are cancelled, due_on: of the cycle that opens again, stays_out_of_service}.';

create function private.visit_page(visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_visit private.held_visit := private.read_visit(visit_id);
begin
  return private.visit_planned(v_visit, as_of) || private.outcome_told(v_visit, as_of) || jsonb_build_object('status', 'ok',
    'checklist', private.checklist_told(visit_id), 'record', private.record_told(visit_id), 'photos', private.photos_waiting(visit_id), 'kept', private.kept_told(visit_id, as_of),
    'reversal', case when v_visit.state = 'done' then private.reversal_told(v_visit) end,
    'technicians', (
      select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name) order by h.name, h.id), '[]')
      from public.technicians h where private.is_expected(v_visit.state) and (h.active or h.id = v_visit.technician_id)));
end;
$$;
comment on function private.visit_page is 'What the office sees of a visit: see the door of the same name. PT404.';

