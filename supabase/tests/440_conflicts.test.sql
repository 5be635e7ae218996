-- Questions between files and what is on record: asked once, answered by the functions of the domain, told before it is done.
begin;
select plan(74);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('chen'), 'Chen Wei', 'chen@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('ivan'), 'Ivan Petrov', 'ivan@example.com', '905-555-0122', '2 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('marie'), 'Marie Tremblay', 'marie@example.com', '905-555-0133', '3 Ash Rd', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts,lift_chairs,wheelchairs}');
select tests.unit('scooter', 'chen', 'manual_wheelchair', '1 Elm St', '2026-06-20'), tests.unit('lift', 'chen', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'marie', 'lift_chair', '3 Ash Rd', '2026-06-20');
update public.units set serial_number = 'F21532093' where id = tests.id('scooter');
insert into public.products (id, sku, name, category_id, unit_kind, serial_tracked) select tests.id('product'), 'MW-1', 'Pride Pathrider', k.id, 'base', true from public.equipment_categories k where k.code = 'manual_wheelchair';
insert into public.sales_orders (id, order_number, customer_id, order_date) values (tests.id('order'), 'S-1', tests.id('ivan'), '2026-05-01');
insert into public.sales_order_lines (id, order_id, line_ref, product_id, quantity, serial_numbers, delivery_date) values (tests.id('line'), tests.id('order'), 'L-1', tests.id('product'), 1, '{F21532093}', '2026-05-20');

create function pg_temp.question(kind text, subject text, customer text, other text default null, unit text default null, told jsonb default '{}', task uuid default null, line text default null) returns uuid language sql as $$
  select private.raise_conflict(row (null, kind, subject, tests.id(customer), tests.id(other), tests.id(unit), tests.id(line), null, task, told, null, null, null, null, null)::public.import_conflicts) $$;
create function pg_temp.serial(told jsonb default '{"serial": "F21532093", "file": "a.csv", "line": 96}') returns uuid language sql as $$ select pg_temp.question('one_serial_two_clients', 'f21532093', 'chen', 'ivan', 'scooter', told, line => 'line') $$;
create function pg_temp.open(kind text) returns uuid language sql as $$ select c.id from public.import_conflicts c where c.conflict_kind = kind and c.decided_at is null order by c.opened_at limit 1 $$;
create function pg_temp.decide(id uuid, decision text, shown text default null, role text default 'office') returns jsonb language plpgsql as $$
declare v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  v_answer := public.decide_conflict(id, decision, shown);
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.seen(id uuid) returns text language sql as $$ select private.question_told(c) ->> 'shown' from public.import_conflicts c where c.id = seen.id $$;
-- As a person does: looks, reads what follows, and does it.
create function pg_temp.answer(id uuid, decision text) returns text language plpgsql as $$
declare v_answer jsonb := pg_temp.decide(id, decision, pg_temp.seen(id));
begin
  if v_answer ->> 'status' = 'tried' then
    v_answer := pg_temp.decide(id, decision, v_answer ->> 'shown');
  end if;
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason');
end;
$$;
create function pg_temp.work() returns text language sql as $$ select string_agg(a.kind || ' ' || split_part(a.subject_key, ':', 1), ', ' order by a.kind) from public.office_activities a where a.state = 'open' $$;
create function pg_temp.ended(kind text) returns text language sql as $$ select string_agg(c.decision, ', ' order by c.decided_at, c.decision) from public.import_conflicts c where c.conflict_kind = kind and c.decided_at is not null $$;
create function pg_temp.contract(unit text) returns text language sql as $$ select string_agg(concat_ws(' ', m.name, c.state, c.cancelled_reason), ', ' order by c.created_at, c.state desc) from public.maintenance_contracts c join public.customers m on m.id = c.customer_id where c.unit_id = tests.id(unit) $$;
create function pg_temp.changed(answer jsonb, what text) returns integer language sql as $$ select jsonb_array_length(answer -> 'changes' -> what) $$;

-- Asked once
select isnt(pg_temp.serial(), null, 'a question is asked');
select is(pg_temp.serial(), null, 'once while it is open');
select is(pg_temp.work(), 'import_question conflict', 'and is on the work list');
savepoint asked;

