-- Two clients who are one: all of it moves, nothing of it comes back, and nobody is written to who wanted no mail.
begin;
select plan(56);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, customer_ref, name, email, phone, street, city, province, postal_code, notes, consent_basis, consent_on) values
  (tests.id('ada'), 'C-1', 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 'Dog', 'express', '2026-01-01'),
  (tests.id('adah'), 'C-2', 'Adah Example', 'adah@example.com', null, '2 Elm St', 'Brampton', 'ON', 'L6Y 0A1', 'Key at the shop', 'purchase', '2025-01-01'),
  (tests.id('bob'), null, 'Bob Example', null, null, '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1', null, 'none', null);
insert into public.customer_contacts (customer_id, name, email, receives, is_payer) values
  (tests.id('ada'), 'Cleo Example', 'cleo@example.com', 'nothing', true), (tests.id('adah'), 'Cleo Example', 'cleo@example.com', 'nothing', true),
  (tests.id('adah'), 'Dan Example', 'dan@example.com', 'beside', false), (tests.id('adah'), 'Eve Example', null, 'nothing', false);
select tests.technician('Tess One', '{lifts,lift_chairs,wheelchairs}'), tests.technician('Uma Two', '{lifts,lift_chairs,wheelchairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'adah', 'manual_wheelchair', '2 Elm St', '2026-07-10'),
  tests.unit('porch', 'adah', 'porch_lift', '2 Elm St', '2026-06-20'), tests.unit('ended', 'adah', 'lift_chair', '2 Elm St', '2026-06-20');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'declined' where id = tests.id('ended');
insert into public.sales_orders (id, order_number, customer_id, state, order_date) values (tests.id('order'), 'S-9', tests.id('adah'), 'sale', '2026-01-01');
insert into public.device_claims (claim_ref, funder, customer_id, device_type) values ('K-9', 'adp', tests.id('adah'), 'Walker');
select tests.book('chair', 'Tess One', '2026-06-04 13:00+00');
insert into public.invoices (id, customer_id) values (tests.id('bill'), tests.id('adah'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('bill'), 1, 'Ramp', 10, 0.13);
select public.issue_invoice(tests.id('bill'));
select private.raise_about_customer('missing_address', tests.id(l), '{}') from unnest('{ada, adah}'::text[]) l;
select private.raise_about_customer('sales_lead', tests.id('adah'), '{}');
select private.close_activity(a.id, 'asked') from public.office_activities a where a.kind = 'sales_lead';
update public.messages set state = 'superseded' where recipient = 'dan@example.com';

create function pg_temp.merge(keep text, gone text, take text[] default '{}', dry boolean default false, shown text default null, role text default 'admin') returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  v_answer := public.merge_customers(tests.id(keep), tests.id(gone), dry, take, case when not dry then coalesce(shown, public.merge_customers(tests.id(keep), tests.id(gone), true, take) ->> 'shown') end);
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
create function pg_temp.theirs(who text) returns text language sql as $$
  select concat_ws(' ', (select count(*) from public.units u where u.customer_id = tests.id(who)), (select count(*) from public.maintenance_contracts c where c.customer_id = tests.id(who)),
    (select count(*) from public.technician_tasks t where t.customer_id = tests.id(who)), (select count(*) from public.work_orders w where w.customer_id = tests.id(who)),
    (select count(*) from public.invoices i where i.customer_id = tests.id(who)), (select count(*) from public.messages m where m.customer_id = tests.id(who)),
    (select count(*) from public.office_activities a where a.customer_id = tests.id(who)), (select count(*) from public.customer_contacts k where k.customer_id = tests.id(who))) $$;

grant execute on function pg_temp.say to authenticated;

-- Who may, and what is refused
select tests.act_as_staff('admin');
select is(pg_temp.say(public.merge_customers(tests.id('ada'), tests.id('adah'), false)), 'refused changed', 'what nobody was shown is not done');
select is(pg_temp.say(public.merge_customers(tests.id('ada'), tests.id('adah'), null)), 'tried', 'nor what is not said to be meant');
select tests.act_as_owner();
select is((select count(*) from public.customers c where c.id in (tests.id('ada'), tests.id('adah'))), 2::bigint, 'both are there still');
select throws_ok(format('select pg_temp.merge(%L, %L, role => %L)', 'ada', 'adah', r), '42501', 'only an administrator may do this', 'not ' || r) from unnest('{office, technician}'::text[]) r;
select throws_ok($$ select pg_temp.merge('ada', 'nobody') $$, 'PT404', null, 'with nobody nobody is merged');
select is(pg_temp.say(pg_temp.merge('ada', 'ada')), 'rejected same', 'one is not merged with themselves');
select is(pg_temp.say(pg_temp.merge('ada', 'adah', '{notes}')), 'rejected take', 'only what is offered is chosen');
savepoint two;
update public.customers set notes = repeat('x', 3990) where id = tests.id('ada');
select is(pg_temp.say(pg_temp.merge('ada', 'adah')), 'rejected notes', 'remarks that are too long together are shortened by a person');
rollback to two;
select tests.known_as_deceased('adah', '2026-05-01');
select is(pg_temp.say(pg_temp.merge('ada', 'adah')) || ', ' || pg_temp.say(pg_temp.merge('adah', 'ada')), 'refused deceased, refused deceased', 'nobody who has died comes back by a merge, nor dies by one');
rollback to two;
select public.erase_customer(tests.id('bob'), 'Asked by letter', false, public.erase_customer(tests.id('bob'), 'Asked by letter', true) ->> 'shown') ->> 'status';
select is(pg_temp.say(pg_temp.merge('ada', 'bob')) || ', ' || pg_temp.say(pg_temp.merge('bob', 'ada')), 'refused erased, refused erased', 'nobody is merged with who was erased, nor is what is left of them');
select ok(exists (select from public.customers c where c.id = tests.id('bob') and c.erased_on is not null), 'that somebody was erased stays on record');
rollback to two;
select tests.book('stairs', 'Uma Two', '2026-06-04 13:00+00');
select private.set_task_state(t.id, 'in_progress') from public.technician_tasks t where t.customer_id = tests.id('adah');
select is(pg_temp.say(pg_temp.merge('ada', 'adah', dry => true)), 'tried', 'where a technician is at work at one of them they may be merged');
select private.set_task_state(t.id, 'in_progress') from public.technician_tasks t where t.customer_id = tests.id('ada');
select is(pg_temp.say(pg_temp.merge('ada', 'adah')), 'refused begun', 'at both, they wait');
rollback to two;

-- What would follow
select is(pg_temp.theirs('adah') || ', ' || pg_temp.theirs('ada'), '3 3 1 1 2 4 2 3, 1 1 0 0 0 0 1 1', 'the second has something of everything');
select is(pg_temp.merge('ada', 'adah', dry => true) - '{changes, becomes, shown}'::text[],
  '{"status": "tried", "quiet": false, "moves": {"units": 3, "contracts": 2, "stops": 1, "invoices": 1, "messages": 4, "activities": 0, "contacts": 2}}', 'what goes along is told');
select is(pg_temp.merge('ada', 'adah', dry => true) #>> '{becomes,notes}', E'Dog\nKey at the shop\nAlso: Adah Example, adah@example.com, 2 Elm St, Brampton, ON L6Y 0A1', 'remarks are joined, and what is left behind is remarked');
select is((pg_temp.merge('ada', 'adah', '{name, email, address}', true) -> 'becomes') - '{notes, reach_by, reach_note}'::text[],
  '{"name": "Adah Example", "phone": "905-555-0111", "email": "adah@example.com", "address": "2 Elm St, Brampton, ON L6Y 0A1", "consent_basis": "purchase"}', 'what is chosen counts, and of consents the lesser');
select is(pg_temp.merge('bob', 'ada', '{phone}', true) -> 'becomes' ->> 'phone', '905-555-0111', 'where one has nothing, the other''s counts');
select is(pg_temp.merge('ada', 'bob', '{phone, email}', true) -> 'becomes' ->> 'email', 'ada@example.com', 'nothing is replaced by nothing');
select is(pg_temp.theirs('adah') || ', ' || pg_temp.theirs('ada'), '3 3 1 1 2 4 2 3, 1 1 0 0 0 0 1 1', 'and nothing of it is done');
select is(pg_temp.say(pg_temp.merge('ada', 'adah', shown => 'abc')), 'refused changed', 'nothing else is done than what was shown');
select ok(exists (select from public.customers where id = tests.id('adah')), 'and then nothing at all');

-- Done
savepoint apart;
insert into public.suppressions (address, reason) values ('adah@example.com', 'unsubscribed');
select is((pg_temp.merge('ada', 'adah', dry => true) ->> 'quiet'), 'true', 'who wanted no reminders under one name wants none');
create temp table tried as select pg_temp.merge('ada', 'adah', '{name}', true) ->> 'shown' as shown;
select is(pg_temp.merge('ada', 'adah', '{name}', shown => (select shown from tried)) ->> 'status', 'merged', 'what was shown is done');
select is(pg_temp.theirs('adah') || ', ' || pg_temp.theirs('ada'), '0 0 0 0 0 0 0 0, 4 4 1 1 2 4 3 3', 'all that was the one''s is the other''s');
select is_empty($$ select from public.customers where id = md5('adah')::uuid $$, 'who is one client');
select results_eq($$ select conrelid::regclass::text from pg_constraint where confrelid = 'public.customers'::regclass and confdeltype = 'c' order by 1 $$,
  array['customer_contacts', 'private.client_search'], 'whatever else names a client would have kept the row: nothing is forgotten');
select is((select (c.name, c.consent_basis, c.consent_on, c.customer_ref)::text from public.customers c where c.id = tests.id('ada')), '("Adah Example",purchase,2025-01-01,C-1)', 'with what was chosen');
select is((select concat_ws(', ', i.bill_to_name, i.printed #>> '{client,name}', i.printed #>> '{client,address}') from public.invoices i where i.id = tests.id('bill')), 'Cleo Example, Adah Example, 2 Elm St, Brampton, ON L6Y 0A1', 'an invoice stays made out to whom it was');
select is((select string_agg(k.name || case when k.is_payer then ' pays' else '' end, ', ' order by k.name) from public.customer_contacts k), 'Cleo Example pays, Dan Example, Eve Example', 'contacts are there once, and one pays');
select is((select string_agg(concat_ws(' ', a.kind, a.state, a.outcome), ', ' order by a.kind, a.state) from public.office_activities a),
  'missing_address done merged, missing_address done has an address, sales_lead done asked', 'of two open activities one is enough');
select is((select string_agg(s.address || ' ' || s.reason, ', ' order by s.address) from public.suppressions s), 'ada@example.com unsubscribed, adah@example.com unsubscribed', 'no reminders go to either address');
select ok(private.rests_after_close('sales_lead', private.subject_key('customer', tests.id('ada')::text), null), 'what a person closed rests with the one that was kept');
select is((select count(*) from public.audit_events e where e.row_id = tests.id('ada') and e.changes ->> 'merged' = tests.id('adah')::text and e.made_by = 'merge_customers'), 1::bigint, 'it is on record');

-- What leads on
select tests.act_as_staff('office');
select is(public.client_file(tests.id('adah')) ->> 'customer_id', tests.id('ada')::text, 'an old bookmark leads to the one that was kept');
select is(public.client_history(tests.id('adah')) #>> '{client,customer_id}', tests.id('ada')::text, 'with all that is on record');
select is(pg_temp.say(public.save_contact(tests.id('adah'), null, '{"name": "Fay Example"}')), 'saved', 'a form that was open writes there');
select is((select jsonb_agg(distinct r ->> 'name') from jsonb_array_elements(public.find('adah', 5) -> 'groups') g, jsonb_array_elements(g -> 'rows') r where g ->> 'kind' = 'client'), '["Adah Example"]', 'find shows one client');
select tests.act_as_anon();
select is(public.booking_page(tests.token('chair')) ->> 'status', 'booked', 'the client''s link works as before') from (select tests.act_as_owner()) o;
select tests.act_as_owner();
select is((select count(*) from private.contract_search s where s.text like '%adah example%'), 4::bigint, 'all contracts are found by the name of now');
select is(pg_temp.say(pg_temp.merge('ada', 'adah')) || ', ' || pg_temp.say(pg_temp.merge('adah', 'bob')), 'refused merged, refused merged', 'nobody is merged twice');

-- Files
select tests.act_as_service();
create function pg_temp.import(kind text, rows jsonb) returns void language plpgsql as $$
declare
  v_id uuid := public.start_import(kind, kind || '.csv');
begin
  perform public.import_batch(v_id, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', row)) from jsonb_array_elements(rows) with ordinality e (row, n)));
  perform public.finish_import(v_id);
end;
$$;
select pg_temp.import('customers', '[{"customer_ref": "C-2", "name": "Adah Example", "email": "old@example.com"}, {"customer_ref": "C-1", "name": "Ada Lee"}]');
select pg_temp.import('sales_order_lines', '[{"line_ref": "L-1", "order_number": "S-9", "order_state": "sale", "order_date": "2026-01-01", "customer_ref": "C-2", "sku": "T-SL", "quantity": 1, "serial_numbers": []}]');
select pg_temp.import('device_claims', '[{"claim_ref": "K-9", "funder": "adp", "customer_ref": "C-2", "device_type": "Walker", "order_date": "2026-01-01"}]');
select tests.act_as_owner();
select is((select string_agg(c.name || ' ' || c.email, ', ' order by c.name) from public.customers c where c.id <> tests.id('bob')), 'Ada Lee ada@example.com', 'the next file brings nobody back');
select is_empty($$ select from public.import_rows r where r.problem is not null $$, 'nor is their row refused');
select is((select o.customer_id from public.sales_orders o join public.sales_order_lines l on l.order_id = o.id where l.line_ref = 'L-1'), tests.id('ada'), 'and its lines are the kept one''s');
select is((select d.customer_id from public.device_claims d where d.claim_ref = 'K-9'), tests.id('ada'), 'claims as well');
select is((select string_agg(distinct b.customer_id::text || coalesce(b.doubt, b.order_doubt, ''), ', ') from public.import_files f cross join lateral private.backfill_candidates(f.id, f.kind = 'device_claims', '2026-06-01', 1, 100) b where f.kind in ('sales_order_lines', 'device_claims')), tests.id('ada')::text, 'and whoever enrols from them sees that client, without a doubt');
select throws_ok($$ update public.customers set customer_ref = 'C-2' where id = md5('bob')::uuid $$, '23505', 'this reference is that of a customer who was merged', 'a reference means one client');
select throws_ok($$ update private.customer_refs set customer_id = md5('bob')::uuid $$, 'MT002', null, 'nobody is led elsewhere by hand');
select throws_ok($$ update public.maintenance_contracts set customer_id = md5('bob')::uuid where id = md5('porch')::uuid $$, 'MT002', null, 'nor is anything moved by hand');

-- Once more, and by whoever has no reference
select is(pg_temp.say(pg_temp.merge('bob', 'ada')), 'merged', 'the one that was kept is merged into another');
select is((select c.customer_ref from public.customers c where c.id = tests.id('bob')), 'C-1', 'who has the reference now');
select is((select jsonb_object_agg(r.former_id = tests.id('ada'), coalesce(r.customer_ref, '-') || (r.customer_id = tests.id('bob'))::text) from private.customer_refs r), '{"true": "-true", "false": "C-2true"}', 'and all lead to them');
rollback to apart;

-- One payer, and contracts that are found by whose they are now
update public.customer_contacts set name = 'Flo Example' where customer_id = tests.id('adah') and is_payer;
select pg_temp.merge('ada', 'adah');
select is((select string_agg(k.name, ', ') from public.customer_contacts k where k.is_payer), 'Cleo Example', 'of two who pay the one goes on');
rollback to apart;
select tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
select pg_temp.merge('ada', 'bob');
select is((select (s.text like '%ada example%' and s.text not like '%bob%') from private.contract_search s where s.contract_id = tests.id('bobs')), true, 'a contract is found by whose it is now');
rollback to apart;

-- A dead address says nothing of another
insert into public.suppressions (address, reason) values ('adah@example.com', 'hard_bounce');
select is(pg_temp.merge('ada', 'adah') ->> 'quiet', 'false', 'that mail to an address came back stops no other');
select * from finish();
rollback;
