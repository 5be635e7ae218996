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
comment on function public.mail_state is 'How mail stands: {status: ok, mode: off | catch | live, is_paused, paused: {at, by, shown} | null, waiting: mails in the outbox, oldest_at, allow_list (null: everybody), stopped: addresses that are not written to, company: as mails show it, kinds: [{kind, about, needs_consent}]}. 42501 unless office.';

create function public.pause_messages(is_paused boolean, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.pause_messages(is_paused, shown);
end;
$$;
comment on function public.pause_messages is 'Stops all mail to everybody, or lets it go on; what waits is kept; shown: which pause the page showed (mail_state): {status: paused | resumed | unchanged | refused (reason: changed (at, by): it was paused anew) | rejected (reason: is_paused)}. 42501 unless admin.';

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

create function public.trail_page(
  table_name text default null, row_id uuid default null, by_whom text default null, staff_id uuid default null, action text default null,
  on_day date default null, before_seq bigint default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return jsonb_build_object('status', 'ok') || private.trail_filters()
    || private.trail_page(table_name, row_id, by_whom, staff_id, action, on_day, before_seq);
end;
$$;
comment on function public.trail_page is 'Fifty events of the audit trail, newest first: {status: ok, lines: [{seq, at, by: staff | client | programme | database, who, function, table, row_id, action: insert | update | delete | read | forget, changes, is_forgotten: its personal values were erased, about: {name, kind, customer_id, contract_id, visit_id, invoice_id, activity_id, technician_id} | null}], before_seq: with which older ones are asked for, null at the end, looked_back_to: how far one call looked, where it found less than a page, tables, staff: [{staff_id, name}], events: under seals, head: {number, digest, sealed_at} | null}. by_whom as by. 42501 unless admin.';

create function public.check_trail(after_number bigint default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.check_trail(after_number);
end;
$$;
comment on function public.check_trail is 'Proves that the events under the seals after a number are as they were written, some thousands at a time: {status: whole | broken, break: {seq, seal, what: seal missing | events changed | values missing | values changed} | null, number: the last seal that was looked at, more: whether there are more}. 42501 unless admin.';

grant execute on function public.trail_page, public.check_trail to authenticated, service_role;

create function public.export_customer(customer_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.export_customer(private.client_now(customer_id));
end;
$$;
comment on function public.export_customer is 'Everything that is kept about a customer, by table, and what the trail holds of these rows (trail); without private links. On record as handed out. 42501 unless admin, PT404.';

create function public.erase_customer(customer_id uuid, reason text, dry_run boolean default true, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_admin();
  return private.erase_customer(private.client_now(customer_id), reason, coalesce(dry_run, true), shown, private.company_day(private.clock()));
end;
$$;
comment on function public.erase_customer is 'Takes a person out of all that is kept, for ever, and ends their contracts without a word to anybody; invoices, payments, certificates and the trail''s events stay: {status: tried (dry_run) | recorded | refused (reason: already, booked, money, repair, sending, changed) | rejected (reason: reason), changes: {units, contracts, visits, mails, work, contacts, events: of the trail, kept: {invoices, certificates, until, stopped_addresses}}, shown: to be sent back without dry_run: only what was shown is done, else it is refused as changed}. 42501 unless admin, PT404.';

grant execute on function public.export_customer, public.erase_customer to authenticated, service_role;

create function public.go_live_checks()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', 'ok', 'checks', private.go_live_checks(private.company_day(private.clock())));
end;
$$;
comment on function public.go_live_checks is 'What is missing before clients are written to: {status: ok, checks: [{check, must: whether it has to be done before, count: how many lack it, 0 where all is well, examples: the first five of them}]}. 42501 unless office.';
grant execute on function public.go_live_checks to authenticated, service_role;
