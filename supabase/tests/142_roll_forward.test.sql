-- When a unit is due again, and how its contract goes on from cycle to cycle.
begin;
select plan(55);
-- Tuesday, December 29, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-12-29 13:00+00');

create function pg_temp.next(anchor date, months integer, service date) returns text language sql as $$
  select n.due_on || case when n.anchor_on = next.anchor then '' else ' anew' end from private.next_due(next.anchor, next.months, next.service) n $$;
select is(pg_temp.next(anchor::date, months, service::date), comes_to, what) from (values
  ('2026-03-19', 6, '2026-09-15', '2027-03-19', 'a little early keeps the cadence'),
  ('2026-03-19', 6, '2026-08-25', '2027-03-19', 'and so does earlier'),
  ('2026-03-19', 6, '2026-12-28', '2027-06-28 anew', 'far too late begins another'),
  ('2026-03-19', 6, '2026-09-19', '2027-03-19', 'on the day'),
  ('2026-03-19', 6, '2026-03-19', '2026-09-19', 'on the anchor''s own day'),
  -- From August 4 to February 4 there are 184 days, a quarter of them are 46.
  ('2026-03-22', 6, '2026-08-04', '2027-03-22', 'early: 46 of 184 days are a quarter'),
  ('2026-03-22', 6, '2026-08-03', '2027-02-03 anew', '47 are more'),
  ('2026-03-22', 6, '2026-11-06', '2027-03-22', 'late: 45 of 181 days are less than a quarter'),
  ('2026-03-22', 6, '2026-11-07', '2027-05-07 anew', '46 are more'),
  ('2025-01-31', 1, '2025-02-28', '2025-03-31', 'the end of January comes back in March'),
  ('2025-01-31', 1, '2025-01-31', '2025-02-28', 'and is the end of February between'),
  ('2025-01-31', 1, '2025-03-31', '2025-04-30', 'and of April'),
  ('2024-02-29', 12, '2024-02-29', '2025-02-28', 'February 29 is the 28th'),
  ('2024-02-29', 12, '2027-02-28', '2028-02-29', 'until it comes again'),
  ('2024-01-31', 1, '2024-01-31', '2024-02-29', 'a month ends on the 29th'),
  ('2026-06-15', 1, '2026-07-16', '2026-08-15', 'a month, a day late'),
  ('2026-06-15', 1, '2026-07-22', '2026-08-15', 'a month, seven days late: seven of 31 are less than a quarter'),
  ('2026-06-15', 1, '2026-07-23', '2026-08-23 anew', 'eight are more'),
  ('2026-06-15', 1, '2026-07-08', '2026-08-15', 'seven early'),
  ('2026-06-15', 1, '2026-07-07', '2026-08-07 anew', 'eight early'),
  ('2020-05-10', 60, '2025-05-10', '2030-05-10', 'five years'),
  ('2020-05-10', 60, '2026-08-09', '2030-05-10', 'five years, a year and a quarter late'),
  ('2020-05-10', 60, '2026-08-10', '2031-08-10 anew', 'and a day'),
  ('2020-03-19', 6, '2026-09-25', '2027-03-19', 'after years without service, near a day of the cadence'),
  ('2020-03-19', 6, '2026-12-25', '2027-06-25 anew', 'or between two'),
  ('2026-12-01', 6, '2026-01-10', '2026-07-10 anew', 'serviced long before the cadence begins'),
  ('2026-07-20', 6, '2026-01-10', '2026-07-10 anew', 'not even where its first day would do'),
  ('2026-07-01', 6, '2026-06-20', '2027-01-01', 'and shortly before')) e (anchor, months, service, comes_to, what);

