-- What a repair costs, with hostile eyes: amounts that nobody can pay, work that no calendar holds, an invoice that was taken
-- back, and a unit that goes to somebody else while its repair is agreed to.
begin;
select plan(45);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0100'), (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0101');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.staff_user('office'), tests.staff_user('technician');
select tests.unit(label, 'ada', 'lift_chair', label || ' Elm St', '2026-12-20') from unnest('{chair,long,free,far}'::text[]) label;
create function pg_temp.unit(label text) returns uuid language sql security definer as $$ select c.unit_id from public.maintenance_contracts c where c.id = tests.id(label) $$;
create function pg_temp.repair(label text) returns uuid language sql security definer as $$ select w.id from public.work_orders w where w.kind = 'repair' and w.unit_id = (select c.unit_id from public.maintenance_contracts c where c.id = tests.id(label)) order by w.number desc limit 1 $$;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'state', answer ->> 'field', answer ->> 'amount') $$;
create function pg_temp.quote(label text, quantity numeric, price numeric, times integer default 1, kind text default 'part') returns text language sql as $$
  select pg_temp.told(public.change_quote(pg_temp.repair(label), (select jsonb_agg(jsonb_build_object('kind', kind, 'description', 'Rail', 'quantity', quantity, 'unit_price', price)) from generate_series(1, times)),
    (public.repair_page(pg_temp.repair(label)) #>> '{quote,number}')::integer)) $$;
create function pg_temp.wanted(label text) returns text language sql as $$
  select pg_temp.told(public.approve_repair(pg_temp.repair(label), 'Ada', 'phone', (public.repair_page(pg_temp.repair(label)) #>> '{quote,net}')::numeric)) $$;
create function pg_temp.done(label text) returns jsonb language sql as $$
  select public.complete_repair(pg_temp.repair(label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist', '[]'::jsonb,
    'signature', jsonb_build_object('name', 'Ada', 'role', 'client', 'method', 'typed'))) $$;
create function pg_temp.bill(label text, which text default 'issued') returns uuid language sql security definer as $$
  select i.id from public.invoices i where i.work_order_id = pg_temp.repair(label) and i.state = which order by i.created_at desc, i.number desc nulls last limit 1 $$;
create function pg_temp.lines(invoice uuid) returns jsonb language sql security definer as $$
  select jsonb_agg(jsonb_build_object('what', l.description, 'quantity', l.quantity, 'price', l.unit_price, 'rate', l.tax_rate, 'name', l.tax_name) order by l.position) from public.invoice_lines l where l.invoice_id = lines.invoice $$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_staff('office');
select public.open_repair(pg_temp.unit(label), 'It stopped') from unnest('{chair,long,free,far}'::text[]) label;

-- What can be paid
select is(pg_temp.quote('chair', 999, 99999.99, 40), 'rejected range lines', 'nobody is quoted billions, which no payment could hold');
select is(pg_temp.quote('chair', 10, 99999.99), 'saved 999999.90', 'nearly a million is quoted');
select is(pg_temp.quote('chair', 10, 99999.99, 2), 'rejected range lines', 'twice that is not, though each line could be');
select is(pg_temp.wanted('chair'), 'approved 999999.90', 'and agreed to');
select is(pg_temp.quote('free', 0.01, 0.01), 'saved 0.00', 'a cent of a cent is nothing');
select is(pg_temp.quote('free', quantity, price), 'rejected type lines[0].' || field, 'no half cents, nor thousandths')
from (values (0.005, 1, 'quantity'), (1.005, 1, 'quantity'), (1, 0.005, 'unit_price'), (1, 1e-9, 'unit_price')) v (quantity, price, field);
select is(pg_temp.quote('free', 1, 1e9), 'rejected range lines[0].unit_price', 'nor a milliard for a part');
select is(pg_temp.quote('free', 1, 0), 'saved 0.00', 'goodwill is');
-- Three lines of 0.35 at 13 % are 0.05 each, and 0.15 together; 1.05 at once would be 0.14.
select is(pg_temp.quote('far', 1, 0.35, 3), 'saved 1.05', 'small lines');
select is(public.repair_page(pg_temp.repair('far')) #>> '{quote,tax}', '0.15', 'are taxed line by line');

-- What a calendar can hold
select is(pg_temp.quote('long', 999, 1, 1, 'labour'), 'saved 999.00', 'weeks of labour');
select is(pg_temp.wanted('long'), 'approved 999.00', 'are agreed to');
select is(public.repair_page(pg_temp.repair('long')) ->> 'minutes', '1440', 'and take a day of a calendar at most');
select is(pg_temp.told(public.schedule_repair(pg_temp.repair('long'), tests.id('Tess One'), '2026-06-22 04:00+00', true)), 'scheduled', 'which it can be given');

-- Nothing to pay
select is(pg_temp.wanted('free'), 'approved 0.00', 'what costs nothing is wanted');
select is(pg_temp.told(public.schedule_repair(pg_temp.repair('free'), tests.id('Tess One'), '2026-06-02 13:00+00', true)), 'scheduled', 'and has a time');
select is(pg_temp.wanted('far'), 'approved 1.05', 'so is what costs little');
select is(pg_temp.told(public.schedule_repair(pg_temp.repair('far'), tests.id('Tess One'), '2026-06-02 16:00+00', true)), 'scheduled', 'and has a time as well');

-- Whose unit it is
select is(pg_temp.told(public.transfer_unit(pg_temp.unit('chair'), tests.id('bob'))), 'refused repair', 'a unit whose repair somebody agreed to pay goes to nobody else');
select is(pg_temp.told(public.record_life_event(tests.id('ada'), 'transferred', jsonb_build_object('unit_ids', jsonb_build_array(pg_temp.unit('chair')), 'to', tests.id('bob')))), 'refused repair', 'nor to a relative');
select tests.act_as_owner();
select throws_ok($$ update public.units set customer_id = tests.id('bob') where id = pg_temp.unit('chair') $$, 'MT021', null, 'nor by hand');
insert into public.units (id, customer_id, category_id, condition) select tests.id('bare'), tests.id('ada'), k.id, 'in_service' from public.equipment_categories k where k.code = 'lift_chair';
select private.open_repair(tests.id('bare'), 'It hums', false, private.clock());
select throws_ok($$ update public.units set customer_id = tests.id('bob') where id = tests.id('bare') $$, 'MT021', null, 'nor where it has no contract');
select tests.act_as_staff('office');
select is(pg_temp.told(public.cancel_repair(pg_temp.repair('chair'), 'Moved out')), 'cancelled', 'once that is given up');
select is(public.transfer_unit(pg_temp.unit('chair'), tests.id('bob')) ->> 'status', 'transferred', 'it does');

-- Retired while its repair waits for another time
select is(pg_temp.told(public.set_task_state((select t.id from public.technician_tasks t where t.work_order_id = pg_temp.repair('long')), 'needs_rescheduling')), 'set', 'a repair lost its time');
select is(pg_temp.told(public.set_unit_condition(pg_temp.unit('long'), 'retired', 'Sold')), 'refused booked', 'its unit is not retired as long as somebody waits for it');
select is(public.repair_page(pg_temp.repair('long')) ->> 'state', 'approved', 'whoever talks to the client calls it off');
savepoint retired;
select is(pg_temp.told(public.cancel_repair(pg_temp.repair('long'), 'Sold')), 'cancelled', 'with what waits for a time');
select is(pg_temp.told(public.set_unit_condition(pg_temp.unit('long'), 'retired', 'Sold')), 'set', 'then its unit is retired');
rollback to retired;

-- Taken back, and billed anew
select tests.act_as_owner();
select tests.freeze_clock('2026-06-02 17:00+00');
select tests.act_as_staff('office');
select is(pg_temp.done('free') #>> '{invoice,total}', '0.00', 'what costs nothing is billed as nothing');
select is(pg_temp.done('far') #>> '{invoice,total}', '1.20', 'and the other as it was quoted, with its tax');
select is(pg_temp.told(public.rebill_repair(pg_temp.repair('far'))), 'refused charged', 'what is charged is not charged again');
select is(pg_temp.told(public.void_invoice(pg_temp.bill('far'), 'Wrong address')), 'void', 'its invoice is taken back');
select is((public.invoice_page(pg_temp.bill('far', 'void')) #>> '{repair,can_rebill}')::boolean, true, 'the page says that nobody is charged');
select is(public.rebill_repair(pg_temp.repair('far')) ->> 'status', 'drafted', 'it is charged anew');
select is(pg_temp.lines(pg_temp.bill('far', 'draft')), pg_temp.lines(pg_temp.bill('far', 'void')), 'as it was agreed to and taxed');
select is(pg_temp.told(public.rebill_repair(pg_temp.repair('far'))), 'refused charged', 'once');
select is((public.invoice_page(pg_temp.bill('far', 'void')) #>> '{repair,can_rebill}')::boolean, false, 'which the page knows');
select is(public.issue_invoice(pg_temp.bill('far', 'draft')) ->> 'status', 'issued', 'and has an invoice again');
select is(pg_temp.told(public.rebill_repair(pg_temp.repair('long'))), 'refused not_done', 'what was not done yet is charged to nobody');
select throws_ok($$ select public.rebill_repair(gen_random_uuid()) $$, 'PT404', null, 'nor what is not there');
select tests.act_as_staff('technician');
select throws_ok($$ select public.rebill_repair(pg_temp.repair('far')) $$, '42501', null, 'a technician bills nothing anew');
select * from finish();
rollback;
