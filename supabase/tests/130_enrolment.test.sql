-- Enrolment of the install base: who may, what is checked again when a run is executed, and what never happens.
begin;
select plan(50);

select tests.freeze_clock('2026-06-02 14:00:00+00');

-- Files -----------------------------------------------------------------------------------------------

select tests.act_as_anon();
select throws_ok($$ select public.start_import('customers', 'c.csv') $$, '42501', null, 'anon may not import');
select throws_ok($$ select public.start_backfill('2026-06-02') $$, '42501', null, 'anon may not scan');
select throws_ok($$ select from public.import_rows $$, '42501', null, 'anon may not read what was imported');

select tests.act_as_staff('technician');
select throws_ok($$ select public.start_backfill('2026-06-02') $$, '42501', null, 'a technician may not scan');
select throws_ok($$ select public.execute_backfill(gen_random_uuid()) $$, '42501', null, 'a technician may not enrol');
select throws_ok($$ select public.raise_enrolment_questions(gen_random_uuid()) $$, '42501', null, 'a technician may not raise questions');

select tests.act_as_staff('office');
select throws_ok(format('select public.start_import(%L, ''c.csv'')', kind), '42501', null, 'the office may not import ' || kind) from unnest(array['equipment_categories', 'technicians']) kind;
select throws_ok($$ select public.execute_backfill(gen_random_uuid()) $$, 'PT404', null, 'an unknown run is not found');
select throws_ok($$ select public.raise_enrolment_questions(gen_random_uuid()) $$, 'PT404', null, 'nor has it questions');
select throws_ok(format('select public.start_backfill(%L)', d), '22023', null, 'days without end are none to count from: ' || d) from unnest(array['infinity', '-infinity', '0001-01-01', '9999-12-31']) d;
select throws_ok($$ select public.start_backfill('2026-06-02', 53) $$, '22023', null, 'a window has at most 52 weeks');
select throws_ok($$ insert into public.backfill_runs (today, weeks, file_ids) values ('2026-06-02', 1, '{}') $$, '42501', null,
  'the office scans, it does not write runs');

select tests.act_as_service();
select throws_ok($$ select public.start_import('invoices', 'i.csv') $$, '22023', 'a file is of a kind that is read, and has a name of at most 255 characters', 'files of other kinds are refused');
select throws_ok($$ select public.import_batch(gen_random_uuid(), '[]') $$, 'PT404', null, 'rows need an open file');

create temp table imported (kind text primary key, id uuid not null);
grant all on imported to public;

create function pg_temp.import(kind text, rows jsonb) returns void language plpgsql as $$
declare
  v_id uuid := public.start_import(kind, kind || '.csv');
begin
  perform public.import_batch(v_id, (
    select jsonb_agg(jsonb_build_object('line', n + 1, 'values', row)) from jsonb_array_elements(rows) with ordinality e (row, n)));
  perform public.finish_import(v_id);
  insert into imported as i values (kind, v_id) on conflict on constraint imported_pkey do update set id = excluded.id;
end;
$$;

select pg_temp.import('products', '[
  {"sku": "T-SL", "name": "Lift", "category_code": "stairlift", "maintenance_enabled": true, "unit_kind": "base"},
  {"sku": "T-SC", "name": "Scooter", "category_code": "scooter", "maintenance_enabled": true, "unit_kind": "base"}]');
select pg_temp.import('customers', '[
  {"customer_ref": "T1", "name": "Ada Lee", "email": "ada@example.com"}, {"customer_ref": "T2", "name": "Bo Ray"}]');
select pg_temp.import('sales_order_lines', '[
  {"line_ref": "TL1", "order_number": "TS1", "order_state": "sale", "order_date": "2025-10-01", "customer_ref": "T1", "sku": "T-SL", "quantity": 1, "serial_numbers": []},
  {"line_ref": "TL2", "order_number": "TS2", "order_state": "sale", "order_date": "2022-10-01", "customer_ref": "T2", "sku": "T-SL", "quantity": 1, "serial_numbers": ["Z9"]},
  {"line_ref": "TL3", "order_number": "TS3", "order_state": "sale", "order_date": "2026-05-01", "customer_ref": "T2", "sku": "T-SL", "quantity": 1, "serial_numbers": []},
  {"line_ref": "TL4", "order_number": "TS4", "order_state": "sale", "order_date": "2025-10-01", "customer_ref": "T2", "sku": "T-SC", "quantity": 1, "serial_numbers": []}]');

select throws_ok(
  $$ select public.import_batch((select id from imported where kind = 'products'), '[]') $$, 'PT404', null, 'a finished file takes no more rows');
select throws_ok(
  $$ select public.import_batch(public.start_import('customers', 'c.csv'), (select jsonb_agg(n) from generate_series(1, 1001) n)) $$,
  '22023', null, 'a batch has at most 1000 rows');

-- What only the database can tell: two rows for one record, and keys too long for an index. Each costs its own row only.
select is(public.import_batch(public.start_import('products', 'p.csv'), '[
    {"line": 2, "values": {"sku": "T-2", "name": "Twice"}}, {"line": 3, "values": {"sku": "T-2", "name": "Twice again"}}]'),
  '{"status": "stored", "refused": 0}', 'of two rows for one record the later stays');
