-- Repair page: all that the office sees of one repair, from its quote to its invoice.

create function private.repair_facts(repair public.work_orders)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('work_order_id', repair.id, 'number', repair.number, 'state', repair.state, 'opened_at', repair.created_at,
      'problem', repair.problem, 'cancelled_reason', repair.cancelled_reason, 'failed', coalesce(private.failed_lines(repair.visit_id), '[]'),
      'client', jsonb_build_object('customer_id', m.id, 'name', m.name, 'phone', m.phone, 'reach_by', m.reach_by, 'is_mailed', private.is_mailed('work_scheduled', m.id), 'reach_note', m.reach_note,
        'is_erased', m.erased_on is not null, 'deceased_on', m.deceased_on,
        'contacts', (
          select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'relation', k.relation, 'phone', k.phone) order by k.name, k.id), '[]')
          from public.customer_contacts k where k.customer_id = m.id)),
      'unit', private.repaired_unit(u.id) || jsonb_build_object('address', private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code),
        'has_place', u.latitude is not null),
      'contract_id', (select c.id from public.maintenance_contracts c where c.unit_id = u.id and c.state <> 'cancelled'),
      'visit', (
        select jsonb_build_object('visit_id', v.id, 'service_on', v.service_on, 'technician', h.name)
        from public.maintenance_visits v
        join public.technician_tasks t on t.id = v.task_id
        left join public.technicians h on h.id = t.technician_id
        where v.id = repair.visit_id),
      'others', (
        select coalesce(jsonb_agg(jsonb_build_object('work_order_id', w.id, 'number', w.number, 'state', w.state) order by w.number), '[]')
        from public.work_orders w where w.unit_id = repair.unit_id and w.id <> repair.id and private.is_open_repair(w.state)))
    from public.customers m, public.units u
    where m.id = repair.customer_id and u.id = repair.unit_id);
end;
$$;
comment on function private.repair_facts is 'What is repaired, for whom, and why.';

create function private.repair_terms(repair public.work_orders, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('quote', private.quote_told(repair.id) || jsonb_build_object('number', repair.quote_number),
    'rates', case when repair.state = 'quoted' then (
      select coalesce(jsonb_agg(jsonb_build_object('equipment_class', r.equipment_class, 'label', r.label, 'call_out', r.call_out, 'hourly', r.hourly,
        'minimum_minutes', r.minimum_minutes) order by r.equipment_class desc), '[]')
      from (
        select distinct on (c.equipment_class) c.* from public.callout_rates c
        where c.valid_from <= repair_terms.on_day order by c.equipment_class, c.valid_from desc
      ) r) else '[]' end,
    'products', case when repair.state = 'quoted' then (
      select coalesce(jsonb_agg(jsonb_build_object('product_id', p.id, 'name', p.name, 'list_price', p.list_price) order by p.name, p.id), '[]')
      from (select k.* from public.products k where k.unit_kind in ('part', 'accessory') order by k.name, k.id limit 500) p) else '[]' end,
    'decisions', (
      select coalesce(jsonb_agg(jsonb_build_object('decision', d.decision, 'said_by', d.said_by, 'said_how', d.said_how, 'amount', d.amount, 'total', private.repair_total(repair.id, d.amount), 'note', d.note,
        'at', d.decided_at, 'by', s.name) order by d.decided_at, d.id), '[]')
      from public.repair_decisions d left join public.staff s on s.user_id = d.actor where d.work_order_id = repair.id),
    'waits', (
      select coalesce(jsonb_agg(jsonb_build_object('what', n.what, 'ordered_on', n.ordered_on, 'expected_on', n.expected_on, 'arrived_at', n.arrived_at,
        'at', n.created_at, 'by', s.name) order by n.turn), '[]')
      from public.repair_waits n left join public.staff s on s.user_id = n.actor where n.work_order_id = repair.id));
end;
$$;
comment on function private.repair_terms is 'What a repair was quoted at, what can be quoted, what was said to it, and what it waited for.';

create function private.lost_time_told(task public.technician_tasks)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('at', a.created_at, 'reason', a.details ->> 'reason', 'was_at', a.details ->> 'starts_at',
      'technician', (select h.first_name from public.technicians h where h.id = (a.details ->> 'technician_id')::uuid),
      'why', case when a.details ->> 'reason' = 'closed' then (
        select c.reason from public.closure_parts p join public.closures c on c.id = p.closure_id
        where p.task_id = task.id and p.what = 'put_aside' and c.undone_at is null order by c.made_at desc, c.id limit 1) end)
    from public.office_activities a
    where a.kind = 'needs_rescheduling' and a.subject_key = private.subject_key('task', task.id::text)
    order by a.created_at desc, a.id limit 1);
end;
$$;
comment on function private.lost_time_told is 'Why a job waits for another time: {at, reason, was_at: the time that it lost, technician: who had it, by first name, why: because of what its day was closed}; null for one that was never put aside.';

