-- What is said to be possible is possible, what cannot be is refused rather than raised, and rules at their edges.
begin;
select plan(26);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) select tests.id(who), initcap(who) || ' Example', who || '@example.com' from unnest(array['ada', 'bob', 'cat', 'dan']) who;
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Nora Three', '{lifts}');
select tests.staff_user('office');
insert into public.products (id, sku, name, category_id, unit_kind) select tests.id('flow'), 'FL-1', 'Flow X', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift';
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'other', 'night', 'dawn']) label;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at, y.number limit 1 $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from public.maintenance_visits where id = pg_temp.visit(label) $$;
create function pg_temp.told(a jsonb) returns text language sql as $$ select concat_ws(' ', a ->> 'status', a ->> 'reason', a ->> 'mailed_to') $$;
grant execute on all functions in schema pg_temp to public;

-- A technician who has left
select tests.act_as_staff('office');
select is(public.deactivate_technician(tests.id('Nora Three')) ->> 'status', 'deactivated', 'a technician leaves');
select is(pg_temp.told(public.place_time_off(tests.id('Nora Three'), '2026-06-10 04:00+00', '2026-06-11 04:00+00')), 'refused technician', 'whoever has left is not away as well');
select is(pg_temp.told(public.place_time_off(tests.id('Luis Two'), '2026-06-10 04:00+00', '2026-06-11 04:00+00')), 'placed', 'whoever works here can be');
select tests.act_as_owner();
select is((select count(*) from public.technician_tasks where technician_id = tests.id('Nora Three')), 0::bigint, 'and nothing is written');

