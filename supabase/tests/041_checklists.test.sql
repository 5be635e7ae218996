-- Checklists: versions of what is checked, who changes them, which one a visit keeps, and what it may be answered.
begin;
select plan(58);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['first', 'second', 'third']) label;
create function pg_temp.category(code text) returns uuid language sql as $$ select id from public.equipment_categories k where k.code = category.code $$;
create function pg_temp.line(n integer, label text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('position', n, 'section', 'Seat', 'label', line.label) || more $$;
create function pg_temp.list(variadic lines jsonb[]) returns jsonb language sql as $$ select to_jsonb(lines) $$;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.answers(label text, "position" integer, result text, note text default null) returns void language sql as $$
  insert into public.checklist_results (visit_id, position, result, note) values (pg_temp.visit(label), answers.position, answers.result, answers.note) $$;
grant execute on all functions in schema pg_temp to public;

-- What every company starts from
select results_eq(
  $$ select k.code, v.number, v.line_count, count(distinct i.section) > 1, count(*) filter (where i.safety_critical) > 0
     from public.checklist_versions v join public.equipment_categories k on k.id = v.category_id join public.checklist_items i on i.version_id = v.id
     group by k.code, v.number, v.line_count order by k.code $$,
  $$ values ('lift_chair', 1, 9, true, true), ('manual_wheelchair', 1, 11, true, true), ('porch_lift', 1, 15, true, true), ('power_wheelchair', 1, 13, true, true),
     ('scooter', 1, 12, true, true), ('stairlift', 1, 16, true, true), ('walker', 1, 10, true, true) $$, 'seven categories have a first list, in sections');
select is_empty(
  $$ select from (select i.version_id, i.section, lag(i.section) over (partition by i.version_id order by i.position) as before from public.checklist_items i) s
     where s.section is distinct from s.before group by s.version_id, s.section having count(*) > 1 $$, 'the lines of a section stand together');
select isnt(private.unit_of_contract(tests.id('first'))::text, null, 'there is something to book');

-- A visit keeps the list that is in force
select is(tests.book('first', 'Tess One', '2026-06-03 13:00+00') ->> 'status', 'booked', 'a visit is booked');
select is((select count(*) from public.checklist_results), 0::bigint, 'nothing is answered yet');
select is((select count(*) from private.visit_checklist where visit_id = pg_temp.visit('first') and result is null), 16::bigint, 'and all of it is asked');

-- Who changes a list
select tests.act_as_anon();
select throws_ok($$ select public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt'))) $$, '42501', null, 'a stranger changes no list');
select tests.act_as_staff('technician');
select throws_ok($$ select public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt'))) $$, '42501', null, 'a technician changes no list');
select is((select count(*) > 0 from public.checklist_items), true, 'but reads it');
select tests.act_as_staff('office');
select throws_ok($$ select public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt'))) $$, '42501', null, 'the office changes no list');
select tests.act_as_staff('admin');
select throws_ok($$ insert into public.checklist_items (version_id, position, section, label) select id, 99, 'Seat', 'Belt' from public.checklist_versions $$, '42501', null, 'an administrator writes no line by itself');
select throws_ok($$ insert into public.checklist_versions (category_id, number, line_count) select id, 9, 1 from public.equipment_categories $$, '42501', null, 'nor a version');

-- What is no list
select is(public.set_checklist('stairlift', lines) ->> 'reason', 'lines', 'a list has lines: ' || what)
from (values ('null', null), ('a word', '"Belt"'), ('none', '[]'), ('101', (select jsonb_agg(pg_temp.line(n, 'Line ' || n)) from generate_series(1, 101) n))) l (what, lines);
select is(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt'), line)), jsonb_build_object('status', 'rejected', 'reason', reason, 'line', 2) || most, what)
from (values
  ('line', '"Belt"'::jsonb, '{}'::jsonb, 'a word is no line'),
  ('line', pg_temp.line(2, 'Rail', '{"safety_crtical": true}'), '{}', 'what nobody knows is not dropped silently'),
  ('position', pg_temp.line(2, 'Rail', '{"position": "2"}'), '{}', 'a position is a number'),
  ('position', pg_temp.line(2, 'Rail', '{"position": 2.5}'), '{}', 'and whole'),
  ('label', pg_temp.line(2, e' \u200b '), '{"most": 120}', 'a label says something'),
  ('label', pg_temp.line(2, repeat('x', 121)), '{"most": 120}', 'and not too much'),
  ('label', pg_temp.line(2, 'Rail') - 'label', '{"most": 120}', 'a line has a label'),
  ('section', pg_temp.line(2, 'Rail', '{"section": ""}'), '{"most": 60}', 'a line has a section'),
  ('help', pg_temp.line(2, 'Rail', jsonb_build_object('help', repeat('x', 301))), '{"most": 300}', 'help is short'),
  ('help', pg_temp.line(2, 'Rail', '{"help": {"a": 1}}'), '{"most": 300}', 'and a text'),
  ('required', pg_temp.line(2, 'Rail', '{"required": "yes"}'), '{}', 'required or not'),
  ('safety_critical', pg_temp.line(2, 'Rail', '{"safety_critical": null}'), '{}', 'critical or not')) l (reason, line, most, what);
select is(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt'), pg_temp.line(n, 'Rail'))) ->> 'reason', 'position', 'positions 1 and ' || n) from unnest(array[1, 3, 0]) n;
select is(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt'), pg_temp.line(2, 'Rail'), pg_temp.line(3, ' bELT '))), '{"status": "rejected", "reason": "twice", "line": 3}', 'no line says the same again');
select throws_ok($$ select public.set_checklist('bath_lift', pg_temp.list(pg_temp.line(1, 'Belt'))) $$, 'PT404', null, 'no such category');
select tests.act_as_owner();
select is((select count(*) from public.checklist_versions), 7::bigint, 'nothing of it stayed');

-- A change is the next version
create temp table changes (n integer generated always as identity, answer jsonb);
grant insert on changes to public;
select tests.act_as_staff('admin');
insert into changes (answer) select public.set_checklist('stairlift', pg_temp.list(pg_temp.line(2, 'Arm'), pg_temp.line(1, ' Belt ', '{"safety_critical": true, "help": ""}')));
insert into changes (answer) select public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt', '{"safety_critical": true}'), pg_temp.line(2, 'Arm', '{"required": true}')));
select is(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Mine')), 1) - 'by', '{"status": "refused", "reason": "changed", "number": 2, "at": "2026-06-01T12:00:00+00:00"}', 'whose page showed an older version changes nothing');
select isnt(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Mine')), 1) ->> 'by', null, 'and is told who was faster');
select is(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Mine')), 0) ->> 'reason', 'changed', 'nor whose page showed none');
select is(public.set_checklist('stairlift', pg_temp.list(pg_temp.line(1, 'Belt', '{"safety_critical": true}'), pg_temp.line(2, 'Arm')), 2) ->> 'status', 'unchanged', 'with what is so it is compared');
select is((p ->> 'code', p #>> '{versions,0,number}', p #>> '{versions,1,number}', jsonb_array_length(p #> '{versions,1,lines}'), p ->> 'visits', p #>> '{most,label}')::text, '(stairlift,2,1,16,1,120)', 'a page shows what is so and what was')
from public.checklist_page(pg_temp.category('stairlift')) p;
select throws_ok($$ select public.checklist_page(gen_random_uuid()) $$, 'PT404', null, 'of a category that there is');
select tests.act_as_staff('technician');
select throws_ok($$ select public.checklist_page(gen_random_uuid()) $$, '42501', null, 'for the office');
select tests.act_as_owner();
select results_eq('select answer from changes order by n', $$ values ('{"status": "set", "number": 2}'::jsonb), ('{"status": "unchanged", "number": 2}') $$, 'the same list again is no change');
select is((select (v.made_at, v.actor is not null, private.checklist_lines(v.id))::text from public.checklist_versions v where v.category_id = pg_temp.category('stairlift') and number = 2),
  ('2026-06-01 12:00+00'::timestamptz, true, '[{"help": null, "label": "Belt", "section": "Seat", "position": 1, "required": true, "safety_critical": true},
    {"help": null, "label": "Arm", "section": "Seat", "position": 2, "required": true, "safety_critical": false}]'::jsonb)::text, 'it is known when it was made, by whom, and what it says');
select is(tests.book('second', 'Tess One', '2026-06-03 16:00+00') ->> 'status', 'booked', 'another visit is booked');
select results_eq($$ select (select count(*) from private.visit_checklist where visit_id = pg_temp.visit(b.unit)) from unnest(array['first', 'second']) b (unit) $$,
  array[16, 2]::bigint[], 'a visit keeps the list that was in force when it was booked');
-- Whoever writes a visit down may say what they like.
insert into public.technician_tasks (id, task_type, customer_id, during, state) values (tests.id('waits'), 'maintenance', tests.id('ada'), '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned');
insert into public.maintenance_visits (cycle_id, task_id, state, minutes, checklist_version_id)
select y.id, tests.id('waits'), 'needs_rescheduling', null, v.id from public.maintenance_cycles y, public.checklist_versions v
where y.contract_id = tests.id('third') and v.category_id = pg_temp.category('walker');
select is((select (v.minutes, l.number, l.category_id = pg_temp.category('stairlift'))::text from public.maintenance_visits v join public.checklist_versions l on l.id = v.checklist_version_id
  where v.id = pg_temp.visit('third')), '(60,2,t)', 'a visit written down by hand gets its category''s length and list');

-- Answers
select lives_ok($$ select pg_temp.answers('first', 1, 'pass'), pg_temp.answers('first', 2, 'not_applicable', 'No rail here'), pg_temp.answers('first', 3, 'not_applicable') $$,
  'what is critical for safety does not apply with a note, the rest without');
select throws_ok($$ select pg_temp.answers('second', 3, 'pass') $$, '23514', null, 'a list of two has no third line');
select throws_ok($$ select pg_temp.answers('second', 1, 'not_applicable') $$, '23514', null, 'a safety-critical line does not apply for a reason');
select throws_ok($$ update public.checklist_results set note = null where visit_id = pg_temp.visit('first') and position = 2 $$, '23514', null, 'which stays');
select throws_ok($$ select pg_temp.answers('second', 2, 'fail', repeat('x', 501)) $$, '23514', null, 'a note has 500 characters at most');
select throws_ok($$ select pg_temp.answers('second', 2, null) $$, '23502', null, 'an answer says something');
select throws_ok($$ select pg_temp.answers('first', 1, 'fail') $$, '23505', null, 'a line is answered once');
update public.checklist_results set result = 'fail', note = 'Worn' where visit_id = pg_temp.visit('first') and position = 1;
delete from public.checklist_results where visit_id = pg_temp.visit('first') and position = 3;
select results_eq($$ select position, label, result, note from private.visit_checklist where visit_id = pg_temp.visit('first') and position < 4 order by position $$,
  $$ values (1, 'Rail and rack clean and lubricated', 'fail', 'Worn'), (2, 'Rail anchored firmly', 'not_applicable', 'No rail here'), (3, 'Rollers and guide wheels', null, null) $$, 'list and answers stand together');
-- With few rows every plan reads them all; without that choice only one without indexes would.
set local enable_seqscan = off;
create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare v_plan json; begin execute 'explain (format json) ' || query into v_plan; return v_plan::text; end; $$;
select ok(pg_temp.plan_of($$ select * from private.visit_checklist where visit_id = '00000000-0000-0000-0000-000000000001' $$) not like '%Seq Scan%', 'a visit''s list is read by indexes alone');

-- Whatever the order of changes and bookings: each visit's list is the one that was in force when it was booked
create temp table in_force as select k.id as category_id, private.checklist_lines(v.id) as lines
from public.equipment_categories k join public.checklist_versions v on v.category_id = k.id
where v.number = (select max(n.number) from public.checklist_versions n where n.category_id = k.id);
create temp table booked (unit text, lines jsonb);
select tests.unit(k.code || n, 'ada', k.code, n || ' Oak Ave', '2026-06-20') from unnest(array['stairlift', 'porch_lift']) k (code), generate_series(1, 16) n;
create function pg_temp.step(n integer) returns void language plpgsql as $$
declare
  v_code text := (array['stairlift', 'porch_lift'])[1 + n % 2];
  v_unit text := v_code || (n + 1) / 2;
  v_lines jsonb;
begin
  while random() < 0.5 loop
    select jsonb_agg(jsonb_build_object('position', p, 'section', 'S' || floor(random() * 2), 'label', 'L' || p || floor(random() * 3), 'help', null,
      'required', random() < 0.5, 'safety_critical', random() < 0.5)) into v_lines from generate_series(1, 1 + floor(random() * 3)::integer) p;
    perform private.set_checklist(v_code, v_lines);
    update in_force f set lines = v_lines where f.category_id = pg_temp.category(v_code);
  end loop;
  if tests.book(v_unit, 'Tess One', timestamptz '2026-06-04 13:00+00' + make_interval(days => n / 4 + 2 * (n / 8), hours => 2 * (n % 4))) ->> 'status' = 'booked' then
    insert into booked select v_unit, f.lines from in_force f where f.category_id = pg_temp.category(v_code);
  end if;
end;
$$;
select setseed(0.41);
select pg_temp.step(n) from generate_series(0, 31) n;
select cmp_ok((select count(*) from booked), '>', 12::bigint, 'there are many bookings');
select cmp_ok((select count(*) from public.checklist_versions), '>', 20::bigint, 'between many changes');
select is_empty($$ select b.unit from booked b join public.maintenance_visits v on v.id = pg_temp.visit(b.unit)
  where private.checklist_lines(v.checklist_version_id) is distinct from b.lines $$, 'each keeps its list');

select * from finish();
rollback;
