-- Edges of reports: each boundary and each exception of how a visit ends and is taken back, by itself.
begin;
select plan(46);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('office'), tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician') where id = tests.id('Tess One');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'office') where id = tests.id('Luis Two');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'paper', 'waits', 'failed', 'past', 'repair', 'again', 'told', 'draft']) label;
select tests.unit('one', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('two', 'bob', 'stairlift', '9 Oak Ave', '2026-06-21');
update public.maintenance_contracts set due_anchor_on = '2025-12-20';
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('paper', 'Tess One', '2026-06-03 15:00+00'), tests.book('waits', 'Tess One', '2026-06-03 17:00+00'),
  tests.book('failed', 'Luis Two', '2026-06-03 13:00+00'), tests.book('repair', 'Luis Two', '2026-06-03 15:00+00'), tests.book('again', 'Luis Two', '2026-06-03 17:00+00'),
  tests.book('told', 'Tess One', '2026-06-04 13:00+00'), tests.book('draft', 'Tess One', '2026-06-04 15:00+00'), tests.book('one', 'Luis Two', '2026-06-04 13:00+00', array[tests.id('two')]);
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at desc, v.id limit 1 $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
create function pg_temp.lines(label text, but jsonb default '{}', without integer default 0) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('position', i.position, 'result', coalesce(but ->> i.position::text, 'pass')) order by i.position)
  from private.visit_checklist i where i.visit_id = pg_temp.visit(lines.label) and i.position <> without $$;
create function pg_temp.report(label text, more jsonb default '{}', id text default null) returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || coalesce(id, label)), 'checklist', pg_temp.lines(label), 'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb) || more $$;
create function pg_temp.phone(label text, at text) returns jsonb language sql as $$
  select pg_temp.report(label, jsonb_build_object('based_on', (pg_temp.task(label)).revision, 'recorded_at', at, 'sent_at', private.clock(), 'started_at', at, 'finished_at', at, 'labour_minutes', 5)) $$;
create function pg_temp.complete(label text, report jsonb, by text default 'office') returns jsonb language sql as $$ select private.complete_visit(pg_temp.visit(label), report, by, private.clock()) $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'field') $$;
create function pg_temp.reverse(label text) returns text language sql as $$ select pg_temp.told(private.reverse_visit(pg_temp.visit(label), 'Wrong client', private.clock())) $$;
grant execute on all functions in schema pg_temp to public;

create function pg_temp.failed(label text, id text) returns text language sql as $$
  select pg_temp.told(public.fail_visit(pg_temp.visit(label), 'not_completed', 'access', null, tests.id('report ' || id))) $$;

-- When
select tests.freeze_clock('2026-06-03 01:00+00');
select is(pg_temp.told(pg_temp.complete('lift', pg_temp.report('lift', '{"finished_at": "2026-06-03T00:59:00Z"}'))), 'done', 'exactly twelve hours before its start a visit can have been done');
select is((select clock_in_doubt from public.visit_reports where id = tests.id('report lift')), true, 'not a minute before that');
select is(pg_temp.failed('lift', 'lift'), 'rejected taken report_id', 'what says that a visit was done does not say that it was not');
select tests.freeze_clock('2026-06-03 18:00+00');
select is(pg_temp.told(pg_temp.complete('paper', pg_temp.report('paper', '{"finished_at": "2026-06-03T12:00:00Z"}'))), 'done', 'paper says only when a visit was over');
select is((select (started_at, finished_at)::text from public.maintenance_visits where id = pg_temp.visit('paper')), '("2026-06-03 12:00:00+00","2026-06-03 12:00:00+00")', 'which was before it should have begun: it began no later than it ended');

