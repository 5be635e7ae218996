-- How somebody of the staff gets a login, chooses a password, and is signed out.
begin;
select plan(79);

create function pg_temp.member(email text) returns public.staff language sql as $$ select s from public.staff s where s.email = member.email $$;
create function pg_temp.link(email text) returns private.password_links language sql as $$
  select l from private.password_links l join public.staff s on s.id = l.staff_id where s.email = link.email order by l.created_at desc, l.ends_at desc limit 1 $$;
create function pg_temp.listed(email text) returns jsonb language sql security definer set search_path = '' as $$
  select private.staff_told(s) from public.staff s where s.email = listed.email $$;
-- Time goes by: what was asked for then is that much older. Past the guards, as an owner can.
create function pg_temp.ago(back interval) returns void language sql set session_replication_role = replica as $$
  update private.password_links set created_at = created_at - back, ends_at = ends_at - back $$;
-- The mail is written: whoever sends it has it leased, and Auth made a login and a secret.
create function pg_temp.written(address text, secret text, user_id uuid) returns jsonb language plpgsql as $$
declare
  v_message record;
  v_answer jsonb;
begin
  perform tests.act_as_owner();
  perform tests.as_function('supersede', $f$
    update public.messages m set state = 'superseded' where m.state = 'queued' and private.superseded_because(m) is not null $f$);
  perform tests.as_function('lease_messages', format($f$
    update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 minute'
    where recipient = %L and state = 'queued' $f$, address));
  select m.id, m.lease_id into v_message from public.messages m where m.recipient = address and m.state = 'sending';
  v_answer := public.keep_password_link(v_message.id, v_message.lease_id, user_id, secret);
  if v_answer ->> 'status' = 'kept' then
    perform tests.as_function('freeze_message', format($f$ update public.messages set rendered = '{"html": "%s"}' where id = %L $f$, secret, v_message.id));
    perform tests.as_function('settle_message', format($f$
      update public.messages set state = 'sent', sent_at = private.clock(), lease_id = null, lease_until = null where id = %L $f$, v_message.id));
  end if;
  return v_answer;
end;
$$;
create function pg_temp.signs_in(email text, user_id uuid, session_id uuid) returns void language plpgsql as $$
begin
  perform tests.act_as_owner();
  insert into auth.users (id, email) values (user_id, email) on conflict do nothing;
  update auth.users u set last_sign_in_at = now() where u.id = user_id;
  insert into auth.sessions (id, user_id) values (session_id, user_id);
end;
$$;
-- A request with the token of that session.
create function pg_temp.within(user_id uuid, session_id uuid) returns void language plpgsql as $$
begin
  perform tests.act_as('authenticated', user_id);
  perform set_config('request.jwt.claims', jsonb_build_object('role', 'authenticated', 'sub', user_id, 'session_id', session_id)::text, true);
end;
$$;
create temp table told (what text primary key, answer jsonb);
grant select, insert on told to public;
grant execute on function pg_temp.listed, pg_temp.within, pg_temp.signs_in, pg_temp.written, pg_temp.link, pg_temp.member, pg_temp.ago to public;

-- Inviting
select tests.act_as_staff('office');
select throws_ok($$ select public.invite_staff('Ina Example', 'ina@example.com', 'admin') $$, '42501', null, 'the office invites nobody');
select throws_ok($$ select public.staff_page() $$, '42501', null, 'nor does it see who has a login');
select tests.act_as_staff('admin');
select is(public.invite_staff(' ', 'ina@example.com', 'office') ->> 'reason', 'name', 'who is invited has a name');
select is(public.invite_staff('Ina Example', 'ina@', 'office') ->> 'reason', 'email', 'an address that mail can go to');
select is(public.invite_staff('Ina Example', 'ina@example.com', 'owner') ->> 'reason', 'role', 'and rights that there are');
select is(public.invite_staff('Ina Example', 'ina@example.com', 'office', gen_random_uuid()) ->> 'reason', 'technician', 'the office has no calendar');
insert into told values ('invited', public.invite_staff(' Ina Example ', 'Ina@Example.com', 'office'));
select is(answer ->> 'status', 'invited', 'an administrator invites') from told where what = 'invited';
select is(public.invite_staff('Ina Again', 'INA@example.com', 'admin') - 'shown' @> '{"status": "refused", "reason": "known", "name": "Ina Example"}', true,
  'an address that somebody has is theirs');
