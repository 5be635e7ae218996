-- The edges of the nights' follow-ups: the first and last day, and who is left out.
begin;
select plan(34);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, reach_by) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', 'email'), (tests.id('pat'), 'Pat Example', 'pat@example.com', 'phone');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('pats', 'pat', 'stairlift', '2 Elm St', '2026-09-20');
create function pg_temp.told(label text, on_day date) returns void language sql as $$
  insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
  select y.id, y.due_on, 30, on_day from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null $$;
create function pg_temp.run(at text) returns jsonb language plpgsql as $$
begin
  perform tests.freeze_clock((at || ' America/Toronto')::timestamptz);
  return (select jsonb_object_agg(key, value) from jsonb_each(private.run_follow_ups(private.clock())) where value <> '0' and value <> 'false');
end;
$$;
create function pg_temp.call_about(label text, kind text, due date) returns void language plpgsql as $$
begin
  perform private.raise_about_cycle(kind, y.id, '{}') from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null;
  update public.office_activities a set due_on = due where a.kind = call_about.kind and a.contract_id = tests.id(label);
end;
$$;
savepoint company;

-- Not booked
select pg_temp.told('lift', '2026-06-13');
select is(pg_temp.run('2026-06-20 08:00'), '{"unbooked": 1}', 'on the due date itself a unit is not booked, and not overdue');
rollback to company;
select pg_temp.told('lift', '2026-06-01');
select private.raise_about_cycle('self_check', y.id, '{"reason": "resume"}') from public.maintenance_cycles y where y.contract_id = tests.id('lift');
select is(pg_temp.run('2026-06-10 08:00'), '{"unbooked": 1}', 'that a job stumbled over it is no call to the client');
rollback to company;
update public.maintenance_cycles set due_on = '2026-06-20' where contract_id = tests.id('pats');
select pg_temp.told('pats', '2026-06-01');
select pg_temp.run('2026-06-08 08:00');
select is((select a.details ? 'reach' from public.office_activities a where a.kind = 'unbooked'), false, 'whoever is called as a rule is told apart by nothing');
rollback to company;

-- Put off
select pg_temp.call_about('lift', 'callback', '2026-06-26');
select is(pg_temp.run('2026-06-25 08:00'), null, 'what somebody put off until tomorrow is not asked about');
select is(pg_temp.run('2026-06-26 08:00'), '{"overdue": 1}', 'but on its day');
rollback to company;

-- Overdue goes before what else there is
update public.maintenance_cycles set due_on = '2026-05-01' where contract_id = tests.id('pats');
select pg_temp.told('lift', '2026-01-01');
select is((select f.contract_id from private.follow_ups('2026-06-01 12:00+00', 1) f), tests.id('pats'), 'what is urgent is opened first, where not all of it is');
rollback to company;

