-- Work orders and visits: the container of priced work, and the maintenance log of each cycle.

-- Work orders -------------------------------------------------------------------------------------------

create table public.work_orders (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  kind text not null default 'maintenance' check (kind = any ('{maintenance, repair}')),
  customer_id uuid not null references public.customers,
  intake_source text not null check (intake_source = any ('{client_portal, office, visit, import}')),
  state text not null default 'open',
  created_at timestamptz not null default private.clock(),
  -- A stop is open until it is over; a repair is quoted first, and the client has to want it.
  constraint work_orders_state_check check (state = any (case kind
    when 'maintenance' then '{open, done, cancelled}'::text[]
    else '{quoted, approved, declined, waiting_for_parts, scheduled, done, cancelled}' end)),
  -- By client first: so are they looked for.
  constraint work_orders_customer_key unique (customer_id, id)
);
comment on table public.work_orders is 'The container of priced work: one per stop, and one per repair that a visit calls for.';
comment on column public.work_orders.intake_source is 'For reports: where the work came from.';

-- Work is done for whoever ordered it.
alter table public.technician_tasks add constraint technician_tasks_work_order_id_fkey
  foreign key (customer_id, work_order_id) references public.work_orders (customer_id, id);
alter table public.technician_tasks add constraint tasks_ordered_by_somebody
  check (work_order_id is null or customer_id is not null);

insert into private.transitions (table_name, from_state, to_state) values
  ('work_orders', 'open', 'done'),
  ('work_orders', 'open', 'cancelled');
insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('work_orders', 'done', 'open', '{reopen_order}'),
  ('work_orders', 'cancelled', 'open', '{reopen_order}');
create trigger guard_state before update of state on public.work_orders
  for each row execute function private.guard_state();
create trigger keep_order before update of number, kind, intake_source on public.work_orders
  for each row when ((new.number, new.kind, new.intake_source) is distinct from (old.number, old.kind, old.intake_source))
  execute function private.refuse_change();

create function private.guard_order_end()
returns trigger
-- Definer: the rule holds for writers who may not read tasks.
language plpgsql security definer
set search_path = ''
as $$
begin
  -- The key of both says that the client is the same; asked by client, tasks have an index (tasks_by_customer).
  if exists (select from public.technician_tasks t where t.work_order_id = new.id and t.customer_id = new.customer_id and not private.is_over(t.state)) then
    raise exception 'a work order does not end before its work has' using errcode = 'MT021';
  end if;
  return new;
end;
$$;
comment on function private.guard_order_end is 'Raises MT021 for a work order that would be done or cancelled while a task of it is still to happen.';

create trigger guard_order_end before update of state on public.work_orders
  for each row when (new.state in ('done', 'cancelled') and new.state <> old.state) execute function private.guard_order_end();

create function private.reopen_order()
returns trigger
-- Definer: the rule holds for writers who may not write work orders.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'reopen_order'
as $$
begin
  update public.work_orders w set state = 'open'
  where w.id = new.work_order_id and w.kind = 'maintenance' and w.state <> 'open' and not private.is_over(new.state);
  return null;
end;
$$;
comment on function private.reopen_order is 'Trigger of tasks: a maintenance order whose work was over and goes on, or is to happen after all, is open again.';

create trigger reopen_order after update of state on public.technician_tasks
  for each row when (private.is_over(old.state) and not private.is_over(new.state)) execute function private.reopen_order();
create trigger reopen_order_for_new after insert or update of work_order_id on public.technician_tasks
  for each row when (new.work_order_id is not null) execute function private.reopen_order();

-- Visits ------------------------------------------------------------------------------------------------

-- The states of a visit in the groups that rules speak of.
create function private.is_expected(state text)
returns boolean
language sql immutable
return state in ('scheduled', 'in_progress');
comment on function private.is_expected is 'Whether a visit in that state is to happen at its task''s time.';

create function private.takes_cycle(state text)
returns boolean
language sql immutable
return private.is_expected(state) or state = 'done';
comment on function private.takes_cycle is 'Whether a visit in that state is its cycle''s one visit: to happen, or done.';

create function private.has_not_begun(state text)
returns boolean
language sql immutable
return state in ('scheduled', 'needs_rescheduling');
comment on function private.has_not_begun is 'Whether a visit in that state can still be given up or get another time.';

create function private.is_unsettled(state text)
returns boolean
language sql immutable
return private.is_expected(state) or state = 'needs_rescheduling';
comment on function private.is_unsettled is 'Whether a visit in that state still waits for its outcome.';

create function private.belongs_to_stop(state text)
returns boolean
language sql immutable
return private.is_unsettled(state) or state = 'done';
comment on function private.belongs_to_stop is 'Whether a visit in that state is part of its stop''s time and bill: it waits for its outcome, or was done.';

-- Views, indexes and triggers compute them as whoever asks or writes.
grant execute on function private.is_expected, private.takes_cycle, private.has_not_begun, private.is_unsettled, private.belongs_to_stop
  to authenticated, service_role;

