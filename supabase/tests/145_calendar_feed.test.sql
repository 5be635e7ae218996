-- A technician's calendar: who has an address of it, what it tells, and what it never does.
begin;
select plan(68);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Secretive', 'ada@example.com', '905-555-0111'),
  (tests.id('bob'), 'Bob Secretive', 'bob@example.com', '905-555-0112');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician') where id = tests.id('Tess One');
insert into public.staff (id, email, name, role) values (tests.id('luis'), 'luis@example.com', 'Luis Two', 'technician');
update public.technicians set staff_id = tests.id('luis') where id = tests.id('Luis Two');

create function pg_temp.make(name text) returns text language sql as $$
  select substring(public.rotate_calendar_link(tests.id(name)) ->> 'url' from '/calendar/([^/]*)[.]ics$') $$;
create temp table keys (name text primary key, token text);
grant select, insert, update on keys to public;
create function pg_temp.read(name text, known text default null) returns jsonb language sql as $$
  select public.technician_calendar((select k.token from keys k where k.name = read.name), known) $$;
create function pg_temp.told(name text) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', e ->> 'task_type', case when (e ->> 'is_off')::boolean then 'off' end,
      to_char((e ->> 'starts_at')::timestamptz at time zone 'UTC', 'MM-DD HH24:MI')), ', ' order by n), 'nothing')
  from jsonb_array_elements(pg_temp.read(told.name) -> 'entries') with ordinality x (e, n) $$;
create function pg_temp.entry(name text, task uuid) returns jsonb language sql as $$
  select e from jsonb_array_elements(pg_temp.read(entry.name) -> 'entries') e where (e ->> 'task_id')::uuid = task $$;
create function pg_temp.task(label text) returns uuid language sql as $$
  select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  where y.contract_id = tests.id(label) order by v.created_at desc limit 1 $$;
create function pg_temp.at(name text, type text, at timestamptz, state text default 'scheduled', title text default null) returns uuid language sql as $$
  insert into public.technician_tasks (technician_id, task_type, during, state, title)
  values (tests.id(name), type, tstzrange(at, at + interval '1 minute'), state, title) returning id $$;

grant execute on function pg_temp.make, pg_temp.read, pg_temp.told to public;

-- Whose address it is
select tests.act_as_anon();
select throws_ok($$ select public.rotate_calendar_link(tests.id('Tess One')) $$, '42501', null, 'a stranger makes no address');
select throws_ok($$ select public.calendar_link() $$, '42501', null, 'nor hears of one');
select tests.act_as('authenticated', gen_random_uuid());
select throws_ok($$ select public.rotate_calendar_link(null) $$, '42501', null, 'nor does who is signed in and nobody here');
select tests.act_as_staff('technician');
select is(public.calendar_link() - 'technician_id', '{"status": "ok", "made_at": null, "shown": "none"}', 'nobody has one from the start');
select throws_ok($$ select public.rotate_calendar_link(tests.id('Luis Two')) $$, '42501', null, 'a technician makes none for a colleague');
select throws_ok($$ select public.revoke_calendar_link(tests.id('Luis Two')) $$, '42501', null, 'nor ends theirs');
select throws_ok($$ select public.calendar_link(tests.id('Luis Two')) $$, '42501', null, 'nor sees whether they have one');
insert into keys values ('Tess One', pg_temp.make('Tess One'));
select matches((select token from keys), '^[A-Za-z0-9_-]{43}$', 'they make one for themselves: 32 random bytes');
select is(public.calendar_link() ->> 'made_at', '2026-06-01T12:00:00+00:00', 'and see since when');
select tests.act_as_staff('office');
insert into keys values ('Luis Two', pg_temp.make('Luis Two'));
select is((select count(distinct token) from keys), 2::bigint, 'the office makes one for anybody');
select throws_ok($$ select public.rotate_calendar_link(gen_random_uuid()) $$, 'PT404', null, 'but nobody');
select tests.act_as_owner();
select is((select array_agg(encode(l.token_hash, 'hex') order by l.technician_id) from private.calendar_links l),
  (select array_agg(encode(extensions.digest(k.token, 'sha256'), 'hex') order by tests.id(k.name)) from keys k), 'what is kept of them are hashes');
