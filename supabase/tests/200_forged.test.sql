-- Forged: what somebody who owns the database would write to make the record say something else. Each of it meets the rule
-- that a function meets.
begin;
select plan(28);
-- Monday, June 1, 2026, 8:00 in Toronto; the visits are done on June 3 and 4.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('ended', 'ada', 'stairlift', '7 Ash St', '2026-06-20'),
  tests.unit('waits', 'ada', 'stairlift', '9 Oak Ave', '2026-06-20');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('waits', 'Tess One', '2026-06-04 13:00+00');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('ended');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number limit 1 $$;
create function pg_temp.invoice(label text) returns uuid language sql as $$ select l.invoice_id from public.invoice_lines l where l.visit_id = pg_temp.visit(label) order by l.live desc limit 1 $$;
create function pg_temp.complete(label text) returns jsonb language sql as $$
  select private.complete_visit(pg_temp.visit(complete.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'signature', jsonb '{"name": "Ada", "role": "client", "method": "typed"}',
    'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = pg_temp.visit(complete.label))), 'office', private.clock()) $$;
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.complete('lift') ->> 'status', 'done', 'a visit is done');

-- Money that nobody brought
create function pg_temp.forged_payment(state text) returns text language sql as $$ select format(
  'insert into public.payments (invoice_id, request_id, method, state, amount, balance_after, taken_at) values (%L, gen_random_uuid(), ''card'', %L, 1, 0, ''door'')', pg_temp.invoice('lift'), state) $$;
select throws_ok(pg_temp.forged_payment(state), 'MT002', null, 'nobody writes a payment by hand: ' || state) from unnest(array['succeeded', 'pending', 'failed']) state;
select is(private.record_payment(pg_temp.invoice('lift'), 1, 'card', tests.id('request'), null, private.clock()) ->> 'status', 'recorded', 'record_payment writes it');
select is((select e.made_by from public.audit_events e where e.table_name = 'payments'), 'record_payment', 'and the trail says so');

-- Another price than was told
select throws_ok(format('update public.invoice_lines set %s where invoice_id = %L', change, pg_temp.invoice('waits')), 'MT002', null, 'the fee of a visit stays as it was told: ' || change)
  from unnest(array['unit_price = 1', 'quantity = 2', 'tax_rate = 0']) change;
select lives_ok(format('update public.invoice_lines set description = ''Visit'' where invoice_id = %L', pg_temp.invoice('waits')), 'what it is called may be another');
insert into public.invoices (id, customer_id) values (tests.id('extra'), tests.id('ada'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('extra'), 1, 'Ramp', 100, 0.13);
select lives_ok($$ update public.invoice_lines set unit_price = 90 where invoice_id = tests.id('extra') $$, 'as may be the price of what is no visit, until it is issued');
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('extra'), 2, 'Discount', -90.01, 0.13);
select throws_ok($$ select private.issue_invoice(tests.id('extra')) $$, '23514', 'an invoice is not for less than nothing', 'what is for less than nothing is no invoice');
select is(private.issue_draft(tests.id('extra'), private.clock()), '{"status": "refused", "reason": "negative"}', 'and the office is told so');
update public.invoice_lines set unit_price = -90 where invoice_id = tests.id('extra') and position = 2;
select is(private.issue_draft(tests.id('extra'), private.clock()) ->> 'status', 'issued', 'a discount of the whole is billed');

insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (pg_temp.invoice('waits'), 9, 'Discount', -1000, 0);
select tests.freeze_clock('2026-06-04 14:00+00');
select is(pg_temp.complete('waits') - '{next_due_on,certificate,repeated}'::text[], '{"status": "done"}', 'a visit is done, whatever somebody took off its bill');
select is(private.issue_draft(pg_temp.invoice('waits'), private.clock()) ->> 'reason', 'negative', 'which waits as a draft');

-- Work that was over before it began
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('delivery'), tests.id('Tess One'), 'delivery', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)');
select throws_ok($$ update public.technician_tasks set actual_started_at = private.clock(), actual_finished_at = private.clock() - interval '1 hour' where id = tests.id('delivery') $$, '23514', null, 'no work is over before it begins');

-- Where a contract came from, and why it ended
select throws_ok(format('update public.maintenance_contracts set %s where id = %L', change, tests.id('ended')), 'MT002', null, 'one that has ended stays as it was: ' || change)
  from unnest(array['cancelled_reason = ''duplicate''', 'source = ''claims''', 'fee = 1', 'interval_months = 7', 'tax_reason = ''x''']) change;

-- Which stop a piece of work is about
select private.raise_about_cycle('rebook', (select y.id from public.maintenance_cycles y where y.contract_id = tests.id('waits') and y.closed_at is null), '{}', (select task_id from public.maintenance_visits where id = pg_temp.visit('waits')));
select throws_ok(format('update public.office_activities set %s where kind = ''rebook''', change), 'MT002', null, 'work is about the stop that it was raised for: ' || change)
  from unnest(array['task_id = null', format('task_id = %L', (select task_id from public.maintenance_visits where id = pg_temp.visit('lift')))]) change;
select lives_ok($$ select private.raise_about_cycle('rebook', (select y.id from public.maintenance_cycles y where y.contract_id = tests.id('waits') and y.closed_at is null), '{}', (select task_id from public.maintenance_visits where id = pg_temp.visit('lift'))) $$,
  'raised anew it is about the stop of now');

-- The trail itself
select throws_ok($$ insert into public.audit_events (table_name, row_id, action, changes) values ('payments', gen_random_uuid(), 'insert', '{}') $$, 'MT002', null, 'nobody writes down what never happened');
select throws_ok($$ insert into public.audit_personal_values (id, changes) values (gen_random_uuid(), '{}') $$, 'MT002', null, 'nor what is personal in it');
select throws_ok($$ insert into private.audit_seals values (1, private.clock(), 5, 5, 'x') $$, 'MT002', null, 'nor seals it');

select * from finish();
rollback;
