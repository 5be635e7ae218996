-- A day is opened again as it was; what is left of one; and days closed for what stands outside.
begin;
select plan(49);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

select tests.six_stops_of_a_thursday();

create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
create function pg_temp.close(day text, more text default '') returns jsonb language sql as $$
  select tests.as_office(format('close_day(%L, reason => ''an ice storm''%s)', day, more)) $$;
create function pg_temp.really(day text, more text default '') returns jsonb language sql as $$ select pg_temp.close(day, more || ', dry_run => false') $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$
  select string_agg(concat_ws(' ', to_char((a ->> 'starts_at')::timestamptz at time zone 'America/Toronto', 'FMHH24'), split_part(a ->> 'customer', ' ', 1), a ->> 'technician', a ->> 'told'), ', ' order by n)
  from jsonb_array_elements(coalesce(answer -> 'rows', answer -> 'stops')) with ordinality l (a, n) $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(concat_ws(' ', split_part(m.recipient, '@', 1), m.kind, m.payload ->> 'reason', jsonb_array_length(m.payload -> 'items')), ', ' order by m.recipient, m.created_at)
  from public.messages m where m.state = 'queued' $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) and y.closed_at is null and private.is_unsettled(v.state) $$;
create function pg_temp.times(label text, day text) returns text language sql as $$
  select public.open_slots(tests.token(label), day::date, 1, 500) #>> '{days,0,times}' $$;
create function pg_temp.on_leave(name text) returns bigint language sql as $$
  select count(*) from public.technician_tasks t where t.technician_id = tests.id(name) and t.task_type = 'time_off' and t.blocking $$;

create function pg_temp.undo() returns jsonb language sql as $$
  select tests.as_office(format('undo_closure(%L)', (select c.id from public.closures c order by c.undone_at nulls first, c.made_at desc, c.mails_at desc limit 1))) $$;
create function pg_temp.places() returns text language sql as $$
  select string_agg(concat_ws(' ', l, h.first_name, lower((pg_temp.task(l)).during), (pg_temp.task(l)).state), ', ' order by l)
  from unnest(array['adas', 'adas porch', 'bobs', 'cys', 'dees', 'eves']) l left join public.technicians h on h.id = (pg_temp.task(l)).technician_id $$;
create function pg_temp.not_back(answer jsonb) returns text language sql as $$
  select string_agg(split_part(a ->> 'customer', ' ', 1) || ' ' || (a ->> 'why'), ', ' order by a ->> 'customer') from jsonb_array_elements(answer -> 'not_back') a $$;
create temp table before as select pg_temp.places() as p;

-- Wholly
select pg_temp.really('2026-06-04');
select is((select count(*) from public.office_activities a where a.state = 'open' and a.kind = 'needs_rescheduling'), 6::bigint, 'a day is closed');
create temp table undone as select pg_temp.undo() as a;
select is((a - 'not_back')::text, '{"back": 6, "status": "undone"}', 'and opened') from undone;
select is(pg_temp.places(), p, 'each stop at its time, with whom it was') from before;
select is((select count(*) from public.maintenance_visits v where v.state = 'scheduled'), 6::bigint, 'visits too');
select is(pg_temp.on_leave('Tess One') + pg_temp.on_leave('Luis Two'), 0::bigint, 'the time off is gone');
select is((select count(*) from public.office_activities a where a.state = 'open' and a.kind = 'needs_rescheduling'), 0::bigint, 'nothing is left to do');
select is((select string_agg(m.kind, ', ') from public.messages m where m.state = 'queued' and m.kind <> 'appointment_changed'), null, 'nobody reads that it was closed');
select is((select count(*) from public.messages m where m.payload ->> 'reason' = 'closed' and m.state = 'superseded'), 2::bigint, 'mails that waited were taken out');
select is((select count(*) from public.closures c join public.staff s on s.id = c.undone_by where c.undone_at = private.clock()), 1::bigint, 'it is on record');
select is(pg_temp.say(pg_temp.undo()), 'refused undone', 'once');
select throws_ok($$ select tests.as_office(format('undo_closure(%L)', gen_random_uuid())) $$, 'PT404', null, 'a closure that is none cannot be undone');
select tests.act_as_owner();
update public.messages set state = 'superseded' where state = 'queued';