-- Whose
select private.set_task_state((pg_temp.task('waits')).id, 'needs_rescheduling');
select is(pg_temp.told(pg_temp.complete('waits', pg_temp.report('waits'))), 'conflict moved', 'a visit that waits for another time was moved');
select tests.act_as('none', (select user_id from public.staff where role = 'office'));
select is(pg_temp.told(public.complete_visit(pg_temp.visit('told'), pg_temp.report('told'))), 'refused too_early', 'somebody of the office who drives as well records from paper');
select tests.act_as_owner();
select is((private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('past')), tests.id('Tess One'), '2026-06-02 13:00+00', null, null, '{}', 'office', true, private.clock()) ->> 'status'), 'booked', 'the office books what was done yesterday');
select is(private.move_stop((pg_temp.task('past')).id, tests.id('Luis Two'), '2026-06-02 13:00+00', true, private.clock()) ->> 'status', 'moved', 'and then gives it to somebody else');
select tests.act_as('none', (select user_id from public.staff where role = 'technician'));
select is(pg_temp.told(pg_temp.complete('past', pg_temp.phone('past', '2026-06-02T13:40:00Z'), 'technician')), 'conflict reassigned', 'whoever did it reports');
select tests.act_as_owner();
select is(pg_temp.told(private.accept_report(tests.id('report past'), private.clock())), 'done', 'and is believed');
select is((select finished_at from public.maintenance_visits where id = pg_temp.visit('past')), '2026-06-02 13:40+00', 'about when');

-- What
select is(private.save_visit_draft(pg_temp.visit('failed'), '{"findings": "Nobody there"}', private.clock()) ->> 'status', 'ok', 'something is typed');
select is((public.fail_visit(pg_temp.visit('failed'), 'no_show', 'nobody_home', null, tests.id('report failed'))) ->> 'status', 'recorded', 'and nobody was at home');
select is(private.visit_draft(pg_temp.visit('failed')) -> 'typed', '{}', 'what was typed of it is gone');
select is(pg_temp.told(pg_temp.complete('failed', pg_temp.report('failed'))), 'rejected taken report_id', 'the same report says nothing else afterwards');
select is(pg_temp.told(pg_temp.complete('again', pg_temp.report('again', '{"file_ids": ["11111111-1111-4111-8111-111111111111"]}'))), 'rejected unknown file_ids[0]', 'a file is one of the visit');
insert into public.units (id, customer_id, category_id, serial_number, condition) select tests.id('scrap'), tests.id('bob'), k.id, 'SN-3300', 'retired' from public.equipment_categories k where k.code = 'stairlift';
insert into public.units (id, customer_id, category_id, serial_number) select tests.id('taken'), tests.id('bob'), k.id, 'SN-4471' from public.equipment_categories k where k.code = 'stairlift';
select is(pg_temp.told(pg_temp.complete('again', pg_temp.report('again', '{"unit": {"serial_number": "sn-4471"}}'))), 'rejected taken unit.serial_number', 'a serial number is one unit''s');
insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit('again'), 3, 'pass');
select is(pg_temp.told(pg_temp.complete('again', pg_temp.report('again', jsonb_build_object('checklist', pg_temp.lines('again', without => 3), 'unit', '{"serial_number": "SN-3300"}'::jsonb)))), 'done', 'but for one that is retired; a line that was answered before need not be answered again');
select is((select count(*) from public.checklist_results r where r.visit_id = pg_temp.visit('again')), (select count(*) from private.visit_checklist i where i.visit_id = pg_temp.visit('again')), 'each has its answer');

-- Taken back, done again, taken back again
select is(pg_temp.reverse('again'), 'reversed', 'a visit is taken back');
select is((select due_anchor_on from public.maintenance_contracts where id = tests.id('again')), '2025-12-20', 'with its anchor');
update public.maintenance_contracts set due_anchor_on = '2025-08-03' where id = tests.id('again');
select is((private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('again')), tests.id('Luis Two'), '2026-06-02 17:00+00', null, null, '{}', 'office', true, private.clock()) ->> 'status'), 'booked', 'it is booked again');
select is(pg_temp.told(pg_temp.complete('again', pg_temp.report('again', '{"finished_at": "2026-06-03T17:30:00Z"}', 'anew'))), 'done', 'and done, on the same day');
select is((select due_anchor_on from public.maintenance_contracts where id = tests.id('again')), '2026-06-03', 'with a cadence of its own');
create temp table held as select tests.token('again') as token;
select private.replace_link((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('again') and y.closed_at is null));
select is(pg_temp.reverse('again'), 'reversed', 'that is taken back too');
select is((select due_anchor_on from public.maintenance_contracts where id = tests.id('again')), '2025-08-03', 'and the anchor is what it was then');
select is(public.booking_page((select token from held)) ->> 'status', 'expired', 'each link of the cycle that went has expired');
select is_empty($$ select from private.retired_tokens r where not exists (select from public.maintenance_cycles y where y.id = r.cycle_id) $$, 'and is one of a cycle that is there');

