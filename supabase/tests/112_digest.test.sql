-- The digest: what is told every morning, to whom, how often, and that it can convict whoever cuts the trail.
begin;
select plan(61);
select tests.freeze_clock('2026-06-02 11:30+00');
select tests.staff_user(role) from unnest(array['admin', 'office', 'technician']) role;

create function pg_temp.facts(as_of timestamptz default '2026-06-02 11:30+00') returns jsonb language sql as $$ select private.digest_facts(as_of) $$;
create function pg_temp.run() returns jsonb language sql as $$ select public.run_job('digest') $$;
create function pg_temp.mails() returns text language sql as $$
  select string_agg(recipient || ' ' || (payload ->> 'date') || ' ' || state, ', ' order by created_at, recipient) from public.messages where kind = 'digest' $$;

-- A day on which nothing happens
select is(pg_temp.facts() - 'trail', '{"date": "2026-06-02", "waiting": [], "visits_today": [], "past_without_outcome": 0, "messages": {"dead": 0, "uncertain": 0, "late": 0}, "jobs": []}', 'an empty day is told as one');
select is(pg_temp.facts() -> 'trail', 'null', 'before the first seal there is no head');

-- What waits
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
-- Under contract for a month: nothing is missed before there is one.
insert into public.units (id, customer_id, category_id) select tests.id('porch'), tests.id('ada'), k.id from public.equipment_categories k where k.code = 'porch_lift';
insert into public.maintenance_contracts (id, unit_id, created_at) values (tests.id('porch'), tests.id('porch'), '2026-05-01');
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('porch'), 1, '2026-06-20');
insert into public.office_activities (kind, subject_key, urgent, created_at) values
  ('overdue', 'cycle:1', false, '2026-05-01 12:00+00'), ('overdue', 'cycle:2', false, '2026-05-20 12:00+00'),
  ('callback', 'cycle:1', false, '2026-05-28 12:00+00'), ('callback', 'cycle:2', true, '2026-06-02 03:59+00'),
  ('callback', 'cycle:3', true, '2026-04-01 12:00+00'), ('unbooked', 'cycle:1', false, '2026-05-10 12:00+00');
update public.office_activities set state = 'done', closed_at = '2026-04-02 12:00+00' where subject_key = 'cycle:3';
select is(pg_temp.facts() -> 'waiting', '[{"kind": "callback", "count": 2, "urgent": 1, "new": 1, "oldest_on": "2026-05-28"}, {"kind": "overdue", "count": 2, "urgent": 0, "new": 0, "oldest_on": "2026-05-01"},
  {"kind": "unbooked", "count": 1, "urgent": 0, "new": 0, "oldest_on": "2026-05-10"}]', 'open work is counted by kind, what is urgent first, then what has waited longest');
