-- Work that was put aside for a closed day or a leave, was then given up, and whose day or leave is taken back: its client was told
-- when we come, and hears that we do not.
begin;
select plan(11);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
create function pg_temp.send() returns void language sql as $$
  select private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  select tests.as_function('lease_messages', $x$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now(), provider = 'p' where state = 'queued' $x$);
  select tests.as_function('settle_message', $x$ update public.messages set state = 'sent', sent_at = now(), lease_id = null, lease_until = null where state = 'sending' $x$) $$;
create function pg_temp.sent() returns text language sql as $$
  select string_agg(concat_ws(' ', m.kind, to_char((m.payload ->> 'starts_at')::timestamptz at time zone 'America/Toronto', 'FMMM-FMDD FMHH24'), m.payload ->> 'reason', case when (m.payload ->> 'again')::boolean then 'again' end), ', ' order by m.created_at, m.kind)
  from public.messages m where m.state = 'sent' and m.kind <> 'work_scheduled' $$;
create function pg_temp.close() returns uuid language sql as $$ select (tests.as_office('close_day(''2026-06-09'', reason => ''an ice storm'', dry_run => false)') ->> 'closure_id')::uuid $$;
create function pg_temp.undo(closure_id uuid) returns text language sql as $$
  select concat_ws(' ', a ->> 'status', a ->> 'back', a #>> '{not_back,0,why}') from tests.as_office(format('undo_closure(%L)', closure_id)) a $$;
create function pg_temp.leave() returns uuid language sql as $$
  select (tests.as_office(format('place_time_off(%L, ''2026-06-09 04:00+00'', ''2026-06-10 04:00+00'')', tests.id('Tess One'))) ->> 'task_id')::uuid $$;
create function pg_temp.back(task_id uuid) returns text language sql as $$ select tests.as_office(format('take_back_time_off(%L)', task_id)) ->> 'status' $$;
select tests.as_office(format('open_repair(%L, ''stops half-way'')', tests.id('lift')));
create function pg_temp.repair() returns uuid language sql as $$ select w.id from public.work_orders w where w.kind = 'repair' $$;
select private.approve_repair(pg_temp.repair(), 'Ada', 'phone', private.order_total(pg_temp.repair()));
select tests.as_office(format('schedule_repair(%L, %L, ''2026-06-09 13:00+00'')', pg_temp.repair(), tests.id('Tess One')));
select tests.as_office(format('create_task(''delivery'', 60, %L, ''2026-06-09 17:00+00'', %L)', tests.id('Tess One'), jsonb_build_object('customer_id', tests.id('ada'))));
create function pg_temp.delivery() returns uuid language sql as $$ select t.id from public.technician_tasks t where t.task_type = 'delivery' $$;
select pg_temp.send();
select tests.freeze_clock('2026-06-01 12:01+00');

-- A closed day
savepoint told;
create temp table closed as select pg_temp.close() as id;
select tests.as_office(format('cancel_repair(%L, ''too dear'')', pg_temp.repair()));
select is(pg_temp.undo(id), 'undone 1 ended', 'a repair was given up on a day that is opened again') from closed;
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 9', 'its client is told that nobody comes');
rollback to told;
create temp table closed as select pg_temp.close() as id;
select tests.as_office(format('wait_for_parts(%L, ''a belt'')', pg_temp.repair()));
select pg_temp.undo(id) from closed;
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 9 again', 'one that waits for parts comes another day');
rollback to told;
create temp table closed as select pg_temp.close() as id;
select is(tests.as_office(format('set_task_state(%L, ''cancelled'')', pg_temp.delivery())) ->> 'status', 'set', 'a delivery is called off');
select pg_temp.undo(id) from closed;
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 13', 'as is told');
rollback to told;
create temp table closed as select pg_temp.close() as id;
select pg_temp.undo(id) from closed;
select pg_temp.send();
select is(pg_temp.sent(), null, 'of what is back nothing is said');
rollback to told;
create temp table closed as select pg_temp.close() as id;
select tests.as_office(format('cancel_repair(%L, ''too dear'')', pg_temp.repair()));
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 9 closed again', 'a day that stays closed is told once');
rollback to told;

-- A leave
create temp table leave as select pg_temp.leave() as id;
select tests.as_office(format('cancel_repair(%L, ''too dear'')', pg_temp.repair()));
select is(pg_temp.back(id), 'taken_back', 'a repair was given up during a leave that is taken back') from leave;
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 9 away again', 'nobody comes all the same');
rollback to told;
create temp table leave as select pg_temp.leave() as id;
select tests.as_office(format('set_task_state(%L, ''cancelled'')', pg_temp.delivery()));
select pg_temp.back(id) from leave;
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 13 away again', 'nor with the delivery');
rollback to told;
-- Never told of it
update public.messages set state = 'superseded' where state = 'queued';
select tests.as_office(format('schedule_repair(%L, %L, ''2026-06-09 13:00+00'')', pg_temp.repair(), tests.id('Tess One')));
create temp table closed as select pg_temp.close() as id;
select tests.as_office(format('cancel_repair(%L, ''too dear'')', pg_temp.repair()));
select pg_temp.undo(id) from closed;
select pg_temp.undo(id) from closed;
select pg_temp.send();
select is(pg_temp.sent(), 'work_cancelled 6-9 9', 'once');
select * from finish();
rollback;
