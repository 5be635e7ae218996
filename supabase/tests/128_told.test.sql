-- What a client is told: of units of one kind, of the price with its tax, of a stop that goes on without a unit,
-- of how far ahead one can book; and what a client tells us afterwards.
begin;
select plan(136);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

create function pg_temp.page(label text) returns jsonb language sql as $$ select public.booking_page(tests.token(label)) $$;
create function pg_temp.facts(message_kind text) returns jsonb language sql as $$
  select private.message_facts(m) from public.messages m where m.kind = message_kind order by m.created_at desc, (m.payload ->> 'revision')::integer desc limit 1 $$;

insert into public.customers (id, name, email) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com'), (tests.id('cy'), 'Cy Example', null);
select tests.technician('Tess One', '{lifts,lift_chairs}'), tests.technician('Luis Two', '{lifts}');
insert into public.products (id, sku, name) values (tests.id('flow'), 'T-FLOW', 'Flow X'), (tests.id('hand'), 'T-HAND', 'Handicare 1000');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-22'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'),
  tests.unit('cys', 'cy', 'stairlift', '4 Fir Rd', '2026-06-20');

-- Units of one kind
select is(private.told_apart(tests.id('chair')), null, 'the only one of its kind needs no more than its kind');
select set_eq($$ select private.told_apart(tests.id(l)) from unnest(array['stairs', 'second']) l $$, array['1 of 2', '2 of 2'], 'two of a kind are counted where nothing else tells them apart');
update public.units set serial_number = case id when tests.id('stairs') then 'SN-77112' else ' sn-88341 ' end where id in (tests.id('stairs'), tests.id('second'));
select is(private.told_apart(tests.id('second')), 'serial ends in 8341', 'else by the end of the serial');
update public.units set serial_number = '99-8341' where id = tests.id('stairs');
select is(private.told_apart(tests.id('second')), '2 of 2', 'unless both end alike');
update public.units set serial_number = 'SN-77112' where id = tests.id('stairs');
update public.units set product_id = tests.id('hand') where id in (tests.id('stairs'), tests.id('second'));
select is(private.told_apart(tests.id('stairs')), 'serial ends in 7112', 'also where the product is the same');
update public.units set product_id = tests.id('flow') where id = tests.id('second');
select is(private.told_apart(tests.id('second')), 'Flow X', 'first of all by the product');
select is((select jsonb_agg(h ->> 'told_apart') from jsonb_array_elements(pg_temp.page('stairs') -> 'household') h), '["Flow X", null]', 'the household says so');
select is(pg_temp.page('stairs') -> 'own' ->> 'told_apart', 'Handicare 1000', 'and the link''s own unit');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('bobs');
select is(private.told_apart(tests.id('bobs')), null, 'a contract that ended is nothing to be told apart from');

insert into public.customers (id, name) values (tests.id('dee'), 'Dee Example');
insert into public.units (id, customer_id, category_id)
select tests.id('dee ' || n), tests.id('dee'), k.id from generate_series(1, 4) n, public.equipment_categories k where k.code = 'stairlift';
insert into public.maintenance_contracts (id, unit_id, created_at)
select tests.id('dee ' || n), tests.id('dee ' || n), '2026-05-01 12:00+00'::timestamptz + make_interval(days => n) from generate_series(1, 4) n;
insert into public.maintenance_cycles (contract_id, number, due_on) select tests.id('dee ' || n), 1, '2026-06-20' from generate_series(1, 4) n;
select is((select jsonb_agg(i ->> 'told_apart') from private.due_items(array(select y.id from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id where c.customer_id = tests.id('dee'))) d, jsonb_array_elements(d) i),
  '["1 of 4", "2 of 4", "3 of 4", "4 of 4"]', 'a mail counts those that are due the same day in their order');