-- Whatever happens
create function pg_temp.histories() returns table (history integer, n integer, interval_months integer, anchor date, due date, service date) language sql as $$
  with recursive begun as (
    select h as history, 1 + h % 60 as months, date '2024-01-01' + (h * 37) % 1461 as anchor from generate_series(1, 1500) h
  ), served as (
    select b.history, 0 as n, b.months, b.anchor, (b.anchor + make_interval(months => b.months))::date as due, null::date as service from begun b
    union all
    select s.history, s.n + 1, s.months, (s.next).anchor_on, (s.next).due_on, s.served_on
    from (
      select s.*, x.service as served_on, private.next_due(s.anchor, s.months, x.service) as next
      from served s, lateral (
        -- When due, a few days off, or anywhere within two intervals; never before the last one.
        select greatest(s.service + 1, case when random() < 0.4 then s.due when random() < 0.5 then s.due + (random() * 40 - 20)::integer
          else s.due + ((random() * 2 - 0.5) * s.months * 30)::integer end) as service) x
      where s.n < 8) s
  )
  select history, n, months, anchor, due, service from served $$;
select setseed(0.26);
create temp table histories as select * from pg_temp.histories();
create temp view served as
select s.*, lag(s.due) over w as was_due, lag(s.service) over w as before, (lag(s.service) over w + make_interval(months => s.interval_months))::date - lag(s.service) over w as length
from histories s window w as (partition by s.history order by s.n);
select cmp_ok((select count(*) from served where service = was_due and before is not null), '>', 2500::bigint, 'thousands were served when due');
select is_empty($$ select * from served where service = was_due and 4 * (service - before) not between 3 * length and 5 * length $$, 'those lie within three quarters and five quarters of an interval after the one before');
select is_empty($$ select * from histories where due <= service $$, 'what was serviced is due later');
-- The same, by trying every day of the cadence
select is_empty($$ select h.* from (select s.*, lag(s.anchor) over (partition by s.history order by s.n) as from_anchor from histories s) h
  cross join lateral (select (h.service + make_interval(months => h.interval_months))::date as ideal) i
  cross join lateral (select d.on_day, abs(d.on_day - i.ideal) as away from (select (h.from_anchor + make_interval(months => k * h.interval_months))::date as on_day
    from generate_series(1, 12 * 130 / h.interval_months) k) d order by 2, 1 limit 1) near
  where h.n between 1 and 4 and h.history % 5 = 0 and (h.anchor, h.due) is distinct from
    (case when 4 * near.away <= i.ideal - h.service then h.from_anchor else h.service end, case when 4 * near.away <= i.ideal - h.service then near.on_day else i.ideal end) $$,
  'and it is what trying every one of them finds');

