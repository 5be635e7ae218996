-- The edges of technicians and logins: who is missing what, what no longer fits, and whose login it is.
begin;
select plan(29);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select tests.staff_user('office'), tests.staff_user('admin'), tests.staff_user('technician');
create function pg_temp.tess() returns public.technicians language sql as $$ select t from public.technicians t where t.id = tests.id('Tess One') $$;
create function pg_temp.staff(role text) returns uuid language sql as $$ select s.id from public.staff s where s.role = staff.role order by s.created_at limit 1 $$;
create function pg_temp.page() returns jsonb language sql as $$ select private.technician_page(tests.id('Tess One'), private.clock()) $$;
create function pg_temp.off(starts_at timestamptz, ends_at timestamptz) returns void language sql as $$
  insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'time_off', tstzrange(starts_at, ends_at)) $$;
savepoint company;

-- Who they are
update public.technicians set active = false where id = tests.id('Luis Two');
select is(private.add_technician('{"name": "luis two"}') ->> 'status', 'added', 'somebody may be called as one who has left');
rollback to company;
update public.technicians set staff_id = pg_temp.staff('technician') where id = tests.id('Tess One');
select is(private.unsound_person(jsonb_build_object('name', 'Tess', 'staff_id', pg_temp.staff('technician')), to_jsonb(pg_temp.tess())), null, 'a technician keeps their own login');
select is((private.technician_lacks(pg_temp.tess(), '2026-06-01')), '{}'::text[], 'with hours, skills, a home and a login nothing is missing');
update public.staff set active = false where role = 'technician';
select is(private.technician_lacks(pg_temp.tess(), '2026-06-01'), '{login}', 'a login that is switched off is none');
select is(pg_temp.page() -> 'logins' @> jsonb_build_array(jsonb_build_object('staff_id', pg_temp.staff('technician'))), false, 'nor is it one to choose');
select is(jsonb_array_length(pg_temp.page() -> 'logins'), 2, 'as all others are that are nobody''s');
rollback to company;
update public.technicians set staff_id = pg_temp.staff('office'), active = false where id = tests.id('Tess One');
update public.staff set active = false where role = 'office';
select is(private.reactivate_technician(tests.id('Tess One')) ->> 'status', 'reactivated', 'who drives and works in the office is back on the road');
select is((select active from public.staff where role = 'office'), false, 'the office''s login is switched on by an administrator alone');
rollback to company;
select is(private.invite_staff('New One', 'new@example.com', 'technician', tests.id('Luis Two')) ->> 'status', 'invited', 'a login is given with whose day they see');
rollback to company;
update public.technicians set active = false where id = tests.id('Luis Two');
select is(private.invite_staff('New One', 'new@example.com', 'technician', tests.id('Luis Two')) ->> 'reason', 'technician', 'not with the day of who has left');
insert into public.staff (email, name, role) values ('waits@example.com', 'Waits', 'office');
select private.forgot_password('waits@example.com'), private.forgot_password('office@tests.example.com');
select is((select array_agg(m.recipient) from public.messages m where m.kind = 'password_reset'), '{office@tests.example.com}', 'who never took an invitation has no password to forget');
rollback to company;

-- Where they start
update public.technicians set home_address = '7 Oak Street, Brampton', home_latitude = null, home_longitude = null where id = tests.id('Tess One');
select is(private.home_lookup(pg_temp.tess()), 'unasked', 'nobody was asked where that is');
insert into private.asked_addresses (address, latitude, longitude) select private.address_of_home('9 Elm Street, Brampton'), 43.7, -79.7;
select is(private.home_lookup(pg_temp.tess()), 'waiting', 'where others are looked up it is, too');
insert into private.asked_addresses (address, latitude, longitude) select private.address_of_home('7 Oak Street, Brampton'), 43.7, -79.7;
select is(private.home_lookup(pg_temp.tess()), 'waiting', 'what was found is on its way');
update private.asked_addresses set latitude = null, longitude = null where address = private.address_of_home('7 Oak Street, Brampton');
select is(private.home_lookup(pg_temp.tess()), 'unknown', 'what was not is told');
rollback to company;

-- When they work
select is(private.unsound_week('[{"weekday": 1, "starts": "08:00", "ends": "12:00"}, {"weekday": 1, "starts": "12:00", "ends": "16:00"}]'), null, 'one stretch may begin as the other ends');
select is(private.unsound_week('[{"weekday": 1, "starts": "08:00", "ends": "12:01"}, {"weekday": 1, "starts": "12:00", "ends": "16:00"}]') ->> 'weekday', '1', 'not before');
select is(private.set_technician_hours(tests.id('Tess One'), '[]', '2029-06-01', null, private.technician_box(pg_temp.tess(), 'hours'), false, private.clock()) ->> 'status', 'saved', 'hours are set three years ahead');
rollback to company;
select is(private.set_technician_hours(tests.id('Tess One'), '[]', '2029-06-02', null, private.technician_box(pg_temp.tess(), 'hours'), false, private.clock()) ->> 'reason', 'from', 'and no further');
update public.technician_hours set valid_to = '2026-05-31' where technician_id = tests.id('Tess One');
select is('hours' = any (private.technician_lacks(pg_temp.tess(), '2026-06-01')), true, 'hours that ended yesterday are none');
rollback to company;

-- What no longer fits
select pg_temp.off('2026-06-06 04:00+00', '2026-06-07 04:00+00');
select is(private.misfits(tests.id('Tess One'), private.clock()), '[]', 'nobody is away outside of their hours by mistake');
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Tess One'), 'repair', '[2026-06-01 10:00+00, 2026-06-01 11:00+00)'), (tests.id('Tess One'), 'repair', '[2026-06-02 10:00+00, 2026-06-02 11:00+00)');
select is(jsonb_array_length(private.misfits(tests.id('Tess One'), private.clock())), 1, 'a job before hours tomorrow does not fit; one of this morning is over');
rollback to company;

-- Leave, and how a client learns of it
select pg_temp.off('2026-04-20 04:00+00', '2026-04-30 04:00+00'), pg_temp.off('2026-05-01 04:00+00', '2026-05-05 04:00+00');
select is(jsonb_path_query_array(pg_temp.page(), '$.past_leave[*].ends_at'), jsonb_build_array('2026-05-05 04:00+00'::timestamptz), 'leave of a month ago is told, older leave is not');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00');
create temp table booked as select t from public.technician_tasks t where t.task_type = 'maintenance';
select isnt(private.mails_waiting(tests.id('Tess One')), '{}', 'a confirmation waits to be sent');
select is((select private.told_how(b.t, '{}') from booked b), 'mail', 'a mail tells a client');
select is((select private.told_how(b.t, private.mails_waiting(tests.id('Tess One'))) from booked b), 'call', 'but not one that was waiting before');
rollback to company;

-- Who leaves in the middle of a job
select tests.book('lift', 'Tess One', '2026-06-02 13:00+00');
select tests.freeze_clock('2026-06-02 13:10+00');
create temp table begun as select v.task_id as id from public.maintenance_visits v;
select private.set_task_state(id, 'in_progress') from begun;
select is((select private.deactivate_technician(tests.id('Tess One'), private.clock()) ->> 'status'), 'deactivated', 'somebody leaves in the middle of a job');
select is((select private.set_task_state(id, 'en_route') ->> 'reason' from begun), 'state', 'that does not come to be ahead of them again');
select is((select private.set_task_state(id, 'not_completed') ->> 'status' from begun), 'set', 'but ends');
select * from finish();
rollback;
