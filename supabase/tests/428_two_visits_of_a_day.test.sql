-- Two visits of a unit on one day: the second one taken back leaves what the first one wrote.
begin;
select plan(7);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.maintenance_contracts set due_anchor_on = '2025-09-10', last_service_on = '2025-12-22';
create function pg_temp.visit() returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift') and v.state in ('scheduled', 'done') order by y.number desc limit 1 $$;
create function pg_temp.done() returns text language sql as $$
  select private.complete_visit(pg_temp.visit(), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit()),
    'signature', '{"name": "Bob Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock()) ->> 'status' $$;
create function pg_temp.terms() returns text language sql as $$
  select concat_ws(' ', c.due_anchor_on, c.last_service_on, y.number, y.due_on) from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null $$;
create function pg_temp.reverse() returns text language sql as $$ select private.reverse_visit(pg_temp.visit(), 'the wrong house', private.clock()) ->> 'status' $$;

select tests.book('lift', 'Luis Two', '2026-06-03 13:00+00');
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.done(), 'done', 'a visit is done');
create temp table first as select pg_temp.terms() as terms;
select is(terms, '2026-06-03 2026-06-03 2 2026-12-03', 'and the unit is due in half a year') from first;
select is(tests.as_office(format('book_for_client(%L, %L, ''2026-06-03 15:00+00'', true)', tests.id('lift'), tests.id('Luis Two'))) ->> 'status', 'booked', 'it is booked once more on that day');
select tests.freeze_clock('2026-06-03 15:30+00');
select is(pg_temp.done(), 'done', 'and that is done as well');
select is(pg_temp.reverse(), 'reversed', 'which was a mistake');
select is(pg_temp.terms(), terms, 'the first visit was made, and the unit is due as it said') from first;
select is((select count(*) from public.maintenance_visits v where v.state = 'done'), 1::bigint, 'one visit is on record');
select * from finish();
rollback;