savepoint between;
insert into public.units (id, customer_id, category_id) select tests.id('dee chair'), tests.id('dee'), k.id from public.equipment_categories k where k.code = 'lift_chair';
insert into public.maintenance_contracts (id, unit_id, created_at) values (tests.id('dee chair'), tests.id('dee chair'), '2026-05-03 18:00+00');
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('dee chair'), 1, '2026-06-20');
select is((select string_agg(concat_ws(' ', i ->> 'kind', i ->> 'told_apart'), ', ') from private.due_items(array(select y.id from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id where c.customer_id = tests.id('dee'))) d, jsonb_array_elements(d) i),
  'Lift chair, Stair lift 1 of 4, Stair lift 2 of 4, Stair lift 3 of 4, Stair lift 4 of 4', 'those of a kind stand together');
rollback to between;

-- Price and tax
select is((select (o ->> 'fee', o ->> 'tax', o ->> 'tax_name')::text from (select pg_temp.page('stairs') -> 'own' as o) x), '(189.00,24.57,"HST 13 %")', 'beside the fee its tax, by name');
update public.maintenance_contracts set fee = 100.50 where id = tests.id('chair');
select is((select h ->> 'tax' from jsonb_array_elements(pg_temp.page('stairs') -> 'household') h where h ->> 'kind' = 'Lift chair'), '13.07', 'a tax of 13.065 is 13.07: half a cent goes up');
create function pg_temp.freeze() returns void language sql set rules.made_by = 'freeze_price' as $$
  update public.maintenance_cycles set fee = 100, tax_rate = 0.15, price_frozen_at = now() where contract_id = tests.id('cys') $$;
select pg_temp.freeze();
select is((select (o ->> 'tax', o ->> 'tax_name')::text from (select pg_temp.page('cys') -> 'own' as o) x), '(15.00,"Tax 15 %")', 'a price that was told at another rate bears no name that says this one');
select is((private.due_items(array(select y.id from public.maintenance_cycles y where y.contract_id = tests.id('stairs'))) -> 0) - array['cycle_id', 'due_on', 'minutes'],
  '{"kind": "Stair lift", "product_name": "Handicare 1000", "told_apart": "Handicare 1000", "fee": 189.00, "tax": 24.57, "tax_name": "HST 13 %", "no_charge_reason": null, "acquired": null, "acquired_on": null}', 'the reminder tells the same');

-- Where it came from
create function pg_temp.acquired(label text) returns text language sql as $$
  select (i ->> 'acquired', i ->> 'acquired_on')::text
  from private.due_items(array(select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null)) d, jsonb_array_elements(d) i $$;
update public.units set installed_on = '2019-03-08' where id = tests.id('stairs');
select is(pg_temp.acquired('stairs'), '(,)', 'what nobody says we sold was not bought from us');
update public.maintenance_contracts set source = 'backfill' where id in (tests.id('stairs'), tests.id('chair'));
select is(pg_temp.acquired('stairs'), '(bought,2019-03-08)', 'what our orders say was');
select is(pg_temp.acquired('chair'), '(bought,)', 'also where they do not say when');
create function pg_temp.bought(buyer text) returns void language sql as $$
  insert into public.sales_orders (id, order_number, customer_id, state) values (tests.id('order'), 'S1', tests.id(buyer), 'sale');
  insert into public.sales_order_lines (id, order_id, line_ref, quantity) values (tests.id('line'), tests.id('order'), 'L1', 1);
  update public.units set source_line_id = tests.id('line'), unit_number = 1 where id = tests.id('chair') $$;
savepoint order_of;
select pg_temp.bought('bob');
select is(pg_temp.acquired('chair'), '(,)', 'unless it was somebody else who bought it');
rollback to order_of;
select pg_temp.bought('ada');
select is(pg_temp.acquired('chair'), '(bought,)', 'by an order of their own it was');
insert into public.device_claims (id, claim_ref, funder, customer_id) values (tests.id('claim'), 'K1', 'adp', tests.id('cy'));
update public.units set source_claim_id = tests.id('claim'), installed_on = '2023-10-19' where id = tests.id('cys');
update public.maintenance_contracts set source = 'claims' where id = tests.id('cys');
select is(pg_temp.acquired('cys'), '(claimed,2023-10-19)', 'what a funder paid for came through a claim');
update public.device_claims set funder = 'direct_private';
select is(pg_temp.acquired('cys'), '(bought,2023-10-19)', 'what no funder paid for was bought');
update public.device_claims set funder = 'adp', customer_id = tests.id('ada');
select is(pg_temp.acquired('cys'), '(,)', 'a claim of somebody else says nothing');
update public.maintenance_contracts set source = 'manual' where id in (tests.id('stairs'), tests.id('chair'), tests.id('cys'));

