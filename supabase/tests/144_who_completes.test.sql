-- Who says that a visit was done, from where, by whose clock; and what becomes of a report when the visit has changed.
begin;
select plan(49);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, consent_basis, consent_on) values (tests.id('ada'), 'Ada Example', 'ada@example.com', 'express', '2025-01-01'), (tests.id('bob'), 'Bob Example', null, 'none', null);
select tests.technician('Tess One', '{lifts,wheelchairs}'), tests.technician('Luis Two', '{lifts,wheelchairs}');
insert into auth.users (id, email) select tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com' from unnest(array['Tess One', 'Luis Two']) who;
insert into public.staff (id, user_id, email, name, role) select tests.id(who || ' staff'), tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
select tests.staff_user('office'), tests.staff_user('admin');
-- Of two lines the second need not be answered, but for a category that is critical for safety.
select private.set_checklist(code, '[{"position": 1, "section": "All", "label": "First", "required": true}, {"position": 2, "section": "All", "label": "Second", "required": false}]')
from unnest(array['manual_wheelchair', 'stairlift']) code;
select tests.unit(label, 'ada', 'manual_wheelchair', '1 Elm St', '2026-06-20') from unnest(array['chair', 'late', 'moved', 'given', 'gone', 'clock', 'paper']) label;
select tests.unit(label, 'bob', 'stairlift', '9 Oak Ave', '2026-06-20') from unnest(array['lift', 'once more']) label;
do $$ begin
  perform tests.book(b.unit, 'Tess One', b.at::timestamptz) from (values ('chair', '2026-06-03 13:00+00'), ('late', '2026-06-03 14:00+00'), ('moved', '2026-06-03 15:00+00'), ('given', '2026-06-03 16:00+00'),
    ('gone', '2026-06-03 17:00+00'), ('clock', '2026-06-03 18:00+00'), ('paper', '2026-06-04 13:00+00'), ('lift', '2026-06-04 15:00+00'), ('once more', '2026-06-04 17:00+00')) b (unit, at);
end; $$;
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id, (select t.revision from public.technician_tasks t where t.id = v.task_id) as revision
  from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
create temp table lines as select v.id as visit_id, jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) as told
  from public.maintenance_visits v join private.visit_checklist i on i.visit_id = v.id group by v.id;
create temp table told (n integer generated always as identity, answer jsonb);
grant select, insert on made, lines, told to public;
select is((select count(*) from made), 9::bigint, 'nine visits are booked');
create function pg_temp.visit(label text) returns uuid language sql as $$ select visit_id from made where contract_id = tests.id(visit.label) $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from made where contract_id = tests.id(task.label) $$;
create function pg_temp.report(label text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || report.label), 'based_on', m.revision, 'recorded_at', private.clock(), 'sent_at', private.clock(),
    'started_at', private.clock() - interval '40 minutes', 'finished_at', private.clock() - interval '5 minutes', 'labour_minutes', 35, 'checklist', l.told,
    'signature', '{"name": "Ada Example", "role": "caregiver", "method": "typed"}'::jsonb) || more
  from made m join lines l on l.visit_id = m.visit_id where m.contract_id = tests.id(report.label) $$;
create function pg_temp.complete(label text, more jsonb default '{}') returns jsonb language sql as $$ select public.complete_visit(pg_temp.visit(label), pg_temp.report(label, more)) $$;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
select tests.freeze_clock('2026-06-03 14:00+00');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.complete('chair') $$, '42501', null, 'no stranger');
select pg_temp.act_as('Luis Two');
select throws_ok($$ select pg_temp.complete('chair') $$, '42501', null, 'no technician whose work it is not');
select throws_ok($$ select public.complete_visit(tests.id('nobody'), '{}') $$, '42501', null, 'who cannot tell an unknown visit from another''s');
select throws_ok($$ select public.accept_report(tests.id('report chair')) $$, '42501', null, 'nor does one decide what is taken');
select throws_ok($$ select public.discard_report(tests.id('report chair')) $$, '42501', null, 'or not');
select pg_temp.act_as('Tess One');
insert into told (answer) select pg_temp.complete('chair');
select is((select answer - 'invoice' from told), '{"status": "done", "repeated": false, "next_due_on": "2026-12-01"}', 'their own they may: a wheelchair has no certificate');
select is((select answer ->> 'status' || ' ' || (answer ->> 'repeated') from (select pg_temp.complete('chair') as answer) a), 'done true', 'and hear the same again');
select tests.act_as_owner();
select is((select recorded_by || ' ' || (actor = tests.id('Tess One login')) from public.visit_reports), 'technician true', 'it is known who said so');
select is((select consent_basis || ' ' || consent_on from public.customers where id = tests.id('ada')), 'express 2025-01-01', 'what somebody agreed to expressly stays');
select set_eq($$ select made_by from public.audit_events where table_name = 'maintenance_visits' and action = 'update' $$, array['complete_visit'], 'and the trail knows in which function');
update public.technicians set active = active where name = 'Tess One';
update public.staff set active = false where name = 'Tess One';
select pg_temp.act_as('Tess One');
select throws_ok($$ select pg_temp.complete('late') $$, '42501', null, 'whoever has left the company reports nothing');
select tests.act_as_owner();
update public.staff set active = true where name = 'Tess One';

