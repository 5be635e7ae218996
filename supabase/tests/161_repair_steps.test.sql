-- What happens to a repair between its quote and its time, by whom, and what is refused.
begin;
select plan(56);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'second', 'third']) label;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.found(label text, "position" integer, at timestamptz) returns void language plpgsql as $$
begin
  perform tests.book(label, 'Tess One', at);
  insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit(label), found.position, 'fail');
  perform tests.as_function('complete_visit', format($q$ update public.maintenance_visits set state = 'done' where id = %L $q$, pg_temp.visit(label)));
end;
$$;
create function pg_temp.part(label text, what text, price numeric, charge text) returns void language plpgsql as $$
begin
  perform tests.as_function('complete_visit', format($q$ insert into public.visit_parts (visit_id, position, description, quantity, unit_price, charge)
    select %1$L, count(*) + 1, %2$L, 2, %3$L, %4$L from public.visit_parts where visit_id = %1$L $q$, pg_temp.visit(label), what, price, charge));
end;
$$;
select pg_temp.found('lift', 1, '2026-06-03 13:00+00'), pg_temp.found('second', 1, '2026-06-03 15:00+00');
select pg_temp.part('lift', 'Belt', 40, 'quote'), pg_temp.part('lift', 'Screw', 1, 'included'), pg_temp.part('lift', 'Battery', 90, 'billed');
create temp table repair as select private.quote_repair(pg_temp.visit('lift'), private.clock()) as id;
create temp table other as select private.quote_repair(pg_temp.visit('second'), private.clock()) as id;
create function pg_temp.id() returns uuid language sql as $$ select id from repair $$;
create function pg_temp.state() returns text language sql as $$ select state from public.work_orders w join repair using (id) $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'state', answer ->> 'amount') $$;
create function pg_temp.follow_up() returns text language sql as $$
  select a.details ->> 'reason' from public.office_activities a join repair r on a.subject_key = 'work_order:' || r.id where a.kind = 'repair_follow_up' and a.state = 'open' $$;
grant select on repair, other to public;
grant execute on all functions in schema pg_temp to public;

select results_eq($$ select l.kind, l.description, l.quantity, l.amount from public.work_order_lines l where l.work_order_id = pg_temp.id() and l.kind = 'part' $$,
  $$ values ('part', 'Belt', 2.00, 80.00) $$, 'a part that the technician noted for the repair is in its quote; what was used is not');
select is(private.order_total(pg_temp.id()), 330.00, 'in all');

-- Whose work it is
create function pg_temp.refused_all(persona text) returns setof text language plpgsql as $$
declare
  v_call text;
begin
  foreach v_call in array array['approve_repair(null, null, null, null)', 'decline_repair(null, null, null)', 'wait_for_parts(null)', 'parts_arrived(null)',
    'schedule_repair(null, null, null)', 'cancel_repair(null, null)'] loop
    return next throws_ok('select public.' || v_call, '42501', null, persona || ' may not: ' || v_call);
  end loop;
end;
$$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_anon();
select pg_temp.refused_all('a stranger');
select tests.act_as_staff('technician');
select pg_temp.refused_all('a technician');

-- The client's answer
select tests.act_as_staff('office');
select is(pg_temp.told(public.approve_repair(pg_temp.id(), by_whom, how, 330)), answer, what)
from (values (' ', 'phone', 'rejected said_by', 'somebody said it'), (null, 'phone', 'rejected said_by', 'a person, that is'), (repeat('x', 255), 'phone', 'rejected said_by', 'with a name'),
  ('Ada', 'pigeon', 'rejected said_how', 'in a way that is known'), ('Ada', null, 'rejected said_how', 'and is told')) a (by_whom, how, answer, what);
