-- Rules of taking back, of closed days and of what is kept, each of which matters in one case alone.
begin;
select plan(34);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21');
create function pg_temp.task() returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  where y.contract_id = tests.id('stairs') order by v.created_at desc limit 1 $$;
create function pg_temp.move(name text, at text) returns uuid language sql as $$
  select (tests.as_office(format('move_task(%L, %L, %L, true)', pg_temp.task(), tests.id(name), at)) #>> '{undo,deed_id}')::uuid $$;
create function pg_temp.undo(deed uuid) returns text language sql as $$
  select coalesce(u ->> 'reason', u ->> 'status') from tests.as_office(format('undo_deed(%L)', deed)) u $$;
create function pg_temp.close(day date, more text default ', dry_run => false') returns jsonb language sql as $$
  select tests.as_office(format('close_day(%L, reason => ''an ice storm''%s)', day, more)) $$;
create function pg_temp.open(closure jsonb) returns text language sql as $$
  select concat_ws(' ', u ->> 'status', u ->> 'reason', u ->> 'back', u -> 'not_back' -> 0 ->> 'why')
  from tests.as_office(format('undo_closure(%L)', closure ->> 'closure_id')) u $$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
create function pg_temp.place() returns text language sql as $$
  select concat_ws(' ', t.state, h.name, to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'))
  from public.technician_tasks t left join public.technicians h on h.id = t.technician_id where t.id = pg_temp.task() $$;
-- Of all that waits, what would be sent in the end.
create function pg_temp.told() returns text language plpgsql as $$
begin
  perform private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  return (select string_agg(concat_ws(' ', m.kind, to_char((m.payload ->> 'starts_at')::timestamptz at time zone 'UTC', 'MM-DD')), ', ' order by m.kind) from public.messages m where m.state = 'queued');
end;
$$;
create function pg_temp.sent() returns void language sql as $$
  select private.settle_message((l ->> 'id')::uuid, (l ->> 'lease_id')::uuid, 'sent', 'x', null, null)
  from jsonb_array_elements(private.lease_messages(array(select m.id from public.messages m), 'tests', false)) l $$;
update public.technicians set active = false where id = tests.id('Ina Gone');
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('chair')]);
savepoint booked;

-- Who is meant, and what is closed already
select is(pg_temp.say(pg_temp.close('2026-06-04', '')), 'tried', 'a day is closed for all who work here: who has left is none of them');
select pg_temp.close('2026-06-11', ', from_time => ''10:00'', until_time => ''11:00'', dry_run => false');
select is(pg_temp.say(pg_temp.close('2026-06-11', ', outdoor_only => true, dry_run => false')), 'closed', 'an hour that was closed for all keeps nobody from closing the day for outdoor units');
select isnt(pg_temp.close('2026-06-12', '') ->> 'shown', pg_temp.close('2026-06-12', ', outdoor_only => true') ->> 'shown', 'whoever looked at the one does not do the other, also where no stop tells them apart');
rollback to booked;

-- Of what was the client told
create temp table closure as select pg_temp.close('2026-06-04') as a;
select is(pg_temp.open(a), 'undone 1', 'a day is closed, and opened before the confirmation went') from closure;
select is(pg_temp.told(), 'confirmation 06-04', 'which goes, and nothing else: it says what is so');
rollback to booked;
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where kind = 'confirmation' $$);
select tests.as_function('settle_message', $$ update public.messages set state = 'queued', lease_id = null, lease_until = null, next_attempt_at = clock_timestamp() + interval '1 hour' where kind = 'confirmation' $$);
select is(pg_temp.undo(id), 'undone', 'a move is taken back after the confirmation was tried') from deed;
select cmp_ok((select m.next_attempt_at from public.messages m where m.kind = 'confirmation'), '>', clock_timestamp() + interval '50 minutes', 'which is tried again when its sender said, not at once');
rollback to booked;
select pg_temp.sent();
savepoint told;
select pg_temp.undo(pg_temp.move('Luis Two', '2026-06-05 13:00+00'));
create temp table closure as select pg_temp.close('2026-06-04') as a;
select is(pg_temp.open(a), 'undone 1', 'another move was taken back, then the day was closed, and opened') from closure;
select is(pg_temp.told(), null, 'of all that the client hears nothing');
rollback to told;
create temp table closure as select pg_temp.close('2026-06-04') as a;
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p', handed_over_at = clock_timestamp() where kind = 'rebook' $$);
select tests.as_function('settle_message', $$ update public.messages set state = 'queued', lease_id = null, lease_until = null where kind = 'rebook' $$);
select is(pg_temp.open(a), 'refused sent', 'a mail that was handed over once may have arrived') from closure;
rollback to told;
create temp table closure as select pg_temp.close('2026-06-04') as a;
select private.withdraw_mails(tests.id('ada'));
update public.messages set state = 'superseded', last_error = 'it was taken out' where kind = 'rebook';
select is(pg_temp.open(a), 'undone 1', 'a mail that somebody had taken out') from closure;
select is((select m.last_error from public.messages m where m.kind = 'rebook'), 'it was taken out', 'keeps why');
rollback to told;

