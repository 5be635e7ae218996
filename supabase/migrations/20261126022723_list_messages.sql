-- List messages: what was mailed, waits to be, or could not be, newest first.

create index messages_by_birth on public.messages (created_at, id);
create index messages_superseded on public.messages (created_at, id) where state = 'superseded';
create index messages_set_aside on public.messages (created_at, id) where set_aside_at is not null;
-- A whole address that is looked for, and those that are stopped.
create index messages_by_recipient on public.messages (recipient);

create function private.mail_rule(state text)
returns text
language sql immutable
return case state
  when 'waiting' then '(e.state = ''queued'' or e.state = ''sending'')'
  when 'needs_you' then 'private.needs_somebody(e.state, e.set_aside_at)'
  when 'dead' then 'e.state = ''dead'' and e.set_aside_at is null'
  -- Which none of them is: it is said for the index of those that wait for somebody.
  when 'uncertain' then 'e.state = ''uncertain'' and e.set_aside_at is null'
  when 'set_aside' then 'e.set_aside_at is not null'
  when 'suppressed' then 'exists (select from public.suppressions s where s.address = e.recipient)'
  else format('e.state = %L', state) end;
comment on function private.mail_rule is 'When a message e is what a list asks for, as SQL: waiting, needs_you (somebody has to decide about it), dead (it could not be sent, and nobody set it aside), set_aside, suppressed (to an address that gets no reminders, or nothing at all), or its state.';

create function private.message_rows(filters jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := (select s.time_zone from public.company_settings s);
begin
  return 'select e.created_at as key, e.id from public.messages e where '
    || concat_ws(' and ', 'true',
      case when filters ? 'state' then private.mail_rule(filters ->> 'state') end,
      case when filters ? 'kind' then format('e.kind = %L', filters ->> 'kind') end,
      case when filters ? 'from' then format('e.created_at >= %L', (filters ->> 'from')::date::timestamp at time zone v_zone) end,
      case when filters ? 'until' then format('e.created_at < %L', ((filters ->> 'until')::date + 1)::timestamp at time zone v_zone) end,
      case when filters ? 'search' then format('(e.customer_id = any ($1) or e.recipient = %L)', lower(btrim(filters ->> 'search'))) end);
end;
$$;
comment on function private.message_rows is 'The query of the messages that fit a filter, by when they were decided. $1: the clients that a search found.';

create function private.message_listed(message_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('message_id', e.id, 'kind', e.kind, 'recipient', case when m.erased_on is null then e.recipient end, 'state', e.state, 'at', e.created_at,
      'sent_at', e.sent_at, 'attempts', e.attempts, 'next_attempt_at', case e.state when 'queued' then e.next_attempt_at end, 'last_error', e.last_error,
      'set_aside_at', e.set_aside_at, 'set_aside_reason', e.set_aside_reason, 'shown', private.message_shown(e),
      'suppressed', s.reason, 'erased', m.erased_on is not null, 'customer_id', case when m.erased_on is null then m.id end,
      'customer', case when m.erased_on is null then m.name end) order by array_position(message_ids, e.id)), '[]')
    from public.messages e
    left join public.suppressions s on s.address = e.recipient
    left join public.customers m on m.id = e.customer_id
    where e.id = any (message_ids));
end;
$$;
comment on function private.message_listed is 'These messages in the order of their ids: [{message_id, kind, recipient (null of a client who was erased), state, at, sent_at, attempts, next_attempt_at (of one that waits), last_error, set_aside_at, set_aside_reason, shown: what a form sends back, suppressed: why nothing, or no reminder, goes to that address now, erased: whether its client was, customer_id, customer (both null of such a one, and where it went to nobody''s client)}].';

create function private.list_messages(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('message', filters, coalesce(sort, '-at'), '{"at": "timestamptz"}', 'state',
    '{needs_you, waiting, sent, dead, uncertain, set_aside, superseded, suppressed}',
    case when filters ? 'search' then array(select private.found_clients(filters ->> 'search')) end, after, most, counted);
end;
$$;
comment on function private.list_messages is 'A page of messages: see the door of the same name.';