create function private.repair_work(repair public.work_orders)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.task_of_repair(repair.id);
begin
  return jsonb_build_object(
    'minutes', private.repair_minutes(repair.id),
    'lines', private.failed_lines_told(repair.visit_id),
    'task', case when v_task.id is not null then (
      select jsonb_build_object('task_id', v_task.id, 'revision', v_task.revision, 'state', v_task.state, 'starts_at', lower(v_task.during), 'ends_at', upper(v_task.during),
        'technician_id', h.id, 'technician', h.name, 'not_closed', private.is_not_closed(v_task.state, v_task.during, private.clock()))
      from (values (true)) one (row_is_there) left join public.technicians h on h.id = v_task.technician_id) end,
    'put_aside', private.lost_time_told(private.waiting_task_of_repair(repair.id)),
    'failures', (
      select coalesce(jsonb_agg(jsonb_build_object('outcome', f.outcome, 'reason', f.reason, 'note', f.note, 'at', f.received_at, 'by', s.name,
        'photos', private.photos_of(f.id)) order by f.received_at, f.id), '[]')
      from public.repair_failures f left join public.staff s on s.user_id = f.actor where f.work_order_id = repair.id),
    'kept', (
      select coalesce(jsonb_agg(private.report_told(r) || jsonb_build_object('why', r.answer ->> 'reason',
        'can_be_taken', r.state = 'conflict' and private.can_be_taken_of_repair(r, private.clock()), 'report', r.report) order by r.received_at, r.id), '[]')
      from public.visit_reports r where r.work_order_id = repair.id and r.state <> 'accepted'),
    'report', (
      select jsonb_build_object('repaired_on', r.repaired_on, 'recorded_by', r.recorded_by, 'at', r.received_at, 'by', s.name, 'labour_minutes', r.labour_minutes,
        'findings', r.report ->> 'findings', 'signature', r.report -> 'signature', 'picture', encode(r.signature, 'base64'),
        'next_repair_id', r.answer ->> 'repair_work_order_id', 'photos', private.photos_of(r.id),
        'parts', (
          select coalesce(jsonb_agg(jsonb_build_object('description', p.description, 'quantity', p.quantity, 'serial_number', p.serial_number)), '[]')
          from private.parts_put_in(repair.unit_id) p where p.work_order_id = repair.id),
        'results', (
          select coalesce(jsonb_agg(jsonb_build_object('position', x.position, 'label', i.label, 'safety_critical', i.safety_critical, 'result', x.result, 'note', x.note) order by x.position), '[]')
          from public.repair_results x join private.visit_checklist i on i.visit_id = repair.visit_id and i.position = x.position
          where x.work_order_id = repair.id))
      from public.repair_reports r left join public.staff s on s.user_id = r.actor where r.work_order_id = repair.id),
    'photos', private.photos_waiting(null, repair.id),
    'certificates', (
      select coalesce(jsonb_agg(jsonb_build_object('number', i.number, 'code', i.code, 'expires_on', i.expires_on,
        'state', private.certificate_state(i, private.company_day(private.clock()))) order by i.issued_at, i.id), '[]')
      from public.inspection_certificates i where i.repair_order_id = repair.id),
    'invoices', (
      select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'number', private.number_shown(i.series, i.number), 'state', i.state,
        'total', m.total, 'balance', m.balance, 'due_on', i.due_on) order by i.created_at, i.id), '[]')
      from public.invoices i join private.invoice_sums m on m.invoice_id = i.id where i.work_order_id = repair.id));
end;
$$;
comment on function private.repair_work is 'The time of a repair, what came of it, and its papers.';

create function private.repair_trail(repair public.work_orders)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'by', s.name, 'what', e.what, 'note', e.note) order by e.seq), '[]')
    from (
      select a.seq, a.at, a.actor, coalesce(p.changes ->> 'note', p.changes #>> '{cancelled_reason,1}') as note,
        case
          when a.action = 'insert' then 'opened'
          when a.changes ->> 'what' = 'quote opened again' then 'reopened'
          when a.changes ? 'quote_number' then 'changed'
          when a.changes -> 'state' = '["waiting_for_parts", "approved"]' then 'arrived'
          when a.changes -> 'state' = '["scheduled", "approved"]' then 'time_lost'
          -- Said by the line before it.
          when a.changes #>> '{state,1}' <> 'quoted' then a.changes #>> '{state,1}' end as what
      from public.audit_events a left join public.audit_personal_values p on p.id = a.id
      where a.row_id = repair.id and a.table_name = 'work_orders'
    ) e
    left join public.staff s on s.user_id = e.actor
    where e.what is not null);
end;
$$;
comment on function private.repair_trail is 'What became of a repair, by whom and when, as the trail has it: [{at, by: null where that was no person of the staff, what: opened, changed (its quote), reopened (its quote), arrived (its parts), time_lost, or the state that it came to, note}].';

create function private.repair_page(work_order_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_order public.work_orders;
begin
  select w.* into v_order from public.work_orders w where w.id = repair_page.work_order_id and w.kind = 'repair';
  if v_order.id is null then
    raise exception 'no such repair' using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'today', private.company_day(as_of), 'shown', private.repair_shown(v_order)) || private.repair_facts(v_order)
    || private.repair_terms(v_order, private.company_day(as_of)) || private.repair_work(v_order)
    || jsonb_build_object('battery', private.battery_told(v_order.unit_id, private.company_day(as_of)), 'trail', private.repair_trail(v_order));
end;
$$;
comment on function private.repair_page is 'A repair as the office sees it: see the door of the same name.';
