-- Activities: one that is open per kind and thing, which gathers what is added; what closes it, and whose it was.
begin;
select plan(19);
select tests.freeze_clock('2026-06-02 14:00+00');

insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example'), (tests.id('bob'), 'Bob Example');
select tests.staff_user('office'), tests.staff_user('admin');
create function pg_temp.ask(kind text, customer text, details jsonb, urgent boolean default false) returns uuid language sql as $$
  select private.raise_about_customer(kind, tests.id(customer), details, urgent => urgent) $$;
create function pg_temp.open() returns text language sql as $$
  select string_agg(k.first_name || ' ' || a.kind, ', ' order by k.name, a.kind) from public.office_activities a join public.customers k on k.id = a.customer_id where a.state = 'open' $$;
create temp table asked (id uuid, n integer generated always as identity);
grant select on asked to public;

-- One per kind and thing
insert into asked (id) select pg_temp.ask('call_client', 'ada', '{"reason": "unsubscribed", "address": "ada@example.com"}', true);
insert into asked (id) select pg_temp.ask('call_client', 'ada', '{"reason": "hard_bounce"}');
select is((select count(distinct id) from asked), 1::bigint, 'asking again adds to what is open');
select is((select details from public.office_activities), '{"reason": "hard_bounce", "address": "ada@example.com"}', 'what is new replaces, what is not repeated stays');
select is((select urgent from public.office_activities), true, 'what is urgent stays urgent');
select pg_temp.ask('missing_address', 'bob', '{}'), pg_temp.ask('missing_address', 'bob', '{}', true);
select is((select urgent from public.office_activities where customer_id = tests.id('bob')), true, 'or becomes it');
select pg_temp.ask('call_client', 'bob', '{}'), pg_temp.ask('delivery_failure', 'ada', '{}');
select is(pg_temp.open(), 'Ada call_client, Ada delivery_failure, Bob call_client, Bob missing_address', 'another kind or another client is another one');
select is((select distinct due_on from public.office_activities), '2026-06-02', 'each is for today');

insert into public.technician_tasks (id, task_type, during, state)
select tests.id(label), 'repair', '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned' from unnest(array['first', 'second']) label;
select private.raise_about_customer('call_client', tests.id('bob'), '{}', task_id => task_id) from unnest(array[tests.id('first'), tests.id('second'), null]) task_id;
select is((select task_id from public.office_activities where kind = 'call_client' and customer_id = tests.id('bob')), tests.id('second'), 'the newest job that it is about counts, until there is another');

-- Closing
select tests.act_as_staff('office');
select is(public.close_activity((select id from asked where n = 1), 'called, wants a visit in July') ->> 'status', 'closed', 'the office closes one');
select is(public.close_activity((select id from asked where n = 1), 'again') ->> 'status', 'not_open', 'once');
select tests.act_as_owner();
select is((select (a.state, a.outcome, a.closed_at, s.role)::text from public.office_activities a join public.staff s on s.id = a.owner_id where a.id = (select id from asked where n = 1)),
  ('done', 'called, wants a visit in July', '2026-06-02 14:00+00'::timestamptz, 'office')::text, 'with what came of it, when, and by whom');
select isnt(pg_temp.ask('call_client', 'ada', '{}'), (select id from asked where n = 1), 'the next call is a new one');
update public.office_activities set owner_id = (select id from public.staff where role = 'admin') where state = 'open';
select tests.act_as_staff('office');
select public.close_activity(id, 'for you') from public.office_activities where kind = 'delivery_failure';
select tests.act_as_owner();
select is((select s.role from public.office_activities a join public.staff s on s.id = a.owner_id where a.kind = 'delivery_failure'), 'admin', 'what is somebody''s stays theirs, whoever closes it');

-- What happens settles what it answers, and nothing else
select is(pg_temp.open(), 'Ada call_client, Bob call_client, Bob missing_address', 'three are open');
select private.settle('sent', 'customer', array[tests.id('ada')::text], 'sent');
select is(pg_temp.open(), 'Ada call_client, Bob call_client, Bob missing_address', 'a mail that left needs no call less');
select private.settle('booked', 'cycle', array[tests.id('ada')::text], 'booked');
select is(pg_temp.open(), 'Ada call_client, Bob call_client, Bob missing_address', 'nor does a cycle of that name');
select private.settle('booked', 'customer', array[tests.id('ada')::text, tests.id('nobody')::text], 'booked');
select is(pg_temp.open(), 'Bob call_client, Bob missing_address', 'a booking does, for its client');
select private.settle('booked', 'customer', array[tests.id('bob')::text], 'booked');
select is(pg_temp.open(), 'Bob missing_address', 'but finds no address');
select is((select array_agg(outcome order by outcome) from public.office_activities where state = 'done'), array['booked', 'booked', 'called, wants a visit in July', 'for you'],
  'each says what came of it');
select throws_ok($$ update public.office_activities set state = 'done' where state = 'open' $$, '23514', null, 'none is closed without its instant');

select * from finish();
rollback;
