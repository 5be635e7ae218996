-- A repair to which somebody drove in vain gets another time at the door.
begin;
select plan(29);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0100');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Wim Three', '{wheelchairs}');
insert into auth.users (id, email) values (tests.id('Tess login'), 'tess@example.com');
insert into public.staff (id, user_id, email, name, role) values (tests.id('Tess staff'), tests.id('Tess login'), 'tess@example.com', 'Tess One', 'technician');
update public.technicians set staff_id = tests.id('Tess staff') where id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-08-20');
create function pg_temp.act_as_tess() returns void language sql as $$ select tests.act_as('authenticated', tests.id('Tess login')) $$;
create function pg_temp.id() returns uuid language sql security definer as $$ select w.id from public.work_orders w where w.kind = 'repair' $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'state') $$;
create function pg_temp.times() returns text language sql as $$
  select string_agg(to_char((s ->> 'starts_at')::timestamptz at time zone 'America/Toronto', 'Mon DD HH24:MI') || ' ' || (s ->> 'technician_name'), ', ' order by n)
  from jsonb_array_elements(public.repair_return_slots(pg_temp.id()) -> 'slots') with ordinality x (s, n) $$;
create function pg_temp.book(technician text, at timestamptz) returns text language sql as $$ select pg_temp.told(public.book_repair_return(pg_temp.id(), tests.id(technician), at)) $$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_staff('office');
select public.open_repair(tests.id('lift'), 'It stopped half-way', true);
select tests.act_as_owner();
select public.approve_repair(pg_temp.id(), 'Ada', 'phone', (select sum(l.amount) from public.work_order_lines l where l.work_order_id = pg_temp.id()));
select is(pg_temp.told(public.schedule_repair(pg_temp.id(), tests.id('Tess One'), '2026-06-03 14:30+00')), 'scheduled', 'a repair has a time');
select throws_ok($$ select public.repair_return_slots(pg_temp.id()) $$, 'PT404', 'no such repair', 'nothing came to nothing yet');
select pg_temp.act_as_tess();
select throws_ok($$ select public.repair_return_slots(pg_temp.id()) $$, '42501', null, 'so its technician moves nothing');
select throws_ok($$ select pg_temp.book('Tess One', '2026-06-04 14:30+00') $$, '42501', null, 'or books it anew');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-03 15:00+00');
select pg_temp.act_as_tess();
select is(pg_temp.told(public.fail_repair(pg_temp.id(), 'not_completed', 'parts', 'Wrong motor')), 'recorded', 'it needs a second go');

-- Who may
select tests.act_as_anon();
select throws_ok($$ select public.repair_return_slots(pg_temp.id()) $$, '42501', null, 'a stranger sees no times');
select throws_ok($$ select pg_temp.book('Tess One', '2026-06-04 14:30+00') $$, '42501', null, 'and books nothing');
select tests.act_as_staff('technician');
select throws_ok($$ select public.repair_return_slots(pg_temp.id()) $$, '42501', null, 'nor does a colleague see them');
select throws_ok($$ select pg_temp.book('Tess One', '2026-06-04 14:30+00') $$, '42501', null, 'or book');
select tests.act_as_staff('office');
select is(public.repair_return_slots(pg_temp.id()) ->> 'status', 'open', 'the office does');
select tests.act_as_owner();
savepoint days;
select tests.freeze_clock('2026-06-05 03:59+00');
select pg_temp.act_as_tess();
select is(public.repair_return_slots(pg_temp.id()) ->> 'status', 'open', 'and who drove there, also on the day after');
select tests.freeze_clock('2026-06-05 04:00+00');
select throws_ok($$ select public.repair_return_slots(pg_temp.id()) $$, '42501', null, 'and no later');
select tests.act_as_owner();
rollback to days;

-- Soon, as it was
select pg_temp.act_as_tess();
select is(pg_temp.times(), 'Jun 04 11:00 Tess, Jun 05 10:30 Tess, Jun 08 10:30 Tess, Jun 09 10:30 Tess', 'soon, at the same hour, by the same technician');
select is(public.repair_return_slots(pg_temp.id(), 'infinity') ->> 'reason', 'time', 'not at the end of time');
select is(pg_temp.book('Tess One', '2026-06-04 14:37+00'), 'refused taken', 'no rule is set aside: not the grid');
select is(pg_temp.book('Wim Three', '2026-06-05 14:30+00'), 'refused taken', 'nor the skill');
select is(pg_temp.book('Tess One', '2026-06-03 16:00+00'), 'refused taken', 'nor the notice');
select is(pg_temp.book('Tess One', 'infinity'), 'refused time', 'nor is there a time without end');
select throws_ok($$ select pg_temp.book('nobody', '2026-06-05 14:30+00') $$, 'PT404', 'no such technician', 'nor anybody who is not there');
select is(pg_temp.book('Tess One', '2026-06-05 14:30+00'), 'scheduled', 'it has another time');
select is(pg_temp.book('Tess One', '2026-06-05 14:30+00'), 'scheduled', 'once');
select is(pg_temp.book('Tess One', '2026-06-08 14:30+00'), 'refused state scheduled', 'and no third one');
select is((select concat_ws(' ', n ->> 'status', n ->> 'starts_at', n ->> 'technician_name') from public.repair_return_slots(pg_temp.id()) n), 'booked 2026-06-05T14:30:00+00:00 Tess', 'which the page tells');
select tests.act_as_owner();
select is((select count(*) from public.technician_tasks t where t.work_order_id = pg_temp.id() and t.state = 'scheduled'), 1::bigint, 'there is one task');
select is((select count(*) from public.office_activities a where a.kind = 'repair_follow_up' and a.state = 'open'), 0::bigint, 'nobody has to find another time');
select is((select string_agg(m.kind || ' ' || (m.payload ->> 'starts_at'), ',') from public.messages m where m.customer_id = tests.id('ada') and m.next_attempt_at <= clock_timestamp() and private.superseded_because(m) is null),
  'work_scheduled 2026-06-05T14:30:00+00:00', 'and the client gets it by mail at once');

-- In vain once more, by somebody else
select private.move_stop(t.id, tests.id('Luis Two'), '2026-06-05 14:30+00', true, private.clock()) from public.technician_tasks t where t.work_order_id = pg_temp.id() and t.state = 'scheduled';
select tests.freeze_clock('2026-06-05 15:00+00');
select is(private.fail_repair(pg_temp.id(), 'not_completed', 'parts', null, null, 'office', private.clock()) ->> 'status', 'recorded', 'Luis drives there in vain as well');
select is((private.task_in_vain(pg_temp.id())).technician_id, tests.id('Luis Two'), 'the last drive counts');
select pg_temp.act_as_tess();
select throws_ok($$ select public.repair_return_slots(pg_temp.id()) $$, '42501', null, 'and who drove before gives it no time any more');
select tests.act_as_owner();

select * from finish();
rollback;
