-- Contracts: the unit, its maintenance contract, and the cycles between two completed visits.

create table public.units (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references public.customers,
  product_id uuid references public.products,
  category_id uuid not null references public.equipment_categories,
  serial_number text,
  serial_key text generated always as (nullif(lower(btrim(serial_number)), '')) stored,
  source_line_id uuid references public.sales_order_lines,
  unit_number integer check (unit_number > 0),
  condition text not null default 'in_service' check (condition in ('in_service', 'out_of_service', 'retired')),
  street text,
  unit text,
  city text,
  province text,
  postal_code text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  access_notes text,
  site_type text not null default 'private' check (site_type in ('private', 'regulated')),
  installed_on date,
  created_at timestamptz not null default now(),
  constraint units_located_or_not check ((latitude is null) = (longitude is null)),
  constraint units_line_has_number check ((source_line_id is null) = (unit_number is null))
);
comment on table public.units is 'One physical device at one service address, told apart by serial, or by sales-order line and number within the line.';
comment on column public.units.serial_key is 'The serial as it is compared: trimmed and case-folded.';
comment on column public.units.street is 'Service address; it may differ from where the customer lives.';

-- A serial number is one device, until that device is retired.
create unique index units_serial_key on public.units (serial_key) where condition <> 'retired';
-- A line of quantity three is units 1, 2 and 3, once each.
create unique index units_source_key on public.units (source_line_id, unit_number);
create index units_by_customer on public.units (customer_id);

create function private.fill_unit_address()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- A unit without an address of its own stands where its customer lives.
  if new.street is null and new.postal_code is null and new.latitude is null then
    select c.street, c.unit, c.city, c.province, c.postal_code, c.latitude, c.longitude
    into new.street, new.unit, new.city, new.province, new.postal_code, new.latitude, new.longitude
    from public.customers c where c.id = new.customer_id;
  end if;
  return new;
end;
$$;
comment on function private.fill_unit_address is 'Gives a new unit its customer''s address when it comes without one.';

create trigger fill_unit_address before insert on public.units
  for each row execute function private.fill_unit_address();

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
  select * into v_unit from public.units u where u.id = new.unit_id;
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
comment on function private.snapshot_policy is 'Fills what a new contract leaves open from its unit and the policy of that day.';

create trigger snapshot_policy before insert on public.maintenance_contracts
  for each row execute function private.snapshot_policy();
create trigger guard_state before update of state on public.maintenance_contracts
  for each row execute function private.guard_state(
    'draft>active', 'draft>cancelled', 'active>paused', 'paused>active', 'active>cancelled', 'paused>cancelled');

create table public.maintenance_cycles (
  id uuid primary key default gen_random_uuid(),
  contract_id uuid not null references public.maintenance_contracts,
  number integer not null check (number > 0),
  due_on date not null,
  token text unique default private.random_token(),
  opened_at timestamptz not null default private.clock(),
  closed_at timestamptz,
  outcome text check (outcome in ('serviced', 'contract_cancelled')),
  fee numeric(10, 2) check (fee >= 0),
  tax_rate numeric(6, 5) check (tax_rate >= 0 and tax_rate < 1),
  price_frozen_at timestamptz,
  -- The plain token exists only while the cycle is open.
  constraint closed_has_no_token check ((closed_at is null) = (token is not null)),
  constraint closed_has_outcome check ((closed_at is null) = (outcome is null)),
  constraint frozen_price_is_whole check ((price_frozen_at is null) = (fee is null) and (fee is null) = (tax_rate is null)),
  constraint maintenance_cycles_number_key unique (contract_id, number)
);
comment on table public.maintenance_cycles is 'The time between two completed visits of a contract, with its due date and the client''s private link.';
comment on column public.maintenance_cycles.token is 'The client''s private link; readable by no staff role.';
comment on column public.maintenance_cycles.fee is 'Price as first told to the client; null until then.';

-- A contract has one open cycle at a time.
create unique index maintenance_cycles_open_key on public.maintenance_cycles (contract_id) where closed_at is null;
create index maintenance_cycles_due on public.maintenance_cycles (due_on) where closed_at is null;

create table private.retired_tokens (
  token_hash bytea primary key,
  cycle_id uuid not null references public.maintenance_cycles on delete cascade,
  retired_at timestamptz not null default clock_timestamp()
);
comment on table private.retired_tokens is 'Hashes of links that once worked, so that "expired" can be told from "unknown".';
create index retired_tokens_by_cycle on private.retired_tokens (cycle_id);

