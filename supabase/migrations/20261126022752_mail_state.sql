-- Mail state: whether mail goes out, who stopped it, and to which addresses none goes.

create function private.messages_paused_by()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('at', e.at, 'by', (select w.name from public.staff w where w.user_id = e.actor), 'shown', e.seq::text)
    from public.company_settings s
    join public.audit_events e on e.row_id = s.id and e.action = 'update' and e.changes ? 'messages_paused'
    where s.messages_paused order by e.seq desc limit 1);
end;
$$;
comment on function private.messages_paused_by is 'Since when all mail is paused, and who did it: {at, by (null: somebody by hand), shown: sent back by the form that lets it go on}; null while mail goes out.';

create function private.mail_state()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'mode', s.delivery_mode, 'is_paused', s.messages_paused, 'paused', private.messages_paused_by(),
      'waiting', (select count(*) from public.messages m where m.state = 'queued'),
      'oldest_at', (select min(m.created_at) from public.messages m where m.state = 'queued'),
      'allow_list', s.recipient_allow_list, 'stopped', (select count(*) from public.suppressions), 'company', private.mail_company(),
      'kinds', (
        select jsonb_agg(jsonb_build_object('kind', k.kind, 'about', k.about, 'needs_consent', k.needs_consent) order by k.about, k.kind)
        from private.message_kinds k))
    from public.company_settings s);
end;
$$;
comment on function private.mail_state is 'How mail stands: see the door of the same name.';

create function private.pause_messages(is_paused boolean, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if is_paused is null then
    return private.rejected('is_paused');
  end if;
  perform from public.company_settings for no key update;
  -- Who lets mail go on means the pause that they saw, not one for which somebody else has a reason.
  if not is_paused and pause_messages.shown <> private.messages_paused_by() ->> 'shown' then
    return private.refused('changed') || (private.messages_paused_by() - 'shown');
  end if;
  update public.company_settings s set messages_paused = is_paused where s.messages_paused <> is_paused;
  return jsonb_build_object('status', case when not found then 'unchanged' when is_paused then 'paused' else 'resumed' end);
end;
$$;
comment on function private.pause_messages is 'Stops all mail, or lets it go on: see the door of the same name.';

create index suppressions_by_age on public.suppressions (created_at desc, id desc);

create function private.stopped_addresses(search text, after_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most constant integer := 50;
  v_search text := lower(private.tidy(search));
  v_rows jsonb;
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'address', p.address, 'reason', p.reason, 'has_unsubscribed', p.has_unsubscribed,
    'since', private.company_day(p.created_at), 'clients', (
      select coalesce(jsonb_agg(jsonb_build_object('customer_id', c.id, 'name', c.name) order by c.name, c.id), '[]')
      from (select m.id, m.name from private.customers_at(p.address) a (id) join public.customers m on m.id = a.id order by m.name, m.id limit 5) c)
    ) order by p.created_at desc, p.id desc), '[]')
  into v_rows
  from (
    select s.* from public.suppressions s
    where (v_search is null or strpos(s.address, v_search) > 0)
      and (after_id is null or (s.created_at, s.id) < (select b.created_at, b.id from public.suppressions b where b.id = after_id))
    order by s.created_at desc, s.id desc limit v_most + 1
  ) p;
  return jsonb_build_object('status', 'ok', 'total', (select count(*) from public.suppressions), 'rows', v_rows - v_most,
    'after_id', case when jsonb_array_length(v_rows) > v_most then v_rows #> array[(v_most - 1)::text, 'id'] end);
end;
$$;
comment on function private.stopped_addresses is 'Addresses that are not written to, newest first: see the door of the same name.';