-- Not wholly
select is(pg_temp.say(pg_temp.really('2026-06-04')), 'closed', 'it is closed again');
select is(pg_temp.mails(), 'ada rebook closed 2, eve rebook closed 1', 'which is told anew');
select is(tests.book('adas', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'one client has another time by now');
select is(tests.as_office(format('move_task(%L, %L, ''2026-06-09 13:00+00'', true)', (pg_temp.task('cys')).id, tests.id('Luis Two'))) ->> 'status', 'moved', 'the office gave one to another');
update public.technician_tasks t set state = 'cancelled' where t.task_type = 'time_off' and t.technician_id = tests.id('Luis Two') and t.blocking;
insert into public.technician_tasks (technician_id, task_type, title, during) values (tests.id('Luis Two'), 'other', 'Meeting', '[2026-06-04 15:00+00, 2026-06-04 16:00+00)');
truncate undone;
insert into undone select pg_temp.undo();
select is(pg_temp.not_back(a), 'Ada ended, Cy changed, Eve taken', 'what cannot be where it was is told, with why') from undone;
select is(a ->> 'back', '3', 'the rest is') from undone;
select is((pg_temp.task('eves')).state, 'needs_rescheduling', 'which waits still');
select is((select count(*) from public.office_activities a where a.state = 'open' and a.kind = 'needs_rescheduling' and a.task_id = (pg_temp.task('eves')).id), 1::bigint, 'on the work list');
select is((select count(*) from public.messages m where m.state = 'queued' and m.payload ->> 'reason' = 'closed'), 0::bigint, 'no mail says that it is closed');

-- Told already
savepoint told;
select is(pg_temp.say(pg_temp.really('2026-06-04')), 'closed', 'and once more');
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now(), provider = 'p' where payload ->> 'reason' = 'closed' and state = 'queued' $$);
select is(pg_temp.say(pg_temp.undo()), 'refused sent', 'a mail that is being sent cannot be called back');
rollback to told;
select pg_temp.really('2026-06-04');
select tests.as_office(format('log_call(%L, ''no_answer'')', (select a.id from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.customer_id = tests.id('bob'))));
select is(pg_temp.say(pg_temp.undo()), 'refused called', 'nor a call');
rollback to told;
select pg_temp.really('2026-06-04');
-- Whoever logged it began before the closure, and waited for it.
select private.log_call(a.id, 'no_answer', null, null, null, null, c.made_at - interval '1 second')
  from public.office_activities a, public.closures c where c.undone_at is null and a.kind = 'needs_rescheduling' and a.state = 'open' and a.customer_id = tests.id('bob');
select is(pg_temp.say(pg_temp.undo()), 'refused called', 'nor one whose transaction began before the closure');
rollback to told;
select pg_temp.really('2026-06-04');
select tests.freeze_clock('2026-06-05 04:00+00');
select is(pg_temp.say(pg_temp.undo()), 'refused over', 'nor a day');
rollback to told;

-- Who was about to be told of a time is told of it after all
update public.customers set email = 'bob@example.com' where id = tests.id('bob');
select tests.as_office(format('move_task(%L, %L, ''2026-06-10 15:00+00'', true)', (pg_temp.task('bobs')).id, tests.id('Tess One')));
select pg_temp.really('2026-06-10');
select pg_temp.undo();
select private.supersede_messages(array(select m.id from public.messages m where m.state = 'queued'));
select is((select string_agg(concat_ws(' ', m.kind, m.payload ->> 'starts_at', (m.payload ->> 'revision')::integer = (pg_temp.task('bobs')).revision), ', ') from public.messages m where m.state = 'queued' and m.customer_id = tests.id('bob')),
  'appointment_changed 2026-06-10T15:00:00+00:00 t', 'a move that nobody had been told of is told');
rollback to told;

