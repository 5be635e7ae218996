-- Stops: what a technician's visit to one household becomes: booked, moved, put aside, given up.

-- What others are told --------------------------------------------------------------------------------

create function private.facts_of_stop(task public.technician_tasks, units private.open_cycles[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
  select jsonb_build_object(
    'task_id', task.id, 'state', task.state, 'revision', task.revision, 'first_name', c.first_name,
    'starts_at', lower(task.during), 'ends_at', upper(task.during),
    'arrive_by', lower(task.during) + make_interval(mins => s.arrival_window_minutes),
    'cutoff_at', lower(task.during) - make_interval(hours => s.change_cutoff_hours),
    'technician_name', h.first_name, 'address', task.address,
    'cycle_id', units[1].cycle_id, 'units', u.listed, 'fee_total', u.fee_total)
  from public.customers c
  left join public.technicians h on h.id = task.technician_id
  cross join public.company_settings s
  cross join (
    select coalesce(jsonb_agg(jsonb_build_object('cycle_id', o.cycle_id, 'contract_id', o.contract_id, 'kind', o.kind,
        'unit', o.unit, 'due_on', o.due_on, 'fee', o.fee, 'tax_rate', o.tax_rate)), '[]') as listed,
      coalesce(sum(o.fee), 0) as fee_total
    from unnest(units) o
  ) u
  where c.id = task.customer_id);
end;
$$;
comment on function private.facts_of_stop is 'What mails say about a stop of these units: time, arrival window, until when it can be changed, technician''s first name, address, units with their fees.';

create function private.appointment_facts(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select * into v_task from public.technician_tasks t where t.id = appointment_facts.task_id;
  return private.facts_of_stop(v_task, private.units_of_stop(private.task_contracts(v_task.id)));
end;
$$;
comment on function private.appointment_facts is 'The facts of a stop as it stands; null for none.';

create function private.appointment_of(facts jsonb, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (facts - array['state', 'first_name', 'address', 'cycle_id', 'units']) || jsonb_build_object(
    'units', (
      select coalesce(jsonb_agg(unit - array['cycle_id', 'unit', 'tax_rate'] order by n), '[]')
      from jsonb_array_elements(facts -> 'units') with ordinality u (unit, n)),
    'can_change', facts ->> 'state' = 'scheduled' and as_of <= (facts ->> 'cutoff_at')::timestamptz);
end;
$$;
comment on function private.appointment_of is 'The facts of a stop as its client sees them; can_change holds until cutoff_at.';

create function private.appointment(task_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.appointment_of(private.appointment_facts(task_id), as_of);
end;
$$;
comment on function private.appointment is 'A stop as its client sees it.';

create function private.tell_client(kind text, task_id uuid, facts jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_customer_id uuid;
begin
  select t.customer_id into v_customer_id from public.technician_tasks t where t.id = tell_client.task_id;
  if private.queue_message(kind, v_customer_id, concat_ws(':', kind, task_id, facts ->> 'revision'), facts,
      (facts ->> 'cycle_id')::uuid, task_id) = 0 then
    perform private.raise_activity(case when kind = 'confirmation' then 'missing_address' else 'call_client' end,
      case when kind = 'confirmation' then 'customer:' || v_customer_id else 'task:' || task_id end,
      jsonb_build_object('message', kind, 'starts_at', facts -> 'starts_at'),
      customer_id => v_customer_id, cycle_id => (facts ->> 'cycle_id')::uuid, task_id => tell_client.task_id,
      urgent => kind <> 'confirmation');
  end if;
end;
$$;
comment on function private.tell_client is 'Queues a mail about an appointment, once per revision; a client without address becomes a call for the office.';

-- Ends and pauses -------------------------------------------------------------------------------------

create function private.release_visits(task_id uuid, visit_ids uuid[], visit_state text, task_state text, reason text)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_minutes integer;
  v_left integer;
begin
  select * into v_task from public.technician_tasks t where t.id = release_visits.task_id for update;
  select sum(v.minutes) into v_minutes from public.maintenance_visits v where v.id = any (visit_ids);
  update public.maintenance_visits v set state = visit_state, cancelled_reason = release_visits.reason
  where v.id = any (visit_ids);
  select sum(v.minutes) into v_left
  from public.maintenance_visits v
  where v.task_id = v_task.id and v.state in ('scheduled', 'in_progress', 'done', 'needs_rescheduling');
  if v_left is not null then
    delete from public.invoice_lines l using public.invoices i
    where l.visit_id = any (visit_ids) and i.id = l.invoice_id and i.state = 'draft';
    update public.technician_tasks t
    set during = tstzrange(lower(t.during),
      greatest(upper(t.during) - make_interval(mins => v_minutes), lower(t.during) + make_interval(mins => v_left)))
    where t.id = v_task.id and upper(t.during) - lower(t.during) > make_interval(mins => v_left);
    return false;
  end if;
  update public.technician_tasks t set state = task_state where t.id = v_task.id;
  update public.work_orders w set state = 'cancelled' where w.id = v_task.work_order_id;
  update public.invoices i set state = 'void' where i.work_order_id = v_task.work_order_id and i.state = 'draft';
  perform private.settle_activities(array['needs_rescheduling', 'call_client'], array['task:' || v_task.id], task_state);
  return true;
end;
$$;
comment on function private.release_visits is 'Ends visits of a stop. Others left: their lines leave the draft invoice and the task shrinks by their minutes; none left (true): the task ends, work order and draft are void.';

create function private.park_tasks(task_ids uuid[], reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform from public.technician_tasks t where t.id = any (task_ids) order by t.id for update;
  update public.technician_tasks t set state = 'needs_rescheduling' where t.id = any (task_ids);
  update public.maintenance_visits v set state = 'needs_rescheduling' where v.task_id = any (task_ids) and v.state = 'scheduled';
  perform private.raise_activity('needs_rescheduling', 'task:' || t.id,
    jsonb_build_object('reason', park_tasks.reason, 'starts_at', lower(t.during), 'technician_id', t.technician_id),
    customer_id => t.customer_id, contract_id => f.contract_id, cycle_id => f.cycle_id, task_id => t.id, urgent => true)
  from public.technician_tasks t
  left join lateral (
    select o.contract_id, o.cycle_id
    from public.maintenance_visits v join private.open_cycles o on o.cycle_id = v.cycle_id
    where v.task_id = t.id order by o.due_on, o.contract_id limit 1
  ) f on true
  where t.id = any (task_ids);
end;
$$;
comment on function private.park_tasks is 'Takes work off the calendar that must find another time: visits wait with it, their cycles can be booked again, the office gets an urgent activity each.';

create function private.cancel_visits(task_id uuid, visit_ids uuid[], cycle_id uuid, reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_facts jsonb;
begin
  select * into v_task from public.technician_tasks t where t.id = cancel_visits.task_id;
  v_facts := private.appointment_facts(v_task.id) || jsonb_build_object('cycle_id', cancel_visits.cycle_id);
  if private.release_visits(v_task.id, visit_ids, 'cancelled', 'cancelled', reason) then
    perform private.tell_client('appointment_cancelled', v_task.id, v_facts || jsonb_build_object('revision', v_task.revision + 1));
  else
    perform private.tell_client('appointment_changed', v_task.id, private.appointment_facts(v_task.id));
  end if;
end;
$$;
comment on function private.cancel_visits is 'Cancels visits of a stop and tells the client: the whole stop (with the link of cycle_id), or what is left of it.';

create function private.free_times(
  contract_ids uuid[], task_id uuid, from_date date, days integer, max_slots integer, as_of timestamptz)
returns jsonb
language sql stable
set search_path = ''
as $$
  select private.search_slots(
    n.skill_ids, greatest(n.minutes, (date_part('epoch', upper(t.during) - lower(t.during)) / 60)::integer),
    coalesce(t.latitude, n.latitude), coalesce(t.longitude, n.longitude), n.postal_code, from_date,
    least(greatest(coalesce(days, 14), 1), 62, s.booking_horizon_days), least(greatest(coalesce(max_slots, 6), 1), 500),
    as_of, ignore_task_id => t.id)
  from private.stop_needs(contract_ids) n
  cross join public.company_settings s
  left join public.technician_tasks t on t.id = free_times.task_id;
$$;
comment on function private.free_times is 'Times for a new stop of these contracts, or for the stop that is there (its length, its place) to move to. days and max_slots are held to sensible bounds.';

-- Does it fit? ----------------------------------------------------------------------------------------

create function private.is_taken(technician_id uuid, during tstzrange, ignore_task_id uuid default null)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Nobody's tasks overlap, so only the last one that begins before the end can reach beyond the start.
  return coalesce((
    select upper(t.during) > lower(is_taken.during)
    from public.technician_tasks t
    where t.technician_id = is_taken.technician_id and t.blocking and lower(t.during) < upper(is_taken.during)
      and t.id is distinct from ignore_task_id
    order by lower(t.during) desc
    limit 1), false);
end;
$$;
comment on function private.is_taken is 'Whether a technician has something on at that time; the quick half of whether a visit fits. ignore_task_id is a task that is being moved.';

create function private.objections(
  technician_id uuid, during tstzrange, task_type text, skill_ids uuid[],
  latitude double precision, longitude double precision, postal_code text, as_of timestamptz, ignore_task_id uuid default null)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_set public.company_settings;
  v_start timestamp;
  v_end timestamp;
  v_found text[] := array[]::text[];
begin
  -- The search is the rule; what follows only names what it found wrong.
  if task_type = 'maintenance' and private.slot_fits(skill_ids, (date_part('epoch', upper(during) - lower(during)) / 60)::integer,
      latitude, longitude, postal_code, technician_id, lower(during), as_of, ignore_task_id) then
    return v_found;
  end if;
  select * into v_set from public.company_settings;
  v_start := lower(during) at time zone v_set.time_zone;
  v_end := upper(during) at time zone v_set.time_zone;
  if private.is_taken(technician_id, during, ignore_task_id) then
    v_found := v_found || 'overlap'::text;
  end if;
  if not exists (select from public.technicians h where h.id = objections.technician_id and h.active) then
    v_found := v_found || 'technician'::text;
  end if;
  if task_type = 'time_off' then
    return v_found;
  end if;
  if exists (select from unnest(skill_ids) needed where not exists (
      select from public.technician_skills s where s.technician_id = objections.technician_id and s.skill_id = needed)) then
    v_found := v_found || 'skill'::text;
  end if;
  if exists (select from public.holidays d where d.on_day = v_start::date) then
    v_found := v_found || 'holiday'::text;
  elsif not coalesce((
    select range_agg(tsrange(v_start::date + w.starts, v_start::date + w.ends)) @> tsrange(v_start, v_end)
    from public.technician_hours w
    where w.technician_id = objections.technician_id and w.weekday = date_part('isodow', v_start)
      and daterange(w.valid_from, w.valid_to, '[]') @> v_start::date), false) then
    v_found := v_found || 'hours'::text;
  end if;
  if task_type <> 'maintenance' then
    return v_found;
  end if;
  if lower(during) < as_of + make_interval(hours => v_set.minimum_notice_hours) then
    v_found := v_found || 'notice'::text;
  end if;
  if v_start::date > private.company_day(as_of) + v_set.booking_horizon_days then
    v_found := v_found || 'horizon'::text;
  end if;
  if v_found = '{}' then
    -- What is left of the rules: the way there and back, the day's number of visits, the grid.
    v_found := v_found || 'drive'::text;
  end if;
  return v_found;
end;
$$;
comment on function private.objections is 'Why work should not be put there, gravest first (overlap, technician, skill, holiday, hours, notice, horizon, drive); empty: nothing against it. The first two no one can override.';
