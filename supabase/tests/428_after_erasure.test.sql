-- After a client was erased nothing that is said, drawn or photographed about them is kept, whichever door it comes to: all
-- columns of all tables are looked through for it.
begin;
select plan(44);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111');
select tests.technician('Tess One', '{lifts}');
select tests.staff_user('technician'), tests.staff_user('office'), tests.staff_user('admin');
update public.technicians t set staff_id = s.id from public.staff s where s.email = 'technician@tests.example.com' and t.id = tests.id('Tess One');
select tests.unit(label, 'ada', 'stairlift', '1 Elm St', '2026-06-20') from unnest('{late,vain,before,broken}'::text[]) label;
create temp table links as select label, tests.token(label) as token from unnest('{late,vain,before}'::text[]) label;
select is(tests.book(label, 'Tess One', '2026-06-03 11:30+00'::timestamptz + n * interval '90 minutes') ->> 'status', 'booked', label) from unnest('{late,vain,before}'::text[]) with ordinality l (label, n);
create temp table repair as select (private.open_repair(tests.id('broken'), 'It stopped', false, private.clock()) ->> 'work_order_id')::uuid as id;
select private.approve_repair(id, 'Ada', 'phone', private.order_total(id)) from repair;
select private.schedule_repair(id, tests.id('Tess One'), '2026-06-04 13:00+00', true, private.clock()) from repair;
create temp table made as select y.contract_id, v.id as visit_id, t.id as task_id, t.revision
  from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.technician_tasks t on t.id = v.task_id;
create temp table driven as select t.id as task_id, t.revision from repair join public.technician_tasks t on t.work_order_id = repair.id;
grant select on links, repair, made, driven to public;

create function pg_temp.visit(label text) returns uuid language sql as $$ select m.visit_id from made m where m.contract_id = tests.id(label) $$;
create function pg_temp.jpeg() returns text language sql as $$
  select encode(decode('ffd8ffe000104a46494600010100000100010000ffdb00040001ffc0000b0804b0064001011100ffc400040001ffda0008010100003f00a1b2ff00c3ffd9', 'hex'), 'base64') $$;
create function pg_temp.png() returns text language sql as $$
  select encode(decode('89504e470d0a1a0a0000000d494844520000000100000001080600000' || '01f15c489' || '00000001' || '49444154' || 'a1' || '00000000' || '0000000049454e44ae426082', 'hex'), 'base64') $$;
create function pg_temp.report(id text, revision integer, task_id uuid default null) returns jsonb language sql as $$
  select jsonb_strip_nulls(jsonb_build_object('version', 1, 'report_id', tests.id('report ' || report.id), 'based_on', report.revision, 'task_id', report.task_id, 'recorded_at', '2026-06-03T15:00:00Z', 'sent_at', private.clock(),
    'started_at', '2026-06-03T14:30:00Z', 'finished_at', '2026-06-03T15:00:00Z', 'labour_minutes', 30, 'findings', 'Quietword', 'checklist', '[{"position": 1, "result": "pass", "note": "Quietword"}]'::jsonb,
    'signature', jsonb_build_object('name', 'Quietword', 'role', 'client', 'method', 'drawn', 'png_base64', pg_temp.png()))) $$;
create function pg_temp.kept() returns text language plpgsql as $$
declare
  v_table record;
  v_rows bigint;
  v_found text[] := '{}';
begin
  for v_table in
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p') and not c.relispartition order by 1
  loop
    execute format('select count(*) from %s t where to_jsonb(t)::text ilike ''%%quietword%%''', v_table.name) into v_rows;
    v_found := v_found || case when v_rows > 0 then v_table.name || ' ' || v_rows end;
  end loop;
  return array_to_string(v_found || (select 'pictures ' || count(*) from public.visit_files having count(*) > 0), ', ');
