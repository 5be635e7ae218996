-- Erase customer: the person taken out of what is kept, at their wish, when nothing is owed and nothing booked. Invoices,
-- payments and certificates stay for the years that the law asks for, and so do the trail's events, without what was personal
-- in them.

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

create function private.empty_report()
returns trigger
-- Definer: the rule holds for writers who may not read clients.
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_erased(private.customer_of_work(new.visit_id, new.work_order_id)) then
    new.report := private.emptied(new.report);
  end if;
  return new;
end;
$$;
comment on function private.empty_report is 'Trigger: of a report that comes after its client was erased is kept that it came. Its phone and the office are told.';

create trigger empty_report before insert on public.visit_reports for each row execute function private.empty_report();

create function private.drop_file()
returns trigger
-- Definer: the rule holds for writers who may not read clients.
language plpgsql security definer
set search_path = ''
as $$
begin
  return case when not private.is_erased(private.customer_of_work(new.visit_id, new.work_order_id)) then new end;
end;
$$;
comment on function private.drop_file is 'Trigger: no picture is kept of a client who was erased, such as what was drawn on a report that comes late.';

create trigger drop_file before insert on public.visit_files for each row execute function private.drop_file();

create function private.say_nothing()
returns trigger
-- Definer: the rule holds for writers who may not read clients.
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_erased(new.customer_id) then
    new.outcome := case when new.state = 'done' then 'the client was erased' end;
    new.details := coalesce((
      select jsonb_object_agg(d.key, d.value) from jsonb_each(new.details) d where d.key = any ('{reason, visit_id, work_order_id, starts_at}')), '{}');
  end if;
  return new;
end;
$$;
comment on function private.say_nothing is 'Trigger: what the office does about a client who was erased is on record without words.';

create trigger say_nothing before insert or update of details, outcome on public.office_activities
  for each row when (new.customer_id is not null) execute function private.say_nothing();

create function private.note_nothing()
returns trigger
-- Definer: the rule holds for writers who may not read clients.
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_erased((select a.customer_id from public.office_activities a where a.id = new.activity_id)) then
    new.note := null;
  end if;
  return new;
end;
$$;
comment on function private.note_nothing is 'Trigger: of a call about a client who was erased no words are kept.';

create trigger note_nothing before insert on public.activity_calls
  for each row when (new.note is not null) execute function private.note_nothing();

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
  update public.repair_failures f set note = null
  from public.work_orders w where w.customer_id = client_id and f.work_order_id = w.id and f.note is not null;
  update public.work_orders w set problem = 'Erased' where w.customer_id = client_id and w.problem is not null;
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
  delete from public.visit_files f
  using private.rows_of_customer(client_id) r where r.table_name = 'visit_files' and f.id = r.row_id;
  -- What was taken for a visit is its record; the others count for nothing.
  update public.visit_reports r
  set report = case when r.state = 'accepted' and r.visit_id is not null then r.report - '{signature,note}'::text[] else private.emptied(r.report) end
  from private.rows_of_customer(client_id) k
  where k.table_name = 'visit_reports' and r.id = k.row_id;
  delete from private.visit_drafts d where d.visit_id = any (v_visits);
  delete from private.visit_drafts d using public.work_orders w where w.customer_id = client_id and d.work_order_id = w.id;
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
  update public.maintenance_contracts c set cancelled_note = null where c.customer_id = client_id and c.cancelled_note is not null;
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
  -- What files said of them, and what runs made of it.
  delete from public.import_changes i using private.rows_of_customer(client.id) r where r.table_name = 'import_changes' and i.id = r.row_id;
  perform private.forget_imported(client.id);
  perform private.forget_uploads_with_people();
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
    v_answer := private.done_as_shown('recorded', v_changes - 'events', dry_run, shown) || jsonb_build_object('changes', v_changes);
    if v_answer ->> 'status' <> 'recorded' then
      perform private.take_back_all();
    end if;
  exception when sqlstate 'MT024' then
    return v_answer;
  end;
  return v_answer;
end;
$$;
comment on function private.erase_customer is 'Takes a person out of what is kept: see the door of the same name.';
