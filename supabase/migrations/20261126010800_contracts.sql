-- Contracts: the promise to keep one unit maintained, with the policy as it was when it was made.

create table public.maintenance_contracts (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references public.units,
  customer_id uuid not null references public.customers,
  category_id uuid not null references public.equipment_categories,
  source text not null default 'manual' check (source in ('sale', 'backfill', 'claims', 'manual')),
  state text not null default 'active' check (state in ('draft', 'active', 'paused', 'cancelled')),
  interval_months integer not null check (interval_months between 1 and 60),
  fee numeric(10, 2) not null check (fee >= 0),
  tax_code_id uuid not null references public.tax_codes,
  tax_reason text,
  due_anchor_on date not null,
  last_service_on date,
  cancelled_reason text,
  created_at timestamptz not null default now()
);
comment on table public.maintenance_contracts is 'The promise to keep one unit maintained for one customer. Interval, fee and tax code are a snapshot of the policy on the day it was made.';
comment on column public.maintenance_contracts.due_anchor_on is 'Due dates lie whole intervals after this day (delivery, invoice, order, or enrolment).';
comment on column public.maintenance_contracts.tax_reason is 'Why this contract is taxed otherwise than its category.';

-- A contract is for one unit and one client as long as it lives; another owner is another contract.
-- A unit has at most one contract that is not cancelled.
create unique index maintenance_contracts_live_unit on public.maintenance_contracts (unit_id) where state <> 'cancelled';
create index maintenance_contracts_by_customer on public.maintenance_contracts (customer_id);

create function private.snapshot_policy()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_unit public.units;
  v_policy record;
begin
  -- Shared: who retires or hands on the unit at this moment sees the contract, or is seen.
  select * into v_unit from public.units u where u.id = new.unit_id for share;
  if new.state <> 'cancelled' and (v_unit.condition = 'retired' or new.customer_id <> v_unit.customer_id) then
    raise exception 'a contract is for a unit in use, with whoever owns it' using errcode = 'MT021';
  end if;
  new.customer_id := coalesce(new.customer_id, v_unit.customer_id);
  new.category_id := coalesce(new.category_id, v_unit.category_id);
  new.due_anchor_on := coalesce(new.due_anchor_on, private.company_day(private.clock()));
  select * into v_policy from private.maintenance_policy(v_unit.product_id, new.category_id);
  new.interval_months := coalesce(new.interval_months, v_policy.interval_months);
  new.fee := coalesce(new.fee, v_policy.fee);
  -- Where nobody decided otherwise, service is taxed.
  new.tax_code_id := coalesce(new.tax_code_id, v_policy.tax_code_id,
    (select t.id from public.tax_codes t order by t.rate desc, t.code limit 1));
  return new;
end;
$$;
comment on function private.snapshot_policy is 'Fills what a new contract leaves open from its unit and the policy of that day. Raises MT021 for a retired unit and for somebody else''s.';

create trigger snapshot_policy before insert on public.maintenance_contracts
  for each row execute function private.snapshot_policy();

insert into private.transitions (table_name, from_state, to_state) values
  ('maintenance_contracts', 'draft', 'active'),
  ('maintenance_contracts', 'draft', 'cancelled'),
  ('maintenance_contracts', 'active', 'paused'),
  ('maintenance_contracts', 'paused', 'active'),
  ('maintenance_contracts', 'active', 'cancelled'),
  ('maintenance_contracts', 'paused', 'cancelled');
create trigger guard_state before update of state on public.maintenance_contracts
  for each row execute function private.guard_state();
create trigger keep_parties before update of unit_id, customer_id on public.maintenance_contracts
  for each row when (new.unit_id <> old.unit_id or new.customer_id <> old.customer_id)
  execute function private.refuse_change();
create trigger audit after insert or update or delete on public.maintenance_contracts for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

alter table public.maintenance_contracts enable row level security;
create policy office_reads on public.maintenance_contracts for select to authenticated using ((select private.is_office()));
grant select on public.maintenance_contracts to authenticated;
grant select, insert, update, delete on public.maintenance_contracts to service_role;