update public.office_activities set state = 'done', closed_at = private.clock() where kind = 'callback' and subject_key = 'cycle:1' and state = 'open';
select is(pg_temp.facts() #>> '{waiting,0,oldest_on}', '2026-06-01', 'the day is the company''s');

-- Who goes where: midnight in Toronto is 04:00 UTC
select tests.technician('Tess', '{}');
select tests.technician('Abe', '{}');
create function pg_temp.stop(label text, technician text, during tstzrange, task_type text default 'maintenance') returns void language sql as $$
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values (tests.id(label), tests.id(technician), task_type, tests.id('ada'), during) $$;
select pg_temp.stop('yesterday', 'Tess', '[2026-06-02 03:00+00, 2026-06-02 04:00+00)');
select pg_temp.stop('tomorrow', 'Tess', '[2026-06-03 04:00+00, 2026-06-03 05:00+00)');
select pg_temp.stop('repair', 'Tess', '[2026-06-02 12:00+00, 2026-06-02 13:00+00)', 'repair');
select is(pg_temp.facts() -> 'visits_today', '[]', 'neither yesterday''s last stop nor tomorrow''s first is today''s, and a repair is no maintenance');
select pg_temp.stop('first', 'Tess', '[2026-06-02 13:00+00, 2026-06-02 14:00+00)');
select pg_temp.stop('last', 'Tess', '[2026-06-03 03:00+00, 2026-06-03 03:59+00)');
select pg_temp.stop('late', 'Abe', '[2026-06-02 13:30+00, 2026-06-02 14:30+00)');
select pg_temp.stop('off', 'Abe', '[2026-06-02 17:00+00, 2026-06-02 18:00+00)');
update public.technician_tasks set state = 'cancelled' where id = tests.id('off');
select is(pg_temp.facts() -> 'visits_today', '[{"technician": "Tess", "stops": 2, "first_at": "2026-06-02T13:00:00+00:00"}, {"technician": "Abe", "stops": 1, "first_at": "2026-06-02T13:30:00+00:00"}]',
  'each technician''s stops are counted, who begins first is first');

-- Nobody is forgotten behind a booking
insert into public.maintenance_visits (id, cycle_id, task_id)
select tests.id(l), y.id, tests.id(t) from (values ('stairs', 'yesterday'), ('porch', 'first')) v (l, t) join public.maintenance_cycles y on y.contract_id = tests.id(v.l);
select is((pg_temp.facts('2026-06-02 03:59:59+00') ->> 'past_without_outcome')::integer, 0, 'a visit that goes on is not past');
select is((pg_temp.facts('2026-06-02 04:00+00') ->> 'past_without_outcome')::integer, 1, 'one whose time is over waits for its outcome');
select is((pg_temp.facts('2026-06-02 14:00+00') ->> 'past_without_outcome')::integer, 2, 'so does the next');
select public.set_task_state(tests.id('yesterday'), 'no_show');
select is((pg_temp.facts('2026-06-02 14:00+00') ->> 'past_without_outcome')::integer, 1, 'and not any more once it has one');
update public.office_activities set state = 'done', closed_at = private.clock() where state = 'open';
select tests.forget_all('public.messages');

-- Mail that does not go
insert into public.messages (kind, recipient, dedupe_key, payload, created_at)
select 'reminder', 'ada@example.com', key, '{}', at::timestamptz
from (values ('an hour', '2026-06-02 10:30+00'), ('a minute', '2026-06-02 11:29+00'), ('dead', '2026-05-26 11:31+00'), ('old and dead', '2026-05-26 11:29+00'), ('uncertain', '2026-01-01')) m (key, at);
update public.messages set state = 'dead' where dedupe_key like '%dead';
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = clock_timestamp() where dedupe_key = 'uncertain' $$);
select tests.as_function('settle_message', $$ update public.messages set state = 'uncertain', lease_id = null, lease_until = null where dedupe_key = 'uncertain' $$);
select is(pg_temp.facts() -> 'messages', '{"dead": 1, "uncertain": 1, "late": 1}', 'what was given up this week, what may have arrived, what has waited for an hour');
select is(pg_temp.facts('2026-06-02 10:29+00') -> 'messages' -> 'late', '0', 'a message of this minute is on its way');
select tests.forget_all('public.messages');

-- Work that did not run: each job's last day is judged two hours after its own hour
select tests.run_daily_only('reminders', 'digest');
insert into public.job_runs (job, company_day) values ('digest', '2026-06-01');
select is(pg_temp.facts() -> 'jobs', '[{"job": "reminders", "day": "2026-06-01"}]', 'a job whose last day has no success is named');
insert into public.job_runs (job, company_day) values ('reminders', '2026-06-01');
select is(pg_temp.facts() -> 'jobs', '[]', 'one that succeeded is not');
select is(pg_temp.facts('2026-06-02 13:29+00') -> 'jobs', '[]', 'before half past nine today''s digest may still come');
select is(pg_temp.facts('2026-06-02 13:30+00') -> 'jobs', '[{"job": "digest", "day": "2026-06-02"}]', 'from then on it is missed');
select tests.forget_all('public.job_runs');

