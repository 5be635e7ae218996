-- Technicians: who may write what of them, what follows before it is done, and that no form overwrites another.
begin;
select plan(86);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone, reach_by, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', 'email', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', 'relay', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('adas', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select is(tests.book('adas', 'Tess One', '2026-06-04 18:00+00') ->> 'status', 'booked', 'Ada has Tess on Thursday at 2');
select is(tests.book('bobs', 'Tess One', '2026-06-05 13:00+00') ->> 'status', 'booked', 'Bob has Tess on Friday at 9');

create function pg_temp.as_role(role text, call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  execute 'select ' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.admin(call text) returns jsonb language sql as $$ select pg_temp.as_role('admin', call) $$;
create function pg_temp.office(call text) returns jsonb language sql as $$ select pg_temp.as_role('office', call) $$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'weekday') $$;
create function pg_temp.page(label text default 'Tess One') returns jsonb language sql as $$ select pg_temp.office(format('public.technician_page(%L)', tests.id(label))) $$;
create function pg_temp.shown(box text, label text default 'Tess One') returns text language sql as $$ select pg_temp.page(label) #>> array['shown', box] $$;
create function pg_temp.tess() returns uuid language sql as $$ select tests.id('Tess One') $$;
create function pg_temp.rows_of() returns text language sql as $$
  select string_agg(concat_ws(' ', h.weekday, to_char(h.starts, 'HH24:MI'), to_char(h.ends, 'HH24:MI'), coalesce(h.valid_from::text, '-'), coalesce(h.valid_to::text, '-')), ', '
    order by h.weekday, h.valid_from nulls first, h.starts)
  from public.technician_hours h where h.technician_id = pg_temp.tess() and h.weekday in (4, 6) $$;
create function pg_temp.set_hours(week text, from_day text, until_day text default null, despite boolean default false, shown text default pg_temp.shown('hours')) returns jsonb language sql as $$
  select pg_temp.admin(format('public.set_technician_hours(%L, %L, %L, %L, %L, %L)', pg_temp.tess(), week, from_day, shown, until_day, despite)) $$;

-- Who may
create temp table calls (call text);
insert into calls values ('add_technician(''{}'')'), ('save_technician(gen_random_uuid(), ''{}'', '''')'),
  ('set_technician_home(gen_random_uuid(), null, null, null, null, '''')'), ('set_technician_skills(gen_random_uuid(), ''{}'', '''')'),
  ('set_technician_hours(gen_random_uuid(), ''[]'', ''2026-06-02'', '''')'), ('reactivate_technician(gen_random_uuid())');
create temp table reads (call text);
insert into reads values ('technicians_page()'), ('technician_page(gen_random_uuid())'), ('take_back_time_off(gen_random_uuid())');
grant select on calls, reads to public;
select tests.act_as_staff('office');
select throws_ok(format('select public.%s', call), '42501', 'only an administrator may do this', 'the office does not write: ' || call) from calls;
select tests.act_as_staff('technician');
select throws_ok(format('select public.%s', call), '42501', null, 'a technician passes none: ' || call) from reads;
select tests.act_as_anon();
select throws_ok(format('select public.%s', call), '42501', null, 'a stranger passes none: ' || call) from reads;
select tests.act_as_staff('admin');
select throws_ok(format('select public.%s', call), 'PT404', null, 'nobody of that id: ' || call) from calls where call not like 'add%';
select tests.act_as_owner();

-- What the page says
select is(pg_temp.page() -> 'lacks', '["login"]', 'Tess has hours, skills and a home, and no login');
select is((pg_temp.page() ->> 'ahead')::integer, 2, 'two jobs are ahead');
select is(pg_temp.page() -> 'misfits', '[]', 'and all of them fit');
select is(jsonb_path_query_array(pg_temp.page(), '$.days[*].visits'), '[0, 0, 0, 1, 1, 0, 0]', 'each day with its jobs');
select is(jsonb_path_query_array(pg_temp.page(), '$.days[*].work_minutes'), '[480, 480, 480, 480, 480, 0, 0]', 'and its hours');
insert into public.holidays (on_day, name) values ('2026-06-02', 'A holiday');
select is(pg_temp.page() #>> '{days,1,work_minutes}', '0', 'nobody works on a holiday');
select is(jsonb_array_length(pg_temp.office('public.technicians_page()') -> 'technicians'), 2, 'the list has both');
select is(pg_temp.office('public.technicians_page()') #> '{technicians,1,lacks}', '["login"]', 'and says what each lacks');

-- Adding
select is(pg_temp.say(pg_temp.admin($$ public.add_technician('{"name": " "}') $$)), 'rejected name', 'nobody without a name');
select is(pg_temp.say(pg_temp.admin($$ public.add_technician('{"name": "N", "phone": "12"}') $$)), 'rejected phone', 'a phone is one');
select is(pg_temp.say(pg_temp.admin($$ public.add_technician('{"name": "TESS  one"}') $$)), 'refused alike', 'nobody twice');
create temp table added as select pg_temp.admin($$ public.add_technician('{"name": "Nora New", "phone": "905-555-0113"}') $$) as a;
select is(a ->> 'status', 'added', 'a technician is added') from added;
select is(private.technician_lacks(t, '2026-06-01'), '{hours,skills,home,login}', 'who has nothing yet') from public.technicians t where t.name = 'Nora New';

-- Who they are
select is(pg_temp.say(pg_temp.admin(format($$ public.save_technician(%L, '{"name": "Tess Three", "licence_number": "B-7"}', %L) $$, pg_temp.tess(), pg_temp.shown('person')))),
  'saved', 'a name is saved');
select is(pg_temp.admin(format($$ public.save_technician(%L, '{"name": "Tess Four"}', 'old') $$, pg_temp.tess())) - 'at',
  '{"status": "refused", "reason": "changed", "by": "Admin"}', 'a stale form is told who was first');
select is((select t.name from public.technicians t where t.id = pg_temp.tess()), 'Tess Three', 'and overwrites nothing');
select tests.staff_user('technician');
select is(pg_temp.say(pg_temp.admin(format($$ public.save_technician(%L, jsonb_build_object('name', 'Luis Two', 'staff_id', (select id from public.staff where role = 'technician')), %L) $$,
  tests.id('Luis Two'), pg_temp.shown('person', 'Luis Two')))), 'saved', 'a login is given');
select is(pg_temp.say(pg_temp.admin(format($$ public.save_technician(%L, jsonb_build_object('name', 'Tess', 'staff_id', (select id from public.staff where role = 'technician')), %L) $$,
  pg_temp.tess(), pg_temp.shown('person')))), 'refused login', 'and is nobody else''s');
select is(pg_temp.page('Luis Two') -> 'lacks', '[]', 'Luis has all');

-- Home
create function pg_temp.home(args text, shown text default pg_temp.shown('home')) returns text language sql as $$
  select pg_temp.say(pg_temp.admin(format('public.set_technician_home(%L, %s, %L)', pg_temp.tess(), args, shown))) $$;
select is(pg_temp.home($$ '1 Main', 0, 0, null $$), 'rejected place', 'nowhere is no home');
select is(pg_temp.home($$ '1 Main', 43.7, null, null $$), 'rejected place', 'half a place neither');
select is(pg_temp.home($$ '1 Main', 43.7, -79.7, 0 $$), 'rejected most', 'no day of no visits');
select is(pg_temp.home($$ '1 Main', 43.7, -79.7, 51 $$), 'rejected most', 'nor of more than anybody can');
select is(pg_temp.home($$ '1 Main Street', 43.71, -79.72, 50 $$), 'saved', 'a home with a most');
select is(pg_temp.page() -> 'home', '{"address": "1 Main Street", "latitude": 43.71, "longitude": -79.72, "most": 50, "lookup": null}', 'is kept');
-- An address without a place is looked up as clients' are
select is(pg_temp.home($q$'12 King St, Brampton, ON  l6y 0a1', null, null, 50$q$), 'saved', 'an address alone is enough');
select is(pg_temp.page() #>> '{home,lookup}', 'unasked', 'nobody has asked a service yet');
select results_eq($$ select address, street, city, province, postal_code from private.places_without_coordinates(10) where address like '12 king%' $$,
  $$ values ('12 king st, brampton, on, l6y0a1', '12 King St', 'Brampton', 'ON', 'L6Y 0A1') $$, 'it is asked about in its parts');
select private.set_coordinates('elsewhere', 43.5, -79.5);
select is(pg_temp.page() #>> '{home,lookup}', 'waiting', 'where a service is asked it waits its turn');
savepoint unanswered;
select private.set_coordinates('12 king st, brampton, on, l6y0a1', null, null);
select is(pg_temp.page() #>> '{home,lookup}', 'unknown', 'the service may not know it');
rollback to unanswered;
select is(private.set_coordinates('12 king st, brampton, on, l6y0a1', 43.68, -79.75), 1, 'its answer gives the home its place');
select is((p #>> '{home,latitude}', p #>> '{home,lookup}')::text, '(43.68,)', 'which the page tells') from pg_temp.page() p;
select is(pg_temp.home($q$'somewhere', 43.71, -79.72, 50$q$), 'saved', 'a place that somebody enters');
select is(pg_temp.home($q$'12 King St, Brampton, ON L6Y 0A1', null, null, 50$q$), 'saved', 'and an address that was asked about before');
select is(pg_temp.page() #>> '{home,latitude}', '43.68', 'is known at once');
update public.customers set latitude = 43.70, longitude = -79.75 where id = tests.id('ada');
select is((pg_temp.page() -> 'map') - 'homes', jsonb_build_object('areas', '[{"clients": 1, "latitude": 43.7, "longitude": -79.75}]'::jsonb,
  'towns', '[{"name": "Brampton", "clients": 1, "latitude": 43.7, "longitude": -79.75}]'::jsonb), 'around it are clients');
update public.technicians set home_latitude = 43.6, home_longitude = -79.7 where id = tests.id('Luis Two');
select is(pg_temp.page() #> '{map,homes}', '[{"name": "Luis", "latitude": 43.6, "longitude": -79.7}]', 'and the homes of the others');
update public.technicians set active = false where id = tests.id('Luis Two');
select is(pg_temp.page() #> '{map,homes}', '[]', 'who are here');
update public.technicians set active = true where id = tests.id('Luis Two');
update public.customers set latitude = 46.5, longitude = -81 where id = tests.id('ada');
select is(pg_temp.page() #> '{map,towns}', '[]', 'nothing that is far away');
select is((select (a.street, a.city, a.province, a.postal_code)::text from private.parts_of_address(w) a), told, w)
from (values ('1 Main Street, Brampton, ON  L6Y 0A1', '("1 Main Street",Brampton,ON,"L6Y 0A1")'), ('5 Rue Un, Gatineau, qc', '("5 Rue Un",Gatineau,QC,)'), (', Oakville', '(,Oakville,ON,)')) a (w, told);
select is(private.address_of_home(null), null, 'nobody asks about no address');
select is(pg_temp.home('null, null, null, 6', 'old'), 'refused changed', 'a stale form loses nothing');
select is((select count(*) from private.audit_trail where row_id = pg_temp.tess() and changes::text like '%1 Main Street%'), 2::bigint, 'the trail has it, when it came and when it went');
select is_empty($$ select from public.audit_events where row_id = pg_temp.tess() and changes::text like '%1 Main Street%' $$, 'where it can be forgotten');

-- Skills
create function pg_temp.skills(codes text[], despite boolean default false) returns jsonb language sql as $$
  select pg_temp.admin(format('public.set_technician_skills(%L, %L, %L, %L)', pg_temp.tess(), array(select id from public.skills where code = any (codes)), pg_temp.shown('skills'), despite)) $$;
select is(jsonb_path_query_array(pg_temp.skills('{wheelchairs}'), '$.misfits[*].customer'), '["Ada Example", "Bob Example"]', 'whose visits would be somebody''s who cannot do them is told');
select is((select count(*) from public.technician_skills k where k.technician_id = pg_temp.tess()), 1::bigint, 'and nothing is saved');
select is(pg_temp.say(pg_temp.skills('{lifts,wheelchairs}')), 'saved', 'one more is simply saved');
select is(pg_temp.say(pg_temp.skills('{wheelchairs}', true)), 'saved', 'despite it is saved too');
select is(jsonb_path_query_array(pg_temp.page(), '$.misfits[*].why'), '["skill", "skill"]', 'and the page goes on to say so');
select is(pg_temp.say(pg_temp.skills('{lifts}')), 'saved', 'back again');

-- Hours
select is(pg_temp.say(pg_temp.set_hours('[{"weekday": 1, "starts": "16:00", "ends": "08:00"}]', '2026-07-01')), 'rejected week 1', 'an end comes after its start');
select is(pg_temp.say(pg_temp.set_hours('[{"weekday": 2, "starts": "08:00", "ends": "12:00"}, {"weekday": 2, "starts": "11:59", "ends": "16:00"}]', '2026-07-01')),
  'rejected week 2', 'hours do not overlap');
select is(pg_temp.say(pg_temp.set_hours('[{"weekday": 2, "starts": "08:00", "ends": "12:00"}, {"weekday": "2", "starts": "11:59", "ends": "16:00"}]', '2026-07-01')),
  'rejected week 2', 'however a weekday is written');
select is(pg_temp.say(pg_temp.set_hours('[{"weekday": 8, "starts": "08:00", "ends": "12:00"}]', '2026-07-01')), 'rejected week', 'a week has seven days');
select is(pg_temp.say(pg_temp.set_hours('[]', '2026-05-31')), 'rejected from', 'what was is kept');
select is(pg_temp.say(pg_temp.set_hours('[]', '2026-07-02', '2026-07-01')), 'rejected until', 'an end comes after its beginning');
select is(pg_temp.say(pg_temp.set_hours('[]', '2026-07-01', null, false, 'old')), 'refused changed', 'a stale form overwrites no hours');
select is(pg_temp.say(pg_temp.set_hours('[{"weekday": 4, "starts": "09:00", "ends": "12:00"}, {"weekday": 4, "starts": "12:30", "ends": "17:00"}]', '2026-07-01', '2026-07-31')),
  'saved', 'other hours for a month, with a break');
select is(pg_temp.rows_of(), '4 08:00 16:00 - 2026-06-30, 4 09:00 12:00 2026-07-01 2026-07-31, 4 12:30 17:00 2026-07-01 2026-07-31, 4 08:00 16:00 2026-08-01 -',
  'what held before and after holds on');
select is(jsonb_path_query_array(pg_temp.page(), '$.weeks[*].from_day'), '["2026-06-01", "2026-07-01", "2026-08-01"]', 'the page tells each stretch');
select is(jsonb_path_query_array(pg_temp.set_hours('[{"weekday": 5, "starts": "08:00", "ends": "16:00"}]', '2026-06-01'), '$.misfits[*].customer'), '["Ada Example"]',
  'who is outside of the new hours is told first');
select is(left(pg_temp.rows_of(), 27), '4 08:00 16:00 - 2026-06-30,', 'and nothing is saved');
select is(pg_temp.say(pg_temp.set_hours('[{"weekday": 6, "starts": "08:00", "ends": "12:00"}]', '2026-06-01', null, true)), 'saved', 'despite it is saved');
select is(pg_temp.rows_of(), '4 08:00 16:00 - 2026-05-31, 6 08:00 12:00 2026-06-01 -', 'from a day on: all that was to come is replaced');
select is(jsonb_path_query_array(pg_temp.page(), '$.misfits[*].why'), '["hours", "hours"]', 'bookings stay, and the page says so');
select * from finish();
rollback;
