-- A closed day: what would follow is told first, and each client learns of it once.
begin;
select plan(52);
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

-- Told before
create temp table tried as select pg_temp.close('2026-06-04') as a;
select is(a ->> 'status', 'tried', 'what would follow is told') from tried;
select is(pg_temp.told(a), '9 Ada Tess mail, 9 Dee Luis nobody, 11 Bob Tess call, 11 Eve Luis mail, 13 Cy Tess letter, 13 Ada Luis mail',
  'who had which time with whom, and learns of it how: nothing goes to who has died') from tried;
select is(jsonb_path_query_array(a, '$.stops[*].units[*].kind') -> 5, '"Porch lift (vertical platform)"', 'with the units') from tried;
select is((select count(*) from public.technician_tasks t where t.state = 'scheduled'), 6::bigint, 'and nothing is done');
select is((select count(*) from public.closures), 0::bigint, 'nothing is on record');
select is(pg_temp.mails(), null, 'nobody is written to');

-- What is none
select is(pg_temp.say(pg_temp.close('2026-05-31')), 'rejected past', 'yesterday is over');
select is(pg_temp.say(pg_temp.close('2027-06-01')), 'tried', 'a year ahead is near enough');
select is(pg_temp.say(pg_temp.close('2027-06-02')), 'rejected far', 'the day after is not');
select is(pg_temp.say(pg_temp.close('infinity')), 'rejected day', 'a day without end is none');
select is(pg_temp.say(pg_temp.close('2026-06-04', ', from_time => ''12:00'', until_time => ''12:00''')), 'rejected time', 'a part of a day has a length');
select is(pg_temp.say(pg_temp.close('2026-06-01', ', until_time => ''08:00''')), 'rejected past', 'and is not over');
select is(pg_temp.say(tests.as_office('close_day(''2026-06-04'', reason => '' '')')), 'rejected reason', 'clients read why');
select is(pg_temp.say(tests.as_office(format('close_day(''2026-06-04'', reason => %L)', repeat('x', 81)))), 'rejected reason', 'in few words');
select is(pg_temp.say(tests.as_office(format('close_day(''2026-06-04'', reason => ''x'', note => %L)', repeat('x', 2001)))), 'rejected notes', 'a note has an end too');
select is(pg_temp.say(pg_temp.close('2026-06-04', ', technician_ids => ''{}''')), 'rejected technicians', 'somebody stays at home');
select is(pg_temp.say(pg_temp.close('2026-06-04', format(', technician_ids => array[%L]::uuid[]', gen_random_uuid()))), 'rejected technicians', 'somebody who is there');
select is(pg_temp.say(pg_temp.close('2026-07-01')), 'tried', 'a holiday is closed as well: somebody may have been booked');
select tests.act_as_staff('technician');
select throws_ok($$ select public.close_day('2026-06-04', reason => 'x') $$, '42501', null, 'a technician closes nothing');
select throws_ok($$ select public.closures_page() $$, '42501', null, 'and sees no closures');
select throws_ok($$ select public.undo_closure(gen_random_uuid()) $$, '42501', null, 'nor opens a day');
select throws_ok($$ select public.closure_page(gen_random_uuid()) $$, '42501', null, 'nor looks at one');
select tests.act_as_anon();
select throws_ok($$ select public.close_day('2026-06-04', reason => 'x') $$, '42501', null, 'still less a stranger');
select tests.act_as_owner();

-- Something changes between the look and the button
savepoint meanwhile;
select public.cancel_booking(tests.token('eves'), '');
select is(pg_temp.say(pg_temp.really('2026-06-04', format(', shown => %L', a ->> 'shown'))), 'refused changed', 'a client cancels meanwhile: nothing is done, and shown anew') from tried;
select is((select count(*) from public.closures), 0::bigint, 'really nothing');
rollback to meanwhile;
select is(pg_temp.say(tests.as_office(format('close_day(''2026-06-04'', reason => ''illness'', dry_run => false, shown => %L)', a ->> 'shown'))), 'refused changed',
  'so it is where another reason was shown') from tried;

-- Done
create temp table done as select pg_temp.really('2026-06-04', format(', shown => %L, note => ''radio says so''', a ->> 'shown')) as a from tried;
select is(d.a ->> 'status' || pg_temp.told(d.a), 'closed' || pg_temp.told(t.a), 'what was shown is done') from done d, tried t;
select is((select string_agg(t.task_type || ' ' || t.state, ', ' order by t.task_type, t.state) from public.technician_tasks t where t.technician_id = tests.id('Tess One')),
  'maintenance needs_rescheduling, maintenance needs_rescheduling, maintenance needs_rescheduling, time_off scheduled', 'stops wait for another time, and the time blocks');
