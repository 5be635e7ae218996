-- The office's door to the terms of contracts. Definers behind require_office(): contracts and cycles are written by functions only.

create function public.pause_contract(contract_id uuid, until date, reason text, cancel_booking boolean default false, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.pause_contract(contract_id, until, reason, coalesce(cancel_booking, false), shown, private.clock());
end;
$$;
comment on function public.pause_contract is 'Lets a contract rest until a day from tomorrow to three years on, or without one until somebody resumes it: nothing is mailed meanwhile, calls about it are closed, and on the day it goes on by itself, due two weeks later at the earliest. A visit that is booked for before that day is cancelled and its client told where cancel_booking says so; one after it stays. One that rests already gets another day and reason. {status: paused (until) | refused (reason: booked, begun, state, changed (at, by)) | rejected (reason: until, reason)}. shown: what the page showed (contract_page). 42501, PT404.';

create function public.resume_contract(contract_id uuid, due_on date default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.resume_contract(contract_id, due_on, shown, private.clock());
end;
$$;
comment on function public.resume_contract is 'Lets a contract go on that rests, due that day, or without one when it was and 30 days from now at the earliest: {status: resumed (due_on) | refused (reason: state, changed (at, by), booked and begun for another day) | rejected (reason: due_on)}. 42501, PT404.';

create function public.cancel_contract(
  contract_id uuid, reason text, note text default null, shown text default null, tell boolean default true)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.cancel_contract(contract_id, reason, note, coalesce(tell, true), shown);
end;
$$;
comment on function public.cancel_contract is 'Ends a contract: declined, moved, duplicate, other (with a note; the client is told of a visit that is cancelled with it, unless tell says otherwise), or deceased, sold, returned (nobody is told). Its link says expired, mail that waits is not sent. {status: cancelled | refused (reason: begun, state, changed (at, by)) | rejected (reason: reason, note)}. 42501, PT404.';

create function public.change_due_date(
  contract_id uuid, due_on date, keep_cadence boolean default true, reason text default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.change_due_date(contract_id, due_on, coalesce(keep_cadence, true), reason, shown, private.clock());
end;
$$;
comment on function public.change_due_date is 'Makes a contract due on another day, this time only (keep_cadence) or from now on, from up to a year ago to ten years on; reminders begin again for that day. {status: changed (due_on) | refused (reason: booked, begun, state, changed (at, by)) | rejected (reason: due_on, reason)}. 42501, PT404.';

create function public.skip_cycle(contract_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.skip_cycle(contract_id, reason, shown, private.clock());
end;
$$;
comment on function public.skip_cycle is '"Not this time": the open cycle is closed as declined, its link expires, and the next is due on the first day of the cadence that is half an interval away. {status: skipped (due_on) | refused (reason: booked, begun, state, changed (at, by)) | rejected (reason: reason)}. 42501, PT404.';

create function public.set_no_charge(contract_id uuid, until date, reason text default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.set_no_charge(contract_id, until, reason, shown, private.clock());
end;
$$;
comment on function public.set_no_charge is 'Visits due until that day cost nothing, for a reason that the client is told; null: they cost the fee again. A price that was told stays. {status: set | refused (reason: state, changed (at, by)) | rejected (reason: until, reason)}. 42501, PT404.';

create function public.set_contract_tax(contract_id uuid, tax_code_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.set_contract_tax(contract_id, tax_code_id, reason, shown);
end;
$$;
comment on function public.set_contract_tax is 'Taxes a contract otherwise than its category, for a reason that stands on its invoices; a price that was told stays. {status: set | refused (reason: state, changed (at, by)) | rejected (reason: tax_code_id, reason)}. 42501, PT404.';

create function public.contract_page(contract_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.contract_page(contract_id, private.clock());
end;
$$;
comment on function public.contract_page is 'A contract as the office sees it: {status: ok, today, shown: what forms send back as what the page showed, all of private.contract_known, price (private.price_told), cycle: the open one {number, due_on, opened_on, told (private.told_of), visit (private.visit_of_cycle)} or null, past: the last twenty (private.past_cycles), activities: open ones about it [{activity_id, kind, urgent, due_on, asked_at}], acts: what could be done and what it would come to (private.contract_acts)}. 42501, PT404.';

create function public.send_reminder_again(contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.send_reminder_again(contract_id, private.clock());
end;
$$;
comment on function public.send_reminder_again is 'Reminds the client of a contract''s unit once more, or for the first time, on record: {status: queued (mailed_to: how many addresses) | refused (reason: state, booked, quiet, nobody, waiting, recent)}. It counts as the band of that day. 42501, PT404.';

create function public.send_reminders_again(contract_ids uuid[])
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.refuse_so_many(contract_ids), private.send_reminders_again(contract_ids, private.clock()));
end;
$$;
comment on function public.send_reminders_again is 'Reminds the clients of up to 100 contracts'' units once more, each client by one mail: {status: ok, answers: [send_reminder_again''s answer, or status unknown; and id]} in the order asked for | {status: rejected (reason: most)}. What is refused keeps no other from going. 42501 unless office.';

grant execute on function public.contract_page, public.send_reminder_again, public.send_reminders_again to authenticated, service_role;
grant execute on function public.pause_contract, public.resume_contract, public.cancel_contract, public.change_due_date, public.skip_cycle,
  public.set_no_charge, public.set_contract_tax to authenticated, service_role;

-- Units that are enrolled by hand -----------------------------------------------------------------------------------

create function public.enrol_unit(
  customer_id uuid, category_id uuid default null, product_id uuid default null, serial_number text default null, installed_on date default null,
  due_on date default null, fee numeric default null, request_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.enrol_unit(private.client_now(customer_id), category_id, product_id, serial_number, installed_on, due_on, fee, request_id, private.clock());
end;
$$;
comment on function public.enrol_unit is 'Enrols a unit of a client by hand, at the client''s address: of a product, or of a category where no product is known. Due that day, which its cadence then begins with; without one on the first day of its cadence (from when it was installed, else from today) that is more than 30 days away. fee: another than the policy''s. Sent twice with one request_id, which becomes the unit''s id, it is enrolled once. {status: enrolled (contract_id) | refused (reason: erased, deceased, not_enabled) | rejected (reason: kind, installed_on (in days to come), due_on (in the past, or in more than ten years), fee, serial_number (why: missing, weak, long, taken (unit_id, customer)))}. 42501, PT404.';

create function public.enrol_page(customer_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.enrol_page(private.client_now(customer_id), private.clock());
end;
$$;
comment on function public.enrol_page is 'What can be enrolled for a client: {status: ok, today, customer_id, name, address, kinds: [{category_id, name, identity (serial: a serial number is needed), enabled: also without a product, interval_months, fee, products: [{product_id, name, fee, interval_months}]}]}. 42501, PT404.';

grant execute on function public.enrol_unit, public.enrol_page to authenticated, service_role;

-- Prices ------------------------------------------------------------------------------------------------------------

create function public.reprice(
  category text default null, contract_ids uuid[] default null, percent numeric default null, fee numeric default null,
  from_on date default null, dry_run boolean default true, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.reprice(category, contract_ids, percent, fee, from_on, coalesce(dry_run, true), shown, private.clock());
end;
$$;
comment on function public.reprice is 'Another fee for contracts that are active or paused, of a category or of a list or both: percent more or less, or a fee, from a day on (tomorrow to two years ahead). Prices that were told stay. dry_run writes nothing; shown: what the preview told of all of them, so that nobody raises twice what somebody else raised meanwhile. {status: previewed | repriced, contracts: how many change, told: of those, whose open cycle keeps its price, before, after: sums of their fees, from_on, shown: null for none, rows: the first fifty [{contract_id, customer, kind, product_name, fee, new_fee, is_told}]} | {status: refused (reason: many (most), changed: what would change is not what was shown)} | {status: rejected (reason: which, how: not one of percent and fee, percent (-50 to 100), fee, from_on)}. 42501 unless admin.';

grant execute on function public.reprice to authenticated, service_role;
