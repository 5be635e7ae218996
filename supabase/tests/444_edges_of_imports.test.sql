-- Edges of imports: each exception of files that were brought, of jobs planned elsewhere, of a night and of its questions, by itself.
begin;
select plan(36);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, customer_ref, name, email, street, city, province, postal_code) values
  (tests.id('ada'), 'C-1', 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'C-2', 'Bob Example', 'bob@example.com', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('gone'), null, 'Erased client', null, null, null, null, null);
set local session_replication_role = replica;
update public.customers set erased_on = '2026-05-30' where id = tests.id('gone');
set local session_replication_role = origin;
insert into public.products (id, sku, name, category_id, unit_kind)
select tests.id(k.code), upper(k.code), k.name, k.id, 'base' from public.equipment_categories k where k.code in ('stairlift', 'lift_chair');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-20');

-- Files that were brought
create function pg_temp.bring(name text, at timestamptz) returns uuid language plpgsql as $$
declare v_id uuid;
begin
  insert into public.import_uploads (file_name, size, kind, uploaded_at) values (name, 2, 'customers', at) returning id into v_id;
  insert into private.upload_parts (upload_id, number, bytes) values (v_id, 1, 'ab');
  return v_id;
end $$;
create temporary table brought as select pg_temp.bring('old.csv', '2026-05-30 10:00+00') as old, pg_temp.bring('new.csv', '2026-05-30 11:00+00') as new;
select private.leave_out_upload(b.old) from brought b;
select is((select u.dropped_at from public.import_uploads u, brought b where u.id = b.new), null, 'a file that took another''s place stays when the other is left out');
select is(private.is_run_row(jsonb_populate_record(null::public.backfill_rows, '{"outcome": "new", "state": "skipped"}'), 'passed_over', null, null)
  and not private.is_run_row(jsonb_populate_record(null::public.backfill_rows, '{"outcome": "new", "state": "enrolled"}'), 'passed_over', null, null), true, 'what was passed over is found by that');
create temporary table clients as select private.start_import('customers', 'clients.csv', null, null, true) as id;
select private.import_batch(c.id, '[{"line": 5, "values": {"customer_ref": "C-9", "name": "Later"}}]', 1), private.import_batch(c.id, '[{"line": 3, "values": {"customer_ref": "C-9", "name": "Earlier"}}]', 2) from clients c;
select is((select s.fields ->> 'name' from private.staged_rows s, clients c where s.file_id = c.id), 'Later', 'of two rows of one client the later one in the file counts, in whatever order they come');
insert into public.backfill_runs (id, today, weeks, file_ids) select tests.id('run'), '2026-06-01', 12, array[c.id] from clients c;
select private.import_batch(c.id, '[{"line": 7, "problem": "name is empty"}, {"line": 8, "problem": "name is empty"}]', 3) from clients c;
insert into public.backfill_rows (run_id, position, import_row_id, unit_number, outcome, reason) select tests.id('run'), r.line, r.id, 1, 'skipped', 'invalid_row' from public.import_rows r, clients c where r.file_id = c.id and r.problem is not null;
select is((select concat_ws(' ', jsonb_array_length(p -> 'rows'), p ->> 'next') from private.backfill_rows(tests.id('run'), null, null, null, null, 2) p), '2', 'the last page of rows says that it is the last');

-- Jobs of technicians
create function pg_temp.read(starts text, ends text, more jsonb default '{}') returns private.external_job language sql as $$
  select private.read_external_job(jsonb_build_object('line', 2, 'values', '{"job_ref": "J", "technician": "Tess One"}' || jsonb_build_object('starts_at', starts, 'ends_at', ends) || more)) $$;
select is((pg_temp.read('2026-06-02 09:00', '2026-07-03 09:00')).problem, null, 'a job may take a month');
select is((pg_temp.read('2026-06-02 09:00', '2026-07-03 09:01')).problem, 'the job is longer than 31 days', 'and no longer');
create table pg_temp.runs (name text, id uuid);
create function pg_temp.send(name text, kind text, variadic rows jsonb[]) returns jsonb language plpgsql as $$
declare
  v_run uuid := public.start_import_run('files', gen_random_uuid()) ->> 'import_run_id';
  v_file uuid := private.start_import(kind, kind || '.csv', v_run, null, kind = 'technician_jobs');
