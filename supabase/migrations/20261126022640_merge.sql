-- Merging: two clients who are one. All that hangs on the one goes to the other, and what was written down of them twice is
-- chosen, or joined.

-- What stays ------------------------------------------------------------------------------------------------------

create function private.left_behind(was public.customers, becomes public.customers)
returns text
language sql stable
return concat_ws(', ',
  case when private.folded(was.name) <> private.folded(becomes.name) then was.name end,
  case when right(regexp_replace(was.phone, '\D', '', 'g'), 10) <> right(regexp_replace(becomes.phone, '\D', '', 'g'), 10) then was.phone end,
  case when lower(btrim(was.email)) <> lower(btrim(becomes.email)) then was.email end,
  case when private.address_key(was.street, was.apartment, was.postal_code) <> private.address_key(becomes.street, becomes.apartment, becomes.postal_code)
    then private.address_text(was.street, was.apartment, was.city, was.province, was.postal_code) end,
  case when was.reach_note <> coalesce(becomes.reach_note, '') then was.reach_note end);
comment on function private.left_behind is 'What a client had that is not theirs any more: another name, phone, address of mail, home, remark about calls; empty where nothing is.';

create function private.consent_rank(consent_basis text)
returns integer
language sql immutable
return array_position('{none, purchase, contract, express}'::text[], consent_basis);
comment on function private.consent_rank is 'How far a consent reaches, the least first.';

create function private.take_values(kept public.customers, dropped public.customers, take text[])
returns public.customers
language plpgsql stable
set search_path = ''
as $$
declare
  v_is public.customers := kept;
begin
  v_is.customer_ref := coalesce(kept.customer_ref, dropped.customer_ref);
  v_is.name := case when 'name' = any (take) then dropped.name else kept.name end;
  v_is.phone := case when 'phone' = any (take) then coalesce(dropped.phone, kept.phone) else coalesce(kept.phone, dropped.phone) end;
  v_is.email := case when 'email' = any (take) then coalesce(dropped.email, kept.email) else coalesce(kept.email, dropped.email) end;
  if ('address' = any (take) and dropped.street is not null) or kept.street is null then
    v_is.street := dropped.street;
    v_is.apartment := dropped.apartment;
    v_is.city := dropped.city;
    v_is.province := dropped.province;
    v_is.postal_code := dropped.postal_code;
    v_is.latitude := dropped.latitude;
    v_is.longitude := dropped.longitude;
  end if;
  if 'reach' = any (take) or (kept.reach_by = 'email' and kept.reach_note is null) then
    v_is.reach_by := dropped.reach_by;
    v_is.reach_note := dropped.reach_note;
  end if;
  -- Whoever agreed to less agreed to no more.
  select c.consent_basis, c.consent_on into v_is.consent_basis, v_is.consent_on
  from (values (kept.consent_basis, kept.consent_on), (dropped.consent_basis, dropped.consent_on)) c (consent_basis, consent_on)
  order by private.consent_rank(c.consent_basis), c.consent_on nulls first limit 1;
  v_is.notes := nullif(concat_ws(chr(10), kept.notes, nullif(dropped.notes, kept.notes),
    'Also: ' || nullif(concat_ws(', ', nullif(private.left_behind(kept, v_is), ''), nullif(private.left_behind(dropped, v_is), '')), '')), '');
  return v_is;
end;
$$;
comment on function private.take_values is 'A client as they are when two are one: values of the one that is kept, those of the other where it has none or take names them (name, phone, email, address, reach). Remarks are joined, with what was left behind; of two consents the lesser counts.';

create function private.wants_no_reminders(emails text[])
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.suppressions s
    where s.address in (select lower(btrim(email)) from unnest(emails) email) and (s.has_unsubscribed or s.reason = 'complaint'));
end;
$$;
comment on function private.wants_no_reminders is 'Whether the owner of one of these addresses said so, or complained. That mail came back says nothing of another address.';

