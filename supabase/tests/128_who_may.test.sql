-- Who may do what to which row: each write that would break a rule, tried by everybody who reaches the database.
-- docs/rights.md says the same in words.
begin;
select plan(128);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

-- A company with one of each: a booked unit, one that is due, one whose price was told, one that is being serviced,
-- one that was serviced, and one whose contract has ended.
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
update public.technicians set active = false where id = tests.id('Ina Gone');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20')
from unnest(array['booked', 'due', 'told', 'begun', 'serviced', 'ended']) label;
select tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
insert into public.units (id, customer_id, category_id, condition)
select tests.id(label), tests.id('ada'), k.id, label from unnest(array['retired', 'in_service']) label, public.equipment_categories k where k.code = 'stairlift';
select tests.book('booked', 'Tess One', '2026-06-03 13:00+00'), tests.book('begun', 'Tess One', '2026-06-03 16:00+00'), tests.book('serviced', 'Tess One', '2026-06-04 13:00+00');
create temp table at_work as
select c.id as contract_id, y.id as cycle_id, v.id as visit_id, v.task_id
from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id left join public.maintenance_visits v on v.cycle_id = y.id;
create function pg_temp.cycle(label text) returns uuid language sql as $$ select cycle_id from at_work where contract_id = tests.id(label) $$;
create function pg_temp.visit(label text) returns uuid language sql as $$ select visit_id from at_work where contract_id = tests.id(label) $$;
create function pg_temp.work_order(label text) returns uuid language sql as $$
  select t.work_order_id from at_work a join public.technician_tasks t on t.id = a.task_id where a.contract_id = tests.id(label) $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from at_work where contract_id = tests.id(label) $$;
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('away'), tests.id('Tess One'), 'time_off', null, '[2026-06-05 13:00+00, 2026-06-05 14:00+00)'),
  (tests.id('repair'), tests.id('Luis Two'), 'repair', tests.id('ada'), '[2026-06-05 13:00+00, 2026-06-05 14:00+00)'),
  (tests.id('left'), tests.id('Luis Two'), 'repair', tests.id('ada'), '[2026-06-05 15:00+00, 2026-06-05 16:00+00)');
update public.technician_tasks set state = 'needs_rescheduling', technician_id = tests.id('Ina Gone') where id = tests.id('left');
select private.freeze_price(pg_temp.cycle('told'));
select private.set_task_state(pg_temp.task('begun'), 'in_progress'), private.set_task_state(pg_temp.task('serviced'), 'in_progress');
-- The one way in which a visit is done: inside the function that says so in its head.
create function pg_temp.service(label text) returns void language plpgsql set rules.made_by = 'complete_visit' as $$
begin
  update public.maintenance_visits set state = 'done' where id = pg_temp.visit(label);
  update public.technician_tasks set state = 'completed' where id = pg_temp.task(label);
  update public.work_orders set state = 'done' where id = pg_temp.work_order(label);
  update public.maintenance_cycles set closed_at = private.clock(), outcome = 'serviced' where id = pg_temp.cycle(label);
  insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id(label), 2, '2026-12-20');
end;
$$;
select pg_temp.service('serviced');
update public.maintenance_contracts set state = 'cancelled' where id = tests.id('ended');
select private.replace_link(pg_temp.cycle('due'));
select tests.staff_user('office'), tests.staff_user('technician'), tests.staff_user('admin');
set constraints all immediate;
set constraints all deferred;

