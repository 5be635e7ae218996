-- A stop that got another day while it was being done: it stands where it took place, and nobody's time is taken for it later.
begin;
select plan(19);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('office');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'taken', 'evening', 'long', 'short']) label;
select tests.unit('first', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('second', 'bob', 'stairlift', '9 Oak Ave', '2026-06-21');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('taken', 'Tess One', '2026-06-03 15:00+00'), tests.book('first', 'Tess One', '2026-06-03 17:00+00', array[tests.id('second')]),
  tests.book('long', 'Luis Two', '2026-06-03 13:00+00'), tests.book('short', 'Luis Two', '2026-06-03 18:00+00');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at desc limit 1 $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
create function pg_temp.done(label text, started text, finished text, based_on integer default 0) returns text language sql as $$
  select concat_ws(' ', a ->> 'status', a ->> 'reason') from private.complete_visit(pg_temp.visit(label), jsonb_build_object('version', 1, 'report_id', tests.id('report ' || label), 'based_on', based_on,
    'started_at', started, 'finished_at', finished, 'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb, 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label))), 'office', private.clock()) a $$;
create function pg_temp.moved(label text, at timestamptz) returns text language sql as $$ select private.move_stop((pg_temp.task(label)).id, (pg_temp.task(label)).technician_id, at, true, private.clock()) ->> 'status' $$;
create function pg_temp.accepted(label text) returns text language sql as $$ select private.accept_report(tests.id('report ' || label), private.clock()) ->> 'status' $$;

select tests.freeze_clock('2026-06-03 20:00+00');
select is((select string_agg(pg_temp.moved(label, at), ' ') from (values ('lift', timestamptz '2026-06-16 13:00+00'), ('taken', '2026-06-16 15:00+00'), ('first', '2026-06-16 17:00+00')) m (label, at)), 'moved moved moved', 'three stops get another day');
select is(pg_temp.done('lift', '2026-06-03T13:05:20Z', '2026-06-03T13:40:10Z') || ', ' || pg_temp.done('taken', '2026-06-03T15:00:00Z', '2026-06-03T15:40:00Z') || ', ' || pg_temp.done('first', '2026-06-03T17:00:00Z', '2026-06-03T17:40:00Z'),
  'conflict moved, conflict moved, conflict moved', 'while they are being done');
select is(pg_temp.accepted('lift'), 'done', 'the office believes it');
select is(((pg_temp.task('lift')).during)::text, '["2026-06-03 13:05:00+00","2026-06-03 13:40:00+00")', 'the stop stands where it took place');
select ok(not private.is_taken(tests.id('Tess One'), '[2026-06-16 13:00+00, 2026-06-16 14:00+00)'), 'and its later time is free');
select is(private.unit_history(tests.id('lift'), 50, null, null, private.clock()) #>> '{visits,0,at}', '2026-06-03T13:05:00+00:00', 'its history says when it was');

-- Something else is written down at that time
select is((private.book_stop((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('evening')), tests.id('Tess One'), '2026-06-03 15:30+00', null, null, '{}', 'office', true, private.clock()) ->> 'status'), 'booked', 'the office writes down another visit at that time');
select is(pg_temp.accepted('taken'), 'done', 'of two at once both were done');
select is(lower((pg_temp.task('taken')).during), '2026-06-16 15:00+00', 'and the one that cannot stand there stays where it is');
select is(private.technician_day(tests.id('Tess One'), '2026-06-03', private.clock()) #>> '{next,starts_at}', '2026-06-16T17:00:00+00:00', 'but is nobody''s next work');

-- A stop of which another unit is still to come
select is(pg_temp.accepted('first'), 'done', 'one unit of a stop was done');
select is(lower((pg_temp.task('first')).during), '2026-06-16 17:00+00', 'the other is still to come, on its day');

-- How long
select is(pg_temp.moved('long', '2026-06-16 13:00+00') || ' ' || pg_temp.moved('short', '2026-06-16 18:00+00') || ', ' || pg_temp.done('long', '2026-06-03T13:00:00Z', '2026-06-03T17:00:00Z') || ', ' || pg_temp.done('short', '2026-06-03T18:00:00Z', '2026-06-03T18:01:00Z')
  || ', ' || pg_temp.accepted('long') || ' ' || pg_temp.accepted('short'), 'moved moved, conflict moved, conflict moved, done done', 'of two more one took hours and one a minute');
select is(((pg_temp.task('long')).during)::text, '["2026-06-03 13:00:00+00","2026-06-03 14:00:00+00")', 'it takes no more time than it was promised');
select is(((pg_temp.task('short')).during)::text, '["2026-06-03 18:00:00+00","2026-06-03 18:15:00+00")', 'and no less than a step of the grid');

-- In time
select is(pg_temp.done('evening', '2026-06-03T12:00:00Z', '2026-06-03T12:40:00Z'), 'done', 'what was over before its time, on its day');
select is(lower((pg_temp.task('evening')).during), '2026-06-03 15:30+00', 'keeps it');
select throws_ok(format('update public.technician_tasks set during = ''[2026-06-02 13:00+00, 2026-06-02 14:00+00)'' where id = %L', (pg_temp.task('lift')).id), 'MT002', null, 'by hand nobody brings one forward');
select lives_ok('set constraints all immediate', 'all of which holds');
select * from finish();
rollback;
