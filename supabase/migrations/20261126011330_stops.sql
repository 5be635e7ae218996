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
  -- Locked: whoever closes the cycle, ends the stop or writes another visit into it at the same moment waits for this
  -- visit, or this visit for them.
  select y.closed_at, y.due_on, c.customer_id, k.visit_minutes,
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
    where t.id = new.task_id and t.task_type = 'maintenance' and t.customer_id = v_promised.customer_id and not private.is_over(t.state)
    for no key update) then
    raise exception 'a visit belongs into a stop at its own client''s that is not over' using errcode = 'MT021';
  end if;
  new.due_on := v_promised.due_on;
  new.minutes := coalesce(new.minutes, v_promised.visit_minutes, 60);
  new.checklist_version_id := v_promised.checklist_version_id;
  return new;
end;
$$;
comment on function private.begin_visit is 'Raises MT001 for a visit in a cycle that is over (one that waits keeps its cycle open), and MT021 for one in a stop that is over or at another client''s. Gives a new visit the day on which its cycle is due, its category''s checklist as it is now, and its length unless it brings its own.';

create trigger begin_visit before insert on public.maintenance_visits
  for each row execute function private.begin_visit();

create function private.copy_due()
returns trigger
-- Definer: as begin_visit.
language plpgsql security definer
set search_path = ''
as $$
begin
  select y.due_on into new.due_on from public.maintenance_cycles y where y.id = new.cycle_id;
  return new;
end;
$$;
comment on function private.copy_due is 'Trigger: whatever is written, a visit is due when its cycle is.';

create trigger copy_due before update of due_on on public.maintenance_visits
  for each row execute function private.copy_due();

create function private.spread_due()
returns trigger
-- Definer: whoever writes a cycle need not be able to write its visit.
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Begin_visit locks the cycle: a visit that is being made is here already, or copies what this writes.
  update public.maintenance_visits v set due_on = new.due_on where v.cycle_id = new.id and private.is_unsettled(v.state);
  return null;
end;
$$;
comment on function private.spread_due is 'Trigger: a visit without outcome is due when its cycle is, also when that changes.';

create trigger spread_due after update of due_on on public.maintenance_cycles
  for each row when (new.due_on <> old.due_on) execute function private.spread_due();

create function private.keep_record()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if to_jsonb(new) - 'state' <> to_jsonb(old) - 'state' and private.made_by() is distinct from 'erase_customer' then
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
      when 'declined' then coalesce(private.made_by() = 'skip_cycle', false)
      else exists (select from public.maintenance_contracts c where c.id = new.contract_id and c.state = 'cancelled')
    end) then
    raise exception 'a cycle is not % by itself', new.outcome using errcode = 'MT001';
  end if;
  return new;
end;
$$;
comment on function private.guard_cycle_end is 'A cycle ends after its visit, and for a reason that is there: a visit that is done, a client who wants none this time (skip_cycle), or a contract that has ended (MT021, MT001).';

create trigger guard_cycle_end before update of closed_at on public.maintenance_cycles
  for each row when (old.closed_at is null and new.closed_at is not null and new.outcome is not null)
  execute function private.guard_cycle_end();

-- A visit and its stop ------------------------------------------------------------------------------------

create function private.goes_with(visit_state text, stop_state text)
returns boolean
language sql immutable
return case visit_state
  when 'scheduled' then private.is_ahead(stop_state)
  when 'in_progress' then stop_state = 'in_progress'
  when 'needs_rescheduling' then private.is_waiting(stop_state)
  when 'done' then stop_state in ('completed', 'in_progress')
  else true end;
comment on function private.goes_with is 'Whether a visit in that state can be part of a stop in that one: what is to come, goes on, waits for another time or was done does so with its stop; what came to nothing may have, whatever becomes of the others.';

create function private.begin_together()
returns trigger
-- Definer: whoever writes the one need not be able to write the other.
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'technician_tasks' then
    update public.maintenance_visits v set state = 'in_progress' where v.task_id = new.id and v.state = 'scheduled';
  else
    -- By hand the visit is held before its stop; everybody else holds the stop before.
    perform private.lock_task_at_once(new.task_id);
    update public.technician_tasks t set state = 'in_progress', actual_started_at = coalesce(t.actual_started_at, private.clock())
    where t.id = new.task_id and private.is_ahead(t.state);
  end if;
  return null;
