-- History: what is on record about a unit or a client, newest first and a page at a time; for pages and for print.

-- What happened ---------------------------------------------------------------------------------------------------

create type private.happening as (id uuid, what text, at timestamptz);
comment on type private.happening is 'Something on record and when it was: of visits, those that took place or came to nothing at the door; of mails, those to the client; of invoices, those that got a number; of repairs, each step that somebody asks for later (private.repair_happenings). what is the plural.';

create function private.cycles_of_unit(unit_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select y.id from public.maintenance_contracts c
    join public.maintenance_cycles y on y.contract_id = c.id where c.unit_id = cycles_of_unit.unit_id);
end;
$$;
comment on function private.cycles_of_unit is 'All cycles of a unit, under whichever contract and owner.';

create function private.visits_happened(cycle_ids uuid[])
returns private.happening[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row (v.id, 'visits', lower(t.during))::private.happening
    from public.maintenance_visits v
    join public.technician_tasks t on t.id = v.task_id
    where v.cycle_id = any (cycle_ids) and private.is_past_visit(v.state));
end;
$$;
comment on function private.visits_happened is 'The past visits of these cycles.';

create view private.repair_happenings as
  select w.id, w.created_at as at, 'opened' as what, w.id as work_order_id, null::numeric as amount, null::date as on_day, null::text as reason
  from public.work_orders w where w.kind = 'repair'
  union all
  select d.id, d.decided_at, d.decision, d.work_order_id, d.amount, null, null from public.repair_decisions d
  union all
  select f.id, f.received_at, 'in_vain', f.work_order_id, null, null, f.reason from public.repair_failures f
  union all
  select r.id, r.received_at, 'done', r.work_order_id, null, r.repaired_on, null from public.repair_reports r
  union all
  -- When it was given up stands in the trail alone.
  select a.id, a.at, 'cancelled', w.id, null, null, w.cancelled_reason
  from public.work_orders w
  join public.audit_events a on a.row_id = w.id and a.table_name = 'work_orders' and a.changes #>> '{state,1}' = 'cancelled'
  where w.kind = 'repair' and w.state = 'cancelled';
comment on view private.repair_happenings is 'What became of repairs: opened, approved or declined (amount: before tax), in_vain (reason), done (on_day), cancelled (reason). To be read by repair, or by id.';

create function private.repairs_happened(work_order_ids uuid[])
returns private.happening[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select row (h.id, 'repairs', h.at)::private.happening
    from private.repair_happenings h where h.work_order_id = any (work_order_ids));
end;
$$;
comment on function private.repairs_happened is 'The steps of these repairs.';