select is((select count(*) from private.audit_trail e where e.changes ->> 'what' = 'calendar link made' and e.actor is not null), 2::bigint, 'each is on record, with who made it');

-- What strangers hear
select tests.act_as_anon();
select is(public.technician_calendar(t), '{"status": "invalid"}', 'no address: ' || coalesce(left(t, 12), 'null'))
from unnest(array['', 'x', repeat('x', 43), repeat('x', 101), repeat('x', 100000), null, '../etc', 'a.b', (select left(k.token, 42) from keys k limit 1)]) t;
select is(pg_temp.told('Tess One'), 'nothing', 'an address that works, of a free calendar');

-- Every type of work
select tests.act_as_owner();
select tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair')]);
select pg_temp.at('Tess One', 'delivery', '2026-06-03 17:00+00', title => 'Bring Ada Secretive her chair'), pg_temp.at('Tess One', 'assessment', '2026-06-04 13:00+00'),
  pg_temp.at('Tess One', 'other', '2026-06-04 15:00+00', title => 'Team meeting'), pg_temp.at('Tess One', 'time_off', '2026-06-05 12:00+00', title => 'Time off');
update public.technician_tasks set notes = 'Key under the mat of Ada Secretive' where id = pg_temp.task('stairs');
select tests.act_as_anon();
select is(pg_temp.told('Tess One'), 'maintenance 06-03 13:00, delivery 06-03 17:00, assessment 06-04 13:00, other 06-04 15:00, time_off 06-05 12:00', 'all of it, in its order');
select is(pg_temp.told('Luis Two'), 'nothing', 'and nothing of it in a colleague''s');
select tests.act_as_owner();
select is(pg_temp.entry('Tess One', pg_temp.task('stairs')),
  jsonb_build_object('task_id', pg_temp.task('stairs'), 'revision', 0, 'changed_at', (select created_at from public.technician_tasks where id = pg_temp.task('stairs')),
    'task_type', 'maintenance', 'is_off', false, 'starts_at', '2026-06-03T13:00:00+00:00'::timestamptz, 'ends_at', '2026-06-03T14:45:00+00:00'::timestamptz,
    'kinds', '["Lift chair", "Stair lift"]'::jsonb, 'street', '1 Elm St', 'title', null), 'of a visit kinds of units and a street');
select is((select string_agg(e ->> 'title', ', ') from jsonb_array_elements(pg_temp.read('Tess One') -> 'entries') e), 'Team meeting', 'of a meeting what it is called, of others not');
savepoint others;
update public.technician_tasks set customer_id = tests.id('ada') where title = 'Team meeting';
select is((select string_agg(e ->> 'title', ', ') from jsonb_array_elements(pg_temp.read('Tess One') -> 'entries') e), null, 'nor of one with a client, who may be named in it');
select private.open_repair(tests.id('stairs'), 'It stopped', false, private.clock());
select private.approve_repair(w.id, 'Ada', 'phone', private.order_total(w.id)), private.schedule_repair(w.id, tests.id('Tess One'), '2026-06-08 13:00+00', true, private.clock()) from public.work_orders w where w.kind = 'repair';
select is(pg_temp.entry('Tess One', t.id) -> 'kinds', '["Stair lift"]', 'of a repair the kind of its unit') from public.technician_tasks t where t.task_type = 'repair';
rollback to others;
select is((select string_agg((e - '{task_id, changed_at}'::text[])::text, ' ') from jsonb_array_elements(pg_temp.read('Tess One') -> 'entries') e) ~* 'secretive|905|@|L6Y|brampton|mat|fee|189', false,
  'no name, number, address beyond the street, note or price');

-- One that the reader knows
select is(pg_temp.read('Tess One', pg_temp.read('Tess One') ->> 'stamp') - 'stamp', '{"status": "unchanged"}', 'what is known already is not told again');
select is(pg_temp.read('Tess One', 'something') ->> 'status', 'ok', 'anything else is');
create temp table stamps as select pg_temp.read('Tess One') ->> 'stamp' as stamp;

