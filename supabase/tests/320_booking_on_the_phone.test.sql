-- The office books on the phone: what it sees, how far ahead, and what is against a time of its choice, in figures.
begin;
select plan(71);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.holidays (on_day, name) values ('2026-06-10', 'Founders'' Day');
insert into public.customers (id, name, email, phone, city) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0112', 'Milton'), (tests.id('bob'), 'Bob Example', 'bob@example.com', null, 'Milton');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Wim Three', '{wheelchairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');

create function pg_temp.check_it(technician text, at timestamptz, label text default 'stairs', others uuid[] default '{}') returns jsonb language sql as $$
  select public.check_time(tests.id(label), tests.id(technician), at, others) $$;
create function pg_temp.in_short(answer jsonb) returns text language sql as $$
  select concat_ws(' ', answer ->> 'status', answer ->> 'reason', (select string_agg(w ->> 'reason', ' ') from jsonb_array_elements(answer -> 'warnings') w)) $$;
create function pg_temp.warning(answer jsonb, reason text) returns jsonb language sql as $$
  select w - 'reason' from jsonb_array_elements(answer -> 'warnings') w where w ->> 'reason' = warning.reason $$;
create function pg_temp.book(technician text, at timestamptz, override boolean default false, label text default 'stairs') returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason') from public.book_for_client(tests.id(label), tests.id(technician), at, override) r $$;

-- Who may
create temp table calls (call text);
insert into calls values ('booking_sheet(gen_random_uuid())'), ('check_time(gen_random_uuid(), gen_random_uuid(), now())');
grant select on calls to public;
select tests.act_as_staff('technician');
select throws_ok('select public.' || call, '42501', 'only the office may do this', 'a technician does not call ' || split_part(call, '(', 1)) from calls;
select tests.act_as_anon();
select throws_ok('select public.' || call, '42501', null, 'a stranger does not call ' || split_part(call, '(', 1)) from calls;
select tests.act_as_staff('office');
select throws_ok('select public.booking_sheet(gen_random_uuid())', 'PT404', 'no such contract', 'an unknown contract is not found');
select throws_ok($$ select public.check_time(md5('stairs')::uuid, gen_random_uuid(), '2026-06-03 13:00+00') $$, 'PT404', 'no such technician', 'nor is an unknown technician found');
select is(public.booking_sheet(md5('stairs')::uuid) ->> 'status', 'ok', 'the office sees the sheet');
select is(public.check_time(md5('stairs')::uuid, md5('Tess One')::uuid, '2026-06-03 13:00+00') ->> 'status', 'possible', 'and checks a time');
select tests.act_as_owner();

