-- Consent: whether it is written down and no more, or who gave none, or none that still holds, is called instead of mailed.
begin;
select plan(26);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, reach_by, consent_basis, consent_on)
select tests.id(c.who), c.who, c.who || '@example.com', '905-555-0142', c.reach_by, c.basis, c.said_on
from (values ('yes', 'email', 'express', date '2016-06-01'), ('contract', 'email', 'contract', null), ('just', 'email', 'purchase', '2024-06-01'),
  ('over', 'email', 'purchase', '2024-05-31'), ('undated', 'email', 'purchase', null), ('none', 'email', 'none', null), ('writes', 'relay', 'none', null), ('bounced', 'email', 'none', null)) c (who, reach_by, basis, said_on);
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('over'), 'Daughter', 'daughter@example.com', 'beside');
insert into public.suppressions (address, reason) values ('bounced@example.com', 'hard_bounce');
select tests.unit(c.name, c.name, 'stairlift', '1 Elm St', '2026-06-25') from public.customers c where c.id in (select tests.id(w) from unnest('{yes,contract,just,over,undated,none,writes,bounced}'::text[]) w);
create function pg_temp.mailed() returns text language sql as $$ select string_agg(m.recipient, ' ' order by m.recipient) from public.messages m where m.kind = 'reminder' $$;
create function pg_temp.calls() returns text language sql as $$
  select string_agg(concat_ws(' ', m.name, a.kind, a.details ->> 'reason', a.details ->> 'do'), ', ' order by m.name)
  from public.office_activities a join public.customers m on m.id = a.customer_id where a.state = 'open' $$;
create function pg_temp.night(on_day date default '2026-06-01') returns void language sql as $$ select tests.freeze_clock(on_day + time '16:00' at time zone 'UTC'), public.run_job('reminders', on_day + time '16:00' at time zone 'UTC') $$;
grant execute on all functions in schema pg_temp to public;
savepoint before;

-- Who sets it
select tests.act_as_staff('office');
select throws_ok($$ select public.save_settings('{"consent_rule": "call_when_expired"}') $$, '42501', null, 'the office does not set it');
update public.company_settings set consent_rule = 'call_when_expired';
select tests.act_as_staff('admin');
select is(public.save_settings('{"consent_rule": "whatever"}') -> 'fields' ->> 'consent_rule', 'wrong', 'there are no other rules');
select is(public.settings_page() #>> '{settings,consent_rule}', 'record', 'so far it is only written down');

-- Written down, and no more
select tests.act_as_owner();
select pg_temp.night();
select is(pg_temp.mailed(), 'contract@example.com daughter@example.com just@example.com none@example.com over@example.com undated@example.com writes@example.com yes@example.com', 'whatever is on record, everybody is mailed');
select is(pg_temp.calls(), 'bounced call_client hard_bounce call', 'and nobody called but whose mail comes back');
select is(private.client_file(tests.id('over')) ->> 'has_no_consent', 'false', 'nor does their file say otherwise');
rollback to before;

-- Called
select tests.act_as_staff('admin');
select is(public.save_settings('{"consent_rule": "call_when_expired"}') ->> 'status', 'saved', 'an administrator sets it');
select tests.act_as_owner();
select pg_temp.night();
select is(pg_temp.mailed(), 'contract@example.com just@example.com yes@example.com', 'a yes and a contract hold, a purchase for two years to the day');
select is(pg_temp.calls(), 'bounced call_client hard_bounce call, none call_client no_consent call, over call_client no_consent call, undated call_client no_consent call, writes letter_due no_consent print_letter',
  'who gave none, or none that holds, is called or written to: once, and a dead address is told as such');
select is((select count(*) from private.cycle_reminders), 8::bigint, 'all of them were seen to');
select is(private.client_file(tests.id('over')) ->> 'has_no_consent', 'true', 'their file says so');
select is(private.client_file(tests.id('just')) ->> 'has_no_consent', 'false', 'of those who get mail it does not');
select is(private.is_mailed(k, tests.id('over')), is_mailed, format('a client without consent and %s', k))
from (values ('reminder', false), ('rebook', false), ('confirmation', true), ('appointment_reminder', true), ('visit_summary', true), ('invoice', true)) v (k, is_mailed);
select pg_temp.night();
select is((select count(*) from public.office_activities a where a.state = 'open'), 5::bigint, 'the same night again calls nobody twice');
select tests.act_as_staff('office');
select is(public.send_reminder_again(tests.id('over')) ->> 'reason', 'nobody', 'nor does the office mail them by hand');

-- On the phone they say yes
select is(public.record_consent(tests.id('over'), 'on the phone', '2026-06-01') ->> 'status', 'recorded', 'somebody is called, and says yes');
select tests.act_as_owner();
select is((select a.outcome from public.office_activities a where a.customer_id = tests.id('over')), 'wants our mail', 'that call is done');
select is(pg_temp.calls() like '%none call_client%' and pg_temp.calls() not like '%over%', true, 'the others are still to be made');
select pg_temp.night('2026-06-18');
select is(pg_temp.mailed() like '%over@example.com%' and pg_temp.mailed() like '%daughter@example.com%', true, 'and the next reminder is a mail again, to all who get theirs');
select is((select string_agg(m.recipient, ' ') from public.messages m where m.kind = 'reminder' and m.customer_id = tests.id('just') and m.created_at > '2026-06-10'), null, 'two years are over meanwhile: no further mail');
select is(pg_temp.calls() like '%just call_client no_consent call%', true, 'but a call');

select * from finish();
rollback;
