-- The office's door to clients: what happens in their lives.

create function public.record_life_event(customer_id uuid, event text, details jsonb default '{}', dry_run boolean default true, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.record_life_event(customer_id, event, coalesce(details, '{}'), coalesce(dry_run, true), shown, private.clock());
end;
$$;
comment on function public.record_life_event is 'Writes down that a client died (details: on, executor {name, relation, phone, email}), moved or lives in care (street, apartment, city, province, postal_code; units: for each id along, stays or unknown), is away or in hospital (why, until), sold or returned units (unit_ids), or that a relative has them (unit_ids; to, a client, or relative {name, phone, email}); each may have a note. With dry_run all of it is tried and taken back: {status: tried | recorded, changes (private.what_changed), shown} | {status: refused, reason: changed (what follows is no longer what was shown: changes, shown), already, begun (a technician is at work), booked} | {status: rejected, reason: event, units, on, until, street, name, note}. 42501, PT404.';

create function public.correct_death(customer_id uuid, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.correct_death(customer_id, reason);
end;
$$;
comment on function public.correct_death is 'Takes back that a client has died, which was a slip; contracts that ended with it are made anew: {status: corrected | refused (reason: alive) | rejected (reason)}. 42501.';

grant execute on function public.record_life_event, public.correct_death to authenticated, service_role;
