-- Close a day: nobody goes out, or not to what stands outside. One action, told before it is done by doing it and taking it
-- back; each client is told once, ten minutes later. Until somebody was told it can be undone (the next chapter).
-- An absence of one technician is a chapter of its own; a closure is made of the same steps.

create function private.closed_time(on_day date, from_time time, until_time time, as_of timestamptz)
returns tstzrange
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
  -- What is over by now took place, whatever anybody wrote down of it.
  v_from timestamptz := greatest((on_day + coalesce(from_time, '00:00')) at time zone v_zone, date_trunc('minute', as_of));
  v_until timestamptz := (case when until_time is null then (on_day + 1)::timestamp else on_day + until_time end) at time zone v_zone;
begin
  return case when v_from < v_until then tstzrange(v_from, v_until) end;
end;
$$;
comment on function private.closed_time is 'What is left of a company day, or of a part of it; null where nothing is.';

create function private.is_outdoor_work(task public.technician_tasks)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- By what the search would ask of it: what is put aside is not offered for that day again.
  return coalesce(((private.needs_of_task(task)).exposure).is_outdoor, false);
end;
$$;
comment on function private.is_outdoor_work is 'Whether a job is at a unit that stands outside, be it one of several.';

create function private.who_stays_at_home(technician_ids uuid[])
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  if exists (select from unnest(technician_ids) n (id) where not exists (select from public.technicians t where t.id = n.id)) then
    return null;
  end if;
  return array(
    select t.id from public.technicians t
    where case when who_stays_at_home.technician_ids is null then t.active else t.id = any (who_stays_at_home.technician_ids) end
    order by t.id);
end;
$$;
comment on function private.who_stays_at_home is 'These technicians, or all who work here, by id; null where one is none.';

create function private.stops_to_close(technician_ids uuid[], closed tstzrange, outdoor_only boolean)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id from public.technician_tasks t
    where t.technician_id = any (technician_ids) and t.during && closed and private.is_ahead(t.state) and t.task_type <> 'time_off'
      and (not outdoor_only or private.is_outdoor_work(t))
    order by t.id);
end;
$$;
comment on function private.stops_to_close is 'The work in a closed time that has not begun.';

-- Doing -----------------------------------------------------------------------------------------------------------

create function private.is_closed_already(technician_ids uuid[], on_day date)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.closures c
    where c.on_day = is_closed_already.on_day and c.outdoor_only and c.undone_at is null and c.technician_ids @> is_closed_already.technician_ids);
end;
$$;
comment on function private.is_closed_already is 'Whether these technicians do not go to outdoor units on a day as it is.';

create function private.close_day(
  technician_ids uuid[], on_day date, closed tstzrange, outdoor_only boolean, reason text, note text)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'close_day'
as $$
declare
  v_closure public.closures;
  v_was_closed boolean;
  v_stops public.technician_tasks[];
  v_ids uuid[];
  v_placed uuid[] := array[]::uuid[];
begin
  perform private.lock_technicians(technician_ids);
  if (select count(*) from public.technicians t where t.id = any (technician_ids) and t.active) < cardinality(technician_ids) then
    return private.refused('technician');
  end if;
  v_was_closed := outdoor_only and private.is_closed_already(technician_ids, on_day);
  insert into public.closures (on_day, during, technician_ids, outdoor_only, reason, note, mails_at, made_by)
  values (close_day.on_day, closed, close_day.technician_ids, close_day.outdoor_only, close_day.reason, close_day.note, clock_timestamp() + interval '10 minutes', private.me())
  returning * into v_closure;
  perform from public.technician_tasks t where t.id = any (private.stops_to_close(technician_ids, closed, outdoor_only)) order by t.id for update;
  -- What its client gave up while its row was waited for is none any more.
  v_stops := array(
    select t from public.technician_tasks t where t.id = any (private.stops_to_close(technician_ids, closed, outdoor_only)) order by lower(t.during), t.id);
  v_ids := array(select s.id from unnest(v_stops) s);
  perform private.park_tasks(v_ids, 'closed');
  perform private.tell_of_closure(v_closure, v_ids);
  if not outdoor_only then
    v_placed := array(select unnest(private.fill_with_time_off(t, closed, 'Closed', reason)) from unnest(technician_ids) t);
  end if;
  if v_ids = '{}' and (v_was_closed or not outdoor_only and v_placed = '{}') then
    perform private.take_back_all();
  end if;
  insert into public.closure_parts (closure_id, task_id, what, technician_id, during, state, revision, told)
  select v_closure.id, s.id, 'put_aside', s.technician_id, s.during, s.state, s.revision, private.told_of_closure(v_closure.id, s.customer_id)
  from unnest(v_stops) s
  union all
  select v_closure.id, t.id, 'time_off', t.technician_id, t.during, t.state, t.revision, 'nobody'
  from public.technician_tasks t where t.id = any (v_placed);
  return jsonb_build_object('status', 'closed', 'closure_id', v_closure.id, 'mails_at', v_closure.mails_at);
