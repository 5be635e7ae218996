-- The edges of lists and of finding: what a page leads to, what is counted, and what only looks as if it fitted.
begin;
select plan(27);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, city) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0101', 'Brampton'), (tests.id('bo'), 'Bo Berg', null, null, 'Guelph');
select tests.technician('Luis', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm Street', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm Street', '2026-06-21'), tests.unit('bos', 'bo', 'stairlift', '2 Oak Street', '2026-06-22');
update public.units set serial_number = 'SN 12 34' where id = tests.id('lift');
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
create function pg_temp.bill(label text, customer text, due date, number bigint, state text default 'issued') returns void language plpgsql as $$
begin
  perform pg_temp.past_guards(format($q$ insert into public.invoices (id, customer_id, number, state, issued_at, due_on, bill_to_name, printed, void_reason)
    values (%L, %L, %s, %L, %L, %L, 'Somebody', '{}', %L) $q$, tests.id(label), tests.id(customer), number, state, private.clock(), due, case state when 'void' then 'Wrong' end));
  perform pg_temp.past_guards(format($q$ insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name, visit_id, live)
    select %1$L, 1, 'Visit', 100, 0.13, 'HST 13 %%', v.id, %2$L from (select min(v.id::text)::uuid as id from public.maintenance_visits v where v.state = 'done' and not %2$L) v $q$, tests.id(label), state = 'issued'));
  if state = 'issued' then
    perform pg_temp.past_guards(format($q$ insert into private.owed_invoices (invoice_id, due_on, issued_at, balance) values (%L, %L, %L, 113) $q$, tests.id(label), due, private.clock()));
  end if;
end $$;
create function pg_temp.visits(state text) returns text language sql as $$
  select coalesce(string_agg(r ->> 'state', ',' order by r ->> 'state'), '-') from jsonb_array_elements(private.list_visits(jsonb_build_object('state', visits.state), null, null, 50, false) -> 'rows') r $$;
create function pg_temp.groups(typed text) returns text language sql as $$
  select coalesce(string_agg(g ->> 'kind', ',' order by n), '-') from jsonb_array_elements(private.find(typed, 5, null) -> 'groups') with ordinality x (g, n) $$;
savepoint company;

