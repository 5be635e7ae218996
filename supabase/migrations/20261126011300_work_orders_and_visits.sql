-- Work orders and visits: the container of priced work, the maintenance log of each cycle, and its checklist.

-- Work orders -------------------------------------------------------------------------------------------

create table public.work_orders (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  kind text not null default 'maintenance' check (kind in ('maintenance', 'repair')),
  customer_id uuid not null references public.customers,
  intake_source text not null check (intake_source in ('client_portal', 'office', 'visit', 'import')),
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  created_at timestamptz not null default private.clock(),
  -- For what belongs to the same client as its work order.
  constraint work_orders_customer_key unique (id, customer_id)
);
comment on table public.work_orders is 'The container of priced work: one per stop, and one per repair that a visit calls for.';

create index work_orders_by_customer on public.work_orders (customer_id);

alter table public.technician_tasks add constraint technician_tasks_work_order_id_fkey
  foreign key (work_order_id) references public.work_orders;

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
  state text not null default 'scheduled' check (state in ('scheduled', 'in_progress', 'done', 'needs_rescheduling', 'no_show', 'not_completed', 'cancelled')),
  minutes integer not null check (minutes > 0),
  contact_phone text check (private.on_one_line(contact_phone)),
  access_notes text,
  booked_by text not null default 'client' check (booked_by in ('client', 'office')),
  cancelled_reason text,
  created_at timestamptz not null default private.clock()
);
comment on table public.maintenance_visits is 'The maintenance log of one cycle. Several visits may share one task: one household, one stop.';
comment on column public.maintenance_visits.task_id is 'The only link between visits and tasks.';
comment on column public.maintenance_visits.contact_phone is 'As the client gave it for this visit; never written over the customer''s record.';
comment on column public.maintenance_visits.minutes is 'Time the visit was promised, as its category said when it was booked.';
comment on column public.maintenance_visits.state is 'needs_rescheduling: the technician is away and the visit waits for another time; its cycle can be booked again meanwhile.';

-- A cycle has at most one visit that is live or done.
create unique index maintenance_visits_live_cycle on public.maintenance_visits (cycle_id)
  where private.takes_cycle(state);
create index maintenance_visits_by_cycle on public.maintenance_visits (cycle_id);
create index maintenance_visits_by_task on public.maintenance_visits (task_id);

create function private.fill_visit_minutes()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  select coalesce(k.visit_minutes, 60) into new.minutes
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where y.id = new.cycle_id;
  return new;
end;
$$;
comment on function private.fill_visit_minutes is 'Gives a new visit the length that its category asks for, unless it brings its own.';

create trigger fill_visit_minutes before insert on public.maintenance_visits
  for each row when (new.minutes is null) execute function private.fill_visit_minutes();

insert into private.transitions (table_name, from_state, to_state, made_by) values
  ('maintenance_visits', 'new', 'scheduled', '{}'),
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
  ('maintenance_visits', 'in_progress', 'cancelled', '{stop}'),
  ('maintenance_visits', 'in_progress', 'scheduled', '{}');
-- A visit that is done is charged, certified and due again: one function answers for all of that.
insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('maintenance_visits', 'scheduled', 'done', 'complete_visit'),
  ('maintenance_visits', 'in_progress', 'done', 'complete_visit');
create trigger guard_state before update of state on public.maintenance_visits
  for each row execute function private.guard_state();
create trigger guard_new_state before insert on public.maintenance_visits
  for each row when (new.state <> 'scheduled') execute function private.guard_state();
create trigger keep_place before update of cycle_id, task_id on public.maintenance_visits
  for each row when (new.cycle_id <> old.cycle_id or new.task_id <> old.task_id) execute function private.refuse_change();
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

-- A visit and its cycle ---------------------------------------------------------------------------------

create function private.require_open_cycle()
returns trigger
-- Definer: the rule holds for writers who may not read cycles.
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Shared: who closes the cycle at this moment sees the visit, or is seen.
  if (select y.closed_at from public.maintenance_cycles y where y.id = new.cycle_id for share) is not null then
    raise exception 'a cycle that is over takes no visit' using errcode = 'MT001';
  end if;
  return new;
end;
$$;
comment on function private.require_open_cycle is 'Raises MT001 for a visit in a cycle that is over. One that waits keeps its cycle open.';

create trigger require_open_cycle before insert on public.maintenance_visits
  for each row execute function private.require_open_cycle();

create function private.guard_cycle_end()
returns trigger
-- Definer: the rule holds for writers who may not read visits and contracts.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.maintenance_visits v where v.cycle_id = new.id and private.is_unsettled(v.state)) then
    raise exception 'a cycle does not end before its visit has' using errcode = 'MT021';
  elsif not (case new.outcome
      when 'serviced' then exists (select from public.maintenance_visits v where v.cycle_id = new.id and v.state = 'done')
      else exists (select from public.maintenance_contracts c where c.id = new.contract_id and c.state = 'cancelled')
    end) then
    raise exception 'a cycle is not % by itself', new.outcome using errcode = 'MT001';
  end if;
  return new;
