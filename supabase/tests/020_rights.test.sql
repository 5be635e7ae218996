-- Who may see and change what: each persona meets the refusal itself.
begin;
select plan(45);

insert into public.customers (id, name, email, postal_code)
values ('00000000-0000-0000-0000-0000000000c1', 'Ada Example', 'ada@example.com', 'L6Y 0A1');
insert into public.units (id, customer_id, category_id)
select '00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000c1', id
from public.equipment_categories where code = 'stairlift';
insert into public.maintenance_contracts (id, unit_id, due_anchor_on)
values ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000d1', '2026-01-31');
insert into public.maintenance_cycles (contract_id, number, due_on)
values ('00000000-0000-0000-0000-0000000000e1', 1, '2026-07-31');
insert into public.technicians (id, name) values ('00000000-0000-0000-0000-0000000000f1', 'Tess Example');
insert into public.technician_tasks (technician_id, task_type, during)
values ('00000000-0000-0000-0000-0000000000f1', 'repair', '[2026-07-01 13:00+00, 2026-07-01 14:00+00)');

-- Every door, called with nothing: who may not pass is told so before anything else is looked at.
create temp table doors as
select p.proname::text as name, format('select public.%I(%s)', p.proname,
  (select string_agg(format('null::%s', t::regtype), ', ' order by n) from unnest(p.proargtypes) with ordinality a (t, n))) as call
from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e');
create function pg_temp.refuses(call text) returns boolean language plpgsql as $$
begin
  execute call;
  return false;
exception when others then
  return sqlstate = '42501';
end;
$$;
grant select on doors to public;
grant execute on function pg_temp.refuses to public;
create temp table clients_doors as select unnest(array['company_card', 'booking_page', 'open_slots', 'confirm_booking', 'reschedule_booking',
  'cancel_booking', 'request_callback', 'change_details', 'report_change', 'withdraw_change', 'reminders_wanted', 'unsubscribe', 'find_by_short_code', 'verify_certificate', 'technician_calendar',
  'forgot_password', 'password_link']) as name;
create temp table administrators_doors as select unnest(array['pause_messages', 'trail_page', 'check_trail', 'export_customer', 'erase_customer', 'correct_price', 'set_checklist', 'revoke_certificate', 'reverse_visit', 'reprice', 'set_activity_kind', 'run_night_job', 'correct_death', 'lift_bounce']) as name;
insert into administrators_doors values ('add_technician'), ('save_technician'), ('set_technician_home'), ('set_technician_skills'), ('set_technician_hours'), ('reactivate_technician'), ('save_settings'), ('save_policy'), ('save_catalogue_row'), ('remove_catalogue_row'), ('merge_customers'), ('merge_page'), ('staff_page'), ('invite_staff'), ('send_password_link'), ('change_staff'), ('switch_staff');
create temp table own_doors as select unnest(array['who_am_i', 'sign_out_everywhere', 'password_is_set']) as name;
create temp table jobs_doors as select unnest(array['run_job', 'claim_messages', 'freeze_message', 'settle_message', 'record_bounce',
  'places_without_coordinates', 'set_coordinates', 'keep_password_link']) as name;
grant select on clients_doors, administrators_doors, own_doors, jobs_doors to public;

-- A stranger
select tests.act_as_anon();
select set_eq('select name from doors where not pg_temp.refuses(call)', 'select name from clients_doors', 'a stranger passes the doors of clients');
select throws_ok('select * from public.customers', '42501', null, 'a stranger reads no customers');
select throws_ok('select * from public.maintenance_cycles', '42501', null, 'a stranger reads no cycles');
select throws_ok('select * from public.technician_tasks', '42501', null, 'a stranger reads no tasks');
select throws_ok('insert into public.suppressions (address, reason) values (''a@example.com'', ''complaint'')', '42501', null, 'a stranger suppresses nobody');
select throws_ok('select private.clock()', '42501', null, 'a stranger does not reach the internals');
select throws_ok('select public.close_activity(gen_random_uuid(), ''done'')', '42501', null, 'a stranger closes no activity');

-- A signed-in person who is not staff sees what a stranger sees
select tests.act_as('authenticated', gen_random_uuid());
select is_empty('select id from public.customers', 'a signed-in stranger sees no customer');
select is_empty('select id from public.company_settings', 'a signed-in stranger sees no settings');
select is_empty('select id from public.equipment_categories', 'a signed-in stranger sees no policy');

-- A technician
select tests.act_as_staff('technician');
select set_eq('select name from doors where not pg_temp.refuses(call)', 'select name from clients_doors union all select name from own_doors',
  'a technician passes no door of the office');
