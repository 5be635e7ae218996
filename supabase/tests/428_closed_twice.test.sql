-- Days that are closed twice over, or closed and somebody's leave besides: what one of them keeps closed stays so when the
-- other is taken back, and nobody is forgotten over it.
begin;
select plan(36);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
select tests.six_stops_of_a_thursday();
create function pg_temp.close(more text default '') returns uuid language sql as $$
  select (tests.as_office(format('close_day(''2026-06-04'', reason => ''an ice storm'', dry_run => false%s)', more)) ->> 'closure_id')::uuid $$;
create function pg_temp.undo(closure_id uuid) returns jsonb language sql as $$ select tests.as_office(format('undo_closure(%L)', closure_id)) $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) and y.closed_at is null and private.is_unsettled(v.state) $$;
create function pg_temp.waiting() returns text language sql as $$
  select string_agg(l, ', ' order by l) from unnest(array['adas', 'adas porch', 'bobs', 'cys', 'dees', 'eves']) l where (pg_temp.task(l)).state = 'needs_rescheduling' $$;
create function pg_temp.not_back(answer jsonb) returns text language sql as $$
  select concat_ws(' ', answer ->> 'status', answer ->> 'back', string_agg(split_part(a ->> 'customer', ' ', 1) || ' ' || (a ->> 'why'), ', ' order by a ->> 'customer'))
  from jsonb_array_elements(answer -> 'not_back') a $$;
