-- "This isn't right any more": what a client reports of a unit.
begin;
select plan(87);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.report(label text, what text) returns text language sql as $$
  select public.report_change(tests.token(label), what, ' in the spring ', '905-555-0111') ->> 'status' $$;
create function pg_temp.states() returns text language sql as $$
  select string_agg(c.state, ',' order by o.n) from unnest(array['stairs', 'chair', 'bobs', 'cys']) with ordinality o (l, n) join public.maintenance_contracts c on c.id = tests.id(o.l) $$;

insert into public.customers (id, name, email) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com'), (tests.id('cy'), 'Cy Example', 'cy@example.com');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cys', 'cy', 'stairlift', '4 Fir Rd', '2026-06-20');

-- What is no report
select is(public.report_change(tests.token('stairs'), w) ->> 'reason', 'what', 'no such change: ' || coalesce(w, 'none')) from unnest(array['', 'exploded', null]) w;
select is(public.report_change(tests.token('stairs'), 'gone', repeat('x', 2001)) ->> 'reason', 'notes', 'a note has its length');
select is(public.report_change(tests.token('stairs'), 'other', w) ->> 'reason', 'note', 'something else says nothing without a word') from unnest(array[null, '', '  ']) w;
select is(public.report_change(repeat('a', 43), 'gone') ->> 'status', 'invalid', 'an unknown link reports nothing');
select is(pg_temp.states(), 'active,active,active,active', 'so far nothing changed');

-- Reminders stop at once
select is((private.run_reminders('2026-06-01') ->> 'mails')::integer, 3, 'three clients are to be reminded');
select is(pg_temp.report('stairs', 'gone'), 'noted', 'one unit is gone');
select is(pg_temp.states(), 'paused,active,active,active', 'its contract rests, and no other');
select is((select private.bookable_items(m) -> 0 ->> 'kind' from public.messages m where m.customer_id = tests.id('ada')), 'Lift chair', 'the mail that waits speaks of the other unit only');
create function pg_temp.mail(who text) returns text language sql as $$
  select string_agg(m.state || coalesce(' ' || m.last_error, ''), ', ' order by m.created_at, m.id) from public.messages m where m.customer_id = tests.id(who) and m.kind = 'reminder' $$;
select is(pg_temp.mail('ada'), 'queued', 'and waits on');
select is((select (a.details, a.urgent, a.customer_id = tests.id('ada'))::text from public.office_activities a where a.kind = 'client_change'),
  format('(%s,f,t)', quote_ident(jsonb_build_object('note', 'in the spring', 'what', 'gone', 'phone', '905-555-0111', 'paused', array[tests.id('stairs')])::text)), 'the office learns what and why');
select is(public.booking_page(tests.token('stairs')), '{"status": "paused", "reported": {"kind": "Stair lift", "what": "gone", "on": "2026-06-01", "may_call": true}}', 'its link books nothing, and says what was told and nothing that was written');
select is(public.booking_page(tests.token('chair')) -> 'reported', 'null', 'the other unit''s link says nothing of it');
select is(pg_temp.report('stairs', 'other'), 'noted', 'a second word is welcome');
select is((select count(*) from public.office_activities a where a.kind = 'client_change'), 1::bigint, 'and is no second piece of work');

-- A death concerns all that the client has
select is(pg_temp.report('chair', 'died'), 'noted', 'somebody has died');
select is((select array_agg(a.urgent order by a.urgent) from public.office_activities a where a.kind = 'client_change'), array[false, true], 'that is urgent');
select tests.unit('later', 'cy', 'lift_chair', '4 Fir Rd', '2026-06-30');
select is(pg_temp.report('cys', 'died'), 'noted', 'another client');
select is((select jsonb_agg(c.state) from public.maintenance_contracts c where c.customer_id = tests.id('cy')), '["paused", "paused"]', 'nothing is written about any unit of that client');
select is(pg_temp.mail('cy'), 'superseded nobody is to be written to under this name', 'the mail that waited does not wait any more');
select is(pg_temp.mail('bob'), 'queued', 'another client''s does');
select is(pg_temp.states(), 'paused,paused,active,paused', 'and others are left alone');
select is(public.booking_page(tests.token(l)) -> 'reported' ->> 'what', 'died', 'each link of that client says so: ' || l) from unnest(array['cys', 'later']) l;
select is(public.booking_page(tests.token('stairs')) -> 'reported' ->> 'what', 'other', 'what was said of a unit itself comes first');

