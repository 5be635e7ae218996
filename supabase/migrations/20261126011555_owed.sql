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

create function private.find_owed(invoice_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from private.owed_invoices o
  where o.invoice_id = any (invoice_ids) and not exists (select from private.invoice_sums s where s.invoice_id = o.invoice_id and s.balance > 0);
  insert into private.owed_invoices as o (invoice_id, due_on, issued_at, balance)
  select i.id, i.due_on, i.issued_at, s.balance
  from public.invoices i join private.invoice_sums s on s.invoice_id = i.id
  where i.id = any (invoice_ids) and s.balance > 0
  on conflict on constraint owed_invoices_pkey do update set balance = excluded.balance, due_on = excluded.due_on, issued_at = excluded.issued_at;
end;
$$;
comment on function private.find_owed is 'Sums what is left to pay of these invoices, and writes that down.';

create function private.keep_owed()
returns trigger
-- Definer: whoever takes money, or an invoice back, need not be able to write what is owed.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'keep_owed'
as $$
declare
  v_ids uuid[];
begin
  if tg_level = 'STATEMENT' then
    v_ids := array(select i.id from public.invoices i where i.state = 'issued');
  else
    v_ids := array[(to_jsonb(old) ->> tg_argv[0])::uuid, (to_jsonb(new) ->> tg_argv[0])::uuid];
  end if;
  -- Nobody else writes about them meanwhile. Nothing is owed of a draft, which is written often.
  perform from public.invoices i where i.id = any (v_ids) and i.state <> 'draft' order by i.id for no key update;
  if found then
    perform private.find_owed(v_ids);
  end if;
  return null;
end;
$$;
comment on function private.keep_owed is 'Trigger: what is left to pay of an invoice is known from its issue until it is paid, or void, whatever is done to it, its lines or its payments. Its argument: the column of the written row that names the invoice. Where a whole table goes, all of them are summed.';

-- Rules let most of this happen to drafts alone, and no payment change. What is owed does not lean on that.
create trigger keep_owed_new after insert on public.invoices
  for each row when (new.state = 'issued') execute function private.keep_owed('id');
create trigger keep_owed after update of state, due_on, issued_at on public.invoices
  for each row when ('issued' in (new.state, old.state) and (new.state, new.due_on, new.issued_at) is distinct from (old.state, old.due_on, old.issued_at))
  execute function private.keep_owed('id');
-- A new line is asked about by guard_line alone: each booking writes one, on a draft.
create trigger keep_owed after delete on public.invoice_lines
  for each row execute function private.keep_owed('invoice_id');
create trigger keep_owed_changed after update on public.invoice_lines
  for each row when ((new.invoice_id, new.amount, new.tax) is distinct from (old.invoice_id, old.amount, old.tax)) execute function private.keep_owed('invoice_id');
create trigger keep_owed_emptied after truncate on public.invoice_lines
  for each statement execute function private.keep_owed();
create trigger keep_owed after insert or update or delete on public.payments
  for each row execute function private.keep_owed('invoice_id');
create trigger keep_owed_emptied after truncate on public.payments
  for each statement execute function private.keep_owed();
-- What is owed is what the sums say, whoever else would like to say it.
create trigger guard_owed before insert or update or delete on private.owed_invoices
  for each row when (private.made_by() is distinct from 'keep_owed') execute function private.refuse_change();
