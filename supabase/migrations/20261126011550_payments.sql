-- Payments: what was paid of an invoice, and what follows: its balance, whether it is paid, whether it can still be taken back.

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references public.invoices,
  request_id uuid not null unique,
  method text not null check (method in ('cash', 'cheque', 'e_transfer', 'card')),
  state text not null default 'succeeded' check (state in ('pending', 'succeeded', 'failed', 'uncertain')),
  amount numeric(10, 2) not null,
  rounding numeric(3, 2) not null default 0,
  balance_after numeric(10, 2) not null check (balance_after >= 0),
  taken_at text not null check (taken_at in ('door', 'office')),
  taken_by uuid references public.staff,
  note text check (private.says_why(note) and length(note) <= 500),
  created_at timestamptz not null default private.clock(),
  constraint payments_are_positive check (amount > 0 and amount < 'NaN'),
  -- There is no coin smaller than five cents: what is handed over in cash is a multiple of it.
  constraint cash_is_in_coins check (
    case method when 'cash' then abs(rounding) <= 0.02 and (amount + rounding) % 0.05 = 0 else rounding = 0 end)
);
comment on table public.payments is 'What was paid of an invoice. A payment is written once and stays; what is given back will be a row of its own.';
comment on column public.payments.request_id is 'Chosen by whoever records it, so that the same payment sent twice is one.';
comment on column public.payments.amount is 'What it settles of the invoice.';
comment on column public.payments.rounding is 'Cash only: what was handed over beyond the amount, or less, for want of smaller coins.';
comment on column public.payments.balance_after is 'What was left to pay then.';
comment on column public.payments.taken_at is 'door: by the technician at the visit; office: by everybody else.';

create index payments_by_invoice on public.payments (invoice_id);

-- What is owed ------------------------------------------------------------------------------------------

create view private.invoice_sums as
  select i.id as invoice_id, i.customer_id, i.state, l.net, l.tax, l.net + l.tax as total, p.paid,
    case i.state when 'issued' then l.net + l.tax - p.paid else 0 end as balance,
    -- What is under way, or may have been paid, is not asked for a second time.
    case i.state when 'issued' then l.net + l.tax - p.paid - p.claimed else 0 end as payable
  from public.invoices i
  cross join lateral (
    select coalesce(sum(l.amount), 0) as net, coalesce(sum(l.tax), 0) as tax from public.invoice_lines l where l.invoice_id = i.id
  ) l
  cross join lateral (
    select coalesce(sum(p.amount) filter (where p.state = 'succeeded'), 0) as paid,
      coalesce(sum(p.amount) filter (where p.state in ('pending', 'uncertain')), 0) as claimed
    from public.payments p where p.invoice_id = i.id
  ) p;
comment on view private.invoice_sums is 'What each invoice comes to, and what of it is paid: always summed; lists read the answer in private.owed_invoices. A draft and a void one are owed nothing on. To be read by invoice or by client.';

create function private.in_coins(amount numeric)
returns numeric
language sql immutable
return round(amount / 0.05) * 0.05;
comment on function private.in_coins is 'An amount as it is handed over in cash: rounded to five cents.';

-- What stays ----------------------------------------------------------------------------------------------

create function private.guard_payment()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_state text;
  v_sums private.invoice_sums;
begin
  -- Locked: whoever pays or takes back the same invoice waits, and sees this payment then.
  select i.state into v_state from public.invoices i where i.id = new.invoice_id for no key update;
  if v_state <> 'issued' then
    raise exception 'nothing is paid of an invoice that is %', v_state using errcode = 'MT001';
  end if;
  select * into v_sums from private.invoice_sums s where s.invoice_id = new.invoice_id;
  if new.state <> 'failed' and new.amount > v_sums.payable then
    raise exception 'nobody pays more than is owed' using errcode = '23514';
  end if;
  new.balance_after := v_sums.balance - case new.state when 'succeeded' then new.amount else 0 end;
  return new;
end;
$$;
comment on function private.guard_payment is 'Raises MT001 for a payment of what was not issued, or is void, and 23514 for more than is left to pay. Writes down what is left. Whoever asks.';

create trigger guard_payment before insert on public.payments
  for each row execute function private.guard_payment();
-- Nobody brought what nobody recorded.
create trigger keep_payment before insert on public.payments
  for each row when (private.made_by() is distinct from 'record_payment') execute function private.refuse_change();
create trigger keep_payments before update or delete on public.payments
  for each row execute function private.refuse_change();
create trigger audit after insert or update or delete on public.payments for each row execute function private.record_change();

create function private.keeps_from_voiding(invoice public.invoices)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when invoice.exported_at is not null then 'exported'
    when exists (select from public.payments p where p.invoice_id = invoice.id and p.state <> 'failed') then 'paid' end;
end;
$$;
comment on function private.keeps_from_voiding is 'Why an issued invoice cannot be taken back: exported, paid; null when it can.';

create function private.guard_void()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.keeps_from_voiding(new) is not null then
    raise exception 'what is paid, may be, or was exported is credited' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_void is 'Raises MT002 for an invoice that would become void although something of it is paid, or it was exported. Whoever asks.';

create trigger guard_void before update of state on public.invoices
  for each row when (old.state = 'issued' and new.state = 'void') execute function private.guard_void();

-- Recording ------------------------------------------------------------------------------------------------

