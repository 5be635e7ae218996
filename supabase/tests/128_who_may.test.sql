-- Who may do what to which row: each write that would break a rule, tried by everybody who reaches the database.
-- docs/rights.md says the same in words.
begin;
select plan(593);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

-- A company with one of each: a booked unit, one that is due, one whose price was told, one that is being serviced,
-- one that was serviced, and one whose contract has ended.
insert into public.products (id, sku, name, category_id, unit_kind) select tests.id('product'), 'SL-1', 'Lift', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift';
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
update public.technicians set active = false where id = tests.id('Ina Gone');
select private.rotate_calendar_link(tests.id('Tess One'));
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20')
from unnest(array['booked', 'due', 'told', 'begun', 'waits', 'serviced', 'ended']) label;
select tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
insert into public.units (id, customer_id, category_id, condition)
select tests.id(label), tests.id('ada'), k.id, label from unnest(array['retired', 'in_service']) label, public.equipment_categories k where k.code = 'stairlift';
select tests.book('booked', 'Tess One', '2026-06-03 13:00+00'), tests.book('begun', 'Tess One', '2026-06-03 16:00+00'), tests.book('waits', 'Luis Two', '2026-06-03 13:00+00'), tests.book('serviced', 'Tess One', '2026-06-04 13:00+00');
create temp table at_work as
select c.id as contract_id, y.id as cycle_id, v.id as visit_id, v.task_id
from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id left join public.maintenance_visits v on v.cycle_id = y.id;
create function pg_temp.cycle(label text) returns uuid language sql as $$ select cycle_id from at_work where contract_id = tests.id(label) $$;
create function pg_temp.visit(label text) returns uuid language sql as $$ select visit_id from at_work where contract_id = tests.id(label) $$;
create function pg_temp.work_order(label text) returns uuid language sql as $$
  select t.work_order_id from at_work a join public.technician_tasks t on t.id = a.task_id where a.contract_id = tests.id(label) $$;
create function pg_temp.category(code text) returns uuid language sql as $$ select id from public.equipment_categories k where k.code = category.code $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from at_work where contract_id = tests.id(label) $$;
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('away'), tests.id('Tess One'), 'time_off', null, '[2026-06-05 13:00+00, 2026-06-05 14:00+00)'),
  (tests.id('repair'), tests.id('Luis Two'), 'repair', tests.id('ada'), '[2026-06-05 13:00+00, 2026-06-05 14:00+00)'),
  (tests.id('left'), tests.id('Luis Two'), 'repair', tests.id('ada'), '[2026-06-05 15:00+00, 2026-06-05 16:00+00)');
update public.technician_tasks set state = 'needs_rescheduling', technician_id = tests.id('Ina Gone') where id = tests.id('left');
select private.freeze_price(pg_temp.cycle('told'));
select private.set_task_state(pg_temp.task('waits'), 'needs_rescheduling');
select private.set_task_state(pg_temp.task('begun'), 'in_progress'), private.set_task_state(pg_temp.task('serviced'), 'in_progress');
insert into public.checklist_results (visit_id, position, result) select v.id, 1, 'pass' from public.maintenance_visits v;
-- The one way in which a visit is done: inside the function that says so in its head.
create function pg_temp.service(label text) returns void language plpgsql set rules.made_by = 'complete_visit' as $$
begin
  update public.maintenance_visits set state = 'done' where id = pg_temp.visit(label);
  update public.technician_tasks set state = 'completed' where id = pg_temp.task(label);
  update public.work_orders set state = 'done' where id = pg_temp.work_order(label);
  update public.maintenance_cycles set closed_at = private.clock(), outcome = 'serviced' where id = pg_temp.cycle(label);
  insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id(label), 2, '2026-12-20');
end;
$$;
insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit('serviced'), 2, 'fail');
select pg_temp.service('serviced');
-- What failed there is quoted; a row of what a client says to that, and of what a repair comes to.
select private.quote_repair(pg_temp.visit('serviced'), private.clock());
create function pg_temp.repair() returns uuid language sql as $$ select id from public.work_orders where kind = 'repair' $$;
select tests.as_function('approve_repair', $$
  insert into public.repair_decisions (work_order_id, decision, said_by, said_how, amount) select pg_temp.repair(), 'approved', 'Ada', 'phone', 250 $$);
select tests.as_function('wait_for_parts', $$
  insert into public.repair_waits (work_order_id, what, ordered_on) select pg_temp.repair(), 'Belt', '2026-06-01' $$);
select tests.as_function('fail_repair', $$
  insert into public.repair_failures (id, work_order_id, task_id, outcome, reason, recorded_by)
  select gen_random_uuid(), pg_temp.repair(), tests.id('repair'), 'no_show', 'nobody_home', 'office' $$);
select tests.as_function('complete_repair', $$
  insert into public.repair_reports (id, work_order_id, recorded_by, repaired_on, report, answer) select gen_random_uuid(), pg_temp.repair(), 'office', '2026-06-01', '{}', '{}';
  insert into public.repair_results (work_order_id, position, result) select pg_temp.repair(), 2, 'pass' $$);
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('ended');
create temp table leaked as select tests.token('due') as token;
select private.replace_link(pg_temp.cycle('due'));
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) values (pg_temp.cycle('told'), '2026-06-20', 30, '2026-05-21');
select private.unsubscribe_url('ada@example.com');
-- An invoice, a draft that could be one, and a row of everything that tells what was said and done.
insert into public.invoices (id, customer_id) values (tests.id('invoice'), tests.id('ada')), (tests.id('draft'), tests.id('ada'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate)
select tests.id(label), 1, 'Part', 10, 0.13 from unnest(array['invoice', 'draft']) label;
select private.issue_invoice(tests.id('invoice'));
select private.record_payment(tests.id('invoice'), 5, 'card', gen_random_uuid(), null, private.clock());
-- What was reported of it, and who signed.
select tests.as_function('complete_visit', $$
  insert into public.visit_reports (id, visit_id, kind, report, answer, recorded_by, recorded_at) values (tests.id('report'), pg_temp.visit('serviced'), 'completed', '{}', '{}', 'technician', now());
  insert into public.visit_parts (visit_id, position, description, quantity, unit_price, charge) values (pg_temp.visit('serviced'), 1, 'Battery', 1, 45, 'billed');
  insert into public.visit_files (visit_id, report_id, kind, content) values (pg_temp.visit('serviced'), tests.id('report'), 'signature',
    decode('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000000014944415400000000000000000049454e44ae426082', 'hex')) $$);
-- A certificate, of the visit that was done.
select tests.as_function('issue_certificate', $$
  insert into private.certificate_years (year, last_number) values (2026, 1);
  insert into public.inspection_certificates (year, number_in_year, code, visit_id, unit_id, contract_id, service_on, expires_on, content)
  values (2026, 1, '7Q4M2XKD9HVT3R0P', pg_temp.visit('serviced'), tests.id('serviced'), tests.id('serviced'), '2026-06-01', '2027-06-01', '{}') $$);
select private.seal_audit();
insert into public.price_changes (contract_id, fee, from_on, applied_at) select c.id, 210, '2026-06-01', private.clock() from public.maintenance_contracts c order by c.id limit 1;
insert into public.job_runs (job, company_day) values ('reminders', '2026-06-01');
select private.raise_conflict(row (null, 'returned_unit', 'x', tests.id('ada'), null, tests.id('due'), null, null, null, '{}', null, null, null, null, null)::public.import_conflicts);
insert into public.import_files (id, kind, file_name) values (tests.id('file'), 'sales_order_lines', 'lines.csv'), (tests.id('empty'), 'sales_order_lines', 'empty.csv');
insert into public.import_uploads (id, file_name, size) values (tests.id('brought'), 'lines.csv', 1);
insert into public.import_mappings (kind, header, mapping) values ('sales_order_lines', repeat('a', 64), '{}');
insert into public.import_rows (id, file_id, line, problem) values (tests.id('row'), tests.id('file'), 2, 'unreadable'), (gen_random_uuid(), tests.id('file'), 3, 'unreadable');
insert into public.import_runs (id, source, request_id, on_day) values (tests.id('import'), 'files', tests.id('asked'), '2026-06-01');
insert into public.import_changes (import_run_id, change_kind, subject) values (tests.id('import'), 'added', 'customers');
select tests.as_function('finish_import', $$ insert into private.imported_values values ('customers', 'C1', '{}') $$);
select tests.as_function('erase_customer', $$ insert into private.erased_refs values (sha256('C9')) $$);
insert into public.backfill_runs (id, today, weeks, file_ids) values (tests.id('run'), '2026-06-01', 12, array[tests.id('file')]);
insert into public.backfill_rows (run_id, position, import_row_id, outcome, reason) values (tests.id('run'), 1, tests.id('row'), 'skipped', 'invalid_row');
select private.raise_about_customer('delivery_failure', tests.id('ada'), '{}');
select private.close_activity(private.raise_about_customer('call_client', tests.id('ada'), '{"reason": "bounced"}'), 'reached');
select tests.as_function('keep_deed', $$
  insert into private.deeds (id, what, settled, raised, told, sent, held) values (tests.id('deed'), 'move', '{}', '{}', '{}', '{}', '{}');
  insert into private.deed_tasks (deed_id, task_id, is_new, during, state, revision_before, revision_after)
  values (tests.id('deed'), pg_temp.task('booked'), false, '[2026-06-02 13:00+00, 2026-06-02 14:00+00)', 'scheduled', 0, 1) $$);
insert into public.activity_calls (activity_id, number, result, due_on) select a.id, 1, 'no_answer', a.due_on from public.office_activities a where a.kind = 'call_client';
select private.record_attempt('confirm', null, '{"status": "invalid"}');
insert into public.customer_contacts (customer_id, name) values (tests.id('ada'), 'Cleo Example');
insert into public.suppressions (address, reason) values ('ada@example.com', 'unsubscribed'), ('dead@example.com', 'hard_bounce'), ('cross@example.com', 'complaint'), ('gone@example.com', 'unsubscribed');
select private.record_bounce('gone@example.com', 'hard_bounce');
insert into public.sales_orders (id, customer_id, order_number) values (tests.id('order'), tests.id('ada'), 'SO-1'), (tests.id('other order'), tests.id('ada'), 'SO-2');
insert into public.sales_order_lines (id, order_id, line_ref, quantity) values (tests.id('line'), tests.id('order'), 'D18', 2);
insert into public.device_claims (id, claim_ref, customer_id) values (tests.id('claim'), 'KY7', tests.id('ada'));
insert into public.units (customer_id, category_id, source_line_id, unit_number, source_claim_id)
select tests.id('ada'), pg_temp.category('walker'), s.line_id, s.number, s.claim_id
from (values (tests.id('line'), 1, null), (null, null, tests.id('claim'))) s (line_id, number, claim_id);
-- A mail that was written, and one of each that was handed to a sender.
insert into public.messages (kind, recipient, dedupe_key, payload)
select 'reminder', 'ada@example.com', key, '{}' from unnest(array['written', 'on its way', 'given up', 'may have arrived']) key;
select tests.as_function('freeze_message', $$ update public.messages set rendered = '{"text": "Dear Ada"}' where dedupe_key = 'written' $$);
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now(), provider = 'p'
  where dedupe_key in ('on its way', 'given up', 'may have arrived') $$);
