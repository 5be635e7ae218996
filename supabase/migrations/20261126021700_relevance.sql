-- Relevance: whether a message that waits is still worth sending, asked as it is claimed. What it is about may have
-- changed since it was decided: a unit was booked, an appointment moved, a link replaced, an address given up.

create function private.bookable_items(message public.messages)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(i.item || jsonb_build_object('link', s.public_url || '/book/' || y.token) order by i.position), '[]')
    from jsonb_array_elements(message.payload -> 'items') with ordinality i (item, position)
    join public.maintenance_cycles y on y.id = (i.item ->> 'cycle_id')::uuid
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.units u on u.id = c.unit_id
    cross join public.company_settings s
    where y.closed_at is null and y.due_on = (i.item ->> 'due_on')::date
      and private.is_serviceable(c.state, u.condition)
      and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.takes_cycle(v.state))
      -- A later mail to the same person about the same unit says it better.
      and not exists (
        select from public.messages n
        join private.message_kinds k on k.kind = n.kind and k.about = 'due_units'
        where n.customer_id = message.customer_id and n.recipient = message.recipient
          and n.created_at > message.created_at and n.state <> 'dead'
          and n.payload @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', y.id)))));
end;
$$;
comment on function private.bookable_items is 'The items of a mail about due units that can still be booked as it says, each with its link.';

create function private.still_holds(message public.messages)
returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_holds_while text := (select k.holds_while from private.message_kinds k where k.kind = message.kind);
  v_task public.technician_tasks;
  v_revision integer := (message.payload ->> 'revision')::integer;
begin
  if v_holds_while = 'bookable' then
    return private.still_cannot_come(message) and private.bookable_items(message) <> '[]';
  end if;
  select * into v_task from public.technician_tasks t where t.id = message.task_id;
  return coalesce(case v_holds_while
    when 'not_told_anew' then v_task.blocking and private.is_unfinished(v_task.state) and not exists (
      select from public.messages n
      where n.task_id = v_task.id and n.kind = 'appointment_changed' and n.created_at >= message.created_at and not private.is_taken_back(n.id))
    when 'same_revision' then v_task.blocking and (private.is_of_now(v_task, v_revision)
      -- A technician's step, and the step back, is a revision too, and moves nothing.
      or private.is_unfinished(v_task.state) and lower(v_task.during) = (message.payload ->> 'starts_at')::timestamptz and not exists (
        select from public.messages n
        where n.task_id = v_task.id and n.kind = message.kind and n.recipient = message.recipient and (n.payload ->> 'revision')::integer > v_revision and not private.is_taken_back(n.id)))
    when 'upcoming' then private.is_ahead(v_task.state) and private.is_of_now(v_task, v_revision) and lower(v_task.during) > private.clock()
    when 'given_up' then (not v_task.blocking or v_task.revision <= v_revision) and private.still_cannot_come(message)
    when 'took_place' then v_task.state = 'completed' and exists (
      select from public.maintenance_visits v where v.task_id = v_task.id and v.state = 'done')
    when 'late' then private.is_ahead(v_task.state) and lower(v_task.during) = (message.payload ->> 'starts_at')::timestamptz
      and (message.payload ->> 'comes_by')::timestamptz > private.clock() and not exists (
        select from public.messages n
        where n.task_id = v_task.id and n.kind = message.kind and n.recipient = message.recipient and n.created_at > message.created_at)
    when 'not_closed' then private.is_not_closed(v_task.state, v_task.during, private.clock())
    when 'issued' then exists (select from public.invoices i where i.id = (message.payload ->> 'invoice_id')::uuid and i.state = 'issued')
    when 'newest' then message.created_at > private.clock() - interval '2 days' and not exists (
      select from public.messages n
      where n.customer_id is null and n.kind = message.kind and n.recipient = message.recipient and n.created_at > message.created_at)
    when 'link_open' then exists (
      select from private.password_links l join public.staff s on s.id = l.staff_id and s.active
      where l.id = (message.payload ->> 'link_id')::uuid and l.used_at is null and l.ends_at > clock_timestamp())
    end, false);
end;
$$;
comment on function private.still_holds is 'Whether what a message says is still so, as its kind defines it.';

create function private.superseded_because(message public.messages)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_allowed text[] := (select s.recipient_allow_list from public.company_settings s);
begin
  return case
    when not private.address_gets(message.kind, (select p.reason from public.suppressions p where p.address = message.recipient))
      then 'the address is suppressed'
    when v_allowed is not null and not exists (
        select from unnest(v_allowed) allowed
        where message.recipient = lower(allowed) or (allowed like '@%' and message.recipient like '%' || lower(allowed)))
      then 'the address is not on the allow-list'
    when private.is_quiet(message.customer_id) then 'nobody is to be written to under this name'
    when not private.still_holds(message) then
      case (select k.about from private.message_kinds k where k.kind = message.kind)
        when 'due_units' then 'nothing in it is left to book' when 'stop' then 'the appointment is no longer so' when 'invoice' then 'the invoice is void' when 'login' then 'its link is no longer wanted' else 'its day is over' end
    end;
end;
$$;
comment on function private.superseded_because is 'Why a message should not be sent any more; null while it should.';

-- Replaced links --------------------------------------------------------------------------------------------

create function private.holds_replaced_link(rendered jsonb)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select exists (
      select from regexp_matches(holds_replaced_link.rendered::text, '/book/([A-Za-z0-9_-]{43})', 'g') link
      join private.retired_tokens r on r.token_hash = private.token_hash(link[1])
      join public.maintenance_cycles y on y.id = r.cycle_id and y.closed_at is null));