-- Changed meanwhile
select tests.act_as_staff('office');
select is(public.move_task(pg_temp.task('moved'), tests.id('Tess One'), '2026-06-05 13:00+00', true) ->> 'status', 'moved', 'a stop is moved');
select is(public.move_task(pg_temp.task('given'), tests.id('Luis Two'), '2026-06-03 16:00+00', true) ->> 'status', 'moved', 'another handed to somebody else');
select is(public.set_task_state(pg_temp.task('gone'), 'cancelled') ->> 'status', 'set', 'a third cancelled');
select pg_temp.act_as('Tess One');
select is(pg_temp.complete(label) - 'kept_report_id', jsonb_build_object('status', 'conflict', 'reason', reason), 'what is reported of it is kept: ' || reason)
from (values ('moved', 'moved'), ('given', 'reassigned'), ('gone', 'cancelled')) c (label, reason);
select is(pg_temp.complete('moved') ->> 'reason', 'moved', 'sent again it is still one');
select is(pg_temp.complete('late', '{"based_on": 7, "checklist": [{"position": 1, "result": "pass"}]}') ->> 'status', 'done', 'a number that the stop never had is no move, and what need not be answered may be left out');
select tests.act_as_owner();
select is((select count(*) || ' ' || bool_and(urgent) from public.office_activities where kind = 'report_conflict' and state = 'open'), '3 true', 'the office decides on each');
select is((select count(*) from public.maintenance_visits where state = 'done'), 2::bigint, 'nothing of it is done');
select tests.freeze_clock('2026-06-03 20:00+00');
select tests.act_as_staff('office');
select is(public.accept_report(tests.id('report moved')) ->> 'status', 'done', 'the office takes one for what happened');
select is(public.accept_report(tests.id('report moved')) ->> 'status', 'not_open', 'once');
select is(public.accept_report(tests.id('report gone')), '{"status": "refused", "reason": "visit"}', 'not one whose visit is cancelled, and none in its place');
select is(public.book_for_client(tests.id('gone'), tests.id('Tess One'), '2026-06-03 19:00+00', true) ->> 'status', 'booked', 'until it is booked again');
select is(public.accept_report(tests.id('report gone')) ->> 'status', 'done', 'then it is');
select is(public.discard_report(tests.id('report given'), repeat('x', 2001)) ->> 'reason', 'notes', 'a reason is no novel');
select is(public.discard_report(tests.id('report given'), 'Luis goes') ->> 'status', 'discarded', 'another is discarded');
select throws_ok($$ select public.accept_report(tests.id('nothing')) $$, 'PT404', null, 'no such report');
select tests.act_as_owner();
select is((select (v.state, v.service_on, v.finished_at)::text from public.maintenance_visits v where v.id = pg_temp.visit('moved')), ('done', '2026-06-03'::date, '2026-06-03 13:55+00'::timestamptz)::text, 'what was taken was done when it was done');
select is((select state from public.maintenance_visits v where v.id = pg_temp.visit('gone')), 'cancelled', 'a cancelled visit stays cancelled');
select is((select string_agg(r.state, ' ' order by r.state) from public.visit_reports r where r.id <> all (array[tests.id('report chair'), tests.id('report late')])), 'accepted accepted discarded', 'each is decided');
select is((select count(*) from public.office_activities where kind = 'report_conflict' and state = 'open'), 0::bigint, 'and none is open');

-- By whose clock: the phone's is a day behind, and says that work began 30 minutes before it was sent
select tests.freeze_clock('2026-06-03 20:00+00');
select pg_temp.act_as('Tess One');
select is(pg_temp.complete('clock', '{"sent_at": "2026-06-02T19:00:00Z", "recorded_at": "2026-06-02T18:59:00Z", "started_at": "2026-06-02T18:30:00Z", "finished_at": "2026-06-02T18:55:00Z"}') ->> 'status', 'done', 'a phone may be a day off');
select tests.act_as_owner();
select is((select (v.started_at, v.finished_at, r.recorded_at, r.clock_in_doubt)::text from public.maintenance_visits v join public.visit_reports r on r.id = v.report_id where v.id = pg_temp.visit('clock')),
  ('2026-06-03 19:30+00'::timestamptz, '2026-06-03 19:55+00'::timestamptz, '2026-06-03 19:59+00'::timestamptz, false)::text, 'its times are set right');
