-- History: what the office reads of a unit and of a client, newest first, a page at a time.
begin;
select plan(62);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.products (id, sku, name, category_id, unit_kind) select tests.id('flow'), 'FL-1', 'Flow X', k.id, 'base' from public.equipment_categories k where k.code = 'stairlift';
insert into public.customers (id, name, email, phone, street, city, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0142', '1 Elm St', 'Brampton', 'L6Y 0A1'), (tests.id('bob'), 'Bob Example', 'bob@example.com', null, null, null, null);
insert into public.customer_contacts (customer_id, name, relation, phone, email, receives) values (tests.id('ada'), 'Cleo Example', 'daughter', '905-555-0167', 'cleo@example.com', 'beside');
insert into public.suppressions (address, reason) values ('cleo@example.com', 'unsubscribed');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.units set product_id = tests.id('flow'), serial_number = 'AC-11223' where id = tests.id('lift');
update public.company_settings set invoice_on_completion = true;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by v.created_at desc, y.number desc limit 1 $$;
create function pg_temp.cycle(label text) returns uuid language sql as $$ select id from public.maintenance_cycles where contract_id = tests.id(label) and closed_at is null $$;
create function pg_temp.done(label text, result text default 'pass') returns text language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'findings', 'Rail greased', 'advice_to_client', 'Keep the rail clear',
    'parts', '[{"description": "Switch arm", "quantity": 1, "unit_price": 20, "charge": "quote"}]'::jsonb,
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', case when i.safety_critical then done.result else 'pass' end, 'note', 'Bent') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock()) ->> 'status' $$;
create function pg_temp.kinds(history jsonb) returns text language sql as $$
  select string_agg(m ->> 'kind', ' ' order by m ->> 'kind', m ->> 'recipient') from jsonb_array_elements(history -> 'mails') m $$;
create function pg_temp.days(history jsonb) returns text language sql as $$
  select string_agg(v ->> 'on_day' || ' ' || (v ->> 'state'), ', ' order by n) from jsonb_array_elements(history -> 'visits') with ordinality v (v, n) $$;

-- One mail tells of both units. Then both are looked at; the lift fails.
insert into public.messages (id, kind, recipient, customer_id, cycle_id, dedupe_key, payload)
select tests.id('reminder'), 'reminder', 'ada@example.com', tests.id('ada'), pg_temp.cycle('lift'), 'reminder', jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', pg_temp.cycle('lift')), jsonb_build_object('cycle_id', pg_temp.cycle('second'))));
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second')]), tests.book('bobs', 'Tess One', '2026-06-03 18:00+00');
select is(pg_temp.days(public.unit_history(tests.id('lift'))), null, 'what is still to come has not happened');
select is((public.unit_history(tests.id('lift')) #> '{unit,coming}') - 'visit_id'::text, '{"waits": false, "starts_at": "2026-06-03T13:00:00+00:00", "not_closed": false, "technician_name": "Tess"}', 'but is told of');
select tests.freeze_clock('2026-06-03 17:00+00');
select is((public.unit_history(tests.id('lift')) #> '{unit,coming,not_closed}')::text, 'true', 'also when its time has passed and nobody said what came of it');
select is(pg_temp.done('lift', 'fail') || ' ' || pg_temp.done('second'), 'done done', 'two units are looked at');
create temp table told as select public.unit_history(tests.id('lift')) as lift, public.unit_history(tests.id('second')) as second, public.client_history(tests.id('ada')) as ada;

-- What it is
select is((select (lift -> 'unit') - '{unit_id,contract,address,certificate}'::text[] from told),
  '{"kind": "Stair lift", "category": "stairlift", "installed": true, "product_name": "Flow X", "told_apart": "Flow X", "serial_number": "AC-11223", "condition": "out_of_service", "condition_since": "2026-06-03", "installed_on": null, "due_on": "2026-12-01", "coming": null}', 'a unit that failed is out of service since then, and next due');
update public.office_activities set state = 'done', outcome = 'Told', closed_at = private.clock() where kind = 'unit_out_of_service';
select is(public.unit_history(tests.id('lift')) #>> '{unit,condition_since}', (select private.company_day(max(at))::text from public.audit_events where row_id = tests.id('lift')), 'also when the office has dealt with it');
select is((select lift #> '{unit,certificate}' from told), 'null', 'without a certificate');
select matches((select lift #>> '{unit,address}' from told), '^1 Elm St, Brampton', 'where it stands');
select is((select second #> '{unit,certificate}' from told), '{"state": "current", "number": "MIR-2026-00001", "expires_on": "2027-06-03"}', 'the other has one');
select is((select second #>> '{unit,condition_since}' from told), null, 'and was never anything but in service');
select is((select lift -> 'client' from told), jsonb_build_object('customer_id', tests.id('ada'), 'name', 'Ada Example'), 'whose it is');
select is((select lift #>> '{unit,contract,fee}' from told), (select c.fee::text from public.maintenance_contracts c where c.id = tests.id('lift')), 'and what its next visit costs');

-- What happened
select is((select pg_temp.days(lift) from told), '2026-06-03 done', 'the visit');
select is((select v - '{visit_id,unit_id,at,failed,invoices,repairs,parts,started_at,finished_at,lines,certificates}'::text[] from told, jsonb_array_elements(lift -> 'visits') v),
  '{"kind": "Stair lift", "state": "done", "on_day": "2026-06-03", "photos": 0, "reason": null, "findings": "Rail greased", "signed_as": "client", "signed_by": "Ada Example", "told_apart": "Flow X", "product_name": "Flow X", "technician_name": "Tess", "advice_to_client": "Keep the rail clear"}', 'with what was written down');
select ok((select bool_and((f ->> 'safety_critical')::boolean and f ->> 'note' = 'Bent') from told, jsonb_array_elements(lift #> '{visits,0,failed}') f), 'the lines that failed');
select is((select lift #> '{visits,0,parts}' from told), '[{"charge": "quote", "quantity": 1, "description": "Switch arm", "serial_number": null}]', 'the parts');
select is((select (r ->> 'state') || ' ' || ((r ->> 'quoted')::numeric > 0) || ' ' || coalesce(r ->> 'repaired_on', 'not yet') from told, jsonb_array_elements(lift #> '{visits,0,repairs}') r), 'quoted true not yet', 'the repair that it called for');
select is((select i - 'invoice_id'::text from told, jsonb_array_elements(lift #> '{visits,0,invoices}') i), '{"fee": 189, "state": "issued", "total": 427.14, "number": "M-000001", "balance": 427.14}', 'and what was charged, for the whole stop');
select is((select c - 'certificate_id'::text from told, jsonb_array_elements(second #> '{visits,0,certificates}') c), '{"state": "current", "number": "MIR-2026-00001", "expires_on": "2027-06-03", "revoked_at": null}', 'a certificate says what it is worth');
select is((select pg_temp.kinds(lift) from told), 'confirmation confirmation reminder visit_summary visit_summary', 'the mails about it');
select is((select pg_temp.kinds(second) from told), 'confirmation confirmation reminder visit_summary visit_summary', 'those that told of both are with both');
select is((select m - '{message_id}'::text[] from told, jsonb_array_elements(lift -> 'mails') m where m ->> 'kind' = 'reminder'),
  '{"at": "2026-06-01T12:00:00+00:00", "kind": "reminder", "state": "queued", "sent_at": null, "recipient": "ada@example.com", "suppressed": null}', 'to whom, when, and what became of it');
insert into public.suppressions (address, reason) values ('ada@example.com', 'hard_bounce');
select is((select string_agg(distinct m ->> 'suppressed', ' ') from jsonb_array_elements(public.unit_history(tests.id('lift')) -> 'mails') m), 'hard_bounce unsubscribed', 'and that an address is dead');
select is(public.client_history(tests.id('ada')) #>> '{client,suppressed}', 'hard_bounce', 'which stands beside it as well');

-- A client
select is((select (ada -> 'client') - '{customer_id,open_invoices}'::text[] from told),
  '{"name": "Ada Example", "email": "ada@example.com", "phone": "905-555-0142", "suppressed": null, "address": "1 Elm St, Brampton, L6Y 0A1", "open_balance": 427.14,
    "contacts": [{"name": "Cleo Example", "email": "cleo@example.com", "phone": "905-555-0167", "is_payer": false, "receives": "beside", "relation": "daughter", "suppressed": "unsubscribed"}]}', 'how a client is reached, and what they owe');
select is((select string_agg(u ->> 'unit_id', ' ' order by n) from told, jsonb_array_elements(ada -> 'units') with ordinality u (u, n)), (select string_agg(id::text, ' ' order by n) from (values (1, tests.id('lift')), (2, tests.id('second'))) u (n, id)), 'their units, in the order in which they are due');
savepoint in_use;
update public.units set condition = 'retired' where id = tests.id('lift');
select is((select string_agg(u ->> 'condition', ', ' order by n) from jsonb_array_elements(private.client_history(tests.id('ada'), 1, null, null, private.clock()) -> 'units') with ordinality u (u, n)),
  'in_service, retired', 'what is retired stands behind what is in use');
rollback to in_use;
select is((select ada -> 'counts' from told), '{"mails": 5, "visits": 2, "repairs": 2, "invoices": 1}', 'all that happened is counted');
select is((select i - '{invoice_id,at}'::text[] from told, jsonb_array_elements(ada -> 'invoices') i), '{"state": "issued", "total": 427.14, "due_on": "2026-07-03", "number": "M-000001", "balance": 427.14, "issued_on": "2026-06-03"}', 'invoices by themselves');
select public.record_payment((select id from public.invoices where customer_id = tests.id('ada') and state = 'issued'), 27.14, 'cheque', tests.id('payment'));
select is(public.client_history(tests.id('ada')) #>> '{client,open_balance}', '400.00', 'what is paid is owed no more');
select is(public.client_history(tests.id('bob')) -> 'counts', '{"mails": 1, "visits": 0, "repairs": 0, "invoices": 0}', 'a draft is no invoice yet, and nobody has what is another''s');

-- A page at a time
create function pg_temp.told_ids(history jsonb) returns uuid[] language sql as $$
  select array_agg(coalesce(e ->> 'visit_id', e ->> 'step_id', e ->> 'message_id', e ->> 'invoice_id')::uuid order by (e ->> 'at')::timestamptz desc, coalesce(e ->> 'visit_id', e ->> 'step_id', e ->> 'message_id', e ->> 'invoice_id')::uuid desc)
  from jsonb_array_elements((history -> 'visits') || (history -> 'repair_steps') || (history -> 'mails') || (history -> 'invoices')) e $$;
create function pg_temp.paged(most integer, what text default null) returns uuid[] language plpgsql as $$
declare
  v_page jsonb := public.client_history(tests.id('ada'), paged.most, paged.what);
  v_ids uuid[] := pg_temp.told_ids(v_page);
begin
  while v_page ->> 'older_than' is not null and cardinality(v_ids) < 50 loop
    v_page := public.client_history(tests.id('ada'), paged.most, paged.what, (v_page ->> 'older_than')::uuid);
    v_ids := v_ids || pg_temp.told_ids(v_page);
  end loop;
  return v_ids;
end;
$$;
create temp table whole as select public.client_history(tests.id('ada')) as told;
select is((select told ->> 'older_than' from whole), null, 'what fits on one page has no other');
select is((select jsonb_array_length(told -> 'visits') + jsonb_array_length(told -> 'repair_steps') + jsonb_array_length(told -> 'mails') + jsonb_array_length(told -> 'invoices') from whole), 10, 'and is all on it');
select is(pg_temp.paged(most), (select pg_temp.told_ids(told) from whole), format('by %s it is the same, nothing twice and nothing left out', most)) from unnest(array[1, 2, 3, 9, 10]) most;
select is(pg_temp.paged(2, 'mails'), pg_temp.told_ids(public.client_history(tests.id('ada'), 50, 'mails')), 'of one kind as well');
select is(public.client_history(tests.id('ada'), 50, 'invoices') -> 'visits', '[]', 'which is alone then');
select is(public.client_history(tests.id('ada'), 50, 'invoices') -> 'counts', '{"mails": 5, "visits": 2, "repairs": 2, "invoices": 1}', 'while all are counted');
select is(jsonb_array_length(public.client_history(tests.id('ada'), 0, 'mails') -> 'mails'), 1, 'a page has one thing at least');
select is(public.unit_history(tests.id('lift'), 50, null, gen_random_uuid()) -> 'visits', public.unit_history(tests.id('lift')) -> 'visits', 'after what is not there it begins anew');

-- It changes hands
select public.cancel_repair(w.id, 'Goes to Bob') from public.work_orders w join public.maintenance_contracts c on c.unit_id = w.unit_id where c.id = tests.id('second') and w.kind = 'repair' and w.state = 'quoted';
select public.transfer_unit(tests.id('second'), tests.id('bob'));
select is(pg_temp.days(public.unit_history(tests.id('second'))), '2026-06-03 done', 'what was done to a unit stays with it');
select is(pg_temp.kinds(public.unit_history(tests.id('second'))), null, 'but not the mails to who had it');
select is(pg_temp.days(public.client_history(tests.id('ada'))), '2026-06-03 done, 2026-06-03 done', 'who had it keeps their visits');
select is(jsonb_array_length(public.client_history(tests.id('ada')) -> 'units') || ' ' || jsonb_array_length(public.client_history(tests.id('bob')) -> 'units'), '1 2', 'and the new owner has the unit');

-- Repairs, step by step
create function pg_temp.steps(history jsonb) returns text language sql as $$
  select string_agg(concat_ws(' ', s ->> 'what', s ->> 'problem', s ->> 'reason', s ->> 'on_day', s ->> 'net', s ->> 'total'), ', ' order by n) from jsonb_array_elements(history -> 'repair_steps') with ordinality s (s, n) $$;
select is(pg_temp.steps(public.unit_history(tests.id('bobs'))), null, 'a unit that nobody repaired has no steps');
savepoint repaired;
select tests.freeze_clock('2026-06-08 12:00+00');
select is(private.open_repair(tests.id('bobs'), 'It hums', false, private.clock()) ->> 'status', 'quoted', 'its client calls');
create temp table hums as select w.id, private.order_total(w.id) as net from public.work_orders w where w.problem = 'It hums';
select is(pg_temp.steps(public.unit_history(tests.id('bobs'))), (select concat('opened It hums ', net, ' ', private.quote_told(id) ->> 'total') from hums), 'what is quoted is on record at once, with tax and before');
select is(pg_temp.steps(public.client_history(tests.id('bob'))), pg_temp.steps(public.unit_history(tests.id('bobs'))), 'with the client as with the unit');
select tests.freeze_clock('2026-06-08 13:00+00');
do $$ begin perform private.approve_repair(id, 'Bob', 'phone', net) from hums; end; $$;
select tests.freeze_clock('2026-06-08 14:00+00');
do $$ begin perform private.schedule_repair(id, tests.id('Tess One'), '2026-06-09 13:00+00', true, private.clock()) from hums; end; $$;
select tests.freeze_clock('2026-06-09 14:00+00');
do $$ begin perform private.fail_repair(id, 'not_completed', 'parts', null, null, 'office', private.clock()) from hums; end; $$;
select tests.freeze_clock('2026-06-10 14:00+00');
do $$ begin perform private.cancel_repair(id, 'Sold') from hums; end; $$;
select is(pg_temp.steps(public.unit_history(tests.id('bobs'))),
  (select format('cancelled Sold, in_vain parts, approved %s %s, opened It hums %s %s', net, private.quote_told(id) ->> 'total', net, private.quote_told(id) ->> 'total') from hums), 'agreed to, in vain, given up') from hums;
select is(private.repair_total(id, 100.50), 113.57, 'what was agreed to before is told with its tax as well') from hums;
select is(public.unit_history(tests.id('bobs'), 50, 'repairs') -> 'visits', '[]', 'repairs alone');
rollback to repaired;
release savepoint repaired;

-- Who
grant execute on all functions in schema pg_temp to public;
select is(public.unit_history(tests.id('lift')) #>> '{client,name}', 'Ada Example', 'who may is asked');
select tests.act_as_anon();
select throws_ok(format('select public.%s_history(%L)', of_what, tests.id('ada')), '42501', null, 'no stranger reads the history of a ' || of_what) from unnest(array['unit', 'client']) of_what;
select tests.act_as_staff('technician');
select throws_ok(format('select public.%s_history(%L)', of_what, tests.id('ada')), '42501', 'only the office may do this', 'no technician of a ' || of_what) from unnest(array['unit', 'client']) of_what;
select tests.act_as_staff('office');
select is(pg_temp.days(public.unit_history(tests.id('lift'))), '2026-06-03 done', 'the office does');
select tests.act_as_owner();
update public.staff set active = false where role = 'office';
select tests.act_as_staff('office');
select throws_ok(format('select public.%s_history(%L)', of_what, tests.id('ada')), '42501', 'only the office may do this', 'who has left the office of no ' || of_what) from unnest(array['unit', 'client']) of_what;

select * from finish();
rollback;