exception when sqlstate 'MT024' then
  return private.refused('closed');
end;
$$;
comment on function private.close_day is 'Closes that time for these technicians: work in it that has not begun is put aside, or of outdoor_only that at outdoor units; the rest of the time blocks. {status: closed (closure_id, mails_at) | refused (reason: technician, one of whom has left; closed: it is so already, and nothing would follow)}.';

create function private.stays_open(technician_ids uuid[], closed tstzrange)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('task_id', t.id, 'task_type', t.task_type, 'starts_at', lower(t.during),
        'customer', m.name, 'technician', h.first_name) order by lower(t.during), h.name), '[]')
    from public.technician_tasks t
    join public.technicians h on h.id = t.technician_id
    left join public.customers m on m.id = t.customer_id
    where t.technician_id = any (technician_ids) and t.during && closed and t.state = 'in_progress');
end;
$$;
comment on function private.stays_open is 'Work that has begun and goes on all the same: [{task_id, task_type, starts_at, customer, technician}].';

create function private.closed_stop_told(part public.closure_parts)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('task_id', t.id, 'task_type', t.task_type, 'starts_at', lower(part.during), 'ends_at', upper(part.during),
      'technician_id', h.id, 'technician', h.first_name, 'told', part.told,
      'customer_id', m.id, 'customer', m.name, 'city', m.city, 'has_died', m.deceased_on is not null,
      'call', private.number_to_call(m.id, '{}'), 'reach_by', m.reach_by, 'reach_note', m.reach_note,
      'units', coalesce(u.units, '[]'), 'title', t.title, 'work_order_id', case when t.task_type = 'repair' then t.work_order_id end, 'visit_id', u.visit_id, 'contract_id', u.contract_id)
    from public.technician_tasks t
    join public.technicians h on h.id = part.technician_id
    left join public.customers m on m.id = t.customer_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', k.name, 'told_apart', private.told_apart(c.id)) order by y.due_on, k.name, c.id) as units,
        (array_agg(v.id order by v.created_at, v.id))[1] as visit_id, (array_agg(c.id order by y.due_on, k.name, c.id))[1] as contract_id
      from public.maintenance_visits v
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.equipment_categories k on k.id = c.category_id
      where v.task_id = t.id) u on true
    where t.id = part.task_id);
end;
$$;
comment on function private.closed_stop_told is 'A stop that a closure put aside: {task_id, task_type, starts_at, ends_at (as it was), technician_id, technician, told, customer_id, customer, city, has_died, call (private.number_to_call), reach_by, reach_note, units: [{kind, told_apart}], title, work_order_id: of its repair, visit_id: its first, contract_id: of its first unit}.';

create function private.closed_stops(closure_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.closed_stop_told(p) order by lower(p.during), p.technician_id), '[]')
    from public.closure_parts p where p.closure_id = closed_stops.closure_id and p.what = 'put_aside');
end;
$$;
comment on function private.closed_stops is 'The stops that a closure put aside, in their order (private.closed_stop_told).';

create function private.try_to_close(
  technician_ids uuid[], on_day date, closed tstzrange, outdoor_only boolean, reason text, note text, dry_run boolean, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb;
  v_told jsonb;
  v_taken_back text;
begin
  v_answer := private.close_day(technician_ids, on_day, closed, outdoor_only, reason, note);
  if v_answer ->> 'status' <> 'closed' then
    return v_answer;
  end if;
  v_told := jsonb_build_object('stops', private.closed_stops((v_answer ->> 'closure_id')::uuid), 'stays', private.stays_open(technician_ids, closed));
  v_told := v_told || jsonb_build_object('shown', md5(concat_ws(' ', on_day, upper(closed), technician_ids, outdoor_only, reason, v_told)));
  if not dry_run and coalesce(shown = v_told ->> 'shown', true) then
    return v_answer || v_told;
  end if;
  raise exception 'all of it is taken back' using errcode = 'MT024',
    detail = (case when dry_run then '{"status": "tried"}' else private.refused('changed') end || v_told)::text;
exception when sqlstate 'MT024' then
  get stacked diagnostics v_taken_back = pg_exception_detail;
  return v_taken_back::jsonb;
end;
$$;
comment on function private.try_to_close is 'Closes a day, or only tells what that would mean: see close_day among the doors.';
