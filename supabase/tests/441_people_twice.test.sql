-- People who are there twice: found by what they have in common, asked about once, never merged by themselves.
begin;
select plan(23);
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.client(label text, name text, email text default null, phone text default null, street text default null, postal_code text default 'L6Y 0A1') returns uuid language sql as $$
  insert into public.customers (id, name, email, phone, street, city, province, postal_code, created_at) values (tests.id(label), name, email, phone, street, 'Brampton', 'ON', postal_code, '2026-05-01'::timestamptz + ascii(label) * interval '1 minute') returning id $$;
create function pg_temp.asked() returns text language sql as $$
  select string_agg(a.name || ' + ' || b.name || ': ' || (c.told ->> 'same'), '; ' order by a.name, b.name) from public.import_conflicts c
  join public.customers a on a.id = c.customer_id join public.customers b on b.id = c.other_customer_id where c.decided_at is null $$;

select pg_temp.client('a', 'Chen Wei', 'chen@example.com', '905-555-0111', '1 Elm St'), pg_temp.client('b', 'Wei, Chen', ' CHEN@example.com ');
select is(private.find_people_twice(null), 1, 'a name the other way round with one address of mail');
select is(pg_temp.asked(), 'Chen Wei + Wei, Chen: ["email"]', 'the one that is there longer comes first');
select is(private.find_people_twice(null), 0, 'the same pair is asked about once');
select is((select count(*) from public.customers), 2::bigint, 'nobody is merged');
select is((select count(*) from public.office_activities), 0::bigint, 'nor fills the work list');

savepoint found;
select tests.as_office(format('decide_conflict(%L, %L, %L)', c.id, 'two', private.question_told(c) ->> 'shown')) from public.import_conflicts c;
select is((select c.decision from public.import_conflicts c), 'two', 'they are two people');
update public.customers set phone = '905-555-0111' where id = tests.id('b');
select is(private.find_people_twice(null), 0, 'which is remembered, whatever else they have in common');
rollback to found;

select pg_temp.client('c', 'Mrs. Zoë Ray', null, '(905) 555-0122'), pg_temp.client('d', 'Zoe Ray', null, '+1 905 555 0122');
select is(private.find_people_twice(array[tests.id('d')]), 1, 'a name without its accent and title with one phone');
select pg_temp.client('e', 'Ann Lee', null, '905-555-0133', '12 King Street', 'L6Y 0A1'), pg_temp.client('f', 'Bob Lee', 'lee@example.com', '905-555-0133', '12 King St', 'L6Y 0A1');
select is(private.find_people_twice(null), 0, 'two people of one household with one phone are two');
select pg_temp.client('g', 'Ann Lee', null, null, '12 King St.', 'L6Y0A1');
select is(private.find_people_twice(array[tests.id('g')]), 1, 'the same name at one home, however that is written');
select pg_temp.client('h', 'Ann Lee', null, null, '13 King St.'), pg_temp.client('i', 'Ann Lee', null, null, null), pg_temp.client('j', 'Ann Lee', null, '12', null);
select is(private.find_people_twice(null), 0, 'a name alone is many people''s');
select pg_temp.client('k', 'Max Doe', 'max@example.com'), pg_temp.client('l', 'Max Doe', 'max@example.com'), pg_temp.client('m', 'Nina Roe', 'nina@example.com'), pg_temp.client('n', 'Nina Roe', 'nina@example.com');
select tests.known_as_deceased('k', '2026-05-01');
select is(public.erase_customer(tests.id('m'), 'Asked', false, public.erase_customer(tests.id('m'), 'Asked', true) ->> 'shown') ->> 'status', 'recorded', 'somebody is erased');
select is(private.find_people_twice(null), 0, 'nobody is compared with the dead or the erased');
select pg_temp.client('o', 'Olga Poe', 'olga@example.com'), pg_temp.client('p', 'Olga Poe', 'olga@example.com'), pg_temp.client('q', 'Olga Poe', 'olga@example.com');
select is(private.find_people_twice(array[tests.id('o')]), 2, 'only pairs with one of those who were touched');
select is(private.find_people_twice(array[]::uuid[]), 0, 'of nobody nothing is asked');
select is(pg_temp.asked(), 'Ann Lee + Ann Lee: ["address"]; Chen Wei + Wei, Chen: ["email"]; Mrs. Zoë Ray + Zoe Ray: ["phone"]; Olga Poe + Olga Poe: ["email"]; Olga Poe + Olga Poe: ["email"]', 'all of them on one page');
select is(tests.as_office('list_conflicts(''one_person_twice'', most => 2)') #> '{kinds}', '{"one_person_twice": 5}', 'which counts them');
select is(jsonb_array_length(tests.as_office('list_conflicts(most => 2)') -> 'rows'), 2, 'and shows as many as fit');
select is((select array_agg(jsonb_array_length(tests.as_office(format('list_conflicts(most => 2, after => %L)', a)) -> 'rows')) from unnest(array[tests.as_office('list_conflicts(most => 2)') ->> 'after', tests.as_office('list_conflicts(most => 4)') ->> 'after']) a), '{2,1}', 'page after page');
select is((select j.sql from private.jobs j where j.name = 'find-people-twice'), 'select private.find_people_twice(null)', 'every night');

-- More homes than one night compares.
select is(private.find_people_twice(null), 1, 'whom nobody touched are found at night');
create or replace function private.homes_of_a_night() returns integer language sql immutable return 2;
select pg_temp.client('r', 'Uma Fox', null, null, '5 Oak St', 'L6Y 0A1'), pg_temp.client('s', 'Uma Fox', null, null, '5 Oak St', 'L6Y 0A1'), pg_temp.client('t', 'Vic Fox', null, null, '7 Oak St', 'L6Y 0A1'), pg_temp.client('u', 'Vic Fox', null, null, '7 Oak St', 'L6Y 0A1');
create function pg_temp.nights() returns setof integer language plpgsql as $$
begin
  for day in 1..12 loop
    perform tests.freeze_clock(timestamptz '2026-06-01 12:00+00' + make_interval(days => day));
    return next private.find_people_twice(null);
  end loop;
end $$;
create temp table found as select * from pg_temp.nights() n;
select is((select sum(n) from found), 2::bigint, 'of very many homes each night compares some, and the nights together all');
select ok((select max(n) from found) = 1, 'never all in one');

select * from finish();
rollback;