create function private.repairs_of_unit(unit_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(select w.id from public.work_orders w where w.unit_id = repairs_of_unit.unit_id and w.kind = 'repair');
end;
$$;
comment on function private.repairs_of_unit is 'All repairs of a unit, whoever owned it.';

create function private.mails_about(unit public.units, cycle_ids uuid[])
returns private.happening[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_visits uuid[] := array(select v.id from public.maintenance_visits v where v.cycle_id = any (cycle_ids));
  v_tasks uuid[] := array(select v.task_id from public.maintenance_visits v where v.cycle_id = any (cycle_ids));
  v_invoices text[] := array(select l.invoice_id::text from public.invoice_lines l where l.visit_id = any (v_visits));
  -- One mail tells a household of all that is due; it is under the first of its cycles.
  v_items jsonb[] := array(select jsonb_build_array(jsonb_build_object('cycle_id', id)) from unnest(cycle_ids) id);
begin
  return array(
    select row (m.id, 'mails', m.created_at)::private.happening
    from public.messages m
    where m.customer_id = unit.customer_id
      and (m.cycle_id = any (cycle_ids) or m.task_id = any (v_tasks) or m.payload -> 'items' @> any (v_items)
        or m.payload ->> 'invoice_id' = any (v_invoices)));
end;
$$;
comment on function private.mails_about is 'The mails about a unit that went, or were to go, to who has it now: about its cycles, its stops and what was charged for it.';

create function private.happened_to_unit(unit public.units)
returns private.happening[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_cycles uuid[] := private.cycles_of_unit(unit.id);
begin
  return private.visits_happened(v_cycles) || private.repairs_happened(private.repairs_of_unit(unit.id)) || private.mails_about(unit, v_cycles);
end;
$$;
comment on function private.happened_to_unit is 'All that is on record about a unit, whoever owned it then. Its invoices are told with their visits.';

create function private.happened_to_client(customer_id uuid)
returns private.happening[]
language plpgsql stable
set search_path = ''
as $$
begin
  return private.visits_happened(array(
      select y.id from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id
      where c.customer_id = happened_to_client.customer_id))
    || private.repairs_happened(array(select w.id from public.work_orders w where w.customer_id = happened_to_client.customer_id and w.kind = 'repair'))
    || array(
      select row (m.id, 'mails', m.created_at)::private.happening
      from public.messages m where m.customer_id = happened_to_client.customer_id)
    || array(
      select row (i.id, 'invoices', i.issued_at)::private.happening
      from public.invoices i where i.customer_id = happened_to_client.customer_id and i.number is not null);
end;
$$;
comment on function private.happened_to_client is 'All that is on record about a client: visits to and repairs of what was theirs then, mails, invoices.';

-- How it is told --------------------------------------------------------------------------------------------------

create function private.repairs_told(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('work_order_id', w.id, 'number', w.number, 'state', w.state,
      'quoted', private.order_total(w.id), 'repaired_on', r.repaired_on) order by w.created_at, w.number), '[]')
    from public.work_orders w
    left join public.repair_reports r on r.work_order_id = w.id
    where w.visit_id = repairs_told.visit_id and w.kind = 'repair');
end;
$$;
comment on function private.repairs_told is 'The repairs that a visit called for: [{work_order_id, number, state, quoted: before tax, repaired_on: null until it is done}].';

create function private.visits_of_history(visit_ids uuid[], on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(p.told || jsonb_build_object('at', p.planned_at, 'unit_id', p.unit_id, 'kind', k.name,
      'product_name', n.name, 'told_apart', private.told_apart(p.contract_id),
      'started_at', v.started_at, 'finished_at', v.finished_at, 'signed_by', v.signed_by, 'signed_as', v.signed_as,
      'parts', (
        select coalesce(jsonb_agg(jsonb_build_object('description', t.description, 'quantity', t.quantity, 'charge', t.charge, 'serial_number', t.serial_number) order by t.position), '[]')
        from public.visit_parts t where t.visit_id = v.id),
      'certificates', (
        select coalesce(jsonb_agg(jsonb_build_object('certificate_id', i.id, 'number', i.number, 'expires_on', i.expires_on, 'revoked_at', i.revoked_at,
          'state', private.certificate_state(i, visits_of_history.on_day)) order by i.issued_at, i.number), '[]')
        from public.inspection_certificates i where i.visit_id = v.id),
      'invoices', (
        select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'state', i.state, 'number', private.number_shown(i.series, i.number), 'fee', l.unit_price,
          'total', s.total, 'balance', s.balance) order by i.created_at, i.id), '[]')
        from public.invoice_lines l
        join public.invoices i on i.id = l.invoice_id
        join private.invoice_sums s on s.invoice_id = i.id
        where l.visit_id = v.id),
      'repairs', private.repairs_told(v.id)) order by p.planned_at desc, p.visit_id desc), '[]')
    from private.past_visits p
    join public.maintenance_visits v on v.id = p.visit_id
    join public.maintenance_contracts c on c.id = p.contract_id
    join public.units u on u.id = p.unit_id
    join public.equipment_categories k on k.id = c.category_id
    left join public.products n on n.id = u.product_id
    where p.visit_id = any (visit_ids));
