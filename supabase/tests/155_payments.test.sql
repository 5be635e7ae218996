-- Payments: what is paid of an invoice, what is left, and that money is neither lost nor doubled.
begin;
select plan(65);

select tests.freeze_clock('2026-06-10 15:00+00');
update public.company_settings set hst_number = '12345 6789 RT0001', payment_terms_days = 30;
insert into public.customers (id, name, street, city, province, postal_code) values (tests.id('ada'), 'Ada Example', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');

create function pg_temp.bill(label text, price numeric) returns void language sql as $$
  insert into public.invoices (id, customer_id) values (tests.id(label), tests.id('ada'));
  insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name) values (tests.id(label), 1, 'Part', price, 0.13, 'HST 13 %');
  select private.issue_invoice(tests.id(label));
$$;
create function pg_temp.pay(label text, amount numeric, method text, request text, note text default null) returns jsonb language sql as $$
  select private.record_payment(tests.id(label), amount, method, tests.id(request), note, private.clock());
$$;
create function pg_temp.refused(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason') $$;
create function pg_temp.written(label text, amount numeric, method text default 'card', rounding numeric default 0, state text default 'succeeded') returns void language sql as $$
  select tests.as_function('record_payment', format('insert into public.payments (invoice_id, request_id, method, state, amount, rounding, balance_after, taken_at) values (%L, gen_random_uuid(), %L, %L, %L, %L, 99, ''office'')',
    tests.id(label), method, state, amount, rounding)) $$;
create function pg_temp.sums(label text) returns text language sql as $$
  select concat_ws(' ', s.total, s.paid, s.balance) from private.invoice_sums s where s.invoice_id = tests.id(label) $$;

-- Issued: addressed, due, and with what stands on it
select pg_temp.bill('one', 189);
select is((select (number, due_on, bill_to_name, bill_to_address, purchase_order)::text from public.invoices where id = tests.id('one')),
  '(1,2026-07-10,"Ada Example","1 Elm St, Brampton, ON L6Y 0A1",)', 'an invoice is addressed to the client and due after the company''s terms');
select is((select printed -> 'company' ->> 'hst_number' from public.invoices where id = tests.id('one')), '12345 6789 RT0001', 'it keeps what the company was then');
update public.company_settings set hst_number = null;
select is((select printed -> 'company' ->> 'hst_number' from public.invoices where id = tests.id('one')), '12345 6789 RT0001', 'whatever becomes of that');
insert into public.customer_contacts (customer_id, name, is_payer, billing_address, purchase_order) values (tests.id('ada'), 'Insurer Inc.', true, '9 Bay St, Toronto', 'PO 7');
select throws_ok($$ insert into public.customer_contacts (customer_id, name, is_payer) values (tests.id('ada'), 'Another', true) $$, '23505', null, 'nobody has two payers');
select pg_temp.bill('payer', 10);
select is((select (bill_to_name, bill_to_address, purchase_order)::text from public.invoices where id = tests.id('payer')), '("Insurer Inc.","9 Bay St, Toronto","PO 7")', 'or to whoever pays for the client, under their number');
select is((select bill_to_name from public.invoices where id = tests.id('one')), 'Ada Example', 'what was issued before stays addressed as it was');
select throws_ok($$ update public.invoices set bill_to_name = 'Ben' where id = tests.id('one') $$, 'MT002', null, 'whoever writes it');
select throws_ok($$ update public.company_settings set hst_number = '123' $$, '23514', null, 'no such number');

-- Paid in part, and in all
select is(pg_temp.sums('one'), '213.57 0 213.57', 'what is owed is the sum of the lines and their tax');
create temp table first as select pg_temp.pay('one', 100, 'cheque', 'r1', ' 0217 ') as p;
select is((select p - 'payment_id' from first), '{"status": "recorded", "method": "cheque", "amount": 100.00, "rounding": 0.00, "handed_over": 100.00, "balance": 113.57}'::jsonb, 'a part of it is paid');
select is(pg_temp.pay('one', 100, 'cheque', 'r1', '0217'), (select p from first), 'sent again it is answered word for word');
select is(pg_temp.refused(pg_temp.pay('one', 99, 'cheque', 'r1')), 'refused request_id', 'another amount under the same request is none');
select is(pg_temp.refused(pg_temp.pay('one', 100, 'card', 'r1')), 'refused request_id', 'nor another way');
select is(pg_temp.refused(pg_temp.pay('payer', 100, 'cheque', 'r1')), 'refused request_id', 'nor another invoice');
select is(pg_temp.sums('one'), '213.57 100.00 113.57', 'it counts once');
select is((select s.balance > 0 from private.invoice_sums s where s.invoice_id = tests.id('one')), true, 'something is left');
select is(pg_temp.pay('one', 113.58, 'card', 'r2'), '{"status": "refused", "reason": "balance", "balance": 113.57}', 'nobody pays a cent more than is left');
select is(pg_temp.refused(pg_temp.pay('one', 0, 'card', 'r2')), 'refused amount', 'nor nothing');
select is(pg_temp.refused(pg_temp.pay('one', -5, 'card', 'r2')), 'refused amount', 'nor less');
select is(pg_temp.refused(pg_temp.pay('one', 'NaN', 'card', 'r2')), 'refused amount', 'nor what is no number');
select is(pg_temp.refused(pg_temp.pay('one', 'Infinity', 'card', 'r2')), 'refused amount', 'nor without end');
select is(pg_temp.refused(pg_temp.pay('one', null, 'card', 'r2')), 'refused amount', 'nor an amount that nobody said');
select is(pg_temp.refused(pg_temp.pay('one', 1.005, 'card', 'r2')), 'refused amount', 'nor half a cent');
select is(pg_temp.refused(pg_temp.pay('one', 1, 'shells', 'r2')), 'refused method', 'nor in shells');
select is(pg_temp.refused(pg_temp.pay('one', 1, null, 'r2')), 'refused method', 'nor in no way');
select is(pg_temp.refused(private.record_payment(tests.id('one'), 1, 'card', null, null, private.clock())), 'refused request_id', 'nor without a request');
select is(pg_temp.refused(pg_temp.pay('one', 1, 'card', 'r2', repeat('n', 501))), 'refused note', 'nor with a story');
select throws_ok($$ select pg_temp.pay('nothing', 1, 'card', 'r2') $$, 'PT404', null, 'nor what is not there');
select is((select count(*) from public.payments), 1::bigint, 'none of that is on record');
select is(pg_temp.pay('one', 113.57, 'card', 'r2') ->> 'balance', '0.00', 'the last cent is paid');
select is((select s.balance from private.invoice_sums s where s.invoice_id = tests.id('one')), 0.00, 'and it is paid');
select is(pg_temp.refused(pg_temp.pay('one', 0.01, 'card', 'r3')), 'refused balance', 'once');
select is(pg_temp.pay('one', 100, 'cheque', 'r1'), (select p from first), 'the first request is still answered as it was');

-- Cash
select is((select array_agg(private.in_coins(a) order by a) from unnest(array[0.02, 0.03, 213.57, 213.58, 213.60]) a), array[0.00, 0.05, 213.55, 213.60, 213.60], 'cash is in coins of five cents');
select pg_temp.bill('cash ' || n, 189) from generate_series(1, 3) n;
select is(pg_temp.pay('cash 1', 213.57, 'cash', 'c1') - '{payment_id,status,method}'::text[], '{"amount": 213.57, "rounding": -0.02, "handed_over": 213.55, "balance": 0.00}'::jsonb, 'all that is left is settled by what coins make of it');
select is(pg_temp.pay('cash 2', 213.55, 'cash', 'c2') - '{payment_id,status,method}'::text[], '{"amount": 213.57, "rounding": -0.02, "handed_over": 213.55, "balance": 0.00}'::jsonb, 'whichever of the two is typed');
select is(pg_temp.pay('cash 2', 213.57, 'cash', 'c2') ->> 'handed_over', '213.55', 'or sent again');
select is(pg_temp.refused(pg_temp.pay('cash 3', 100.02, 'cash', 'c3')), 'refused coins', 'there are no coins of two cents');
select is(pg_temp.pay('cash 3', 213.55, 'card', 'c4') ->> 'balance', '0.02', 'by card every cent is what it is');
select is(pg_temp.refused(pg_temp.pay('cash 3', 0.05, 'cash', 'c5')), 'refused balance', 'two cents are not a coin of five');
select pg_temp.bill('up', 1.31);
select is(pg_temp.pay('up', 1.50, 'cash', 'c6') - '{payment_id,status,method}'::text[], '{"amount": 1.48, "rounding": 0.02, "handed_over": 1.50, "balance": 0.00}'::jsonb, 'what is rounded up is not too much');
select throws_ok($$ select pg_temp.written('payer', 1, 'card', 0.02) $$, '23514', null, 'only cash is rounded');
select throws_ok($$ select pg_temp.written('payer', 1.01, 'cash') $$, '23514', null, 'and always');

-- Whichever function writes it, the same rules hold
select throws_ok($$ select pg_temp.written('payer', 11.31) $$, '23514', null, 'whichever function writes it, nobody pays more than is owed');
select pg_temp.written('payer', 11, state => 'uncertain');
select is((select balance_after from public.payments where state = 'uncertain'), 11.30, 'what may have been paid is still owed');
select is(pg_temp.pay('payer', 1, 'card', 'u1'), '{"status": "refused", "reason": "balance", "balance": 0.30}', 'but is not asked for a second time');
select is(pg_temp.refused(private.void_invoice(tests.id('payer'), 'Wrong')), 'refused paid', 'nor is its invoice taken back');
select throws_ok($$ select pg_temp.written('payer', 1) $$, '23514', 'nobody pays more than is owed', 'nor more than may be owed still');
select throws_ok('update public.payments set amount = 1', 'MT002', null, 'a payment stays');
select throws_ok('delete from public.payments', 'MT002', null, 'and does not go');

-- Drafts and what is void
insert into public.invoices (id, customer_id) values (tests.id('draft'), tests.id('ada'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('draft'), 1, 'Part', 10, 0.13);
select is((select tax_name from public.invoice_lines where invoice_id = tests.id('draft')), 'Tax 13 %', 'a tax that nobody named is called by its rate');
select is(pg_temp.sums('draft'), '11.30 0 0', 'on a draft nothing is owed yet');
select is(pg_temp.refused(pg_temp.pay('draft', 1, 'card', 'd1')), 'refused draft', 'nor paid');
select is(pg_temp.refused(private.void_invoice(tests.id('draft'), 'Wrong')), 'refused draft', 'nor is it taken back');
select throws_ok($$ select pg_temp.written('draft', 1) $$, 'MT001', null, 'by whatever function');
select pg_temp.bill('wrong', 10);
select is(pg_temp.refused(private.void_invoice(tests.id('wrong'), '  ')), 'refused reason', 'nothing is taken back for no reason');
select throws_ok($$ select tests.as_function('void_invoice', format('update public.invoices set state = ''void'', void_reason = ''x'' where id = %L', tests.id('one'))) $$,
  'MT002', 'what is paid, may be, or was exported is credited', 'what is paid is not taken back by whatever function');
select set_config('rules.made_by', '', true);
select throws_ok($$ update public.invoices set exported_at = private.clock() where id = tests.id('wrong') $$, 'MT002', null, 'nobody says by hand that the accountant has it');
savepoint exported;
select tests.as_function('export_invoices', format('update public.invoices set exported_at = private.clock() where id = %L', tests.id('wrong')));
select is(pg_temp.refused(private.void_invoice(tests.id('wrong'), 'Wrong')), 'refused exported', 'what the accountant has is not taken back');
select throws_ok($$ select tests.as_function('void_invoice', format('update public.invoices set state = ''void'', void_reason = ''x'' where id = %L', tests.id('wrong'))) $$,
  'MT002', 'what is paid, may be, or was exported is credited', 'by whatever function');
select is((select state from public.invoices where id = tests.id('wrong')), 'issued', 'it stays issued');
rollback to exported;
select is(private.void_invoice(tests.id('wrong'), ' Wrong client '), '{"status": "void"}', 'what nobody paid is taken back');
select is((select void_reason from public.invoices where id = tests.id('wrong')), 'Wrong client', 'with the reason');
select is(pg_temp.refused(private.void_invoice(tests.id('wrong'), 'Again')), 'refused void', 'once');
select is(pg_temp.refused(pg_temp.pay('wrong', 1, 'card', 'w1')), 'refused void', 'nothing is paid of it');

select * from finish();
rollback;
