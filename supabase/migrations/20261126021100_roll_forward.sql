-- Roll forward: when a unit is due again once it was serviced, and how its contract goes on from one cycle to the next.

create type private.next_visit as (anchor_on date, due_on date);
comment on type private.next_visit is 'When a unit is due next, and the day from which its due dates are counted.';

create function private.months_between(from_on date, to_on date)
returns integer
language sql immutable
return ((extract(year from to_on) - extract(year from from_on)) * 12 + extract(month from to_on) - extract(month from from_on))::integer;
comment on function private.months_between is 'How many months lie between the months of two days.';

create function private.next_due(anchor_on date, interval_months integer, service_on date)
returns private.next_visit
language sql immutable
begin atomic
  with ideal as (
    select (next_due.service_on + make_interval(months => next_due.interval_months))::date as on_day
  ), cadence as (
    -- The one that falls into the ideal's month or before it, and its neighbours: none further away is nearer. Each counted
    -- from the anchor, so that the ends of short months do not wear it down.
    select (next_due.anchor_on + make_interval(months => greatest(1,
        floor(private.months_between(next_due.anchor_on, ideal.on_day)::numeric / next_due.interval_months)::integer + n)
      * next_due.interval_months))::date as on_day
    from ideal, generate_series(-1, 1) n
  ), nearest as (
    select cadence.on_day, abs(cadence.on_day - ideal.on_day) as away, ideal.on_day - next_due.service_on as length
    from cadence, ideal order by 2, 1 limit 1
  )
  select case when 4 * nearest.away <= nearest.length then row (next_due.anchor_on, nearest.on_day)::private.next_visit
    else row (next_due.service_on, ideal.on_day)::private.next_visit end
  from nearest, ideal;
end;
comment on function private.next_due is 'When a unit that was serviced that day is due again. Ideal is a whole interval later; the day of the cadence (anchor + whole intervals) that is nearest to it holds, if it lies within a quarter of that time from it. Otherwise the cadence begins anew with this service.';

create function private.roll_forward(cycle_id uuid, service_on date)
returns date
language plpgsql volatile
set search_path = ''
as $$
declare
  v_cycle public.maintenance_cycles;
  v_contract public.maintenance_contracts;
  v_next private.next_visit;
begin
  update public.maintenance_cycles y set closed_at = private.clock(), outcome = 'serviced'
  where y.id = roll_forward.cycle_id and y.closed_at is null returning * into v_cycle;
  if v_cycle.id is null then
    -- Over already: rolled before, or ended with its contract.
    return (
      select n.due_on from public.maintenance_cycles y
      join public.maintenance_cycles n on n.contract_id = y.contract_id and n.closed_at is null where y.id = roll_forward.cycle_id);
  end if;
  select * into v_contract from public.maintenance_contracts c where c.id = v_cycle.contract_id;
  v_next := private.next_due(v_contract.due_anchor_on, v_contract.interval_months, service_on);
  update public.maintenance_contracts c
  set last_service_on = roll_forward.service_on, due_anchor_on = v_next.anchor_on where c.id = v_contract.id;
  if v_contract.state not in ('active', 'paused') then
    return null;
  end if;
  insert into public.maintenance_cycles (contract_id, number, due_on) values (v_contract.id, v_cycle.number + 1, v_next.due_on);
  return v_next.due_on;
end;
$$;
comment on function private.roll_forward is 'Closes a cycle whose visit is done and opens the next, with a link of its own: the old one says expired. Returns the day on which the unit is due next, null under a contract that has ended. Once: a cycle that is over stays as it is. Callers hold the contract and its lock.';

-- What was completed in other ways --------------------------------------------------------------------------

create function private.repair_cycle(cycle_id uuid, unit_id uuid, task_id uuid, service_on date)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.hold_contract_of(unit_id);
  perform private.roll_forward(cycle_id, service_on);
  return true;
exception when others then
  perform private.raise_about_task('self_check', task_id,
    jsonb_build_object('reason', 'roll_forward', 'code', sqlstate), cycle_id => repair_cycle.cycle_id);
  return false;
end;
$$;
comment on function private.repair_cycle is 'Rolls one cycle on, alone: where that fails, the office has an urgent activity and the others go on.';

create function private.has_failed(about text, id uuid, reason text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.office_activities a
    where a.kind = 'self_check' and a.state = 'open' and a.subject_key = private.subject_key(about, has_failed.id::text) and a.details ->> 'reason' = has_failed.reason);
end;
$$;
comment on function private.has_failed is 'Whether a night tried this before in vain, and the office knows: such rows come last, so that many of them keep no other from its turn.';

create function private.roll_what_is_done(as_of timestamptz, most integer)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('rolled', count(*) filter (where r.is_rolled), 'failed', count(*) filter (where not r.is_rolled),
      'more', count(*) = most and not bool_and(r.has_failed))
    from (
      select o.has_failed, private.repair_cycle(o.id, o.unit_id, o.task_id, o.service_on) as is_rolled
      from (
        select y.id, c.unit_id, v.task_id, private.has_failed('task', v.task_id, 'roll_forward') as has_failed,
          least(coalesce(v.service_on, private.company_day(upper(t.during))), private.company_day(roll_what_is_done.as_of)) as service_on
        from public.maintenance_cycles y
        join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done'
        join public.maintenance_contracts c on c.id = y.contract_id
        join public.technician_tasks t on t.id = v.task_id
        where y.closed_at is null
        order by has_failed, y.contract_id limit most
      ) o
    ) r);
end;
$$;
comment on function private.roll_what_is_done is 'Rolls on the cycles whose visit is done and that are open all the same. complete_visit leaves none; a restored table or a hand in the database might. {rolled, failed, more}.';