end;
$$;
comment on function private.visits_of_history is 'These past visits with all that came of them, newest first: as private.past_visits tells them, and {at, unit_id, kind, product_name, told_apart, started_at, finished_at, signed_by, signed_as, parts, certificates, invoices, repairs}. A certificate''s state is what it is worth on that day.';

create function private.mails_of_history(message_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('message_id', m.id, 'kind', m.kind, 'recipient', case when c.erased_on is null then m.recipient end, 'state', m.state,
      'at', m.created_at, 'sent_at', m.sent_at, 'suppressed', s.reason) order by m.created_at desc, m.id desc), '[]')
    from public.messages m
    left join public.customers c on c.id = m.customer_id
    left join public.suppressions s on s.address = m.recipient
    where m.id = any (message_ids));
end;
$$;
comment on function private.mails_of_history is 'These mails, newest first: [{message_id, kind, recipient (null of a client who was erased), state, at, sent_at, suppressed: why nothing, or no reminder, goes to that address now}].';

create function private.invoices_of_history(invoice_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'state', i.state, 'number', private.number_shown(i.series, i.number), 'at', i.issued_at,
      'issued_on', private.company_day(i.issued_at), 'due_on', i.due_on, 'total', s.total, 'balance', s.balance) order by i.issued_at desc, i.id desc), '[]')
    from public.invoices i
    join private.invoice_sums s on s.invoice_id = i.id
    where i.id = any (invoice_ids));
end;
$$;
comment on function private.invoices_of_history is 'These invoices, newest first: [{invoice_id, state, number, at, issued_on, due_on, total, balance}].';

create function private.repair_steps_of_history(happening_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('step_id', h.id, 'at', h.at, 'what', h.what, 'work_order_id', w.id, 'number', w.number, 'unit_id', u.id,
      'kind', k.name, 'product_name', n.name, 'told_apart', null, 'problem', case when h.what = 'opened' then private.wrong_with(w) end,
      'on_day', h.on_day, 'reason', h.reason, 'net', a.net, 'total', private.repair_total(w.id, a.net)) order by h.at desc, h.id desc), '[]')
    from private.repair_happenings h
    join public.work_orders w on w.id = h.work_order_id
    join public.units u on u.id = w.unit_id
    join public.equipment_categories k on k.id = u.category_id
    left join public.products n on n.id = u.product_id
    cross join lateral (select case h.what when 'opened' then nullif(private.order_total(w.id), 0) else h.amount end as net) a
    where h.id = any (happening_ids));
end;
$$;
comment on function private.repair_steps_of_history is 'These steps of repairs, newest first: [{step_id, at, what (private.repair_happenings), work_order_id, number, unit_id, kind, product_name, told_apart, problem, on_day, reason, net: quoted, or answered, before tax, total: with tax}].';

