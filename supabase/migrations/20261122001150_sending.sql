-- Sending: how a sender claims, freezes and settles messages.
-- Instants of sending (leases, back-off) are real time; what a message is about follows private.clock().

-- Still worth sending? --------------------------------------------------------------------------------

create function private.bookable_items(message public.messages)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(i.item || jsonb_build_object('link', s.public_url || '/book/' || y.token) order by i.position), '[]')
  from jsonb_array_elements(message.payload -> 'items') with ordinality i (item, position)
  join public.maintenance_cycles y on y.id = (i.item ->> 'cycle_id')::uuid
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  cross join public.company_settings s
  where y.closed_at is null and y.due_on = (i.item ->> 'due_on')::date
    and c.state = 'active' and u.condition = 'in_service'
    and not exists (
      select from public.maintenance_visits v
      where v.cycle_id = y.id and v.state in ('scheduled', 'in_progress', 'done'))
    -- A later mail to the same person about the same unit says it better.
    and not exists (
      select from public.messages n
      where n.customer_id = message.customer_id and n.recipient = message.recipient and n.kind in ('reminder', 'rebook')
        and n.created_at > message.created_at and n.state <> 'dead'
        and n.payload @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', y.id))));
$$;
comment on function private.bookable_items is 'The items of a reminder or rebook message that can still be booked as it says, each with its link.';

create function private.task_matches(message public.messages)
returns boolean
language sql stable
set search_path = ''
as $$
  select case message.kind
    when 'confirmation' then t.blocking and not exists (
      select from public.messages n
      where n.task_id = t.id and n.kind = 'appointment_changed' and n.created_at >= message.created_at)
    when 'appointment_changed' then t.blocking and t.revision = (message.payload ->> 'revision')::integer
    when 'appointment_reminder' then t.state in ('scheduled', 'en_route') and t.revision = (message.payload ->> 'revision')::integer
      and lower(t.during) > private.clock()
    when 'appointment_cancelled' then not t.blocking or t.revision <= (message.payload ->> 'revision')::integer
    end
  from public.technician_tasks t
  where t.id = message.task_id;
$$;
comment on function private.task_matches is 'Whether what an appointment message says is still so.';

create function private.superseded_because(message public.messages)
returns text
language sql stable
set search_path = ''
as $$
  select case
    when not private.address_gets(message.kind, (select p.reason from public.suppressions p where p.address = message.recipient))
      then 'the address is suppressed'
    when s.recipient_allow_list is not null and not exists (
        select from unnest(s.recipient_allow_list) allowed
        where message.recipient = lower(allowed) or (allowed like '@%' and message.recipient like '%' || lower(allowed)))
      then 'the address is not on the allow-list'
    when message.kind in ('reminder', 'rebook') then
      case when private.bookable_items(message) = '[]' then 'nothing in it is left to book' end
    when not coalesce(private.task_matches(message), false) then 'the appointment is no longer so'
    end
  from public.company_settings s;
$$;
comment on function private.superseded_because is 'Why a message should not be sent any more; null while it should.';

-- Replaced links ----------------------------------------------------------------------------------------

create function private.holds_replaced_link(rendered jsonb)
returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from regexp_matches(holds_replaced_link.rendered::text, '/book/([A-Za-z0-9_-]{43})', 'g') link
    join private.retired_tokens r on r.token_hash = private.token_hash(link[1])
    join public.maintenance_cycles y on y.id = r.cycle_id and y.closed_at is null);
$$;
comment on function private.holds_replaced_link is 'Whether a rendered mail holds a link that the office replaced. The link of a closed cycle is over, not replaced.';

