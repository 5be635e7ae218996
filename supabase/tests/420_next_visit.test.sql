-- At the door the visit after the one that is over is booked: the next cycle's, or a return.
begin;
select plan(83);
-- Monday, June 1, 2026, 8:00 in Toronto; the visits are on Wednesday the 3rd.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) select tests.id(who), initcap(who) || ' Example', case when who <> 'cat' then who || '@example.com' end from unnest(array['ada', 'bob', 'cat', 'dee']) who;
select tests.technician('Tess One', '{lifts,lift_chairs,wheelchairs}'), tests.technician('Luis Two', '{lifts}');
insert into auth.users (id, email) values (tests.id('Tess login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess staff'), tests.id('Tess login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('third', 'ada', 'stairlift', '1 Elm St', '2026-06-22'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cats', 'cat', 'walker', '9 Oak Ave', '2026-06-20'), tests.unit('dees', 'dee', 'stairlift', '5 Fir St', '2026-06-20'),
  tests.unit('chair', 'dee', 'lift_chair', '5 Fir St', '2026-06-20'), tests.unit('walker', 'dee', 'walker', '5 Fir St', '2026-06-20');
update public.maintenance_contracts set due_anchor_on = '2025-12-20', interval_months = case id when tests.id('cats') then 12 when tests.id('chair') then 1 else 6 end;
create function pg_temp.at(label text, at timestamptz, others uuid[] default '{}') returns text language sql as $$ select tests.book(label, 'Tess One', at, others, '905-555-0100', 'Side door') ->> 'status' $$;
select is(pg_temp.at('lift', '2026-06-03 14:30+00', array[tests.id('second'), tests.id('third')]), 'booked', 'a household of three');
select is(pg_temp.at('bobs', '2026-06-03 12:30+00'), 'booked', 'one that will not be at home');
select is(pg_temp.at('cats', '2026-06-04 13:00+00'), 'booked', 'one that comes once a year');
select is(pg_temp.at('dees', '2026-06-05 13:00+00', array[tests.id('chair'), tests.id('walker')]), 'booked', 'three in two days, one of them due every month');
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
grant select on made to public;
create function pg_temp.visit(label text) returns uuid language sql as $$ select m.visit_id from made m where m.contract_id = tests.id(label) $$;
create function pg_temp.complete(label text) returns text language sql as $$
  select private.complete_visit(m.visit_id, jsonb_build_object('version', 1, 'report_id', tests.id('report ' || label), 'based_on', t.revision,
    'recorded_at', private.clock(), 'sent_at', private.clock(), 'started_at', lower(t.during), 'finished_at', lower(t.during) + interval '40 minutes', 'labour_minutes', 40,
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = m.visit_id),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'technician', private.clock()) ->> 'status'
  from made m join public.technician_tasks t on t.id = m.task_id where m.contract_id = tests.id(label) $$;
create function pg_temp.slots(label text, from_date date default null, days integer default 14, most integer default 4) returns jsonb language sql as $$ select public.return_slots(pg_temp.visit(label), from_date, days, most) $$;
create function pg_temp.in_short(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'what', answer ->> 'reason') $$;
create function pg_temp.times(answer jsonb) returns text language sql as $$
  select string_agg(to_char((s ->> 'starts_at')::timestamptz at time zone 'America/Toronto', 'Mon DD HH24:MI') || ' ' || (s ->> 'technician_name'), ', ' order by n) from jsonb_array_elements(answer -> 'slots') with ordinality x (s, n) $$;
create function pg_temp.book(label text, technician text, at timestamptz, others uuid[] default null) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'gone') from public.book_return(pg_temp.visit(label), tests.id(technician), at, others) r $$;
create function pg_temp.act_as_tess() returns void language sql as $$ select tests.act_as('authenticated', tests.id('Tess login')) $$;
grant execute on all functions in schema pg_temp to public;

