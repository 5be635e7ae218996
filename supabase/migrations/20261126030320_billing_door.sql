-- The door to money: the office issues, takes back and bills anew; whoever was there, or the office, takes payments.

create function public.invoice_page(invoice_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.invoice_page(invoice_id);
end;
$$;
comment on function public.invoice_page is 'An invoice as the office sees it (private.invoice_page). 42501, PT404.';

create function public.issue_invoice(invoice_id uuid, shown numeric default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.issue_and_mail(invoice_id, private.clock(), shown);
end;
$$;
comment on function public.issue_invoice is 'Issues a draft under its number; shown: the total that its page had: {status: issued (id, number, mailed_to) | refused (reason: issued, void, visits (one waits for its outcome), nothing (to charge), negative (it comes to less than nothing), changed (total: it comes to another sum by now))}. 42501, PT404.';

create function public.record_payment(invoice_id uuid, amount numeric, method text, request_id uuid, note text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_payment_taker(invoice_id);
  return private.record_payment(invoice_id, amount, method, request_id, note, private.clock());
end;
$$;
comment on function public.record_payment is 'Writes down a payment by cash, cheque, e_transfer or card: {status: recorded (payment_id, method, amount, rounding, handed_over, balance) | refused (reason: request_id, method, amount, note, draft, void, balance (more than is left), coins; balance)}. The same request again gets the same answer. 42501 unless office or the technician of the stop, PT404.';

create function public.void_invoice(invoice_id uuid, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.void_invoice(invoice_id, reason);
end;
$$;
comment on function public.void_invoice is 'Takes back an invoice: {status: void | refused (reason: draft, void, reason (none), exported, paid)}. 42501, PT404.';

create function public.rebill_visit(visit_id uuid, fee numeric default null, reason text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.rebill_visit(visit_id, fee, reason);
end;
$$;
comment on function public.rebill_visit is 'Charges a visit anew whose invoice is void, with another fee only for a reason that the client reads: {status: drafted (invoice_id) | refused (reason: charged, erased: its client was, not_done, fee, reason)}. 42501, PT404.';

create function public.rebill_repair(work_order_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.rebill_repair(work_order_id);
end;
$$;
comment on function public.rebill_repair is 'Charges a repair anew whose invoice is void, as it was agreed to: {status: drafted (invoice_id) | refused (reason: charged, not_done, erased: its client was)}. 42501, PT404.';

grant execute on function public.invoice_page, public.issue_invoice, public.record_payment, public.void_invoice, public.rebill_visit, public.rebill_repair to authenticated, service_role;
