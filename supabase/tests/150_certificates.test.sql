-- Certificates: when a visit earns one, how it is counted and frozen, and what becomes of it.
begin;
select plan(104);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
update public.company_settings set company_name = 'Lift Care', postal_address = '5 Main St, Brampton, ON  L6Y 0A1', phone = '905-555-0177';
insert into public.products (id, sku, name, category_id, unit_kind) select tests.id('product'), 'SL-1', 'Handicare 1000', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift';
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts, wheelchairs}');
update public.technicians set licence_number = 'EDM-A 004117';
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['stairs', 'porch', 'fails', 'asked', 'open', 'later']) label;
select tests.unit('chair', 'ada', 'manual_wheelchair', '9 Elm St', '2026-06-20');
update public.units set product_id = tests.id('product'), serial_number = 'S-2019-0388' where id = tests.id('stairs');

create function pg_temp.visit(label text, number integer default 1) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) and y.number = visit.number $$;
create function pg_temp.answers(label text, number integer, result text) returns void language sql as $$
  insert into public.checklist_results (visit_id, position, result)
  select c.visit_id, c.position, answers.result from private.visit_checklist c where c.visit_id = pg_temp.visit(answers.label, answers.number) and c.result is null $$;
-- As complete_visit leaves a visit behind, whose stop is its own.
create function pg_temp.serve(label text, on_day date, number integer default 1) returns void language plpgsql as $$
declare
  v_visit public.maintenance_visits;
begin
  select * into v_visit from public.maintenance_visits v where v.id = pg_temp.visit(label, number);
  perform tests.as_function('complete_visit', format($f$
    update public.maintenance_visits set state = 'done', service_on = %L, started_at = %L, finished_at = %L,
      signed_by = 'Cleo Example', signed_as = 'caregiver', signed_how = 'drawn' where id = %L $f$,
    on_day, on_day + time '10:24', on_day + time '11:12', v_visit.id));
  perform tests.as_function('complete_visit', format($f$ update public.technician_tasks set state = 'completed' where id = %L $f$, v_visit.task_id));
  update public.maintenance_cycles set closed_at = private.clock(), outcome = 'serviced' where id = v_visit.cycle_id;
  insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id(label), serve.number + 1, on_day + 182);
end;
$$;
create function pg_temp.issue(label text, number integer default 1) returns public.inspection_certificates language sql as $$
  select private.issue_certificate(pg_temp.visit(label, issue.number), private.clock()) $$;
create function pg_temp.certificate(label text) returns public.inspection_certificates language sql as $$
  select i from public.inspection_certificates i where i.unit_id = tests.id(label) order by i.service_on desc, i.number_in_year desc limit 1 $$;
create function pg_temp.state(label text, on_day date) returns text language sql as $$ select private.certificate_state(pg_temp.certificate(label), on_day) $$;

select is(tests.book(label, 'Tess One', at) ->> 'status', 'booked', label || ' is booked')
from (values ('stairs', timestamptz '2026-06-03 13:00+00'), ('porch', '2026-06-03 15:00+00'), ('fails', '2026-06-03 17:00+00'), ('asked', '2026-06-04 13:00+00'),
  ('open', '2026-06-04 15:00+00'), ('chair', '2026-06-04 17:00+00'), ('later', '2026-06-05 13:00+00')) b (label, at);
-- Friday, June 5: all of them are over.
select tests.freeze_clock('2026-06-05 20:00+00');

