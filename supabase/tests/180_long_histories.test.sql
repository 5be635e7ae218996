-- What is asked of one visit costs what that visit costs, however many there were before it.
begin;
select plan(3);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
select tests.technician('Tess One', '{lifts}');
insert into public.customers (id, name) select tests.id('client ' || n), 'Client ' || n from generate_series(1, 8) n;
select tests.unit('lift ' || n, 'client ' || n, 'stairlift', n || ' Elm St', '2026-06-20') from generate_series(1, 8) n;
select is(tests.book('lift ' || n, 'Tess One', '2026-06-02 12:00+00'::timestamptz + n * interval '1 day 1 hour') ->> 'status', 'booked', 'a visit to one client')
from unnest(array[1]) n;
do $$
declare
  v_task public.technician_tasks;
begin
  -- The others' were long ago.
  for n in 2..8 loop
    insert into public.technician_tasks (technician_id, task_type, during, customer_id, state)
    values (tests.id('Tess One'), 'maintenance', tstzrange('2026-01-05 14:00+00'::timestamptz + n * interval '1 day', '2026-01-05 15:00+00'::timestamptz + n * interval '1 day'), tests.id('client ' || n), 'scheduled')
    returning * into v_task;
    insert into public.maintenance_visits (cycle_id, task_id, minutes) select y.id, v_task.id, 60 from public.maintenance_cycles y where y.contract_id = tests.id('lift ' || n);
  end loop;
end;
$$;
set local track_functions = 'all';
create temp table before as select coalesce(sum(f.calls), 0) as calls from pg_stat_xact_user_functions f where f.funcname = 'told_apart';
select is(private.visit_sheet(v.id, private.clock()) ->> 'status', 'ok', 'its sheet is there')
from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift 1');
select cmp_ok((select sum(f.calls) from pg_stat_xact_user_functions f where f.funcname = 'told_apart') - (select calls from before), '<=', 4::numeric,
  'and nothing was read of other visits for it');
select * from finish();
rollback;