-- The head of the trail
select private.seal_audit();
update public.company_settings set company_name = 'Two';
select private.seal_audit();
select is((pg_temp.facts() -> 'trail') - 'events' - 'unsealed_since', private.audit_head(), 'the head is the trail''s own');
select is((pg_temp.facts() #>> '{trail,number}')::bigint, 2::bigint, 'that of the newest seal');
select is((pg_temp.facts() #>> '{trail,events}')::bigint, (select count(*) from public.audit_events), 'and how many events lie under it and those before');
update public.company_settings set company_name = 'Three';
select is(private.digest_facts(clock_timestamp()) #>> '{trail,unsealed_since}', null, 'what was written just now may wait for its seal');
select is((private.digest_facts(clock_timestamp() + interval '61 minutes') #>> '{trail,unsealed_since}')::timestamptz, (select at from public.audit_events order by seq desc limit 1),
  'after an hour it is told since when nothing was sealed');

-- By the clock: once a company day, from half past seven on
select tests.freeze_clock('2026-06-02 11:29:59+00');
select is(pg_temp.run() ->> 'status', 'too_early', 'before half past seven it is too early');
select is(pg_temp.mails(), null, 'and nothing is queued');
select tests.freeze_clock('2026-06-02 11:30+00');
select tests.act_as_service();
select is(pg_temp_run, '{"status": "done", "mails": 1, "more": false}', 'at half past seven it is queued') from public.run_job('digest') pg_temp_run;
select tests.act_as_owner();
select is(pg_temp.mails(), 'admin@tests.example.com 2026-06-02 queued', 'for who is administrator, and neither office nor technician');
select is((select payload from public.messages), pg_temp.facts(), 'with the facts as they were');
select is(pg_temp.run() ->> 'status', 'already_done', 'once');
select is(public.run_job('digest', '2026-06-02 20:00+00') ->> 'mails', '0', 'by hand neither twice');
select is((select payload #>> '{trail,digest}' from public.messages), private.audit_head() ->> 'digest', 'the head that was mailed is the last seal');
select is_empty($$ select m.id from public.messages m where (m.payload #- '{trail,digest}')::text ~* 'ada|elm|905-' $$, 'nothing in it is about a client');
select tests.freeze_clock('2026-06-03 11:30+00');
select is(pg_temp.run() ->> 'mails', '1', 'and again on the next day');

-- Still worth reading?
create function pg_temp.claim() returns jsonb language sql as $$ select public.claim_messages(20, '{"catch": {"provider": "p"}}') $$;
savepoint queued;
create temp table claimed as select m from jsonb_array_elements(pg_temp.claim() -> 'messages') m;
select is(pg_temp.mails(), 'admin@tests.example.com 2026-06-02 superseded, admin@tests.example.com 2026-06-03 sending', 'yesterday''s gives way to today''s');
select is((select m #> '{facts,unsubscribe_url}' from claimed), 'null', 'its reader has nothing to unsubscribe from');
select is_empty('select address from private.address_tokens', 'nor a link for it');
select is((select last_error from public.messages where state = 'superseded'), 'its day is over', 'and it is said why');
rollback to queued;
insert into public.messages (kind, recipient, dedupe_key, payload, created_at)
select kind, 'second@example.com', 'second', payload, created_at + interval '1 minute' from public.messages where kind = 'digest' and state = 'queued' order by created_at desc limit 1;
select pg_temp.claim();
select is(pg_temp.mails(), 'admin@tests.example.com 2026-06-02 superseded, admin@tests.example.com 2026-06-03 sending, second@example.com 2026-06-03 sending', 'what another administrator gets takes nobody''s place');
rollback to queued;
select tests.freeze_clock('2026-06-05 11:29+00');
select pg_temp.claim();
select is(pg_temp.mails(), 'admin@tests.example.com 2026-06-02 superseded, admin@tests.example.com 2026-06-03 sending', 'one of the day before yesterday goes for two days');
rollback to queued;
select tests.freeze_clock('2026-06-05 11:30+00');
select pg_temp.claim();
select is(pg_temp.mails(), 'admin@tests.example.com 2026-06-02 superseded, admin@tests.example.com 2026-06-03 superseded', 'and no longer');
rollback to queued;
update public.company_settings set messages_paused = true;
select is(pg_temp.claim() ->> 'status', 'paused', 'whoever pauses mail pauses it too');
rollback to queued;
update public.company_settings set recipient_allow_list = '{@elsewhere.example}';
select pg_temp.claim();
select is_empty($$ select id from public.messages where state <> 'superseded' $$, 'and it goes to nobody who is not on the allow-list');
rollback to queued;

update public.company_settings set message_attempts = 1;
select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'failed') from jsonb_array_elements(pg_temp.claim() -> 'messages') m;
select is((select details ->> 'address' from public.office_activities where kind = 'delivery_failure' and state = 'open' and customer_id is null), 'admin@tests.example.com', 'that one did not arrive is the office''s to know');
rollback to queued;

-- To whom
create function pg_temp.readers() returns text language sql as $$ select string_agg(address, ', ' order by address) from private.company_addresses('digest') address $$;
insert into public.staff (user_id, email, name, role, active) values
  (gen_random_uuid(), ' Ann@Example.com', 'Ann', 'admin', true), (gen_random_uuid(), 'bob@example.com', 'Bob', 'admin', false),
  (null, 'cat@example.com', 'Cat', 'admin', true), (gen_random_uuid(), 'no address', 'Dan', 'admin', true);
select is(pg_temp.readers(), 'admin@tests.example.com, ann@example.com', 'every administrator who is active and can sign in, where there is an address');
insert into public.suppressions (address, reason) values ('ann@example.com', 'hard_bounce');
select is(pg_temp.readers(), 'admin@tests.example.com', 'a dead address gets none');
insert into public.suppressions (address, reason) values ('admin@tests.example.com', 'unsubscribed');
select is(pg_temp.readers(), 'service@example.com', 'where no administrator can be written to it goes to the company''s own address');
insert into public.suppressions (address, reason) values ('service@example.com', 'complaint');
select is(pg_temp.readers(), null, 'unless that wants none either');
rollback to queued;

-- Off
update public.company_settings set digest_on = false;
select tests.freeze_clock('2026-06-04 11:30+00');
select is(pg_temp.run(), '{"status": "done", "mails": 0, "off": true, "more": false}', 'switched off, nothing is queued');
select is((select counts ->> 'off' from public.job_runs where company_day = '2026-06-04'), 'true', 'and the day is done');
select is((select count(*) from public.messages), 2::bigint, 'with no mail');
rollback to queued;
update public.company_settings set digest_at = '06:00';
select tests.freeze_clock('2026-06-04 10:00+00');
select is(pg_temp.run() ->> 'status', 'done', 'its hour is its own');
select is(public.run_job('reminders') ->> 'status', 'too_early', 'and not that of the clients'' mail');
rollback to queued;

-- A trail that was cut by somebody who may do anything: whole by itself, not beside the mail
create function pg_temp.as_the_runbook_says() returns text language plpgsql as $$
declare
  v_trail jsonb := (select payload -> 'trail' from public.messages where payload ->> 'date' = '2026-06-03');
  v_found jsonb;
begin
  execute format('select private.first_audit_break(%s, %L)', v_trail -> 'number', v_trail ->> 'digest') into v_found;
  return v_found ->> 'what';
end;
$$;
select is(pg_temp.as_the_runbook_says(), null, 'a trail that nobody touched fits the mail');
alter table private.audit_seals disable trigger user;
alter table public.audit_events disable trigger user;
savepoint open_to_anybody;
delete from public.audit_events where seq > (select through_seq from private.audit_seals where number = 1);
delete from private.audit_seals where number = 2;
select is(private.first_audit_break(), null, 'a trail whose end was cut off looks whole');
select is(pg_temp.as_the_runbook_says(), 'seal not as known', 'not to who has the mail');
rollback to open_to_anybody;
delete from public.audit_events where seq = (select through_seq from private.audit_seals where number = 2);
delete from private.audit_seals where number = 2;
select private.seal_audit();
select is(private.first_audit_break(), null, 'nor does one look broken that was sealed anew');
select is(pg_temp.as_the_runbook_says(), 'seal not as known', 'but beside the mail');
rollback to queued;

-- Who may
select tests.act_as_anon();
select throws_ok('select public.run_job(''digest'')', '42501', null, 'a stranger has no digest written');
select throws_ok('select public.run_job(''digest'')', '42501', null, role || ' neither') from unnest(array['technician', 'office', 'admin']) role, tests.act_as_staff(role);
select throws_ok('select private.digest_facts(now())', '42501', null, 'and reads none before its time');
select throws_ok('select payload from public.messages', '42501', null, 'nor somebody else''s');

select * from finish();
rollback;
