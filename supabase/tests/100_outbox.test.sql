-- The outbox: to whom a message goes, who may claim it, and what becomes of it.
begin;
select plan(125);
select tests.freeze_clock('2026-06-02 14:00+00');

-- A stair lift of one client, due on June 30.
create function pg_temp.enrol(client text, email text, phone text default '905-555-0111') returns void language plpgsql as $$
begin
  insert into public.customers (id, name, email, phone, postal_code) values (tests.id(client), client, email, phone, 'L6Y 0A1');
  insert into public.units (id, customer_id, category_id)
  select tests.id('unit ' || client), tests.id(client), c.id from public.equipment_categories c where c.code = 'stairlift';
  insert into public.maintenance_contracts (id, unit_id, due_anchor_on, created_at)
  values (tests.id('contract ' || client), tests.id('unit ' || client), '2025-12-30', '2026-01-01');
  insert into public.maintenance_cycles (id, contract_id, number, due_on)
  values (tests.id('cycle ' || client), tests.id('contract ' || client), 1, '2026-06-30');
end;
$$;
create function pg_temp.remind(name text, key text default 'k') returns integer language sql as $$
  select private.queue_message('reminder', tests.id(name), key,
    jsonb_build_object('first_name', name, 'items', private.due_items(array[tests.id('cycle ' || name)])), tests.id('cycle ' || name)) $$;
create function pg_temp.states() returns text language sql as $$ select string_agg(recipient || ' ' || state, ', ' order by recipient, created_at) from public.messages $$;
create function pg_temp.claim(deduplicates boolean default false) returns jsonb language sql as $$
  select public.claim_messages(20, jsonb_build_object('catch', jsonb_build_object('provider', 'p', 'deduplicates', deduplicates))) $$;

grant execute on function pg_temp.claim to service_role;

select pg_temp.enrol('Ada', ' Ada@Example.com ');
select pg_temp.enrol('Ben', null);
select pg_temp.enrol('Cat', 'not an address');

-- Addresses
select is(pg_temp.remind('Ada'), 1, 'a client with an address is written to');
select is(pg_temp.remind('Ada'), 1, 'and counts again when the message exists already');
select is(pg_temp.states(), 'ada@example.com queued', 'but the message exists once, the address trimmed and case-folded');
select is(pg_temp.remind('Ben'), 0, 'nobody to write to is told');
select is(pg_temp.remind('Cat'), 0, 'what is no address is nobody');
select ok(not private.is_usable_address(E'eve@example.com\r\nBcc: all@example.com'), 'a line break makes no address');
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('Ben'), 'Bea', 'bea@example.com', 'beside'), (tests.id('Ada'), 'Al', 'al@example.com', 'nothing');
select is(pg_temp.remind('Ben'), 1, 'a contact beside a client without address is written to');
select is(pg_temp.remind('Ada', 'k2'), 1, 'a contact who receives nothing is left alone');
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('Ada'), 'Amy', 'amy@example.com', 'instead');
select results_eq($$ select address from private.customer_addresses where customer_id = tests.id('Ada') $$, array['amy@example.com'], 'a contact instead of the client silences the client''s address');
update public.customer_contacts set email = 'none' where name = 'Amy';
select results_eq($$ select address from private.customer_addresses where customer_id = tests.id('Ada') $$, array['ada@example.com'], 'not when that contact cannot be written to');
select tests.forget_all('public.messages');

-- Suppression
select ok(private.address_gets('confirmation', 'unsubscribed') and not private.address_gets('reminder', 'unsubscribed') and not private.address_gets('rebook', 'unsubscribed'),
  'who unsubscribed still gets what they book');
select ok(not private.address_gets('confirmation', 'hard_bounce') and not private.address_gets('confirmation', 'complaint'), 'bounces and complaints get nothing');

