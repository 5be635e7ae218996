-- Work that is no visit: its client hears of its time, of its change, that it is off, and of it again the day before; once each.
begin;
select plan(62);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('dee'), 'Dee Example', 'dee@example.com', '905-555-0114', '14 Ash Row', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('dees', 'dee', 'stairlift', '14 Ash Row', '2026-06-20');
select tests.known_as_deceased('dee', '2026-05-30');

create function pg_temp.as_role(role text, call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  execute 'select to_jsonb(public.' || call || ')' into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.as_office(call text) returns jsonb language sql as $$ select pg_temp.as_role('office', call) $$;
create function pg_temp.make(label text, type text, at text, name text default 'Tess One', title text default 'Two batteries') returns jsonb language sql as $$
  select pg_temp.as_office(format('create_task(%L, 60, %L, %L, %L)', type, tests.id(name), at, jsonb_build_object('customer_id', tests.id(label), 'title', title, 'override', true))) $$;
create function pg_temp.id(answer jsonb) returns uuid language sql as $$ select (answer ->> 'task_id')::uuid $$;
create function pg_temp.move(task uuid, at text, name text default 'Tess One') returns jsonb language sql as $$
  select pg_temp.as_office(format('move_task(%L, %L, %L, true)', task, tests.id(name), at)) $$;
create function pg_temp.set(task uuid, state text) returns text language sql as $$ select a ->> 'status' from pg_temp.as_office(format('set_task_state(%L, %L)', task, state)) a $$;
create function pg_temp.undo(answer jsonb) returns text language sql as $$
  select coalesce(u ->> 'reason', u ->> 'status') from pg_temp.as_office(format('undo_deed(%L)', answer #>> '{undo,deed_id}')) u $$;
-- What waits and is worth sending, and for how many minutes.
create function pg_temp.waits() returns text language sql as $$
  select string_agg(concat_ws(' ', m.kind, split_part(m.recipient, '@', 1), to_char((m.payload ->> 'starts_at')::timestamptz at time zone 'UTC', 'DD HH24'),
    nullif(round(extract(epoch from m.next_attempt_at - clock_timestamp()) / 60), 0)), ', ' order by m.kind, m.recipient, m.created_at)
  from public.messages m where m.state = 'queued' and m.kind <> 'reminder' and private.superseded_because(m) is null $$;
create function pg_temp.arrive() returns void language plpgsql as $$
begin
  perform private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
  perform tests.as_function('lease_messages', $q$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where state = 'queued' $q$);
  perform tests.as_function('settle_message', $q$ update public.messages set state = 'sent', sent_at = private.clock(), lease_id = null, lease_until = null where state = 'sending' $q$);
  -- Later mails are later.
  perform tests.freeze_clock(private.clock() + interval '1 second');
end;
$$;
create function pg_temp.last(key text) returns jsonb language sql as $$ select m.payload -> key from public.messages m order by m.created_at desc, m.id limit 1 $$;
create function pg_temp.calls(label text) returns text language sql as $$
  select string_agg(concat_ws(' ', a.kind, a.details ->> 'message'), ', ' order by a.kind) from public.office_activities a where a.state = 'open' and a.customer_id = tests.id(label) $$;

-- Made on the board
create temp table made as select pg_temp.make('ada', 'delivery', '2026-06-04 13:00+00') as a;
select is(pg_temp.waits(), 'work_scheduled ada 04 13 5', 'a delivery that gets a time is told of, five minutes later');
select is(pg_temp.last('work'), '{"unit": null, "title": "Two batteries", "amount": null, "task_type": "delivery"}', 'what comes');
select is(pg_temp.last('technician_name'), '"Tess"', 'by whom');
select is(pg_temp.last('notes'), null, 'our notes are ours');
select is(pg_temp.undo(a), 'undone', 'it is taken back') from made;
select is(pg_temp.waits(), null, 'and nobody hears of it');
select pg_temp.arrive();
create temp table aside as select pg_temp.make('ada', 'assessment', '2026-06-04 13:00+00') as a;
select is(pg_temp.set(pg_temp.id(a), 'cancelled'), 'set', 'what is called off before its client heard of it') from aside;
select is(pg_temp.waits(), null, 'is told of by nothing');
select is((select count(*) from public.messages m where m.kind = 'work_cancelled'), 0::bigint, 'at all');
select pg_temp.make('ada', 'other', '2026-05-29 13:00+00');
select is(pg_temp.waits(), null, 'what is written down afterwards is no news');
select pg_temp.as_office('create_task(''other'', 60, ' || quote_literal(tests.id('Luis Two')) || ', ''2026-06-04 17:00+00'', ''{"title": "Team call"}'')');
select is(pg_temp.waits(), null, 'nor is work without a client');
select pg_temp.as_office(format('create_task(''delivery'', 60, fields => %L)', jsonb_build_object('customer_id', tests.id('ada'))));
select is(pg_temp.waits(), null, 'nor without a time');
create temp table of_unit as select pg_temp.as_office(format('create_task(''repair'', 60, %L, ''2026-06-04 13:00+00'', %L)', tests.id('Tess One'),
  jsonb_build_object('unit_id', (select c.unit_id from public.maintenance_contracts c where c.id = tests.id('lift')), 'override', true))) as a;
select is(pg_temp.waits(), 'work_scheduled ada 04 13 5', 'who is known by the unit alone is told after five minutes too');
select is(pg_temp.undo(a), 'undone', 'and not, when it is taken back') from of_unit;
select pg_temp.arrive();

-- Moved
create temp table job as select pg_temp.make('ada', 'repair', '2026-06-04 13:00+00') as a;
create function pg_temp.job() returns uuid language sql as $$ select pg_temp.id(a) from job $$;
select pg_temp.arrive();
create temp table moved as select pg_temp.move(pg_temp.job(), '2026-06-05 13:00+00', 'Luis Two') as a;
select is(pg_temp.waits(), 'work_scheduled ada 05 13 5', 'a new time is told');
select is(pg_temp.undo(a), 'undone', 'unless it is taken back') from moved;
select is(pg_temp.waits(), null, 'then nothing is said of it');
select pg_temp.move(pg_temp.job(), '2026-06-05 13:00+00', 'Luis Two');
select is(private.message_facts(m) ->> 'was_told', 'true', 'it replaces what was told before') from public.messages m where m.state = 'queued' and private.superseded_because(m) is null;
select is(private.message_facts(m) ->> 'link', null, 'there is no link for it') from public.messages m where m.state = 'queued' and private.superseded_because(m) is null;
select pg_temp.set(pg_temp.job(), 'en_route');
select is(pg_temp.waits(), 'work_scheduled ada 05 13 5', 'somebody on the way says nothing else');
select pg_temp.set(pg_temp.job(), 'scheduled');
select is(pg_temp.waits(), 'work_scheduled ada 05 13 5', 'nor does who turns back');
select tests.freeze_clock(private.clock() + interval '1 second');
select pg_temp.move(pg_temp.job(), '2026-06-05 13:00+00', 'Tess One');
select pg_temp.arrive();
create temp table other as select pg_temp.make('cy', 'delivery', '2026-06-08 13:00+00') as a;
select pg_temp.arrive();
create temp table swapped as select pg_temp.as_office(format('swap_tasks(%L, %L, true)', pg_temp.job(), pg_temp.id(a))) as a from other;
select is(pg_temp.waits(), 'work_scheduled ada 08 13 5, work_scheduled cy 05 13 5', 'two that change places are told, each of their own');
select is(pg_temp.undo(a), 'undone', 'both ways') from swapped;
select is(pg_temp.waits(), null, 'back is back');

-- The day before
create function pg_temp.run(at timestamp) returns text language sql as $$
  select public.run_job('reminders', at at time zone 'America/Toronto') ->> 'appointments' $$;
select is(pg_temp.run('2026-06-03 12:00'), '0', 'two days before: nothing');
select is(pg_temp.run('2026-06-04 12:00'), '1', 'the day before: a reminder');
select is(pg_temp.waits(), 'work_reminder ada 05 13', 'of the time');
select is(pg_temp.run('2026-06-04 13:00'), '0', 'once');
select pg_temp.arrive();
select pg_temp.make('cy', 'delivery', '2026-06-02 13:00+00');
select is(pg_temp.run('2026-06-01 12:00'), '0', 'who is told today of tomorrow has just read it');
select pg_temp.arrive();

create function pg_temp.away(day text) returns jsonb language sql as $$
  select pg_temp.as_office(format('place_time_off(%L, %L, %L)', tests.id('Tess One'), day || ' 12:00+00', day || ' 22:00+00')) $$;
create function pg_temp.close(day text) returns jsonb language sql as $$
  select pg_temp.as_office(format('close_day(%L, reason => ''an ice storm'', dry_run => false)', day)) $$;

-- Put aside and called off
savepoint standing;
select is(pg_temp.set(pg_temp.job(), 'needs_rescheduling'), 'set', 'the office puts it aside');
select is(pg_temp.waits(), 'work_cancelled ada 05 13', 'the client reads that nobody comes');
select is(pg_temp.last('again'), 'true', 'and that we call');
select is(pg_temp.calls('ada'), 'needs_rescheduling', 'which is on the list');
select pg_temp.arrive();
select is(pg_temp.set(pg_temp.job(), 'cancelled'), 'set', 'then it is called off');
select is(pg_temp.waits(), null, 'they know that nobody comes');
rollback to standing;
select pg_temp.set(pg_temp.job(), 'unassigned');
select is(pg_temp.waits(), 'work_cancelled ada 05 13', 'so it is where nobody has it any more');
select pg_temp.move(pg_temp.job(), '2026-06-09 13:00+00');
select is(pg_temp.waits(), 'work_scheduled ada 09 13 5', 'unless it has a time again before the mail left');
rollback to standing;
select is(pg_temp.set(pg_temp.job(), 'cancelled'), 'set', 'it is called off');
select is(pg_temp.waits(), 'work_cancelled ada 05 13', 'and told');
select is(pg_temp.last('again'), 'false', 'for good');
rollback to standing;
select pg_temp.move(pg_temp.job(), '2026-06-09 13:00+00');
select pg_temp.set(pg_temp.job(), 'cancelled');
select is(pg_temp.waits(), 'work_cancelled ada 05 13', 'a time that they never heard of is none of theirs');
rollback to standing;
select tests.freeze_clock('2026-06-05 14:00+00');
select pg_temp.set(pg_temp.job(), 'cancelled');
select is(pg_temp.waits(), null, 'what is over is not called off');
rollback to standing;
select pg_temp.set(pg_temp.job(), 'no_show');
select is(pg_temp.waits(), null, 'of what came to nothing the office tells');
rollback to standing;

-- Absence
create temp table leave as select pg_temp.away('2026-06-05') as a;
select is(a #>> '{put_aside,0,told}', 'mail', 'the technician is away: the client is mailed') from leave;
select is(pg_temp.waits(), 'work_cancelled ada 05 13 5', 'after five minutes');
select pg_temp.as_office(format('take_back_time_off(%L)', a ->> 'task_id')) from leave;
select is(pg_temp.waits(), null, 'unless nobody is away after all');
rollback to standing;
update public.company_settings set tell_clients_on_absence = false;
create temp table quiet as select pg_temp.away('2026-06-05') as a;
select is(a #>> '{put_aside,0,told}', 'call', 'or the company calls') from quiet;
rollback to standing;

-- A closed day: one mail for a client, whatever was to be on it
select pg_temp.make('ada', 'delivery', '2026-06-05 18:00+00');
select pg_temp.arrive();
savepoint two;
create temp table closed as select pg_temp.close('2026-06-05') as a;
select is(pg_temp.waits(), 'work_cancelled ada 05 13 10', 'one mail of two jobs');
select is(jsonb_array_length(pg_temp.last('more_visits')), 1, 'tells of both');
select is(a #>> '{stops,0,told}', 'mail', 'and the page tells so') from closed;
select pg_temp.as_office(format('undo_closure(%L)', a ->> 'closure_id')) from closed;
select is(pg_temp.waits(), null, 'the day is opened again: nobody was told');
rollback to two;
select tests.book('lift', 'Luis Two', '2026-06-05 15:00+00');
select pg_temp.arrive();
select pg_temp.close('2026-06-05');
select is(pg_temp.waits(), 'rebook ada 10', 'with a visit it is one mail too');
select is(jsonb_array_length(pg_temp.last('more_visits')), 2, 'which tells of all three');
rollback to standing;

-- Who is not mailed
create temp table bobs as select pg_temp.make('bob', 'delivery', '2026-06-10 13:00+00') as a;
select is(pg_temp.waits(), null, 'who has no address is not mailed');
select is(pg_temp.calls('bob'), 'call_client work_scheduled', 'but called');
select is(pg_temp.undo(a), 'undone', 'unless it is taken back') from bobs;
select is(pg_temp.calls('bob'), null, 'then nobody calls');
create temp table again as select pg_temp.make('bob', 'delivery', '2026-06-10 13:00+00') as a;
select pg_temp.set(pg_temp.id(a), 'cancelled') from again;
select is(pg_temp.calls('bob'), 'call_client work_cancelled', 'so they are when it is called off');
insert into public.suppressions (address, reason) values ('cy@example.com', 'unsubscribed');
select pg_temp.make('cy', 'delivery', '2026-06-11 13:00+00');
select is(pg_temp.waits(), 'work_scheduled cy 11 13 5', 'who wants no reminders hears of what they ordered');
select pg_temp.make('dee', 'other', '2026-06-12 13:00+00');
select is(pg_temp.calls('dee'), 'client_change', 'who has died is told nothing');
select is((select count(*) from public.messages m where m.customer_id = tests.id('dee')), 0::bigint, 'by nobody');

-- An activity of before is none that a deed opened
select private.raise_about_customer('call_client', tests.id('bob'), '{"reason": "theirs"}');
create temp table kept as select pg_temp.as_office(format('create_task(''delivery'', 60, fields => %L)', jsonb_build_object('customer_id', tests.id('bob')))) as a;
select pg_temp.undo(a) from kept;
select is((select a.state from public.office_activities a where a.details ->> 'reason' = 'theirs'), 'open', 'taking back closes what it opened only');

select * from finish();
rollback;
