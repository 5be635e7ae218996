-- A repair is done: what had failed is answered anew, a unit that is safe is back in service with its certificate, and what
-- was quoted is billed.
begin;
select plan(63);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician') where id = tests.id('Luis Two');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'minor', 'again']) label;
-- Line 1 becomes critical for safety, line 2 is not.
create temp table critical as select i.position, i.safety_critical from public.checklist_items i join public.checklist_versions v on v.id = i.version_id
  join public.equipment_categories k on k.id = v.category_id and k.code = 'stairlift';
create function pg_temp.critical_line() returns integer language sql as $$ select min(position) from critical where safety_critical $$;
create function pg_temp.other_line() returns integer language sql as $$ select min(position) from critical where not safety_critical $$;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number limit 1 $$;
create function pg_temp.signed() returns jsonb language sql as $$ select jsonb '{"name": "Ada Example", "role": "client", "method": "typed"}' $$;
create function pg_temp.visited(label text, failed integer[]) returns jsonb language sql as $$
  select private.complete_visit(pg_temp.visit(label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'signature', pg_temp.signed(),
    'checklist', (select jsonb_agg(jsonb_build_object('position', c.position, 'result', case when c.position = any (failed) then 'fail' else 'pass' end)) from critical c)),
    'office', private.clock()) $$;
create function pg_temp.agreed(work_order_id uuid, at timestamptz) returns void language sql as $$
  select private.approve_repair(work_order_id, 'Ada', 'phone', private.order_total(work_order_id));
  select private.schedule_repair(work_order_id, tests.id('Luis Two'), at, true, private.clock()) $$;
