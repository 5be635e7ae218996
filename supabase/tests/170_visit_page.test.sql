-- What the office sees of one visit: what was planned, what is on record, what came of it, and what taking it back would do.
begin;
select plan(45);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0142'), (tests.id('bob'), 'Bob Example', 'bob@example.com', null);
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Ina Gone', '{lifts}');
update public.technicians set active = false where id = tests.id('Ina Gone');
select tests.staff_user('office'), tests.staff_user('admin');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('other', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second')]), tests.book('other', 'Luis Two', '2026-06-03 13:00+00');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at limit 1 $$;
create function pg_temp.page(label text) returns jsonb language sql as $$ select private.visit_page(pg_temp.visit(page.label), private.clock()) $$;
-- A whole PNG of one pixel.
create function pg_temp.picture() returns text language sql as $$ select 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' $$;
create function pg_temp.done(label text, failed text default null, by_whom text default 'office') returns jsonb language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', tests.id('report ' || label), 'based_on', 1, 'recorded_at', private.clock(), 'sent_at', private.clock(),
    'started_at', private.clock() - interval '40 minutes', 'finished_at', private.clock() - interval '5 minutes', 'labour_minutes', 35, 'findings', 'Rail worn', 'advice_to_client', 'Keep it dry',
    'parts', '[{"description": "Belt", "quantity": 2, "unit_price": 10.5, "charge": "billed"}]'::jsonb, 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', case when failed = 'critical' and i.safety_critical then 'fail' else 'pass' end, 'note', 'as found') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label)),
    'signature', jsonb_build_object('name', 'Ada Example', 'role', 'client', 'method', 'drawn', 'png_base64', pg_temp.picture())), by_whom, private.clock()) $$;

-- Who
select tests.act_as_anon();
select throws_ok($$ select public.visit_page(tests.id('x')) $$, '42501', null, 'no stranger sees a visit');
select tests.act_as_staff('technician');
select throws_ok($$ select public.visit_page(tests.id('x')) $$, '42501', null, 'no technician sees the office''s page');
select tests.act_as_staff('office');
select throws_ok($$ select public.visit_page(tests.id('x')) $$, 'PT404', null, 'the office does, of what is there');
select tests.act_as_owner();