-- Without charge
select throws_ok($$ update public.maintenance_contracts set no_charge_until = '2026-12-31' where id = tests.id('chair') $$, '23514', null, 'nothing is free without a reason');
update public.maintenance_contracts set no_charge_until = '2026-06-22', no_charge_reason = 'included in your warranty' where id = tests.id('chair');
select is((select (o ->> 'fee', o ->> 'tax', o ->> 'no_charge_reason')::text from (select pg_temp.page('chair') -> 'own' as o) x), '(0,0.00,"included in your warranty")', 'a visit due on the last free day costs nothing, and says why');
update public.maintenance_contracts set no_charge_until = '2026-06-21' where id = tests.id('chair');
select is((select (o ->> 'fee', o ->> 'no_charge_reason')::text from (select pg_temp.page('chair') -> 'own' as o) x), '(100.50,)', 'the day after it does');
update public.maintenance_contracts set no_charge_until = '2026-06-22' where id = tests.id('chair');

-- How far ahead, with whom, and why not
select is(public.open_slots(tests.token('cys')) ->> 'book_until', '2026-07-31', 'the last day that can be booked is told');
select is(public.open_slots(tests.token('cys'), starts_at => '2026-06-03 13:00+00', technician_id => tests.id(t)) -> 'slots' -> 0 ->> 'technician_id', tests.id(t)::text, 'a time is kept by whom it was chosen with: ' || t)
from unnest(array['Tess One', 'Luis Two']) t;
select is(public.open_slots(tests.token('cys'), starts_at => '2026-06-03 13:00+00', technician_id => tests.id('nobody')) -> 'slots' -> 0 ->> 'starts_at', '2026-06-03T13:00:00+00:00', 'by another where that one cannot');
select is(public.open_slots(tests.token('cys'), starts_at => t) ->> 'gone', why, 'why a time is gone: ' || why)
from (values ('2026-06-01 11:45+00'::timestamptz, 'past'), ('2026-06-02 11:45+00', 'notice'), ('2026-08-03 13:00+00', 'horizon'), ('2024-01-01 13:00+00', 'past'), ('2099-01-01 13:00+00', 'horizon'),
  ('2026-06-06 13:00+00', 'never'), ('2026-06-03 07:00+00', 'never'), ('2026-06-03 13:07+00', 'never'), ('2026-07-01 13:00+00', 'never')) w (t, why);
create function pg_temp.why(t timestamptz) returns text language sql as $$ select private.why_gone(row ('{}', 60, 43.708, -79.70, null, null)::private.stop_needs, t, '2026-06-01 12:00+00') $$;
select is(pg_temp.why(t), why, 'to the second: ' || t || ' is ' || why)
from (values ('2026-06-01 11:59:59+00'::timestamptz, 'past'), ('2026-06-01 12:00+00', 'notice'), ('2026-06-02 11:59:59+00', 'notice'), ('2026-06-02 12:00+00', 'never'), ('2026-06-02 12:15+00', 'taken'),
  ('2026-07-31 18:45+00', 'taken'), ('2026-08-01 03:59:59+00', 'never'), ('2026-08-01 04:00+00', 'horizon')) w (t, why);
select is(array[pg_temp.why('2026-06-03 12:00+00'), pg_temp.why('2026-06-03 12:15+00'), pg_temp.why('2026-06-03 18:45+00'), pg_temp.why('2026-06-03 19:00+00')], array['never', 'taken', 'taken', 'never'],
  'nobody can be there as the shift begins, or home from there after it ends');
