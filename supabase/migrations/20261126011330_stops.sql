-- Stops: what holds between a visit, its cycle and the task in which it happens, by whatever hand each of them is
-- written. A stop is one task with the visits of one household.

-- A visit and its cycle ---------------------------------------------------------------------------------

create function private.begin_visit()
returns trigger
-- Definer: the rule holds for writers who may not read cycles and tasks.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_promised record;
begin
  -- Shared: who closes the cycle at this moment sees the visit, or is seen.
  select y.closed_at, c.customer_id, k.visit_minutes,
    (select l.id from public.checklist_versions l where l.category_id = k.id order by l.number desc limit 1) as checklist_version_id
  into v_promised
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where y.id = new.cycle_id for share of y;
  if v_promised.closed_at is not null then
    raise exception 'a cycle that is over takes no visit' using errcode = 'MT001';
  elsif not exists (
    select from public.technician_tasks t
    where t.id = new.task_id and t.task_type = 'maintenance' and t.customer_id = v_promised.customer_id and not private.is_over(t.state)) then
    raise exception 'a visit belongs into a stop at its own client''s that is not over' using errcode = 'MT021';
  end if;
  new.minutes := coalesce(new.minutes, v_promised.visit_minutes, 60);
  new.checklist_version_id := v_promised.checklist_version_id;
  return new;
end;
$$;
comment on function private.begin_visit is 'Raises MT001 for a visit in a cycle that is over (one that waits keeps its cycle open), and MT021 for one in a stop that is over or at another client''s. Gives a new visit its category''s checklist as it is now, and its length unless it brings its own.';

create trigger begin_visit before insert on public.maintenance_visits
  for each row execute function private.begin_visit();

create function private.keep_record()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if to_jsonb(new) - 'state' <> to_jsonb(old) - 'state' then
    raise exception 'the record of a visit that is over never changes' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.keep_record is 'Raises MT002 when anything of a visit that has its outcome would change but, where guard_state lets it, the state.';

create trigger keep_record before update on public.maintenance_visits
  for each row when (not private.is_unsettled(old.state)) execute function private.keep_record();

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
  -- Only who shortens a task must leave its visits their time: an import may know better lengths, which a move keeps.
  if tg_table_name = 'technician_tasks' and v_expected.length < make_interval(mins => v_expected.minutes::integer) then
    if v_expected.length < upper(old.during) - lower(old.during) then
      raise exception 'a task cannot be shorter than the % minutes of its visits', v_expected.minutes using errcode = 'MT003';
    end if;
  end if;
  return null;
end;
$$;
comment on function private.check_visit_time is 'At commit: a visit that is to happen has a maintenance task that blocks its time and has not ended, and no task was cut below the minutes of its visits (MT003).';

create constraint trigger check_visit_time after insert or update of state on public.maintenance_visits
  deferrable initially deferred for each row
  when (private.is_expected(new.state)) execute function private.check_visit_time();
create constraint trigger check_visit_time after update of state, during on public.technician_tasks
  deferrable initially deferred for each row
  when (old.blocking and (not private.is_unfinished(new.state) or new.during <> old.during))
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

-- A stop by hand -------------------------------------------------------------------------------------------

create function private.guard_stop()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
begin
  if not exists (select from public.maintenance_visits v where v.task_id = new.id) then
    return new;
  elsif private.is_over(old.state) and new.state <> old.state then
    raise exception 'a stop that is over stays over; what was not done is booked anew' using errcode = 'MT001';
  elsif private.is_over(old.state)
    and to_jsonb(new) - '{blocking,revision}'::text[] <> to_jsonb(old) - '{blocking,revision}'::text[] then
    raise exception 'the record of a stop that is over never changes' using errcode = 'MT002';
  elsif (new.customer_id, new.work_order_id, new.task_type) is distinct from (old.customer_id, old.work_order_id, old.task_type) then
    raise exception 'a stop keeps its client, its work order and what it is for' using errcode = 'MT002';
  elsif (new.during, new.technician_id) is distinct from (old.during, old.technician_id)
    and coalesce(private.made_by() not in ('put_task', 'shrink_task', 'unassign_task'), true) then
    raise exception 'a stop moves by move_task(), which looks for what is in the way and tells the client' using errcode = 'MT002';
  elsif (new.address, new.latitude, new.longitude) is distinct from (old.address, old.latitude, old.longitude)
    and private.made_by() is distinct from 'place_stop_at' then
    raise exception 'a stop is where its unit is; set_unit_address() moves both' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_stop is 'A task that carries visits keeps its client, its work order and what it is for; its time, technician and place change in the functions that look after everybody whom that concerns, and when it is over nothing of it does (MT002; MT001 for its state). Whoever asks.';

create trigger guard_stop before update on public.technician_tasks
  for each row execute function private.guard_stop();
