-- Out of service: who took a unit out of service decides what brings it back. A repair of something small does not.
begin;
select plan(19);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['recalled', 'unsafe', 'both', 'retired', 'moved']) label;
insert into public.customers (id, name) values (tests.id('bob'), 'Bob Example');
select tests.book('moved', 'Tess One', '2026-06-04 15:00+00');
select tests.book('recalled', 'Tess One', '2026-06-03 13:00+00'), tests.book('unsafe', 'Tess One', '2026-06-03 15:00+00'), tests.book('both', 'Tess One', '2026-06-03 17:00+00'), tests.book('retired', 'Tess One', '2026-06-04 13:00+00');
create temp table lines as
  select min(i.position) filter (where i.safety_critical) as critical, min(i.position) filter (where not i.safety_critical) as other
  from public.checklist_items i join public.checklist_versions v on v.id = i.version_id join public.equipment_categories k on k.id = v.category_id and k.code = 'stairlift';
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number limit 1 $$;
create function pg_temp.report(lines jsonb) returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'signature', jsonb '{"name": "Ada Example", "role": "client", "method": "typed"}', 'checklist', lines) $$;
create function pg_temp.visited(label text, failed integer[]) returns uuid language sql as $$
  select (private.complete_visit(pg_temp.visit(visited.label), pg_temp.report((
    select jsonb_agg(jsonb_build_object('position', i.position, 'result', case when i.position = any (failed) then 'fail' else 'pass' end))
    from private.visit_checklist i where i.visit_id = pg_temp.visit(visited.label))), 'office', private.clock()) ->> 'repair_work_order_id')::uuid $$;
create function pg_temp.repaired(work_order_id uuid, at timestamptz) returns text language plpgsql as $$
declare
  v_visit_id uuid := (select w.visit_id from public.work_orders w where w.id = work_order_id);
begin
  perform private.approve_repair(work_order_id, 'Ada', 'phone', private.order_total(work_order_id));
  perform private.schedule_repair(work_order_id, tests.id('Luis Two'), at, true, private.clock());
  return private.complete_repair(work_order_id, pg_temp.report((
    select jsonb_agg(jsonb_build_object('position', c.position, 'result', 'pass')) from private.checklist_since_repair c where c.visit_id = v_visit_id and c.result = 'fail')),
    'office', private.clock()) ->> 'status';
end $$;
create function pg_temp.state(label text) returns text language sql as $$
  select concat_ws(' ', u.condition, (select count(*) from public.inspection_certificates i where i.unit_id = u.id)) from public.units u where u.id = tests.id(state.label) $$;
select tests.freeze_clock('2026-06-04 20:00+00');

-- The office took it out, for a reason of its own
create temp table repairs as select 'recalled' as label, pg_temp.visited('recalled', array[(select other from lines)]) as id;
select is(pg_temp.state('recalled'), 'in_service 1', 'what failed was small: the unit has its certificate');
select is(private.set_unit_condition(tests.id('recalled'), 'out_of_service') ->> 'status', 'set', 'then its maker calls it back');
select is(pg_temp.repaired((select id from repairs where label = 'recalled'), '2026-06-04 13:00+00'), 'done', 'the small thing is repaired');
select is(pg_temp.state('recalled'), 'out_of_service 1', 'which does not put it back in service');

-- The visit took it out
insert into repairs select 'unsafe', pg_temp.visited('unsafe', array[(select critical from lines), (select other from lines)]);
select is(pg_temp.state('unsafe'), 'out_of_service 0', 'what failed was critical: no certificate');
select is(pg_temp.repaired((select id from repairs where label = 'unsafe'), '2026-06-04 15:00+00'), 'done', 'it is repaired');
select is(pg_temp.state('unsafe'), 'in_service 1', 'and back, with its certificate');
select is((select count(*) from public.messages m where m.kind = 'invoice' and m.payload ->> 'invoice_id' = (select i.id::text from public.invoices i where i.work_order_id = (select id from repairs where label = 'unsafe'))),
  1::bigint, 'what the repair costs is billed, and the bill goes out');

-- Refused: it stays out, and asked for anew it can be repaired
insert into repairs select 'both', pg_temp.visited('both', array[(select critical from lines)]);
select is(private.decline_repair((select id from repairs where label = 'both'), 'Ada', 'phone', null) ->> 'status', 'declined', 'a client does not want the repair');
select is(pg_temp.state('both'), 'out_of_service 0', 'the unit stays out of service');
update repairs set id = (private.quote_anew(pg_temp.visit('both'), private.clock()) ->> 'work_order_id')::uuid where label = 'both';
select is(pg_temp.repaired((select id from repairs where label = 'both'), '2026-06-04 17:00+00'), 'done', 'until it is quoted anew and done');
select is(pg_temp.state('both'), 'in_service 1', 'and back');

-- Retired: not while its repair has a time
insert into repairs select 'retired', pg_temp.visited('retired', array[(select critical from lines)]);
select private.approve_repair(id, 'Ada', 'phone', private.order_total(id)) from repairs where label = 'retired';
select private.schedule_repair(id, tests.id('Luis Two'), '2026-06-04 19:00+00', true, private.clock()) from repairs where label = 'retired';
select is(private.set_unit_condition(tests.id('retired'), 'retired') ->> 'reason', 'booked', 'a unit that somebody comes to repair is not retired');
savepoint unreported;
select private.finish_task(t) from public.technician_tasks t join repairs r on r.id = t.work_order_id where r.label = 'retired';
select is(private.set_unit_condition(tests.id('retired'), 'retired') ->> 'status', 'set', 'the work is over, its report is not here yet: the unit is scrapped');
select is(private.complete_repair(r.id, pg_temp.report(jsonb_build_array(jsonb_build_object('position', l.critical, 'result', 'pass'))), 'office', private.clock()) ->> 'status', 'done', 'the report comes')
from repairs r, lines l where r.label = 'retired';
select is(pg_temp.state('retired'), 'retired 1', 'and what is scrapped stays so');
rollback to unreported;

-- What a client did not want keeps the next owner from nothing
select private.cancel_repair(pg_temp.visited('moved', array[(select critical from lines)]), 'Moved out');
select private.transfer_unit(tests.id('moved'), tests.id('bob'));
insert into repairs select 'moved', (private.open_repair(tests.id('moved'), 'Does not move', false, private.clock()) ->> 'work_order_id')::uuid;
select private.change_quote(id, '[{"kind": "labour", "product_id": null, "description": "Work", "quantity": 1, "unit_price": 90}]', 1) from repairs where label = 'moved';
select is(pg_temp.state('moved'), 'out_of_service 0', 'out of service it changes hands');
select private.approve_repair(id, 'Bob', 'phone', private.order_total(id)) from repairs where label = 'moved';
select private.schedule_repair(id, tests.id('Luis Two'), '2026-06-04 21:00+00', true, private.clock()) from repairs where label = 'moved';
select is(private.complete_repair(id, pg_temp.report('[]'), 'office', private.clock()) ->> 'status', 'done', 'and is repaired for whoever has it') from repairs where label = 'moved';
select is(pg_temp.state('moved'), 'in_service 0', 'who has it back in service: a repair that nobody wanted does not count');

select * from finish();
rollback;
