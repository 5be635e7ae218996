-- What is typed of a report before it is sent: whose it is, that nothing of it is lost, and when it goes.
begin;
select plan(40);
-- Wednesday, June 3, 2026, 9:30 in Toronto.
select tests.freeze_clock('2026-06-03 13:30+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.technician('Otto Two', '{lifts}');
select tests.staff_user('technician');
update public.technicians t set staff_id = s.id
from public.staff s where s.email = 'technician@tests.example.com' and t.id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select tests.unit('other', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values
  (tests.id('stop'), tests.id('Tess One'), 'maintenance', tests.id('ada'), '[2026-06-03 13:00+00, 2026-06-03 14:00+00)'),
  (tests.id('theirs'), tests.id('Otto Two'), 'maintenance', tests.id('ada'), '[2026-06-03 15:00+00, 2026-06-03 16:00+00)');
insert into public.maintenance_visits (id, cycle_id, task_id)
select tests.id('visit'), y.id, tests.id('stop') from public.maintenance_cycles y where y.contract_id = tests.id('lift');
insert into public.maintenance_visits (id, cycle_id, task_id)
select tests.id('not theirs'), y.id, tests.id('theirs') from public.maintenance_cycles y where y.contract_id = tests.id('other');

create temp table kept (told jsonb);
grant all on kept to public;

-- Nothing yet
select tests.act_as_staff('technician');
select is(public.visit_draft(tests.id('visit')), '{"status": "ok", "report_id": null, "begun_at": null, "saved_at": null, "typed": {}, "photos": []}'::jsonb, 'nothing is typed at first');

-- Line by line
select is(public.stop_drafts(tests.id('stop')) #- '{visits,0,checklist}', jsonb_build_object('status', 'ok', 'visits', jsonb_build_array(jsonb_build_object('visit_id', tests.id('visit'),
  'draft', '{"status": "ok", "report_id": null, "begun_at": null, "saved_at": null, "typed": {}, "photos": []}'::jsonb))), 'nor of any visit of the stop');
