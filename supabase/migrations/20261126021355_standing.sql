-- Standing: what a unit is and where it stands, how a client is reached and what they owe; the head of their histories.

create function private.condition_since(unit public.units)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return case when unit.condition <> 'in_service' then private.company_day(coalesce(
    (select a.created_at from public.office_activities a
      where a.kind = 'unit_out_of_service' and a.state = 'open' and a.subject_key = private.subject_key('unit', unit.id::text)),
    (select e.at from public.audit_events e
      where e.row_id = unit.id and e.table_name = 'units' and e.action = 'update' and e.changes ? 'condition' order by e.seq desc limit 1))) end;
end;
$$;
comment on function private.condition_since is 'Since when a unit is out of service or retired: what the office was asked to do about it says, else the trail; null for one in service.';

create function private.units_known(unit_ids uuid[], as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'kind', k.name, 'category', k.code, 'installed', k.installed, 'product_name', p.name, 'told_apart', private.told_apart(c.id),
      'serial_number', u.serial_number, 'condition', u.condition, 'installed_on', u.installed_on,
      'condition_since', private.condition_since(u),
      'address', private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code),
      'contract', case when c.id is not null then jsonb_build_object('contract_id', c.id, 'state', c.state, 'interval_months', c.interval_months,
        'fee', coalesce(o.fee, c.fee), 'cancelled_reason', c.cancelled_reason) end,
      'due_on', o.due_on,
      'coming', (
        select jsonb_build_object('visit_id', v.id, 'starts_at', lower(t.during), 'technician_name', h.first_name,
          'not_closed', private.is_not_closed(t.state, t.during, units_known.as_of), 'waits', v.state = 'needs_rescheduling')
        from public.maintenance_visits v
        join public.technician_tasks t on t.id = v.task_id
        left join public.technicians h on h.id = t.technician_id
        where v.cycle_id = o.cycle_id and private.is_unsettled(v.state)
        order by v.state = 'needs_rescheduling', v.created_at desc limit 1),
      'certificate', (
        select jsonb_build_object('number', i.number, 'expires_on', i.expires_on, 'state', private.certificate_state(i, private.company_day(units_known.as_of)))
        from public.inspection_certificates i where i.unit_id = u.id and i.revoked_at is null order by i.service_on desc, i.issued_at desc limit 1))
      order by u.condition = 'retired', o.due_on, k.name, u.created_at, u.id), '[]')
    from public.units u
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id
    left join lateral (
      select n.* from public.maintenance_contracts n where n.unit_id = u.id order by n.state = 'cancelled', n.created_at desc, n.id limit 1
    ) c on true
    left join private.open_cycles o on o.contract_id = c.id
    where u.id = any (unit_ids));
end;
$$;
comment on function private.units_known is 'What these units are and where they stand, those in use and due first: [{unit_id, kind, category, installed, product_name, told_apart, serial_number, condition, condition_since: when it last changed, installed_on, address, contract: {contract_id, state, interval_months, fee, cancelled_reason}, due_on, coming: the visit that waits for its outcome {visit_id, starts_at, technician_name, not_closed, waits: for another time}, certificate: its last {number, expires_on, state}}].';

create function private.client_known(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('customer_id', m.id, 'name', m.name, 'phone', m.phone, 'email', m.email,
      'suppressed', (select s.reason from public.suppressions s where s.address = lower(btrim(m.email))),
      'address', private.address_text(m.street, m.apartment, m.city, m.province, m.postal_code),
      'contacts', (
        select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'relation', k.relation, 'phone', k.phone, 'email', k.email,
          'receives', k.receives, 'is_payer', k.is_payer, 'suppressed', s.reason) order by k.name, k.id), '[]')
        from public.customer_contacts k
        left join public.suppressions s on s.address = lower(btrim(k.email))
        where k.customer_id = m.id),
      'open_invoices', o.invoices,
      'open_balance', (select coalesce(sum((i ->> 'balance')::numeric), 0) from jsonb_array_elements(o.invoices) i))
    from public.customers m
    cross join lateral (select private.open_invoices(m.id) as invoices) o
    where m.id = client_known.customer_id);
end;
$$;
comment on function private.client_known is 'How a client is reached and what they owe: {customer_id, name, phone, email, suppressed, address, contacts: [{name, relation, phone, email, receives, is_payer, suppressed}], open_invoices (private.open_invoices), open_balance}; null for nobody.';
