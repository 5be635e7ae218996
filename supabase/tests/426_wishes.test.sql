-- At a door without a signal it is noted when the next visit would suit: the office finds it, and the client hears nothing.
begin;
select plan(54);
-- Monday, June 1, 2026, 8:00 in Toronto; the visits are on Wednesday the 3rd.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) select tests.id(who), initcap(who) || ' Example', who || '@example.com', '905-555-0100' from unnest(array['ada', 'bob', 'cat', 'dee']) who;
select tests.technician('Tess One', '{lifts,wheelchairs}'), tests.technician('Luis Two', '{lifts,wheelchairs}');
insert into auth.users (id, email) values (tests.id('Tess login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess staff'), tests.id('Tess login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'),
  tests.unit('cats', 'cat', 'stairlift', '2 Fir St', '2026-06-20'), tests.unit('dees', 'dee', 'stairlift', '3 Ash St', '2026-06-20');
update public.maintenance_contracts set due_anchor_on = '2025-12-20', interval_months = 6;
create function pg_temp.at(label text, at timestamptz) returns text language sql as $$ select tests.book(label, 'Tess One', at, '{}', '905-555-0100', 'Side door') ->> 'status' $$;
select is(pg_temp.at('lift', '2026-06-03 12:30+00') || ' ' || pg_temp.at('bobs', '2026-06-03 15:00+00') || ' ' || pg_temp.at('cats', '2026-06-03 18:00+00') || ' ' || pg_temp.at('dees', '2026-06-04 13:00+00'),
  'booked booked booked booked', 'four visits of one technician');
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
grant select on made to public;
create function pg_temp.visit(label text) returns uuid language sql as $$ select m.visit_id from made m where m.contract_id = tests.id(label) $$;
create function pg_temp.report(label text) returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || label), 'based_on', t.revision,
    'recorded_at', private.clock(), 'sent_at', private.clock(), 'started_at', lower(t.during), 'finished_at', lower(t.during) + interval '40 minutes', 'labour_minutes', 40,
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = m.visit_id),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb)
  from made m join public.technician_tasks t on t.id = m.task_id where m.contract_id = tests.id(label) $$;
create function pg_temp.complete(label text) returns text language sql as $$ select private.complete_visit(pg_temp.visit(label), pg_temp.report(label), 'technician', private.clock()) ->> 'status' $$;
create function pg_temp.note(label text, times text, wish text default null, request text default 'one') returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'most') from public.note_wish(pg_temp.visit(label), times, wish, tests.id(request)) r $$;
create function pg_temp.work(label text) returns text language sql security definer as $$
  select string_agg(concat_ws(' | ', a.kind, a.state, a.details ->> 'phone', a.details ->> 'preferred_times', a.details ->> 'note', a.details ->> 'heard_at'), ', ' order by a.created_at)
  from public.office_activities a where a.contract_id = tests.id(label) and a.kind = 'callback' $$;
create function pg_temp.act_as_tess() returns void language sql as $$ select tests.act_as('authenticated', tests.id('Tess login')) $$;
create function pg_temp.mails() returns bigint language sql security definer as $$ select count(*) from public.messages $$;
grant execute on all functions in schema pg_temp to public;

-- Who may, and when
select tests.freeze_clock('2026-06-03 18:50+00');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.note('lift', 'Mornings') $$, '42501', null, 'a stranger notes nothing');
select tests.act_as_staff('technician');
select throws_ok($$ select pg_temp.note('lift', 'Mornings') $$, '42501', 'only the office and the technician who has it may do this', 'nor does a colleague');
select throws_ok($$ select public.note_wish(gen_random_uuid(), 'Mornings', null, null) $$, '42501', null, 'what is not there is somebody else''s');
select pg_temp.act_as_tess();
select is(pg_temp.note('lift', 'Mornings'), 'refused state', 'of a visit that is still to happen there is no next one');
select tests.act_as_staff('office');
select throws_ok($$ select public.note_wish(gen_random_uuid(), 'Mornings', null, null) $$, 'PT404', null, 'and to the office unknown');
select tests.act_as_owner();
-- Heard by whoever is there, and not done yet
savepoint there;
select private.set_task_state(task_id, 'in_progress') from made where contract_id = tests.id('lift');
select pg_temp.act_as_tess();
select is(pg_temp.note('lift', 'Mornings', 'Not Fridays'), 'noted', 'whoever is at the visit notes what they hear at once');
select is(pg_temp.note('lift', 'Mornings', 'Not Fridays'), 'noted', 'a phone that did not hear the answer sends it again');
select tests.act_as_owner();
select is(pg_temp.complete('lift'), 'done', 'then it is done');
select is((select string_agg(concat_ws(' | ', y.number, a.state, a.details ->> 'preferred_times', a.details ->> 'note'), ', ' order by y.number)
  from public.office_activities a join public.maintenance_cycles y on y.id = a.cycle_id where a.kind = 'callback'), '1 | done | Mornings | Not Fridays, 2 | open | Mornings | Not Fridays', 'and the wish is about the visit after it');
