-- Letters: what one says, the short code that it bears, and who gets to a client's page by code and postal code.
begin;
select plan(68);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, street, apartment, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', '12 King St', '3', 'Brampton', 'ON', 'l6y0a1'), (tests.id('bob'), 'Bob Example', null, null, null, null, null);
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-22'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave, Apt 4', '2026-06-20');
update public.units set postal_code = 'M4S 1A1' where id = tests.id('chair');
update public.units set apartment = '4' where id = tests.id('bobs');
create function pg_temp.letter(label text) returns jsonb language sql as $$ select public.letter_facts(tests.id(label)) $$;
create function pg_temp.print(label text) returns jsonb language sql as $$ select public.print_letter(tests.id(label)) $$;
create function pg_temp.find(code text, postal_code text) returns text language sql as $$
  select coalesce(f ->> 'reason', f ->> 'status') from public.find_by_short_code(code, postal_code) f $$;
-- Whoever tries goes on trying within the hour; this is the next one.
create function pg_temp.later() returns void language sql as $$ delete from private.short_code_tries $$;
create function pg_temp.own(label text) returns jsonb language sql as $$ select pg_temp.letter(label) -> 'unit' $$;
grant execute on function pg_temp.letter, pg_temp.print, pg_temp.find, pg_temp.own to public;

-- What it says
select tests.act_as_staff('office');
select is(pg_temp.letter('chair') - array['unit', 'others', 'company', 'due_on'],
  '{"status": "due", "name": "Ada Example", "first_name": "Ada", "address_lines": ["3-12 King St", "Brampton ON  L6Y 0A1"]}', 'to whom, and where they live');
select is((pg_temp.letter('chair') ->> 'due_on', pg_temp.own('chair') - 'contract_id')::text,
  '(2026-06-22,"{""fee"": 129.00, ""tax"": 16.77, ""kind"": ""Lift chair"", ""due_on"": ""2026-06-22"", ""tax_name"": ""HST 13 %"", ""told_apart"": null, ""product_name"": null, ""no_charge_reason"": null}")',
  'what is due when, and the price with its tax');
select is(pg_temp.letter('chair') -> 'company', '{"company_name": "Fusion Maintenance", "phone": "905-555-0100", "postal_address": "1 Main Street, Brampton, ON  L6Y 0A1"}', 'who writes');
select set_eq($$ select pg_temp.own(l) ->> 'told_apart' from unnest(array['stairs', 'second']) l $$, array['1 of 2', '2 of 2'], 'two of a kind are told apart');
select is(pg_temp.letter('bobs') -> 'address_lines', '["9 Oak Ave, Apt 4", "Brampton ON  L6Y 0A1"]', 'where no street of the client is known it goes where the unit is; a flat is named once');
select throws_ok($$ select pg_temp.letter('nobody') $$, 'PT404', null, 'a contract that is not there has no letter');

-- A household gets one letter for all that is due in it
create function pg_temp.others(label text) returns jsonb language sql as $$ select pg_temp.letter(label) -> 'others' $$;
grant execute on function pg_temp.others to public;
select is((select jsonb_agg(o -> 'contract_id') from jsonb_array_elements(pg_temp.others('second')) o), jsonb_build_array(tests.id('stairs')), 'what stands elsewhere has a letter of its own');
select tests.act_as_owner();
savepoint one_home;
update public.units set postal_code = 'L6Y 0A1' where id = tests.id('chair');
select tests.act_as_staff('office');
select is((select jsonb_agg(o -> 'contract_id') from jsonb_array_elements(pg_temp.others('second')) o), jsonb_build_array(tests.id('stairs'), tests.id('chair')), 'what else is due at that address stands in it, soonest first');
select is(pg_temp.others('second') -> 1, pg_temp.own('chair'), 'as in a letter of its own');
select is(pg_temp.others('bobs'), '[]', 'nobody else''s');
select tests.act_as_owner();
update public.maintenance_cycles set due_on = '2026-07-17' where contract_id = tests.id('chair');
select is(jsonb_array_length(pg_temp.others('second')), 1, 'nor what is due too late to be done in the same visit');
update public.maintenance_cycles set due_on = '2026-07-16' where contract_id = tests.id('chair');
select is(jsonb_array_length(pg_temp.others('second')), 2, 'but until then');
update public.maintenance_cycles set due_on = '2026-06-22' where contract_id = tests.id('chair');
select is((select jsonb_array_length(pg_temp.print('second') -> 'others')), 2, 'it is printed with them');
select is((select count(*) from public.maintenance_cycles y where y.price_frozen_at is not null), 3::bigint, 'and each price that it tells stays');
rollback to one_home;
select tests.act_as_owner();
select is((select count(*) from public.audit_events e where e.action = 'read'), 0::bigint, 'looking at it hands nothing out');