create function private.token_hash(token text)
returns bytea
language sql immutable
set search_path = ''
as $$ select extensions.digest(token, 'sha256') $$;
comment on function private.token_hash is 'What is kept of a retired link.';

-- Definer: link holders' and staff's statements may not write the hashes themselves.
create function private.give_way_to_first_cycle()
returns trigger
-- Definer: as open_first_cycle.
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from public.maintenance_cycles y
  where y.contract_id = new.contract_id and y.number = 1 and y.closed_at is null and y.price_frozen_at is null
    and not exists (select from public.maintenance_visits v where v.cycle_id = y.id)
    and not exists (select from private.cycle_reminders r where r.cycle_id = y.id);
  return new;
end;
$$;
comment on function private.give_way_to_first_cycle is 'A first cycle that opened by itself, and that nobody was told of, gives way to one that is written with its own due date.';

create trigger give_way_to_first_cycle before insert on public.maintenance_cycles
  for each row when (new.number = 1) execute function private.give_way_to_first_cycle();

create function private.retire_token()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.closed_at is not null then
    new.token := null;
  end if;
  if old.token is not null and new.token is distinct from old.token then
    insert into private.retired_tokens (token_hash, cycle_id)
    values (private.token_hash(old.token), old.id) on conflict do nothing;
  end if;
  return new;
end;
$$;
comment on function private.retire_token is 'Closing a cycle or replacing its link keeps only a hash of the old one.';

create trigger retire_token before update on public.maintenance_cycles
  for each row execute function private.retire_token();

create function private.open_first_cycle()
returns trigger
-- Definer: whoever makes a contract need not be able to write cycles.
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.maintenance_cycles (contract_id, number, due_on)
  select c.id, 1, (c.due_anchor_on + make_interval(months => c.interval_months))::date
  from public.maintenance_contracts c
  where c.id = new.id and c.state in ('active', 'paused')
    and not exists (select from public.maintenance_cycles y where y.contract_id = c.id);
  return null;
end;
$$;
comment on function private.open_first_cycle is 'At commit, an active contract without any cycle gets its first: no contract is ever forgotten for want of one.';

create constraint trigger open_first_cycle after insert or update of state on public.maintenance_contracts
  deferrable initially deferred for each row execute function private.open_first_cycle();

create function private.close_cancelled_contract()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_stop record;
begin
  for v_stop in
    select v.task_id, v.cycle_id, array_agg(v.id) as visit_ids
    from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = new.id and v.state in ('scheduled', 'needs_rescheduling')
    group by v.task_id, v.cycle_id
  loop
    perform private.cancel_visits(v_stop.task_id, v_stop.visit_ids, v_stop.cycle_id, 'contract cancelled');
  end loop;
  update public.maintenance_cycles y
  set closed_at = private.clock(), outcome = 'contract_cancelled'
  where y.contract_id = new.id and y.closed_at is null;
  return null;
end;
$$;
comment on function private.close_cancelled_contract is 'A cancelled contract has no open cycle and no booking: the client is told, the link says expired. Definer: as open_first_cycle.';

create trigger close_cancelled_contract after update of state on public.maintenance_contracts
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function private.close_cancelled_contract();

create function private.freeze_price(cycle_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.maintenance_cycles y
  set fee = c.fee, tax_rate = t.rate, price_frozen_at = private.clock()
  from public.maintenance_contracts c
  join public.tax_codes t on t.id = c.tax_code_id
  where y.id = freeze_price.cycle_id and c.id = y.contract_id and y.price_frozen_at is null;
end;
$$;
comment on function private.freeze_price is 'Keeps the contract''s present price on the cycle; called where the client is first told it (reminder or booking).';

create trigger audit after insert or update or delete on public.units for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.maintenance_contracts for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.maintenance_cycles for each row execute function private.record_change('token');

-- Access --------------------------------------------------------------------------------------------

alter table public.units enable row level security;
alter table public.maintenance_contracts enable row level security;
alter table public.maintenance_cycles enable row level security;

create policy office_all on public.units for all to authenticated using ((select private.is_office()));
create policy office_reads on public.maintenance_contracts for select to authenticated using ((select private.is_office()));
create policy office_reads on public.maintenance_cycles for select to authenticated using ((select private.is_office()));

grant select, insert, update on public.units to authenticated;
grant select on public.maintenance_contracts to authenticated;
-- Every column but the token.
grant select (id, contract_id, number, due_on, opened_at, closed_at, outcome, fee, tax_rate, price_frozen_at)
  on public.maintenance_cycles to authenticated;
grant select, insert, update, delete on public.units, public.maintenance_contracts, public.maintenance_cycles to service_role;