select is(array[pg_temp.why('2026-06-03 12:15:30+00'), pg_temp.why('2026-06-03 12:20+00')], array['never', 'never'], 'nor does a visit begin beside the grid');
select cmp_ok(jsonb_array_length(public.open_slots(tests.token('cys'), starts_at => t) -> 'slots'), '>', 0, 'real times are offered instead of ' || t)
from unnest(array['2024-01-01 13:00+00', '2026-06-06 13:00+00', '2026-06-03 13:07+00', '2099-01-01 13:00+00']::timestamptz[]) t;
select is((select max((s ->> 'starts_at')::timestamptz)::date from jsonb_array_elements(public.open_slots(tests.token('cys'), starts_at => '2099-01-01 13:00+00') -> 'slots') s), '2026-07-31', 'for one that is too far ahead the last ones');

-- Who lives too far is called
savepoint far;
update public.company_settings set service_area_km = 100;
select is(public.open_slots(tests.token('cys')) ? 'gone', false, 'who lives near is offered times');
update public.units set latitude = 44.6, longitude = -79.70 where id = tests.id('cys');
select is(public.open_slots(tests.token('cys')) - 'book_until', '{"status": "open", "slots": [], "days": [], "gone": "area"}', 'beyond the service area no time is offered');
select is(tests.book('cys', 'Tess One', '2026-06-03 16:00+00') - 'slots', '{"status": "rejected", "reason": "area"}', 'nor booked by the client');
select tests.act_as_staff('office');
select is(public.book_for_client(tests.id('cys'), tests.id('Tess One'), '2026-06-03 16:00+00', true) ->> 'status', 'booked', 'but by the office');
select tests.act_as_owner();
select is(public.reschedule_booking(tests.token('cys'), tests.id('Tess One'), '2026-06-04 16:00+00') ->> 'reason', 'area', 'which the client does not move either');
select is(public.open_slots(tests.token('cys')) ->> 'gone', 'area', 'or is offered times to move to');
rollback to far;

select is(tests.book('cys', 'Tess One', '2026-06-03 13:00+00') ->> 'status', 'booked', 'somebody books');
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00') ->> 'gone', 'taken', 'and then it is taken');

-- In which order several are named
savepoint one_day;
update public.maintenance_cycles set due_on = '2026-06-20' where contract_id in (tests.id('stairs'), tests.id('second'), tests.id('chair'));
select is((select array_agg(u.kind) from unnest(private.units_of_stop(array[tests.id('stairs'), tests.id('second'), tests.id('chair')])) u), array['Lift chair', 'Stair lift', 'Stair lift'], 'of what is due on one day those of a kind stand together');
select is((select jsonb_agg(i -> 'kind') from jsonb_array_elements(private.due_items(array(
  select y.id from public.maintenance_cycles y where y.contract_id in (tests.id('stairs'), tests.id('second'), tests.id('chair'))))) i), '["Lift chair", "Stair lift", "Stair lift"]', 'in a mail too');
rollback to one_day;

-- Booked, and what was told with it
select is(tests.book('stairs', 'Tess One', '2026-06-04 13:00+00', array[tests.id('second'), tests.id('chair')], '905-555-0199', 'Side door') ->> 'status', 'booked', 'a household books');
create temp table told as select pg_temp.page('second') -> 'appointment' as a;
select is((select (a ->> 'phone_ends', a ->> 'access_notes', a ->> 'mailed_to')::text from told), '(0199,"Side door","[""a•••@example.com""]")', 'the page says what was told and where we wrote, but no number and no address');
select is((select jsonb_path_query_array(a, '$.units.tax') from told), '[24.57, 24.57, 0.00]', 'each unit has its tax');
select is((select a -> 'given_up' from told), '[]', 'nothing was given up');
select is(pg_temp.page('cys') -> 'appointment' ->> 'mailed_to', '[]', 'whom we cannot write to is told so');
select is((pg_temp.facts('confirmation') ->> 'was_told')::boolean, false, 'a first mail is the first');
savepoint undelivered;
insert into public.messages (kind, recipient, customer_id, task_id, dedupe_key, payload)
select kind, 'zed@example.com', customer_id, task_id, 'undelivered', payload from public.messages where kind = 'confirmation' and customer_id = tests.id('ada');
select is(pg_temp.page('second') -> 'appointment' ->> 'mailed_to', '["a•••@example.com", "z•••@example.com"]', 'every address that a mail is on its way to is told');
update public.messages set state = 'dead' where dedupe_key = 'undelivered';
select is(pg_temp.page('second') -> 'appointment' ->> 'mailed_to', '["a•••@example.com"]', 'none whose mail was given up');
rollback to undelivered;

