-- Repairs: what a repair goes through. A work order of kind repair is quoted, wanted by the client or not, given a time,
-- and done. Its lines are what the client was quoted, and what they are charged.

create function private.is_repair_or_stop(kind text, state text, unit_id uuid, visit_id uuid, cancelled_reason text)
returns boolean
-- plpgsql, since a check calls it: a body of sql would be read with the check by every statement.
language plpgsql immutable
set search_path = ''
as $$
begin
  return case kind
    when 'repair' then unit_id is not null and (state <> 'cancelled' or cancelled_reason is not null)
    else num_nonnulls(unit_id, visit_id) = 0 end;
end;
$$;
comment on function private.is_repair_or_stop is 'Whether a work order is that of a repair, of one unit, with a reason where it is cancelled (whoever waits for it asks why it does not come), or that of a stop, which has its units in its visits.';
grant execute on function private.is_repair_or_stop to authenticated, service_role;

alter table public.work_orders
  add column unit_id uuid references public.units,
  add column visit_id uuid references public.maintenance_visits,
  add column cancelled_reason text check (private.says_why(cancelled_reason)),
  add column problem text,
  add column quote_number integer,
  add constraint repair_or_stop check (private.is_repair_or_stop(kind, state, unit_id, visit_id, cancelled_reason));
comment on column public.work_orders.unit_id is 'Of a repair: what is repaired.';
comment on column public.work_orders.visit_id is 'Of a repair: the visit that found it out of order.';

comment on column public.work_orders.problem is 'Of a repair that no visit called for: what is out of order, in the words of whoever called.';
comment on column public.work_orders.quote_number is 'Of a repair: how often its quote was written, the first time included. Which of them a page shows.';

create function private.is_open_repair(state text)
returns boolean
language sql immutable
return state in ('quoted', 'approved', 'waiting_for_parts', 'scheduled');
comment on function private.is_open_repair is 'Whether a work order in that state is a repair that somebody still has to see to.';
grant execute on function private.is_open_repair to service_role;

create function private.is_repair_without_time(state text)
returns boolean
language sql immutable
return private.is_open_repair(state) and state <> 'scheduled';
comment on function private.is_repair_without_time is 'Whether a work order in that state is a repair that somebody has to see to and that has no time: it can be cancelled, whereas one with a time is called off with its task.';

create index work_orders_by_unit on public.work_orders (unit_id) where unit_id is not null;
-- What a visit found is repaired by one order at a time. One that was refused, or did not help, can be followed by another.
create unique index work_orders_visit_key on public.work_orders (visit_id)
  where private.is_open_repair(state);
-- Who calls twice about the same unit is told how far it is.
create unique index work_orders_called_key on public.work_orders (unit_id)
  where visit_id is null and unit_id is not null and private.is_open_repair(state);

insert into private.transitions (table_name, from_state, to_state) values
  ('work_orders', 'new', 'quoted');
insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('work_orders', 'quoted', 'approved', '{approve_repair}'),
  ('work_orders', 'quoted', 'declined', '{decline_repair}'),
  ('work_orders', 'approved', 'quoted', '{reopen_quote}'),
  ('work_orders', 'waiting_for_parts', 'quoted', '{reopen_quote}'),
  ('work_orders', 'approved', 'waiting_for_parts', '{wait_for_parts}'),
  ('work_orders', 'waiting_for_parts', 'approved', '{parts_arrived}'),
  ('work_orders', 'approved', 'scheduled', '{follow_repair}'),
  ('work_orders', 'scheduled', 'approved', '{follow_repair}'),
  ('work_orders', 'scheduled', 'done', '{complete_repair, accept_report}'),
  ('work_orders', 'quoted', 'cancelled', '{cancel_repair}'),
  ('work_orders', 'approved', 'cancelled', '{cancel_repair}'),
  ('work_orders', 'waiting_for_parts', 'cancelled', '{cancel_repair}');
create trigger guard_new_state before insert on public.work_orders
  for each row when (new.state <> 'open') execute function private.guard_state();
