-- Held visits: a visit with its stop under the locks of everything that its outcome writes, and who may tell of it.

create type private.held_visit as (
  visit_id uuid, task_id uuid, cycle_id uuid, contract_id uuid, unit_id uuid, customer_id uuid, state text,
  technician_id uuid, revision integer, during tstzrange);
comment on type private.held_visit is 'A visit with its stop, read under the locks of everything that completing it writes.';

create function private.read_visit(visit_id uuid)
returns private.held_visit
language plpgsql stable
set search_path = ''
as $$
declare
  v_read private.held_visit;
begin
  select v.id, v.task_id, v.cycle_id, c.id, c.unit_id, c.customer_id, v.state, t.technician_id, t.revision, t.during into v_read
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.technician_tasks t on t.id = v.task_id
  where v.id = read_visit.visit_id;
  if not found then
    raise exception 'no such visit' using errcode = 'PT404';
  end if;
  return v_read;
end;
$$;
comment on function private.read_visit is 'A visit with its stop, as it is; whoever relies on it holds the locks. PT404.';

create function private.hold_visit(visit_id uuid, technician_ids uuid[] default '{}')
returns private.held_visit
language plpgsql volatile
set search_path = ''
as $$
declare
  v_held private.held_visit := private.read_visit(visit_id);
begin
  -- Client, unit and contract as rows first, as who writes them by hand holds them when a trigger asks for the contract's lock.
  perform from public.customers m where m.id = v_held.customer_id for no key update;
  perform from public.units u where u.id = v_held.unit_id for no key update;
  perform from public.maintenance_contracts c where c.id = v_held.contract_id for no key update;
  perform private.lock_contracts(v_held.contract_id || private.task_contracts(v_held.task_id));
  perform private.lock_tasks(array[v_held.task_id], technician_ids);
  perform from public.maintenance_visits v where v.task_id = v_held.task_id order by v.id for no key update;
  -- Only now: whoever held them may have changed it.
  return private.read_visit(visit_id);
end;
$$;
comment on function private.hold_visit is 'Holds a visit with its client, unit, contract and stop, and with its technician these, in the order of locks, and reads it. PT404.';

create function private.was_theirs(task_id uuid, technician_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.audit_events e
    where e.table_name = 'technician_tasks' and e.row_id = task_id and e.action = 'update'
      and e.changes #>> '{technician_id,0}' = was_theirs.technician_id::text);
end;
$$;
comment on function private.was_theirs is 'Whether a technician had a task before somebody else got it, or nobody: the trail knows.';

create function private.reporter_of(visit_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_own uuid := private.signed_in_technician();
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id where v.id = reporter_of.visit_id;
  if v_own is not null and (v_task.technician_id is not distinct from v_own or private.was_theirs(v_task.id, v_own)) then
    return 'technician';
  end if;
  perform private.require_office();
  return 'office';
end;
$$;
comment on function private.reporter_of is 'As what the caller reports on a visit: technician, who has it or had it, or else office. 42501 for anybody else.';
