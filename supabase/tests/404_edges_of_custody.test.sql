-- The edges of the catalogue, of a client's data, of the trail, of going live and of a job's run.
begin;
select plan(33);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', null, null);
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('bobs', 'bob', 'stairlift', '2 Elm St', '2026-06-20');
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
create function pg_temp.lifts() returns public.equipment_categories language sql as $$ select k from public.equipment_categories k where k.code = 'stairlift' $$;
create function pg_temp.in_the_way() returns text language sql as $$ select private.why_not_erase(c) from public.customers c where c.id = tests.id('ada') $$;
create function pg_temp.erased() returns text language plpgsql as $$
declare
  v_shown text := private.erase_customer(tests.id('ada'), null, true, null, '2026-06-01') ->> 'shown';
begin
  return private.erase_customer(tests.id('ada'), 'Asked by letter', false, v_shown, '2026-06-01') ->> 'status';
end;
$$;
create function pg_temp.lack(name text) returns text language sql as $$
  select c ->> 'examples' from jsonb_array_elements(private.go_live_checks('2026-06-01')) c where c ->> 'check' = lack.name $$;
savepoint company;

-- The catalogue
insert into public.products (sku, name, category_id, unit_kind, fee) select 'T-' || kind, kind, (pg_temp.lifts()).id, kind, 10 from unnest('{base,accessory}'::text[]) kind;
select is(private.policy_reach(pg_temp.lifts(), private.clock()) ->> 'own_products', '1', 'products with a policy of their own are those that get a contract');
insert into public.callout_rates (equipment_class, label, call_out, hourly, valid_from) values ('mobility', 'Old', 1, 1, '2020-01-01'), ('mobility', 'Present', 2, 2, '2026-06-01'), ('mobility', 'To come', 3, 3, '2026-06-02');
select is(jsonb_path_query_array(private.catalogue_page(private.clock()), '$.rates[*] ? (@.is_over == false && @.equipment_class == "mobility").label'), '["To come", "Present"]', 'a rate is over when another one has begun, not before');
insert into public.holidays (on_day, name) values ('2026-06-01', 'Today'), ('2026-05-31', 'Yesterday');
select is(private.catalogue_page(private.clock()) #>> '{holidays,0,name}', 'Today', 'holidays are told from today on');
select is(private.ill_timed_fields('tax_code', gen_random_uuid(), '{"next_from": "2026-06-01"}', '2026-06-01'), null, 'a tax changes from today on');
select is(private.ill_timed_fields('tax_code', gen_random_uuid(), '{"next_from": "2026-05-31"}', '2026-06-01'), '{"next_from": "wrong"}', 'and not from yesterday');
rollback to company;

-- What is in the way of erasing
select is(pg_temp.in_the_way(), null, 'of whoever owes nothing and waits for nothing nothing is');
select pg_temp.past_guards($$ insert into public.invoices (id, customer_id, number, state, issued_at, due_on, bill_to_name, printed) values (tests.id('bill'), tests.id('ada'), 1, 'issued', private.clock(), '2026-07-01', 'Ada', '{}') $$);
select is(pg_temp.in_the_way(), null, 'nor an invoice of nothing');
select pg_temp.past_guards($$ insert into public.payments (invoice_id, amount, method, state, request_id, balance_after, taken_at, created_at) values (tests.id('bill'), 5, 'card', 'pending', gen_random_uuid(), 0, 'office', private.clock()) $$);
select is(pg_temp.in_the_way(), 'money', 'a payment that may have gone through is');
rollback to company;
create function pg_temp.repair(state text) returns void language plpgsql as $$
begin
  perform pg_temp.past_guards(format($q$ insert into public.work_orders (id, kind, state, customer_id, unit_id, intake_source, created_at) values (tests.id('repair'), 'repair', %L, tests.id('ada'), tests.id('lift'), 'visit', private.clock()) $q$, state));
end $$;
savepoint repaired;
select is((select string_agg(state || ' ' || coalesce(pg_temp.in_the_way(), '-'), ', ') from (select s as state, pg_temp.repair(s) from unnest('{quoted}'::text[]) s) r), 'quoted repair', 'a repair whose quote waits for its answer is in the way');
rollback to repaired;
select pg_temp.repair('declined');
select is(pg_temp.in_the_way(), null, 'one that nobody wanted is not');
rollback to company;
select pg_temp.past_guards($$ insert into public.messages (kind, recipient, customer_id, dedupe_key, payload, state, created_at) values ('reminder', 'ada@example.com', tests.id('ada'), 'x', '{}', 'uncertain', private.clock()) $$);
select is(pg_temp.in_the_way(), 'sending', 'a mail that may have arrived is to be decided about first');
rollback to company;

-- What is forgotten
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00');
select pg_temp.past_guards($$ update public.technician_tasks set state = 'completed'; update public.maintenance_visits set state = 'done', service_on = '2026-05-30'; delete from public.invoice_lines; delete from public.invoices;
  update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'moved', cancelled_note = 'to Ada''s daughter' where id = tests.id('lift');
  insert into public.visit_files (visit_id, report_id, kind, content) select v.id, gen_random_uuid(), 'signature', decode('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000000014944415400000000000000000049454e44ae426082', 'hex') from public.maintenance_visits v;
  insert into private.visit_drafts (visit_id, typed, begun_at, saved_at) select v.id, '{"note": "Ada"}', private.clock(), private.clock() from public.maintenance_visits v;
  insert into public.work_orders (id, kind, state, customer_id, unit_id, intake_source, created_at) values (tests.id('repair'), 'repair', 'declined', tests.id('ada'), tests.id('lift'), 'visit', private.clock());
  insert into public.repair_decisions (work_order_id, decision, said_by, said_how, amount, note) values (tests.id('repair'), 'declined', 'Ada', 'phone', 10, 'Ada cannot afford it') $$);
select private.unsubscribe_url('ada@example.com');
select is(private.without_links(jsonb_build_object('text', 'https://x.example/book/' || repeat('a', 43) || ' https://x.example/unsubscribe/' || repeat('b', 43))) ->> 'text',
  'https://x.example/book/… https://x.example/unsubscribe/…', 'a copy of the data opens no page');
savepoint served;
select is(pg_temp.erased(), 'recorded', 'a client with a past is erased');
select is((select count(*) from public.visit_files), 0::bigint, 'signatures go');
select is((select count(*) from private.visit_drafts), 0::bigint, 'and what was typed and never sent');
select is((select (d.said_by, d.note)::text from public.repair_decisions d), '(Erased,)', 'who decided, and what they said');
select is((select c.cancelled_note from public.maintenance_contracts c where c.id = tests.id('lift')), null, 'why a contract ended');
select is((select count(*) from private.address_tokens), 0::bigint, 'the key to stopping our mail');
rollback to served;
insert into public.suppressions (address, reason) values ('ada@example.com', 'unsubscribed');
select pg_temp.erased();
select is((select count(*) from private.address_tokens), 1::bigint, 'but where somebody stopped it');
rollback to company;

-- Who made an event
select is(private.made_by_whom(e), by_whom, by_whom || ' made it') from (values ('anon', null::uuid, 'client'), ('service_role', null, 'programme'), (null, null, 'database'), ('authenticated', tests.id('dana'), 'staff')) v (request_role, actor, by_whom),
  lateral (select (jsonb_populate_record(null::public.audit_events, jsonb_build_object('request_role', v.request_role, 'actor', v.actor))).*) e;
update public.company_settings set household_days = 40;
select is((select private.trail_line(e) ->> 'is_forgotten' from public.audit_events e where e.table_name = 'company_settings' order by e.seq desc limit 1), 'false', 'an event without anything personal was not forgotten');

-- Going live
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician');
select is(pg_temp.lack('technician_login'), '[]', 'a technician with a login can sign in');
update public.staff set active = false where role = 'technician';
select is(pg_temp.lack('technician_login'), '["Tess One"]', 'not with one that is switched off');
select is(pg_temp.lack('unreachable'), '["Bob Example"]', 'a client without e-mail and phone is reached by nothing');
insert into public.customer_contacts (customer_id, name) values (tests.id('bob'), 'Kit Example');
select is(pg_temp.lack('unreachable'), '["Bob Example"]', 'nor through a contact who has neither');
update public.customer_contacts set phone = '905-555-0177';
select is(pg_temp.lack('unreachable'), '[]', 'but by the contact''s phone');
insert into public.units (customer_id, category_id, condition) select tests.id('ada'), (pg_temp.lifts()).id, 'out_of_service';
select is(pg_temp.lack('units_without_contract'), '[]', 'a unit out of service may be without a contract');
insert into public.units (customer_id, category_id) select tests.id('ada'), (pg_temp.lifts()).id;
select is(pg_temp.lack('units_without_contract'), '["Ada Example"]', 'one in service is promised nothing');

-- A job that somebody asks for as of another time
update public.company_settings set delivery_mode = 'live', digest_on = false;
select is(public.run_job('digest', '2026-06-01 12:05+00') ->> 'status', 'done', 'a clock that is five minutes ahead is a clock');
select is(public.run_job('digest', '2026-06-01 12:05:01+00') ->> 'reason', 'future', 'one that is more is not believed where clients are written to');
select * from finish();
rollback;
