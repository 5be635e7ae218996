-- What ends with what: contracts, units, stops of which a part is done, calls that nobody needs to make any more, logins.
begin;
select plan(84);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', null);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-06-22'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'),
  tests.unit('bobs chair', 'bob', 'lift_chair', '9 Oak Ave', '2026-06-21');
create function pg_temp.is_locked(label text) returns boolean language sql as $$
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.pid = pg_backend_pid()
      and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('contract:' || tests.id(label), 0)) $$;
savepoint untouched;
update public.maintenance_contracts set fee = 200 where id = tests.id('bobs');
select ok(not pg_temp.is_locked('bobs'), 'another price waits for nobody who books');
update public.maintenance_contracts set state = 'paused' where id = tests.id('bobs');
select ok(pg_temp.is_locked('bobs'), 'a contract that rests does');
rollback to untouched;
create function pg_temp.visits(label text) returns text language sql as $$
  select string_agg(v.state, ',' order by v.state) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.contract(label text) returns text language sql as $$
  select concat_ws(' ', c.state, c.cancelled_reason) from public.maintenance_contracts c where c.id = tests.id(label) $$;
create function pg_temp.outcome(label text) returns text language sql as $$
  select y.outcome from public.maintenance_cycles y where y.contract_id = tests.id(label) order by y.number desc limit 1 $$;
create function pg_temp.open_calls() returns text language sql as $$
  select coalesce(string_agg(a.kind, ', ' order by a.kind), '-') from public.office_activities a where a.state = 'open' $$;
create function pg_temp.mails() returns text language sql as $$
  select coalesce(string_agg(m.kind || coalesce(' ' || (m.payload ->> 'reason'), ''), ', ' order by m.kind), '-') from public.messages m where m.kind <> 'confirmation' $$;

