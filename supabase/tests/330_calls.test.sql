-- Calls: what each result does, when it comes back, what a person closed and when that may come back, and taking back a slip.
begin;
select plan(81);
select tests.freeze_clock('2026-06-26 14:00+00');

insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', null, null);
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm Street', '2026-07-01');
select tests.technician('Luis', '{lifts}');
select tests.staff_user('office'), tests.staff_user('admin'), tests.staff_user('technician');
-- A Wednesday; weekends and Canada Day lie behind the Friday of today.
delete from public.holidays where on_day between '2026-06-26' and '2026-07-10';
insert into public.holidays (on_day, name) values ('2026-06-29', 'A Monday off');

create function pg_temp.cycle() returns uuid language sql as $$ select id from public.maintenance_cycles where contract_id = tests.id('stairs') and closed_at is null $$;
create function pg_temp.ask(kind text, details jsonb default '{}') returns uuid language sql security definer as $$
  select private.raise_about_cycle(kind, pg_temp.cycle(), details) $$;
create function pg_temp.work(kind text) returns public.office_activities language sql security definer as $$
  select a.* from public.office_activities a where a.kind = work.kind order by a.created_at desc, a.state desc limit 1 $$;
create function pg_temp.log(kind text, result text, note text default null, again_on date default null, seen integer default null) returns text language sql as $$
  select string_agg(value, ' ') from (
    select l ->> k as value from public.log_call((pg_temp.work(log.kind)).id, log.result, note, again_on, seen) l,
      unnest(array['status', 'reason', 'state', 'again_on', 'tries', 'propose_letter']) with ordinality u (k, n) where l ->> k is not null order by n) t $$;

create function pg_temp.undo(kind text) returns text language sql as $$
  select concat_ws(' ', u ->> 'status', u ->> 'reason', u ->> 'result') from public.undo_call((pg_temp.work(undo.kind)).id) u $$;
create function pg_temp.tried() returns integer language sql security definer as $$ select private.tries((pg_temp.work('callback')).id) $$;
grant execute on all functions in schema pg_temp to public;

-- Nobody reached
select pg_temp.ask('unbooked');
select tests.act_as_staff('office');
select is(pg_temp.log('unbooked', 'no_answer', ' let it ring '), 'logged open 2026-07-01 1 false', 'no answer comes back after two business days: neither weekend nor holiday is one');
select is((select due_on from public.office_activities where kind = 'unbooked'), '2026-07-01', 'and is due then');
select is((select (note, again_on, due_on, (select s.role from public.staff s where s.id = staff_id))::text from public.activity_calls), '("let it ring",2026-07-01,2026-06-26,office)', 'who called, what they wrote, and when it was due until then are on record');
select is(pg_temp.log('unbooked', 'left_message'), 'logged open 2026-07-01 2 false', 'so does a message');
select is(pg_temp.log('unbooked', 'no_answer'), 'logged open 2026-07-01 3 true', 'the third time in a row a letter is the next thing to try');
select is(pg_temp.log('unbooked', 'call_later', null, '2026-07-20'), 'logged open 2026-07-20 0 false', 'who was reached and wants a call later is called that day, and tries begin anew');

select is((select (a ->> 'next_day', a ->> 'next_week')::text from public.activity_page((pg_temp.work('unbooked')).id) a), '(2026-06-30,2026-07-03)', 'on a Friday a later call is proposed for the next day of work, which is no holiday either');
select is(public.work_list() ->> 'next_week', '2026-07-03', 'as what is put off for a week is');