-- The sheet
create temp table sheet as select public.booking_sheet(tests.id('stairs')) as s;
select is((select s ->> 'situation' from sheet), 'open', 'a visit can be booked');
select is((select s -> 'client' ->> 'name' from sheet) || ' ' || (select s ->> 'phone' from sheet), 'Ada Example 905-555-0112', 'for whom, at which number');
select is((select s #>> '{client,is_mailed}' from sheet), 'true', 'who gets a mail about it');
update public.customers set email = null where id = tests.id('bob');
select is(public.booking_sheet(tests.id('bobs')) #>> '{client,is_mailed}', 'false', 'and who has to be told on the phone');
select is((select s -> 'household' from sheet) #>> '{0,kind}', 'Lift chair', 'with what stands beside it');
select is(jsonb_array_length((select s -> 'household' from sheet)), 1, 'and nothing of others');
select is((select jsonb_agg(t ->> 'name') from sheet, jsonb_array_elements(s -> 'technicians') t), '["Luis Two", "Tess One", "Wim Three"]', 'by any active technician');
select is((select s -> 'booked' from sheet), 'null', 'nothing is booked');

-- How far ahead
select is(public.contract_slots(tests.id('stairs'), '2027-01-07', 1) -> 'days' -> 0 ->> 'times' <> '0', true, 'the office sees times on the last day of the staff''s horizon');
select is(public.contract_slots(tests.id('stairs'), '2027-01-08', 1) -> 'days' -> 0 ->> 'times', '0', 'and none on the day after');
select is(public.open_slots(tests.token('stairs'), '2026-07-31', 1) -> 'days' -> 0 ->> 'times' <> '0', true, 'clients as far as theirs');
select is(public.open_slots(tests.token('stairs'), '2026-08-03', 1) -> 'days' -> 0 ->> 'times', '0', 'and no further, also after the office asked');
select is(public.confirm_booking(tests.token('stairs'), tests.id('Tess One'), '2026-08-03 13:00+00') ->> 'status', 'rejected', 'nor do they book further');
select throws_ok($$ update public.company_settings set staff_horizon_days = 59 $$, '23514', null, 'staff see no less far than clients');
select lives_ok($$ update public.company_settings set staff_horizon_days = 60 $$, 'but as far');
update public.company_settings set staff_horizon_days = 220;
select is((select array_agg(distinct s ->> 'technician_name') from jsonb_array_elements(public.contract_slots(tests.id('stairs'), null, 14, 100, '{}', tests.id('Luis Two')) -> 'slots') s),
  '{Luis}', 'times of one technician alone');

-- A time that is offered
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2026-06-03 13:00+00')), 'possible', 'what is offered is possible');
create temp table together as select pg_temp.check_it('Tess One', '2026-06-03 13:00+00', others => array[tests.id('chair')]) as c;
select is((select (c ->> 'ends_at')::timestamptz from together), '2026-06-03 14:45+00'::timestamptz, 'both units take the time of both');
select is((select (c ->> 'arrive_by')::timestamptz from together), '2026-06-03 13:30+00'::timestamptz, 'who comes, comes within the promised window');
select is((select jsonb_agg(jsonb_build_array(u ->> 'kind', u -> 'fee' = to_jsonb(y.fee)) order by u ->> 'kind') from together, jsonb_array_elements(c -> 'units') u
  join public.maintenance_contracts y on y.id = (u ->> 'contract_id')::uuid), '[["Lift chair", true], ["Stair lift", true]]', 'each unit with its price');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2026-06-03 13:00+00', others => array[tests.id('bobs')])), 'rejected household', 'a stranger''s unit does not come along');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2027-06-03 13:00+00')), 'rejected time', 'nor is there a time beyond a year');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', 'infinity')), 'rejected time', 'or at the end of time');

-- What is against it, in figures
select is(pg_temp.warning(pg_temp.check_it('Wim Three', '2026-06-03 13:00+00'), 'skill'), '{"skills": ["Stair and porch lifts"]}', 'the skill that is missing by its name');
select is(pg_temp.warning(pg_temp.check_it('Tess One', '2026-06-10 13:00+00'), 'holiday'), '{"name": "Founders'' Day"}', 'the holiday by its name');
create temp table late as select pg_temp.warning(pg_temp.check_it('Tess One', '2026-06-03 19:45+00'), 'hours') as w;
select is((select array[(w ->> 'works_until')::timestamptz, (w ->> 'ends_at')::timestamptz] from late), array['2026-06-03 20:00+00', '2026-06-03 20:45+00']::timestamptz[],
  'when the day ends, and when this would');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2026-06-03 19:00+00')), 'warned drive', 'work that ends with the day leaves no time to drive home');
select is(pg_temp.warning(pg_temp.check_it('Tess One', '2026-06-06 13:00+00'), 'hours') -> 'works_from', 'null', 'on a Saturday nobody works at all');
select is(pg_temp.warning(pg_temp.check_it('Tess One', '2026-06-02 11:45+00'), 'notice'), '{"hours": 24, "is_past": false}', 'too soon');
select is(pg_temp.warning(pg_temp.check_it('Tess One', '2026-06-01 11:45+00'), 'notice'), '{"hours": 24, "is_past": true}', 'or over');
select is(pg_temp.warning(pg_temp.check_it('Tess One', '2027-01-08 14:00+00'), 'horizon'), '{"last_day": "2027-01-07"}', 'too far ahead');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2027-01-07 14:00+00')), 'possible', 'the last day is not');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2026-06-03 13:05+00')), 'warned grid', 'beside the times that are offered');
update public.technicians set max_visits_per_day = 1 where id = tests.id('Luis Two');
insert into public.technician_tasks (id, technician_id, task_type, during, customer_id, latitude, longitude) values
  (tests.id('repair'), tests.id('Luis Two'), 'repair', '[2026-06-03 17:00+00, 2026-06-03 18:00+00)', tests.id('bob'), 43.55, -79.85);
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', '2026-06-03 13:00+00')), 'possible', 'the most visits a day are not reached');
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', '2026-06-03 15:45+00')), 'warned drive', 'between two jobs there is a way to drive');
select is((pg_temp.warning(pg_temp.check_it('Luis Two', '2026-06-03 15:45+00'), 'drive') - 'minutes'), '{"side": "after", "planned": 15, "is_home": false, "place": "Milton"}', 'on to where, and what is planned for it');
select cmp_ok((pg_temp.warning(pg_temp.check_it('Luis Two', '2026-06-03 15:45+00'), 'drive') ->> 'minutes')::integer, '>', 15, 'which takes longer');
select is((pg_temp.warning(pg_temp.check_it('Luis Two', '2026-06-03 18:15+00'), 'drive') - 'minutes'), '{"side": "before", "planned": 15, "is_home": false, "place": "Milton"}', 'and from where');
select is(pg_temp.warning(pg_temp.check_it('Luis Two', '2026-06-03 12:00+00'), 'drive') -> 'is_home', 'true', 'the day begins at home');
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', '2026-06-02 13:00+00', 'bobs')), 'possible', 'nobody has anything there');

