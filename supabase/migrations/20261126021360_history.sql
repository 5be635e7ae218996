-- History: what is on record about a unit or a client, visit by visit, newest first; for pages and for print.

create function private.visits_of_history(visit_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(p.told || jsonb_build_object('unit_id', p.unit_id, 'kind', k.name, 'told_apart', private.told_apart(p.contract_id),
      'started_at', v.started_at, 'finished_at', v.finished_at, 'signed_by', v.signed_by, 'signed_as', v.signed_as,
      'parts', (
        select coalesce(jsonb_agg(jsonb_build_object('description', t.description, 'quantity', t.quantity, 'charge', t.charge, 'serial_number', t.serial_number) order by t.position), '[]')
        from public.visit_parts t where t.visit_id = v.id),
      'certificates', (
        select coalesce(jsonb_agg(jsonb_build_object('certificate_id', i.id, 'number', i.number, 'expires_on', i.expires_on, 'revoked_at', i.revoked_at) order by i.issued_at), '[]')
        from public.inspection_certificates i where i.visit_id = v.id),
      'invoices', (
        select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'state', i.state, 'number', private.number_shown(i.series, i.number), 'fee', l.unit_price) order by i.created_at), '[]')
        from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where l.visit_id = v.id),
      'repairs', (
        select coalesce(jsonb_agg(jsonb_build_object('work_order_id', w.id, 'number', w.number, 'state', w.state) order by w.created_at), '[]')
        from public.work_orders w where w.visit_id = v.id and w.kind = 'repair')) order by p.planned_at desc, p.visit_id), '[]')
    from private.past_visits p
    join public.maintenance_visits v on v.id = p.visit_id
    join public.maintenance_contracts c on c.id = p.contract_id
    join public.equipment_categories k on k.id = c.category_id
    where p.visit_id = any (visit_ids));
end;
$$;
comment on function private.visits_of_history is 'These past visits with all that came of them, newest first: as private.past_visits tells them, and {unit_id, kind, told_apart, started_at, finished_at, signed_by, signed_as, parts, certificates, invoices, repairs}.';

create function private.mails_of(customer_id uuid, task_ids uuid[], most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('message_id', m.id, 'kind', m.kind, 'recipient', m.recipient, 'state', m.state,
      'at', coalesce(m.sent_at, m.created_at)) order by coalesce(m.sent_at, m.created_at) desc, m.id), '[]')
    from (
      select n.* from public.messages n
      where n.customer_id = mails_of.customer_id and (task_ids is null or n.task_id = any (task_ids))
      order by n.created_at desc, n.id limit least(greatest(mails_of.most, 1), 200)
    ) m);
end;
$$;
comment on function private.mails_of is 'The last mails to a client, of all their stops or of these: [{message_id, kind, recipient, state, at}].';

create function private.unit_history(unit_id uuid, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 200);
  v_visits uuid[] := array(
    select p.visit_id from private.past_visits p where p.unit_id = unit_history.unit_id order by p.planned_at desc, p.visit_id limit v_most);
begin
  return (
    select jsonb_build_object('status', 'ok',
      'unit', jsonb_build_object('unit_id', u.id, 'kind', k.name, 'product_name', p.name, 'serial_number', u.serial_number, 'condition', u.condition,
        'installed_on', u.installed_on, 'address', private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code)),
      'client', jsonb_build_object('customer_id', m.id, 'name', m.name),
      'visits', private.visits_of_history(v_visits),
      'mails', private.mails_of(m.id, array(select distinct v.task_id from public.maintenance_visits v where v.id = any (v_visits)), v_most))
    from public.units u
    join public.customers m on m.id = u.customer_id
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id
    where u.id = unit_history.unit_id);
end;
$$;
comment on function private.unit_history is 'What is on record about a unit: see the door of the same name. Null for an unknown one.';

create function private.client_history(customer_id uuid, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 200);
begin
  return (
    select jsonb_build_object('status', 'ok', 'client', jsonb_build_object('customer_id', m.id, 'name', m.name),
      'visits', private.visits_of_history(array(
        select p.visit_id from private.past_visits p where p.customer_id = m.id order by p.planned_at desc, p.visit_id limit v_most)),
      'invoices', (
        select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'state', i.state, 'number', private.number_shown(i.series, i.number),
          'issued_on', private.company_day(i.issued_at), 'total', s.total, 'balance', s.balance) order by i.created_at desc, i.id), '[]')
        from private.invoice_sums s join public.invoices i on i.id = s.invoice_id where s.customer_id = m.id),
      'mails', private.mails_of(m.id, null, v_most))
    from public.customers m where m.id = client_history.customer_id);
end;
$$;
comment on function private.client_history is 'What is on record about a client: see the door of the same name. Null for an unknown one.';
