-- Units, contracts and cycles: identity, snapshots, one open cycle, links that expire.
begin;
select plan(39);
select tests.freeze_clock('2026-06-02 14:00+00');

insert into public.customers (id, name, street, postal_code, latitude, longitude)
values ('00000000-0000-0000-0000-0000000000c1', 'Ada Example', '1 Elm St', 'L6Y 0A1', 43.7, -79.7);
create function pg_temp.category(code text) returns uuid language sql as $$ select id from public.equipment_categories c where c.code = category.code $$;

-- Identity
insert into public.units (id, customer_id, category_id, serial_number)
values ('00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000c1', pg_temp.category('scooter'), ' AB-12 ');
select throws_ok(
  $$ insert into public.units (customer_id, category_id, serial_number) values ('00000000-0000-0000-0000-0000000000c1', pg_temp.category('scooter'), 'ab-12') $$,
  '23505', null, 'serials compare trimmed and case-folded');
update public.units set condition = 'retired' where id = '00000000-0000-0000-0000-0000000000d1';
select lives_ok(
  $$ insert into public.units (id, customer_id, category_id, serial_number) values ('00000000-0000-0000-0000-0000000000d2', '00000000-0000-0000-0000-0000000000c1', pg_temp.category('scooter'), 'ab-12') $$,
  'the serial of a retired unit may come back');
select set_eq($$ select w from unnest(array['TRUE', 'false', 'Vrai', 'faux', 'N/A', 'n.a.', '#N/A', 'none', 'None on file', 'no serial number', 'no S/N', 'not available', 'null', 'nil', 'NaN', 'TBD', 'tba',
  'unk', 'Unknown.', 'pending', 'missing', 'same', 'ditto', 'see invoice', '(blank)', '#REF!', 'xxx', '##', '000', '-', '?', 'FAUX-12', 'none1', 'x1']) w where private.said_serial(w) is not null $$,
  array['FAUX-12', 'none1', 'x1'], 'a word that stands for none is no serial, in either language');
select is((select street from public.units where id = '00000000-0000-0000-0000-0000000000d2'), '1 Elm St', 'a unit without an address stands where its customer lives');
select throws_ok($$ update public.units set latitude = null $$, '23514', null, 'half a coordinate is refused');

savepoint claimed;
insert into public.products (id, sku, name, category_id, unit_kind) select '00000000-0000-0000-0000-0000000000b1', 'T-LIFT', 'Lift', pg_temp.category('stairlift'), 'base';
insert into public.device_claims (id, claim_ref, customer_id) values ('00000000-0000-0000-0000-0000000000b2', 'K1', '00000000-0000-0000-0000-0000000000c1');
select lives_ok($$ insert into public.units (customer_id, product_id, category_id, source_claim_id)
  values ('00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-0000000000b1', pg_temp.category('scooter'), '00000000-0000-0000-0000-0000000000b2') $$,
  'a claim says what a unit is, whichever product it names');
rollback to claimed;

-- Snapshot of the policy
insert into public.maintenance_contracts (id, unit_id, due_anchor_on)
values ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000d2', '2026-01-31');
select is((select (interval_months, fee) from public.maintenance_contracts where id = '00000000-0000-0000-0000-0000000000e1'), (4, 99.00::numeric(10, 2)), 'a contract takes interval and fee from its category');
update public.equipment_categories set fee = 500, interval_months = 12 where code = 'scooter';
select is((select (interval_months, fee) from public.maintenance_contracts where id = '00000000-0000-0000-0000-0000000000e1'), (4, 99.00::numeric(10, 2)), 'a changed policy leaves it alone');
select throws_ok($$ update public.equipment_categories set fee = null where code = 'scooter' $$, '23514', null, 'an enabled policy is a complete one');
select throws_ok($$ insert into public.tax_codes (code, name, rate) values ('Z', 'Zero', 0) $$, '23514', null, 'a rate of zero needs a reason');
select throws_ok($$ insert into public.maintenance_contracts (unit_id) values ('00000000-0000-0000-0000-0000000000d2') $$, '23505', null, 'a unit has one live contract');

