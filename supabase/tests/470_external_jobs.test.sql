-- Jobs of technicians that another system plans: they block their time, and never push aside what is booked here.
begin;
select plan(55);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, customer_ref, name, email, street, city, province, postal_code) values
  (tests.id('ada'), 'C-1', 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'C-2', 'Bob Example', 'bob@example.com', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
update public.technicians set email = 'tess@example.com' where id = tests.id('Tess One');
update public.technicians set active = false where id = tests.id('Ina Gone');
select tests.unit('adas', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select tests.book('adas', 'Tess One', '2026-06-04 13:00+00');

-- As a file of a run comes in, from its first batch to its end.
create table pg_temp.runs (name text, id uuid);
create function pg_temp.job(ref text, technician text, starts text, ends text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('job_ref', ref, 'technician', technician, 'starts_at', starts, 'ends_at', ends, 'title', 'Delivery ' || ref, 'task_type', 'delivery') || more $$;
create function pg_temp.night(name text, is_whole boolean, variadic jobs jsonb[]) returns jsonb language plpgsql as $$
declare
  v_run uuid;
  v_file uuid;
begin
  perform tests.act_as_service();
  v_run := public.start_import_run('files', gen_random_uuid()) ->> 'import_run_id';
  v_file := public.start_import('technician_jobs', 'technician_jobs.xlsx', v_run, null, is_whole);
  if jobs <> '{}' then
    perform public.import_batch(v_file, (select jsonb_agg(case when j is null then jsonb_build_object('line', n + 1, 'problem', 'The row is not UTF-8') else jsonb_build_object('line', n + 1, 'values', j) end) from unnest(jobs) with ordinality u (j, n)), 1);
  end if;
  perform public.finish_import(v_file);
  perform tests.act_as_owner();
  insert into pg_temp.runs values (name, v_run);
  perform tests.act_as_service();
  return public.finish_import_run(v_run);
end;
$$;
create function pg_temp.jobs() returns text language sql as $$
  select string_agg(concat_ws(' ', t.external_ref, h.name, to_char(lower(t.during) at time zone 'UTC', 'MM-DD HH24:MI'), private.minutes_of(t.during), t.state), ' | ' order by t.external_ref)
  from public.technician_tasks t join public.technicians h on h.id = t.technician_id where t.external_ref is not null $$;
create function pg_temp.changes(run text) returns text language sql as $$
  select string_agg(concat_ws(' ', c.change_kind, c.line, c.was, '>', c.became), ' | ' order by c.change_kind, c.line, c.became)
  from public.import_changes c join pg_temp.runs r on r.id = c.import_run_id and r.name = changes.run where c.subject = 'technician_tasks' $$;
create function pg_temp.refused(run text) returns text language sql as $$
  select string_agg(w.line || ' ' || w.problem, ' | ' order by w.line)
  from pg_temp.runs r join public.import_files f on f.import_run_id = r.id join public.import_rows w on w.file_id = f.id and w.problem is not null where r.name = refused.run $$;
create function pg_temp.conflicts() returns text language sql as $$
  select string_agg(concat_ws(' ', c.subject, c.decision), ' | ' order by c.subject, c.opened_at) from public.import_conflicts c where c.conflict_kind = 'job_over_visit' $$;
create function pg_temp.asked() returns bigint language sql as $$
  select count(*) from public.office_activities a where a.kind = 'calendar_conflict' and a.state = 'open' $$;
create function pg_temp.at(result jsonb, variadic whats text[]) returns text language sql as $$
  select string_agg(result ->> what, ' ' order by n) from unnest(whats) with ordinality w (what, n) $$;

-- The first night
select is(pg_temp.at(pg_temp.night('first', true,
  pg_temp.job('J1', 'tess@example.com', '2026-06-02 10:00', '2026-06-02 12:00', '{"customer_ref": "C-2", "street": "4 Lake Rd", "city": "Ajax", "postal_code": "L1S 1A1"}'),
  pg_temp.job('J2', 'luis two', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00'),
  pg_temp.job('J3', 'Tess One', '2026-06-04 09:30', '2026-06-04 11:00'),
  pg_temp.job('J4', 'Tess One', '2026-05-04 09:30', '2026-05-04 11:00'),
  pg_temp.job('J5', 'Nobody', '2026-06-02 10:00', '2026-06-02 12:00'),
  pg_temp.job('J6', 'Ina Gone', '2026-06-02 10:00', '2026-06-02 12:00'),
  pg_temp.job('J7', 'Luis Two', '2026-06-02 12:00', '2026-06-02 12:00'),
  pg_temp.job('J8', 'Luis Two', '2026-06-02 12:00', '2026-07-04 12:00'),
  pg_temp.job('J9', 'Luis Two', '2027-03-14 02:30', '2027-03-14 04:00'),
  pg_temp.job('K1', 'Luis Two', 'soon', '2026-06-02 14:00'),
  pg_temp.job('K2', 'Luis Two', null, null, '{"job_state": "cancelled"}')), 'status'), 'applied', 'a file of jobs is taken in');
select tests.act_as_owner();
select is(pg_temp.jobs(), 'J1 Tess One 06-02 14:00 120 scheduled | J2 Luis Two 06-03 13:00 90 scheduled', 'jobs ahead block their technician''s time, named by e-mail or name, in the company''s time or with an offset');
select is(pg_temp.refused('first'), '6 technician "Nobody" is nobody who works here | 7 technician "Ina Gone" has left | 8 ends_at "2026-06-02 12:00" is not after starts_at "2026-06-02 12:00" | 9 the job is longer than 31 days | 10 starts_at "2027-03-14 02:30" is no time, or one that the clock skips | 11 starts_at "soon" is no time, or one that the clock skips', 'what cannot be is refused by row, with its reason');
select is((select concat_ws(' | ', t.title, t.address, m.name, t.task_type) from public.technician_tasks t left join public.customers m on m.id = t.customer_id where t.external_ref = 'J1'), 'Delivery J1 | 4 Lake Rd, Ajax, L1S 1A1 | Bob Example | delivery', 'with what is known of them');
select is(pg_temp.changes('first'), 'job_placed 2 > 2026-06-02 10:00, Tess One | job_placed 3 > 2026-06-03 09:00, Luis Two', 'and the run says what it placed');
select is(pg_temp.conflicts(), 'job:J3', 'one at the time of a booking is a question');
select is(pg_temp.asked(), 1::bigint, 'and urgent work for the office');
select is((select v.state from public.maintenance_visits v), 'scheduled', 'the client''s visit stays');
select is((select c.told - array['technician_id', 'customer_id'] from public.import_conflicts c), '{"job": "J3", "file": "technician_jobs.xlsx", "line": 4, "technician": "Tess One", "starts_at": "2026-06-04T13:30:00+00:00", "ends_at": "2026-06-04T15:00:00+00:00", "task_type": "delivery", "title": "Delivery J3"}', 'which tells what the other system planned');
select is((select c.task_id from public.import_conflicts c), (select v.task_id from public.maintenance_visits v), 'beside what is here');
select ok(not exists (select from jsonb_array_elements(public.open_slots(tests.token('adas'), '2026-06-02', 1) -> 'slots') s where s ->> 'starts_at' between '2026-06-02T13:30' and '2026-06-02T15:59' and (s ->> 'technician_id')::uuid = tests.id('Tess One')), 'no client is offered a time that a job has');

-- The same again
select is(pg_temp.at(pg_temp.night('again', true,
  pg_temp.job('J1', 'tess@example.com', '2026-06-02 10:00', '2026-06-02 12:00', '{"customer_ref": "C-2", "street": "4 Lake Rd", "city": "Ajax", "postal_code": "L1S 1A1"}'),
  pg_temp.job('J2', 'luis two', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00'),
  pg_temp.job('J3', 'Tess One', '2026-06-04 09:30', '2026-06-04 11:00'),
  pg_temp.job('J5', 'Nobody', '2026-06-02 10:00', '2026-06-02 12:00')), 'status'), 'held', 'a file that lost rows waits');
select tests.act_as_owner();
update public.company_settings set import_most_new = 20;
select is(pg_temp.jobs(), 'J1 Tess One 06-02 14:00 120 scheduled | J2 Luis Two 06-03 13:00 90 scheduled', 'and nothing vanishes by it');
select is((select concat_ws(' ', a.details ->> 'reason', a.details ->> 'message') from public.office_activities a where a.kind = 'import_problem' and a.state = 'open'), 'fewer_rows technician_jobs.xlsx has 4 rows, the last time it had 11', 'the office is told why');
select tests.act_as_staff('technician');
select throws_ok($$ select public.use_import_run(gen_random_uuid()) $$, '42501', null, 'a technician decides nothing about an import');
select tests.act_as_owner();
create function pg_temp.use_file(run text) returns jsonb language plpgsql as $$
declare
  v_file uuid := (select f.id from pg_temp.runs r join public.import_files f on f.import_run_id = r.id where r.name = run);
  v_run uuid := (select r.id from pg_temp.runs r where r.name = run);
begin
  perform tests.act_as_staff('office');
  perform public.use_import_file(v_file);
  perform public.finish_import(v_file);
  return public.finish_import_run(v_run);
end;
$$;
select is(pg_temp.at(pg_temp.use_file('again'), 'status'), 'applied', 'until the office says that it is right');
select tests.act_as_owner();
select is((select count(*) from public.office_activities a where a.kind = 'import_problem' and a.state = 'open'), 0::bigint, 'which settles the work');
select is(pg_temp.jobs(), 'J1 Tess One 06-02 14:00 120 scheduled | J2 Luis Two 06-03 13:00 90 scheduled', 'the same jobs again change nothing');
select is(pg_temp.changes('again'), null, 'and are no change');
select is((pg_temp.conflicts(), pg_temp.asked())::text, '(job:J3,1)', 'nor a second question');

-- Moved here, changed there
select public.move_task((select t.id from public.technician_tasks t where t.external_ref = 'J2'), tests.id('Luis Two'), '2026-06-03 17:00+00', true);
select pg_temp.night('moved', true,
  pg_temp.job('J1', 'Luis Two', '2026-06-02 13:00', '2026-06-02 15:00', '{"customer_ref": "C-2"}'),
  pg_temp.job('J2', 'luis two', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00', '{"title": "Two chairs"}'),
  pg_temp.job('J3', 'Tess One', '2026-06-04 09:30', '2026-06-04 11:00'),
  pg_temp.job('J5', 'Nobody', '2026-06-02 10:00', '2026-06-02 12:00'));
select tests.act_as_owner();
select is(pg_temp.jobs(), 'J1 Luis Two 06-02 17:00 120 scheduled | J2 Luis Two 06-03 17:00 90 scheduled', 'what the file moved is moved; what the office moved stays while the file says what it said');
select is(pg_temp.changes('moved'), 'job_moved 2 2026-06-02 10:00, Tess One > 2026-06-02 13:00, Luis Two', 'with what was and what is');
select is((select t.title from public.technician_tasks t where t.external_ref = 'J2'), 'Two chairs', 'other parts are taken over all the same');

-- The booking gives way by itself: the job that waited gets its time
select public.cancel_booking(tests.token('adas'), 'sick');
select pg_temp.night('free', true,
  pg_temp.job('J1', 'Luis Two', '2026-06-02 13:00', '2026-06-02 15:00', '{"customer_ref": "C-2"}'),
  pg_temp.job('J2', 'luis two', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00', '{"title": "Two chairs"}'),
  pg_temp.job('J3', 'Tess One', '2026-06-04 09:30', '2026-06-04 11:00'),
  pg_temp.job('J5', 'Nobody', '2026-06-02 10:00', '2026-06-02 12:00'));
select tests.act_as_owner();
select matches(pg_temp.jobs(), 'J3 Tess One 06-04 13:30 90 scheduled', 'a job whose time is free now is placed by the next file, though that says nothing new of it');
select is((pg_temp.conflicts(), pg_temp.asked())::text, '("job:J3 visit_over",0)', 'its question and its work are over');
select is(pg_temp.changes('free'), 'job_placed 4 > 2026-06-04 09:30, Tess One', 'and the run says so');

-- Moved onto a booking
select tests.book('adas', 'Tess One', '2026-06-05 13:00+00');
select pg_temp.night('onto', true,
  pg_temp.job('J1', 'Luis Two', '2026-06-02 13:00', '2026-06-02 15:00', '{"customer_ref": "C-2"}'),
  pg_temp.job('J2', 'luis two', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00', '{"title": "Two chairs"}'),
  pg_temp.job('J3', 'Tess One', '2026-06-05 09:00', '2026-06-05 10:00'),
  pg_temp.job('J5', 'Nobody', '2026-06-02 10:00', '2026-06-02 12:00'));
select tests.act_as_owner();
select is(pg_temp.jobs(), 'J1 Luis Two 06-02 17:00 120 scheduled | J2 Luis Two 06-03 17:00 90 scheduled', 'moved onto a booking it leaves its old time and gets no new one');
select is((pg_temp.conflicts(), pg_temp.asked())::text, '("job:J3 visit_over | job:J3",1)', 'and is asked about');
select is((select count(*) from public.maintenance_visits v where v.state = 'scheduled'), 1::bigint, 'the booking stays');
select is(pg_temp.changes('onto'), 'job_gone 4 2026-06-04 09:30, Tess One >', 'as the run says');

-- Called off, gone, and planned anew
select pg_temp.night('off', true,
  pg_temp.job('J1', null, null, null, '{"job_state": "cancelled"}'),
  pg_temp.job('J2', 'luis two', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00', '{"title": "Two chairs"}'),
  pg_temp.job('J3', 'Tess One', '2026-06-05 09:00', '2026-06-05 10:00', '{"job_state": "cancelled"}'),
  pg_temp.job('L1', 'Luis Two', '2026-06-08 09:00', '2026-06-08 10:00'));
select tests.act_as_owner();
select is(pg_temp.jobs(), 'J2 Luis Two 06-03 17:00 90 scheduled | L1 Luis Two 06-08 13:00 60 scheduled', 'what is called off there is off the calendar here');
select is((pg_temp.conflicts(), pg_temp.asked())::text, '("job:J3 visit_over | job:J3 job_changed",0)', 'and is no question any more');
select is((select count(*) from public.technician_tasks t where t.state = 'cancelled' and t.external_ref is null and t.title = 'Delivery J1'), 1::bigint, 'the task stays on record');
select pg_temp.night('anew', true,
  pg_temp.job('J1', 'Luis Two', '2026-06-02 13:00', '2026-06-02 15:00'),
  pg_temp.job('J2', 'nobody any more', '2026-06-03T09:00:00-04:00', '2026-06-03T10:30:00-04:00'),
  pg_temp.job('M1', 'Luis Two', '2026-06-09 09:00', '2026-06-09 10:00'),
  pg_temp.job('M2', 'Luis Two', '2026-06-09 10:00', '2026-06-09 11:00'));
select tests.act_as_owner();
select is(pg_temp.jobs(), 'J1 Luis Two 06-02 17:00 120 scheduled | J2 Luis Two 06-03 17:00 90 scheduled | M1 Luis Two 06-09 13:00 60 scheduled | M2 Luis Two 06-09 14:00 60 scheduled', 'planned anew it is there anew; what a whole file does not tell of is gone; a row that cannot be read takes nothing away');
select is(pg_temp.changes('anew'), 'job_gone 2026-06-08 09:00, Luis Two > | job_placed 2 > 2026-06-02 13:00, Luis Two | job_placed 4 > 2026-06-09 09:00, Luis Two | job_placed 5 > 2026-06-09 10:00, Luis Two', 'each with its line');
select pg_temp.night('part', false, pg_temp.job('M1', 'Luis Two', '2026-06-09 12:00', '2026-06-09 13:00'));
select tests.act_as_owner();
select matches(pg_temp.jobs(), 'J1 .* J2 .* M1 Luis Two 06-09 16:00 60 scheduled . M2', 'a file of changes alone takes nothing away');

-- What a person left out stays out, until it is told otherwise
create function pg_temp.left_out(name text, at text) returns text language plpgsql as $$
begin
  perform pg_temp.night(name, false, pg_temp.job('N1', 'Tess One', at || ':00', at || ':30'));
  perform tests.act_as_owner();
  return pg_temp.conflicts() || ' ' || pg_temp.asked();
end;
$$;
select matches(pg_temp.left_out('over', '2026-06-05 09'), 'job:N1 1$', 'a job over a booking is asked about');
create temp table question as select c.id, public.conflict_page(c.id) #>> '{conflict,shown}' as shown from public.import_conflicts c where c.subject = 'job:N1';
select is(public.decide_conflict(q.id, 'leave', public.decide_conflict(q.id, 'leave', q.shown) ->> 'shown') ->> 'status', 'decided', 'somebody leaves it out') from question q;
select pg_temp.night('once more', false, pg_temp.job('M2', 'Luis Two', '2026-06-09 10:00', '2026-06-09 11:00'));
select tests.act_as_owner();
select ok(not exists (select from public.technician_tasks t where t.external_ref = 'N1') and pg_temp.asked() = 0, 'nor does a later file bring it back');
select is(pg_temp.left_out('the same', '2026-06-05 09'), pg_temp.conflicts() || ' 0', 'nor the same word');
select matches(pg_temp.left_out('elsewhere', '2026-06-05 13') || ' ' || pg_temp.jobs(), 'N1 Tess One 06-05 17:00 30 scheduled', 'told for another time it has its place');

-- What has begun is not moved by a file
update public.technician_tasks set state = 'in_progress' where external_ref = 'J1';
select pg_temp.night('begun', true, pg_temp.job('M1', 'Luis Two', '2026-06-09 12:00', '2026-06-09 13:00'), pg_temp.job('M2', 'Luis Two', '2026-06-09 10:00', '2026-06-09 11:00'),
  pg_temp.job('M3', 'Luis Two', '2026-06-10 10:00', '2026-06-10 11:00'), pg_temp.job('M4', 'Luis Two', '2026-06-10 12:00', '2026-06-10 13:00'));
select tests.act_as_owner();
select is((select t.state from public.technician_tasks t where t.external_ref = 'J1'), 'in_progress', 'a job that has begun is not taken away');

-- A row that was refused before anybody knew whose it is may be of a job that seems to be gone
select pg_temp.night('damaged', true, pg_temp.job('M1', 'Luis Two', '2026-06-09 12:00', '2026-06-09 13:00'), pg_temp.job('M3', 'Luis Two', '2026-06-10 10:00', '2026-06-10 11:00'),
  pg_temp.job('M4', 'Luis Two', '2026-06-10 12:00', '2026-06-10 13:00'), null);
select tests.act_as_owner();
select ok(exists (select from public.technician_tasks t where t.external_ref = 'M2'), 'no job is gone by a file of which a row could not be read');
select pg_temp.night('mended', true, pg_temp.job('M1', 'Luis Two', '2026-06-09 12:00', '2026-06-09 13:00'), pg_temp.job('M3', 'Luis Two', '2026-06-10 10:00', '2026-06-10 11:00'),
  pg_temp.job('M4', 'Luis Two', '2026-06-10 12:00', '2026-06-10 13:00'), pg_temp.job('M5', 'Luis Two', '2026-06-11 12:00', '2026-06-11 13:00'));
select tests.act_as_owner();
select ok(not exists (select from public.technician_tasks t where t.external_ref = 'M2'), 'once all of it is read it is');

-- The hour that comes twice, and the one that does not come
select is(private.told_instant('2026-11-01 01:30', false), '2026-11-01 05:30+00'::timestamptz, 'a job that begins in the hour that comes twice takes the first');
select is(private.told_instant('2026-11-01 01:30', true), '2026-11-01 06:30+00'::timestamptz, 'and ends in the second');
select is(private.told_instant('2027-03-14 02:30', false), null, 'there is no half past two when clocks go forward');
select is(private.told_instant('2026-06-02T10:00:00Z', false), '2026-06-02 10:00+00'::timestamptz, 'an offset says when it is anywhere');
select is(array[private.told_instant('2026-06-02 10:00:00+00', false), private.told_instant('2026-06-02 10:00:00.5-07', false), private.told_instant('2026-06-02', false)],
  '{2026-06-02 10:00+00,2026-06-02 17:00:00.5+00,2026-06-02 04:00+00}'::timestamptz[], 'also one of hours alone, as databases write it; the end of a day is none');

-- Of somebody who was erased nothing comes back
select is((select (j.title, j.address, j.customer_id)::text from private.read_external_job(jsonb_build_object('line', 2, 'values', pg_temp.job('E', 'Luis Two', '2026-06-02 10:00', '2026-06-02 11:00', '{"customer_ref": "C-9", "city": "Ajax"}'))) j), '("Delivery E",Ajax,)', 'a client whom nobody knows is no reason to refuse');
update public.technicians set name = 'Luis Two' where id = tests.id('Tess One');
select is((select j.problem from private.read_external_job(jsonb_build_object('line', 2, 'values', pg_temp.job('E', 'Luis Two', '2026-06-02 10:00', '2026-06-02 11:00'))) j), 'technician "Luis Two" is the name of 2: write the e-mail address', 'two of one name are not guessed at');

-- By hand
select throws_ok($$ update public.technician_tasks set external_ref = 'M1' where external_ref = 'M3' $$, '23505', null, 'one job of another system is one task here');
select tests.act_as_staff('office');
select throws_ok($$ update public.technician_tasks set external_ref = null $$, '42501', null, 'the office writes no reference');
select throws_ok($$ select * from private.external_jobs $$, '42501', null, 'nor reads what was told');
select tests.act_as_anon();
select throws_ok($$ select public.start_import_run('files', gen_random_uuid()) $$, '42501', null, 'a stranger begins no import');
select * from finish();
rollback;
