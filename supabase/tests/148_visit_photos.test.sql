-- Photos of a visit: what is taken for one, who may take, see and drop them, how many there are, and that they stay once a
-- report has named them, until they are old or the client is erased.
begin;
select plan(80);
-- Monday, June 1, 2026, 8:00 in Toronto: the visits are booked; they are done on June 3.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
do $$ begin perform tests.staff_user('technician'); end; $$;
update public.technicians t set staff_id = s.id from public.staff s where s.email = 'technician@tests.example.com' and t.id = tests.id('Tess One');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('other', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-03 13:00+00'); end; $$;
do $$ begin perform tests.book('other', 'Luis Two', '2026-06-03 13:00+00'); end; $$;
select tests.freeze_clock('2026-06-03 14:00+00');
create function pg_temp.visit(label text) returns uuid language sql security definer set search_path = public, tests as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at, v.id limit 1 $$;
-- A picture as phones write it: what it is, its tables, how large it is, its colours, its end.
create function pg_temp.jpeg(more text default '', height text default '04b0', width text default '0640', colours text default 'a1b2ff00c3', behind text default '', kind text default 'c0') returns bytea language sql as $$
  select decode('ffd8ffe000104a46494600010100000100010000' || more || 'ffdb0004' || '0001' || 'ff' || kind || '000b08' || height || width || '01011100' || 'ffc400040001' || 'ffda0008010100003f00' || colours || 'ffd9' || behind, 'hex') $$;
create function pg_temp.photo(picture bytea default pg_temp.jpeg()) returns text language sql as $$ select encode(picture, 'base64') $$;
create function pg_temp.add(id text, picture text default pg_temp.photo(), line integer default null, caption text default null, at timestamptz default null, label text default 'lift') returns jsonb language sql as $$
  select public.add_visit_photo(pg_temp.visit(label), tests.id(id), picture, at, line, caption) $$;
create function pg_temp.waiting(label text default 'lift') returns bigint language sql security definer set search_path = public as $$
  select count(*) from public.visit_files f where f.visit_id = pg_temp.visit(label) and f.report_id is null $$;
create function pg_temp.report(label text, id text, files text[], more jsonb default '{}', fails integer default 0) returns jsonb language sql security definer set search_path = public, tests as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || report.id), 'based_on', t.revision, 'recorded_at', private.clock(), 'sent_at', private.clock(),
    'started_at', lower(t.during), 'finished_at', lower(t.during) + interval '40 minutes', 'labour_minutes', 40,
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb,
    'file_ids', to_jsonb(array(select tests.id(f) from unnest(report.files) f)),
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', case when i.position = report.fails then 'fail' else 'pass' end)) from private.visit_checklist i where i.visit_id = v.id)) || more
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
grant execute on all functions in schema pg_temp to public;

