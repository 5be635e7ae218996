-- Contracts: the promise to keep one unit maintained, with the policy as it was when it was made.

create table public.maintenance_contracts (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references public.units,
  customer_id uuid not null references public.customers,
  category_id uuid not null references public.equipment_categories,
  source text not null default 'manual' check (source in ('sale', 'backfill', 'claims', 'manual')),
  state text not null default 'active' check (state in ('draft', 'active', 'paused', 'cancelled')),
  interval_months integer not null check (interval_months between 1 and 60),
  fee numeric(10, 2) not null check (fee >= 0 and fee < 'NaN'),
  tax_code_id uuid not null references public.tax_codes,
  tax_reason text check (private.says_why(tax_reason)),
  no_charge_until date,
  no_charge_reason text check (private.says_why(no_charge_reason)),
  due_anchor_on date not null,
  last_service_on date,
  paused_on date,
  paused_until date,
  paused_reason text check (private.says_why(paused_reason)),
  cancelled_reason text check (private.says_why(cancelled_reason)),
  cancelled_note text check (private.says_why(cancelled_note)),
  created_at timestamptz not null default now(),
  -- A cadence begins with the contract, or anew with a service.
  constraint anchor_within_ten_years check (due_anchor_on < greatest((created_at at time zone 'UTC')::date, last_service_on) + 3653),
  -- Whoever pays nothing is told why.
  constraint no_charge_has_reason check ((no_charge_until is null) = (no_charge_reason is null)),
  constraint paused_on_a_day check ((state = 'paused') = (paused_on is not null)),
  constraint paused_until_when_paused check (state = 'paused' or (paused_until is null and paused_reason is null)),
  -- Whoever is mailed no more, somebody once asks why.
  constraint cancelled_has_reason check (state <> 'cancelled' or cancelled_reason is not null)
);
comment on table public.maintenance_contracts is 'The promise to keep one unit maintained for one customer. Interval, fee and tax code are a snapshot of the policy on the day it was made.';
comment on column public.maintenance_contracts.due_anchor_on is 'Due dates lie whole intervals after this day (delivery, invoice, order, or enrolment).';
comment on column public.maintenance_contracts.no_charge_until is 'Visits due until then cost nothing, for no_charge_reason: it is told to the client, such as "included in your warranty".';
comment on column public.maintenance_contracts.paused_on is 'The company day on which it was paused, whoever did it; null unless it is.';
comment on column public.maintenance_contracts.paused_until is 'The day from which a paused contract goes on by itself; null: until somebody resumes it.';
comment on column public.maintenance_contracts.paused_reason is 'Why it rests, in words of whoever paused it.';
comment on column public.maintenance_contracts.cancelled_reason is 'Why it ended: declined, deceased, moved, sold, returned, duplicate or other (private.ends_quietly), transferred (it goes on as somebody else''s), or "unit retired".';
comment on column public.maintenance_contracts.cancelled_note is 'What whoever ended it wrote beside the reason.';
comment on column public.maintenance_contracts.tax_reason is 'Why this contract is taxed otherwise than its category.';

-- A contract is for one unit of one kind and one client as long as it lives; another owner is another contract.
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
  -- Locked: whoever retires or hands on the unit at the same moment waits for this contract, or this contract for them.
  select * into v_unit from public.units u where u.id = new.unit_id for share;
  if new.state <> 'cancelled'
    and (v_unit.condition = 'retired' or new.customer_id <> v_unit.customer_id or new.category_id <> v_unit.category_id) then
    raise exception 'a contract is for a unit in use, as what it is, with whoever owns it' using errcode = 'MT021';
  end if;
  new.customer_id := coalesce(new.customer_id, v_unit.customer_id);
  new.category_id := coalesce(new.category_id, v_unit.category_id);
  new.due_anchor_on := coalesce(new.due_anchor_on, private.company_day(private.clock()));
  -- Who enrols thousands has read their policies already.
  if num_nulls(new.interval_months, new.fee, new.tax_code_id) > 0 then
    select * into v_policy from private.maintenance_policy(v_unit.product_id, new.category_id);
    new.interval_months := coalesce(new.interval_months, v_policy.interval_months);
    new.fee := coalesce(new.fee, v_policy.fee);
    -- Where nobody decided otherwise, service is taxed.
    new.tax_code_id := coalesce(new.tax_code_id, v_policy.tax_code_id,
      (select t.id from public.tax_codes t order by t.rate desc, t.code limit 1));
  end if;
  return new;
end;
$$;
comment on function private.snapshot_policy is 'Fills what a new contract leaves open from its unit and the policy of that day. Raises MT021 for a retired unit, for somebody else''s and for another category than the unit''s.';