end;
$$;
comment on function private.begin_together is 'A stop begins with its visits, and they with it, whichever of them is written (55P03 where a visit is written by hand while somebody is at its stop).';

create trigger begin_together after update of state on public.technician_tasks
  for each row when (new.state = 'in_progress' and private.is_ahead(old.state)) execute function private.begin_together();
create trigger begin_together after update of state on public.maintenance_visits
  for each row when (old.state = 'scheduled' and new.state <> old.state and private.takes_cycle(new.state)) execute function private.begin_together();

create function private.check_stop()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_task_id uuid;
  v_stop record;
begin
  if tg_table_name = 'technician_tasks' then
    v_task_id := new.id;
  else
    v_task_id := new.task_id;
  end if;
  if tg_table_name = 'maintenance_visits' and tg_op = 'UPDATE' then
    -- Two visits may leave one stop at once: the second waits here, and sees that the first has left. Not for the stop's
    -- row: whoever completes a visit holds that already, and may wait for this visit.
    perform private.lock_check_of(v_task_id);
  end if;
  select t.state, upper(t.during) - lower(t.during) as length,
    bool_and(private.goes_with(v.state, t.state)) as all_go_with_it,
    bool_or(private.belongs_to_stop(v.state) or v.state = 'reversed') as is_for_somebody,
    -- Who knows a better length than the category's writes it down with the visit.
    sum(v.minutes) filter (where private.is_unsettled(v.state)) as minutes
  into v_stop
  from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id
  where t.id = v_task_id
  group by t.id;
  if not v_stop.all_go_with_it then
    raise exception 'a visit has a state that does not go with a stop that is %', v_stop.state using errcode = 'MT003';
  elsif not v_stop.is_for_somebody and (v_stop.state = 'completed' or not private.is_over(v_stop.state)) then
    raise exception 'no visit is left in a stop that is %', v_stop.state using errcode = 'MT003';
  elsif v_stop.length < make_interval(mins => v_stop.minutes::integer) then
    raise exception 'a stop cannot be shorter than the % minutes of its visits', v_stop.minutes using errcode = 'MT003';
  end if;
  return null;
end;
$$;
comment on function private.check_stop is 'At commit, whichever row was written: the states of a stop and of its visits go together (goes_with), a stop that waits, takes place or took place has a visit that does, or did until it was taken back, and it is long enough for those that wait for their outcome (MT003).';

create constraint trigger check_stop after insert or update of state on public.maintenance_visits
  deferrable initially deferred for each row execute function private.check_stop();
create constraint trigger check_stop after update of state, during on public.technician_tasks
  deferrable initially deferred for each row
  when (new.state <> old.state or new.during <> old.during) execute function private.check_stop();

-- A stop by hand -------------------------------------------------------------------------------------------

create function private.guard_stop()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.made_by() = 'merge_customers' or not exists (select from public.maintenance_visits v where v.task_id = new.id)
    -- Where it was, when the client is erased.
    or private.made_by() = 'erase_customer' and new.state = old.state then
    return new;
  elsif private.is_over(old.state) and new.state <> old.state then
    raise exception 'a stop that is over stays over; what was not done is booked anew' using errcode = 'MT001';
  elsif private.is_over(old.state)
    and to_jsonb(new) - '{blocking,revision}'::text[] <> to_jsonb(old) - '{blocking,revision}'::text[] then
    raise exception 'the record of a stop that is over never changes' using errcode = 'MT002';
  elsif (new.customer_id, new.work_order_id, new.task_type) is distinct from (old.customer_id, old.work_order_id, old.task_type) then
    raise exception 'a stop keeps its client, its work order and what it is for' using errcode = 'MT002';
  elsif (new.during, new.technician_id) is distinct from (old.during, old.technician_id)
    and coalesce(private.made_by() not in ('put_task', 'shrink_task', 'grow_task', 'unassign_task', 'hand_over_stop', 'bring_forward', 'put_back'), true) then
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
