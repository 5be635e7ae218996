-- A customer's data: everything that is kept about a person, as one file; and the person taken out of it, at their wish,
-- when nothing is owed and nothing booked. Invoices, payments and certificates stay for the years that the law asks for,
-- and so do the trail's events, without what was personal in them.

-- What is theirs --------------------------------------------------------------------------------------------------

create function private.rows_of_customer(customer_id uuid)
returns table (table_name text, row_id uuid)
language sql stable
set search_path = ''
as $$
  with mine as materialized (select rows_of_customer.customer_id as id),
    contracts as materialized (select c.id from mine join public.maintenance_contracts c on c.customer_id = mine.id),
    cycles as materialized (select y.id from contracts join public.maintenance_cycles y on y.contract_id = contracts.id),
    visits as materialized (select v.id from cycles join public.maintenance_visits v on v.cycle_id = cycles.id),
    orders as materialized (select w.id from mine join public.work_orders w on w.customer_id = mine.id),
    invoices as materialized (select i.id from mine join public.invoices i on i.customer_id = mine.id),
    activities as materialized (select a.id from mine join public.office_activities a on a.customer_id = mine.id)
  select 'customers', mine.id from mine
  union all select 'customers', r.former_id from mine join private.customer_refs r on r.customer_id = mine.id
  union all select 'customer_contacts', k.id from mine join public.customer_contacts k on k.customer_id = mine.id
  union all select 'units', u.id from mine join public.units u on u.customer_id = mine.id
  union all select 'sales_orders', o.id from mine join public.sales_orders o on o.customer_id = mine.id
  union all select 'device_claims', d.id from mine join public.device_claims d on d.customer_id = mine.id
  union all select 'maintenance_contracts', id from contracts
  union all select 'maintenance_cycles', id from cycles
  union all select 'maintenance_visits', id from visits
  union all select 'checklist_results', r.id from visits join public.checklist_results r on r.visit_id = visits.id
  union all select 'visit_reports', r.id from visits join public.visit_reports r on r.visit_id = visits.id
  union all select 'visit_parts', p.id from visits join public.visit_parts p on p.visit_id = visits.id
  union all select 'visit_files', f.id from visits join public.visit_files f on f.visit_id = visits.id
  union all select 'inspection_certificates', c.id from visits join public.inspection_certificates c on c.visit_id = visits.id
  union all select 'technician_tasks', t.id from mine join public.technician_tasks t on t.customer_id = mine.id
  union all select 'work_orders', id from orders
  union all select 'work_order_lines', l.id from orders join public.work_order_lines l on l.work_order_id = orders.id
  union all select 'repair_decisions', d.id from orders join public.repair_decisions d on d.work_order_id = orders.id
  union all select 'repair_reports', r.id from orders join public.repair_reports r on r.work_order_id = orders.id
  union all select 'invoices', id from invoices
  union all select 'invoice_lines', l.id from invoices join public.invoice_lines l on l.invoice_id = invoices.id
  union all select 'payments', p.id from invoices join public.payments p on p.invoice_id = invoices.id
  union all select 'office_activities', id from activities
  union all select 'activity_calls', c.id from activities join public.activity_calls c on c.activity_id = activities.id
  union all select 'messages', m.id from mine join public.messages m on m.customer_id = mine.id
  union all select 'booking_attempts', a.id from cycles join public.booking_attempts a on a.cycle_id = cycles.id;
$$;
comment on function private.rows_of_customer is 'Every row that is about a customer, by table: what is handed out, and what is looked through when they are erased.';

-- Handed out ------------------------------------------------------------------------------------------------------

create function private.without_links(told jsonb)
returns jsonb
language sql immutable
return regexp_replace(told::text, '/(book|unsubscribe)/[A-Za-z0-9_-]{43}', '/\1/…', 'g')::jsonb;
comment on function private.without_links is 'What was written, without the private links in it: a copy of the data opens nothing.';

