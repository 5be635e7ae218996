-- The office's door to clients: their file, and what happens in their lives. An id of somebody who was merged means the one that was kept.

-- In their lives -------------------------------------------------------------------------------------------------

create function public.record_life_event(customer_id uuid, event text, details jsonb default '{}', dry_run boolean default true, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.record_life_event(private.client_now(customer_id), event, coalesce(details, '{}'), coalesce(dry_run, true), shown, private.clock());
end;
$$;
comment on function public.record_life_event is 'Writes down that a client died (details: on, executor {name, relation, phone, email}), moved or lives in care (street, apartment, city, province, postal_code; units: for each id along, stays or unknown), is away or in hospital (why, until), sold or returned units (unit_ids), or that a relative has them (unit_ids; to, a client, or relative {name, phone, email}); each may have a note. With dry_run all of it is tried and taken back: {status: tried | recorded, changes (private.what_changed), shown: to be sent back without dry_run} | {status: refused, reason: changed (what follows was not shown, or is no longer what was: changes, shown), already, erased (this client, or the one who would have the units, was), begun (a technician is at work), booked, repair (one is open of what somebody else would have)} | {status: rejected, reason: event, units, on, until, street, name, note}. 42501, PT404.';

create function public.correct_death(customer_id uuid, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.correct_death(private.client_now(customer_id), reason);
end;
$$;
comment on function public.correct_death is 'Takes back that a client has died, which was a slip; contracts that ended with it are made anew: {status: corrected | refused (reason: alive, erased) | rejected (reason)}. 42501.';

-- Their file ------------------------------------------------------------------------------------------------------

create function public.client_file(customer_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_file jsonb;
begin
  perform private.require_office();
  v_file := private.client_file(private.client_now(customer_id));
  if v_file is null then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  return v_file;
end;
$$;
comment on function public.client_file is 'How a client is reached: {status: ok, customer_id, shown, name, first_name (as they are greeted), phone, email, stopped: {reason, since} of an address that is not written to, reach_by, reach_note, notes, deceased_on, erased_on, consent_basis, consent_on, since, contacts: [{contact_id, shown, name, relation, phone, email, stopped, receives, is_payer, billing_address, purchase_order}], work: open activities [{activity_id, kind, urgent, due_on, what}]}. 42501, PT404.';

create function public.add_client(fields jsonb, despite boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.add_client(fields, coalesce(despite, false));
end;
$$;
comment on function public.add_client is 'Makes a client by hand (fields: name, phone, email, street, apartment, city, province, postal_code): {status: added (customer_id) | alike (clients: those who may be the same, private.clients_alike; nothing is made unless despite says so) | rejected (reason: name, phone, email)}. 42501.';

create function public.save_client(customer_id uuid, fields jsonb, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.save_client(private.client_now(customer_id), fields, shown);
end;
$$;
comment on function public.save_client is 'Writes down how a client is reached (fields: name, phone, email, reach_by, reach_note, notes, all of them): {status: saved | rejected (reason: name, phone, email, reach_by, reach_note, notes) | refused (reason: erased, changed (at, by): the page showed something else)}. An address changes by record_life_event. 42501, PT404.';

create function public.save_contact(customer_id uuid, contact_id uuid, fields jsonb, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.save_contact(private.client_now(customer_id), contact_id, fields, shown);
end;
$$;
comment on function public.save_contact is 'Adds a contact of a client (contact_id: null) or changes one (fields: name, relation, phone, email, receives, is_payer, billing_address, purchase_order, all of them): {status: saved | rejected (reason: name, phone, email, receives: mail without an address) | refused (reason: erased, changed (at, by), payer: somebody else pays already)}. 42501, PT404.';

create function public.remove_contact(contact_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.remove_contact(contact_id, shown);
end;
$$;
comment on function public.remove_contact is 'Takes a contact off a client''s file: {status: removed | refused (reason: changed (at, by))}. 42501, PT404.';

create function public.record_consent(customer_id uuid, how text, on_day date, shown text default null, basis text default 'express')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.record_consent(private.client_now(customer_id), how, on_day, private.clock(), shown, basis);
end;
$$;
comment on function public.record_consent is 'Writes down that a client said yes to our mail, how and on which day of the last ten years; or with another basis (contract, purchase, none: nothing holds, or it was taken back) what is put right, and why; shown: what the page had, consent_basis and consent_on (client_file) with a space between: {status: recorded | refused (reason: erased, changed (at, by)) | rejected (reason: how, on, basis)}. 42501, PT404.';

create function public.lift_bounce(address text, why text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  if private.written(why) is null or length(why) > 500 then
    return private.rejected('why');
  end if;
  return jsonb_build_object('status', case when private.lift_bounce(address, why) then 'lifted' else 'not_suppressed' end);
end;
$$;
comment on function public.lift_bounce is 'Writes again to an address whose mail came back, or whose owner complained: {status: lifted | not_suppressed | rejected (reason: why)}. 42501.';

-- Two who are one -------------------------------------------------------------------------------------------------

create function public.merge_customers(keep_id uuid, drop_id uuid, dry_run boolean default true, take text[] default '{}', shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.merge_customers(keep_id, drop_id, coalesce(take, '{}'), coalesce(dry_run, true), shown);
end;
$$;
comment on function public.merge_customers is 'Makes one client of two: all that is the one''s (drop_id) is the other''s (keep_id) from now on, and its page and its reference in files lead there. take: what of it counts instead of what the one that is kept has (name, phone, email, address, reach); remarks are joined, the lesser consent counts, and whoever wanted no reminders at one address gets none. With dry_run all of it is tried and taken back: {status: tried | merged, moves: {units, contracts, stops, invoices, messages, activities, contacts}, quiet: no reminders are wanted, becomes: {name, phone, email, address, reach_by, reach_note, consent_basis, notes}, changes (private.what_changed), shown: to be sent back without dry_run} | {status: refused, reason: changed (what follows was not shown, or is no longer what was: the same once more), merged (one of them was meanwhile), erased (one of them was), deceased, begun (technicians are at work at both)} | {status: rejected, reason: same, take, notes (together over 4000 characters)}. 42501, PT404.';

create function public.merge_page(customer_id uuid, other_id uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.merge_page(private.client_now(customer_id), other_id);
end;
$$;
comment on function public.merge_page is 'Two clients side by side: {status: ok, client, other (null for none): each private.side, alike: who may be the same as the client (private.clients_alike)}. 42501, PT404.';

grant execute on function public.merge_customers, public.merge_page to authenticated, service_role;
grant execute on function public.record_life_event, public.correct_death, public.client_file, public.add_client, public.save_client, public.save_contact,
  public.remove_contact, public.record_consent, public.lift_bounce to authenticated, service_role;