select public.finish_import(f.id) from public.import_files f where f.file_name = 'p.csv';
select is((select name from public.products where sku = 'T-2'), 'Twice again', 'as it was told last');
select is(public.import_batch(public.start_import('products', 'p.csv'), jsonb_build_array(
    jsonb_build_object('line', 2, 'values', jsonb_build_object('name', 'Endless',
      'sku', (select string_agg(md5(n::text), '') from generate_series(1, 600) n))),
    '{"line": 3, "values": {"sku": "T-3", "name": "Fine"}}'::jsonb)),
  '{"status": "stored", "refused": 1}', 'a key that no index holds is refused');
select public.finish_import(f.id) from public.import_files f where f.file_name = 'p.csv';
select is((select count(*)::integer from public.products where sku = 'T-3'), 1, 'without the others');
select is(public.import_batch(public.start_import('sales_order_lines', 'l.csv'), jsonb_build_array(
    jsonb_build_object('line', 2, 'values', jsonb_build_object('order_number', 'T-9', 'order_state', 'draft', 'quantity', 1, 'serial_numbers', '[]'::jsonb, 'customer_ref', 'T1', 'line_ref', 'T-91', 'description', repeat('a', 4001))),
    jsonb_build_object('line', 3, 'values', jsonb_build_object('order_number', 'T-9', 'order_state', 'draft', 'quantity', 1, 'serial_numbers', '[]'::jsonb, 'customer_ref', 'T1', 'line_ref', repeat('b', 4001))),
    '{"line": 4, "values": {"order_number": "T-9", "order_state": "draft", "quantity": 1, "serial_numbers": [], "customer_ref": "T1", "line_ref": "T-93"}}'::jsonb)),
  '{"status": "stored", "refused": 2}', 'so are texts that are too long');

-- Dry run ---------------------------------------------------------------------------------------------

create temp table said (n integer primary key, report jsonb not null);
grant all on said to public;

select tests.act_as_owner();
insert into public.holidays (on_day) select d::date from generate_series(date '2026-06-03', '2026-06-09', interval '1 day') d;
select throws_ok($$ select public.start_backfill('2026-06-02', 1) $$, '22023', null, 'a window needs a business day');
select is((select array_agg(day order by number) from private.business_days('2026-06-08', '2026-06-15')),
  array[date '2026-06-10', '2026-06-11', '2026-06-12', '2026-06-15'], 'holidays and weekends are no business days');

select tests.act_as_staff('office');
insert into said select 1, public.start_backfill('2026-06-02');
select is((select (report - 'run_id') @> '{"status": "ready", "weeks": 12, "new": 3, "to_stagger": 2, "clients_to_stagger": 2, "skipped": {"no_serial": 1},
  "fee_total": "567.00", "missing_emails": 1, "consent": {"purchase": 2, "none": 1}, "lines": 4,
  "schedule": {"2026-06-10": 1, "2026-06-11": 1}}' from said where n = 1), true, 'the office scans what was imported last');
select is((select r.report = s.report - 'status' from said s join public.backfill_runs r on r.id = (s.report ->> 'run_id')::uuid), true,
  'the run keeps the report as it was given');
select is((select count(*)::integer from public.units), 0, 'a dry run makes no unit');
select results_eq(
  $$ select b.first_due_on, b.mail_on, b.due_on from public.backfill_rows b where b.outcome = 'new' order by b.position $$,
  $$ values (date '2026-04-01', date '2026-06-11', date '2026-07-11'), ('2023-04-01', '2026-06-10', '2026-07-10'), ('2026-11-01', null, '2026-11-01') $$,
  'the oldest is mailed first; what is due later keeps its date');

-- Execution -------------------------------------------------------------------------------------------

-- Since the dry run: one order was cancelled.
select tests.act_as_service();
update public.sales_orders set state = 'cancel' where order_number = 'TS1';
select tests.act_as_staff('office');
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 1), 1),
  '{"status": "executing", "done": 1, "remaining": 2, "enrolled": 0, "skipped": 1, "failed": 0}', 'a row is checked again when its turn comes');

-- One unit cannot be written: the others go on.
select tests.act_as_owner();
alter table public.units add constraint no_z9 check (serial_key is distinct from 'z9');
select tests.act_as_staff('office');
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 1), 100),
  '{"status": "done", "done": 3, "remaining": 0, "enrolled": 1, "skipped": 1, "failed": 1}', 'one bad row never loses the rest');
select matches((select failure from public.backfill_rows where state = 'failed'), 'no_z9', 'and says what was wrong with it');
select is((select state || ' ' || (finished_at is not null) from public.backfill_runs), 'done true', 'the run is done');
select is((select y.due_on from public.maintenance_cycles y), date '2026-11-01', 'the first cycle has the due date of the dry run');
select is((select c.consent_basis || ' ' || c.consent_on from public.customers c where c.customer_ref = 'T2'), 'purchase 2026-05-01',
  'what was bought is why the client may be written to');

