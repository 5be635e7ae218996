-- The office's list of contracts: its situations on both sides of their boundaries, and whose eyes it is for.
begin;
select plan(6);

select tests.freeze_clock('2026-06-02 14:00:00+00');
select tests.act_as_owner();

insert into public.customers (id, name, customer_ref, phone, city)
values ('00000000-0000-4000-8000-000000000135', 'Quill Searchable', 'REF-135', '905-555-0135', 'Brampton');
insert into public.products (sku, name) values ('T-135', 'Handicare 1000');
insert into public.units (id, customer_id, category_id, product_id, serial_number)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, '00000000-0000-4000-8000-000000000135', k.id,
  (select p.id from public.products p where p.sku = 'T-135'), 'SN-' || n
from generate_series(1, 4) n, public.equipment_categories k where k.code = 'stairlift';
-- Due on June 1, 2, July 2 and 3: yesterday, today, in 30 days, in 31.
insert into public.maintenance_contracts (unit_id, interval_months, due_anchor_on)
values ('00000000-0000-4000-8000-000000000001', 1, '2026-05-01'), ('00000000-0000-4000-8000-000000000002', 1, '2026-05-02'),
  ('00000000-0000-4000-8000-000000000003', 1, '2026-06-02'), ('00000000-0000-4000-8000-000000000004', 1, '2026-06-03');
set constraints all immediate;

select tests.act_as_staff('office');
select results_eq(
  $$ select due_on::text, situation from public.contract_list where customer = 'Quill Searchable' order by due_on $$,
  $$ values ('2026-06-01', 'overdue'), ('2026-06-02', 'due'), ('2026-07-02', 'due'), ('2026-07-03', 'later') $$,
  'overdue from the day after the due date, due from 30 days before it');
select is((select distinct booked_for from public.contract_list where customer = 'Quill Searchable'), null,
  'nothing is booked yet');
select hasnt_column('public', 'contract_list', 'token', 'links stay out of lists');

select tests.act_as_staff('technician');
select is((select count(*) from public.contract_list), 0::bigint, 'technicians see no contracts');

select tests.act_as_anon();
select throws_ok($$ select from public.contract_list $$, '42501', null, 'nobody else may look');

select tests.act_as_staff('office');
select throws_ok($$ update public.contract_list set state = 'paused' $$, '55000', null, 'the list is for reading');

select * from finish();
rollback;
