-- What a technician is told of a unit's past, and of what else could be serviced at its door.
begin;
select plan(30);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts,lift_chairs}');
insert into auth.users (id, email) select tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com' from unnest(array['Tess One', 'Luis Two']) who;
insert into public.staff (id, user_id, email, name, role) select tests.id(who || ' staff'), tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
create function pg_temp.visit(label text) returns uuid language sql security definer as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number desc, v.created_at desc limit 1 $$;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
create function pg_temp.told(history jsonb) returns text language sql as $$
  select string_agg(concat_ws(' ', v ->> 'on_day', v ->> 'state', v ->> 'technician_name', v #>> '{certificates,0,number}', v ->> 'findings'), ', ' order by n) from jsonb_array_elements(history -> 'visits') with ordinality v (v, n) $$;
grant execute on all functions in schema pg_temp to public;
create function pg_temp.done(label text) returns text language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'findings', 'Belt worn',
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock()) ->> 'status' $$;
select tests.book('lift', 'Luis Two', '2026-06-03 13:00+00');
select private.fail_visit(pg_temp.visit('lift'), 'no_show', 'nobody_home', null, null, '2026-06-03 14:00+00', 'office');
select tests.freeze_clock('2026-06-04 12:00+00');
select tests.book('lift', 'Luis Two', '2026-06-08 13:00+00');
select tests.freeze_clock('2026-06-08 14:00+00');
select is(pg_temp.done('lift'), 'done', 'a colleague was there before');
select tests.freeze_clock('2026-11-20 12:00+00');
select tests.book('lift', 'Tess One', '2026-12-02 14:00+00'), tests.book('bobs', 'Luis Two', '2026-12-02 14:00+00');

-- A unit's past
select tests.freeze_clock('2026-12-02 13:00+00');
select pg_temp.act_as('Tess One');
create temp table sheet as select public.visit_history(pg_temp.visit('lift')) as told;
select is((select pg_temp.told(told) from sheet), '2026-06-08 done Luis MIR-2026-00001 Belt worn, 2026-06-03 no_show Luis', 'whoever drives there reads what colleagues wrote, and what came to nothing');
select is((select told #>> '{unit,kind}' from sheet), 'Stair lift', 'of which unit');
select is((select count(*) from sheet, jsonb_array_elements(told -> 'visits') v where v ?| array['invoices', 'signed_by', 'signed_as']), 0::bigint, 'nothing of money, or who signed');
select is((select told ?| array['mails', 'invoices', 'counts', 'client'] from sheet), false, 'and nothing of mails and clients');
select is((select told #>> '{visits,0,certificates,0,state}' from sheet), 'current', 'what its certificate is worth');
select is(pg_temp.told(public.visit_history(pg_temp.visit('lift'), 1)), '2026-06-08 done Luis MIR-2026-00001 Belt worn', 'a page at a time');
select is(pg_temp.told(public.visit_history(pg_temp.visit('lift'), 1, (public.visit_history(pg_temp.visit('lift'), 1) ->> 'older_than')::uuid)), '2026-06-03 no_show Luis', 'and the next');
select is((select told -> 'older_than' from sheet), 'null', 'until there is none');

-- Its repairs
select tests.act_as_owner();
savepoint repaired;
do $$ begin perform private.open_repair(tests.id('lift'), 'It hums', false, private.clock()); end; $$;
select pg_temp.act_as('Tess One');
create temp table steps as select s as step from jsonb_array_elements(public.visit_history(pg_temp.visit('lift')) -> 'repair_steps') s;
select is((select (step ->> 'what', step ->> 'problem')::text from steps), '(opened,"It hums")', 'and what was to be repaired');
select is((select step ?| array['net', 'total'] from steps), false, 'not for how much');
select is(pg_temp.told(public.visit_history(pg_temp.visit('lift'), 1)), null, 'in one order with the visits, a page at a time');
select tests.act_as_owner();
rollback to repaired;
select pg_temp.act_as('Tess One');

-- Nobody else's
select throws_ok(format('select public.visit_history(%L)', pg_temp.visit('bobs')), '42501', 'only the office and the technician who has it may do this', 'not of a colleague''s client');
select throws_ok('select public.visit_history(gen_random_uuid())', '42501', null, 'which cannot be told from what is not there');
select throws_ok(format('select public.unit_history(%L)', tests.id('lift')), '42501', 'only the office may do this', 'nor the office''s history of the same unit');
select pg_temp.act_as('Luis Two');
select throws_ok(format('select public.visit_history(%L)', pg_temp.visit('lift')), '42501', null, 'who was there in June has no business there now');
select tests.act_as_anon();
select throws_ok(format('select public.visit_history(%L)', pg_temp.visit('lift')), '42501', null, 'a stranger has none at all');
select tests.act_as_staff('office');
select is(pg_temp.told(public.visit_history(pg_temp.visit('lift'))), '2026-06-08 done Luis MIR-2026-00001 Belt worn, 2026-06-03 no_show Luis', 'the office sees what its technicians see');
select throws_ok('select public.visit_history(gen_random_uuid())', 'PT404', null, 'of what is there');
select tests.act_as_owner();
savepoint before;
update public.staff set active = false where id = tests.id('Tess One staff');
select pg_temp.act_as('Tess One');
select throws_ok(format('select public.visit_history(%L)', pg_temp.visit('lift')), '42501', null, 'who is switched off reads nothing');
rollback to before;
update public.technicians set staff_id = null where id = tests.id('Tess One');
select pg_temp.act_as('Tess One');
select throws_ok(format('select public.visit_history(%L)', pg_temp.visit('lift')), '42501', null, 'nor who does not drive any more');
rollback to before;
select private.set_task_state((select task_id from public.maintenance_visits where id = pg_temp.visit('lift')), 'cancelled');
select tests.act_as_staff('office');
select is(public.visit_history(pg_temp.visit('lift')) ->> 'status', 'cancelled', 'a visit that was given up leads nowhere');
rollback to before;

-- What could be added
release savepoint before;
create function pg_temp.could_add() returns text language sql as $$
  select string_agg(concat_ws(' ', u ->> 'kind', u ->> 'due_on', coalesce(u ->> 'refused', 'can')), ', ' order by u ->> 'kind', u ->> 'due_on') from jsonb_array_elements(public.visit_sheet(pg_temp.visit('lift')) -> 'could_add') u $$;
grant execute on function pg_temp.could_add() to public;
select pg_temp.act_as('Tess One');
select is(pg_temp.could_add(), 'Lift chair 2026-06-20 skill, Stair lift 2026-06-21 can', 'what else is due at the door, and what the technician may not service');
select is((select u ->> 'fee' || ' ' || (u ->> 'tax') || ' ' || (u ->> 'minutes') from jsonb_array_elements(public.visit_sheet(pg_temp.visit('lift')) -> 'could_add') u where u ->> 'kind' = 'Stair lift'), '189.00 24.57 60', 'each at its price');
select tests.act_as_owner();
savepoint before;
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude) values (tests.id('Tess One'), 'repair', '[2026-12-02 16:00+00, 2026-12-02 17:00+00)', 43.80, -79.70);
select pg_temp.act_as('Tess One');
select is(pg_temp.could_add(), 'Lift chair 2026-06-20 skill, Stair lift 2026-06-21 drive', 'nothing that makes them late for the next');
select tests.act_as_owner();
rollback to before;
update public.technician_hours set ends = '10:30' where technician_id = tests.id('Tess One');
select pg_temp.act_as('Tess One');
select is(pg_temp.could_add(), 'Lift chair 2026-06-20 skill, Stair lift 2026-06-21 hours', 'or ends after their day');
select tests.act_as_owner();
rollback to before;
select is(public.add_unit_to_stop((select task_id from public.maintenance_visits where id = pg_temp.visit('lift')), tests.id('second')) ->> 'status', 'added', 'one is added');
select pg_temp.act_as('Tess One');
select is(pg_temp.could_add(), 'Lift chair 2026-06-20 skill', 'and could be once');
select is(public.visit_history(pg_temp.visit('second')) -> 'visits', '[]', 'what was never serviced has no past');
select tests.act_as_owner();
select private.set_task_state((select task_id from public.maintenance_visits where id = pg_temp.visit('lift')), 'no_show');
select tests.act_as_staff('office');
select is(pg_temp.could_add(), null, 'into a stop that is over nothing is added');

select * from finish();
rollback;
