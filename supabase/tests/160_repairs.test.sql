-- Repairs: a failed line is quoted once, at the rate card of the day, and a unit that is not safe is out of service.
begin;
select plan(24);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts,wheelchairs}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'sound', 'waits']) label;
select tests.unit('walker', 'bob', 'walker', '9 Oak Ave', '2026-06-20');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.answer(label text, "position" integer, result text, note text default null) returns void language sql as $$
  insert into public.checklist_results (visit_id, position, result, note) values (pg_temp.visit(label), answer.position, answer.result, answer.note) $$;
create function pg_temp.done(label text) returns void language plpgsql as $$
begin
  perform tests.as_function('complete_visit', format($q$ update public.maintenance_visits set state = 'done' where id = %L $q$, pg_temp.visit(label)));
end;
$$;
create function pg_temp.at(day text) returns timestamptz language sql as $$ select (day || ' 12:00')::timestamp at time zone private.company_zone() $$;
create function pg_temp.quote(work_order_id uuid) returns setof text language sql as $$
  select concat_ws(' ', l.position, l.kind, l.quantity, l.unit_price, l.amount) from public.work_order_lines l where l.work_order_id = quote.work_order_id order by 1 $$;
create function pg_temp.follow_ups() returns setof text language sql as $$
  select concat_ws(' ', a.kind, split_part(a.subject_key, ':', 1), a.details ->> 'reason', case when a.urgent then 'urgent' end)
  from public.office_activities a where a.state = 'open' and a.kind in ('repair_follow_up', 'unit_out_of_service') order by 1 $$;

select is(tests.book(label, 'Tess One', at) ->> 'status', 'booked', label || ' is booked')
from (values ('lift', '2026-06-03 13:00+00'::timestamptz), ('sound', '2026-06-03 15:00+00'), ('waits', '2026-06-04 13:00+00')) b (label, at);
select pg_temp.answer('lift', 1, 'fail', 'Frayed'), pg_temp.answer('lift', 2, 'pass'), pg_temp.answer('lift', 3, 'fail'), pg_temp.answer('sound', 1, 'pass'), pg_temp.answer('waits', 1, 'fail');
select pg_temp.done('lift'), pg_temp.done('sound');

-- Quoting
select is(private.quote_repair(pg_temp.visit('sound'), private.clock()), null, 'where nothing failed there is nothing to repair');
select throws_ok($$ select private.quote_repair(pg_temp.visit('waits'), private.clock()) $$, 'MT021', null, 'a visit that was not done has found nothing yet');
create temp table repair as select private.quote_repair(pg_temp.visit('lift'), private.clock()) as id;
select results_eq(
  $$ select w.kind, w.state, w.intake_source, w.unit_id, w.visit_id, w.customer_id from public.work_orders w join repair using (id) $$,
  $$ values ('repair', 'quoted', 'visit', tests.id('lift'), pg_temp.visit('lift'), tests.id('ada')) $$, 'a failed line is a repair that is quoted');
select results_eq($$ select pg_temp.quote(id) from repair $$, array['1 call_out 1.00 125.00 125.00', '2 labour 1.00 125.00 125.00'], 'at the rates for lifts: coming out, and an hour');
select is(private.order_total((select id from repair)), 250.00, 'in all');
select is((select l.description from public.work_order_lines l join repair r on r.id = l.work_order_id where l.kind = 'labour'),
  'Labour: ' || (select string_agg(c.label, '; ' order by c.position) from private.visit_checklist c where c.visit_id = pg_temp.visit('lift') and c.position in (1, 3)), 'the quote says what is repaired');
select results_eq('select * from pg_temp.follow_ups()', array['repair_follow_up work_order quoted'], 'the office follows it up');
select is(private.quote_repair(pg_temp.visit('lift'), private.clock()), (select id from repair), 'quoted again it is the same');
select is((select count(*) from public.work_orders where kind = 'repair'), 1::bigint, 'once');

-- The rate card, on both sides of its day
insert into public.callout_rates (equipment_class, label, call_out, hourly, minimum_minutes, valid_from) values
  ('lift_elevating', 'Lift, new', 140, 130, 90, '2026-07-01'), ('mobility', 'Standard, new', 90, 100, 30, '2026-07-01');
select is((private.repair_rate(k.id, day)).call_out, call_out, code || ' on ' || day)
from (values ('stairlift', '2025-12-31'::date, null), ('stairlift', '2026-01-01', 125.00), ('stairlift', '2026-06-30', 125.00), ('stairlift', '2026-07-01', 140.00),
  ('walker', '2026-06-30', 85.00), ('walker', '2026-07-01', 90.00)) r (code, day, call_out)
join public.equipment_categories k using (code);
select is((private.repair_rate(null, '2026-07-01')).call_out, null, 'of no category there is no rate');

-- Out of service
select private.take_out_of_service(tests.id('lift'), pg_temp.visit('lift'));
select is((select condition from public.units where id = tests.id('lift')), 'out_of_service', 'a unit that is not safe is out of service');
select results_eq('select * from pg_temp.follow_ups()', array['repair_follow_up work_order quoted', 'unit_out_of_service unit urgent'], 'and urgent work for the office');
select is(public.booking_page(tests.token('lift')) ->> 'status', 'paused', 'its link says that it rests');
select throws_ok($$ select private.take_out_of_service(gen_random_uuid(), null) $$, 'PT404', null, 'no such unit');
select private.set_unit_condition(tests.id('lift'), 'in_service');
select results_eq('select * from pg_temp.follow_ups()', array['repair_follow_up work_order quoted'], 'back in service, nobody looks after that any more');

select * from finish();
rollback;
