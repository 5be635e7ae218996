-- The catalogue as its pages change it: policies with what would differ told first, skills, tax codes, rates, holidays.
begin;
select plan(93);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['old', 'booked', 'ended']) label;
select tests.unit('chair', 'ada', 'lift_chair', '9 Elm St', '2026-06-20');
update public.maintenance_contracts set fee = 179 where id = tests.id('old');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('ended');
select is(tests.book('booked', 'Tess One', '2026-06-03 13:00+00') ->> 'status', 'booked', 'a visit is to come');
insert into public.products (sku, name, category_id, unit_kind, fee) select 'T-OWN', 'Curved lift', k.id, 'base', 229 from public.equipment_categories k where k.code = 'stairlift';
create function pg_temp.lifts() returns uuid language sql security definer as $$ select id from public.equipment_categories where code = 'stairlift' $$;
create function pg_temp.tries(fields jsonb, shown jsonb default null) returns jsonb language sql as $$ select public.save_policy(pg_temp.lifts(), fields, shown) $$;
create function pg_temp.saves(fields jsonb, shown jsonb default null) returns jsonb language sql as $$ select public.save_policy(pg_temp.lifts(), fields, shown, dry_run => false) $$;
create function pg_temp.row_of(what text, name text) returns uuid language sql security definer as $$
  select x.id from (select 'skill' as what, id, s.name from public.skills s union all select 'tax_code', id, t.name from public.tax_codes t
    union all select 'holiday', id, h.name from public.holidays h where h.on_day > '2026-06-01' and h.on_day < '2027-01-01'
    union all select 'rate', id, r.label from public.callout_rates r) x where x.what = row_of.what and x.name = row_of.name $$;
grant execute on all functions in schema pg_temp to public;

-- Who may
create function pg_temp.passes() returns text language plpgsql as $$
declare
  v_call text;
  v_outcomes text[] := '{}';
begin
  foreach v_call in array array['public.catalogue_page()', 'public.policy_page(pg_temp.lifts())', 'pg_temp.tries(''{"fee": 1}'')', 'pg_temp.saves(''{"fee": 189}'')',
    'public.save_catalogue_row(''skill'', ''{"name": "Ramps"}'')', 'public.remove_catalogue_row(''skill'', pg_temp.row_of(''skill'', ''Ramps''))'] loop
    begin
      execute 'select ' || v_call;
      v_outcomes := v_outcomes || 'passes'::text;
    exception when others then
      v_outcomes := v_outcomes || sqlstate::text;
    end;
  end loop;
  return array_to_string(v_outcomes, ' ');
end;
$$;
grant execute on function pg_temp.passes to public;
select tests.act_as_anon();
select is(pg_temp.passes(), '42501 42501 42501 42501 42501 42501', 'a stranger passes none');
select tests.act_as_staff('technician');
select is(pg_temp.passes(), '42501 42501 42501 42501 42501 42501', 'nor does a technician');
select tests.act_as_staff('office');
select is(pg_temp.passes(), 'passes passes 42501 42501 42501 42501', 'the office looks');
select tests.act_as_staff('admin');
select is(pg_temp.passes(), 'passes passes passes passes passes passes', 'an administrator changes');

