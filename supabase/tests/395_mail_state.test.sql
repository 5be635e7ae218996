-- Whether mail goes out, who stopped it, and to which addresses none goes.
begin;
select plan(27);
select tests.freeze_clock('2026-06-02 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'shared@example.com'), (tests.id('bob'), 'Bob Example', null);
insert into public.customer_contacts (customer_id, name, email) values (tests.id('bob'), 'Bea Example', 'Shared@example.com');
insert into public.messages (kind, recipient, dedupe_key, payload) values ('digest', 'a@example.com', 'd1', '{}'), ('digest', 'b@example.com', 'd2', '{}');

-- Nobody but those who may
create function pg_temp.tries() returns text language plpgsql as $$
declare
  v_call text;
  v_outcomes text[] := '{}';
begin
  foreach v_call in array array['public.mail_state()', 'public.stopped_addresses()', 'public.pause_messages(true)'] loop
    begin
      execute 'select ' || v_call;
      v_outcomes := v_outcomes || 'passes'::text;
    exception when others then
      v_outcomes := v_outcomes || sqlstate::text;
    end;
  end loop;
  return array_to_string(v_outcomes, ', ');
end;
$$;
grant execute on all functions in schema pg_temp to public;
savepoint begun;
select tests.act_as_anon();
select is(pg_temp.tries(), '42501, 42501, 42501', 'a stranger passes none');
select tests.act_as_staff('technician');
select is(pg_temp.tries(), '42501, 42501, 42501', 'nor does a technician');
select tests.act_as_staff('office');
select is(pg_temp.tries(), 'passes, passes, 42501', 'the office looks');
select tests.act_as_staff('admin');
select is(pg_temp.tries(), 'passes, passes, passes', 'an administrator stops it');
rollback to begun;

-- Stopped, and on again
select tests.act_as_staff('office');
select is(s - array['company', 'kinds'], '{"status": "ok", "mode": "catch", "is_paused": false, "paused": null, "waiting": 2, "allow_list": null, "stopped": 0}'::jsonb || jsonb_build_object('oldest_at', s -> 'oldest_at'),
  'mail goes out, two wait') from public.mail_state() s;
select ok(s -> 'company' ?& '{name, phone, brand_color, sender_name, sender_email, postal_address, public_url, time_zone}', 'the company as mails show it') from public.mail_state() s;
select tests.act_as_owner();
select set_eq($$ select k ->> 'kind' from jsonb_array_elements(private.mail_state() -> 'kinds') k $$, 'select kind from private.message_kinds', 'every kind of mail');
select tests.act_as_staff('admin');
select is(public.pause_messages(null) ->> 'reason', 'is_paused', 'neither is no answer');
select is(public.pause_messages(true) ->> 'status', 'paused', 'all mail is stopped');
select is(public.pause_messages(true) ->> 'status', 'unchanged', 'which is done once');
select is(s #>> '{paused,by}', 'Admin', 'it is known who did it') from public.mail_state() s;
select isnt(s #>> '{paused,at}', null, 'and when') from public.mail_state() s;
select tests.act_as_owner();
select is(private.claim_messages(10, '{"catch": {"provider": "catcher"}}') ->> 'status', 'paused', 'who sends heeds it');
select is((select count(*) from public.messages where state = 'queued'), 2::bigint, 'what waits is kept');
select is((select changes from public.audit_events where table_name = 'company_settings' order by seq desc limit 1), '{"messages_paused": [false, true]}', 'it is on record');
select tests.act_as_staff('admin');
select is(public.pause_messages(false) ->> 'status', 'resumed', 'mail goes on');
select is(s -> 'paused', 'null', 'and nobody stopped it') from public.mail_state() s;
select tests.act_as_owner();
update public.company_settings set messages_paused = true;
select is(private.mail_state() #> '{paused,by}', 'null', 'whoever stops it in the database itself has no name');
update public.company_settings set messages_paused = false;
select is(private.claim_messages(1, '{"catch": {"provider": "catcher"}}') ->> 'status', 'claimed', 'who sends does so');

-- Addresses
insert into public.suppressions (address, reason, created_at) values
  ('shared@example.com', 'hard_bounce', '2026-06-01 03:59+00'), ('nobody@example.com', 'unsubscribed', '2026-05-01'), ('cross@example.com', 'complaint', '2026-05-02');
select tests.act_as_staff('office');
select is((select string_agg(r ->> 'address', ' ') from jsonb_array_elements(public.stopped_addresses() -> 'rows') r), 'shared@example.com cross@example.com nobody@example.com', 'newest first');
select is(r #> '{rows,0,clients}', jsonb_build_array(jsonb_build_object('customer_id', tests.id('ada'), 'name', 'Ada Example'), jsonb_build_object('customer_id', tests.id('bob'), 'name', 'Bob Example')),
  'with all clients whom it stands for') from public.stopped_addresses() r;
select is(r #>> '{rows,0,since}', '2026-05-31', 'since a day of the company''s') from public.stopped_addresses() r;
select is((select string_agg(r ->> 'address', ' ') from jsonb_array_elements(public.stopped_addresses(' CROSS@') -> 'rows') r), 'cross@example.com', 'a part of the address finds it');
select is(jsonb_array_length(public.stopped_addresses('%') -> 'rows'), 0, 'which is no pattern');
select is(public.stopped_addresses() -> 'after_id', 'null', 'all of them are on one page');
select tests.act_as_owner();
insert into public.suppressions (address, reason, created_at) select 'n' || n || '@example.com', 'hard_bounce', '2026-04-01' from generate_series(1, 60) n;
create temp table seen as select r from jsonb_array_elements(private.stopped_addresses(null, null) -> 'rows') r;
select is((select count(*) from seen), 50::bigint, 'fifty at a time');
insert into seen select r from jsonb_array_elements(private.stopped_addresses(null, (private.stopped_addresses(null, null) ->> 'after_id')::uuid) -> 'rows') r;
select is((select count(distinct r ->> 'address') from seen), 63::bigint, 'and the rest after them, none twice');
select * from finish();
rollback;
