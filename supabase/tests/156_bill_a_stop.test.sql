-- The bill of a stop: who is charged for what, taxed how and why, when it is issued, taken back and written anew, and by whom.
begin;
select plan(56);
select tests.freeze_clock('2026-06-04 12:00+00');
insert into public.customers (id, name, email, street, city, province, postal_code) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', '1 Elm St', '2026-06-20'::date + n::integer) from unnest(array['one', 'two', 'three']) with ordinality u (label, n);
update public.units set serial_number = 'SL-2' where id = tests.id('two');
update public.maintenance_contracts set no_charge_until = '2027-01-01', no_charge_reason = 'included in your warranty' where id = tests.id('two');
update public.maintenance_contracts set tax_code_id = (select id from public.tax_codes where code = 'ZERO_DEVICE') where id = tests.id('three');

-- A booked stop for all three, as booking makes it.
insert into public.work_orders (id, customer_id, intake_source) values (tests.id('order'), tests.id('ada'), 'office');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, work_order_id, during, address)
values (tests.id('stop'), tests.id('Tess One'), 'maintenance', tests.id('ada'), tests.id('order'), '[2026-06-03 13:00+00, 2026-06-03 16:00+00)', '1 Elm St, Brampton');
select private.add_visits(t.*, private.priced(private.units_of_stop(array[tests.id('one'), tests.id('two'), tests.id('three')])), null, null, 'client')
from public.technician_tasks t where t.id = tests.id('stop');
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.bill() returns uuid language sql as $$ select i.id from public.invoices i where i.work_order_id = tests.id('order') order by i.created_at desc, i.number desc nulls first limit 1 $$;

select results_eq($$ select l.unit_price, l.tax_rate, l.tax_code, l.tax_name, l.tax_reason, l.price_reason from public.invoice_lines l join public.maintenance_visits v on v.id = l.visit_id
    join public.maintenance_cycles y on y.id = v.cycle_id order by array_position(array[tests.id('one'), tests.id('two'), tests.id('three')], y.contract_id) $$,
  $$ values (189.00, 0.13, 'HST_ON', 'HST 13 %', null, null), (0.00, 0.13, 'HST_ON', 'HST 13 %', null, 'included in your warranty'),
    (189.00, 0.00, 'ZERO_DEVICE', 'Zero-rated', 'Service on a zero-rated medical device', null) $$, 'each line says its tax, and why it costs nothing or bears none');

-- While somebody waits for an outcome nothing is issued
select throws_ok($$ select private.issue_stop_invoice(tests.id('order'), private.clock()) $$, 'MT021', null, 'a stop is not billed while a visit waits for its outcome');
select is(private.issue_draft(pg_temp.bill(), private.clock()), '{"status": "refused", "reason": "visits"}', 'nor when the office asks');