begin
  insert into pg_temp.runs values (name, v_run);
  perform private.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', j)) from unnest(rows) with ordinality u (j, n)), 1);
  perform private.finish_import(v_file);
  return private.finish_import_run(v_run);
end $$;
create function pg_temp.job(ref text, starts text, ends text, technician text default 'Tess One') returns jsonb language sql as $$
  select jsonb_build_object('job_ref', ref, 'technician', technician, 'starts_at', starts, 'ends_at', ends, 'title', ref, 'task_type', 'delivery') $$;
create function pg_temp.at(ref text) returns text language sql as $$
  select concat_ws(' ', to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'), t.state) from public.technician_tasks t where t.external_ref = ref $$;
select pg_temp.send('jobs', 'technician_jobs', pg_temp.job('J1', '2026-06-01 07:30', '2026-06-01 09:00'), pg_temp.job('J2', '2026-06-01 07:00', '2026-06-01 12:00', 'Luis Two'), pg_temp.job('J3', '2026-06-04 09:00', '2026-06-04 10:00'));
update public.technician_tasks set state = 'in_progress' where external_ref = 'J1';
select pg_temp.send('moved', 'technician_jobs', pg_temp.job('J1', '2026-06-02 09:00', '2026-06-02 10:00'), pg_temp.job('J3', '2026-06-04 09:00', '2026-06-04 10:00'), pg_temp.job('J4', '2026-06-05 09:00', '2026-06-05 10:00'));
select is(pg_temp.at('J1'), '06-01 11:30 in_progress', 'work that has begun is moved by no file');
select is(pg_temp.at('J2'), '06-01 11:00 scheduled', 'nor does it go because the file tells of it no more');
-- A job over a visit: it is left out, or its technician leaves.
select is(tests.book('lift', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select pg_temp.send('over', 'technician_jobs', pg_temp.job('J3', '2026-06-04 09:00', '2026-06-04 10:00'), pg_temp.job('J4', '2026-06-05 09:00', '2026-06-05 10:00'), pg_temp.job('J5', '2026-06-08 09:00', '2026-06-08 10:00'));
savepoint asked;
select is(tests.as_office(format('decide_conflict(%L, %L, %L)', c.id, 'leave', private.question_told(c) ->> 'shown')) ->> 'status', 'decided', 'a job is left out') from public.import_conflicts c where c.conflict_kind = 'job_over_visit';
select is(tests.as_office(format('move_task(%L, %L, %L)', t.id, tests.id('Tess One'), '2026-06-09 13:00+00')) ->> 'status', 'moved', 'the visit is moved') from public.technician_tasks t where t.task_type = 'maintenance' and t.state = 'scheduled';
select private.retry_waiting_jobs((select r.id from pg_temp.runs r where r.name = 'over'));
select is(pg_temp.at('J5'), null, 'what was left out stays out, though its time is free now');
rollback to asked;
set local session_replication_role = replica;
delete from public.technician_tasks t where t.task_type = 'maintenance';
update public.technicians set active = false where id = tests.id('Tess One');
set local session_replication_role = origin;
select private.retry_waiting_jobs((select r.id from pg_temp.runs r where r.name = 'over'));
select is(pg_temp.at('J5'), null, 'whoever has left gets no job');
rollback to asked;

-- A night
create function pg_temp.sold(ref text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('order_number', split_part(ref, '-', 1), 'line_ref', ref, 'order_state', 'sale', 'order_date', '2026-05-20', 'customer_ref', 'C-1', 'sku', 'STAIRLIFT', 'quantity', 1, 'serial_numbers', jsonb_build_array()) || more $$;
select pg_temp.send('first', 'sales_order_lines', pg_temp.sold('N1-1', '{"serial_numbers": ["SL-40001"]}'), pg_temp.sold('N1-2', '{"serial_numbers": ["SL-40002"]}'));
select is((select string_agg(c.line::text, ' ' order by c.line) from public.import_changes c join pg_temp.runs r on r.id = c.import_run_id and r.name = 'first' where c.change_kind = 'enrolled'), '2 3', 'each unit that is enrolled is told with its own line');
select pg_temp.send('back', 'sales_order_lines', pg_temp.sold('N1-1', '{"serial_numbers": ["SL-40001"]}'), pg_temp.sold('N1-2', '{"serial_numbers": ["SL-40002"]}'), pg_temp.sold('N1-3', '{"quantity": -2, "serial_numbers": ["SL-40001"]}'));
select is((select string_agg(u.serial_number, ' ') from public.import_conflicts c join public.units u on u.id = c.unit_id where c.conflict_kind = 'returned_unit'), 'SL-40001', 'a return that names a serial number is of that unit alone');
select pg_temp.send('theirs', 'sales_order_lines', pg_temp.sold('N2-1', '{"customer_ref": "C-2", "serial_numbers": ["SL-40002"]}'));
select pg_temp.send('more', 'sales_order_lines', pg_temp.sold('N2-1', '{"customer_ref": "C-2", "serial_numbers": ["SL-40002"], "quantity": 2}'));
select is((select string_agg(r.name, ' ') from public.import_conflicts c join pg_temp.runs r on r.id = c.import_run_id where c.conflict_kind = 'one_serial_two_clients'), 'theirs', 'a question is of the night that asked it first');
update private.import_run_orders o set done_at = private.clock(), changes = 0, is_new = false from pg_temp.runs r where r.id = o.import_run_id and r.name = 'more';
select private.collect_orders(r.id) from pg_temp.runs r where r.name = 'more';
select is((select string_agg(concat_ws(' ', o.is_new, o.done_at), '; ') from private.import_run_orders o join pg_temp.runs r on r.id = o.import_run_id where r.name = 'more'), 't', 'what a file tells later of an order that was seen to is seen to as well');
select pg_temp.send('people', 'customers', '{"customer_ref": "C-7", "name": "Cy Fox", "phone": "416-555-0107", "latitude": 43.7, "longitude": -79.7}');
select pg_temp.send('people again', 'customers', '{"customer_ref": "C-7", "name": "Cyrus Fox", "phone": null, "latitude": 43.71, "longitude": -79.7}');
select is((select i.fields ->> 'phone' from private.imported_values i where i.file_kind = 'customers' and i.ref = 'C-7'), '416-555-0107', 'a cell that became empty says nothing: what it said before stands');
select is((select string_agg(g ->> 'field', ' ') from pg_temp.runs r, jsonb_array_elements(private.import_change_groups(r.id)) g where r.name = 'people again'), 'name', 'where somebody is on the map is no change of its own');
select is(private.change_about('customers', tests.id('gone')) ->> 'client', null, 'whoever was erased has no name in what changed');

select is(private.start_import_run('files', gen_random_uuid(), '2025-05-31') ->> 'status', 'started', 'a run may be as of a day of the last year');
select throws_ok($$ select private.start_import_run('files', gen_random_uuid(), '2025-05-30') $$, '22023', null, 'and no earlier one');
select pg_temp.send('done', 'sales_order_lines', pg_temp.sold('N1-1', '{"serial_numbers": ["SL-40001"], "order_state": "done"}'));
select is((select o.is_new from private.import_run_orders o join pg_temp.runs r on r.id = o.import_run_id where r.name = 'done'), false, 'an order that was confirmed and is done now is no new one');
select pg_temp.send('both', 'sales_order_lines', pg_temp.sold('N1-4', '{"quantity": -2, "sku": "STAIRLIFT"}'));
select is((select count(*) from public.import_conflicts c join pg_temp.runs r on r.id = c.import_run_id where r.name = 'both' and c.conflict_kind = 'returned_unit'), 2::bigint, 'of two that came back two are asked about');
insert into public.backfill_rows (run_id, position, import_row_id, unit_number, outcome, state, customer_id, category_id, anchor_on, interval_months, fee, first_due_on, purchased_on)
select tests.id('run'), 99, r.id, 1, 'new', 'pending', tests.id('ada'), k.id, '2026-06-01', 6, 189, '2026-12-01', '2026-06-09' from (select r.id from public.import_rows r limit 1) r, public.equipment_categories k where k.code = 'stairlift';
update public.customers set consent_basis = 'none', consent_on = null where id = tests.id('ada');
select is((select concat_ws(' ', c.standing, c.consent_on) from private.consents_of_run(tests.id('run')) c), 'purchase 2026-06-01', 'an invoice that is dated ahead is a purchase of today');

-- Questions
create function pg_temp.conflict(fields jsonb) returns public.import_conflicts language sql as $$ select jsonb_populate_record(null::public.import_conflicts, '{"told": {}}' || fields) $$;
select is(private.enrol_without_serial(pg_temp.conflict(jsonb_build_object('other_customer_id', tests.id('gone'), 'source_line_id', l.id)), private.clock()) ->> 'reason', 'erased', 'nothing is enrolled for whoever was erased') from public.sales_order_lines l where l.line_ref = 'N2-1';
select is((select count(*) from public.units u join public.sales_order_lines l on l.id = u.source_line_id where l.line_ref = 'N2-1'), 1::bigint, 'of two that a line sold one is enrolled');
select private.enrol_without_serial(pg_temp.conflict(jsonb_build_object('other_customer_id', tests.id('bob'), 'source_line_id', l.id)), private.clock()) from public.sales_order_lines l where l.line_ref = 'N2-1';
select is((select string_agg(u.unit_number::text, ' ' order by u.unit_number) from public.units u join public.sales_order_lines l on l.id = u.source_line_id where l.line_ref = 'N2-1'), '1 2', 'then the one that nobody has yet');
select pg_temp.send('second', 'sales_order_lines', pg_temp.sold('N5-1', '{"customer_ref": "C-2", "serial_numbers": ["SL-50001", "SL-40002"], "quantity": 2}'));
select private.enrol_without_serial(pg_temp.conflict(jsonb_build_object('other_customer_id', tests.id('bob'), 'source_line_id', l.id)), private.clock()) from public.sales_order_lines l where l.line_ref = 'N5-1';
select is((select string_agg(u.unit_number::text, ' ' order by u.unit_number) from public.units u join public.sales_order_lines l on l.id = u.source_line_id where l.line_ref = 'N5-1'), '1 2', 'be that the first or another');
select private.give_to_other(pg_temp.conflict(jsonb_build_object('other_customer_id', tests.id('bob'), 'unit_id', u.id))) from public.units u where u.serial_number = 'SL-40001';
select is((select concat_ws(', ', m.name, u.street) from public.units u join public.customers m on m.id = u.customer_id where u.serial_number = 'SL-40001'), 'Bob Example, 1 Elm St', 'what is fixed to a house stays in it, whosever it is');
update public.technician_tasks t set state = 'in_progress' from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.maintenance_contracts c on c.id = y.contract_id where v.task_id = t.id and c.unit_id = tests.id('lift');
select is(private.leave_installed(pg_temp.conflict(jsonb_build_object('customer_id', tests.id('ada'), 'unit_id', tests.id('lift'))), 'stays') ->> 'reason', 'begun', 'nothing is decided about a unit that is being serviced');
create function pg_temp.twice(same text) returns uuid language sql as $$
  select private.raise_conflict(pg_temp.conflict(jsonb_build_object('conflict_kind', 'one_person_twice', 'subject', private.pair_key(tests.id('ada'), tests.id('bob')), 'customer_id', tests.id('ada'), 'other_customer_id', tests.id('bob'), 'told', jsonb_build_object('same', jsonb_build_array(same))))) $$;
create temporary table asked_once as select pg_temp.twice('phone') as id;
select is(tests.as_office(format('decide_conflict(%L, %L, %L)', c.id, 'two', private.question_told(c) ->> 'shown')) ->> 'status', 'decided', 'two people are two') from public.import_conflicts c join asked_once o on o.id = c.id;
select is(pg_temp.twice('email'), null, 'whatever else they are found to have in common');
select private.settle_conflicts(array(select c.id from public.import_conflicts c where c.decided_at is null), 'seen_to');
select is((select string_agg(r ->> 'decision', ' ') from jsonb_array_elements(tests.as_office('list_conflicts(null, ''decided'')') -> 'rows') r), 'two', 'what a person answered is listed, not what ended by itself');
select tests.as_function('merge_customers', format('select private.move_conflicts(%L, %L)', tests.id('bob'), tests.id('ada')));
select is((select c.decision from public.import_conflicts c join asked_once o on o.id = c.id), 'two', 'what somebody had answered stays their answer when both are merged after all');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined' where unit_id = tests.id('chair');
select private.ask_where_units_are(tests.id('ada'), array[tests.id('chair')]);
select is((select count(*) from public.import_conflicts c where c.unit_id = tests.id('chair')), 0::bigint, 'nobody asks where a unit is that is under no contract');

select * from finish();
rollback;
