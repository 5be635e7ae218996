-- The office's list of contracts: its situations on both sides of their boundaries, and whose eyes it is for.
begin;
select plan(21);

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

-- What clients asked for
select tests.act_as_owner();
select private.raise_about_cycle('callback', y.id, '{"phone": "905-555-0199", "preferred_times": "Mornings", "note": null}')
from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where c.unit_id = '00000000-0000-4000-8000-000000000001';
select tests.freeze_clock('2026-06-05 14:00:00+00');
select private.raise_activity('client_change', private.subject_key('cycle', y.id::text), '{"what": "gone", "paused": []}',
  customer_id => c.customer_id, contract_id => c.id, cycle_id => y.id, urgent => c.unit_id = '00000000-0000-4000-8000-000000000003')
from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
where c.unit_id in ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003');
select private.raise_activity('self_check', 'customer:1');
select private.raise_activity('missing_address', 'customer:0');
update public.office_activities set state = 'done', outcome = 'seen', closed_at = private.clock() where kind = 'missing_address';

select tests.act_as_staff('office');
create function pg_temp.work(kinds text[], most integer default 50) returns jsonb language sql as $$ select public.list_activities(kinds, most) $$;
select is((select array_agg((r ->> 'kind', r ->> 'urgent', r ->> 'phone', r ->> 'call_by', r ->> 'has_number')::text)
    from jsonb_array_elements(pg_temp.work('{callback,client_change}') -> 'rows') r),
  array['(client_change,true,905-555-0135,,false)', '(callback,false,905-555-0199,2026-06-03,true)', '(client_change,false,905-555-0135,,false)'],
  'urgent first, then who has waited longest; the number that was left, else the client''s');
select is((pg_temp.work('{callback}') -> 'rows' -> 0) - array['activity_id', 'contract_id', 'asked_at', 'phone', 'call_by', 'has_number'],
  '{"kind": "callback", "urgent": false, "customer": "Quill Searchable", "product_name": "Handicare 1000", "told_apart": "serial ends in SN-1", "booked_at": null, "visit_id": null, "what": null, "preferred_times": "Mornings", "note": null}',
  'who, what, and what was said');
select is((pg_temp.work('{callback,client_change}', 1) ->> 'activities', jsonb_array_length(pg_temp.work('{callback,client_change}', 1) -> 'rows'))::text, '(3,1)', 'what is not shown is counted');
select is(jsonb_array_length(pg_temp.work('{callback,client_change}', -5) -> 'rows'), 1, 'a bound below one is one');
select is(pg_temp.work(null) ->> 'activities', '4', 'without kinds it is all that is open');
select is(pg_temp.work('{}') -> 'rows', '[]', 'of no kind there is nothing');
select is(pg_temp.work('{missing_address}'), '{"status": "ok", "activities": 0, "rows": []}', 'what is done is listed no more');
select tests.act_as_owner();
select private.raise_activity('missing_address', 'customer:' || n) from generate_series(1, 201) n;
select tests.act_as_staff('office');
select is((select (w ->> 'activities', jsonb_array_length(w -> 'rows'))::text from pg_temp.work('{missing_address}', 1000) w), '(201,200)', 'a list has 200 rows at most, whatever is asked for');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-06 14:00:00+00');
select private.raise_activity('missing_address', 'customer:now', urgent => true);
select tests.act_as_staff('office');
select is(pg_temp.work('{missing_address}', 1) -> 'rows' -> 0 ->> 'urgent', 'true', 'what is urgent is shown, however much has waited longer');
select is(public.count_contracts() - 'status', (
    select jsonb_build_object('overdue', count(*) filter (where situation = 'overdue' and state = 'active'), 'due', count(*) filter (where situation = 'due' and state = 'active'),
      'booked', count(*) filter (where situation = 'booked'), 'active', count(*) filter (where state = 'active')) from public.contract_list), 'the first page counts what its lists have');
select cmp_ok((public.count_contracts() ->> 'active')::integer, '>', 0, 'and there is something to count');
select tests.act_as_staff('technician');
select throws_ok(f, '42501', null, 'technicians see no such list: ' || f) from unnest(array['select public.list_activities()', 'select public.count_contracts()']) f;
select tests.act_as_anon();
select throws_ok(f, '42501', null, 'nor does anybody else: ' || f) from unnest(array['select public.list_activities()', 'select public.count_contracts()']) f;

select * from finish();
rollback;