create trigger snapshot_policy before insert on public.maintenance_contracts
  for each row execute function private.snapshot_policy();

create function private.fee_due(fee numeric, no_charge_until date, due_on date)
returns numeric
language sql immutable
return case when fee_due.due_on <= fee_due.no_charge_until then 0 else fee_due.fee end;
comment on function private.fee_due is 'What a visit due that day costs under a contract: nothing until no_charge_until.';

create function private.tax_name(name text, rate numeric, charged numeric)
returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  -- A price that was frozen at another rate bears no name that says this one.
  return case when charged = rate then name else 'Tax ' || trim_scale(charged * 100)::text || ' %' end;
end;
$$;
comment on function private.tax_name is 'What the tax of a price is called: as its code, unless it was frozen at another rate.';

create function private.told_apart(contract_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  -- Nearly every client has one of a kind.
  if not exists (
    select from public.maintenance_contracts own
    join public.maintenance_contracts c on c.customer_id = own.customer_id and c.category_id = own.category_id and c.id <> own.id
    where own.id = told_apart.contract_id and c.state <> 'cancelled'
  ) then
    return null;
  end if;
  return (
    with alike as (
      select c.id, count(*) over () as of_kind, row_number() over (order by c.created_at, c.id) as position,
        p.name as product_name, count(*) over (partition by p.name) as of_product,
        right(u.serial_key, 4) as serial_end, count(*) over (partition by right(u.serial_key, 4)) as of_serial
      from public.maintenance_contracts own
      join public.maintenance_contracts c
        on c.customer_id = own.customer_id and c.category_id = own.category_id and c.state <> 'cancelled'
      join public.units u on u.id = c.unit_id
      left join public.products p on p.id = u.product_id
      where own.id = told_apart.contract_id
    )
    select case
      when a.product_name is not null and a.of_product = 1 then a.product_name
      when a.serial_end is not null and a.of_serial = 1 then 'serial ends in ' || upper(a.serial_end)
      else a.position || ' of ' || a.of_kind end
    from alike a where a.id = told_apart.contract_id and a.of_kind > 1);
end;
$$;
comment on function private.told_apart is 'What tells a unit from others of its kind that its client has: the product, else the end of the serial number, else "1 of 2"; null for the only one. It stays the same whichever of them a page or a mail is about.';

insert into private.transitions (table_name, from_state, to_state) values
  ('maintenance_contracts', 'draft', 'active'),
  ('maintenance_contracts', 'draft', 'cancelled'),
  ('maintenance_contracts', 'active', 'paused'),
  ('maintenance_contracts', 'paused', 'active'),
  ('maintenance_contracts', 'active', 'cancelled'),
  ('maintenance_contracts', 'paused', 'cancelled');
create trigger guard_state before update of state on public.maintenance_contracts
  for each row execute function private.guard_state();
create function private.date_pause()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.state <> 'paused' then
    new.paused_on := null;
    if tg_op = 'UPDATE' and old.state = 'paused' then
      new.paused_until := null;
      new.paused_reason := null;
    end if;
  elsif tg_op = 'UPDATE' and old.state = 'paused' then
    new.paused_on := old.paused_on;
  else
    new.paused_on := private.company_day(private.clock());
  end if;
  return new;
end;
$$;
comment on function private.date_pause is 'Trigger: since when a contract rests is what the clock said, not what somebody writes; one that goes on, or ends, rests no more, until no day and for no reason.';

create trigger date_pause before insert or update of state, paused_on on public.maintenance_contracts
  for each row execute function private.date_pause();
create trigger keep_parties before update of unit_id, customer_id, category_id on public.maintenance_contracts
  for each row when ((new.unit_id, new.customer_id, new.category_id) is distinct from (old.unit_id, old.customer_id, old.category_id)
    and private.made_by() is distinct from 'merge_customers')
  execute function private.refuse_change();
-- One that has ended stays as it was, and why it did: but for a visit that was under way then, and is done, or taken back.
create trigger keep_terms before update on public.maintenance_contracts
  for each row when (old.state = 'cancelled' and to_jsonb(new) - '{last_service_on,due_anchor_on}'::text[] <> to_jsonb(old) - '{last_service_on,due_anchor_on}'::text[])
  execute function private.refuse_change('erase_customer', 'merge_customers');
create trigger keep_contracts before delete on public.maintenance_contracts
  for each row execute function private.refuse_change('take_back_backfill');
create trigger audit after insert or update or delete on public.maintenance_contracts for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

alter table public.maintenance_contracts enable row level security;
create policy office_reads on public.maintenance_contracts for select to authenticated using ((select private.is_office()));
grant select on public.maintenance_contracts to authenticated;
grant select, insert, update on public.maintenance_contracts to service_role;
