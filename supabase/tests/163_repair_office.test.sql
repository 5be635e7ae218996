-- A repair that the client calls for: its quote changed until it is answered, opened again, parts with a day, a time of the
-- search, a drive in vain; and what each page is told of it.
begin;
select plan(139);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0100');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician') where id = tests.id('Luis Two');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-08-20') from unnest(array['lift', 'gone', 'unsafe']) label;
update public.units set condition = 'retired' where id = tests.id('gone');
insert into public.products (id, sku, name, unit_kind, list_price, is_battery) values
  (tests.id('belt'), 'BELT', 'Drive belt', 'part', 42, false), (tests.id('cells'), 'CELLS', 'Power pack', 'part', 90, true);
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'state', answer ->> 'field', answer ->> 'amount') $$;
create function pg_temp.id() returns uuid language sql security definer as $$ select w.id from public.work_orders w where w.problem = 'It stopped half-way' order by w.number desc limit 1 $$;
create function pg_temp.line(kind text, what text, quantity numeric, price numeric, product uuid default null) returns jsonb language sql as $$
  select jsonb_build_object('kind', kind, 'product_id', product, 'description', what, 'quantity', quantity, 'unit_price', price) $$;
create function pg_temp.follow_up() returns text language sql security definer as $$
  select concat_ws(' ', a.details ->> 'reason', a.details ->> 'amount', a.due_on, a.details ->> 'why', case when a.urgent then 'urgent' end)
  from public.office_activities a where a.subject_key = 'work_order:' || pg_temp.id() and a.state = 'open' $$;
create function pg_temp.state() returns text language sql security definer as $$ select w.state from public.work_orders w where w.id = pg_temp.id() $$;
create function pg_temp.task() returns uuid language sql security definer as $$ select (private.task_of_repair(pg_temp.id())).id $$;
grant execute on all functions in schema pg_temp to public;

-- Whose work it is
create function pg_temp.refused_all(persona text, calls text[]) returns setof text language plpgsql as $$
declare
  v_call text;
begin
  foreach v_call in array calls loop
    return next throws_ok('select public.' || v_call, '42501', null, persona || ' may not: ' || v_call);
  end loop;
end;
$$;
create temp table calls as select array['open_repair(null, null)', 'change_quote(null, null, null)', 'reopen_quote(null, null)', 'expect_parts(null, null)', 'repair_slots(null)',
  'repair_page(null)', 'list_repairs()', 'repair_sheet(gen_random_uuid())', 'fail_repair(gen_random_uuid(), ''no_show'', ''nobody_home'')'] as of_all;
grant select on calls to public;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_anon();
select pg_temp.refused_all('a stranger', of_all) from calls;
select tests.act_as_staff('technician');
select pg_temp.refused_all('a technician', of_all) from calls;

-- Called for
select tests.act_as_staff('office');
select is(pg_temp.told(public.open_repair(tests.id('lift'), said)), 'rejected problem', 'a repair says what is wrong, on one line') from unnest(array[null, ' ', repeat('x', 301)]) said;
select is(pg_temp.told(public.open_repair(tests.id('gone'), 'Squeaks')), 'refused unit', 'what is retired is not repaired');
select throws_ok($$ select public.open_repair(gen_random_uuid(), 'Squeaks') $$, 'PT404', null, 'nor what is not there');
select is(pg_temp.told(public.open_repair(tests.id('lift'), ' It stopped  half-way ', true)), 'quoted', 'it stopped');
select is(public.open_repair(tests.id('lift'), 'It stopped') ->> 'work_order_id', pg_temp.id()::text, 'who calls twice is told of the first');
select is(pg_temp.told(public.open_repair(tests.id('lift'), 'It stopped')), 'refused open', 'and there is no second');
select tests.act_as_owner();
select is((select u.condition from public.units u where u.id = tests.id('lift')), 'out_of_service', 'nobody is to use it');
select is((select string_agg(a.kind, ' ' order by a.kind) from public.office_activities a where a.state = 'open' and a.customer_id = tests.id('ada')), 'repair_follow_up unit_out_of_service', 'the office follows it up');
select results_eq($$ select l.kind, l.description, l.amount from public.work_order_lines l where l.work_order_id = pg_temp.id() order by l.position $$,
  $$ values ('call_out', 'Lift and elevating call-out', 125.00), ('labour', 'Labour: It stopped half-way', 125.00) $$, 'quoted from the rate card');
