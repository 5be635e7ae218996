-- Repairs, deliveries and assessments that are booked as a unit is retired or changes hands, its contract ends, or its client
-- dies, moves or turns out to be somebody else: nobody drives to what is not theirs any more, and nobody waits for nothing.
begin;
select plan(33);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
create temp table made (what text primary key, id uuid);
create function pg_temp.told(call text) returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('admin');
  execute 'select to_jsonb(public.' || call || ')' into v_answer;
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason');
end;
$$;
create function pg_temp.live(event text, details jsonb default '{}') returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  v_answer := public.record_life_event(tests.id('ada'), event, details, true);
  if v_answer ->> 'status' = 'tried' then
    v_answer := public.record_life_event(tests.id('ada'), event, details, false, v_answer ->> 'shown');
  end if;
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason', (
    select 'off: ' || string_agg(o ->> 'task_type', ', ' order by o ->> 'task_type') from jsonb_array_elements(v_answer #> '{changes,called_off}') o));
end;
$$;
create function pg_temp.stands() returns text language sql as $$
  select string_agg(concat_ws(' ', m.what, t.state), ', ' order by m.what) from made m join public.technician_tasks t on t.id = m.id $$;
create function pg_temp.work() returns text language sql as $$
  select coalesce(string_agg(a.kind, ', ' order by a.kind), '-') from public.office_activities a where a.state = 'open' $$;
create function pg_temp.mails() returns text language sql as $$
  select coalesce(string_agg(m.kind || ' ' || split_part(m.recipient, '@', 1), ', ' order by m.kind), '-') from public.messages m
  where m.kind = 'work_cancelled' and m.state = 'queued' and private.superseded_because(m) is null $$;
create temp table repair as select (private.open_repair(tests.id('lift'), 'It stopped', false, private.clock()) ->> 'work_order_id')::uuid as id;
grant select on repair to public;
select private.approve_repair(id, 'Ada', 'phone', private.order_total(id)) from repair;
insert into made select 'repair', (private.schedule_repair(id, tests.id('Tess One'), '2026-06-04 13:00+00', true, private.clock()) ->> 'task_id')::uuid from repair;
insert into made select type, (private.create_task(type, 60, tests.id('Tess One'), at,
  jsonb_build_object('customer_id', tests.id('ada'), 'title', 'Two batteries', 'override', true) || case type when 'assessment' then jsonb_build_object('unit_id', tests.id('lift')) else '{}' end, private.clock()) ->> 'task_id')::uuid
from (values ('delivery', timestamptz '2026-06-05 13:00+00'), ('assessment', '2026-06-05 15:00+00')) w (type, at);
select is(pg_temp.stands(), 'assessment scheduled, delivery scheduled, repair scheduled', 'three jobs are booked');
-- Their client heard of them.
select tests.as_function('lease_messages', $q$ update public.messages set state = 'sending', attempts = 1, lease_id = gen_random_uuid(), lease_until = now() + interval '3 minutes', provider = 'p' where state = 'queued' and kind = 'work_scheduled' $q$);
select tests.as_function('settle_message', $q$ update public.messages set state = 'sent', sent_at = private.clock(), lease_id = null, lease_until = null where state = 'sending' $q$);
select tests.freeze_clock('2026-06-01 12:01+00');
savepoint booked;

-- Retired, or in other hands
select is(pg_temp.told('set_unit_condition(tests.id(''lift''), ''retired'')'), 'refused booked', 'what somebody is to come to is not retired');
select is(pg_temp.told('transfer_unit(tests.id(''lift''), tests.id(''bob''))'), 'refused repair', 'nor handed on');
select is(pg_temp.live(event, jsonb_build_object('unit_ids', jsonb_build_array(tests.id('lift')))), 'refused booked', event || ': the work at it comes first') from unnest('{sold,returned}'::text[]) event;
select is(pg_temp.live('transferred', jsonb_build_object('unit_ids', jsonb_build_array(tests.id('lift')), 'to', tests.id('bob'))), 'refused repair', 'a relative has it: the repair comes first');
select throws_ok(format('update public.units set condition = ''retired'' where id = %L', tests.id('lift')), 'MT021', null, 'by hand neither');
select private.set_task_state(id, 'needs_rescheduling') from made where what = 'repair';
select is(pg_temp.told('set_unit_condition(tests.id(''lift''), ''retired'')'), 'refused booked', 'nor while the repair waits for another time');
select private.set_task_state(id, 'cancelled') from made where what = 'repair';
select is(pg_temp.told('set_unit_condition(tests.id(''lift''), ''retired'')'), 'refused booked', 'nor while somebody is to look at it');
select is((select private.cancel_repair(id, 'Sold') ->> 'status' from repair), 'cancelled', 'the repair is given up');
select is(pg_temp.told('transfer_unit(tests.id(''lift''), tests.id(''bob''))'), 'refused booked', 'what is to be looked at is not handed on');
select private.set_task_state(id, 'cancelled') from made where what = 'assessment';
savepoint free;
select is(pg_temp.told('transfer_unit(tests.id(''lift''), tests.id(''bob''))'), 'transferred', 'then it is handed on, whatever is delivered to its client');
rollback to free;
select is(pg_temp.told('set_unit_condition(tests.id(''lift''), ''retired'')'), 'set', 'or retired');
select is(pg_temp.stands(), 'assessment cancelled, delivery scheduled, repair cancelled', 'a delivery is about no unit');
rollback to booked;

-- The contract alone
select is(pg_temp.told('cancel_contract(tests.id(''lift''), ''declined'', null)'), 'cancelled', 'a contract ends');
select is(pg_temp.stands(), 'assessment scheduled, delivery scheduled, repair scheduled', 'and what was agreed to beside it stays');
rollback to booked;

-- A death
select is(pg_temp.live('deceased'), 'recorded off: assessment, delivery, repair', 'whoever died waits for nobody: it is told before it is done');
select is(pg_temp.stands(), 'assessment cancelled, delivery cancelled, repair cancelled', 'all of it is off');
select is(pg_temp.mails(), '-', 'nobody is written to');
select is(pg_temp.work(), 'repair_follow_up', 'the office sees to the repair, and calls nobody');
rollback to booked;
update public.customers set deceased_on = '2026-05-30' where id = tests.id('ada');
select is(pg_temp.stands(), 'assessment cancelled, delivery cancelled, repair cancelled', 'written down by hand it is the same');
rollback to booked;
select private.set_task_state(id, 'en_route') from made where what = 'delivery';
select private.set_task_state(id, 'needs_rescheduling') from made where what = 'repair';
select is(pg_temp.live('deceased'), 'recorded off: assessment, delivery, repair', 'also what is on its way, or waits for another time');
rollback to booked;
select tests.freeze_clock('2026-06-04 13:10+00');
select private.set_task_state(id, 'in_progress') from made where what = 'repair';
select is(pg_temp.live('deceased'), 'recorded off: assessment, delivery', 'whoever is at it ends it');
select is(pg_temp.stands(), 'assessment cancelled, delivery cancelled, repair in_progress', 'and says how');
rollback to booked;

-- A move
select is(pg_temp.live('moved', jsonb_build_object('street', '22 Lake Road', 'city', 'Brampton', 'postal_code', 'L6Y 0B2', 'units', jsonb_build_object(tests.id('lift')::text, 'stays'))),
  'recorded off: assessment, repair', 'what stays behind is not repaired, or looked at, for them');
select is(pg_temp.stands(), 'assessment cancelled, delivery scheduled, repair cancelled', 'a delivery is theirs');
select is(pg_temp.mails(), 'work_cancelled ada, work_cancelled ada', 'they are told');
select is(pg_temp.work() like '%repair_follow_up%', true, 'and the office sees to the repair');
rollback to booked;
select is(pg_temp.live('moved', jsonb_build_object('street', '22 Lake Road', 'city', 'Brampton', 'postal_code', 'L6Y 0B2', 'units', jsonb_build_object(tests.id('lift')::text, 'along'))),
  'recorded', 'what moves along is repaired');
select is((select t.address from made join public.technician_tasks t using (id) where what = 'repair'), '22 Lake Road, Brampton, ON L6Y 0B2', 'where it is then');
rollback to booked;

-- Two who are one
select is((select private.merge_customers(tests.id('bob'), tests.id('ada'), '{}', false, private.merge_customers(tests.id('bob'), tests.id('ada'), '{}', true, null) ->> 'shown') ->> 'status'), 'merged', 'two clients turn out to be one');
select is(pg_temp.stands(), 'assessment scheduled, delivery scheduled, repair scheduled', 'what is booked stays');
select is((select count(*) from made join public.technician_tasks t using (id) where t.customer_id = tests.id('bob')), 3::bigint, 'and is theirs');
select * from finish();
rollback;