-- What is where it was
create temp table closure as select pg_temp.close('2026-06-04') as a;
select pg_temp.move('Tess One', '2026-06-05 13:00+00');
select tests.as_office(format('set_task_state(%L, %L)', pg_temp.task(), 'needs_rescheduling'));
select is(pg_temp.open(a), 'undone 0 changed', 'what got another time and lost that as well has not the old one back') from closure;
rollback to told;
create temp table closure as select pg_temp.close('2026-06-04') as a;
create temp table leave as select t.id, t.revision from public.technician_tasks t where t.task_type = 'time_off' and t.technician_id = tests.id('Luis Two');
select tests.as_office(format('take_back_time_off(%L)', id)) from leave;
update leave set revision = t.revision from public.technician_tasks t where t.id = leave.id;
select is(pg_temp.open(a), 'undone 1', 'leave that was taken back before') from closure;
select is((select t.revision from public.technician_tasks t join leave using (id)), revision, 'is not taken back once more') from leave;
rollback to told;

-- Moved twice since the day was closed, which is open by now
create temp table closure as select pg_temp.close('2026-06-04') as a;
select pg_temp.move('Luis Two', '2026-06-05 13:00+00');
create temp table deed as select pg_temp.move('Luis Two', '2026-06-08 13:00+00') as id;
select pg_temp.open(a) from closure;
select is(pg_temp.undo(id), 'undone', 'the second move is taken back: it did not wait for that day any more') from deed;
select is(pg_temp.place(), 'scheduled Luis Two 06-05 13:00', 'where the first had put it');
rollback to told;
-- Not back as the day was opened, and moved since
create temp table closure as select pg_temp.close('2026-06-04') as a;
update public.technician_tasks t set state = 'cancelled' where t.task_type = 'time_off' and t.technician_id = tests.id('Tess One');
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'other', '[2026-06-04 13:00+00, 2026-06-04 14:00+00)');
select is(pg_temp.open(a), 'undone 0 taken', 'its place is taken as the day is opened') from closure;
select tests.freeze_clock('2026-06-01 12:01+00');
select is(pg_temp.undo(pg_temp.move('Luis Two', '2026-06-05 13:00+00')), 'undone', 'what was moved after that waits again');
rollback to told;

-- Mails that wait longer than what is taken back
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload, created_at, next_attempt_at)
  select 'appointment_changed', 'ada@example.com', tests.id('ada'), pg_temp.task(), 'anew', private.stop_facts(pg_temp.task()), private.clock() - interval '1 minute', clock_timestamp() + interval '1 hour';
select pg_temp.move('Luis Two', '2026-06-05 13:00+00');
select cmp_ok((select m.next_attempt_at from public.messages m where m.dedupe_key = 'anew'), '>', clock_timestamp() + interval '50 minutes', 'a mail that was to wait for an hour is not brought forward');
rollback to told;
create function pg_temp.held() returns uuid[] language plpgsql as $$
declare
  v_before private.standing_before;
begin
  perform tests.as_function('lease_messages', $f$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where dedupe_key = 'anew' $f$);
  v_before := private.before_deed(array[pg_temp.task()]);
  perform tests.as_function('settle_message', $f$ update public.messages set state = 'queued', lease_id = null, lease_until = null where dedupe_key = 'anew' $f$);
  return (private.hold_mails(v_before)).sent;
end;
$$;
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload)
  select 'appointment_changed', 'ada@example.com', tests.id('ada'), pg_temp.task(), 'anew', private.stop_facts(pg_temp.task());
select is(pg_temp.held(), '{}'::uuid[], 'a mail that came back to the line meanwhile was queued by somebody else');
rollback to told;

