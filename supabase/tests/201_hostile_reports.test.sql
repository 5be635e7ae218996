-- Hostile reports: what a broken or hostile phone sends. Nothing of it is kept as what happened, and nothing typed is lost.
begin;
select plan(35);
-- Monday, June 1, 2026, 8:00 in Toronto; the visits are on June 3.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician') where id = tests.id('Tess One');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'moved', 'early', 'ahead']) label;
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('moved', 'Tess One', '2026-06-03 15:00+00'), tests.book('early', 'Tess One', '2026-06-04 13:00+00'), tests.book('ahead', 'Tess One', '2026-06-03 17:00+00');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at, v.id limit 1 $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
create function pg_temp.report(label text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || label), 'based_on', (pg_temp.task(label)).revision,
    'recorded_at', '2026-06-03T13:50:00Z', 'sent_at', '2026-06-03T14:00:00Z', 'started_at', '2026-06-03T13:05:00Z', 'finished_at', '2026-06-03T13:50:00Z', 'labour_minutes', 40,
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(report.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb) || more $$;
create function pg_temp.complete(label text, report jsonb) returns jsonb language sql as $$ select private.complete_visit(pg_temp.visit(label), report, 'technician', private.clock()) $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'field') $$;
-- The office gives three of them another time, which the phone has not heard of.
select is(private.move_stop((pg_temp.task(label)).id, tests.id('Luis Two'), at, true, private.clock()) ->> 'status', 'moved', label || ' has another time') from (values
  ('moved', timestamptz '2026-06-03 18:00+00'), ('early', '2026-06-05 13:00+00'), ('ahead', '2026-06-08 13:00+00')) v (label, at);
select tests.freeze_clock('2026-06-03 14:00+00');
select tests.act_as('none', (select user_id from public.staff where role = 'technician'));

-- More than a row holds
create function pg_temp.wide(characters integer) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('position', n, 'result', 'pass', 'note', repeat(e'\u0001', characters))) from generate_series(1, 100) n $$;
select is(pg_temp.told(pg_temp.complete('lift', pg_temp.report('lift', jsonb_build_object('checklist', pg_temp.wide(350))))), 'rejected too_long report', 'what is more than a report may be in all is too long');
select is(pg_temp.told(pg_temp.complete('lift', pg_temp.report('lift', jsonb_build_object('checklist', pg_temp.wide(300))))), 'rejected unknown checklist[' || (select count(*) from private.visit_checklist i where i.visit_id = pg_temp.visit('lift')) || '].position', 'what is just within is read on');

select is(pg_temp.told(pg_temp.complete('lift', report)), told, told || ': ' || left(report::text, 20)) from (values
  ('[1]'::jsonb, 'rejected type '), ('["signature"]', 'rejected type '), (pg_temp.report('lift', '{"signature": [1]}'), 'rejected type signature'),
  (pg_temp.report('lift', '{"signature": "png_base64"}'), 'rejected type signature')) v (report, told);

-- Pictures that are none
create function pg_temp.chunk(kind text, content bytea) returns bytea language sql as $$
  select int4send(octet_length(content)) || convert_to(kind, 'UTF8') || content || '\x00000000' $$;
create function pg_temp.png(between_ends bytea, head bytea default '\x000000640000006408060000'::bytea || '\x00') returns jsonb language sql as $$
  select jsonb_build_object('signature', jsonb_build_object('name', 'Ada', 'role', 'client', 'method', 'drawn', 'png_base64',
    translate(encode('\x89504e470d0a1a0a' || pg_temp.chunk('IHDR', head) || between_ends || '\x0000000049454e44ae426082', 'base64'), e'\n', ''))) $$;