-- Who may, and what nobody may
select tests.act_as_staff('technician');
select throws_ok(format('select public.%s', c), '42501', null, 'no technician: ' || split_part(c, '(', 1)) from unnest(array['list_conflicts()', format('conflict_page(%L)', tests.id('x')), format('decide_conflict(%L, ''keep'')', tests.id('x')), format('undo_conflict(%L)', tests.id('x'))]) c;
select tests.act_as_anon();
select throws_ok('select public.list_conflicts()', '42501', null, 'nor anybody with a link');
select tests.act_as_staff('admin');
select throws_ok($$ update public.import_conflicts set decision = 'keep' $$, '42501', null, 'an administrator writes no row');
select tests.act_as_owner();
select throws_ok($$ update public.import_conflicts set decision = 'keep', decided_at = private.clock() $$, 'MT002', null, 'nor does the owner by hand');
select throws_ok($$ update public.import_conflicts set told = '{}' $$, 'MT002', null, 'what the file said stays');
select throws_ok($$ insert into public.import_conflicts (conflict_kind, subject) values ('returned_unit', 'x') $$, 'MT002', null, 'nobody asks by hand');
select throws_ok($$ delete from public.import_conflicts $$, 'MT002', null, 'nor takes a question away');
select throws_ok($$ select pg_temp.question('returned_unit', 'x', 'chen', told => jsonb_build_object('x', repeat('x', 4001))) $$, '23514', null, 'a file does not tell a novel');
select throws_ok(format('select pg_temp.decide(%L, %L)', tests.id('nobody'), 'keep'), 'PT404', null, 'no such question');
select is(pg_temp.decide(pg_temp.open('one_serial_two_clients'), 'returned') - 'at', '{"status": "rejected", "reason": "decision"}', 'each kind has its answers');

-- One serial, two clients: keep
select is(pg_temp.answer(pg_temp.open('one_serial_two_clients'), 'keep'), 'decided', 'it is the first client''s, which needs no second look');
select is((select c.decision || ' by ' || s.name from public.import_conflicts c join public.staff s on s.id = c.decided_by), 'keep by Office', 'who said so is on record');
select is(pg_temp.work(), null, 'the work list has it no more');
select is(pg_temp.serial('{"serial": "F21532093", "file": "b.csv", "line": 7}'), null, 'the next night says the same elsewhere in a file, and nobody is asked again');
select isnt(pg_temp.serial('{"serial": "F21532093", "delivered_on": "2026-06-01"}'), null, 'but when it says something else');
rollback to asked;
create temp table asked as select pg_temp.open('one_serial_two_clients') as id, pg_temp.seen(pg_temp.open('one_serial_two_clients')) as seen;
select pg_temp.decide(id, 'keep', seen) from asked;
select is((select pg_temp.decide(id, 'keep', seen) from asked), '{"status": "decided", "decision": "keep", "repeated": true}', 'the same button twice is the same answer');
select is((select pg_temp.decide(id, 'move', seen) - 'at' from asked), '{"status": "refused", "reason": "decided", "decision": "keep", "by": "Office"}', 'another answer hears who said what');
select is((select tests.as_office(format('undo_conflict(%L)', id)) from asked), '{"status": "open"}', 'an answer that left all as it was is taken back');
select is(pg_temp.work(), 'import_question conflict', 'and stands on the work list again');
rollback to asked;

-- Move
select is(pg_temp.decide(pg_temp.open('one_serial_two_clients'), 'move', pg_temp.seen(pg_temp.open('one_serial_two_clients'))) ->> 'status', 'tried', 'what has consequences is told first');
select is(pg_temp.contract('scooter'), 'Chen Wei active', 'and nothing of it was done');
select is(pg_temp.answer(pg_temp.open('one_serial_two_clients'), 'move'), 'decided', 'then it is done');
select is(pg_temp.contract('scooter'), 'Chen Wei cancelled transferred, Ivan Petrov active', 'its contract goes on as the other''s');
select is((select u.street from public.units u where u.id = tests.id('scooter')), '2 Oak Ave', 'it is where the other lives');
select is((select tests.as_office(format('undo_conflict(%L)', c.id)) from public.import_conflicts c), '{"status": "refused", "reason": "done"}', 'that is not taken back here');
rollback to asked;
select tests.book('scooter', 'Tess One', '2026-06-04 13:00+00');
select is(pg_temp.answer(pg_temp.open('one_serial_two_clients'), 'move'), 'refused booked', 'a booked unit goes to nobody before its visit was dealt with');
select ok((select c.decided_at is null from public.import_conflicts c), 'and the question stays open');
rollback to asked;
create temp table stale as select pg_temp.open('one_serial_two_clients') as id, pg_temp.seen(pg_temp.open('one_serial_two_clients')) as seen;
update public.customers set phone = '905-555-0199' where id = tests.id('ivan');
select is((select pg_temp.decide(id, 'keep', seen) - '{at, by, changes, shown}'::text[] from stale), '{"status": "refused", "reason": "changed"}', 'whoever saw something else looks again');
select is((select pg_temp.decide(id, 'keep', 'nonsense') ->> 'reason' from stale), 'changed', 'whatever is sent as shown');
rollback to asked;

