-- Endings: contracts that end or rest, and units that are retired or change hands, by whatever hand. None of it happens
-- beside a booking: the contract's lock is taken, and then looked again.
-- Whoever changes a unit or a contract holds its row before the contract's lock, as a writer by hand does; bookings
-- take the lock and never wait for those rows.

-- Contracts -----------------------------------------------------------------------------------------------------

create function private.guard_contract()
returns trigger
-- Definer: whoever writes contracts need not be able to read visits.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- An older snapshot would not see who booked until the lock was there.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'a contract changes its state with what is committed in sight' using errcode = '25001';
  end if;
  perform private.lock_stop_of(new.id, (
    select y.id from public.maintenance_cycles y where y.contract_id = new.id and y.closed_at is null));
  if new.state = 'cancelled' and exists (
    select from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = new.id and v.state = 'in_progress') then
    raise exception 'a contract does not end while its unit is being serviced' using errcode = 'MT021';
  end if;
  return new;
end;
$$;
comment on function private.guard_contract is 'A contract changes its state under its lock, and not to cancelled during a visit (MT021). 25001 outside of read committed.';

create trigger guard_contract before update of state on public.maintenance_contracts
  for each row when (new.state is distinct from old.state) execute function private.guard_contract();

create function private.ends_quietly(reason text)
returns boolean
language sql immutable
return case
  when reason = any ('{deceased, sold, returned}') then true
  when reason = any ('{declined, moved, duplicate, other}') then false end;
comment on function private.ends_quietly is 'Whether nobody is told that a contract ended for such a reason: they know, or must not be reminded. Null for a reason that the office does not give.';

create function private.close_cancelled_contract()
returns trigger
-- Definer: whoever cancels a contract need not be able to write cycles and visits.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_stop record;
begin
  for v_stop in
    select v.task_id, v.cycle_id, array_agg(v.id) as visit_ids
    from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = new.id and private.has_not_begun(v.state)
    group by v.task_id, v.cycle_id
  loop
    perform private.cancel_visits(v_stop.task_id, v_stop.visit_ids, v_stop.cycle_id, 'contract cancelled',
      with_mail => not coalesce(private.ends_quietly(new.cancelled_reason), false));
  end loop;
  update public.maintenance_cycles y
  set closed_at = private.clock(), outcome = case new.cancelled_reason when 'transferred' then 'transferred' else 'contract_cancelled' end
  where y.contract_id = new.id and y.closed_at is null;
  if not exists (select from public.maintenance_contracts c where c.customer_id = new.customer_id and c.state <> 'cancelled') then
    perform private.settle('left', 'customer', array[new.customer_id::text], 'no contract left');
  end if;
  return null;
end;
$$;
comment on function private.close_cancelled_contract is 'A cancelled contract has no open cycle and no booking: the client is told, unless it ended quietly; the link says expired, and mail about it that waits is not sent any more.';

create trigger close_cancelled_contract after update of state on public.maintenance_contracts
  for each row when (new.state = 'cancelled' and old.state <> 'cancelled')
  execute function private.close_cancelled_contract();

create function private.settle_cycle()
returns trigger
-- Definer: as close_cancelled_contract.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'maintenance_contracts' then
    perform private.settle('paused', 'cycle', array(
      select y.id::text from public.maintenance_cycles y where y.contract_id = new.id and y.closed_at is null), 'contract paused');
  elsif new.closed_at is not null then
    perform private.settle('closed', 'cycle', array[new.id::text], 'cycle closed');
  else
    perform private.settle('due_anew', 'cycle', array[new.id::text], 'due on another day');
  end if;
  return null;
end;
$$;
comment on function private.settle_cycle is 'Nobody calls about a cycle that is over, or whose contract rests; what was to be done about a due date comes anew with another one.';

create trigger settle_cycle after update of closed_at on public.maintenance_cycles
  for each row when (old.closed_at is null and new.closed_at is not null) execute function private.settle_cycle();