select is(pg_temp.listed('ina@example.com') ->> 'state', 'invited', 'who was invited is listed so');
select is(pg_temp.listed('ina@example.com') #>> '{link, mail}', 'queued', 'with what became of the mail');

select tests.act_as_owner();
select is((select count(*) from public.messages m where m.kind = 'invitation' and m.recipient = 'ina@example.com'), 1::bigint, 'one mail is queued');
select is((pg_temp.member('ina@example.com')).user_id, null, 'there is no login before the mail is written');
select is((pg_temp.link('ina@example.com')).token_hash, null, 'nor a secret');
select ok((select m.payload::text !~ 'token' from public.messages m where m.recipient = 'ina@example.com'), 'the outbox holds none');
select is(private.superseded_because(m), null, 'the mail holds') from public.messages m where m.recipient = 'ina@example.com';

-- The mail is written
insert into auth.users (id, email) values (tests.id('ina'), 'ina@example.com'), (tests.id('stranger'), 'stranger@example.com');
select is(pg_temp.written('ina@example.com', 'secret-of-ina', tests.id('stranger')) ->> 'reason', 'other_login', 'a login of another address is not given to her');
select is(public.keep_password_link(m.id, gen_random_uuid(), tests.id('ina'), 'secret-of-ina') ->> 'status', 'lost', 'nor is one by whoever has not leased the mail')
from public.messages m where m.recipient = 'ina@example.com';
select is(pg_temp.written('ina@example.com', 'secret-of-ina', tests.id('ina')) ->> 'status', 'kept', 'the sender says which login it is');
select is((pg_temp.member('ina@example.com')).user_id, tests.id('ina'), 'which is hers from then on');
select is(public.password_link('secret-of-ina'), '{"status": "open", "link_kind": "invitation", "email": "ina@example.com"}', 'the link is open');
select is(public.password_link('secret-of-ina'), '{"status": "open", "link_kind": "invitation", "email": "ina@example.com"}', 'looking uses nothing up');
select is(public.password_link('secret-of-nobody') ->> 'status', 'unknown', 'another secret is unknown');
select is(public.password_link(repeat('x', 200000)) ->> 'status', 'unknown', 'however long');
select is((select count(*) from public.audit_events e where e.changes::text ~ 'token_hash|secret-of' or e.table_name = 'password_links' and e.changes ? 'token_hash'), 0::bigint, 'the trail holds no secret');
select isnt_empty($$ select from public.audit_events e where e.table_name = 'password_links' and e.action = 'insert' $$, 'but that it was asked for');
select is((select m.rendered from public.messages m where m.recipient = 'ina@example.com'), null, 'what was sent is forgotten');

-- Both sides of a day
select pg_temp.ago('23 hours 59 minutes');
select is(public.password_link('secret-of-ina') ->> 'status', 'open', 'an invitation is good for a day');
select is(pg_temp.listed('ina@example.com') ->> 'state', 'invited', 'and listed so');
select pg_temp.ago('2 minutes');
select is(public.password_link('secret-of-ina') ->> 'status', 'over', 'and then no longer');
select is(pg_temp.listed('ina@example.com') ->> 'state', 'run_out', 'which is listed, too');

-- Again
select tests.act_as_staff('admin');
select is(public.send_password_link((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid), '{"status": "sent", "link_kind": "invitation"}', 'she is invited again');
select tests.act_as_owner();
select is(pg_temp.written('ina@example.com', 'second-secret', tests.id('ina')) ->> 'status', 'kept', 'with the same login');
select is(public.password_link('secret-of-ina') ->> 'status', 'over', 'the first link stays over');
select is(public.password_link('second-secret') ->> 'status', 'open', 'the second is open');
select tests.act_as_staff('admin');
select public.send_password_link((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid);
select is(public.password_link('second-secret') ->> 'status', 'over', 'until a third is asked for');
select public.send_password_link((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid);
select is(public.send_password_link((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid) ->> 'reason', 'too_often', 'nobody gets more than three an hour');
select tests.act_as_owner();
select is((select array_agg(private.superseded_because(m) order by m.payload ->> 'link_id' = (pg_temp.link('ina@example.com')).id::text)
    from public.messages m where m.recipient = 'ina@example.com' and m.state = 'queued'),
  array['its link is no longer wanted', null], 'of those that wait only the last is sent');

-- She chooses a password, and is on the staff
select is(pg_temp.written('ina@example.com', 'third-secret', tests.id('ina')) ->> 'status', 'kept', 'the third link is written');
select pg_temp.signs_in('ina@example.com', tests.id('ina'), tests.id('old'));
select pg_temp.signs_in('ina@example.com', tests.id('ina'), tests.id('new'));
select pg_temp.within(tests.id('ina'), tests.id('new'));
select is(public.who_am_i() ->> 'role', 'office', 'she is let in');
select is(public.password_is_set(), '{"status": "ok", "ended": 1}', 'and other sessions end');
select is(public.password_link('third-secret') ->> 'status', 'over', 'the link is used');
select is(public.who_am_i() ->> 'role', 'office', 'her session goes on');
select isnt_empty('select id from public.equipment_categories', 'with all its rights');
select pg_temp.within(tests.id('ina'), tests.id('old'));
select is(public.who_am_i(), '{"status": "signed_out"}', 'a token of a session that ended opens nothing');
select is_empty('select id from public.equipment_categories', 'no table');
select throws_ok($$ select public.close_activity(gen_random_uuid(), 'done') $$, '42501', null, 'and no door');

-- Somebody forgot
select tests.act_as_anon();
select is(public.forgot_password('INA@example.com '), '{"status": "ok"}', 'whoever forgot is answered');
select is(public.forgot_password('nobody@example.com'), '{"status": "ok"}', 'as is whoever is not there');
select is(public.forgot_password(repeat('x', 243) || '@example.com') ->> 'status', 'rejected', 'what is longer than an address is none');
select is(public.forgot_password(repeat('x', 242) || '@example.com') ->> 'status', 'ok', 'one character less may be one');
select public.forgot_password('ina@example.com') from generate_series(1, 10);
select tests.act_as_owner();
select is((select array_agg(m.recipient) from public.messages m where m.kind = 'password_reset'), array_fill('ina@example.com'::text, array[3]), 'but only one of the staff gets mail, three times an hour');
select is(pg_temp.written('ina@example.com', 'reset-secret', tests.id('ina')) ->> 'status', 'kept', 'the last of them is written');
select pg_temp.ago('59 minutes');
select is(public.password_link('reset-secret') ->> 'status', 'open', 'a new password is chosen within the hour');
select pg_temp.ago('2 minutes');
select is(public.password_link('reset-secret') ->> 'status', 'over', 'or not at all');
select tests.act_as_staff('admin');
select is(public.send_password_link((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid) ->> 'link_kind', 'password_reset', 'who has signed in before gets a link for a new password from an administrator');
select is((pg_temp.listed('ina@example.com') ->> 'state'), 'signs_in', 'and is no guest for that');

-- Other rights
select is(public.change_staff((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid, 'Ina E.', 'technician', 'office/t/Somebody') ->> 'reason', 'changed', 'a form that showed something else overwrites nothing');
select is(public.change_staff((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid, 'Ina E.', 'technician', pg_temp.listed('ina@example.com') ->> 'shown') ->> 'status', 'changed', 'an administrator gives other rights');
select is(public.change_staff((pg_temp.listed('admin@tests.example.com') ->> 'staff_id')::uuid, 'Admin', 'office', pg_temp.listed('admin@tests.example.com') ->> 'shown') ->> 'reason', 'self', 'but not to themselves');
select is(public.switch_staff((pg_temp.listed('admin@tests.example.com') ->> 'staff_id')::uuid, false, pg_temp.listed('admin@tests.example.com') ->> 'shown') ->> 'reason', 'self', 'nor do they switch themselves off');
select pg_temp.within(tests.id('ina'), tests.id('new'));
select is(public.who_am_i() ->> 'role', 'technician', 'which hold at the next request');
select throws_ok($$ select public.close_activity(gen_random_uuid(), 'done') $$, '42501', null, 'and no others');
select throws_ok($$ select public.sign_out_everywhere(s.id) from public.staff s where s.email = 'admin@tests.example.com' union all select public.sign_out_everywhere(gen_random_uuid()) $$,
  '42501', null, 'nobody signs others out');

-- Switched off
select tests.act_as_owner();
select pg_temp.ago('11 days');
select public.forgot_password('ina@example.com');
select pg_temp.written('ina@example.com', 'secret-before', tests.id('ina'));
select is(public.password_link('secret-before') ->> 'status', 'open', 'a link is on its way');
select tests.act_as_staff('admin');
select public.switch_staff((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid, false, pg_temp.listed('ina@example.com') ->> 'shown');
select pg_temp.within(tests.id('ina'), tests.id('new'));
select is(public.who_am_i(), '{"status": "signed_out"}', 'who was switched off is signed out');
select tests.act_as_staff('admin');
select is(public.send_password_link((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid) ->> 'reason', 'off', 'and gets no link');
select public.switch_staff((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid, true, pg_temp.listed('ina@example.com') ->> 'shown');
select pg_temp.within(tests.id('ina'), tests.id('new'));
select is(public.who_am_i(), '{"status": "signed_out"}', 'switched on again, the old session stays over');
select is(public.password_link('secret-before') ->> 'status', 'over', 'and so does a link from before');

-- Signed out everywhere
select pg_temp.signs_in('ina@example.com', tests.id('ina'), tests.id('phone'));
select pg_temp.within(tests.id('ina'), tests.id('phone'));
select is(public.sign_out_everywhere(), '{"status": "signed_out", "sessions": 1}', 'everybody signs themselves out everywhere');
select is(public.who_am_i(), '{"status": "signed_out"}', 'at once');
select tests.act_as_staff('admin');
select is(public.sign_out_everywhere((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid), '{"status": "signed_out", "sessions": 0}', 'and an administrator others');
-- Links are as good as sessions: whoever has one signs in with it.
select tests.act_as_owner();
select pg_temp.ago('11 days');
select public.forgot_password('ina@example.com');
select pg_temp.written('ina@example.com', 'secret-stolen', tests.id('ina'));
update auth.users set recovery_token = 'secret-stolen', confirmation_token = 'secret-older' where id = tests.id('ina');
select is(public.password_link('secret-stolen') ->> 'status', 'open', 'a link is on its way');
select tests.act_as_staff('admin');
select is(public.sign_out_everywhere((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid) ->> 'status', 'signed_out', 'whoever is signed out everywhere');
select tests.act_as_owner();
select is(public.password_link('secret-stolen') ->> 'status', 'over', 'is not signed in by a link from before');
select is((select recovery_token || confirmation_token from auth.users where id = tests.id('ina')), '', 'nor is its secret good at Auth itself');
select public.forgot_password('ina@example.com');
select tests.act_as_staff('admin');
select public.sign_out_everywhere((pg_temp.listed('ina@example.com') ->> 'staff_id')::uuid);
select tests.act_as_owner();
select is(private.superseded_because(m), 'its link is no longer wanted', 'a mail with a link that waits does not go') from public.messages m where m.kind = 'password_reset' and m.state = 'queued' and m.payload ->> 'link_id' = (pg_temp.link('ina@example.com')).id::text;
-- Whoever was invited and has no login yet is switched off as well.
select tests.act_as_staff('admin');
select public.invite_staff('Ivo Example', 'ivo@example.com', 'office');
select public.switch_staff((pg_temp.listed('ivo@example.com') ->> 'staff_id')::uuid, false, pg_temp.listed('ivo@example.com') ->> 'shown');
select public.switch_staff((pg_temp.listed('ivo@example.com') ->> 'staff_id')::uuid, true, pg_temp.listed('ivo@example.com') ->> 'shown');
select is(pg_temp.listed('ivo@example.com') ->> 'state', 'run_out', 'an invitation from before is over, once its owner was switched off');
select tests.act_as_owner();
select throws_ok($$ update public.staff set signed_out_at = now() $$, 'MT002', null, 'which nobody says who does not do it');
select throws_ok($$ update private.password_links set ends_at = now() + interval '1 year' $$, 'MT002', null, 'no link becomes better');

select * from finish();
rollback;
