-- What follows from a night's files by itself, and what waits for a person.
begin;
select plan(64);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, customer_ref, name, email, street, city, province, postal_code) values
  (tests.id('ada'), 'C-1', 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'C-2', 'Bob Example', 'bob@example.com', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
insert into public.products (id, sku, name, category_id, unit_kind)
select tests.id(k.code), upper(k.code), k.name, k.id, 'base' from public.equipment_categories k where k.code in ('stairlift', 'power_wheelchair', 'wheelchair');
select tests.technician('Tess One', '{lifts}');

create table pg_temp.runs (name text, id uuid);
grant select on pg_temp.runs to public;
create function pg_temp.sold(ref text, state text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('order_number', split_part(ref, '-', 1), 'line_ref', ref, 'order_state', state, 'order_date', '2026-05-20', 'customer_ref', 'C-1', 'sku', 'STAIRLIFT', 'quantity', 1, 'serial_numbers', jsonb_build_array()) || more $$;
create function pg_temp.send(name text, kind text, rows jsonb[]) returns uuid language plpgsql as $$
declare
  v_run uuid := (select r.id from pg_temp.runs r where r.name = send.name);
  v_file uuid;
begin
  perform tests.act_as_service();
  if v_run is null then
    v_run := public.start_import_run('files', gen_random_uuid()) ->> 'import_run_id';
    perform tests.act_as_owner();
    insert into pg_temp.runs values (name, v_run);
    perform tests.act_as_service();
  end if;
  v_file := public.start_import(kind, kind || '.csv', v_run);
  perform public.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', j)) from unnest(rows) with ordinality u (j, n)), 1);
  perform public.finish_import(v_file);
  perform tests.act_as_owner();
  return v_run;
end;
$$;
create function pg_temp.night(name text, variadic rows jsonb[]) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform pg_temp.send(name, 'sales_order_lines', rows);
  perform tests.act_as_service();
  v_answer := public.finish_import_run((select r.id from pg_temp.runs r where r.name = night.name));
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.run(name text) returns uuid language sql as $$ select r.id from pg_temp.runs r where r.name = run.name $$;
create function pg_temp.state(name text) returns text language sql as $$ select r.state from public.import_runs r where r.id = pg_temp.run(name) $$;
create function pg_temp.contracts() returns text language sql as $$
  select string_agg(concat_ws(' ', l.line_ref, c.state, c.source, y.due_on), ' | ' order by l.line_ref, u.unit_number)
  from public.maintenance_contracts c join public.units u on u.id = c.unit_id join public.sales_order_lines l on l.id = u.source_line_id
  left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null $$;
create function pg_temp.changes(run text) returns text language sql as $$
  select string_agg(concat_ws(' ', c.change_kind, c.line, c.was, c.became, c.why), ' | ' order by c.change_kind, c.line, c.became)
  from public.import_changes c where c.import_run_id = pg_temp.run(run) and c.subject = 'maintenance_contracts' $$;
create function pg_temp.problems() returns text language sql as $$
  select string_agg(a.details ->> 'message', ' | ') from public.office_activities a where a.kind = 'import_problem' and a.state = 'open' $$;

grant execute on function pg_temp.run to public;
-- Beginning
select tests.act_as_service();
select is(public.start_import_run('files', tests.id('once')) ->> 'status', 'started', 'a run begins');
select is(public.start_import_run('files', tests.id('once')) ->> 'status', 'repeated', 'the same again is the same');
select is(public.start_import_run('files', tests.id('once')) -> 'import_run_id', to_jsonb(r.id), 'with its name') from public.import_runs r;
select throws_ok($$ select public.start_import_run('Our ERP', gen_random_uuid()) $$, '22023', null, 'a source has a plain name');
select throws_ok($$ select public.start_import_run('files', null) $$, '22023', null, 'and a run a name of its own');
select throws_ok($$ select public.start_import_run('files', gen_random_uuid(), '2026-06-02') $$, '22023', null, 'as of a day that has come');
select throws_ok($$ select public.finish_import_run(gen_random_uuid()) $$, 'PT404', null, 'what was not begun is not ended');
select is(public.finish_import_run((select r.id from public.import_runs r)) ->> 'status', 'applied', 'a run without files changes nothing');
select tests.act_as_owner();
create function pg_temp.refused(call text) returns boolean language plpgsql as $$ begin execute call; return false; exception when insufficient_privilege then return true; end; $$;
create temp table doors as select d as call from unnest(array['start_import_run(''files'', gen_random_uuid())', 'finish_import_run(gen_random_uuid())', 'use_import_run(gen_random_uuid())', 'leave_import_run(gen_random_uuid())',
  'try_import_run(gen_random_uuid())', 'list_import_runs()', 'import_run_page(gen_random_uuid())', 'list_import_changes(gen_random_uuid())', 'list_refused_rows(gen_random_uuid())', 'lost_rows(gen_random_uuid())']) d;
grant select on doors to public;
grant execute on function pg_temp.refused to public;
select tests.act_as_anon();
select is_empty('select call from doors where not pg_temp.refused(''select public.'' || call)', 'a stranger passes none of the doors');
select tests.act_as_staff('technician');
select is_empty('select call from doors where not pg_temp.refused(''select public.'' || call)', 'nor does a technician');
select throws_ok('select * from private.import_run_orders', '42501', null, 'nobody reads what is to do behind them');
select tests.act_as_owner();

-- Sold
select is(pg_temp.night('sold', pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-25"}'), pg_temp.sold('S2-1', 'draft'),
  pg_temp.sold('S3-1', 'sale', '{"customer_ref": "C-2", "quantity": 2}')) - 'claims_waiting', '{"status": "applied", "enrolled": 3, "due_moved": 0, "returned": 0}', 'what is confirmed is enrolled, once its file is in');
select is(pg_temp.contracts(), (select string_agg(concat_ws(' ', ref, 'active sale', d), ' | ' order by ref) from (values ('S1-1', (date '2026-05-25' + make_interval(months => k.interval_months))::date), ('S3-1', (date '2026-05-20' + make_interval(months => k.interval_months))::date), ('S3-1', (date '2026-05-20' + make_interval(months => k.interval_months))::date)) v (ref, d)), 'one contract a unit, an interval after its delivery, else its order')
from public.equipment_categories k where k.code = 'stairlift';
select is((select count(*) from public.import_changes c where c.import_run_id = pg_temp.run('sold') and c.change_kind = 'enrolled' and c.file_name = 'sales_order_lines.csv' and c.line in (2, 4) and c.why like 'Order S_ is confirmed%'), 3::bigint, 'each with the line that said so and why');
select is((select count(*) from public.messages), 0::bigint, 'nobody is mailed on the day');
select tests.act_as_service();
select is(public.finish_import_run(pg_temp.run('sold')) - 'claims_waiting', '{"status": "applied", "enrolled": 3, "due_moved": 0, "returned": 0}', 'ended again it only answers');
select tests.act_as_owner();
select is(pg_temp.night('same', pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-25"}'), pg_temp.sold('S2-1', 'draft'),
  pg_temp.sold('S3-1', 'sale', '{"customer_ref": "C-2", "quantity": 2}')) ->> 'enrolled', null, 'the same files again enrol nothing');

-- Confirmed later, delivered later, cancelled
select is(pg_temp.night('later', pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-29"}'), pg_temp.sold('S2-1', 'sale'),
  pg_temp.sold('S3-1', 'cancel', '{"customer_ref": "C-2", "quantity": 2}')) - 'claims_waiting', '{"status": "applied", "ended": 2, "enrolled": 1, "due_moved": 1, "returned": 0}', 'later confirmed, delivered and cancelled');
select matches(pg_temp.contracts(), '^S1-1 active sale \S+ . S2-1 active sale \S+ . S3-1 cancelled sale( \S+)? . S3-1 cancelled sale( \S+)?$', 'each in its way');
select is((select y.due_on from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id join public.units u on u.id = c.unit_id join public.sales_order_lines l on l.id = u.source_line_id where l.line_ref = 'S1-1'),
  (select (date '2026-05-29' + make_interval(months => k.interval_months))::date from public.equipment_categories k where k.code = 'stairlift'), 'the due date moves with the delivery');
select is((select count(*) from public.import_changes c where c.import_run_id = pg_temp.run('later') and c.change_kind = 'due_moved' and c.was < c.became and c.why like 'Delivered 2026-05-29%'), 1::bigint, 'which the run says');
select is((select string_agg(distinct c.why, '') from public.import_changes c where c.import_run_id = pg_temp.run('later') and c.change_kind = 'ended'), 'Order S3 was cancelled', 'and why two ended');
select is((select count(*) from public.office_activities a where a.state = 'open' and a.kind = 'import_problem'), 0::bigint, 'nobody has to look');

-- More of a confirmed order, and none for what was changed in an old one
select is(pg_temp.night('more', pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-29", "quantity": 2}'), pg_temp.sold('S2-1', 'sale', '{"description": "For the stairs"}'),
  pg_temp.sold('S3-1', 'cancel', '{"customer_ref": "C-2", "quantity": 2}')) ->> 'enrolled', '1', 'what more is sold is enrolled');
select ok(not exists (select from private.import_run_orders o join public.sales_orders s on s.id = o.order_id where o.import_run_id = pg_temp.run('more') and s.order_number = 'S2' and o.is_new), 'another word of an order sells nothing');

-- Returned
select is(pg_temp.night('back', pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-29", "quantity": 2}'), pg_temp.sold('S1-2', 'sale', '{"quantity": -1}'), pg_temp.sold('S2-1', 'sale'),
  pg_temp.sold('S3-1', 'cancel', '{"customer_ref": "C-2", "quantity": 2}')) ->> 'returned', '1', 'a return of something that is enrolled is a question');
select is((select c.told from public.import_conflicts c where c.conflict_kind = 'returned_unit'), '{"file": "sales_order_lines.csv", "line": 3, "order": "S1", "product": "Stair lift", "quantity": -1}', 'with what the file says');
select is((select (c.customer_id = tests.id('ada') and l.line_ref = 'S1-1' and c.import_run_id = pg_temp.run('back'))::text from public.import_conflicts c join public.units u on u.id = c.unit_id join public.sales_order_lines l on l.id = u.source_line_id where c.conflict_kind = 'returned_unit'), 'true', 'beside the unit that was sold on that order');
select is((select count(*) from public.maintenance_contracts c where c.state = 'active'), 3::bigint, 'and nothing ends by it');

-- Too much at once
update public.company_settings set import_most_new = 2;
create function pg_temp.all_of(state text) returns jsonb[] language sql as $$
  select array[pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-29", "quantity": 2}'), pg_temp.sold('S1-2', 'sale', '{"quantity": -1}'), pg_temp.sold('S2-1', 'sale'), pg_temp.sold('S3-1', 'cancel', '{"customer_ref": "C-2", "quantity": 2}'),
    pg_temp.sold('T1-1', state), pg_temp.sold('T2-1', state, '{"customer_ref": "C-2", "quantity": 2}')] $$;
select is(pg_temp.night('many', variadic pg_temp.all_of('sale')) - 'message', '{"status": "held", "reason": "new_units", "new_units": 3}', 'more than so many new units wait');
select is((pg_temp.state('many'), (select count(*) from public.maintenance_contracts c where c.state = 'active'))::text, '(held,3)', 'and nobody is enrolled');
select is(pg_temp.problems(), '3 new units in one import, more than the 2 that are enrolled by themselves', 'the office is told');
select is((select a.details ->> 'import_run_id' from public.office_activities a where a.kind = 'import_problem' and a.state = 'open'), pg_temp.run('many')::text, 'of which import');
select tests.act_as_service();
select is(public.finish_import_run(pg_temp.run('many')) ->> 'status', 'held', 'ended again it waits still');
select tests.act_as_owner();
select is(pg_temp.night('next', variadic pg_temp.all_of('sale')) ->> 'new_units', '3', 'the next import does not enrol by and by what waits');
select is((pg_temp.state('many'), pg_temp.state('next'))::text, '(abandoned,held)', 'but goes on with it');
select tests.act_as_staff('office');
select is(public.use_import_run(pg_temp.run('many')) ->> 'reason', 'state', 'of what was given up nobody decides');
select is(public.use_import_run(pg_temp.run('next')) - 'claims_waiting', '{"status": "applied", "enrolled": 3, "due_moved": 0, "returned": 0}', 'until somebody says that they are right');
select is(public.use_import_run(pg_temp.run('next')) ->> 'status', 'refused', 'once');
select tests.act_as_owner();
select is((pg_temp.problems(), (select count(*) from public.maintenance_contracts c where c.state = 'active'))::text, '(,6)', 'then they are enrolled, and the work is settled');

-- Left out
select is(pg_temp.night('wrong', variadic pg_temp.all_of('sale') || array[pg_temp.sold('U1-1', 'sale', '{"quantity": 3}'), pg_temp.sold('S2-2', 'draft')]) ->> 'status', 'held', 'again too many');
select tests.act_as_staff('office');
select is(public.leave_import_run(pg_temp.run('wrong')) - 'claims_waiting', '{"status": "applied", "enrolled": 0, "due_moved": 0, "returned": 0}', 'somebody says that they are not to be enrolled');
select tests.act_as_owner();
select is((select count(*) from public.maintenance_contracts c where c.state = 'active'), 6::bigint, 'and they are not');
select is(pg_temp.night('after', variadic pg_temp.all_of('sale') || array[pg_temp.sold('U1-1', 'sale', '{"quantity": 3}'), pg_temp.sold('S2-2', 'draft')]) ->> 'status', 'applied', 'nor by the next import');

-- Both sides of the guard, and what corrects itself
select is(pg_temp.night('two', variadic pg_temp.all_of('sale') || array[pg_temp.sold('U1-1', 'sale', '{"quantity": 3}'), pg_temp.sold('V1-1', 'sale', '{"quantity": 2}'), pg_temp.sold('W1-1', 'draft', '{"quantity": 5}')]) ->> 'enrolled', '2', 'just as many as may be are enrolled');
select is(pg_temp.night('slip', variadic pg_temp.all_of('sale') || array[pg_temp.sold('U1-1', 'sale', '{"quantity": 3}'), pg_temp.sold('V1-1', 'sale', '{"quantity": 2}'), pg_temp.sold('W1-1', 'sale', '{"quantity": 5}')]) ->> 'status', 'held', 'a slip there');
select is(pg_temp.night('mended', variadic pg_temp.all_of('sale') || array[pg_temp.sold('U1-1', 'sale', '{"quantity": 3}'), pg_temp.sold('V1-1', 'sale', '{"quantity": 2}'), pg_temp.sold('W1-1', 'cancel', '{"quantity": 5}')]) ->> 'status', 'applied', 'that is mended there the next night');
select is((pg_temp.problems(), pg_temp.state('slip'))::text, '(,abandoned)', 'is settled here');
update public.company_settings set import_most_new = 20;

-- A file that lost rows
select is(pg_temp.night('short', pg_temp.sold('S1-1', 'sale', '{"delivery_date": "2026-05-29", "quantity": 2}'), pg_temp.sold('X1-1', 'sale')) ->> 'reason', 'fewer_rows', 'of a file that lost rows nothing is used');
select is((select count(*) from public.sales_orders o where o.order_number = 'X1'), 0::bigint, 'nothing at all');
select tests.act_as_staff('office');
select is(public.leave_import_run(pg_temp.run('short')) ->> 'reason', 'files', 'about the file somebody decides first');
select public.drop_import_file((select f.id from public.import_files f where f.import_run_id = pg_temp.run('short')));
select is(public.finish_import_run(pg_temp.run('short')) ->> 'status', 'applied', 'left out it is over');
select tests.act_as_owner();

-- Claims wait for enrolment
select pg_temp.send('claims', 'device_claims', array['{"claim_ref": "D-1", "customer_ref": "C-1", "funder": "ADP", "device_type": "Scooter", "serial_number": "X-77", "adp_delivery_date": "2026-05-01"}'::jsonb]);
select tests.act_as_service();
select is(public.finish_import_run(pg_temp.run('claims')) ->> 'claims_waiting', '1', 'new claims are counted: they wait for the wizard');

-- What is asked about clients
select tests.act_as_owner();
select pg_temp.send('moved', 'customers', array['{"customer_ref": "C-1", "name": "Ada Example", "email": "ada@example.com", "street": "7 Lake Rd", "city": "Oakville", "province": "ON", "postal_code": "L6K 1E1"}'::jsonb,
  '{"customer_ref": "C-3", "name": "Example, Bob", "email": "bob@example.com", "street": "1 Far Ave", "city": "Guelph", "province": "ON", "postal_code": "N1G 2W1"}'::jsonb]);
select tests.act_as_service();
select public.finish_import_run(pg_temp.run('moved'));
select is((select string_agg(distinct c ->> 'conflict_kind', ' ') from jsonb_array_elements(public.import_run_page(pg_temp.run('moved')) -> 'conflicts') c where c ->> 'client' = 'Ada Example'), 'installed_unit_moved', 'whoever moved by a file is asked about by that run');
select is((select string_agg(least(c ->> 'client', c ->> 'other_client') || ', ' || greatest(c ->> 'client', c ->> 'other_client'), '|') from jsonb_array_elements(public.import_run_page(pg_temp.run('moved')) -> 'conflicts') c where c ->> 'conflict_kind' = 'one_person_twice'), 'Bob Example, Example, Bob', 'and whoever is there twice by it');

-- Tried
select tests.act_as_owner();
create function pg_temp.try(name text, variadic rows jsonb[]) returns jsonb language plpgsql as $$
declare
  v_run uuid;
  v_file uuid;
begin
  perform tests.act_as_staff('office');
  v_run := public.start_import_run('files', gen_random_uuid()) ->> 'import_run_id';
  v_file := public.start_import('sales_order_lines', 'sales_order_lines.csv', v_run);
  perform public.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', j)) from unnest(rows) with ordinality u (j, n)), 1);
  perform tests.act_as_owner();
  insert into pg_temp.runs values (name, v_run);
  perform tests.act_as_staff('office');
  return public.try_import_run(v_run);
end;
$$;
create temp table tried as select pg_temp.try('tried', variadic pg_temp.all_of('sale') || array[pg_temp.sold('U1-1', 'sale', '{"quantity": 3}'), pg_temp.sold('V1-1', 'cancel', '{"quantity": 2}'), pg_temp.sold('Y1-1', 'sale')]) as a;
select tests.act_as_owner();
select is((a ->> 'status', a ->> 'outcome', a ->> 'enrolled', a ->> 'ended')::text, '(tried,applied,1,2)', 'a try tells what would follow') from tried;
select ok(exists (select from jsonb_array_elements(a -> 'changes') c where c ->> 'change_kind' = 'enrolled' and c ->> 'client' = 'Ada Example' and c ->> 'why' like 'Order Y1%'), 'with each change') from tried;
select is((select count(*) from public.sales_orders o where o.order_number = 'Y1') + (select count(*) from public.import_changes c where c.import_run_id = pg_temp.run('tried')), 0::bigint, 'and takes all of it back');
select is((select (count(*) filter (where o.state = 'cancel'))::text from public.sales_orders o where o.order_number = 'V1'), '0', 'what would have been cancelled is not');
select is((pg_temp.state('tried'), (select f.state from public.import_files f where f.import_run_id = pg_temp.run('tried')), (select count(*) from private.staged_rows))::text, '(abandoned,dropped,0)', 'the run is over and leaves nothing behind');
create temp table large as select public.start_import_run('files', gen_random_uuid()) ->> 'import_run_id' as run;
select public.import_batch(f.id, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', pg_temp.sold('Z' || n || '-1', 'draft'))) from generate_series(1, 200) n), 1)
from large, public.start_import('sales_order_lines', 'sales_order_lines.csv', large.run::uuid) f (id);
select public.import_batch(f.id, '[{"line": 2, "values": {"customer_ref": "C-8", "name": "Cy"}}, {"line": 3, "values": {"customer_ref": "C-9", "name": "Dee"}}]', 1)
from large, public.start_import('customers', 'customers.csv', large.run::uuid) f (id);
truncate tried;
insert into tried select private.try_import_run(run::uuid, '0 seconds') from large;
select is((a ->> 'status', a ->> 'outcome', a ->> 'rows_left')::text, '(tried,too_many,2)', 'of more than can be tried in one call the first is told') from tried;
select is(a #>> '{files,0,file_name}', 'sales_order_lines.csv', 'with its files') from tried;
select is(((select r.state from public.import_runs r where r.id = large.run::uuid), (select count(*) from private.staged_rows), (select count(*) from public.sales_orders o where o.order_number like 'Z%'))::text, '(abandoned,0,0)', 'and taken back like all else') from large;
select tests.act_as_staff('office');
select is(public.try_import_run(pg_temp.run('two')) ->> 'reason', 'state', 'what was taken in is not tried');
select * from finish();
rollback;
