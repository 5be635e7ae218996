-- The holidays every company starts from.
begin;
select plan(5);

create function pg_temp.holidays(in_year integer) returns text language sql as $$
  select string_agg(to_char(h.on_day, 'MM-DD ') || h.name, ', ' order by h.on_day) from public.holidays h where extract(year from h.on_day) = in_year $$;

select is(pg_temp.holidays(2026), '01-01 New Year''s Day, 02-16 Family Day, 04-03 Good Friday, 05-18 Victoria Day, 07-01 Canada Day, 09-07 Labour Day, 10-12 Thanksgiving, 12-25 Christmas Day, 12-26 Boxing Day, 12-28 Boxing Day (observed)',
  'Boxing Day on a Saturday is observed on the Monday');
select is(pg_temp.holidays(2027), '01-01 New Year''s Day, 02-15 Family Day, 03-26 Good Friday, 05-24 Victoria Day, 07-01 Canada Day, 09-06 Labour Day, 10-11 Thanksgiving, 12-25 Christmas Day, 12-26 Boxing Day, 12-27 Christmas Day (observed), 12-28 Boxing Day (observed)',
  'both on a weekend, on the two weekdays after it');
select is(pg_temp.holidays(2033), '01-01 New Year''s Day, 01-03 New Year''s Day (observed), 02-21 Family Day, 04-15 Good Friday, 05-23 Victoria Day, 07-01 Canada Day, 09-05 Labour Day, 10-10 Thanksgiving, 12-25 Christmas Day, 12-26 Boxing Day, 12-27 Christmas Day (observed)',
  'Christmas on a Sunday, on the day after Boxing Day');
select is((select array_agg(h.on_day order by h.on_day) from public.holidays h where h.name = 'Good Friday'),
  '{2026-04-03,2027-03-26,2028-04-14,2029-03-30,2030-04-19,2031-04-11,2032-03-26,2033-04-15,2034-04-07,2035-03-23,2036-04-11}'::date[], 'Good Friday as the calendars of the churches have it');
select set_eq($$ select extract(year from h.on_day)::integer, count(distinct h.name) from public.holidays h
    where extract(isodow from h.on_day) < 6 group by 1 $$, $$ select year, 9::bigint from generate_series(2026, 2036) year $$,
  'each year has nine weekdays on which nobody works');

select * from finish();
rollback;