-- Apart
select is(pg_temp.answer(pg_temp.open('one_serial_two_clients'), 'apart'), 'decided', 'both have one');
select is((select concat_ws(' ', u.serial_number, u.unit_number, u.installed_on, c.source, c.state, c.fee > 0) from public.units u join public.maintenance_contracts c on c.unit_id = u.id where u.source_line_id = tests.id('line')),
  '1 2026-05-20 sale active t', 'the other''s is enrolled from its line without a serial');
select is(pg_temp.work(), 'missing_serial line', 'and somebody is to read it');
update public.units set serial_number = 'F21532099' where source_line_id = tests.id('line');
select is(pg_temp.work(), null, 'until it was read');
rollback to asked;
select tests.known_as_deceased('ivan', '2026-05-01');
select is(pg_temp.answer(pg_temp.open('one_serial_two_clients'), d), 'refused deceased', 'nothing is given to the dead: ' || d) from unnest('{move, apart}'::text[]) d;
rollback to asked;

-- What settles it by itself
update public.units set condition = 'retired' where id = tests.id('scooter');
select is(pg_temp.ended('one_serial_two_clients'), 'unit_retired', 'a retired unit is no question');
select is(pg_temp.work(), null, 'nor work');
select is((select pg_temp.decide(c.id, 'keep') ->> 'decision' from public.import_conflicts c), 'unit_retired', 'whoever answers later hears why');
rollback to asked;
select private.transfer_unit(tests.id('scooter'), tests.id('marie'));
select is(pg_temp.ended('one_serial_two_clients'), 'unit_left', 'nor is one that went to somebody else');
rollback to asked;
update public.sales_orders set state = 'sale' where id = tests.id('order');
update public.sales_orders set state = 'cancel' where id = tests.id('order');
select is(pg_temp.ended('one_serial_two_clients'), 'order_cancelled', 'nor what was sold to nobody after all');
rollback to asked;

-- An installed unit whose client has moved
update public.customers set street = '402 Lakeshore Rd', city = 'Oakville', postal_code = 'L6K 1E1' where id = tests.id('chen');
select is((select concat_ws(' | ', c.conflict_kind, c.subject = tests.id('lift')::text, c.told ->> 'address') from public.import_conflicts c where c.conflict_kind = 'installed_unit_moved'),
  'installed_unit_moved | t | 402 Lakeshore Rd, Oakville, ON L6K 1E1', 'a lift whose client has moved is asked about, whoever wrote the address; the chair went along');
select is(pg_temp.work(), 'address_change customer, import_question conflict', 'beside the work that says so');
savepoint moved;
select is(pg_temp.answer(pg_temp.open('installed_unit_moved'), 'along'), 'decided', 'it moved along');
select is((select u.street from public.units u where u.id = tests.id('lift')) || ', ' || pg_temp.work(), '402 Lakeshore Rd, import_question conflict', 'it is there, and the work is done');
rollback to moved;
select tests.book('lift', 'Tess One', '2026-06-04 13:00+00');
select is((select array[pg_temp.changed(a, 'cancelled'), pg_temp.changed(a, 'rests'), pg_temp.changed(a, 'told')] from pg_temp.decide(pg_temp.open('installed_unit_moved'), 'stays') a), '{1,1,1}', 'that it stays is told with its visit and the mail');
select is(pg_temp.answer(pg_temp.open('installed_unit_moved'), 'stays'), 'decided', 'it stays where it was');
select is((select c.state || ', ' || u.street from public.units u join public.maintenance_contracts c on c.unit_id = u.id where u.id = tests.id('lift')) || ', ' || pg_temp.work(),
  'paused, 1 Elm St, import_question conflict, sales_lead unit', 'its contract rests, and somebody asks for the new owner');
rollback to moved;
select is(pg_temp.answer(pg_temp.open('installed_unit_moved'), 'ask'), 'decided', 'nobody knows');
select is((select c.state from public.maintenance_contracts c where c.id = tests.id('lift')) || ', ' || pg_temp.work(), 'paused, client_change cycle, import_question conflict', 'reminders rest until somebody asked');
rollback to moved;
select private.close_activity(a.id, 'asked') from public.office_activities a where a.kind = 'address_change';
select is(pg_temp.ended('installed_unit_moved'), 'seen_to', 'what was dealt with on the work list is no question any more');
rollback to asked;

