-- A mail that a sender has in hand when its client's death is written down is not handed over.
begin;
select plan(7);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.unit(label, customer, 'stairlift', '1 Elm St', '2026-06-20') from (values ('adas', 'ada'), ('bobs', 'bob')) u (label, customer);
update public.company_settings set delivery_mode = 'catch';
create temp table transports as select '{"catch": {"provider": "catcher", "deduplicates": false}}'::jsonb as of;
grant select on transports to public;
select tests.act_as_staff('office');
select public.send_reminder_again(tests.id('adas')), public.send_reminder_again(tests.id('bobs'));
select tests.act_as_owner();

create temp table taken as
select (c ->> 'id')::uuid as id, (c ->> 'lease_id')::uuid as lease_id, c ->> 'recipient' as recipient
from transports t, jsonb_array_elements(private.claim_messages(20, t.of) -> 'messages') c;
grant select on taken to public;
select is((select count(*) from taken), 2::bigint, 'a sender takes both mails');
update public.customers set deceased_on = '2026-05-30' where id = tests.id('ada');
select tests.act_as_service();
create function pg_temp.frozen(to_whom text) returns text language sql as $$
  select public.freeze_message(t.id, t.lease_id, '{"subject": "Due"}') ->> 'status' from taken t where t.recipient = to_whom $$;
select is(pg_temp.frozen('ada@example.com'), 'lost', 'whose death was written down meanwhile gets none of it');
select is(pg_temp.frozen('bob@example.com'), 'frozen', 'anybody else does');
select tests.act_as_owner();
select is((select (m.state, m.handed_over_at is null, m.rendered is null, m.attempts)::text from public.messages m where m.recipient = 'ada@example.com'), '(queued,t,t,0)',
  'nothing was kept or handed over');
select is((select private.claim_messages(20, t.of) ->> 'superseded' from transports t), '1', 'and the next sender takes it out');
select is((select (m.state, m.last_error)::text from public.messages m where m.recipient = 'ada@example.com'), '(superseded,"nobody is to be written to under this name")',
  'with why');
select tests.act_as_service();
select is(pg_temp.frozen('ada@example.com'), 'lost', 'who comes late with its lease gets nothing either');
select * from finish();
rollback;
