-- Whoever was erased does not come back with the next file, nor does what it said of them stay; and a merge is not undone.
begin;
select plan(29);
select tests.freeze_clock('2026-06-02 14:00:00+00');
create temp table told (kind text primary key, rows jsonb);
insert into told values
  ('customers', '[{"customer_ref": "ZQX-1", "name": "Adaline Zquorx", "email": "zquorx@example.com", "street": "1 Elm St"}, {"customer_ref": "C2", "name": "Bo Ray"}, {"customer_ref": "C3", "name": "Bo Raye", "phone": "1"}]'),
  ('sales_order_lines', '[{"order_number": "S1", "line_ref": "L1", "order_state": "sale", "order_date": "2026-01-05", "customer_ref": "ZQX-1", "description": "For Zquorx", "quantity": 1, "serial_numbers": ["ZQ-77"]},
    {"order_number": "S2", "line_ref": "L2", "order_state": "sale", "order_date": "2026-01-05", "customer_ref": "C2", "quantity": 1, "serial_numbers": []}]'),
  ('device_claims', '[{"claim_ref": "K1", "funder": "adp", "customer_ref": "ZQX-1", "device_type": "Walker", "serial_number": "ZQ-78"}]');
create function pg_temp.send(with_run boolean, is_held boolean default false) returns text language plpgsql as $$
declare
  v_run uuid;
  v_kind text;
  v_file uuid;
  v_all text := '';
begin
  if with_run then
    insert into public.import_runs (source, request_id, on_day) values ('files', gen_random_uuid(), '2026-06-02') returning id into v_run;
  end if;
  foreach v_kind in array array['customers', 'sales_order_lines', 'device_claims'] loop
    v_file := private.start_import(v_kind, v_kind || '.csv', v_run, null, true);
    perform private.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', row, 'notice', 'odd')) from told t, jsonb_array_elements(t.rows) with ordinality e (row, n) where t.kind = v_kind), 1);
    if not is_held then
      v_all := v_all || ' ' || (private.finish_import(v_file) ->> 'refused');
    end if;
  end loop;
  return v_all;
end;
$$;
create function pg_temp.id_of(customer_ref text) returns uuid language sql as $$ select c.id from public.customers c where c.customer_ref = id_of.customer_ref $$;
grant execute on function pg_temp.id_of to public;
select is(pg_temp.send(true), ' 0 0 0', 'a run tells of somebody');
select pg_temp.send(false);
-- Their row changes, and a file waits, as they ask to be erased.
update told set rows = jsonb_set(rows, '{0,email}', '"zq@example.com"') where kind = 'customers';
select pg_temp.send(true);
select pg_temp.send(true, is_held => true);