create trigger settle_due_anew after update of due_on on public.maintenance_cycles
  for each row when (new.due_on <> old.due_on and new.closed_at is null) execute function private.settle_cycle();
create trigger settle_cycle after update of state on public.maintenance_contracts
  for each row when (new.state = 'paused' and old.state <> 'paused') execute function private.settle_cycle();

-- Units ---------------------------------------------------------------------------------------------------------

create function private.has_unsettled_visit(contract_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
    where y.contract_id = has_unsettled_visit.contract_id and private.is_unsettled(v.state));
end;
$$;
comment on function private.has_unsettled_visit is 'Whether a visit of a contract waits for its outcome.';

create function private.hold_contract_of(unit_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  perform from public.units u where u.id = hold_contract_of.unit_id for no key update;
  if not found then
    raise exception 'no such unit' using errcode = 'PT404';
  end if;
  select c.id into v_id from public.maintenance_contracts c
  where c.unit_id = hold_contract_of.unit_id and c.state <> 'cancelled' for no key update;
  perform private.lock_contracts(array[v_id]);
  return v_id;
end;
$$;
comment on function private.hold_contract_of is 'Holds a unit and its contract that has not ended, row before lock, and returns the contract; null where there is none. PT404 for an unknown unit.';

create function private.has_open_repair(unit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.work_orders w where w.unit_id = has_open_repair.unit_id and private.is_open_repair(w.state));
end;
$$;
comment on function private.has_open_repair is 'Whether a repair of a unit is quoted, agreed to or to come: whoever has the unit is the one who pays for it.';

create function private.work_at(unit_ids uuid[])
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id from public.technician_tasks t where t.unit_id = any (unit_ids) and not private.is_over(t.state)
    union
    select t.id from public.work_orders w join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
    where w.unit_id = any (unit_ids) and not private.is_over(t.state));
end;
$$;
comment on function private.work_at is 'Repairs, deliveries and other work at these units that is no visit and not over.';