select tests.as_function('settle_message', $$ update public.messages set state = s.state, lease_id = null, lease_until = null, handed_over_at = now(), provider_id = 'known'
  from (values ('given up', 'dead'), ('may have arrived', 'uncertain')) s (key, state) where dedupe_key = s.key $$);
select tests.as_function('close_day', $$
  insert into public.closures (id, on_day, during, technician_ids, outdoor_only, reason, mails_at) values (tests.id('closure'), '2026-06-05', '[2026-06-05 04:00+00, 2026-06-06 04:00+00)', array[tests.id('Tess One')], false, 'an ice storm', now());
  insert into public.closure_parts (closure_id, task_id, what, technician_id, during, state, revision, told)
  select tests.id('closure'), t.id, 'put_aside', t.technician_id, t.during, 'scheduled', 0, 'call' from public.technician_tasks t where t.id = tests.id('repair') $$);
select tests.staff_user('office'), tests.staff_user('technician'), tests.staff_user('admin');
select tests.as_function('ask_for_link', $$ insert into private.password_links (staff_id, link_kind, ends_at)
  select s.id, 'password_reset', now() + interval '1 hour' from public.staff s where s.role = 'office' $$);
set constraints all immediate;
set constraints all deferred;

-- Every instant that a row gets by itself. When a mail is due may lie ahead.
create temp view instants as
select c.relnamespace::regnamespace || '.' || c.relname as of_table, a.attname as name
from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.atttypid = 'timestamptz'::regtype
  and a.atthasdef and a.attname <> 'next_attempt_at';

create temp table attempts (n integer generated always as identity, code text, statement text, what text);
insert into attempts (code, statement, what) values
-- Closures
('MT002', $$insert into public.closures (on_day, during, technician_ids, outdoor_only, reason, mails_at) values ('2026-06-08', '[2026-06-08 04:00+00, 2026-06-09 04:00+00)', array[tests.id('Tess One')], false, 'x', now())$$, 'a day is closed on paper alone'),
('MT002', $$update public.closures set reason = 'snow' where id = tests.id('closure')$$, 'a day was closed for another reason'),
('MT002', $$update public.closures set undone_at = now() where id = tests.id('closure')$$, 'a day is opened on paper alone'),
('MT002', $$select set_config('rules.made_by', 'undo_closure', true); update public.closures set note = 'x', undone_at = now() where id = tests.id('closure')$$, 'something else changes as it is opened'),
('MT002', $$delete from public.closures where id = tests.id('closure')$$, 'a closure is forgotten'),
('MT002', $$insert into public.closure_parts (closure_id, task_id, what, technician_id, during, state, revision, told) select tests.id('closure'), t.id, 'put_aside', t.technician_id, t.during, 'scheduled', 0, 'mail' from public.technician_tasks t where t.id = pg_temp.task('booked')$$, 'a closure put something else aside'),
('MT002', $$update public.closure_parts set told = 'mail'$$, 'a client was told otherwise'),
('MT002', $$delete from public.closure_parts$$, 'nobody was put aside'),
('MT002', $$truncate public.closures, public.closure_parts$$, 'no day was ever closed'),
-- Cycles
('MT021', $$update public.maintenance_cycles set closed_at = now(), outcome = 'contract_cancelled' where id = pg_temp.cycle('booked')$$, 'a cycle closes under its booking'),
('MT021', $$update public.maintenance_cycles set closed_at = now(), outcome = 'serviced' where id = pg_temp.cycle('begun')$$, 'a cycle closes under a visit that has begun'),
('MT001', $$update public.maintenance_cycles set closed_at = now(), outcome = 'serviced' where id = pg_temp.cycle('due')$$, 'a cycle is serviced without a visit'),
('MT001', $$update public.maintenance_cycles set closed_at = now(), outcome = 'contract_cancelled' where id = pg_temp.cycle('due')$$, 'a cycle ends without its contract'),
('23514', $$update public.maintenance_cycles set closed_at = now() where id = pg_temp.cycle('due')$$, 'a cycle closes without an outcome'),
('MT002', $$delete from public.maintenance_cycles where id = pg_temp.cycle('due')$$, 'an open cycle is deleted'),
('MT002', $$delete from public.maintenance_cycles where id = pg_temp.cycle('serviced')$$, 'a closed cycle is deleted'),
('MT002', $$update public.maintenance_cycles set closed_at = null, outcome = null, token = private.random_token() where id = pg_temp.cycle('ended')$$, 'a closed cycle is opened again'),
('MT002', $$update public.maintenance_cycles set due_on = '2026-07-01' where id = pg_temp.cycle('serviced') and closed_at is not null$$, 'what was due is due another day'),
('MT002', $$update public.maintenance_cycles set contract_id = tests.id('told'), number = 7 where id = pg_temp.cycle('due')$$, 'a cycle goes to another contract'),
('MT002', $$update public.maintenance_cycles set number = 7 where id = pg_temp.cycle('due')$$, 'a cycle gets another number'),
('MT002', $$update public.maintenance_cycles set fee = 1 where id = pg_temp.cycle('told')$$, 'a price that was told changes'),
('MT002', $$update public.maintenance_cycles set tax_rate = 0 where id = pg_temp.cycle('told')$$, 'a tax that was told changes'),
('MT002', $$update public.maintenance_cycles set fee = null, tax_rate = null, price_frozen_at = null where id = pg_temp.cycle('told')$$, 'a price was never told'),
('MT002', $$update public.maintenance_cycles set fee = 1, tax_rate = 0, price_frozen_at = now() where id = pg_temp.cycle('due')$$, 'a price is made up before it is told'),
('MT002', $$insert into public.maintenance_cycles (contract_id, number, due_on, fee, tax_rate, price_frozen_at) values (tests.id('due'), 1, '2026-12-20', 1, 0, now())$$, 'a new cycle brings a price that nobody told'),
('23514', $$update public.maintenance_cycles set token = 'a' where id = pg_temp.cycle('due')$$, 'a link that anybody guesses'),
('23514', $$update public.maintenance_cycles set token = repeat('a', 43) where id = pg_temp.cycle('due')$$, 'a link that somebody chose'),
('23514', $$update public.maintenance_cycles set token = null where id = pg_temp.cycle('due')$$, 'an open cycle without a link'),
('23514', $$insert into public.maintenance_cycles (contract_id, number, due_on, token) values (tests.id('due'), 1, '2026-12-20', repeat('b', 43))$$, 'a new cycle with a link that somebody chose'),
('MT002', $$update public.maintenance_cycles y set token = (select token from leaked) where y.id = pg_temp.cycle('due')$$, 'a link that was revoked works again'),
('MT002', $$update public.maintenance_cycles y set token = (select token from leaked) where y.id = pg_temp.cycle('told')$$, 'a link that was revoked is somebody else''s'),
('MT002', $$insert into public.maintenance_cycles (contract_id, number, due_on, token) select tests.id('due'), 1, '2026-12-20', token from leaked$$, 'a new cycle has a link that was revoked'),
('MT002', $$delete from private.retired_tokens$$, 'nobody knows a link that was replaced'),
('MT002', $$update private.retired_tokens set cycle_id = pg_temp.cycle('told')$$, 'a link that was replaced was somebody else''s'),
('MT002', $$truncate private.retired_tokens$$, 'no link was ever replaced'),
('23505', $$insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('booked'), 2, '2026-12-20')$$, 'a second open cycle'),
('MT001', $$insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('ended'), 2, '2026-12-20')$$, 'a cycle of a contract that has ended'),
('MT001', $$insert into public.maintenance_cycles (contract_id, number, due_on, token, closed_at, outcome) values (tests.id('booked'), 2, '2026-12-20', null, now(), 'serviced')$$, 'a cycle that is over before it began'),
('MT002', $$truncate public.maintenance_cycles cascade$$, 'no cycle is left'),
-- Visits
('MT001', $$update public.maintenance_visits set state = 'done' where id = pg_temp.visit('booked')$$, 'a visit is done by hand'),
('MT001', $$update public.maintenance_visits set state = 'done' where id = pg_temp.visit('begun')$$, 'a visit that has begun is done by hand'),
('MT001', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('booked'), 'done')$$, 'a visit is written down as done'),
('MT001', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('booked'), 'in_progress')$$, 'a visit begins as it is written down'),
('MT001', $$update public.maintenance_visits set state = 'in_progress' where id = pg_temp.visit('serviced')$$, 'a visit that was done begins again'),
('MT001', $$update public.maintenance_visits set state = 'cancelled' where id = pg_temp.visit('serviced')$$, 'a visit that was done is cancelled'),
('MT001', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('ended'), pg_temp.task('booked'))$$, 'a visit for a cycle that is over'),
('23505', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('booked'), pg_temp.task('booked'))$$, 'a second visit'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('due'), tests.id('away'))$$, 'a visit during time off'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('due'), tests.id('repair'))$$, 'a visit during a repair'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('serviced'), 'needs_rescheduling')$$, 'a visit in a stop that is over'),
('MT002', $$update public.maintenance_visits set cycle_id = pg_temp.cycle('due') where id = pg_temp.visit('booked')$$, 'a visit goes to another unit'),
('MT003', $$update public.maintenance_visits set state = 'cancelled' where id = pg_temp.visit('booked')$$, 'a visit leaves an empty stop behind'),
('MT003', $$update public.maintenance_visits set state = 'needs_rescheduling' where id = pg_temp.visit('booked')$$, 'a visit waits while its stop takes place'),
('MT001', $$update public.maintenance_visits set state = 'scheduled' where id = pg_temp.visit('begun')$$, 'a visit has not begun whose stop has'),
('MT003', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('booked'), 'needs_rescheduling')$$, 'a visit waits in a stop that takes place'),
('MT003', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('due'), pg_temp.task('begun'))$$, 'a visit is to come in a stop that has begun'),
('MT003', $$with work as (insert into public.technician_tasks (task_type, customer_id, during, state) values ('maintenance', tests.id('ada'), '[2026-06-08 13:00+00, 2026-06-08 15:00+00)', 'unassigned') returning id)
  insert into public.maintenance_visits (cycle_id, task_id) select pg_temp.cycle('due'), id from work$$, 'a visit is booked with nobody'),
