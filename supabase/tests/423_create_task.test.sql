-- Work that is made on the board: with a place, or for nobody yet.
begin;
select plan(36);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, street, city, province, postal_code, latitude, longitude) values
  (tests.id('ada'), 'Ada Example', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7), (tests.id('bob'), 'Bob Example', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', 43.7, -79.7);
select tests.technician('Tess One', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
update public.technicians set active = false where id = tests.id('Ina Gone');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
create function pg_temp.make(kind text, minutes integer, name text, at text, fields jsonb default '{}') returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  v_answer := public.create_task(kind, minutes, tests.id(name), at::timestamptz, fields);
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.row_of(answer jsonb) returns text language sql as $$
  select concat_ws(' | ', t.task_type, t.state, h.name, to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'), private.minutes_of(t.during), m.name, t.title, t.address, t.latitude, t.notes)
  from public.technician_tasks t left join public.technicians h on h.id = t.technician_id left join public.customers m on m.id = t.customer_id where t.id = (answer ->> 'task_id')::uuid $$;
create function pg_temp.on_it(label text) returns jsonb language sql as $$ select jsonb_build_object('customer_id', tests.id(label)) $$;

create temp table made as select pg_temp.make('delivery', 45, 'Tess One', '2026-06-02 14:00+00', pg_temp.on_it('ada') || '{"title": " Lift  chair ", "notes": "Ring twice"}') as a;
select is(a - array['task_id', 'undo'], '{"status": "created", "revision": 1, "warnings": []}', 'a delivery gets its place') from made;
select is(pg_temp.row_of(a), 'delivery | scheduled | Tess One | 06-02 14:00 | 45 | Ada Example | Lift chair | 1 Elm St, Brampton, ON L6Y 0A1 | 43.7 | Ring twice', 'at its client''s') from made;
select is(a #>> '{undo,until}', '2026-06-01T12:05:00+00:00', 'and can be taken back') from made;
select is(pg_temp.row_of(pg_temp.make('repair', 60, null, null, jsonb_build_object('unit_id', tests.id('stairs')))), 'repair | unassigned | 06-01 12:00 | 60 | Ada Example | Repair: Stair lift | 1 Elm St, Brampton, ON L6Y 0A1 | 43.708', 'a repair of a unit waits for somebody, at the unit''s');
select is(pg_temp.row_of(pg_temp.make('assessment', 30, null, '2026-06-09 13:00+00', pg_temp.on_it('bob') || '{"address": "4 Lake Rd, Ajax"}')), 'assessment | unassigned | 06-09 13:00 | 30 | Bob Example | 4 Lake Rd, Ajax', 'somewhere else than at the client''s nobody knows where that is');
select is(pg_temp.row_of(pg_temp.make('other', 30, 'Tess One', '2026-06-02 12:00+00', '{"title": "Team call"}')), 'other | scheduled | Tess One | 06-02 12:00 | 30 | Team call', 'a meeting needs no client');
select is((a ->> 'status', a ->> 'reason', a -> 'objection' ->> 'task_type', a -> 'nearest' ->> 'starts_at')::text, '(refused,overlap,delivery,2026-06-02T14:45:00+00:00)', 'nothing is put over something else, but told where it could be') from pg_temp.make('repair', 60, 'Tess One', '2026-06-02 14:15+00', pg_temp.on_it('ada')) a;
select is((a ->> 'status', a ->> 'reason')::text, '(refused,hours)', 'nor out of hours') from pg_temp.make('repair', 60, 'Tess One', '2026-06-02 21:00+00', pg_temp.on_it('ada')) a;
select is((a ->> 'status', a -> 'warnings')::text, '(created,"[""hours""]")', 'unless the office says so') from pg_temp.make('repair', 60, 'Tess One', '2026-06-02 21:00+00', pg_temp.on_it('ada') || '{"override": true}') a;
select is((a ->> 'reason', a -> 'objection')::text, '(technician,"{""reason"": ""technician""}")', 'nor is it given to who has left') from pg_temp.make('other', 30, 'Ina Gone', '2026-06-02 14:00+00', '{"override": true}') a;
select is((select count(*) from public.technician_tasks), 5::bigint, 'what is refused leaves nothing behind');
select is(pg_temp.make('other', 30, 'Tess One', '2020-06-02 14:00+00') ->> 'reason', 'time', 'nor years ago');
select throws_ok($$ select pg_temp.make('other', 30, 'Nobody', '2026-06-02 14:00+00') $$, 'PT404', null, 'nor to nobody');
select is(pg_temp.make('other', 30, 'Tess One', '2026-06-03 14:00:30.5+00') ->> 'reason', 'time', 'nor between two minutes');
select results_eq($$ select pg_temp.make('other', 30, null, null, f.fields) ->> 'reason' from (values (1, jsonb '{"title": {"a": 1}}'), (2, '{"notes": ["x"]}'), (3, '{"address": 7}'), (4, '{"unit_id": 1}')) f (n, fields) order by f.n $$,
  $$ values ('title'), ('notes'), ('address'), ('unit_id') $$, 'what is no text is not kept as one');
select tests.act_as_owner();
select is(a ->> 'reason', said, said) from (values
  (pg_temp.make('maintenance', 60, null, null), 'task_type'), (pg_temp.make('time_off', 60, null, null), 'task_type'), (pg_temp.make(null, 60, null, null), 'task_type'),
  (pg_temp.make('other', 4, null, null), 'minutes'), (pg_temp.make('other', 1441, null, null), 'minutes'), (pg_temp.make('other', null, null, null), 'minutes'),
  (pg_temp.make('other', 30, 'Tess One', null), 'starts_at'), (pg_temp.make('other', 30, null, null, '[]'), 'fields'), (pg_temp.make('other', 30, null, null, null), 'fields'),
  (pg_temp.make('other', 30, null, null, '{"customer_id": "x"}'), 'customer_id'), (pg_temp.make('other', 30, null, null, pg_temp.on_it('nobody')), 'customer_id'),
  (pg_temp.make('other', 30, null, null, pg_temp.on_it('bob') || jsonb_build_object('unit_id', tests.id('stairs'))), 'unit_id'), (pg_temp.make('other', 30, null, null, '{"unit_id": 7}'), 'unit_id'),
  (pg_temp.make('other', 30, null, null, jsonb_build_object('title', repeat('x', 201))), 'title'), (pg_temp.make('other', 30, null, null, jsonb_build_object('address', repeat('x', 301))), 'address'),
  (pg_temp.make('other', 30, null, null, jsonb_build_object('notes', repeat('x', 2001))), 'notes'), (pg_temp.make('other', 30, null, null, '{"latitude": 43}'), 'place'),
  (pg_temp.make('other', 30, null, null, '{"latitude": "43", "longitude": "-79"}'), 'place'), (pg_temp.make('other', 30, null, null, '{"latitude": 91, "longitude": 1}'), 'place'),
  (pg_temp.make('other', 30, null, null, '{"override": "yes"}'), 'override')) v (a, said);
select is(pg_temp.row_of(pg_temp.make('other', 30, null, null, jsonb_build_object('title', E'a\nb'))) like '%a b%', true, 'what was typed on two lines stands on one');
select * from finish();
rollback;