create function private.payment_told(payment public.payments)
returns jsonb
language sql stable
return jsonb_build_object('status', 'recorded', 'payment_id', payment.id, 'method', payment.method, 'amount', payment.amount,
  'rounding', payment.rounding, 'handed_over', payment.amount + payment.rounding, 'balance', payment.balance_after);
comment on function private.payment_told is 'What whoever recorded a payment is told, then and whenever they send it again.';

create function private.refuse_payment(
  invoice public.invoices, amount numeric, method text, request_id uuid, note text)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when request_id is null then 'request_id'
    when method is null or method not in ('cash', 'cheque', 'e_transfer', 'card') then 'method'
    when amount is null or not (amount > 0 and amount < 10000000) or amount <> round(amount, 2) then 'amount'
    when length(note) > 500 then 'note'
    when invoice.state <> 'issued' then invoice.state
    end;
end;
$$;
comment on function private.refuse_payment is 'Why something is no payment of an invoice whatever is left to pay; null when it is.';

create function private.record_payment(
  invoice_id uuid, amount numeric, method text, request_id uuid, note text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'record_payment'
as $$
declare
  v_invoice public.invoices;
  v_payment public.payments;
  v_refused text;
  v_payable numeric;
  v_settles numeric := amount;
begin
  select i.* into v_invoice from public.invoices i where i.id = record_payment.invoice_id for no key update;
  if not found then
    raise exception 'no such invoice' using errcode = 'PT404';
  end if;
  select p.* into v_payment from public.payments p where p.request_id = record_payment.request_id;
  if found then
    return case
      when v_payment.invoice_id = v_invoice.id and v_payment.method = record_payment.method
        and record_payment.amount in (v_payment.amount, v_payment.amount + v_payment.rounding) then private.payment_told(v_payment)
      else jsonb_build_object('status', 'refused', 'reason', 'request_id') end;
  end if;
  v_refused := private.refuse_payment(v_invoice, amount, method, request_id, private.written(note));
  select s.payable into v_payable from private.invoice_sums s where s.invoice_id = v_invoice.id;
  -- All that is left, in cash, is what coins make of it.
  if method = 'cash' and amount in (v_payable, private.in_coins(v_payable)) then
    v_settles := v_payable;
  end if;
  v_refused := coalesce(v_refused, case when v_settles > v_payable then 'balance'
    when method = 'cash' and v_settles <> v_payable and v_settles <> private.in_coins(v_settles) then 'coins' end);
  if v_refused is not null then
    return jsonb_build_object('status', 'refused', 'reason', v_refused, 'balance', v_payable);
  end if;
  insert into public.payments (invoice_id, request_id, method, amount, rounding, taken_at, taken_by, note, created_at)
  values (v_invoice.id, record_payment.request_id, record_payment.method, v_settles,
    case method when 'cash' then private.in_coins(v_settles) - v_settles else 0 end,
    case private.staff_role() when 'technician' then 'door' else 'office' end,
    (select s.id from public.staff s where s.user_id = auth.uid()), private.written(note), as_of)
  on conflict on constraint payments_request_id_key do nothing
  returning * into v_payment;
  -- At the same moment it was another invoice's.
  return case when v_payment.id is null then jsonb_build_object('status', 'refused', 'reason', 'request_id') else private.payment_told(v_payment) end;
end;
$$;
comment on function private.record_payment is 'Writes down what was paid of an invoice: {status: recorded (payment_id, method, amount, rounding, handed_over, balance) | refused (reason: request_id (none, or one that was another payment''s), method, amount (no sum of money), note, draft, void, balance (more than is left), coins (no such cash); balance)}. The same request again gets the same answer. PT404.';

create function private.void_invoice(invoice_id uuid, reason text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'void_invoice'
as $$
declare
  v_invoice public.invoices;
  v_refused text;
begin
  select i.* into v_invoice from public.invoices i where i.id = void_invoice.invoice_id for update;
  if not found then
    raise exception 'no such invoice' using errcode = 'PT404';
  end if;
  v_refused := case
    when v_invoice.state <> 'issued' then v_invoice.state
    when private.written(reason) is null or length(reason) > 500 then 'reason'
    else private.keeps_from_voiding(v_invoice) end;
  if v_refused is not null then
    return jsonb_build_object('status', 'refused', 'reason', v_refused);
  end if;
  update public.invoices i set state = 'void', void_reason = private.written(reason) where i.id = v_invoice.id;
  return jsonb_build_object('status', 'void');
end;
$$;
comment on function private.void_invoice is 'Takes back an invoice that nobody paid anything of and no accountant has; its visits can be charged anew: {status: void | refused (reason: draft, void, reason (none), exported, paid)}. PT404.';

-- Who ---------------------------------------------------------------------------------------------------

create function private.require_payment_taker(invoice_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if private.request_role() in ('anon', 'authenticated') and not private.is_office() and not exists (
    select from public.invoices i
    join public.technician_tasks t on t.customer_id = i.customer_id and t.work_order_id = i.work_order_id
    join public.technicians h on h.id = t.technician_id and h.active
    join public.staff s on s.id = h.staff_id and s.active
    where i.id = require_payment_taker.invoice_id and s.user_id = auth.uid()) then
    raise exception 'whoever was there takes the money, or the office' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_payment_taker is 'Raises 42501 unless the caller is the technician of the invoice''s stop, office, admin, the service role or a direct connection.';

-- Access --------------------------------------------------------------------------------------------

alter table public.payments enable row level security;
create policy office_reads on public.payments for select to authenticated using ((select private.is_office()));
grant select on public.payments to authenticated, service_role;