-- Changed within the minute: the confirmation was never sent
select is(public.reschedule_booking(tests.token('stairs'), tests.id('Tess One'), '2026-06-04 13:30+00') ->> 'status', 'booked', 'it moves');
select is(public.reschedule_booking(tests.token('stairs'), tests.id('Tess One'), '2026-06-04 13:30+00') - 'appointment', '{"status": "booked", "unchanged": true}', 'to where it is already it does not');
select is((pg_temp.facts('appointment_changed') ->> 'was_told')::boolean, false, 'the only mail replaces nothing');
select tests.as_function('lease_messages', $$ update public.messages m set state = 'sending', lease_id = gen_random_uuid(), lease_until = now() where m.kind = 'confirmation' and m.customer_id = tests.id('ada') $$);
select is((pg_temp.facts('appointment_changed') ->> 'was_told')::boolean, true, 'after another mail to the same address it does');
create function pg_temp.told_once(states text[]) returns boolean language plpgsql as $$
declare
  v_state text;
  v_told boolean;
begin
  foreach v_state in array states loop
    perform tests.as_function(case v_state when 'sent' then 'decide_uncertain' else 'settle_message' end, format(
      $sql$ update public.messages m set state = %L, lease_id = null, lease_until = null, sent_at = case %1$L when 'sent' then now() end
      where m.kind = 'confirmation' and m.customer_id = tests.id('ada') $sql$, v_state));
  end loop;
  v_told := pg_temp.facts('appointment_changed') ->> 'was_told';
  raise exception using errcode = 'ZZ001', message = v_told::text;
exception when sqlstate 'ZZ001' then return sqlerrm::boolean;
end;
$$;
select is(pg_temp.told_once(states), told, 'one that is ' || states[cardinality(states)] || case when told then ' may have arrived' else ' has not arrived' end)
from (values (array['uncertain'], true), (array['uncertain', 'sent'], true), (array['dead'], false), (array['queued'], false), (array['queued', 'superseded'], false)) s (states, told);

-- One unit is given up
select is(public.cancel_booking(tests.token('stairs'), null, tests.id('second')) ->> 'status', 'cancelled', 'one unit is given up');
select is((select jsonb_agg(g ->> 'told_apart') from jsonb_array_elements(pg_temp.page('stairs') -> 'appointment' -> 'given_up') g), '["Flow X"]', 'the page names the one that went');
select is((select jsonb_agg(g ->> 'told_apart') from jsonb_array_elements(pg_temp.facts('appointment_changed') -> 'given_up') g), '["Flow X"]', 'and so does the mail');
select is((select g ->> 'link' from jsonb_array_elements(pg_temp.facts('appointment_changed') -> 'given_up') g), 'http://127.0.0.1:8000/book/' || tests.token('second'), 'with the way to a time of its own');
select is(pg_temp.facts('confirmation') -> 'given_up', '[]', 'other mails have nothing to say of it');
select is(pg_temp.page('second') ->> 'status', 'open', 'its own link books again');
select is(pg_temp.page('second') -> 'still_coming' ->> 'starts_at', '2026-06-04T13:30:00+00:00', 'and says that somebody still comes for the others');
select is((select jsonb_agg(u ->> 'kind') from jsonb_array_elements(pg_temp.page('second') -> 'still_coming' -> 'units') u), '["Stair lift", "Lift chair"]', 'for which');
savepoint coming;
update public.technician_tasks t set state = 'no_show' where t.customer_id = tests.id('ada') and t.state = 'scheduled';
select is(pg_temp.page('second') -> 'still_coming', 'null', 'for nobody, once the stop is over');
rollback to coming;
select is(public.cancel_booking(tests.token('stairs'), null, tests.id('chair')) ->> 'status', 'cancelled', 'another one');
select is((select jsonb_agg(g ->> 'kind') from jsonb_array_elements(pg_temp.facts('appointment_changed') -> 'given_up') g), '["Lift chair"]', 'a later mail names only what went then');
select is(tests.book('second', 'Luis Two', '2026-06-05 13:00+00') ->> 'status', 'booked', 'the first is booked by itself');
select is((select jsonb_agg(g ->> 'kind') from jsonb_array_elements(pg_temp.page('stairs') -> 'appointment' -> 'given_up') g), '["Lift chair"]', 'and is not given up any more');
select is(pg_temp.page('second') -> 'still_coming', 'null', 'nor said to be left out');
select is(public.cancel_booking(tests.token('stairs')) ->> 'status', 'cancelled', 'the rest goes');
select is(pg_temp.page('chair') -> 'still_coming', 'null', 'then nobody comes');

