-- Cycles: the time between two completed visits, with its due date, its price and the token of the client's link.

-- Cycles ----------------------------------------------------------------------------------------------

create table public.maintenance_cycles (
  id uuid primary key default gen_random_uuid(),
  contract_id uuid not null references public.maintenance_contracts,
  number integer not null check (number > 0),
  due_on date not null,
  token text unique default private.random_token(),
  opened_at timestamptz not null default private.clock(),
  closed_at timestamptz,
  outcome text check (outcome in ('serviced', 'contract_cancelled', 'transferred', 'declined')),
  closed_reason text check (private.says_why(closed_reason)),
  fee numeric(10, 2) check (fee >= 0 and fee < 'NaN'),
  tax_rate numeric(6, 5) check (tax_rate >= 0 and tax_rate < 1),
  price_frozen_at timestamptz,
  -- The plain token exists only while the cycle is open.
  constraint closed_has_no_token check ((closed_at is null) = (token is not null)),
  constraint closed_has_outcome check ((closed_at is null) = (outcome is null)),
  constraint frozen_price_is_whole check ((price_frozen_at is null) = (fee is null) and (fee is null) = (tax_rate is null)),
  -- No interval is longer than five years: whoever is due later than in ten is forgotten.
  constraint due_within_ten_years check (due_on < (opened_at at time zone 'UTC')::date + 3653),
  constraint token_is_random check (private.looks_random(token)),
  constraint maintenance_cycles_number_key unique (contract_id, number)
);
comment on table public.maintenance_cycles is 'The time between two completed visits of a contract, with its due date and the client''s private link.';
comment on column public.maintenance_cycles.token is 'The client''s private link; readable by no staff role.';
comment on column public.maintenance_cycles.outcome is 'serviced: its visit was done; declined: "not this time" (skip_cycle); contract_cancelled, transferred: it ended with its contract.';
comment on column public.maintenance_cycles.closed_reason is 'Why it was declined, as it was said to the office.';
comment on column public.maintenance_cycles.fee is 'Price as first told to the client; null until then.';
comment on column public.maintenance_cycles.opened_at is 'For whoever looks into a contract''s history: when the one before was over.';

-- A contract has one open cycle at a time.
create unique index maintenance_cycles_open_key on public.maintenance_cycles (contract_id) where closed_at is null;
create index maintenance_cycles_due on public.maintenance_cycles (due_on, contract_id) where closed_at is null;

create table private.cycle_reminders (
  cycle_id uuid not null references public.maintenance_cycles,
  due_on date not null,
  band integer not null check (band > 0),
  reminded_on date not null,
  primary key (cycle_id, due_on, band)
);
comment on table private.cycle_reminders is 'Which band was decided for which due date of a cycle: at most once each, by mail or by an activity for the office.';

create trigger keep_reminders before update or delete on private.cycle_reminders
  for each row execute function private.refuse_change();

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

-- What stays as it is -----------------------------------------------------------------------------------

create function private.guard_new_cycle()
returns trigger
-- Definer: the rule holds for writers who may not read contracts.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_state text;
begin
  -- Locked: whoever ends the contract at the same moment waits, and closes this cycle too, or this cycle waits for them.
  select c.state into v_state from public.maintenance_contracts c where c.id = new.contract_id for share;
  if new.closed_at is not null or v_state not in ('active', 'paused') then
    raise exception 'a cycle begins open, under a contract that goes on' using errcode = 'MT001';
  elsif new.price_frozen_at is not null then
    raise exception 'a price is kept when it is told, by freeze_price()' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_new_cycle is 'Raises MT001 for a cycle that is over before it began, or whose contract is a draft or has ended, and MT002 for one that brings a price.';

create trigger guard_new_cycle before insert on public.maintenance_cycles
  for each row execute function private.guard_new_cycle();

