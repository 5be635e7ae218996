-- Owed: which invoices are not paid, and what is left of each. The sums say so; this is their answer, kept where a list is read in
-- the order of days, so that nobody sums a hundred thousand invoices to find those.

create table private.owed_invoices (
  invoice_id uuid primary key references public.invoices,
  due_on date not null,
  issued_at timestamptz not null,
  balance numeric(10, 2) not null check (balance > 0)
);
comment on table private.owed_invoices is 'Issued invoices of which something is left to pay, as private.invoice_sums tells it; kept by triggers, looked after by the self-check "owed".';
comment on column private.owed_invoices.due_on is 'As on the invoice, where it never changes; so is issued_at.';

create index owed_invoices_by_due on private.owed_invoices (due_on, invoice_id);
create index owed_invoices_by_date on private.owed_invoices (issued_at, invoice_id);

create function private.keep_owed()
returns trigger
-- Definer: whoever takes money, or an invoice back, need not be able to write what is owed.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'keep_owed'
as $$
declare
  v_id uuid := to_jsonb(new) ->> tg_argv[0];
begin
  -- Whoever came here holds the invoice's row: nobody else writes about it meanwhile.
  insert into private.owed_invoices as o (invoice_id, due_on, issued_at, balance)
  select i.id, i.due_on, i.issued_at, s.balance
  from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
  where i.id = v_id and s.balance > 0
  on conflict on constraint owed_invoices_pkey do update set balance = excluded.balance;
  if not found then
    delete from private.owed_invoices o where o.invoice_id = v_id;
  end if;
  return null;
end;
$$;
comment on function private.keep_owed is 'Trigger: what is left to pay of an invoice is known from its issue until it is paid, or void. Its argument: the column of the written row that names the invoice.';

create trigger keep_owed after update of state on public.invoices
  for each row when (new.state <> old.state and 'issued' in (new.state, old.state)) execute function private.keep_owed('id');
create trigger keep_owed after insert on public.payments
  for each row execute function private.keep_owed('invoice_id');
-- What is owed is what the sums say, whoever else would like to say it.
create trigger guard_owed before insert or update or delete on private.owed_invoices
  for each row when (private.made_by() is distinct from 'keep_owed') execute function private.refuse_change();
