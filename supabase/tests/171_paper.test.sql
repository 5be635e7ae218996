-- A visit that the office records from a sheet of paper: who was there and when is what the sheet says.
begin;
select plan(36);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', null);
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
update public.technicians set active = false where id = tests.id('Ina Gone');
select tests.staff_user('office');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'busy', 'plain']) label;
select tests.unit('first', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('second', 'bob', 'stairlift', '9 Oak Ave', '2026-06-21');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('busy', 'Luis Two', '2026-06-03 13:00+00'), tests.book('plain', 'Tess One', '2026-06-03 16:00+00'),
  tests.book('first', 'Tess One', '2026-06-04 13:00+00', array[tests.id('second')]);
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) and y.number = 1 $$;
create temp table lines as select v.id as visit_id, jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) as told
  from public.maintenance_visits v join private.visit_checklist i on i.visit_id = v.id group by v.id;
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
grant select on lines, made to public;
create function pg_temp.paper(label text, who text default 'Tess One', more jsonb default '{}') returns jsonb language sql as $$
  select public.record_from_paper(m.visit_id, case when who <> '' then tests.id(who) end, jsonb_build_object('version', 1, 'report_id', tests.id('paper ' || paper.label), 'checklist', l.told,
    'started_at', lower(t.during), 'finished_at', lower(t.during) + interval '50 minutes', 'signature', '{"name": "Ada", "role": "client", "method": "typed"}'::jsonb) || more)
  from made m join lines l on l.visit_id = m.visit_id join public.technician_tasks t on t.id = m.task_id where m.contract_id = tests.id(paper.label) $$;
create function pg_temp.said(label text, who text default 'Tess One', more jsonb default '{}') returns text language sql as $$
  select concat_ws(' ', a ->> 'status', a ->> 'reason', a ->> 'field', a ->> 'missing') from pg_temp.paper(label, who, more) a $$;
create function pg_temp.technician_of(label text) returns text language sql as $$ select h.name from made m join public.technician_tasks t on t.id = m.task_id join public.technicians h on h.id = t.technician_id where m.contract_id = tests.id(label) $$;
grant execute on all functions in schema pg_temp to public;

-- Who
select tests.act_as_anon();
select throws_ok($$ select public.record_from_paper(tests.id('x'), tests.id('Tess One'), '{}') $$, '42501', null, 'no stranger records anything');
select tests.act_as_staff('technician');
select throws_ok($$ select public.record_from_paper(tests.id('x'), tests.id('Tess One'), '{}') $$, '42501', null, 'a technician has a phone');
select tests.act_as_staff('office');
select is(public.record_from_paper(tests.id('x'), tests.id('Tess One'), '{}') ->> 'status', 'rejected', 'what says nothing is not looked at');
select throws_ok($$ select public.record_from_paper(tests.id('x'), tests.id('Tess One'), jsonb_build_object('version', 1, 'report_id', tests.id('r'), 'checklist', '[]'::jsonb)) $$, 'PT404', null, 'no such visit');