create temp table attempts (n integer generated always as identity, code text, statement text, what text);
insert into attempts (code, statement, what) values
-- Cycles
('MT021', $$update public.maintenance_cycles set closed_at = now(), outcome = 'contract_cancelled' where id = pg_temp.cycle('booked')$$, 'a cycle closes under its booking'),
('MT021', $$update public.maintenance_cycles set closed_at = now(), outcome = 'serviced' where id = pg_temp.cycle('begun')$$, 'a cycle closes under a visit that has begun'),
('MT001', $$update public.maintenance_cycles set closed_at = now(), outcome = 'serviced' where id = pg_temp.cycle('due')$$, 'a cycle is serviced without a visit'),
('MT001', $$update public.maintenance_cycles set closed_at = now(), outcome = 'contract_cancelled' where id = pg_temp.cycle('due')$$, 'a cycle ends without its contract'),
('23514', $$update public.maintenance_cycles set closed_at = now() where id = pg_temp.cycle('due')$$, 'a cycle closes without an outcome'),
('MT002', $$delete from public.maintenance_cycles where id = pg_temp.cycle('due')$$, 'an open cycle is deleted'),
('MT002', $$delete from public.maintenance_cycles where id = pg_temp.cycle('serviced')$$, 'a closed cycle is deleted'),
('MT002', $$update public.maintenance_cycles set closed_at = null, outcome = null, token = private.random_token() where id = pg_temp.cycle('ended')$$, 'a closed cycle is opened again'),
('MT002', $$update public.maintenance_cycles set due_on = '2026-07-01' where id = pg_temp.cycle('serviced') and closed_at is not null$$, 'what was due is due another day'),
('MT002', $$update public.maintenance_cycles set contract_id = tests.id('told'), number = 7 where id = pg_temp.cycle('due')$$, 'a cycle goes to another contract'),
('MT002', $$update public.maintenance_cycles set number = 7 where id = pg_temp.cycle('due')$$, 'a cycle gets another number'),
('MT002', $$update public.maintenance_cycles set fee = 1 where id = pg_temp.cycle('told')$$, 'a price that was told changes'),
('MT002', $$update public.maintenance_cycles set tax_rate = 0 where id = pg_temp.cycle('told')$$, 'a tax that was told changes'),
('MT002', $$update public.maintenance_cycles set fee = null, tax_rate = null, price_frozen_at = null where id = pg_temp.cycle('told')$$, 'a price was never told'),
('MT002', $$update public.maintenance_cycles set token = 'a' where id = pg_temp.cycle('due')$$, 'a link that anybody guesses'),
('MT002', $$update public.maintenance_cycles set token = repeat('a', 43) where id = pg_temp.cycle('due')$$, 'a link that somebody chose'),
('MT002', $$update public.maintenance_cycles set token = private.random_token() where id = pg_temp.cycle('due')$$, 'a link that nobody answers for'),
('MT002', $$update public.maintenance_cycles set token = null where id = pg_temp.cycle('due')$$, 'an open cycle without a link'),
('MT002', $$insert into public.maintenance_cycles (contract_id, number, due_on, token) values (tests.id('due'), 1, '2026-12-20', repeat('b', 43))$$, 'a new cycle with a link that somebody chose'),
('MT002', $$delete from private.retired_tokens$$, 'nobody knows a link that was replaced'),
('MT002', $$update private.retired_tokens set cycle_id = pg_temp.cycle('told')$$, 'a link that was replaced was somebody else''s'),
('MT002', $$truncate private.retired_tokens$$, 'no link was ever replaced'),
('23505', $$insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('booked'), 2, '2026-12-20')$$, 'a second open cycle'),
('MT001', $$insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('ended'), 2, '2026-12-20')$$, 'a cycle of a contract that has ended'),
('MT001', $$insert into public.maintenance_cycles (contract_id, number, due_on, token, closed_at, outcome) values (tests.id('booked'), 2, '2026-12-20', null, now(), 'serviced')$$, 'a cycle that is over before it began'),
('MT002', $$truncate public.maintenance_cycles cascade$$, 'no cycle is left'),
-- Visits
('MT001', $$update public.maintenance_visits set state = 'done' where id = pg_temp.visit('booked')$$, 'a visit is done by hand'),
('MT001', $$update public.maintenance_visits set state = 'done' where id = pg_temp.visit('begun')$$, 'a visit that has begun is done by hand'),
('MT001', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('booked'), 'done')$$, 'a visit is written down as done'),
('MT001', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('booked'), 'in_progress')$$, 'a visit begins as it is written down'),
('MT001', $$update public.maintenance_visits set state = 'in_progress' where id = pg_temp.visit('serviced')$$, 'a visit that was done begins again'),
('MT001', $$update public.maintenance_visits set state = 'cancelled' where id = pg_temp.visit('serviced')$$, 'a visit that was done is cancelled'),
('MT001', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('ended'), pg_temp.task('booked'))$$, 'a visit for a cycle that is over'),
('23505', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('booked'), pg_temp.task('booked'))$$, 'a second visit'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('due'), tests.id('away'))$$, 'a visit during time off'),
('MT003', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('due'), tests.id('repair'))$$, 'a visit during a repair'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id, state) values (pg_temp.cycle('due'), pg_temp.task('serviced'), 'needs_rescheduling')$$, 'a visit in a stop that is over'),
('MT002', $$update public.maintenance_visits set cycle_id = pg_temp.cycle('due') where id = pg_temp.visit('booked')$$, 'a visit goes to another unit'),
('MT003', $$update public.maintenance_visits set state = 'cancelled' where id = pg_temp.visit('booked')$$, 'a visit leaves an empty stop behind'),
('MT002', $$delete from public.maintenance_visits where id = pg_temp.visit('booked')$$, 'a visit is deleted'),
('MT002', $$truncate public.maintenance_visits cascade$$, 'no visit is left'),
('MT021', $$insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle('bobs'), pg_temp.task('booked'))$$, 'a visit for another client''s unit'),
('MT021', $$with work as (insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Luis Two'), 'maintenance', '[2026-06-08 13:00+00, 2026-06-08 15:00+00)') returning id)
  insert into public.maintenance_visits (cycle_id, task_id) select pg_temp.cycle('due'), id from work$$, 'a visit in a stop that is at nobody''s'),
('MT002', $$update public.maintenance_visits set minutes = 5 where id = pg_temp.visit('booked')$$, 'a visit is shorter than it was promised'),
('MT002', $$update public.maintenance_visits set booked_by = 'office' where id = pg_temp.visit('booked')$$, 'a visit was booked by somebody else'),
('MT002', $$update public.maintenance_visits set access_notes = 'nobody was there' where id = pg_temp.visit('serviced')$$, 'the record of a visit that is over changes'),
('MT002', $$update public.checklist_results set result = 'pass' where visit_id = pg_temp.visit('serviced')$$, 'an answer of a visit that is over changes'),
('MT002', $$update public.checklist_results set visit_id = pg_temp.visit('serviced'), position = position + 100 where visit_id = pg_temp.visit('booked')$$, 'answers of another visit become those of one that is over'),
('MT002', $$delete from public.checklist_results where visit_id = pg_temp.visit('serviced')$$, 'answers of a visit that is over are deleted'),
('MT002', $$insert into public.checklist_results (visit_id, position, label, required, safety_critical, result) values (pg_temp.visit('serviced'), 99, 'Brakes', true, true, 'pass')$$, 'an answer comes after the visit is over'),
('MT002', $$truncate public.checklist_results$$, 'no answer is left'),
-- Tasks
('MT003', $$update public.technician_tasks set state = 'completed' where id = pg_temp.task('booked')$$, 'a task is completed under its visit'),
('MT003', $$update public.technician_tasks set state = 'completed' where id = pg_temp.task('begun')$$, 'a task is completed under a visit that has begun'),
('MT003', $$update public.technician_tasks set state = 'cancelled' where id = pg_temp.task('booked')$$, 'a task is cancelled under its visit'),
('MT003', $$update public.technician_tasks set state = 'needs_rescheduling' where id = pg_temp.task('booked')$$, 'a task is put aside under its visit'),
('MT003', $$select set_config('rules.made_by', 'put_task', true); update public.technician_tasks set during = tstzrange(lower(during), lower(during) + interval '10 minutes') where id = pg_temp.task('booked')$$, 'a task is cut below its visit, in whoever''s name'),
('MT002', $$update public.technician_tasks set during = tstzrange(lower(during), upper(during) - interval '1 minute') where id = pg_temp.task('booked')$$, 'a stop is cut by hand'),
('MT002', $$update public.technician_tasks set during = tstzrange(lower(during) + interval '1 day', upper(during) + interval '1 day') where id = pg_temp.task('booked')$$, 'a stop moves and its client hears nothing'),
('MT002', $$update public.technician_tasks set during = tstzrange(lower(during) - interval '1 year', upper(during) - interval '1 year') where id = pg_temp.task('booked')$$, 'a stop moves into the past'),
('MT002', $$update public.technician_tasks set technician_id = tests.id('Luis Two') where id = pg_temp.task('booked')$$, 'a stop goes to another technician by hand'),
('MT002', $$update public.technician_tasks set customer_id = tests.id('bob') where id = pg_temp.task('booked')$$, 'a stop goes to another client'),
('MT002', $$update public.technician_tasks set work_order_id = null where id = pg_temp.task('booked')$$, 'a stop loses its work order'),
('MT002', $$update public.technician_tasks set address = '1 Elsewhere' where id = pg_temp.task('booked')$$, 'a stop is somewhere else than its unit'),
('MT002', $$update public.technician_tasks set latitude = 44, longitude = -80 where id = pg_temp.task('booked')$$, 'a stop is at another place than its unit'),
('MT002', $$update public.technician_tasks set revision = 7 where id = pg_temp.task('booked')$$, 'a revision is skipped'),
('MT002', $$update public.technician_tasks set revision = 0, notes = 'x' where id = pg_temp.task('begun')$$, 'a revision comes again'),
('MT002', $$update public.technician_tasks set notes = 'nobody was there' where id = pg_temp.task('serviced')$$, 'the record of a stop that is over changes'),
('MT002', $$update public.technician_tasks set actual_finished_at = '2026-06-01 00:00+00' where id = pg_temp.task('serviced')$$, 'a stop that is over ended at another time'),
('MT001', $$update public.technician_tasks set state = 'in_progress' where id = pg_temp.task('serviced')$$, 'a stop that is over begins again'),
('MT021', $$update public.technician_tasks set technician_id = tests.id('Ina Gone') where id = tests.id('repair')$$, 'a task goes to somebody who has left'),
('MT021', $$update public.technician_tasks set state = 'scheduled' where id = tests.id('left')$$, 'a task of somebody who has left is to happen again'),
('MT001', $$update public.work_orders set state = 'open' where id = pg_temp.work_order('serviced')$$, 'a work order that is done is open again'),
('23503', $$update public.work_orders set customer_id = tests.id('bob') where id = pg_temp.work_order('booked')$$, 'the work of one client is ordered by another'),
('23503', $$insert into public.technician_tasks (technician_id, task_type, during, customer_id, work_order_id) values (tests.id('Luis Two'), 'repair', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)', tests.id('bob'), pg_temp.work_order('booked'))$$, 'a task for another client''s work order'),
('23514', $$insert into public.technician_tasks (technician_id, task_type, during, work_order_id) values (tests.id('Luis Two'), 'repair', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)', pg_temp.work_order('booked'))$$, 'a task of a work order for nobody'),
('23514', $$insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Luis Two'), 'repair', '[0001-06-09 13:00+00 BC, 0001-06-09 14:00+00 BC)')$$, 'a task before our time'),
('MT021', $$insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Ina Gone'), 'repair', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)')$$, 'somebody who has left gets work'),
('23514', $$update public.technician_tasks set technician_id = null where id = tests.id('repair')$$, 'booked work is nobody''s'),
('23P01', $$update public.technician_tasks set technician_id = tests.id('Tess One') where id = tests.id('repair')$$, 'somebody is in two places'),
('23503', $$delete from public.technician_tasks where id = pg_temp.task('booked')$$, 'a task with a visit is deleted'),
('MT002', $$truncate public.technician_tasks cascade$$, 'no task is left'),
('MT002', $$update public.technician_tasks set task_type = 'time_off' where id = pg_temp.task('booked')$$, 'a stop becomes time off under its visit'),
('MT002', $$update public.maintenance_visits set task_id = gen_random_uuid() where task_id = pg_temp.task('booked')$$, 'a visit goes to another stop'),
('23514', $$update public.maintenance_contracts set fee = 'NaN' where id = tests.id('due')$$, 'a fee that is no number'),
-- Contracts
('MT001', $$update public.maintenance_contracts set state = 'active' where id = tests.id('ended')$$, 'a contract that has ended is revived'),
('MT021', $$update public.maintenance_contracts set state = 'cancelled' where id = tests.id('begun')$$, 'a contract ends while its visit is on'),
('MT002', $$update public.maintenance_contracts set unit_id = tests.id('in_service') where id = tests.id('due')$$, 'a contract goes to another unit'),
('MT002', $$update public.maintenance_contracts set customer_id = tests.id('bob') where id = tests.id('due')$$, 'a contract goes to another client'),
('MT021', $$insert into public.maintenance_contracts (unit_id, customer_id) values (tests.id('in_service'), tests.id('bob'))$$, 'a contract for somebody else''s unit'),
('MT021', $$insert into public.maintenance_contracts (unit_id) values (tests.id('retired'))$$, 'a contract for a retired unit'),
('23505', $$insert into public.maintenance_contracts (unit_id) values (tests.id('due'))$$, 'a second contract'),
('23503', $$delete from public.maintenance_contracts where id = tests.id('due')$$, 'a contract is deleted'),
('MT002', $$truncate public.maintenance_contracts cascade$$, 'no contract is left'),
-- Units
('MT021', $$update public.units set condition = 'retired' where id = tests.id('booked')$$, 'a booked unit is retired'),
('MT021', $$update public.units set condition = 'retired' where id = tests.id('begun')$$, 'a unit is retired while it is serviced'),
('MT021', $$update public.units set customer_id = tests.id('bob') where id = tests.id('booked')$$, 'a booked unit goes to another client'),
('MT021', $$update public.units set customer_id = tests.id('bob') where id = tests.id('due')$$, 'a unit goes to another client without its contract'),
('23503', $$delete from public.units where id = tests.id('due')$$, 'a unit under contract is deleted'),
('MT002', $$truncate public.units cascade$$, 'no unit is left'),
-- Days that no calendar reaches
('23514', $$update public.maintenance_cycles set due_on = 'infinity' where id = pg_temp.cycle('due')$$, 'a unit that is never due'),
('23514', $$update public.maintenance_cycles set due_on = '-infinity' where id = pg_temp.cycle('due')$$, 'a unit that was always due'),
('23514', $$update public.maintenance_cycles set due_on = '2062-05-01' where id = pg_temp.cycle('due')$$, 'a unit that nobody hears of for a generation'),
('23514', $$update public.maintenance_contracts set due_anchor_on = '0044-03-15 BC' where id = tests.id('due')$$, 'a contract from before our time'),
('23514', $$update public.maintenance_contracts set due_anchor_on = '2062-05-01' where id = tests.id('due')$$, 'a contract that begins in a generation'),
('23514', $$insert into public.holidays (on_day) values ('infinity')$$, 'a holiday that never comes'),
-- What the rules are made of
('MT002', $$delete from private.transitions$$, 'nothing may become anything'),
('MT002', $$update private.transitions set only_in = null where to_state = 'done'$$, 'a visit may be done by anybody'),
('MT002', $$truncate private.transitions$$, 'there are no rules'),
-- People
('MT022', $$update public.staff set role = 'office' where role = 'admin'$$, 'the last administrator is demoted'),
('MT022', $$update public.staff set active = false where role = 'admin'$$, 'the last administrator is switched off'),
('MT022', $$update public.staff set user_id = null where role = 'admin'$$, 'the last administrator cannot sign in'),
('MT022', $$delete from public.staff where role = 'admin'$$, 'the last administrator is deleted'),
('MT002', $$truncate public.staff cascade$$, 'nobody is left'),
('MT005', $$update public.technicians set active = false where id = tests.id('Tess One')$$, 'a technician with coming work is switched off'),
('MT002', $$update public.technicians set calendar_token = repeat('a', 43) where id = tests.id('Tess One')$$, 'a calendar under a key that somebody chose'),
('MT002', $$insert into public.technicians (name, calendar_token) values ('Eve', repeat('a', 43))$$, 'a new technician with a key that somebody chose'),
('23503', $$delete from public.technicians where id = tests.id('Tess One')$$, 'a technician with work is deleted'),
('MT002', $$truncate public.technicians cascade$$, 'no technician is left'),
('MT002', $$truncate public.customers cascade$$, 'no client is left'),
('MT002', $$truncate public.office_activities$$, 'nothing is left to do'),
('MT002', $$truncate public.holidays$$, 'no day is a holiday');

-- What a statement comes to: the SQLSTATE that refused it, done, or nothing where no row was reached. Nothing stays.
create function pg_temp.attempt(statement text) returns text language plpgsql as $$
declare
  v_rows bigint;
begin
  execute statement;
  get diagnostics v_rows = row_count;
  set constraints all immediate;
  raise exception using errcode = 'ZZ001', message = case when v_rows > 0 or statement ~ '^truncate' then 'done' else 'nothing' end;
exception
  when sqlstate 'ZZ001' then return sqlerrm;
  when others then return sqlstate;
end;
$$;
create temp table outcomes (persona text, n integer, outcome text);
create function pg_temp.try_all(persona text) returns void language plpgsql as $$
begin
  perform set_config('statement_timeout', '0', true);
  insert into outcomes select try_all.persona, a.n, pg_temp.attempt(a.statement) from attempts a;
end;
$$;
grant select on at_work, attempts to public;
grant insert on outcomes to public;
grant execute on function pg_temp.cycle, pg_temp.visit, pg_temp.task, pg_temp.work_order, pg_temp.attempt, pg_temp.try_all to public;

select pg_temp.try_all('owner');
select tests.act_as_service();
select pg_temp.try_all('service');
select tests.act_as_staff('admin');
select pg_temp.try_all('admin');
select tests.act_as_staff('office');
select pg_temp.try_all('office');
select tests.act_as_staff('technician');
select pg_temp.try_all('technician');
select tests.act_as_anon();
select pg_temp.try_all('anon');
select tests.act_as_owner();

select is(o.outcome, a.code, 'not even the owner: ' || a.what) from attempts a join outcomes o using (n) where o.persona = 'owner' order by n;
select is_empty(
  $$ select a.what || ': ' || o.outcome from attempts a join outcomes o using (n) where o.persona = 'service' and o.outcome not in (a.code, '42501') $$,
  'the service role is refused the same, or never had the right');
select is_empty(
  format($$ select a.what || ': ' || o.outcome from attempts a join outcomes o using (n) where o.persona = %L and o.outcome not in (a.code, '42501', 'nothing') $$, persona),
  persona || ' neither') from unnest(array['admin', 'office', 'technician', 'anon']) persona;
select is((select count(*) from outcomes), (select count(*) * 6 from attempts), 'everybody tried everything');
select is_empty($$ select a.what from attempts a join outcomes o using (n) where o.persona in ('anon', 'technician') and o.outcome not in ('42501', 'nothing') $$,
  'a stranger and a technician do not get as far as a rule');
select * from finish();
rollback;