-- A contract that ends takes its unit off the visit, and there is nothing more to book
select is(tests.book('stairs', 'Tess One', '2026-06-08 13:00+00', array[tests.id('chair')]) ->> 'status', 'booked', 'two are booked');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('chair');
select is((select (g ->> 'kind', g ->> 'link')::text from jsonb_array_elements(pg_temp.facts('appointment_changed') -> 'given_up') g), '("Lift chair",)', 'a unit whose contract ended is off the visit, without a link');

-- Who is reminded is told so, and nobody else
create function pg_temp.reminds(label text) returns boolean language sql as $$ select (pg_temp.page(label) -> 'appointment' ->> 'will_remind')::boolean $$;
select is(array[pg_temp.reminds('stairs'), pg_temp.reminds('cys')], array[true, false], 'a reminder goes to who has an address');
select tests.freeze_clock('2026-06-06 12:00+00');
select is(pg_temp.reminds('stairs'), true, 'two days before it is to come');
select tests.freeze_clock('2026-06-07 12:00+00');
select is(pg_temp.reminds('stairs'), false, 'the day before it has come, or comes no more');
select tests.freeze_clock('2026-06-01 12:00+00');
savepoint reachable;
insert into public.suppressions (address, reason) values ('ada@example.com', 'unsubscribed');
select is(pg_temp.reminds('stairs'), true, 'who unsubscribed is still reminded of what they booked');
update public.suppressions set reason = 'hard_bounce';
select is(pg_temp.reminds('stairs'), false, 'whom mail does not reach is not');
rollback to reachable;
update public.maintenance_contracts set state = 'paused' where id = tests.id('stairs');
select is(pg_temp.reminds('stairs'), false, 'nor who told us of a death');
update public.maintenance_contracts set state = 'active' where id = tests.id('stairs');
update public.messages m set state = 'superseded' where m.state = 'queued' and m.customer_id = tests.id('ada');
select is(pg_temp.page('stairs') -> 'appointment' ->> 'mailed_to', '[]', 'what was never sent is no mail');
select is(public.cancel_booking(tests.token('stairs')) ->> 'status', 'cancelled', 'that one goes too');

-- Told afterwards
select is(public.change_details(tests.token('stairs'), '1') ->> 'status', 'not_booked', 'without a visit there is nothing to tell');
select is(public.change_details(tests.token('second'), null, ' Two cats ') ->> 'status', 'changed', 'notes can be told later');
select is((select (a ->> 'phone_ends', a ->> 'access_notes')::text from (select pg_temp.page('second') -> 'appointment' as a) x), '(,"Two cats")', 'and are kept');
select is(public.change_details(tests.token('second'), '905-555-0142', null) ->> 'status', 'changed', 'so can a number');
select is((select (a ->> 'phone_ends', a ->> 'access_notes')::text from (select pg_temp.page('second') -> 'appointment' as a) x), '(0142,)', 'empty notes are emptied');
select is(public.change_details(tests.token('second'), '905-555-0142 poste 12', null) ->> 'status', 'changed', 'or one with an extension');
select is((select a ->> 'phone_ends' from (select pg_temp.page('second') -> 'appointment' as a) x), '0142', 'which is told by its own end');
select is(public.change_details(tests.token('second'), ' ', null) ->> 'status', 'changed', 'or nothing');
select is((select a ->> 'phone_ends' from (select pg_temp.page('second') -> 'appointment' as a) x), '0142', 'which leaves the number');
select is(public.change_details(tests.token('second'), repeat('1', 41)) ->> 'reason', 'phone', 'within the same limits');
update public.technician_tasks t set state = 'in_progress' from public.maintenance_visits v where v.task_id = t.id and v.state = 'scheduled' and t.customer_id = tests.id('ada');
update public.maintenance_visits v set state = 'in_progress' where v.state = 'scheduled' and v.cycle_id in (select y.id from public.maintenance_cycles y where y.contract_id = tests.id('second'));
select is(public.change_details(tests.token('second'), null, 'Late') ->> 'status', 'too_late', 'not when the technician is there');