-- When one is due
insert into public.checklist_results (visit_id, position, result, note) values (pg_temp.visit('stairs'), 10, 'pass', 'Replaced'), (pg_temp.visit('stairs'), 16, 'fail', 'Stiff');
insert into public.checklist_results (visit_id, position, result, note) values (pg_temp.visit('fails'), 14, 'fail', 'Slips'), (pg_temp.visit('porch'), 14, 'not_applicable', 'Brakeless');
select pg_temp.answers(label, 1, 'pass') from unnest(array['stairs', 'porch', 'fails', 'chair', 'later']) label;
insert into public.checklist_results (visit_id, position, result) select pg_temp.visit('asked'), c.position, 'pass' from private.visit_checklist c where c.visit_id = pg_temp.visit('asked') and c.position <> 15;
select throws_ok($$ select pg_temp.issue('stairs') $$, 'MT031', null, 'a visit that is to come earns no certificate');
select pg_temp.serve(label, '2026-06-03') from unnest(array['stairs', 'porch', 'fails', 'asked', 'chair']) label;
select throws_ok($$ select private.issue_certificate(gen_random_uuid(), private.clock()) $$, 'PT404', null, 'no such visit');
select throws_ok($$ select pg_temp.issue('fails') $$, 'MT031', null, 'a safety-critical line failed');
select throws_ok($$ select pg_temp.issue('asked') $$, 'MT031', null, 'a safety-critical line was not answered');
select is((pg_temp.issue('chair')).id, null, 'a wheelchair gets none');
select is((select count(*) from private.certificate_years), 0::bigint, 'and nothing was counted');
update public.equipment_categories set certificate_months = null where code = 'stairlift';
select is((pg_temp.issue('porch')).id, null, 'a kind without certificate_months gets none');
update public.equipment_categories set certificate_months = 12, safety_critical = false where code = 'stairlift';
select is((pg_temp.issue('porch')).id, null, 'nor one that is not safety-critical');
update public.equipment_categories set safety_critical = true where code = 'stairlift';
select is((pg_temp.issue('stairs')).number, 'MIR-2026-00001', 'the first of the year, with a line failed that is not safety-critical');
select is((pg_temp.issue('porch')).number, 'MIR-2026-00002', 'the second, with a safety-critical line that does not apply');
select throws_ok($$ select pg_temp.issue('stairs') $$, '23505', null, 'a visit has one');
select is((select last_number from private.certificate_years where year = 2026), 2, 'and what failed left no hole');

-- What it says
select results_eq($$ select service_on, expires_on, issued_at, visit_id, contract_id, repair_order_id from pg_temp.certificate('stairs') $$,
  $$ select '2026-06-03'::date, '2027-06-03'::date, '2026-06-05 20:00+00'::timestamptz, pg_temp.visit('stairs'), tests.id('stairs'), null::uuid $$, 'it is good for a year');
select is((pg_temp.certificate('stairs')).content - 'lines', jsonb_build_object('version', 1,
  'company', '{"name": "Lift Care", "postal_address": "5 Main St, Brampton, ON  L6Y 0A1", "phone": "905-555-0177", "email": "service@example.com",
    "public_url": "http://127.0.0.1:8000", "time_zone": "America/Toronto"}'::jsonb,
  'unit', '{"kind": "Stair lift", "product": "Handicare 1000", "serial_number": "S-2019-0388", "order_line": null, "site_type": "private",
    "address_lines": ["stairs Elm St", "Brampton ON  L6Y 0A1"]}'::jsonb,
  'technician', '{"name": "Tess One", "licence_number": "EDM-A 004117"}'::jsonb,
  'visit', jsonb_build_object('service_on', '2026-06-03', 'started_at', '2026-06-03 10:24'::timestamptz, 'finished_at', '2026-06-03 11:12'::timestamptz,
    'work_order', (select o.number from public.work_orders o join public.technician_tasks t on t.work_order_id = o.id join public.maintenance_visits v on v.task_id = t.id where v.id = pg_temp.visit('stairs'))),
  'repair', null,
  'signature', '{"name": "Cleo Example", "role": "caregiver", "method": "drawn", "reason": null, "sha256": null}'::jsonb), 'what it says of the unit, the visit and who signed');
select is((pg_temp.certificate('stairs')).content -> 'lines' -> n, line::jsonb, 'line ' || n + 1) from (values
  (9, '{"position": 10, "section": "Seat", "label": "Seat belt", "safety_critical": true, "result": "pass", "note": "Replaced"}'),
  (15, '{"position": 16, "section": "Ride", "label": "Manual lowering works", "safety_critical": false, "result": "fail", "note": "Stiff"}')) l (n, line);