-- Changes
select is(public.cancel_booking(tests.token('chair'), null, tests.id('chair')) ->> 'status', 'cancelled', 'a unit is taken off');
select is(pg_temp.entry('Tess One', pg_temp.task('stairs')) - '{task_id, changed_at, task_type, is_off, street, title}'::text[],
  '{"revision": 1, "starts_at": "2026-06-03T13:00:00+00:00", "ends_at": "2026-06-03T14:00:00+00:00", "kinds": ["Stair lift"]}', 'the entry is shorter, and of the next revision');
select is(pg_temp.entry('Tess One', pg_temp.task('stairs')) ->> 'changed_at', '2026-06-01T12:00:00+00:00', 'changed just now');
select isnt(pg_temp.read('Tess One') ->> 'stamp', (select stamp from stamps), 'and the stamp is another');
select throws_ok($$ update public.technician_tasks set revised_at = '2026-05-01' $$, 'MT002', null, 'nobody writes when a revision was made');
savepoint at_home;
select tests.freeze_clock('2026-06-02 12:00+00');
update public.units set street = '7 Fir Rd' where id in (tests.id('stairs'), tests.id('chair'));
select is(pg_temp.entry('Tess One', pg_temp.task('stairs')) - '{task_id, task_type, is_off, title, kinds, ends_at, starts_at}'::text[],
  '{"revision": 2, "changed_at": "2026-06-02T12:00:00+00:00", "street": "7 Fir Rd"}', 'another street alone is later, too: a calendar would keep the old one');
select is((select t.revision from public.technician_tasks t where t.id = pg_temp.task('stairs')), 1, 'and nothing new to its client');
update public.technician_tasks set readdressed = 99, readdressed_at = '2030-01-01' where id = pg_temp.task('stairs');
select is(pg_temp.entry('Tess One', pg_temp.task('stairs')) ->> 'revision', '2', 'nobody counts by hand');
rollback to at_home;
select is(public.move_task(pg_temp.task('stairs'), tests.id('Luis Two'), '2026-06-08 13:00+00', true) ->> 'status', 'moved', 'somebody else gets it');
select is(pg_temp.entry('Tess One', pg_temp.task('stairs')), null, 'it is gone from the one calendar');
select is(pg_temp.told('Luis Two'), 'maintenance 06-08 13:00', 'and in the other');
select is(public.set_task_state(pg_temp.task('stairs'), 'needs_rescheduling') ->> 'status', 'set', 'it is put aside');
select is(pg_temp.told('Luis Two'), 'maintenance off 06-08 13:00', 'which takes it out, by name');
select is(public.move_task(pg_temp.task('stairs'), tests.id('Luis Two'), '2026-06-09 13:00+00', true) ->> 'status', 'moved', 'it has a time again');
select is(pg_temp.told('Luis Two') || ' ' || (pg_temp.entry('Luis Two', pg_temp.task('stairs')) ->> 'revision'), 'maintenance 06-09 13:00 4', 'as the same entry, later than all before');
select is(public.cancel_booking(tests.token('stairs')) ->> 'status', 'cancelled', 'its client cancels');
select is(pg_temp.told('Luis Two') || ' ' || (pg_temp.entry('Luis Two', pg_temp.task('stairs')) -> 'kinds'), 'maintenance off 06-09 13:00 ["Lift chair", "Stair lift"]', 'which is told, with all that it was');

