-- Slots: the rules are proved against the oracle (tests/properties/slots); here are the edges of the
-- interface, and that a search reads the searched days and not the years before.
begin;
select plan(33);

-- Monday to Friday 08:00 to 12:00 and 13:00 to 17:00 in Toronto; Ann lives where the visit is.
-- The last day of the horizon would be Canada Day: here every weekday is one.
delete from public.holidays;
update public.company_settings set minimum_notice_hours = 24, booking_horizon_days = 30;
insert into public.technicians (id, name, home_latitude, home_longitude)
values ('00000000-0000-4000-8000-0000000000a1', 'Ann Test', 43.7, -79.4);
insert into public.technician_hours (technician_id, weekday, starts, ends)
select '00000000-0000-4000-8000-0000000000a1', d, h.starts, h.ends
from generate_series(1, 5) d, (values (time '08:00', time '12:00'), (time '13:00', time '17:00')) h (starts, ends);

create function pg_temp.search(from_date date default null, days integer default 14, max_slots integer default 6, starts_at timestamptz default null)
returns jsonb language sql as $$
  select private.search_slots('{}', 60, 43.7, -79.4, null, from_date, days, max_slots, '2026-06-01 12:00Z', null, starts_at)
$$;
create function pg_temp.fits(starts_at timestamptz, ignore_task_id uuid default null)
returns boolean language sql as $$
  select private.slot_fits('{}', 60, 43.7, -79.4, null, '00000000-0000-4000-8000-0000000000a1', starts_at, '2026-06-01 12:00Z', ignore_task_id)
$$;