create function pg_temp.report(label text, lines jsonb, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id(report.label), 'signature', pg_temp.signed(), 'checklist', lines) || more $$;
create function pg_temp.line("position" integer, result text, note text default null) returns jsonb language sql as $$
  select jsonb_strip_nulls(jsonb_build_object('position', line.position, 'result', line.result, 'note', line.note)) $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$
  select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'state', answer ->> 'field', answer ->> 'missing', answer ->> 'condition',
    case when (answer ->> 'repeated')::boolean then 'repeated' end, case when answer ? 'certificate' then 'certificate' end,
    'invoice ' || (answer #>> '{invoice,total}'), case when answer ? 'repair_work_order_id' then 'again' end) $$;
create function pg_temp.condition(label text) returns text language sql as $$ select u.condition from public.units u where u.id = tests.id(label) $$;
create function pg_temp.open_work(label text) returns text language sql as $$
  select string_agg(a.kind, ' ' order by a.kind) from public.office_activities a
  where a.state = 'open' and a.contract_id = tests.id(label) and a.kind in ('unit_out_of_service', 'repair_follow_up') $$;

select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('minor', 'Tess One', '2026-06-03 15:00+00'), tests.book('again', 'Tess One', '2026-06-04 13:00+00');
select tests.freeze_clock('2026-06-04 16:00+00');
create temp table repairs as select 'lift' as label, (pg_temp.visited('lift', array[pg_temp.critical_line(), pg_temp.other_line()]) ->> 'repair_work_order_id')::uuid as id;
insert into repairs select 'minor', (pg_temp.visited('minor', array[pg_temp.other_line()]) ->> 'repair_work_order_id')::uuid;
insert into repairs select 'again', (pg_temp.visited('again', array[pg_temp.critical_line()]) ->> 'repair_work_order_id')::uuid;
create function pg_temp.repair(label text) returns uuid language sql as $$ select id from repairs r where r.label = repair.label $$;
create function pg_temp.done(label text, report jsonb) returns text language sql as $$
  select pg_temp.told(private.complete_repair(pg_temp.repair(label), report, 'office', private.clock())) $$;
create function pg_temp.both(result text) returns jsonb language sql as $$ select jsonb_build_array(pg_temp.line(pg_temp.critical_line(), result), pg_temp.line(pg_temp.other_line(), result)) $$;
grant select on repairs, critical to public;
grant execute on all functions in schema pg_temp to public;
select is(pg_temp.condition('lift'), 'out_of_service', 'a lift that failed what is critical for safety is out of service');
select is(pg_temp.open_work('lift'), 'repair_follow_up unit_out_of_service', 'the office is told');
select is((select count(*) from public.inspection_certificates where unit_id = tests.id('lift')), 0::bigint, 'and it has no certificate');
select is(pg_temp.condition('minor'), 'in_service', 'another failure keeps no lift from service');
select is((select count(*) from public.inspection_certificates where unit_id = tests.id('minor')), 1::bigint, 'nor from its certificate');
select is(private.open_repair(tests.id('lift'), 'Does not move', false, private.clock()), jsonb_build_object('status', 'refused', 'reason', 'visit', 'visit_id', pg_temp.visit('lift')),
  'what a visit found unsafe is repaired from there, where it is answered anew');

savepoint theirs;
insert into public.customers (id, name) values (tests.id('bob'), 'Bob Example');
select private.cancel_repair(pg_temp.repair('lift'), 'Moved out'), private.transfer_unit(tests.id('lift'), tests.id('bob'));
select is(private.open_repair(tests.id('lift'), 'Does not move', false, private.clock()) ->> 'status', 'quoted', 'whoever has it next calls for a repair of their own: the visit was somebody else''s');
rollback to theirs;

-- Before it has its time
select is(pg_temp.done('lift', pg_temp.report('first', pg_temp.both('pass'))), 'refused state quoted', 'nobody repaired what nobody ordered');
select pg_temp.agreed(id, '2026-06-05 13:00+00') from repairs where label = 'lift';
select is(pg_temp.done('lift', pg_temp.report('first', pg_temp.both('pass'))), 'refused too_early', 'nor more than twelve hours before its time');
select tests.freeze_clock('2026-06-05 00:59:59+00');
select is(pg_temp.done('lift', pg_temp.report('first', pg_temp.both('pass'))), 'refused too_early', 'not by a second');
select tests.freeze_clock('2026-06-05 01:00+00');
savepoint early;
select matches(pg_temp.done('lift', pg_temp.report('first', pg_temp.both('pass'))), '^done', 'twelve hours before, somebody can have been there already');
rollback to early;
select tests.freeze_clock('2026-06-05 13:30+00');

-- Whose work it is
select tests.act_as_anon();
select throws_ok($$ select public.complete_repair(pg_temp.repair('lift'), '{}') $$, '42501', null, 'a stranger repairs nothing');
select tests.act_as_staff('technician');
select throws_ok($$ select public.complete_repair(pg_temp.repair('minor'), '{}') $$, '42501', null, 'a technician does not end a repair that is not theirs');
select throws_ok($$ select public.complete_repair(gen_random_uuid(), '{}') $$, '42501', null, 'nor learns whether there is one');
select is(public.complete_repair(pg_temp.repair('lift'), '{}') ->> 'status', 'rejected', 'their own they do');
select tests.act_as_staff('office');
select throws_ok($$ select public.complete_repair(gen_random_uuid(), pg_temp.report('first', '[]')) $$, 'PT404', null, 'the office is told that there is none');
select tests.act_as_owner();
select throws_ok($$ select private.complete_repair((select w.id from public.work_orders w where w.kind = 'maintenance' limit 1), pg_temp.report('first', '[]'), 'office', private.clock()) $$,
  'PT404', null, 'maintenance is no repair');

-- What a report has to say
create function pg_temp.critical_and(more jsonb) returns jsonb language sql as $$ select pg_temp.both('pass') || more $$;
select is(pg_temp.done('lift', report), answer, what) from (values
  ('{}'::jsonb, 'rejected missing version', 'a report has a version'),
  (pg_temp.report('first', pg_temp.both('pass'), '{"version": 2}'), 'rejected version version', 'that we know'),
  (pg_temp.report('first', pg_temp.both('pass'), '{"colour": "red"}'), 'rejected unknown colour', 'and no field that nobody knows'),
  (pg_temp.report('first', pg_temp.both('mended')), 'rejected value checklist[0].result', 'a line passes or fails'),
  (pg_temp.report('first', jsonb_build_array(pg_temp.line(pg_temp.critical_line(), 'not_applicable'), pg_temp.line(pg_temp.other_line(), 'pass'))),
    'rejected missing checklist[0].note', 'why what is critical does not apply any more is said'),
  (pg_temp.report('first', pg_temp.critical_and(jsonb_build_array(pg_temp.line((select min(position) from critical where position not in (pg_temp.critical_line(), pg_temp.other_line())), 'pass')))),
    'rejected unknown checklist[2].position', 'what had passed is not answered again'),
  (pg_temp.report('first', pg_temp.critical_and(jsonb_build_array(pg_temp.line(99, 'pass')))), 'rejected unknown checklist[2].position', 'nor what was not asked'),
  (pg_temp.report('first', pg_temp.both('pass'), '{"parts": [{"description": "Belt", "quantity": 1, "unit_price": 9, "charge": "billed"}]}'), 'rejected value parts[0].charge', 'it costs what was agreed to'),
  (pg_temp.report('first', pg_temp.both('pass'), '{"parts": [{"product_id": "00000000-0000-0000-0000-000000000000", "quantity": 1, "unit_price": 9, "charge": "included"}]}'),
    'rejected unknown parts[0].product_id', 'a part that nobody sells'),
  (pg_temp.report('first', pg_temp.both('pass'), '{"unit": {"serial_number": "X-123456"}}'), 'rejected unknown unit', 'what is of a visit is not dropped silently'),
  (pg_temp.report('first', pg_temp.both('pass'), '{"signature": {"role": "client", "name": "Ada", "method": "drawn", "png_base64": "R0lGODlhAQ=="}}'), 'rejected picture signature.png_base64', 'a signature is a picture'),
  (pg_temp.report('first', jsonb_build_array(pg_temp.line(pg_temp.other_line(), 'pass'))) - 'signature',
    format('incomplete [%s, "signature"]', pg_temp.critical_line()), 'each line that had failed is answered, and somebody signs'),
  (pg_temp.report('first', '[]'), format('incomplete [%s, %s]', least(pg_temp.critical_line(), pg_temp.other_line()), greatest(pg_temp.critical_line(), pg_temp.other_line())), 'all of them')
) r (report, answer, what);
select is((select count(*) from public.repair_reports) + (select count(*) from public.repair_results), 0::bigint, 'nothing of it stayed');
select is(pg_temp.condition('lift'), 'out_of_service', 'and the lift is where it was');

-- Done
select is((select concat_ws(' ', o -> 'certificate', o ->> 'repair_ordered') from private.visit_outcome(pg_temp.visit('lift')) o), 'null true', 'the visit came to a repair that is to come');
select tests.act_as_staff('technician');
create temp table answers (n integer generated always as identity, answer jsonb);
insert into answers (answer) select public.complete_repair(pg_temp.repair('lift'), pg_temp.report('first', pg_temp.both('pass'),
  '{"based_on": 0, "recorded_at": "2026-06-05T13:25:00Z", "sent_at": "2026-06-05T13:30:00Z", "started_at": "2026-06-05T12:50:00Z", "finished_at": "2026-06-05T13:20:00Z", "labour_minutes": 30, "findings": "New belt"}'));
select is(pg_temp.told(answer), 'done in_service certificate invoice 282.50', 'the technician repaired it: in service, certified, billed') from answers;
select is(public.complete_repair(pg_temp.repair('lift'), pg_temp.report('first', pg_temp.both('pass'),
  '{"based_on": 0, "recorded_at": "2026-06-05T13:25:00Z", "sent_at": "2026-06-05T13:30:00Z", "started_at": "2026-06-05T12:50:00Z", "finished_at": "2026-06-05T13:20:00Z", "labour_minutes": 30, "findings": "New belt"}')),
  (select answer || '{"repeated": true}' from answers), 'the same report is answered the same');
select tests.act_as_owner();
select is(pg_temp.done('lift', pg_temp.report('another', pg_temp.both('pass'))), 'conflict done', 'another comes too late, and is kept');
select results_eq($$ select w.state, t.state, t.actual_started_at, t.actual_finished_at, t.during from public.work_orders w join public.technician_tasks t on t.work_order_id = w.id where w.id = pg_temp.repair('lift') $$,
  $$ values ('done', 'completed', '2026-06-05 12:50+00'::timestamptz, '2026-06-05 13:20+00'::timestamptz, '[2026-06-05 13:00+00, 2026-06-05 13:30+00)'::tstzrange) $$, 'order and task are over, and the rest of the hour is free');
select is((select concat_ws(' ', o #>> '{certificate,number}', o ->> 'repair_ordered') from private.visit_outcome(pg_temp.visit('lift')) o), (select i.number || ' false' from public.inspection_certificates i where i.visit_id = pg_temp.visit('lift')), 'and what the visit came to is told as it is by now');
select is(pg_temp.condition('lift'), 'in_service', 'the lift is in service');
select is(pg_temp.open_work('lift'), null, 'and nobody follows it up any more');
select is(public.booking_page(tests.token('lift')) ->> 'status', 'open', 'its link is open again');
select results_eq($$ select c.position, c.result from public.checklist_results c where c.visit_id = pg_temp.visit('lift') and c.result = 'fail' order by 1 $$,
  $$ select p, 'fail' from unnest(array[least(pg_temp.critical_line(), pg_temp.other_line()), greatest(pg_temp.critical_line(), pg_temp.other_line())]) p $$, 'what the visit found stays on record');
select is_empty($$ select from private.checklist_since_repair c where c.visit_id = pg_temp.visit('lift') and c.result <> 'pass' $$, 'and is put right since');
select is((select count(*) from private.checklist_since_repair c where c.visit_id = pg_temp.visit('lift') and c.work_order_id = pg_temp.repair('lift')), 2::bigint, 'by this repair');
select results_eq($$ select z.visit_id, z.repair_order_id, z.content #>> '{repair,repaired_on}' from public.inspection_certificates z where z.unit_id = tests.id('lift') $$,
  $$ select pg_temp.visit('lift'), pg_temp.repair('lift'), '2026-06-05' $$, 'its certificate names the visit and the repair');
select results_eq($$ select i.state, i.customer_id, sum(l.amount), sum(l.tax), min(l.tax_name) from public.invoices i join public.invoice_lines l on l.invoice_id = i.id where i.work_order_id = pg_temp.repair('lift') group by i.id $$,
  $$ values ('issued', tests.id('ada'), 250.00, 32.50, 'HST 13 %') $$, 'what was quoted is billed, with tax');
select is((select string_agg(concat_ws(' ', h.what, h.on_day), ', ' order by h.at desc, h.what) from private.repair_happenings h where h.work_order_id = pg_temp.repair('lift') and h.what = 'done'),
  (select 'done ' || r.repaired_on from public.repair_reports r where r.work_order_id = pg_temp.repair('lift')), 'and that it is done is on record, with its day');
select results_eq($$ select r.recorded_by, r.repaired_on, r.labour_minutes, r.report ->> 'findings' from public.repair_reports r where r.work_order_id = pg_temp.repair('lift') $$,
  $$ values ('technician', '2026-06-05'::date, 30, 'New belt') $$, 'and what was reported is kept');

-- What is not critical
select pg_temp.agreed(id, '2026-06-05 15:00+00') from repairs where label = 'minor';
update public.company_settings set invoice_on_completion = false;
select is(pg_temp.done('minor', pg_temp.report('minor', jsonb_build_array(pg_temp.line(pg_temp.other_line(), 'pass')))), 'done in_service', 'a lift that was in service stays so, and has its certificate already');
select results_eq($$ select i.state, i.number from public.invoices i where i.work_order_id = pg_temp.repair('minor') $$, $$ values ('draft', null::bigint) $$, 'billed by the office, where that is how it goes');

-- What did not help
select pg_temp.agreed(id, '2026-06-05 17:00+00') from repairs where label = 'again';
select tests.freeze_clock('2026-06-05 18:30+00');
select is(pg_temp.done('again', pg_temp.report('first', jsonb_build_array(pg_temp.line(pg_temp.critical_line(), 'fail')))), 'rejected taken report_id', 'a report is of one repair');
update public.company_settings set require_photo_on_fail = true;
create function pg_temp.slips(more jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.report('again', jsonb_build_array(pg_temp.line(pg_temp.critical_line(), 'fail', 'Still slips')), jsonb_build_object('sent_at', private.clock(), 'recorded_at', private.clock(), 'started_at', private.clock(), 'finished_at', private.clock(), 'based_on', 0) || more) $$;
select is(pg_temp.done('again', pg_temp.slips()), format('incomplete ["photo:%s"]', pg_temp.critical_line()), 'a line that still fails needs a photo, where the company asks for one');
select is(private.add_repair_photo(pg_temp.repair('again'), tests.id('slips'), encode(decode('ffd8ffe000104a46494600010100000100010000ffdb00040001ffc0000b0804b0064001011100ffc400040001ffda0008010100003f00a1b2ff00c3ffd9', 'hex'), 'base64'), null, pg_temp.critical_line(), null, private.clock()) ->> 'status',
  'kept', 'of a line that its visit asked about');
select is(pg_temp.done('again', pg_temp.slips(jsonb_build_object('file_ids', jsonb_build_array(tests.id('slips'))))), 'done out_of_service again', 'what still fails is quoted again');
select is(pg_temp.condition('again'), 'out_of_service', 'and keeps the lift out of service');
select is((select count(*) from public.inspection_certificates where unit_id = tests.id('again')), 0::bigint, 'without a certificate');
select is(pg_temp.open_work('again'), 'repair_follow_up unit_out_of_service', 'the office is on it');
insert into repairs select 'once more', w.id from public.work_orders w where w.visit_id = pg_temp.visit('again') and w.state = 'quoted';
select is(private.failed_lines(pg_temp.visit('again')) #>> '{0,note}', 'Still slips', 'with what the repair found');
select pg_temp.agreed(id, '2026-06-08 17:00+00') from repairs where label = 'once more';
select tests.freeze_clock('2026-06-08 18:30+00');
select is(pg_temp.done('once more', pg_temp.report('once more', jsonb_build_array(pg_temp.line(pg_temp.critical_line(), 'not_applicable', 'New rail without a brake')))), 'done in_service certificate', 'the next one helps');

-- Kept
select throws_ok($$ update public.repair_results set result = 'pass' $$, 'MT002', null, 'what a repair found does not change');
select throws_ok($$ delete from public.repair_reports $$, 'MT002', null, 'nor does its report go');
select throws_ok($$ select tests.as_function('complete_repair', 'update public.repair_reports set answer = ''{}''') $$, 'MT002', null, 'nor what it was answered, even there');
select throws_ok($$ insert into public.repair_results (work_order_id, position, result) values (pg_temp.repair('lift'), 5, 'pass') $$, 'MT002', null, 'nobody adds to it');

select * from finish();
rollback;