-- Nothing follows what is not over
select tests.freeze_clock('2026-06-03 15:10+00');
select pg_temp.act_as_tess();
select is(pg_temp.in_short(pg_temp.slots('lift')), 'refused state', 'what is not over has no times');
select is(pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00'), 'refused state', 'and is not booked after');
select tests.act_as_owner();
select is(pg_temp.complete('lift') || ' ' || pg_temp.complete('second'), 'done done', 'two of three are done');
select is(private.fail_visit(pg_temp.visit('third'), 'not_completed', 'no_time', null, null, private.clock()) ->> 'status', 'recorded', 'the third was not');
select is(private.fail_visit(pg_temp.visit('bobs'), 'no_show', 'nobody_home', null, null, private.clock()) ->> 'status', 'recorded', 'and nobody was home at the other');

-- Who may
select tests.act_as_anon();
select throws_ok($$ select pg_temp.slots('lift') $$, '42501', null, 'a stranger sees no times');
select throws_ok($$ select pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00') $$, '42501', null, 'and books nothing');
select tests.act_as_staff('technician');
select throws_ok($$ select pg_temp.slots('lift') $$, '42501', 'only the office and the technician who has it may do this', 'nor does a colleague see them');
select throws_ok($$ select pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00') $$, '42501', null, 'or book');
select throws_ok($$ select public.return_slots(gen_random_uuid()) $$, '42501', null, 'what is not there is somebody else''s');
select tests.act_as_staff('office');
select throws_ok($$ select public.return_slots(gen_random_uuid()) $$, 'PT404', null, 'and to the office unknown');
select is(pg_temp.in_short(pg_temp.slots('lift')), 'open next', 'the office sees them');
select tests.act_as_owner();
savepoint days;
select tests.freeze_clock('2026-06-05 03:59+00');
select pg_temp.act_as_tess();
select is(pg_temp.in_short(pg_temp.slots('lift')), 'open next', 'its technician also on the day after');
select tests.freeze_clock('2026-06-05 04:00+00');
select throws_ok($$ select pg_temp.slots('lift') $$, '42501', 'a technician books after own visits of yesterday, today and tomorrow', 'and no later');
select throws_ok($$ select pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00') $$, '42501', 'a technician books after own visits of yesterday, today and tomorrow', 'nor books then');
select tests.act_as_staff('office');
select is(pg_temp.in_short(pg_temp.slots('lift')), 'open next', 'the office still does');
select tests.act_as_owner();
rollback to days;

-- The next cycle's: the day it is due is a Sunday; today was a Wednesday, 10:30.
select pg_temp.act_as_tess();
create temp table next as select pg_temp.slots('lift') as n;
select is((select n ->> 'due_on' from next), '2026-12-20', 'about the day on which it is due next');
select is((select pg_temp.times(n) from next), 'Dec 21 10:30 Tess, Dec 18 10:30 Tess, Dec 22 10:30 Tess, Dec 23 10:30 Tess', 'at the same hour, by whoever is there, closest to that day first');
select is((select string_agg(u ->> 'kind' || ' ' || (u ->> 'due_on') || ' ' || (u ->> 'fee'), ', ' order by u ->> 'due_on') from next, jsonb_array_elements(n -> 'units') u),
  'Stair lift 2026-12-20 189.00, Stair lift 2026-12-20 189.00', 'what was done beside it goes along, at its price; what was not does not');
select is((select (n #>> '{slots,0,ends_at}')::timestamptz - (n #>> '{slots,0,starts_at}')::timestamptz from next), interval '2 hours', 'and takes its time');
select is((select n ->> 'book_until' from next), '2027-01-09', 'as far ahead as staff book');
select is((select concat_ws(' ', n ->> 'reminded_on', n ->> 'is_reminded_by_mail') from next), '2026-11-20 true', 'who books nothing is reminded then');
select is(pg_temp.times(pg_temp.slots('lift', '2026-12-14', 1)), 'Dec 14 10:30 Tess, Dec 14 11:00 Tess, Dec 14 09:45 Tess, Dec 14 12:00 Tess', 'one day has four times that are apart');
select is(jsonb_array_length(pg_temp.slots('lift', '2027-01-10', 7) -> 'slots'), 0, 'beyond the horizon there are none');
select is((select count(*) from jsonb_array_elements(pg_temp.slots('lift', '2027-01-07', 7, 50) -> 'slots') s where (s ->> 'starts_at')::timestamptz >= '2027-01-09 05:00+00'), 0::bigint, 'and up to it not a day more');
select is(pg_temp.in_short(pg_temp.slots('lift', 'infinity')), 'rejected next time', 'nor at the end of time');
select tests.act_as_owner();
savepoint busy;
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'time_off', '[2026-12-15 05:00+00, 2026-12-24 05:00+00)');
select is(split_part(pg_temp.times(pg_temp.slots('lift')), ', ', 1), 'Dec 21 10:30 Luis', 'while she is away somebody else comes close to the day');
rollback to busy;
update public.units set condition = 'out_of_service' where id = tests.id('lift');
select is(pg_temp.in_short(pg_temp.slots('lift')), 'paused next', 'what is out of service waits for its repair');
select is(pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00'), 'rejected paused', 'and is not booked');
rollback to busy;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('lift');
select is(pg_temp.in_short(pg_temp.slots('lift')) || ' ' || pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00'), 'expired expired', 'after a contract has ended nothing follows');
rollback to busy;

-- Booked
select pg_temp.act_as_tess();
select is(pg_temp.book('lift', 'Tess One', '2026-12-17 15:37+00'), 'slot_taken never', 'not beside the grid: a technician sets no rule aside');
select is(pg_temp.book('lift', 'Tess One', '2027-01-11 15:30+00'), 'rejected horizon', 'nor the horizon');
select is(pg_temp.book('lift', 'Tess One', 'infinity'), 'rejected time', 'nor is there a time without end');
select is(pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00', array[tests.id('second'), tests.id('third')]), 'rejected household', 'nor with what does not go along');
select throws_ok($$ select pg_temp.book('lift', 'nobody', '2026-12-17 15:30+00') $$, 'PT404', 'no such technician', 'nor by nobody');
select tests.act_as_owner();
create temp table told as select count(*) as mails from public.messages where kind = 'confirmation';
update public.maintenance_contracts set fee = fee + 1 where id = tests.id('lift');
select pg_temp.act_as_tess();
select is(pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00'), 'booked', 'the next visit is booked at this one');
select is(pg_temp.book('lift', 'Tess One', '2026-12-17 15:30+00'), 'booked', 'twice it is one');
select is(pg_temp.book('lift', 'Tess One', '2026-12-18 15:30+00', array[tests.id('second')]), 'already_booked', 'another wish meets it');
select is(pg_temp.in_short(pg_temp.slots('lift')), 'booked next', 'and the page tells of it');
select is(pg_temp.in_short(pg_temp.slots('second')), 'booked next', 'of the unit that went along as well');
select tests.act_as_owner();
select is((select string_agg(concat_ws(' ', v.state, v.booked_by, v.access_notes, v.contact_phone, y.number, y.price_frozen_at is not null), ', ') from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where v.state = 'scheduled' and y.contract_id in (tests.id('lift'), tests.id('second'))),
  'scheduled technician Side door 2 t, scheduled technician Side door 2 t', 'of both, the price as it was told from then on, how to get in as it was, without the number of another day');
select is((select y.fee = c.fee from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where y.contract_id = tests.id('lift') and y.closed_at is null), true, 'the price of the day on which it was booked');
select is((select count(*) - (select mails from told) from public.messages where kind = 'confirmation'), 1::bigint, 'one mail to the household');
select is((select m.next_attempt_at <= clock_timestamp() from public.messages m where m.kind = 'confirmation' order by m.created_at desc, m.id limit 1), true, 'at once: they stand there');

-- Changed
create function pg_temp.change(at timestamptz) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'gone') from public.book_return(pg_temp.visit('lift'), tests.id('Luis Two'), at, null, true) r $$;
grant execute on function pg_temp.change to public;
select pg_temp.act_as_tess();
select is(public.return_slots(pg_temp.visit('lift'), change => true) ->> 'status', 'open', 'what was booked at the door can have another time');
select is((select jsonb_array_length(n -> 'units') || ' ' || jsonb_array_length(n -> 'slots') from public.return_slots(pg_temp.visit('lift'), change => true) n), '2 4', 'with all that is in it');
select is((select count(*) from jsonb_array_elements(public.return_slots(pg_temp.visit('lift'), '2026-12-17', 1, 50, true) -> 'slots') s where (s ->> 'starts_at')::timestamptz = '2026-12-17 15:30+00'), 0::bigint, 'other than the one that it has');
select is(pg_temp.change('2027-01-11 15:30+00'), 'rejected time', 'not beyond the horizon');
select is(pg_temp.change('2026-12-25 15:30+00'), 'slot_taken never', 'nor by the rules of nobody');
select is(pg_temp.change('2026-12-18 15:30+00') || ', ' || pg_temp.change('2026-12-18 15:30+00'), 'booked, booked', 'and has it');
select tests.act_as_staff('technician');
select throws_ok($$ select pg_temp.change('2026-12-17 15:30+00') $$, '42501', null, 'not by a colleague');
select tests.act_as_owner();
select is((select string_agg(m.kind || ' ' || coalesce(private.superseded_because(m), 'goes'), ', ' order by m.kind) from public.messages m join public.technician_tasks t on t.id = m.task_id where t.during && '[2026-12-18 15:30+00, 2026-12-18 15:31+00)'), 'appointment_changed goes, confirmation the appointment is no longer so', 'the household is told of the last of them');
select is((select count(*) from public.technician_tasks where state = 'scheduled' and lower(during) > '2026-12-01'), 1::bigint, 'there is one stop');
-- Clients see 60 days ahead: until the stop is that near they would be offered times months before it is due.
savepoint changed;
select is(public.open_slots(tests.token('lift')), '{"status": "booked", "slots": [], "days": [], "gone": "far", "moves_from": "2026-10-19"}', 'what was booked far ahead its client moves with us, until then');
select is(public.open_slots(tests.token('second'), starts_at => '2026-06-12 13:00+00') ->> 'gone', 'far', 'by the link of what goes along neither, nor to one time');
select is(public.reschedule_booking(tests.token('lift'), tests.id('Tess One'), '2026-06-12 13:00+00') - 'appointment', '{"status": "rejected", "reason": "far"}', 'and is not moved to a time that nobody offered');
select tests.freeze_clock('2026-10-19 03:59+00');
select is(public.open_slots(tests.token('lift')) ->> 'gone', 'far', 'nor a minute before that day');
select tests.freeze_clock('2026-10-19 04:00+00');
select is(public.open_slots(tests.token('lift'), from_date => '2026-12-14') ->> 'moves_from' is null and public.reschedule_booking(tests.token('lift'), tests.id('Tess One'), '2026-12-17 15:30+00') ->> 'status' = 'booked', true, 'from then on they choose by themselves');
rollback to changed;
select tests.act_as_staff('office');
select is(public.contract_slots(tests.id('lift'), '2026-12-14') ->> 'gone' is null, true, 'the office finds times at once');
select tests.act_as_owner();
select is(public.cancel_booking(tests.token('lift')) ->> 'status', 'cancelled', 'the client may call it off');
select pg_temp.act_as_tess();
select is(pg_temp.change('2026-12-17 15:30+00'), 'not_booked', 'then there is nothing to change');
select tests.act_as_owner();
select is(tests.book('lift', 'Tess One', '2026-06-12 13:00+00') ->> 'status', 'booked', 'and book for themselves');
select pg_temp.act_as_tess();
select is(pg_temp.change('2026-12-17 15:30+00') || ' ' || (public.return_slots(pg_temp.visit('lift'), change => true) ->> 'status'), 'refused booked booked', 'which is theirs');
select tests.act_as_owner();
rollback to changed;

-- Once a year is further ahead than staff book
select tests.freeze_clock('2026-06-04 14:00+00');
select is(pg_temp.complete('cats'), 'done', 'once a year');
select pg_temp.act_as_tess();
select is(jsonb_array_length(pg_temp.slots('cats') -> 'slots') || ' ' || (pg_temp.slots('cats') ->> 'due_on') || ' ' || (pg_temp.slots('cats') ->> 'book_until') || ' ' || (pg_temp.slots('cats') ->> 'is_reminded_by_mail'), '0 2027-06-04 2027-01-10 false', 'a day beyond the horizon is told, and has no times');

-- A return
select is(pg_temp.in_short(pg_temp.slots('bobs')), 'open return', 'where nobody was home somebody comes again');
select is(pg_temp.times(pg_temp.slots('bobs')), 'Jun 05 11:30 Tess, Jun 08 08:30 Tess, Jun 09 08:30 Tess, Jun 10 08:30 Tess', 'soon, and close to the same hour');
select is(pg_temp.book('bobs', 'Luis Two', '2026-06-09 12:30+00'), 'booked', 'with whoever it is chosen');
select tests.act_as_owner();
select is((select string_agg(concat_ws(' ', v.state, y.number), ', ' order by v.created_at, v.state) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('bobs')), 'no_show 1, scheduled 1', 'in the same cycle');
select is((select count(*) from public.office_activities where kind = 'rebook' and state = 'open' and contract_id = tests.id('bobs')), 0::bigint, 'nobody is asked to find another time');
select is((select coalesce(private.superseded_because(m), 'goes') from public.messages m where m.kind = 'rebook' and m.customer_id = tests.id('bob')), 'nothing in it is left to book', 'nor is the client any more');
select is(pg_temp.in_short(pg_temp.slots('third')), 'open return', 'of a household what was not done comes again');
select is((select jsonb_array_length(pg_temp.slots('third') -> 'units')), 1, 'by itself');

-- What does not go along: what is due long before, or was not done
select tests.freeze_clock('2026-06-05 16:00+00');
select is(pg_temp.complete('dees') || pg_temp.complete('chair') || (private.fail_visit(pg_temp.visit('walker'), 'not_completed', 'no_time', null, null, private.clock()) ->> 'status'), 'donedonerecorded', 'two are done, one was not');
select is((select string_agg(jsonb_array_length(pg_temp.slots(l) -> 'units') || ' ' || (pg_temp.slots(l) ->> 'due_on'), ', ') from unnest(array['dees', 'chair', 'walker']) l), '1 2026-12-20, 1 2026-07-05, 1 2026-06-20', 'each comes by itself');

-- Far ahead staff take along what is due about then, clients what is due about now
rollback to busy;
select is((select jsonb_array_length(public.booking_sheet(tests.id('lift')) -> 'household')), 2, 'the office sees what is due about the same day, and what is due now');
select is(public.book_for_client(tests.id('lift'), tests.id('Tess One'), '2026-12-17 15:30+00', with_contract_ids => array[tests.id('second')]) ->> 'status', 'booked', 'and books it together');
rollback to busy;
select is(jsonb_array_length(public.booking_page(tests.token('lift')) -> 'household'), 1, 'a client sees what is due now');
select is(public.open_slots(tests.token('lift'), with_contract_ids => array[tests.id('second')]) ->> 'reason', 'household', 'and nothing that is due in half a year');

select * from finish();
rollback;
