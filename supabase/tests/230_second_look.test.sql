-- A second look at what follows a visit: what happened before does not count as happening now, and nothing goes back.
begin;
select plan(11);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('cleo'), 'Cleo Example', null);
select tests.technician('Tess One', '{lifts,wheelchairs}');
select tests.unit('chair', 'ada', 'walker', '1 Elm St', '2026-06-20'), tests.unit('walker', 'cleo', 'walker', '7 Ash St', '2026-06-20');
select private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label)), tests.id('Tess One'), at, null, null, '{}', 'office', true, private.clock())
from (values ('chair', timestamptz '2026-06-02 15:00+00'), ('walker', '2026-06-02 18:00+00')) v (label, at);
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number limit 1 $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
create function pg_temp.done(label text, failed integer, more jsonb default '{}') returns jsonb language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist', (
    select jsonb_agg(jsonb_build_object('position', i.position, 'result', case i.position when done.failed then 'fail' else 'pass' end))
    from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label))) || more, 'office', private.clock()) $$;

-- Moved before, seen, and given back some time since; recorded two days later, after the client bought something else
select is(private.move_stop((pg_temp.task('chair')).id, tests.id('Tess One'), '2026-06-02 16:00+00', true, private.clock()) ->> 'status', 'moved', 'a stop is moved');
create temp table seen as select (pg_temp.task('chair')).revision;
select private.shrink_task((pg_temp.task('chair')).id, 15);
select isnt((pg_temp.task('chair')).revision, (select revision from seen), 'what gives time back is a revision, too');
select tests.freeze_clock('2026-06-04 12:00+00');
update public.customers set consent_basis = 'purchase', consent_on = '2026-06-03' where id = tests.id('ada');
select is(pg_temp.done('chair', null, jsonb_build_object('based_on', (select revision from seen), 'started_at', '2026-06-02T16:00:00Z', 'finished_at', '2026-06-02T16:40:00Z')) ->> 'status', 'done',
  'a move that was seen is no conflict');
select is((select v.service_on from public.maintenance_visits v where v.id = pg_temp.visit('chair')), date '2026-06-02', 'a visit is written down later');
select is((select consent_on from public.customers where id = tests.id('ada')), date '2026-06-03', 'and the consent that was given since stays');

-- What is being sent is on its way
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = private.clock() + interval '1 day' where kind = 'visit_summary' $$);
select tests.freeze_clock('2026-06-04 13:00+00');
select is(private.mail_summary_again(pg_temp.visit('chair'), private.clock()) ->> 'reason', 'waiting', 'nothing is sent a second time while a sender has it, however long');

-- A repair that was not wanted at first, of somebody without address
select pg_temp.done('walker', 1, '{"started_at": "2026-06-02T18:00:00Z", "finished_at": "2026-06-02T18:40:00Z"}');
select is(private.decline_repair((select id from public.work_orders where visit_id = pg_temp.visit('walker')), 'Cleo', 'phone', null) ->> 'status', 'declined', 'a repair is not wanted');
create temp table again as select (private.quote_anew(pg_temp.visit('walker'), private.clock()) ->> 'work_order_id')::uuid as id;
select private.approve_repair(id, 'Cleo', 'phone', private.order_total(id)), private.schedule_repair(id, tests.id('Tess One'), '2026-06-08 12:30+00', true, private.clock()) from again;
select is((select jsonb_path_query_array(private.repairs_told(pg_temp.visit('walker')), '$[*].state')), '["declined", "scheduled"]', 'repairs are told in the order in which they were quoted');
select private.close_activity(a.id, 'has none') from public.office_activities a where a.kind = 'missing_address' and a.state = 'open';
select tests.freeze_clock('2026-06-08 20:00+00');
select is((select private.complete_repair(id, '{"version": 1, "report_id": "0b5d3b1c-0000-4000-8000-000000000001", "checklist": [{"position": 1, "result": "pass"}]}', 'office', private.clock()) ->> 'status' from again), 'done', 'then it is done');
select is((select i.state from public.invoices i, again where i.work_order_id = again.id), 'issued', 'and billed');
select is((select a.details ->> 'message' from public.office_activities a where a.kind = 'missing_address' and a.state = 'open' and a.customer_id = tests.id('cleo')), 'invoice', 'whoever cannot be mailed the bill is work for the office');

select * from finish();
rollback;
