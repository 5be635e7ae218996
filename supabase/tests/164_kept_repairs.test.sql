-- A repair had changed while its report was on the way: what was typed is kept, and the office takes it, or not.
begin;
select plan(80);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Nell Three', '{lifts}');
insert into auth.users (id, email) select tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com' from unnest(array['Tess One', 'Luis Two', 'Nell Three']) who;
insert into public.staff (id, user_id, email, name, role)
select tests.id(who || ' staff'), tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two', 'Nell Three']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
select tests.staff_user('office');
create temp table labels as select label, n from unnest(array['gone', 'given', 'later', 'paper', 'called off', 'again', 'vain', 'vain gone', 'dead', 'early', 'fine']) with ordinality l (label, n);
select tests.unit(label, 'ada', 'stairlift', n || ' Elm St', '2026-06-20') from labels;
create temp table orders (label text, id uuid, task_id uuid, revision integer);
grant select on orders, labels to public;
create function pg_temp.id(label text) returns uuid language sql as $$ select o.id from orders o where o.label = id.label $$;
create function pg_temp.told(r jsonb) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'state', r ->> 'field', r ->> 'missing', case when r -> 'repeated' = 'true' then 'again' end) $$;
-- 18:00 to 24:00 in UTC is the afternoon there; each at its own half hour of June 3.
create function pg_temp.at(label text) returns timestamptz language sql as $$ select '2026-06-03 12:30+00'::timestamptz + l.n * interval '1 hour' from labels l where l.label = at.label $$;
do $$
declare
  v_id uuid;
  v record;
begin
  for v in select l.label from labels l order by l.n loop
    v_id := (private.open_repair(tests.id(v.label), 'It stopped', false, private.clock()) ->> 'work_order_id')::uuid;
    perform private.approve_repair(v_id, 'Ada', 'phone', private.order_total(v_id));
    if v.label <> 'early' then
      perform private.schedule_repair(v_id, tests.id('Tess One'), pg_temp.at(v.label), true, private.clock());
    end if;
    insert into orders select v.label, v_id, t.id, t.revision from (values (1)) one left join lateral (select k.* from public.technician_tasks k where k.work_order_id = v_id) t on true;
  end loop;
end;
$$;
select is((select count(*) from orders where task_id is not null), 10::bigint, 'Tess has ten repairs');
create function pg_temp.report(label text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || report.label), 'task_id', o.task_id, 'based_on', coalesce(o.revision, 0), 'checklist', '[]'::jsonb,
    'recorded_at', pg_temp.at(report.label) + interval '50 minutes', 'started_at', pg_temp.at(report.label), 'finished_at', pg_temp.at(report.label) + interval '50 minutes', 'sent_at', private.clock(),
    'labour_minutes', 50, 'findings', 'New belt', 'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb,
    'parts', '[{"description": "Belt", "quantity": 1, "unit_price": 0, "charge": "included", "serial_number": "B-7"}]'::jsonb) || more
  from orders o where o.label = report.label $$;
create function pg_temp.png(last text) returns bytea language sql as $$
  select decode('89504e470d0a1a0a0000000d494844520000000100000001' || '0806000000' || '1f15c489' || lpad(to_hex(octet_length(last) / 2), 8, '0') || '49444154' || last || '00000000' || '0000000049454e44ae426082', 'hex') $$;
create function pg_temp.finish(label text, more jsonb default '{}') returns text language sql as $$ select pg_temp.told(public.complete_repair(pg_temp.id(label), pg_temp.report(label, more))) $$;
create function pg_temp.fail(label text, reason text, named text default null) returns text language sql as $$
  select pg_temp.told(public.fail_repair(o.id, case reason when 'nobody_home' then 'no_show' else 'not_completed' end, reason, 'Said so', tests.id('report ' || coalesce(named, fail.label)), o.revision, o.task_id))
  from orders o where o.label = fail.label $$;
create function pg_temp.accept(label text) returns text language sql as $$ select pg_temp.told(public.accept_report(tests.id('report ' || label))) $$;
create function pg_temp.state(label text) returns text language sql as $$ select w.state from public.work_orders w where w.id = pg_temp.id(label) $$;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
create function pg_temp.kept(label text) returns text language sql as $$
  select string_agg(concat_ws(' ', k ->> 'kind', k ->> 'state', k ->> 'why', k ->> 'by', case when k -> 'can_be_taken' = 'true' then 'can be taken' end), ', ') from jsonb_array_elements(public.repair_page(pg_temp.id(kept.label)) -> 'kept') k $$;