create trigger keep_repair before update of unit_id, visit_id, customer_id, problem on public.work_orders
  for each row when (old.kind = 'repair' and (new.unit_id, new.visit_id, new.customer_id, new.problem) is distinct from (old.unit_id, old.visit_id, old.customer_id, old.problem))
  execute function private.refuse_change('merge_customers', 'erase_customer');
create trigger keep_quote_number before update of quote_number on public.work_orders
  for each row when (new.quote_number is distinct from old.quote_number)
  execute function private.refuse_change('change_quote');
create trigger keep_repair_record before update on public.work_orders
  for each row when (old.kind = 'repair' and old.state in ('declined', 'done', 'cancelled') and new.* is distinct from old.*)
  execute function private.refuse_change('merge_customers', 'erase_customer');
create trigger keep_repairs before delete on public.work_orders
  for each row when (old.kind = 'repair') execute function private.refuse_change();

create function private.begin_repair()
returns trigger
-- Definer: the rule holds for writers who may not read units and visits.
language plpgsql security definer
set search_path = ''
as $$
begin
  if not exists (select from public.units u where u.id = new.unit_id and u.customer_id = new.customer_id and u.condition <> 'retired') then
    raise exception 'a repair is of a unit in use, ordered by whoever owns it' using errcode = 'MT021';
  elsif new.visit_id is not null and not exists (
    select from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id and c.unit_id = new.unit_id
    where v.id = new.visit_id and v.state = 'done') then
    raise exception 'a repair comes from a visit to its unit that was done' using errcode = 'MT021';
  elsif new.problem is not null and not private.is_one_line(new.problem, 300) then
    raise exception 'what is out of order is told on one line of at most 300 characters' using errcode = '23514';
  end if;
  new.quote_number := 1;
  return new;
end;
$$;
comment on function private.begin_repair is 'Raises MT021 for a repair of a unit that is retired or somebody else''s, or from a visit that was not done, or not to that unit, 23514 for a problem that is blank or too long; its first quote is number 1. Whoever asks.';

create trigger begin_repair before insert on public.work_orders
  for each row when (new.kind = 'repair') execute function private.begin_repair();

-- What is quoted ------------------------------------------------------------------------------------------

create table public.work_order_lines (
  id uuid primary key default gen_random_uuid(),
  work_order_id uuid not null references public.work_orders,
  position integer not null check (position > 0),
  kind text not null check (kind in ('call_out', 'labour', 'part')),
  product_id uuid references public.products,
  description text not null check (private.is_one_line(description, 300)),
  quantity numeric(10, 2) not null default 1 check (quantity > 0 and quantity < 'NaN'),
  unit_price numeric(10, 2) not null check (unit_price >= 0 and unit_price < 'NaN'),
  amount numeric(10, 2) not null generated always as (round(quantity * unit_price, 2)) stored,
  constraint work_order_lines_position_key unique (work_order_id, position),
  constraint only_parts_are_products check (product_id is null or kind = 'part')
);
comment on table public.work_order_lines is 'What a repair was quoted at, line by line, before tax. They stay as the client agreed to them.';
comment on column public.work_order_lines.kind is 'call_out and labour (hours) come from the rate card, part from what the technician noted.';

create function private.guard_order_line()
returns trigger
-- Definer: the rule holds for writers who may not read work orders.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_order record;
begin
  if tg_op = 'UPDATE' and new.work_order_id <> old.work_order_id then
    raise exception 'a line stays with its work order' using errcode = 'MT002';
  end if;
  -- Locked: whoever approves the quote at the same moment waits for this line, or this line for them.
  select w.kind, w.state into v_order from public.work_orders w where w.id = coalesce(new.work_order_id, old.work_order_id) for no key update;
  if v_order.state is distinct from 'quoted' then
    raise exception 'a quote changes until the client has answered it, and only a repair has one' using errcode = 'MT002';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.guard_order_line is 'Raises MT002 when a line is written of an order that is not quoted, or of no repair. Whoever asks.';

create trigger guard_order_line before insert or update or delete on public.work_order_lines
  for each row execute function private.guard_order_line();

create function private.order_total(work_order_id uuid)
returns numeric
language plpgsql stable
set search_path = ''
as $$
begin
  return (select coalesce(sum(l.amount), 0) from public.work_order_lines l where l.work_order_id = order_total.work_order_id);