select pg_temp.act_as_tess();
select is(pg_temp.note('lift', 'Mornings', 'Not Fridays'), 'noted', 'sent once more it is the same');
select tests.act_as_owner();
select is((select count(*) from public.office_activities a where a.kind = 'callback'), 2::bigint, 'and nothing new');
rollback to there;
select is(pg_temp.complete('lift'), 'done', 'one is done');
select is(private.fail_visit(pg_temp.visit('bobs'), 'not_completed', 'no_time', null, null, private.clock()) ->> 'status', 'recorded', 'one was not');
create temp table cats_report as select pg_temp.report('cats') as report;
grant select on cats_report to public;
create temp table before as select pg_temp.mails() as mails;
grant select on before to public;

-- What is noted
select pg_temp.act_as_tess();
select is(pg_temp.note('lift', repeat('x', 501)), 'rejected preferred_times 500', 'within bounds');
select is(pg_temp.note('lift', ' ', '  '), 'rejected preferred_times', 'nothing is no wish');
select is(pg_temp.note('lift', 'Mornings, not before May 10', 'Not Fridays'), 'noted', 'a wish is noted');
select is(pg_temp.work('lift'), 'callback | open | Mornings, not before May 10 | Not Fridays | door', 'as work for the office');
select is(pg_temp.note('lift', 'Mornings, not before May 10', 'Not Fridays'), 'noted', 'sent again it is there');
select is(pg_temp.work('lift'), 'callback | open | Mornings, not before May 10 | Not Fridays | door', 'once');
select is(pg_temp.note('lift', null, 'Only with my daughter', 'two'), 'noted', 'a later word');
select is(pg_temp.work('lift'), 'callback | open | Only with my daughter | door', 'takes its place');
select is(pg_temp.note('bobs', 'Afternoons', null, 'three'), 'noted', 'and so for a visit that came to nothing');
select tests.act_as_owner();
select is(pg_temp.mails(), (select mails from before), 'nobody is told of it');
select is((select y.id = (private.cycle_after(v.cycle_id)).id from public.office_activities a join public.maintenance_cycles y on y.id = a.cycle_id, public.maintenance_visits v
  where a.contract_id = tests.id('lift') and a.kind = 'callback' and v.id = pg_temp.visit('lift')), true, 'it is about the visit that follows');
select is((select y.id = v.cycle_id from public.office_activities a join public.maintenance_cycles y on y.id = a.cycle_id, public.maintenance_visits v
  where a.contract_id = tests.id('bobs') and a.kind = 'callback' and v.id = pg_temp.visit('bobs')), true, 'or about the one that is still owed');
select is(private.call_asked((select a.cycle_id from public.office_activities a where a.contract_id = tests.id('lift') and a.kind = 'callback')), null, 'the client''s page speaks of no call that they did not ask for');
select is((select string_agg(w ->> 'client_name' || ': ' || (w ->> 'preferred_times'), ', ' order by w ->> 'client_name') from jsonb_array_elements(private.calls_waiting()) w),
  'Ada Example: Only with my daughter, Bob Example: Afternoons', 'both wait at the side of the board');
select is((private.ask_for_call((select a.cycle_id from public.office_activities a where a.contract_id = tests.id('bobs') and a.kind = 'callback'), '905-555-0199', 'Tuesdays', null)) ->> 'status', 'received', 'a client who asks for a call as well');
select pg_temp.act_as_tess();
select is(pg_temp.note('bobs', 'Wednesdays', null, 'four'), 'noted', 'and is asked at the door after that');
select is(pg_temp.work('bobs'), 'callback | open | 905-555-0199 | Wednesdays | door', 'is called at the number that they left');

-- Closed by hand, or booked, it stays so
select tests.act_as_owner();
savepoint closed;
update public.office_activities a set state = 'done', closed_at = private.clock(), closed_by_hand = true, outcome = 'called' where a.contract_id = tests.id('lift') and a.kind = 'callback';
select pg_temp.act_as_tess();
select is(pg_temp.note('lift', null, 'Only with my daughter', 'two'), 'noted', 'what was closed and comes once more, its answer lost');
select is(pg_temp.work('lift'), 'callback | done | Only with my daughter | door', 'does not come back');
select is(pg_temp.note('lift', 'Mondays', null, 'five'), 'noted', 'what is new');
select is(pg_temp.work('lift') like '%callback | open | Mondays%', true, 'does');
select tests.act_as_owner();
rollback to closed;
select tests.act_as_staff('office');
select is((select r ->> 'status' from jsonb_array_elements(public.return_slots(pg_temp.visit('lift'), null, 14, 1) -> 'slots') s,
  public.book_return(pg_temp.visit('lift'), (s ->> 'technician_id')::uuid, (s ->> 'starts_at')::timestamptz) r), 'booked', 'the office books');
