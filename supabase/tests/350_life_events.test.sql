-- What happens in a client's life, and what becomes of all that is theirs.
begin;
select plan(81);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', null, '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('ada'), 'Cleo Example', 'cleo@example.com', 'beside');
select tests.technician('Tess One', '{lifts,lift_chairs,wheelchairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'manual_wheelchair', '1 Elm St', '2026-07-10'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select is(tests.book('stairs', 'Tess One', '2026-06-04 13:00+00') ->> 'status', 'booked', 'a visit is booked');

create function pg_temp.live(label text, event text, details jsonb default '{}', dry boolean default false, shown text default null, role text default 'office') returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  v_answer := public.record_life_event(tests.id(label), event, details, dry,
    case when not dry then coalesce(shown, public.record_life_event(tests.id(label), event, details, true) ->> 'shown') end);
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
grant execute on function pg_temp.say to authenticated;
select tests.act_as_staff('office');
select is(pg_temp.say(public.record_life_event(tests.id('ada'), 'deceased', '{}', false)), 'refused changed', 'nothing is recorded whose consequences nobody was shown');
select tests.act_as_owner();
create function pg_temp.contracts() returns text language sql as $$
  select string_agg(concat_ws(' ', c.state, c.cancelled_reason, c.paused_until), ', ' order by o.n)
  from unnest(array['stairs', 'chair', 'bobs']) with ordinality o (l, n) join public.maintenance_contracts c on c.id = tests.id(o.l) $$;
create function pg_temp.visit() returns text language sql as $$
  select string_agg(v.state, ',') from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('stairs') $$;
create function pg_temp.mails() returns text language sql as $$
  select coalesce(string_agg(distinct m.kind, ', ' order by m.kind), '-') from public.messages m where m.kind <> 'confirmation' $$;
create function pg_temp.work() returns text language sql as $$
  select coalesce(string_agg(a.kind || coalesce(' ' || (a.details ->> 'reason'), ''), ', ' order by a.kind), '-') from public.office_activities a where a.state = 'open' $$;
create function pg_temp.how_many(answer jsonb) returns jsonb language sql as $$
  select jsonb_object_agg(e.key, jsonb_array_length(e.value)) from jsonb_each(answer -> 'changes') e where e.value <> '[]' $$;
create function pg_temp.these(labels text[]) returns jsonb language sql as $$ select jsonb_build_object('unit_ids', (select jsonb_agg(tests.id(l)) from unnest(labels) l)) $$;
create function pg_temp.new_home(more jsonb default '{}') returns jsonb language sql as $$
  select '{"street": "22 Lake Road", "city": "Brampton", "postal_code": "L6Y 0B2"}'::jsonb || more $$;

-- Who may, and what is no event
select throws_ok($$ select pg_temp.live('ada', 'deceased', role => 'technician') $$, '42501', 'only the office may do this', 'a technician writes down no event');
select throws_ok($$ select pg_temp.live('nobody', 'deceased') $$, 'PT404', null, 'nor anybody one of a client whom nobody knows');
select is(pg_temp.say(pg_temp.live('ada', e)), 'rejected event', 'no event: ' || coalesce(e, 'none')) from unnest(array['', 'exploded', null]) e;
select is(pg_temp.say(pg_temp.live('ada', e)), 'rejected units', e || ' is about certain units') from unnest(array['sold', 'returned', 'transferred']) e;
select is(pg_temp.say(pg_temp.live('ada', 'sold', jsonb_build_object('unit_ids', array[tests.id('bobs')]))), 'rejected units', 'and about none of somebody else''s');
select is(pg_temp.say(pg_temp.live('ada', 'deceased', jsonb_build_object('note', repeat('x', 501)))), 'rejected note', 'a note has its length');
select is(pg_temp.say(pg_temp.live('ada', 'deceased', '{"on": "2026-06-02"}')), 'rejected on', 'nobody has died tomorrow');

-- A death
savepoint alive;
select is(pg_temp.say(pg_temp.live('ada', 'deceased', '{}', true)), 'tried', 'what follows is told before it is done');
select is(pg_temp.how_many(pg_temp.live('ada', 'deceased', '{}', true)), '{"ended": 2, "cancelled": 1, "withdrawn": 2}', 'contracts end, a visit is cancelled, mails are withdrawn, nobody is told');
select is(pg_temp.contracts() || ' ' || pg_temp.visit(), 'active, active, active scheduled', 'and nothing of it is done');
select is((select deceased_on from public.customers where id = tests.id('ada')), null, 'nobody has died');
-- One of each kind of mail that a client gets waits.
insert into public.messages (kind, recipient, customer_id, dedupe_key, payload)
select k.kind, 'ada@example.com', tests.id('ada'), 'test:' || k.kind, '{"items": []}' from private.message_kinds k where k.about not in ('company', 'work');
select is(pg_temp.say(pg_temp.live('ada', 'deceased', '{"on": "2026-05-30", "executor": {"name": "Dan Example", "phone": "905-555-0199", "email": "dan@example.com"}, "note": "told by the son"}')),
  'recorded', 'a death is written down');
select is(pg_temp.contracts() || ' ' || pg_temp.visit(), 'cancelled deceased, cancelled deceased, active cancelled', 'all that was theirs ends, and nothing of others');
select is((select (deceased_on, reach_by)::text from public.customers where id = tests.id('ada')), '(2026-05-30,email)', 'with the day');
select is((select (k.relation, k.phone, k.receives)::text from public.customer_contacts k where k.name = 'Dan Example'), '(executor,905-555-0199,nothing)', 'and with who looks after the estate');
select is(pg_temp.work(), '-', 'nobody is asked to call');
select is((select array_agg(distinct concat_ws(': ', m.state, m.last_error)) from public.messages m where m.customer_id = tests.id('ada') and m.dedupe_key like 'test:%'),
  '{"superseded: nobody is to be written to under this name"}', 'no mail of any kind waits any more, from that moment');
select is((select array_agg(k.kind order by k.kind) from private.message_kinds k where private.queue_message(k.kind, tests.id('ada'), 'later:' || k.kind, '{}') <> 0), null,
  'and none is queued, of any kind, to anybody');
select is((select count(*) from private.customer_addresses a where a.customer_id = tests.id('ada')), 0::bigint, 'there is no address to write to, nor that of a contact');
select is((select count(*) from public.messages m where m.dedupe_key like 'later:%'), 0::bigint, 'nothing was queued');
select is_empty($$ select m.kind from public.messages m where m.customer_id = tests.id('ada') and m.state in ('sending', 'sent') $$, 'and get none of them');
select is(private.letter_facts(tests.id('stairs'), private.clock()) ->> 'status', 'expired', 'no letter is printed');
select tests.unit('found', 'ada', 'stairlift', '3 Elm St', '2026-06-20');
select is(private.letter_facts(tests.id('found'), private.clock()) ->> 'status', 'paused', 'not even for a unit that turns up later');
select is((private.run_reminders('2026-06-01 12:30+00') ->> 'mails')::integer, 1, 'only Bob is reminded');
select is(pg_temp.work(), 'client_change', 'and the office is asked who has that unit now');
select is(pg_temp.say(pg_temp.live('ada', 'deceased')), 'refused already', 'nobody dies twice');
select tests.act_as_staff('office');
select throws_ok($$ update public.customers set deceased_on = null where id = md5('ada')::uuid $$, 'MT002', null, 'nor comes back by hand');
select throws_ok($$ select public.correct_death(md5('ada')::uuid, 'mixed up') $$, '42501', 'only an administrator may do this', 'the office takes no death back');
select tests.act_as_staff('admin');
select is(public.correct_death(tests.id('ada'), ' ') ->> 'reason', 'reason', 'an administrator says why');
select is(public.correct_death(tests.id('ada'), 'mixed up') ->> 'status', 'corrected', 'and takes it back');
select is(public.correct_death(tests.id('ada'), 'mixed up') ->> 'reason', 'alive', 'once');
select tests.act_as_owner();
rollback to alive;

-- The same by any hand
update public.customers set deceased_on = '2026-05-30' where id = tests.id('ada');
select is(pg_temp.contracts() || ' ' || pg_temp.visit() || ' ' || pg_temp.mails(), 'cancelled deceased, cancelled deceased, active cancelled -', 'written by hand a death means the same');
rollback to alive;
select private.set_task_state((select t.id from public.technician_tasks t), 'in_progress');
update public.customers set deceased_on = '2026-05-30' where id = tests.id('ada');
select is(pg_temp.contracts() || ' ' || pg_temp.visit() || ' ' || pg_temp.work(), 'active, cancelled deceased, active in_progress client_change', 'where a technician is at work the office deals with it afterwards');
rollback to alive;

-- Sold, returned
select is(pg_temp.how_many(pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'), true)), '{"ended": 1, "units": 1, "cancelled": 1, "withdrawn": 2}', 'what selling a unit means is told');
select is(pg_temp.say(pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'))), 'recorded', 'a unit is sold');
select is(pg_temp.contracts() || ' ' || pg_temp.visit() || ' ' || pg_temp.mails(), 'cancelled sold, active, active cancelled -', 'its contract ends with a word to nobody, the other goes on');
select is((select u.condition from public.units u where u.id = tests.id('stairs')), 'retired', 'and it is not in use any more');
select is(pg_temp.say(pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'))), 'rejected units', 'it is not sold twice');
rollback to alive;
select private.set_task_state((select t.id from public.technician_tasks t), 'in_progress');
select is(pg_temp.say(pg_temp.live('ada', 'returned', pg_temp.these('{stairs,chair}'))), 'refused begun', 'not while it is being serviced');
select is(pg_temp.contracts(), 'active, active, active', 'nor the others that were named');
rollback to alive;

-- A relative has it now
select is(pg_temp.say(pg_temp.live('ada', 'transferred', pg_temp.these('{chair}'))), 'rejected name', 'somebody has it');
select is(pg_temp.say(pg_temp.live('ada', 'transferred', pg_temp.these('{chair,stairs}') || jsonb_build_object('to', tests.id('bob')))), 'refused booked', 'what is booked is moved or cancelled first');
select is(pg_temp.contracts(), 'active, active, active', 'and nothing of it is half done');
select is(pg_temp.say(pg_temp.live('ada', 'transferred', pg_temp.these('{chair}') || '{"relative": {"name": "Eve Example", "email": "eve@example.com"}}')), 'recorded', 'a daughter has the chair');
select is((select (m.name, m.email, m.street, c.state)::text from public.units u join public.customers m on m.id = u.customer_id join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled' where u.id = tests.id('chair')),
  '("Eve Example",eve@example.com,"1 Elm St",active)', 'who is a client now, where it stands');
rollback to alive;
select public.report_change(tests.token('chair'), 'gone', null, null);
select is(pg_temp.say(pg_temp.live('ada', 'transferred', pg_temp.these('{chair}') || jsonb_build_object('to', tests.id('bob')))), 'recorded', 'what was told us on the page is dealt with');
select is((select c.state from public.maintenance_contracts c where c.unit_id = tests.id('chair') and c.state <> 'cancelled') || ' ' || pg_temp.work(), 'active -', 'who has it now is reminded again');
rollback to alive;
update public.maintenance_contracts set state = 'paused', paused_until = '2026-08-03', paused_reason = 'in hospital' where id = tests.id('chair');
select public.report_change(tests.token('chair'), 'gone', null, null);
select is(pg_temp.say(pg_temp.live('ada', 'transferred', pg_temp.these('{chair}') || jsonb_build_object('to', tests.id('bob')))), 'recorded', 'also of what rested before, until a day');
select is((select concat_ws(' ', c.state, c.paused_until, c.paused_reason) from public.maintenance_contracts c where c.unit_id = tests.id('chair') and c.state <> 'cancelled') || ' ' || pg_temp.work(), 'paused 2026-08-03 in hospital -', 'and rests until then');
rollback to alive;

-- Away
select is(pg_temp.say(pg_temp.live('ada', 'away', jsonb_build_object('until', d))), said, 'away until ' || d)
from (values ('2026-06-01', 'rejected until'), ('2026-06-02', 'recorded'), ('2029-06-01', 'recorded'), ('2029-06-02', 'rejected until')) v (d, said);
rollback to alive;
select is(pg_temp.say(pg_temp.live('ada', 'away', '{"why": "hospital", "until": "2026-08-03"}')), 'recorded', 'in hospital until August');
select is(pg_temp.contracts() || ' ' || pg_temp.visit(), 'paused 2026-08-03, paused 2026-08-03, active cancelled', 'contracts rest until then, and the visit is cancelled');
select is(pg_temp.mails(), 'appointment_cancelled', 'who waits for the visit is told');
select is(pg_temp.say(pg_temp.live('ada', 'away', '{"until": "2026-07-02"}')) || ' ' || pg_temp.contracts(), 'recorded paused 2026-07-02, paused 2026-07-02, active', 'who comes home earlier is back earlier');
select is(private.run_roll_forward('2026-07-02 12:00+00') ->> 'resumed', '2', 'on that day it goes on by itself');
select is((select array_agg(distinct y.due_on) from public.maintenance_cycles y where y.contract_id in (tests.id('stairs'), tests.id('chair'))), '{2026-07-16}', 'due two weeks after the return, and after the one that came about');
rollback to alive;
select pg_temp.live('ada', 'away', '{"until": "2026-07-01"}');
select private.run_roll_forward('2026-07-01 12:00+00');
select is((select y.due_on from public.maintenance_cycles y where y.contract_id = tests.id('chair')), '2026-07-15', 'nor is what is due just after the return due before those two weeks');
rollback to alive;
select is(pg_temp.say(pg_temp.live('ada', 'away', '{"until": "2026-06-04"}')) || ' ' || pg_temp.visit(), 'recorded scheduled', 'a visit on the day of the return stays');
rollback to alive;
select is(pg_temp.say(pg_temp.live('ada', 'away', '{"until": "2026-06-05"}')) || ' ' || pg_temp.visit(), 'recorded cancelled', 'the day before it does not');
rollback to alive;
select public.report_change(tests.token('chair'), 'other', 'in hospital', null);
select is(pg_temp.say(pg_temp.live('ada', 'away')) || ' ' || pg_temp.contracts() || ' ' || pg_temp.work(), 'recorded paused, paused, active -', 'nobody knows until when, and what was told us is dealt with');
rollback to alive;

-- Moved
select is(pg_temp.say(pg_temp.live('ada', 'moved')), 'rejected street', 'to somewhere');
select is(pg_temp.say(pg_temp.live('ada', 'moved', pg_temp.new_home())), 'recorded', 'a client moves');
select is((select string_agg(u.street, ', ' order by u.street) from public.units u where u.customer_id = tests.id('ada')) || ' ' || pg_temp.work(), '1 Elm St, 22 Lake Road address_change moved', 'the wheelchair goes along, the office asks about the lift');
rollback to alive;
select is(pg_temp.say(pg_temp.live('ada', 'care_home', pg_temp.new_home(jsonb_build_object('units', jsonb_build_object(tests.id('stairs'), 'stays'))))), 'recorded', 'the lift stays in the old house');
select is(pg_temp.contracts() || ' ' || pg_temp.visit() || ' ' || pg_temp.work() || ' ' || pg_temp.mails(), 'cancelled moved, active, active cancelled - appointment_cancelled', 'its contract ends, nothing is open, and who had a visit there is told that nobody comes');
rollback to alive;
select is(pg_temp.say(pg_temp.live('ada', 'moved', pg_temp.new_home(jsonb_build_object('units', jsonb_build_object(tests.id('stairs'), 'along'))))), 'recorded', 'the lift is put in again at the new place');
select is((select string_agg(distinct u.street, ', ') from public.units u where u.customer_id = tests.id('ada')) || ' ' || pg_temp.visit(), '22 Lake Road scheduled', 'and its visit goes along');
rollback to alive;
update public.company_settings set service_area_km = 20;
select is(pg_temp.say(pg_temp.live('ada', 'moved', '{"street": "1 Far Rd", "city": "Ottawa", "postal_code": "K1A 0A1"}')) || ' ' || pg_temp.contracts(), 'recorded active, cancelled moved, active', 'what goes where we do not drive ends');
rollback to alive;

-- What was shown and what is so
create temp table looked as select pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'), true) as a;
select public.cancel_booking(tests.token('stairs'), null);
select is(pg_temp.say(pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'), false, (select a ->> 'shown' from looked))), 'refused changed', 'what follows is something else meanwhile');
select is(pg_temp.contracts(), 'active, active, active', 'so nothing was done');
select is(pg_temp.say(pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'), false, pg_temp.live('ada', 'sold', pg_temp.these('{stairs}'), true) ->> 'shown')), 'recorded', 'having looked again it is');
select is((select (e.changes ->> 'what') from public.audit_events e where e.row_id = tests.id('ada') and e.changes ? 'what' order by e.seq desc limit 1), 'sold', 'what happened is on record');

select * from finish();
rollback;