end;
$$;
comment on function private.order_total is 'What a repair is quoted at, before tax.';

-- What the client said to it ------------------------------------------------------------------------------

create table public.repair_decisions (
  id uuid primary key default gen_random_uuid(),
  work_order_id uuid not null references public.work_orders,
  decision text not null check (decision in ('approved', 'declined')),
  said_by text not null check (private.is_one_line(said_by, 254)),
  said_how text not null check (said_how in ('phone', 'email', 'in_person', 'letter')),
  amount numeric(10, 2) not null check (amount >= 0 and amount < 'NaN'),
  note text check (private.says_why(note)),
  actor uuid default auth.uid(),
  decided_at timestamptz not null default private.clock()
);
comment on table public.repair_decisions is 'What a client said to the quote of a repair, anew where it was opened again: the last one counts. Never changed, never deleted.';
create index repair_decisions_by_order on public.repair_decisions (work_order_id, decided_at);
comment on column public.repair_decisions.said_by is 'Who said it, at the client''s.';
comment on column public.repair_decisions.said_how is 'For whoever asks later what was agreed, and on what: by phone, e-mail, letter or in person.';
comment on column public.repair_decisions.amount is 'What the quote came to when it was answered, before tax.';
comment on column public.repair_decisions.decided_at is 'For whoever asks later since when the repair was ordered: when it was taken down.';
comment on column public.repair_decisions.actor is 'auth.uid() of whoever took it down.';

create trigger keep_decision before insert on public.repair_decisions
  for each row when (coalesce(private.made_by() not in ('approve_repair', 'decline_repair'), true)) execute function private.refuse_change();
create trigger keep_decisions before update or delete on public.repair_decisions
  for each row execute function private.refuse_change('erase_customer');

-- What is waited for --------------------------------------------------------------------------------------

create table public.repair_waits (
  id uuid primary key default gen_random_uuid(),
  work_order_id uuid not null references public.work_orders,
  what text not null check (private.is_one_line(what, 500)),
  ordered_on date not null,
  expected_on date,
  arrived_at timestamptz,
  actor uuid default auth.uid(),
  created_at timestamptz not null default private.clock(),
  turn bigint not null default nextval('private.turns'),
  -- Nothing comes before it was ordered.
  constraint expected_after_order check (expected_on >= ordered_on)
);
comment on table public.repair_waits is 'Parts that a repair waited for: what, ordered when, there when. The last one of a repair is the one that counts. Never deleted.';
comment on column public.repair_waits.expected_on is 'When they are said to come; the office is asked about it on the day after.';
comment on column public.repair_waits.arrived_at is 'When it was taken down that they are there.';
comment on column public.repair_waits.turn is 'Its place in the order of private.turns, taken under the lock of its repair: who waited for that began earlier.';
comment on column public.repair_waits.actor is 'auth.uid() of whoever took it down.';
create index repair_waits_by_order on public.repair_waits (work_order_id, turn);

create trigger keep_wait before insert on public.repair_waits
  for each row when (private.made_by() is distinct from 'wait_for_parts') execute function private.refuse_change();
-- Until they are there they may be others, or come on another day.
create trigger keep_what_came before update on public.repair_waits
  for each row when (old.arrived_at is not null
    or to_jsonb(new) - '{what, expected_on, arrived_at}'::text[] <> to_jsonb(old) - '{what, expected_on, arrived_at}'::text[])
  execute function private.refuse_change();
create trigger keep_waiting before update on public.repair_waits
  for each row execute function private.refuse_change('expect_parts', 'parts_arrived');
create trigger keep_waits before delete on public.repair_waits
  for each row execute function private.refuse_change();

create trigger audit after insert or update or delete on public.repair_waits for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.work_order_lines for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.repair_decisions for each row execute function private.record_change();

-- Access: the office reads, functions write ----------------------------------------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['work_order_lines', 'repair_decisions', 'repair_waits'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_reads on public.%I for select to authenticated using ((select private.is_office()))', v_table);
    execute format('grant select on public.%I to authenticated, service_role', v_table);
  end loop;
end;
$$;