select is(pg_temp.work('lift'), 'callback | done | Only with my daughter | door', 'and nobody has to call');
select pg_temp.act_as_tess();
select is(pg_temp.note('lift', 'Mornings', null, 'six'), 'booked', 'a wish for what is booked changes nothing');

-- A phone that comes late
select tests.act_as_owner();
select tests.freeze_clock('2026-06-12 12:00+00');
select pg_temp.act_as_tess();
select is(pg_temp.note('bobs', 'Thursdays', null, 'seven'), 'noted', 'nine days later it is taken all the same');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-03 18:50+00');
select is(public.move_task(m.task_id, tests.id('Luis Two'), '2026-06-03 18:00+00', true) ->> 'status', 'moved', 'one goes to somebody else') from made m where m.contract_id = tests.id('cats');
select pg_temp.act_as_tess();
select throws_ok($$ select pg_temp.note('cats', 'Mornings') $$, '42501', null, 'what somebody else has now is theirs');
select is(public.complete_visit(pg_temp.visit('cats'), (select report from cats_report)) ->> 'status', 'conflict', 'but for who was there, whose report the office has');
select is(pg_temp.note('cats', 'Mornings'), 'refused state', 'who may say it, once it is over');
select tests.act_as_owner();
select private.release_visits(m.task_id, array[m.visit_id], 'cancelled', 'in hospital') from made m where m.contract_id = tests.id('dees');
select pg_temp.act_as_tess();
select is(pg_temp.note('dees', 'Mornings'), 'noted', 'of a visit that was cancelled the wish is about what is open under its contract');

-- A repair
select tests.act_as_staff('office');
select public.open_repair(tests.id('dees'), 'It stopped half-way', true);
select tests.act_as_owner();
create function pg_temp.id() returns uuid language sql security definer as $$ select w.id from public.work_orders w where w.kind = 'repair' $$;
-- By the same id as the wish after her visit: one is not the other.
create function pg_temp.wish(times text, request text default 'one') returns text language sql as $$ select concat_ws(' ', r ->> 'status', r ->> 'reason') from public.note_repair_wish(pg_temp.id(), times, 'Not Fridays', tests.id(request)) r $$;
create function pg_temp.follow() returns text language sql security definer as $$
  select concat_ws(' | ', a.state, a.details ->> 'why', a.details ->> 'note', a.details ->> 'preferred_times') from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open' $$;
grant execute on all functions in schema pg_temp to public;
select public.approve_repair(pg_temp.id(), 'Dee', 'phone', (select sum(l.amount) from public.work_order_lines l where l.work_order_id = pg_temp.id()));
select is(public.schedule_repair(pg_temp.id(), tests.id('Tess One'), '2026-06-04 18:00+00') ->> 'status', 'scheduled', 'a repair has a time');
select pg_temp.act_as_tess();
select throws_ok($$ select pg_temp.wish('Mornings') $$, '42501', 'a technician notes a wish after own drives to a repair', 'which is nobody''s to wish for before it came to nothing');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-04 18:30+00');
select pg_temp.act_as_tess();
select is(public.fail_repair(pg_temp.id(), 'not_completed', 'parts', 'Wrong motor') ->> 'status', 'recorded', 'it came to nothing');
select is(pg_temp.wish('Mornings'), 'noted', 'the wish is noted');
select is(pg_temp.follow(), 'open | parts | Wrong motor | Mornings. Not Fridays', 'beside what stopped them');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.wish('Mornings') $$, '42501', null, 'a stranger notes none');
select tests.act_as_staff('technician');
select throws_ok($$ select pg_temp.wish('Mornings') $$, '42501', null, 'nor does a colleague');
select tests.act_as_owner();
select is((select string_agg(w ->> 'preferred_times', ', ') from jsonb_array_elements(private.repairs_waiting()) w), 'Mornings. Not Fridays', 'it waits at the side of the board');
select is(public.schedule_repair(pg_temp.id(), tests.id('Tess One'), '2026-06-09 13:00+00') ->> 'status', 'scheduled', 'the office gives it a time');
select pg_temp.act_as_tess();
select is(pg_temp.wish('Mornings') || ' ' || pg_temp.wish('Mornings', 'nine'), 'noted booked', 'what came before is known; what is new finds it booked');
select * from finish();
rollback;
