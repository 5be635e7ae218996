-- Rows that somebody chose in a list: each gets its answer, and one that is refused keeps no other from its turn.
begin;
select plan(26);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
select tests.act_as_owner();
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', null, '905-555-0112');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-25'),
  tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-06-28'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.book('porch', 'Tess One', '2026-06-08 13:00+00');
set constraints all immediate;

create function pg_temp.answers(answer jsonb) returns text[] language sql as $$
  select array(select concat_ws(' ', (select l.label from unnest('{stairs,chair,porch,bobs,one,two,three,four,five}'::text[]) l (label) where tests.id(l.label)::text = a.row ->> 'id'),
    a.row ->> 'status', a.row ->> 'reason') from jsonb_array_elements(answer -> 'answers') with ordinality a (row, nr) order by a.nr)
$$;
create function pg_temp.ids(labels text[]) returns uuid[] language sql as $$ select array(select tests.id(l) from unnest(labels) with ordinality l (l, nr) order by nr) $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
select tests.act_as_anon();
select throws_ok($$ select public.send_reminders_again(array[gen_random_uuid()]) $$, '42501', null, 'a stranger reminds nobody');
select throws_ok($$ select public.retry_messages(array[gen_random_uuid()]) $$, '42501', null, 'and sends nothing again');
select tests.act_as_staff('technician');
select throws_ok($$ select public.send_reminders_again(array[md5('stairs')::uuid]) $$, '42501', null, 'nor does a technician');
select throws_ok($$ select public.retry_messages(array[gen_random_uuid()]) $$, '42501', null, 'who sends nothing again, either');
select throws_ok($$ select public.print_letters(array[md5('stairs')::uuid]) $$, '42501', null, 'or prints letters');

-- Reminders
select tests.act_as_staff('office');
select is(pg_temp.answers(public.send_reminders_again(pg_temp.ids('{bobs,stairs,porch,chair,nothing}'))),
  '{"bobs refused nobody","stairs queued","porch refused booked","chair queued",unknown}', 'each is answered for in the order asked, a forged one too');
select is(pg_temp.answers(public.send_reminders_again(pg_temp.ids('{stairs}'))), '{"stairs refused waiting"}', 'nobody is reminded twice at once');
select is(public.send_reminders_again('{}') ->> 'reason', 'most', 'of none nothing is done');
select is(public.send_reminders_again(null) ->> 'reason', 'most', 'nor of nothing');
select is(public.send_reminders_again(array(select gen_random_uuid() from generate_series(1, 101))) ->> 'reason', 'most', 'nor of over a hundred');
select is(jsonb_array_length(public.send_reminders_again(array(select gen_random_uuid() from generate_series(1, 100))) -> 'answers'), 100, 'a hundred are answered for');
select tests.act_as_owner();
select is((select count(*) from public.messages where kind = 'reminder'), 1::bigint, 'one mail went to the client of two units');
select is((select jsonb_array_length(payload -> 'items') from public.messages where kind = 'reminder'), 2, 'which names both');
select is((select count(*) from public.maintenance_cycles y where y.price_frozen_at is not null and y.contract_id = any (pg_temp.ids('{stairs,chair}'))), 2::bigint, 'with their prices, which stay');
select is((select count(*) from public.audit_events e where e.changes ->> 'what' = 'reminder sent again'), 2::bigint, 'on record for each');
select is(cardinality(array(select r.cycle_id from private.cycle_reminders r)), 2, 'and neither is reminded again tonight');

-- Mails
insert into public.suppressions (address, reason) values ('dead@example.com', 'hard_bounce');
alter table public.messages disable trigger user;
insert into public.messages (id, kind, recipient, customer_id, dedupe_key, payload, state, created_at) values
  (tests.id('one'), 'invoice', 'ada@example.com', tests.id('ada'), 'm1', '{}', 'dead', '2026-06-01 03:59+00'),
  (tests.id('two'), 'invoice', 'ada@example.com', tests.id('ada'), 'm2', '{}', 'uncertain', '2026-06-01 03:59+00'),
  (tests.id('three'), 'invoice', 'dead@example.com', tests.id('ada'), 'm3', '{}', 'dead', '2026-06-01 03:59+00'),
  (tests.id('four'), 'invoice', 'ada@example.com', tests.id('ada'), 'm4', '{}', 'superseded', '2026-06-01 03:59+00'),
  (tests.id('five'), 'invoice', 'ada@example.com', tests.id('ada'), 'n5', '{}', 'dead', '2026-06-01 03:59+00');
update public.messages set set_aside_at = '2026-06-01 11:00+00', set_aside_reason = 'Called them' where id = tests.id('five');
alter table public.messages enable trigger user;
select tests.act_as_staff('office');
select is(pg_temp.answers(public.retry_messages(pg_temp.ids('{five,four,three,two,one,nothing}'))),
  '{"five set_aside","four not_stuck","three suppressed","two uncertain","one queued",unknown}', 'what was given up is sent again, all else answered for');
select is((select array_agg(state order by dedupe_key) from public.messages where dedupe_key like 'm_'), '{queued,uncertain,dead,superseded}', 'and stays as it is');
select is(public.retry_messages('{}') ->> 'reason', 'most', 'of none nothing is done');

-- Taken along as a file, whatever the list is narrowed to
create function pg_temp.listed(ids jsonb, filters jsonb default '{}') returns text[] language sql as $$
  select array(select l.label from jsonb_array_elements(public.list_contracts(filters || jsonb_build_object('ids', ids), 'due') -> 'rows') with ordinality r (line, nr)
    join unnest('{stairs,chair,porch,bobs}'::text[]) l (label) on tests.id(l.label)::text = r.line ->> 'contract_id' order by r.nr)
$$;
grant execute on function pg_temp.listed to public;
select is(pg_temp.listed(to_jsonb(pg_temp.ids('{porch,chair,nothing}'))), '{chair,porch}', 'a list of rows that somebody chose, in its order');
select is(pg_temp.listed(to_jsonb(pg_temp.ids('{porch,chair}')), '{"situation": "booked"}'), '{porch}', 'narrowed as any other');
select is(public.list_contracts(jsonb_build_object('ids', to_jsonb(pg_temp.ids('{porch,chair}')))) #>> '{counts,booked}', '1', 'and counted so');
select is(public.list_contracts('{"ids": ["x'' or true --"]}') ->> 'reason', 'filters', 'what is no id is refused');
select is(public.list_contracts('{"ids": "all"}') ->> 'reason', 'filters', 'and what is no list of them');
select is(public.list_contracts(jsonb_build_object('ids', (select jsonb_agg(gen_random_uuid()) from generate_series(1, 101)))) ->> 'reason', 'ids', 'so are over a hundred');
select is((select array_agg(jsonb_array_length(l -> 'rows')) from (values
  (public.list_clients(jsonb_build_object('ids', pg_temp.ids('{ada}')))), (public.list_visits('{"ids": []}')), (public.list_invoices('{"ids": []}')),
  (public.list_messages(jsonb_build_object('ids', pg_temp.ids('{one,four}'))))) v (l)), '{1,0,0,2}', 'every list knows them');
select * from finish();
rollback;