-- Stale forms and what is none of this activity
select is(pg_temp.log('unbooked', 'no_answer', seen => 3), 'refused changed', 'who saw three calls does not log over the fourth');
select is(public.log_call((pg_temp.work('unbooked')).id, 'no_answer', calls_seen => 3) - '{at,status}'::text[], '{"reason": "changed", "result": "call_later", "by": "Office"}', 'and is told whose it was');
select is(pg_temp.log('unbooked', 'no_answer', seen => 4), 'logged open 2026-07-01 1 false', 'who saw all of them does');
select is(pg_temp.log('unbooked', 'call_later'), 'rejected again_on', 'later needs a day');
select is(pg_temp.log('unbooked', 'call_later', null, '2026-06-26'), 'rejected again_on', 'from tomorrow');
select is(pg_temp.log('unbooked', 'call_later', null, '2026-06-27'), 'logged open 2026-06-27 0 false', 'on');
select is(pg_temp.log('unbooked', 'call_later', null, '2027-06-27'), 'logged open 2027-06-27 0 false', 'to a year ahead');
select is(pg_temp.log('unbooked', 'call_later', null, '2027-06-28'), 'rejected again_on', 'and no further');
select is(pg_temp.log('unbooked', result), 'rejected result', 'no result: ' || coalesce(result, 'nothing')) from unnest(array['undone', 'letter', 'whatever', null]) result;
select is(pg_temp.log('unbooked', 'spoke', repeat('x', 2001)), 'rejected notes', 'a note has an end');
select is(pg_temp.log('unbooked', 'booked'), 'rejected not_booked', 'booked is what has a visit');
select throws_ok($$ select public.log_call(tests.id('nothing'), 'spoke') $$, 'PT404', null, 'what is not there has no calls');
select tests.act_as_owner();
select private.raise_activity('self_check', 'job:reminders', '{}');
select tests.act_as_staff('office');
select is(pg_temp.log('self_check', 'spoke'), 'rejected nobody', 'nobody is called about a job');

-- Wrong number
select is(pg_temp.log('unbooked', 'wrong_number'), 'logged open 2027-06-27 0 false', 'a wrong number leaves it open');
select is((select details ->> 'wrong_number' from public.office_activities where kind = 'unbooked'), '905-555-0111', 'and is known as wrong');
select tests.act_as_owner();
select is(private.number_to_call(tests.id('ada'), (pg_temp.work('unbooked')).details), null, 'it is offered no more');
update public.customers set phone = '905-555-0222' where id = tests.id('ada');
select is(private.number_to_call(tests.id('ada'), (pg_temp.work('unbooked')).details), '{"phone": "905-555-0222", "from": "file"}', 'a new one is');
insert into public.customer_contacts (customer_id, name, relation, phone) values (tests.id('ada'), 'Cara', 'daughter', '905-555-0333');
create function pg_temp.number(change text) returns text language plpgsql as $$ begin
  execute 'update public.customers set ' || change || ' where id = tests.id(''ada'')';
  return (select n ->> 'from' || ' ' || (n ->> 'phone') from private.number_to_call(tests.id('ada'), '{}') n); end $$;
select is(pg_temp.number($$ reach_by = 'caregiver' $$), 'contact 905-555-0333', 'who is reached through a caregiver: theirs');
select is(pg_temp.number($$ reach_by = 'letter' $$), null, 'who gets letters is not called');
select is(pg_temp.number($$ reach_by = 'relay' $$), null, 'nor who cannot hear');
select is(private.number_to_call(tests.id('ada'), '{"phone": "905-555-0999"}') ->> 'phone', '905-555-0999', 'but on the number that was left for it');
select tests.known_as_deceased('ada', '2026-06-20');
select is(pg_temp.number($$ reach_by = 'phone' $$), null, 'nobody asks for who has died');
select tests.act_as_staff('office');
select is(pg_temp.log('unbooked', 'declined'), 'rejected deceased', 'nor can they decline');
select tests.act_as_owner();
select tests.known_as_deceased('ada', null);
update public.customers set reach_by = 'email' where id = tests.id('ada');

-- Closing, and what comes back
select tests.act_as_staff('office');
select is(pg_temp.log('unbooked', 'spoke', 'next year'), 'logged done 0 false', 'what was dealt with is closed');
select is((pg_temp.work('unbooked')).outcome || ' ' || (pg_temp.work('unbooked')).closed_by_hand, 'spoke true', 'by hand, with what came of it');
select is(public.log_call((pg_temp.work('unbooked')).id, 'no_answer') - '{at}'::text[], '{"status": "not_open", "outcome": "spoke", "by": "Office"}', 'what is closed has no more calls');
select is(pg_temp.ask('unbooked'), null, 'it does not come back the next night');
select tests.freeze_clock('2026-07-26 13:59:59+00');
select is(pg_temp.ask('unbooked'), null, 'nor on the thirtieth day');
select isnt(pg_temp.ask('unbooked', '{"reason": "another"}'), null, 'but for another reason');
select tests.act_as_owner();
select private.settle('booked', 'cycle', array[pg_temp.cycle()::text], 'booked');
select tests.freeze_clock('2026-07-26 14:00+00');
select isnt(pg_temp.ask('unbooked'), null, 'it does when thirty days are over');
select private.settle('booked', 'cycle', array[pg_temp.cycle()::text], 'booked');
select isnt(pg_temp.ask('unbooked'), null, 'and what closed by itself comes back at once');
select tests.act_as_staff('office');
select pg_temp.ask('callback');
select pg_temp.log('callback', 'spoke');
select isnt(pg_temp.ask('callback'), null, 'who asks for a call again is called again');
select tests.act_as_owner();
select set_eq($$ select kind from private.activity_kinds where not may_return $$,
  array['call_client', 'missing_address', 'certificate_expiring', 'unclosed_visit', 'enrolment_question', 'missing_serial', 'late_photos', 'unbooked', 'overdue', 'unpaid_invoice', 'sales_lead', 'letter_due'],
  'what is still so rests; what happened anew, is dangerous or about mail comes back');

