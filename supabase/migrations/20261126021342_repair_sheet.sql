-- Repair sheet: what whoever drives to a repair is told of it, and what it came to.

create function private.failed_lines_told(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('position', c.position, 'label', c.label, 'help', i.help, 'required', true,
      'safety_critical', c.safety_critical, 'result', null, 'note', null, 'found', c.note) order by c.position), '[]')
    from private.checklist_since_repair c
    join private.visit_checklist i on i.visit_id = c.visit_id and i.position = c.position
    where c.visit_id = failed_lines_told.visit_id and c.result = 'fail');
end;
$$;
comment on function private.failed_lines_told is 'The lines that a repair has to answer anew, as a checklist tells its lines: [{position, label, help, required, safety_critical, result: null, note: null, found: what was noted when it failed}].';

create function private.invoice_to_pay(work_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', i.id, 'number', private.number_shown(i.series, i.number), 'total', s.total, 'balance', s.balance,
      'in_cash', private.in_coins(s.payable),
      'rounding', (select coalesce(sum(p.rounding), 0) from public.payments p where p.invoice_id = i.id and p.state = 'succeeded'))
    from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
    where i.work_order_id = invoice_to_pay.work_order_id and i.state = 'issued'
    order by i.issued_at desc, i.id limit 1);
end;
$$;
comment on function private.invoice_to_pay is 'The issued invoice of a work order, as it is paid at the door: {id, number, total, balance, in_cash, rounding}; null where there is none.';

create function private.repair_done(work_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('repaired_on', r.repaired_on, 'condition', u.condition, 'repair_ordered', r.answer ? 'repair_work_order_id',
      'certificate', (
        select jsonb_build_object('number', i.number, 'code', i.code)
        from public.inspection_certificates i where i.repair_order_id = w.id and i.revoked_at is null order by i.issued_at desc limit 1),
      'invoice', private.invoice_to_pay(w.id), 'photos', private.photos_of(r.id))
    from public.work_orders w
    join public.repair_reports r on r.work_order_id = w.id
    join public.units u on u.id = w.unit_id
    where w.id = repair_done.work_order_id);
end;
$$;
comment on function private.repair_done is 'What a repair came to, as it is by now: {repaired_on, condition, repair_ordered: something still fails, certificate, invoice, photos (private.photos_of)}; null until it is done.';

create function private.repaired_unit(unit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('unit_id', u.id, 'kind', k.name, 'category', k.code, 'product_name', p.name, 'serial_number', u.serial_number,
      'told_apart', private.told_apart(c.id), 'condition', u.condition, 'installed_on', u.installed_on, 'safety_critical', k.safety_critical)
    from public.units u
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id
    left join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
    where u.id = repaired_unit.unit_id);
end;
$$;
comment on function private.repaired_unit is 'What is repaired: {unit_id, kind, category, product_name, serial_number, told_apart, condition, installed_on, safety_critical}.';

create function private.repair_sheet(work_order_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.task_of_repair(work_order_id);
begin
  if v_task.id is null then
    return jsonb_build_object('status', 'no_time');
  end if;
  return (
    select jsonb_build_object('status', 'ok', 'work_order_id', w.id, 'number', w.number, 'state', w.state, 'as_of', repair_sheet.as_of,
      'problem', w.problem, 'unit', private.repaired_unit(w.unit_id), 'lines', private.failed_lines_told(w.visit_id),
      'labour_minutes', private.repair_minutes(w.id), 'quote', private.quote_told(w.id),
      'parts', (
        select coalesce(jsonb_agg(jsonb_build_object('product_id', l.product_id, 'description', l.description, 'quantity', l.quantity) order by l.position), '[]')
        from public.work_order_lines l where l.work_order_id = w.id and l.kind = 'part'),
      'history', private.last_visits(w.unit_id, 5),
      'draft', private.repair_draft(w.id), 'photos', private.photos_waiting(null, w.id),
      'stop', private.tell_stops(array[v_task.id], private.is_office() or private.is_not_closed(v_task.state, v_task.during, repair_sheet.as_of), repair_sheet.as_of) -> 0,
      'done', private.repair_done(w.id))
    from public.work_orders w where w.id = repair_sheet.work_order_id);
end;
$$;
comment on function private.repair_sheet is 'All that is needed for one repair at the door: see the door of the same name.';
