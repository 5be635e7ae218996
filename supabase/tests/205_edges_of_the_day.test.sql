-- Edges of the day: what is late for nobody, what ends at midnight, and what earns no certificate.
begin;
select plan(10);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['first', 'night', 'unlisted']) label;
select tests.book('first', 'Tess One', '2026-06-03 13:00+00'), tests.book('unlisted', 'Luis Two', '2026-06-03 13:00+00');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number limit 1 $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select v.task_id from public.maintenance_visits v where v.id = pg_temp.visit(label) $$;

-- A rest after a late stop is nobody's promise; whoever waits behind it is told
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('rest'), tests.id('Tess One'), 'time_off', '[2026-06-03 14:00+00, 2026-06-03 14:30+00)');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values (tests.id('delivery'), tests.id('Tess One'), 'delivery', tests.id('ada'), '[2026-06-03 14:30+00, 2026-06-03 15:00+00)');
select tests.freeze_clock('2026-06-03 12:30+00');
select is((select array_agg(l.task_id) from private.late_stops(pg_temp.task('first'), 120) l), array[pg_temp.task('first'), tests.id('delivery')], 'nobody is told that a rest is late');

-- Midnight in Toronto is 4:00 in summer
select is((private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('night')), tests.id('Luis Two'), '2026-06-04 03:00+00', null, null, '{}', 'office', true, private.clock()) ->> 'status'), 'booked', 'a visit is booked that ends at midnight');
select is((select upper(t.during) from public.technician_tasks t where t.id = pg_temp.task('night')), '2026-06-04 04:00+00', 'exactly');
create function pg_temp.unclosed() returns bigint language sql as $$ select count(*) from public.office_activities a where a.kind = 'unclosed_visit' and a.task_id = pg_temp.task('night') $$;
select private.watch_visits('2026-06-04 03:59:59+00');
select is(pg_temp.unclosed(), 0::bigint, 'a second before it is nobody''s work');
select private.watch_visits('2026-06-04 04:00:00+00');
select is(pg_temp.unclosed(), 1::bigint, 'then its day is over');

-- A kind without a list
select is((select count(*) from private.visit_checklist c where c.visit_id = pg_temp.visit('unlisted')) > 0, true, 'a stair lift has a list');
insert into public.equipment_categories (id, code, name, safety_critical, certificate_months) select tests.id('platform'), 'platform_lift', 'Platform lift', true, 12;
insert into public.units (id, customer_id, category_id) values (tests.id('bare'), tests.id('ada'), tests.id('platform'));
insert into public.maintenance_contracts (id, unit_id, fee, interval_months) values (tests.id('bare'), tests.id('bare'), 100, 6);
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('bare'), 1, '2026-06-20');
select is((private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('bare')), tests.id('Luis Two'), '2026-06-03 15:00+00', null, null, '{}', 'office', true, private.clock()) ->> 'status'), 'booked', 'one of another kind has none');
select tests.freeze_clock('2026-06-03 17:00+00');
select is(private.complete_visit(pg_temp.visit('bare'), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist', '[]'::jsonb, 'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock())
  - '{invoice,next_due_on}'::text[], '{"status": "done", "repeated": false}', 'it is done, and certified by nothing');
select is((select count(*) from public.inspection_certificates), 0::bigint, 'no number is used up');
select is((select count(*) from private.certificate_years), 0::bigint, 'and none counted');

select * from finish();
rollback;
