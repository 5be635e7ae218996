-- Addresses: one home is one home however it is written, and 0, 0 is nowhere.
begin;
select plan(35);

create function pg_temp.homes(addresses text[]) returns bigint language sql as $$
  select count(distinct private.address_key(split_part(a, '|', 1), split_part(a, '|', 2), 'L6Y 0A1')) from unnest(addresses) a $$;

select is(pg_temp.homes('{"12 King St|3", "12 King St, Apt 3|", "3-12 King St|", "12 KING STREET|Apt. 3", "12 King st.|#3", "Unit 3, 12 King St|", "#3 - 12 King St|",
  "12 King St #3|", "12 King St Unit #3|", "12, rue King|app. 3", "12 rue King, appt 3|", "12 King St, 3|", "12 King St Suite 3|3", "Apt 3 12 King St|", "3-12 King St|3", "12 King St|03"}'),
  1::bigint, 'an apartment is the same apartment wherever it stands');
select is(pg_temp.homes('{"12 King St|3", "12 King St Apt3|", "12 King St (Apt 3)|", "12 King St - Apt 3|", "12 King St. / Unit3|", "12 King St, Apt. No. 3|", "12 King St Apt-3|", "Apt3, 12 King St|",
  "(Unit 3) 12 King St|", "Apt.3 - 12 King St|", "12 King St|Apt3", "12 King St|(Apt 3)", "12 King St|No. 3", "12 King St (#3)|3"}'), 1::bigint, 'with brackets, dashes and without spaces too');
select is(pg_temp.homes('{"12 King St|PH 2", "12 King St PH 2|", "12 King St, PH2|", "12 King St|Penthouse 2", "12 King St - Penthouse #2|", "PH 2, 12 King St|", "PH2-12 King St|", "12 King St (PH-2)|", "12 King St Apt PH2|"}'),
  1::bigint, 'a penthouse is an apartment');
select is(pg_temp.homes(array['12 King St|' || w, '12 King St, ' || w || '|', '12 King St ' || w || '|', '12 King St (' || w || ')|', '12 King St - ' || w || ' Apt|', w || ', 12 King St|', '12 King St ' || w || ' Unit|' || w]),
  1::bigint, w || ' is one, with a comma and without') from unnest('{Basement,Upper}'::text[]) w;
select is(pg_temp.homes('{"12 King St|Rear Unit 2", "12 King St, Rear Unit 2|", "12 King St Rear Unit #2|", "12 King St (Rear 2)|", "12 King St, rear apt. 2|", "Rear Unit 2, 12 King St|", "12 King St|Rear Unit B", "12 King St, Rear Unit B|"}'), 2::bigint, 'and its number or letter goes with it');
select is(pg_temp.homes('{"12 Upper James St|", "12 James St|", "12 James St Upper|", "12 Upper|", "12 James St|Rear", "12 James St, Rear Unit 2|", "12 James St|2", "12 James St, Rear Unit B|", "12 James St|B"}'), 9::bigint, 'which is no street''s first word');
select is(pg_temp.homes('{"12 King St|Basement", "12 King St, Basement|", "12 King St (bsmt)|", "12 King St - Basement Apt|", "12 King St|Bsmt.", "12 King St, Bsmt.|", "12 King St|Bsmnt", "12 King St, Bsmnt|", "12 King St bsmnt apt|"}'), 1::bigint, 'so is a basement');
select is(pg_temp.homes('{"1234 Highway #7|", "1234 Highway 7|", "1234 Hwy. 7|", "1234 Hwy No. 7|", "1234 hwy #7|", "1234 Hwy7|"}'), 1::bigint, 'the number of a highway is no apartment');
select is(pg_temp.homes('{"12 King St, RR #3|", "12 King St, R.R. 3|", "12 King St RR3|", "12 King St, R. R. #3|", "12 King St, Rural Route 3|"}'), 1::bigint, 'nor that of a rural route');
select is(pg_temp.homes('{"12-14 King St|3", "12-14 King St, Apt 3|", "12 - 14 King Street|Apt. 3", "3-12-14 King St|", "Unit 3, 12-14 King St|"}'), 1::bigint, 'a house of two numbers has apartments too');
select is(pg_temp.homes('{"12 King St|3", "12 King St|PH 3", "12 King St|Basement 3", "12-14 King St|3", "14 King St|3", "12 King St, RR #3|", "12 King St|", "1234 Highway #7|", "1234 Highway|7", "1234 Highway 7|3", "1234 Highway 7 #4|",
  "1234 County Road #12|", "1234 County Road 13|", "1234 County Road #12|1", "RR #3|", "RR #4|", "12 King St|PH", "12 rue Ste Anne|", "12 rue Ste Marie|", "45 - 2nd Ave|", "2 - 45th Ave|"}'),
  21::bigint, 'near misses are other homes');
select is(pg_temp.homes('{"12 King St|3", "12 King St|", "12 King St|4", "3 King St|12", "12 King Ave|3", "12 King St W|3", "12 King St|3B"}'),
  7::bigint, 'and other homes are others');
select is(pg_temp.homes(array['100 Québec Ave|', '100 QUEBEC AVENUE|', E'100 Que\u0301bec av.|', E'100  Québec\u00a0Ave\u200b|', '100, avenue Québec|']), 1::bigint,
  'accents in either form, case, spaces and types of streets make no difference');
select is(pg_temp.homes('{"12 St. George St|", "12 Saint George Street|", "12 st george str|"}'), 1::bigint, 'a saint is no street');
select is(pg_temp.homes('{"12 rue Ste Anne|", "12 rue Ste-Anne|", "12, rue Sainte-Anne|"}'), 1::bigint, 'and her name is no apartment');
select is(pg_temp.homes('{"1234 County Road 12|", "1234 Cty Rd 12|", "1234 Cty. Rd. #12|"}'), 1::bigint, 'a county is its abbreviation');
select is(pg_temp.homes('{"45 Line 8|", "8 Line 45|"}'), 2::bigint, 'the number of a house is not the number of a line');
select is(pg_temp.homes('{"Улица 5|", "Проспект 5|"}'), 2::bigint, 'letters that cannot be folded still count');
select is(array[private.address_key(null, '3', 'L6Y 0A1'), private.address_key(' ', null, 'L6Y 0A1')], array[null, null], 'without a street there is no key');
select isnt(private.address_key('1 Elm St', null, 'L6Y 0A1'), private.address_key('1 Elm St', null, 'K1A 0A1'), 'the same street elsewhere is another');

create function pg_temp.told(street text, apartment text) returns text language sql as $$
  select private.address_text(street, apartment, 'Brampton', 'ON', 'L6Y 0A1') $$;
select is(array[pg_temp.told('12 King St', '3'), pg_temp.told('12 King St', '#3'), pg_temp.told('12 King St', '3b')],
  '{"3-12 King St, Brampton, ON L6Y 0A1", "3-12 King St, Brampton, ON L6Y 0A1", "3b-12 King St, Brampton, ON L6Y 0A1"}', 'a bare number stands before the house''s, as the post wants it');
select is(pg_temp.told('King St', '3'), 'King St, 3, Brampton, ON L6Y 0A1', 'where the street has a number');
select is(array[pg_temp.told('12 King St', 'Apt 3'), pg_temp.told('12 King St', 'Basement'), pg_temp.told('12 King St', 'PH3'), pg_temp.told('12 King St', 'B')],
  '{"12 King St, Apt 3, Brampton, ON L6Y 0A1", "12 King St, Basement, Brampton, ON L6Y 0A1", "12 King St, PH3, Brampton, ON L6Y 0A1", "12 King St, B, Brampton, ON L6Y 0A1"}', 'anything else is told as it is written');
select is(array[pg_temp.told('12 King St, Apt 3', '3'), pg_temp.told('12 King St', ' '), pg_temp.told('', '')],
  '{"12 King St, Apt 3, Brampton, ON L6Y 0A1", "12 King St, Brampton, ON L6Y 0A1", "Brampton, ON L6Y 0A1"}', 'once, and nothing where nothing is');
select is(array[pg_temp.told('12-14 King St', '3'), pg_temp.told('12 King St (Apt3)', 'Apt 3'), pg_temp.told('1234 Highway #7', '3')],
  '{"12-14 King St, 3, Brampton, ON L6Y 0A1", "12 King St (Apt3), Brampton, ON L6Y 0A1", "3-1234 Highway #7, Brampton, ON L6Y 0A1"}', 'no apartment is lost behind a number that is none');
select is(private.address_text(null, null, null, null, null), null, 'an unknown address is none');
create function pg_temp.lines(street text, apartment text, city text, province text, postal_code text) returns text language sql as $$
  select array_to_string(private.address_lines(street, apartment, city, province, postal_code), ' | ') $$;
select is(array[pg_temp.lines('12 Maple Cres', '4', 'Toronto', 'ON', 'M4S 1A1'), pg_temp.lines('12 Maple Cres', null, 'Toronto', null, 'M4S 1A1'), pg_temp.lines('12 Maple Cres', '4', null, null, null),
  pg_temp.lines('12 Maple Cres, Apt 4', '#4', 'Toronto', 'ON', null), pg_temp.lines(' ', '4', 'Toronto', 'ON', 'M4S 1A1'), pg_temp.lines(null, '4', 'Toronto', 'ON', 'M4S 1A1')],
  '{"4-12 Maple Cres | Toronto ON  M4S 1A1", "12 Maple Cres | Toronto  M4S 1A1", "4-12 Maple Cres", "12 Maple Cres, Apt 4 | Toronto ON", "", ""}', 'an envelope has the lines that the post wants');

select is(array[private.postal_code('l6y0a1'), private.postal_code(' L6Y  0A1'), private.postal_code('L6Y-0A1'), private.postal_code('90210-1234'), private.postal_code(' ')],
  '{L6Y 0A1, L6Y 0A1, L6Y 0A1, 90210-1234, null}', 'postal codes are in upper case with one space');

-- In the tables
insert into public.customers (id, name, street, postal_code, latitude, longitude) values
  (tests.id('nowhere'), 'Ada Example', '1 Elm St', 'l6y0a1', 0, 0), (tests.id('equator'), 'Bo Example', '2 Elm St', 'L6Y 0A1', 0, -79);
select results_eq($$ select postal_code, latitude, longitude from public.customers where id in (tests.id('nowhere'), tests.id('equator')) order by name $$,
  $$ values ('L6Y 0A1', null::double precision, null::double precision), ('L6Y 0A1', 0, -79) $$, 'whoever writes it, 0, 0 counts as missing');
insert into public.units (id, customer_id, category_id, latitude, longitude)
select tests.id('lift'), tests.id('equator'), k.id, 0, 0 from public.equipment_categories k where k.code = 'stairlift';
select results_eq($$ select street, latitude, longitude from public.units where id = tests.id('lift') $$, $$ values ('2 Elm St', 0::double precision, -79::double precision) $$,
  'a unit without a place stands where its client lives');
update public.units set latitude = 0, longitude = 0 where id = tests.id('lift');
select is((select latitude from public.units where id = tests.id('lift')), null, 'an update cannot put it nowhere either');
insert into public.technician_tasks (id, task_type, during, state, latitude, longitude)
values (tests.id('job'), 'repair', tstzrange('2026-06-03 13:00+00', '2026-06-03 14:00+00'), 'unassigned', 0, 0);
select is((select latitude from public.technician_tasks where id = tests.id('job')), null, 'nor a job');
select throws_ok($$ select private.place_pin(tests.id('lift'), 0, 0) $$, '22023', null, 'a pin is somewhere');
select throws_ok($$ update public.customers set street = repeat('x', 255) where id = tests.id('nowhere') $$, '23514', null, 'a street has a length');

select * from finish();
rollback;