select is(pg_temp.search() #>> '{slots,0,starts_at}', '2026-06-02T12:00:00+00:00', 'the first time is the first after the notice');
select is(pg_temp.search() #>> '{slots,0,technician_name}', 'Ann', 'the client is told a first name');
select is(pg_temp.search() -> 'days' -> 0, '{"date": "2026-06-02", "times": 26}', 'a day says how many times it has');
select is(jsonb_array_length(pg_temp.search(days => 7) -> 'days'), 7, 'every searched day is listed');
select is(jsonb_array_length(pg_temp.search('2026-06-03', 1, 500) -> 'slots'), 26, 'one day lists every time');
select is(pg_temp.search('infinity'), '{"slots": [], "days": []}', 'days that are none find nothing');
select is(array[jsonb_array_length(pg_temp.search('2027-06-02') -> 'days'), jsonb_array_length(pg_temp.search('2027-06-03') -> 'days')], array[14, 0],
  'nor does a day more than a year ahead');
select is(pg_temp.search(days => -1), '{"slots": [], "days": []}', 'nor does no day');
select is(pg_temp.search(max_slots => -1) -> 'slots', '[]', 'no times may be asked for');
select is(jsonb_array_length(pg_temp.search(starts_at => '2026-06-03 13:00Z') -> 'slots'), 1, 'one start is looked up');

select ok(pg_temp.fits('2026-06-02 12:00Z'), 'a start at the notice is kept');
select ok(not pg_temp.fits('2026-06-02 11:45Z'), 'a start before it is not');
select ok(not pg_temp.fits('2026-06-02 15:15Z'), 'nor is one that runs into a break');
select ok(not pg_temp.fits('infinity'), 'nor one that never comes');

-- The horizon of 30 days ends with July 1, a Wednesday.
select is(pg_temp.search('2026-07-01', 2, 500) -> 'days', '[{"date": "2026-07-01", "times": 26}, {"date": "2026-07-02", "times": 0}]',
  'all of the last day is offered, nothing of the day after');
select is(array[pg_temp.fits('2026-07-01 20:00Z'), pg_temp.fits('2026-07-02 12:00Z')], array[true, false], 'nor is it kept');
create function pg_temp.bookable(starts_at timestamptz) returns boolean language sql as $$ select private.is_bookable_instant(starts_at, '2026-06-01 12:00Z') $$;
select is(array[pg_temp.bookable('2026-07-02 03:45Z'), pg_temp.bookable('2026-07-02 04:00Z')], array[true, false],
  'a client may ask for any start until midnight of that day, in Toronto');
select is(array[pg_temp.bookable('2026-06-01 12:00Z'), pg_temp.bookable('2026-06-01 11:45Z'), pg_temp.bookable('2026-06-01 12:10Z')], array[true, false, false],
  'not for what is past or beside the grid');
create function pg_temp.objections(starts_at timestamptz) returns text[] language sql as $$
  select private.objections('00000000-0000-4000-8000-0000000000a1', tstzrange(starts_at, starts_at + interval '1 hour'), 'maintenance', '{}', 43.7, -79.4, null, '2026-06-01 12:00Z') $$;
select is(pg_temp.objections('2026-07-01 10:00Z'), array['hours'], 'the office is told that nobody works so early on the last day');
select is(pg_temp.objections('2026-07-02 10:00Z'), array['hours', 'horizon'], 'and on the day after that it is too far ahead as well');

insert into public.technician_tasks (id, technician_id, task_type, during, latitude, longitude)
values ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000a1', 'maintenance', '[2026-06-02 12:00Z, 2026-06-02 13:00Z)', 43.7, -79.4);
select is(array[pg_temp.fits('2026-06-02 12:30Z'), pg_temp.fits('2026-06-02 12:30Z', '00000000-0000-4000-8000-0000000000b1')],
  array[false, true], 'a task is in the way unless it is the one that moves');

-- The most visits a day are visits: a repair counts for none.
savepoint at_most;
update public.technicians set max_visits_per_day = 1;
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude)
values ('00000000-0000-4000-8000-0000000000a1', 'repair', '[2026-06-03 12:00Z, 2026-06-03 13:00Z)', 43.7, -79.4);
select is(array[pg_temp.fits('2026-06-02 15:00Z'), pg_temp.fits('2026-06-03 15:00Z')], array[false, true], 'a day with its most visits is full, one with other work is not');
rollback to at_most;

-- Other times than a lost one are sought among the nearest first; where those have none, among all.
savepoint far_away;
update public.technicians set home_latitude = 43.8;
insert into public.technicians (name, home_latitude, home_longitude) select 'Near ' || n, 43.7, -79.4 from generate_series(1, 10) n;
select is(private.other_times(row ('{}', 60, 43.7, -79.4, null, null)::private.stop_needs, '2026-06-03 13:00Z', '2026-06-01 12:00Z') #>> '{slots,0,technician_name}', 'Ann',
  'whoever lives further away than ten who have no time is offered');
rollback to far_away;

-- A search may be kept to some technicians.
insert into public.technicians (id, name, home_latitude, home_longitude)
values ('00000000-0000-4000-8000-0000000000a2', 'Ben Test', 43.7, -79.4);
insert into public.technician_hours (technician_id, weekday, starts, ends)
values ('00000000-0000-4000-8000-0000000000a2', 2, '18:00', '20:00');
create function pg_temp.times(among uuid[]) returns jsonb language sql as $$
  select private.search_slots('{}', 60, 43.7, -79.4, null, '2026-06-02', 1, 500, '2026-06-01 12:00Z', among) #> '{days,0,times}' $$;
select is(array[pg_temp.times(null), pg_temp.times(array['00000000-0000-4000-8000-0000000000a2']::uuid[]), pg_temp.times('{}')],
  array['27', '5', '0']::jsonb[], 'everybody, one of them, nobody');
update public.technicians set active = false where id = '00000000-0000-4000-8000-0000000000a2';
select is(pg_temp.times(array['00000000-0000-4000-8000-0000000000a2']::uuid[]), '0'::jsonb, 'nor whoever is not active, even for work that takes no skill');
update public.technicians set active = true where id = '00000000-0000-4000-8000-0000000000a2';
delete from public.technician_hours where technician_id = '00000000-0000-4000-8000-0000000000a2';

-- A time that is gone: six others, of as many days around it as that takes.
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude)
select '00000000-0000-4000-8000-0000000000a1', 'maintenance', d.during, 43.7, -79.4
from (values (tstzrange('2026-06-04 12:00Z', '2026-06-04 14:30Z')), (tstzrange('2026-06-04 17:00Z', '2026-06-04 21:00Z'))) d (during);
create temp table others as
select (s ->> 'starts_at')::timestamptz as starts_at, n
from jsonb_array_elements(private.other_times(row ('{}', 60, 43.7, -79.4, null, null)::private.stop_needs, '2026-06-04 14:30Z', '2026-06-01 12:00Z') -> 'slots') with ordinality t (s, n);
select is((select array_agg(starts_at order by n) from others where starts_at::date = '2026-06-04'),
  array['2026-06-04 14:30Z', '2026-06-04 14:45Z', '2026-06-04 15:00Z']::timestamptz[], 'the three that the day has left come first, nearest first');
