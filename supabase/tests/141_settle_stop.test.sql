-- What a stop comes to once each of its visits has its outcome, and the time that it gives back.
begin;
select plan(30);
-- Thursday, June 4, 2026, 8:00 in Toronto: visits are on the day before.
select tests.freeze_clock('2026-06-04 12:00+00');
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit(label, 'ada', 'stairlift', '1 Elm St', '2026-06-20') from unnest(array['one', 'two', 'three']) label;

-- A stop from 9:00 to 12:00 with a visit and a charge for each unit.
insert into public.work_orders (id, customer_id, intake_source) values (tests.id('order'), tests.id('ada'), 'office');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, work_order_id, during)
values (tests.id('stop'), tests.id('Tess One'), 'maintenance', tests.id('ada'), tests.id('order'), '[2026-06-03 13:00+00, 2026-06-03 16:00+00)');
insert into public.maintenance_visits (id, cycle_id, task_id)
select tests.id('visit ' || u), y.id, tests.id('stop') from unnest(array['one', 'two', 'three']) u join public.maintenance_cycles y on y.contract_id = tests.id(u);
select private.charge_visit(private.draft_invoice(tests.id('ada'), tests.id('order')), tests.id('visit one'), 1, null, 'lift', 189, 0.13);
insert into public.invoice_lines (invoice_id, visit_id, position, description, unit_price, tax_rate)
select i.id, tests.id('visit ' || u), n, u, 189, 0.13 from public.invoices i, unnest(array['one', 'two', 'three']) with ordinality v (u, n) where n > 1;

create function pg_temp.ended(one text, two text, three text, finished text default null) returns void language plpgsql as $$
begin
  perform tests.as_function('complete_visit', format(
    'update public.maintenance_visits v set state = o.state, started_at = case o.state when ''done'' then %1$L::timestamptz - interval ''40 minutes'' end, finished_at = case o.state when ''done'' then %1$L::timestamptz end
     from (values (%2$L::uuid, %3$L), (%4$L, %5$L), (%6$L, %7$L)) o (id, state) where v.id = o.id and v.state <> o.state',
    finished, tests.id('visit one'), one, tests.id('visit two'), two, tests.id('visit three'), three));
end;
$$;
-- What the stop, its order and its invoice are after that, and who is still charged; every rule that waits for the commit is asked.
create function pg_temp.settled(one text, two text, three text, finished text default null) returns text language plpgsql as $$
declare
  v_told text;
begin
  perform pg_temp.ended(one, two, three, finished);
  perform private.settle_stop(tests.id('stop'), private.clock());
  set constraints all immediate;
  set constraints all deferred;
  select concat_ws(' ', t.state, 'order', w.state, 'invoice', i.state,
    (select count(*) from public.invoice_lines l where l.invoice_id = i.id and l.live)) into v_told
  from public.technician_tasks t join public.work_orders w on w.id = t.work_order_id join public.invoices i on i.work_order_id = w.id where t.id = tests.id('stop');
  raise exception using errcode = 'P0009', message = v_told;
exception when sqlstate 'P0009' then
  return sqlerrm;
end;
$$;
select is(pg_temp.settled(one, two, three), comes_to, concat_ws(', ', one, two, three)) from (values
  ('done', 'done', 'done', 'completed order done invoice issued 3'),
  ('done', 'no_show', 'not_completed', 'completed order done invoice issued 1'),
  ('cancelled', 'done', 'cancelled', 'completed order done invoice issued 1'),
  ('no_show', 'not_completed', 'cancelled', 'not_completed order cancelled invoice void 0'),
  ('cancelled', 'no_show', 'cancelled', 'no_show order cancelled invoice void 0'),
  ('cancelled', 'cancelled', 'cancelled', 'cancelled order cancelled invoice void 0'),
  ('done', 'in_progress', 'no_show', 'in_progress order open invoice draft 3'),
  ('no_show', 'scheduled', 'no_show', 'scheduled order open invoice draft 3')) c (one, two, three, comes_to);

-- The time that is left
create function pg_temp.free_at(finished text, other text default 'no_show') returns text language plpgsql as $$
declare
  v_end timestamptz;
begin
  perform pg_temp.ended('done', other, other, finished);
  perform private.settle_stop(tests.id('stop'), private.clock());
  select upper(t.during) into v_end from public.technician_tasks t where t.id = tests.id('stop');
  raise exception using errcode = 'P0009', message = to_char(v_end at time zone 'America/Toronto', 'HH24:MI');
exception when sqlstate 'P0009' then
  return sqlerrm;
end;
$$;
select is(pg_temp.free_at('2026-06-03 ' || finished || ' America/Toronto'), free_at, 'over at ' || finished || ', free at ' || free_at) from (values
  ('07:00', '09:15'), ('09:00', '09:15'), ('09:15', '09:15'), ('09:15:01', '09:30'), ('10:29', '10:30'), ('10:30', '10:30'), ('11:45', '11:45'), ('11:46', '12:00'), ('12:00', '12:00'), ('13:30', '12:00')) f (finished, free_at);
select is(pg_temp.free_at('2026-06-04 08:00 America/Toronto'), '12:00', 'work that took longer lengthens nothing');
update public.company_settings set slot_step_minutes = 20;
select is(pg_temp.free_at('2026-06-03 10:21 America/Toronto'), '10:40', 'whatever the grid');
update public.company_settings set slot_step_minutes = 120;
select is(pg_temp.free_at('2026-06-03 09:30 America/Toronto'), '11:00', 'one step at least');
update public.company_settings set slot_step_minutes = 15;
select is(to_char(private.next_step(at::timestamptz) at time zone 'America/Toronto', 'HH24:MI:SS'), is_at, at || ' on the grid') from (values
  ('2026-06-03 00:00 America/Toronto', '00:00:00'), ('2026-06-03 23:59 America/Toronto', '00:00:00'), ('2026-11-01 13:01 America/Toronto', '13:15:00')) n (at, is_at);

-- Over is over
select tests.as_function('complete_visit', $$ update public.technician_tasks set actual_started_at = '2026-06-03 12:58+00' where id = tests.id('stop') $$);
select pg_temp.ended('done', 'cancelled', 'cancelled', '2026-06-03 13:50+00');
select private.settle_stop(tests.id('stop'), private.clock());
select is((select (actual_started_at, actual_finished_at)::text from public.technician_tasks where id = tests.id('stop')),
  ('2026-06-03 12:58+00'::timestamptz, '2026-06-03 13:50+00'::timestamptz)::text, 'when it really began and ended is written down');
create temp table settled as select * from public.technician_tasks;
select private.settle_stop(tests.id('stop'), private.clock() + interval '1 day');
select results_eq('select * from public.technician_tasks', 'select * from settled', 'settling it again changes nothing');
select is((select count(*) from public.maintenance_visits where state = 'done'), 1::bigint, 'one unit was done');
select lives_ok('set constraints all immediate', 'and all goes together');
select lives_ok($$ select private.settle_stop(tests.id('nothing'), private.clock()) $$, 'of what is no stop nothing is asked');
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('meeting'), tests.id('Tess One'), 'other', '[2026-06-05 13:00+00, 2026-06-05 14:00+00)');
select private.settle_stop(tests.id('meeting'), private.clock());
select is((select state from public.technician_tasks where id = tests.id('meeting')), 'scheduled', 'work without visits does not end by itself');
select * from finish();
rollback;