-- Pages
select is(private.list_contracts('{}', 'due', null, 2, false) -> 'before', 'null', 'before the first page there is none');
select isnt(private.list_contracts('{}', 'due', null, 2, false) -> 'after', 'null', 'after it there is one');
select is(private.list_contracts('{}', 'due', private.list_contracts('{}', 'due', null, 2, false) ->> 'after', 2, false) -> 'after', 'null', 'after the last one there is none');
insert into public.customers (name) select 'Many ' || i from generate_series(1, 1001) i;
select is(private.list_clients('{}', null, null, 1, true) #> '{counts,all}', '1001', 'nobody counts further than a thousand and one');
select is(private.list_clients('{"about": "without_email"}', null, null, 1, true) #> '{counts,deceased}', '0', 'each part by itself');
rollback to company;

-- What is rare, and what is over
update public.maintenance_contracts set state = 'paused' where id = tests.id('second');
select is((select (r -> 'contracts')::integer from jsonb_array_elements(private.list_clients('{}', null, null, 50, false) -> 'rows') r where r ->> 'name' = 'Ada Example'), 2, 'a contract that rests is one of a client''s');
rollback to company;
select tests.book('lift', 'Luis', '2026-06-03 13:00+00');
select tests.freeze_clock('2026-06-03 15:00+00');
select is(pg_temp.visits('today'), 'scheduled', 'a visit of today');
select is(private.list_visits('{}', null, null, 50, false) #> '{rows,0,not_closed}', 'true', 'whose time is over and that nobody closed');
savepoint booked;
select pg_temp.past_guards($$ update public.maintenance_visits set state = 'needs_rescheduling'; update public.technician_tasks set state = 'needs_rescheduling' $$);
select is(pg_temp.visits('today'), '-', 'is not of today when it waits for another time');
rollback to booked;
select pg_temp.past_guards($$ update public.maintenance_visits set state = 'done', service_on = '2026-06-03'; update public.technician_tasks set state = 'completed' $$);
select is(private.list_visits('{}', null, null, 50, false) #> '{rows,0,not_closed}', 'false', 'and closed when it is done');

-- Invoices
select is(private.list_invoices('{"state": "open"}', null, null, 50, false) -> 'rows', '[]', 'nobody owes anything');
select pg_temp.bill('today', 'ada', '2026-06-03', 1);
select is(jsonb_path_query_array(private.list_invoices('{"state": "open"}', null, null, 50, false), '$.rows[*].number'), '["M-000001"]', 'what is to be paid today is not late');
select is(private.list_invoices('{"state": "overdue"}', null, null, 50, false) -> 'rows', '[]', 'so it stands nowhere else');
select tests.freeze_clock('2026-06-04 15:00+00');
select is(jsonb_path_query_array(private.list_invoices('{"state": "overdue"}', null, null, 50, false), '$.rows[*].overdue'), '[true]', 'tomorrow it is late');
select private.record_payment(tests.id('today'), 113, 'cheque', gen_random_uuid(), null, private.clock());
select is((private.invoice_listed(array[tests.id('today')])) #> '{0,overdue}', 'false', 'and paid late it is not late any more');
select is(jsonb_array_length(private.list_invoices('{"search": "M-1"}', null, null, 50, false) -> 'rows'), 1, 'a number with the letter of its series finds it');
select is(jsonb_array_length(private.list_invoices('{"search": "C-1"}', null, null, 50, false) -> 'rows'), 0, 'with another one it does not');
rollback to booked;
select pg_temp.past_guards($$ update public.maintenance_visits set state = 'done', service_on = '2026-06-03' $$);
select pg_temp.past_guards($$ delete from public.invoice_lines; delete from public.invoices $$);
select pg_temp.bill('taken back', 'ada', '2026-07-03', 1, 'void');
select is(jsonb_path_query_array(private.list_invoices('{"state": "not_billed"}', null, null, 50, false), '$.rows[*].number'), '["M-000001"]', 'what was done and is charged by nothing any more');
select pg_temp.past_guards($$ update public.invoices set number = null, issued_at = null, due_on = null, bill_to_name = null, printed = null, void_reason = null $$);
select is(private.list_invoices('{"state": "not_billed"}', null, null, 50, false) -> 'rows', '[]', 'of a draft that was thrown away nothing was ever told');
select pg_temp.past_guards($$ delete from public.invoice_lines; delete from public.invoices $$);
select pg_temp.bill('taken back', 'ada', '2026-07-03', 1, 'void');
select pg_temp.past_guards($$ update public.customers set erased_on = '2026-06-03' where id = tests.id('ada') $$);
select is(private.list_invoices('{"state": "not_billed"}', null, null, 50, false) -> 'rows', '[]', 'of whoever was erased nothing is billed anew');
rollback to company;

-- Nobody who was erased is written anew into what searches read
select pg_temp.past_guards($$ update public.customers set erased_on = '2026-06-01', name = 'Erased client' where id = tests.id('ada'); delete from private.contract_search s where s.contract_id in (tests.id('lift'), tests.id('second')) $$);
update public.equipment_categories set name = 'Stair lift, renamed' where code = 'stairlift';
select is((select array_agg(s.contract_id) from private.contract_search s), array[tests.id('bos')], 'another name of the kind finds the contracts of those who are there');
rollback to company;

-- Words
select is(private.search_words('unité 31') || private.search_words('# 31') || private.search_words('#31'), '{apt31,apt31,apt31}'::text[], 'an apartment is one word, however it is said');
insert into public.sales_orders (id, order_number, customer_id) values (tests.id('order'), 'SO-77', tests.id('ada'));
select is(pg_temp.groups('so7'), 'order', 'three letters of an order find it');
select is(pg_temp.groups('so'), '-', 'two find none');
insert into public.units (id, customer_id, category_id, serial_number, condition) select tests.id('old one'), tests.id('bo'), u.category_id, 'SN 12 34', 'retired' from public.units u where u.id = tests.id('lift');
select is(jsonb_path_query_array(private.find('sn1234', 5, 'unit'), '$.groups[*].rows[*].condition') , '["in_service", "retired"]', 'of two with one number the one in use comes first');
select is((private.client_found(tests.id('bo'), '{bo}')) ->> 'units', '1', 'a client''s units are those in use');
select pg_temp.past_guards($$ insert into public.inspection_certificates (year, number_in_year, code, visit_id, unit_id, contract_id, service_on, expires_on, content)
  select 2026, 7, '1Q4M2XKD9HVT310P', gen_random_uuid(), c.unit_id, c.id, '2026-01-05', '2027-01-05', '{}' from public.maintenance_contracts c where c.id = tests.id('lift') $$);
select is(pg_temp.groups('LQ4M 2XKD 9HVT 3IOP'), 'certificate', 'a code is found with the letters that its digits look like');
select * from finish();
rollback;