end;
$$;
create function pg_temp.told(role text, call text) returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  case role when 'anon' then perform tests.act_as_anon(); else perform tests.act_as_staff(role); end case;
  execute 'select to_jsonb(' || call || ')' into v_answer;
  perform tests.act_as_owner();
  return coalesce(nullif(concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason'), ''), v_answer::text);
exception when others then
  perform tests.act_as_owner();
  return sqlstate;
end;
$$;
grant execute on all functions in schema pg_temp to public;

-- What came before goes as they are erased
select private.release_visits(task_id, array[visit_id], 'cancelled', 'called off') from made;
select private.set_task_state(task_id, 'cancelled') from driven;
select is(private.cancel_repair(id, 'Not needed') ->> 'status', 'cancelled', 'the visits are called off, and the repair is given up') from repair;
select tests.freeze_clock('2026-06-04 20:00+00');
select is(pg_temp.told('technician', format('public.add_visit_photo(%L, tests.id(''early photo''), pg_temp.jpeg(), null, null, ''Quietword'')', pg_temp.visit('before'))), 'kept', 'a photo of a visit that was called off comes late');
select is(pg_temp.told('technician', format('public.complete_visit(%L, pg_temp.report(''before'', %s))', visit_id, revision)), 'conflict cancelled', 'and a report') from made where contract_id = tests.id('before');
select is(pg_temp.told('technician', format('public.fail_repair(%L, ''not_completed'', ''refused'', ''Quietword'', tests.id(''report early''), %s, %L)', repair.id, revision, task_id)), 'conflict cancelled', 'and a drive in vain') from repair, driven;
select is(pg_temp.kept(), 'audit_personal_values 3, visit_files 1, visit_reports 2, pictures 2', 'all of it is kept');
select is(pg_temp.told('admin', 'public.erase_customer(tests.id(''ada''), ''Asked by letter'', false, public.erase_customer(tests.id(''ada''), '''', true) ->> ''shown'')'), 'recorded', 'the client is erased');
select is(pg_temp.kept(), '', 'and nothing of it is left');

-- What comes afterwards does not stay
select is(pg_temp.told(role, call), answer, role || ': ' || what) from (values
  ('technician', 'a photo', format('public.add_visit_photo(%L, gen_random_uuid(), pg_temp.jpeg(), null, null, ''Quietword'')', pg_temp.visit('late')), 'refused erased'),
  ('technician', 'what was typed', format('public.save_visit_draft(%L, ''{"findings": "Quietword"}'')', pg_temp.visit('late')), 'ok'),
  ('technician', 'a report', format('public.complete_visit(%L, pg_temp.report(''late'', 1))', pg_temp.visit('late')), 'conflict erased'),
  ('technician', 'the same again', format('public.complete_visit(%L, pg_temp.report(''late'', 1))', pg_temp.visit('late')), 'conflict erased'),
  ('technician', 'a visit that came to nothing', format('public.fail_visit(%L, ''not_completed'', ''refused'', ''Quietword'', tests.id(''report vain''), 1)', pg_temp.visit('vain')), 'conflict erased'),
  ('technician', 'when the next would suit', format('public.note_wish(%L, ''Quietword'', ''Quietword'', gen_random_uuid())', pg_temp.visit('late')), 'expired'),
  ('technician', 'a photo of a repair', format('public.add_repair_photo(%L, gen_random_uuid(), pg_temp.jpeg(), null, null, ''Quietword'')', (select id from repair)), 'refused erased'),
  ('technician', 'what was typed of a repair', format('public.save_repair_draft(%L, ''{"findings": "Quietword"}'', gen_random_uuid())', (select id from repair)), '42501'),
  ('technician', 'a report of a repair', format('public.complete_repair(%L, pg_temp.report(''repaired'', 1, %L))', (select id from repair), (select task_id from driven)), 'conflict erased'),
  ('technician', 'a drive in vain', format('public.fail_repair(%L, ''not_completed'', ''refused'', ''Quietword'', tests.id(''report driven''), 1, %L)', (select id from repair), (select task_id from driven)), 'conflict erased'),
  ('technician', 'when the repair would suit', format('public.note_repair_wish(%L, ''Quietword'', ''Quietword'', gen_random_uuid())', (select id from repair)), 'expired'),
  ('anon', 'a call wanted', format('public.request_callback(%L, ''905-555-0199'', ''Quietword'', ''Quietword'')', (select token from links where label = 'late')), 'expired'),
  ('anon', 'news of them', format('public.report_change(%L, ''moved'', ''Quietword'', ''905-555-0199'', ''Quietword'')', (select token from links where label = 'late')), 'expired'),
  ('anon', 'how to get in', format('public.change_details(%L, ''905-555-0199'', ''Quietword'')', (select token from links where label = 'late')), 'expired'),
  ('anon', 'why not', format('public.cancel_booking(%L, ''Quietword'')', (select token from links where label = 'late')), 'expired'),
  ('office', 'a photo', format('public.add_visit_photo(%L, gen_random_uuid(), pg_temp.jpeg(), null, null, ''Quietword'')', pg_temp.visit('late')), 'refused erased'),
  ('office', 'what was typed', format('public.save_visit_draft(%L, ''{"findings": "Quietword"}'')', pg_temp.visit('late')), 'ok'),
  ('office', 'a report from paper', format('public.record_from_paper(%L, tests.id(''Tess One''), pg_temp.report(''paper'', 1))', pg_temp.visit('late')), 'conflict erased'),
  ('office', 'a repair', 'public.open_repair(tests.id(''broken''), ''Quietword'', false)', 'refused unit'),
  ('office', 'work of another kind', 'public.create_task(''other'', 60, tests.id(''Tess One''), ''2026-06-05 13:00+00'', jsonb_build_object(''customer_id'', tests.id(''ada''), ''title'', ''Quietword'', ''notes'', ''Quietword''))', 'rejected customer_id'),
  ('office', 'why a contract ends', 'public.cancel_contract(tests.id(''late''), ''other'', ''Quietword'')', 'refused state')) d (role, what, call, answer);
select is((select jsonb_agg(distinct r.report - 'report_id') from public.visit_reports r), '[{"is_emptied": true}]', 'of reports is kept that they came');
select is((select count(*) from public.office_activities a where a.state = 'open' and a.kind = 'report_conflict'), 5::bigint, 'which the office finds');
select is((select string_agg(distinct a.details ->> 'reason', ', ') from public.office_activities a where a.state = 'open'), 'erased', 'with why');
select is(pg_temp.told('office', format('public.log_call(%L, ''left_message'', ''Quietword'')', a.id)), 'logged', 'a call about one is noted without words') from public.office_activities a where a.state = 'open' order by a.id limit 1;
select is(pg_temp.told('office', format('public.postpone_activity(%L, ''2026-06-20'', ''Quietword'')', a.id)), 'postponed', 'so is why it waits') from public.office_activities a where a.state = 'open' order by a.id limit 1;
select is(pg_temp.told('office', format('public.close_activity(%L, ''Quietword'')', a.id)), 'closed', 'and what came of it') from public.office_activities a where a.state = 'open' order by a.id limit 1;
select is(pg_temp.told('office', 'public.accept_report(tests.id(''report late''))'), 'refused visit', 'it takes none');
select is(pg_temp.told('office', format('public.discard_report(tests.id(''report %s''), ''Quietword'')', id)), 'discarded', 'and discards them, whatever it says: ' || id) from unnest('{late,vain,repaired,driven}'::text[]) id;
select is(pg_temp.kept(), '', 'nothing of what came is anywhere');
select is(pg_temp.told('admin', 'public.erase_customer(tests.id(''ada''), ''Again'', true)'), 'refused already', 'so nobody need be erased again');
select * from finish();
rollback;