-- Before
select is(pg_temp.page('lift') #>> '{client,name}', 'Ada Example', 'who is visited');
select is(pg_temp.page('lift') #>> '{technician,name}', 'Tess One', 'by whom');
select is((select concat_ws(' ', p ->> 'state', p ->> 'not_closed', p ->> 'is_expected', p ->> 'due_on', p ->> 'next_due_on') from pg_temp.page('lift') p), 'scheduled false true 2026-06-20', 'a visit to come is booked');
select is((select concat_ws(' ', p -> 'record', p -> 'reversal', p -> 'kept', p -> 'certificates') from pg_temp.page('lift') p), 'null null [] []', 'of which nothing is on record, and which nobody takes back');
select is((select string_agg(o ->> 'state', ' ') from jsonb_array_elements(pg_temp.page('lift') -> 'others') o), 'scheduled', 'the other unit of its stop is named');
select set_eq($$ select t ->> 'name' from jsonb_array_elements(pg_temp.page('lift') -> 'technicians') t $$, array['Tess One', 'Luis Two'], 'who can have been there: nobody who has left');
select tests.freeze_clock('2026-06-03 15:59+00');
select is((pg_temp.page('lift') ->> 'not_closed'), case when '2026-06-03 15:59+00' >= (pg_temp.page('lift') ->> 'ends_at')::timestamptz then 'true' else 'false' end, 'at its end nobody has said what became of it');
select tests.freeze_clock('2026-06-04 13:00+00');
select is((pg_temp.page('lift') ->> 'not_closed'), 'true', 'a day later it is not closed');

-- Done
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.done('other') ->> 'status', 'done', 'a visit is done');
select is((select concat_ws(' ', p ->> 'state', p ->> 'not_closed', p ->> 'is_expected', p ->> 'next_due_on') from pg_temp.page('other') p), 'done false false 2026-12-01', 'and its next is due');
select is((select concat_ws('|', r ->> 'service_on', r ->> 'labour_minutes', r ->> 'findings', r ->> 'advice_to_client', r ->> 'signed_by', r ->> 'signed_as', r ->> 'signed_how', r ->> 'recorded_by', r ->> 'clock_in_doubt') from (select pg_temp.page('other') -> 'record') p (r)),
  '2026-06-03|35|Rail worn|Keep it dry|Ada Example|client|drawn|office|false', 'what was reported is on record');
select is(replace(pg_temp.page('other') #>> '{record,picture}', E'\n', ''), pg_temp.picture(), 'with what was drawn');
select is(pg_temp.page('other') #> '{record,parts,0}', '{"description": "Belt", "quantity": 2.00, "unit_price": 10.50, "charge": "billed", "serial_number": null}'::jsonb, 'and its parts');
select is(pg_temp.page('other') #>> '{checklist,0,lines,0,note}', 'as found', 'line by line');
select is((select concat_ws(' ', c ->> 'number', c ->> 'state') from jsonb_array_elements(pg_temp.page('other') -> 'certificates') c), 'MIR-2026-00001 current', 'its certificate is in force');
select is((select concat_ws(' ', i ->> 'number', i ->> 'state', i ->> 'total', i ->> 'balance') from jsonb_array_elements(pg_temp.page('other') -> 'invoices') i), 'M-000001 issued 237.30 237.30', 'its invoice is open');
select ok((select bool_or(m ->> 'kind' = 'visit_summary') from jsonb_array_elements(pg_temp.page('other') -> 'mails') m), 'the client was written to');
select is(jsonb_array_length(pg_temp.page('other') -> 'technicians'), 0, 'nobody else was there');

-- What taking it back would do
select is(pg_temp.page('other') -> 'reversal', '{"refusal": null, "certificates": ["MIR-2026-00001"], "void_invoice": "M-000001", "charged_anew": 0, "repairs": [], "due_on": "2026-06-20", "stays_out_of_service": false}'::jsonb, 'what goes and what opens again is told beforehand');
select is((select state from public.maintenance_visits where id = pg_temp.visit('other')), 'done', 'and not done');
savepoint done;
select public.copy_booking_link(tests.id('other'));
select is(pg_temp.page('other') #>> '{reversal,refusal}', 'link', 'why it cannot be, too');
rollback to done;
select public.record_payment((select id from public.invoices where customer_id = tests.id('bob')), 10, 'cash', tests.id('payment'));
select is(pg_temp.page('other') #>> '{reversal,refusal}', 'paid', 'where something is paid');
select is(private.reverse_visit(pg_temp.visit('other'), 'x', private.clock()) ->> 'reason', 'paid', 'as the function itself says');
rollback to done;
select is(private.reverse_visit(pg_temp.visit('other'), 'the wrong house', private.clock()) ->> 'status', 'reversed', 'taken back');
select is((select concat_ws(' ', p ->> 'state', p -> 'reversal', p #>> '{certificates,0,state}', p #>> '{certificates,0,revoked_reason}', p #>> '{invoices,0,state}') from pg_temp.page('other') p), 'reversed null revoked the wrong house void', 'it shows what went');
rollback to done;

-- A lift that failed, of two
savepoint half_done;
select pg_temp.done('lift');
select is((select concat_ws(' ', r -> 'void_invoice', r ->> 'charged_anew') from (select pg_temp.page('lift') -> 'reversal') p (r)), 'null 0', 'of a stop that is not over nothing is billed yet: nothing is void, and nothing charged anew');
rollback to half_done;
select pg_temp.done('lift', 'critical'), pg_temp.done('second');
select is((select concat_ws(' ', p #>> '{unit,condition}', p #>> '{repairs,0,state}', ((p #>> '{repairs,0,quoted}')::numeric > 0)::text, jsonb_array_length(p -> 'certificates')) from pg_temp.page('lift') p), 'out_of_service quoted true 0', 'a lift that failed is out of service, its repair quoted');
select is((select concat_ws(' ', r ->> 'charged_anew', jsonb_array_length(r -> 'repairs'), r ->> 'stays_out_of_service', r -> 'certificates') from (select pg_temp.page('lift') -> 'reversal') p (r)), '1 1 true []', 'taking it back charges the other anew, and cancels the repair');

-- A report that met a visit which had its outcome
select is(private.complete_visit(pg_temp.visit('other'), jsonb_build_object('version', 1, 'report_id', tests.id('twice'), 'checklist', '[]'::jsonb, 'findings', 'Belt worn'), 'office', private.clock()) ->> 'reason', 'done', 'a second report is kept');
select is((select concat_ws(' ', k ->> 'state', k ->> 'why', k ->> 'can_be_taken', k #>> '{report,findings}') from jsonb_array_elements(pg_temp.page('other') -> 'kept') k), 'conflict done false Belt worn', 'and told, with what it says; nothing is to happen that it could be taken for');
select private.discard_report(tests.id('twice'), 'the first counts');
select is(pg_temp.page('other') #>> '{kept,0,state}', 'discarded', 'also what was discarded stays to be read');
select is(private.fail_visit(pg_temp.visit('other'), 'not_completed', reason, null, tests.id(reason), private.clock()) ->> 'reason', 'done', 'that it came to nothing is kept: ' || reason) from unnest(array['weather', 'hospital']) reason;
select is((select string_agg(k #>> '{report,reason}' || ' ' || (k ->> 'can_be_taken'), ', ' order by k #>> '{report,reason}') from jsonb_array_elements(pg_temp.page('other') -> 'kept') k where k ->> 'kind' = 'failed'), 'hospital true, weather false', 'what was heard of the client can be taken, whatever became of the visit');
select private.discard_report(tests.id(reason), 'the first counts') from unnest(array['weather', 'hospital']) reason;

-- A certificate is withdrawn by an administrator, who is told what is missing
select is(private.visit_outcome(pg_temp.visit('other')) #>> '{certificate,number}', 'MIR-2026-00001', 'whoever was there reads its number');
select tests.act_as_staff('office');
select throws_ok($$ select public.revoke_certificate('MIR-2026-00001', 'Wrong unit') $$, '42501', null, 'not by the office');
select tests.act_as_staff('admin');
select is(public.revoke_certificate('MIR-2026-00001', reason), '{"status": "rejected", "reason": "reason"}'::jsonb, 'a reason is needed') from unnest(array[' ', repeat('x', 501)]) reason;
select is(public.revoke_certificate('MIR-2026-00001', 'Wrong unit') ->> 'status', 'revoked', 'withdrawn');
select is(public.revoke_certificate('MIR-2026-00001', 'Wrong unit'), '{"status": "refused", "reason": "revoked"}'::jsonb, 'once');
select tests.act_as_owner();
select is((select concat_ws(' ', c ->> 'state', c ->> 'revoked_reason') from jsonb_array_elements(pg_temp.page('other') -> 'certificates') c), 'revoked Wrong unit', 'which the page says');
select is(private.visit_outcome(pg_temp.visit('other')) -> 'certificate', 'null', 'and whoever was there has none to tell of');
select * from finish();
rollback;