-- An overlap
create temp table taken as select pg_temp.check_it('Luis Two', '2026-06-03 16:30+00') as c;
select is((select c ->> 'status' from taken), 'impossible', 'nobody is in two places');
select is((select (c -> 'in_the_way') - array['task_id', 'starts_at', 'ends_at'] from taken), '{"task_type": "repair", "customer": "Bob Example"}', 'which job is in the way');
select cmp_ok((select (c ->> 'free_after')::timestamptz from taken), '>', '2026-06-03 18:00+00'::timestamptz, 'the first free time comes after it, and the drive');
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', (select (c ->> 'free_after')::timestamptz from taken))), 'possible', 'and can be had');
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', '2026-06-03 18:00+00')), 'warned drive', 'what begins as the job ends does not overlap');
select is(pg_temp.book('Luis Two', '2026-06-03 16:30+00', true), 'slot_taken', 'nor is it booked, whatever is overridden');

-- What was warned of is booked by who says so
select is(pg_temp.book('Luis Two', '2026-06-03 18:15+00'), 'slot_taken', 'without a word the rules hold');
select is(pg_temp.book('Luis Two', '2026-06-03 18:15+00', true), 'booked', 'with one it is booked');
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', '2026-06-03 12:30+00', 'bobs')), 'warned full', 'now the most visits a day are reached');
select is((pg_temp.warning(pg_temp.check_it('Luis Two', '2026-06-03 12:30+00', 'bobs'), 'full')), '{"most": 1}', 'how many those are');

-- What is booked
create temp table booked as select public.booking_sheet(tests.id('stairs')) as s;
select is((select s ->> 'situation' from booked), 'booked', 'the sheet says that it is booked');
select is((select s -> 'booked' ->> 'technician_name' from booked) || ' ' || (select s -> 'booked' ->> 'booked_by' from booked), 'Luis office', 'with whom and by whom');
select is(pg_temp.in_short(pg_temp.check_it('Luis Two', '2026-06-03 18:15+00')), 'warned drive', 'its own time is not in its way');
select is(((select public.move_task((s -> 'booked' ->> 'task_id')::uuid, tests.id('Luis Two'), '2026-06-04 13:00+00', false, (s -> 'booked' ->> 'revision')::integer - 1) from booked)) - '{at,by}'::text[],
  '{"status": "refused", "reason": "changed"}', 'a page that shows what it was moves nothing');
select is((select public.move_task((s -> 'booked' ->> 'task_id')::uuid, tests.id('Luis Two'), '2026-06-04 13:00+00', false, (s -> 'booked' ->> 'revision')::integer) ->> 'status' from booked),
  'moved', 'one that shows what it is does');

-- Who has died, what rests
select tests.known_as_deceased('bob', '2026-05-20');
select is(pg_temp.warning(pg_temp.check_it('Tess One', '2026-06-05 13:00+00', 'bobs'), 'deceased'), '{"on": "2026-05-20"}', 'that a client has died is said');
select is(pg_temp.book('Tess One', '2026-06-05 13:00+00', false, 'bobs'), 'rejected deceased', 'and nothing is booked unawares');
select is(pg_temp.book('Tess One', '2026-06-05 13:00+00', true, 'bobs'), 'booked', 'but by who knows');
update public.units set condition = 'out_of_service' where id = tests.id('chair');
select is(public.booking_sheet(tests.id('chair')) ->> 'situation', 'out_of_service', 'what is out of service says so');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2026-06-05 17:00+00', 'chair')), 'paused', 'and has no times');
update public.units set condition = 'in_service' where id = tests.id('chair');
update public.maintenance_contracts set state = 'paused', paused_until = '2026-07-01', paused_reason = 'away' where id = tests.id('chair');
select is((select (s ->> 'situation', s ->> 'paused_until')::text from public.booking_sheet(tests.id('chair')) s), '(paused,2026-07-01)', 'what rests says until when');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined', paused_until = null, paused_reason = null where id = tests.id('chair');
select is(public.booking_sheet(tests.id('chair')) ->> 'situation', 'ended', 'what has ended is over');
select is(pg_temp.in_short(pg_temp.check_it('Tess One', '2026-06-05 17:00+00', 'chair')), 'expired', 'for good');

select * from finish();
rollback;
