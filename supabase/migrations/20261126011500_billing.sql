-- Billing: invoices and their lines. Every other chapter writes them through the functions of this one.

create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  series text not null default 'M' check (series ~ '^[A-Z]{1,4}$'),
  number bigint check (number > 0),
  customer_id uuid not null references public.customers,
  work_order_id uuid references public.work_orders,
  state text not null default 'draft' check (state in ('draft', 'issued', 'void')),
  issued_at timestamptz,
  created_at timestamptz not null default private.clock(),
  constraint invoices_number_key unique (series, number),
  -- A number is given when the invoice is issued, never before.
  constraint draft_has_no_number check (state <> 'draft' or number is null),
  constraint issued_has_number check (state <> 'issued' or number is not null),
  constraint number_has_instant check ((number is null) = (issued_at is null))
);
comment on table public.invoices is 'What a customer owes for one stop. Once issued it stays as it is, under its number; all that may still happen to it is to become void.';

create index invoices_by_customer on public.invoices (customer_id);
create index invoices_by_work_order on public.invoices (work_order_id);

create table public.invoice_lines (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references public.invoices on delete cascade,
  visit_id uuid references public.maintenance_visits,
  product_id uuid references public.products,
  position integer not null check (position > 0),
  description text not null,
  quantity numeric(10, 2) not null default 1 check (quantity <> 0),
  unit_price numeric(10, 2) not null,
  tax_rate numeric(6, 5) not null check (tax_rate >= 0 and tax_rate < 1),
  amount numeric(10, 2) not null generated always as (round(quantity * unit_price, 2)) stored,
  tax numeric(10, 2) not null generated always as (round(round(quantity * unit_price, 2) * tax_rate, 2)) stored,
  live boolean not null default true,
  unique (invoice_id, position)
);
comment on table public.invoice_lines is 'Lines of an invoice; money is rounded half-up per line.';

comment on column public.invoice_lines.live is 'Whether the line charges anybody: until its invoice is void. Kept by free_lines.';

-- A visit is charged once; what was taken back can be charged anew.
create unique index invoice_lines_visit_key on public.invoice_lines (visit_id) where live;

-- What was issued stays ---------------------------------------------------------------------------------

insert into private.transitions (table_name, from_state, to_state) values
  ('invoices', 'draft', 'issued'),
  ('invoices', 'draft', 'void'),
  ('invoices', 'issued', 'void');
create trigger guard_state before update of state on public.invoices
  for each row execute function private.guard_state();

create function private.guard_invoice()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'an invoice begins as a draft' using errcode = 'MT001';
    end if;
    return new;
  end if;
  -- Whatever column is added is frozen with the others.
  if old.state <> 'draft' and to_jsonb(new) - 'state' <> to_jsonb(old) - 'state' then
    raise exception 'an issued invoice never changes' using errcode = 'MT002';
  elsif new.number is distinct from old.number and new.state <> 'issued' then
    raise exception 'a number is given when an invoice is issued' using errcode = 'MT002';
  elsif new.state = 'issued' and not exists (select from public.invoice_lines l where l.invoice_id = new.id) then
    raise exception 'an invoice without lines is not issued' using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.guard_invoice is 'An invoice begins as a draft (MT001) and is issued with lines (23514); from then on nothing but its state changes, and a number is given in no other step (MT002). Whoever asks.';

create trigger guard_invoice before insert or update on public.invoices
  for each row execute function private.guard_invoice();
-- With an invoice its lines would go, and the numbers would have a hole.
create trigger keep_issued before delete on public.invoices
  for each row when (old.state <> 'draft') execute function private.refuse_change();
create trigger refuse_truncate before truncate on public.invoices
  for each statement execute function private.refuse_change();

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
  end if;
  -- Under the lock whoever issues or voids the invoice waits for this line, or this line for them.
  select i.state into v_state from public.invoices i where i.id = coalesce(new.invoice_id, old.invoice_id) for no key update;
  -- What is generated is not there yet.
  if v_state = 'void' and tg_op = 'UPDATE' and not new.live and to_jsonb(new) - '{live,amount,tax}'::text[] = to_jsonb(old) - '{live,amount,tax}'::text[] then
    return new;
  elsif v_state <> 'draft' or not new.live then
    raise exception 'lines of an issued invoice never change' using errcode = 'MT002';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.guard_line is 'Raises MT002 when a line of an invoice that is no draft is written, whoever asks: but a line of a void one becomes, and stays, one that charges nobody.';

create trigger guard_line before insert or update or delete on public.invoice_lines
  for each row execute function private.guard_line();
create trigger refuse_truncate before truncate on public.invoice_lines
  for each statement execute function private.refuse_change();

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

-- Drafts ------------------------------------------------------------------------------------------------

create function private.draft_invoice(customer_id uuid, work_order_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.invoices (customer_id, work_order_id)
  values (draft_invoice.customer_id, draft_invoice.work_order_id)
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.draft_invoice is 'Opens the draft of a stop and returns its id.';

create function private.charge_visit(
  invoice_id uuid, visit_id uuid, "position" integer, service_product_id uuid, what text, fee numeric, tax_rate numeric)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.invoice_lines (invoice_id, visit_id, product_id, position, description, unit_price, tax_rate)
  values (charge_visit.invoice_id, charge_visit.visit_id,
    coalesce(service_product_id, (select p.id from public.products p where p.sku = 'MAINT-VISIT')), charge_visit.position,
    'Maintenance visit: ' || what, fee, charge_visit.tax_rate);
end;
$$;
comment on function private.charge_visit is 'Puts the fee of a visit on a draft; without a service product of its category as the generic maintenance visit.';

create function private.drop_charges(visit_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  delete from public.invoice_lines l using public.invoices i
  where l.visit_id = any (visit_ids) and l.live and i.id = l.invoice_id and i.state = 'draft';
end;
$$;
comment on function private.drop_charges is 'Takes visits that will not be charged off their drafts.';

create function private.void_draft(work_order_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.invoices i set state = 'void' where i.work_order_id = void_draft.work_order_id and i.state = 'draft';
end;
$$;
comment on function private.void_draft is 'Voids the draft of a stop that will not take place.';

-- Access --------------------------------------------------------------------------------------------

alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
create policy office_reads on public.invoices for select to authenticated using ((select private.is_office()));
create policy office_reads on public.invoice_lines for select to authenticated using ((select private.is_office()));
grant select on public.invoices, public.invoice_lines to authenticated, service_role;