end;
$$;
comment on function private.guard_cycle_end is 'A cycle ends after its visit, and for a reason that is there: a visit that is done, or a contract that has ended (MT021, MT001).';

create trigger guard_cycle_end before update of closed_at on public.maintenance_cycles
  for each row when (old.closed_at is null and new.closed_at is not null and new.outcome is not null)
  execute function private.guard_cycle_end();

-- A visit and its time ------------------------------------------------------------------------------------

create function private.check_visit_time()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_task_id uuid;
  v_expected record;
begin
  if tg_table_name = 'technician_tasks' then
    v_task_id := new.id;
  else
    v_task_id := new.task_id;
  end if;
  select t.state, t.task_type, upper(t.during) - lower(t.during) as length, sum(v.minutes) as minutes into v_expected
  from public.technician_tasks t
  join public.maintenance_visits v on v.task_id = t.id and private.is_expected(v.state)
  where t.id = v_task_id
  group by t.id;
  if not private.is_unfinished(v_expected.state) or v_expected.task_type <> 'maintenance' then
    raise exception 'visits are still expected at the time of % that is %', v_expected.task_type, v_expected.state using errcode = 'MT003';
  end if;
  -- Only who shortens a task must leave its visits their time: an import may know better lengths.
  if tg_table_name = 'technician_tasks' and v_expected.length < make_interval(mins => v_expected.minutes::integer) then
    raise exception 'a task cannot be shorter than the % minutes of its visits', v_expected.minutes using errcode = 'MT003';
  end if;
  return null;
end;
$$;
comment on function private.check_visit_time is 'At commit: a visit that is to happen has a maintenance task that blocks its time and has not ended, and no task was cut below the minutes of its visits (MT003).';

create constraint trigger check_visit_time after insert or update of state, task_id on public.maintenance_visits
  deferrable initially deferred for each row
  when (private.is_expected(new.state)) execute function private.check_visit_time();
create constraint trigger check_visit_time after update of state, during, task_type on public.technician_tasks
  deferrable initially deferred for each row
  when (old.blocking and (not private.is_unfinished(new.state) or new.during <> old.during or new.task_type <> old.task_type))
  execute function private.check_visit_time();

create function private.check_stop_has_visits()
returns trigger
-- Definer: as check_visit_time.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.technician_tasks t where t.id = new.task_id and private.is_unfinished(t.state))
    and not exists (select from public.maintenance_visits v where v.task_id = new.task_id and private.belongs_to_stop(v.state)) then
    raise exception 'the last visit left a stop that would still take place' using errcode = 'MT003';
  end if;
  return null;
end;
$$;
comment on function private.check_stop_has_visits is 'At commit: a stop whose last visit has left it does not keep its time (MT003).';

create constraint trigger check_stop_has_visits after update of state on public.maintenance_visits
  deferrable initially deferred for each row
  when (private.is_unsettled(old.state) and not private.belongs_to_stop(new.state))
  execute function private.check_stop_has_visits();

-- Checklist -----------------------------------------------------------------------------------------------

create table public.checklist_results (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references public.maintenance_visits on delete cascade,
  item_id uuid,
  position integer not null,
  label text not null,
  required boolean not null,
  safety_critical boolean not null,
  result text check (result in ('pass', 'fail', 'not_applicable')),
  note text,
  unique (visit_id, position)
);
comment on table public.checklist_results is 'The checklist of a visit, copied from its category when the visit was booked: later edits of the list leave it alone.';
comment on column public.checklist_results.item_id is 'Where it was copied from. Without a foreign key: items come and go, the copy stays, and every booking would check each of them.';
comment on column public.checklist_results.result is 'Null until answered.';

-- The copy of a list says nothing that the audited list does not.
create trigger audit_answers after insert on public.checklist_results for each row
  when (new.result is not null or new.note is not null) execute function private.record_change();
create trigger audit after update or delete on public.checklist_results for each row execute function private.record_change();

create function private.seed_checklist(visit_id uuid, category_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.checklist_results (visit_id, item_id, position, label, required, safety_critical)
  select seed_checklist.visit_id, i.id, i.position, i.label, i.required, i.safety_critical
  from public.checklist_items i
  where i.category_id = seed_checklist.category_id and i.active;
end;
$$;
comment on function private.seed_checklist is 'Copies the category''s list onto a new visit.';


-- Access --------------------------------------------------------------------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['work_orders', 'maintenance_visits', 'checklist_results'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_reads on public.%I for select to authenticated using ((select private.is_office()))', v_table);
    execute format('grant select on public.%I to authenticated', v_table);
    execute format('grant select, insert, update, delete on public.%I to service_role', v_table);
  end loop;
end;
$$;