-- Personas
select pg_temp.remind('Ada');
select tests.act_as_anon();
select throws_ok('select public.claim_messages(1, ''{}'')', '42501', null, 'a stranger claims nothing');
select throws_ok('select public.record_bounce(''ada@example.com'', ''complaint'')', '42501', null, 'a stranger suppresses nobody');
select throws_ok('select public.retry_message(gen_random_uuid())', '42501', null, 'a stranger retries nothing');
select throws_ok('select public.run_job(''reminders'')', '42501', null, 'a stranger runs no job');
select throws_ok('select public.resubscribe(''ada@example.com'')', '42501', null, 'a stranger lifts no suppression');
select is(public.unsubscribe('nonsense') ->> 'status', 'invalid', 'an unknown token is invalid');
select is(public.unsubscribe(null) ->> 'status', 'invalid', 'so is none');
select tests.act_as_staff('office');
select throws_ok('select public.claim_messages(1, ''{}'')', '42501', null, 'the office claims nothing');
select throws_ok('select public.freeze_message(gen_random_uuid(), gen_random_uuid(), ''{}'')', '42501', null, 'the office freezes nothing');
select throws_ok('select public.settle_message(gen_random_uuid(), gen_random_uuid(), ''sent'')', '42501', null, 'the office settles nothing');
select throws_ok('select payload from public.messages', '42501', null, 'the office reads no payload');
select throws_ok('select public.retry_message(gen_random_uuid())', 'PT404', null, 'an unknown message is not found');
select tests.act_as_staff('technician');
select throws_ok('select public.retry_message(gen_random_uuid())', '42501', 'only the office may do this', 'a technician retries nothing');
select throws_ok('select public.resubscribe(''ada@example.com'')', '42501', 'only the office may do this', 'a technician lifts no suppression');

-- Where it may leave
select tests.act_as_owner();
update public.company_settings set delivery_mode = 'live';
select tests.act_as_service();
select is(pg_temp.claim() ->> 'status', 'refused', 'live mail is not handed to who may not send live');
select tests.act_as_owner();
update public.company_settings set delivery_mode = 'off';
select is(pg_temp.claim() ->> 'status', 'off', 'off hands out nothing');
update public.company_settings set delivery_mode = 'catch', messages_paused = true;
select is(pg_temp.claim() ->> 'status', 'paused', 'the pause switch stops everything');
select is(pg_temp.states(), 'ada@example.com queued', 'and nothing was lost by it');
update public.company_settings set messages_paused = false, recipient_allow_list = '{@elsewhere.example}';
select is((pg_temp.claim() ->> 'superseded')::integer, 1, 'an address that is not on the allow-list gets nothing');
update public.company_settings set recipient_allow_list = '{@example.com}';
select tests.forget_all('public.messages');