('MT003', $$insert into public.maintenance_visits (cycle_id, task_id, minutes) values (pg_temp.cycle('due'), pg_temp.task('booked'), 720)$$, 'a visit is longer than its stop'),
('MT003', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('due'), pg_temp.task('booked'))$$, 'a stop of one visit holds two'),
('MT003', $$insert into public.maintenance_visits (cycle_id, task_id, state, minutes) values (pg_temp.cycle('due'), pg_temp.task('waits'), 'needs_rescheduling', 720)$$, 'a visit that waits is longer than its stop'),
('MT003', $$with gone as (update public.maintenance_visits set state = 'cancelled' where id = pg_temp.visit('booked') returning id)
  update public.technician_tasks set state = 'completed' where id = pg_temp.task('booked') and exists (select from gone)$$, 'a stop is completed in which nothing was done'),
('MT003', $$update public.maintenance_visits set state = 'cancelled' where id = pg_temp.visit('waits')$$, 'the last visit leaves a stop that waits for another time'),
('MT002', $$delete from public.maintenance_visits where id = pg_temp.visit('booked')$$, 'a visit is deleted'),
('MT002', $$truncate public.maintenance_visits cascade$$, 'no visit is left'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('bobs'), pg_temp.task('booked'))$$, 'a visit for another client''s unit'),
('MT021', $$with work as (insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Luis Two'), 'maintenance', '[2026-06-08 13:00+00, 2026-06-08 15:00+00)') returning id)
  insert into public.maintenance_visits (cycle_id, task_id) select pg_temp.cycle('due'), id from work$$, 'a visit in a stop that is at nobody''s'),
('MT002', $$update public.maintenance_visits set minutes = 5 where id = pg_temp.visit('booked')$$, 'a visit is shorter than it was promised'),
('MT002', $$update public.maintenance_visits set booked_by = 'office' where id = pg_temp.visit('booked')$$, 'a visit was booked by somebody else'),
('MT002', $$update public.maintenance_visits set access_notes = 'nobody was there' where id = pg_temp.visit('serviced')$$, 'the record of a visit that is over changes'),
('MT002', $$update public.maintenance_visits set checklist_version_id = null where id = pg_temp.visit('booked')$$, 'nothing is checked at a visit'),
('MT002', $$update public.maintenance_visits set checklist_version_id = (select id from public.checklist_versions where category_id = pg_temp.category('walker')) where id = pg_temp.visit('booked')$$, 'a lift is checked like a walker'),
('MT002', $$update public.checklist_items set label = 'Nothing', required = false$$, 'what is checked changes'),
('MT002', $$delete from public.checklist_items$$, 'nothing is checked'),
('MT002', $$insert into public.checklist_items (version_id, position, section, label) select v.id, v.line_count + 1, 'Seat', 'Cushion' from public.checklist_versions v$$, 'more is checked'),
('23505', $$insert into public.checklist_items (version_id, position, section, label) select v.id, 1, 'Seat', 'Cushion' from public.checklist_versions v$$, 'a line is there twice'),
('23514', $$insert into public.checklist_versions (category_id, number, line_count) values (pg_temp.category('walker'), 2, 5)$$, 'a list without lines'),
('23505', $$insert into public.checklist_versions (category_id, number, line_count) values (pg_temp.category('walker'), 1, 5)$$, 'another first list'),
('MT002', $$update public.checklist_versions set number = number + 1$$, 'a list gets another number'),
('MT002', $$update public.checklist_versions set line_count = 100$$, 'a list gets longer'),
('MT002', $$delete from public.checklist_versions$$, 'there was no list'),
('MT002', $$truncate public.checklist_versions cascade$$, 'no list is left'),
('MT002', $$truncate public.checklist_items$$, 'no line is left'),
('23514', $$insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit('booked'), 17, 'pass')$$, 'an answer to nothing'),
('23514', $$insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit('booked'), 2, 'not_applicable')$$, 'a safety-critical line does not apply for no reason'),
('MT002', $$update public.checklist_results set position = 3 where visit_id = pg_temp.visit('booked')$$, 'an answer goes to another line'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), tests.id('repair'), 'needs_rescheduling')$$, 'a visit waits in a repair'),
('MT002', $$update public.maintenance_cycles set opened_at = opened_at - interval '1 year', due_on = '2036-05-01' where id = pg_temp.cycle('due')$$, 'a cycle began a year ago'),
('MT002', $$update public.maintenance_cycles set opened_at = '2190-01-01', due_on = '2198-01-01' where id = pg_temp.cycle('due')$$, 'a cycle begins in another century'),
('23514', $$insert into public.maintenance_cycles (contract_id, number, due_on, opened_at) values (tests.id('due'), 1, '2198-01-01', '2190-01-01')$$, 'a new cycle in another century'),
('MT002', $$delete from private.cycle_reminders$$, 'somebody was never reminded'),
('MT002', $$update private.cycle_reminders set band = 1$$, 'somebody was reminded of something else'),
('MT002', $$truncate private.cycle_reminders$$, 'nobody was ever reminded'),
('MT002', $$truncate private.address_tokens$$, 'nobody can stop reminders'),
('MT002', $$insert into private.customer_refs (former_id, customer_ref, customer_id) select gen_random_uuid(), 'C-0', c.id from public.customers c limit 1$$, 'a reference that leads to somebody else'),
('MT002', $$update private.address_tokens set token = 'a'$$, 'a way to stop reminders that anybody guesses'),
('MT002', $$delete from private.address_tokens$$, 'a way to stop reminders ends'),
('MT002', $$update public.checklist_results set result = 'pass' where visit_id = pg_temp.visit('serviced')$$, 'an answer of a visit that is over changes'),
('MT002', $$update public.checklist_results set visit_id = pg_temp.visit('serviced'), position = position + 100 where visit_id = pg_temp.visit('booked')$$, 'answers of another visit become those of one that is over'),
('MT002', $$delete from public.checklist_results where visit_id = pg_temp.visit('serviced')$$, 'answers of a visit that is over are deleted'),
('MT002', $$insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit('serviced'), 2, 'pass')$$, 'an answer comes after the visit is over'),
('MT002', $$truncate public.checklist_results$$, 'no answer is left'),
-- What was reported of visits
('MT002', $$insert into public.visit_reports (id, visit_id, kind, report, answer, recorded_by, recorded_at) values (gen_random_uuid(), pg_temp.visit('booked'), 'completed', '{}', '{}', 'office', now())$$, 'a report is written by hand'),
('MT002', $$update public.visit_reports set report = '{"findings": "none"}'$$, 'a report says something else'),
('MT002', $$update public.visit_reports set state = 'discarded'$$, 'a report that was taken is discarded'),
('MT002', $$delete from public.visit_reports$$, 'a report is deleted'),
('MT002', $$insert into public.visit_parts (visit_id, position, description, quantity, unit_price, charge) values (pg_temp.visit('serviced'), 2, 'Battery', 1, 45, 'billed')$$, 'a part is written by hand'),
('MT002', $$update public.visit_parts set unit_price = 0$$, 'a part costs something else'),
('MT002', $$delete from public.visit_parts$$, 'a part is deleted'),
('MT002', $$insert into public.visit_files (visit_id, report_id, kind, content) select f.visit_id, f.report_id, f.kind, f.content from public.visit_files f$$, 'somebody signs by hand'),
('MT002', $$update public.visit_files set visit_id = pg_temp.visit('booked')$$, 'a signature is another visit''s'),
('MT002', $$delete from public.visit_files$$, 'a signature is deleted'),
('MT002', $$update public.maintenance_visits set findings = 'none' where id = pg_temp.visit('booked')$$, 'a record is written by hand'),
('MT002', $$update public.maintenance_visits set service_on = '2026-05-01' where id = pg_temp.visit('serviced')$$, 'a record of what is done changes'),
-- Tasks
('MT003', $$update public.technician_tasks set state = 'completed' where id = pg_temp.task('booked')$$, 'a task is completed under its visit'),
('MT003', $$update public.technician_tasks set state = 'completed' where id = pg_temp.task('begun')$$, 'a task is completed under a visit that has begun'),
('MT003', $$update public.technician_tasks set state = 'cancelled' where id = pg_temp.task('booked')$$, 'a task is cancelled under its visit'),
('MT003', $$update public.technician_tasks set state = 'needs_rescheduling' where id = pg_temp.task('booked')$$, 'a task is put aside under its visit'),
('MT003', $$select set_config('rules.made_by', 'put_task', true); update public.technician_tasks set during = tstzrange(lower(during), lower(during) + interval '10 minutes') where id = pg_temp.task('booked')$$, 'a task is cut below its visit, in whoever''s name'),
('MT002', $$update public.technician_tasks set during = tstzrange(lower(during), upper(during) - interval '1 minute') where id = pg_temp.task('booked')$$, 'a stop is cut by hand'),
('MT002', $$update public.technician_tasks set during = tstzrange(lower(during) + interval '1 day', upper(during) + interval '1 day') where id = pg_temp.task('booked')$$, 'a stop moves and its client hears nothing'),
('MT002', $$update public.technician_tasks set during = tstzrange(lower(during) - interval '1 year', upper(during) - interval '1 year') where id = pg_temp.task('booked')$$, 'a stop moves into the past'),
('MT002', $$update public.technician_tasks set technician_id = tests.id('Luis Two') where id = pg_temp.task('booked')$$, 'a stop goes to another technician by hand'),
('MT002', $$update public.technician_tasks set customer_id = tests.id('bob') where id = pg_temp.task('booked')$$, 'a stop goes to another client'),
('MT002', $$update public.technician_tasks set work_order_id = null where id = pg_temp.task('booked')$$, 'a stop loses its work order'),
('MT002', $$update public.technician_tasks set address = '1 Elsewhere' where id = pg_temp.task('booked')$$, 'a stop is somewhere else than its unit'),
('MT002', $$update public.technician_tasks set latitude = 44, longitude = -80 where id = pg_temp.task('booked')$$, 'a stop is at another place than its unit'),
('MT002', $$update public.technician_tasks set revision = 7 where id = pg_temp.task('booked')$$, 'a revision is skipped'),
('MT002', $$update public.technician_tasks set revision = 0, notes = 'x' where id = pg_temp.task('begun')$$, 'a revision comes again'),
('MT002', $$update public.technician_tasks set notes = 'nobody was there' where id = pg_temp.task('serviced')$$, 'the record of a stop that is over changes'),
('MT002', $$update public.technician_tasks set actual_finished_at = '2026-06-01 00:00+00' where id = pg_temp.task('serviced')$$, 'a stop that is over ended at another time'),
('MT001', $$update public.technician_tasks set state = 'in_progress' where id = pg_temp.task('serviced')$$, 'a stop that is over begins again'),
('MT021', $$update public.technician_tasks set technician_id = tests.id('Ina Gone') where id = tests.id('repair')$$, 'a task goes to somebody who has left'),
('MT021', $$update public.technician_tasks set state = 'scheduled' where id = tests.id('left')$$, 'a task of somebody who has left is to happen again'),
('MT001', $$update public.work_orders set state = 'open' where id = pg_temp.work_order('serviced')$$, 'a work order that is done is open again'),
('MT021', $$update public.work_orders set state = 'done' where id = pg_temp.work_order('booked')$$, 'a work order is done before its stop'),
('MT021', $$update public.work_orders set state = 'cancelled' where id = pg_temp.work_order('booked')$$, 'a work order is cancelled under its stop'),
('MT021', $$update public.work_orders set state = 'cancelled' where id = pg_temp.work_order('waits')$$, 'a work order is cancelled under a stop that waits'),
('MT002', $$update public.work_orders set kind = 'repair' where id = pg_temp.work_order('booked')$$, 'maintenance becomes a repair'),
('MT002', $$update public.work_orders set number = default where id = pg_temp.work_order('booked')$$, 'a work order gets another number'),
('MT002', $$update public.work_orders set intake_source = 'office' where id = pg_temp.work_order('booked')$$, 'a client''s booking was the office''s'),
('23503', $$update public.work_orders set customer_id = tests.id('bob') where id = pg_temp.work_order('booked')$$, 'the work of one client is ordered by another'),
('MT001', $$insert into public.work_orders (customer_id, intake_source, state) values (tests.id('ada'), 'office', 'done')$$, 'a work order is done from the beginning'),
('MT001', $$insert into public.work_orders (kind, customer_id, intake_source, state, unit_id) values ('repair', tests.id('ada'), 'office', 'approved', tests.id('due'))$$, 'a repair is approved that nobody quoted'),
('MT021', $$insert into public.work_orders (kind, customer_id, intake_source, state, unit_id) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('bobs'))$$, 'a repair of somebody else''s unit'),
('MT021', $$insert into public.work_orders (kind, customer_id, intake_source, state, unit_id) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('retired'))$$, 'a repair of a retired unit'),
('MT021', $$insert into public.work_orders (kind, customer_id, intake_source, state, unit_id, visit_id) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('booked'), pg_temp.visit('booked'))$$, 'a repair from a visit that was not done'),
('23505', $$insert into public.work_orders (kind, customer_id, intake_source, state, unit_id, visit_id) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('serviced'), pg_temp.visit('serviced'))$$, 'what a visit found is repaired twice'),
('23514', $$insert into public.work_orders (kind, customer_id, intake_source, state) values ('maintenance', tests.id('ada'), 'office', 'quoted')$$, 'maintenance is quoted'),
('MT001', $$update public.work_orders set state = 'approved' where id = pg_temp.repair()$$, 'a repair is approved by nobody'),
('MT001', $$update public.work_orders set state = 'declined' where id = pg_temp.repair()$$, 'a repair is declined by nobody'),
('MT001', $$update public.work_orders set state = 'cancelled', cancelled_reason = 'sold' where id = pg_temp.repair()$$, 'a repair is given up by hand'),
('MT001', $$update public.work_orders set state = 'done' where id = pg_temp.repair()$$, 'a repair is done that nobody did'),
('MT002', $$update public.work_orders set kind = 'maintenance' where id = pg_temp.repair()$$, 'a repair becomes maintenance'),
('MT002', $$update public.work_orders set unit_id = tests.id('due') where id = pg_temp.repair()$$, 'a repair is of another unit'),
('MT002', $$update public.work_orders set visit_id = null where id = pg_temp.repair()$$, 'a repair comes from no visit any more'),
('MT002', $$update public.work_orders set customer_id = tests.id('bob') where id = pg_temp.repair()$$, 'a repair is ordered by somebody else'),
('MT002', $$delete from public.work_orders where id = pg_temp.repair()$$, 'a repair is deleted'),
('MT021', $$insert into public.technician_tasks (technician_id, task_type, customer_id, work_order_id, during) values (tests.id('Luis Two'), 'repair', tests.id('ada'), pg_temp.repair(), '[2026-06-10 13:00+00, 2026-06-10 14:00+00)')$$, 'a repair has a time before it is approved'),
('MT002', $$insert into public.work_order_lines (work_order_id, position, kind, description, unit_price) values (pg_temp.work_order('booked'), 1, 'part', 'Belt', 1)$$, 'maintenance has a quote'),
('23514', $$insert into public.work_order_lines (work_order_id, position, kind, description, unit_price) values (pg_temp.repair(), 9, 'part', 'Belt', -1)$$, 'a line of a quote gives money back'),
('MT002', $$insert into public.repair_decisions (work_order_id, decision, said_by, said_how, amount) values (pg_temp.repair(), 'declined', 'Ada', 'phone', 250)$$, 'a client''s answer is taken down by hand'),
('MT002', $$update public.repair_decisions set amount = 1$$, 'a client agreed to less'),
('MT002', $$delete from public.repair_decisions$$, 'a client never answered'),
('MT001', $$update public.work_orders set state = 'waiting_for_parts' where id = pg_temp.repair()$$, 'a repair waits that nobody ordered'),
('MT002', $$update public.work_orders set problem = 'Nothing' where id = pg_temp.repair()$$, 'a client called about something else'),
('MT002', $$update public.work_orders set quote_number = 9 where id = pg_temp.repair()$$, 'a quote was written more often'),
('MT002', $$insert into public.repair_waits (work_order_id, what, ordered_on) values (pg_temp.repair(), 'Rail', '2026-06-01')$$, 'parts are ordered by hand'),
('MT002', $$update public.repair_waits set arrived_at = now()$$, 'parts arrive by hand'),
('MT002', $$delete from public.repair_waits$$, 'nothing was waited for'),
('MT002', $$insert into public.repair_failures (id, work_order_id, task_id, outcome, reason, recorded_by) values (gen_random_uuid(), pg_temp.repair(), tests.id('repair'), 'no_show', 'nobody_home', 'office')$$, 'a drive was in vain by hand'),
('MT002', $$update public.repair_failures set reason = 'weather'$$, 'it was the weather'),
('MT002', $$delete from public.repair_failures$$, 'nobody drove there'),
('MT002', $$update public.repair_reports set labour_minutes = 1$$, 'a repair was shorter'),
('MT002', $$delete from public.repair_reports$$, 'nobody reported a repair'),
('MT002', $$insert into public.repair_results (work_order_id, position, result) values (pg_temp.repair(), 3, 'pass')$$, 'a line passes by hand'),
('MT002', $$update public.repair_results set result = 'fail'$$, 'a repair did not help'),
('MT002', $$delete from public.repair_results$$, 'a repair answered nothing'),
('23503', $$insert into public.technician_tasks (technician_id, task_type, during, customer_id, work_order_id) values (tests.id('Luis Two'), 'repair', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)', tests.id('bob'), pg_temp.work_order('booked'))$$, 'a task for another client''s work order'),
('23514', $$insert into public.technician_tasks (technician_id, task_type, during, work_order_id) values (tests.id('Luis Two'), 'repair', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)', pg_temp.work_order('booked'))$$, 'a task of a work order for nobody'),
('23514', $$insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Luis Two'), 'repair', '[0001-06-09 13:00+00 BC, 0001-06-09 14:00+00 BC)')$$, 'a task before our time'),
('MT021', $$insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Ina Gone'), 'repair', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)')$$, 'somebody who has left gets work'),
('23514', $$update public.technician_tasks set technician_id = null where id = tests.id('repair')$$, 'booked work is nobody''s'),
('23P01', $$update public.technician_tasks set technician_id = tests.id('Tess One') where id = tests.id('repair')$$, 'somebody is in two places'),
('23503', $$delete from public.technician_tasks where id = pg_temp.task('booked')$$, 'a task with a visit is deleted'),
('MT002', $$truncate public.technician_tasks cascade$$, 'no task is left'),
('MT002', $$update public.technician_tasks set task_type = 'time_off' where id = pg_temp.task('booked')$$, 'a stop becomes time off under its visit'),
('MT002', $$update public.maintenance_visits set task_id = gen_random_uuid() where task_id = pg_temp.task('booked')$$, 'a visit goes to another stop'),
('23514', $$update public.maintenance_contracts set no_charge_until = '2027-01-01', no_charge_reason = ' ' where id = tests.id('due')$$, 'a visit costs nothing for no reason'),
('23514', $$update public.maintenance_contracts set tax_reason = E'\u200b ' where id = tests.id('due')$$, 'a contract is taxed otherwise for no reason'),
('23514', $$update public.maintenance_contracts set fee = 'NaN' where id = tests.id('due')$$, 'a fee that is no number'),
('23514', $$update public.maintenance_contracts set last_service_on = '2190-01-01' where id = tests.id('due')$$, 'a unit was serviced in another century'),
('23514', $$update public.customers set consent_on = '2190-01-01' where id = tests.id('ada')$$, 'somebody agreed in another century'),
-- Contracts
('MT001', $$update public.maintenance_contracts set state = 'active' where id = tests.id('ended')$$, 'a contract that has ended is revived'),
('MT021', $$update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('begun')$$, 'a contract ends while its visit is on'),
('MT002', $$update public.maintenance_contracts set unit_id = tests.id('in_service') where id = tests.id('due')$$, 'a contract goes to another unit'),
('MT002', $$update public.maintenance_contracts set customer_id = tests.id('bob') where id = tests.id('due')$$, 'a contract goes to another client'),
('MT021', $$insert into public.maintenance_contracts (unit_id, customer_id) values (tests.id('in_service'), tests.id('bob'))$$, 'a contract for somebody else''s unit'),
('MT021', $$insert into public.maintenance_contracts (unit_id, category_id) values (tests.id('in_service'), pg_temp.category('walker'))$$, 'a lift is maintained as a walker'),
('23514', $$insert into public.units (customer_id, product_id, category_id) values (tests.id('ada'), tests.id('product'), pg_temp.category('walker'))$$, 'a unit is of another category than its product'),
('23514', $$update public.units set category_id = pg_temp.category('walker'), product_id = tests.id('product') where id = tests.id('in_service')$$, 'a unit gets another category than its product'),
('23514', $$update public.maintenance_contracts set state = 'cancelled' where id = tests.id('due')$$, 'a contract ends and nobody says why'),
('23514', $$insert into public.maintenance_contracts (unit_id, state) values (tests.id('in_service'), 'cancelled')$$, 'a contract has ended and nobody says why'),
('MT021', $$insert into public.maintenance_contracts (unit_id) values (tests.id('retired'))$$, 'a contract for a retired unit'),
('23505', $$insert into public.maintenance_contracts (unit_id) values (tests.id('due'))$$, 'a second contract'),
('MT002', $$delete from public.maintenance_contracts where id = tests.id('due')$$, 'a contract is deleted'),
('MT002', $$update public.maintenance_contracts set created_at = '2190-01-01', due_anchor_on = '2198-01-01' where id = tests.id('due')$$, 'a contract of another century'),
('MT002', $$truncate public.maintenance_contracts cascade$$, 'no contract is left'),
-- Units
('MT021', $$update public.units set condition = 'retired' where id = tests.id('booked')$$, 'a booked unit is retired'),
('MT021', $$update public.units set condition = 'retired' where id = tests.id('begun')$$, 'a unit is retired while it is serviced'),
('MT021', $$update public.units set customer_id = tests.id('bob') where id = tests.id('booked')$$, 'a booked unit goes to another client'),
('MT021', $$update public.units set customer_id = tests.id('bob') where id = tests.id('due')$$, 'a unit goes to another client without its contract'),
('23503', $$delete from public.units where id = tests.id('due')$$, 'a unit under contract is deleted'),
('MT002', $$truncate public.units cascade$$, 'no unit is left'),
('MT021', $$update public.units set category_id = pg_temp.category('walker') where id = tests.id('due')$$, 'a lift under contract becomes a walker'),
('MT002', $$update public.maintenance_contracts set category_id = pg_temp.category('walker') where id = tests.id('due')$$, 'a contract for a lift is one for a walker'),
('MT002', $$update public.units set source_line_id = null, unit_number = null where source_line_id = tests.id('line')$$, 'a unit forgets its line, which enrols it again'),
('MT002', $$update public.units set unit_number = 99 where source_line_id = tests.id('line')$$, 'a unit is another of its line'),
('MT002', $$update public.units set source_claim_id = null where source_claim_id = tests.id('claim')$$, 'a unit forgets its claim'),
-- What was sold
('MT002', $$update public.sales_order_lines set line_ref = 'D19' where id = tests.id('line')$$, 'a line is known by another name, and enrolled again'),
('MT002', $$update public.sales_order_lines set order_id = tests.id('other order') where id = tests.id('line')$$, 'a line goes to another order'),
('MT002', $$update public.sales_orders set customer_id = tests.id('bob') where id = tests.id('order')$$, 'somebody else bought what is enrolled'),
('MT002', $$update public.device_claims set claim_ref = 'KY8' where id = tests.id('claim')$$, 'a claim is known by another name'),
('23503', $$delete from public.sales_orders where id = tests.id('order')$$, 'an order is deleted under its units'),
-- Days that no calendar reaches
('23514', $$update public.maintenance_cycles set due_on = 'infinity' where id = pg_temp.cycle('due')$$, 'a unit that is never due'),
('23514', $$update public.maintenance_cycles set due_on = '-infinity' where id = pg_temp.cycle('due')$$, 'a unit that was always due'),
('23514', $$update public.maintenance_cycles set due_on = '2062-05-01' where id = pg_temp.cycle('due')$$, 'a unit that nobody hears of for a generation'),
('23514', $$update public.maintenance_contracts set due_anchor_on = '0044-03-15 BC' where id = tests.id('due')$$, 'a contract from before our time'),
('23514', $$update public.maintenance_contracts set due_anchor_on = '2062-05-01' where id = tests.id('due')$$, 'a contract that begins in a generation'),
('23514', $$insert into public.holidays (on_day) values ('infinity')$$, 'a holiday that never comes'),
-- What the rules are made of
('MT002', $$delete from private.transitions$$, 'nothing may become anything'),
('MT002', $$update private.transitions set only_in = null where to_state = 'done'$$, 'a visit may be done by anybody'),
('MT002', $$insert into private.transitions (table_name, from_state, to_state) values ('invoices', 'issued', 'draft')$$, 'an issued invoice may be a draft again'),
('MT002', $$truncate private.transitions$$, 'there are no rules'),
('MT002', $$insert into private.message_kinds (kind, about, needs_consent, holds_while) values ('advertisement', 'due_units', false, 'bookable')$$, 'there is mail that nobody asked for'),
('MT002', $$update private.message_kinds set needs_consent = false where kind = 'reminder'$$, 'reminders go to those who unsubscribed'),
('MT002', $$delete from private.message_kinds where kind = 'rebook'$$, 'a kind of mail is gone'),
('MT002', $$truncate private.message_kinds cascade$$, 'there is no mail'),
('MT002', $$insert into private.activity_kinds (kind, about) values ('whatever', '{customer}')$$, 'there is work of any kind'),
('MT002', $$update private.activity_kinds set settled_by = '{booked}' where kind = 'delivery_failure'$$, 'work is done by itself'),
('MT002', $$update private.activity_kinds set about = '{task}', is_on = false where kind = 'unbooked'$$, 'work is about something else'),
('MT002', $$delete from private.activity_kinds where kind = 'overdue'$$, 'a kind of work is gone'),
('MT002', $$truncate private.activity_kinds cascade$$, 'there is no work'),
('MT002', $$insert into private.change_reasons (what, is_urgent, stops_all, needs_note) values ('tired', false, true, false)$$, 'clients may say another thing'),
('MT002', $$update private.change_reasons set stops_all = false where what = 'died'$$, 'the dead are written to'),
('MT002', $$delete from private.change_reasons where what = 'moved'$$, 'nobody moves'),
('MT002', $$truncate private.change_reasons$$, 'nothing can be otherwise'),
('MT002', $$insert into private.jobs (name, runs, sql) values ('empty', 'sql', 'select 1')$$, 'something else runs by itself'),
('MT002', $$update private.jobs set sql = 'select 1' where name = 'seal-audit'$$, 'the trail is not sealed any more'),
('MT002', $$delete from private.jobs where name = 'watch-jobs'$$, 'nobody watches the jobs'),
('MT002', $$truncate private.jobs$$, 'nothing runs by itself'),
-- People
('MT022', $$update public.staff set role = 'office' where role = 'admin'$$, 'the last administrator is demoted'),
('MT022', $$update public.staff set active = false where role = 'admin'$$, 'the last administrator is switched off'),
('MT002', $$update public.staff set user_id = null where role = 'admin'$$, 'the last administrator cannot sign in'),
('MT002', $$update public.staff set user_id = null where role = 'technician'$$, 'somebody loses the login that another is to get'),
('MT022', $$delete from public.staff where role = 'admin'$$, 'the last administrator is deleted'),
('MT002', $$update public.staff set user_id = gen_random_uuid() where role = 'admin'$$, 'the last administrator is somebody who does not exist'),
('MT022', $$delete from auth.users where id in (select user_id from public.staff where role = 'admin')$$, 'the last administrator''s login is deleted'),
('MT022', $$update auth.users set banned_until = clock_timestamp() + interval '1 hour' where id in (select user_id from public.staff where role = 'admin')$$, 'the last administrator is locked out'),
('MT022', $$update auth.users set deleted_at = clock_timestamp() where id in (select user_id from public.staff where role = 'admin')$$, 'the last administrator''s login is put away'),
('MT022', $$update auth.users set id = gen_random_uuid() where id in (select user_id from public.staff where role = 'admin')$$, 'the last administrator''s login is somebody else''s'),
('MT022', $$truncate auth.users cascade$$, 'nobody has a login'),
('MT022', $$with ghost as (insert into public.staff (user_id, email, name, role) values (gen_random_uuid(), 'ghost@example.com', 'Ghost', 'admin') returning id)
  update public.staff set role = 'office' where role = 'admin' and exists (select from ghost)$$, 'somebody whose login is not there takes the last administrator''s place'),
('MT022', $$with ghost as (insert into public.staff (email, name, role) values ('ghost@example.com', 'Ghost', 'admin') returning id)
  update public.staff set role = 'office' where role = 'admin' and exists (select from ghost)$$, 'somebody who cannot sign in takes the last administrator''s place'),
('MT002', $$truncate public.staff cascade$$, 'nobody is left'),
('MT005', $$update public.technicians set active = false where id = tests.id('Tess One')$$, 'a technician with coming work is switched off'),
('MT002', $$update private.calendar_links set token_hash = private.token_hash(repeat('a', 43))$$, 'a calendar under a key that somebody chose'),
('MT002', $$insert into private.calendar_links (technician_id, token_hash) values (tests.id('Luis Two'), private.token_hash(repeat('a', 43)))$$, 'a new calendar under a key that somebody chose'),
('23503', $$delete from public.technicians where id = tests.id('Tess One')$$, 'a technician with work is deleted'),
('23514', $$update public.technicians set home_latitude = 0, home_longitude = 0$$, 'technicians live in the sea'),
('23514', $$update public.equipment_categories set name = ' '$$, 'a client is told that nothing is due'),
('23514', $$update public.products set name = ''$$, 'a product is called nothing'),
('23514', $$insert into public.holidays (on_day, name) values ('2026-07-02', ' ')$$, 'a holiday is called nothing'),
('MT002', $$truncate public.technicians cascade$$, 'no technician is left'),
('MT002', $$truncate public.customers cascade$$, 'no client is left'),
('MT002', $$truncate public.office_activities cascade$$, 'nothing is left to do'),
('MT002', $$truncate public.holidays$$, 'no day is a holiday'),
-- Certificates
('MT002', $$insert into public.inspection_certificates (year, number_in_year, code, visit_id, unit_id, contract_id, service_on, expires_on, content)
  select year, 2, reverse(code), pg_temp.visit('booked'), unit_id, contract_id, service_on, expires_on, content from public.inspection_certificates$$, 'a certificate is made up'),
('MT002', $$update public.inspection_certificates set content = '{"lines": []}'$$, 'a certificate says something else'),
('MT002', $$update public.inspection_certificates set expires_on = '2036-06-01'$$, 'a certificate is good for longer'),
('MT002', $$update public.inspection_certificates set code = reverse(code)$$, 'a certificate has a code that somebody chose'),
('MT002', $$update public.inspection_certificates set revoked_at = private.clock(), revoked_reason = 'By hand'$$, 'a certificate is revoked by hand'),
('MT002', $$delete from public.inspection_certificates$$, 'there was no certificate'),
('MT002', $$truncate public.inspection_certificates$$, 'no certificate is left'),
('MT002', $$update private.certificate_years set last_number = last_number + 1$$, 'a number of a certificate is left out'),
('MT002', $$delete from private.certificate_years$$, 'certificates are counted anew'),
-- Money
('MT002', $$update public.invoices set state = 'issued', number = 2, issued_at = private.clock() where id = tests.id('draft')$$, 'an invoice is issued by hand'),
('MT002', $$update public.invoices set state = 'issued', number = 99, issued_at = private.clock() where id = tests.id('draft')$$, 'a number is left out'),
('MT002', $$update public.invoices set state = 'issued', number = 2, issued_at = '2020-01-01' where id = tests.id('draft')$$, 'an invoice is older than the one before'),
('MT002', $$update public.invoices set state = 'issued', number = 2, issued_at = '2036-01-01' where id = tests.id('draft')$$, 'an invoice of days to come'),
('MT002', $$with emptied as (delete from public.invoice_lines where invoice_id = tests.id('draft') returning id)
  update public.invoices set state = 'issued', number = 2, issued_at = private.clock() where id = tests.id('draft') and exists (select from emptied)$$, 'an invoice is emptied as it is issued'),
('MT002', $$update public.invoices set series = 'X' where id = tests.id('draft')$$, 'a draft goes to another series'),
('23514', $$update public.invoice_lines set unit_price = 'NaN' where invoice_id = tests.id('draft')$$, 'a line costs no number'),
('23514', $$update public.callout_rates set hourly = 'NaN'$$, 'an hour costs no number'),
('23503', $$insert into public.invoices (customer_id, series) values (tests.id('ada'), 'X')$$, 'a series that nobody counts'),
('MT002', $$update private.invoice_series set last_number = 7$$, 'the count of invoices jumps'),
('MT002', $$update private.invoice_series set last_issued_at = '2020-01-01'$$, 'the count of invoices forgets its day'),
('MT002', $$insert into private.invoice_series (series, last_number) values ('X', 7)$$, 'a count begins anywhere'),
('MT002', $$delete from private.invoice_series$$, 'nobody counts invoices'),
('MT002', $$truncate private.invoice_series cascade$$, 'nobody counts invoices any more'),
('23503', $$update public.invoices set customer_id = tests.id('bob') where work_order_id is not null and state = 'draft'$$, 'a draft goes to another client than its stop'),
('23503', $$update public.work_orders set customer_id = tests.id('bob') where id in (select work_order_id from public.invoices)$$, 'a stop goes to another client than its draft'),
('MT002', $$update public.invoices set customer_id = tests.id('bob') where state = 'issued'$$, 'an invoice goes to another client'),
('MT002', $$delete from public.invoice_lines where visit_id = pg_temp.visit('booked')$$, 'a booked visit is charged to nobody'),
('MT002', $$update public.invoice_lines set visit_id = null where visit_id = pg_temp.visit('booked')$$, 'a charge forgets its visit'),
('MT002', $$update public.invoices set state = 'void' where id in (select invoice_id from public.invoice_lines where visit_id = pg_temp.visit('booked'))$$, 'the draft of a booked stop is void'),
('MT002', $$update public.invoices set state = 'void' where id in (select invoice_id from public.invoice_lines where visit_id = pg_temp.visit('waits'))$$, 'the draft of a stop that waits is void'),
('MT002', $$update public.invoices set state = 'void' where id in (select invoice_id from public.invoice_lines where visit_id = pg_temp.visit('serviced'))$$, 'what was done is charged to nobody'),
('MT002', $$delete from public.invoices where id in (select invoice_id from public.invoice_lines where visit_id = pg_temp.visit('booked'))$$, 'the draft of a booked stop is deleted'),
('MT002', $$delete from public.invoices where state = 'issued'$$, 'an invoice is deleted'),
('MT002', $$truncate public.invoices cascade$$, 'no invoice is left'),
('MT002', $$truncate public.invoice_lines$$, 'no line is left'),
-- What was said and done
('MT002', $$delete from public.messages where kind = 'confirmation'$$, 'a mail was never written'),
('MT001', $$insert into public.messages (kind, recipient, dedupe_key, payload, state, sent_at) values ('reminder', 'ada@example.com', 'made up', '{}', 'sent', now())$$, 'a mail that was never sent was sent'),
('MT001', $$update public.messages set state = 'sent', sent_at = now() where state = 'queued'$$, 'a mail was sent that waits'),
('MT001', $$update public.messages set state = 'sending' where state = 'queued'$$, 'a mail is on its way that nobody claimed'),
('MT001', $$update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = now() where state = 'queued'$$, 'a mail is on its way with a lease that nobody has'),
('MT001', $$update public.messages set state = 'sent', sent_at = now() where state = 'sending'$$, 'a mail arrived, says who did not send it'),
('MT001', $$update public.messages set state = 'queued' where state = 'sending'$$, 'a mail on its way goes out twice'),
('MT001', $$update public.messages set state = 'dead' where state = 'sending'$$, 'a mail on its way was given up'),
('MT001', $$update public.messages set state = 'uncertain' where state = 'sending'$$, 'a mail on its way may have arrived'),
('MT001', $$update public.messages set state = 'superseded' where state = 'sending'$$, 'a mail on its way never left'),
('MT001', $$update public.messages set state = 'queued' where state = 'dead'$$, 'a mail that was given up goes out, whoever it is to'),
('MT001', $$update public.messages set state = 'queued' where state = 'uncertain'$$, 'a mail that may have arrived goes out again, whoever it is to'),
('MT001', $$update public.messages set state = 'sent', sent_at = now() where state = 'uncertain'$$, 'a mail that may have arrived did'),
('MT001', $$update public.messages set state = 'dead' where state = 'uncertain'$$, 'a mail that may have arrived did not'),
('MT002', $$update public.messages set lease_id = gen_random_uuid() where state = 'sending'$$, 'somebody else claimed a mail'),
('MT002', $$update public.messages set lease_until = lease_until + interval '1 year' where state = 'sending'$$, 'a mail is on its way for a year'),
('MT002', $$update public.messages set handed_over_at = null where state = 'uncertain'$$, 'a mail was never handed over'),
('MT002', $$update public.messages set provider_deduplicates = not provider_deduplicates where state = 'uncertain'$$, 'a provider drops repeats'),
('MT002', $$update public.messages set provider = 'another' where state = 'uncertain'$$, 'another provider had a mail'),
('MT002', $$update public.messages set provider_id = 'made up' where state = 'uncertain'$$, 'a provider knows a mail by another name'),
('MT002', $$update public.messages set attempts = 0 where state = 'uncertain'$$, 'nobody tried to send a mail'),
('MT002', $$insert into public.messages (kind, recipient, dedupe_key, payload, rendered) values ('reminder', 'ada@example.com', 'by hand', '{}', '{"text": "Dear Eve"}')$$, 'a mail is written by hand from the start'),
('MT002', $$insert into public.messages (kind, recipient, dedupe_key, payload, attempts) values ('reminder', 'ada@example.com', 'tried', '{}', 1)$$, 'a mail was tried before it was decided'),
('MT002', $$insert into public.messages (kind, recipient, dedupe_key, payload, provider, provider_deduplicates, handed_over_at) values ('reminder', 'ada@example.com', 'handed over', '{}', 'p', true, now())$$, 'a mail was handed over before it was decided'),
('MT002', $$update public.messages set recipient = 'eve@example.com'$$, 'a mail goes to somebody else'),
('MT002', $$update public.messages set kind = 'reminder', dedupe_key = 'another' where kind = 'confirmation'$$, 'a mail becomes another'),
('MT002', $$update public.messages set customer_id = tests.id('bob') where kind = 'confirmation'$$, 'a mail to one client becomes another client''s'),
('MT002', $$update public.messages set customer_id = null where kind = 'confirmation'$$, 'a mail to a client is nobody''s'),
('MT002', $$update public.messages set dedupe_key = 'another' where dedupe_key = 'written'$$, 'a mail that was sent once may be sent again'),
('MT002', $$update public.messages set rendered = '{"text": "changed"}' where rendered is not null$$, 'what was written is written anew'),
('MT002', $$update public.messages set payload = '{"first_name": "Eve"}' where kind = 'confirmation'$$, 'a mail says something else'),
('MT002', $$update public.messages set payload = '{}' where kind = 'confirmation'$$, 'a mail says nothing any more'),
('MT002', $$update public.messages set rendered = '{"text": "Dear Eve"}' where kind = 'confirmation' and state = 'queued'$$, 'a mail is written by hand'),
('MT002', $$update public.messages set rendered = null where rendered is not null$$, 'a mail is to be written anew'),
('23514', $$update public.messages set next_attempt_at = '2190-01-01' where state = 'queued'$$, 'a mail waits for another century'),
('23514', $$insert into public.messages (kind, recipient, dedupe_key, payload, next_attempt_at) values ('reminder', 'ada@example.com', 'far', '{}', clock_timestamp() + interval '8 days')$$, 'a mail is decided and goes out when it is old'),
('MT002', $$truncate public.messages cascade$$, 'no mail is left'),
('MT002', $$delete from public.suppressions where reason = 'hard_bounce'$$, 'a dead address lives again'),
('MT002', $$delete from public.suppressions where reason = 'complaint'$$, 'who complained is written to again'),
('MT002', $$update public.suppressions set reason = 'unsubscribed' where reason = 'complaint'$$, 'who complained only unsubscribed'),
('MT002', $$update public.suppressions set address = 'other@example.com' where reason = 'hard_bounce'$$, 'another address is dead'),
('MT002', $$update public.suppressions set address = 'other@example.com' where reason = 'unsubscribed'$$, 'somebody else unsubscribed'),
('MT002', $$delete from public.suppressions where reason = 'unsubscribed'$$, 'who unsubscribed is written to again'),
('MT002', $$delete from public.suppressions where address = 'gone@example.com'$$, 'an address that unsubscribed and bounces lives again'),
('MT002', $$update public.suppressions set has_unsubscribed = false where address = 'gone@example.com'$$, 'who unsubscribed and bounces only bounces'),
('MT002', $$update public.suppressions set has_unsubscribed = false where address = 'ada@example.com'$$, 'who unsubscribed did not'),
('MT002', $$delete from public.office_activities$$, 'there was nothing to do'),
('MT002', $$insert into private.deeds (what, settled, raised, told, sent, held) values ('move', '{}', '{}', '{}', '{}', '{}')$$, 'the office did something that nobody did'),
('MT002', $$update private.deeds set made_at = private.clock() - interval '1 minute', undone_at = private.clock()$$, 'what was done on the board is taken back by hand'),
('MT002', $$update private.deed_tasks set revision_undone = 2$$, 'a task stands as before without being put back'),
('MT002', $$delete from private.deeds$$, 'nothing was done on the board'),
('MT002', $$delete from private.deed_tasks$$, 'no task was moved on the board'),
('MT002', $$update public.activity_calls set result = 'spoke'$$, 'a call that nobody answered was answered'),
('MT002', $$delete from public.activity_calls$$, 'nobody called'),
('23514', $$insert into public.activity_calls (activity_id, number, result, due_on) select a.id, 2, 'undone', a.due_on from public.office_activities a$$, 'a call is taken back that nobody made'),
('MT001', $$update public.office_activities set state = 'open', closed_at = null, outcome = null where state = 'done'$$, 'what was dealt with is to be done again'),
('MT002', $$update public.office_activities set outcome = 'never reached' where state = 'done'$$, 'what came of a call is rewritten'),
('MT002', $$update public.office_activities set details = '{}' where state = 'done'$$, 'what there was to do is forgotten'),
('MT002', $$update public.office_activities set closed_at = closed_at - interval '1 day' where state = 'done'$$, 'a call was made a day earlier'),
('MT002', $$update public.office_activities set owner_id = (select id from public.staff limit 1) where state = 'done'$$, 'somebody else made a call'),
('MT002', $$update public.office_activities set kind = 'missing_address' where kind = 'delivery_failure' and state = 'open'$$, 'work becomes other work'),
('MT002', $$update public.office_activities set subject_key = 'customer:' || tests.id('bob') where state = 'open'$$, 'work is about somebody else'),
('MT002', $$update public.office_activities set customer_id = tests.id('bob') where state = 'open'$$, 'work for one client becomes work for another'),
('MT002', $$update public.office_activities set contract_id = tests.id('due') where state = 'open' and contract_id is distinct from tests.id('due')$$, 'work about one unit becomes work about another'),
('MT002', $$update public.office_activities set cycle_id = pg_temp.cycle('due') where state = 'open' and cycle_id is distinct from pg_temp.cycle('due')$$, 'work of one year becomes work of another'),
('23514', $$update public.office_activities set details = '[]' where state = 'open'$$, 'what there is to do is told in no words that a page finds'),
('23514', $$update public.office_activities set details = '"by phone"' where state = 'open'$$, 'what there is to do is told in any words'),
('MT001', $$insert into public.office_activities (kind, subject_key, state, closed_at, outcome) values ('callback', 'cycle:' || pg_temp.cycle('due'), 'done', private.clock(), 'called')$$, 'a call was made that nobody asked for'),
('MT002', $$delete from public.booking_attempts$$, 'nobody ever tried to book'),
('MT002', $$update public.booking_attempts set status = 'invalid'$$, 'an attempt ended otherwise'),
('MT002', $$truncate public.booking_attempts$$, 'no attempt is left'),
('MT002', $$delete from private.attempts_in_vain$$, 'nobody tried in vain'),
('MT002', $$truncate private.attempts_in_vain$$, 'no attempt in vain is left'),
('MT002', $$delete from public.backfill_rows$$, 'a run found nothing'),
('MT002', $$delete from public.backfill_runs$$, 'there was no run'),
('MT002', $$truncate public.backfill_rows$$, 'no row of a run is left'),
('MT002', $$truncate public.backfill_runs cascade$$, 'no run is left'),
('MT002', $$delete from public.import_rows$$, 'a file said nothing'),
('MT002', $$delete from public.import_rows where line = 3$$, 'a file lacks a line that no run knows'),
('MT002', $$delete from public.import_files$$, 'there was no file'),
('MT002', $$delete from public.import_files where id = tests.id('empty')$$, 'there was no empty file either'),
('MT002', $$truncate public.import_rows cascade$$, 'no row of a file is left'),
('MT002', $$truncate public.import_files cascade$$, 'no file is left'),
('MT002', $$delete from public.import_uploads$$, 'nobody brought a file'),
('MT002', $$delete from public.import_mappings$$, 'nobody named its columns'),
('MT001', $$update public.import_files set state = 'finished'$$, 'a file is taken in without being read'),
('MT001', $$update public.import_files set state = 'dropped'$$, 'a file is left out by hand'),
('MT002', $$update public.import_files set is_whole = false$$, 'a file told less than it did'),
('MT001', $$update public.import_runs set state = 'applied' where id = tests.id('import'); update public.import_runs set state = 'receiving'$$, 'a run that is over begins again'),
('MT002', $$update public.import_runs set source = 'odoo'$$, 'another system told it'),
('MT002', $$delete from public.import_runs$$, 'no system told anything'),
('MT002', $$truncate public.import_runs cascade$$, 'no run of an import is left'),
('MT002', $$update public.import_changes set became = 'another'$$, 'a run changed something else'),
('MT002', $$delete from public.import_changes$$, 'a run changed nothing'),
('MT002', $$truncate public.import_changes$$, 'nothing was ever changed by a run'),
('MT002', $$insert into private.imported_values values ('customers', 'C2', '{}')$$, 'a file said what it did not'),
('MT002', $$update private.imported_values set fields = '{"name": "Another"}'$$, 'a file said something else'),
('MT002', $$delete from private.imported_values$$, 'files said nothing'),
('MT002', $$truncate private.imported_values$$, 'nothing that files said is left'),
('MT002', $$insert into private.erased_refs values (sha256('C2'))$$, 'somebody was erased who was not'),
('MT002', $$update private.erased_refs set digest = sha256('C2')$$, 'somebody else was erased'),
('MT002', $$delete from private.erased_refs$$, 'the erased may come back'),
('MT002', $$truncate private.erased_refs$$, 'all of the erased may come back'),
('MT002', $$insert into private.file_kinds (kind, importer, ref_fields) values ('invoices', 'import_invoices', '{number}')$$, 'files of another kind are read'),
('MT002', $$update private.file_kinds set for_administrators = false$$, 'the office brings in policies'),
('MT002', $$delete from private.file_kinds where kind = 'technician_jobs'$$, 'a kind of files is not read any more'),
('MT002', $$truncate private.staged_rows$$, 'no row waits to be taken in'),
('MT002', $$truncate private.staged_batches$$, 'no batch has come'),


('MT002', $$insert into public.import_conflicts (conflict_kind, subject) values ('returned_unit', 'y')$$, 'a question that no import asked'),
('MT002', $$update public.import_conflicts set decision = 'keep', decided_at = private.clock()$$, 'a question was answered'),
('MT002', $$update public.import_conflicts set told = '{"serial": "1"}'$$, 'a file said something else'),
('MT002', $$delete from public.import_conflicts$$, 'no import asked anything'),
('MT002', $$delete from public.price_changes$$, 'no fee ever changed'),
('MT002', $$update public.price_changes set fee = 1$$, 'a fee was another'),
('MT002', $$delete from public.job_runs$$, 'a job never ran'),
('MT002', $$update public.job_runs set company_day = company_day + 1$$, 'a job ran another day'),
('MT002', $$truncate public.job_runs$$, 'no job ever ran'),
-- Settings and the trail
('MT002', $$delete from public.company_settings$$, 'the company has no settings'),
('MT002', $$truncate public.company_settings$$, 'no setting is left'),
('MT002', $$update public.audit_events set actor = null$$, 'a change was nobody''s'),
('MT002', $$delete from public.audit_events$$, 'a change did not happen'),
('MT002', $$truncate public.audit_events cascade$$, 'no change happened'),
('MT002', $$delete from private.audit_seals$$, 'a seal is broken'),
('MT002', $$truncate private.audit_seals$$, 'no seal is left');

-- When a row was made (written_down): not in days to come, and not changed afterwards, but for what is looked up again and
-- the age of a mail.
insert into attempts (code, statement, what)
-- The trail asks first who adds to it.
select case i.of_table when 'public.audit_events' then 'MT002' else '23514' end,
  format('insert into %s (%I) values (greatest(private.clock(), clock_timestamp()) + interval ''2 minutes'')', i.of_table, i.name),
  'a row of ' || i.of_table || ' is made in days to come'
from pg_temp.instants i;
insert into attempts (code, statement, what)
select 'MT002', format('update %s set %2$I = %2$I - interval ''1 minute''', i.of_table, i.name), 'a row of ' || i.of_table || ' was made before'
from pg_temp.instants i where i.of_table <> 'public.messages' and i.name not in ('asked_at', 'fetched_at');
insert into attempts (code, statement, what) values
('23514', $$update public.messages set created_at = greatest(private.clock(), clock_timestamp()) + interval '2 minutes'$$, 'a mail is newer than all that come');

-- What a row is known by: every table with an id (kept_keys).
create temp view keyed as
select c.oid, c.relnamespace::regnamespace || '.' || c.relname as name
from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) and a.attname = 'id'
where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace);
insert into attempts (code, statement, what)
select 'MT002', format('update %s set id = gen_random_uuid()', k.name), 'a row of ' || k.name || ' is known by another id'
from pg_temp.keyed k
where (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || k.name, false, true, '')))[1]::text <> '0' order by k.name;

