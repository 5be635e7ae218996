-- Lists and reports: what the office's pages show.

create function public.find_contracts(
  search text default '', situation text default null, category text default null, state text default null, page integer default 1)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.find_contracts(search, situation, category, state, page);
end;
$$;
comment on function public.find_contracts is 'One page of contract_list, next due first, of the contracts that fit all that is asked: every word of search, in any order, anywhere in client, contacts, address, unit, kind or order; situation, category (its code) and state where given → {status: ok, contracts: how many fit, page: the one asked for or the nearest there is, pages, rows, each with told_apart (private.told_apart) and visit_id (private.visit_to_come)}. 42501 unless office.';

create function public.list_activities(kinds text[] default null, most integer default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.list_activities(kinds, most);
end;
$$;
comment on function public.list_activities is 'Open activities of these kinds, of all where none is named, urgent ones first, then the oldest: {status: ok, activities: how many there are, rows: at most `most` of them (1 to 200)}. A row: {activity_id, kind, urgent, asked_at, call_by (of a callback), customer, phone (has_number: the one that was left, else the client''s), contract_id, product_name (of its unit, or its kind), told_apart, booked_at and visit_id (of the coming visit that it is about), and what the client said: what, preferred_times, note}. 42501 unless office.';

create function public.count_contracts()
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.count_contracts();
end;
$$;
comment on function public.count_contracts is 'The figures of the office''s first page: {status: ok, overdue, due, booked, active}. 42501 unless office.';

grant execute on function public.find_contracts, public.list_activities, public.count_contracts to authenticated, service_role;

-- History -----------------------------------------------------------------------------------------------------------

create function public.unit_history(unit_id uuid, most integer default 50, what text default null, older_than uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  v_history jsonb;
begin
  perform private.require_office();
  v_history := private.unit_history(unit_id, most, what, older_than, private.clock());
  if v_history is null then
    raise exception 'no such unit' using errcode = 'PT404';
  end if;
  return v_history;
end;
$$;
comment on function public.unit_history is 'What is on record about a unit, whoever owned it, at most `most` (1 to 200) visits and mails, or only one of the two (what), those older than the one that older_than names: {status: ok, today, unit (private.units_known), client: {customer_id, name}, counts: {visits, mails, invoices}, older_than: what the next page begins after, visits: newest first [{visit_id, at, state, on_day, technician_name, reason, lines, failed: [{label, note, safety_critical}], findings, advice_to_client, unit_id, kind, product_name, told_apart, started_at, finished_at, signed_by, signed_as, parts, certificates: [{certificate_id, number, expires_on, revoked_at, state}], invoices: [{invoice_id, state, number, fee, total, balance}], repairs: [{work_order_id, number, state, quoted, repaired_on}]}], mails: about it, to who has it now [{message_id, kind, recipient, state, at, sent_at, suppressed}], invoices: none of their own}. 42501 unless office, PT404.';

create function public.client_history(customer_id uuid, most integer default 50, what text default null, older_than uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  v_history jsonb;
begin
  perform private.require_office();
  v_history := private.client_history(private.client_now(customer_id), most, what, older_than, private.clock());
  if v_history is null then
    raise exception 'no such client' using errcode = 'PT404';
  end if;
  return v_history;
end;
$$;
comment on function public.client_history is 'What is on record about a client, paged as unit_history: {status: ok, today, client (private.client_known), units (private.units_known), counts, older_than, visits and mails as unit_history tells them, of all units and stops, invoices: those with a number [{invoice_id, state, number, at, issued_on, due_on, total, balance}]}. 42501 unless office, PT404.';

grant execute on function public.unit_history, public.client_history to authenticated, service_role;

create function public.who_am_i()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.who_am_i(private.signed_in_user());
end;
$$;
comment on function public.who_am_i is 'Who is signed in, and what waits for them: {status: ok, name, role: office | technician | admin, waiting: null for a technician, else {activities: open and due by today, urgent: of those, messages: mails to decide about}} | {status: nobody} for a login that is not, or no longer, on the staff.';

grant execute on function public.who_am_i to authenticated, service_role;