-- Policy resolution
savepoint catalogue;
insert into public.equipment_categories (code, interval_months, tax_code_id)
select k.code, k.months, k.tax from public.tax_codes t, lateral (values ('bed', null, t.id), ('hoist', 12, null), ('ramp', 12, t.id)) k (code, months, tax) where t.rate > 0 limit 3;
insert into public.products (sku, name, category_id, unit_kind, fee, maintenance_enabled) values
  ('T-BASE', 'Base', pg_temp.category('stairlift'), 'base', 219, null),
  ('T-ACC', 'Accessory', pg_temp.category('stairlift'), 'accessory', null, true),
  ('T-OFF', 'Switched off', pg_temp.category('stairlift'), 'base', null, false),
  ('T-NEW', 'Unclassified', pg_temp.category('stairlift'), null, null, true),
  ('T-BED', 'Without interval', pg_temp.category('bed'), 'base', 99, true),
  ('T-HOIST', 'Without tax', pg_temp.category('hoist'), 'base', 99, true),
  ('T-RAMP', 'Without fee', pg_temp.category('ramp'), 'base', null, true);
create function pg_temp.policy(sku text) returns record language sql as $$
  select row(m.enabled, m.fee, m.interval_months) from public.products p, private.maintenance_policy(p.id, p.category_id) m where p.sku = policy.sku $$;
select is(pg_temp.policy('T-BASE')::text, '(t,219.00,6)', 'a product overrides fee, the category gives the rest');
select is(pg_temp.policy('T-ACC')::text, '(f,189.00,6)', 'an accessory is never maintained, whatever it says');
select is(pg_temp.policy('T-OFF')::text, '(f,189.00,6)', 'a product can be switched off');
select is(pg_temp.policy('T-NEW')::text, '(f,189.00,6)', 'one that nobody has classified is not known to be maintained');
select is((select enabled from private.maintenance_policy(null, pg_temp.category('stairlift'))), true, 'a unit of which only the category is known is');
select is(array[pg_temp.policy('T-BED')::text, pg_temp.policy('T-HOIST')::text, pg_temp.policy('T-RAMP')::text], array['(f,99.00,)', '(f,99.00,12)', '(f,,12)'],
  'and where interval, tax or fee is missing nothing is');
rollback to catalogue;