select is(pg_temp.mails(), 'ada rebook closed 2, eve rebook closed 1', 'one mail each, of both stops of a client who had two');
select is((select array[m.payload #>> '{visit,starts_at}', m.payload #>> '{more_visits,0,starts_at}', m.payload ->> 'why'] from public.messages m where m.recipient = 'ada@example.com' and m.state = 'queued'),
  '{2026-06-04T13:00:00+00:00, 2026-06-04T17:00:00+00:00, an ice storm}', 'it says which, and why');
select ok((select bool_and(m.next_attempt_at = c.mails_at and c.mails_at between clock_timestamp() + interval '9 minutes' and clock_timestamp() + interval '10 minutes')
  from public.messages m, public.closures c where m.state = 'queued'), 'they are held for ten minutes');
select is((select count(*) from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open' and a.urgent and a.details ->> 'reason' = 'closed'), 6::bigint, 'the office has each stop on its list');
select is(pg_temp.times('bobs', '2026-06-04'), '0', 'clients see no times of that day');
select is(tests.book('bobs', 'Tess One', '2026-06-04 15:00+00') ->> 'status', 'slot_taken', 'nor book one');
select is((select (c.reason, c.note, c.outdoor_only, cardinality(c.technician_ids), s.role)::text from public.closures c join public.staff s on s.id = c.made_by), '("an ice storm","radio says so",f,2,office)', 'it is on record, with who did it');
select is(pg_temp.say(pg_temp.really('2026-06-04')), 'refused closed', 'who closes it once more closes nothing');
select is(pg_temp.say(pg_temp.close('2026-06-04', format(', technician_ids => array[%L]::uuid[]', tests.id('Tess One')))), 'refused closed', 'nor for one of them');
select is((select count(*) from public.closures), 1::bigint, 'there is one closure');

-- Told
create function pg_temp.page() returns jsonb language sql as $$ select tests.as_office(format('closure_page(%L)', (select c.id from public.closures c))) $$;
select is(jsonb_path_query_array(pg_temp.page(), '$.rows[*].mail'), '["waiting", null, null, "waiting", null, "waiting"]', 'mails wait');
select is(pg_temp.page() ->> 'stays_because', null, 'and it can be undone');
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now(), provider = 'p' where state = 'queued' $$);
select tests.as_function('settle_message', $$ update public.messages set state = 'sent', lease_id = null, lease_until = null, sent_at = private.clock(), handed_over_at = now() where state = 'sending' $$);
select is(jsonb_path_query_array(pg_temp.page(), '$.rows[*].mail'), '["sent", null, null, "sent", null, "sent"]', 'they were sent');
select is(pg_temp.page() ->> 'stays_because', 'sent', 'so that it stays');
select private.record_bounce('eve@example.com', 'hard_bounce');
select is(pg_temp.told(pg_temp.page()), '9 Ada Tess mail, 9 Dee Luis nobody, 11 Bob Tess call, 11 Eve Luis call, 13 Cy Tess letter, 13 Ada Luis mail', 'whose mail comes back is called');
select is((select count(*) from public.office_activities a where a.kind = 'delivery_failure' and a.state = 'open' and a.customer_id = tests.id('eve')), 1::bigint, 'the work list says so as well');
select tests.as_office(format('log_call(%L, ''spoke'')', (pg_temp.page() #>> '{rows,2,activity_id}')));
select is(pg_temp.page() #>> '{rows,2,result}', 'spoke', 'a call that was made is seen');
select is(tests.book('adas', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'a client chooses another time');
select is((pg_temp.page() #>> '{rows,0,new_time}')::timestamptz, '2026-06-08 13:00+00', 'which is seen');
select is(jsonb_path_query_array(pg_temp.page(), '$.rows[*].now'), '["placed", "waits", "waits", "waits", "waits", "waits"]', 'and what still waits');
select is(tests.as_office('closures_page(''2026-06-08'')') #>> '{closures,0,reason}', 'an ice storm', 'the page lists it');
select is(jsonb_path_query_array(tests.as_office('closures_page(''2026-06-08'')'), '$.technicians[*].stops'), '[0, 1]', 'and tells who has how much on a day');
select is(jsonb_path_query_array(tests.as_office('closures_page(''2026-06-04'')'), '$.technicians[*].is_away'), '[true, true]', 'and who is away');
select throws_ok($$ select tests.as_office(format('closure_page(%L)', gen_random_uuid())) $$, 'PT404', null, 'a closure that is none is not found');
select * from finish();
rollback;
