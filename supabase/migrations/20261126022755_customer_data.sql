-- A customer's data: everything that is kept about a person, as one file.

-- What is theirs --------------------------------------------------------------------------------------------------

create function private.rows_of_customer(customer_id uuid)
returns table (table_name text, row_id uuid)
language sql stable
set search_path = ''
as $$
  with mine as materialized (select rows_of_customer.customer_id as id),
    contracts as materialized (select c.id from mine join public.maintenance_contracts c on c.customer_id = mine.id),
    cycles as materialized (select y.id from contracts join public.maintenance_cycles y on y.contract_id = contracts.id),
    visits as materialized (select v.id from cycles join public.maintenance_visits v on v.cycle_id = cycles.id),
    orders as materialized (select w.id from mine join public.work_orders w on w.customer_id = mine.id),
    invoices as materialized (select i.id from mine join public.invoices i on i.customer_id = mine.id),
    activities as materialized (select a.id from mine join public.office_activities a on a.customer_id = mine.id),
    sales as materialized (select o.id from mine join public.sales_orders o on o.customer_id = mine.id),
    theirs (table_name, row_id) as (
  select 'customers', mine.id from mine
  union all select 'customers', r.former_id from mine join private.customer_refs r on r.customer_id = mine.id
  union all select 'customer_contacts', k.id from mine join public.customer_contacts k on k.customer_id = mine.id
  union all select 'units', u.id from mine join public.units u on u.customer_id = mine.id
  union all select 'sales_orders', id from sales
  union all select 'sales_order_lines', l.id from sales join public.sales_order_lines l on l.order_id = sales.id
  union all select 'device_claims', d.id from mine join public.device_claims d on d.customer_id = mine.id
  union all select 'maintenance_contracts', id from contracts
  union all select 'maintenance_cycles', id from cycles
  union all select 'maintenance_visits', id from visits
  union all select 'checklist_results', r.id from visits join public.checklist_results r on r.visit_id = visits.id
  union all select 'visit_reports', r.id from visits join public.visit_reports r on r.visit_id = visits.id
  union all select 'visit_reports', r.id from orders join public.visit_reports r on r.work_order_id = orders.id
  union all select 'visit_parts', p.id from visits join public.visit_parts p on p.visit_id = visits.id
  union all select 'visit_files', f.id from visits join public.visit_files f on f.visit_id = visits.id
  union all select 'visit_files', f.id from orders join public.visit_files f on f.work_order_id = orders.id
  union all select 'inspection_certificates', c.id from visits join public.inspection_certificates c on c.visit_id = visits.id
  union all select 'technician_tasks', t.id from mine join public.technician_tasks t on t.customer_id = mine.id
  union all select 'work_orders', id from orders
  union all select 'work_order_lines', l.id from orders join public.work_order_lines l on l.work_order_id = orders.id
  union all select 'repair_decisions', d.id from orders join public.repair_decisions d on d.work_order_id = orders.id
  union all select 'repair_waits', n.id from orders join public.repair_waits n on n.work_order_id = orders.id
  union all select 'repair_failures', f.id from orders join public.repair_failures f on f.work_order_id = orders.id
  union all select 'repair_reports', r.id from orders join public.repair_reports r on r.work_order_id = orders.id
  union all select 'invoices', id from invoices
  union all select 'invoice_lines', l.id from invoices join public.invoice_lines l on l.invoice_id = invoices.id
  union all select 'payments', p.id from invoices join public.payments p on p.invoice_id = invoices.id
  union all select 'office_activities', id from activities
  union all select 'activity_calls', c.id from activities join public.activity_calls c on c.activity_id = activities.id
  union all select 'messages', m.id from mine join public.messages m on m.customer_id = mine.id
  union all select 'booking_attempts', a.id from cycles join public.booking_attempts a on a.cycle_id = cycles.id)
  select t.table_name, t.row_id from theirs t
  union all select 'import_changes', i.id from theirs t join public.import_changes i on i.subject_id = t.row_id;
$$;
comment on function private.rows_of_customer is 'Every row that is about a customer, by table: what is handed out, and what is looked through when they are erased.';

-- Handed out ------------------------------------------------------------------------------------------------------

create function private.without_links(told jsonb)
returns jsonb
language sql immutable
return regexp_replace(told::text, '/(book|unsubscribe)/[A-Za-z0-9_-]{43}', '/\1/…', 'g')::jsonb;
comment on function private.without_links is 'What was written, without the private links in it: a copy of the data opens nothing.';

create function private.files_of_customer(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('id', f.id, 'visit_id', f.visit_id, 'work_order_id', f.work_order_id, 'report_id', f.named_by, 'kind', f.kind, 'line', f.line, 'caption', f.caption,
      'taken_at', f.taken_at, 'created_at', f.created_at, 'content', replace(encode(f.content, 'base64'), chr(10), '')) order by f.id)
    from private.rows_of_customer(files_of_customer.customer_id) r
    join public.visit_files f on f.id = r.row_id
    where r.table_name = 'visit_files');
end;
$$;
comment on function private.files_of_customer is 'The pictures of a customer''s visits and repairs with their content as base64, which takes two thirds of what a row of the table would be written with; null for none.';

create function private.imported_of_customer(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('file', i.file_kind, 'ref', i.ref, 'said', i.fields) order by i.file_kind, i.ref)
    from private.imported_values i
    join private.customers_by_ref c on c.customer_ref = case when i.file_kind = 'customers' then i.ref else i.fields ->> 'customer_ref' end
    where c.customer_id = imported_of_customer.customer_id);
end;
$$;
comment on function private.imported_of_customer is 'What files of other systems said of a customer the last time; null for nothing.';

create function private.export_customer(customer_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_table text;
  v_rows jsonb;
  v_told jsonb := jsonb_build_object();
begin
  if not exists (select from public.customers c where c.id = export_customer.customer_id) then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  for v_table in
    select distinct r.table_name from private.rows_of_customer(export_customer.customer_id) r where r.table_name <> 'visit_files' order by 1
  loop
    -- Links and leases are no data about anybody; a technician's way of signing in even less.
    execute format(
      'select jsonb_agg(to_jsonb(t) - ''{token, lease_id, lease_until}''::text[] order by t.id) from public.%I t
       join private.rows_of_customer($1) r on r.table_name = %L and r.row_id = t.id', v_table, v_table)
    into v_rows using export_customer.customer_id;
    v_told := v_told || jsonb_build_object(v_table, v_rows);
  end loop;
  v_told := v_told || jsonb_build_object('trail', (
    select coalesce(jsonb_agg(to_jsonb(t) order by t.seq), '[]')
    from private.audit_trail t join private.rows_of_customer(export_customer.customer_id) r on r.row_id = t.row_id and r.table_name = t.table_name));
  perform private.write_audit('customers', export_customer.customer_id, 'read', '{"what": "all that is kept"}');
  -- No links are looked for in pictures, which may be long.
  return private.without_links(v_told) || jsonb_strip_nulls(jsonb_build_object('visit_files', private.files_of_customer(export_customer.customer_id),
    'imported_values', private.imported_of_customer(export_customer.customer_id)));
end;
$$;
comment on function private.export_customer is 'Everything that is kept about a customer: see the door of the same name.';
