-- The client's file: how somebody is reached, who else is written to, what they agreed to, and what is remarked about them.

-- What a page was looking at --------------------------------------------------------------------------------------

create function private.client_shown(client public.customers)
returns text
language sql stable
return md5(concat_ws(chr(10), client.name, client.phone, client.email, client.reach_by, client.reach_note, client.notes));
comment on function private.client_shown is 'What the form of a client''s file showed, as one short text.';

create function private.contact_shown(contact public.customer_contacts)
returns text
language sql stable
return md5(to_jsonb(contact)::text);
comment on function private.contact_shown is 'What the form of a contact showed, as one short text.';

-- Writing it down -------------------------------------------------------------------------------------------------

create function private.unsound_reach(fields jsonb, before jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when private.tidy(fields ->> 'name') is null or length(fields ->> 'name') > 254 then private.rejected('name')
    -- What came from elsewhere may stay as it is.
    when private.tidy(fields ->> 'phone') <> coalesce(before ->> 'phone', '') and not private.is_phone(private.tidy(fields ->> 'phone')) then private.rejected('phone')
    when private.tidy(fields ->> 'email') <> coalesce(before ->> 'email', '') and not private.is_usable_address(private.tidy(fields ->> 'email')) then private.rejected('email') end;
end;
$$;
comment on function private.unsound_reach is 'The rejection of a name, phone or address of mail that is none (name, phone, email); null where each is sound, or as it was before.';

create function private.save_client(customer_id uuid, fields jsonb, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_client public.customers;
begin
  select * into v_client from public.customers c where c.id = save_client.customer_id for no key update;
  if not found then
    raise exception 'no such client' using errcode = 'PT404';
  elsif v_client.erased_on is not null then
    return private.refused('erased');
  elsif private.unsound_reach(fields, to_jsonb(v_client)) is not null then
    return private.unsound_reach(fields, to_jsonb(v_client));
  elsif coalesce(fields ->> 'reach_by', 'email') <> all ('{email, phone, letter, relay, caregiver}') then
    return private.rejected('reach_by');
  elsif length(fields ->> 'reach_note') > 254 then
    return private.rejected('reach_note');
  elsif length(fields ->> 'notes') > 4000 then
    return private.rejected('notes');
  elsif shown <> private.client_shown(v_client) then
    return private.changed_by_somebody(array[customer_id]);
  end if;
  update public.customers c
  set name = private.tidy(fields ->> 'name'), phone = private.tidy(fields ->> 'phone'), email = private.tidy(fields ->> 'email'),
    reach_by = coalesce(fields ->> 'reach_by', c.reach_by), reach_note = private.tidy(fields ->> 'reach_note'), notes = private.written(fields ->> 'notes')
  where c.id = save_client.customer_id;
  return jsonb_build_object('status', 'saved');
end;
$$;
comment on function private.save_client is 'Writes down how a client is reached: see the door of the same name.';

create function private.save_contact(customer_id uuid, contact_id uuid, fields jsonb, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contact public.customer_contacts;
  v_receives text := coalesce(fields ->> 'receives', 'nothing');
  v_pays boolean := coalesce((fields ->> 'is_payer')::boolean, false);
begin
  perform from public.customers c where c.id = save_contact.customer_id for no key update;
  select * into v_contact from public.customer_contacts k
  where k.id = contact_id and k.customer_id = save_contact.customer_id for no key update;
  if (v_contact.id is null and contact_id is not null) or not exists (select from public.customers c where c.id = save_contact.customer_id) then
    raise exception 'no such contact' using errcode = 'PT404';
  elsif private.is_erased(save_contact.customer_id) then
    return private.refused('erased');
  elsif private.unsound_reach(fields, to_jsonb(v_contact)) is not null then
    return private.unsound_reach(fields, to_jsonb(v_contact));
  elsif v_receives <> all ('{beside, instead, nothing}') or (v_receives <> 'nothing' and private.tidy(fields ->> 'email') is null) then
    return private.rejected('receives');
  elsif v_contact.id is not null and shown <> private.contact_shown(v_contact) then
    return private.changed_by_somebody(array[contact_id]);
  elsif v_pays and exists (
    select from public.customer_contacts k
    where k.customer_id = save_contact.customer_id and k.is_payer and k.id is distinct from contact_id) then
    return private.refused('payer');
  end if;
  insert into public.customer_contacts as k (id, customer_id, name, relation, phone, email, receives, is_payer, billing_address, purchase_order)
  values (coalesce(contact_id, gen_random_uuid()), save_contact.customer_id, private.tidy(fields ->> 'name'), private.tidy(fields ->> 'relation'),
    private.tidy(fields ->> 'phone'), private.tidy(fields ->> 'email'), v_receives, v_pays,
    private.tidy(fields ->> 'billing_address'), private.tidy(fields ->> 'purchase_order'))
  on conflict on constraint customer_contacts_pkey do update set name = excluded.name, relation = excluded.relation, phone = excluded.phone,
    email = excluded.email, receives = excluded.receives, is_payer = excluded.is_payer, billing_address = excluded.billing_address,
    purchase_order = excluded.purchase_order;
  return jsonb_build_object('status', 'saved');
end;
$$;
comment on function private.save_contact is 'Writes down somebody else who is reached about a client: see the door of the same name.';

create function private.remove_contact(contact_id uuid, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contact public.customer_contacts;
begin
  select * into v_contact from public.customer_contacts k where k.id = contact_id for update;
  if not found then
    raise exception 'no such contact' using errcode = 'PT404';
  elsif shown <> private.contact_shown(v_contact) then
    return private.changed_by_somebody(array[contact_id]);
  end if;
  delete from public.customer_contacts k where k.id = contact_id;
  return jsonb_build_object('status', 'removed');
end;
$$;
comment on function private.remove_contact is 'Takes a contact off a client''s file: {status: removed | refused (reason: changed)}. PT404.';

create function private.record_consent(customer_id uuid, how text, on_day date, as_of timestamptz, shown text default null, basis text default 'express')
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
begin
  perform from public.customers c where c.id = record_consent.customer_id for no key update;
  if private.is_erased(record_consent.customer_id) then
    return private.refused('erased');
  elsif exists (
    select from public.customers c where c.id = record_consent.customer_id and concat_ws(' ', c.consent_basis, c.consent_on) <> shown) then
    return private.changed_by_somebody(array[customer_id], '{consent_basis, consent_on}');
  elsif private.written(how) is null or length(how) > 500 then
    return private.rejected('how');
  elsif on_day is null or on_day > v_today or on_day < v_today - 3653 then
    return private.rejected('on');
  elsif basis is null or basis <> all ('{express, contract, purchase, none}') then
    return private.rejected('basis');
  end if;
  update public.customers c set consent_basis = basis, consent_on = record_consent.on_day where c.id = record_consent.customer_id;
  if not found then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  -- The call that was to ask for it has just taken place.
  perform private.settle('resubscribed', 'cycle', array(
    select y.id::text from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    where c.customer_id = record_consent.customer_id and private.consent_holds(basis, on_day, v_today)), 'wants our mail', '{"reason": "no_consent"}');
  perform private.write_audit('customers', customer_id, 'update',
    jsonb_build_object('what', case basis when 'express' then 'agreed to mail' else 'consent put right' end, 'note', private.written(how)));
  return jsonb_build_object('status', 'recorded');
end;
$$;
comment on function private.record_consent is 'Writes down why a client may be mailed, or that nothing holds: see the door of the same name.';

-- Reading it ------------------------------------------------------------------------------------------------------

create function private.address_told(email text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('reason', s.reason, 'since', private.company_day(s.created_at))
    from public.suppressions s where s.address = lower(btrim(email)));
end;
$$;
comment on function private.address_told is 'Why an address is not written to, and since when; null for one that is.';

create function private.client_file(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'customer_id', c.id, 'shown', private.client_shown(c), 'name', c.name, 'first_name', c.first_name,
      'phone', c.phone, 'email', c.email, 'stopped', private.address_told(c.email), 'reach_by', c.reach_by, 'reach_note', c.reach_note,
      'notes', c.notes, 'deceased_on', c.deceased_on, 'erased_on', c.erased_on, 'consent_basis', c.consent_basis, 'consent_on', c.consent_on, 'has_no_consent', private.has_no_consent(c.id),
      'since', (select min(coalesce(u.installed_on, private.company_day(u.created_at))) from public.units u where u.customer_id = c.id),
      'contacts', (
        select coalesce(jsonb_agg(jsonb_build_object('contact_id', k.id, 'shown', private.contact_shown(k), 'name', k.name, 'relation', k.relation,
          'phone', k.phone, 'email', k.email, 'stopped', private.address_told(k.email), 'receives', k.receives, 'is_payer', k.is_payer,
          'billing_address', k.billing_address, 'purchase_order', k.purchase_order) order by k.name, k.id), '[]')
        from public.customer_contacts k where k.customer_id = c.id),
      'work', (
        select coalesce(jsonb_agg(jsonb_build_object('activity_id', a.id, 'kind', a.kind, 'urgent', a.urgent, 'due_on', a.due_on,
          'what', a.details -> 'what') order by a.urgent desc, a.due_on, a.id), '[]')
        from public.office_activities a where a.customer_id = c.id and a.state = 'open'))
    from public.customers c where c.id = client_file.customer_id);
end;
$$;
comment on function private.client_file is 'A client''s file: see the door of the same name. Null for nobody.';
