-- Links: handing a client's private link to the office, on record, and replacing one that leaked.
-- Both are definers: no staff role may read a link or write a cycle.

create function public.copy_booking_link(contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_own private.open_cycles;
begin
  perform private.require_office();
  v_own := private.open_cycle(contract_id);
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  perform private.write_audit('maintenance_cycles', v_own.cycle_id, 'read', jsonb_build_object('what', 'booking link'));
  return (
    select jsonb_build_object('status', 'copied', 'url', s.public_url || '/book/' || y.token)
    from public.maintenance_cycles y cross join public.company_settings s where y.id = v_own.cycle_id);
end;
$$;
comment on function public.copy_booking_link is 'The client''s private link, for reading out or pasting: {status: copied (url) | expired}. Who asked is in the audit trail. 42501, PT404.';

create function public.revoke_booking_link(contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_own private.open_cycles;
begin
  perform private.require_office();
  perform private.lock_contracts(array[contract_id]);
  v_own := private.open_cycle(contract_id);
  update public.maintenance_cycles y set token = private.random_token() where y.id = v_own.cycle_id;
  if not found then
    return jsonb_build_object('status', 'expired');
  end if;
  perform private.write_audit('maintenance_cycles', v_own.cycle_id, 'update', jsonb_build_object('what', 'booking link replaced'));
  return jsonb_build_object('status', 'revoked');
end;
$$;
comment on function public.revoke_booking_link is 'Replaces a leaked link: the old one says expired, mails still in the outbox go out with the new one or, where they may have arrived, not again (claim_messages). {status: revoked | expired}. 42501, PT404.';

grant execute on function public.copy_booking_link, public.revoke_booking_link to authenticated, service_role;