select is(jsonb_array_length((pg_temp.certificate('stairs')).content -> 'lines'), 16, 'every line is there');
-- What changes afterwards is not what was inspected.
update public.units set serial_number = 'OTHER-1' where id = tests.id('stairs');
update public.company_settings set company_name = 'Renamed';
select is((pg_temp.certificate('stairs')).content #>> '{unit,serial_number}', 'S-2019-0388', 'the unit stays as it was');
select is((pg_temp.certificate('stairs')).content #>> '{company,name}', 'Lift Care', 'and the company');

-- After a repair
insert into public.work_orders (id, kind, customer_id, intake_source, unit_id, visit_id, state)
values (tests.id('repair'), 'repair', tests.id('ada'), 'visit', tests.id('fails'), pg_temp.visit('fails'), 'quoted');
select tests.as_function('complete_repair', $$
  insert into public.repair_reports select * from jsonb_populate_record(null::public.repair_reports, jsonb_build_object('id', gen_random_uuid(), 'work_order_id', tests.id('repair'),
    'recorded_by', 'office', 'repaired_on', '2026-06-05', 'received_at', private.clock(), 'report', '{}'::jsonb, 'answer', '{}'::jsonb, 'details', '{}'::jsonb, 'outcome', '{}'::jsonb));
  insert into public.repair_results (work_order_id, position, result, note) values (tests.id('repair'), 14, 'pass', 'New brake') $$);
select is((private.issue_certificate(pg_temp.visit('fails'), private.clock(), tests.id('repair'))).number, 'MIR-2026-00003', 'what failed was repaired');
select is((pg_temp.certificate('fails')).content -> 'repair', (select jsonb_build_object('work_order', number, 'repaired_on', '2026-06-05') from public.work_orders where id = tests.id('repair')), 'it names the repair beside the visit');
select is((pg_temp.certificate('fails')).content -> 'lines' -> 13 ->> 'note', 'New brake', 'and what it made of the line');
select is((pg_temp.certificate('fails')).repair_order_id, tests.id('repair'), 'which is known');
select is((pg_temp.certificate('fails')).expires_on, '2027-06-03'::date, 'it is good for a year after the inspection');

-- Codes and numbers
select ok((pg_temp.certificate('stairs')).code ~ '^[0-9A-HJKMNP-TV-Z]{16}$', 'the code is of Crockford''s letters');
create temp table codes as select private.random_certificate_code() as code from generate_series(1, 500);
select is((select count(distinct code) from codes where length(code) = 16), 500::bigint, 'five hundred codes are five hundred');
select is((select count(distinct c)::integer from codes, regexp_split_to_table(code, '') c), 32, 'of all thirty-two characters');
select is((select min(n) > 150 from (select count(*) as n from codes, regexp_split_to_table(code, '') c group by c) s), true, 'each about as often');

-- What was issued stays
select throws_ok(statement, 'MT002', null, what) from (values
  ($$ update public.inspection_certificates set content = content || '{"lines": []}' $$, 'what it says'),
  ($$ update public.inspection_certificates set code = reverse(code) $$, 'its code'),
  ($$ update public.inspection_certificates set expires_on = '2030-01-01' $$, 'its last day'),
  ($$ update public.inspection_certificates set number_in_year = number_in_year + 10 $$, 'its number'),
  ($$ update public.inspection_certificates set revoked_at = private.clock(), revoked_reason = 'By hand' $$, 'revoking by hand'),
  ($$ update public.inspection_certificates set pdf_sha256 = sha256('x') $$, 'a digest by hand'),
  ($$ delete from public.inspection_certificates $$, 'its being there'),
  ($$ insert into public.inspection_certificates (year, number_in_year, code, visit_id, unit_id, contract_id, service_on, expires_on, content)
    select year, 9, reverse(code), pg_temp.visit('asked'), unit_id, contract_id, service_on, expires_on, content from public.inspection_certificates limit 1 $$, 'one by hand'),
  ($$ update private.certificate_years set last_number = last_number + 1 $$, 'the counter'),
  ($$ delete from private.certificate_years $$, 'the counter''s being there'),
  ($$ insert into private.certificate_years values (2020, 1) $$, 'a year by hand'),
  ($$ select tests.as_function('issue_certificate', 'update private.certificate_years set last_number = last_number + 2') $$, 'a hole'),
  ($$ select tests.as_function('revoke_certificate', 'update public.inspection_certificates set expires_on = expires_on + 1') $$, 'more than it may') ) w (statement, what);

-- The digest of its PDF
select is(private.keep_certificate_digest((pg_temp.certificate('stairs')).id, sha256('first')), 'same', 'the first PDF is written down');
select is(private.keep_certificate_digest((pg_temp.certificate('stairs')).id, sha256('first')), 'same', 'made again it is the same');
select is(private.keep_certificate_digest((pg_temp.certificate('stairs')).id, sha256('other')), 'differs', 'or it is not');
select is((pg_temp.certificate('stairs')).pdf_sha256, sha256('first'), 'the first stays');

-- What it is worth: both sides of the last day
select is(pg_temp.state('stairs', '2027-06-03'), 'current', 'on its last day it is current');
select is(pg_temp.state('stairs', '2027-06-04'), 'expired', 'and the day after expired');

select pg_temp.serve('later', '2026-06-05');
select is((pg_temp.issue('later')).number, 'MIR-2026-00004', 'another unit, the next number');
select tests.freeze_clock('2026-12-01 13:00+00');
select is(tests.book(label, 'Tess One', at) ->> 'status', 'booked', label || ' is booked again')
from (values ('stairs', timestamptz '2026-12-03 14:00+00'), ('later', '2026-12-03 16:00+00')) b (label, at);
select tests.freeze_clock('2026-12-04 13:00+00');
select pg_temp.answers('stairs', 2, 'pass'), pg_temp.answers('later', 2, 'fail');
select is(pg_temp.state('later', '2026-12-04'), 'current', 'a visit that is to come changes nothing');
select pg_temp.serve(label, '2026-12-03', 2) from unnest(array['stairs', 'later']) label;
create temp table older as select pg_temp.certificate('stairs') as of_stairs;
select is((pg_temp.issue('stairs', 2)).number, 'MIR-2026-00005', 'half a year later there is a newer one');
select is((select private.certificate_state(of_stairs, '2026-12-04') from older), 'superseded', 'and the older is superseded');
select is((select private.certificate_state(of_stairs, '2028-01-01') from older), 'superseded', 'for ever');
select is(pg_temp.state('stairs', '2026-12-04'), 'current', 'the newer is current');
select is(pg_temp.state('later', '2026-12-04'), 'superseded', 'a visit that found the unit unsafe has none, and the older is worth nothing any more');
select is(private.inspected_again_on(pg_temp.certificate('later')), '2026-12-03'::date, 'it is known since when');

-- Withdrawn
select throws_ok($$ select private.revoke_certificate(gen_random_uuid(), 'Wrong unit') $$, 'PT404', null, 'no such certificate');
select throws_ok(format('select private.revoke_certificate(%L, %L)', (pg_temp.certificate('stairs')).id, reason), '23514', null, 'it is revoked for a reason, not ' || coalesce(left(reason, 5), 'null'))
from unnest(array[null, ' ', repeat('x', 501)]) reason;
select lives_ok($$ select private.revoke_certificate((pg_temp.certificate('stairs')).id, 'Wrong unit') $$, 'it is revoked');
select is(pg_temp.state('stairs', '2026-12-04'), 'revoked', 'and is');
select tests.freeze_clock('2026-12-05 13:00+00');
select is(private.revoke_certificate((pg_temp.certificate('stairs')).id, 'Again'), false, 'once');
select throws_ok($$ select tests.as_function('revoke_certificate', 'update public.inspection_certificates set revoked_reason = ''Again'' where revoked_at is not null') $$, 'MT002', null, 'whoever asks');
select throws_ok($$ select tests.as_function('revoke_certificate', 'update public.inspection_certificates set revoked_at = null, revoked_reason = null') $$, 'MT002', null, 'for good');
select is((pg_temp.issue('stairs', 2)).number, 'MIR-2026-00006', 'and the visit can have another');
select is(pg_temp.state('stairs', '2026-12-05'), 'current', 'which is current');

-- Anybody who holds the code
select tests.act_as_anon();
select is(public.verify_certificate(c), '{"status": "unknown"}'::jsonb, 'unknown: ' || coalesce(left(c, 20), 'nothing'))
from unnest(array[null, '', 'MIR-2026-00001', '7Q4M2XKD9HVT3R0P', repeat('7', 61), 'O', e'7\u00e9%_']) c;
select tests.act_as_owner();
create temp table codes_of as select (c).number, (c).code from (select i as c from public.inspection_certificates i) s;
grant select on codes_of to public;
create function pg_temp.verify(number text, typed text default null) returns jsonb language sql as $$
  select public.verify_certificate(coalesce(typed, (select c.code from codes_of c where c.number = verify.number))) $$;
grant execute on function pg_temp.verify to public;
select tests.act_as_anon();
select is(pg_temp.verify(number), answer::jsonb || '{"kind": "Stair lift"}', number || ' verifies') from (values
  ('MIR-2026-00006', '{"status": "current", "number": "MIR-2026-00006", "company": "Renamed", "serviced_on": "2026-12-03", "expires_on": "2027-12-03"}'),
  ('MIR-2026-00005', '{"status": "revoked", "number": "MIR-2026-00005", "company": "Renamed", "serviced_on": "2026-12-03", "expires_on": "2027-12-03", "revoked_on": "2026-12-04"}'),
  ('MIR-2026-00001', '{"status": "superseded", "number": "MIR-2026-00001", "company": "Lift Care", "serviced_on": "2026-06-03", "expires_on": "2027-06-03", "inspected_again_on": "2026-12-03"}'),
  ('MIR-2026-00002', '{"status": "current", "number": "MIR-2026-00002", "company": "Lift Care", "serviced_on": "2026-06-03", "expires_on": "2027-06-03"}')) v (number, answer);
select is(pg_temp.verify(null, lower(regexp_replace(code, '(....)', '\1-', 'g'))) ->> 'number', number, 'as it is typed, with dashes and in small letters') from codes_of where number = 'MIR-2026-00002';
select is(pg_temp.verify(null, ' ' || replace(replace(code, '0', 'o'), '1', 'l')) ->> 'number', number, 'O is 0 and L is 1') from codes_of where number = 'MIR-2026-00002';
select throws_ok('select * from public.inspection_certificates', '42501', null, 'nothing else is there for them');
select tests.act_as_owner();
select tests.freeze_clock('2027-06-04 03:59+00');
select is(pg_temp.verify('MIR-2026-00002') ->> 'status', 'current', 'until midnight of its last day here');
select tests.freeze_clock('2027-06-04 04:00+00');
select is(pg_temp.verify('MIR-2026-00002') ->> 'status', 'expired', 'and not after');

-- Who else may
select throws_ok(format('select tests.act_as_staff(%L); select public.%s', role, call), '42501', null, role || ': ' || call)
from unnest(array['technician']) role, unnest(array['certificate_facts(''MIR-2026-00002'')', 'revoke_certificate(''MIR-2026-00002'', ''Wrong'')', 'keep_certificate_digest(gen_random_uuid(), ''00'')']) call;
select tests.act_as_staff('office');
select throws_ok($$ select public.revoke_certificate('MIR-2026-00002', 'Wrong') $$, '42501', null, 'the office withdraws none');
select throws_ok($$ select public.certificate_facts('MIR-2026-99999') $$, 'PT404', null, 'no such number');
select is(public.certificate_facts('MIR-2026-00002') - 'lines', (select content - 'lines' || jsonb_build_object('id', id, 'number', number, 'code', code, 'service_on', service_on,
  'expires_on', expires_on, 'issued_at', issued_at, 'status', 'expired', 'signature_png', null) from public.inspection_certificates where number = 'MIR-2026-00002'), 'the office reads all that the paper says');
select is(public.keep_certificate_digest((select id from public.inspection_certificates where number = 'MIR-2026-00002'), encode(sha256('pdf'), 'hex')), '{"status": "same"}'::jsonb, 'and keeps its digest');
select throws_ok($$ select public.keep_certificate_digest((select id from public.inspection_certificates where number = 'MIR-2026-00004'), '00') $$, '23514', null, 'a digest has 32 bytes');
select tests.act_as_staff('admin');
select throws_ok($$ select public.revoke_certificate('MIR-2026-99999', 'Wrong') $$, 'PT404', null, 'no such number to withdraw');
select is(public.revoke_certificate('MIR-2026-00002', 'Wrong unit'), '{"status": "revoked"}'::jsonb, 'an administrator withdraws one');
select tests.act_as_owner();
select is(pg_temp.verify('MIR-2026-00002') ->> 'status', 'revoked', 'which everybody sees');

-- On record, by whom it was written
select set_eq($$ select distinct e.made_by from public.audit_events e where e.table_name = 'inspection_certificates' $$,
  $$ values ('issue_certificate'), ('keep_certificate_digest'), ('revoke_certificate') $$, 'the trail knows who issued and revoked');
select is_empty($$ select from public.audit_events e where e.table_name = 'inspection_certificates' and e.changes ?| array['content', 'revoked_reason'] $$, 'what is personal lies apart');

select * from finish();
rollback;