-- What a statement comes to: the SQLSTATE that refused it, done, or nothing where no row was reached. Nothing stays.
create function pg_temp.attempt(statement text) returns text language plpgsql as $$
declare
  v_rows bigint;
begin
  execute statement;
  get diagnostics v_rows = row_count;
  set constraints all immediate;
  raise exception using errcode = 'ZZ001', message = case when v_rows > 0 or statement ~ '^truncate' then 'done' else 'nothing' end;
exception
  when sqlstate 'ZZ001' then return sqlerrm;
  when others then return sqlstate;
end;
$$;
create temp table outcomes (persona text, n integer, outcome text);
create function pg_temp.try_all(persona text) returns void language plpgsql as $$
begin
  perform set_config('statement_timeout', '0', true);
  insert into outcomes select try_all.persona, a.n, pg_temp.attempt(a.statement) from attempts a;
end;
$$;
grant select on at_work, attempts, leaked to public;
grant insert on outcomes to public;
grant execute on function pg_temp.category, pg_temp.cycle, pg_temp.visit, pg_temp.task, pg_temp.work_order, pg_temp.attempt, pg_temp.try_all to public;

select pg_temp.try_all('owner');
select tests.act_as_service();
select pg_temp.try_all('service');
select tests.act_as_staff('admin');
select pg_temp.try_all('admin');
select tests.act_as_staff('office');
select pg_temp.try_all('office');
select tests.act_as_staff('technician');
select pg_temp.try_all('technician');
select tests.act_as_anon();
select pg_temp.try_all('anon');
select tests.act_as_owner();