end;
$$;
comment on function private.holds_replaced_link is 'Whether a rendered mail holds a link that the office replaced. The link of a closed cycle is over, not replaced.';

create function private.withdraw_replaced_links(message_ids uuid[])
returns integer
language plpgsql volatile
set search_path = ''
set rules.made_by = 'withdraw_replaced_links'
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
    perform private.raise_about_message('delivery_failure', v_message);
    v_withdrawn := v_withdrawn + 1;
  end loop;
  return v_withdrawn;
end;
$$;
comment on function private.withdraw_replaced_links is 'Of these queued messages, those frozen with a link that was replaced are written afresh, or superseded where they may have arrived. Returns the number superseded.';

-- Superseding ----------------------------------------------------------------------------------------------

create function private.supersede_messages(message_ids uuid[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_superseded integer;
begin
  update public.messages m
  set state = 'superseded', last_error = r.reason
  from (
    select n.id, private.superseded_because(n) as reason from public.messages n where n.id = any (message_ids)
  ) r
  where m.id = r.id and r.reason is not null;
  get diagnostics v_superseded = row_count;
  return v_superseded + private.withdraw_replaced_links(message_ids);
end;
$$;
comment on function private.supersede_messages is 'Takes out of these queued messages those that should not be sent any more; returns how many.';

-- Withdrawn ------------------------------------------------------------------------------------------------

create function private.withdraw_mails(customer_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- The sender would not send them either; whoever looks at the client's page now would read that they wait to be sent.
  perform private.supersede_messages(array(
    select m.id from public.messages m
    where m.customer_id = withdraw_mails.customer_id and m.state = 'queued'
    order by m.id for update skip locked));
end;
$$;
comment on function private.withdraw_mails is 'Takes out of a client''s mails that wait those that should not be sent any more.';

create function private.withdraw_what_was_told()
returns trigger
-- Definer: whoever tells what has changed need not be able to write messages.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.withdraw_mails(new.customer_id);
  return null;
end;
$$;
comment on function private.withdraw_what_was_told is 'Trigger: what a client, or somebody of theirs, told us of a unit or of a death takes out at once the mails that would not be sent any more.';

create trigger withdraw_what_was_told after insert or update of details on public.office_activities
  for each row when (new.kind = 'client_change' and new.state = 'open') execute function private.withdraw_what_was_told();
