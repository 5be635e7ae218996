-- Photos of a repair: who may take, see and drop them, how many there are, and what becomes of them: with the repair's report,
-- with one that met a repair which had changed, on a drive in vain, in the nights, and when the client is erased.
begin;
select plan(63);
-- Monday, June 1, 2026, 8:00 in Toronto; the repairs are on June 3.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Nell Three', '{lifts}');
insert into auth.users (id, email) select tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com' from unnest(array['Tess One', 'Luis Two', 'Nell Three']) who;
insert into public.staff (id, user_id, email, name, role)
select tests.id(who || ' staff'), tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two', 'Nell Three']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
select tests.staff_user('office');
create temp table labels as select label, n from unnest(array['done', 'given', 'vain', 'moved', 'off', 'still']) with ordinality l (label, n);
select tests.unit(label, 'ada', 'stairlift', n || ' Elm St', '2026-06-20') from labels;
create temp table orders (label text, id uuid, task_id uuid, revision integer);
grant select on orders, labels to public;
create function pg_temp.id(label text) returns uuid language sql as $$ select o.id from orders o where o.label = id.label $$;
create function pg_temp.at(label text) returns timestamptz language sql as $$ select '2026-06-03 12:30+00'::timestamptz + l.n * interval '1 hour' from labels l where l.label = at.label $$;
do $$
declare
  v_id uuid;
  v record;
begin
  for v in select l.label from labels l order by l.n loop
    v_id := (private.open_repair(tests.id(v.label), 'It stopped', false, private.clock()) ->> 'work_order_id')::uuid;
    perform private.approve_repair(v_id, 'Ada', 'phone', private.order_total(v_id));
    perform private.schedule_repair(v_id, tests.id('Tess One'), pg_temp.at(v.label), true, private.clock());
    insert into orders select v.label, v_id, t.id, t.revision from public.technician_tasks t where t.work_order_id = v_id;
  end loop;
end;
$$;
create function pg_temp.photo(more text default '') returns text language sql as $$
  select encode(decode('ffd8ffe000104a46494600010100000100010000' || more || 'ffdb00040001ffc0000b0804b0064001011100ffc400040001ffda0008010100003f00a1b2ff00c3ffd9', 'hex'), 'base64') $$;
create function pg_temp.add(label text, id text, caption text default null, picture text default pg_temp.photo(), line integer default null) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'field', case when r -> 'repeated' = 'true' then 'again' end)
  from public.add_repair_photo(pg_temp.id(label), tests.id(id), picture, '2026-06-03 13:20+00', line, caption) r $$;
create function pg_temp.report(label text, files text[], more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || report.label), 'task_id', o.task_id, 'based_on', o.revision, 'checklist', '[]'::jsonb,
    'recorded_at', pg_temp.at(report.label) + interval '50 minutes', 'started_at', pg_temp.at(report.label), 'finished_at', pg_temp.at(report.label) + interval '50 minutes', 'sent_at', private.clock(),
    'labour_minutes', 50, 'file_ids', to_jsonb(array(select tests.id(f) from unnest(report.files) f)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb) || more
  from orders o where o.label = report.label $$;