-- The first cycle
set constraints all immediate;
select is((select array_agg((number, due_on)::text) from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1'),
  array['(1,2026-05-31)'], 'a contract without a cycle gets its first: anchor plus interval');
select throws_ok($$ insert into public.maintenance_cycles (contract_id, number, due_on) values ('00000000-0000-0000-0000-0000000000e1', 2, '2026-09-30') $$,
  '23505', null, 'one open cycle at a time');

-- Its link was read out to somebody, one before it as well.
create temp table handed_out as select token from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1';
select private.replace_link(id) from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1';
insert into handed_out select token from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1';
insert into public.maintenance_cycles (contract_id, number, due_on) values ('00000000-0000-0000-0000-0000000000e1', 1, '2026-06-15');
select is((select array_agg(due_on) from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1'),
  array['2026-06-15'::date], 'it gives way to one that is written with its own due date');
select is((select array_agg(l.status || coalesce(' ' || (y.number, y.due_on)::text, '')) from handed_out h, private.find_link(h.token) l left join public.maintenance_cycles y on y.id = l.cycle_id),
  array['expired (1,2026-06-15)', 'expired (1,2026-06-15)'], 'whoever has one of its links in hand is told that it was replaced');
select is((select array_agg(r ->> 'status') from handed_out h, public.cancel_booking(h.token) r), array['expired', 'expired'], 'and what they try with it is on record');
savepoint untold;
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
select id, due_on, 30, due_on from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1';
select throws_ok($$ insert into public.maintenance_cycles (contract_id, number, due_on) values ('00000000-0000-0000-0000-0000000000e1', 1, '2026-07-01') $$,
  '23505', null, 'but not once its client was told');
rollback to untold;
select private.freeze_price((select id from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1'));
select throws_ok($$ insert into public.maintenance_cycles (contract_id, number, due_on) values ('00000000-0000-0000-0000-0000000000e1', 1, '2026-07-01') $$,
  '23505', null, 'nor once its price was told');

-- What every company starts from
select is_empty($$ select code from public.equipment_categories where safety_critical <> (certificate_months is not distinct from 12) $$,
  'what is critical for safety is certified every year, the rest is not');
select is_empty(
  $$ select c.code from public.equipment_categories c where not exists (
       select from public.checklist_versions v join public.checklist_items i on i.version_id = v.id
       where v.category_id = c.id and (i.safety_critical or not c.safety_critical)) $$,
  'every category has a checklist, with what is critical for safety on it');

-- A category that was made with little
insert into public.equipment_categories (code) values ('bath_lift');
select is((select name from public.equipment_categories where code = 'bath_lift'), 'Bath lift', 'a category without a name is called by its code');
insert into public.units (id, customer_id, category_id)
values ('00000000-0000-0000-0000-0000000000d3', '00000000-0000-0000-0000-0000000000c1', pg_temp.category('bath_lift'));
insert into public.maintenance_contracts (id, unit_id, interval_months, fee)
values ('00000000-0000-0000-0000-0000000000e3', '00000000-0000-0000-0000-0000000000d3', 6, 80);
select is((select t.code from public.maintenance_contracts c join public.tax_codes t on t.id = c.tax_code_id where c.id = '00000000-0000-0000-0000-0000000000e3'),
  'HST_ON', 'service is taxed where nobody decided otherwise');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = '00000000-0000-0000-0000-0000000000e3';

insert into public.maintenance_contracts (id, unit_id, interval_months, fee, state)
values ('00000000-0000-0000-0000-0000000000e4', '00000000-0000-0000-0000-0000000000d3', 6, 80, 'paused');
select is((select number from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e4'), 1, 'a contract that rests from its first day has a cycle as well');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = '00000000-0000-0000-0000-0000000000e4';

-- Links
create temp table link as select token from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1';
select private.replace_link(id) from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1';
select ok(exists (select from private.retired_tokens r, link where r.token_hash = private.token_hash(link.token)), 'a revoked link is remembered by its hash only');
select throws_ok($$ update public.maintenance_cycles set token = null where contract_id = '00000000-0000-0000-0000-0000000000e1' $$, '23514', null, 'an open cycle always has a link');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = '00000000-0000-0000-0000-0000000000e1';
select is((select (outcome, token is null)::text from public.maintenance_cycles where contract_id = '00000000-0000-0000-0000-0000000000e1'), '(contract_cancelled,t)', 'cancelling a contract closes its cycle and drops the link');
select throws_ok($$ update public.maintenance_contracts set state = 'active' where id = '00000000-0000-0000-0000-0000000000e1' $$, 'MT001', null, 'a cancelled contract is not revived');
select lives_ok($$ insert into public.maintenance_contracts (unit_id) values ('00000000-0000-0000-0000-0000000000d2') $$, 'a new one may be made');

-- Price
select private.freeze_price((select id from public.maintenance_cycles where closed_at is null));
select is((select (fee, tax_rate, price_frozen_at)::text from public.maintenance_cycles where closed_at is null),
  format('(500.00,0.13000,"%s")', private.clock()), 'the price freezes as it is told');
update public.maintenance_contracts set fee = 1 where state = 'active';
select private.freeze_price((select id from public.maintenance_cycles where closed_at is null));
select is((select fee from public.maintenance_cycles where closed_at is null), 500.00, 'and stays');

-- Since when it rests
create function pg_temp.rests_since() returns date language sql as $$ select c.paused_on from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null $$;
update public.maintenance_contracts c set state = 'paused', paused_on = '2020-01-01' from public.maintenance_cycles y where y.contract_id = c.id and y.closed_at is null;
select is(pg_temp.rests_since(), date '2026-06-02', 'a contract rests since the day on which it was paused, whatever is written');
update public.maintenance_contracts set paused_on = '2020-01-01', paused_reason = 'away' where state = 'paused';
select is(pg_temp.rests_since(), date '2026-06-02', 'and nobody changes that day');
update public.maintenance_contracts set state = 'active', paused_on = '2020-01-01' where state = 'paused';
select is(pg_temp.rests_since(), null, 'what goes on rests no more');

select * from finish();
rollback;