-- Back to the minute
create function pg_temp.back_at(ends_at timestamptz) returns text language plpgsql as $$
declare
  v_id uuid := gen_random_uuid();
  v_answer jsonb;
begin
  insert into public.technician_tasks (id, technician_id, task_type, during) values (v_id, tests.id('Luis Two'), 'time_off', tstzrange('2026-06-01 12:00+00', ends_at));
  v_answer := private.take_back_time_off(v_id, null, private.clock());
  return (select concat_ws(' ', v_answer ->> 'status', to_char(upper(t.during) at time zone 'UTC', 'HH24:MI:SS'), case when t.state = 'cancelled' then t.state end) from public.technician_tasks t where t.id = v_id);
end $$;
savepoint away;
select tests.freeze_clock('2026-06-01 12:30:20+00');
select is(pg_temp.back_at('2026-06-01 20:00+00'), 'ended 12:31:00', 'who is back is back from the next minute on');
rollback to away;
select tests.freeze_clock('2026-06-01 12:30:20+00');
select is(pg_temp.back_at('2026-06-01 12:30:40+00'), 'ended 12:30:40', 'and what ends within this one is not made longer');
rollback to told;

-- Work that the office has
select tests.as_office(format('set_task_state(%L, %L)', pg_temp.task(), 'needs_rescheduling'));
select pg_temp.move('Tess One', '2026-06-04 13:00+00');
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select is((select d.raised from private.deeds d join deed using (id)), '{}'::uuid[], 'what was done before is none of what a move has raised');
rollback to told;
select public.cancel_booking(tests.token('chair'), null, tests.id('chair'));
select private.raise_about_cycle('callback', y.id, '{"reason": "cancelled"}') from public.maintenance_cycles y where y.contract_id = tests.id('chair');
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select private.raise_about_cycle('callback', y.id, '{"reason": "another"}') from public.maintenance_cycles y where y.contract_id = tests.id('chair');
select is(pg_temp.undo(id), 'undone', 'taken back') from deed;
select is((select a.details ->> 'reason' from public.office_activities a where a.kind = 'callback' and a.state = 'open' and a.subject_key like 'cycle%'), 'another', 'what is to do for a unit that was taken off the stop is told as it was');
rollback to told;
update public.customers set email = null where id = tests.id('ada');
select pg_temp.move('Tess One', '2026-06-04 15:00+00');
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select private.raise_activity(a.kind, a.subject_key, '{"note": "Ask for the key"}') from public.office_activities a where a.kind = 'call_client';
select is(pg_temp.undo(id), 'undone', 'taken back') from deed;
select is((select concat_ws(' ', a.state, to_char((a.details ->> 'starts_at')::timestamptz at time zone 'UTC', 'MM-DD HH24:MI'), a.details ->> 'note') from public.office_activities a where a.kind = 'call_client'),
  'open 06-04 15:00 Ask for the key', 'a call tells the time of before again, and what somebody wrote beside it');
rollback to told;
update public.customers set email = null where id = tests.id('ada');
select private.raise_activity('call_client', private.subject_key('task', pg_temp.task()::text), '{"note": "Ask for the key"}', customer_id => tests.id('ada'), task_id => pg_temp.task());
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
select is(pg_temp.undo(id), 'undone', 'taken back') from deed;
select is((select string_agg(a.details::text, ', ') from public.office_activities a where a.kind = 'call_client' and a.state = 'open'), '{"note": "Ask for the key"}', 'a call that told no time tells none again');
rollback to told;
create temp table deed as select pg_temp.move('Luis Two', '2026-06-05 13:00+00') as id;
update public.messages set state = 'superseded', last_error = 'it was taken out' where state = 'queued';
select is(pg_temp.undo(id), 'undone', 'a move whose mail somebody had taken out') from deed;
select is((select m.last_error from public.messages m where m.kind = 'appointment_changed'), 'it was taken out', 'which keeps why');
rollback to told;
create temp table made as select tests.as_office(format('create_task(''other'', 60, %L, ''2026-06-05 13:00+00'', ''{"title": "Meeting"}'')', tests.id('Luis Two'))) as a;
select is(pg_temp.undo((a #>> '{undo,deed_id}')::uuid), 'undone', 'what was made is taken back') from made;
select is((select private.is_of_now(t, (a ->> 'revision')::integer) from public.technician_tasks t where t.id = (a ->> 'task_id')::uuid), false, 'and is not as it was when it was made') from made;
select * from finish();
rollback;