select is(o.outcome, a.code, 'not even the owner: ' || a.what) from attempts a join outcomes o using (n) where o.persona = 'owner' order by n;
select is_empty(
  $$ select a.what || ': ' || o.outcome from attempts a join outcomes o using (n) where o.persona = 'service' and o.outcome not in (a.code, '42501') $$,
  'the service role is refused the same, or never had the right');
select is_empty(
  format($$ select a.what || ': ' || o.outcome from attempts a join outcomes o using (n) where o.persona = %L and o.outcome not in (a.code, '42501', 'nothing') $$, persona),
  persona || ' neither') from unnest(array['admin', 'office', 'technician', 'anon']) persona;
select is((select count(*) from outcomes), (select count(*) * 6 from attempts), 'everybody tried everything');
select is_empty($$ select a.what from attempts a join outcomes o using (n) where o.persona in ('anon', 'technician') and o.outcome not in ('42501', 'nothing')
     -- How a row has to look is asked before whose it is.
     and not (o.persona = 'technician' and o.outcome = '23514') $$,
  'a stranger and a technician do not get as far as a rule');

-- Row by row: none hides behind one that another rule keeps.
create function pg_temp.each_row(of_table text, change text) returns setof text language plpgsql as $$
declare
  v_row tid;
begin
  for v_row in execute format('select ctid from %s', of_table) loop
    return next pg_temp.attempt(format('update %s set %s where ctid = %L', of_table, change, v_row));
  end loop;
