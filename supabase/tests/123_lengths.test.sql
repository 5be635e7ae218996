-- How long a stop is: as long as its visits when it is booked, shorter by what is given up, and never too short for them.
begin;
select plan(17);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21');

-- A stop at 9:00 on June 3 for the stair lift (60 minutes) and the chair (45), of a length that somebody else chose.
create function pg_temp.stop(minutes integer) returns uuid language plpgsql as $$
declare
  v_task uuid := gen_random_uuid();
begin
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
  values (v_task, tests.id('Tess One'), 'maintenance', tests.id('ada'), tstzrange('2026-06-03 13:00+00', timestamptz '2026-06-03 13:00+00' + make_interval(mins => minutes)));
  insert into public.maintenance_visits (cycle_id, task_id)
  select y.id, v_task from public.maintenance_cycles y where y.contract_id in (tests.id('stairs'), tests.id('chair'));
  return v_task;
end;
$$;
create function pg_temp.length(task uuid) returns integer language sql as $$
  select (extract(epoch from upper(t.during) - lower(t.during)) / 60)::integer from public.technician_tasks t where t.id = task $$;
-- What is left when the client gives up one unit of such a stop; every rule that waits for the commit is asked.
create function pg_temp.left_of(minutes integer, given_up text) returns integer language plpgsql as $$
declare
  v_task uuid := pg_temp.stop(minutes);
  v_length integer;
begin
  perform public.cancel_booking(tests.token('stairs'), null, tests.id(given_up));
  set constraints all immediate;
  set constraints all deferred;
  v_length := pg_temp.length(v_task);
  perform public.cancel_booking(tests.token(case given_up when 'stairs' then 'chair' else 'stairs' end));
  return v_length;
end;
$$;

select is(pg_temp.left_of(105, 'stairs'), 45, 'a stop of exactly its visits: what is left needs 45 minutes and has them');
select is(pg_temp.left_of(105, 'chair'), 60, 'or 60');
select is(pg_temp.left_of(150, 'stairs'), 90, 'a longer stop gives back the minutes of what was given up, and no more');
select is(pg_temp.left_of(106, 'stairs'), 46, 'be it by a minute');

-- What keeps its start, its order and its minutes
create temp table long as select pg_temp.stop(150) as task;
select public.cancel_booking(tests.token('stairs'), null, tests.id('stairs'));
select is((select lower(t.during) from public.technician_tasks t, long where t.id = long.task), '2026-06-03 13:00+00', 'it begins when it was to begin');
select is((select array_agg(v.minutes) from public.maintenance_visits v, long where v.task_id = long.task and v.state = 'scheduled'), array[45], 'a visit keeps its own minutes');
select is(public.reschedule_booking(tests.token('chair'), tests.id('Tess One'), '2026-06-04 18:45+00') ->> 'status', 'slot_taken', 'a long stop cannot move to where only its visit would fit');
select is(public.reschedule_booking(tests.token('chair'), tests.id('Tess One'), '2026-06-04 18:00+00') ->> 'status', 'booked', 'but to where it fits itself');
select is((select pg_temp.length(task) from long), 90, 'and is as long as before');
select ok(public.open_slots(tests.token('chair'), starts_at => '2026-06-05 13:00+00') #>> '{slots,0,ends_at}' = '2026-06-05T14:30:00+00:00', 'times to move to are as long as the stop');
select is(public.cancel_booking(tests.token('chair')) ->> 'status', 'cancelled', 'the last visit takes the stop along');

-- Nobody makes a stop that is too short for its visits, whichever of them comes first
create function pg_temp.too_short(statement text) returns text language plpgsql as $$
begin
  execute statement;
  set constraints all immediate;
  return 'made';
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;
select is(pg_temp.too_short('select pg_temp.stop(104)'), 'MT003 a stop cannot be shorter than the 105 minutes of its visits', 'not by a minute');
select is(pg_temp.too_short('select pg_temp.stop(105)'), 'made', 'just long enough is enough');
set constraints all deferred;
select is(pg_temp.too_short($$ select private.put_task(t, t.technician_id, tstzrange(lower(t.during), upper(t.during) - interval '1 minute')) from public.technician_tasks t where private.is_ahead(t.state) $$),
  'MT003 a stop cannot be shorter than the 105 minutes of its visits', 'nor is it moved into less');
-- What waits for another time gets it by move_task, in the length that it has
select private.set_task_state(t.id, 'needs_rescheduling') from public.technician_tasks t where private.is_ahead(t.state);
select is(pg_temp.too_short($$ update public.technician_tasks t set during = tstzrange(lower(t.during), upper(t.during) - interval '1 minute') where t.state = 'needs_rescheduling' $$),
  'MT002 a stop moves by move_task(), which looks for what is in the way and tells the client', 'by hand it gets no other');
select is(public.move_task(t.id, tests.id('Tess One'), '2026-06-05 13:00+00') ->> 'status', 'moved', 'it moves') from public.technician_tasks t where t.state = 'needs_rescheduling';
select lives_ok('set constraints all immediate', 'and nothing objects when it is over');

select * from finish();
rollback;
