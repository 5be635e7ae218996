-- Taken back exactly: a price that nobody was told is none, and what keeps something from being taken back is said.
begin;
select plan(27);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-06-21'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
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
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.undo(answer jsonb) returns jsonb language sql as $$ select pg_temp.as_office(format('undo_deed(%L)', answer #>> '{undo,deed_id}')) $$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'what', answer ->> 'by') $$;
create function pg_temp.price(label text) returns text language sql as $$
  select concat_ws(' ', y.fee, y.tax_rate, y.price_frozen_at is not null) from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null $$;
create function pg_temp.book(label text, at text, more text default '') returns jsonb language sql as $$
  select pg_temp.as_office(format('book_for_client(%L, %L, %L%s)', tests.id(label), tests.id('Luis Two'), at, more)) $$;
create function pg_temp.move(label text, name text, at text) returns jsonb language sql as $$
  select pg_temp.as_office(format('move_task(%L, %L, %L)', pg_temp.task(label), tests.id(name), at)) $$;

-- A price
select is(pg_temp.price('stairs'), 'f', 'a price that nobody was told can change');
create temp table booked as select pg_temp.book('stairs', '2026-06-09 13:00+00', format(', with_contract_ids => array[%L]::uuid[]', tests.id('porch'))) as a;
select is(pg_temp.price('stairs') || ', ' || pg_temp.price('porch'), '189.00 0.13000 t, 249.00 0.13000 t', 'booked it stands, of every unit');
savepoint booked;
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'the booking is taken back') from booked;
select is(pg_temp.price('stairs') || ', ' || pg_temp.price('porch'), 'f, f', 'and the prices with it: nobody was told them');
update public.maintenance_contracts set fee = 210 where id = tests.id('stairs');
select is(pg_temp.book('stairs', '2026-06-09 13:00+00') ->> 'status', 'booked', 'booked once more');
select is(pg_temp.price('stairs'), '210.00 0.13000 t', 'it costs what it costs by then');
rollback to booked;
select private.hand_out_link((select y.id from public.maintenance_cycles y where y.contract_id = tests.id('stairs')));
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'taken back after its link was given to somebody') from booked;
select is(pg_temp.price('stairs') || ', ' || pg_temp.price('porch'), '189.00 0.13000 t, f', 'that price was told');
rollback to booked;
select private.queue_message('reminder', tests.id('ada'), 'another', jsonb_build_object('items', '[]'::jsonb), (select y.id from public.maintenance_cycles y where y.contract_id = tests.id('stairs')));
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'taken back after another mail to its client') from booked;
select is(pg_temp.price('stairs'), '189.00 0.13000 t', 'what that told stays');
rollback to booked;
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'taken back') from booked;
select private.freeze_price(y.id) from public.maintenance_cycles y where y.contract_id = tests.id('stairs');
create temp table again as select pg_temp.book('stairs', '2026-06-09 15:00+00') as a;
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'a booking of what was told before') from again;
select is(pg_temp.price('stairs'), '189.00 0.13000 t', 'leaves that as it was told');
select throws_ok($$ select tests.as_function('forget_price', format('update public.maintenance_cycles set fee = 1 where contract_id = %L', tests.id('stairs'))) $$, 'MT002', null, 'nobody makes another price of one that was told');
rollback to booked;

-- What changed since
create temp table moved as select pg_temp.move('stairs', 'Luis Two', '2026-06-10 13:00+00') as a;
savepoint moved;
select pg_temp.move('stairs', 'Luis Two', '2026-06-11 13:00+00');
select matches(pg_temp.say(pg_temp.undo(a)), '^refused changed time .+', 'another time, and who gave it') from moved;
rollback to moved;
select public.reschedule_booking(tests.token('stairs'), tests.id('Luis Two'), '2026-06-12 13:00+00');
select is(pg_temp.say(pg_temp.undo(a)), 'refused changed time', 'where it was no person, nobody is named') from moved;
rollback to moved;
select pg_temp.move('stairs', 'Tess One', '2026-06-10 13:00+00');
select matches(pg_temp.say(pg_temp.undo(a)), '^refused changed technician ', 'somebody else has it') from moved;
rollback to moved;
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'needs_rescheduling'));
select matches(pg_temp.say(pg_temp.undo(a)), '^refused changed state ', 'it was put aside') from moved;
rollback to moved;
select pg_temp.as_office(format('set_task_state(%L, %L)', pg_temp.task('stairs'), 'needs_rescheduling'));
create temp table placed as select pg_temp.move('stairs', 'Luis Two', '2026-06-10 13:00+00') as a;
update public.technicians set active = false where id = tests.id('Tess One');
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'work that waited waits again, whoever has left') from placed;
rollback to moved;

-- A repair
select pg_temp.as_office(format('open_repair(%L, %L, false)', tests.id('bobs'), 'It squeaks'));
create temp table repair as select w.id from public.work_orders w where w.kind = 'repair';
select private.approve_repair(id, 'Bob', 'phone', private.order_total(id)) from repair;
create temp table given as select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', id, tests.id('Luis Two'), '2026-06-08 15:00+00')) as a from repair;
select pg_temp.as_office(format('set_task_state(%L, %L)', a ->> 'task_id', 'needs_rescheduling')) from given;
savepoint aside;
select is(pg_temp.say(pg_temp.as_office(format('reopen_quote(%L, %L)', id, 'A motor as well'))), 'quoted', 'a repair that was put aside is quoted anew') from repair;
select matches(pg_temp.say(pg_temp.undo(a)), '^refused changed amount', 'its old time is not given back for another amount') from given;
rollback to aside;
select is(pg_temp.say(pg_temp.as_office(format('wait_for_parts(%L, %L)', id, 'A motor'))), 'waiting_for_parts', 'or it waits for parts') from repair;
select matches(pg_temp.say(pg_temp.undo(a)), '^refused changed parts', 'which is said') from given;
rollback to aside;
create temp table again_given as select pg_temp.as_office(format('schedule_repair(%L, %L, %L)', id, tests.id('Luis Two'), '2026-06-09 17:00+00')) as a from repair;
select is(pg_temp.say(pg_temp.undo(a)), 'undone', 'another time for it is taken back') from again_given;
select is((select string_agg(t.state || ' ' || to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'), ',') from public.technician_tasks t join repair r on r.id = t.work_order_id), 'needs_rescheduling 06-08 15:00', 'it waits as before');
select is((select w.state from public.work_orders w join repair using (id)), 'approved', 'still agreed to');
set constraints all immediate;
select pass('all of it holds at commit');
select * from finish();
rollback;