-- Who gets none
select is(tests.book('second', 'Tess One', '2026-06-04 13:00+00') ->> 'status', 'booked', 'somebody books');
update public.maintenance_contracts set state = 'paused' where id = tests.id('bobs');
select tests.act_as_staff('office');
select is((select jsonb_agg(o -> 'contract_id') from jsonb_array_elements(pg_temp.others('stairs')) o), null, 'what is booked stands in no letter');
select is(pg_temp.others('second'), '[]', 'nor does anything beside what is booked');
select tests.act_as_owner();
savepoint resting;
update public.units set street = u.street, apartment = u.apartment, postal_code = u.postal_code, latitude = u.latitude, longitude = u.longitude
from public.units u where u.id = tests.id('stairs') and units.id = tests.id('chair');
update public.maintenance_contracts set state = 'paused' where id = tests.id('chair');
select tests.act_as_staff('office');
select is((pg_temp.letter('chair') ->> 'status') || pg_temp.others('chair')::text, 'paused[]', 'nor beside what rests');
select tests.act_as_owner();
rollback to resting;
select tests.act_as_staff('office');
select is((select (l ->> 'status', l ->> 'booked_for', l ->> 'name')::text from pg_temp.print('second') l), '(booked,2026-06-04T13:00:00+00:00,"Ada Example")', 'who is booked gets none');
select tests.act_as_owner();
savepoint broken;
update public.units set condition = 'out_of_service' where id = tests.id('second');
select is(pg_temp.letter('second') ->> 'status', 'booked', 'also while the unit is out of service: somebody comes');
rollback to broken;
select tests.act_as_staff('office');
select is(pg_temp.print('bobs') ->> 'status', 'paused', 'nor who told us that something has changed');
select ok(not pg_temp.print(l) ?| array['url', 'short_code'], 'and no link is handed out: ' || l) from unnest(array['second', 'bobs']) l;
select tests.act_as_owner();
select is((select count(*) from private.short_codes), 0::bigint, 'nor made');
update public.maintenance_contracts set state = 'active' where id = tests.id('bobs');
update public.maintenance_cycles set due_on = due_on + 1 where contract_id = tests.id('second');