select is(pg_temp.told(public.approve_repair(pg_temp.id(), 'Ada', 'phone', amount)), 'refused amount 330.00', 'what is agreed to is what was quoted, not ' || coalesce(amount::text, 'nothing'))
from unnest(array[null, 329.99, 330.01]) amount;
select is(pg_temp.told(public.wait_for_parts(pg_temp.id())), 'refused state quoted', 'nobody waits for parts of what nobody ordered');
select is(pg_temp.told(public.parts_arrived(pg_temp.id())), 'refused state quoted', 'nor do they come');
select is(pg_temp.told(public.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-05 13:00+00')), 'refused state quoted', 'and it gets no time');
select is(pg_temp.told(public.approve_repair(pg_temp.id(), ' Cleo  Example ', 'phone', 330)), 'approved 330.00', 'the client wants it');
select tests.act_as_owner();
select results_eq($$ select d.decision, d.said_by, d.said_how, d.amount, d.actor from public.repair_decisions d where d.work_order_id = pg_temp.id() $$,
  $$ select 'approved', 'Cleo Example', 'phone', 330.00, s.user_id from public.staff s where s.role = 'office' $$, 'who, how, for how much, and who took it down is on record');
select is(pg_temp.follow_up(), 'approved', 'it wants a time');
select tests.act_as_staff('office');
select is(pg_temp.told(public.approve_repair(pg_temp.id(), 'Ada', 'phone', 330)), 'refused state approved', 'once');
select is(pg_temp.told(public.decline_repair(pg_temp.id(), 'Ada', 'phone')), 'refused state approved', 'and not otherwise afterwards');
select is(pg_temp.told(public.decline_repair((select id from other), 'Ada', 'email', repeat('x', 501))), 'rejected note', 'a note has an end');
select is(pg_temp.told(public.decline_repair((select id from other), 'Ada', 'email', 'Too dear')), 'declined', 'the client does not want another');
select is(pg_temp.told(public.approve_repair((select id from other), 'Ada', 'email', 250)), 'refused state declined', 'which is final');
select throws_ok($$ select public.approve_repair(gen_random_uuid(), 'Ada', 'phone', 1) $$, 'PT404', null, 'no such repair');
select tests.act_as_owner();
select is((select count(*) from public.office_activities a join other o on a.subject_key = 'work_order:' || o.id where a.state = 'open'), 0::bigint, 'nobody follows up what nobody wants');
select isnt(private.quote_repair(pg_temp.visit('second'), private.clock()), (select id from other), 'who changes their mind is quoted anew');
select throws_ok($$ select private.approve_repair((select w.id from public.work_orders w where w.kind = 'maintenance' limit 1), 'Ada', 'phone', 1) $$, 'PT404', null, 'maintenance is no repair');

-- What was agreed to stays
select throws_ok($$ update public.work_order_lines set unit_price = 1 where work_order_id = pg_temp.id() $$, 'MT002', null, 'what was agreed to costs what it did');
select throws_ok($$ insert into public.work_order_lines (work_order_id, position, kind, description, unit_price) values (pg_temp.id(), 9, 'part', 'Rail', 1) $$, 'MT002', null, 'and nothing more');

-- Parts
select tests.act_as_staff('office');
select is(pg_temp.told(public.wait_for_parts(pg_temp.id())), 'waiting_for_parts', 'parts are ordered');
select is(pg_temp.told(public.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-05 13:00+00')), 'refused state waiting_for_parts', 'meanwhile it gets no time');
select is(pg_temp.told(public.parts_arrived(pg_temp.id())), 'approved', 'they came');
-- Whoever began earlier and waited for the lock writes down an earlier instant.
select tests.freeze_clock('2026-06-01 11:59+00');
select is(pg_temp.told(public.wait_for_parts(pg_temp.id())), 'waiting_for_parts', 'more are ordered, by somebody who had begun before the first came');
select is(pg_temp.told(public.parts_arrived(pg_temp.id())), 'approved', 'they come, and not those that came already');
select tests.freeze_clock('2026-06-01 12:00+00');

-- A time
select is(pg_temp.told(public.schedule_repair(pg_temp.id(), tests.id('Tess One'), '2026-06-03 13:00+00')), 'refused overlap', 'nobody is in two places');
select is(pg_temp.state(), 'approved', 'and nothing is changed');
select is(public.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-05 13:00+00') ->> 'status', 'scheduled', 'it has a time');
select tests.act_as_owner();
select is(pg_temp.state() || coalesce(pg_temp.follow_up(), ''), 'scheduled', 'and nobody follows it up any more');
select results_eq($$ select t.task_type, t.technician_id, t.state, t.during, t.title, t.address is not null from public.technician_tasks t where t.work_order_id = pg_temp.id() $$,
  $$ values ('repair', tests.id('Luis Two'), 'scheduled', '[2026-06-05 13:00+00, 2026-06-05 14:00+00)'::tstzrange, 'Repair: Stair lift', true) $$, 'for as long as was quoted, where the unit is');
select throws_ok($$ insert into public.technician_tasks (technician_id, task_type, customer_id, work_order_id, during) values (tests.id('Tess One'), 'repair', tests.id('ada'), pg_temp.id(), '[2026-06-08 13:00+00, 2026-06-08 14:00+00)') $$,
  'MT021', null, 'a second time it does not get');
select is(pg_temp.told(private.cancel_repair(pg_temp.id(), 'Sold')), 'refused state scheduled', 'what has a time is called off first');
create temp table task as select t.id from public.technician_tasks t where t.work_order_id = pg_temp.id();
grant select on task to public;
select tests.act_as_staff('office');
select is(public.set_task_state((select id from task), 'cancelled') ->> 'status', 'set', 'the time is called off');
select tests.act_as_owner();
select is(concat_ws(' ', pg_temp.state(), pg_temp.follow_up()), 'approved came_to_nothing', 'the repair waits for another');
select is(private.schedule_repair(pg_temp.id(), tests.id('Luis Two'), '2026-06-08 13:00+00', false, private.clock()) ->> 'status', 'scheduled', 'and gets it');
select private.place_time_off(tests.id('Luis Two'), '[2026-06-08 12:00+00, 2026-06-08 20:00+00)', null);
select is(concat_ws(' ', pg_temp.state(), pg_temp.follow_up()), 'approved', 'until the technician is away: it stands on the list once, as what needs another time');

-- Given up
select is(pg_temp.told(private.cancel_repair(pg_temp.id(), ' ')), 'rejected reason', 'a repair is given up for a reason');
select * from finish();
rollback;
