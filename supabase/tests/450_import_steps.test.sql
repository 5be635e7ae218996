-- Files come in batches, wait until they are whole, and are taken in step by step: nothing twice, nothing half, and one bad row
-- costs itself alone.
begin;
select plan(43);
select tests.freeze_clock('2026-06-02 14:00:00+00');

-- Who may
select tests.act_as_anon();
select throws_ok($$ select public.start_import('customers', 'c.csv') $$, '42501', null, 'a stranger brings nothing in');
select throws_ok($$ select public.use_import_file(gen_random_uuid()) $$, '42501', null, 'and releases nothing');
select tests.act_as_staff('technician');
select throws_ok($$ select public.start_import('customers', 'c.csv') $$, '42501', null, 'nor does a technician');
select throws_ok($$ select public.drop_import_file(gen_random_uuid()) $$, '42501', null, 'who leaves no file out either');
select tests.act_as_staff('admin');
create temp table file (name text primary key, id uuid);
grant all on file to public;
insert into file values ('policies', public.start_import('equipment_categories', 'equipment_categories.csv'));
select tests.act_as_staff('office');
select throws_ok(format('select public.%s', call), '42501', null, 'policies are an administrator''s: ' || call)
from unnest(array[
  'start_import(''equipment_categories'', ''p.csv'')', 'start_import(''technicians'', ''t.csv'')',
  format('import_batch(%L, ''[]'')', (select id from file where name = 'policies')), format('finish_import(%L)', (select id from file where name = 'policies')),
  format('use_import_file(%L)', (select id from file where name = 'policies')), format('drop_import_file(%L)', (select id from file where name = 'policies'))]) call;
insert into file values ('clients', public.start_import('customers', 'customers.csv', request_id => tests.id('asked')));
select ok((select id from file where name = 'clients') is not null, 'clients and sales are the office''s');
select throws_ok($$ select public.start_import('customers', 'c.csv', gen_random_uuid()) $$, 'PT404', null, 'a run that nobody began takes no file');
select throws_ok($$ select public.finish_import(gen_random_uuid()) $$, 'PT404', null, 'an unknown file is not found');

-- Each row has a line
select throws_ok(format($$ select public.import_batch(%L, '[{"line": 8, "problem": "x"}, {"line": 8, "problem": "y"}]', 900) $$, id), '22023', 'line 8 of the file was told before: each row has a line of its own', 'two rows of one line are refused together') from file where name = 'clients';
select throws_ok(format($$ select public.import_batch(%L, '[{"line": 99999999999, "problem": "x"}]', 900) $$, id), '22023', 'a row is {line, values} or {line, problem}, its line a whole number from 1', 'nor is any number a line') from file where name = 'clients';

-- The same again is the same
select is(public.start_import('customers', 'customers.csv', request_id => tests.id('asked')), (select id from file where name = 'clients'), 'a file that is opened twice is one');
create function pg_temp.clients(from_n integer, until_n integer) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('line', n + 1, 'values', jsonb_build_object('customer_ref', 'C' || n, 'name', 'Client ' || n))) from generate_series(from_n, until_n) n $$;
select is(public.import_batch(id, pg_temp.clients(1, 700), 1), '{"status": "stored", "refused": 0}', 'a batch is kept') from file where name = 'clients';
select is(public.import_batch(id, pg_temp.clients(1, 700), 1), '{"status": "repeated"}', 'and told again it is the same') from file where name = 'clients';
select is(public.import_batch(id, pg_temp.clients(701, 1400), 2) ->> 'status', 'stored', 'the next is another') from file where name = 'clients';
select is((select count(*) from public.customers where customer_ref like 'C%'), 0::bigint, 'nothing of a file is applied before it is whole');
select is((select row_count from public.import_files f join file using (id)  where name = 'clients'), 1400, 'its rows are counted once');