create table public.maintenance_visits (
  id uuid primary key default gen_random_uuid(),
  cycle_id uuid not null references public.maintenance_cycles,
  task_id uuid not null references public.technician_tasks,
  state text not null default 'scheduled' check (state = any ('{scheduled, in_progress, done, needs_rescheduling, no_show, not_completed, cancelled, reversed}')),
  due_on date not null,
  minutes integer not null check (minutes > 0),
  checklist_version_id uuid references public.checklist_versions,
  contact_phone text check (private.on_one_line(contact_phone)),
  access_notes text,
  booked_by text not null default 'client' check (booked_by = any ('{client, office, technician}')),
  cancelled_reason text check (private.says_why(cancelled_reason)),
  created_at timestamptz not null default private.clock()
);
comment on table public.maintenance_visits is 'The maintenance log of one cycle. Several visits may share one task: one household, one stop.';
comment on column public.maintenance_visits.task_id is 'The only link between visits and tasks.';
comment on column public.maintenance_visits.due_on is 'When its cycle is due, or was when the visit had its outcome: kept by rules (chapter "stops"), so that what is booked is read in that order.';
comment on column public.maintenance_visits.contact_phone is 'As the client gave it for this visit; never written over the customer''s record.';
comment on column public.maintenance_visits.minutes is 'Time the visit was promised, as its category said when it was booked.';
comment on column public.maintenance_visits.checklist_version_id is 'What is checked: the list that was in force for its category when the visit was made. Null where there was none.';
comment on column public.maintenance_visits.state is 'needs_rescheduling: the technician is away and the visit waits for another time; its cycle can be booked again meanwhile; reversed: recorded as done by mistake, and taken back.';

-- A cycle has at most one visit that is live or done.
create unique index maintenance_visits_live_cycle on public.maintenance_visits (cycle_id)
  where private.takes_cycle(state);
create index maintenance_visits_by_cycle on public.maintenance_visits (cycle_id);
create index maintenance_visits_by_task on public.maintenance_visits (task_id);

insert into private.transitions (table_name, from_state, to_state, made_by) values
  ('maintenance_visits', 'new', 'needs_rescheduling', '{}'),
  ('maintenance_visits', 'scheduled', 'in_progress', '{stop}'),
  ('maintenance_visits', 'scheduled', 'no_show', '{stop}'),
  ('maintenance_visits', 'scheduled', 'not_completed', '{stop}'),
  ('maintenance_visits', 'scheduled', 'cancelled', '{stop}'),
  ('maintenance_visits', 'scheduled', 'needs_rescheduling', '{stop}'),
  ('maintenance_visits', 'needs_rescheduling', 'scheduled', '{stop}'),
  ('maintenance_visits', 'needs_rescheduling', 'cancelled', '{stop}'),
  ('maintenance_visits', 'in_progress', 'no_show', '{stop}'),
  ('maintenance_visits', 'in_progress', 'not_completed', '{stop}'),
  ('maintenance_visits', 'in_progress', 'cancelled', '{stop}');
-- It began only together with its stop, and so it has not begun only with it.
insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('maintenance_visits', 'in_progress', 'scheduled', '{begin_later}'),
  ('maintenance_visits', 'done', 'reversed', '{reverse_visit}');
-- A visit that is done is charged, certified and due again: one function answers for all of that.
insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('maintenance_visits', 'scheduled', 'done', '{complete_visit, accept_report}'),
  ('maintenance_visits', 'in_progress', 'done', '{complete_visit, accept_report}');
create trigger guard_state before update of state on public.maintenance_visits
  for each row execute function private.guard_state();
create trigger guard_new_state before insert on public.maintenance_visits
  for each row when (new.state <> 'scheduled') execute function private.guard_state();
create trigger keep_place before update of cycle_id, task_id, minutes, checklist_version_id, booked_by on public.maintenance_visits
  for each row when ((new.cycle_id, new.task_id, new.minutes, new.checklist_version_id, new.booked_by)
    is distinct from (old.cycle_id, old.task_id, old.minutes, old.checklist_version_id, old.booked_by))
  execute function private.refuse_change();
create trigger keep_visits before delete on public.maintenance_visits
  for each row execute function private.refuse_change();
create trigger audit after insert or update or delete on public.work_orders for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.maintenance_visits for each row execute function private.record_change();

create function private.is_booked(cycle_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.maintenance_visits v where v.cycle_id = is_booked.cycle_id and private.takes_cycle(v.state));
end;
$$;
comment on function private.is_booked is 'Whether a cycle has a visit that is to happen or did.';

create function private.live_task(cycle_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.cycle_id = live_task.cycle_id and private.is_expected(v.state);
  return v_task;
end;
$$;
comment on function private.live_task is 'The task of a cycle''s visit that is to happen; null without one.';

create function private.task_contracts(task_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select y.contract_id
    from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where v.task_id = task_contracts.task_id and private.is_unsettled(v.state)
    order by y.contract_id);
end;
$$;
comment on function private.task_contracts is 'The contracts whose visits a task is to hold.';

-- Access --------------------------------------------------------------------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['work_orders', 'maintenance_visits'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_reads on public.%I for select to authenticated using ((select private.is_office()))', v_table);
    execute format('grant select on public.%I to authenticated', v_table);
    execute format('grant select, insert, update, delete on public.%I to service_role', v_table);
  end loop;
end;
$$;
