-- Returns: what comes back after sending. Bounces, people who unsubscribe and change their mind, and what the office sends once more.

create function private.customers_at(address text)
returns setof uuid
language sql stable
set search_path = ''
as $$
  select c.id from public.customers c where lower(btrim(c.email)) = address
  union
  select k.customer_id from public.customer_contacts k where lower(btrim(k.email)) = address;
$$;
comment on function private.customers_at is 'The customers that an address stands for, as their own or a contact''s.';

create function public.record_bounce(address text, kind text)
returns jsonb
-- Definer: as claim_messages.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_address text := lower(btrim(address));
  v_customers integer;
begin
  insert into public.suppressions as s (address, reason) values (v_address, kind)
  on conflict on constraint suppressions_address_key do update set reason = excluded.reason
  where s.reason is distinct from excluded.reason;
  select count(private.raise_activity('delivery_failure', 'customer:' || customer_id,
    jsonb_build_object('address', v_address, 'reason', kind), customer_id => customer_id))
  into v_customers from private.customers_at(v_address) customer_id;
  return jsonb_build_object('status', 'suppressed', 'customers', v_customers);
end;
$$;
comment on function public.record_bounce is 'The provider says an address is dead (hard_bounce) or its owner complained (complaint): nothing goes there any more and the office is told, per customer → {status: suppressed, customers}.';

create function public.unsubscribe(token text)
returns jsonb
-- Definer: link holders own nothing.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_address text;
begin
  select t.address into v_address from private.address_tokens t
  where t.token = unsubscribe.token and length(unsubscribe.token) <= 64;
  if v_address is null then
    return jsonb_build_object('status', 'invalid');
  end if;
  insert into public.suppressions (address, reason) values (v_address, 'unsubscribed')
  on conflict on constraint suppressions_address_key do nothing;
  if not found then
    return jsonb_build_object('status', 'already');
  end if;
  -- The equipment still has to be safe: somebody calls.
  perform private.raise_activity('call_client', 'customer:' || customer_id,
    jsonb_build_object('reason', 'unsubscribed', 'address', v_address), customer_id => customer_id)
  from private.customers_at(v_address) customer_id;
  return jsonb_build_object('status', 'unsubscribed');
end;
$$;
comment on function public.unsubscribe is 'Stops reminders to the address the token belongs to and has the office call its clients; confirmations of what they book go on → {status: unsubscribed | already | invalid}.';

create function public.resubscribe(address text)
returns jsonb
-- Definer: the office lifts what its client asked for, never a bounce or a complaint.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_address text := lower(btrim(address));
begin
  perform private.require_office();
  delete from public.suppressions s where s.address = v_address and s.reason = 'unsubscribed';
  if not found then
    return jsonb_build_object('status', case
      when exists (select from public.suppressions s where s.address = v_address) then 'suppressed' else 'not_unsubscribed' end);
  end if;
  -- The call that unsubscribing asked for has just taken place.
  update public.office_activities a set state = 'done', closed_at = private.clock(), outcome = 'wants reminders again'
  where a.kind = 'call_client' and a.state = 'open'
    and a.details @> jsonb_build_object('reason', 'unsubscribed', 'address', v_address);
  return jsonb_build_object('status', 'resubscribed');
end;
$$;
comment on function public.resubscribe is 'Writes reminders to an address again whose owner unsubscribed and changed their mind → {status: resubscribed | not_unsubscribed | suppressed (a bounce or complaint, which stays)}. 42501 unless office.';

create function public.retry_message(message_id uuid)
returns jsonb
-- Definer: the office retries messages, it does not write them.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  if not exists (select from public.messages m where m.id = retry_message.message_id) then
    raise exception 'no such message' using errcode = 'PT404';
  end if;
  if exists (
    select from public.messages m join public.suppressions s on s.address = m.recipient
    where m.id = retry_message.message_id and not private.address_gets(m.kind, s.reason)
  ) then
    return jsonb_build_object('status', 'suppressed');
  end if;
  update public.messages m
  set state = 'queued', attempts = 0, next_attempt_at = clock_timestamp()
  where m.id = retry_message.message_id and m.state in ('dead', 'uncertain');
  if not found then
    return jsonb_build_object('status', 'not_stuck');
  end if;
  perform private.settle_activities(array['delivery_failure', 'uncertain_message'], array['message:' || retry_message.message_id], 'sent again');
  return jsonb_build_object('status', 'queued');
end;
$$;
comment on function public.retry_message is 'Sends a dead or uncertain message once more, the same bytes → {status: queued | suppressed | not_stuck}. 42501 unless office, PT404 for an unknown id.';

grant execute on function public.unsubscribe to anon, authenticated, service_role;
grant execute on function public.retry_message, public.resubscribe to authenticated, service_role;
grant execute on function public.record_bounce to service_role;
