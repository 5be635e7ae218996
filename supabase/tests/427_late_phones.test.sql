-- A phone that comes late: the client was erased meanwhile, after their visit was called off.
begin;
select plan(11);
-- Monday, June 1, 2026, 8:00 in Toronto; the visit is on Wednesday the 3rd.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111');
select tests.technician('Tess One', '{lifts}');
insert into auth.users (id, email) values (tests.id('Tess login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess staff'), tests.id('Tess login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select is(tests.book('lift', 'Tess One', '2026-06-03 14:30+00', '{}', '905-555-0100', 'Side door') ->> 'status', 'booked', 'a visit');
create temp table made as select v.id as visit_id, v.task_id, jsonb_build_object('version', 1, 'report_id', tests.id('report'), 'based_on', t.revision,
  'recorded_at', '2026-06-03 15:00+00'::timestamptz, 'sent_at', '2026-06-03 20:00+00'::timestamptz, 'started_at', '2026-06-03 14:30+00'::timestamptz, 'finished_at', '2026-06-03 15:00+00'::timestamptz, 'labour_minutes', 30,
  'findings', 'Serviced', 'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = v.id),
  'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb) as report from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id;
grant select on made to public;
select private.release_visits(task_id, array[visit_id], 'cancelled', 'called off') from made;
select tests.act_as_staff('admin');
select is(public.erase_customer(tests.id('ada'), 'Asked by letter', false, public.erase_customer(tests.id('ada'), '', true) ->> 'shown') ->> 'status', 'recorded', 'the client is erased');
select tests.act_as_owner();
create temp table before as select count(*) as mails from public.messages;
select tests.freeze_clock('2026-06-03 20:00+00');
select tests.act_as('authenticated', tests.id('Tess login'));
select is(public.visit_sheet(visit_id) ->> 'status', 'cancelled', 'its page tells that it was called off') from made;
select is(r ->> 'status' || ' ' || (r ->> 'reason'), 'conflict erased', 'what the phone recorded before it knew is for nothing') from made, public.complete_visit(visit_id, report) r;
select is(r ->> 'status' || ' ' || (r ->> 'reason'), 'conflict erased', 'told alike, however often it comes') from made, public.complete_visit(visit_id, report) r;
select is(public.note_wish(visit_id, 'Mornings', 'Only with Bea', tests.id('wish')), '{"status": "expired"}', 'a wish is for nothing') from made;
select tests.act_as_owner();
select is((select count(*) from public.visit_reports), 1::bigint, 'that it came is known once');
select is((select string_agg(concat_ws(' ', a.kind, a.state, a.details ->> 'reason'), ', ') from public.office_activities a), 'report_conflict open erased', 'which the office finds, and nothing of the wish is kept');
select is((select count(*) from public.messages), (select mails from before), 'nobody is written to');
select is((select count(*) from public.audit_events e where e::text like '%Only with Bea%'), 0::bigint, 'nor does the trail know it');
select tests.act_as_staff('office');
select is(public.discard_report(tests.id('report'), 'Was called off') ->> 'status', 'discarded', 'the office puts it aside');
select * from finish();
rollback;
