-- A price that was told is mended before it is on a bill: a visit that waits for another time has its line already.
begin;
select plan(4);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-03 13:00+00'); end; $$;
create temp table stop as select t.id from public.technician_tasks t;
grant select on stop to authenticated;
select tests.act_as_staff('office');
do $$ begin perform public.set_task_state(id, 'needs_rescheduling') from stop; end; $$;
select tests.act_as_staff('admin');
select is(public.correct_price(tests.id('lift'), 100, 'typo') ->> 'reason', 'booked', 'while a visit waits for another time its price stays');
select tests.act_as_owner();
select results_eq($$ select y.fee, l.unit_price from public.maintenance_cycles y join public.maintenance_visits v on v.cycle_id = y.id
  join public.invoice_lines l on l.visit_id = v.id and l.live $$, $$ values (189.00, 189.00) $$, 'as on its bill');
select tests.act_as_staff('office');
do $$ begin perform public.set_task_state(id, 'cancelled') from stop; end; $$;
select tests.act_as_staff('admin');
select is(public.correct_price(tests.id('lift'), 100, 'typo') ->> 'status', 'corrected', 'once it was called off it is mended');
select tests.act_as_owner();
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-04 13:00+00'); end; $$;
select results_eq($$ select l.unit_price from public.invoice_lines l where l.live $$, $$ values (100.00) $$, 'and the next visit costs that');
select * from finish();
rollback;