create function pg_temp.times(started text, finished text, sent text default '2026-06-03 20:00+00') returns text language sql as $$
  select concat_ws(' ', to_char(t.started_at at time zone 'UTC', 'DD HH24:MI'), to_char(t.finished_at at time zone 'UTC', 'DD HH24:MI'), t.in_doubt)
  from private.times_of_report(jsonb_strip_nulls(jsonb_build_object('started_at', started, 'finished_at', finished, 'sent_at', sent, 'recorded_at', sent)), '[2026-06-03 18:00+00, 2026-06-03 19:00+00)',
    private.earliest_report('[2026-06-03 18:00+00, 2026-06-03 19:00+00)'), '2026-06-03 20:00+00') t $$;
select is(pg_temp.times(started, finished), comes_to, what) from (values
  ('2026-06-03 06:00+00', '2026-06-03 20:00+00', '03 06:00 03 20:00 f', 'from twelve hours before its start until now'),
  ('2026-06-03 05:59+00', '2026-06-03 19:00+00', '03 19:00 03 19:00 t', 'not a minute earlier'),
  ('2026-06-03 19:00+00', '2026-06-03 20:01+00', '03 19:00 03 20:00 t', 'nor later'),
  ('2026-06-03 20:01+00', '2026-06-03 20:02+00', '03 20:00 03 20:00 t', 'what is still to come is now'),
  (null, null, '03 18:00 03 19:00 f', 'what paper does not say is as planned')) t (started, finished, comes_to, what);
select is(pg_temp.times('2026-06-05 19:00+00', '2026-06-05 19:30+00', '2026-06-05 20:00+00'), '03 19:00 03 19:30 f', 'a phone that is two days ahead');
select is((select concat_ws(' ', to_char(t.started_at at time zone 'UTC', 'DD HH24:MI'), to_char(t.finished_at at time zone 'UTC', 'DD HH24:MI'), to_char(t.recorded_at at time zone 'UTC', 'DD HH24:MI'), t.in_doubt)
  from private.times_of_report('{"started_at": "2026-06-02T18:05:00Z", "finished_at": "2026-06-02T18:55:00Z", "recorded_at": "2026-06-02T18:55:00Z", "sent_at": "2026-06-05T20:00:00Z"}', '[2026-06-03 18:00+00, 2026-06-03 19:00+00)',
    private.earliest_report('[2026-06-03 18:00+00, 2026-06-03 19:00+00)'), '2026-06-06 20:00+00') t), '03 18:05 03 18:55 03 18:55 f', 'three days without a signal, on a phone that is a day behind');

-- From paper, days later; the client has no address
select tests.freeze_clock('2026-06-08 13:00+00');
select tests.act_as_staff('office');
select is(public.complete_visit(pg_temp.visit('lift'), jsonb_build_object('version', 1, 'report_id', tests.id('paper lift'), 'checklist', (select told from lines where visit_id = pg_temp.visit('lift')),
  'signature', '{"name": "Bob", "role": "client", "method": "typed"}'::jsonb)) ->> 'status', 'done', 'the office records from paper');
select tests.act_as_owner();
select is((select (r.recorded_by, v.service_on, v.started_at, v.finished_at, v.labour_minutes)::text from public.visit_reports r join public.maintenance_visits v on v.report_id = r.id where r.id = tests.id('paper lift')),
  ('office', '2026-06-04'::date, '2026-06-04 15:00+00'::timestamptz, '2026-06-04 16:00+00'::timestamptz, 60)::text, 'as it was planned, where it says nothing');
select tests.act_as_staff('office');
select is(public.complete_visit(pg_temp.visit('once more'), jsonb_build_object('version', 1, 'report_id', tests.id('paper once more'), 'checklist', '[{"position": 1, "result": "pass"}]'::jsonb)),
  '{"status": "incomplete", "missing": [2, "signature"]}', 'where safety hangs on it every line is answered');
select tests.act_as_owner();
select is((select kind || ' ' || (details ->> 'message') from public.office_activities where customer_id = tests.id('bob') and kind = 'missing_address'), 'missing_address visit_summary', 'who has no address is told otherwise');
select is((select consent_basis || ' ' || consent_on from public.customers where id = tests.id('bob')), 'purchase 2026-06-04', 'and may be written to, as of that day');
select lives_ok('set constraints all immediate', 'all of it goes together');
select * from finish();
rollback;