-- How long
select tests.freeze_clock('2026-06-15 11:59:59+00');
select is(pg_temp.told('Luis Two'), 'maintenance off 06-09 13:00', 'for 14 days');
select tests.freeze_clock('2026-06-15 12:00:00+00');
select is(pg_temp.told('Luis Two'), 'nothing', 'and no longer');
select tests.freeze_clock('2026-06-01 12:00+00');
select pg_temp.at('Luis Two', 'other', '2026-05-18 03:59+00'), pg_temp.at('Luis Two', 'other', '2026-05-18 04:00+00', 'no_show'), pg_temp.at('Luis Two', 'other', '2026-08-31 03:59+00'), pg_temp.at('Luis Two', 'other', '2026-08-31 04:00+00');
select is(pg_temp.told('Luis Two'), 'other 05-18 04:00, maintenance off 06-09 13:00, other 08-31 03:59', 'from the 14th day before today to the end of the 90th after');
-- Daylight saving: in November the company's day is an hour later in UTC.
select tests.freeze_clock('2026-10-20 12:00+00');
select pg_temp.at('Luis Two', 'other', '2027-01-19 04:59+00'), pg_temp.at('Luis Two', 'other', '2027-01-19 05:00+00');
select is(pg_temp.told('Luis Two'), 'other 01-19 04:59', 'of the company''s days, whatever the clocks say');
select tests.freeze_clock('2026-06-01 12:00+00');
update public.technician_tasks set during = '[2026-05-10 12:00+00, 2026-05-20 12:00+00)' where technician_id = tests.id('Luis Two') and during && '[2026-05-18 03:59+00, 2026-05-18 04:00+00)';
select matches(pg_temp.told('Luis Two'), '^other 05-10 12:00, ', 'what reaches into these days began before them');

-- Ended
select tests.act_as_staff('technician');
update keys set token = pg_temp.make('Tess One') where name = 'Tess One';
select is(public.revoke_calendar_link(tests.id('Tess One')) ->> 'status', 'revoked', 'a technician ends their own');
select is(public.revoke_calendar_link(tests.id('Tess One')) ->> 'status', 'none', 'once');
select tests.act_as_owner();
select is((select string_agg(e.changes ->> 'what', ', ' order by e.seq) from public.audit_events e where e.row_id = tests.id('Tess One') and e.changes ->> 'what' like 'calendar link revoked'), 'calendar link revoked', 'and that is on record');
select tests.act_as_staff('technician');
select is(pg_temp.read('Tess One'), '{"status": "invalid"}', 'which then is like one that never was');
create temp table first_keys as select k.token from keys k where k.name = 'Luis Two';
grant select on first_keys to public;
select tests.act_as_staff('office');
update keys set token = pg_temp.make('Luis Two') where name = 'Luis Two';
select is((select public.technician_calendar(f.token) from first_keys f), '{"status": "invalid"}', 'with a new address the old one is like that too');
select isnt(pg_temp.read('Luis Two') -> 'entries', null, 'and the new one works');
select tests.act_as_owner();
update public.staff set active = false where id = tests.id('luis');
select is(pg_temp.read('Luis Two'), '{"status": "invalid"}', 'whose login is switched off reads nothing more');
update public.staff set active = true where id = tests.id('luis');
select is(pg_temp.read('Luis Two'), '{"status": "invalid"}', 'nor does who comes back, with the old address');
update keys set token = pg_temp.make('Luis Two') where name = 'Luis Two';
select private.deactivate_technician(tests.id('Luis Two'), private.clock());
select is(pg_temp.read('Luis Two'), '{"status": "invalid"}', 'a technician who leaves loses theirs');
select is(public.rotate_calendar_link(tests.id('Luis Two')), '{"status": "rejected", "reason": "technician"}', 'and gets no other');

-- Too often
update keys set token = pg_temp.make('Tess One') where name = 'Tess One';
select pg_temp.read('Tess One');
update private.link_calls set calls = 1199 where cycle_id = tests.id('Tess One');
select is(pg_temp.read('Tess One') ->> 'status', 'ok', '1200 times in ten minutes');
select is(pg_temp.read('Tess One'), '{"status": "rejected", "reason": "too_many_attempts"}', 'and not once more');

-- A token has an end, also one that would open something
create function pg_temp.opens(token text) returns uuid language plpgsql as $$ begin
  delete from private.calendar_links;
  perform tests.as_function('rotate_calendar_link', format('insert into private.calendar_links (technician_id, token_hash) values (%L, private.token_hash(%L))', tests.id('Tess One'), token));
  return private.technician_of_calendar(token);
end $$;
select is(pg_temp.opens(repeat('x', 100)), tests.id('Tess One'), 'a hundred characters are looked up');
select is(pg_temp.opens(repeat('x', 101)), null, 'more are not');

select * from finish();
rollback;