-- Claim, freeze, settle
select pg_temp.remind('Ada');
select tests.act_as_service();
create temp table claimed as select m from jsonb_array_elements(pg_temp.claim() -> 'messages') m;
select tests.act_as_owner();
select is((select m #>> '{facts,items,0,link}' from claimed), (select 'http://127.0.0.1:8000/book/' || token from public.maintenance_cycles where id = tests.id('cycle Ada')), 'the link is looked up when the mail is made');
select is((select m #>> '{facts,unsubscribe_url}' from claimed), (select 'http://127.0.0.1:8000/unsubscribe/' || token from private.address_tokens where address = 'ada@example.com'), 'the way out belongs to the address');
select is(pg_temp.claim() -> 'messages', '[]', 'what is leased is leased once');
select is((select public.freeze_message((m ->> 'id')::uuid, gen_random_uuid(), '{"subject": "x"}') ->> 'status' from claimed), 'lost', 'only the holder of the lease freezes');
select public.freeze_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, '{"subject": "first"}') from claimed;
select is((select public.freeze_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, '{"subject": "second"}') #>> '{rendered,subject}' from claimed), 'first', 'the first rendering stays');
select is((select public.settle_message((m ->> 'id')::uuid, gen_random_uuid(), 'sent') ->> 'status' from claimed), 'lost', 'only the holder of the lease settles');
select is((select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'failed', error => 'busy') ->> 'status' from claimed), 'queued', 'a failed attempt waits for another');
select is(pg_temp.claim() -> 'messages', '[]', 'but not at once');
update public.messages set next_attempt_at = clock_timestamp();
truncate claimed;
insert into claimed select jsonb_array_elements(pg_temp.claim() -> 'messages');
select is((select m #>> '{rendered,subject}' || ' ' || (m ->> 'attempt') from claimed), 'first 2', 'the next attempt sends the same bytes');
savepoint on_its_way;
select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'sent') from claimed;
select throws_ok('update public.messages set sent_at = sent_at - interval ''1 hour''', 'MT002', null, 'when it was sent stays on record');
rollback to on_its_way;
select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'sent', provider_id => repeat('a', 5000)) from claimed;
select is((select (state, length(provider_id))::text from public.messages where id = (select (m ->> 'id')::uuid from claimed)), '(sent,500)', 'what a provider calls it has an end');
rollback to on_its_way;

-- A sender that died, after it had spoken to the provider or before
create function pg_temp.die(handed_over interval default null) returns void language sql as $$
  select tests.as_function('freeze_message', format(
    'update public.messages set lease_until = clock_timestamp() - interval ''1 second'', handed_over_at = clock_timestamp() - %L::interval', handed_over)) $$;
select pg_temp.die();
select is(jsonb_array_length(pg_temp.claim() -> 'messages'), 1, 'died before speaking to the provider: simply again');
select tests.as_function('lease_messages', 'update public.messages set provider_deduplicates = true'), pg_temp.die('0');
select is(jsonb_array_length(pg_temp.claim(true) -> 'messages'), 1, 'died while the provider drops repeats: again');
select pg_temp.die('24 hours');
select is(jsonb_array_length(pg_temp.claim(true) -> 'messages'), 0, 'not when the provider has forgotten it meanwhile');
select is((select state from public.messages), 'uncertain', 'then it is uncertain');
select is((select count(*) from public.office_activities where kind = 'uncertain_message' and state = 'open'), 1::bigint, 'and the office is told');
create function pg_temp.decided(arrived boolean) returns text language sql as $$
  select private.decide_uncertain(id, arrived) from public.messages;
  select concat_ws(' ', m.state, m.sent_at = m.handed_over_at, private.decide_uncertain(m.id, arrived),
    (select a.state || ' ' || a.outcome from public.office_activities a where a.kind = 'uncertain_message')) from public.messages m $$;
savepoint looked_up;
select is(pg_temp.decided(true), 'sent t f done arrived', 'an administrator who looked it up says that it arrived, when it was handed over');
rollback to looked_up;
select is(pg_temp.decided(false), 'dead f done given up', 'or that it did not');
rollback to looked_up;
select tests.act_as_staff('office');
select is((select public.retry_message(id) ->> 'status' from public.messages), 'queued', 'the office may send it once more');
select tests.act_as_owner();
select is((select count(*) from public.office_activities where kind = 'uncertain_message' and state = 'open'), 0::bigint, 'which settles the question');

-- Waiting
select is(array(select private.back_off(n) from generate_series(1, 7) n),
  array['2 minutes', '6 minutes', '18 minutes', '54 minutes', '162 minutes', '6 hours', '6 hours']::interval[], 'each wait is three times as long, up to six hours');
select is(private.back_off(50), '6 hours', 'also after the last of many attempts');
-- Fails the message that is queued, as its nth attempt; the minutes until the next.
create function pg_temp.wait_after(attempt integer, retry_after_seconds integer default 0) returns numeric language plpgsql as $$
begin
  perform tests.as_function('settle_message', format('update public.messages set attempts = %s - 1, next_attempt_at = clock_timestamp()', attempt));
  perform public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'failed', retry_after_seconds => wait_after.retry_after_seconds)
  from jsonb_array_elements(pg_temp.claim() -> 'messages') m;
  return (select round(extract(epoch from next_attempt_at - clock_timestamp()) / 60) from public.messages);
end;
$$;
select is(array[pg_temp.wait_after(1), pg_temp.wait_after(3), pg_temp.wait_after(7)], array[2, 18, 360]::numeric[], 'a failed attempt waits that long');
select is(array[pg_temp.wait_after(1, 60), pg_temp.wait_after(1, 600), pg_temp.wait_after(7, 25200)], array[2, 10, 420]::numeric[], 'or longer where the provider asks for it');
select is(pg_temp.wait_after(1, 1000000), 1440::numeric, 'a day at most');
update public.messages set next_attempt_at = clock_timestamp();

-- Whose answer is waited for goes first
savepoint in_order;
insert into public.messages (kind, recipient, dedupe_key, payload, next_attempt_at)
values ('confirmation', 'ada@example.com', 'first', '{}', clock_timestamp()), ('reminder', 'ada@example.com', 'last', '{}', clock_timestamp() - interval '1 hour');
create function pg_temp.next_one() returns text language plpgsql as $$
declare
  v_before uuid[] := array(select id from public.messages where state = 'queued');
begin
  perform public.claim_messages(1, '{"catch": {"provider": "p"}}');
  return (select kind from public.messages where id = any (v_before) and state <> 'queued');
end;
$$;
select is(pg_temp.next_one(), 'confirmation', 'what somebody just did is answered before anybody is reminded, however long that has waited');
rollback to in_order;

-- A sender that died, and another provider since
update public.messages set next_attempt_at = clock_timestamp();
select pg_temp.claim(true);
select pg_temp.die('0');
select public.claim_messages(20, '{"catch": {"provider": "another", "deduplicates": true}}');
select is((select state from public.messages), 'uncertain', 'only who got the first bytes can drop the second: at another provider nobody knows');
rollback to in_order;

-- Given up
update public.company_settings set message_attempts = 1;
select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'failed') from jsonb_array_elements(pg_temp.claim() -> 'messages') m;
select is((select state || ' ' || (select count(*) from public.office_activities where kind = 'delivery_failure') from public.messages), 'dead 1', 'after the last attempt it is dead and the office is told');

-- Bounces and unsubscribing
savepoint dead;
select public.retry_message(id) from public.messages;
select is((select state || ' ' || attempts from public.messages), 'queued 0', 'what the office sends once more has all its attempts again');
rollback to dead;
select is(public.record_bounce('bea@example.com', 'hard_bounce') ->> 'customers', '1', 'a contact''s dead address is the office''s to know');
select is((select customer_id from public.office_activities where kind = 'delivery_failure' and details ->> 'address' = 'bea@example.com'), tests.id('Ben'), 'about the client whose contact it is');
select is(public.record_bounce('ADA@example.com ', 'hard_bounce') ->> 'customers', '1', 'a bounce tells the office per client');
select is((select public.retry_message(id) ->> 'status' from public.messages), 'suppressed', 'a dead address is not tried again');
select tests.act_as_owner();
create temp table way_out as select token from private.address_tokens where address = 'ada@example.com';
grant select on way_out to anon;
select tests.act_as_anon();
select is((select public.unsubscribe(token) ->> 'status' from way_out), 'already', 'whose address is dead gets nothing anyway');
select tests.act_as_owner();
select is((select reason from public.suppressions where address = 'ada@example.com'), 'hard_bounce', 'and unsubscribing does not revive it');
select throws_ok($$ select private.lift_bounce('ada@example.com', ' ') $$, '23514', null, 'nobody writes to a dead address again without saying why');
select is(private.lift_bounce(' ADA@example.com', 'The mailbox was full; she rang'), true, 'an administrator does who knows better');
select is((select reason from public.suppressions where address = 'ada@example.com'), 'unsubscribed', 'but she has unsubscribed as well, which stays');
select is((select public.unsubscribe(token) ->> 'status' from way_out), 'already', 'and need not do so again');
select is(public.resubscribe('ada@example.com') ->> 'status', 'resubscribed', 'until she says that she wants reminders');
select is_empty($$ select from public.suppressions where address = 'ada@example.com' $$, 'nothing keeps mail to it back');
select is((select e.changes ->> 'reason' from private.audit_trail e where e.table_name = 'suppressions' and e.action = 'update' order by e.seq desc limit 1),
  'The mailbox was full; she rang', 'why is on record');
select is(private.lift_bounce('ada@example.com', 'once more'), false, 'there is nothing more to lift');
select tests.act_as_anon();
select is((select public.reminders_wanted(token) ->> 'status' from way_out), 'wanted', 'looking at the page changes nothing');
select is((select public.unsubscribe(token) ->> 'status' from way_out), 'unsubscribed', 'one click is enough');
select is((select public.reminders_wanted(token) ->> 'status' from way_out), 'unsubscribed', 'and the page says so');
select is(public.reminders_wanted(t) ->> 'status', 'invalid', 'of nobody it says nothing') from unnest(array['nonsense', null, repeat('x', 1000000)]) t;
select is((select public.unsubscribe(token) ->> 'status' from way_out), 'already', 'the second says so');
select tests.act_as_owner();
select is((select details ->> 'reason' from public.office_activities where kind = 'call_client'), 'unsubscribed', 'and somebody will call');
savepoint unsubscribed;
select public.record_bounce(' Ada@example.com', 'hard_bounce');
select is((select reason from public.suppressions where address = 'ada@example.com'), 'hard_bounce', 'an address that unsubscribed and bounces is dead');
savepoint bounced;
select private.lift_bounce('ada@example.com', 'she rang');
select is((select reason from public.suppressions where address = 'ada@example.com'), 'unsubscribed', 'where it lives again, its owner still wants no reminders');
rollback to bounced;
select is((public.resubscribe('ada@example.com')) ->> 'status', 'suppressed', 'a call does not revive it');
savepoint called;
select private.lift_bounce('ada@example.com', 'she rang');
select is_empty($$ select from public.suppressions where address = 'ada@example.com' $$, 'but takes back that she unsubscribed');
rollback to called;
select public.record_bounce('ada@example.com', 'complaint');
select is((select reason from public.suppressions where address = 'ada@example.com'), 'complaint', 'the provider''s last word counts');
rollback to unsubscribed;

-- Who changes their mind
select private.raise_about_customer('call_client', tests.id('Ben'), '{"reason": "unsubscribed", "address": "ben@example.com"}');
select tests.act_as_staff('office');
select is(public.resubscribe(' ADA@Example.com ') ->> 'status', 'resubscribed', 'who changed their mind calls, and is written to again');
select is_empty($$ select from public.suppressions where address = 'ada@example.com' $$, 'nothing keeps mail back');
select is(public.resubscribe('ada@example.com') ->> 'status', 'not_unsubscribed', 'there is nothing more to lift');
select is(public.resubscribe(null) ->> 'status', 'not_unsubscribed', 'nor for no address');
select tests.act_as_owner();
select is((select (e.action, e.changes ->> 'address', e.actor is not null)::text from private.audit_trail e where e.table_name = 'suppressions' and e.action = 'delete' order by e.seq desc limit 1),
  '(delete,ada@example.com,t)', 'who lifted it is on record');
select is((select (state, outcome)::text from public.office_activities where kind = 'call_client' and details ->> 'address' = 'ada@example.com'), '(done,"wants reminders again")', 'nobody needs to call about it any more');
select is((select state from public.office_activities where kind = 'call_client' and details ->> 'address' = 'ben@example.com'), 'open', 'about another address somebody does');
savepoint another_call;
insert into public.suppressions (address, reason) values ('ada@example.com', 'unsubscribed');
select private.raise_about_customer('call_client', tests.id('Ada'), '{"reason": "unsubscribed", "address": "son@example.com"}');
select public.resubscribe('ada@example.com');
select is((select state from public.office_activities where kind = 'call_client' and details ->> 'address' = 'son@example.com'), 'open', 'nor does the call about another address of hers end');
rollback to another_call;
insert into public.suppressions (address, reason) values ('ada@example.com', 'hard_bounce'), ('ben@example.com', 'complaint');
select tests.act_as_staff('office');
select is(public.resubscribe('ada@example.com') ->> 'status', 'suppressed', 'a dead address stays silent');
select is(public.resubscribe('ben@example.com') ->> 'status', 'suppressed', 'so does who complained');
select tests.act_as_owner();
select is((select count(*) from public.suppressions where address in ('ada@example.com', 'ben@example.com')), 2::bigint, 'both are still there');
insert into public.suppressions (address, reason) values ('cleo@example.com', 'unsubscribed');
select is(private.lift_bounce('cleo@example.com', 'mistaken'), false, 'what a client asked for is no bounce');

-- Still worth sending?
select private.lift_bounce(address, 'a new test'), private.resubscribe(address) from public.suppressions;
select tests.forget_all('public.office_activities');
select tests.forget_all('public.messages');
create function pg_temp.outcome() returns text language sql as $$
  select pg_temp.claim();
  select string_agg(kind || ' ' || state, ', ' order by dedupe_key) from public.messages $$;
select pg_temp.remind('Ada');
savepoint relevance;
insert into public.suppressions (address, reason) values ('ada@example.com', 'unsubscribed');
select is(pg_temp.outcome(), 'reminder superseded', 'a reminder to who unsubscribed meanwhile is not sent');
rollback to relevance;
update public.maintenance_contracts set state = 'paused' where id = tests.id('contract Ada');
select is(pg_temp.outcome(), 'reminder superseded', 'nor for a paused contract');
rollback to relevance;
update public.units set condition = 'out_of_service' where id = tests.id('unit Ada');
select is(pg_temp.outcome(), 'reminder superseded', 'nor for a unit out of service');
rollback to relevance;
update public.maintenance_cycles set due_on = '2026-07-01' where id = tests.id('cycle Ada');
select is(pg_temp.outcome(), 'reminder superseded', 'nor with a due date that is not so any more');
rollback to relevance;
select tests.freeze_clock('2026-06-25 14:00+00');
update public.messages set created_at = '2026-06-02';
insert into public.messages (kind, recipient, customer_id, dedupe_key, payload, created_at)
select kind, recipient, customer_id, 'later', payload, '2026-06-23' from public.messages;
select is(pg_temp.outcome(), 'reminder superseded, reminder sending', 'a later reminder of the same unit replaces the earlier');
rollback to relevance;
update public.messages set created_at = '2026-05-31';
savepoint two;
insert into public.messages (kind, recipient, customer_id, dedupe_key, payload)
select kind, recipient, customer_id, 'later', payload from public.messages;
update public.messages set state = 'dead' where dedupe_key = 'later';
select is(pg_temp.outcome(), 'reminder sending, reminder dead', 'not one that was given up');
rollback to two;
insert into public.messages (kind, recipient, customer_id, dedupe_key, payload)
select kind, 'son@example.com', customer_id, 'later', payload from public.messages;
select is(pg_temp.outcome(), 'reminder sending, reminder sending', 'nor one to somebody else');
rollback to relevance;
update public.company_settings set recipient_allow_list = '{ADA@Example.com}';
select is(pg_temp.outcome(), 'reminder sending', 'an allow-list may name an address in capitals');
rollback to relevance;

insert into public.technicians (id, name) values (tests.id('Tess'), 'Tess Example');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('task'), tests.id('Tess'), 'maintenance', tests.id('Ada'), '[2026-06-10 13:00+00, 2026-06-10 14:00+00)');
insert into public.maintenance_visits (cycle_id, task_id) values (tests.id('cycle Ada'), tests.id('task'));
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload)
select kind, 'ada@example.com', tests.id('Ada'), tests.id('task'), 't' || kind, jsonb_build_object('revision', 0)
from unnest(array['confirmation', 'appointment_reminder']) kind;
savepoint booked;
select is(pg_temp.outcome(), 'reminder superseded, appointment_reminder sending, confirmation sending', 'a booked unit is not reminded of, its appointment is confirmed');
rollback to booked;
select private.put_task(t, t.technician_id, '[2026-06-11 13:00+00, 2026-06-11 14:00+00)') from public.technician_tasks t;
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload)
values ('appointment_changed', 'ada@example.com', tests.id('Ada'), tests.id('task'), 'u', '{"revision": 1}');
select is(pg_temp.outcome(), 'reminder superseded, appointment_reminder superseded, confirmation superseded, appointment_changed sending', 'a moved appointment is told as it is now');
rollback to booked;
update public.technician_tasks set state = 'cancelled';
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload)
values ('appointment_cancelled', 'ada@example.com', tests.id('Ada'), tests.id('task'), 'u', '{"revision": 0}');
select is(pg_temp.outcome(), 'reminder superseded, appointment_reminder superseded, confirmation superseded, appointment_cancelled sending', 'a cancelled appointment is only cancelled');
rollback to booked;
select tests.freeze_clock('2026-06-10 13:00+00');
select is(pg_temp.outcome(), 'reminder superseded, appointment_reminder superseded, confirmation sending', 'nobody is reminded of what has begun');