create function private.withdraw_replaced_links(message_ids uuid[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_message public.messages;
  v_withdrawn integer := 0;
begin
  -- A plain no of the provider (or of the office, for an uncertain one) means that nobody has the old bytes.
  update public.messages m set rendered = null
  where m.id = any (message_ids) and m.state = 'queued' and not m.provider_deduplicates and private.holds_replaced_link(m.rendered);
  -- A provider that drops repeats may have them, and takes no others under the same key. No new mail
  -- either, it could be the second: whoever replaced the link hears of it, and calls or sends the new one.
  for v_message in
    update public.messages m set state = 'superseded', last_error = 'its link was replaced'
    where m.id = any (message_ids) and m.state = 'queued' and private.holds_replaced_link(m.rendered)
    returning m.*
  loop
    perform private.raise_message_activity('delivery_failure', v_message);
    v_withdrawn := v_withdrawn + 1;
  end loop;
  return v_withdrawn;
end;
$$;
comment on function private.withdraw_replaced_links is 'Of these queued messages, those frozen with a link that was replaced are written afresh, or superseded where they may have arrived. Returns the number superseded.';

-- Claiming ----------------------------------------------------------------------------------------------

create function private.unsubscribe_url(address text)
returns text
language sql volatile
set search_path = ''
as $$
  insert into private.address_tokens (address) values (unsubscribe_url.address) on conflict do nothing;
  select s.public_url || '/unsubscribe/' || t.token
  from private.address_tokens t cross join public.company_settings s
  where t.address = unsubscribe_url.address;
$$;
comment on function private.unsubscribe_url is 'The page where an address stops reminders; makes its token on first use.';

create function private.message_facts(message public.messages)
returns jsonb
language sql volatile
set search_path = ''
as $$
  select message.payload || jsonb_build_object(
    'items', case when message.kind in ('reminder', 'rebook') then private.bookable_items(message) else '[]' end,
    'link', (select s.public_url || '/book/' || y.token from public.maintenance_cycles y
      where y.id = coalesce(message.cycle_id, (message.payload ->> 'cycle_id')::uuid)),
    'unsubscribe_url', private.unsubscribe_url(message.recipient),
    'company', jsonb_build_object(
      'name', s.company_name, 'sender_name', s.sender_name, 'sender_email', s.sender_email, 'phone', s.phone,
      'postal_address', s.postal_address, 'brand_color', s.brand_color, 'logo_url', s.logo_url,
      'public_url', s.public_url, 'time_zone', s.time_zone))
  from public.company_settings s;
$$;
comment on function private.message_facts is 'Everything a template needs: the payload, links looked up now, the company.';

create function private.recover_lost_leases(provider text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_message public.messages;
begin
  -- Nothing was said to the provider yet, or it drops repeats (they forget after a day): simply again.
  update public.messages m
  set state = 'queued', lease_id = null, lease_until = null, next_attempt_at = clock_timestamp()
  where m.state = 'sending' and m.lease_until < clock_timestamp()
    and (m.handed_over_at is null
      or (m.provider_deduplicates and m.provider = recover_lost_leases.provider and m.handed_over_at > clock_timestamp() - interval '23 hours'));
  for v_message in
    update public.messages m
    set state = 'uncertain', lease_id = null, lease_until = null, last_error = 'The sender stopped before the answer came.'
    where m.state = 'sending' and m.lease_until < clock_timestamp()
    returning m.*
  loop
    perform private.raise_message_activity('uncertain_message', v_message);
  end loop;
end;
$$;
comment on function private.recover_lost_leases is 'Messages whose sender died: sent again where that cannot double, else uncertain and the office decides.';

create function private.raise_message_activity(kind text, message public.messages)
returns void
language sql volatile
set search_path = ''
as $$
  select private.raise_activity(kind, 'message:' || message.id,
    jsonb_build_object('message', message.kind, 'address', message.recipient, 'reason', message.last_error),
    customer_id => message.customer_id, cycle_id => message.cycle_id, task_id => message.task_id, message_id => message.id);
$$;
comment on function private.raise_message_activity is 'Tells the office about one message.';

create function public.claim_messages(batch integer default 20, transports jsonb default '{}')
returns jsonb
-- Definer: the sender's role holds no rights on links and address tokens.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_settings public.company_settings;
  v_transport jsonb;
  v_ids uuid[];
  v_superseded integer;
  v_messages jsonb;
begin
  select * into v_settings from public.company_settings;
  v_transport := claim_messages.transports -> v_settings.delivery_mode;
  if v_settings.messages_paused or v_settings.delivery_mode = 'off' or v_transport is null then
    return jsonb_build_object('status', case
        when v_settings.messages_paused then 'paused' when v_settings.delivery_mode = 'off' then 'off' else 'refused' end,
      'mode', v_settings.delivery_mode, 'messages', '[]'::jsonb, 'superseded', 0);
  end if;

  perform private.recover_lost_leases(v_transport ->> 'provider');
  v_ids := array(
    select m.id from public.messages m
    where m.state = 'queued' and m.next_attempt_at <= clock_timestamp()
    order by (m.kind in ('reminder', 'rebook')), m.next_attempt_at
    limit least(greatest(claim_messages.batch, 0), 200)
    for update skip locked);

  update public.messages m
  set state = 'superseded', last_error = private.superseded_because(m)
  where m.id = any (v_ids) and private.superseded_because(m) is not null;
  get diagnostics v_superseded = row_count;
  v_superseded := v_superseded + private.withdraw_replaced_links(v_ids);

  with leased as (
    update public.messages m
    set state = 'sending', attempts = m.attempts + 1, lease_id = gen_random_uuid(), handed_over_at = null,
      lease_until = clock_timestamp() + interval '3 minutes',
      provider = v_transport ->> 'provider', provider_deduplicates = coalesce((v_transport ->> 'deduplicates')::boolean, false)
    where m.id = any (v_ids) and m.state = 'queued'
    returning m.*
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', l.id, 'lease_id', l.lease_id, 'kind', l.kind, 'recipient', l.recipient, 'attempt', l.attempts,
    'rendered', l.rendered, 'facts', case when l.rendered is null then private.message_facts(l) end)
    order by (l.kind in ('reminder', 'rebook')), l.next_attempt_at), '[]')
  into v_messages from leased l;
  return jsonb_build_object('status', 'claimed', 'mode', v_settings.delivery_mode, 'messages', v_messages, 'superseded', v_superseded);
end;
$$;
comment on function public.claim_messages is 'Leases due messages to a sender, 3 minutes each. transports: delivery mode → {provider, deduplicates} of what the sender can and may use; a mode it does not list gets nothing, so live mail leaves only where the project''s own secret let the sender list it. → {status: claimed | off | paused | refused, mode, superseded, messages: [{id, lease_id, kind, recipient, attempt, rendered | facts}]}.';

create function public.freeze_message(message_id uuid, lease_id uuid, rendered jsonb)
returns jsonb
-- Definer: as claim_messages.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_rendered jsonb;
begin
  -- The link was replaced while the mail was written: the next claim has the new one, this was no attempt.
  update public.messages m
  set state = 'queued', lease_id = null, lease_until = null, attempts = m.attempts - 1
  where m.id = freeze_message.message_id and m.state = 'sending' and m.lease_id = freeze_message.lease_id
    and private.holds_replaced_link(coalesce(m.rendered, freeze_message.rendered));
  if found then
    return jsonb_build_object('status', 'lost');
  end if;
  update public.messages m
  set rendered = coalesce(m.rendered, freeze_message.rendered), handed_over_at = clock_timestamp(),
    lease_until = clock_timestamp() + interval '3 minutes'
  where m.id = freeze_message.message_id and m.state = 'sending' and m.lease_id = freeze_message.lease_id
  returning m.rendered into v_rendered;
  if v_rendered is null then
    return jsonb_build_object('status', 'lost');
  end if;
  return jsonb_build_object('status', 'frozen', 'rendered', v_rendered);
end;
$$;
comment on function public.freeze_message is 'Keeps the rendered mail before the provider hears of it and renews the lease → {status: frozen, rendered: what must be sent, byte for byte} | {status: lost} when the lease had passed on or the link in it was replaced meanwhile.';

create function private.back_off(attempts integer)
returns interval
language sql immutable
set search_path = ''
as $$ select least(interval '2 minutes' * power(3, least(attempts, 10) - 1), interval '6 hours') $$;
comment on function private.back_off is 'The wait after the nth failed attempt: 2, 6, 18, 54, 162 minutes, then six hours.';

create function public.settle_message(
  message_id uuid, lease_id uuid, outcome text, provider_id text default null, error text default null, retry_after_seconds integer default 0)
returns jsonb
-- Definer: as claim_messages.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_message public.messages;
  v_state text;
begin
  select * into v_message from public.messages m
  where m.id = settle_message.message_id and m.state = 'sending' and m.lease_id = settle_message.lease_id
  for update;
  if not found then
    return jsonb_build_object('status', 'lost');
  end if;
  v_state := case
    when outcome in ('sent', 'uncertain') then outcome
    when outcome = 'failed' and v_message.attempts < (select s.message_attempts from public.company_settings s) then 'queued'
    else 'dead' end;
  update public.messages m
  set state = v_state, lease_id = null, lease_until = null,
    sent_at = case when v_state = 'sent' then private.clock() end,
    provider_id = coalesce(settle_message.provider_id, m.provider_id),
    last_error = left(settle_message.error, 500),
    next_attempt_at = clock_timestamp() + greatest(private.back_off(m.attempts), make_interval(secs => least(settle_message.retry_after_seconds, 86400)))
  where m.id = v_message.id
  returning m.* into v_message;
  if v_state = 'dead' then
    perform private.raise_message_activity('delivery_failure', v_message);
  elsif v_state = 'uncertain' then
    perform private.raise_message_activity('uncertain_message', v_message);
  end if;
  return jsonb_build_object('status', v_state);
end;
$$;
comment on function public.settle_message is 'What became of an attempt. outcome: sent | failed (again later, dead after company_settings.message_attempts) | refused (never again) | uncertain (the answer was lost) → {status: the message''s state} | {status: lost} when the lease had passed on.';

grant execute on function public.claim_messages, public.freeze_message, public.settle_message to service_role;