-- The code
select tests.act_as_staff('office');
create temp table printed as select l as label, pg_temp.print(l) as letter from unnest(array['stairs', 'chair', 'bobs']) l;
grant select on printed to public;
create function pg_temp.code(label text) returns text language sql as $$ select p.letter ->> 'short_code' from printed p where p.label = code.label $$;
grant execute on function pg_temp.code to public;
select ok((select bool_and(p.letter ->> 'status' = 'printed' and p.letter ->> 'short_code' ~ '^[23456789ABCDEFGHJKLMNPQRSTUVWXYZ]{10}$') from printed p), 'ten characters that nobody takes for others');
select is((select count(distinct p.letter ->> 'short_code') from printed p), 3::bigint, 'each link has its own');
select is(pg_temp.print('stairs') ->> 'short_code', pg_temp.code('stairs'), 'a letter that is printed again bears the same');
select throws_ok('select * from private.short_codes', '42501', null, 'staff read it nowhere else');
select tests.act_as_owner();
select is((select letter ->> 'url' from printed where label = 'stairs'), 'http://127.0.0.1:8000/book/' || tests.token('stairs'), 'beside it stands the link');
select is((select count(*) from public.audit_events e where e.action = 'read' and e.row_id = (select y.id from public.maintenance_cycles y where y.contract_id = tests.id('stairs'))), 2::bigint, 'each printing is on record');
select ok((select y.price_frozen_at is not null from public.maintenance_cycles y where y.contract_id = tests.id('stairs')), 'the price that it tells stays');
select ok(strpos(tests.token('stairs'), pg_temp.code('stairs')) = 0, 'the link does not tell the code');
create temp table random as select private.random_short_code() as code from generate_series(1, 2000);
select is((select (count(distinct code), count(distinct c))::text from random, regexp_split_to_table(code, '') c), '(2000,32)', 'codes are random, over all of their letters');
update public.customers set postal_code = null where id = tests.id('bob');
update public.units set postal_code = null where id = tests.id('bobs');
select is(pg_temp.print('bobs') -> 'short_code', 'null', 'where no postal code is known there is nothing to check a code by, and no code');
update public.units set postal_code = 'L6Y 0A1' where id = tests.id('bobs');

-- Code and postal code together lead to the page
select tests.act_as_anon();
select is(public.find_by_short_code(pg_temp.code('stairs'), 'L6Y 0A1') - 'token', '{"status": "found"}', 'who has both is there');
select tests.act_as_owner();
select is(public.find_by_short_code(pg_temp.code('chair'), 'L6Y 0A1') ->> 'token', tests.token('chair'), 'at the page of that very unit');
select is(pg_temp.find(pg_temp.code('chair'), 'M4S 1A1'), 'found', 'the postal code of the place where it stands does as well');
select pg_temp.later();
select is(pg_temp.find(f, p), 'found', 'however it is typed: ' || n) from (
  select pg_temp.code('stairs') as c) x cross join lateral (values
  ('small', lower(c), 'l6y0a1'), ('in groups', substr(c, 1, 3) || '-' || substr(c, 4, 3) || ' ' || substr(c, 7), ' L6Y-0A1 '), ('pasted', e'\u00a0' || c || e'\n', e'L6Y\u00a00A1'),
  ('as it looks', translate(c, 'L', '1'), 'L6Y OAI')) w (n, f, p);
select is(array[private.as_read('abl-10 o i'), private.as_read(' - '), private.as_read(null)], '{AB11001,null,null}', 'O is read as 0, I and L are read as 1');

-- Nobody learns which of the two was wrong
select pg_temp.later();
select is(array[pg_temp.find(pg_temp.code('stairs'), 'K1A 0A1'), pg_temp.find('2222222222', 'L6Y 0A1'), pg_temp.find(pg_temp.code('stairs'), null), pg_temp.find(null, 'L6Y 0A1'), pg_temp.find('', ''),
  pg_temp.find(pg_temp.code('stairs') || '2', 'L6Y 0A1'), pg_temp.find(repeat('-', 40) || pg_temp.code('stairs'), 'L6Y 0A1'), pg_temp.find(pg_temp.code('stairs'), repeat(' ', 20) || 'L6Y 0A1'), pg_temp.find(pg_temp.code('stairs'), repeat('L', 1000000))], array_fill('invalid'::text, array[9]), 'wrong codes and wrong postal codes answer alike');

-- A few tries, then it is closed for a while, whether there is such a code or not
select pg_temp.later();
create function pg_temp.bucket(label text) returns integer language sql as $$ select private.try_bucket(private.token_hash(pg_temp.code(bucket.label))) $$;
create function pg_temp.tries(code text, postal_code text) returns text language sql as $$
  select string_agg(pg_temp.find(tries.code, tries.postal_code), ' ' order by n) from generate_series(1, 7) n $$;
