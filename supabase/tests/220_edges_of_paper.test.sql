-- Edges of paper: a sheet that is refused, or is an answer to what was said before, leaves the stop with whom it was.
begin;
select plan(17);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('office');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'kept', 'done']) label;
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('kept', 'Tess One', '2026-06-03 15:00+00'), tests.book('done', 'Tess One', '2026-06-03 17:00+00');
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id, (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = v.id) as lines
  from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
create function pg_temp.sheet(label text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('sheet ' || sheet.label), 'checklist', m.lines, 'started_at', '2026-06-03T13:00:00Z', 'finished_at', '2026-06-03T13:50:00Z',
    'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb) || more from made m where m.contract_id = tests.id(sheet.label) $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'field', answer ->> 'missing') $$;
create function pg_temp.paper(label text, more jsonb default '{}', who text default 'Luis Two') returns text language sql as $$
  select pg_temp.told(private.record_from_paper(m.visit_id, tests.id(who), pg_temp.sheet(label, more), private.clock())) from made m where m.contract_id = tests.id(paper.label) $$;
create function pg_temp.who() returns text language sql as $$ select string_agg(distinct h.name, ', ') from public.technician_tasks t join public.technicians h on h.id = t.technician_id $$;

select tests.freeze_clock('2026-06-03 19:00+00');
-- What is wrong with a sheet
select is(pg_temp.paper('lift', '{"checklist": [], "signature": null}') like 'incomplete [1,%"signature"]', true, 'what is missing is told');
select is(pg_temp.paper('lift', '{"checklist": [{"position": 99, "result": "pass"}]}'), 'rejected unknown checklist[0].position', 'and what its checklist does not have');
select is(pg_temp.paper('lift', jsonb_build_object('parts', jsonb_build_array(jsonb_build_object('product_id', tests.id('x'), 'quantity', 1, 'unit_price', 1, 'charge', 'billed')))), 'rejected unknown parts[0].product_id', 'and a part that is none');
select is(pg_temp.paper('lift', '{"finished_at": "2026-06-03T19:00:01Z"}'), 'rejected range finished_at', 'and an end a second from now');
select is(pg_temp.who(), 'Tess One', 'by all of which nobody else was there');

-- What was said before
select is(pg_temp.told(private.complete_visit(m.visit_id, pg_temp.sheet('done'), 'office', private.clock())), 'done', 'a visit is done') from made m where m.contract_id = tests.id('done');
select is(pg_temp.paper('lift', jsonb_build_object('report_id', tests.id('sheet done'))), 'rejected taken report_id', 'the sheet of another visit says nothing of this one');
select is(pg_temp.paper('done', jsonb_build_object('report_id', tests.id('second sheet'))), 'conflict done', 'a second sheet about it is kept, whoever it says was there');
select is(private.move_stop((select task_id from made where contract_id = tests.id('kept')), tests.id('Tess One'), '2026-06-03 16:00+00', true, private.clock()) ->> 'status', 'moved', 'a stop gets another time');
select is(pg_temp.told(private.complete_visit(m.visit_id, pg_temp.sheet('kept', '{"based_on": 0}'), 'office', private.clock())), 'conflict moved', 'of which whoever was there knew nothing') from made m where m.contract_id = tests.id('kept');
select is(pg_temp.paper('kept'), 'conflict moved', 'what is kept is answered as before, whoever it names by then');
select is(pg_temp.who(), 'Tess One', 'and the stops stay hers');
select is((select count(*) from public.visit_reports), 3::bigint, 'each sheet is on record once');

-- At the moment
select is(pg_temp.paper('lift', '{"finished_at": "2026-06-03T19:00:00Z"}', 'Tess One'), 'done', 'an end just now has been');

-- Who has left since
select is(private.discard_report(tests.id('sheet kept'), null) ->> 'status', 'discarded', 'what was kept is taken for nothing');
select ok(not private.is_taken(tests.id('Luis Two'), '[2026-06-03 16:00+00, 2026-06-03 17:00+00)'), 'Luis had nothing else to do');
select is(pg_temp.paper('kept', jsonb_build_object('report_id', tests.id('third sheet'), 'started_at', '2026-06-03T16:00:00Z', 'finished_at', '2026-06-03T16:40:00Z')) || ' ' || pg_temp.who(), 'done Luis Two, Tess One', 'so a good sheet gives him the stop');
select * from finish();
rollback;