-- What is refused, and changes nothing
select is(pg_temp.said('lift'), 'refused too_early', 'a visit two days away cannot have been');
select tests.freeze_clock('2026-06-03 01:00+00');
select is(pg_temp.said('lift', more => '{"started_at": "2026-06-03T00:59:00Z"}'), 'rejected range started_at', 'not a minute earlier than twelve hours before');
select tests.freeze_clock('2026-06-03 13:49+00');
select is(pg_temp.said('lift'), 'rejected range finished_at', 'an end that is still to come is a slip');
select tests.freeze_clock('2026-06-05 13:00+00');
select is(pg_temp.said('lift', more => '{"started_at": "2026-06-03T14:00:00Z"}'), 'rejected order finished_at', 'and so is an end before the beginning');
select is(pg_temp.said('lift', more => '{"signature": null}'), 'incomplete ["signature"]', 'a lift needs a signature on paper, too');
select is(pg_temp.said('lift', more => '{"checklist": []}') like 'incomplete [1%', true, 'and every line');
select is(pg_temp.said('lift', ''), 'rejected missing technician_id', 'and who was there');
select is(pg_temp.said('lift', 'Ina Gone'), 'refused technician', 'who has not left');
select is(pg_temp.said('lift', 'Nobody'), 'refused technician', 'and is somebody');
select is(pg_temp.said('lift', 'Luis Two'), 'refused overlap', 'and was not elsewhere at that time');
select is(pg_temp.said('lift', more => '{"signature": {"role": "unable"}}'), 'rejected missing signature.reason', 'whoever could not sign, had a reason');
select tests.act_as_owner();
select is((select string_agg(v.state, ' ') from public.maintenance_visits v), 'scheduled scheduled scheduled scheduled scheduled', 'nothing of it is done');
select is(pg_temp.technician_of('lift'), 'Tess One', 'and nobody else has it');
select is((select count(*) from public.visit_reports), 0::bigint, 'no report is kept');

-- By who has it
select tests.act_as_staff('office');
select is(pg_temp.said('lift', more => '{"started_at": "2026-06-03T01:00:00Z"}'), 'done', 'from twelve hours before its start on');
select is((select concat_ws(' ', a ->> 'status', a ->> 'repeated') from pg_temp.paper('lift', 'Luis Two') a), 'done true', 'the same sheet again is answered as before');
select tests.act_as_owner();
select is(pg_temp.technician_of('lift'), 'Tess One', 'whoever it names by then');
select is((select concat_ws('|', r.recorded_by, r.clock_in_doubt, v.started_at at time zone 'UTC', v.finished_at at time zone 'UTC', v.labour_minutes) from public.maintenance_visits v join public.visit_reports r on r.id = v.report_id where v.id = pg_temp.visit('lift')),
  'office|f|2026-06-03 01:00:00|2026-06-03 13:50:00|770', 'its times are the sheet''s');

-- By somebody else
select tests.act_as_staff('office');
create temp table before on commit drop as select count(*) as mails from public.messages where kind = 'appointment_changed';
select is(pg_temp.said('plain', 'Luis Two'), 'done', 'another technician was there');
select tests.act_as_owner();
select is(pg_temp.technician_of('plain'), 'Luis Two', 'and has it now');
select ok((select i.content::text like '%Luis%' and i.content::text not like '%Tess%' from public.inspection_certificates i where i.visit_id = pg_temp.visit('plain')), 'as its certificate says');
select is((select count(*) from public.messages where kind = 'appointment_changed'), (select mails from before), 'the client, who saw them, is not told');
select ok(exists (select from public.audit_events e where e.made_by = 'hand_over_stop'), 'the trail knows');
select throws_ok(format('update public.technician_tasks set technician_id = %L where id = (select task_id from made where contract_id = %L)', tests.id('Luis Two'), tests.id('first')), 'MT002', null, 'by hand nobody hands a stop over');

-- A stop of two
select tests.act_as_staff('office');
select is(pg_temp.said('first'), 'done', 'one unit of a stop is recorded');
select is(pg_temp.said('second', 'Luis Two'), 'refused visits', 'the other was done by the same technician');
select is(pg_temp.said('second'), 'done', 'and is');
-- What has its outcome by now
select is(pg_temp.said('second', more => jsonb_build_object('report_id', tests.id('another sheet'))), 'conflict done', 'a second sheet is kept, for the office to decide');
select tests.act_as_owner();
select is((select count(*) from public.maintenance_visits where state = 'done'), 4::bigint, 'four are done');
select is((select count(*) from public.visit_reports where state = 'conflict'), 1::bigint, 'one is kept');
select lives_ok('set constraints all immediate', 'all of which holds');
select is((select string_agg(a.kind, ' ') from public.office_activities a where a.kind = 'unclosed_visit' and a.state = 'open'), null, 'nothing of it waits any more');
select * from finish();
rollback;