-- Taking back
select tests.act_as_staff('office');
select is(pg_temp.undo('callback'), 'refused nothing', 'what was never called about has nothing to take back');
select pg_temp.log('callback', 'no_answer');
select is(public.call_logged((pg_temp.work('callback')).id) ->> 'can_undo', 'true', 'what can be taken back is offered');
select is(pg_temp.undo('callback'), 'undone no_answer', 'the last call is taken back');
select is(public.call_logged((pg_temp.work('callback')).id) ->> 'can_undo', 'false', 'until it is');
select is((pg_temp.work('callback')).due_on, '2026-07-26', 'it is due as before');
select is(pg_temp.tried(), 0, 'and was no try');
select is(pg_temp.undo('callback'), 'refused nothing', 'once');
select pg_temp.log('callback', 'wrong_number');
select pg_temp.undo('callback');
select is((pg_temp.work('callback')).details ? 'wrong_number', false, 'a number that was right after all is called again');
select pg_temp.log('callback', 'spoke');
select is((pg_temp.work('callback')).state, 'done', 'closed by a slip');
select is(pg_temp.undo('callback') || ' ' || (pg_temp.work('callback')).state, 'undone spoke open', 'it is open again, the same one');
select pg_temp.log('callback', 'spoke');
select pg_temp.ask('callback');
select is((select concat_ws(' ', u ->> 'status', u ->> 'reason') from public.undo_call((select id from public.office_activities where kind = 'callback' and outcome = 'spoke' order by closed_at desc limit 1)) u),
  'refused again', 'not when it came up anew meanwhile');
select tests.act_as_owner();
select private.settle('booked', 'cycle', array[pg_temp.cycle()::text], 'booked');
select tests.act_as_staff('office');
select is(pg_temp.undo('unbooked'), 'refused nothing', 'and what closed by itself is nobody''s to take back');
select is((select count(*) filter (where result = 'undone') > 2 and count(*) > 10 from public.activity_calls), true, 'all of it is on record');

-- Booked
select tests.act_as_owner();
select pg_temp.ask('overdue');
select tests.book('stairs', 'Luis', '2026-07-28 13:00+00');
select is((pg_temp.work('overdue')).state || ' ' || (pg_temp.work('overdue')).closed_by_hand, 'done false', 'a booking closes it by itself');