select is(pg_temp.tries('3333333333', 'K1A 0A1'), 'invalid invalid invalid invalid invalid too_many_attempts too_many_attempts', 'five tries: one that there is not');
-- A random code may fall on the counter of another: one of so many times.
select pg_temp.later();
select is(pg_temp.tries(pg_temp.code('stairs'), 'K1A 0A1'), 'invalid invalid invalid invalid invalid too_many_attempts too_many_attempts', 'five tries: a code that there is');
select is(pg_temp.find(pg_temp.code('stairs'), 'L6Y 0A1'), 'too_many_attempts', 'then not even the right postal code opens it');
select is(pg_temp.find(pg_temp.code('chair'), 'L6Y 0A1'), case when pg_temp.bucket('chair') = pg_temp.bucket('stairs') then 'too_many_attempts' else 'found' end, 'others are open');
update private.short_code_tries set window_started_at = clock_timestamp() - interval '59 minutes';
select is(pg_temp.find(pg_temp.code('stairs'), 'L6Y 0A1'), 'too_many_attempts', 'for an hour');
update private.short_code_tries set window_started_at = clock_timestamp() - interval '61 minutes';
select is(pg_temp.find(pg_temp.code('stairs'), 'L6Y 0A1'), 'found', 'and no longer');
select pg_temp.later();
select is(pg_temp.tries(pg_temp.code('stairs'), 'L6Y 0A1'), 'found found found found found found found', 'who has both comes as often as they like');
select throws_ok(w, 'MT002', null, w) from unnest(array['update private.short_codes set code = ''2222222222''', 'update private.short_codes set cycle_id = gen_random_uuid()',
  'delete from private.short_codes', 'truncate private.short_codes']) w;
select throws_ok($$ insert into private.short_code_tries (bucket, window_started_at, tries) values (65536, now(), 1) $$, '23514', null, 'whatever strangers make up, there are so many counters and no more');
select pg_temp.find('4444444444', 'K1A 0A1');
select is((select count(*) from public.booking_attempts a where a.action = 'find'), 0::bigint, 'nor do they leave rows');
select cmp_ok((select v.attempts from private.attempts_in_vain v where v.action = 'find' and v.status = 'invalid'), '>=', 19::bigint, 'they are counted by day');
update private.short_code_tries set window_started_at = clock_timestamp() - interval '25 hours';
select private.forget_old_attempts();
select is((select count(*) from private.short_code_tries), 0::bigint, 'and forgotten');

-- It goes out of force with its link
create temp table old as select pg_temp.code('stairs') as code;
select public.revoke_booking_link(tests.id('stairs'));
select is(pg_temp.find(code, 'L6Y 0A1'), 'expired', 'a link that was replaced takes its code along') from old;
select is(pg_temp.find(code, 'K1A 0A1'), 'invalid', 'which is told to nobody but its holder') from old;
select is((select count(*) from private.short_codes s where s.code = (select code from old)), 0::bigint, 'and is kept as a hash alone');
select isnt(pg_temp.print('stairs') ->> 'short_code', (select code from old), 'the next letter bears another');
select is(pg_temp.find(pg_temp.print('stairs') ->> 'short_code', 'L6Y 0A1'), 'found', 'which leads to the new link');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('chair');
select is(pg_temp.find(pg_temp.code('chair'), 'L6Y 0A1'), 'expired', 'a cycle that is over has none');
select is((pg_temp.letter('chair')) ->> 'status', 'expired', 'and no letter');

-- Who may not
select tests.act_as_staff('technician');
select throws_ok($$ select pg_temp.letter('stairs') $$, '42501', null, 'a technician reads no letters');
select throws_ok($$ select pg_temp.print('stairs') $$, '42501', null, 'and prints none');

select * from finish();
rollback;