-- Step by step
select tests.act_as_owner();
select is(private.next_rows(f) #>> '{-1,line}', '501', 'a step is five hundred rows') from public.import_files f join file using (id) where name = 'clients';
-- As a call that ends after its first step, whatever the speed of this machine.
create function pg_temp.first_step() returns void language plpgsql set rules.made_by = 'finish_import' as $$
declare
  v_file public.import_files;
begin
  update public.import_files f set state = 'taking_in', staged_count = 1400 where f.id = (select id from file where name = 'clients') returning * into v_file;
  update public.import_files f set changed_count = private.take_in(v_file, private.next_rows(v_file)), taken_count = 500, taken_line = 501 where f.id = v_file.id;
end;
$$;
select pg_temp.first_step();
select is((select count(*) from public.customers where customer_ref like 'C%'), 500::bigint, 'whoever dies after a step leaves it done');
select tests.act_as_staff('office');
select throws_ok($$ select public.import_batch((select id from file where name = 'clients'), '[]', 3) $$, 'PT404', null, 'and the file takes no more rows');
select is(public.import_batch(id, pg_temp.clients(701, 1400), 2) ->> 'status', 'repeated', 'but one that came is known') from file where name = 'clients';
select is(public.drop_import_file(id), '{"status": "refused", "reason": "state"}', 'what is half in is not left out') from file where name = 'clients';
create function pg_temp.finish(name text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  loop
    v_answer := public.finish_import((select f.id from file f where f.name = finish.name));
    exit when v_answer ->> 'status' <> 'finishing';
  end loop;
  return v_answer;
end;
$$;
select is(pg_temp.finish('clients'), '{"status": "finished", "rows": 1400, "changed": 1400, "refused": 0}', 'whoever goes on does the rest');
select is((select count(*) from public.customers where customer_ref like 'C%'), 1400::bigint, 'each once');
select is(pg_temp.finish('clients') ->> 'status', 'finished', 'to finish again is to be told again');
select tests.act_as_owner();
select is_empty($$ select from private.staged_rows $$, 'what waited is gone');

-- One bad row among many: one that no table takes, one that an index cannot hold
select tests.act_as_service();
insert into file values ('products', public.start_import('products', 'products.csv'));
select is(public.import_batch(id, (
  select jsonb_agg(case n when 77 then jsonb_build_object('line', 78, 'values', jsonb_build_object('sku', 'P77', 'name', 'Bad', 'unit_kind', 'spaceship'))
      when 300 then jsonb_build_object('line', 301, 'values', jsonb_build_object('sku', (select string_agg(md5(m::text), '') from generate_series(1, 600) m), 'name', 'Endless'))
      when 400 then jsonb_build_object('line', 401, 'problem', 'name is empty')
      else jsonb_build_object('line', n + 1, 'values', jsonb_build_object('sku', 'P' || n, 'name', 'Product ' || n)) end)
  from generate_series(1, 500) n), 1), '{"status": "stored", "refused": 1}', 'a row that cannot be kept is refused at once') from file where name = 'products';
select is(pg_temp.finish('products'), '{"status": "finished", "rows": 500, "changed": 497, "refused": 3}', 'another when its table does not take it');
select is((select count(*) from public.products where sku like 'P%'), 497::bigint, 'and all others are there');
select results_eq($$ select line, problem like '%products_unit_kind_check%', problem = 'name is empty' from public.import_rows where problem is not null and file_id = (select id from file where name = 'products') order by line $$,
  $$ values (78, true, false), (301, false, false), (401, false, true) $$, 'each refused row says its line and its reason');
select is((select problem from public.import_rows where line = 301) like 'index row%', true, 'in words of what refused it');
select ok((select bool_and(problem !~ 'Bad|Endless') from public.import_rows where problem is not null), 'and without the rest of the row');

-- Two rows of one name: of a catalogue the later, of sales the first
insert into file values ('twice', public.start_import('products', 'twice.csv'));
select public.import_batch(id, '[{"line": 2, "values": {"sku": "T", "name": "First"}}, {"line": 3, "values": {"sku": "T", "name": "Second"}}]', 1) from file where name = 'twice';
select public.import_batch(id, '[{"line": 4, "values": {"sku": "T", "name": "Third"}}]', 2) from file where name = 'twice';
select is(pg_temp.finish('twice') ->> 'changed', '1', 'of a catalogue a name is one record');
select is((select name from public.products where sku = 'T'), 'Third', 'as it was told last');
insert into file values ('sales', public.start_import('sales_order_lines', 'sales.csv'));
select public.import_batch(id, jsonb_build_array(
  '{"line": 2, "values": {"order_number": "S1", "line_ref": "L", "order_state": "sale", "customer_ref": "C1", "sku": "T", "quantity": 1, "serial_numbers": []}}'::jsonb,
  '{"line": 3, "values": {"order_number": "S1", "line_ref": "L", "order_state": "sale", "customer_ref": "C1", "sku": "T", "quantity": 5, "serial_numbers": []}}'::jsonb), 1) from file where name = 'sales';
select public.import_batch(id, '[{"line": 4, "values": {"order_number": "S1", "line_ref": "L", "order_state": "sale", "customer_ref": "C1", "sku": "T", "quantity": 7, "serial_numbers": []}}]', 2) from file where name = 'sales';
select is(pg_temp.finish('sales') ->> 'changed', '2', 'of sales the first row of a line counts');
select is((select quantity from public.sales_order_lines where line_ref = 'L'), 1, 'as it was told first');
select is((select count(*) from public.import_rows where ref = 'L'), 3::bigint, 'and the scan is told of all');

-- However many rows wait: a step reads its own
select tests.act_as_owner();
insert into file values ('long', private.start_import('customers', 'long.csv', null, null, true));
insert into private.staged_rows (file_id, line, ref, fields) select f.id, n, 'R' || n, '{"name": "Somebody"}' from file f, generate_series(1, 20000) n where f.name = 'long';
create function pg_temp.plan_of(statement text) returns text language plpgsql as $$
declare
  v_line text;
  v_all text := '';
begin
  for v_line in execute 'explain ' || statement loop
    v_all := v_all || v_line || chr(10);
  end loop;
  return v_all;
end;
$$;
set local enable_sort = off;
select ok(pg_temp.plan_of(format($$select s.line from private.staged_rows s where s.file_id = %L and s.fields is not null and s.line > 10000 order by s.line limit 500$$, id)) !~ 'Sort|Seq Scan',
  'the rows of a step are read in the order of their index') from file where name = 'long';
set local enable_sort = on;
select is((select proconfig @> array['enable_sort=off'] from pg_proc where oid = 'private.next_rows'::regproc), true, 'as the step itself is told to');
select * from finish();
rollback;
