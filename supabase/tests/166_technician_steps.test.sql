-- A technician says how far they are: own work only, around today, and no further than the steps that are theirs.
begin;
select plan(28);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
insert into auth.users (id, email) values (tests.id('Tess One login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess One staff'), tests.id('Tess One login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess One staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second lift', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('other', 'ada', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second lift')]), tests.book('other', 'Luis Two', '2026-06-03 13:00+00');
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id from public.maintenance_contracts c
  join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
grant select on made to public;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from made where contract_id = tests.id(label) $$;
create function pg_temp.step(label text, state text) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason') from public.set_task_state(pg_temp.task(label), state) r $$;
create function pg_temp.states(label text) returns text language sql security definer as $$
  select t.state || ': ' || string_agg(v.state, ', ' order by v.state) from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id where t.id = pg_temp.task(label) group by t.id $$;
create function pg_temp.act_as_tess() returns void language sql as $$ select tests.act_as('authenticated', tests.id('Tess One login')) $$;
grant execute on all functions in schema pg_temp to public;

-- Around today
select pg_temp.act_as_tess();
select is(pg_temp.step('lift', 'en_route'), 'refused day', 'two days before nobody sets out');
select tests.freeze_clock('2026-06-02 03:59:59+00');
select is(pg_temp.step('lift', 'en_route'), 'refused day', 'to the last second of that day');
select tests.freeze_clock('2026-06-02 04:00+00');
select is(pg_temp.step('lift', 'en_route') || ', ' || pg_temp.states('lift'), 'set, en_route: scheduled, scheduled', 'from the day before on they can');
select is(pg_temp.step('lift', 'scheduled') || ', ' || pg_temp.states('lift'), 'set, scheduled: scheduled, scheduled', 'and turn back');
select tests.freeze_clock('2026-06-05 03:59:59+00');
select is(pg_temp.step('lift', 'en_route'), 'set', 'to the end of the day after');
select tests.freeze_clock('2026-06-05 04:00+00');
select is(pg_temp.step('lift', 'scheduled'), 'refused day', 'then the office says what became of it');
select tests.act_as_staff('office');
select is(pg_temp.step('lift', 'scheduled'), 'set', 'which may');

-- The steps that are theirs
select tests.freeze_clock('2026-06-03 12:30+00');
select pg_temp.act_as_tess();
select is(pg_temp.step('lift', 'en_route'), 'set', 'on the way');
select is(pg_temp.step('lift', 'in_progress') || ', ' || pg_temp.states('lift'), 'set, in_progress: in_progress, in_progress', 'arrived, both visits begin');
select is(pg_temp.step('lift', 'in_progress'), 'set', 'said twice it is so once');
select tests.act_as_owner();
select is((select actual_started_at from public.technician_tasks where id = pg_temp.task('lift')), '2026-06-03 12:30+00'::timestamptz, 'when, is on record');
insert into public.checklist_results (visit_id, position, result) select visit_id, 1, 'pass' from made where contract_id = tests.id('lift');
select pg_temp.act_as_tess();
select is(pg_temp.step('lift', 'en_route') || ', ' || pg_temp.states('lift'), 'set, en_route: scheduled, scheduled', 'it was the wrong house');
select tests.act_as_owner();
select is((select (actual_started_at, (select count(*) from public.checklist_results))::text from public.technician_tasks where id = pg_temp.task('lift')), '(,1)', 'nothing began, and what was typed is kept');
select lives_ok('set constraints all immediate', 'which goes together');
set constraints all deferred;
select pg_temp.act_as_tess();
select is(pg_temp.step('lift', 'in_progress'), 'set', 'it begins after all');
select is(pg_temp.step('lift', state), 'refused ' || reason, 'a technician does not make it ' || state)
from (values ('scheduled', 'state'), ('needs_rescheduling', 'state'), ('unassigned', 'state'), ('cancelled', 'state'), ('no_show', 'state'), ('not_completed', 'state'), ('completed', 'visits')) s (state, reason);
select tests.act_as_owner();
select tests.as_function('complete_visit', format('update public.maintenance_visits set state = ''done'' where id = %L', (select visit_id from made where contract_id = tests.id('lift'))));
select pg_temp.act_as_tess();
select is(pg_temp.step('lift', 'en_route'), 'refused visits', 'where a unit is done nobody is on the way any more');

-- Own work
select throws_ok(format('select public.set_task_state(%L, ''en_route'')', pg_temp.task('other')), '42501', 'only the office and the technician who has it may do this', 'a colleague''s work is theirs');
select throws_ok('select public.set_task_state(gen_random_uuid(), ''en_route'')', '42501', null, 'which cannot be told from none');
select tests.act_as_owner();
select is(private.step_by_technician(pg_temp.task('other'), 'en_route', tests.id('Tess One'), private.clock()) ->> 'reason', 'reassigned', 'nor is what was given to somebody else while they waited');
update public.staff set active = false where id = tests.id('Tess One staff');
select pg_temp.act_as_tess();
select throws_ok(format('select public.set_task_state(%L, ''en_route'')', pg_temp.task('lift')), '42501', null, 'who has left sets out for nobody');
select tests.act_as_anon();
select throws_ok(format('select public.set_task_state(%L, ''en_route'')', pg_temp.task('lift')), '42501', null, 'nor does a stranger');

select * from finish();
rollback;