-- A contract goes on
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.technician('Tess One', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', '1 Elm St', '2026-12-20') from unnest(array['lift', 'paused', 'ended', 'open', 'bad', 'worn']) label;
update public.maintenance_contracts set due_anchor_on = '2026-06-20';
create temp table tokens as select tests.token('lift') as old;
create function pg_temp.cycle(label text, number integer default 1) returns uuid language sql as $$ select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.number = cycle.number $$;
-- A visit that is done as complete_visit does it, but for the rest of it.
create function pg_temp.serviced(label text, on_day date, known boolean default true) returns void language plpgsql as $$
begin
  insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values (tests.id('stop ' || label), tests.id('Tess One'), 'maintenance', tests.id('ada'),
    tstzrange((on_day || ' ' || (8 + (select count(*) from public.technician_tasks)) || ':00 America/Toronto')::timestamptz, (on_day || ' ' || (9 + (select count(*) from public.technician_tasks)) || ':00 America/Toronto')::timestamptz));
  insert into public.maintenance_visits (cycle_id, task_id) values (pg_temp.cycle(label), tests.id('stop ' || label));
  perform tests.as_function('complete_visit', format('update public.maintenance_visits set state = ''done'', service_on = %L where task_id = %L', case when known then on_day end, tests.id('stop ' || label)));
  perform private.settle_stop(tests.id('stop ' || label), private.clock());
end;
$$;
select throws_ok($$ select private.roll_forward(pg_temp.cycle('lift'), '2026-12-15') $$, 'MT001', null, 'nothing is serviced without a visit');
select pg_temp.serviced('lift', '2026-12-15');
select private.raise_about_cycle('unbooked', pg_temp.cycle('lift'), '{}');
select is(private.roll_forward(pg_temp.cycle('lift'), '2026-12-15'), '2027-06-20', 'after a service the unit is due half a year later');
select results_eq($$ select number, due_on, outcome, closed_at is null, token is null from public.maintenance_cycles where contract_id = tests.id('lift') order by number $$,
  $$ values (1, '2026-12-20'::date, 'serviced', false, true), (2, '2027-06-20', null, true, false) $$, 'one cycle is over, the next is open');
select is((select (last_service_on, due_anchor_on)::text from public.maintenance_contracts where id = tests.id('lift')), '(2026-12-15,2026-06-20)', 'the contract knows of it');
select is(public.booking_page((select old from tokens)) ->> 'status', 'expired', 'the old link has expired');
select is(public.booking_page(tests.token('lift')) ->> 'status', 'open', 'the new one is good');
select is((select state from public.office_activities where kind = 'unbooked'), 'done', 'nobody calls about it any more');
select is(private.roll_forward(pg_temp.cycle('lift'), '2026-12-16'), '2027-06-20', 'once more changes nothing');
select is((select count(*) || ' ' || max(c.last_service_on) from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where c.id = tests.id('lift')), '2 2026-12-15', 'really nothing');
update public.maintenance_contracts set state = 'paused' where id = tests.id('paused');
select pg_temp.serviced('paused', '2026-12-28');
select is(private.roll_forward(pg_temp.cycle('paused'), '2026-12-28'), '2027-06-20', 'a contract that rests goes on');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('ended');
select is(private.roll_forward(pg_temp.cycle('ended'), '2026-12-28'), null, 'one that has ended does not');

-- What was completed in other ways
select pg_temp.serviced('open', '2026-12-28'), pg_temp.serviced('bad', '2026-12-28'), pg_temp.serviced('worn', '2026-12-28', known => false);
create function pg_temp.fail() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = 'P0001'; end; $$;
savepoint untried;
do $$ begin execute format('create trigger fail before insert on public.maintenance_cycles for each row when (new.contract_id = %L) execute function pg_temp.fail()',
  least(tests.id('open'), tests.id('bad'), tests.id('worn'))); end; $$;
create function pg_temp.one() returns text language sql as $$ select string_agg(n.value, ' ' order by n.key) from jsonb_each_text(private.roll_what_is_done(private.clock(), 1)) n $$;
select is(pg_temp.one(), '1 true 0', 'the first that fails is not the last that is tried');
select is(pg_temp.one() || ', ' || pg_temp.one(), '0 true 1, 0 true 1', 'the others have their turn');
select is(pg_temp.one(), '1 false 0', 'and then nothing is left but what fails');
rollback to untried;
do $$ begin execute format('create trigger fail before insert on public.maintenance_cycles for each row when (new.contract_id = %L) execute function pg_temp.fail()', tests.id('bad')); end; $$;
select is(private.run_roll_forward(private.clock()), '{"rolled": 2, "resumed": 0, "failed": 1, "more": false}', 'the night rolls on what is left open, each by itself');
select is((select string_agg(y.due_on::text, ' ' order by y.contract_id = tests.id('open')) from public.maintenance_cycles y where y.closed_at is null and y.contract_id in (tests.id('open'), tests.id('worn'))), '2027-06-20 2027-06-20', 'also what nobody gave a day');
select is((select (a.task_id = tests.id('stop bad'), a.urgent, a.details ->> 'code')::text from public.office_activities a where a.kind = 'self_check'), '(t,t,P0001)', 'what cannot be is urgent work');
select is((select (closed_at is null)::text from public.maintenance_cycles where contract_id = tests.id('bad')), 'true', 'and stays as it was');
select is(private.run_roll_forward(private.clock()), '{"rolled": 0, "resumed": 0, "failed": 1, "more": false}', 'the next night finds nothing new');
select is((select count(*) from public.office_activities where kind = 'self_check'), 1::bigint, 'and says so once');
select is(private.run_job('roll-forward', null) ->> 'status', 'done', 'it is a job of every day');

-- A contract may be as old as it likes
select lives_ok($$ update public.maintenance_contracts set last_service_on = '2026-12-28', due_anchor_on = '2036-12-27' where id = tests.id('open') $$, 'a cadence may begin anew ten years after the contract');
select throws_ok($$ update public.maintenance_contracts set due_anchor_on = '2036-12-30' where id = tests.id('open') $$, '23514', null, 'but never lies ten years ahead of the last service');

select * from finish();
rollback;