create function private.put_values(client public.customers)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.customers c
  set customer_ref = client.customer_ref, name = client.name, phone = client.phone, email = client.email, street = client.street,
    apartment = client.apartment, city = client.city, province = client.province, postal_code = client.postal_code,
    latitude = client.latitude, longitude = client.longitude, reach_by = client.reach_by, reach_note = client.reach_note,
    consent_basis = client.consent_basis, consent_on = client.consent_on, notes = client.notes
  where c.id = client.id and c.* is distinct from client.*;
end;
$$;
comment on function private.put_values is 'Writes a client down as they are now.';

create function private.keep_quiet(email text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.suppressions as s (address, reason)
  select lower(btrim(keep_quiet.email)), 'unsubscribed' where private.is_usable_address(keep_quiet.email)
  on conflict on constraint suppressions_address_key do update set has_unsubscribed = true where not s.has_unsubscribed;
end;
$$;
comment on function private.keep_quiet is 'Sends no reminders to an address whose owner asked for none at another.';

-- What goes along -------------------------------------------------------------------------------------------------

create function private.move_work(from_id uuid, to_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved jsonb;
begin
  -- In one statement: the keys between an order, its tasks and its bills say that their client is the same.
  with orders as (update public.work_orders w set customer_id = to_id where w.customer_id = from_id returning w.id),
    tasks as (update public.technician_tasks t set customer_id = to_id where t.customer_id = from_id returning t.state),
    bills as (update public.invoices i set customer_id = to_id where i.customer_id = from_id returning i.number)
  select jsonb_build_object(
    'stops', (select count(*) from tasks t where not private.is_over(t.state)),
    'invoices', (select count(b.number) from bills b),
    'orders', (select count(*) from orders))
  into v_moved;
  return v_moved - 'orders';
end;
$$;
comment on function private.move_work is 'Gives a client''s work orders, stops and invoices to another: {stops: to come, invoices: with a number}. What was printed stays.';

create function private.move_activities(from_id uuid, to_id uuid)
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_from constant text := private.subject_key('customer', from_id::text);
  v_to constant text := private.subject_key('customer', to_id::text);
  v_moved bigint;
begin
  update public.office_activities a set state = 'done', closed_at = private.clock(), outcome = 'merged'
  where a.state = 'open' and a.subject_key = v_from and exists (
    select from public.office_activities o where o.state = 'open' and o.subject_key = v_to and o.kind = a.kind);
  with moved as (
    update public.office_activities a
    set customer_id = case when a.customer_id = from_id then to_id else a.customer_id end, subject_key = case when a.subject_key = v_from then v_to else a.subject_key end
    where a.customer_id = from_id or a.subject_key = v_from
    returning a.state
  )
  select count(*) into v_moved from moved m where m.state = 'open';
  return v_moved;
end;
$$;
comment on function private.move_activities is 'Gives a client''s activities to another, and says how many of them are open; of two open ones of a kind about the client one is enough.';

create function private.move_contacts(from_id uuid, to_id uuid)
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved bigint;
begin
  delete from public.customer_contacts k
  where k.customer_id = from_id and exists (
    select from public.customer_contacts o
    where o.customer_id = to_id and to_jsonb(o) - '{id,customer_id,created_at}'::text[] = to_jsonb(k) - '{id,customer_id,created_at}'::text[]);
  update public.customer_contacts k
  set customer_id = to_id,
    is_payer = k.is_payer and not exists (select from public.customer_contacts o where o.customer_id = to_id and o.is_payer)
  where k.customer_id = from_id;
  get diagnostics v_moved = row_count;
  return v_moved;
end;
$$;
comment on function private.move_contacts is 'Gives a client''s contacts to another, but for those that are there already. Whoever pays for the other goes on paying.';

create function private.move_client(from_id uuid, to_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_units bigint;
  v_contracts bigint;
  v_messages bigint;
begin
  update public.units u set customer_id = to_id where u.customer_id = from_id;
  get diagnostics v_units = row_count;
  with moved as (update public.maintenance_contracts c set customer_id = to_id where c.customer_id = from_id returning c.state)
  select count(*) into v_contracts from moved m where m.state <> 'cancelled';
  update public.sales_orders o set customer_id = to_id where o.customer_id = from_id;
  update public.device_claims d set customer_id = to_id where d.customer_id = from_id;
  update public.backfill_rows b set customer_id = to_id where b.customer_id = from_id;
  -- Of two consents the lesser counts, which no run gave.
  delete from private.backfill_consents k where k.customer_id in (from_id, to_id);
  update public.backfill_rows b set rival_id = to_id where b.rival_id = from_id;
  update private.backfill_ranks k set customer_id = to_id where k.customer_id = from_id;
  update public.messages m set customer_id = to_id where m.customer_id = from_id;
  get diagnostics v_messages = row_count;
  perform private.move_conflicts(from_id, to_id);
  return jsonb_build_object('units', v_units, 'contracts', v_contracts, 'messages', v_messages,
    'activities', private.move_activities(from_id, to_id), 'contacts', private.move_contacts(from_id, to_id)) || private.move_work(from_id, to_id);
end;
$$;
comment on function private.move_client is 'Gives all that names one client to another: {units, contracts, stops, invoices, messages, activities, contacts: how many}.';

create function private.lead_on(dropped public.customers, kept_id uuid, customer_ref text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update private.customer_refs r set customer_id = kept_id where r.customer_id = dropped.id;
  delete from public.customers c where c.id = dropped.id;
  insert into private.customer_refs (former_id, customer_ref, customer_id)
  values (dropped.id, nullif(dropped.customer_ref, lead_on.customer_ref), kept_id);
end;
$$;
comment on function private.lead_on is 'Takes a client''s row away, whose id and reference lead to the one that was kept from now on.';

-- Two are one -----------------------------------------------------------------------------------------------------

create function private.cannot_merge(kept public.customers, dropped public.customers, becomes public.customers, take text[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when kept.id = dropped.id then private.rejected('same')
    when not take <@ '{name, phone, email, address, reach}' then private.rejected('take')
    when length(becomes.notes) > 4000 then private.rejected('notes')
    -- What says that somebody was erased stays, and gets nothing new.
    when kept.erased_on is not null or dropped.erased_on is not null then private.refused('erased')
    -- Nobody's death is a matter of which row was kept.
    when kept.deceased_on is not null or dropped.deceased_on is not null then private.refused('deceased')
    when (select count(distinct u.customer_id) from public.units u
      where u.customer_id in (kept.id, dropped.id) and private.is_being_serviced(u.id)) = 2 then private.refused('begun') end;
end;
$$;
comment on function private.cannot_merge is 'Why two clients are not made one: rejected with same, take or notes (together too long), refused with erased (one was), deceased (one has died) or begun (technicians are at work at both). Null where they may be.';

create function private.merge_customers(keep_id uuid, drop_id uuid, take text[], dry_run boolean, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'merge_customers'
as $$
declare
  v_kept public.customers;
  v_dropped public.customers;
  v_becomes public.customers;
  v_stood jsonb;
  v_told jsonb;
  v_answer jsonb;
begin
  -- Orders before their clients, as whoever confirms one.
  perform from public.sales_orders o where o.customer_id in (keep_id, drop_id) order by o.id for no key update;
  perform private.hold_clients(array[keep_id, drop_id]);
  if exists (select from private.customer_refs r where r.former_id in (keep_id, drop_id)) then
    return private.refused('merged');
  end if;
  v_kept := private.client_known_by(keep_id);
  v_dropped := private.client_known_by(drop_id);
  -- Whoever is at a repair of the one that goes writes of them next: they end before.
  perform from public.work_orders w where w.customer_id = drop_id order by w.id for update;
  -- Whoever writes something new of the one that goes waits, and is told that they are gone.
  perform from public.customers c where c.id = drop_id for update;
  v_becomes := private.take_values(v_kept, v_dropped, take);
  v_answer := private.cannot_merge(v_kept, v_dropped, v_becomes, take);
  if v_answer is not null then
    return v_answer;
  end if;
  begin
    v_told := jsonb_build_object('moves', private.move_client(drop_id, keep_id), 'quiet', private.wants_no_reminders(array[v_kept.email, v_dropped.email]));
    v_stood := private.client_stands(keep_id, private.units_meant(keep_id, '{}'));
    perform private.lead_on(v_dropped, keep_id, v_becomes.customer_ref);
    perform private.put_values(v_becomes);
    if (v_told ->> 'quiet')::boolean then
      perform private.keep_quiet(v_becomes.email);
    end if;
    perform private.settle('reachable', 'customer', array[keep_id::text], 'has an address')
    where exists (select from private.customer_addresses a where a.customer_id = keep_id);
    perform private.write_audit('customers', keep_id, 'update', jsonb_build_object('what', 'merged', 'merged', drop_id));
    v_told := v_told || jsonb_build_object(
      'becomes', jsonb_build_object('name', v_becomes.name, 'phone', v_becomes.phone, 'email', v_becomes.email,
        'address', private.address_text(v_becomes.street, v_becomes.apartment, v_becomes.city, v_becomes.province, v_becomes.postal_code),
        'reach_by', v_becomes.reach_by, 'reach_note', v_becomes.reach_note, 'consent_basis', v_becomes.consent_basis, 'notes', v_becomes.notes),
      'changes', private.what_changed(v_stood, private.client_stands(keep_id, private.units_meant(keep_id, '{}'))));
    v_answer := private.done_as_shown('merged', v_told, dry_run, shown) || v_told;
    if v_answer ->> 'status' <> 'merged' then
      perform private.take_back_all();
    end if;
  exception when sqlstate 'MT024' then
    return v_answer;
  end;
  return v_answer;
end;
$$;
comment on function private.merge_customers is 'Makes one client of two: see the door of the same name.';

-- The page --------------------------------------------------------------------------------------------------------

create function private.side(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('customer_id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email,
      'address', private.address_text(c.street, c.apartment, c.city, c.province, c.postal_code), 'reach_by', c.reach_by, 'reach_note', c.reach_note,
      'consent_basis', c.consent_basis, 'consent_on', c.consent_on, 'deceased_on', c.deceased_on, 'customer_ref', c.customer_ref, 'notes', c.notes,
      'since', private.company_day(c.created_at),
      'units', (
        select coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'kind', k.name, 'product_name', p.name, 'told_apart', u.serial_number) order by u.created_at, u.id), '[]')
        from public.units u
        join public.equipment_categories k on k.id = u.category_id
        left join public.products p on p.id = u.product_id
        where u.customer_id = c.id and u.condition <> 'retired'),
      'contacts', (select coalesce(jsonb_agg(k.name order by k.name, k.id), '[]') from public.customer_contacts k where k.customer_id = c.id),
      'open_work', (select count(*) from public.office_activities a where a.customer_id = c.id and a.state = 'open'),
      'invoices', (select count(i.number) from public.invoices i where i.customer_id = c.id))
    from public.customers c where c.id = side.customer_id);
end;
$$;
comment on function private.side is 'A client beside another who may be the same: {customer_id, name, phone, email, address, reach_by, reach_note, consent_basis, consent_on, deceased_on, customer_ref, notes, since, units: in use [{unit_id, kind, product_name, told_apart}], contacts: names, open_work, invoices: how many}; null for nobody.';

create function private.merge_page(customer_id uuid, other_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_client public.customers := private.client_known_by(customer_id);
begin
  return jsonb_build_object('status', 'ok', 'client', private.side(customer_id), 'other', private.side(private.client_now(nullif(other_id, customer_id))),
    'alike', (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(private.clients_alike(to_jsonb(v_client))) a where a ->> 'customer_id' <> v_client.id::text));
end;
$$;
comment on function private.merge_page is 'Two clients side by side, and who else may be the same: see the door of the same name. PT404.';
