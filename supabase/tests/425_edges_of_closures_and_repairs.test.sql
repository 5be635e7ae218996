-- Days that were closed, and repairs, in rarer cases.
begin;
select plan(30);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-06-20'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cys', 'cy', 'porch_lift', '12 Fir Rd', '2026-06-20');
create function pg_temp.as_office(call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'field') $$;
create function pg_temp.close(more text default '') returns jsonb language sql as $$
  select pg_temp.as_office(format('close_day(''2026-06-04'', reason => ''an ice storm''%s)', more)) $$;
create function pg_temp.undo() returns jsonb language sql as $$
  select pg_temp.as_office(format('undo_closure(%L)', (select c.id from public.closures c where c.undone_at is null))) $$;
create function pg_temp.aside(answer jsonb) returns text language sql as $$
  select string_agg(a ->> 'task_type' || ' ' || coalesce(a ->> 'customer', 'nobody'), ', ' order by n) from jsonb_array_elements(answer -> 'stops') with ordinality l (a, n) $$;
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.follow_up() returns text language sql as $$
  select concat_ws(' ', a.details ->> 'reason', a.due_on) from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open' $$;
select tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('porch')]), tests.book('bobs', 'Luis Two', '2026-06-04 13:00+00');

-- Outdoor units alone
savepoint two;
select is(pg_temp.aside(pg_temp.close(', outdoor_only => true')), 'maintenance Ada Example', 'a visit of several units is put aside for the one that stands outside');
select public.cancel_booking(tests.token('porch'), null, tests.id('porch'));
select is(pg_temp.aside(pg_temp.close(', outdoor_only => true')), null, 'not once that one was taken off it');
select is(pg_temp.say(pg_temp.close(', outdoor_only => true, dry_run => false')), 'closed', 'such a day is closed though nothing is booked');
select is(pg_temp.say(pg_temp.undo()), 'undone', 'and opened again');
select is(pg_temp.say(pg_temp.close(', outdoor_only => true, dry_run => false')), 'closed', 'and closed once more');
rollback to two;
select pg_temp.as_office(format('open_repair(%L, %L, false)', tests.id('cys'), 'It squeaks'));
create function pg_temp.repair() returns uuid language sql as $$ select w.id from public.work_orders w where w.problem = 'It squeaks' $$;
create function pg_temp.agreed() returns text language sql as $$ select private.approve_repair(pg_temp.repair(), 'Cy', 'phone', private.order_total(pg_temp.repair())) ->> 'status' $$;
select is(pg_temp.agreed(), 'approved', 'a repair of a unit that stands outside');
select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Luis Two'), '2026-06-04 17:00+00'));
select is(pg_temp.aside(pg_temp.close(', outdoor_only => true')), 'maintenance Ada Example, repair Cy Example', 'is put aside as well');
select pg_temp.as_office(format('set_task_state(%L, %L)', (private.task_of_repair(pg_temp.repair())).id, 'cancelled'));

-- What goes on, and what stays
savepoint day;
select tests.freeze_clock('2026-06-04 13:10+00');
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('bobs'), 'in_progress'));
select is(jsonb_path_query_array(pg_temp.close(), '$.stays[*].customer'), '["Bob Example"]', 'what has begun goes on, and is told');
rollback to day;
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('bobs'), 'needs_rescheduling'));
select pg_temp.as_office(format('log_call(%L, %L)', a.id, 'no_answer')) from public.office_activities a where a.kind = 'needs_rescheduling' and a.state = 'open';
select pg_temp.as_office(format('move_task(%L, %L, %L)', pg_temp.task('bobs'), tests.id('Luis Two'), '2026-06-04 13:00+00'));
select tests.freeze_clock('2026-06-01 12:10+00');
select pg_temp.close(', dry_run => false');
select is(pg_temp.say(pg_temp.undo()), 'undone', 'a call of before it was closed tells nobody of that');
rollback to day;
select pg_temp.close(', dry_run => false');
select tests.freeze_clock('2026-06-04 14:30+00');
select is((u ->> 'back') || ' ' || (select string_agg(n ->> 'why', ' ') from jsonb_array_elements(u -> 'not_back') n), '1 past', 'opened in the course of the day, what is over by then is not put back') from pg_temp.undo() u;
rollback to day;
select pg_temp.close(', dry_run => false');
update public.technicians set active = false where id = tests.id('Luis Two') and not exists (
  select from public.technician_tasks t where t.technician_id = tests.id('Luis Two') and t.blocking and t.task_type <> 'time_off');
