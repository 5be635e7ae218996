-- List repairs: who waits for what, from a quote to the invoice, the latest first.

create index repairs_by_opening on public.work_orders (created_at, id) where kind = 'repair';

create function private.repair_rule(state text, on_day date)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case state
    when 'open' then 'private.is_open_repair(w.state)'
    when 'parts_late' then format('w.state = ''waiting_for_parts'' and (private.wait_of(w.id)).expected_on < %L', on_day)
    else format('w.state = %L', state) end;
end;
$$;
comment on function private.repair_rule is 'When a repair w is what a list asks for, as SQL: open (somebody has to see to it), parts_late (what it waits for should have come), or its state.';

create function private.repair_rows(filters jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return array['select w.created_at as key, w.id from public.work_orders w where ' || concat_ws(' and ', 'w.kind = ''repair''',
    private.of_nobody_erased('w.customer_id'),
    case when filters ? 'state' then private.repair_rule(filters ->> 'state', private.company_day(private.clock())) end,
    'w.created_at >= ' || quote_literal((filters ->> 'from')::date::timestamp at time zone v_zone),
    'w.created_at < ' || quote_literal(((filters ->> 'until')::date + 1)::timestamp at time zone v_zone),
    case when filters ? 'search' then 'w.id = any ($1)' end)];
end;
$$;
comment on function private.repair_rows is 'The query of the repairs that fit a filter, by when they were opened; those of erased clients are in no list. $1: those that a search found.';

create function private.repairs_found(search text)
returns setof uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_number text := substring(upper(btrim(search)) from '\A(?:R-?)?0*([1-9][0-9]{0,8})\Z');
begin
  return query
    select w.id from public.work_orders w where w.kind = 'repair' and w.number = v_number::bigint
    union
    select w.id from public.work_orders w join private.found_clients(repairs_found.search) f on f.f = w.customer_id where w.kind = 'repair';
end;
$$;
comment on function private.repairs_found is 'The repair of a number (R-000071, 71) and those of the clients that a search finds.';

create function private.repair_listed(work_order_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_today date := private.company_day(private.clock());
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('work_order_id', w.id, 'number', w.number, 'state', w.state, 'opened_at', w.created_at, 'since', s.since,
      'days', v_today - private.company_day(s.since), 'customer_id', m.id, 'customer', m.name, 'phone', m.phone, 'city', coalesce(u.city, m.city),
      'unit_id', u.id, 'category', k.name, 'product_name', p.name, 'serial_number', u.serial_number, 'condition', u.condition,
      'what', private.wrong_with(w),
      'net', private.order_total(w.id), 'waits_for', (n.wait).what, 'expected_on', (n.wait).expected_on,
      'is_late', w.state = 'waiting_for_parts' and coalesce((n.wait).expected_on < v_today, false),
      'starts_at', lower((t.task).during), 'technician', h.name,
      'invoice', (
        select jsonb_build_object('invoice_id', i.id, 'number', private.number_shown(i.series, i.number), 'balance', b.balance)
        from public.invoices i join private.invoice_sums b on b.invoice_id = i.id
        where i.work_order_id = w.id and i.state <> 'void' order by i.created_at desc, i.id limit 1)) order by array_position(work_order_ids, w.id)), '[]')
    from public.work_orders w
    join public.customers m on m.id = w.customer_id
    join public.units u on u.id = w.unit_id
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id
    cross join lateral (select case when w.state = 'waiting_for_parts' then private.wait_of(w.id) end as wait) n
    cross join lateral (select private.task_of_repair(w.id) as task) t
    left join public.technicians h on h.id = (t.task).technician_id
    cross join lateral (
      select greatest(w.created_at, (select r.received_at from public.repair_reports r where r.work_order_id = w.id), (t.task).created_at,
        (select max(d.decided_at) from public.repair_decisions d where d.work_order_id = w.id),
        (select max(coalesce(x.arrived_at, x.created_at)) from public.repair_waits x where x.work_order_id = w.id),
        (select max(f.received_at) from public.repair_failures f where f.work_order_id = w.id)) as since
    ) s
    where w.id = any (work_order_ids));
end;
$$;
comment on function private.repair_listed is 'These repairs in the order of their ids: [{work_order_id, number, state, opened_at, since: when something happened to it last, days: since then, customer_id, customer, phone, city, unit_id, category, product_name, serial_number, condition, what: is out of order, net: as quoted, waits_for, expected_on, is_late, starts_at, technician, invoice: {invoice_id, number, balance}}].';

create function private.sum_of_repairs(filters jsonb, found_ids uuid[])
returns numeric
language plpgsql stable
set search_path = ''
as $$
declare
  v_sum numeric;
begin
  execute format('select coalesce(sum(private.order_total(r.id)), 0) from (%s) r', (private.list_arms('repair', filters))[1]) into v_sum using found_ids;
  return v_sum;
end;
$$;
comment on function private.sum_of_repairs is 'What the repairs that fit a filter were quoted at, together, before tax.';

create function private.list_repairs(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_found uuid[] := case when filters ? 'search' then array(select private.repairs_found(filters ->> 'search')) end;
  v_page jsonb := private.list_page('repair', filters, coalesce(sort, '-opened'), '{"opened": "timestamptz"}', 'state',
    '{open, quoted, approved, waiting_for_parts, parts_late, scheduled, done, declined, cancelled}', v_found, after, most, counted);
begin
  return case when counted and v_page ->> 'status' = 'ok' then v_page || jsonb_build_object('net', private.sum_of_repairs(filters, v_found)) else v_page end;
end;
$$;
comment on function private.list_repairs is 'A page of repairs: see the door of the same name.';