create function private.guard_cycle()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if old.closed_at is not null and private.made_by() is distinct from 'reverse_visit' then
    raise exception 'a cycle that is over never changes' using errcode = 'MT002';
  elsif (new.contract_id, new.number) is distinct from (old.contract_id, old.number) then
    raise exception 'a cycle keeps its contract and its number' using errcode = 'MT002';
  elsif old.price_frozen_at is null and private.made_by() is distinct from 'freeze_price'
    and (new.fee, new.tax_rate, new.price_frozen_at) is distinct from (old.fee, old.tax_rate, old.price_frozen_at) then
    raise exception 'a price is kept when it is told, by freeze_price()' using errcode = 'MT002';
  elsif old.price_frozen_at is not null and private.made_by() is distinct from 'correct_price'
    and not (private.made_by() is not distinct from 'forget_price' and new.price_frozen_at is null)
    and (new.fee, new.tax_rate, new.price_frozen_at) is distinct from (old.fee, old.tax_rate, old.price_frozen_at) then
    raise exception 'a price that was told never changes; correct_price() mends a wrong one' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_cycle is 'Raises MT002 when a cycle that is over, the place of a cycle in its contract, or a price that was told would change, or one is made up, whoever asks.';

create trigger guard_cycle before update on public.maintenance_cycles
  for each row execute function private.guard_cycle();
-- Only a first cycle that gives way to another goes, one that began with a visit that was taken back, and one of a run of
-- enrolments that was.
create trigger keep_cycles before delete on public.maintenance_cycles
  for each row when (coalesce(private.made_by() not in ('give_way_to_first_cycle', 'reverse_visit', 'take_back_backfill'), true)) execute function private.refuse_change();

-- Prices ------------------------------------------------------------------------------------------------

create function private.freeze_price(cycle_id uuid)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'freeze_price'
as $$
begin
  update public.maintenance_cycles y
  set fee = private.fee_due(c.fee, c.no_charge_until, y.due_on), tax_rate = t.rate, price_frozen_at = private.clock()
  from public.maintenance_contracts c
  join private.tax_now t on t.id = c.tax_code_id
  where y.id = freeze_price.cycle_id and c.id = y.contract_id and y.price_frozen_at is null;
end;
$$;
comment on function private.freeze_price is 'Keeps the contract''s present price on the cycle; called where the client is first told it (reminder or booking).';

create function private.forget_price(cycle_id uuid)
returns void
language sql volatile
set search_path = ''
set rules.made_by = 'forget_price'
as $$
  update public.maintenance_cycles y set fee = null, tax_rate = null, price_frozen_at = null where y.id = forget_price.cycle_id;
$$;
comment on function private.forget_price is 'Lets go of a price that was kept to be told, and that nobody was told after all: the booking was taken back before its mail went.';

create function private.correct_price(cycle_id uuid, fee numeric, reason text)
returns boolean
language plpgsql volatile
set search_path = ''
set rules.made_by = 'correct_price'
as $$
begin
  update public.maintenance_cycles y set fee = correct_price.fee
  where y.id = correct_price.cycle_id and y.price_frozen_at is not null;
  if found then
    perform private.write_audit('maintenance_cycles', cycle_id, 'update', jsonb_build_object('what', 'price corrected', 'reason', reason));
  end if;
  return found;
end;
$$;
comment on function private.correct_price is 'Another price than the one that a client was told for an open cycle, on record with its reason; false where none was told.';

create trigger audit after insert or update or delete on public.maintenance_cycles for each row execute function private.record_change('token');

-- Access --------------------------------------------------------------------------------------------

alter table public.maintenance_cycles enable row level security;
create policy office_reads on public.maintenance_cycles for select to authenticated using ((select private.is_office()));
-- Every column but the token.
grant select (id, contract_id, number, due_on, opened_at, closed_at, outcome, closed_reason, fee, tax_rate, price_frozen_at)
  on public.maintenance_cycles to authenticated;
grant select, insert, update, delete on public.maintenance_cycles to service_role;