create function pg_temp.put(label text, who text, at timestamptz) returns text language sql as $$ select pg_temp.told(public.schedule_repair(pg_temp.id(label), tests.id(who), at, true)) $$;
grant execute on all functions in schema pg_temp to public;

-- What is typed of a repair is kept until it is sent
select tests.freeze_clock('2026-06-03 23:30+00');
select pg_temp.act_as('Tess One');
select is(public.repair_sheet(pg_temp.id('fine')) -> 'draft', 'null', 'nothing is typed yet');
select is(public.save_repair_draft(pg_temp.id('fine'), '{"findings": "Belt worn", "checklist": {"2": {"result": "pass"}}}', tests.id('report fine')) #>> '{draft,report_id}', tests.id('report fine')::text,
  'what is typed is kept, and has the name of the report that it becomes');
select is(public.save_repair_draft(pg_temp.id('fine'), '{"labour": "40", "checklist": {"3": {"result": "fail"}}}') #> '{draft,typed}',
  '{"findings": "Belt worn", "labour": "40", "checklist": {"2": {"result": "pass"}, "3": {"result": "fail"}}}', 'beside what was before, line by line');
select is(public.repair_sheet(pg_temp.id('fine')) #>> '{draft,typed,labour}', '40', 'the sheet has it');
select throws_ok($$ select public.save_repair_draft(pg_temp.id('later'), '{}', tests.id('report fine')) $$, '23505', null, 'no other draft has that name');
select throws_ok($$ select public.save_repair_draft(pg_temp.id('fine'), '[]') $$, '23514', null, 'what is no object is not kept');
select throws_ok($$ select public.save_repair_draft(pg_temp.id('fine'), jsonb_build_object('findings', repeat('x', 66000))) $$, '23514', null, 'nor too much');
select pg_temp.act_as('Luis Two');
select throws_ok($$ select public.save_repair_draft(pg_temp.id('fine'), '{}') $$, '42501', null, 'a colleague types nothing into it');
select tests.act_as_anon();
select throws_ok($$ select public.save_repair_draft(pg_temp.id('fine'), '{}') $$, '42501', null, 'nor does a stranger');
select pg_temp.act_as('Tess One');
select is(pg_temp.finish('fine'), 'done', 'sent, it is done');
select is(public.save_repair_draft(pg_temp.id('fine'), '{"findings": "again"}') -> 'draft', 'null', 'and no draft any more, nor is one begun');
select is(pg_temp.finish('fine'), 'done again', 'sent again it is the same');
select is(pg_temp.finish('fine', jsonb_build_object('report_id', tests.id('report two'))), 'conflict done', 'another phone''s is kept beside it');
select is(public.complete_repair(pg_temp.id('later'), pg_temp.report('later', jsonb_build_object('report_id', tests.id('report two')))) ->> 'reason', 'taken', 'under its own name alone');
select tests.act_as_owner();
select is((select count(*) from private.visit_drafts), 0::bigint, 'nothing typed is left over');

-- What the office did while Tess had no signal
select tests.act_as_staff('office');
select public.set_task_state(task_id, 'cancelled') from orders where label in ('gone', 'called off', 'again', 'vain gone', 'dead');
select is(public.cancel_repair(pg_temp.id('called off'), 'Sold') ->> 'status', 'cancelled', 'one is given up');
select is(pg_temp.put('again', 'Tess One', '2026-06-05 13:00+00'), 'scheduled', 'one has another time, as another task');
select is(public.move_task((select task_id from orders where label = 'given'), tests.id('Luis Two'), '2026-06-04 13:00+00', true) ->> 'status', 'moved', 'one is given to Luis');
select is(public.move_task(task_id, tests.id('Tess One'), '2026-06-05 15:00+00'::timestamptz + n * interval '2 hours', true) ->> 'status', 'moved', label || ' is moved') from orders natural join (values ('later', 0), ('vain', 1)) m (label, n);
select is(public.complete_repair(pg_temp.id('paper'), pg_temp.report('paper', jsonb_build_object('report_id', tests.id('sheet'))) - array['based_on', 'task_id', 'sent_at', 'recorded_at']) ->> 'status', 'done', 'and one came on paper');

-- What she sends is kept
select pg_temp.act_as('Tess One');
select is(pg_temp.finish(label, case label when 'given' then jsonb_build_object('signature', jsonb_build_object('name', 'Ada Example', 'role', 'client', 'method', 'drawn', 'png_base64', encode(pg_temp.png('01'), 'base64'))) else '{}' end), 'conflict ' || why, label || ': ' || why)
from (values ('gone', 'moved'), ('given', 'reassigned'), ('later', 'moved'), ('paper', 'done'), ('called off', 'cancelled'), ('again', 'moved')) f (label, why);
select is(pg_temp.finish('gone'), 'conflict moved', 'sent again it is the same');
select is(pg_temp.fail('vain', 'nobody_home'), 'conflict moved', 'a drive in vain alike');
select is(pg_temp.fail('vain gone', 'weather'), 'conflict moved', 'of one that is off the calendar as well');
select is(pg_temp.fail('dead', 'deceased'), 'conflict moved', 'and of somebody who has died');
select is(pg_temp.fail('vain', 'weather'), 'conflict moved', 'whatever it says by then');
select is(pg_temp.fail('vain', 'nobody_home', 'gone'), 'rejected taken report_id', 'the name of what was done is none of a drive in vain');
select is(pg_temp.told(public.fail_repair(pg_temp.id('gone'), 'no_show', 'lazy')), 'rejected reason', 'what explains nothing is not kept');
select is(pg_temp.finish('gone', '{"colour": "red"}'), 'rejected unknown colour', 'nor what cannot be read');
select is(pg_temp.told(public.complete_repair(pg_temp.id('later'), pg_temp.report('later', jsonb_build_object('report_id', tests.id('report soon'), 'task_id', null)) || jsonb_build_object('based_on', 2147483647))),
  'refused too_early', 'who means the time that it has now is told that this is to come');
select throws_ok($$ select public.repair_sheet(pg_temp.id('given')) $$, '42501', null, 'whose work it was once reads no more of it');
select throws_ok($$ select public.save_repair_draft(pg_temp.id('given'), '{}') $$, '42501', null, 'and types nothing into it');
select pg_temp.act_as('Nell Three');
select throws_ok($$ select public.complete_repair(pg_temp.id('gone'), pg_temp.report('gone')) $$, '42501', null, 'a colleague who never had it says nothing of it');
select throws_ok($$ select public.fail_repair(pg_temp.id('gone'), 'no_show', 'nobody_home') $$, '42501', null, 'neither that it was in vain');
select throws_ok($$ select public.accept_report(tests.id('report gone')) $$, '42501', null, 'nor decides anything');
select throws_ok($$ select public.discard_report(tests.id('report gone')) $$, '42501', null, 'either way');
select is_empty('select from public.visit_reports', 'nor reads it');
select tests.act_as_staff('office');
select throws_ok($$ select public.save_repair_draft(gen_random_uuid(), '{}') $$, 'PT404', null, 'of what is not there nothing is typed');
select is(pg_temp.finish('early'), 'refused state approved', 'where nobody was sent there is nothing to keep');
select tests.act_as_owner();
select results_eq($$ select r.report ->> 'findings', r.report #>> '{parts,0,serial_number}', r.report ->> 'labour_minutes', r.report #>> '{signature,name}', r.recorded_by, r.actor, r.recorded_at, r.clock_in_doubt from public.visit_reports r where r.id = tests.id('report given') $$,
  $$ values ('New belt', 'B-7', '50', 'Ada Example', 'technician', tests.id('Tess One login'), pg_temp.at('given') + interval '50 minutes', false) $$, 'each is on record, word for word, with its times');
select is((select f.content from public.visit_files f where f.report_id = tests.id('report given')), pg_temp.png('01'), 'what was drawn beside it');
select is((select count(*) || ' ' || bool_and(a.urgent) || ' ' || bool_and(a.customer_id = tests.id('ada')) from public.office_activities a where a.kind = 'report_conflict' and a.state = 'open'), '10 true true', 'and the office is asked about each, at once');
select is((select count(*) from public.repair_reports where work_order_id = pg_temp.id('gone')) + (select count(*) from public.inspection_certificates), 0::bigint, 'nothing of it counts yet');
select throws_ok($$ insert into public.visit_reports (id, work_order_id, kind, state, report, answer, recorded_by, recorded_at) values (gen_random_uuid(), pg_temp.id('gone'), 'completed', 'conflict', '{}', '{}', 'office', now()) $$, 'MT002', null, 'none is written by hand');
select throws_ok($$ select tests.as_function('complete_visit', format('insert into public.visit_reports (id, work_order_id, kind, report, answer, recorded_by, recorded_at) values (gen_random_uuid(), %L, ''completed'', ''{}'', ''{}'', ''office'', now())', pg_temp.id('gone'))) $$, 'MT002', null, 'nor by what ends visits');

-- The office decides
select tests.act_as_staff('office');
select is(pg_temp.kept('gone'), 'completed conflict moved Tess One', 'its page tells of it');
select is((public.activity_page((select a.id from public.office_activities a where a.subject_key = 'report:' || tests.id('report gone'))))::jsonb #>> '{about_repair_id}', pg_temp.id('gone')::text, 'and so does the work list');
select is(pg_temp.accept('gone'), 'refused repair approved', 'what has no time cannot be done');
select is(pg_temp.accept('called off'), 'refused repair cancelled', 'nor what was given up');
select is(pg_temp.accept('paper'), 'refused repair done', 'nor what is done');
select is(pg_temp.put('gone', 'Luis Two', '2026-06-05 13:00+00'), 'scheduled', 'it gets one, on whatever day');
select is(pg_temp.kept('gone'), 'completed conflict moved Tess One can be taken', 'then it can be taken');
select is(pg_temp.accept('gone'), 'done', 'and is');
select is(pg_temp.accept('gone'), 'not_open', 'once');
select is(pg_temp.kept('gone'), null, 'and is none of those that wait');
select results_eq($$ select w.state, t.state, t.during, r.repaired_on, r.labour_minutes, r.actor, r.report #>> '{parts,0,serial_number}' from public.work_orders w join public.technician_tasks t on t.work_order_id = w.id and t.state <> 'cancelled' join public.repair_reports r on r.work_order_id = w.id where w.id = pg_temp.id('gone') $$,
  $$ values ('done', 'completed', tstzrange(pg_temp.at('gone'), pg_temp.at('gone') + interval '50 minutes'), '2026-06-03'::date, 50, tests.id('Tess One login'), 'B-7') $$, 'it was done when she did it, and the other day is free');
select is((select i.state from public.invoices i where i.work_order_id = pg_temp.id('gone')), 'issued', 'it is billed');
select is(array[pg_temp.accept('given'), pg_temp.accept('again')], array['done', 'done'], 'so are those that somebody has');
select is((select r.signature from public.repair_reports r where r.id = tests.id('report given')), pg_temp.png('01'), 'with what was drawn');
select is(public.discard_report(tests.id('report later'), 'She meant another lift') ->> 'status', 'discarded', 'one is not taken');
select is(pg_temp.kept('later'), 'completed discarded moved Tess One', 'and stays to be read');
select is(array[pg_temp.state('later'), pg_temp.accept('later')], array['scheduled', 'not_open'], 'its repair is still to come');
select is(pg_temp.accept('vain'), 'refused too_early', 'nothing is in vain before its day');
select is(pg_temp.accept('vain gone'), 'refused repair approved', 'nor without a time');
savepoint ended;
select tests.act_as_owner();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('dead');
select tests.act_as_staff('office');
select is(array[pg_temp.accept('dead'), (select count(*) from public.office_activities a where a.kind = 'client_change')::text], array['refused repair approved', '0'], 'what was heard of the client counts where there is a contract still');
rollback to ended;
select tests.act_as_staff('office');
select is(pg_temp.accept('dead'), 'recorded', 'but what was heard of the client counts');
select is((select count(*) from public.office_activities a where a.kind = 'client_change' and a.state = 'open' and a.details ->> 'what' = 'died'), 1::bigint, 'and the office looks into it');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-05 16:55+00');
select tests.act_as_staff('office');
select is(array[pg_temp.accept('vain'), pg_temp.state('vain')], array['recorded', 'approved'], 'on its day it can have been in vain, and waits anew');
select is((select f.reason || ' ' || f.recorded_by || ' ' || (f.actor = tests.id('Tess One login')) from public.repair_failures f where f.work_order_id = pg_temp.id('vain')), 'nobody_home technician true', 'as she said');
select pg_temp.act_as('Tess One');
select is(array[pg_temp.finish('gone'), pg_temp.fail('vain', 'nobody_home')], array['done again', 'recorded again'], 'who asks again is told what became of it');

-- Nothing of it is hidden from the client, and it goes with them
select tests.act_as_owner();
select is((select count(*) from jsonb_array_elements(private.export_customer(tests.id('ada')) -> 'visit_reports')), 10::bigint, 'it is handed out with their data');
select is(jsonb_array_length(private.export_customer(tests.id('ada')) -> 'visit_files'), 1, 'pictures too');
select is((select count(*) from public.office_activities a where a.kind = 'report_conflict' and a.state = 'open'), 4::bigint, 'what is decided nobody is asked about any more');
select * from finish();
rollback;
