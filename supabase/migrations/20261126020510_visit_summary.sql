-- Visit summary: what the client is mailed once a stop is over: what was done and found, what is due next, what it costs.

create function private.unit_summary(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'visit_id', v.id, 'kind', k.name, 'product_name', p.name, 'told_apart', private.told_apart(c.id), 'state', v.state,
      'advice', v.advice_to_client, 'is_out_of_service', u.condition = 'out_of_service',
      'lines', (select count(*) from private.visit_checklist i where i.visit_id = v.id and i.result is not null),
      'failed', (
        select coalesce(jsonb_agg(jsonb_build_object('label', i.label, 'note', i.note, 'safety_critical', i.safety_critical) order by i.position), '[]')
        from private.visit_checklist i where i.visit_id = v.id and i.result = 'fail'),
      'parts', (
        select coalesce(jsonb_agg(jsonb_build_object('description', x.description, 'quantity', x.quantity) order by x.position), '[]')
        from public.visit_parts x where x.visit_id = v.id and x.charge <> 'quote'),
      'next_due_on', (
        select n.due_on from public.maintenance_cycles n where n.contract_id = c.id and n.closed_at is null and v.state = 'done'),
      'certificate', (
        select private.certificate_facts(i)
        from public.inspection_certificates i where i.visit_id = v.id and i.revoked_at is null))
    from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.units u on u.id = c.unit_id
    join public.equipment_categories k on k.id = c.category_id
    left join public.products p on p.id = u.product_id
    where v.id = unit_summary.visit_id);
end;
$$;
comment on function private.unit_summary is 'What a client is told of one unit after a visit: {visit_id, kind, product_name, told_apart, state: done, no_show or not_completed, advice, is_out_of_service, lines: how many were looked at, failed: [{label, note, safety_critical}], parts: [{description, quantity}], next_due_on, certificate: as private.certificate_facts, or null}.';

create function private.stop_summary(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'task_id', t.id, 'revision', t.revision, 'first_name', m.first_name, 'technician_name', h.first_name, 'address', t.address,
      'starts_at', t.actual_started_at,
      'service_on', (select max(v.service_on) from public.maintenance_visits v where v.task_id = t.id),
      'units', (
        select coalesce(jsonb_agg(private.unit_summary(v.id) order by y.due_on, v.created_at, v.id), '[]')
        from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
        where v.task_id = t.id and v.state in ('done', 'no_show', 'not_completed')),
      'invoice_id', (select i.id from public.invoices i where i.work_order_id = t.work_order_id and i.state = 'issued'))
    from public.technician_tasks t
    join public.customers m on m.id = t.customer_id
    left join public.technicians h on h.id = t.technician_id
    where t.id = stop_summary.task_id);
end;
$$;
comment on function private.stop_summary is 'What a client is told of a stop that is over: {task_id, revision, first_name, technician_name, address, starts_at, service_on, units: as private.unit_summary, invoice_id}.';

create function private.send_summary(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.tell_client('visit_summary', task_id, private.stop_summary(task_id));
  -- Most pay at the door, just after: nobody is then told that there is something to pay.
  update public.messages m set next_attempt_at = clock_timestamp() + interval '10 minutes'
  where m.task_id = send_summary.task_id and m.kind = 'visit_summary' and m.state = 'queued' and m.attempts = 0;
end;
$$;
comment on function private.send_summary is 'Queues the mail about a stop that took place, to be sent ten minutes later; a client without address becomes work for the office.';
