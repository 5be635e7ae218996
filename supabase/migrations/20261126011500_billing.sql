-- Billing: invoices and their lines, and what may become of them. Every other chapter writes them through the functions
-- of this one, of "issuing" and of "payments".

create table private.invoice_series (
  series text primary key check (series ~ '^[A-Z]{1,4}$'),
  last_number bigint not null default 0 check (last_number >= 0),
  last_issued_at timestamptz,
  constraint counted_since_first check ((last_number = 0) = (last_issued_at is null))
);
comment on table private.invoice_series is 'The counters of invoices. Whoever issues one holds its row until the end, so that numbers have no holes.';

insert into private.invoice_series (series) values ('M'), ('C');

-- What checks of an invoice call; plpgsql, since a body of sql would be read with the check by every statement.

create function private.is_draft_or_issued(
  state text, number bigint, issued_at timestamptz, bill_to_name text, due_on date, printed jsonb, void_reason text, exported_at timestamptz)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  -- A number is given when the invoice is issued, never before. Whom it is for, by when it is to be paid and what else it
  -- says is known then, and stays.
  if number is null then
    return state <> 'issued' and num_nonnulls(issued_at, bill_to_name, due_on, printed, void_reason, exported_at) = 0;
  end if;
  return state <> 'draft' and num_nulls(issued_at, bill_to_name, due_on, printed) = 0 and (void_reason is null) = (state <> 'void');
end;
$$;
comment on function private.is_draft_or_issued is 'Whether an invoice without number is one that was not issued, and one with it says all that an issued one must, with a reason where it is void.';

create function private.is_credit_or_invoice(kind text, series text, credited_invoice_id uuid)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return (kind = 'credit_note') = (series = 'C') and (kind = 'credit_note') = (credited_invoice_id is not null);
end;
$$;
comment on function private.is_credit_or_invoice is 'Whether a credit note, and nothing else, names the invoice that it takes back and is counted apart.';

create function private.is_tax_rate(rate numeric)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return rate >= 0 and rate < 1;
end;
$$;
comment on function private.is_tax_rate is 'Whether a tax is some part of the price, or none.';
grant execute on function private.is_draft_or_issued, private.is_credit_or_invoice, private.is_tax_rate to authenticated, service_role;

create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'invoice' check (kind = any ('{invoice, credit_note}')),
  series text not null default 'M' references private.invoice_series,
  number bigint check (number > 0),
  customer_id uuid not null references public.customers,
  work_order_id uuid,
  state text not null default 'draft' check (state = any ('{draft, issued, void}')),
  issued_at timestamptz,
  due_on date,
  bill_to_name text,
  bill_to_address text,
  purchase_order text,
  printed jsonb,
  credited_invoice_id uuid references public.invoices,
  void_reason text check (private.says_why(void_reason)),
  exported_at timestamptz,
  created_at timestamptz not null default private.clock(),
  constraint invoices_number_key unique (series, number),
  -- Whoever was visited pays.
  constraint invoices_work_order_fkey foreign key (work_order_id, customer_id) references public.work_orders (id, customer_id),
  constraint issued_is_whole check (private.is_draft_or_issued(state, number, issued_at, bill_to_name, due_on, printed, void_reason, exported_at)),
  constraint invoices_on_one_line check (private.on_one_line(bill_to_name) and private.on_one_line(bill_to_address) and private.on_one_line(purchase_order)),
  -- A credit note takes back one invoice, and is counted apart.
  constraint credit_names_invoice check (private.is_credit_or_invoice(kind, series, credited_invoice_id))
);
comment on table public.invoices is 'What a customer owes for one stop. Once issued it stays as it is, under its number; all that may still happen to it is to become void.';

comment on column public.invoices.kind is 'A credit note takes back an invoice that is paid or exported.';
comment on column public.invoices.due_on is 'By when it is to be paid: company_settings.payment_terms_days after it was issued.';
comment on column public.invoices.bill_to_name is 'Who was to pay when it was issued: the client, or the contact who is their payer.';
comment on column public.invoices.purchase_order is 'The payer''s number for it.';
comment on column public.invoices.printed is 'What else stands on the paper, as it was when it was issued: {company: {name, address, phone, email, hst_number}, client: {name, address}, served_on, technician_name}.';
comment on column public.invoices.credited_invoice_id is 'The invoice that a credit note takes back.';
comment on column public.invoices.exported_at is 'When the accountant got it; from then on it is credited, not void.';

