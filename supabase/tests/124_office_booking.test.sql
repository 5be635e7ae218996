-- The office books, moves, swaps, puts aside; absence and leaving lose no work.
begin;
select plan(83);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = tests.id(label) and v.state <> 'cancelled' $$;
create function pg_temp.visit(label text) returns text language sql as $$
  select string_agg(v.state, ',' order by v.state) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.office_books(label text, technician text, at timestamptz, override boolean default false) returns jsonb language sql as $$
  select public.book_for_client(tests.id(label), tests.id(technician), at, override) $$;
create function pg_temp.move(task uuid, technician text, at timestamptz, override boolean default false) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', nullif(r ->> 'warnings', '[]')) from public.move_task(task, tests.id(technician), at, override) r $$;
create function pg_temp.swap(a uuid, b uuid, override boolean default false) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', nullif(r ->> 'warnings', '[]')) from public.swap_tasks(a, b, override) r $$;
create function pg_temp.set_state(task uuid, state text) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason') from public.set_task_state(task, state) r $$;
create function pg_temp.open_activities(kind text) returns bigint language sql as $$
  select count(*) from public.office_activities a where a.kind = open_activities.kind and a.state = 'open' $$;

insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Wim Three', '{wheelchairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
insert into public.technician_tasks (id, technician_id, task_type, during) values
  (tests.id('repair'), tests.id('Luis Two'), 'repair', tstzrange('2026-06-03 17:00+00', '2026-06-03 18:00+00'));
create temp table links as select tests.token('stairs') as stairs;
grant select on links to public;

-- Who may not
create temp table calls (call text);
insert into calls values ('contract_slots(gen_random_uuid())'), ('book_for_client(gen_random_uuid(), gen_random_uuid(), now())'), ('move_task(gen_random_uuid(), gen_random_uuid(), now())'),
  ('swap_tasks(gen_random_uuid(), gen_random_uuid())'), ('set_task_state(gen_random_uuid(), ''cancelled'')'), ('place_time_off(gen_random_uuid(), now(), now())'),
  ('deactivate_technician(gen_random_uuid())'), ('copy_booking_link(gen_random_uuid())'), ('revoke_booking_link(gen_random_uuid())');
grant select on calls to public;
select tests.act_as_staff('technician');
select throws_ok('select public.' || call, '42501', case when call not like 'set_task_state%' then 'only the office may do this' end, 'a technician does not call ' || split_part(call, '(', 1)) from calls;
select tests.act_as_anon();
select throws_ok('select public.' || call, '42501', null, 'a stranger does not call ' || split_part(call, '(', 1)) from calls;
select throws_ok('select * from public.booking_attempts', '42501', null, 'nor read attempts');
select tests.act_as_staff('office');
select throws_ok($$ select public.book_for_client(gen_random_uuid(), gen_random_uuid(), now() + interval '1 day') $$, 'PT404', null, 'an unknown contract is not found');
select throws_ok($$ select public.move_task(gen_random_uuid(), gen_random_uuid(), date_trunc('minute', now()) + interval '1 day') $$, 'PT404', null, 'nor an unknown task');
select tests.act_as_owner();

-- Booking on the phone
select is(public.contract_slots(tests.id('stairs')) ->> 'status', 'open', 'the office sees times');
select is(pg_temp.office_books('stairs', 'Wim Three', '2026-06-03 13:00+00') ->> 'status', 'slot_taken', 'the rules hold without override');
select is(pg_temp.office_books('bobs', 'Wim Three', '2026-06-03 21:07+00', true) -> 'warnings', '["skill", "hours"]', 'with it the office is warned');
select is(pg_temp.office_books('stairs', 'Wim Three', '2026-06-03 21:30+00', true) ->> 'status', 'slot_taken', 'but nobody is in two places');
select is(pg_temp.office_books('stairs', 'Tess One', 'infinity', true) ->> 'reason', 'time', 'nor at the end of time');
select is(pg_temp.office_books('stairs', 'Tess One', '2027-01-08 14:00+00') ->> 'reason', 'horizon', 'what is too far ahead is told as such, not as taken');
savepoint horizon;
select is(pg_temp.office_books('stairs', 'Tess One', '2027-01-07 14:00+00') ->> 'status', 'booked', 'the last day of the staff''s horizon is not');
rollback to horizon;
select is(pg_temp.office_books('stairs', 'Tess One', '2027-01-08 14:00+00', true) -> 'warnings', '["horizon"]', 'and with override it is booked');
rollback to horizon;
select is(public.book_for_client(tests.id('stairs'), tests.id('Tess One'), '2026-06-03 13:00+00', with_contract_ids => array[tests.id('chair')]) ->> 'status', 'booked', 'a household on the phone');
select is((select distinct (v.booked_by, w.intake_source)::text from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id join public.work_orders w on w.id = t.work_order_id), '(office,office)', 'it says who booked');

-- Moving
select is(pg_temp.move((pg_temp.task('stairs')).id, 'Luis Two', '2026-06-03 13:00+00'), 'refused skill', 'refused with the reason: skill');
select is(pg_temp.move((pg_temp.task('stairs')).id, 'Luis Two', '2026-06-03 16:00+00', true), 'refused overlap', 'overlap, whatever is overridden');
select is(pg_temp.move((pg_temp.task('stairs')).id, 'Tess One', '2026-06-03 09:00+00'), 'refused hours', 'hours');
select is(pg_temp.move((pg_temp.task('stairs')).id, 'Tess One', '2026-06-02 11:59+00'), 'refused hours', 'hours before notice');
select is(pg_temp.move((pg_temp.task('stairs')).id, 'Luis Two', '2026-06-03 13:00+00', true), 'moved ["skill"]', 'an override moves it');
select is(pg_temp.move(tests.id('repair'), 'Luis Two', '2026-06-03 21:00+00'), 'refused hours', 'other work keeps hours too');
select is(pg_temp.move(tests.id('repair'), 'Luis Two', '2026-06-03 15:00+00'), 'moved', 'and needs no grid or notice');

-- Swapping
select is(pg_temp.swap((pg_temp.task('stairs')).id, (pg_temp.task('bobs')).id), 'refused skill', 'a swap obeys the same rules');
select is((pg_temp.task('stairs')).technician_id, tests.id('Luis Two'), 'and when it is refused nothing moved');
select is(pg_temp.swap(tests.id('repair'), (pg_temp.task('stairs')).id, true), 'moved ["skill"]', 'two tasks of one technician change places, and what is against either is told');
select is((pg_temp.task('stairs')).during, tstzrange('2026-06-03 15:00+00', '2026-06-03 16:45+00'), 'each with its own length');
select is((select (lower(during), state)::text from public.technician_tasks where id = tests.id('repair')), ('2026-06-03 13:00+00'::timestamptz, 'scheduled')::text, 'both at once');

-- A technician is away on June 3, but has begun the repair
select is(pg_temp.set_state(tests.id('repair'), 'in_progress'), 'set', 'the repair begins');
create temp table away as select public.place_time_off(tests.id('Luis Two'), '2026-06-03 04:00+00', '2026-06-04 04:00+00', 'ill') as p;
select is((select p -> 'moved_to_rescheduling' from away), jsonb_build_array((pg_temp.task('stairs')).id), 'booked work is listed');
select is((pg_temp.task('stairs')).state || ' ' || pg_temp.visit('stairs'), 'needs_rescheduling needs_rescheduling', 'it and its visits wait');
select is((select (kind, urgent, contract_id = tests.id('stairs'))::text from public.office_activities where task_id = (pg_temp.task('stairs')).id and state = 'open'), '(needs_rescheduling,t,t)', 'the office has an urgent activity, with the contract that is due first');
select is((select range_agg(during order by during) from public.technician_tasks where technician_id = tests.id('Luis Two') and task_type = 'time_off'),
  '{[2026-06-03 04:00+00, 2026-06-03 13:00+00), [2026-06-03 14:00+00, 2026-06-04 04:00+00)}', 'time off blocks the day around the work that began');
select is((select (p ->> 'status', p ->> 'needs_new_time')::text from public.booking_page((select stairs from links)) p), '(open,true)', 'the client''s link books again and says why');

-- Given a time again, by the office or by the client
select is(pg_temp.move((pg_temp.task('stairs')).id, 'Tess One', '2026-06-03 13:00+00'), 'moved', 'the office gives it to somebody else');
select is((pg_temp.task('stairs')).state || ' ' || pg_temp.visit('stairs') || ' ' || pg_temp.open_activities('needs_rescheduling'), 'scheduled scheduled 0', 'the visits are back, the activity is settled');
select is(pg_temp.set_state((pg_temp.task('stairs')).id, 'needs_rescheduling'), 'set', 'put aside once more');
select is(public.confirm_booking((select stairs from links), tests.id('Tess One'), '2026-06-04 13:00+00') ->> 'status', 'booked', 'the client books one of the two units');
select is(pg_temp.visit('stairs') || ' ' || pg_temp.visit('chair') || ' ' || pg_temp.open_activities('needs_rescheduling'), 'cancelled,scheduled needs_rescheduling 1', 'the other still waits');
select is(public.book_for_client(tests.id('chair'), tests.id('Tess One'), '2026-06-05 13:00+00') ->> 'status', 'booked', 'then the other');
select is(pg_temp.visit('chair') || ' ' || pg_temp.open_activities('needs_rescheduling'), 'cancelled,scheduled 0', 'and nothing waits');
select is((select string_agg(i.state, ',' order by i.state) from public.invoices i where i.customer_id = tests.id('ada')), 'draft,draft,void', 'the old draft is void');

-- No-show, company cancellation
select is(pg_temp.set_state((pg_temp.task('stairs')).id, 'no_show') || ' ' || pg_temp.visit('stairs'), 'set cancelled,no_show', 'nobody was home');
select is((select (details ->> 'reason') from public.office_activities where kind = 'rebook' and state = 'open'), 'no_show', 'the office follows up');
select is((select payload -> 'items' -> 0 ->> 'kind' from public.messages where kind = 'rebook' and payload ->> 'reason' = 'no_show'), 'Stair lift', 'the client is asked to book again');
select is(pg_temp.set_state((pg_temp.task('chair')).id, 'completed'), 'refused visits', 'a stop is completed by its visits only');
select is(pg_temp.set_state((pg_temp.task('chair')).id, 'nonsense'), 'refused state', 'there are no other states');

-- Leaving
select throws_ok($$ update public.technicians set active = false where id = tests.id('Tess One') $$, 'MT005', null, 'nobody with coming work is switched off by hand');
select throws_ok($$ delete from public.technicians where id = tests.id('Tess One') $$, '23503', null, 'nor deleted');
select is(jsonb_array_length(public.deactivate_technician(tests.id('Tess One')) -> 'moved_to_rescheduling'), 1, 'deactivating puts coming work aside');
select is(jsonb_array_length(public.contract_slots(tests.id('chair')) -> 'slots'), 0, 'and offers nothing more');
select is(pg_temp.move((pg_temp.task('chair')).id, 'Tess One', '2026-06-08 13:00+00', true), 'refused technician', 'nothing is given to somebody who left, whatever is overridden');
select is(pg_temp.office_books('chair', 'Tess One', '2026-06-08 13:00+00', true) ->> 'status', 'slot_taken', 'nor booked with them');

-- A technician on the way is away after all, or leaves
select tests.technician('Nora Four', '{lifts}');
insert into public.technician_tasks (id, technician_id, task_type, during, state) values
  (tests.id('delivery'), tests.id('Nora Four'), 'delivery', '[2026-06-08 13:00+00, 2026-06-08 14:00+00)', 'en_route'),
  (tests.id('assessment'), tests.id('Nora Four'), 'assessment', '[2026-06-08 15:00+00, 2026-06-08 16:00+00)', 'in_progress'),
  (tests.id('later'), tests.id('Nora Four'), 'delivery', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)', 'en_route');
select throws_ok($$ update public.technicians set active = false where id = tests.id('Nora Four') $$, 'MT005', null, 'who is on the way has coming work');
savepoint on_the_way;
select tests.freeze_clock('2026-06-09 13:59+00');
update public.technician_tasks set state = 'cancelled' where id = tests.id('delivery');
select throws_ok($$ update public.technicians set active = false where id = tests.id('Nora Four') $$, 'MT005', null, 'also while its time runs');
select tests.freeze_clock('2026-06-09 14:00+00');
select lives_ok($$ update public.technicians set active = false where id = tests.id('Nora Four') $$, 'not when it is over');
rollback to on_the_way;
select is(public.place_time_off(tests.id('Nora Four'), '2026-06-08 04:00+00', '2026-06-09 04:00+00') -> 'moved_to_rescheduling', jsonb_build_array(tests.id('delivery')),
  'work on the way to which a technician falls ill is put aside, what has begun is not');
select is((select (t.state, a.urgent)::text from public.technician_tasks t join public.office_activities a on a.task_id = t.id and a.state = 'open' where t.id = tests.id('delivery')),
  '(needs_rescheduling,t)', 'and is urgent work for the office');
select is((select range_agg(during) from public.technician_tasks where technician_id = tests.id('Nora Four') and task_type = 'time_off'),
  '{[2026-06-08 04:00+00, 2026-06-08 15:00+00), [2026-06-08 16:00+00, 2026-06-09 04:00+00)}', 'the absence takes its place');
select is(public.deactivate_technician(tests.id('Nora Four')) -> 'moved_to_rescheduling', jsonb_build_array(tests.id('later')), 'who leaves on the way leaves no work behind either');

-- Sign-ins of who leaves
savepoint leaving;
select tests.staff_user('office'), tests.staff_user('technician');
update public.technicians h set staff_id = s.id from public.staff s
where (h.id, s.role) in ((tests.id('Wim Three'), 'technician'), (tests.id('Luis Two'), 'office'));
select public.deactivate_technician(tests.id(l)) from unnest(array['Wim Three', 'Luis Two']) l;
select is((select array_agg(s.role || ' ' || s.active order by s.role) from public.staff s where s.role <> 'admin'), array['office true', 'technician false'], 'a technician who leaves signs in no more, who also works in the office does');
rollback to leaving;

-- Guards for whoever writes tables directly
set constraints all immediate;
select throws_ok($$ update public.technician_tasks set during = tstzrange(lower(during), lower(during) + interval '59 minutes') where id = (pg_temp.task('bobs')).id $$, 'MT002', null, 'a stop is not cut by hand');
select throws_ok($$ update public.technician_tasks set state = 'cancelled' where id = (pg_temp.task('bobs')).id $$, 'MT003', null, 'nor cancelled under them');

-- Links
select tests.act_as_staff('office');
create temp table copied as select public.copy_booking_link(md5('stairs')::uuid) ->> 'url' as url;
select is((select split_part(url, '/book/', 2) from copied), (select stairs from links), 'a link can be copied');
select is(public.revoke_booking_link(md5('stairs')::uuid) ->> 'status', 'revoked', 'and revoked');
select is(public.booking_page((select stairs from links)) ->> 'status', 'expired', 'the old one is expired');
select tests.act_as_owner();
select results_eq(
  $$ select e.action, e.row_id, e.changes, e.actor from public.audit_events e where e.changes ? 'what' order by e.seq $$,
  $$ select step.action, y.id, jsonb_build_object('what', step.what), s.user_id
     from (values (1, 'read', 'booking link'), (2, 'update', 'booking link replaced')) step (n, action, what)
     cross join public.maintenance_cycles y cross join public.staff s
     where y.contract_id = tests.id('stairs') and s.role = 'office' order by step.n $$,
  'who copied it and who replaced it is on record, with the cycle');
select is_empty($$ select e.id from public.audit_events e, links l where strpos(e.changes::text, l.stairs) > 0 or strpos(e.changes::text, tests.token('stairs')) > 0 $$,
  'neither link is');

select * from finish();
rollback;
