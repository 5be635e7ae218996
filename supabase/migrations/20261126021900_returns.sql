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

create function private.record_bounce(address text, kind text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_address text := lower(btrim(address));
  v_customers integer;
begin
  insert into public.suppressions as s (address, reason) values (v_address, kind)
  on conflict on constraint suppressions_address_key do update set reason = excluded.reason
  where s.reason is distinct from excluded.reason;
  select count(private.raise_about_customer('delivery_failure', customer_id,
    jsonb_build_object('address', v_address, 'reason', kind)))
  into v_customers from private.customers_at(v_address) customer_id;
  return jsonb_build_object('status', 'suppressed', 'customers', v_customers);
end;
$$;
comment on function private.record_bounce is 'The provider says an address is dead (hard_bounce) or its owner complained (complaint): nothing goes there any more and the office is told, per customer → {status: suppressed, customers}.';

create function private.reminders_wanted(token text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_address text;
begin
  select t.address into v_address from private.address_tokens t
  where t.token = reminders_wanted.token and length(reminders_wanted.token) <= private.most('token');
  return jsonb_build_object('status', case
    when v_address is null then 'invalid'
    when exists (select from public.suppressions s where s.address = v_address and s.has_unsubscribed) then 'unsubscribed'
    else 'wanted' end);
end;
$$;
comment on function private.reminders_wanted is 'Whether the owner of the address that the token belongs to still gets reminders, as far as they said → {status: wanted | unsubscribed | invalid}.';

create function private.unsubscribe(token text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_address text;
  v_was_dead boolean;
begin
  select t.address into v_address from private.address_tokens t
  where t.token = unsubscribe.token and length(unsubscribe.token) <= private.most('token');
  if v_address is null then
    return jsonb_build_object('status', 'invalid');
  end if;
  insert into public.suppressions as s (address, reason) values (v_address, 'unsubscribed')
  on conflict on constraint suppressions_address_key do update set has_unsubscribed = true where not s.has_unsubscribed
  returning s.reason <> 'unsubscribed' into v_was_dead;
  -- Nothing goes to a dead address anyway, and somebody was asked to call.
  if v_was_dead is distinct from false then
    return jsonb_build_object('status', 'already');
  end if;
  -- The equipment still has to be safe: somebody calls.
  perform private.raise_about_customer('call_client', customer_id,
    jsonb_build_object('reason', 'unsubscribed', 'address', v_address))
  from private.customers_at(v_address) customer_id;
  return jsonb_build_object('status', 'unsubscribed');
end;
$$;
comment on function private.unsubscribe is 'Stops reminders to the address the token belongs to and has the office call its clients; confirmations of what they book go on → {status: unsubscribed | already | invalid}.';

create function private.resubscribe(address text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'resubscribe'
as $$
declare
  v_address text := lower(btrim(address));
begin
  delete from public.suppressions s where s.address = v_address and s.reason = 'unsubscribed';
  if not found then
    update public.suppressions s set has_unsubscribed = false where s.address = v_address;
    return jsonb_build_object('status', case when found then 'suppressed' else 'not_unsubscribed' end);
  end if;
  -- The call that unsubscribing asked for has just taken place.
  perform private.settle('resubscribed', 'customer', array(select private.customers_at(v_address)::text), 'wants reminders again',
    jsonb_build_object('reason', 'unsubscribed', 'address', v_address));
  return jsonb_build_object('status', 'resubscribed');
end;
$$;
comment on function private.resubscribe is 'Writes reminders to an address again whose owner unsubscribed and changed their mind → {status: resubscribed | not_unsubscribed | suppressed (a bounce or complaint, which stays)}.';

create function private.lift_bounce(address text, why text)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'lift_bounce'
as $$
declare
  v_bounced public.suppressions;
begin
  if why is null or not private.says_why(why) then
    raise exception 'a dead address is written to again for a reason' using errcode = '23514';
  end if;
  select * into v_bounced from public.suppressions s
  where s.address = lower(btrim(lift_bounce.address)) and s.reason <> 'unsubscribed' for update;
  if v_bounced.id is null then
    return false;
  end if;
  if v_bounced.has_unsubscribed then
    update public.suppressions s set reason = 'unsubscribed' where s.id = v_bounced.id;
  else
    delete from public.suppressions s where s.id = v_bounced.id;
  end if;
  perform private.write_audit('suppressions', v_bounced.id, 'update', jsonb_build_object('what', 'written to again', 'reason', why));
  return true;
end;
$$;
comment on function private.lift_bounce is 'Writes again to an address that bounced or whose owner complained, on record with the reason, but no reminders where its owner had unsubscribed as well; false where there is no bounce. 23514 without a reason.';

create function private.message_shown(message public.messages)
returns text
language sql stable
return concat_ws(' ', (message_shown.message).state, (message_shown.message).attempts, extract(epoch from (message_shown.message).set_aside_at));
comment on function private.message_shown is 'What a page showed of a mail that a form decides about, as one text: sent back with it, so that nobody overwrites what was decided meanwhile.';

create function private.hold_message_as_shown(message_id uuid, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_message public.messages;
begin
  select * into v_message from public.messages m where m.id = hold_message_as_shown.message_id for no key update;
  return case when v_message.id is not null and hold_message_as_shown.shown <> private.message_shown(v_message)
    then private.changed_by_somebody(array[v_message.id], '{state, set_aside_at}') end;
end;
$$;
comment on function private.hold_message_as_shown is 'Holds a mail, and refuses a form whose page showed it otherwise (changed: at, by); null where it is as shown, or not there.';

create function private.retry_message(message_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'retry_message'
as $$
begin
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
  set state = 'queued', set_aside_at = null, set_aside_reason = null, attempts = 0, next_attempt_at = clock_timestamp()
  where m.id = retry_message.message_id and m.state in ('dead', 'uncertain');
  if not found then
    return jsonb_build_object('status', 'not_stuck');
  end if;
  perform private.settle('sent', 'message', array[retry_message.message_id::text], 'sent again');
  return jsonb_build_object('status', 'queued');
end;
$$;
comment on function private.retry_message is 'Sends a dead or uncertain message once more, the same bytes → {status: queued | suppressed | not_stuck}. PT404 for an unknown id.';

create function private.retry_messages(message_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_message record;
  v_answers jsonb := jsonb_build_object();
begin
  for v_message in
    select m.id, case when m.set_aside_at is null then m.state else 'set_aside' end as state
    from public.messages m where m.id = any (message_ids) order by m.id for no key update
  loop
    v_answers := v_answers || jsonb_build_object(v_message.id, case v_message.state
      -- It may have arrived: whoever looks at that one decides.
      when 'uncertain' then jsonb_build_object('status', 'uncertain')
      -- Somebody said meanwhile that nothing is to be done: not undone among many.
      when 'set_aside' then jsonb_build_object('status', 'set_aside')
      else private.retry_message(v_message.id) end);
  end loop;
  return private.answers_in_order(message_ids, v_answers);
end;
$$;
comment on function private.retry_messages is 'Sends these messages once more, as far as they were given up: see the door of the same name.';

create function private.decide_uncertain(message_id uuid, arrived boolean)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'decide_uncertain'
as $$
begin
  update public.messages m
  set state = case when arrived then 'sent' else 'dead' end, sent_at = case when arrived then coalesce(m.handed_over_at, private.clock()) end
  where m.id = decide_uncertain.message_id and m.state = 'uncertain';
  if found then
    perform private.settle('sent', 'message', array[decide_uncertain.message_id::text], case when arrived then 'arrived' else 'given up' end);
    return true;
  end if;
  return false;
end;
$$;
comment on function private.decide_uncertain is 'For somebody who looked in the provider''s log: a mail that may have arrived did, or did not and is given up; false where there is no such mail. To send it once more is retry_message.';

create function private.set_aside_message(message_id uuid, reason text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'set_aside_message'
as $$
begin
  if not exists (select from public.messages m where m.id = set_aside_message.message_id) then
    raise exception 'no such message' using errcode = 'PT404';
  elsif private.written(reason) is null or length(reason) > 500 then
    return private.rejected('reason');
  end if;
  update public.messages m set set_aside_at = private.clock(), set_aside_reason = private.written(reason)
  where m.id = set_aside_message.message_id and m.state = 'dead' and m.set_aside_at is null;
  if not found then
    return private.refused('not_dead');
  end if;
  perform private.settle('sent', 'message', array[set_aside_message.message_id::text], 'set aside');
  return jsonb_build_object('status', 'set_aside');
end;
$$;
comment on function private.set_aside_message is 'Nothing is to be done about a mail that could not be sent: see the door of the same name. PT404.';