select throws_ok($$ update public.work_orders set problem = 'Nothing' where id = pg_temp.id() $$, 'MT002', null, 'what was said stays');
select throws_ok($$ update public.work_orders set quote_number = 7 where id = pg_temp.id() $$, 'MT002', null, 'a quote has the number that it has');
select throws_ok($$ insert into public.work_orders (kind, customer_id, intake_source, state, unit_id, problem) values ('repair', tests.id('ada'), 'office', 'quoted', tests.id('unsafe'), ' ') $$,
  '23514', null, 'by hand neither is a problem blank');

-- Its quote
select tests.act_as_staff('office');
create temp table lines as select jsonb_build_array(pg_temp.line('call_out', 'Call-out', 1, 85), pg_temp.line('labour', 'Labour', 1.5, 95), pg_temp.line('part', ' Drive  belt', 2, 42, tests.id('belt'))) as good;
grant select on lines to public;
select is(pg_temp.told(public.change_quote(pg_temp.id(), bad, 1)), answer, answer || ', ' || bad::text)
from (values ('"x"'::jsonb, 'rejected type lines'), ('[7]', 'rejected type lines[0]'), ('[{}]', 'rejected missing lines[0].kind'), (null, 'rejected type lines'),
  (jsonb_build_array(pg_temp.line('gift', 'Rail', 1, 1)), 'rejected value lines[0].kind'), (jsonb_build_array(pg_temp.line('part', ' ', 1, 1)), 'rejected missing lines[0].description'),
  (jsonb_build_array(pg_temp.line('part', 'Rail', 0, 1)), 'rejected range lines[0].quantity'), (jsonb_build_array(pg_temp.line('part', 'Rail', 1, -1)), 'rejected range lines[0].unit_price'),
  (jsonb_build_array(pg_temp.line('part', 'Rail', 1, 1, gen_random_uuid())), 'rejected unknown lines[0].product_id'),
  (jsonb_build_array(pg_temp.line('labour', 'Rail', 1, 1, tests.id('belt'))), 'rejected value lines[0].product_id'),
  ((select jsonb_agg(pg_temp.line('part', 'Rail', 1, 1)) from generate_series(1, 41)), 'rejected too_many lines')) b (bad, answer);
select is(pg_temp.told(public.change_quote(pg_temp.id(), good, null)), 'refused changed', 'whose page showed no quote') from lines;
select is(pg_temp.told(public.change_quote(pg_temp.id(), good, 1)), 'saved 311.50', 'the quote says something else') from lines;
select is(pg_temp.told(public.change_quote(pg_temp.id(), '[]', 1)), 'refused changed', 'nobody overwrites what somebody else wrote');
select is(public.repair_page(pg_temp.id()) -> 'quote' ->> 'number', '2', 'it is the second quote');
select is(public.repair_page(pg_temp.id()) -> 'quote' ->> 'tax', '40.50', 'taxed line by line');
select is(public.repair_page(pg_temp.id()) -> 'quote' ->> 'total', '352.00', 'in all');
select is(pg_temp.told(public.change_quote(pg_temp.id(), '[]', 2)), 'saved 0', 'it can be empty for a while');
select is(pg_temp.told(public.approve_repair(pg_temp.id(), 'Cleo', 'phone', 0)), 'refused lines', 'but nobody agrees to nothing');
select is(pg_temp.told(public.change_quote(pg_temp.id(), good, 3)), 'saved 311.50', 'and is written again') from lines;
select is(pg_temp.follow_up(), 'quoted 311.50 2026-06-01', 'the office is told how much it is');
select is(pg_temp.told(public.approve_repair(pg_temp.id(), 'Cleo Example, daughter', 'phone', 311.5)), 'approved 311.50', 'the daughter says yes on the phone');
select is(pg_temp.told(public.change_quote(pg_temp.id(), good, 4)), 'refused state approved', 'what was agreed to stays') from lines;

