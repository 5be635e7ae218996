-- The list of messages: each state has its rows, days are the company's, and of who was erased no address is shown.
begin;
select plan(15);

select tests.freeze_clock('2026-06-02 14:00:00+00');
select tests.act_as_owner();
insert into public.customers (id, name, email) values
  (tests.id('ada'), 'Ada Åkesson', 'ada@example.com'), (tests.id('eve'), 'Eve Ek', 'eve@example.com');
alter table public.messages disable trigger user;
insert into public.messages (id, kind, recipient, customer_id, dedupe_key, payload, state, created_at, sent_at) values
  (tests.id('asked'), 'reminder', 'ada@example.com', tests.id('ada'), 'm1', '{}', 'sent', '2026-06-01 03:59+00', '2026-06-01 04:01+00'),
  (tests.id('told'), 'confirmation', 'ada@example.com', tests.id('ada'), 'm2', '{}', 'uncertain', '2026-06-01 04:00+00', null),
  (tests.id('bill'), 'invoice', 'ada@example.com', tests.id('ada'), 'm3', '{}', 'dead', '2026-06-02 03:59+00', null),
  (tests.id('gone'), 'invoice', 'eve@example.com', tests.id('eve'), 'm4', '{}', 'dead', '2026-06-02 04:00+00', null),
  (tests.id('news'), 'digest', 'boss@example.com', null, 'm5', '{}', 'queued', '2026-06-02 05:00+00', null);
alter table public.messages enable trigger user;
insert into public.suppressions (address, reason) values ('boss@example.com', 'unsubscribed');

create function pg_temp.found(filters jsonb, sort text default null)
returns text[] language sql
as $$
  select array(select l.label from jsonb_array_elements(public.list_messages(filters, sort) -> 'rows') with ordinality r (line, nr)
    join unnest('{asked,told,bill,gone,news}'::text[]) l (label) on tests.id(l.label)::text = r.line ->> 'message_id' order by r.nr)
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.act_as_staff('office');
select is(pg_temp.found('{}'), '{news,gone,bill,told,asked}', 'what was decided last comes first');
select is(pg_temp.found('{}', 'at'), '{asked,told,bill,gone,news}', 'or last');
select is(pg_temp.found('{"from": "2026-06-01", "until": "2026-06-01"}'), '{bill,told}', 'both days belong to the filter, from midnight to midnight where the company is');
select is(pg_temp.found('{"kind": "invoice"}'), '{gone,bill}', 'a kind of mail');
select is(pg_temp.found('{"search": "åkesson", "state": "needs_you"}'), '{bill,told}', 'what somebody has to decide about, of a client');
select is(pg_temp.found('{"search": " BOSS@example.com"}'), '{news}', 'an address that is no client''s');
select is(public.list_messages('{"kind": "invoice"}') -> 'counts', '{"needs_you": 2, "waiting": 0, "sent": 0, "dead": 2, "uncertain": 0, "set_aside": 0, "superseded": 0, "suppressed": 0, "all": 2}'::jsonb, 'each state is counted with the other filters');
select is(pg_temp.found('{"state": "suppressed"}'), '{news}', 'what is addressed to who is not written to');
select is(public.list_messages('{"state": "suppressed"}') #>> '{rows,0,suppressed}', 'unsubscribed', 'with the reason');
select is(public.list_messages('{"from": "soon"}') ->> 'reason', 'filters', 'no such day');

-- Whoever was erased has no address, and nobody is asked to write there again.
select tests.act_as_owner();
select is(private.forget_mails(tests.id('eve')), 1::bigint, 'a client is erased');
alter table public.customers disable trigger user;
update public.customers set erased_on = '2026-06-02' where id = tests.id('eve');
alter table public.customers enable trigger user;
select tests.act_as_staff('office');
select is(r - array['message_id', 'at', 'next_attempt_at', 'attempts', 'sent_at', 'last_error', 'set_aside_at', 'set_aside_reason', 'shown', 'suppressed'], '{"kind": "invoice", "state": "superseded", "recipient": null, "erased": true, "customer_id": null, "customer": null}',
  'that there was a mail is still told') from jsonb_array_elements(public.list_messages('{"kind": "invoice"}') -> 'rows') r where r ->> 'message_id' = tests.id('gone')::text;
select is(public.who_am_i() #>> '{waiting,messages}', '2', 'what could not be sent to them waits for nobody');
select is(public.retry_message(tests.id('gone')) ->> 'status', 'not_stuck', 'nor is it sent again');

select tests.act_as_staff('technician');
select throws_ok($$select public.list_messages()$$, '42501', null, 'a technician reads no list');
select * from finish();
rollback;
