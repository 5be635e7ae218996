-- Lists and reports: what the office's lists show.

create function public.list_contracts(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_contracts(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_contracts is 'A page of contracts, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search (every word of it, in any order, anywhere in client, contacts, address, unit, kind or order), situation (overdue, due, booked, not_closed, later, out_of_service), category (its code), state, due_by, reach, told (a day: first told of a due date in the seven days from then on); in the order of sort: due or client, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: those of contract_list, each with told_apart and visit_id (private.contract_listed), counts (private.list_counts; null unless counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

create function public.list_clients(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_clients(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_clients is 'A page of clients, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search, about (without_email, deceased), reach; in the order of sort: name, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: private.client_listed, counts (private.list_counts; null unless counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

create function public.list_visits(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_visits(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_visits is 'A page of visits, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search, state (to_come, today, scheduled: all that are to happen, not_closed, or one that a visit has), technician (id), from, until, told (a day: of what was first told in the seven days from then on), booked_by (client, office: the first visit of each due date, where they booked it); in the order of sort: start, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: private.visit_listed; and technicians: [{technician_id, name}], empty where nothing is counted, counts (private.list_counts; null unless counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

create function public.list_invoices(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_invoices(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_invoices is 'A page of invoices, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search (a number, or words of the client), state (private.bill_rule), from, until (private.bill_days); in the order of sort: date or due, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: private.invoice_listed, counts (private.list_counts; null unless counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

create function public.list_repairs(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_repairs(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_repairs is 'A page of repairs, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search (a number, or words of the client), state (open, parts_late, or one that a repair has: private.repair_rule), from, until: days on which they were opened; in the order of sort: opened, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: private.repair_listed, counts (private.list_counts) and net: what all that fit were quoted at (both only where counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

create function public.list_messages(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_messages(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_messages is 'A page of messages, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search (an address, or words of the client), state (private.mail_rule), kind, from, until: days on which it was decided; in the order of sort: at, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: private.message_listed, counts (private.list_counts; null unless counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

create function public.note_export(list text, filters jsonb default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.note_export(list, filters);
end;
$$;
comment on function public.note_export is 'Writes into the trail that a list (contracts, clients, orders, visits, repairs, invoices, messages, imports, consent, enrolment) is taken along as a file: {status: noted | rejected (reason: list; filters: none, or longer than any)}. 42501 unless office.';

create function public.decide_uncertain(message_id uuid, arrived boolean, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_message_as_shown(message_id, shown),
    jsonb_build_object('status', case when private.decide_uncertain(message_id, arrived) then 'decided' else 'not_uncertain' end));
end;
$$;
comment on function public.decide_uncertain is 'Somebody knows whether a mail arrived of which nobody was told: shown: what the page had (list_messages) → {status: decided | not_uncertain | refused (reason: changed (at, by), since then)}. One that did not is given up; to send it again is retry_message. 42501 unless office.';

create function public.set_aside_message(message_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_message_as_shown(message_id, shown), private.set_aside_message(message_id, reason));
end;
$$;
comment on function public.set_aside_message is 'Nothing is to be done about a mail that could not be sent, for a reason: it is not counted among those that somebody has to decide about, and the work about it is done: {status: set_aside | refused (reason: not_dead: it was set aside, or sent again, meanwhile; changed (at, by): the same, where shown says what the page had (list_messages)) | rejected (reason: reason, none or over 500 characters)}. retry_message sends it all the same. 42501 unless office, PT404.';

grant execute on function public.list_contracts, public.list_clients, public.list_visits, public.list_repairs, public.list_invoices, public.list_messages,
  public.note_export, public.decide_uncertain, public.set_aside_message to authenticated, service_role;

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
comment on function public.unit_history is 'What is on record about a unit, whoever owned it, at most `most` (1 to 200) visits, steps of repairs and mails, or only one kind of them (what: visits, repairs, mails), those older than the one that older_than names: {status: ok, today, unit (private.units_known), client: {customer_id, name}, order: {order_id, order_number} that it was sold with, repairs (private.repairs_of), put_in (private.unit_parts), battery (private.battery_told), counts: {visits, repairs, mails, invoices}, older_than: what the next page begins after, visits: newest first [{visit_id, at, state, on_day, technician_name, reason, lines, failed: [{label, note, safety_critical}], findings, advice_to_client, unit_id, kind, product_name, told_apart, started_at, finished_at, signed_by, signed_as, parts, certificates: [{certificate_id, number, expires_on, revoked_at, state}], invoices: [{invoice_id, state, number, fee, total, balance}], repairs: [{work_order_id, number, state, quoted, repaired_on}]}], repair_steps (private.repair_steps_of_history), mails: about it, to who has it now [{message_id, kind, recipient, state, at, sent_at, suppressed}], invoices: none of their own}. 42501 unless office, PT404.';

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
comment on function public.client_history is 'What is on record about a client, paged as unit_history: {status: ok, today, client (private.client_known), units (private.units_known), repairs (private.repairs_of), counts, older_than, visits, repair_steps and mails as unit_history tells them, of all units and stops, invoices: those with a number [{invoice_id, state, number, at, issued_on, due_on, total, balance}]}. 42501 unless office, PT404.';

grant execute on function public.unit_history, public.client_history to authenticated, service_role;

create function public.who_am_i()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_user_id constant uuid := private.signed_in_user();
begin
  if v_user_id is null then
    return jsonb_build_object('status', 'signed_out');
  end if;
  return private.who_am_i(v_user_id);
end;
$$;
comment on function public.who_am_i is 'Who is signed in, and what waits for them: {status: ok, name, role: office | technician | admin, waiting: null for a technician, else {activities: open and due by today, urgent: of those, messages: mails to decide about}} | {status: nobody} for a login that is not, or no longer, on the staff | {status: signed_out} once the session has ended.';

grant execute on function public.who_am_i to authenticated, service_role;
