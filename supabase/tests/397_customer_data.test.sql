-- A customer's data handed out, and the person erased: what is in the way, what goes, what stays, and that they are found nowhere.
begin;
select plan(75);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
update public.company_settings set invoice_on_completion = true;
insert into public.customers (id, customer_ref, name, email, phone, street, city, postal_code, reach_note, notes)
values (tests.id('ada'), 'C-ZQX-1', 'Adaline Zquorx', 'zquorx@example.com', '905-555-7341', '77 Zquorx Lane', 'Brampton', 'L6Y 0A1', 'Zquorx likes mornings', 'Zquorx has a dog'),
  (tests.id('bob'), null, 'Bob Example', 'bob@example.com', null, '9 Oak Ave', 'Brampton', 'L6Y 0A1', null, null);
-- Somebody who was the same was merged into her.
insert into public.customers (id, customer_ref, name) values (tests.id('twin'), 'C-ZQX-2', 'Ada Zquorx');
insert into public.customer_contacts (customer_id, name, relation, email, phone, is_payer) values (tests.id('ada'), 'Bea Zquorx', 'daughter', 'bea.zquorx@example.com', '905-555-7342', true);
select tests.technician('Tess One', '{lifts}');
select tests.act_as_staff('admin');
select public.merge_customers(tests.id('ada'), tests.id('twin'), false, '{}', (public.merge_customers(tests.id('ada'), tests.id('twin'), true, '{}', null) ->> 'shown'));
select tests.act_as_owner();
select tests.unit('lift', 'ada', 'stairlift', '77 Zquorx Lane', '2026-06-20'), tests.unit('other', 'ada', 'stairlift', '77 Zquorx Lane', '2026-09-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.units set serial_number = 'SN-100' where id = tests.id('lift');
select public.request_callback(tests.token('other'), '905-555-7341', 'Mornings', 'Zquorx here');
select private.unsubscribe_url('zquorx@example.com');
insert into public.import_files (id, kind, file_name) values (tests.id('file'), 'customers', 'customers.csv');
insert into public.import_rows (file_id, line, ref, fields) values (tests.id('file'), 2, 'C-ZQX-1', '{"name": "Adaline Zquorx", "phone": "905-555-7341"}');
select tests.act_as_staff('office');
select public.log_call((select a.id from public.office_activities a where a.kind = 'callback'), 'left_message', 'Zquorx was out');
select tests.act_as_owner();
create temp table link as select tests.token('lift') as token;
do $$ begin perform tests.book('lift', 'Tess One', '2026-06-03 13:00+00', phone => '905-555-7341', notes => 'Ask for Zquorx'); end; $$;
create function pg_temp.visit() returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift') and y.number = 1 $$;

-- Nobody but administrators
create function pg_temp.tries() returns text language plpgsql as $$
declare
  v_call text;
  v_outcomes text[] := '{}';
begin
  foreach v_call in array array['public.export_customer(tests.id(''bob''))', 'public.erase_customer(tests.id(''bob''), ''wish'', true)', 'public.export_customer(tests.id(''nobody''))'] loop
    begin
      execute 'select ' || v_call;
      v_outcomes := v_outcomes || 'passes'::text;
    exception when others then
      v_outcomes := v_outcomes || sqlstate::text;
    end;
  end loop;
  return array_to_string(v_outcomes, ', ');
end;
$$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_anon();
select is(pg_temp.tries(), '42501, 42501, 42501', 'a stranger gets nothing');
select tests.act_as_staff('technician');
select is(pg_temp.tries(), '42501, 42501, 42501', 'nor does a technician');
select tests.act_as_staff('office');
select is(pg_temp.tries(), '42501, 42501, 42501', 'nor does the office');
select tests.act_as_staff('admin');
select is(pg_temp.tries(), 'passes, passes, PT404', 'an administrator does, of who is there');
select is(public.erase_customer(tests.id('twin'), '', true) ->> 'shown', public.erase_customer(tests.id('ada'), '', true) ->> 'shown', 'an address of who was merged leads to who was kept');
select tests.act_as_owner();

-- What is in the way
create function pg_temp.erase(dry_run boolean default true, reason text default 'Asked by letter', shown text default null) returns jsonb language sql as $$
  select public.erase_customer(tests.id('ada'), reason, dry_run, shown) $$;
create function pg_temp.refusal() returns text language sql as $$ select pg_temp.erase() ->> 'reason' $$;
select is(pg_temp.refusal(), 'booked', 'not while a visit is booked');
select tests.freeze_clock('2026-06-03 14:00+00');
select is(private.complete_visit(pg_temp.visit(), jsonb_build_object('version', 1, 'report_id', tests.id('report'), 'based_on', t.revision,
  'recorded_at', '2026-06-03T13:50:00Z', 'sent_at', '2026-06-03T14:00:00Z', 'started_at', '2026-06-03T13:05:00Z', 'finished_at', '2026-06-03T13:50:00Z', 'labour_minutes', 40,
  'checklist', (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass')) from private.visit_checklist i where i.visit_id = pg_temp.visit()),
  'signature', '{"name": "Adaline Zquorx", "role": "client", "method": "typed"}'::jsonb), 'technician', private.clock()) ->> 'status', 'done', 'it takes place')
from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id where v.id = pg_temp.visit();
select is(pg_temp.refusal(), 'money', 'not while its invoice is owed');
create temp table issued as select i.id, i.bill_to_name, s.balance from public.invoices i join private.invoice_sums s on s.invoice_id = i.id where i.customer_id = tests.id('ada');
select private.record_payment(i.id, i.balance - 1, 'card', gen_random_uuid(), null, private.clock()) from issued i;
select is(pg_temp.refusal(), 'money', 'nor a dollar of it');
select private.record_payment(i.id, 1, 'card', gen_random_uuid(), null, private.clock()) from issued i;
select is(pg_temp.refusal(), null, 'paid, nothing is in the way');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during) values (tests.id('delivery'), tests.id('Tess One'), 'delivery', tests.id('ada'), '[2026-06-09 13:00+00, 2026-06-09 14:00+00)');
select is(pg_temp.refusal(), 'booked', 'other work that is to come is');
update public.technician_tasks set state = 'needs_rescheduling' where id = tests.id('delivery');
select is(pg_temp.refusal(), 'booked', 'and what waits for another time');
update public.technician_tasks set state = 'cancelled' where id = tests.id('delivery');
select tests.as_function('lease_messages', $$ update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 minute' where customer_id = tests.id('ada') and kind = 'confirmation' and recipient = 'zquorx@example.com' $$);
select is(pg_temp.refusal(), 'sending', 'a mail that is under way as well');
select tests.as_function('freeze_message', $$ update public.messages set rendered = jsonb_build_object('text', 'Dear Zquorx, https://x.example/book/' || l.token), handed_over_at = clock_timestamp() from link l where state = 'sending' $$);
select tests.as_function('settle_message', $$ update public.messages set state = 'sent', sent_at = clock_timestamp(), lease_id = null, lease_until = null where state = 'sending' $$);

-- Handed out
create temp table handed_out as select private.export_customer(tests.id('ada')) as told;
select is(t.told #>> '{customers,0,name}', 'Adaline Zquorx', 'who they are') from handed_out t;
select is((select count(*) from handed_out t, unnest(array['customer_contacts', 'units', 'maintenance_contracts', 'maintenance_cycles', 'maintenance_visits', 'visit_reports', 'checklist_results',
  'technician_tasks', 'work_orders', 'invoices', 'invoice_lines', 'payments', 'office_activities', 'activity_calls', 'messages', 'booking_attempts', 'inspection_certificates']) n where jsonb_array_length(t.told -> n) > 0), 17::bigint, 'and of every kind what is theirs');
select cmp_ok((select jsonb_array_length(t.told -> 'trail') from handed_out t), '>', 20, 'with what the trail holds of it');
select ok((select t.told::text not like '%Bob Example%' from handed_out t), 'of nobody else');
select ok((select t.told::text like '%Dear Zquorx, https://x.example/book/…%' from handed_out t), 'mails as they were sent, without the link');
select ok(not exists (select from handed_out t, private.address_tokens a where t.told::text like '%' || a.token || '%') and not exists (select from handed_out t, link l where t.told::text like '%' || l.token || '%')
  and not exists (select from handed_out t where t.told #> '{maintenance_cycles,0}' ? 'token'), 'no key to anything is in it');
select is((select changes from private.audit_trail where row_id = tests.id('ada') and action = 'read'), '{"what": "all that is kept"}', 'that it was handed out is on record');

-- Looked at first
create function pg_temp.fingerprint() returns text language plpgsql as $$
declare
  v_all text := '';
  v_one text;
  v_table text;
begin
  for v_table in select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1 loop
    execute format('select md5(coalesce(string_agg(t::text, '' '' order by t::text), '''')) from %s t', v_table) into v_one;
    v_all := v_all || v_one;
  end loop;
  return md5(v_all);
end;
$$;
create temp table before as select pg_temp.fingerprint() as all_rows, pg_temp.erase() as tried;
select is(tried ->> 'status', 'tried', 'what would follow is told') from before;
select is((tried -> 'changes') - 'events' - 'mails' - 'work', '{"units": 2, "visits": 1, "contacts": 1, "contracts": 2, "kept": {"invoices": 1, "certificates": 1, "until": 2032, "stopped_addresses": 0}}', 'with what stays, and until when') from before;
select is((select all_rows from before), pg_temp.fingerprint(), 'and nothing is done');
select is(pg_temp.erase(false, ' '), '{"status": "rejected", "reason": "reason"}', 'nobody is erased without a reason');
select is(pg_temp.erase(false) ->> 'reason', 'changed', 'nor unseen');
select is(pg_temp.erase(null) ->> 'status', 'tried', 'nor where nobody says that it is meant');
select is(pg_temp.erase(false, shown => 'something else') ->> 'reason', 'changed', 'nor otherwise than was shown');
insert into public.customer_contacts (customer_id, name) values (tests.id('ada'), 'Cy Zquorx');
select is(pg_temp.erase(false, shown => (select tried ->> 'shown' from before)) ->> 'reason', 'changed', 'which may have changed since');
select is((select name from public.customers where id = tests.id('ada')), 'Adaline Zquorx', 'all of it is taken back then');

-- Erased
select tests.act_as_staff('admin');
select is(public.erase_customer(tests.id('ada'), 'Asked by letter', false, public.erase_customer(tests.id('ada'), '', true) ->> 'shown') ->> 'status', 'recorded', 'an administrator erases');
select tests.act_as_owner();
-- Wherever anything of the person might be: every row of every table, but for what the law has us keep.
create function pg_temp.where_is(what text) returns text language plpgsql as $$
declare
  v_table text;
  v_found text[] := '{}';
  v_hits bigint;
begin
  for v_table in select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1 loop
    execute format('select count(*) from %s t where to_jsonb(t)::text ~* $1', v_table) into v_hits using what;
    if v_hits > 0 then
      v_found := v_found || v_table;
    end if;
  end loop;
  return array_to_string(v_found, ', ');
end;
$$;
create temp view kept_values as select distinct e.table_name from public.audit_personal_values p join public.audit_events e on e.id = p.id where p.changes::text ~* 'zquorx';
select is(pg_temp.where_is('zquorx'), 'audit_personal_values, inspection_certificates, invoices', 'the name is where the law asks for it, and nowhere else');
select set_eq('select table_name from kept_values', array['inspection_certificates', 'invoices'], 'in the trail of nothing else either');
select is(pg_temp.where_is('555-?734[12]|C-ZQX'), '', 'no number, and nothing that other systems called them');
select is(pg_temp.where_is('likes mornings|has a dog|was out'), '', 'no remark');
select is((select name || ' ' || erased_on || ' ' || consent_basis from public.customers where id = tests.id('ada')), 'Erased client 2026-06-03 none', 'a row without a person is left');
select is((select array_agg(bill_to_name) = array_agg((select i.bill_to_name from issued i)) from public.invoices where customer_id = tests.id('ada')), true, 'its invoices say what they said');
select is((select count(*) from public.payments), 2::bigint, 'payments stay');
select isnt_empty($$ select from public.inspection_certificates where content::text ~* 'zquorx' $$, 'and so do inspection records');
select is((select string_agg(state || ' ' || cancelled_reason, ', ') from public.maintenance_contracts where customer_id = tests.id('ada')), 'cancelled other, cancelled other', 'contracts have ended');
select is((select array_agg(condition order by condition)::text from public.units where customer_id = tests.id('ada')), '{retired,retired}', 'units are retired');
select is((select string_agg(distinct state, ' ') from public.office_activities where customer_id = tests.id('ada')), 'done', 'no work is left to do');
select is_empty($$ select from public.messages where customer_id = tests.id('ada') and state = 'queued' $$, 'no mail waits');
select is((select state from public.maintenance_visits where id = pg_temp.visit()), 'done', 'that a visit took place stays');
select cmp_ok((select count(*) from public.checklist_results where visit_id = pg_temp.visit()), '>', 3::bigint, 'with what was checked');
select is((select changes from private.audit_trail where row_id = tests.id('ada') and changes ->> 'what' = 'erased'), '{"what": "erased", "reason": "Asked by letter"}', 'why it was done is on record');
select private.seal_audit();
select is(private.first_audit_break(), null, 'and the trail is whole');
select is(pg_temp.where_is('Bob Example') like '%customers%', true, 'others are as they were');
-- What took the place of their values is nothing, or says so in a word.
select is((select string_agg(distinct coalesce(h ->> 'recipient', 'nobody'), ', ') from jsonb_array_elements(public.client_history(tests.id('ada')) -> 'mails') h), 'nobody', 'their mails went to an address that is gone');
select is((select string_agg(distinct coalesce(h ->> 'recipient', 'nobody'), ', ') from jsonb_array_elements(public.unit_history(tests.id('lift')) -> 'mails') h), 'nobody', 'on the page of their unit too');
select is((select string_agg(distinct coalesce(h ->> 'recipient', 'nobody'), ', ') from jsonb_array_elements(public.visit_page(pg_temp.visit()) -> 'mails') h), 'nobody', 'and on that of a visit');
select is(public.visit_page(pg_temp.visit()) #>> '{record,signed_by}', 'Erased', 'which somebody signed whose name is erased');
select is((select string_agg(private.invoice_page(i.id) ->> 'is_erased', ' ') from issued i), 'true', 'the page of an invoice tells that its client was');

-- Found nowhere, and never written to
select is((public.find('zquorx') ->> 'total')::integer, 0, 'no search finds them by name');
select is((public.find('905-555-7341') ->> 'total')::integer, 0, 'or number');
select is((public.find('Erased') ->> 'total')::integer, 0, 'or as nobody');
select ok(private.is_quiet(tests.id('ada')), 'nobody writes under their name');
select is(private.queue_message('reminder', tests.id('ada'), 'x', '{}'), 0, 'there is no address');
select is(public.booking_page((select token from link)) ->> 'status', 'expired', 'their link has expired');

-- For ever
select throws_ok($$ update public.customers set name = 'Adaline' where id = tests.id('ada') $$, 'MT002', null, 'nobody fills the row again');
select throws_ok($$ insert into public.customer_contacts (customer_id, name) values (tests.id('ada'), 'Bea') $$, 'MT002', null, 'or gives it a contact');
select throws_ok($$ insert into public.units (customer_id, category_id) select tests.id('ada'), k.id from public.equipment_categories k where k.code = 'walker' $$, 'MT002', null, 'or a unit');
select throws_ok($$ insert into public.sales_orders (order_number, customer_id) values ('S-1', tests.id('ada')) $$, 'MT002', null, 'or an order');
select throws_ok($$ insert into public.device_claims (claim_ref, funder, customer_id, device_type) values ('K-1', 'adp', tests.id('ada'), 'Walker') $$, 'MT002', null, 'or a claim');
insert into public.sales_orders (order_number, customer_id) values ('S-2', tests.id('bob'));
insert into public.device_claims (claim_ref, funder, customer_id, device_type) values ('K-2', 'adp', tests.id('bob'), 'Walker');
select throws_ok(format('update public.%s set customer_id = %L where customer_id = %L', t, tests.id('ada'), tests.id('bob')), 'MT002', null, 'nor somebody else''s of ' || t)
from unnest('{sales_orders, device_claims}'::text[]) t;
select is(pg_temp.refusal(), 'already', 'nobody is erased twice');

-- In one way only
select throws_ok($$ update public.customers set erased_on = '2026-06-03' where id = tests.id('bob') $$, 'MT002', null, 'nobody is called erased by hand');
select throws_ok($$ insert into public.customers (name, erased_on) values ('Nobody', '2026-06-03') $$, 'MT002', null, 'or begins so');
select throws_ok($$ update public.messages set recipient = 'x@example.com' $$, 'MT002', null, 'what was written stays for everybody else');
select throws_ok($$ select tests.as_function('erase_customer', 'update public.invoices set bill_to_name = ''x''') $$, 'MT002', null, 'whoever erases changes no invoice');
select throws_ok($$ select tests.as_function('erase_customer', 'delete from public.payments') $$, 'MT002', null, 'no payment');
select throws_ok($$ select tests.as_function('erase_customer', 'delete from public.inspection_certificates') $$, 'MT002', null, 'no certificate');
select throws_ok($$ select tests.as_function('erase_customer', 'delete from public.audit_events') $$, 'MT002', null, 'and no event');
select throws_ok($$ select tests.as_function('erase_customer', 'truncate public.activity_calls') $$, 'MT002', null, 'and empties nothing');
select tests.act_as_staff('admin');
select is(jsonb_typeof(public.export_customer(tests.id('twin'))), 'object', 'and so does what is handed out');
select * from finish();
rollback;