-- More than was agreed to
select is(pg_temp.told(public.reopen_quote(pg_temp.id(), ' ')), 'rejected reason', 'a quote is opened again for a reason');
select is(pg_temp.told(public.reopen_quote(pg_temp.id(), 'The motor as well')), 'quoted', 'it takes more');
select is(pg_temp.told(public.reopen_quote(pg_temp.id(), 'The motor as well')), 'refused state quoted', 'once');
select is(pg_temp.told(public.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-05 13:00+00')), 'refused state quoted', 'meanwhile it gets no time');
select is(pg_temp.told(public.change_quote(pg_temp.id(), good || pg_temp.line('part', 'Motor', 1, 200), 4)), 'saved 511.50', 'the motor is quoted') from lines;
select is(pg_temp.told(public.approve_repair(pg_temp.id(), 'Cleo Example', 'email', 311.5)), 'refused amount 511.50', 'the old yes does not hold for more');
select is(pg_temp.told(public.approve_repair(pg_temp.id(), 'Cleo Example', 'email', 511.5)), 'approved 511.50', 'a new one does');
select is(jsonb_array_length(public.repair_page(pg_temp.id()) -> 'decisions'), 2, 'both are on record');
select tests.act_as_owner();
select throws_ok($$ update public.work_orders set state = 'quoted' where id = pg_temp.id() $$, 'MT001', null, 'by hand no quote is opened again');

-- Parts
select tests.act_as_staff('office');
select is(pg_temp.told(public.wait_for_parts(pg_temp.id(), what, ordered, expected)), answer, answer)
from (values (repeat('x', 501), null::date, null::date, 'rejected what'), (null, '2026-06-02', null, 'rejected ordered_on'), (null, '2025-05-30', null, 'rejected ordered_on'),
  (null, '2026-05-30', '2026-05-29', 'rejected expected_on'), (null, null, '2028-07-01', 'rejected expected_on')) w (what, ordered, expected, answer);
select is(pg_temp.told(public.expect_parts(pg_temp.id(), 'Motor', '2026-06-04')), 'refused state approved', 'nothing was ordered yet');
select is(pg_temp.told(public.wait_for_parts(pg_temp.id(), null, '2026-05-30', '2026-06-04')), 'waiting_for_parts', 'parts are ordered');
select is(public.repair_page(pg_temp.id()) #>> '{waits,0,what}', '2 × Drive belt, Motor', 'those of the quote');
select is(pg_temp.follow_up(), 'waiting_for_parts 511.50 2026-06-05', 'nobody is asked before the day after');
select is(pg_temp.told(public.expect_parts(pg_temp.id(), ' ', '2026-06-09')), 'rejected what', 'something is waited for');
select is(pg_temp.told(public.expect_parts(pg_temp.id(), 'Motor', '2026-05-29')), 'rejected expected_on', 'that is not there before it was ordered');
select is(pg_temp.told(public.expect_parts(pg_temp.id(), 'Motor', '2026-06-02')), 'waiting_for_parts', 'it comes earlier');
select is(pg_temp.follow_up(), 'waiting_for_parts 511.50 2026-06-03', 'so it is asked about earlier');
select tests.act_as_owner();
select private.close_activity(a.id, 'will ring') from public.office_activities a where a.subject_key = 'work_order:' || pg_temp.id() and a.state = 'open';
select is((select count(*) from private.waiting_repairs('2026-06-03 03:59+00')), 0::bigint, 'on its day nothing is late');
select is((select f.details ->> 'reason' from private.waiting_repairs('2026-06-03 04:00+00') f), 'waiting_for_parts', 'on the next the night asks again, though somebody had closed it');
select throws_ok($$ update public.repair_waits set arrived_at = private.clock() $$, 'MT002', null, 'by hand nothing arrives');
select throws_ok($$ insert into public.repair_waits (work_order_id, what, ordered_on) values (pg_temp.id(), 'Rail', '2026-06-01') $$, 'MT002', null, 'nor is anything ordered');
select throws_ok($$ delete from public.repair_waits $$, 'MT002', null, 'nor forgotten');
select tests.act_as_staff('office');
select is((select string_agg(r ->> 'state' || ' ' || (r ->> 'waits_for') || ' ' || (r ->> 'is_late'), ',') from jsonb_array_elements(public.list_repairs('{"state": "open"}') -> 'rows') r), 'waiting_for_parts Motor false', 'the list says who waits for what');
select is(jsonb_array_length(public.list_repairs(jsonb_build_object('search', said)) -> 'rows'), found, 'looked for by its number: ' || said)
from (select w.number from public.work_orders w where w.id = pg_temp.id()) w, lateral (values ('r-' || lpad(w.number::text, 6, '0'), 1), ((w.number + 1000)::text, 0)) s (said, found);
select is(public.list_repairs('{"search": "ada"}') ->> 'net', '511.50', 'and what they come to');
select is(pg_temp.told(public.parts_arrived(pg_temp.id())), 'approved', 'they came');
select is(pg_temp.follow_up(), 'parts_arrived 511.50 2026-06-01', 'it wants a time');

-- A time
select is(pg_temp.told(public.repair_slots(pg_temp.id(), null, 14, 3)), 'open', 'the search offers times');
create temp table slots as select s as slot, n from jsonb_array_elements(public.repair_slots(pg_temp.id()) -> 'slots') with ordinality s (s, n);
grant select on slots to public;
select is((select count(*) from slots), 3::bigint, 'three of them');
select is((select bool_and((slot ->> 'ends_at')::timestamptz - (slot ->> 'starts_at')::timestamptz = '90 minutes') from slots), true, 'as long as was quoted');
select is(pg_temp.told(public.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-03 13:00+00')), 'scheduled', 'it has a time');
select is(pg_temp.told(public.repair_slots(pg_temp.id())), 'refused state scheduled', 'what has one is offered none');
select tests.act_as_staff('technician');
select is(public.repair_sheet(pg_temp.id()) ->> 'status', 'ok', 'whose work it is reads all of it');
select is(public.repair_sheet(pg_temp.id()) -> 'parts' -> 0 ->> 'description', 'Drive belt', 'what to bring included');
select is(pg_temp.told(public.fail_repair(pg_temp.id(), 'no_show', 'nobody_home')), 'refused too_early', 'nobody was away before the day');

-- In vain
select tests.act_as_owner();
select tests.freeze_clock('2026-06-03 13:20+00');
select tests.act_as_staff('technician');
select is(pg_temp.told(public.fail_repair(pg_temp.id(), outcome, reason, note)), answer, answer)
from (values ('done', 'nobody_home', null, 'rejected outcome'), ('no_show', 'parts', null, 'rejected reason'), ('not_completed', 'parts', repeat('x', 2001), 'rejected notes')) f (outcome, reason, note, answer);
select is(pg_temp.told(public.fail_repair(pg_temp.id(), 'not_completed', 'parts', 'Wrong motor', tests.id('failure'))), 'recorded', 'a part was missing');
select is(public.fail_repair(pg_temp.id(), 'not_completed', 'parts', 'Wrong motor', tests.id('failure')) ->> 'repeated', 'true', 'sent again it is the same');
select is(pg_temp.state(), 'approved', 'the repair waits for another time');
select is(pg_temp.follow_up(), 'came_to_nothing 511.50 2026-06-03 parts urgent', 'and the office knows why');
select tests.act_as_owner();
select throws_ok($$ update public.repair_failures set note = 'Nothing' $$, 'MT002', null, 'which stays');

-- Done
select private.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-03 15:00+00', false, private.clock());
select is(private.complete_repair(pg_temp.id(), jsonb_build_object('version', 1, 'report_id', tests.id('report'), 'checklist', '[]'::jsonb, field, at), 'office', private.clock()) ->> 'field', field,
  'on a sheet of paper nothing ' || field || ' then: ' || at)
from (values ('started_at', '2026-06-02T13:00:00Z'), ('finished_at', '2026-06-03T13:21:00Z')) p (field, at);
select is(private.complete_repair(pg_temp.id(), jsonb_build_object('version', 1, 'report_id', tests.id('report'), 'checklist', '[]'::jsonb,
    'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb, 'parts', jsonb_build_array(
      jsonb_build_object('product_id', tests.id('cells'), 'quantity', 1, 'unit_price', 0, 'charge', 'included', 'serial_number', 'P-7'))), 'office', private.clock()) #>> '{invoice,total}',
  '578.00', 'it is billed as agreed');
select is((select u.condition from public.units u where u.id = tests.id('lift')), 'in_service', 'the unit is in service again');
select results_eq($$ select i.tax, i.amount from public.invoice_lines i join public.invoices n on n.id = i.invoice_id where n.work_order_id = pg_temp.id() order by i.position $$,
  $$ values (11.05, 85.00), (18.53, 142.50), (10.92, 84.00), (26.00, 200.00) $$, 'line by line');
select tests.act_as_staff('office');
select is((select string_agg(e ->> 'what', ' ') from jsonb_array_elements(public.repair_page(pg_temp.id()) -> 'trail') e),
  'opened changed changed changed approved reopened changed approved waiting_for_parts arrived scheduled time_lost scheduled done', 'and the page tells all that became of it');
select is((select string_agg(e ->> 'note', ' ') from jsonb_array_elements(public.repair_page(pg_temp.id()) -> 'trail') e), 'The motor as well', 'and why');
select is(public.unit_history(tests.id('lift')) #>> '{put_in,0,description}' || ' ' || (public.unit_history(tests.id('lift')) #>> '{put_in,0,serial_number}'), 'Power pack P-7', 'what was put in is known of the unit');
select is(public.unit_history(tests.id('lift')) -> 'repairs' -> 0 ->> 'state', 'done', 'with its repair');
select is(public.client_history(tests.id('ada')) -> 'repairs' -> 0 ->> 'number', (public.repair_page(pg_temp.id()) ->> 'number'), 'of the client as well');
select is(jsonb_array_length(public.list_repairs('{"state": "done"}') -> 'rows'), 1, 'the list has it as done');
select is(pg_temp.told(public.list_repairs('{"state": "lost"}')), 'rejected state', 'of a state that there is');

-- Nothing is forgotten behind its time, and what costs no tax says why
select tests.act_as_owner();
select private.open_repair(tests.id('unsafe'), 'Squeaks', false, private.clock());
create temp table squeaks as select w.id from public.work_orders w where w.problem = 'Squeaks';
grant select on squeaks to public;
insert into public.tax_codes (code, name, rate, zero_rated_reason) values ('ZERO', 'Zero-rated', 0, 'Prescribed device');
select private.set_contract_tax(c.id, t.id, 'Has a prescription', null) from public.maintenance_contracts c, public.tax_codes t where c.unit_id = tests.id('unsafe') and t.code = 'ZERO';
select is((private.quote_told(id) ->> 'tax') || ' ' || (private.quote_told(id) ->> 'tax_name') || ': ' || (private.quote_told(id) ->> 'tax_reason'), '0.00 Zero-rated: Has a prescription', 'a quote without tax says why') from squeaks;
select is(private.desk_repairs(), '{"open": 1, "quoted": 1, "approved": 0}', 'the first page counts it');
select private.approve_repair(id, 'Ada', 'phone', 250), private.schedule_repair(id, tests.id('Luis Two'), '2026-06-03 18:00+00', true, private.clock()) from squeaks;
select is((select string_agg(s ->> 'repair_id', ' ') from jsonb_array_elements(private.desk_stops(tests.id('Luis Two'), '2026-06-03', private.clock())) s where s ->> 'state' = 'scheduled'), (select id::text from squeaks), 'whose day it is in leads to it');
select tests.act_as_staff('technician');
select is(jsonb_array_length(public.technician_day('2026-06-04') -> 'not_closed'), 0, 'before its time is over nothing is missing');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-04 12:00+00');
select tests.act_as_staff('technician');
select is(public.technician_day('2026-06-04') #>> '{not_closed,0,work_order_id}', (select id::text from squeaks), 'a repair of yesterday without outcome leads to its page');
select tests.act_as_owner();
select is(private.watch_visits(private.clock()), 1, 'and is work for the office');
select is(private.activity_told(a, '2026-06-04') ->> 'about_repair_id', (select id::text from squeaks), 'which leads there too') from public.office_activities a where a.kind = 'unclosed_visit';
select is(private.watch_visits(private.clock()), 0, 'once');
select is(private.fail_repair(id, 'not_completed', 'deceased', null, null, 'office', private.clock()) ->> 'status', 'recorded', 'whose client has died') from squeaks;
select is((select string_agg(a.kind || ' ' || a.state, ', ' order by a.kind) from public.office_activities a where a.kind in ('unclosed_visit', 'client_change')), 'client_change open, unclosed_visit done',
  'is left in peace, and nobody asks how it went');
select private.cancel_repair(id, 'has died') from squeaks;
select tests.freeze_clock('2026-06-03 15:30+00');

-- How old its battery is
select tests.act_as_owner();
update public.equipment_categories set battery_months = null where code = 'stairlift';
select is(private.battery_told(tests.id('lift'), '2026-06-10'), null, 'what has no battery has none');
update public.equipment_categories set battery_months = 24 where code = 'stairlift';
update public.units set installed_on = '2020-01-10' where id = tests.id('lift') or id = tests.id('unsafe');
select is(private.battery_told(tests.id('lift'), day) ->> 'is_old', is_old, 'put in on June 3, 2026: on ' || day)
from (values ('2028-06-02'::date, 'false'), ('2028-06-03', 'true')) d (day, is_old);
select is(private.battery_told(tests.id('unsafe'), '2026-06-10') - '{months,lasts_months}'::text[], '{"since": "2020-01-10", "is_own": true, "is_old": true}', 'of another it is as old as the unit');
select is(private.is_battery(null, what), is_one, what) from (values ('2 batteries 12 V', true), ('Battery', true), ('Battery charger', false), ('Belt', false)) b (what, is_one);

-- What is kept of a client, and what is left when they are erased
select is(array(select jsonb_object_keys(private.export_customer(tests.id('ada')))) @> '{repair_waits, repair_failures, work_orders}', true, 'all of it is handed out with their data');
select private.record_payment(i.id, 578, 'card', gen_random_uuid(), null, private.clock()) from public.invoices i where i.customer_id = tests.id('ada') and i.state = 'issued';
select is(private.erase_customer(tests.id('ada'), 'asked for it', false, private.erase_customer(tests.id('ada'), '', true, null, private.company_day(private.clock())) ->> 'shown', private.company_day(private.clock())) ->> 'status', 'recorded', 'they are erased');
select is((select string_agg(w.problem, ' ') from public.work_orders w where w.kind = 'repair'), 'Erased Erased', 'what they said is gone');
select is((select string_agg(f.note, ' ') from public.repair_failures f), null, 'and what was noted at their door');
select is((select string_agg(d.said_by, ' ') from public.repair_decisions d), 'Erased Erased Erased', 'and who agreed');
select * from finish();
rollback;