-- A link that was replaced while a mail was on its way
rollback to relevance;
update public.company_settings set message_attempts = 8;
create function pg_temp.replace_link() returns text language sql as $$ select public.revoke_booking_link(tests.id('contract Ada')) ->> 'status' $$;
create function pg_temp.link() returns text language sql as $$ select '/book/' || token from public.maintenance_cycles where id = tests.id('cycle Ada') $$;
-- Claims the one message as a sender does and says with which link it goes out.
create function pg_temp.take(deduplicates boolean default false) returns text language plpgsql as $$
begin
  update public.messages set next_attempt_at = clock_timestamp();
  truncate claimed;
  insert into claimed select jsonb_array_elements(pg_temp.claim(deduplicates) -> 'messages');
  return (select case when m -> 'rendered' <> 'null' then 'as frozen ' else 'afresh ' end
    || substring(coalesce(m #>> '{rendered,text}', m #>> '{facts,items,0,link}') from '/book/.*') from claimed);
end;
$$;
create function pg_temp.freeze() returns text language sql as $$
  select public.freeze_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid,
    coalesce(nullif(m -> 'rendered', 'null'), jsonb_build_object('text', 'Book: ' || (m #>> '{facts,items,0,link}')))) ->> 'status' from claimed $$;
create function pg_temp.fail() returns text language sql as $$
  select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'failed', error => 'busy') ->> 'status' from claimed $$;

select is(pg_temp.take(), 'afresh ' || pg_temp.link(), 'a mail is written with the link as it is');
select pg_temp.replace_link();
select is(pg_temp.freeze(), 'lost', 'the link was replaced while it was written: it is not frozen');
select is((select state || ' ' || attempts || ' ' || (rendered is null) from public.messages), 'queued 0 true', 'and that was no attempt');
select is(pg_temp.take(), 'afresh ' || pg_temp.link(), 'it is written again with the new link');
select is(pg_temp.freeze() || ' ' || pg_temp.fail(), 'frozen queued', 'which the provider does not take');
select is(pg_temp.take(), 'as frozen ' || pg_temp.link(), 'while the link is good the same bytes go again');
savepoint handed_over;
select pg_temp.replace_link();
select is(pg_temp.freeze(), 'lost', 'replaced between two attempts: the bytes are not handed over');
select is(pg_temp.take(), 'afresh ' || pg_temp.link(), 'a provider''s plain no means it never left: it is written again');
rollback to handed_over;
select tests.as_function('lease_messages', 'update public.messages set provider_deduplicates = true');
select is(pg_temp.freeze() || ' ' || pg_temp.fail(), 'frozen queued', 'a provider that drops repeats may have it');
select pg_temp.replace_link();
select is(pg_temp.take(true), null, 'so the old bytes do not go out');
select is((select state || ', ' || last_error from public.messages), 'superseded, its link was replaced', 'nor are others sent under the same key');
select is((select a.details ->> 'reason' from public.office_activities a join public.messages m on m.id = a.message_id where a.kind = 'delivery_failure' and a.state = 'open'),
  'its link was replaced', 'the office is told');
rollback to handed_over;
select pg_temp.freeze(), pg_temp.fail();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('contract Ada');
select ok(not private.holds_replaced_link(rendered), 'the link of a closed cycle was not replaced') from public.messages;

-- What somebody who unsubscribed did ask for
insert into public.suppressions (address, reason) values ('cleo@example.com', 'unsubscribed');
insert into public.messages (kind, recipient, dedupe_key, payload) values ('confirmation', 'cleo@example.com', 'cleo 1', '{}'), ('reminder', 'cleo@example.com', 'cleo 2', '{}');
update public.messages set state = 'dead' where recipient = 'cleo@example.com';
select is((select array_agg(private.retry_message(m.id) ->> 'status' order by m.kind) from public.messages m where m.recipient = 'cleo@example.com'),
  array['queued', 'suppressed'], 'is sent once more, and nothing else');

select * from finish();
rollback;
