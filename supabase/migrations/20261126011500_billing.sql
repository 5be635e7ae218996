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
  constraint issued_has_number check (state <> 'issued' or (number is not null and issued_at is not null))
);
comment on table public.invoices is 'What a customer owes for one stop.';

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
  unique (invoice_id, position)
);
comment on table public.invoice_lines is 'Lines of an invoice; money is rounded half-up per line.';

-- A visit is charged once.
create unique index invoice_lines_visit_key on public.invoice_lines (visit_id);

create function private.guard_issued_lines()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select from public.invoices i
    where i.id in (old.invoice_id, new.invoice_id) and i.state <> 'draft'
  ) then
    raise exception 'lines of an issued invoice never change' using errcode = 'MT002';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.guard_issued_lines is 'Raises MT002 when a line of an invoice that is no draft is written, whoever asks.';

create trigger guard_issued_lines before insert or update or delete on public.invoice_lines
  for each row execute function private.guard_issued_lines();

insert into private.transitions (table_name, from_state, to_state) values
  ('invoices', 'draft', 'issued'),
  ('invoices', 'draft', 'void'),
  ('invoices', 'issued', 'void');
-- With an invoice its lines would go, and the numbers would have a hole.
create trigger keep_issued before delete on public.invoices
  for each row when (old.state <> 'draft') execute function private.refuse_change();
create trigger guard_state before update of state on public.invoices
  for each row execute function private.guard_state();
create trigger audit after insert or update or delete on public.invoices for each row execute function private.record_change();

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
  where l.visit_id = any (visit_ids) and i.id = l.invoice_id and i.state = 'draft';
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
grant select on public.invoices, public.invoice_lines to authenticated;
grant select, insert, update, delete on public.invoices, public.invoice_lines to service_role;