-- On the way, begun, away already, a part of a day
select tests.freeze_clock('2026-06-04 15:10+00');
select private.set_task_state((pg_temp.task('bobs')).id, 'en_route');
select private.set_task_state((pg_temp.task('dees')).id, 'in_progress');
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Luis Two'), 'time_off', '[2026-06-04 18:30+00, 2026-06-05 04:00+00)');
select is(pg_temp.told(pg_temp.close('2026-06-04')), '11 Bob Tess call, 11 Luis nobody, 13 Ada Luis mail', 'what has begun or is over stays');
select is(jsonb_path_query_array(pg_temp.close('2026-06-04', ', from_time => ''09:30'''), '$.stays[*].customer'), '[]', 'from when it is closed');
select pg_temp.really('2026-06-04');
select is(pg_temp.on_leave('Luis Two'), 2::bigint, 'the time blocks before leave that is there');
select is(pg_temp.undo() ->> 'back', '3', 'all of it can be taken back');
select is((pg_temp.task('bobs')).state, 'en_route', 'who was on the way is so again');
select is(pg_temp.on_leave('Luis Two'), 1::bigint, 'leave of before stays');
rollback to told;
select is(pg_temp.told(pg_temp.close('2026-06-04', ', from_time => ''10:30'', until_time => ''13:00''')), '11 Bob Tess call, 11 Luis nobody', 'a part of a day');
select is(pg_temp.told(pg_temp.close('2026-06-04', format(', technician_ids => array[%L]::uuid[]', tests.id('Luis Two')))), '9 Dee Luis nobody, 11 Luis nobody, 13 Ada Luis mail', 'one technician');
update public.company_settings set tell_clients_on_absence = false;
select is(pg_temp.told(pg_temp.close('2026-06-04', format(', technician_ids => array[%L]::uuid[]', tests.id('Luis Two')))), '9 Dee Luis nobody, 11 Luis nobody, 13 Ada Luis call', 'where the settings say that nobody is mailed, the office calls');
rollback to told;
select tests.as_office(format('deactivate_technician(%L)', tests.id('Luis Two')));
select is(pg_temp.say(pg_temp.close('2026-06-04', format(', technician_ids => array[%L]::uuid[]', tests.id('Luis Two')))), 'refused technician', 'who has left has no day');
rollback to told;

-- Outdoor units alone
select is(pg_temp.told(pg_temp.really('2026-06-04', ', outdoor_only => true')), '13 Ada Luis mail', 'only what stands outside is put aside');
select is(pg_temp.on_leave('Luis Two'), 0::bigint, 'no time blocks');
select is(pg_temp.times('adas porch', '2026-06-04'), '0', 'for such a unit there are no times on that day');
select isnt(pg_temp.times('adas porch', '2026-06-05'), '0', 'the next day there are');
select is(tests.book('adas porch', 'Tess One', '2026-06-04 18:00+00') ->> 'status', 'slot_taken', 'nor can one be booked');
select isnt(pg_temp.times('adas', '2026-06-04'), '0', 'for others there are');
select is(tests.as_office(format('check_time(%L, %L, ''2026-06-04 18:00+00'')', tests.id('adas porch'), tests.id('Tess One'))) -> 'warnings', '[{"why": "an ice storm", "reason": "closed"}]', 'the office is warned');
select is(tests.as_office(format('book_for_client(%L, %L, ''2026-06-04 18:00+00'', true)', tests.id('adas porch'), tests.id('Tess One'))) -> 'warnings', '["closed"]', 'and may');
select is(pg_temp.say(pg_temp.really('2026-06-04', ', outdoor_only => true')), 'closed', 'what was booked since is closed anew');
select is(pg_temp.say(pg_temp.really('2026-06-04', ', outdoor_only => true')), 'refused closed', 'nothing is closed twice');
select is(pg_temp.undo() ->> 'back', '1', 'it is opened');
select is(pg_temp.undo() ->> 'status', 'undone', 'and so is the first one');
select isnt(pg_temp.times('eves', '2026-06-04'), '0', 'then there are times again');
select * from finish();
rollback;