select is(public.stop_drafts(tests.id('stop')) #> '{visits,0,checklist}', public.visit_sheet(tests.id('visit')) -> 'checklist', 'each with its checklist');
insert into kept select public.save_visit_draft(tests.id('visit'), '{"checklist": {"1": {"result": "pass"}, "2": {"result": "fail", "note": "Worn"}}, "findings": "Dusty"}');
select isnt((select told ->> 'report_id' from kept), null, 'the report has its name from the first word on');
select is((select told ->> 'begun_at' from kept)::timestamptz, '2026-06-03 13:30+00'::timestamptz, 'and its beginning');
select tests.freeze_clock('2026-06-03 13:45+00');
update kept set told = public.save_visit_draft(tests.id('visit'), '{"checklist": {"2": {"result": "pass", "note": null}, "3": {"result": "pass"}}}')
  || jsonb_build_object('before', told ->> 'report_id');
select is((select told -> 'typed' -> 'checklist' from kept),
  '{"1": {"result": "pass"}, "2": {"result": "pass", "note": null}, "3": {"result": "pass"}}'::jsonb, 'answers are kept line by line, the newest of each');
select is((select told #>> '{typed,findings}' from kept), 'Dusty', 'and what else was typed stays');
select is((select told ->> 'report_id' from kept), (select told ->> 'before' from kept), 'it is the same report');
select is((select array[told ->> 'begun_at', told ->> 'saved_at']::timestamptz[] from kept),
  array['2026-06-03 13:30+00', '2026-06-03 13:45+00']::timestamptz[], 'begun when it was, saved just now');
select is(public.visit_draft(tests.id('visit')), (select told - 'before' from kept), 'whoever looks again finds it');
select is(public.save_visit_draft(tests.id('visit'), '{"findings": ""}') #>> '{typed,findings}', '', 'what is wiped is wiped');

-- Its name: a phone that sends it again says the same one, another phone another
select is(public.save_visit_draft(tests.id('visit'), '{}', tests.id('report')) ->> 'report_id', tests.id('report')::text, 'the page that sends it names the report');
select is(public.save_visit_draft(tests.id('visit'), '{"findings": ""}') ->> 'report_id', tests.id('report')::text, 'whose name it keeps');

-- Bounds
select throws_ok($$ select public.save_visit_draft(tests.id('visit'), '[]') $$, '23514', null, 'a draft is an object');
select lives_ok($$ select public.save_visit_draft(tests.id('visit'), jsonb_build_object('findings', repeat('x', 60000))) $$, 'a draft has room');
select throws_ok($$ select public.save_visit_draft(tests.id('visit'), jsonb_build_object('advice', repeat('x', 60000))) $$, '23514', null, 'and an end');
select is(length(public.visit_draft(tests.id('visit')) #>> '{typed,findings}'), 60000, 'what was kept before stays then');

-- Whose
select throws_ok($$ select public.visit_draft(tests.id('not theirs')) $$, '42501', null, 'no technician reads what another types');
select throws_ok($$ select public.save_visit_draft(tests.id('not theirs'), '{}') $$, '42501', null, 'nor writes there');
select throws_ok($$ select public.visit_outcome(tests.id('not theirs')) $$, '42501', null, 'nor learns what it came to');
select throws_ok($$ select public.stop_drafts(tests.id('theirs')) $$, '42501', null, 'nor what is typed of all of their stop');
select throws_ok($$ select public.visit_draft(gen_random_uuid()) $$, '42501', null, 'nor whether a visit exists');
select throws_ok($$ select from private.visit_drafts $$, '42501', null, 'nobody reads the table');
select tests.act_as_staff('office');
select is(public.save_visit_draft(tests.id('not theirs'), '{"findings": "From paper"}') #>> '{typed,findings}', 'From paper', 'the office writes from paper');
select throws_ok($$ select public.visit_draft(gen_random_uuid()) $$, 'PT404', null, 'and is told of visits that are none');
select tests.act_as_anon();
select throws_ok($$ select public.visit_draft(tests.id('visit')) $$, '42501', null, 'nobody else does');
select tests.act_as_owner();
select tests.as_function('put_task', format($$ update public.technician_tasks set technician_id = %L, during = '[2026-06-03 17:00+00, 2026-06-03 18:00+00)' where id = %L $$,
  tests.id('Otto Two'), tests.id('stop')));
select tests.act_as_staff('technician');
select lives_ok($$ select public.save_visit_draft(tests.id('visit'), '{"findings": "Still here"}') $$, 'who has begun a report goes on with it when the visit has gone to somebody else');
select tests.act_as_owner();
update public.staff set active = false where email = 'technician@tests.example.com';
select tests.act_as_staff('technician');
select throws_ok($$ select public.save_visit_draft(tests.id('visit'), '{}') $$, '42501', null, 'but not who has left');

-- A report that was kept for the office: the visit is still to happen, and its phone did not hear the answer
select tests.act_as_owner();
savepoint kept;
select tests.as_function('complete_visit', format(
  $$ insert into public.visit_reports (id, visit_id, kind, state, report, answer, recorded_by, recorded_at)
     values (%L, %L, 'completed', 'conflict', '{}', '{}', 'technician', private.clock()) $$, tests.id('report'), tests.id('visit')));
select is((select count(*) from private.visit_drafts d where d.visit_id = tests.id('visit')), 0::bigint, 'what was typed of it is no draft any more');
select is(public.save_visit_draft(tests.id('visit'), '{"findings": "Twice"}', tests.id('report')) ->> 'report_id', null, 'sent again it begins none');
select is(public.save_visit_draft(tests.id('visit'), '{"findings": "Anew"}') ->> 'report_id' is null, false, 'a new one does');
select throws_ok($$ select public.save_visit_draft(tests.id('not theirs'), '{}', (select d.report_id from private.visit_drafts d where d.visit_id = tests.id('visit'))) $$, '23505', null, 'nobody takes the name of another');
rollback to kept;

-- When it goes
select tests.act_as_owner();
select tests.as_function('complete_visit', format(
  $$ insert into public.visit_reports (id, visit_id, kind, report, answer, recorded_by, recorded_at)
     values (%L, %L, 'completed', '{}', '{"next_due_on": "2027-06-20"}', 'technician', private.clock()) $$,
  (select d.report_id from private.visit_drafts d where d.visit_id = tests.id('visit')), tests.id('visit')));
select is((select count(*) from private.visit_drafts d where d.visit_id = tests.id('visit')), 0::bigint, 'what is sent is no draft any more');
select tests.as_function('complete_visit', format(
  $$ insert into public.visit_reports (id, visit_id, kind, report, answer, recorded_by, recorded_at)
     values (gen_random_uuid(), %L, 'completed', '{}', '{}', 'technician', private.clock()) $$, tests.id('not theirs')));
select is((select count(*) from private.visit_drafts d where d.visit_id = tests.id('not theirs')), 1::bigint, 'another report leaves what is still typed');
select tests.as_function('complete_visit', format($$ update public.maintenance_visits set state = 'done', service_on = '2026-06-03', report_id = (select id from public.visit_reports where answer ? 'next_due_on') where id = %L $$, tests.id('visit')));
select is(public.visit_outcome(tests.id('visit')) - 'invoice', '{"status": "ok", "state": "done", "next_due_on": null, "certificate": null, "repair_ordered": false, "photos": []}'::jsonb, 'what it came to is what there is of it');
select is(public.stop_drafts(tests.id('stop')) -> 'visits', '[]', 'of a visit that is over nothing is still typed');
select is(public.save_visit_draft(tests.id('visit'), '{"findings": "Again"}') ->> 'report_id', null, 'a second press begins no new report of a visit that is over');
select is(private.forget_old_drafts('2026-07-03 13:45+00'), 0::bigint, 'a draft is kept for 30 days');
select is(private.forget_old_drafts('2026-07-03 13:46+00'), 1::bigint, 'and no longer');
select is((select count(*) from private.visit_drafts), 0::bigint, 'then it is gone');

select * from finish();
rollback;