-- A call that was promised: Friday at noon, the business day after is Monday
select tests.freeze_clock('2026-06-05 16:00+00');
select is(public.request_callback(tests.token('stairs'), '905-555-0111') ->> 'call_by', '2026-06-08', 'we call by the end of the next business day');
select tests.freeze_clock('2026-06-07 16:00+00');
select is(public.request_callback(tests.token('stairs'), '905-555-0111') ->> 'call_by', '2026-06-08', 'and no later for having been asked twice');
select is(pg_temp.page('stairs') -> 'call', '{"by": "2026-06-08", "phone_ends": "0111", "preferred_times": null, "note": null}', 'the link says so, with no more of the number than its end');
select is(pg_temp.page('cys') -> 'call', 'null', 'and no other link');
select is(public.request_callback(tests.token('stairs'), ' ', 'Mornings', 'Ring twice') ->> 'call_by', '2026-06-08', 'what was asked for is changed, its number left');
select is(pg_temp.page('stairs') -> 'call', '{"by": "2026-06-08", "phone_ends": "0111", "preferred_times": "Mornings", "note": "Ring twice"}', 'and shown');
select is(public.request_callback(tests.token('stairs'), '905-555-0222', null, null) ->> 'status', 'received', 'another number');
select is(pg_temp.page('stairs') -> 'call', '{"by": "2026-06-08", "phone_ends": "0222", "preferred_times": null, "note": null}', 'replaces all that was said before');
select is(public.request_callback(tests.token('cys'), null) ->> 'reason', 'phone', 'a first call needs a number');

-- A visit that was cancelled
select is((select array_agg(pg_temp.page(l) ->> 'was_cancelled' order by n) from unnest(array['stairs', 'cys']) with ordinality o (l, n)), array['true', 'false'], 'a link knows whether its last visit was cancelled');
select is(tests.book('stairs', 'Tess One', '2026-06-09 13:00+00') ->> 'status', 'booked', 'it is booked again');
select tests.freeze_clock('2026-06-09 16:00+00');
select public.set_task_state(t.id, 'no_show') from public.technician_tasks t where t.customer_id = tests.id('ada') and lower(t.during) = '2026-06-09 13:00+00';
select is((select (p ->> 'status', p ->> 'was_cancelled')::text from pg_temp.page('stairs') p), '(open,false)', 'a visit at which nobody was home was not cancelled');

-- What was reported of units
create function pg_temp.reported(label text) returns text language sql as $$ select pg_temp.page(label) -> 'reported' ->> 'what' $$;
select is(public.report_change(tests.token('cys'), 'moved') ->> 'status', 'noted', 'a unit that is booked is elsewhere');
select is((select (p ->> 'status', pg_temp.reported('cys'))::text from pg_temp.page('cys') p), '(booked,moved)', 'the appointment says what was told');
update public.maintenance_contracts set state = 'active' where id = tests.id('cys');
select is((select (p ->> 'status', pg_temp.reported('cys'))::text from pg_temp.page('cys') p), '(booked,)', 'and no more once the office lets the contract go on');
select is(public.report_change(tests.token('second'), 'died') ->> 'status', 'noted', 'somebody who has two lifts has died');
select tests.freeze_clock('2026-06-10 16:00+00');
select is(public.report_change(tests.token('stairs'), 'gone') ->> 'status', 'noted', 'a day later one lift is gone');
select is(pg_temp.reported('stairs') || ', ' || pg_temp.reported('second'), 'gone, died', 'each link says what was told of its own unit, however old that is');

select * from finish();
rollback;
