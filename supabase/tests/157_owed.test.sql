-- What lists read in the order of days is what the rows beside it say, by whatever hand those are written.
begin;
select plan(38);

select tests.freeze_clock('2026-06-02 12:00+00');
select tests.act_as_owner();
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');

create function pg_temp.bill(label text, price numeric) returns void language plpgsql as $$
begin
  insert into public.invoices (id, customer_id) values (tests.id(label), tests.id('ada'));
  insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name) values (tests.id(label), 1, 'Part', price, 0.13, 'HST 13 %');
end;
$$;
create function pg_temp.pay(label text, amount numeric) returns text language sql as $$
  select private.record_payment(tests.id(label), amount, 'cheque', gen_random_uuid(), null, private.clock()) ->> 'status'
$$;
create function pg_temp.owed(label text) returns numeric language sql as $$ select o.balance from private.owed_invoices o where o.invoice_id = tests.id(label) $$;

select pg_temp.bill('one', 100), pg_temp.bill('gone', 50), pg_temp.bill('free', 0);
select is(pg_temp.owed('one'), null, 'nobody owes what is in the making');
select private.issue_invoice(tests.id('one')), private.issue_invoice(tests.id('gone')), private.issue_invoice(tests.id('free'));
select is(pg_temp.owed('one'), 113.00, 'what is issued is owed, with its tax');
select results_eq($$ select o.due_on, o.issued_at from private.owed_invoices o where o.invoice_id = tests.id('one') $$,
  $$ select i.due_on, i.issued_at from public.invoices i where i.id = tests.id('one') $$, 'by the days of its invoice');
select is(pg_temp.owed('free'), null, 'what comes to nothing is not');
select is(pg_temp.pay('one', 13), 'recorded', 'a part is paid');
select is(pg_temp.owed('one'), 100.00, 'and the rest is owed');
select is(pg_temp.pay('one', 100), 'recorded', 'the rest is paid');
select is(pg_temp.owed('one'), null, 'and nothing is owed any more');
select is(private.void_invoice(tests.id('gone'), 'Wrong price') ->> 'status', 'void', 'another is taken back');
select is(pg_temp.owed('gone'), null, 'and nobody owes it');
select is_empty($$ select * from private.findings('owed', private.clock()) $$, 'it is as the sums say');

select pg_temp.bill('kept', 10), private.issue_invoice(tests.id('kept'));
select throws_ok(format('insert into private.owed_invoices values (%L, ''2026-07-01'', now(), 5)', tests.id('one')), 'MT002', null, 'nobody says that somebody owes');
select throws_ok('update private.owed_invoices set balance = 1', 'MT002', null, 'or how much');
select throws_ok('delete from private.owed_invoices', 'MT002', null, 'or that nobody does');
select tests.act_as_staff('office');
select throws_ok('select * from private.owed_invoices', '42501', null, 'the office reads it in its list');
select tests.act_as_owner();

-- By whatever hand it changes: somebody who got past the guards is followed by the answer all the same.
create function pg_temp.past_guards(statement text, variadic guards text[]) returns void language plpgsql as $$
declare
  v_guard text;
begin
  foreach v_guard in array guards loop
    execute format('alter table public.%s disable trigger %s', split_part(v_guard, ' ', 1), split_part(v_guard, ' ', 2));
  end loop;
  execute statement;
  foreach v_guard in array guards loop
    execute format('alter table public.%s enable trigger %s', split_part(v_guard, ' ', 1), split_part(v_guard, ' ', 2));
  end loop;