select is(public.raise_enrolment_questions((select (report ->> 'run_id')::uuid from said where n = 1)),
  '{"status": "raised", "activities": 2}', 'rows that a person has to look at become activities when asked for');
select public.raise_enrolment_questions((select (report ->> 'run_id')::uuid from said where n = 1));
select results_eq(
  $$ select kind, subject_key, details ->> 'reason' from public.office_activities order by subject_key $$,
  $$ values ('enrolment_question', 'line:TL2', 'failed'), ('enrolment_question', 'line:TL4', 'no_serial') $$,
  'one activity a row, however often it is asked for');

-- Cancelled contracts stay cancelled --------------------------------------------------------------------

select tests.act_as_service();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold';
update public.sales_orders set state = 'sale' where order_number = 'TS1';
select tests.act_as_owner();
alter table public.units drop constraint no_z9;
select tests.act_as_staff('office');
insert into said select 2, public.start_backfill('2026-06-02');
select is((select (report -> 'skipped') || jsonb_build_object('new', report -> 'new') from said where n = 2),
  '{"cancelled_before": 1, "no_serial": 1, "new": 2}', 'a unit whose contract staff cancelled is skipped');
insert into said select 3, public.start_backfill('2026-06-02', revive_cancelled => true);
select is((select report -> 'new' from said where n = 3), '3', 'unless asked');

-- Two runs of one base: the second finds nothing left, whichever is executed first.
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 3)) ->> 'enrolled', '3', 'the asked-for run enrols all three');
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 2)) - 'done',
  '{"status": "done", "remaining": 0, "enrolled": 0, "skipped": 2, "failed": 0}', 'the other run enrols nothing twice');
select is((select count(*)::integer from public.units), 3, 'a revived contract is for the same unit');

-- Retired devices are not enrolled again, not even on request.
select tests.act_as_service();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where state = 'active';
update public.units set condition = 'retired' where serial_key = 'z9';
select tests.act_as_staff('office');
insert into said select 4, public.start_backfill('2026-06-02', revive_cancelled => true);
select is((select (report -> 'skipped') || jsonb_build_object('new', report -> 'new') from said where n = 4),
  '{"cancelled_before": 1, "no_serial": 1, "new": 2}', 'a retired unit stays retired');

select tests.act_as_owner();
select is((select bool_and(k.is_retired) from public.units u cross join lateral private.known_unit(null, u.source_line_id, u.unit_number, null) k where u.serial_key = 'z9'),
  true, 'nor by its line, where an export has lost the serial');

-- A serial number that no index holds costs its own unit only.
select tests.act_as_service();
select pg_temp.import('sales_order_lines', jsonb_build_array(
  '{"line_ref": "TL5", "order_number": "TS5", "order_state": "sale", "order_date": "2026-05-01", "customer_ref": "T1", "sku": "T-SL", "quantity": 1, "serial_numbers": []}'::jsonb,
  '{"line_ref": "TL6", "order_number": "TS6", "order_state": "sale", "order_date": "2026-05-01", "customer_ref": "T1", "sku": "T-SL", "quantity": 1}'::jsonb
    || jsonb_build_object('serial_numbers', jsonb_build_array((select string_agg(md5(n::text), '') from generate_series(1, 600) n)))));
insert into said select 5, public.start_backfill('2026-06-02');
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 5)),
  '{"status": "done", "done": 2, "remaining": 0, "enrolled": 1, "skipped": 0, "failed": 1}', 'a serial number that no index holds fails alone');
select tests.act_as_staff('office');

-- An old dry run would mail everybody at once -----------------------------------------------------------

select tests.freeze_clock('2026-06-10 14:00:00+00');
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 4)) ->> 'status', 'stale',
  'the office scans again when first mails are already due');
select tests.act_as_service();
select is(public.execute_backfill((select (report ->> 'run_id')::uuid from said where n = 4)) ->> 'status', 'done',
  'a command that names its day means it');

-- A run that was stopped --------------------------------------------------------------------------------

select tests.act_as_owner();
insert into public.backfill_runs (today, weeks, revives_cancelled, file_ids, content_hash, state, report)
select '2026-06-10', 12, revives, '{}', repeat(content, 64), state, jsonb_build_object('of', content)
from (values ('a', false, 'executing'), ('b', true, 'executing'), ('c', false, 'ready'), ('d', false, 'done')) r (content, revives, state);
select results_eq(
  $$ select content, day, weeks from unnest(array['a', 'b', 'c', 'd']) content, unnest(array[date '2026-06-09', '2026-06-10', '2026-06-11']) day, unnest(array[11, 12, null]) weeks
     where private.stopped_backfill(day, repeat(content, 64), weeks) = jsonb_build_object('of', content) order by weeks $$,
  $$ values ('a', date '2026-06-10', 12), ('a', '2026-06-10', null) $$,
  'is finished by the same files on the same day for the same window, and never revives what was cancelled');

select * from finish();
rollback;