select is((select string_agg((n ->> 'customer') || ' ' || (n ->> 'why'), ' ') from jsonb_array_elements(pg_temp.undo() -> 'not_back') n), 'Bob Example technician', 'nor what is of somebody who has left');
rollback to day;
select pg_temp.close(', dry_run => false');
select pg_temp.as_office(format('move_task(%L, %L, %L)', pg_temp.task('bobs'), tests.id('Tess One'), '2026-06-08 15:00+00'));
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('bobs'), 'needs_rescheduling'));
select is((select string_agg((n ->> 'customer') || ' ' || (n ->> 'why'), ' ') from jsonb_array_elements(pg_temp.undo() -> 'not_back') n), 'Bob Example changed', 'nor what had another time meanwhile, though it waits again');
rollback to day;
select pg_temp.close(', dry_run => false');
select ok(bool_and(private.still_cannot_come(m)), 'a mail that says it was closed is so') from public.messages m where m.payload ->> 'reason' = 'closed';
select tests.as_function('undo_closure', $$ update public.closures set undone_at = private.clock() $$);
select ok(not bool_or(private.still_cannot_come(m)), 'until it is opened') from public.messages m where m.payload ->> 'reason' = 'closed';
rollback to day;

-- A repair
select pg_temp.as_office(format('postpone_activity(%L, %L, %L)', a.id, '2026-06-20', 'later')) from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open';
select is(pg_temp.say(pg_temp.as_office(format('reopen_quote(%L, %L)', pg_temp.repair(), 'A motor as well'))), 'quoted', 'a quote is opened again');
select is(pg_temp.follow_up(), 'quoted 2026-06-01', 'and is asked about now, whatever was said before');
select is(pg_temp.agreed(), 'approved', 'it is agreed to');
select is(pg_temp.say(pg_temp.as_office(format('wait_for_parts(%L, %L)', pg_temp.repair(), 'A motor'))), 'waiting_for_parts', 'parts of which nobody knows when they come');
select is(pg_temp.follow_up(), 'waiting_for_parts 2026-06-08', 'are asked about after a week');
select pg_temp.as_office(format('expect_parts(%L, %L, %L)', pg_temp.repair(), 'A motor', '2026-06-03'));
create function pg_temp.late() returns integer language sql as $$ select jsonb_array_length(pg_temp.as_office('list_repairs(''{"state": "parts_late"}'')') -> 'rows') $$;
select tests.freeze_clock('2026-06-03 16:00+00');
select is(pg_temp.late(), 0, 'on the day they are not late');
select tests.freeze_clock('2026-06-04 16:00+00');
select is(pg_temp.late(), 1, 'on the next they are');
select tests.freeze_clock('2026-06-01 12:00+00');
select pg_temp.as_office(format('parts_arrived(%L)', pg_temp.repair()));
insert into public.callout_rates (equipment_class, label, call_out, hourly, valid_from) select r.equipment_class, 'Next year', 999, 999, '2027-01-01' from public.callout_rates r group by 1;
select pg_temp.as_office(format('reopen_quote(%L, %L)', pg_temp.repair(), 'Once more'));
select is(jsonb_path_exists(pg_temp.as_office(format('repair_page(%L)', pg_temp.repair())), '$.rates[*] ? (@.label == "Next year")'), false, 'a rate that is to come is not quoted');
select is(pg_temp.agreed(), 'approved', 'it is wanted');
select is(jsonb_array_length(private.repairs_of(array[tests.id('cys')])), 1, 'a unit has its repairs');
savepoint vain;
select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Luis Two'), '2026-06-04 17:00+00'));
select pg_temp.as_office(format('set_task_state(%L, %L)', (private.task_of_repair(pg_temp.repair())).id, 'cancelled'));
-- Whoever gave it another time began before that, and waited for it.
select tests.freeze_clock('2026-06-01 11:59+00');
select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Luis Two'), '2026-06-05 17:00+00'));
select is((private.last_task_of_repair(pg_temp.repair())).id, (private.task_of_repair(pg_temp.repair())).id, 'the last task of a repair is the one that is not over, whatever their clocks said');
rollback to vain;
select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', pg_temp.repair(), tests.id('Luis Two'), '2026-06-04 17:00+00'));
select tests.freeze_clock('2026-06-04 17:10+00');
select is(pg_temp.say(pg_temp.as_office(format('fail_repair(%L, %L, %L, null, %L)', pg_temp.repair(), 'not_completed', 'weather', tests.id('failure')))), 'recorded', 'somebody drove there in vain');
select pg_temp.as_office(format('open_repair(%L, %L, false)', tests.id('bobs'), 'It stopped'));
select is(pg_temp.say(pg_temp.as_office(format('fail_repair(%L, %L, %L, null, %L)', w.id, 'not_completed', 'weather', tests.id('failure')))), 'rejected taken report_id', 'that report is of no other repair') from public.work_orders w where w.problem = 'It stopped';
rollback to vain;
select private.cancel_repair(pg_temp.repair(), 'has moved');
select is(jsonb_array_length(pg_temp.as_office('list_repairs(''{"search": "cy"}'')') -> 'rows'), 1, 'the list has it');
select private.transfer_unit(tests.id('cys'), tests.id('bob'));
select is(jsonb_array_length(private.repairs_of(array[tests.id('cys')])), 0, 'whoever has the unit next is told nothing of repairs before');
select tests.as_function('erase_customer', format('update public.customers set erased_on = %L where id = %L', '2026-06-01', tests.id('cy')));
select is(jsonb_array_length(pg_temp.as_office('list_repairs()') -> 'rows'), 0, 'those of somebody who was erased are in no list');
select * from finish();
rollback;