-- Whose it is, and when
select private.raise_about_customer('missing_address', tests.id('bob'), '{}');
select tests.act_as_staff('office');
select is(public.take_activity((pg_temp.work('missing_address')).id) ->> 'status', 'given', 'taken');
select is((select s.role from public.office_activities a join public.staff s on s.id = a.owner_id where a.kind = 'missing_address' and a.state = 'open'), 'office', 'by who took it');
select is(public.give_activity((pg_temp.work('missing_address')).id, (select id from public.staff where role = 'technician')), '{"status": "rejected", "reason": "staff"}', 'no technician does the office''s work');
create function pg_temp.shown() returns text language sql as $$ select public.activity_page((pg_temp.work('missing_address')).id) ->> 'shown' $$;
select is(public.take_activity((pg_temp.work('missing_address')).id, 'as it was') ->> 'reason', 'changed', 'whose it became meanwhile is not overwritten');
select is(public.give_activity((pg_temp.work('missing_address')).id, null, 'as it was') ->> 'reason', 'changed', 'nor given away');
select is(public.postpone_activity((pg_temp.work('missing_address')).id, '2026-07-28', 'later', 'as it was') ->> 'reason', 'changed', 'nor when it comes back');
select is(public.give_activity((pg_temp.work('missing_address')).id, null, pg_temp.shown()), '{"status": "given"}', 'as the page shows it, it is');
select is(public.postpone_activity((pg_temp.work('missing_address')).id, '2026-07-26', 'later'), '{"status": "rejected", "reason": "due_on"}', 'today is not later');
select is(public.postpone_activity((pg_temp.work('missing_address')).id, '2026-07-27', '  '), '{"status": "rejected", "reason": "reason"}', 'and later has a reason');
select is(public.postpone_activities(array[(pg_temp.work('missing_address')).id, tests.id('nothing')], '2026-07-27', 'away'), '{"status": "postponed", "activities": 1, "changed": 0}', 'what is open is put off');
select is(public.close_activities(array[(pg_temp.work('missing_address')).id, (pg_temp.work('missing_address')).id], 'has none'), '{"status": "closed", "activities": 1, "changed": 0}', 'several are closed at once, each once');

-- Not this time
select tests.act_as_owner();
select tests.freeze_clock('2026-07-26 14:05+00');
select tests.unit('ramp', 'ada', 'stairlift', '6 Elm Street', '2026-08-01');
select private.raise_about_cycle('unbooked', (select id from public.maintenance_cycles where contract_id = tests.id('ramp')), '{}');
create function pg_temp.cycles(label text) returns text language sql security definer as $$
  select string_agg(concat_ws(' ', y.number, y.outcome, y.closed_reason, case when y.closed_at is null then y.due_on end), ', ' order by y.number)
  from public.maintenance_cycles y where y.contract_id = tests.id(cycles.label) $$;
grant execute on function pg_temp.cycles to public;
select tests.act_as_staff('office');
select is(pg_temp.log('unbooked', 'declined', ' in Florida '), 'logged done 0 false', 'who wants none this time is asked no more');
select is(pg_temp.cycles('ramp'), '1 declined in Florida, 2 2027-01-26', 'this one is let out, with what they said, and the next is due by the cadence');
select is((pg_temp.work('unbooked')).outcome || ' ' || (pg_temp.work('unbooked')).closed_by_hand, 'declined true', 'closed by who called');
select is(public.call_logged((pg_temp.work('unbooked')).id) ->> 'can_undo', 'false', 'so nobody is offered to');
select is(pg_temp.undo('unbooked'), 'refused cycle', 'what was let out is not taken back');
select tests.act_as_owner();
select private.raise_about_cycle('self_check', (select id from public.maintenance_cycles where contract_id = tests.id('stairs') and closed_at is null), '{}');
select tests.act_as_staff('office');
create temp table booked as select a.id from public.office_activities a where a.kind = 'self_check' and a.contract_id = tests.id('stairs');
select is((select public.log_call(id, 'declined') from booked), '{"status": "refused", "reason": "booked"}', 'nor is let out what is booked');
select is((select a.state from public.office_activities a join booked using (id)), 'open', 'and it stays on the list');
select is_empty($$ select c.* from public.activity_calls c join booked b on b.id = c.activity_id $$, 'without a call');

-- A contract that ended meanwhile
select tests.act_as_owner();
select tests.unit('porch', 'ada', 'porch_lift', '5 Elm Street', '2026-08-01');
select private.raise_about_cycle('callback', (select id from public.maintenance_cycles where contract_id = tests.id('porch')), '{}');
select tests.act_as_staff('office');
create temp table last as select a.id from public.office_activities a where a.contract_id = tests.id('porch');
select public.log_call(id, 'spoke') from last;
select tests.act_as_owner();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('porch');
select is(private.undo_call(id, null, private.clock()) ->> 'reason', 'cycle', 'what is over is not taken back') from last;

-- Nobody else
select tests.act_as_staff('technician');
select throws_ok($$ select public.log_call(tests.id('x'), 'spoke') $$, '42501', null, 'a technician logs no calls');
select tests.act_as_service();
select throws_ok($$ update public.activity_calls set result = 'spoke' $$, '42501', null, 'a call is not rewritten through the API');
select tests.act_as_owner();
select throws_ok($$ delete from public.activity_calls $$, 'MT002', null, 'nor by hand');

select * from finish();
rollback;
