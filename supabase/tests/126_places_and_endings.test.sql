-- What counts as one address, hours that touch, and bookings that end with their contract or too late.
begin;
select plan(24);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.unit(label text, street text, latitude double precision, due date default '2026-06-20') returns void language sql as $$
  insert into public.units (id, customer_id, category_id, street, postal_code, latitude, longitude)
  select tests.id(label), tests.id('ada'), k.id, street, case when street is not null then 'L6Y 0A1' end, latitude, case when latitude is not null then -79.70 end
  from public.equipment_categories k where k.code = 'stairlift';
  insert into public.maintenance_contracts (id, unit_id) values (tests.id(label), tests.id(label));
  insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id(label), 1, due);
$$;
create function pg_temp.neighbours(label text) returns uuid[] language sql as $$
  select coalesce(array_agg(h.contract_id order by h.contract_id), '{}') from private.household(tests.id(label), private.clock()) h $$;
create function pg_temp.book(label text, at timestamptz) returns jsonb language sql as $$
  select public.confirm_booking(tests.token(label), tests.id('Tess'), at) $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) $$;

insert into public.customers (id, name, email, postal_code) values (tests.id('ada'), 'Ada Example', 'ada@example.com', 'K1A 0A1');
insert into public.technicians (id, name, home_latitude, home_longitude) values (tests.id('Tess'), 'Tess', 43.70, -79.70);
insert into public.technician_hours (technician_id, weekday, starts, ends)
select tests.id('Tess'), d, h.starts, h.ends from generate_series(1, 5) d, (values ('08:00'::time, '12:00'::time), ('12:00', '17:00')) h (starts, ends);
insert into public.technician_skills (technician_id, skill_id) select tests.id('Tess'), s.id from public.skills s;

-- One address
select pg_temp.unit('house', '1 Elm St', 43.70), pg_temp.unit('same', '1 elm st.', 43.7001), pg_temp.unit('unplaced', '1 Elm St', null),
  pg_temp.unit('flat', '1 Elm St #502', 43.70), pg_temp.unit('namesake', '1 Elm St', 44.20), pg_temp.unit('untold', null, 43.70);
select ok(tests.id('same') = any (pg_temp.neighbours('house')), 'spelled otherwise it is the same address');
select ok(tests.id('unplaced') = any (pg_temp.neighbours('house')), 'also while one of them has no place on the map');
select ok(tests.id('untold') = any (pg_temp.neighbours('house')), 'a place alone is enough where one has no street');
select ok(not tests.id('flat') = any (pg_temp.neighbours('house')), 'an apartment at the same place is another address');
select ok(not tests.id('namesake') = any (pg_temp.neighbours('house')), 'the same text in another town is another address');
select is(array(select private.is_same_place('a', 43.7, -79.7, 'a', 43.7 + north, -79.7 + east) from (values (0.0019, 0.0019), (0.0021, 0), (0, 0.0021), (0, -0.0021)) d (north, east)),
  array[true, false, false, false], 'some 200 m apart, to either side, it is another one');

-- Hours that touch are one stretch, for offers and for moves
select ok(public.open_slots(tests.token('house'), '2026-06-03', 1, 500) -> 'slots' @> '[{"starts_at": "2026-06-03T15:30:00+00:00"}]', 'a visit from 11:30 over noon is offered');
select is(pg_temp.book('house', '2026-06-03 13:00+00') ->> 'status', 'booked', 'another time is booked');
select is(public.reschedule_booking(tests.token('house'), tests.id('Tess'), '2026-06-03 15:30+00') ->> 'status', 'booked', 'and moved over noon, as offered');

-- A contract that ends takes its booking along
select is(pg_temp.book('flat', '2026-06-04 13:00+00') ->> 'status', 'booked', 'a visit is booked');
create temp table old_link as select tests.token('flat') as token;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined' where id = tests.id('flat');
select is((pg_temp.task('flat')).state, 'cancelled', 'with its contract the visit is given up');
select is((select i.state from public.invoices i where i.work_order_id = (pg_temp.task('flat')).work_order_id), 'void', 'its draft is void');
select is((select count(*) from public.messages where kind = 'appointment_cancelled' and task_id = (pg_temp.task('flat')).id), 1::bigint, 'and its client is told');
select is(public.booking_page((select token from old_link)) ->> 'status', 'expired', 'the link says expired');

-- Too late, too early, not now
update public.technician_tasks set state = 'in_progress' where id = (pg_temp.task('house')).id;
update public.maintenance_visits set state = 'in_progress' where task_id = (pg_temp.task('house')).id;
select is(public.cancel_booking(tests.token('house')) ->> 'status', 'too_late', 'a visit that has begun is not given up');
update public.maintenance_contracts set state = 'paused' where id = tests.id('untold');
select is(pg_temp.book('untold', '2026-06-05 13:00+00') - 'company', '{"status": "rejected", "reason": "paused"}', 'a paused contract takes no booking');
select tests.act_as_staff('office');
select is(public.contract_slots(md5('untold')::uuid) ->> 'status', 'paused', 'nor is one offered to the office');
select tests.act_as_owner();
update public.maintenance_cycles set due_on = '2026-05-20' where contract_id = tests.id('namesake');
update public.units set latitude = 43.71 where id = tests.id('namesake');
select is(pg_temp.book('namesake', '2026-06-08 13:00+00') ->> 'status', 'booked', 'past its due date a unit is booked as well');
select is(public.cancel_booking(tests.token('namesake')) ->> 'status', 'cancelled', 'and given up');
select is((select count(*) from public.office_activities where kind = 'rebook' and cycle_id = (select id from public.maintenance_cycles where contract_id = tests.id('namesake'))),
  1::bigint, 'no reminder follows past due, so the office calls');
update public.maintenance_cycles set due_on = '2026-06-01' where contract_id = tests.id('same');
select is(pg_temp.book('same', '2026-06-09 13:00+00') ->> 'status', 'booked', 'what is due today is booked');
select is(public.cancel_booking(tests.token('same')) ->> 'status', 'cancelled', 'and given up the same day');
select is((select count(*) from public.office_activities where kind = 'rebook' and contract_id = tests.id('same')), 0::bigint, 'nothing is past due yet, so nobody calls');

set constraints all immediate;
select ok(true, 'every rule that waits for the commit holds');

select * from finish();
rollback;