-- A stop of which one unit is done and the other is not
create temp table stop as select (tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair'), tests.id('porch')]) #>> '{appointment,task_id}')::uuid as task_id;
create function pg_temp.step(state text) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason') from stop, private.set_task_state(stop.task_id, state) r $$;
create function pg_temp.service(label text) returns void language sql set rules.made_by = 'complete_visit' as $$
  update public.maintenance_visits v set state = 'done' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id(label) and v.state = 'in_progress' $$;
create function pg_temp.stop() returns text language sql as $$
  select concat_ws(' ', t.state, w.state, i.state, (select count(*) from public.invoice_lines l where l.invoice_id = i.id), t.actual_finished_at is not null)
  from stop join public.technician_tasks t on t.id = stop.task_id join public.work_orders w on w.id = t.work_order_id join public.invoices i on i.work_order_id = w.id $$;
select pg_temp.step('in_progress');
select pg_temp.service('stairs');
savepoint begun;
select is(pg_temp.step('completed'), 'refused visits', 'a stop is not completed while a visit waits for its outcome');
select is(pg_temp.step('needs_rescheduling'), 'refused visits', 'nor put aside when one is done');
select is(pg_temp.step('not_completed'), 'set', 'what is not done can be ended');
select is(pg_temp.visits('stairs') || ' ' || pg_temp.visits('chair') || ' ' || pg_temp.visits('porch'), 'done not_completed not_completed', 'each with its own outcome');
select is(pg_temp.stop(), 'completed done issued 1 t', 'the stop took place, and charges what was done');
select is(pg_temp.open_calls() || ', ' || pg_temp.mails(), 'rebook, rebook, visit_summary', 'the others are booked anew, by a call each');
set constraints all immediate;
select is(pg_temp.step('not_completed'), 'refused visits', 'what took place did not fail');
rollback to begun;
select is(pg_temp.step('no_show') || ' ' || pg_temp.visits('chair') || ' ' || pg_temp.stop(), 'set no_show completed done issued 1 t', 'nobody had the chair ready');
rollback to begun;
select is(pg_temp.step('cancelled') || ' ' || pg_temp.visits('chair') || ' ' || pg_temp.stop() || ', ' || pg_temp.mails(), 'set cancelled completed done issued 1 t, rebook company_cancelled, visit_summary',
  'what we did not get to is asked for anew, and the stop is not called off');
rollback to begun;
select pg_temp.service('chair'), pg_temp.service('porch');
select is(pg_temp.step('cancelled'), 'refused visits', 'where all is done nothing is cancelled');
select is(pg_temp.step('completed') || ' ' || pg_temp.stop(), 'set completed done draft 3 t', 'but the stop completed');
rollback to begun;

-- Contracts that end while their unit is serviced, is booked, or is due
select throws_ok($$ update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('chair') $$, 'MT021', null, 'no contract ends while its unit is serviced');
select is(pg_temp.step('cancelled'), 'set', 'the stop ends');
select is(tests.book('chair', 'Tess One', '2026-06-04 13:00+00', array[tests.id('porch')]) ->> 'status', 'booked', 'two units are booked again');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('chair');
select is(pg_temp.outcome('chair') || ' ' || pg_temp.visits('chair') || ' ' || pg_temp.visits('porch'), 'contract_cancelled cancelled,cancelled cancelled,scheduled', 'one contract ends, the other keeps its visit');
update public.maintenance_contracts set state = 'paused' where id = tests.id('porch');
select is(pg_temp.visits('porch'), 'cancelled,scheduled', 'a contract that rests keeps what is booked');

-- Units
select tests.act_as_staff('office');
select is(public.set_unit_condition(tests.id('porch'), 'retired') ->> 'reason', 'booked', 'a booked unit is not retired');
select is(public.transfer_unit(tests.id('porch'), tests.id('bob')) ->> 'reason', 'booked', 'nor given away');
select is(public.set_unit_condition(tests.id('porch'), 'out_of_service') ->> 'status', 'set', 'it may rest');
select is(public.set_unit_condition(md5('porch')::uuid, 'lost'), '{"status": "rejected", "reason": "condition"}', 'there are no other conditions');
select throws_ok($$ select public.set_unit_condition(gen_random_uuid(), 'retired') $$, 'PT404', null, 'an unknown unit is not found');
select throws_ok($$ select public.transfer_unit(md5('bobs')::uuid, gen_random_uuid()) $$, 'PT404', null, 'nor an unknown client');
select throws_ok($$ update public.units set condition = 'retired' $$, '42501', null, 'the office retires by the function alone');
select throws_ok($$ update public.units set customer_id = md5('bob')::uuid $$, '42501', null, 'and gives away by the function alone');
select lives_ok($$ update public.units set access_notes = 'side door' where id = md5('bobs')::uuid $$, 'what else is known of a unit it writes down');
select tests.act_as_owner();
create temp table link as select tests.token('bobs') as token;
update public.maintenance_contracts set fee = 150, due_anchor_on = '2026-01-15', interval_months = 5, source = 'claims', tax_reason = 'status card',
  tax_code_id = (select id from public.tax_codes order by rate limit 1), no_charge_until = '2026-03-01', no_charge_reason = 'warranty', last_service_on = '2026-01-15',
  state = 'paused', paused_until = '2026-08-01', paused_reason = 'in hospital' where id = tests.id('bobs');
create temp table terms as select to_jsonb(c) - '{id,customer_id,state,cancelled_reason,created_at}'::text[] as terms from public.maintenance_contracts c where c.id = tests.id('bobs');
create temp table given as select public.transfer_unit(tests.id('bobs'), tests.id('ada')) as r;
select is((select r ->> 'status' from given), 'transferred', 'a unit that is not booked goes to somebody else');
select is(pg_temp.contract('bobs') || ', ' || pg_temp.outcome('bobs'), 'cancelled transferred, transferred', 'the old contract ends');
select is((select (c.customer_id = tests.id('ada'), c.state, c.fee, c.interval_months, c.due_anchor_on)::text from public.maintenance_contracts c, given where c.id = (r ->> 'contract_id')::uuid),
  '(t,paused,150.00,5,2026-01-15)', 'and goes on as theirs, as it was');
select is((select to_jsonb(c) - '{id,customer_id,state,cancelled_reason,created_at}'::text[] from public.maintenance_contracts c, given where c.id = (r ->> 'contract_id')::uuid),
  (select terms from terms), 'on the same terms, every one of them');
set constraints all immediate;
set constraints all deferred;
select is((select array_agg((y.number, y.due_on)::text) from public.maintenance_cycles y, given where y.contract_id = (r ->> 'contract_id')::uuid), array['(1,2026-06-20)'], 'due when it was due');
select is(public.booking_page((select token from link)) ->> 'status', 'expired', 'the link of who had it is no use any more');
select is((select count(*) from public.maintenance_cycles y where y.closed_at is null and y.contract_id in (select c.id from public.maintenance_contracts c where c.unit_id = tests.id('bobs'))), 1::bigint, 'there is one link');
select is(public.transfer_unit(tests.id('bobs'), tests.id('ada')) ->> 'status', 'transferred', 'to who has it already it goes as it is');
update public.units set condition = 'retired' where id = tests.id('bobs');
select is((select string_agg(c.state || ' ' || c.cancelled_reason, ', ' order by c.cancelled_reason) from public.maintenance_contracts c where c.unit_id = tests.id('bobs')),
  'cancelled transferred, cancelled unit retired', 'with a unit its contract ends, by whatever hand');

-- What nobody has to call about any more
create function pg_temp.ask(label text) returns void language sql as $$ select public.request_callback(tests.token(label), '905-555-0111') $$;
select pg_temp.ask('stairs');
update public.maintenance_contracts set state = 'paused' where id = tests.id('stairs');
select is((select outcome from public.office_activities where kind = 'callback'), 'contract paused', 'while a contract rests nobody calls about it');
update public.maintenance_contracts set state = 'active' where id = tests.id('stairs');
select pg_temp.ask('stairs');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('stairs');
select is((select array_agg(outcome order by outcome) from public.office_activities where kind = 'callback'), array['contract paused', 'cycle closed'], 'nor when it has ended');

-- A client without an address is one thing to do
select public.run_job('reminders', '2026-06-01 12:30+00');
select tests.unit('bobs lift', 'bob', 'stairlift', '9 Oak Ave', '2026-06-22');
select is(tests.book('bobs chair', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'booked', 'Bob books without an address');
select public.run_job('reminders', '2026-06-02 12:30+00');
select is((select string_agg(a.subject_key, ' ') from public.office_activities a where a.kind = 'missing_address' and a.state = 'open'), 'customer:' || tests.id('bob'), 'an address is missing once');
update public.customers set email = 'nobody' where id = tests.id('bob');
select ok(exists (select from public.office_activities where kind = 'missing_address' and state = 'open'), 'half an address is none');
savepoint missing;
update public.customers set email = 'bob@example.com' where id = tests.id('bob');
select is((select outcome from public.office_activities where kind = 'missing_address'), 'has an address', 'with one there is nothing to do');
rollback to missing;
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('bob'), 'Cy', 'cy@example.com', 'nothing');
select ok(exists (select from public.office_activities where kind = 'missing_address' and state = 'open'), 'a contact who gets nothing does not help');
update public.customer_contacts set receives = 'instead';
select is((select outcome from public.office_activities where kind = 'missing_address'), 'has an address', 'one who is written to does');
rollback to missing;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('bobs lift');
select ok(exists (select from public.office_activities where kind = 'missing_address' and state = 'open'), 'while one contract goes on an address is missed');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('bobs chair');
select is((select outcome from public.office_activities where kind = 'missing_address'), 'no contract left', 'who has none left is not written to');

-- Logins of technicians who leave
select tests.staff_user('technician'), tests.staff_user('office'), tests.staff_user('admin');
update public.technicians set staff_id = (select id from public.staff where role = 'technician') where id = tests.id('Tess One');
update public.technicians set staff_id = (select id from public.staff where role = 'office') where id = tests.id('Luis Two');
select public.deactivate_technician(tests.id('Tess One')), public.deactivate_technician(tests.id('Luis Two'));
select is((select string_agg(role || ' ' || active, ', ' order by role) from public.staff), 'admin true, office true, technician false', 'a technician who leaves signs in no more, who also works in the office does');
update public.technicians set active = true where id = tests.id('Tess One');
select is((select active from public.staff where role = 'technician'), false, 'coming back is not enough to sign in');

-- Who was invited signs in later, once and for good
insert into public.staff (email, name, role) values ('new@example.com', 'New', 'office');
select lives_ok($$ update public.staff set user_id = tests.id('new') where email = 'new@example.com' $$, 'who was invited gets a login');
select throws_ok($$ update public.staff set user_id = null where email = 'new@example.com' $$, 'MT002', null, 'which does not become free');
select lives_ok($$ update public.staff set user_id = user_id, active = false where email = 'new@example.com' $$, 'when they leave it stays theirs');
delete from public.staff where email = 'new@example.com';

-- Two administrators
insert into auth.users (id, email) values (tests.id('second'), 'second@example.com');
insert into public.staff (user_id, email, name, role) values (tests.id('second'), 'second@example.com', 'Second', 'admin');
savepoint two;
select lives_ok($$ update public.staff set role = 'office' where email = 'second@example.com' $$, 'one of two may go');
select throws_ok($$ delete from public.staff where role = 'admin' $$, 'MT022', null, 'the other not');
rollback to two;
select throws_ok($$ update public.staff set active = false where role = 'admin' $$, 'MT022', null, 'nor both at once');
update public.staff set active = false where email = 'second@example.com';
select lives_ok($$ delete from public.staff where email = 'second@example.com' $$, 'who is switched off anyway may be deleted');
rollback to two;
-- And their logins
create function pg_temp.logins_may(change text) returns text language plpgsql as $$
begin
  execute change;
  raise exception using errcode = 'ZZ001', message = 'yes';
exception when others then return case sqlstate when 'ZZ001' then sqlerrm else sqlstate end;
end;
$$;
select is(pg_temp.logins_may(change), 'yes', 'one of two may lose the login: ' || change) from unnest(array[
  'delete from auth.users where email = ''second@example.com''', 'update auth.users set banned_until = clock_timestamp() + interval ''1 hour'' where email = ''second@example.com''']) change;
select is(pg_temp.logins_may('delete from auth.users'), 'MT022', 'not both at once');
select is(pg_temp.logins_may('update auth.users set banned_until = clock_timestamp() + interval ''1 hour'''), 'MT022', 'nor be locked out together');
update auth.users set banned_until = clock_timestamp() + interval '1 hour' where email = 'second@example.com';
select is(pg_temp.logins_may('delete from auth.users where email = ''admin@tests.example.com'''), 'MT022', 'who is locked out is no administrator');
select is(pg_temp.logins_may('update public.staff set role = ''office'' where email = ''admin@tests.example.com'''), 'MT022', 'nor takes anybody''s place');
select is(pg_temp.logins_may('delete from auth.users where email = ''second@example.com'''), 'yes', 'and may go');
select is(pg_temp.logins_may('update auth.users set banned_until = null where email = ''second@example.com'''), 'yes', 'or come back');
update auth.users set banned_until = clock_timestamp() - interval '1 second' where email = 'second@example.com';
select is(pg_temp.logins_may('delete from auth.users where email = ''admin@tests.example.com'''), 'yes', 'who was locked out until a moment ago is one again');
select is(pg_temp.logins_may('update auth.users set email = ''new@example.com'', last_sign_in_at = now() where email = ''admin@tests.example.com'''), 'yes', 'anything else of a login changes');
update public.staff set active = false where email = 'second@example.com';
select is(pg_temp.logins_may('delete from auth.users where email = ''second@example.com'''), 'yes', 'who left needs no login');
select tests.staff_user('technician'), tests.staff_user('office');
select is(pg_temp.logins_may('delete from auth.users where email in (''office@tests.example.com'', ''technician@tests.example.com'')'), 'yes', 'nor does anybody else');
rollback to two;

-- A price that was told wrongly
select tests.unit('wrong', 'ada', 'stairlift', '5 Elm St', '2026-06-20');
select tests.act_as_staff('office');
select throws_ok($$ select public.correct_price(md5('wrong')::uuid, 100, 'typo') $$, '42501', 'only an administrator may do this', 'the office does not mend a price that was told');
select tests.act_as_staff('admin');
select is(public.correct_price(md5('wrong')::uuid, 100, 'typo') ->> 'status', 'not_told', 'what nobody was told needs no mending');
select is(public.correct_price(md5('wrong')::uuid, 100, ' ') ->> 'reason', 'notes', 'nor is it mended without a reason');
select tests.act_as_owner();
select private.freeze_price(y.id) from public.maintenance_cycles y where y.contract_id = tests.id('wrong');
select tests.act_as_staff('admin');
select throws_ok(format($$ select public.correct_price(md5('wrong')::uuid, %L, 'typo') $$, fee), '23514', 'a fee is an amount of money', 'not to ' || coalesce(fee, 'null'))
from unnest(array['-1', 'NaN', null]) fee;
select is(public.correct_price(md5('wrong')::uuid, 100, 'typo') ->> 'status', 'corrected', 'an administrator mends it');
select tests.act_as_owner();
select results_eq($$ select changes, made_by from public.audit_events where row_id = (select id from public.maintenance_cycles where contract_id = tests.id('wrong')) order by seq desc limit 2 $$,
  $$ values ('{"what": "price corrected", "reason": "typo"}'::jsonb, 'correct_price'), ('{"fee": [189.00, 100.00]}', 'correct_price') $$, 'on record with the reason and the function that answers for it');
select is((public.booking_page(tests.token('wrong')) ->> 'fee')::numeric, 100.00, 'and the client sees it');
select is(private.made_by(), null, 'nothing afterwards is written in its name');

-- A booking that would end with fewer units than were asked for
select tests.unit('half', 'ada', 'stairlift', '6 Elm St', '2026-06-20'), tests.unit('other half', 'ada', 'stairlift', '6 Elm St', '2026-06-20');
create function pg_temp.lose_a_unit() returns trigger language plpgsql as $$
begin
  update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('other half') and id = new.contract_id;
  return null;
end;
$$;
update public.technicians set active = true where id = tests.id('Luis Two');
savepoint whole;
create trigger lose_a_unit after update of price_frozen_at on public.maintenance_cycles
  for each row when (pg_trigger_depth() = 0) execute function pg_temp.lose_a_unit();
select throws_ok($$ select tests.book('half', 'Luis Two', '2026-06-11 13:00+00', array[tests.id('other half')]) $$, 'MT023', null, 'is none at all');
rollback to whole;

-- What a function that takes a visit back may do, and nobody else
create function pg_temp.reopen() returns void language sql set rules.made_by = 'reverse_visit' as $$
  update public.maintenance_cycles set closed_at = null, outcome = null, token = private.random_token() where contract_id = tests.id('chair') $$;
create temp table closed as select y.* from public.maintenance_cycles y where y.contract_id = tests.id('chair');
select throws_ok($$ update public.maintenance_cycles set closed_at = null, outcome = null, token = private.random_token() where contract_id = tests.id('chair') $$, 'MT002', null, 'a cycle that is over stays over');
select is((select outcome from closed), 'contract_cancelled', 'as the chair''s');
select lives_ok('select pg_temp.reopen()', 'but in that function');
select is((select (y.closed_at, y.outcome, y.number = c.number, y.token is not null)::text from public.maintenance_cycles y join closed c using (id)), '(,,t,t)', 'it is open again, with a link');
create function pg_temp.renumber() returns void language sql set rules.made_by = 'reverse_visit' as $$
  update public.maintenance_cycles set number = 9 where contract_id = tests.id('chair') $$;
select throws_ok('select pg_temp.renumber()', 'MT002', null, 'under its own number');
rollback to whole;

set constraints all immediate;
select ok(true, 'every rule that waits for the commit holds');
select * from finish();
rollback;