end;
$$;
select is_empty(
  $$ select i.of_table, o from pg_temp.instants i, pg_temp.each_row(i.of_table, format('%1$I = %1$I - interval ''1 minute''', i.name)) o
     where i.of_table <> 'public.messages' and i.name not in ('asked_at', 'fetched_at') and o <> 'MT002' $$,
  'no row was made before');

-- Of every table, those to come included.
select is_empty(
  $$ select k.name from pg_temp.keyed k where not exists (
       select from pg_trigger g where g.tgrelid = k.oid and g.tgtype & 3 = 3 and g.tgtype & 16 <> 0 and g.tgenabled = 'O' and pg_get_triggerdef(g.oid) like '%OF id %refuse_change%') $$,
  'every id is kept');
select is_empty(
  $$ select t.name from (
       select c.oid, c.relnamespace::regnamespace || '.' || c.relname as name from pg_class c
       where c.relkind in ('r', 'p') and c.relpersistence = 'p' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)) t
     where pg_temp.attempt('truncate ' || t.name || ' cascade') <> 'MT002'
       -- Nor only because of what refers to it.
       or not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgtype & 32 <> 0 and g.tgenabled = 'O') $$,
  'no table can be emptied');
create temp view columns as
select c.oid::regclass as of_table, a.attname::text as name, a.atttypid::regtype as type, (
    select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f') and a.attnum = any (k.conkey)) as checks
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace);
select is_empty($$ select of_table, name from pg_temp.columns where type = 'numeric'::regtype and checks !~ format('''NaN''::numeric <> (ALL \(ARRAY\[[a-z_, ]*)?\m%s\M', name) $$, 'every number is one');
select is_empty($$ select of_table, name from pg_temp.columns where type = 'jsonb'::regtype and checks !~ format('jsonb_typeof\(%s\) = ''object''', name) $$,
  'what holds facts by name is an object');
select is_empty($$ select of_table, name from pg_temp.columns where name in ('name', 'label') and type = 'text'::regtype
     and coalesce(checks !~ format('(btrim|is_one_line)\(%s|FOREIGN KEY', name), true)
     -- Its rows are the rules' own (chapter fixed rules).
     and of_table <> all (array['private.jobs', 'private.self_checks']::regclass[]) $$, 'nothing and nobody is called nothing');
select is_empty(
  $$ select g.tgrelid::regclass, g.tgname from pg_trigger g join pg_class c on c.oid = g.tgrelid
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and g.tgenabled <> all (array['O', 'A']::"char"[]) $$,
  'each guard is switched on');
select * from finish();
rollback;
