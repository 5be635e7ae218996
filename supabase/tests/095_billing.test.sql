-- Billing: what a draft holds, how money is rounded, and that what was issued never changes.
begin;
select plan(27);

insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during, state)
values (tests.id('stop'), null, 'maintenance', tests.id('ada'), '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned');
insert into public.maintenance_visits (id, cycle_id, task_id, state)
select tests.id('visit'), y.id, tests.id('stop'), 'needs_rescheduling' from public.maintenance_cycles y;
insert into public.work_orders (id, customer_id, intake_source) values (tests.id('order'), tests.id('ada'), 'office'), (tests.id('other order'), tests.id('ada'), 'office');
create temp table drafts as select private.draft_invoice(tests.id('ada'), tests.id('order')) as one, private.draft_invoice(tests.id('ada'), tests.id('other order')) as other;

-- Rounding: half up, line by line
insert into public.invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate)
select one, l.position, 'Part', l.quantity, l.unit_price, 0.13
from drafts, (values (1, 1, 1.50), (2, 1.5, 0.33), (3, 1, 0.03), (4, 1, 0.04), (5, -1, 1.50)) l (position, quantity, unit_price);
select results_eq('select amount, tax from public.invoice_lines order by position',
  $$ values (1.50, 0.20), (0.50, 0.07), (0.03, 0.00), (0.04, 0.01), (-1.50, -0.20) $$, 'half a cent counts as one, of the amount first and then of its tax');
select throws_ok($$ insert into public.invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate) select one, 6, 'Nothing', 0, 1, 0.13 from drafts $$,
  '23514', null, 'nothing of something is no line');
delete from public.invoice_lines;

-- What a visit is charged as
select private.charge_visit(other, tests.id('visit'), 1, null, 'Stair lift', 189, 0.13) from drafts;
select is((select l.description || ', ' || p.sku from public.invoice_lines l join public.products p on p.id = l.product_id), 'Maintenance visit: Stair lift, MAINT-VISIT',
  'a visit is a maintenance visit where its category says nothing else');
select throws_ok($$ select private.charge_visit(one, tests.id('visit'), 1, null, 'Stair lift', 189, 0.13) from drafts $$, '23505', null, 'it is charged once');
insert into public.products (id, sku, name, unit_kind) values (tests.id('service'), 'T-SERVICE', 'Stair lift service', 'service');
select private.charge_visit(one, null, 1, tests.id('service'), 'Stair lift (Flow X)', 189, 0.13) from drafts;
select is((select p.sku from public.invoice_lines l join drafts d on d.one = l.invoice_id join public.products p on p.id = l.product_id), 'T-SERVICE', 'else what it says');
select throws_ok($$ update public.invoice_lines set invoice_id = (select one from drafts), position = 2 where invoice_id = (select other from drafts) $$, 'MT002', null, 'a line stays where it was written, between drafts too');

-- Numbers
select throws_ok($$ update public.invoices set number = 1 where id = (select one from drafts) $$, 'MT002', null, 'a draft has no number');
select throws_ok($$ update public.invoices set state = 'issued' where id = (select one from drafts) $$, 'MT001', null, 'nor is one issued by hand');
select throws_ok($$ select private.issue_invoice(gen_random_uuid()) $$, 'PT404', null, 'what is not there is not issued');
select tests.freeze_clock('2026-06-10 15:00+00');
select is((select private.issue_invoice(one) from drafts), 1::bigint, 'the first of a series is number 1');
select throws_ok($$ select private.issue_invoice(one) from drafts $$, 'MT002', null, 'an invoice is issued once');
select throws_ok($$ update public.invoices set state = 'draft' where id = (select one from drafts) $$, 'MT001', null, 'what was issued is no draft again');

-- Lines of what was issued, whoever asks
select throws_ok($$ insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) select one, 2, 'More', 1, 0 from drafts $$, 'MT002', null, 'gets no more lines');
select throws_ok($$ update public.invoice_lines set unit_price = 1 where invoice_id = (select one from drafts) $$, 'MT002', null, 'no other prices');
select throws_ok($$ delete from public.invoice_lines where invoice_id = (select one from drafts) $$, 'MT002', null, 'loses none');
select throws_ok($$ update public.invoice_lines set invoice_id = (select one from drafts), position = 2 where invoice_id = (select other from drafts) $$, 'MT002', null, 'none moves onto it');
select throws_ok($$ update public.invoice_lines set invoice_id = (select other from drafts), position = 2 where invoice_id = (select one from drafts) $$, 'MT002', null, 'nor off it');
select throws_ok($$ delete from public.invoices where id = (select one from drafts) $$, 'MT002', null, 'and it does not go with all of them');

-- Days
insert into public.invoices (id, customer_id) select tests.id('invoice ' || n), tests.id('ada') from generate_series(2, 4) n;
select throws_ok($$ select private.issue_invoice(tests.id('invoice 2')) $$, '23514', null, 'without lines there is nothing to issue');
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) select tests.id('invoice ' || n), 1, 'Part', 1, 0 from generate_series(2, 4) n;
select tests.freeze_clock('2026-06-10 14:59+00');
select private.issue_invoice(tests.id('invoice 2'));
select tests.freeze_clock('2026-06-10 15:01+00');
select private.issue_invoice(tests.id('invoice 3'));
select results_eq($$ select i.number, i.issued_at from public.invoices i where i.number is not null order by i.number $$,
  $$ values (1::bigint, timestamptz '2026-06-10 15:00+00'), (2, '2026-06-10 15:00+00'), (3, '2026-06-10 15:01+00') $$,
  'numbers follow each other, what failed took none, and days never go back');

-- What will not be charged, and stops that do not take place
select lives_ok($$ select private.drop_charges(array[tests.id('visit')]) $$, 'a visit is taken off its draft');
select is((select array_agg(l.invoice_id) from public.invoice_lines l, drafts d where l.invoice_id in (d.one, d.other)), (select array[one] from drafts), 'and off nothing else');
select private.void_draft(tests.id('order')), private.void_draft(tests.id('other order'));
select results_eq('select i.state from public.invoices i, drafts d where i.id in (d.one, d.other) order by i.id = d.other', array['issued', 'void'], 'drafts are voided, what was issued is not');
select throws_ok($$ insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) select other, 1, 'Late', 1, 0 from drafts $$, 'MT002', null, 'what is void takes no lines');
select throws_ok($$ update public.invoices set state = 'void', void_reason = 'Wrong' where id = (select one from drafts) $$, 'MT002', null, 'an invoice is not taken back by hand');
select is((select private.void_invoice(one, 'Wrong') from drafts), '{"status": "void"}', 'but for a reason');
select throws_ok($$ delete from public.invoice_lines $$, 'MT002', null, 'with its lines');

select * from finish();
rollback;