create function private.has_work(unit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.work_at(array[unit_id]) <> '{}';
end;
$$;
comment on function private.has_work is 'Whether somebody is to come to a unit for anything but a visit, or did not get another time yet.';

create function private.guard_unit()
returns trigger
-- Definer: the rule holds for writers who may not read contracts.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_contract_id uuid := private.hold_contract_of(new.id);
begin
  if private.made_by() = 'merge_customers' then
    -- Two clients who are one: whose it is says another row, and its contract goes along.
    return new;
  elsif new.customer_id <> old.customer_id and v_contract_id is not null then
    raise exception 'a unit under contract goes to somebody else by transfer_unit()' using errcode = 'MT021';
  elsif new.category_id <> old.category_id and v_contract_id is not null then
    raise exception 'a unit under contract is of the kind that the contract is for' using errcode = 'MT021';
  elsif new.customer_id <> old.customer_id and private.has_open_repair(new.id) then
    raise exception 'a unit goes to nobody else while a repair of it is to be paid by whoever ordered it' using errcode = 'MT021';
  elsif private.has_unsettled_visit(v_contract_id) then
    raise exception 'a unit that is booked is not retired' using errcode = 'MT021';
  elsif (new.customer_id <> old.customer_id or new.condition = 'retired' and old.condition <> 'retired') and private.has_work(new.id) then
    raise exception 'a unit at which work is booked goes to nobody else, and is not retired' using errcode = 'MT021';
  end if;
  return new;
end;
$$;
comment on function private.guard_unit is 'A unit is not retired while a visit waits for its outcome or work is booked at it, changes neither hands nor its category under its contract, and no hands while a repair of it is open or work is booked at it (MT021).';

create trigger guard_unit before update of condition, customer_id, category_id on public.units
  for each row when (new.customer_id <> old.customer_id or new.category_id <> old.category_id or (new.condition = 'retired' and old.condition <> 'retired'))
  execute function private.guard_unit();

create function private.end_contract_of_retired()
returns trigger
-- Definer: whoever retires a unit need not be able to write contracts.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = coalesce(c.cancelled_reason, 'unit retired')
  where c.unit_id = new.id and c.state <> 'cancelled';
  return null;
end;
$$;
comment on function private.end_contract_of_retired is 'With a unit its contract ends.';

create trigger end_contract_of_retired after update of condition on public.units
  for each row when (new.condition = 'retired' and old.condition <> 'retired')
  execute function private.end_contract_of_retired();

create function private.set_unit_condition(unit_id uuid, condition text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract_id uuid := private.hold_contract_of(unit_id);
begin
  if private.is_of_erased(unit_id) then
    return private.refused('erased');
  elsif condition = 'retired' and (private.has_unsettled_visit(v_contract_id) or private.has_work(unit_id)) then
    return private.refused('booked');
  end if;
  update public.units u set condition = set_unit_condition.condition where u.id = set_unit_condition.unit_id;
  return jsonb_build_object('status', 'set');
end;
$$;
comment on function private.set_unit_condition is 'Puts a unit in service, out of service (reminders rest, what is booked stays) or out of use (its contract ends): {status: set | refused (reason: booked, erased: its client was)}. PT404; 23514 for a condition that is none.';

create function private.transfer_unit(unit_id uuid, customer_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_old public.maintenance_contracts;
  v_due_on date;
  v_new_id uuid;
begin
  select c.* into v_old from public.maintenance_contracts c where c.id = private.hold_contract_of(transfer_unit.unit_id);
  if not exists (select from public.customers c where c.id = transfer_unit.customer_id) then
    raise exception 'no such client' using errcode = 'PT404';
  elsif private.is_erased(transfer_unit.customer_id) or private.is_of_erased(transfer_unit.unit_id) then
    return private.refused('erased');
  elsif exists (select from public.units u where u.id = transfer_unit.unit_id and u.customer_id = transfer_unit.customer_id) then
    return jsonb_build_object('status', 'transferred', 'contract_id', v_old.id);
  elsif private.has_unsettled_visit(v_old.id) then
    return private.refused('booked');
  elsif private.has_open_repair(transfer_unit.unit_id) then
    return private.refused('repair');
  elsif private.has_work(transfer_unit.unit_id) then
    return private.refused('booked');
  end if;
  select y.due_on into v_due_on from public.maintenance_cycles y where y.contract_id = v_old.id and y.closed_at is null;
  update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = 'transferred' where c.id = v_old.id;
  update public.units u set customer_id = transfer_unit.customer_id where u.id = transfer_unit.unit_id;
  insert into public.maintenance_contracts
    (unit_id, category_id, source, state, interval_months, fee, tax_code_id, tax_reason, no_charge_until, no_charge_reason, due_anchor_on, last_service_on,
    paused_until, paused_reason)
  select v_old.unit_id, v_old.category_id, v_old.source, v_old.state, v_old.interval_months, v_old.fee, v_old.tax_code_id,
    v_old.tax_reason, v_old.no_charge_until, v_old.no_charge_reason, v_old.due_anchor_on, v_old.last_service_on,
    v_old.paused_until, v_old.paused_reason
  where v_old.id is not null
  returning id into v_new_id;
  insert into public.maintenance_cycles (contract_id, number, due_on) select v_new_id, 1, v_due_on where v_due_on is not null;
  return jsonb_build_object('status', 'transferred', 'contract_id', v_new_id);
end;
$$;
comment on function private.transfer_unit is 'Gives a unit to another client, where it stands: its contract ends and goes on as theirs, on the same terms and due date, resting until the same day, with a link of its own. {status: transferred (contract_id: null without a contract) | refused (reason: booked, repair: one is open, and would be charged to whoever had it; erased: one of the clients was)}. PT404 for an unknown unit or client.';
