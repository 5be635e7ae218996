-- Sending: how a sender claims, freezes and settles messages.
-- Instants of sending (leases, back-off) are real time; what a message is about follows private.clock().

-- Claiming --------------------------------------------------------------------------------------------------

create function private.unsubscribe_url(address text)
returns text
language sql volatile
begin atomic
  insert into private.address_tokens (address) values (unsubscribe_url.address) on conflict do nothing;
  select s.public_url || '/unsubscribe/' || t.token
  from private.address_tokens t cross join public.company_settings s
  where t.address = unsubscribe_url.address;
end;
comment on function private.unsubscribe_url is 'The page where an address stops reminders; makes its token on first use.';

create function private.mail_company()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.company_card() || jsonb_build_object(
      'sender_name', s.sender_name, 'sender_email', s.sender_email, 'postal_address', s.postal_address, 'public_url', s.public_url)
    from public.company_settings s);
end;
$$;
comment on function private.mail_company is 'The company as every mail shows it: private.company_card() and {sender_name, sender_email, postal_address, public_url}.';

create function private.entries_gone(message public.messages)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(told.payload - array['first_name', 'cycle_id', 'given_up'] || jsonb_build_object('revision', t.revision)
      order by told.starts_at, t.id), '[]')
    from (
      -- What this address was last told of each stop.
      select distinct on (m.task_id) m.task_id, m.payload, m.created_at, (m.payload ->> 'starts_at')::timestamptz as starts_at
      from public.messages m
      where m.customer_id = message.customer_id and m.recipient = message.recipient and m.state = 'sent'
        and private.tells_a_time(m.kind)
      order by m.task_id, m.created_at desc
    ) told
    join public.technician_tasks t on t.id = told.task_id
    where told.starts_at > private.clock() and (not t.blocking or t.state = 'completed')
      and case
        when private.tells_a_time(message.kind) then t.id <> message.task_id
        -- One that tells of our absence takes it out itself.
        when message.kind in ('rebook', 'visit_summary') then t.id = message.task_id and not message.payload ? 'visit'
        else false end
      and not exists (
        select from public.messages n
        where n.customer_id = message.customer_id and n.recipient = message.recipient and n.id <> message.id and case
          -- It is on its way, or there.
          when n.kind in ('appointment_cancelled', 'work_cancelled') then n.task_id = t.id and n.created_at >= told.created_at and n.state in ('queued', 'sending', 'sent')
          when n.payload ? 'visit' then n.task_id = t.id and n.created_at >= told.created_at and n.state = 'sent'
          when n.kind in ('rebook', 'visit_summary') then n.task_id = t.id and n.state = 'sent' and n.sent_at >= t.revised_at
          else private.tells_a_time(n.kind) and n.task_id <> t.id and n.state = 'sent' and n.sent_at >= t.revised_at end));
end;
$$;
comment on function private.entries_gone is 'Visits to come that stand in the calendar of who gets a mail and will not take place, or did before their time, as they were told, with the revision they have now: the mail takes them out. A booking in place of one that was put aside; a visit that comes to nothing, or is over, before its time. Not what another mail took out.';

create function private.message_facts(message public.messages)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select message.payload || jsonb_build_object(
      'items', case when k.about = 'due_units' then private.bookable_items(message) else '[]' end,
      'link', (
        select s.public_url || '/book/' || y.token
        from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
        where y.id = coalesce(message.cycle_id, (message.payload ->> 'cycle_id')::uuid)
          -- A cancellation offers another time, which there is only under an active contract.
          and (k.holds_while <> 'given_up' or c.state = 'active')),
      'given_up', (
        select coalesce(jsonb_agg(g.unit || jsonb_build_object('link', s.public_url || '/book/' || y.token) order by g.position), '[]')
        from jsonb_array_elements(coalesce(nullif(message.payload -> 'given_up', 'null'), '[]')) with ordinality g (unit, position)
        left join (public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active')
          on y.id = (g.unit ->> 'cycle_id')::uuid),
      'invoice', private.invoice_facts((message.payload ->> 'invoice_id')::uuid),
      'was_told', exists (
        select from public.messages n
        where n.task_id = message.task_id and n.recipient = message.recipient and n.id <> message.id
          and n.state in ('sending', 'sent', 'uncertain')),
      -- Of a closed day one mail takes out all visits that the client had on it.
      'gone', coalesce(nullif(message.payload -> 'more_visits', 'null'), '[]') || private.entries_gone(message),
      'unsubscribe_url', case when k.about not in ('work', 'company', 'login') then private.unsubscribe_url(message.recipient) end,
      'company', private.mail_company())
    from public.company_settings s
    join private.message_kinds k on k.kind = message.kind);
end;
$$;
comment on function private.message_facts is 'Everything a template needs: the payload, links looked up now, the company; given_up: units that were taken off a stop, each with its own link (null where nothing can be booked); invoice: that of a stop that is over, as it is now; was_told: whether the recipient has had a mail about this stop already; gone: visits that it takes out of their calendar (private.entries_gone); unsubscribe_url: null in mail to the company itself, which a setting stops, to a technician about their work, and about a login; the link of the latter is made by the sender (keep_password_link).';

