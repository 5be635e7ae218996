-- Stops: what holds between a visit, its cycle and the task in which it happens, by whatever hand each of them is
-- written. A stop is one task with the visits of one household.

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
