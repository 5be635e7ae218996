-- Rules that no other test would miss: what a repairing night takes for a day, whose trail counts, which visit is in time.
begin;
select plan(16);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) select tests.id(who), initcap(who) || ' Example', who || '@example.com' from unnest(array['ada', 'bob']) who;
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
insert into public.products (id, sku, name, category_id, unit_kind) select tests.id(p), p, p, k.id, 'base' from public.equipment_categories k, unnest(array['Flow X', 'Rail Y']) p where k.code = 'stairlift';
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['kept', 'night', 'ahead', 'old']) label;
select tests.unit(label, 'bob', 'stairlift', '9 Oak Ave', '2026-06-20') from unnest(array['flow', 'rail']) label;
update public.units set product_id = tests.id('Flow X') where id = tests.id('flow');
update public.units set product_id = tests.id('Rail Y') where id = tests.id('rail');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at, y.number limit 1 $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from public.maintenance_visits where id = pg_temp.visit(label) $$;
create function pg_temp.report(label text) returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || label), 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = pg_temp.visit(report.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb) $$;

-- Two units of different products
select tests.book('flow', 'Tess One', '2026-06-03 13:00+00', array[tests.id('rail')]);
do $$ begin perform private.name_units(i.id) from public.invoices i where i.state = 'draft'; end; $$;
select results_eq('select description from public.invoice_lines order by 1', array['Maintenance visit: Stair lift (Flow X)', 'Maintenance visit: Stair lift (Rail Y)'], 'a product that tells two apart is named once');

-- A kept report of a visit that was done counts for the one that is still to come: it happened before it was sent
select is(tests.book('kept', 'Luis Two', '2026-06-03 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select tests.freeze_clock('2026-06-03 15:00+00');
create temp table read as select revision from public.technician_tasks where id = pg_temp.task('kept');
select public.move_task(pg_temp.task('kept'), tests.id('Tess One'), '2026-06-08 13:00+00', true);
select is((select concat_ws(' ', a ->> 'status', a ->> 'reason', a ->> 'field') from private.complete_visit(pg_temp.visit('kept'), pg_temp.report('kept') || jsonb_build_object('based_on', (select revision from read), 'sent_at', private.clock(), 'recorded_at', private.clock(), 'started_at', timestamptz '2026-06-03 13:00+00', 'finished_at', timestamptz '2026-06-03 14:00+00', 'labour_minutes', 60), 'technician', private.clock()) a), 'conflict moved', 'a report meets a visit that was moved to another week');
select is((select k ->> 'can_be_taken' from jsonb_array_elements(private.visit_page(pg_temp.visit('kept'), private.clock()) -> 'kept') k), 'true', 'it is offered all the same');
select is(private.accept_report(tests.id('report kept'), private.clock()) ->> 'status', 'done', 'and taken');

-- A mail that was withdrawn did not go
update public.messages set state = 'superseded' where kind = 'visit_summary';
select is(private.mail_summary_again(pg_temp.visit('kept'), private.clock()) ->> 'status', 'queued', 'what was withdrawn just now is mailed');

-- Since when a unit is as it is
create function pg_temp.since(label text) returns date language sql as $$ select private.condition_since(u) from public.units u where u.id = tests.id(label) $$;
create function pg_temp.trail(changes jsonb, at timestamptz) returns void language sql as $$
  select tests.as_function('write_audit', format('insert into public.audit_events (table_name, row_id, action, changes, at, made_by) values (''units'', %L, ''update'', %L, %L, ''write_audit'')', tests.id('old'), changes, at)) $$;
update public.units set condition = 'out_of_service' where id = tests.id('old');
select pg_temp.trail('{"condition": ["in_service", "out_of_service"]}', '2026-03-05 12:00+00'), pg_temp.trail('{"serial_number": [null, "A"]}', '2026-04-05 12:00+00');
select is(pg_temp.since('old'), '2026-03-05', 'the last change of its condition counts, whatever else changed since');
insert into public.office_activities (kind, subject_key, created_at) select 'certificate_expiring', private.subject_key('unit', tests.id('old')::text), '2026-05-05 12:00+00';
select is(pg_temp.since('old'), '2026-03-05', 'and no other work about it');

-- What the night takes for the day of a service
select public.book_for_client(tests.id('night'), tests.id('Tess One'), '2026-06-11 03:30+00', override => true), public.book_for_client(tests.id('ahead'), tests.id('Luis Two'), '2026-06-11 13:00+00', override => true);
select is((select (private.company_day(lower(during)), private.company_day(upper(during)))::text from public.technician_tasks where id = pg_temp.task('night')), '(2026-06-10,2026-06-11)', 'a visit goes on over midnight');
select tests.freeze_clock('2026-06-11 18:00+00');
select tests.as_function('complete_visit', format('update public.maintenance_visits set state = ''done'' where id = %L', pg_temp.visit(label))), private.settle_stop(pg_temp.task(label), private.clock()) from unnest(array['night', 'ahead']) label;
savepoint open;
select is(private.run_roll_forward('2026-06-20 12:00+00'), '{"rolled": 2, "resumed": 0, "failed": 0, "more": false}', 'two cycles are open though their visit is done');
select results_eq($$ select last_service_on from public.maintenance_contracts where id in (tests.id('night'), tests.id('ahead')) $$, array['2026-06-11', '2026-06-11']::date[], 'each is serviced on the day on which its visit ended');
rollback to open;
select private.run_roll_forward('2026-06-10 12:00+00');
select results_eq($$ select last_service_on from public.maintenance_contracts where id in (tests.id('night'), tests.id('ahead')) $$, array['2026-06-10', '2026-06-10']::date[], 'and never on a day to come');
rollback to open;

-- A visit in time is one within the notice, also where the certificate has expired
create temp table issued as select i.unit_id, i.expires_on from public.inspection_certificates i where i.visit_id = pg_temp.visit('kept');
select is((select expires_on from issued), '2027-06-03', 'a certificate runs for a year');
select tests.freeze_clock('2027-07-01 12:00+00');
create function pg_temp.told() returns bigint language sql as $$ select count(*) from private.expiring_certificates(private.clock()) e where e.unit_id = tests.id('kept') $$;
select is(pg_temp.told(), 1::bigint, 'one that has expired is work for the office');
select is(tests.book('kept', 'Tess One', '2027-07-06 13:00+00') ->> 'status', 'booked', 'its client books');
select is(pg_temp.told(), 0::bigint, 'which makes it needless');
select * from finish();
rollback;
