-- The calendar: nobody is in two places, ranges are real, states follow their order.
begin;
select plan(24);

insert into public.technicians (id, name) values
  ('00000000-0000-0000-0000-0000000000f1', 'Tess Example'), ('00000000-0000-0000-0000-0000000000f2', 'Theo Example');
create function pg_temp.add(during text, state text default 'scheduled', technician text default '00000000-0000-0000-0000-0000000000f1', task_type text default 'repair')
returns uuid language sql as $$
  insert into public.technician_tasks (technician_id, task_type, during, state) values (technician::uuid, task_type, during::tstzrange, state) returning id $$;

select lives_ok($$ select pg_temp.add('[2026-07-01 13:00+00, 2026-07-01 14:00+00)') $$, 'a task takes its time');
select lives_ok($$ select pg_temp.add('[2026-07-01 14:00+00, 2026-07-01 15:00+00)') $$, 'the next may begin when it ends');
select throws_ok($$ select pg_temp.add('[2026-07-01 14:59+00, 2026-07-01 15:30+00)') $$, '23P01', null, 'a minute of overlap is refused');
select throws_ok($$ select pg_temp.add('[2026-07-01 13:00+00, 2026-07-01 14:00+00)', 'scheduled', '00000000-0000-0000-0000-0000000000f1', 'time_off') $$, '23P01', null, 'time off is a task like any other');
select throws_ok($$ select pg_temp.add('[2026-07-01 13:00+00, 2026-07-01 14:00+00)', 'completed') $$, '23P01', null, 'finished work still fills its time');
select lives_ok($$ select pg_temp.add('[2026-07-01 13:00+00, 2026-07-01 14:00+00)', 'cancelled') $$, 'a cancelled task fills none');
select lives_ok($$ select pg_temp.add('[2026-07-01 13:00+00, 2026-07-01 14:00+00)', 'scheduled', '00000000-0000-0000-0000-0000000000f2') $$, 'somebody else is free');
select throws_ok($$ update public.technician_tasks set technician_id = '00000000-0000-0000-0000-0000000000f1' where technician_id = '00000000-0000-0000-0000-0000000000f2' $$, '23P01', null, 'reassigning meets the same rule');
select throws_ok($$ update public.technician_tasks set state = 'scheduled' where state = 'cancelled' $$, 'MT001', null, 'a cancelled task does not come back');

select throws_ok($$ select pg_temp.add('empty') $$, '23514', null, 'an empty range is refused');
select throws_ok($$ select pg_temp.add('[2026-07-02 13:00+00,)') $$, '23514', null, 'an endless range is refused');
select throws_ok($$ select pg_temp.add('[2026-07-02 13:00+00,infinity)') $$, '23514', null, 'so is one until infinity');
select throws_ok($$ select pg_temp.add('[2026-07-02 13:00+00,2026-07-02 14:00+00]') $$, '23514', null, 'ends are exclusive');
select throws_ok($$ select pg_temp.add('[2026-08-01 00:00+00,2026-09-01 00:01+00)') $$, '23514', null, 'more than 31 days is no task');
select lives_ok($$ select pg_temp.add('[2026-08-01 00:00+00,2026-09-01 00:00+00)') $$, '31 days is');
select throws_ok($$ select pg_temp.add('[2026-07-03 13:00+00,2026-07-03 14:00+00)', 'scheduled', null) $$, '23514', null, 'blocking work belongs to somebody');

select is(private.is_taken('00000000-0000-0000-0000-0000000000f1', during), taken, 'a time that ' || what)
from (values ('[2026-07-01 12:00+00, 2026-07-01 13:00+00)'::tstzrange, false, 'ends where a task begins is free'),
  ('[2026-07-01 12:00+00, 2026-07-01 13:01+00)', true, 'ends a minute later is taken'),
  ('[2026-07-01 15:00+00, 2026-07-01 16:00+00)', false, 'begins where a task ends is free'),
  ('[2026-07-01 14:59+00, 2026-07-01 16:00+00)', true, 'begins a minute earlier is taken')) t (during, taken, what);

update public.technician_tasks set during = '[2026-07-01 16:00+00, 2026-07-01 17:00+00)' where technician_id = '00000000-0000-0000-0000-0000000000f2';
select is((select revision from public.technician_tasks where technician_id = '00000000-0000-0000-0000-0000000000f2'), 1, 'a move is a new revision of the calendar entry');

insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from, valid_to)
values ('00000000-0000-0000-0000-0000000000f1', 1, '08:00', '12:00', null, '2026-06-30');
select throws_ok($$ insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from, valid_to)
  values ('00000000-0000-0000-0000-0000000000f1', 2, '08:00', '12:00', '2026-07-02', '2026-07-01') $$, '23514', null, 'hours do not end before they begin to hold');
select throws_ok($$ insert into public.technician_hours (technician_id, weekday, starts, ends) values ('00000000-0000-0000-0000-0000000000f1', 1, '11:00', '13:00') $$,
  '23P01', null, 'hours that are valid at the same time do not overlap');
select lives_ok($$ insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from) values ('00000000-0000-0000-0000-0000000000f1', 1, '11:00', '13:00', '2026-07-01') $$,
  'new hours may follow old ones');

select * from finish();
rollback;
