-- The door to what the company keeps: its mail as a whole, the trail, a client's data, and whether it is ready for clients.

create function public.mail_state()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.mail_state();
end;
$$;
comment on function public.mail_state is 'How mail stands: {status: ok, mode: off | catch | live, is_paused, paused: {at, by} | null, waiting: mails in the outbox, oldest_at, allow_list (null: everybody), stopped: addresses that are not written to, company: as mails show it, kinds: [{kind, about, needs_consent}]}. 42501 unless office.';

create function public.pause_messages(is_paused boolean)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.pause_messages(is_paused);
end;
$$;
comment on function public.pause_messages is 'Stops all mail to everybody, or lets it go on; what waits is kept: {status: paused | resumed | unchanged | rejected (reason: is_paused)}. 42501 unless admin.';

create function public.stopped_addresses(search text default null, after_id uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.stopped_addresses(search, after_id);
end;
$$;
comment on function public.stopped_addresses is 'Addresses that are not written to, newest first, fifty at a time: {status: ok, total, rows: [{id, address, reason: unsubscribed | hard_bounce | complaint, has_unsubscribed, since, clients: [{customer_id, name}]}], after_id: with which the next are asked for, null at the end}. search: a part of the address. 42501 unless office.';

grant execute on function public.mail_state, public.pause_messages, public.stopped_addresses to authenticated, service_role;