select isnt_empty('select id from public.equipment_categories', 'a technician reads the catalogue');
select is_empty('select id from public.customers', 'a technician lists no customers');
select is_empty('select id from public.maintenance_contracts', 'a technician lists no contracts');
select is_empty('select id from public.technician_tasks', 'a technician lists no tasks');
select is((select count(*) from public.staff), 1::bigint, 'a technician sees no colleague''s sign-in');
select throws_ok('select public.close_activity(gen_random_uuid(), ''done'')', '42501', 'only the office may do this', 'a technician closes no activity');

-- The office
select tests.act_as_staff('office');
select set_eq('select name from doors where pg_temp.refuses(call)', 'select name from administrators_doors union select name from jobs_doors',
  'the office passes every door but those of administrators and jobs');
select isnt_empty('select id, name, email from public.customers', 'the office reads customers');
select isnt_empty('select id, due_on, fee from public.maintenance_cycles', 'the office reads cycles');
select throws_ok('select token from public.maintenance_cycles', '42501', null, 'the office does not read links');
select throws_ok('select token_hash from private.calendar_links', '42501', null, 'the office does not read calendar keys');
select throws_ok('select rendered from public.messages', '42501', null, 'the office does not read mail bodies');
select throws_ok('update public.maintenance_contracts set fee = 0', '42501', null, 'the office re-prices nothing behind the functions');
select throws_ok('update public.maintenance_cycles set due_on = due_on', '42501', null, 'the office moves no due date behind the functions');
select throws_ok('delete from public.technician_tasks', '42501', null, 'the office deletes no task');
select throws_ok('insert into public.audit_events (table_name, action, changes) values (''x'', ''insert'', ''{}'')', '42501', null, 'the office writes no audit rows');
select is_empty('select id from public.audit_events', 'the office does not read the audit trail');
select is_empty('update public.equipment_categories set fee = 1 returning id', 'the office changes no policy');
select throws_ok('insert into public.skills (code, name) values (''juggling'', ''Juggling'')', '42501', null, 'the office adds no skill');
select lives_ok($$ select public.close_activity(gen_random_uuid(), 'called') $$, 'the office may close activities');

-- Somebody who has left the office
select tests.act_as_owner();
update public.staff set active = false where role = 'office';
select tests.act_as_staff('office');
select is_empty('select id from public.customers', 'who has left reads no customers any more');
select is_empty('select id from public.equipment_categories', 'nor the catalogue');
select throws_ok('select public.close_activity(gen_random_uuid(), ''done'')', '42501', 'only the office may do this', 'nor does the office''s work');

-- Jobs
select tests.act_as_service();
select is_empty('select name from doors where pg_temp.refuses(call)', 'the service role passes every door');

-- An administrator
select tests.act_as_staff('admin');
select set_eq('select name from doors where pg_temp.refuses(call)', 'select name from jobs_doors', 'an administrator passes every door but those of jobs');
select isnt_empty($$ update public.equipment_categories set fee = 199 where code = 'stairlift' returning id $$, 'an administrator changes a policy');
select isnt_empty('select id from public.audit_events', 'an administrator reads the audit trail');
select throws_ok('update public.audit_events set action = ''delete''', '42501', null, 'an administrator does not edit the audit trail');

-- What the office writes by itself, column by column; all else of these tables is for functions and imports.
create function pg_temp.columns_to(privilege text, of_table regclass) returns text language sql as $$
  select coalesce(string_agg(a.attname, ' ' order by a.attnum), 'none') from pg_attribute a
  where a.attrelid = of_table and a.attnum > 0 and has_column_privilege('authenticated', of_table, a.attname, privilege) $$;
select is(pg_temp.columns_to('insert', 'public.sales_orders'), 'id order_number customer_id order_date commitment_date', 'the office enters orders, which are not confirmed yet');
select is(pg_temp.columns_to('update', 'public.sales_orders'), 'order_number order_date commitment_date', 'and mends their number and days, not whose they are');
select is(pg_temp.columns_to('update', 'public.sales_order_lines'), 'description unit_price delivery_date invoice_date', 'of a line what it is called and costs, and its days, not what was sold');
select is(pg_temp.columns_to('update', 'public.device_claims'), 'funder device_type adp_delivery_date invoice_date order_date', 'of a claim who paid and when');
select is(pg_temp.columns_to('insert', 'public.units'),
  'id customer_id product_id category_id serial_number street apartment city province postal_code latitude longitude access_notes site_type installed_on',
  'a unit that the office makes comes from no line or claim and is in service');
select is(pg_temp.columns_to('update', 'public.units'), 'product_id category_id serial_number access_notes site_type installed_on', 'and afterwards it writes what the unit is');

select * from finish();
rollback;