create function pg_temp.off(name text) returns text language sql as $$
  select string_agg(to_char(lower(t.during) at time zone 'America/Toronto', 'FMDD HH24') || to_char(upper(t.during) at time zone 'America/Toronto', '-FMDD HH24 ') || t.title, ', ' order by t.during)
  from public.technician_tasks t where t.technician_id = tests.id(name) and t.task_type = 'time_off' and t.blocking $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(concat_ws(' ', split_part(m.recipient, '@', 1), m.kind, to_char((m.payload #>> '{visit,starts_at}')::timestamptz at time zone 'America/Toronto', 'FMHH24')), ', ' order by m.recipient, m.created_at)
  from public.messages m where m.state = 'queued' and m.kind = 'rebook' and private.superseded_because(m) is null $$;
create function pg_temp.told(closure_id uuid) returns text language sql as $$
  select string_agg(split_part(m.name, ' ', 1) || ' ' || p.told, ', ' order by m.name, p.told)
  from public.closure_parts p join public.technician_tasks t on t.id = p.task_id join public.customers m on m.id = t.customer_id
  where p.closure_id = told.closure_id and p.what = 'put_aside' $$;
create function pg_temp.leave(from_at text, until_at text) returns uuid language sql as $$
  select (tests.as_office(format('place_time_off(%L, %L, %L, ''holiday'')', tests.id('Tess One'), '2026-06-' || from_at, '2026-06-' || until_at)) ->> 'task_id')::uuid $$;
create function pg_temp.back(task_id uuid) returns text language sql as $$ select tests.as_office(format('take_back_time_off(%L)', task_id)) ->> 'status' $$;

-- Closed for all work, then for what stands outside
savepoint fresh;
create temp table closed as select pg_temp.close() as all_work;
select tests.freeze_clock('2026-06-01 12:01+00');
create temp table outdoor as select pg_temp.close(', outdoor_only => true') as id;
create temp table undone as select pg_temp.undo(all_work) as a from closed;
select is(pg_temp.not_back(a), 'undone 4 Ada closed, Eve closed', 'the day is opened, but not for what stands outside') from undone;
select is(pg_temp.waiting(), 'adas porch, eves', 'which waits for another time');
select is(pg_temp.mails(), 'ada rebook 13, eve rebook 11', 'and its clients are told of the closure that stands');
select is(pg_temp.told(id), 'Ada mail, Eve mail', 'which has them on its list') from outdoor;
select is(pg_temp.not_back(pg_temp.undo(id)), 'undone 2', 'undone as well, it brings them back') from outdoor;
select is(pg_temp.waiting(), null, 'then everything is as it was');
select is(pg_temp.mails(), null, 'and nobody is told otherwise');
rollback to fresh;

-- A morning, then the whole day
create temp table closed as select pg_temp.close(', until_time => ''12:00''') as morning;
create temp table whole as select pg_temp.close() as id;
select is(pg_temp.off('Tess One'), '4 00-4 12 Closed, 4 12-5 00 Closed', 'a morning is closed, then all of the day');
create temp table undone as select pg_temp.undo(morning) as a from closed;
select is(pg_temp.off('Tess One'), '4 00-4 12 Closed, 4 12-5 00 Closed', 'the morning is opened: the day stays closed');
select is(pg_temp.not_back(a), 'undone 0 Ada taken, Bob taken, Dee taken, Eve taken', 'no stop is back in it') from undone;
-- Ada read of her afternoon already, in a mail that does not name the morning.
select is(pg_temp.told(id), 'Ada call, Ada mail, Bob call, Cy letter, Dee nobody, Eve mail', 'each client is told by the closure that stands') from whole;
select is(pg_temp.mails(), 'ada rebook 13, eve rebook 11', 'nobody twice');
select is(pg_temp.not_back(pg_temp.undo(id)), 'undone 6', 'undone as well, it brings back all of them') from whole;
select is(pg_temp.off('Tess One'), null, 'and the time is free');
rollback to fresh;

-- A closed day, and a leave over it
create temp table closed as select pg_temp.close() as id;
create temp table leave as select pg_temp.leave('03 12:00+00', '06 02:00+00') as id;
select is(pg_temp.off('Tess One'), '3 08-5 22 Time off', 'who is on leave is so on a closed day too');
select is(pg_temp.off('Luis Two'), '4 00-5 00 Closed', 'for everybody else it is closed');
savepoint leave;
select is(pg_temp.not_back(pg_temp.undo(id)), 'undone 3 Ada taken, Bob taken, Cy taken', 'the day is opened: but not for who is on leave') from closed;
select is(pg_temp.off('Tess One'), '3 08-5 22 Time off', 'whose leave stands');
select is(pg_temp.mails(), 'ada rebook 9', 'and whose clients are told of that');
rollback to leave;
select is(pg_temp.back(id), 'taken_back', 'the leave is taken back') from leave;
select is(pg_temp.off('Tess One'), '4 00-5 00 Closed', 'the closed day stays closed');
select is(pg_temp.not_back(pg_temp.undo(id)), 'undone 6', 'until it is opened') from closed;
select is(pg_temp.off('Tess One'), null, 'then the time is free');
rollback to fresh;
create temp table closed as select pg_temp.close() as id;
select pg_temp.leave('04 14:00+00', '04 16:00+00');
select is(pg_temp.off('Tess One'), '4 00-4 10 Closed, 4 10-4 12 Time off, 4 12-5 00 Closed', 'two hours of leave leave the rest closed');
select pg_temp.undo(id) from closed;
select is(pg_temp.off('Tess One'), '4 10-4 12 Time off', 'and stand by themselves once it is opened');
rollback to fresh;
select pg_temp.close();
create temp table leave as select pg_temp.leave('03 12:00+00', '06 02:00+00') as id;
select tests.as_office(format('deactivate_technician(%L)', tests.id('Tess One')));
select is(pg_temp.back(id), 'taken_back', 'the leave of who has left can be taken back') from leave;
select is(pg_temp.off('Tess One'), null, 'and nobody is kept at home who is not there any more');
rollback to fresh;
create temp table closed as select pg_temp.close() as id;
select is(pg_temp.back((select p.task_id from public.closure_parts p where p.what = 'time_off' and p.technician_id = tests.id('Tess One'))), 'taken_back', 'one technician goes out all the same');
select is(pg_temp.off('Tess One'), null, 'who is not closed again by that');
rollback to fresh;

-- What the office did, and then the day was closed
create temp table moved as select tests.as_office(format('move_task(%L, %L, ''2026-06-05 13:00+00'', true)', (pg_temp.task('eves')).id, tests.id('Luis Two'))) as a;
select tests.freeze_clock('2026-06-01 12:01+00');
savepoint moved;
select pg_temp.close(', outdoor_only => true');
select is(tests.as_office(format('undo_deed(%L)', a #>> '{undo,deed_id}')), '{"status": "refused", "reason": "closed"}', 'what was moved off a day is not put back once that was closed for it') from moved;
select is(lower((pg_temp.task('eves')).during), '2026-06-05 13:00+00', 'it stays where its client is told');
rollback to moved;
select pg_temp.close(', outdoor_only => true, until_time => ''10:00''');
select is(tests.as_office(format('undo_deed(%L)', a #>> '{undo,deed_id}')) ->> 'status', 'undone', 'where another part of it was closed, it is') from moved;
rollback to fresh;
select tests.freeze_clock('2026-06-01 11:00+00');
select pg_temp.close(', outdoor_only => true');
select tests.freeze_clock('2026-06-01 12:00+00');
select is(tests.as_office(format('move_task(%L, %L, ''2026-06-04 15:00+00'', true)', (pg_temp.task('eves')).id, tests.id('Luis Two'))) ->> 'status', 'moved', 'the office has its reasons to go there all the same');
create temp table moved as select tests.as_office(format('move_task(%L, %L, ''2026-06-05 13:00+00'', true)', (pg_temp.task('eves')).id, tests.id('Luis Two'))) as a;
select is(tests.as_office(format('undo_deed(%L)', a #>> '{undo,deed_id}')) ->> 'status', 'undone', 'and what it did after that is taken back as it was') from moved;

-- By nobody else
create function pg_temp.forged(name text) returns text language sql as $$
  select throws_ok(format('select tests.as_function(%L, %L)', name, 'insert into public.closure_parts (closure_id, task_id, what, technician_id, during, state, revision, told)
    select c.id, t.id, ''time_off'', t.technician_id, t.during, ''scheduled'', 1, ''nobody'' from public.closures c, public.technician_tasks t limit 1'), 'MT002', null, 'what a closed day did is written by what closes it, not by ' || name) $$;
select pg_temp.forged('undo_deed');
select pg_temp.forged('put_back');
select * from finish();
rollback;