-- A stop has one bill in the making.
create unique index invoices_draft_key on public.invoices (work_order_id) where state = 'draft';
create index invoices_by_customer on public.invoices (customer_id);
create index invoices_by_work_order on public.invoices (work_order_id);

create table public.invoice_lines (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references public.invoices on delete cascade,
  visit_id uuid references public.maintenance_visits,
  visit_part_id uuid references public.visit_parts,
  product_id uuid references public.products,
  position integer not null check (position > 0),
  description text not null,
  quantity numeric(10, 2) not null default 1 check (quantity <> 0.0),
  unit_price numeric(10, 2) not null,
  tax_rate numeric(6, 5) not null check (private.is_tax_rate(tax_rate)),
  tax_code text,
  tax_name text not null check (private.on_one_line(tax_name)),
  tax_reason text check (private.says_why(tax_reason)),
  price_reason text check (private.says_why(price_reason)),
  amount numeric(10, 2) not null generated always as (round(quantity * unit_price, 2)) stored,
  tax numeric(10, 2) not null generated always as (round(round(quantity * unit_price, 2) * tax_rate, 2)) stored,
  live boolean not null default true,
  constraint invoice_lines_position_key unique (invoice_id, position)
);
comment on table public.invoice_lines is 'Lines of an invoice; money is rounded half-up per line.';
comment on column public.invoice_lines.visit_id is 'The visit whose fee it is.';
comment on column public.invoice_lines.visit_part_id is 'The part, used at a visit, that it is for.';
comment on column public.invoice_lines.tax_code is 'The tax code by which the price was told; null where its rate is another by now.';
comment on column public.invoice_lines.tax_name is 'What the tax was called when the price was told.';
comment on column public.invoice_lines.tax_reason is 'Why it is taxed so, printed where there is no tax.';
comment on column public.invoice_lines.price_reason is 'Why it costs nothing, or other than was told, as the client reads it.';
comment on column public.invoice_lines.live is 'Whether the line charges anybody: until its invoice is void. Kept by free_lines.';

-- A visit is charged once; what was taken back can be charged anew.
create unique index invoice_lines_visit_key on public.invoice_lines (visit_id) where live;
-- So is a part.
create unique index invoice_lines_part_key on public.invoice_lines (visit_part_id) where live and visit_part_id is not null;

-- What was issued stays ---------------------------------------------------------------------------------

insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('invoices', 'draft', 'issued', '{issue_invoice}'),
  ('invoices', 'draft', 'void', null),
  ('invoices', 'issued', 'void', '{void_invoice}');
create trigger guard_state before update of state on public.invoices
  for each row execute function private.guard_state();

create function private.comes_to(invoice_id uuid)
returns numeric
language plpgsql stable
set search_path = ''
as $$
begin
  return (select coalesce(sum(l.amount + l.tax), 0) from public.invoice_lines l where l.invoice_id = comes_to.invoice_id);
end;
$$;
comment on function private.comes_to is 'What the lines of an invoice come to, with their tax.';

create function private.guard_invoice()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_may_change text[];
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'an invoice begins as a draft' using errcode = 'MT001';
    end if;
    return new;
  end if;
  v_may_change := array['state'] || case
    when private.made_by() = 'void_invoice' then 'void_reason'
    when private.made_by() = 'export_invoices' then 'exported_at'
    -- On the paper stays whom it was made out to.
    when private.made_by() = 'merge_customers' then 'customer_id' end;
  -- Whatever column is added is frozen with the others.
  if old.state <> 'draft' and to_jsonb(new) - v_may_change <> to_jsonb(old) - v_may_change then
    raise exception 'an issued invoice never changes' using errcode = 'MT002';
  elsif old.work_order_id is not null and new.work_order_id is distinct from old.work_order_id then
    raise exception 'an invoice stays with its work order' using errcode = 'MT002';
  elsif (new.series, new.number, new.issued_at) is distinct from (old.series, old.number, old.issued_at)
    and (new.series <> old.series or private.made_by() is distinct from 'issue_invoice') then
    raise exception 'number and day are given when an invoice is issued, its series when it begins' using errcode = 'MT002';
  elsif new.state = 'issued' and not exists (select from public.invoice_lines l where l.invoice_id = new.id) then
    raise exception 'an invoice without lines is not issued' using errcode = '23514';
  elsif new.state = 'issued' and old.state = 'draft' and new.kind = 'invoice' and private.comes_to(new.id) < 0 then
    raise exception 'an invoice is not for less than nothing' using errcode = '23514';
  elsif old.state = 'draft' and new.state = 'void' and exists (
    select from public.invoice_lines l join public.maintenance_visits v on v.id = l.visit_id
    where l.invoice_id = new.id and private.belongs_to_stop(v.state)) then
    raise exception 'a visit stays charged until it does not take place' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_invoice is 'An invoice begins as a draft (MT001) and is issued with lines that come to nothing or more (23514), or given up when it charges no visit that takes place (MT002); from then on nothing but its state changes, with the reason of a void one, and number and day are given by issue_invoice alone (MT002). Whoever asks.';

