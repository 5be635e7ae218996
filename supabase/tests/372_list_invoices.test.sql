-- The list of invoices: each state has its rows, what is owed by its day, and what the week's figures count is in it.
begin;
select plan(25);

-- Late on Monday, June 1, in Toronto.
select tests.freeze_clock('2026-06-02 03:30+00');
select tests.act_as_owner();
insert into public.customers (id, name, email, phone, city) values
  (tests.id('ada'), 'Ada Åkesson', 'ada@example.com', '905-555-0101', 'Brampton'), (tests.id('bo'), 'Bo Berg', null, '905-555-0102', 'Guelph');

create function pg_temp.bill(label text, customer text, price numeric, issued boolean default true) returns void language plpgsql as $$
begin
  insert into public.invoices (id, customer_id) values (tests.id(label), tests.id(customer));
  insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name) values (tests.id(label), 1, 'Part', price, 0.13, 'HST 13 %');
  if issued then
    perform private.issue_invoice(tests.id(label));
  end if;
end;
$$;
create function pg_temp.pay(label text, amount numeric) returns void language sql as $$
  select private.record_payment(tests.id(label), amount, 'cheque', gen_random_uuid(), null, private.clock());
$$;
create function pg_temp.found(filters jsonb, sort text default null)
returns text[] language sql
as $$
  select array(select l.label from jsonb_array_elements(public.list_invoices(filters, sort) -> 'rows') with ordinality r (line, nr)
    join unnest('{one,part,paid,draft,gone,bos}'::text[]) l (label) on tests.id(l.label)::text = r.line ->> 'invoice_id' order by r.nr)
$$;
create function pg_temp.sorted(filters jsonb)
returns text[] language sql
as $$ select array(select unnest(pg_temp.found(filters)) order by 1) $$;
create function pg_temp.walk(sort text)
returns text[] language plpgsql
as $$
declare
  v_page jsonb := public.list_invoices('{}', sort, null, 1, false);
  v_ids text[] := array[v_page #>> '{rows,0,invoice_id}'];
begin
  while v_page ->> 'after' is not null loop
    v_page := public.list_invoices('{}', sort, v_page ->> 'after', 1, false);
    v_ids := v_ids || (v_page #>> '{rows,0,invoice_id}');
  end loop;
  return v_ids;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated;

select pg_temp.bill('one', 'ada', 100), pg_temp.bill('paid', 'ada', 200);
select tests.freeze_clock('2026-06-10 15:00+00');
select pg_temp.bill('part', 'ada', 100), pg_temp.bill('gone', 'ada', 100), pg_temp.bill('bos', 'bo', 100), pg_temp.bill('draft', 'ada', 100, false);
select pg_temp.pay('part', 13), pg_temp.pay('paid', 226);
select private.void_invoice(tests.id('gone'), 'Wrong price');
set constraints all immediate;

select tests.act_as_staff('office');
select is(pg_temp.sorted('{}'), '{bos,draft,gone,one,paid,part}', 'all are there');
select is(pg_temp.sorted('{"state": "draft"}'), '{draft}', 'what is not issued yet');
select is(pg_temp.sorted('{"state": "issued"}'), '{bos,one,paid,part}', 'what was issued and holds');
select is(pg_temp.sorted('{"state": "open"}'), '{bos,one,part}', 'what is to be paid and not late, a part of it paid or not');
select is(pg_temp.sorted('{"state": "overdue"}'), '{}', 'nothing is late');
select is(pg_temp.sorted('{"state": "paid"}'), '{paid}', 'what is paid in full');
select is(pg_temp.sorted('{"state": "with_payments"}'), '{paid,part}', 'what money came in for');
select is(pg_temp.sorted('{"state": "void"}'), '{gone}', 'what no longer holds');
select is(pg_temp.sorted('{"state": "issued", "from": "2026-06-01", "until": "2026-06-01"}'), '{one,paid}', 'the day of issue is the company''s');
select is(pg_temp.sorted('{"state": "issued", "from": "2026-06-02", "until": "2026-06-09"}'), '{}', 'and none beside it');
select is(pg_temp.sorted('{"state": "with_payments", "from": "2026-06-08", "until": "2026-06-14"}'), '{paid,part}', 'money is of the week in which it came');
select is(pg_temp.sorted('{"state": "with_payments", "until": "2026-06-07"}'), '{}', 'not of the one of its invoice');
select is(pg_temp.sorted('{"search": "guelph"}') || pg_temp.sorted(jsonb_build_object('search', 'bo berg')), '{bos,bos}', 'a search finds them by what their client is found by');
select is(pg_temp.found('{"search": "m-000001"}') || pg_temp.found('{"search": "000002"}'), '{one,paid}', 'and by their number');
select is((pg_temp.found('{}', 'due'))[1:2] <@ '{one,paid}', true, 'what is due first comes first');
select is((pg_temp.found('{}', 'due'))[6], 'draft', 'what is not due yet comes last');
select is(cardinality(array(select distinct unnest(pg_temp.walk(sort)))), 6, format('page after page in the order %s all are shown, once', sort)) from unnest('{-date,due,-due}'::text[]) sort;
select is(public.list_invoices('{"search": "akesson", "state": "paid"}') -> 'counts', '{"draft": 1, "issued": 3, "open": 2, "overdue": 0, "paid": 1, "with_payments": 2, "void": 1, "not_billed": 0, "all": 5}', 'each state is counted with the other filters');

select tests.act_as_owner();
select tests.freeze_clock('2027-06-10 15:00+00');
alter table public.customers disable trigger user;
update public.customers set erased_on = '2026-06-11', name = 'Erased client', phone = null where id = tests.id('bo');
delete from private.client_search where customer_id = tests.id('bo');
alter table public.customers enable trigger user;
select tests.act_as_staff('office');
select is(pg_temp.sorted('{"state": "overdue"}'), '{bos,one,part}', 'a year later all is late that is owed; the books have no hole where a client was erased');
select is((select (r - '{invoice_id,customer_id,dated,due_on}'::text[]) from jsonb_array_elements(public.list_invoices('{"search": "m-000005"}') -> 'rows') r),
  '{"kind": "invoice", "number": "M-000005", "state": "issued", "overdue": true, "customer": "Erased client", "phone": null, "bill_to": null, "net": 100.00, "tax": 13.00, "total": 113.00, "paid": 0, "balance": 113.00}',
  'its number, days and sums stay, and nothing of the person');
select is(pg_temp.sorted('{"search": "bo berg"}'), '{}', 'by whose name they are not found');
select is(pg_temp.sorted('{"state": "open"}'), '{}', 'and nothing is still in time');

select tests.act_as_staff('technician');
select throws_ok($$select public.list_invoices()$$, '42501', null, 'a technician reads no list');
select * from finish();
rollback;