create function private.page_of_history(happened private.happening[], what text, older_than uuid, most integer, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most integer := least(greatest(coalesce(most, 50), 1), 200);
  v_from record;
  v_shown private.happening[];
begin
  select h.at, h.id into v_from from unnest(happened) h where h.id = older_than;
  v_shown := array(
    select row (h.id, h.what, h.at)::private.happening from unnest(happened) h
    where (page_of_history.what is null or h.what = page_of_history.what) and (v_from.id is null or (h.at, h.id) < (v_from.at, v_from.id))
    -- One more than is shown tells whether there is another page.
    order by h.at desc, h.id desc limit v_most + 1);
  return jsonb_build_object(
    'counts', (
      select jsonb_build_object('visits', count(*) filter (where h.what = 'visits'), 'repairs', count(*) filter (where h.what = 'repairs'),
        'mails', count(*) filter (where h.what = 'mails'), 'invoices', count(*) filter (where h.what = 'invoices')) from unnest(happened) h),
    'older_than', case when cardinality(v_shown) > v_most then v_shown[v_most].id end,
    'visits', private.visits_of_history(array(select s.id from unnest(v_shown[:v_most]) s where s.what = 'visits'), on_day),
    'repair_steps', private.repair_steps_of_history(array(select s.id from unnest(v_shown[:v_most]) s where s.what = 'repairs')),
    'mails', private.mails_of_history(array(select s.id from unnest(v_shown[:v_most]) s where s.what = 'mails')),
    'invoices', private.invoices_of_history(array(select s.id from unnest(v_shown[:v_most]) s where s.what = 'invoices')));
end;
$$;
comment on function private.page_of_history is 'At most so many (1 to 200, 50 where it is null) of what happened, of one kind where what names it, and only what is older than that one of them: {counts: of each kind in all, older_than: what the next page begins after, null on the last, visits, repair_steps, mails, invoices}.';

-- A history -------------------------------------------------------------------------------------------------------

create function private.unit_history(unit_id uuid, most integer, what text, older_than uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_unit public.units;
begin
  select * into v_unit from public.units u where u.id = unit_history.unit_id;
  if v_unit.id is null then
    return null;
  end if;
  return jsonb_build_object('status', 'ok', 'today', private.company_day(as_of), 'unit', private.units_known(array[v_unit.id], as_of) -> 0,
      'client', (select jsonb_build_object('customer_id', m.id, 'name', m.name) from public.customers m where m.id = v_unit.customer_id),
      'order', (
        select jsonb_build_object('order_id', o.id, 'order_number', o.order_number)
        from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id where l.id = v_unit.source_line_id),
      'repairs', private.repairs_of(array[v_unit.id]), 'put_in', private.unit_parts(v_unit.id), 'battery', private.battery_told(v_unit.id, private.company_day(as_of)))
    || private.page_of_history(private.happened_to_unit(v_unit), what, older_than, most, private.company_day(as_of));
end;
$$;
comment on function private.unit_history is 'What is on record about a unit: see the door of the same name. Null for an unknown one.';

create function private.client_history(customer_id uuid, most integer, what text, older_than uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_client jsonb := private.client_known(customer_id);
begin
  if v_client is null then
    return null;
  end if;
  return jsonb_build_object('status', 'ok', 'today', private.company_day(as_of), 'client', v_client,
      'units', private.units_known(array(select u.id from public.units u where u.customer_id = client_history.customer_id), as_of),
      'repairs', private.repairs_of(array(select u.id from public.units u where u.customer_id = client_history.customer_id)))
    || private.page_of_history(private.happened_to_client(customer_id), what, older_than, most, private.company_day(as_of));
end;
$$;
comment on function private.client_history is 'What is on record about a client: see the door of the same name. Null for an unknown one.';

create function private.visit_history(visit_id uuid, most integer, older_than uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'visit_id', n.visit_id, 'unit', n.told, 'older_than', h.page -> 'older_than',
      'put_in', private.unit_parts((n.told ->> 'unit_id')::uuid),
      'battery', private.battery_told((n.told ->> 'unit_id')::uuid, private.company_day(visit_history.as_of)),
      -- Money, mails and who signed are the office's.
      'visits', (select coalesce(jsonb_agg(v.told - '{invoices,signed_by,signed_as}'::text[] order by v.position), '[]')
        from jsonb_array_elements(h.page -> 'visits') with ordinality v (told, position)),
      'repair_steps', (select coalesce(jsonb_agg(s.told - '{net,total}'::text[] - case s.told ->> 'what' when 'cancelled' then 'reason' else '' end order by s.position), '[]')
        from jsonb_array_elements(h.page -> 'repair_steps') with ordinality s (told, position)))
    from private.visits_told n
    cross join lateral (select private.page_of_history(private.visits_happened(private.cycles_of_unit((n.told ->> 'unit_id')::uuid))
        || private.repairs_happened(private.repairs_of_unit((n.told ->> 'unit_id')::uuid)),
      null, visit_history.older_than, visit_history.most, private.company_day(visit_history.as_of)) as page) h
    where n.visit_id = visit_history.visit_id);
end;
$$;
comment on function private.visit_history is 'What whoever drives to a visit is told of its unit''s past: see the door of the same name. Null for a visit that was given up.';