select is((select count(*) from others), 6::bigint, 'the others are of the days around it');

create function pg_temp.others(wanted timestamptz) returns timestamptz[] language sql as $$
  select array_agg((s ->> 'starts_at')::timestamptz order by n)
  from jsonb_array_elements(private.other_times(row ('{}', 60, 43.7, -79.4, null, null)::private.stop_needs, wanted, '2026-06-01 12:00Z') -> 'slots') with ordinality t (s, n) $$;
select is(pg_temp.others('2026-06-03 14:30Z'), array['2026-06-03 14:30Z', '2026-06-03 14:15Z', '2026-06-03 14:45Z', '2026-06-03 17:00Z', '2026-06-03 17:15Z', '2026-06-03 17:30Z']::timestamptz[],
  'of a morning with many no more than three: whoever lost it may be free in the afternoon only');
select is(pg_temp.others('2026-06-03 17:00Z') @> array['2026-06-03 15:00Z', '2026-06-03 17:30Z']::timestamptz[], true, 'noon is noon of the company''s day');
savepoint busy_afternoon;
insert into public.technician_tasks (technician_id, task_type, during, latitude, longitude)
values ('00000000-0000-4000-8000-0000000000a1', 'maintenance', '[2026-06-05 17:00Z, 2026-06-05 21:00Z)', 43.7, -79.4);
select is((select array_agg(distinct d::date order by d::date) from unnest(pg_temp.others('2026-06-05 14:30Z')) d), array['2026-06-04', '2026-06-05']::date[],
  'where the day has nothing but that morning, the others are of another day');
rollback to busy_afternoon;

-- Near homes come first, unknown ones last, and only those with the skills.
insert into public.technicians (id, name, home_latitude, home_longitude) values
  ('00000000-0000-4000-8000-0000000000a3', 'Cleo Test', 43.7, -79.5), ('00000000-0000-4000-8000-0000000000a4', 'Dora Test', null, null),
  ('00000000-0000-4000-8000-0000000000a5', 'Ewan Test', 43.82, -79.4);
insert into public.technician_skills (technician_id, skill_id)
select t.id, s.id from public.technicians t, public.skills s where s.code = 'lifts' and t.name not like 'Ben%';
select is(private.nearest_technicians(array(select s.id from public.skills s where s.code = 'lifts'), 43.7, -79.4, 4),
  array['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a3', '00000000-0000-4000-8000-0000000000a5',
    '00000000-0000-4000-8000-0000000000a4']::uuid[], 'a degree of longitude is shorter than one of latitude');
delete from public.technicians where name in ('Ben Test', 'Cleo Test', 'Dora Test', 'Ewan Test');

-- Five years of history in the way of nobody.
alter table public.technician_tasks disable trigger user;
insert into public.technician_tasks (technician_id, task_type, during, state, latitude, longitude)
select '00000000-0000-4000-8000-0000000000a1', 'maintenance', tstzrange(s, s + interval '45 minutes'), 'completed', 43.7, -79.4
from generate_series(timestamptz '2021-06-01', '2026-05-30', interval '4 hours') s;
alter table public.technician_tasks enable trigger user;
analyze public.technician_tasks;
create temporary table before_search as
select seq_scan, coalesce(idx_tup_fetch, 0) as fetched from pg_stat_xact_user_tables where relid = 'public.technician_tasks'::regclass;
create temporary table found as select pg_temp.search();
select is((select s.seq_scan - b.seq_scan from pg_stat_xact_user_tables s, before_search b where s.relid = 'public.technician_tasks'::regclass), 0::bigint,
  'a search never reads the whole table of tasks');
select cmp_ok((select s.idx_tup_fetch - b.fetched from pg_stat_xact_user_tables s, before_search b where s.relid = 'public.technician_tasks'::regclass), '<', 20::bigint,
  'and reads a handful of rows, not years of them');

select * from finish();
rollback;