create trigger guard_invoice before insert or update on public.invoices
  for each row execute function private.guard_invoice();
-- With an invoice its lines would go, and the numbers would have a hole.
create trigger keep_issued before delete on public.invoices
  for each row when (old.state <> 'draft') execute function private.refuse_change();

create function private.guard_series()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and new.last_number = 0 then
    return new;
  elsif tg_op = 'UPDATE' and private.made_by() = 'issue_invoice' then
    return new;
  end if;
  raise exception 'invoices are counted as they are issued' using errcode = 'MT002';
end;
$$;
comment on function private.guard_series is 'A counter begins at nought and moves in issue_invoice alone (MT002), whoever asks.';

create trigger guard_series before insert or update or delete on private.invoice_series
  for each row execute function private.guard_series();

create function private.guard_line()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_state text;
begin
  if tg_op = 'UPDATE' and new.invoice_id <> old.invoice_id then
    raise exception 'a line stays on its invoice' using errcode = 'MT002';
  elsif old.visit_id is not null and new.visit_id is distinct from old.visit_id and private.made_by() is distinct from 'drop_charges' then
    raise exception 'a visit stays charged until it does not take place' using errcode = 'MT002';
  elsif tg_op = 'UPDATE' and old.visit_id is not null and (new.quantity, new.unit_price, new.tax_rate) is distinct from (old.quantity, old.unit_price, old.tax_rate) then
    raise exception 'a visit costs what was told; another fee is billed anew, with a reason' using errcode = 'MT002';
  end if;
  -- A tax that nobody named is called by its rate.
  if tg_op = 'INSERT' and new.tax_name is null then
    new.tax_name := private.tax_name(null, null, new.tax_rate);
  end if;
  -- Under the lock whoever issues or voids the invoice waits for this line, or this line for them.
  select i.state into v_state from public.invoices i where i.id = coalesce(new.invoice_id, old.invoice_id) for no key update;
  -- Generated columns (amount, tax) have no value before the row is written, and are left out of the comparison.
  if v_state = 'void' and tg_op = 'UPDATE' and not new.live and to_jsonb(new) - '{live,amount,tax}'::text[] = to_jsonb(old) - '{live,amount,tax}'::text[] then
    return new;
  elsif v_state <> 'draft' or not new.live then
    raise exception 'lines of an issued invoice never change' using errcode = 'MT002';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.guard_line is 'Raises MT002 when a line of an invoice that is no draft is written, whoever asks: but a line of a void one becomes, and stays, one that charges nobody. The charge of a visit goes in drop_charges alone, and is never for another price.';

create trigger guard_line before insert or update or delete on public.invoice_lines
  for each row execute function private.guard_line();

create function private.free_lines()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.invoice_lines l set live = false where l.invoice_id = new.id;
  return null;
end;
$$;
comment on function private.free_lines is 'What a void invoice charged can be charged anew.';

create trigger free_lines after update of state on public.invoices
  for each row when (new.state = 'void' and old.state <> 'void') execute function private.free_lines();

create trigger audit after insert or update or delete on public.invoices for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.invoice_lines for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
create policy office_reads on public.invoices for select to authenticated using ((select private.is_office()));
create policy office_reads on public.invoice_lines for select to authenticated using ((select private.is_office()));
grant select on public.invoices, public.invoice_lines to authenticated, service_role;