-- What keeps a visit from being taken back
select is(pg_temp.told(pg_temp.complete('repair', pg_temp.report('repair', jsonb_build_object('checklist', pg_temp.lines('repair', '{"2": "fail"}'))))), 'done', 'something failed');
create temp table order_of as select id from public.work_orders where visit_id = pg_temp.visit('repair');
select private.approve_repair(id, 'Ada', 'phone', private.order_total(id)), private.schedule_repair(id, tests.id('Luis Two'), '2026-06-05 17:00+00', true, private.clock()) from order_of;
select is(pg_temp.reverse('repair'), 'refused repair', 'a repair that has a time keeps its visit');
insert into public.technician_tasks (id, task_type, state, during, customer_id, work_order_id) select tests.id('spare'), 'repair', 'unassigned', '[2026-06-08 13:00+00, 2026-06-08 14:00+00)', tests.id('ada'), id from order_of;
delete from public.technician_tasks where id = tests.id('spare');
select is((select state from public.work_orders w join order_of using (id)), 'scheduled', 'a second task that comes to nothing leaves the first its time');
select tests.freeze_clock('2026-06-04 20:00+00');
select is(pg_temp.told(pg_temp.complete('told', pg_temp.report('told'))), 'done', 'another');
select private.queue_message('rebook', tests.id('ada'), 'rebook:' || y.id, '{"items": []}', y.id) from public.maintenance_cycles y where y.contract_id = tests.id('told') and y.closed_at is null;
select is(pg_temp.reverse('told'), 'refused reminder', 'nor one of whose next cycle a mail speaks');

-- Where bills are not issued by themselves
update public.company_settings set invoice_on_completion = false;
select is(pg_temp.told(pg_temp.complete('draft', pg_temp.report('draft'))), 'done', 'a visit is done, and drafted');
create temp table bill as select l.invoice_id as id from public.invoice_lines l where l.visit_id = pg_temp.visit('draft');
select is(pg_temp.reverse('draft'), 'reversed', 'and taken back');
select is((select state from public.invoices join bill using (id)), 'void', 'a draft that charges nothing any more is nobody''s work');
select is(pg_temp.told(pg_temp.complete('one', pg_temp.report('one'))) || pg_temp.told(pg_temp.complete('two', pg_temp.report('two'))), 'donedone', 'a stop of two');
select is(private.issue_draft((select l.invoice_id from public.invoice_lines l where l.visit_id = pg_temp.visit('one')), private.clock()) ->> 'status', 'issued', 'is billed by the office');
select is(pg_temp.reverse('one'), 'reversed', 'one of them is taken back');
select is((select array_agg(i.state || ' ' || l.live order by i.created_at, i.state desc) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where l.visit_id = pg_temp.visit('two')),
  array['void false', 'draft true'], 'the other is drafted anew, for the office to issue');
select is(private.void_invoice(l.invoice_id, 'x') ->> 'reason', 'draft', 'that draft is not taken back') from public.invoice_lines l where l.visit_id = pg_temp.visit('two') and l.live;
select is(private.issue_draft(l.invoice_id, private.clock()) ->> 'status', 'issued', 'it is issued') from public.invoice_lines l where l.visit_id = pg_temp.visit('two') and l.live;
select is(private.void_invoice(l.invoice_id, 'x') ->> 'status', 'void', 'and then is') from public.invoice_lines l where l.visit_id = pg_temp.visit('two') and l.live;
select is(private.rebill_visit(pg_temp.visit('two'), fee, 'A discount') ->> 'reason', 'fee', 'no fee: ' || fee) from unnest(array[1.005, -1]) fee;

select * from finish();
rollback;