-- What is taken for a photo
select is(private.jpeg_problem(pg_temp.jpeg(), 4096), null, 'a picture as phones write it');
select is(private.jpeg_problem(pg_temp.jpeg(kind => 'c2'), 4096), null, 'one that comes in finer and finer');
select is(private.jpeg_problem(pg_temp.jpeg(height => '1000', width => '1000'), 4096), null, 'one of 4096 pixels each way');
select is(private.jpeg_problem(pg_temp.jpeg('ffee000e41646f62650000000000' || '0001'), 4096), null, 'one that says how its colours are meant');
select is(private.jpeg_problem(content, 4096), 'picture', 'no photo: ' || what) from (values
  ('nothing', ''::bytea), ('wider', pg_temp.jpeg(width => '1001')), ('higher', pg_temp.jpeg(height => '1001')), ('no height', pg_temp.jpeg(height => '0000')),
  ('half of it', substring(pg_temp.jpeg() from 1 for 50)), ('without its end', substring(pg_temp.jpeg() from 1 for octet_length(pg_temp.jpeg()) - 2)), ('no colours', pg_temp.jpeg(colours => '')),
  ('a page behind it', pg_temp.jpeg(behind => encode('<html><script>alert(1)</script>', 'hex'))), ('a page behind it that ends as it does', pg_temp.jpeg(behind => encode('<html>', 'hex') || 'ffd9')),
  ('a zip', decode('504b0304140000000800', 'hex') || pg_temp.jpeg()), ('a drawing that acts', convert_to('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'UTF8')),
  ('a signature', decode('89504e470d0a1a0a0000000d49484452000000010000000108020000' || '00907753de', 'hex')), ('two sizes', pg_temp.jpeg('ffc0000b080001000101011100')),
  ('lossless', pg_temp.jpeg(kind => 'c3')), ('a length of nothing', pg_temp.jpeg('ffdb0000'))) p (what, content);
select is(private.jpeg_problem(content, 4096), 'extra', 'more than a photo: ' || what) from (values
  ('where it was taken', pg_temp.jpeg('ffe1000a457869660000' || '4d4d')), ('a profile', pg_temp.jpeg('ffe200044943')), ('a comment', pg_temp.jpeg('fffe00083c623e21' || '2121')),
  ('a smaller picture', pg_temp.jpeg('ffe000084a46585800' || '10')), ('one where every picture begins', pg_temp.jpeg('ffe000134a464946000101000001000101' || '01000000')),
  ('words behind its colours', pg_temp.jpeg('ffee000f41646f6265000000000000' || '0001')), ('a note among its colours', pg_temp.jpeg(colours => 'a1ffe1000478ffffa2')), ('a comment among them', pg_temp.jpeg(colours => 'a1fffe0003780000'))) p (what, content);

-- Taken by whoever is there
select tests.act_as_staff('technician');
select is(pg_temp.add('one', line => 1, caption => '  Worn   rail ', at => '2026-06-03 13:20+00'),
  jsonb_build_object('status', 'kept', 'file_id', tests.id('one'), 'bytes', 62, 'repeated', false), 'who has the visit takes a photo');
select is(pg_temp.add('one', line => 1) ->> 'repeated', 'true', 'the same one sent twice is one');
select is(pg_temp.add('one', pg_temp.photo(pg_temp.jpeg(colours => 'a1')))::text, '{"field": "file_id", "reason": "taken", "status": "rejected"}', 'another one under its id is refused');
select is(public.visit_draft(pg_temp.visit('lift')) -> 'photos',
  jsonb_build_array(jsonb_build_object('file_id', tests.id('one'), 'line', 1, 'caption', 'Worn rail', 'taken_at', '2026-06-03T13:20:00+00:00', 'bytes', 62)), 'it is told with what was typed');
select is(public.visit_photo(tests.id('one')), jsonb_build_object('status', 'ok', 'visit_id', pg_temp.visit('lift'), 'work_order_id', null, 'content', pg_temp.photo()), 'and looked at');
select is(pg_temp.add('odd', picture, line, caption) - 'status', jsonb_build_object('reason', reason, 'field', field) || coalesce(more, '{}'), 'refused: ' || field || ', ' || reason) from (values
  ('missing', 'content', '', null::integer, null, null::jsonb), ('picture', 'content', 'no base64!', null, null, null), ('picture', 'content', encode('GIF89a', 'base64'), null, null, null),
  ('extra', 'content', pg_temp.photo(pg_temp.jpeg('ffe1000a457869660000' || '4d4d')), null, null, null), ('unknown', 'line', pg_temp.photo(), 99, null, null), ('unknown', 'line', pg_temp.photo(), 0, null, null),
  ('too_long', 'caption', pg_temp.photo(), null, repeat('x', 201), '{"most": 200}'),
  ('too_long', 'content', pg_temp.photo(pg_temp.jpeg(colours => repeat('a1', 409600 - 57 + 1))), null, null, '{"most": 409600}'), ('too_long', 'content', repeat('A', 560001), null, null, '{"most": 409600}')) p (reason, field, picture, line, caption, more);
select is(public.add_visit_photo(pg_temp.visit('lift'), null, pg_temp.photo()) ->> 'field', 'file_id', 'it has a name');
select is(pg_temp.add('large', pg_temp.photo(pg_temp.jpeg(colours => repeat('a1', 409600 - 57)))) ->> 'bytes', '409600', 'one of 400 KB');
select is((select array_agg(p ->> 'taken_at') from (select pg_temp.add('early', at => '0001-01-01'), pg_temp.add('ahead', at => '2026-06-04 00:00+00')) a, jsonb_array_elements(public.visit_draft(pg_temp.visit('lift')) -> 'photos') p
  where p ->> 'file_id' in (tests.id('early')::text, tests.id('ahead')::text)), null, 'two more, from a phone whose clock is wrong');
select is((select array_agg(p ->> 'taken_at') from jsonb_array_elements(public.visit_draft(pg_temp.visit('lift')) -> 'photos') p
  where p ->> 'file_id' in (tests.id('early')::text, tests.id('ahead')::text)), '{2026-06-03T14:00:00+00:00,2026-06-03T14:00:00+00:00}', 'were taken when they came');
select is(pg_temp.add(id) ->> 'status', 'kept', id) from unnest(array['fifth', 'sixth']) id;
select is(pg_temp.add('seventh'), '{"status": "refused", "reason": "full", "most": 6}', 'a seventh is refused');
select is(public.remove_visit_photo(tests.id('sixth')), '{"status": "removed"}', 'who took one drops it');
select is(pg_temp.add('seventh') ->> 'status', 'kept', 'and there is room for another');
select is(public.remove_visit_photo(tests.id(id)) ->> 'status', 'removed', id || ' goes') from unnest(array['large', 'early', 'ahead', 'fifth']) id;

-- By nobody else
select throws_ok($$ select pg_temp.add('theirs', label => 'other') $$, '42501', null, 'not of somebody else''s visit');
select throws_ok($$ select public.visit_photo(gen_random_uuid()) $$, '42501', null, 'nor does one learn which photos there are');
select tests.act_as_staff('office');
select is(pg_temp.add('theirs', label => 'other') ->> 'status', 'kept', 'the office adds one to any visit, from paper');
select throws_ok($$ select public.visit_photo(gen_random_uuid()) $$, 'PT404', null, 'and is told of photos that are none');
select throws_ok($$ select public.add_visit_photo(gen_random_uuid(), gen_random_uuid(), pg_temp.photo()) $$, 'PT404', null, 'and of visits');
select tests.act_as_staff('technician');
select throws_ok($$ select public.visit_photo(tests.id('theirs')) $$, '42501', null, 'no technician looks at another''s');
select throws_ok($$ select public.remove_visit_photo(tests.id('theirs')) $$, '42501', null, 'nor drops them');
select tests.act_as_anon();
select throws_ok($$ select public.visit_photo(tests.id('one')) $$, '42501', null, 'a stranger looks at none');
select throws_ok($$ select pg_temp.add('mine') $$, '42501', null, 'and takes none');
select tests.act_as_service();
select throws_ok($$ insert into public.visit_files (visit_id, kind, content, taken_at) values (gen_random_uuid(), 'photo', '', now()) $$, '42501', null, 'no job writes one');

-- By hand nobody
select tests.act_as_owner();
select throws_ok(statement, 'MT002', null, what) from (values
  ($$ insert into public.visit_files (visit_id, kind, content, taken_at) values (pg_temp.visit('lift'), 'photo', pg_temp.jpeg(), private.clock()) $$, 'none is put there by hand'),
  ($$ update public.visit_files set caption = 'Something else' $$, 'or said to be another'), ($$ update public.visit_files set report_id = gen_random_uuid() $$, 'or of a report'),
  ($$ delete from public.visit_files $$, 'or dropped')) s (statement, what);
select throws_ok(format($$ select tests.as_function('add_visit_photo', %L) $$, $i$ insert into public.visit_files (visit_id, kind, content, taken_at) values (pg_temp.visit('lift'), 'photo', pg_temp.jpeg('ffe1000a4578696600004d4d'), private.clock()) $i$), '23514', null,
  'and no function keeps where one was taken');

-- What the company asks for
update public.company_settings set require_photo_on_fail = true;
select tests.act_as_staff('technician');
select is(public.complete_visit(pg_temp.visit('lift'), pg_temp.report('lift', 'lift', '{one}', fails => 2)), '{"status": "incomplete", "missing": ["photo:2"]}', 'a line that fails needs a photo');
select is(public.complete_visit(pg_temp.visit('lift'), pg_temp.report('lift', 'lift', '{}', fails => 1)), '{"status": "incomplete", "missing": ["photo:1"]}', 'that the report names');
select is(public.complete_visit(pg_temp.visit('lift'), pg_temp.report('lift', 'lift', '{one,theirs}', fails => 1)) ->> 'field', 'file_ids[1]', 'one of another visit is none');

-- Named by the report, it is part of it
select is(public.complete_visit(pg_temp.visit('lift'), pg_temp.report('lift', 'lift', '{one}', fails => 1)) ->> 'status', 'done', 'with its photo the visit is done');
select is(public.remove_visit_photo(tests.id('one')), '{"status": "refused", "reason": "sent"}', 'and the photo stays');
select is(pg_temp.add('late') ->> 'status', 'kept', 'what their other phone took comes late, and is kept');
select is(pg_temp.add('one') ->> 'repeated', 'true', 'one that was sent before is answered as before');
select is((public.visit_outcome(pg_temp.visit('lift')) -> 'photos' -> 0 ->> 'file_id')::uuid, tests.id('one'), 'who did it sees it');
select tests.act_as_staff('office');
select is((select array[p -> 'record' -> 'photos' -> 0 ->> 'file_id', jsonb_array_length(p -> 'photos')::text] from public.visit_page(pg_temp.visit('lift')) p), array[tests.id('one')::text, '2'], 'so does the office, and those that no report named');
select is(pg_temp.add('from paper'), '{"status": "refused", "reason": "over"}', 'of the office a visit that is over gets no more');
select is((select v ->> 'photos' from jsonb_array_elements(public.unit_history(tests.id('lift')) -> 'visits') v), '1', 'the unit''s history counts it');

select * from finish();
rollback;