create function pg_temp.finish(label text, files text[], more jsonb default '{}') returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'field') from public.complete_repair(pg_temp.id(label), pg_temp.report(label, files, more)) r $$;
create function pg_temp.named(id text) returns uuid language sql security definer set search_path = public, tests as $$ select f.named_by from public.visit_files f where f.id = tests.id(named.id) $$;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
create function pg_temp.shown(label text, variadic path text[]) returns integer language sql as $$
  select jsonb_array_length(public.repair_page(pg_temp.id(shown.label)) #> path) $$;
grant execute on all functions in schema pg_temp to public;
select tests.freeze_clock('2026-06-03 23:30+00');

-- Taken by whoever has the repair
select pg_temp.act_as('Tess One');
select is(pg_temp.add('done', 'one', '  Worn   belt '), 'kept', 'who has the repair takes a photo');
select is(pg_temp.add('done', 'one'), 'kept again', 'sent twice it is one');
select is(pg_temp.add('given', 'one'), 'rejected taken file_id', 'and not another repair''s as well');
select is(pg_temp.add('done', 'odd', picture => encode('GIF89a', 'base64')), 'rejected picture content', 'what is no photo is refused');
select is(pg_temp.add('done', 'odd', picture => pg_temp.photo('ffe1000a4578696600004d4d')), 'rejected extra content', 'and what says where it was taken');
select is(pg_temp.add('done', 'odd', line => 1), 'rejected unknown line', 'a client called about it: there are no lines');
select is(public.repair_sheet(pg_temp.id('done')) -> 'photos',
  jsonb_build_array(jsonb_build_object('file_id', tests.id('one'), 'line', null, 'caption', 'Worn belt', 'taken_at', '2026-06-03T13:20:00+00:00', 'bytes', 62)), 'the sheet has it');
select is(public.visit_photo(tests.id('one')), jsonb_build_object('status', 'ok', 'visit_id', null, 'work_order_id', pg_temp.id('done'), 'content', pg_temp.photo()), 'and it is looked at');
select is(pg_temp.add('done', id), 'kept', id) from unnest(array['second', 'third', 'fourth', 'fifth', 'sixth']) id;
select is(pg_temp.add('done', 'seventh'), 'refused full', 'a seventh is refused');
select is(public.remove_visit_photo(tests.id('sixth')) ->> 'status', 'removed', 'who took one drops it');
select is(pg_temp.add('done', 'seventh'), 'kept', 'and there is room again');

-- By nobody else
select pg_temp.act_as('Luis Two');
select throws_ok($$ select pg_temp.add('done', 'theirs') $$, '42501', null, 'a colleague takes none');
select throws_ok($$ select public.visit_photo(tests.id('one')) $$, '42501', null, 'sees none');
select throws_ok($$ select public.remove_visit_photo(tests.id('one')) $$, '42501', null, 'and drops none');
select is((select count(*) from public.visit_files), 0::bigint, 'nor are they in the table for them');
select tests.act_as_anon();
select throws_ok($$ select pg_temp.add('done', 'mine') $$, '42501', null, 'a stranger takes none');
select throws_ok($$ select public.visit_photo(tests.id('one')) $$, '42501', null, 'and sees none');
select tests.act_as_staff('office');
select throws_ok($$ select public.add_repair_photo(gen_random_uuid(), gen_random_uuid(), pg_temp.photo()) $$, 'PT404', null, 'the office is told which repairs there are');
select is(pg_temp.add('still', 'from paper'), 'kept', 'and adds one from paper');
select is(public.visit_photo(tests.id('one')) ->> 'status', 'ok', 'it sees what was photographed');
select is(pg_temp.shown('done', 'photos'), 6, 'on the repair''s page');

-- By hand nobody
select tests.act_as_owner();
select throws_ok(statement, code, null, what) from (values
  ('MT002', $$ insert into public.visit_files (work_order_id, kind, content, taken_at) values (pg_temp.id('done'), 'photo', decode(pg_temp.photo(), 'base64'), private.clock()) $$, 'none is put there by hand'),
  ('MT002', $$ update public.visit_files set repair_report_id = gen_random_uuid() $$, 'or said to be of a report'),
  ('MT002', $$ select tests.as_function('complete_visit', 'update public.visit_files set report_id = gen_random_uuid()') $$, 'also by what ends visits'),
  ('MT002', $$ select tests.as_function('complete_repair', format('update public.visit_files set work_order_id = %L', pg_temp.id('given'))) $$, 'or moved to another repair'),
  ('MT002', $$ delete from public.visit_files $$, 'or dropped')) s (code, statement, what);
select throws_ok(format($$ select tests.as_function('add_repair_photo', %L) $$, $i$ insert into public.visit_files (work_order_id, kind, content, taken_at) values (null, 'photo', decode(pg_temp.photo(), 'base64'), private.clock()) $i$), '23514', null,
  'each is of a visit or of a repair');

-- Named by the report, it is part of it
select pg_temp.act_as('Tess One');
select is(pg_temp.finish('done', '{from paper}'), 'rejected unknown file_ids[0]', 'one of another repair is none of this');
select is(pg_temp.finish('done', '{one,second}'), 'done', 'the repair is done');
select is(array[pg_temp.named('one'), pg_temp.named('second'), pg_temp.named('third')], array[tests.id('report done'), tests.id('report done'), null], 'its report has the photos that it names');
select is(pg_temp.finish('done', '{one,second}'), 'done', 'sent again it is the same');
select is(public.remove_visit_photo(tests.id('one')), '{"status": "refused", "reason": "sent"}', 'they stay');
select is(public.remove_visit_photo(tests.id('third')) ->> 'status', 'removed', 'the others can go');
select is(pg_temp.add('done', 'late'), 'kept', 'what a second phone took comes when it is done, and is kept');
select is(pg_temp.finish('done', '{late}', jsonb_build_object('report_id', tests.id('second phone'))), 'conflict done', 'its report is the office''s to decide');
select is(pg_temp.named('late'), tests.id('second phone'), 'and has its photo');
select is(public.repair_sheet(pg_temp.id('done')) #>> '{done,photos,0,file_id}' in (tests.id('one')::text, tests.id('second')::text), true, 'who did it sees what was photographed');
select tests.act_as_staff('office');
select is(array[pg_temp.shown('done', 'report', 'photos'), pg_temp.shown('done', 'kept', '0', 'photos'), pg_temp.shown('done', 'photos')], '{2,1,3}', 'the office sees those of the report, of the kept one, and of none');
select is(pg_temp.add('done', 'paper'), 'refused over', 'and adds none any more');
select is((select (r ->> 'photos')::integer from jsonb_array_elements(public.unit_history(tests.id('done')) -> 'repairs') r), 6, 'the unit''s history counts them');

-- The repair went to somebody else while its technician was without signal
select tests.act_as_owner();
select tests.as_function('put_task', format($$ update public.technician_tasks set technician_id = %L where work_order_id = %L $$, tests.id('Luis Two'), pg_temp.id('given')));
select pg_temp.act_as('Tess One');
select is(pg_temp.add('given', 'theirs'), 'kept', 'whoever had it is heard');
select is(pg_temp.finish('given', '{theirs,lost}'), 'conflict reassigned', 'their report is kept, whatever became of a photo that never came');
select is(pg_temp.named('theirs'), tests.id('report given'), 'and their photo with it');
select is(public.visit_photo(tests.id('theirs')) ->> 'status', 'ok', 'they look at what they took');
select tests.act_as_staff('office');
select is(pg_temp.shown('given', 'kept', '0', 'photos'), 1, 'the office sees it beside what is to be decided');
select is(public.accept_report(tests.id('report given')) ->> 'status', 'done', 'and takes it');
select is(pg_temp.shown('given', 'report', 'photos'), 1, 'then it is of the repair''s report');

-- A drive in vain
select pg_temp.act_as('Tess One');
select is(pg_temp.add('vain', 'door'), 'kept', 'a photo of the door');
select is((select public.fail_repair(o.id, 'no_show', 'nobody_home', null, tests.id('nobody'), o.revision, o.task_id) ->> 'status' from orders o where o.label = 'vain'), 'recorded', 'nobody came to it');
select is(pg_temp.named('door'), tests.id('nobody'), 'the photo says so');
select tests.act_as_owner();
select tests.as_function('put_task', format($$ update public.technician_tasks set technician_id = %L where work_order_id = %L $$, tests.id('Luis Two'), pg_temp.id('moved')));
select pg_temp.act_as('Tess One');
select is(pg_temp.add('moved', 'gate'), 'kept', 'another one, of a repair that went to somebody else');
select is((select public.fail_repair(o.id, 'not_completed', 'access', null, tests.id('gate report'), o.revision, o.task_id) ->> 'reason' from orders o where o.label = 'moved'), 'reassigned', 'is kept');
select is(pg_temp.named('gate'), tests.id('gate report'), 'with why it came to nothing');
select tests.act_as_staff('office');
select is(array[pg_temp.shown('vain', 'failures', '0', 'photos'), pg_temp.shown('moved', 'kept', '0', 'photos')], '{1,1}', 'the office sees both');

-- The copy of a client's data, the nights, and the client erased
select tests.act_as_owner();
select is((select count(*) from jsonb_array_elements(private.files_of_customer(tests.id('ada'))) f where f ->> 'work_order_id' is not null), 10::bigint, 'a client''s data has the photos of their repairs');
savepoint taken;
select tests.freeze_clock('2026-07-03 23:30:01+00');
select is(private.keep_house() ->> 'photos', '1', 'after 30 days one whose repair is still to be done, and of which nobody sent a report, is gone');
select tests.freeze_clock('2028-06-03 23:30:01+00');
select is(private.keep_house() ->> 'photos', '9', 'and after 24 months all');
rollback to taken;
select private.forget_visits(tests.id('ada'));
select is((select count(*) from public.visit_files), 0::bigint, 'with the client all of them go');

select * from finish();
rollback;