-- What is theirs is handed out
select tests.act_as_staff('admin');
create temp table handed_out as select public.export_customer(pg_temp.id_of('ZQX-1')) as told;
select is((select jsonb_agg(v ->> 'file' order by v ->> 'file') from handed_out h, jsonb_array_elements(h.told -> 'imported_values') v), '["customers", "device_claims", "sales_order_lines"]', 'what files said of them last');
select is((select jsonb_agg(distinct v ->> 'subject') from handed_out h, jsonb_array_elements(h.told -> 'import_changes') v), '["customers", "device_claims", "sales_order_lines", "sales_orders"]', 'what runs changed of theirs');
select is((select h.told #>> '{sales_order_lines,0,line_ref}' from handed_out h), 'L1', 'and the lines of their orders');

-- Erased
create temp table client as select pg_temp.id_of('ZQX-1') as id;
grant select on client to public;
select is(public.erase_customer(id, 'By letter', false, public.erase_customer(id, '', true) ->> 'shown') ->> 'status', 'recorded', 'they are erased') from client;
select tests.act_as_owner();
create function pg_temp.where_is(what text) returns text language plpgsql as $$
declare
  v_table text;
  v_found text[] := array[]::text[];
  v_hits bigint;
begin
  for v_table in select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1 loop
    execute format('select count(*) from %s t where to_jsonb(t)::text ~* $1', v_table) into v_hits using what;
    if v_hits > 0 then
      v_found := v_found || v_table;
    end if;
  end loop;
  return array_to_string(v_found, ', ');
end;
$$;
select is(pg_temp.where_is('adaline|zq@|zquorx@'), '', 'their name and address are nowhere');
select is(pg_temp.where_is('ZQX'), '', 'nor what the other system calls them');
select is((select count(*) from private.imported_values where ref in ('L1', 'K1', 'S1')), 0::bigint, 'nor what files said of what they bought');
select is_empty($$ select from private.staged_rows s where s.ref in ('L1', 'K1') $$, 'or are about to say');
select is_empty($$ select from public.import_changes c join client k on k.id = c.subject_id $$, 'or what runs made of it');
select is((select count(*) from public.import_rows where notice = 'odd' and ref in ('C2', 'C3', 'L2')) > 0, true, 'of others it stays');

-- And the next files
select private.finish_import(f.id) from public.import_files f where f.state = 'receiving' order by f.number;
select is(pg_temp.send(true), ' 1 1 1', 'the next run is refused their rows');
select is((select string_agg(distinct problem, ', ') from public.import_rows where problem is not null), 'the client was erased here, and does not come back', 'and told why');
select is(pg_temp.send(false), ' 1 1 1', 'so is whoever brings in a file');
select is(pg_temp.where_is('adaline|zq@|zquorx@'), '', 'nobody has come back');
select is(pg_temp.where_is('ZQX'), '', 'in no file either');
select is((select count(*) from public.customers where erased_on is null), 2::bigint, 'the others are there, each once');
select is((select count(*) from public.sales_order_lines l join public.sales_orders o on o.id = l.order_id join client on client.id = o.customer_id), 1::bigint, 'their order is what it was');

-- A job of theirs takes its time without a word
select is(private.without_erased((select f from public.import_files f where f.kind = 'customers' limit 1), '[{"line": 2, "values": {"customer_ref": "ZQX-1"}}, {"line": 3, "values": {"customer_ref": "C2"}}]') -> 1 -> 'values' ->> 'customer_ref', 'C2', 'rows of others pass');
create temp table jobs as select private.start_import('technician_jobs', 'technician_jobs.csv', null, null, true) as id;
select private.import_batch(id, '[{"line": 2, "values": {"job_ref": "J1", "technician": "Dana", "starts_at": "2026-06-03 09:00", "ends_at": "2026-06-03 10:00", "title": "Zquorx", "street": "1 Elm St", "customer_ref": "ZQX-1"}}]', 1) from jobs;
select is((select fields from private.staged_rows s join jobs on jobs.id = s.file_id), '{"job_ref": "J1", "technician": "Dana", "starts_at": "2026-06-03 09:00", "ends_at": "2026-06-03 10:00"}', 'a job keeps its time, and nothing of the client');
select public.drop_import_file(id) from jobs;

-- Not by hand
select throws_ok($$ insert into private.erased_refs values (sha256('C2')) $$, 'MT002', null, 'nobody is called erased by hand');
select throws_ok($$ delete from private.erased_refs $$, 'MT002', null, 'or called back');
select throws_ok($$ truncate private.erased_refs $$, 'MT002', null, 'not all of them at once');

-- Merged: what was kept stays, whatever the file goes on saying of the other
select tests.act_as_staff('admin');
create temp table two as select pg_temp.id_of('C2') as kept, pg_temp.id_of('C3') as gone;
select is(public.merge_customers(kept, gone, dry_run => false, shown => public.merge_customers(kept, gone, dry_run => true) ->> 'shown') ->> 'status', 'merged', 'two are one') from two;
select tests.act_as_owner();
create temp table was as select to_jsonb(c) as client from public.customers c join two on two.kept = c.id;
select pg_temp.send(true);
select pg_temp.send(false);
update told set rows = jsonb_set(rows, '{2,phone}', '"416-555-0123"') where kind = 'customers';
select pg_temp.send(true);
select is((select to_jsonb(c) from public.customers c join two on two.kept = c.id), (select client from was), 'a merged client''s row changes nothing');
select is((select count(*) from public.customers where customer_ref = 'C3'), 0::bigint, 'and brings nobody back');
select is((select fields ->> 'phone' from private.imported_values where file_kind = 'customers' and ref = 'C3'), '416-555-0123', 'what it says is remembered');
update told set rows = jsonb_set(jsonb_set(rows, '{1,customer_ref}', '"C3"'), '{1,order_number}', '"S3"') where kind = 'sales_order_lines';
update told set rows = jsonb_set(rows, '{1,line_ref}', '"L3"') where kind = 'sales_order_lines';
select pg_temp.send(true);
select is((select o.customer_id from public.sales_orders o where o.order_number = 'S3'), (select kept from two), 'what they bought under their old number is the kept one''s');
select is((select count(*) from public.import_changes c where c.subject = 'sales_orders' and c.became = 'sale'), 2::bigint, 'and is told as new');
select * from finish();
rollback;