create function private.export_customer(customer_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_table text;
  v_rows jsonb;
  v_told jsonb := jsonb_build_object();
begin
  if not exists (select from public.customers c where c.id = export_customer.customer_id) then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  for v_table in select distinct r.table_name from private.rows_of_customer(export_customer.customer_id) r order by 1 loop
    -- Links and leases are no data about anybody; a technician's way of signing in even less.
    execute format(
      'select jsonb_agg(to_jsonb(t) - ''{token, lease_id, lease_until}''::text[] order by t.id) from public.%I t
       join private.rows_of_customer($1) r on r.table_name = %L and r.row_id = t.id', v_table, v_table)
    into v_rows using export_customer.customer_id;
    v_told := v_told || jsonb_build_object(v_table, v_rows);
  end loop;
  v_told := v_told || jsonb_build_object('trail', (
    select coalesce(jsonb_agg(to_jsonb(t) order by t.seq), '[]')
    from private.audit_trail t join private.rows_of_customer(export_customer.customer_id) r on r.row_id = t.row_id and r.table_name = t.table_name));
  perform private.write_audit('customers', export_customer.customer_id, 'read', '{"what": "all that is kept"}');
  return private.without_links(v_told);
end;
$$;
comment on function private.export_customer is 'Everything that is kept about a customer: see the door of the same name.';

-- Erased ----------------------------------------------------------------------------------------------------------

create function private.refuse_for_erased()
returns trigger
-- Definer: the rule holds for writers who may not read clients.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.customers c where c.id = new.customer_id and c.erased_on is not null) then
    raise exception 'whoever was erased gets nothing any more' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.refuse_for_erased is 'Trigger: nothing is given to a client who was erased (MT002); a person who comes again is a new client.';

create trigger refuse_for_erased before insert on public.customer_contacts for each row execute function private.refuse_for_erased();
create trigger refuse_for_erased before insert or update of customer_id, condition, street, apartment, city, province, postal_code, latitude, longitude, access_notes
  on public.units for each row execute function private.refuse_for_erased();
create trigger refuse_for_erased before insert or update of customer_id on public.sales_orders for each row execute function private.refuse_for_erased();
create trigger refuse_for_erased before insert or update of customer_id on public.device_claims for each row execute function private.refuse_for_erased();

create trigger keep_erased before update on public.customers
  for each row when (old.erased_on is not null) execute function private.refuse_change();
create trigger erase_in_one_way before update of erased_on on public.customers
  for each row when (old.erased_on is null and new.erased_on is not null) execute function private.refuse_change('erase_customer');
create trigger begin_unerased before insert on public.customers
  for each row when (new.erased_on is not null) execute function private.refuse_change();

create function private.why_not_erase(client public.customers)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when client.erased_on is not null then 'already'
    -- A visit without an outcome is on work that has not ended.
    when exists (
      select from public.technician_tasks t where t.customer_id = client.id and (private.is_unfinished(t.state) or private.is_waiting(t.state))) then 'booked'
    when exists (
      select from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
      where i.customer_id = client.id and (i.state = 'draft' or s.balance <> 0 or s.payable <> s.balance)) then 'money'
    when exists (
      select from public.work_orders w where w.customer_id = client.id and w.kind = 'repair' and w.state not in ('declined', 'done', 'cancelled')) then 'repair'
    when exists (select from public.messages m where m.customer_id = client.id and m.state in ('sending', 'uncertain')) then 'sending' end;
end;
$$;
comment on function private.why_not_erase is 'What is in the way of erasing a client: already, booked (work that is to come), money (owed, a draft, or a payment that may have gone through), repair (one that goes on), sending (a mail whose outcome is open); null when nothing is.';

create function private.forget_mails(client_id uuid)
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_mails bigint;
begin
  -- Nor is anybody asked to decide about one that could not be sent.
  update public.messages m set state = 'superseded', set_aside_at = null, set_aside_reason = null where m.customer_id = client_id and m.state in ('queued', 'dead');
  -- The key holds the address, too.
  update public.messages m
  set recipient = 'erased@invalid', dedupe_key = md5(m.id::text), payload = '{}', rendered = null, last_error = null
  where m.customer_id = client_id;
  get diagnostics v_mails = row_count;
  return v_mails;
end;
$$;
comment on function private.forget_mails is 'Of the mails to a client stays that there was one, of which kind and when. Returns how many.';

create function private.forget_work(client_id uuid)
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_work bigint;
begin
  update public.activity_calls c set note = null
  from public.office_activities a where a.customer_id = client_id and c.activity_id = a.id and c.note is not null;
  update public.office_activities a
  set details = '{}', outcome = case when a.state = 'open' then 'the client was erased' end,
    state = 'done', closed_at = coalesce(a.closed_at, private.clock())
  where a.customer_id = client_id;
  get diagnostics v_work = row_count;
  update public.repair_decisions d set said_by = 'Erased', note = null
  from public.work_orders w where w.customer_id = client_id and d.work_order_id = w.id;
  update public.repair_reports r set report = r.report - 'signature', signature = null
  from public.work_orders w where w.customer_id = client_id and r.work_order_id = w.id;
  return v_work;
end;
$$;
comment on function private.forget_work is 'Of the office''s work about a client stays which kind it was and when; calls and decisions lose what was said. Returns how many.';

create function private.forget_visits(client_id uuid)
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_visits uuid[] := array(select r.row_id from private.rows_of_customer(client_id) r where r.table_name = 'maintenance_visits');
begin
  delete from public.visit_files f where f.visit_id = any (v_visits);
  update public.visit_reports r set report = r.report - 'signature' where r.visit_id = any (v_visits) and r.report ? 'signature';
  delete from private.visit_drafts d where d.visit_id = any (v_visits);
  update public.maintenance_visits v
  set contact_phone = null, access_notes = null, signed_by = case when v.signed_by is not null then 'Erased' end
  where v.id = any (v_visits) and num_nonnulls(v.contact_phone, v.access_notes, v.signed_by) > 0;
  update public.technician_tasks t set title = null, address = null, latitude = null, longitude = null, notes = null
  where t.customer_id = client_id;
  delete from public.booking_attempts a
  using public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id
  where c.customer_id = client_id and a.cycle_id = y.id;
  return cardinality(v_visits);
end;
$$;
comment on function private.forget_visits is 'Of the visits to a client stays what was checked and found; who signed, where it was and how one got in go. Returns how many.';

create function private.forget_things(client_id uuid)
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_unit uuid;
  v_units bigint := 0;
begin
  for v_unit in select u.id from public.units u where u.customer_id = client_id order by u.id loop
    perform private.end_contract_of(v_unit, 'other');
    v_units := v_units + 1;
  end loop;
  update public.units u
  set condition = 'retired', street = null, apartment = null, city = null, province = null, postal_code = null,
    latitude = null, longitude = null, access_notes = null
  where u.customer_id = client_id;
  update public.maintenance_contracts c set cancelled_note = null, paused_reason = null
  where c.customer_id = client_id and num_nonnulls(c.cancelled_note, c.paused_reason) > 0;
  update public.backfill_rows b set doubt = null, failure = null where b.customer_id = client_id and num_nonnulls(b.doubt, b.failure) > 0;
  return v_units;
end;
$$;
comment on function private.forget_things is 'Ends the contracts of a client without a word to anybody and retires their units, which lose their address. Returns how many units.';

create function private.forget_person(client public.customers, on_day date)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'erase_customer'
as $$
declare
  v_addresses text[] := array(
    select lower(btrim(a.email)) from (
      select client.email union select k.email from public.customer_contacts k where k.customer_id = client.id) a (email)
    where a.email is not null);
begin
  -- What a file said of them, which later files are compared with.
  update public.import_rows r set ref = null, fields = '{}', problem = null, notice = null
  from public.import_files f where f.id = r.file_id and f.kind = 'customers' and r.ref in (
    select client.customer_ref union select b.customer_ref from private.customers_by_ref b where b.customer_id = client.id);
  delete from public.customer_contacts k where k.customer_id = client.id;
  -- Ids of those who were merged into them still lead to what is left; what a file called them does not.
  update private.customer_refs r set customer_ref = null where r.customer_id = client.id;
  update public.customers c
  set name = 'Erased client', customer_ref = null, email = null, phone = null, street = null, apartment = null, city = null, province = null,
    postal_code = null, latitude = null, longitude = null, consent_basis = 'none', consent_on = null, reach_by = 'email', reach_note = null,
    notes = null, erased_on = on_day
  where c.id = client.id;
  -- An address that asked for silence keeps it, whoever brings it again.
  delete from private.address_tokens t
  where t.address = any (v_addresses) and not exists (select from private.customers_at(t.address))
    and not exists (select from public.suppressions s where s.address = t.address);
  delete from private.client_search s where s.customer_id = client.id;
  delete from private.contract_search s using public.maintenance_contracts c where c.customer_id = client.id and s.contract_id = c.id;
end;
$$;
comment on function private.forget_person is 'Takes name, numbers, addresses and contacts from a client''s row; what they were found by goes.';

create function private.kept_of(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'invoices', (select count(*) from public.invoices i where i.customer_id = kept_of.customer_id and i.state <> 'draft'),
    'certificates', (select count(*) from private.rows_of_customer(kept_of.customer_id) r where r.table_name = 'inspection_certificates'),
    -- Six years from the end of the year.
    'until', (select extract(year from max(private.company_day(i.issued_at)))::integer + 6 from public.invoices i where i.customer_id = kept_of.customer_id),
    'stopped_addresses', (
      select count(*) from public.suppressions s
      where s.address in (
        select lower(btrim(c.email)) from public.customers c where c.id = kept_of.customer_id
        union select lower(btrim(k.email)) from public.customer_contacts k where k.customer_id = kept_of.customer_id)));
end;
$$;
comment on function private.kept_of is 'What stays of a client who is erased: {invoices, certificates, until: the last year for which books are kept, null without an invoice, stopped_addresses}.';

create function private.erase_customer(customer_id uuid, reason text, dry_run boolean, shown text, on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_client public.customers := private.hold_client(customer_id);
  v_rows uuid[];
  v_active bigint;
  v_changes jsonb;
  v_answer jsonb;
begin
  if private.why_not_erase(v_client) is not null then
    return private.refused(private.why_not_erase(v_client));
  elsif not dry_run and (private.written(reason) is null or length(reason) > 500) then
    return private.rejected('reason');
  end if;
  v_active := (select count(*) from public.maintenance_contracts c where c.customer_id = v_client.id and c.state <> 'cancelled');
  v_changes := jsonb_build_object('kept', private.kept_of(v_client.id), 'contracts', v_active,
    'contacts', (select count(*) from public.customer_contacts k where k.customer_id = v_client.id));
  -- What happened to invoices stays with them.
  v_rows := array(
    select r.row_id from private.rows_of_customer(v_client.id) r
    where r.table_name not in ('invoices', 'invoice_lines', 'payments', 'inspection_certificates'));
  begin
    v_changes := v_changes || jsonb_build_object('units', private.forget_things(v_client.id), 'visits', private.forget_visits(v_client.id),
      'mails', private.forget_mails(v_client.id), 'work', private.forget_work(v_client.id));
    perform private.forget_person(v_client, on_day);
    v_changes := v_changes || jsonb_build_object('events', private.forget_personal_values(v_rows));
    perform private.write_audit('customers', v_client.id, 'update', jsonb_build_object('what', 'erased', 'reason', private.written(reason)));
    -- Events are made all the time, and one that was looked at is one more.
    v_answer := case when not dry_run and shown is distinct from md5((v_changes - 'events')::text) then private.refused('changed')
      else jsonb_build_object('status', case when dry_run then 'tried' else 'recorded' end) end
      || jsonb_build_object('changes', v_changes, 'shown', md5((v_changes - 'events')::text));
    perform private.keep_unless_tried(v_answer, dry_run);
  exception when sqlstate 'MT024' then
    return v_answer;
  end;
  return v_answer;
end;
$$;
comment on function private.erase_customer is 'Takes a person out of what is kept: see the door of the same name.';