-- A credit note is nothing that a client owes
insert into public.invoices (id, customer_id) values (tests.id('bill'), tests.id('ada'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('bill'), 1, 'Maintenance', 100, 0.13);
select private.issue_invoice(tests.id('bill'), private.clock());
insert into public.invoices (id, customer_id, kind, series, credited_invoice_id) values (tests.id('note'), tests.id('ada'), 'credit_note', 'C', tests.id('bill'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('note'), 1, 'Taken back', 100, 0.13);
select private.issue_invoice(tests.id('note'), private.clock());
update public.maintenance_contracts set state = 'paused';
select is((select count(*) from private.owed_invoices), 2::bigint, 'a bill, and a credit note whose lines have no minus');
select is(pg_temp.run('2026-09-01 08:00'), '{"unpaid_invoice": 1}', 'the bill alone is asked for');
rollback to company;

-- A repair that nobody answered
create function pg_temp.visit() returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift') $$;
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00');
insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit(), 1, 'fail');
select tests.as_function('complete_visit', format($q$ update public.maintenance_visits set state = 'done' where id = %L $q$, pg_temp.visit()));
update public.maintenance_contracts set state = 'paused';
create temp table repair as select private.quote_repair(pg_temp.visit(), private.clock()) as id;
select private.close_activity(a.id, 'will call') from public.office_activities a where a.state = 'open';
select tests.forget_all('public.office_activities');
select is(pg_temp.run('2026-06-08 07:59'), null, 'for seven days a quote waits for its answer');
select is(pg_temp.run('2026-06-08 08:00'), '{"repair_follow_up": 1}', 'then the office asks');
select is((select a.details ->> 'reason' from public.office_activities a where a.kind = 'repair_follow_up'), 'quoted', 'what became of it');
select is(pg_temp.run('2026-06-09 08:00'), null, 'once');
select tests.act_as_staff('office');
select is((select public.close_activity(a.id, 'thinks about it') ->> 'status' from public.office_activities a where a.kind = 'repair_follow_up'), 'closed', 'what is closed');
select tests.act_as_owner();
select is(pg_temp.run('2026-07-09 07:59'), null, 'does not come back for thirty days');
select is(pg_temp.run('2026-07-09 08:01'), '{"repair_follow_up": 1}', 'but then');
rollback to company;

-- Photos that came late, and no report with them
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00');
update public.maintenance_contracts set state = 'paused';
create function pg_temp.photo(id text, at timestamptz) returns void language sql as $$
  select tests.as_function('add_visit_photo', format($q$ insert into public.visit_files (id, visit_id, kind, content, taken_at, created_at) select %L, v.id, 'photo', decode('ffd8ffe000104a46494600010100000100010000ffdb00040001ffc0000b0804b0064001011100ffc400040001ffda0008010100003f00a1b2ff00c3ffd9', 'hex'), %L, %L from public.maintenance_visits v $q$, tests.id(photo.id), photo.at, photo.at)) $$;
select pg_temp.photo('one', '2026-06-03 20:00-04'), pg_temp.photo('two', '2026-06-03 20:30-04');
select is(pg_temp.run('2026-06-04 09:00'), null, 'photos of a visit whose report is still to come ask nobody');
select private.set_task_state(t.id, 'cancelled') from public.technician_tasks t;
select tests.forget_all('public.office_activities');
select is(pg_temp.run('2026-06-04 07:59'), null, 'nor at once, of one that is over');
select is(pg_temp.run('2026-06-04 08:00'), '{"late_photos": 1}', 'half a day later the office is asked to look');
select is((select concat_ws(' ', a.subject_key = private.subject_key('task', t.id::text), a.task_id = t.id, a.customer_id = tests.id('ada'), a.details ->> 'photos') from public.office_activities a, public.technician_tasks t where a.kind = 'late_photos'), 't t t 1', 'at that job');
select is(pg_temp.run('2026-06-05 08:00'), null, 'once');
select tests.act_as_staff('office');
select is((select public.close_activity(a.id, 'of the wrong house') ->> 'status' from public.office_activities a where a.kind = 'late_photos'), 'closed', 'somebody did');
select tests.act_as_owner();
select is(pg_temp.run('2026-06-16 08:00') ->> 'late_photos', null, 'and it is over');
select is(pg_temp.run('2026-07-20 08:00') ->> 'late_photos', null, 'for good');
rollback to company;

-- A serial number that nobody wrote down
insert into public.sales_orders (id, customer_id, order_number, order_date) values (tests.id('order'), tests.id('ada'), 'S100', '2026-05-01');
insert into public.products (id, sku, name, category_id, unit_kind, serial_tracked) select tests.id('model'), 'FLOWX', 'Flow X', k.id, 'base', true from public.equipment_categories k where k.code = 'stairlift';
insert into public.sales_order_lines (id, order_id, line_ref, product_id, quantity) values (tests.id('line'), tests.id('order'), 'S100-1', tests.id('model'), 2);
update public.units set product_id = tests.id('model'), source_line_id = tests.id('line'), unit_number = 1 where id = tests.id('lift');
savepoint sold;
select is(pg_temp.run('2026-06-02 08:00'), '{"missing_serial": 1}', 'a sold unit without its serial number is asked about');
select is(pg_temp.run('2026-06-03 08:00'), null, 'once');
update public.units set serial_number = 'SN 771 204' where id = tests.id('lift');
select is((select a.state || ' ' || a.outcome from public.office_activities a where a.kind = 'missing_serial'), 'done its serial number is there', 'until it is there');
rollback to sold;
update public.maintenance_contracts set state = 'paused' where id = tests.id('lift');
select is(pg_temp.run('2026-06-02 08:00'), null, 'not while its contract rests');
rollback to sold;
update public.products set serial_tracked = false where id = tests.id('model');
select is(pg_temp.run('2026-06-02 08:00'), null, 'nor one of a product that has none');
rollback to sold;
insert into public.units (id, customer_id, category_id, product_id, source_line_id, unit_number, condition) select tests.id('second'), tests.id('ada'), u.category_id, u.product_id, u.source_line_id, 2, 'in_service' from public.units u where u.id = tests.id('lift');
insert into public.maintenance_contracts (id, unit_id) values (tests.id('second'), tests.id('second'));
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('second'), 1, '2026-09-20');
select is(pg_temp.run('2026-06-02 08:00'), '{"missing_serial": 1}', 'two of one line are one question');
update public.units set serial_number = 'SN 771 204' where id = tests.id('lift');
select is((select a.state from public.office_activities a where a.kind = 'missing_serial'), 'open', 'which the first number does not answer');
update public.units set condition = 'retired' where id = tests.id('second');
select is((select a.state from public.office_activities a where a.kind = 'missing_serial'), 'done', 'and a unit out of use does not ask');
select is(pg_temp.run('2026-06-02 09:00'), null, 'nor is it asked about again');
rollback to sold;

-- Switched off for one kind
select is((select count(*) from private.activity_kinds k where k.kind in ('overdue', 'unbooked', 'unpaid_invoice', 'repair_follow_up', 'missing_serial', 'late_photos') and k.is_on), 6::bigint, 'each kind is on as it comes');
select tests.act_as_staff('admin');
select public.set_activity_kind('missing_serial', false);
select tests.act_as_owner();
select is(pg_temp.run('2026-06-02 08:00'), null, 'and its own switch keeps it off the list');
select * from finish();
rollback;