create function private.recover_lost_leases(provider text)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'recover_lost_leases'
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
    perform private.raise_about_message('uncertain_message', v_message);
  end loop;
end;
$$;
comment on function private.recover_lost_leases is 'Messages whose sender died: sent again where that cannot double, else uncertain and the office decides.';

create function private.lease_messages(message_ids uuid[], provider text, deduplicates boolean)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'lease_messages'
as $$
declare
  v_messages jsonb;
begin
  with leased as (
    update public.messages m
    set state = 'sending', attempts = m.attempts + 1, lease_id = gen_random_uuid(), handed_over_at = null,
      lease_until = clock_timestamp() + interval '3 minutes',
      provider = lease_messages.provider, provider_deduplicates = lease_messages.deduplicates
    where m.id = any (message_ids) and m.state = 'queued'
    returning m.*
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', l.id, 'lease_id', l.lease_id, 'kind', l.kind, 'recipient', l.recipient, 'attempt', l.attempts,
    'rendered', l.rendered, 'facts', case when l.rendered is null then private.message_facts(l) end)
    order by array_position(message_ids, l.id)), '[]')
  into v_messages from leased l;
  return v_messages;
end;
$$;
comment on function private.lease_messages is 'Hands these messages to a sender for 3 minutes: [{id, lease_id, kind, recipient, attempt, rendered | facts}] in the order given.';

create function private.claim_messages(batch integer, transports jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_settings public.company_settings;
  v_transport jsonb;
  v_ids uuid[];
  v_superseded integer;
begin
  select * into v_settings from public.company_settings;
  v_transport := transports -> v_settings.delivery_mode;
  if v_settings.messages_paused or v_settings.delivery_mode = 'off' or v_transport is null then
    return jsonb_build_object('status', case
        when v_settings.messages_paused then 'paused' when v_settings.delivery_mode = 'off' then 'off' else 'refused' end,
      'mode', v_settings.delivery_mode, 'messages', '[]'::jsonb, 'superseded', 0);
  end if;
  perform private.recover_lost_leases(v_transport ->> 'provider');
  -- Answers to what somebody just did go before what nobody asked for.
  v_ids := array(
    select m.id
    from public.messages m
    join private.message_kinds k on k.kind = m.kind
    where m.state = 'queued' and m.next_attempt_at <= clock_timestamp()
    order by k.needs_consent, m.next_attempt_at
    limit least(greatest(batch, 0), 200)
    for update of m skip locked);
  v_superseded := private.supersede_messages(v_ids);
  return jsonb_build_object('status', 'claimed', 'mode', v_settings.delivery_mode, 'superseded', v_superseded,
    'messages', private.lease_messages(v_ids, v_transport ->> 'provider', coalesce((v_transport ->> 'deduplicates')::boolean, false)));
end;
$$;
comment on function private.claim_messages is 'Leases due messages to a sender: see the door of the same name.';

-- Freezing and settling ---------------------------------------------------------------------------------------

create function private.freeze_message(message_id uuid, lease_id uuid, rendered jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'freeze_message'
as $$
declare
  v_rendered jsonb;
begin
  -- Its link was replaced while the mail was written, or its client died: the next claim has the new one, or sends
  -- nothing. This was no attempt.
  update public.messages m
  set state = 'queued', lease_id = null, lease_until = null, attempts = m.attempts - 1
  where m.id = freeze_message.message_id and m.state = 'sending' and m.lease_id = freeze_message.lease_id
    and (private.holds_replaced_link(coalesce(m.rendered, freeze_message.rendered)) or private.is_quiet(m.customer_id));
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
  return jsonb_build_object('status', 'frozen',
    'rendered', case when v_rendered <> freeze_message.rendered then v_rendered end);
end;
$$;
comment on function private.freeze_message is 'Keeps the bytes that are sent: see the door of the same name.';

create function private.back_off(attempts integer)
returns interval
language sql immutable
return least(interval '2 minutes' * power(3, least(attempts, 10) - 1), interval '6 hours');
comment on function private.back_off is 'The wait after the nth failed attempt: 2, 6, 18, 54, 162 minutes, then six hours.';

create function private.settle_message(
  message_id uuid, lease_id uuid, outcome text, provider_id text, error text, retry_after_seconds integer)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'settle_message'
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
    provider_id = coalesce(left(settle_message.provider_id, 500), m.provider_id),
    last_error = left(settle_message.error, 500),
    next_attempt_at = clock_timestamp() + greatest(private.back_off(m.attempts), make_interval(secs => least(settle_message.retry_after_seconds, 86400)))
  where m.id = v_message.id
  returning m.* into v_message;
  if v_state in ('dead', 'uncertain') then
    perform private.raise_about_message(case v_state when 'dead' then 'delivery_failure' else 'uncertain_message' end, v_message);
  end if;
  return jsonb_build_object('status', v_state);
end;
$$;
comment on function private.settle_message is 'What became of an attempt: see the door of the same name.';
