-- A visit that was done: what it brings about, and every reason for which it is not taken.
begin;
select plan(82);
-- Monday, June 1, 2026, 8:00 in Toronto: the visits are booked; they are done on June 3.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts,wheelchairs}'), tests.technician('Luis Two', '{lifts,wheelchairs}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('walker', 'bob', 'walker', '9 Oak Ave', '2026-06-20'), tests.unit('other', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.maintenance_contracts set due_anchor_on = '2025-12-20';
insert into public.products (id, sku, name, unit_kind, list_price) values (tests.id('battery'), 'BAT-12', 'Battery 12 V', 'part', 45);
create temp table tokens as select label, tests.token(label) as token from unnest(array['lift', 'second', 'walker', 'other']) label;
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second')]); end; $$;
do $$ begin perform tests.book('other', 'Luis Two', '2026-06-03 13:00+00'); end; $$;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at, v.id limit 1 $$;
create function pg_temp.task(label text) returns public.technician_tasks language sql as $$
  select t from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = pg_temp.visit(label) $$;
-- All lines of the visit's list, answered alike but for some.
create function pg_temp.answers(label text, but jsonb default '{}') returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') || coalesce(answers.but -> i.position::text, '{}') order by i.position)
  from private.visit_checklist i where i.visit_id = pg_temp.visit(answers.label) $$;
create function pg_temp.report(label text, more jsonb default '{}', id text default null) returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'report_id', tests.id('report ' || coalesce(id, label)), 'based_on', (pg_temp.task(label)).revision,
    'recorded_at', '2026-06-03T13:50:00Z', 'sent_at', '2026-06-03T14:00:00Z', 'started_at', '2026-06-03T13:05:00Z', 'finished_at', '2026-06-03T13:50:00Z', 'labour_minutes', 40,
    'checklist', pg_temp.answers(label), 'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb) || more $$;
create function pg_temp.complete(label text, report jsonb, by text default 'technician') returns jsonb language sql as $$ select private.complete_visit(pg_temp.visit(label), report, by, private.clock()) $$;
create function pg_temp.all_rows() returns text language plpgsql as $$
declare
  v_all text := '';
  v_one text;
  v_table text;
begin
  for v_table in select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1 loop
    execute format('select md5(coalesce(string_agg(t::text, '' '' order by t::text), '''')) from %s t', v_table) into v_one;
    v_all := v_all || v_one;
  end loop;
  return md5(v_all);
end;
$$;

-- What is refused changes nothing
create temp table before as select pg_temp.all_rows() as all_rows;
select is(pg_temp.complete('lift', pg_temp.report('lift')) ->> 'reason', 'too_early', 'not two days before');
select tests.freeze_clock('2026-06-03 00:59:59+00');
select is(pg_temp.complete('lift', pg_temp.report('lift')), '{"status": "refused", "reason": "too_early", "starts_at": "2026-06-03T13:00:00+00:00"}', 'nor a second more than twelve hours before');
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.complete('lift', report) - 'most', jsonb_build_object('status', 'rejected', 'reason', reason, 'field', field), what) from (values
  ('missing', 'report', null::jsonb, 'no report'),
  ('type', '', '[]', 'a list'),
  ('version', 'version', pg_temp.report('lift', '{"version": 2, "new_field": 1}'), 'another version'),
  ('missing', 'version', pg_temp.report('lift') - 'version', 'no version'),
  ('unknown', 'chekclist', pg_temp.report('lift', '{"chekclist": []}'), 'a field that nobody knows'),
  ('missing', 'report_id', pg_temp.report('lift') - 'report_id', 'no id'),
  ('type', 'report_id', pg_temp.report('lift', '{"report_id": "7"}'), 'an id that is none'),
  ('missing', 'based_on', pg_temp.report('lift') - 'based_on', 'a phone that does not say what it knew'),
  ('missing', 'sent_at', pg_temp.report('lift', '{"sent_at": null}'), 'or when it sent this'),
  ('type', 'sent_at', pg_temp.report('lift', '{"sent_at": "2026-06-03T14:00:00"}'), 'a time of no zone'),
  ('type', 'sent_at', pg_temp.report('lift', '{"sent_at": "2026-02-30T14:00:00Z"}'), 'a day that is none'),
  ('range', 'finished_at', pg_temp.report('lift', '{"finished_at": "2200-01-01T00:00:00Z"}'), 'a day that nobody lives to see'),
  ('order', 'finished_at', pg_temp.report('lift', '{"started_at": "2026-06-03T13:50:01Z"}'), 'an end before the beginning'),
  ('type', 'labour_minutes', pg_temp.report('lift', '{"labour_minutes": 4.5}'), 'half a minute'),
  ('range', 'labour_minutes', pg_temp.report('lift', '{"labour_minutes": 1441}'), 'more than a day'),
  ('too_long', 'findings', pg_temp.report('lift', jsonb_build_object('findings', repeat('x', 4001))), 'findings without end'),
  ('too_long', 'advice_to_client', pg_temp.report('lift', jsonb_build_object('advice_to_client', repeat('x', 1001))), 'advice without end'),
  ('value', 'checklist[1].result', pg_temp.report('lift', '{"checklist": [{"position": 1, "result": "pass"}, {"position": 2, "result": "good"}]}'), 'a result that is none'),
  ('twice', 'checklist[1].position', pg_temp.report('lift', '{"checklist": [{"position": 1, "result": "pass"}, {"position": 1, "result": "fail"}]}'), 'a line answered twice'),
  ('unknown', 'checklist[0].position', pg_temp.report('lift', '{"checklist": [{"position": 99, "result": "pass"}]}'), 'a line that the list does not have'),
  ('missing', 'checklist[1].note', pg_temp.report('lift', jsonb_build_object('checklist', pg_temp.answers('lift', '{"2": {"result": "not_applicable", "note": " "}}'))), 'a critical line that does not apply for no reason'),
  ('too_long', 'checklist[0].note', pg_temp.report('lift', jsonb_build_object('checklist', pg_temp.answers('lift', jsonb_build_object('1', jsonb_build_object('note', repeat('x', 501)))))), 'a note without end'),
  ('too_many', 'parts', pg_temp.report('lift', jsonb_build_object('parts', (select jsonb_agg('{}'::jsonb) from generate_series(1, 51)))), 'a van of parts'),
  ('missing', 'parts[0].description', pg_temp.report('lift', '{"parts": [{"quantity": 1, "unit_price": 5, "charge": "billed"}]}'), 'a part without a name'),
  ('unknown', 'parts[0].product_id', pg_temp.report('lift', '{"parts": [{"product_id": "00000000-0000-0000-0000-000000000000", "quantity": 1, "unit_price": 5, "charge": "billed"}]}'), 'a product that is none'),
  ('range', 'parts[0].quantity', pg_temp.report('lift', '{"parts": [{"description": "Bolt", "quantity": 0, "unit_price": 5, "charge": "billed"}]}'), 'no part at all'),
  ('type', 'parts[0].unit_price', pg_temp.report('lift', '{"parts": [{"description": "Bolt", "quantity": 1, "unit_price": 5.005, "charge": "billed"}]}'), 'half a cent'),
  ('range', 'parts[0].unit_price', pg_temp.report('lift', '{"parts": [{"description": "Bolt", "quantity": 1, "unit_price": 1e30, "charge": "billed"}]}'), 'a fortune'),
  ('missing', 'signature.name', pg_temp.report('lift', '{"signature": {"role": "client", "method": "typed"}}'), 'a signature of nobody'),
  ('missing', 'signature.png_base64', pg_temp.report('lift', '{"signature": {"role": "client", "method": "drawn", "name": "Ada"}}'), 'a drawing that is not there'),
  ('picture', 'signature.png_base64', pg_temp.report('lift', '{"signature": {"role": "client", "method": "drawn", "name": "Ada", "png_base64": "R0lGODlh"}}'), 'a picture of another kind'),
  ('picture', 'signature.png_base64', pg_temp.report('lift', '{"signature": {"role": "client", "method": "drawn", "name": "Ada", "png_base64": "***"}}'), 'no picture at all'),
  ('too_long', 'signature.png_base64', pg_temp.report('lift', jsonb_build_object('signature', jsonb_build_object('role', 'client', 'method', 'drawn', 'name', 'Ada', 'png_base64', repeat('A', 140000)))), 'one of more than 100 KB'),
  ('too_long', 'report', pg_temp.report('lift', jsonb_build_object('signature', jsonb_build_object('png_base64', repeat('A', 400000)))), 'one of many'),
  ('missing', 'signature.reason', pg_temp.report('lift', '{"signature": {"role": "unable"}}'), 'unable for no reason'),
  ('unknown', 'file_ids[0]', pg_temp.report('lift', '{"file_ids": ["00000000-0000-0000-0000-000000000000"]}'), 'a photo that is not there'),
  ('unknown', 'unit.condition', pg_temp.report('lift', '{"unit": {"condition": "new"}}'), 'what is not the technician''s to change')) r (reason, field, report, what);
select is(pg_temp.complete('lift', pg_temp.report('lift', jsonb_build_object('checklist', pg_temp.answers('lift') - 3 - 1)) - 'signature'),
  '{"status": "incomplete", "missing": [2, 4, "signature"]}', 'lines and signature that are missing are named');
select is((select all_rows from before), pg_temp.all_rows(), 'none of that changed anything');
select throws_ok($$ select private.complete_visit(tests.id('nobody'), pg_temp.report('lift'), 'technician', private.clock()) $$, 'PT404', null, 'no such visit');

-- Done: the first of two units, with one line that failed and is not critical, and parts
create temp table told (n integer generated always as identity, answer jsonb);
select private.raise_about_cycle('callback', y.id, '{}') from public.maintenance_cycles y where y.contract_id = tests.id('lift');
select is((select i.safety_critical from private.visit_checklist i where i.visit_id = pg_temp.visit('lift') and i.position = 1), false, 'the first line is not critical');
insert into told (answer) select pg_temp.complete('lift', pg_temp.report('lift', jsonb_build_object('checklist', pg_temp.answers('lift', '{"1": {"result": "fail", "note": " Rail worn "}, "2": {"result": "not_applicable", "note": "No rail"}}'),
  'findings', 'Rail worn', 'advice_to_client', 'Keep the rail dry', 'unit', '{"serial_number": " SL-4711-X "}'::jsonb,
  'parts', jsonb_build_array(jsonb_build_object('product_id', tests.id('battery'), 'quantity', 2, 'unit_price', 45.5, 'charge', 'billed'), '{"description": "Grease", "quantity": 0.5, "unit_price": 0, "charge": "included"}'::jsonb))));
select is((select answer - '{certificate,repair_work_order_id}'::text[] from told), '{"status": "done", "repeated": false, "next_due_on": "2026-12-20"}', 'it is done; the stop has another unit, so there is no invoice yet');
select matches((select answer #>> '{certificate,number}' from told), '^MIR-2026-\d{5}$', 'it has its certificate');
select is((select (w.kind, w.state, w.visit_id = pg_temp.visit('lift'))::text from told join public.work_orders w on w.id = (answer ->> 'repair_work_order_id')::uuid), '(repair,quoted,t)', 'and what failed is quoted');
select is((select (v.state, v.service_on, v.started_at, v.finished_at, v.labour_minutes, v.findings, v.advice_to_client, v.signed_by, v.signed_as, v.signed_how, v.report_id = tests.id('report lift'))::text
  from public.maintenance_visits v where v.id = pg_temp.visit('lift')),
  ('done', '2026-06-03'::date, '2026-06-03 13:05+00'::timestamptz, '2026-06-03 13:50+00'::timestamptz, 40, 'Rail worn', 'Keep the rail dry', 'Ada Example', 'client', 'typed', true)::text, 'all of it is on record');
select results_eq($$ select position, description, quantity, unit_price, charge from public.visit_parts order by position $$, $$ values (1, 'Battery 12 V', 2.00, 45.50, 'billed'), (2, 'Grease', 0.50, 0.00, 'included') $$, 'with its parts');
select is((select string_agg(i.result || coalesce(' ' || i.note, ''), ', ' order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit('lift') and i.position <= 3), 'fail Rail worn, not_applicable No rail, pass', 'and its answers');
select is((select serial_number || ' ' || condition from public.units where id = tests.id('lift')), 'SL-4711-X in_service', 'the unit''s serial number is known, and it stays in service');
select is((select (t.state, w.state)::text from pg_temp.task('lift') t join public.work_orders w on w.id = t.work_order_id), '(in_progress,open)', 'the stop goes on');
select is((select state from public.office_activities where kind = 'callback'), 'done', 'nobody calls about it any more');
select is((select consent_basis || ' ' || consent_on from public.customers where id = tests.id('ada')), 'purchase 2026-06-03', 'who bought a visit may be written to');
select is(public.booking_page((select token from tokens where label = 'lift')) ->> 'status', 'expired', 'the link has expired');
select is((select count(*) from public.messages where kind = 'visit_summary'), 0::bigint, 'the client is told when all is done');

-- The same again
select pg_temp.all_rows() as all_rows into temp once;
select is(pg_temp.complete('lift', pg_temp.report('lift', '{"findings": "whatever"}')), (select answer || '{"repeated": true}' from told), 'the same report gets the same answer');
select is(pg_temp.complete('second', pg_temp.report('second', id => 'lift')), '{"status": "rejected", "reason": "taken", "field": "report_id"}', 'but not for another visit');
select is((select all_rows from once), pg_temp.all_rows(), 'and nothing happens twice');

-- Another one is kept
select is(pg_temp.complete('lift', pg_temp.report('lift', '{"findings": "Belt worn"}', 'late')), jsonb_build_object('status', 'conflict', 'reason', 'done', 'kept_report_id', tests.id('report late')), 'another report of a visit that is done is kept');
select is((select (state, report ->> 'findings')::text from public.visit_reports where id = tests.id('report late')), '(conflict,"Belt worn")', 'word for word');
select is((select (a.urgent, a.state, a.details ->> 'reason', a.contract_id = tests.id('lift'))::text from public.office_activities a where a.kind = 'report_conflict'), '(t,open,done,t)', 'and the office decides, soon');
select is(private.accept_report(tests.id('report late'), private.clock()), '{"status": "refused", "reason": "visit"}', 'for what is done already it is not taken');
select is(private.discard_report(tests.id('report late'), 'sent twice'), '{"status": "discarded"}', 'it is discarded');
select is((select state || ' ' || outcome from public.office_activities a where a.kind = 'report_conflict'), 'done sent twice', 'and nobody asks any more');
select is(private.discard_report(tests.id('report late'), null) ->> 'status', 'not_open', 'once');
select is(pg_temp.complete('lift', pg_temp.report('lift', id => 'late')) ->> 'status', 'conflict', 'whoever sends it again hears the same');

-- The second unit: a critical line failed. The stop is over.
insert into told (answer) select pg_temp.complete('second', pg_temp.report('second', jsonb_build_object('checklist', pg_temp.answers('second', '{"2": {"result": "fail", "note": "Loose"}}'), 'signature', '{"role": "unable", "reason": "Hand in plaster"}'::jsonb)));
select is((select answer ? 'certificate' from told where n = 2), false, 'what is not safe has no certificate');
select is((select condition from public.units where id = tests.id('second')), 'out_of_service', 'and is out of service');
select is((select urgent::text from public.office_activities where kind = 'unit_out_of_service'), 'true', 'which is urgent');
select is((select answer ->> 'next_due_on' from told where n = 2), '2026-12-20', 'but its cycle goes on');
select is((select (v.signed_as, v.unsigned_reason, v.signed_by)::text from public.maintenance_visits v where v.id = pg_temp.visit('second')), '(unable,"Hand in plaster",)', 'it is on record why nobody signed');
select is((select (t.state, w.state, upper(t.during), t.actual_started_at, t.actual_finished_at)::text from pg_temp.task('second') t join public.work_orders w on w.id = t.work_order_id),
  ('completed', 'done', '2026-06-03 14:00+00'::timestamptz, '2026-06-03 13:05+00'::timestamptz, '2026-06-03 13:50+00'::timestamptz)::text, 'the stop is over, and its time free');
select is((select (i.state, i.number is not null)::text from told join public.invoices i on i.id = (answer #>> '{invoice,id}')::uuid where n = 2), '(issued,t)', 'its invoice is issued');
select is((select (answer #>> '{invoice,total}')::numeric = sum(l.amount + l.tax) and (answer #>> '{invoice,balance}')::numeric = sum(l.amount + l.tax) from told join public.invoice_lines l on l.invoice_id = (answer #>> '{invoice,id}')::uuid where n = 2 group by answer), true, 'over all of it');
select is((select count(*) || ' ' || min(m.recipient) from public.messages m where m.kind = 'visit_summary'), '1 ada@example.com', 'the client is told once');
select is((select string_agg(concat_ws(' ', u ->> 'state', (u -> 'certificate' ->> 'number') is not null, jsonb_array_length(u -> 'failed'), u ->> 'is_out_of_service', u ->> 'next_due_on'), ', ' order by u ->> 'is_out_of_service')
  from public.messages m, jsonb_array_elements(m.payload -> 'units') u where m.kind = 'visit_summary'), 'done t 1 false 2026-12-20, done f 1 true 2026-12-20', 'of both units');
select ok((select m.next_attempt_at > clock_timestamp() + interval '9 minutes' from public.messages m where m.kind = 'visit_summary'), 'a while later: most pay at the door');
create function pg_temp.to_pay() returns text language sql as $$
  select (f #>> '{invoice,number}') || ' ' || (f #>> '{invoice,balance}')::numeric from public.messages m, private.message_facts(m) f where m.kind = 'visit_summary' $$;
select is(pg_temp.to_pay(), 'M-000001 ' || (select sum(l.amount + l.tax) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where i.number = 1), 'what there is to pay is looked up when the mail is written');
select private.record_payment((answer #>> '{invoice,id}')::uuid, (answer #>> '{invoice,total}')::numeric, 'card', tests.id('paid'), null, private.clock()) ->> 'status' from told where n = 2;
select is(pg_temp.to_pay(), 'M-000001 0.00', 'who has paid meanwhile reads that');
select is((select private.superseded_because(m) from public.messages m where m.kind = 'visit_summary'), null, 'and the mail still holds');
select is((select array_agg(distinct private.superseded_because(m)) from public.messages m where m.kind = 'confirmation' and m.task_id = (pg_temp.task('lift')).id),
  array['the appointment is no longer so'], 'while a confirmation that had not gone by then promises nobody a visit that has been');
select lives_ok('set constraints all immediate', 'all of it goes together');
set constraints all deferred;
select * from finish();
rollback;