-- What is booked stays until somebody cancels it
select is(tests.book('bobs', 'Tess One', '2026-06-04 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select is(pg_temp.report('bobs', 'moved') || pg_temp.mail('bob'), 'notedsuperseded nothing in it is left to book', 'a mail about one unit is taken out with it');
select is(pg_temp.report('bobs', 'moved') || (public.booking_page(tests.token('bobs')) ->> 'status'), 'notedbooked', 'and stays in view');
select is((select (a.urgent, a.details ->> 'booked_at')::text from public.office_activities a where a.kind = 'client_change' and a.customer_id = tests.id('bob')), '(t,2026-06-04T13:00:00+00:00)', 'the office hears of it at once');
select is(public.booking_page(tests.token('bobs')) -> 'reported' ->> 'what', 'moved', 'the visit''s page says what was told');

-- Where somebody has moved to
select is(public.report_change(tests.token('bobs'), 'moved', where_to => repeat('x', 255)) - 'status', '{"most": 254, "reason": "where_to"}', 'an address has its length');
select is(public.report_change(tests.token('bobs'), 'gone', where_to => '22 Lake Road') ->> 'status'
  || (select (a.details ? 'where_to')::text from public.office_activities a where a.kind = 'client_change' and a.customer_id = tests.id('bob')), 'notedfalse', 'where nobody has moved, nothing is kept of it');
select is(public.report_change(tests.token('bobs'), 'moved', 'It came along.', null, '  22 Lake Road,' || chr(10) || 'Barrie ') ->> 'status', 'noted', 'who has moved says where to');
select is((select a.details ->> 'where_to' from public.office_activities a where a.kind = 'client_change' and a.customer_id = tests.id('bob')), '22 Lake Road, Barrie', 'and the office reads it');
select is(public.booking_page(tests.token('bobs'))::text like '%Lake Road%', false, 'the link, which others may hold, does not tell it');
select is((select array_agg(t.changes::text like '%Lake Road%') || array_agg(t.whole) from (
  select e.changes, p.changes::text like '%Lake Road%' as whole
  from public.audit_events e join public.audit_personal_values p on p.id = e.id
  where e.table_name = 'office_activities' and p.changes::text like '%Lake Road%') t), array[false, true], 'in the trail it lies with what is personal');
select is(pg_temp.report('bobs', 'moved'), 'noted', 'nor need it be said');

-- It was a mistake
create function pg_temp.withdraw(label text) returns text language sql as $$ select public.withdraw_change(tests.token(label)) ->> 'status' $$;
select is(pg_temp.withdraw('stairs'), 'withdrawn', 'two words about a unit are taken back at once');
select is((select (a.state, a.outcome)::text from public.office_activities a where a.kind = 'client_change' and a.contract_id = tests.id('stairs')), '(done,"taken back by the client")', 'the office has nothing left to do about it');
select is(pg_temp.states() || ' ' || (public.booking_page(tests.token('stairs')) -> 'reported' ->> 'what'), 'paused,paused,paused,paused died', 'but nobody is written to while a death stands');
select is(pg_temp.withdraw('stairs'), 'withdrawn', 'that can be taken back there too');
select is(pg_temp.states(), 'active,active,paused,paused', 'and all that rested because of either goes on');
select is(public.booking_page(tests.token('stairs')) ->> 'status', 'open', 'its link books again');
select is(pg_temp.withdraw('stairs'), 'not_reported', 'there is nothing more to take back');
select is(pg_temp.report('stairs', 'died') || pg_temp.report('chair', 'gone') || pg_temp.withdraw('chair'), 'notednotedwithdrawn', 'what is told of one unit after a death is taken back alone');
select is(pg_temp.states(), 'paused,paused,paused,paused', 'and the death stands');
select is(pg_temp.withdraw('chair') || pg_temp.states(), 'withdrawnactive,active,paused,paused', 'until it is taken back as well');
select is(pg_temp.withdraw('later'), 'withdrawn', 'what was told of all is taken back from any of the links');
select is((select array_agg(distinct c.state) from public.maintenance_contracts c where c.customer_id = tests.id('cy')), array['active'], 'for all');
select is(pg_temp.withdraw('bobs') || (public.booking_page(tests.token('bobs')) ->> 'reported' is null), 'withdrawntrue', 'a booked unit''s too');
update public.maintenance_contracts c set state = 'paused' where c.id = tests.id('stairs');
select is(pg_temp.withdraw('stairs') || (public.booking_page(tests.token('stairs')) ->> 'reported' is null), 'not_reportedtrue', 'what the office paused is the office''s');
select is(pg_temp.report('stairs', 'gone') || pg_temp.withdraw('stairs'), 'notedwithdrawn', 'also when it was reported on top of that');
select is((select c.state from public.maintenance_contracts c where c.id = tests.id('stairs')), 'paused', 'it rests on');
select is(pg_temp.report('bobs', 'gone'), 'noted', 'once more');
create temp table ended as select tests.token('bobs') as token;
update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = 'sold' where c.id = tests.id('bobs');
select is(public.withdraw_change((select token from ended)) ->> 'status', 'expired', 'what has ended is not revived');
select is(public.report_change(tests.token('chair'), 'gone') ->> 'status', 'noted', 'and once more');
select public.close_activity(a.id, 'taken away') from public.office_activities a where a.contract_id = tests.id('chair') and a.state = 'open';
select is(pg_temp.withdraw('chair'), 'not_reported', 'nor what the office has dealt with');
select is(public.withdraw_change(repeat('a', 43)) ->> 'status', 'invalid', 'an unknown link takes nothing back');
select is((select array_agg(distinct a.status order by a.status) from public.booking_attempts a where a.action = 'withdraw'), array['expired', 'not_reported', 'withdrawn'], 'every attempt is on record');

-- A death while a visit is booked
update public.maintenance_contracts c set state = 'active' where c.customer_id = tests.id('ada') and c.state = 'paused';
select is(tests.book('stairs', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'booked', 'one of two units is booked');
select tests.unit('cottage', 'ada', 'stairlift', '22 Lake Road', '2026-06-20');
select is(tests.book('cottage', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'another elsewhere, later');
create function pg_temp.unsaid() returns text[] language sql as $$
  select array_agg(distinct private.superseded_because(m)) from public.messages m where m.customer_id = tests.id('ada') and m.task_id is not null $$;
select is(pg_temp.unsaid(), array[null]::text[], 'and is to be told of');
select is(pg_temp.report('chair', 'died'), 'noted', 'a death is told by the link of the other');
select is(pg_temp.unsaid(), array['nobody is to be written to under this name'], 'nothing is written any more, not even that a visit is booked');
select is((select (a.urgent, a.details ->> 'booked_at')::text from public.office_activities a where a.kind = 'client_change' and a.contract_id = tests.id('chair') and a.state = 'open'),
  '(t,2026-06-05T13:00:00+00:00)', 'and the office hears that somebody would come, and when first');
select is((public.booking_page(tests.token('chair')) -> 'reported' ->> 'visit_at')::timestamptz, '2026-06-05 13:00+00', 'and that link says so');
select is(public.cancel_booking(tests.token('stairs'), null) ->> 'status', 'cancelled', 'the family cancels');
select is(array(select public.booking_page(tests.token(l)) -> 'reported' ->> 'was_cancelled' from unnest(array['stairs', 'chair']) l), array['true', null], 'and the link whose visit it was says so, no other');
select is(public.booking_page(tests.token('chair')) -> 'reported' ->> 'visit_at', null, 'that one says no more that somebody comes');
select is((select array_agg(distinct coalesce(private.message_facts(m) ->> 'link', 'none')) from public.messages m where m.customer_id = tests.id('ada') and m.kind = 'appointment_cancelled'), array['none'], 'and is offered no other time');

-- A contract that ended while others of its client rested
select tests.unit('third', 'cy', 'stairlift', '4 Fir Rd', '2026-06-30');
select is(pg_temp.report('later', 'died'), 'noted', 'all that a client has rests');
update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = 'sold' where c.id = tests.id('third');
select is(pg_temp.withdraw('later'), 'withdrawn', 'what was told is taken back');
select is((select array_agg(c.state order by c.state) from public.maintenance_contracts c where c.customer_id = tests.id('cy')), array['active', 'active', 'cancelled'],
  'what rested goes on, and what has ended does not');

-- What the office was to do before
create function pg_temp.calls() returns text language sql as $$
  select string_agg(a.kind || ' ' || coalesce(a.details ->> 'preferred_times', '-'), ', ' order by a.kind)
  from public.office_activities a where a.contract_id = tests.id('cys') and a.state = 'open' and a.kind <> 'client_change' $$;
select is(public.request_callback(tests.token('cys'), '905-555-0142', 'Mornings', null) ->> 'status', 'received', 'somebody asks to be called');
select private.raise_about_cycle('call_client', (select y.id from public.maintenance_cycles y where y.contract_id = tests.id('cys') and y.closed_at is null), '{}');
select is(pg_temp.report('cys', 'gone') || coalesce(pg_temp.calls(), ''), 'noted', 'who no longer has the unit is not called about it');
select is(pg_temp.withdraw('cys') || pg_temp.calls(), 'withdrawncall_client -, callback Mornings', 'and is, where that was a mistake');
select is(public.booking_page(tests.token('cys')) -> 'call' ->> 'phone_ends', '0142', 'as the link says');
select is(pg_temp.report('cys', 'gone') || pg_temp.report('later', 'died') || pg_temp.withdraw('cys') || coalesce(pg_temp.calls(), ''), 'notednotedwithdrawn', 'not while a death stands');
select is(pg_temp.withdraw('later') || pg_temp.calls(), 'withdrawncall_client -, callback Mornings', 'but when that is taken back');
select public.close_activity(a.id, 'called') from public.office_activities a where a.contract_id = tests.id('cys') and a.kind = 'callback' and a.state = 'open';
select is(pg_temp.report('cys', 'gone') || pg_temp.withdraw('cys') || pg_temp.calls(), 'notedwithdrawncall_client -', 'what was done stays done');
select is(tests.book('cys', 'Tess One', '2026-06-10 13:00+00') ->> 'status', 'booked', 'also who has a visit');
select is(public.request_callback(tests.token('cys'), '905-555-0142', 'Evenings', null) ->> 'status', 'received', 'may ask for a call');
select is(pg_temp.report('cys', 'moved') || pg_temp.withdraw('cys') || pg_temp.calls(), 'notedwithdrawncallback Evenings', 'and has it after a mistake');

select * from finish();
rollback;