-- One and two are done, with parts; nobody was there for three
select tests.as_function('complete_visit', format('insert into public.visit_parts (visit_id, position, description, quantity, unit_price, charge) values
  (%1$L, 1, ''Footrest spring'', 2, 19.25, ''billed''), (%1$L, 2, ''Grease'', 1, 5, ''included''), (%1$L, 3, ''Rail'', 1, 900, ''quote'')', pg_temp.visit('one')));
select tests.as_function('complete_visit', format('update public.maintenance_visits set state = case id when %L then ''no_show'' else ''done'' end, service_on = case id when %1$L then null else date ''2026-06-03'' end', pg_temp.visit('three')));
select tests.as_function('complete_visit', format('update public.technician_tasks set state = ''completed'' where id = %L', tests.id('stop')));
create temp table issued as select private.issue_draft(pg_temp.bill(), private.clock()) as p;
grant select on issued to public;
grant execute on function pg_temp.bill to public;
select is((select p - 'id' from issued), '{"status": "issued", "number": "M-000001"}', 'once each has its outcome it is');
select results_eq($$ select l.description, l.quantity, l.amount, l.tax, l.tax_name from public.invoice_lines l order by l.position $$,
  $$ values ('Maintenance visit: Stair lift (3 of 3)', 1.00, 189.00, 24.57, 'HST 13 %'), ('Maintenance visit: Stair lift (serial SL-2)', 1.00, 0.00, 0.00, 'HST 13 %'),
    ('Part: Footrest spring', 2.00, 38.50, 5.01, 'HST 13 %') $$, 'with what was done, told apart, and the parts that are billed, taxed as their visit');
select is((select (printed ->> 'served_on', printed ->> 'technician_name', printed -> 'client' ->> 'address')::text from public.invoices where id = pg_temp.bill()),
  '(2026-06-03,Tess,"1 Elm St, Brampton")', 'it says who was where, and when');
select is(private.issue_draft(pg_temp.bill(), private.clock()), '{"status": "refused", "reason": "issued"}', 'it is issued once');
select is((private.issue_stop_invoice(tests.id('order'), private.clock())).id, null, 'and nothing is left to issue');
select throws_ok($$ select private.issue_draft(gen_random_uuid(), private.clock()) $$, 'PT404', null, 'what is not there is not issued');

-- What it says
select is((select array[f ->> 'number', f ->> 'due_on', f ->> 'net', f ->> 'tax', f ->> 'total', f ->> 'balance', f -> 'bill_to' ->> 'name'] from private.invoice_facts(pg_temp.bill()) f),
  array['M-000001', '2026-07-04', '227.50', '29.58', '257.08', '257.08', 'Ada Example'], 'its facts are its sums');
select is((select f -> 'taxes' from private.invoice_facts(pg_temp.bill()) f), '[{"name": "HST 13 %", "rate": 0.13000, "net": 227.50, "tax": 29.58}]', 'and its taxes by name');
select is(private.visit_outcome(pg_temp.visit('one')) #>> '{invoice,in_cash}', '257.10', 'whoever takes cash is told what coins make of it');

-- Who takes money
select tests.act_as_staff('technician');
select tests.act_as_owner();
insert into public.staff (user_id, email, name, role) select id, id || '@tests.example.com', 'Luis', 'technician' from (select gen_random_uuid() as id) u;
update public.technicians set staff_id = (select id from public.staff where email = 'technician@tests.example.com') where id = tests.id('Tess One');
update public.technicians set staff_id = (select id from public.staff where name = 'Luis') where id = tests.id('Luis Two');
create function pg_temp.pay(amount numeric) returns text language sql as $$
  select public.record_payment((select (p ->> 'id')::uuid from issued), amount, 'card', gen_random_uuid()) ->> 'balance' $$;
grant execute on function pg_temp.pay to public;
select tests.act_as('authenticated', (select user_id from public.staff where name = 'Luis'));
select throws_ok('select pg_temp.pay(1)', '42501', null, 'another technician takes no money');
select throws_ok($$ select public.issue_invoice((select (p ->> 'id')::uuid from issued)) $$, '42501', null, 'nor issues');
select throws_ok($$ select public.void_invoice((select (p ->> 'id')::uuid from issued), 'x') $$, '42501', null, 'nor takes back');
select throws_ok($$ select public.rebill_visit(gen_random_uuid()) $$, '42501', null, 'nor bills anew');
select throws_ok($$ select public.invoice_page((select (p ->> 'id')::uuid from issued)) $$, '42501', null, 'nor looks at it');
select tests.act_as_staff('technician');
select throws_ok($$ select public.void_invoice((select (p ->> 'id')::uuid from issued), 'x') $$, '42501', null, 'nor does the one who was there');
select is(pg_temp.pay(1), '256.08', 'but they take money at the door');
select is_empty('select id from public.payments', 'and read no list of it');
select tests.act_as_owner();
select results_eq('select p.taken_at, s.role from public.payments p join public.staff s on s.id = p.taken_by', $$ values ('door', 'technician') $$, 'it is on record who, and where');
savepoint before_they_left;
update public.staff set active = false where role = 'technician';
select tests.act_as('authenticated', (select user_id from public.staff where email = 'technician@tests.example.com'));
select throws_ok('select pg_temp.pay(1)', '42501', null, 'who has left takes none');
select tests.act_as_owner();
rollback to before_they_left;
update public.technicians set active = false where id = tests.id('Tess One');
update public.staff set active = true where role = 'technician';
select tests.act_as('authenticated', (select user_id from public.staff where email = 'technician@tests.example.com'));
select throws_ok('select pg_temp.pay(1)', '42501', null, 'nor who drives no more, whatever else they do');
select tests.act_as_owner();
rollback to before_they_left;
select tests.act_as_anon();
select throws_ok('select pg_temp.pay(1)', '42501', null, 'nor does a stranger');
select tests.act_as_staff('office');
select is(pg_temp.pay(2), '254.08', 'the office takes money too');
select is((select taken_at from public.payments order by created_at, amount desc limit 1), 'office', 'there');
select throws_ok($$ insert into public.payments (invoice_id, request_id, method, amount, balance_after, taken_at) values ((select (p ->> 'id')::uuid from issued), gen_random_uuid(), 'card', 1, 0, 'door') $$, '42501', null, 'and writes none behind the function');
select tests.act_as_service();
select throws_ok($$ insert into public.payments (invoice_id, request_id, method, amount, balance_after, taken_at) values ((select (p ->> 'id')::uuid from issued), gen_random_uuid(), 'card', 1, 0, 'door') $$, '42501', null, 'nor does a job');
select tests.act_as_owner();
select private.record_payment(pg_temp.bill(), 254.08, 'cash', gen_random_uuid(), null, private.clock());
select is(private.visit_outcome(pg_temp.visit('one')) #>> '{invoice,rounding}', '0.02', 'what cash was rounded by is told with what it paid');

-- Taken back, and anew
create function pg_temp.unbilled() returns text[] language sql as $$
  select array(select i ->> 'number' from jsonb_array_elements(private.list_invoices('{"state": "not_billed"}', 'date', null, 50, false) -> 'rows') i order by 1) $$;
select is(pg_temp.unbilled(), '{}', 'what is charged waits for nobody');
select is(private.rebill_visit(pg_temp.visit('one'), null, null), '{"status": "refused", "reason": "charged"}', 'what is charged is not charged anew');
select is(private.void_invoice(pg_temp.bill(), 'Wrong price'), '{"status": "refused", "reason": "paid"}', 'what is paid in part is not taken back');
-- As if nobody had paid.
alter table public.payments disable trigger keep_payments;
delete from public.payments;
alter table public.payments enable trigger keep_payments;
select tests.act_as_staff('office');
select is(public.void_invoice((select (p ->> 'id')::uuid from issued), 'Wrong price'), '{"status": "void"}', 'the office takes back what nobody paid');
select is((select jsonb_agg(v -> 'fee') from jsonb_array_elements(public.invoice_page((select (p ->> 'id')::uuid from issued)) -> 'rebillable') v), '[189.00, 0.00]', 'and sees what can be charged anew');
select tests.act_as_owner();
select is(pg_temp.unbilled(), '{M-000001}', 'and finds it in a list until then');
select is(private.rebill_visit(pg_temp.visit('one'), -1, 'x'), '{"status": "refused", "reason": "fee"}', 'nobody is charged less than nothing');
select is(private.rebill_visit(pg_temp.visit('one'), 'NaN', 'x'), '{"status": "refused", "reason": "fee"}', 'nor what is no number');
select is(private.rebill_visit(pg_temp.visit('one'), 100, ' '), '{"status": "refused", "reason": "reason"}', 'another price has a reason');
select throws_ok($$ select private.rebill_visit(gen_random_uuid(), 1, 'x') $$, 'PT404', null, 'nor who was never charged');
select is(private.rebill_visit(pg_temp.visit('one'), 100, 'As agreed on the phone') ->> 'status', 'drafted', 'a visit is charged anew');
select is(private.rebill_visit(pg_temp.visit('one'), 100, 'Again') ->> 'reason', 'charged', 'once');
select is(pg_temp.unbilled(), '{M-000001}', 'while another visit of it is charged by nobody');
select is((private.rebill_visit(pg_temp.visit('two'), null, null) ->> 'invoice_id')::uuid, pg_temp.bill(), 'others of the stop on the same draft');
select is(private.issue_draft(pg_temp.bill(), private.clock(), 112.99), '{"status": "refused", "reason": "changed", "total": 113.00}', 'whose page showed another sum issues nothing');
select is(pg_temp.unbilled(), '{}', 'a draft that charges them is enough');
select tests.act_as_staff('office');
select is(public.issue_invoice(pg_temp.bill(), 113) - 'id', '{"status": "issued", "number": "M-000002", "mailed_to": 1}', 'the office issues it under the next number, and mails it');
select tests.act_as_owner();
select results_eq($$ select l.unit_price, l.price_reason from public.invoice_lines l where l.invoice_id = pg_temp.bill() order by l.position $$,
  $$ values (100.00, 'As agreed on the phone'), (0.00, 'included in your warranty'), (19.25, null) $$, 'with the reasons, and with the parts');
select is((select array_agg(private.superseded_because(m)) from public.messages m where m.kind = 'invoice'), array[null]::text[], 'the mail waits to be sent');
select is(private.void_invoice(pg_temp.bill(), 'Wrong again') ->> 'status', 'void', 'what is taken back');
select is((select array_agg(private.superseded_because(m)) from public.messages m where m.kind = 'invoice'), array['the invoice is void'], 'is mailed no more');
select is(pg_temp.unbilled(), '{M-000001,M-000002}', 'both wait to be billed anew');
savepoint not_done;
set local session_replication_role = replica;
update public.maintenance_visits set state = 'reversed' where id = any (array[pg_temp.visit('one'), pg_temp.visit('two')]);
set local session_replication_role = origin;
select is(pg_temp.unbilled(), '{}', 'no visit that was taken back does');
rollback to not_done;
set local session_replication_role = replica;
update public.customers set erased_on = '2026-06-04', name = 'Erased client' where id = tests.id('ada');
set local session_replication_role = origin;
select is(pg_temp.unbilled(), '{}', 'nor does anything of who was erased');
select is(private.rebill_visit(pg_temp.visit('one'), null, null), '{"status": "refused", "reason": "erased"}', 'who is charged nothing any more');
select is(private.rebillable_visits((select i.id from public.invoices i where i.number = 2)), '[]', 'and the invoice offers it to nobody');
rollback to not_done;

-- Each unit of a stop billed anew by itself
select private.rebill_visit(pg_temp.visit('one'), 100, 'As agreed on the phone');
select private.issue_draft((select i.id from public.invoices i where i.state = 'draft' and i.customer_id = tests.id('ada')), private.clock());
select private.rebill_visit(pg_temp.visit('two'), null, null);
select private.issue_draft((select i.id from public.invoices i where i.state = 'draft' and i.customer_id = tests.id('ada')), private.clock());
select is((select string_agg(label || ' ' || (private.visit_outcome(pg_temp.visit(label)) #>> '{invoice,total}'), ', ' order by label) from unnest(array['one', 'two']) label), 'one 156.51, two 0.00', 'each is told its own invoice');

select * from finish();
rollback;