-- A page about one policy
select is((p #>> '{policy,fee}', p #>> '{policy,with_tax}', p #>> '{policy,skill}', p #>> '{policy,technicians}', p #>> '{checklist,number}')::text, '(189.00,213.57,"Stair and porch lifts",2,1)', 'what it says, what it comes to, and who can do it')
from public.policy_page(pg_temp.lifts()) p;
select is(jsonb_array_length(p -> 'categories') || ' ' || jsonb_array_length(p -> 'skills') || ' ' || jsonb_array_length(p -> 'tax_codes') || ' ' || jsonb_array_length(p -> 'services'), '7 4 2 1', 'and what can be chosen') from public.policy_page(pg_temp.lifts()) p;
select throws_ok($$ select public.policy_page(gen_random_uuid()) $$, 'PT404', null, 'no such category');
select throws_ok($$ select public.save_policy(gen_random_uuid(), '{"fee": 1}') $$, 'PT404', null, 'which nobody can save');

-- What would differ
create temp table told as select pg_temp.tries('{"fee": 199, "visit_minutes": 75}', '{"fee": 189.00, "visit_minutes": 60}') as t;
select is(t ->> 'status', 'tried', 'looking is no saving') from told;
select is((t #>> '{was,fee}', t #>> '{was,with_tax}', t #>> '{was,visit_minutes}', t #>> '{new,fee}', t #>> '{new,with_tax}', t #>> '{new,visit_minutes}')::text, '(189.00,213.57,60,199.00,224.87,75)', 'what it was and would be, with its tax') from told;
select is(t -> 'reach', '{"contracts": 2, "lately": 2, "other_fee": 2, "lowest_fee": 179.00, "highest_fee": 189.00, "other_interval": 0, "other_tax": 0, "visits": 1, "in_winter": 0, "own_products": 1}', 'and whom it is about: contracts that go on and keep theirs, visits that are booked') from told;
select is(pg_temp.tries('{"fee": 189, "interval_months": 12}') #> '{reach,other_fee}', '1', 'one contract has another fee than now');
select is(pg_temp.tries('{"interval_months": 12}') #> '{reach,other_interval}', '2', 'and two another interval than it would have');
select is(pg_temp.tries(jsonb_build_object('tax_code_id', pg_temp.row_of('tax_code', 'Zero-rated'))) #> '{reach,other_tax}', '2', 'or another tax');
select is(pg_temp.tries(jsonb_build_object('required_skill_id', pg_temp.row_of('skill', 'Lift chairs'))) #>> '{new,technicians}', '0', 'that nobody could do it is seen before');
select is((public.policy_page(pg_temp.lifts()) #>> '{policy,fee}'), '189.00', 'nothing of it stayed');

-- It is made
select is(pg_temp.saves('{"fee": 199, "visit_minutes": 75}', '{"fee": 189.00, "visit_minutes": 60}') ->> 'status', 'saved', 'a policy is changed');
select is((public.policy_page(pg_temp.lifts()) -> 'last_change' -> 'changes'), '{"fee": [189.00, 199.00], "visit_minutes": [60, 75]}', 'which its page tells');
select tests.act_as_owner();
select is((select string_agg(fee::text, ' ' order by fee) from public.maintenance_contracts where category_id = pg_temp.lifts() and state = 'active'), '179.00 189.00', 'contracts keep what was agreed');
select is((select upper(during) - lower(during) from public.technician_tasks), '60 minutes', 'and visits their length');
select tests.unit('new', 'ada', 'stairlift', '7 Elm St', '2026-07-20');
select is((select fee from public.maintenance_contracts where id = tests.id('new')), 199.00, 'the next contract has the new fee');
select tests.act_as_staff('admin');
select is(pg_temp.saves('{"fee": 205}', '{"fee": 189}') - 'at' - 'by', '{"status": "refused", "reason": "changed", "fields": ["fee"]}', 'whose page showed another fee changes nothing');
select is(pg_temp.tries('{"fee": 205}', '{"fee": 189}') ->> 'reason', 'changed', 'and is told so as they look');
select is(pg_temp.saves(fields) , jsonb_build_object('status', 'rejected', 'reason', 'fields', 'fields', wrong), what)
from (values
  ('{"fee": -1, "interval_months": 61, "certificate_months": 0}'::jsonb, '{"fee": "wrong", "interval_months": "wrong", "certificate_months": "wrong"}'::jsonb, 'each number has its bounds'),
  ('{"fee": null, "visit_minutes": 50, "maintenance_enabled": true}', '{"fee": "wrong"}', 'what is on is complete'),
  ('{"code": "walker"}', '{"code": "taken"}', 'no two have one code'),
  ('{"required_skill_id": "00000000-0000-4000-8000-000000000000"}', '{"required_skill_id": "wrong"}', 'a skill that there is not'),
  ('{"identity": "colour"}', '{"identity": "wrong"}', 'nor units told apart by colour')) c (fields, wrong, what);
select is(pg_temp.saves('{"maintenance_enabled": false, "fee": null}') ->> 'status', 'saved', 'what is off needs no fee');
select is(pg_temp.saves('{"maintenance_enabled": true}') -> 'fields', '{"maintenance_enabled": "wrong"}', 'and is not on without one');

-- Skills and tax codes
select is(public.save_catalogue_row('skill', '{"name": "Ceiling lifts"}') ->> 'status', 'saved', 'a skill is made');
select is(public.save_catalogue_row('skill', '{"name": "ceiling  Lifts!"}') -> 'fields', '{"name": "taken"}', 'and not once more under another spelling');
select is(public.save_catalogue_row('skill', '{"name": " "}') -> 'fields', '{"name": "wrong"}', 'nor without a name');
select is(public.save_catalogue_row('skill', '{"name": "Hoists", "code": "lifts"}') -> 'fields', '{"code": "wrong"}', 'codes are given');
select is(public.save_catalogue_row('skill', '{"name": "Overhead lifts"}', pg_temp.row_of('skill', 'Ceiling lifts'), '{"name": "Ceiling lifts"}') ->> 'status', 'saved', 'a skill is renamed');
select is(public.save_catalogue_row('skill', '{"name": "Hoists"}', pg_temp.row_of('skill', 'Overhead lifts'), '{"name": "Ceiling lifts"}') ->> 'reason', 'changed', 'not unseen');
select is(public.remove_catalogue_row('skill', pg_temp.row_of('skill', 'Stair and porch lifts')), '{"status": "refused", "reason": "used"}', 'one that a policy asks for stays');
create temp table hoists as select pg_temp.row_of('skill', 'Overhead lifts') as id;
select is((select public.remove_catalogue_row('skill', id) from hoists), '{"status": "removed"}', 'one that nothing names goes');
select is((select public.remove_catalogue_row('skill', id) from hoists), '{"status": "gone"}', 'once');
select is(public.save_catalogue_row('tax_code', '{"name": "Exempt", "rate": 0, "zero_rated_reason": null}') -> 'fields', '{"zero_rated_reason": "wrong"}', 'a rate of zero says why');
select is(public.save_catalogue_row('tax_code', '{"name": "Exempt", "rate": 1.13, "zero_rated_reason": null}') -> 'fields', '{"rate": "wrong"}', '113 % is no rate');
select is(public.save_catalogue_row('tax_code', '{"name": "HST 15 %", "rate": 0.15}') ->> 'status', 'saved', 'a tax code is made');
select is((select x ->> 'rate' from jsonb_array_elements(public.catalogue_page() -> 'tax_codes') x where x ->> 'name' = 'HST 15 %'), '0.15000', 'and listed');
select is(public.remove_catalogue_row('tax_code', pg_temp.row_of('tax_code', 'HST 13 %')) ->> 'reason', 'used', 'one that contracts have stays');

-- A tax gets another rate from a day on
create function pg_temp.hst() returns uuid language sql security definer as $$ select id from public.tax_codes where code = 'HST_ON' $$;
create function pg_temp.plans(fields jsonb, shown jsonb default null) returns jsonb language sql as $$ select public.save_catalogue_row('tax_code', fields, pg_temp.hst(), shown) $$;
create function pg_temp.hst_told() returns jsonb language sql as $$ select x - array['id', 'categories', 'code', 'zero_rated_reason'] from jsonb_array_elements(public.catalogue_page() -> 'tax_codes') x where x ->> 'code' = 'HST_ON' $$;
grant execute on function pg_temp.hst, pg_temp.plans, pg_temp.hst_told to public;
select is(pg_temp.plans('{"rate": 0.15}') -> 'fields', '{"rate": "wrong"}', 'the rate that holds is not overwritten');
select is(pg_temp.plans('{"next_rate": 0.15, "next_name": "HST 15 %", "next_from": "2026-05-31"}') -> 'fields', '{"next_from": "wrong"}', 'nor another one from a day that is past');
select is(pg_temp.plans('{"next_rate": 0.15, "next_name": null, "next_from": "2026-06-10"}') ->> 'status', 'rejected', 'it has a name');
select is(pg_temp.plans('{"next_rate": 0, "next_name": "Nothing", "next_from": "2026-06-10"}') ->> 'status', 'rejected', 'and for zero a reason');
select is(pg_temp.plans('{"next_rate": 0.15, "next_name": "HST 15 %", "next_from": "2026-06-10"}', '{"next_from": null}') ->> 'status', 'saved', 'another rate from a day on');
select is(pg_temp.plans('{"next_from": "2026-06-11"}', '{"next_from": null}') ->> 'reason', 'changed', 'not over somebody else''s');
select is(pg_temp.hst_told(), '{"name": "HST 13 %", "rate": 0.13000, "next_rate": 0.15000, "next_name": "HST 15 %", "next_from": "2026-06-10"}', 'which the page tells, and what holds until then');
select is(pg_temp.saves('{"fee": 205}') ->> 'status', 'saved', 'a policy has a fee again');
select is(public.policy_page(pg_temp.lifts()) #>> '{policy,with_tax}', '231.65', 'until then prices are told by the old one');
select tests.act_as_owner();
create temp table billed as select l.id, l.tax_rate, l.tax from public.invoice_lines l;
select isnt((select count(*) from billed), 0::bigint, 'something is billed');
select tests.freeze_clock('2026-06-10 12:00+00');
select tests.act_as_staff('admin');
select is(public.policy_page(pg_temp.lifts()) #>> '{policy,with_tax}', '235.75', 'from its day on by the new one');
select is(pg_temp.hst_told() ->> 'name', 'HST 15 %', 'under its name');
select tests.act_as_owner();
select is_empty('select b.id from billed b join public.invoice_lines l on l.id = b.id where (l.tax_rate, l.tax) is distinct from (b.tax_rate, b.tax)', 'what was billed keeps its own');
select results_eq($$ select o.tax_rate from private.open_cycles o where o.contract_id in (tests.id('booked'), tests.id('old')) order by 1 $$, 'values (0.13000), (0.15000)', 'so does what was told; what was not is told by the new one');
select is(private.begin_tax_rates('2026-06-10'), 1::bigint, 'the night makes it the present one');
select is((select concat_ws(' ', t.rate, t.name, t.next_from) from public.tax_codes t where t.code = 'HST_ON'), '0.15000 HST 15 %', 'and there is room for the next');
update public.tax_codes set rate = 0.13, name = 'HST 13 %' where code = 'HST_ON';
select tests.freeze_clock('2026-06-01 12:00+00');
select tests.act_as_staff('admin');

-- A rate is corrected where it stands
create function pg_temp.card() returns uuid language sql security definer as $$ select id from public.callout_rates where equipment_class = 'lift_elevating' order by valid_from limit 1 $$;
create function pg_temp.corrects(fields jsonb, shown jsonb default null) returns jsonb language sql as $$ select public.save_catalogue_row('rate', fields, pg_temp.card(), shown) $$;
grant execute on function pg_temp.card, pg_temp.corrects to public;
create temp table card as select r.* from public.callout_rates r where r.id = pg_temp.card();
grant select on card to public;
select tests.act_as_owner();
insert into public.work_orders (id, kind, customer_id, intake_source, state, unit_id, visit_id)
select tests.id('repair'), 'repair', tests.id('ada'), 'visit', 'quoted', tests.id('chair'), null;
select private.quote_work(tests.id('repair'), r, '[{"label": "Chain"}]', '{}') from public.callout_rates r where r.id = pg_temp.card();
create temp table quoted as select l.id, l.unit_price from public.work_order_lines l where l.work_order_id = tests.id('repair');
select tests.act_as_staff('office');
select throws_ok($$ select pg_temp.corrects('{"hourly": 1}') $$, '42501', null, 'the office does not correct it');
select tests.act_as_staff('admin');
select is((select x ->> 'quotes' from jsonb_array_elements(public.catalogue_page() -> 'rates') x where x ->> 'id' = pg_temp.card()::text), '1', 'how many quotes wait for an answer by it is told');
select is(pg_temp.corrects('{"label": "Coming out", "call_out": 91.5, "hourly": 120, "minimum_minutes": 30}', (select jsonb_build_object('call_out', c.call_out, 'hourly', c.hourly) from card c)) ->> 'status', 'saved', 'a rate that holds is corrected');
select is((select concat_ws(' ', r.label, r.call_out, r.hourly, r.minimum_minutes) from public.callout_rates r where r.id = pg_temp.card()), 'Coming out 91.50 120.00 30', 'to what was typed');
select is(pg_temp.corrects('{"hourly": 130}', (select jsonb_build_object('hourly', c.hourly) from card c)) - 'at' - 'by', '{"status": "refused", "reason": "changed", "fields": ["hourly"]}', 'not over what somebody else wrote meanwhile');
select is(pg_temp.corrects('{"call_out": -1, "label": " ", "hourly": "a lot"}') -> 'fields', '{"call_out": "wrong", "label": "wrong", "hourly": "wrong"}', 'each amount has its bounds');
select is(pg_temp.corrects('{"valid_from": "2027-01-01"}') -> 'fields', '{"valid_from": "wrong"}', 'the day from which it holds stays, or nothing would hold');
select is(pg_temp.corrects('{"equipment_class": "mobility"}') -> 'fields', '{"equipment_class": "wrong"}', 'and so does what it is for');
select tests.act_as_owner();
select results_eq('select l.unit_price from public.work_order_lines l join quoted q on q.id = l.id order by l.id', 'select q.unit_price from quoted q order by q.id', 'what was quoted keeps its price');
select is((private.repair_rate(k.id, '2026-06-01')).hourly, 120.00, 'what is quoted from now on has the new one') from public.equipment_categories k where k.code = 'lift_chair';
update public.callout_rates r set label = c.label, call_out = c.call_out, hourly = c.hourly, minimum_minutes = c.minimum_minutes from card c where c.id = r.id;
select tests.act_as_staff('admin');

-- Rates and holidays
select is(public.save_catalogue_row('rate', '{"equipment_class": "mobility", "label": "Standard, from July", "call_out": 90, "hourly": 100, "minimum_minutes": 60, "valid_from": "2026-07-01"}') ->> 'status', 'saved', 'a rate from a day on');
select is(public.save_catalogue_row('rate', '{"equipment_class": "mobility", "label": "Again", "call_out": 95, "hourly": 100, "minimum_minutes": 60, "valid_from": "2026-07-01"}') -> 'fields' ->> 'valid_from', 'taken', 'on a day one begins');
select is(public.remove_catalogue_row('rate', pg_temp.row_of('rate', 'Standard call-out')) ->> 'reason', 'begun', 'one that holds stays');
select is(public.remove_catalogue_row('rate', pg_temp.row_of('rate', 'Standard, from July')) ->> 'status', 'removed', 'one that is to come need not');
select is(public.save_catalogue_row('holiday', '{"on_day": "2026-06-03", "name": "Staff day"}') ->> 'status', 'saved', 'a holiday is made');
select is((public.catalogue_page() #>> '{holidays,0,name}', public.catalogue_page() #>> '{holidays,0,stops}')::text, '("Staff day",1)', 'which tells what is booked on it');
select is(public.save_catalogue_row('holiday', '{"on_day": "2026-06-03", "name": "Again"}') -> 'fields', '{"on_day": "taken"}', 'a day is one holiday');
select is(public.save_catalogue_row('holiday', '{"on_day": "June 31", "name": "No day"}') -> 'fields', '{"on_day": "wrong"}', 'a day is a day');
select is(public.remove_catalogue_row('holiday', pg_temp.row_of('holiday', 'Thanksgiving')) ->> 'status', 'removed', 'the company works on a holiday');
select is(public.save_catalogue_row('company', '{"name": "x"}') ->> 'reason', 'what', 'nothing else is reached this way');
select is(public.remove_catalogue_row('staff', gen_random_uuid()) ->> 'reason', 'what', 'or taken out');
select is((public.catalogue_page() #>> '{categories,0,name}', public.catalogue_page() #>> '{categories,0,contracts}', public.catalogue_page() #>> '{categories,0,lines}')::text, '("Lift chair",1,9)', 'categories say how many contracts and lines they have');

-- On both sides of a day
select is(public.save_catalogue_row('rate', '{"equipment_class": "mobility", "label": "From August", "call_out": 90, "hourly": 100, "minimum_minutes": 60, "valid_from": "2026-08-01"}') ->> 'status', 'saved', 'another rate from a day on');
select tests.act_as_owner();
select is(private.remove_catalogue_row('rate', pg_temp.row_of('rate', 'From August'), '2026-08-01') ->> 'reason', 'begun', 'on its first day it holds');
select is(private.code_of(name), code, format('the code of "%s"', name)) from (values ('Level 2 lifts', 'level_2_lifts'), ('  Été!', 't'), ('€ 3', 'other')) c (name, code);
insert into public.technician_tasks (technician_id, task_type, during) select t.technician_id, 'time_off', tstzrange(upper(t.during), upper(t.during) + interval '1 hour') from public.technician_tasks t where t.task_type = 'maintenance';
select is(private.catalogue_page('2026-06-01 12:00+00') #>> '{holidays,0,stops}', '1', 'time off is no stop that a holiday meets');
set local session_replication_role = replica;
update public.maintenance_contracts set created_at = '2026-06-01 12:00+00';
set local session_replication_role = origin;
select is((private.policy_reach(k, at) ->> 'visits', private.policy_reach(k, at) ->> 'lately')::text, told, format('at %s', at))
from (values ('2026-06-01 12:00+00'::timestamptz, '(1,3)'), ('2026-07-01 11:59+00', '(0,3)'), ('2026-07-01 12:00+00', '(0,0)')) a (at, told), public.equipment_categories k where k.id = pg_temp.lifts();

insert into public.products (sku, name, category_id, unit_kind) values ('plain-391', 'As its category says', pg_temp.lifts(), 'base');
select is(private.policy_reach(k, '2026-06-01 12:00+00') ->> 'own_products', '1', 'a product that says nothing itself is none of those that do') from public.equipment_categories k where k.id = pg_temp.lifts();

select * from finish();
rollback;
