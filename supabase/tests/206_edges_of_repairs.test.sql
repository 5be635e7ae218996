-- Edges of repairs: what one need not say, cannot say, and does not keep a unit from leaving.
begin;
select plan(9);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts,wheelchairs}');
select tests.unit('walker', 'ada', 'walker', '1 Elm St', '2026-06-20'), tests.unit('lift', 'ada', 'stairlift', '7 Ash St', '2026-06-20');
select private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label)), tests.id('Tess One'), at, null, null, '{}', 'office', true, private.clock())
from (values ('walker', timestamptz '2026-06-02 13:00+00'), ('lift', '2026-06-02 16:00+00')) v (label, at);
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number limit 1 $$;
create function pg_temp.report(lines jsonb) returns jsonb language sql as $$ select jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist', lines) $$;
create function pg_temp.failed(label text) returns uuid language sql as $$
  select (private.complete_visit(pg_temp.visit(failed.label), pg_temp.report((
    select jsonb_agg(jsonb_build_object('position', i.position, 'result', case i.position when 1 then 'fail' else 'pass' end)) from private.visit_checklist i where i.visit_id = pg_temp.visit(failed.label)))
    || '{"signature": {"name": "Ada", "role": "client", "method": "typed"}}', 'office', private.clock()) ->> 'repair_work_order_id')::uuid $$;
select tests.freeze_clock('2026-06-02 20:00+00');
create temp table repairs as select label, pg_temp.failed(label) as id from unnest(array['walker', 'lift']) label;
create function pg_temp.repair(label text) returns uuid language sql as $$ select id from repairs r where r.label = repair.label $$;

select is((select count(id) from repairs), 2::bigint, 'something of each failed');
select private.approve_repair(pg_temp.repair('walker'), 'Ada', 'phone', private.order_total(pg_temp.repair('walker')));
select is(private.schedule_repair(pg_temp.repair('walker'), tests.id('Tess One'), '2026-06-02 18:00+00', true, private.clock()) ->> 'status', 'scheduled', 'one is given a time');
select throws_ok(format($$ select tests.as_function('complete_repair', 'insert into public.repair_results (work_order_id, position, result) values (''%s'', 2, ''pass'')') $$, pg_temp.repair('walker')),
  '23514', null, 'a line that had passed is not answered anew');
select is(private.complete_repair(pg_temp.repair('walker'), pg_temp.report('[{"position": 1, "result": "pass"}]'), 'office', private.clock()) ->> 'status', 'done',
  'where nothing is critical for safety nobody has to sign');
select is((select private.set_task_state(t.id, 'in_progress') ->> 'reason' from public.technician_tasks t where t.work_order_id = pg_temp.repair('walker')), 'state', 'what is done does not go on');
select is(private.decline_repair(pg_temp.repair('lift'), 'Ada', 'phone', null) ->> 'status', 'declined', 'the other is not wanted');
select lives_ok($$ update public.units set condition = 'retired' where id = tests.id('lift') $$, 'a unit whose repair was not wanted can be retired');
select is((select state from public.work_orders where id = pg_temp.repair('lift')), 'declined', 'and its repair stays what it was');

-- Who bounces has not unsubscribed
insert into public.suppressions (address, reason) values ('ada@example.com', 'hard_bounce');
select is(public.reminders_wanted(substring(private.unsubscribe_url('ada@example.com') from '[^/]+$')) ->> 'status', 'wanted', 'a dead address has not asked for an end of reminders');

select * from finish();
rollback;