-- A kept report of a visit that came to nothing, while the one in its place is still to come
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00');
select tests.freeze_clock('2026-06-03 14:30+00');
select is(private.set_task_state(pg_temp.task('lift'), 'cancelled') ->> 'status', 'set', 'a visit is called off');
select is(pg_temp.told(private.fail_visit(pg_temp.visit('lift'), 'not_completed', 'access', null, tests.id('access'), private.clock())), 'conflict cancelled', 'what is said of it is kept');
select is(tests.book('lift', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'its client books again');
create function pg_temp.can_be_taken() returns text language sql as $$
  select k ->> 'can_be_taken' from jsonb_array_elements(private.visit_page(pg_temp.visit('lift'), private.clock()) -> 'kept') k $$;
select tests.freeze_clock('2026-06-08 00:59+00');
select is(array[pg_temp.can_be_taken(), pg_temp.told(private.accept_report(tests.id('access'), private.clock()))], array['false', 'refused too_early'], 'until the new one can have come to nothing the report is not offered, and not taken');
select tests.freeze_clock('2026-06-08 01:00+00');
select is(pg_temp.can_be_taken(), 'true', 'from then on it is offered');
select is(private.accept_report(tests.id('access'), private.clock()) ->> 'status', 'recorded', 'and taken');

-- A mail that was given up did not go
select tests.book('other', 'Tess One', '2026-06-09 13:00+00');
select tests.freeze_clock('2026-06-09 14:30+00');
select private.complete_visit(pg_temp.visit('other'), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist',
  (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = pg_temp.visit('other')),
  'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock());
create function pg_temp.summary_again() returns text language sql as $$ select pg_temp.told(private.mail_summary_again(pg_temp.visit('other'), private.clock())) $$;
create function pg_temp.ends(state text) returns void language sql set rules.made_by = 'settle_message' as $$
  select tests.as_function('lease_messages', $s$ update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = private.clock() + interval '1 minute' where state = 'queued' and kind = 'visit_summary' $s$),
    tests.as_function('settle_message', format($s$ update public.messages set state = %L, sent_at = case when %L = 'sent' then private.clock() end, lease_id = null, lease_until = null where state = 'sending' and kind = 'visit_summary' $s$, ends.state, ends.state)) $$;
select pg_temp.ends('dead');
select is(pg_temp.summary_again(), 'queued 1', 'what was given up just now is mailed once more');
select is(pg_temp.summary_again(), 'refused waiting', 'once');
select pg_temp.ends('uncertain');
select is(pg_temp.summary_again(), 'refused recent', 'what may have arrived is recent');
select tests.freeze_clock('2026-06-09 14:36+00');
select pg_temp.summary_again(), pg_temp.ends('sent');
select tests.freeze_clock('2026-06-09 14:42+00');
select pg_temp.summary_again(), pg_temp.ends('dead');
select tests.freeze_clock('2026-06-09 14:42:01+00');
select is(pg_temp.summary_again(), 'queued 1', 'six minutes after one that went, with one given up since, it goes');
select pg_temp.ends('sent'); select tests.freeze_clock('2026-06-09 14:46+00');
select is(pg_temp.summary_again(), 'refused recent', 'four minutes after one that went it does not');

-- Being late ends with the day
select public.book_for_client(tests.id('night'), tests.id('Tess One'), '2026-06-16 03:00+00', override => true), public.book_for_client(tests.id('dawn'), tests.id('Tess One'), '2026-06-16 04:00+00', override => true);
select is((select string_agg((during = during and private.company_day(lower(t.during)) = '2026-06-15')::text, ' ' order by during) from public.technician_tasks t where id in (pg_temp.task('night'), pg_temp.task('dawn'))), 'true false', 'one visit begins at eleven in the evening, one at midnight');
select is((select array_agg(s.task_id) from private.late_stops(pg_temp.task('night'), 60) s), array[pg_temp.task('night')], 'the next day''s is not told of the delay of this one');

-- What a unit is called on an invoice
select tests.unit(label, 'bob', 'stairlift', '9 Oak Ave', '2026-06-20') from unnest(array['serial', 'bare', 'alike', 'unlike']) label;
select tests.unit('one', 'cat', 'stairlift', '3 Oak Ave', '2026-06-20'), tests.unit('plain', 'dan', 'stairlift', '5 Oak Ave', '2026-06-20');
update public.units set serial_number = 'AC-2' where id = tests.id('serial');
update public.units set product_id = tests.id('flow') where id in (select tests.id(label) from unnest(array['serial', 'alike', 'unlike', 'one']) label);
select tests.book('serial', 'Tess One', '2026-06-17 13:00+00', array[tests.id('bare'), tests.id('alike'), tests.id('unlike')]), tests.book('one', 'Luis Two', '2026-06-17 13:00+00'), tests.book('plain', 'Luis Two', '2026-06-17 17:00+00');
do $$ begin perform private.name_units(i.id) from public.invoices i where i.state = 'draft'; end; $$;
create function pg_temp.named(label text) returns text language sql as $$ select replace(l.description, 'Maintenance visit: Stair lift', '') from public.invoice_lines l where l.visit_id = pg_temp.visit(label) $$;
select is(pg_temp.named('serial'), ' (Flow X, serial AC-2)', 'a unit is named by its product and serial number');
select is(pg_temp.named('one'), ' (Flow X)', 'by its product alone, where there is one of its kind');
select is(pg_temp.named('plain'), '', 'by its kind alone, where nothing else is known');
select matches(pg_temp.named('bare'), '^ \([1-4] of 4\)$', 'by its order among others of its kind');
select ok(bool_and(pg_temp.named(label) ~ '^ \(Flow X, [1-4] of 4\)$') and count(distinct pg_temp.named(label)) = 2, 'also where their product is the same') from unnest(array['alike', 'unlike']) label;

-- Since when a unit is as it is
create function pg_temp.since(label text) returns date language sql as $$ select private.condition_since(u) from public.units u where u.id = tests.id(label) $$;
select is(pg_temp.since('one'), null, 'a unit in service is so since nobody knows when');
update public.units set condition = 'out_of_service' where id = tests.id('one');
select is(pg_temp.since('one'), (select private.company_day(max(e.at)) from public.audit_events e where e.row_id = tests.id('one') and e.changes ? 'condition'), 'one that rests does so since the trail says');
insert into public.office_activities (kind, subject_key, customer_id, created_at) select 'unit_out_of_service', private.subject_key('unit', tests.id('one')::text), tests.id('cat'), '2026-06-09 03:59+00';
select is(pg_temp.since('one'), '2026-06-08', 'or since the office was asked about it, on the company''s day');
select is(pg_temp.since('plain'), null, 'which says nothing of another');
select * from finish();
rollback;