select is(pg_temp.told(pg_temp.complete('lift', pg_temp.report('lift', pg_temp.png(content, head)))), 'rejected picture signature.png_base64', what) from (values
  (pg_temp.chunk('tEXt', '\x00'), '\x00000064000000640806000000'::bytea, 'a picture without a picture in it'),
  (pg_temp.chunk('IDAT', ''), '\x00000064000000640806000000', 'or with an empty one'),
  (convert_to('<script>alert(1)</script>', 'UTF8'), '\x00000064000000640806000000', 'a page between the ends of a picture'),
  (pg_temp.chunk('IDAT', '\x00'), '\x000000640000006408060000', 'a head that is too short'),
  (pg_temp.chunk('IDAT', '\x00'), '\x00000064000000640900000000', 'bits that no picture has'),
  (pg_temp.chunk('IDAT', '\x00'), '\x00000064000000640807000000', 'colours that no picture has'),
  (pg_temp.chunk('IDAT', '\x00'), '\x00000fa1000000640806000000', 'a picture that is too wide'),
  (int4send(2147483647) || convert_to('IDAT', 'UTF8') || '\x00000000'::bytea, '\x00000064000000640806000000', 'a part that says it is longer than the whole'),
  (int4send(-1) || convert_to('IDAT', 'UTF8') || '\x00000000'::bytea, '\x00000064000000640806000000', 'or shorter than nothing'),
  (pg_temp.chunk('IDAT', '\x00') || pg_temp.chunk('IEND', '') || pg_temp.chunk('IDAT', '\x00'), '\x00000064000000640806000000', 'a picture behind a picture')) v (content, head, what);
select ok(private.is_png(decode(pg_temp.png(pg_temp.chunk('gAMA', '\x00') || pg_temp.chunk('IDAT', '\x0001') || pg_temp.chunk('IDAT', '')) #>> '{signature,png_base64}', 'base64'), 4000), 'what a phone draws is a picture');

-- When it was
create function pg_temp.kept(label text, at text) returns text language sql as $$
  select pg_temp.told(pg_temp.complete(label, pg_temp.report(label, jsonb_build_object('based_on', 0, 'started_at', at, 'finished_at', at, 'recorded_at', at)))) $$;
select is(pg_temp.kept('ahead', '2026-06-03T13:50:00Z'), 'conflict reassigned', 'a report of a visit that has another time, and somebody else, is kept');
select is(pg_temp.told(private.accept_report(tests.id('report ahead'), private.clock())), 'done', 'and taken for what happened');
select is((select service_on from public.maintenance_visits where id = pg_temp.visit('ahead')), '2026-06-03', 'on the day on which it did, days before the new time');
select is(pg_temp.kept('moved', '1950-01-01T00:00:00Z'), 'conflict reassigned', 'a report from long before the visit was booked');
select ok((select clock_in_doubt and recorded_at = private.clock() from public.visit_reports where id = tests.id('report moved')), 'cannot be: that is noted as it is kept');
select is(pg_temp.told(private.accept_report(tests.id('report moved'), private.clock())), 'done', 'taken for what happened');
select is((select (service_on, started_at, finished_at)::text from public.maintenance_visits where id = pg_temp.visit('moved')), '(2026-06-03,"2026-06-03 14:00:00+00","2026-06-03 14:00:00+00")', 'it happened when it came');
select is((select number from public.inspection_certificates where visit_id = pg_temp.visit('moved')), 'MIR-2026-00002', 'and is certified in that year');
select is(pg_temp.kept('early', '2026-06-01T12:00:00Z'), 'conflict reassigned', 'what was done as it was booked, days ahead of its time');
select is(pg_temp.told(private.accept_report(tests.id('report early'), private.clock())), 'done', 'can have been');
select is((select finished_at from public.maintenance_visits where id = pg_temp.visit('early')), '2026-06-01 12:00+00', 'and was');

-- Drafts
select throws_ok(format('select private.save_visit_draft(%L, %L, private.clock())', pg_temp.visit('lift'), typed), '23514', null, 'no draft: ' || typed)
  from unnest(array['[]', '{"checklist": "all fine"}', '{"checklist": [1]}']) typed;
select is(private.save_visit_draft(pg_temp.visit('lift'), '{"findings": "Belt worn", "checklist": null}', private.clock()) #>> '{typed,findings}', 'Belt worn', 'what says nothing of the list is one');

select * from finish();
rollback;