-- A returned unit
select pg_temp.question('returned_unit', tests.id('chair')::text || '/L-9', 'marie', unit => 'chair', told => '{"order": "S00417", "line": 2, "quantity": -1}');
select tests.book('chair', 'Tess One', '2026-06-04 13:00+00');
savepoint returned;
select is(pg_temp.answer(pg_temp.open('returned_unit'), 'returned'), 'decided', 'it is back');
select is(pg_temp.contract('chair') || ', ' || (select u.condition from public.units u where u.id = tests.id('chair')), 'Marie Tremblay cancelled returned, retired', 'its contract ends, and it is retired');
select is((select string_agg(m.kind, ', ') from public.messages m where m.customer_id = tests.id('marie') and m.state = 'queued' and m.kind like '%cancel%'), null, 'nobody is mailed that the visit is off');
rollback to returned;
select is(pg_temp.answer(pg_temp.open('returned_unit'), 'keep') || ', ' || pg_temp.contract('chair'), 'decided, Marie Tremblay active', 'or the return is wrong');
rollback to asked;

-- A job over a visit
select tests.book('lift', 'Tess One', '2026-06-04 13:00+00');
select private.raise_about_task('calendar_conflict', t.id, '{}') from public.technician_tasks t;
select pg_temp.question('job_over_visit', 'D-0882', 'chen', told => '{"job": "D-0882", "starts_at": "2026-06-04T13:00:00Z"}', task => t.id) from public.technician_tasks t;
savepoint job;
select is(pg_temp.answer(pg_temp.open('job_over_visit'), 'leave'), 'decided', 'theirs is left out');
select is(pg_temp.work(), 'import_question conflict', 'the calendar is asked about no more');
select is(pg_temp.question('job_over_visit', 'D-0882', 'chen', told => '{"job": "D-0882", "starts_at": "2026-06-04T13:00:00Z"}', task => t.id), null, 'nor the next night') from public.technician_tasks t;
rollback to job;
select tests.as_office(format('move_task(%L, %L, %L)', t.id, t.technician_id, '2026-06-04 15:00+00')) from public.technician_tasks t;
select is(pg_temp.ended('job_over_visit'), 'visit_moved', 'our visit was moved, which is an answer');
rollback to asked;

-- Of whoever was merged or erased
select pg_temp.question('one_person_twice', private.pair_key(tests.id('chen'), tests.id('marie')), 'chen', 'marie'), pg_temp.question('one_person_twice', private.pair_key(tests.id('ivan'), tests.id('marie')), 'ivan', 'marie');
select is(pg_temp.decide(pg_temp.open('one_person_twice'), 'merge') ->> 'reason', 'merge', 'two are merged by merge_customers, which asks what stays');
select is((private.merge_customers(tests.id('chen'), tests.id('marie'), '{}', false, private.merge_customers(tests.id('chen'), tests.id('marie'), '{}', true, null) ->> 'shown')) ->> 'status', 'merged', 'two are one');
select is(pg_temp.ended('one_person_twice'), 'merge', 'which answers the question of both');
select is((select c.other_customer_id = tests.id('chen') and c.subject = private.pair_key(tests.id('chen'), tests.id('ivan')) from public.import_conflicts c where c.conflict_kind = 'one_person_twice' and c.decided_at is null), true, 'the others lead to the one that was kept');
select is((private.merge_customers(tests.id('ivan'), tests.id('chen'), '{}', false, private.merge_customers(tests.id('ivan'), tests.id('chen'), '{}', true, null) ->> 'shown')) ->> 'status', 'merged', 'all three');
select is((select count(*) from public.import_conflicts c where c.decided_at is null) || ' ' || pg_temp.ended('one_serial_two_clients'), '0 merged', 'a device of one client is no question');
rollback to asked;
select is((select count(*) from private.rows_of_customer(tests.id('ivan')) r where r.table_name = 'import_conflicts'), 1::bigint, 'what is kept about somebody has their questions');
select is(public.erase_customer(tests.id('ivan'), 'Asked', false, public.erase_customer(tests.id('ivan'), 'Asked', true) ->> 'shown') ->> 'status', 'recorded', 'somebody is erased');
select is((select count(*) from public.import_conflicts) || coalesce(pg_temp.work(), ''), '0', 'and so are the questions about them, with their work');
select is_empty($$ select from private.audit_trail t where t.changes::text like '%F21532093%' and t.table_name = 'import_conflicts' $$, 'nor did the trail ever tell what a file said');

select * from finish();
rollback;