end;
$$;
create function pg_temp.payment(label text) returns uuid language sql as $$ select p.id from public.payments p where p.invoice_id = tests.id(label) order by p.amount desc limit 1 $$;
select is(pg_temp.pay('kept', 4), 'recorded', 'a part of another is paid');
select is(pg_temp.owed('kept'), 7.30, 'and the rest is owed');
select throws_ok('update public.payments set state = ''failed''', 'MT002', null, 'no payment changes');
select throws_ok('delete from public.payments', 'MT002', null, 'or goes');
select throws_ok('truncate public.payments', 'MT002', null, 'nor do all');
select pg_temp.past_guards(format('update public.payments set state = ''failed'' where id = %L', pg_temp.payment('kept')), 'payments keep_payments');
select is(pg_temp.owed('kept'), 11.30, 'a payment that failed after all is owed again');
select pg_temp.past_guards(format('update public.payments set state = ''succeeded'', amount = 1.30 where id = %L', pg_temp.payment('kept')), 'payments keep_payments');
select is(pg_temp.owed('kept'), 10.00, 'one of another amount counts as that');
select pg_temp.past_guards(format('update public.payments set invoice_id = %L where id = %L', tests.id('kept'), pg_temp.payment('one')), 'payments keep_payments');
select results_eq($$ select pg_temp.owed('one'), pg_temp.owed('kept') $$, 'values (100.00, null::numeric)', 'one that is given to another invoice counts there, and here no more');
select pg_temp.past_guards(format('delete from public.payments where id = %L', pg_temp.payment('kept')), 'payments keep_payments');
select is(pg_temp.owed('kept'), 10.00, 'one that goes is owed again');
select pg_temp.past_guards(format('update public.invoice_lines set unit_price = 20 where invoice_id = %L', tests.id('kept')), 'invoice_lines guard_line');
select is(pg_temp.owed('kept'), 21.30, 'a line of another price counts as that');
select throws_ok(format('insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name) values (%L, 2, ''Part'', 10, 0.13, ''HST 13 %%'')', tests.id('kept')), 'MT002', null, 'one more is refused');
select pg_temp.past_guards(format('insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name) values (%L, 2, ''Part'', 10, 0.13, ''HST 13 %%'')', tests.id('kept')), 'invoice_lines guard_line');
select pg_temp.past_guards(format('delete from public.invoice_lines where invoice_id = %L and position = 1', tests.id('kept')), 'invoice_lines guard_line');
select is(pg_temp.owed('kept'), 10.00, 'and one less');
select pg_temp.past_guards(format('update public.invoices set due_on = ''2026-09-09'' where id = %L', tests.id('kept')), 'invoices guard_invoice');
select is((select o.due_on from private.owed_invoices o where o.invoice_id = tests.id('kept')), '2026-09-09', 'another day is that of the list');
select throws_ok(format('select pg_temp.past_guards(%L, ''invoices keep_issued'')', format('delete from public.invoices where id = %L', tests.id('kept'))), '23503', null, 'no invoice goes of which something is owed');
select pg_temp.past_guards('truncate public.payments', 'payments refuse_truncate');
select is(pg_temp.owed('one'), 113.00, 'where all payments go, all of it is owed');
select is_empty($$ select * from private.findings('owed', private.clock()) $$, 'it is as the sums say, all the while');
savepoint before_lines;
select throws_ok('truncate public.invoice_lines', 'MT002', null, 'nor do all lines go');
select pg_temp.past_guards('truncate public.invoice_lines', 'invoice_lines refuse_truncate');
select is_empty('select * from private.owed_invoices', 'of which nothing would be owed');
rollback to before_lines;

-- What is booked, by when it is due.
select tests.technician('Tess One', '{lifts}');
select tests.unit('chair', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
select is(tests.book('chair', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'a visit is booked');
create function pg_temp.due() returns date language sql as $$
  select v.due_on from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('chair')
$$;
select is(pg_temp.due(), '2026-06-20', 'it is due when its cycle is');
update public.maintenance_cycles set due_on = '2026-07-05' where contract_id = tests.id('chair');
select is(pg_temp.due(), '2026-07-05', 'also when that changes');
update public.maintenance_visits set due_on = '2026-01-01';
select is(pg_temp.due(), '2026-07-05', 'and whatever somebody writes beside it');
select is_empty($$ select * from private.findings('visits_due', private.clock()) $$, 'which the night sees as well');
select * from finish();
rollback;
