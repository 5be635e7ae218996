-- Taken back after something else happened in between: closed days, opened days, who died, who left, hours that changed.
begin;
select plan(14);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
create function pg_temp.as_office(call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.task() returns uuid language sql as $$ select v.task_id from public.maintenance_visits v order by v.created_at desc limit 1 $$;
create function pg_temp.move(name text, at text) returns uuid language sql as $$
  select (pg_temp.as_office(format('move_task(%L, %L, %L, true)', pg_temp.task(), tests.id(name), at)) #>> '{undo,deed_id}')::uuid $$;
create function pg_temp.undo(deed uuid) returns text language sql as $$
  select coalesce(u ->> 'reason', u ->> 'status') from pg_temp.as_office(format('undo_deed(%L)', deed)) u $$;
create function pg_temp.close(day date) returns uuid language sql as $$
  select (pg_temp.as_office(format('close_day(%L, reason => ''an ice storm'', dry_run => false)', day)) ->> 'closure_id')::uuid $$;
create function pg_temp.open(closure uuid) returns text language sql as $$
  select concat_ws(' ', u ->> 'status', u ->> 'back', u -> 'not_back' -> 0 ->> 'why') from pg_temp.as_office(format('undo_closure(%L)', closure)) u $$;
create function pg_temp.place() returns text language sql as $$
  select concat_ws(' ', t.state, h.name, to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'))
  from public.technician_tasks t left join public.technicians h on h.id = t.technician_id where t.id = pg_temp.task() $$;
-- Of all that waits, what would be sent in the end, and of which time.
create function pg_temp.told() returns text language plpgsql as $$
begin
  perform private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  return (select string_agg(concat_ws(' ', m.kind, to_char((m.payload ->> 'starts_at')::timestamptz at time zone 'UTC', 'MM-DD')), ', ' order by m.kind) from public.messages m where m.state = 'queued');
end;
$$;
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00');
select private.settle_message((l ->> 'id')::uuid, (l ->> 'lease_id')::uuid, 'sent', 'x', null, null)
from jsonb_array_elements(private.lease_messages(array(select m.id from public.messages m), 'tests', false)) l;
savepoint booked;

-- Moved onto a day that is closed then
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
create temp table closure as select pg_temp.close('2026-06-05') as id;
select is(pg_temp.undo(id), 'changed', 'a move onto a day that was closed since is not taken back') from deed;
select is(pg_temp.told(), 'rebook', 'its client hears of the closed day alone');
select is(pg_temp.open(id), 'undone 1', 'the day is opened') from closure;
select is(pg_temp.place(), 'scheduled Luis Two 06-05 13:00', 'with the visit where it had been moved');
select is(pg_temp.told(), 'appointment_changed 06-05', 'of which its client hears now');
select is(pg_temp.undo(id), 'changed', 'and it stays there') from deed;
rollback to booked;

-- Put aside by a closed day, moved, and the day is opened
create temp table closure as select pg_temp.close('2026-06-04') as id;
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select is(pg_temp.open(id), 'undone 0 changed', 'what has another time stays there when the day is opened') from closure;
select is(pg_temp.undo(id), 'changed', 'and does not wait again for a day that is open') from deed;
select is(concat_ws(', ', pg_temp.place(), pg_temp.told()), 'scheduled Luis Two 06-05 13:00, appointment_changed 06-05', 'its client is told of the time that is so');
rollback to booked;

-- The same, while the day is closed still
create temp table closure as select pg_temp.close('2026-06-04') as id;
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select is(pg_temp.undo(id), 'undone', 'on a day that is closed still it waits again') from deed;
select is(concat_ws(', ', pg_temp.place(), pg_temp.told()), 'needs_rescheduling Tess One 06-04 13:00, rebook', 'and its client hears of the closed day');
select is(pg_temp.open(id), 'undone 1', 'which can be opened') from closure;
select is(concat_ws(', ', pg_temp.place(), pg_temp.told()), 'scheduled Tess One 06-04 13:00', 'and nobody hears of anything');
rollback to booked;

-- Who had it has left
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select private.deactivate_technician(tests.id('Tess One'), private.clock());
select is(pg_temp.undo(id), 'technician', 'nothing goes back to who has left') from deed;
select * from finish();
rollback;
