-- A technician's day: what whoever drives to a stop is told of it, and what is known of a unit at its door.

-- Whose work it is -------------------------------------------------------------------------------------------

create function private.require_work_of(task_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select * into v_task from public.technician_tasks t where t.id = require_work_of.task_id;
  if private.request_role() in ('anon', 'authenticated') and not private.is_office()
    and (v_task.technician_id = private.signed_in_technician()) is not true then
    raise exception 'only the office and the technician who has it may do this' using errcode = '42501';
  elsif v_task.id is null then
    raise exception 'no such task' using errcode = 'PT404';
  end if;
end;
$$;
comment on function private.require_work_of is 'Raises 42501 unless the caller is office, admin, the service role, a direct connection or the technician who has the task; to them PT404 for an unknown one, which a technician cannot tell from somebody else''s.';

create function private.require_visit_of(visit_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_task_id uuid := (select v.task_id from public.maintenance_visits v where v.id = require_visit_of.visit_id);
begin
  perform private.require_work_of(v_task_id);
  return v_task_id;
end;
$$;
comment on function private.require_visit_of is 'The task of a visit, for whoever may do its work: private.require_work_of.';

create function private.is_near(during tstzrange, as_of timestamptz)
returns boolean
language sql stable
return private.company_day(lower(during)) between private.company_day(as_of) - 1 and private.company_day(as_of) + 1;
comment on function private.is_near is 'Whether a task begins yesterday, today or tomorrow: the days whose clients its technician can reach, and whose states they write.';

-- Their own steps --------------------------------------------------------------------------------------------

create function private.step_by_technician(task_id uuid, state text, technician_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select * into v_task from public.technician_tasks t where t.id = step_by_technician.task_id for update;
  return case
    -- Asked again under the lock: the office may just have given it to somebody else.
    when v_task.technician_id is distinct from step_by_technician.technician_id then private.refused('reassigned')
    when not private.is_near(v_task.during, as_of) then private.refused('day')
    else private.set_task_state(v_task.id, state, 'technician') end;
end;
$$;
comment on function private.step_by_technician is 'A technician says how far they are with their own work: {status: set | refused (reason: reassigned, day, state, visits)}. Callers hold the locks of the contracts in it and of the task.';

-- What is open -----------------------------------------------------------------------------------------------

create function private.open_invoices(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'work_order_id', i.work_order_id,
      'number', private.number_shown(i.series, i.number), 'issued_on', private.company_day(i.issued_at), 'balance', s.balance)
      order by i.issued_at, i.number), '[]')
    from private.invoice_sums s join public.invoices i on i.id = s.invoice_id
    where s.customer_id = open_invoices.customer_id and s.state = 'issued' and s.balance > 0);
end;
$$;
comment on function private.open_invoices is 'What a client has been billed and not paid, oldest first: [{invoice_id, work_order_id, number, issued_on, balance}].';

-- A stop, as its technician is told of it ----------------------------------------------------------------------

create view private.visits_told as
  select v.task_id, v.id as visit_id, v.state, v.access_notes, v.contact_phone, u.access_notes as unit_notes, f.fee, f.tax,
    row_number() over (partition by v.task_id order by y.due_on, k.name, c.created_at, c.id) as position,
    jsonb_build_object('visit_id', v.id, 'state', v.state, 'minutes', v.minutes, 'contract_id', c.id, 'unit_id', u.id,
      'kind', k.name, 'category', k.code, 'product_name', p.name, 'serial_number', u.serial_number, 'told_apart', private.told_apart(c.id),
      'condition', u.condition, 'installed_on', u.installed_on, 'safety_critical', k.safety_critical,
      'fee', f.fee, 'tax', f.tax, 'tax_name', private.tax_name(x.name, x.rate, f.rate),
      'no_charge_reason', case when f.fee = 0 then c.no_charge_reason end) as told
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  join public.equipment_categories k on k.id = c.category_id
  join private.tax_now x on x.id = c.tax_code_id
  left join public.products p on p.id = u.product_id
  cross join lateral (select coalesce(y.fee, private.fee_due(c.fee, c.no_charge_until, y.due_on)) as fee, coalesce(y.tax_rate, x.rate) as rate) r
  cross join lateral (select r.fee, r.rate, round(r.fee * r.rate, 2) as tax) f
  where v.state <> 'cancelled';
comment on view private.visits_told is 'The visits of a stop that were not given up, each with its unit and price as its technician is told them; to be read by task.';

create view private.stops_told as
  select t.id as task_id, t.during,
    jsonb_build_object('task_id', t.id, 'task_type', t.task_type, 'state', t.state, 'revision', t.revision, 'title', t.title,
      'work_order_id', case when t.task_type = 'repair' then t.work_order_id end,
      'starts_at', lower(t.during), 'ends_at', upper(t.during),
      'arrive_by', case when v.units is not null or private.is_other_work(t) then lower(t.during) + make_interval(mins => s.arrival_window_minutes) end,
      'started_at', t.actual_started_at, 'finished_at', t.actual_finished_at,
      'client_name', m.name, 'address', t.address, 'latitude', t.latitude, 'longitude', t.longitude,
      'units', coalesce(v.units, '[]')) as overview,
    jsonb_build_object('notes', t.notes, 'access_notes', coalesce(v.access_notes, '[]'),
      'client', case when m.id is not null then jsonb_build_object('customer_id', m.id, 'name', m.name, 'first_name', m.first_name,
        'phone', coalesce(v.contact_phone, m.phone), 'email', m.email, 'contacts', k.contacts, 'open_invoices', o.invoices,
        'open_balance', (select coalesce(sum((i ->> 'balance')::numeric), 0) from jsonb_array_elements(o.invoices) i)) end,
      'fee', v.fee, 'tax', v.tax, 'total', v.fee + v.tax) as details
  from public.technician_tasks t
  cross join public.company_settings s
  left join public.customers m on m.id = t.customer_id
  left join lateral (
    select jsonb_agg(n.told order by n.position) as units, max(n.contact_phone) as contact_phone,
      sum(n.fee) filter (where private.belongs_to_stop(n.state)) as fee, sum(n.tax) filter (where private.belongs_to_stop(n.state)) as tax,
      (select jsonb_agg(distinct note) from unnest(array_agg(n.access_notes) || array_agg(n.unit_notes)) note where note is not null) as access_notes
    from private.visits_told n where n.task_id = t.id
  ) v on true
  left join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'relation', c.relation, 'phone', c.phone) order by c.name, c.id), '[]') as contacts
    from public.customer_contacts c where c.customer_id = m.id and c.phone is not null
  ) k on true
  left join lateral (select private.open_invoices(m.id) as invoices) o on true;
comment on view private.stops_told is 'A task as its technician is told of it; to be read by task. overview: what any day shows; details: how to reach the client, how to get in and what is to be paid.';

-- Days are read with what came to nothing in them.
create index tasks_in_vain on public.technician_tasks (technician_id, lower(during)) where state in ('no_show', 'not_completed');

create function private.tasks_of_day(technician_id uuid, on_day date)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_day tstzrange := tstzrange(
    on_day::timestamp at time zone private.company_zone(), (on_day + 1)::timestamp at time zone private.company_zone());
begin
  -- What began before the day and runs into it counts; no task is longer than 31 days.
  return array(
    select t.id from public.technician_tasks t
    where t.technician_id = tasks_of_day.technician_id and t.blocking and t.during && v_day
      and lower(t.during) >= lower(v_day) - interval '31 days' and lower(t.during) < upper(v_day)
    union all
    select t.id from public.technician_tasks t
    where t.technician_id = tasks_of_day.technician_id and t.state in ('no_show', 'not_completed')
      and lower(t.during) >= lower(v_day) and lower(t.during) < upper(v_day));
end;
$$;
comment on function private.tasks_of_day is 'The tasks that a technician has on a company day, those included that came to nothing there.';

create function private.tasks_not_closed(technician_id uuid, before date, as_of timestamptz)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id from public.technician_tasks t
    where t.technician_id = tasks_not_closed.technician_id and t.blocking and private.is_not_closed(t.state, t.during, tasks_not_closed.as_of)
      and lower(t.during) < tasks_not_closed.before::timestamp at time zone private.company_zone()
      and (t.task_type = 'repair' and t.work_order_id is not null
        or exists (select from public.maintenance_visits v where v.task_id = t.id and private.is_expected(v.state))));
end;
$$;
comment on function private.tasks_not_closed is 'Stops of a technician from before a day that nobody said the outcome of.';

create function private.tell_stops(task_ids uuid[], with_details boolean, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
      s.overview
      || case when with_details or private.is_near(s.during, tell_stops.as_of) then s.details else '{}' end
      || jsonb_build_object('not_closed', private.is_not_closed(s.overview ->> 'state', s.during, tell_stops.as_of),
        'is_near', private.is_near(s.during, tell_stops.as_of))
      order by lower(s.during), s.task_id), '[]')
    from private.stops_told s where s.task_id = any (task_ids));
end;
$$;
comment on function private.tell_stops is 'These tasks in their order, with the details of all, or only of those that are near (private.is_near).';

create function private.technician_day(technician_id uuid, on_day date, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_day date := coalesce(on_day, private.company_day(as_of));
begin
  return (
    select jsonb_build_object('status', 'ok', 'on_day', v_day, 'today', private.company_day(technician_day.as_of), 'as_of', technician_day.as_of,
      'technician', jsonb_build_object('technician_id', h.id, 'first_name', h.first_name),
      'stops', private.tell_stops(private.tasks_of_day(h.id, v_day), private.is_office(), technician_day.as_of),
      'not_closed', private.tell_stops(private.tasks_not_closed(h.id, v_day, technician_day.as_of), private.is_office(), technician_day.as_of),
      'next', (
        select jsonb_build_object('task_id', t.id, 'task_type', t.task_type, 'starts_at', lower(t.during), 'address', t.address)
        from public.technician_tasks t
        where t.technician_id = h.id and private.is_unfinished(t.state) and t.task_type <> 'time_off'
          and lower(t.during) >= (v_day + 1)::timestamp at time zone private.company_zone()
        order by lower(t.during) limit 1))
    from public.technicians h where h.id = technician_day.technician_id);
end;
$$;
comment on function private.technician_day is 'What a technician does on a day: see the door of the same name.';

-- What is known of a unit ---------------------------------------------------------------------------------------

create function private.is_past_visit(state text)
returns boolean
language sql immutable
return not private.is_unsettled(state) and state <> 'cancelled';
comment on function private.is_past_visit is 'Whether a visit in that state took place, or came to nothing at the door.';

create view private.past_visits as
  select v.id as visit_id, c.unit_id, c.customer_id, c.id as contract_id, v.cycle_id, v.task_id, lower(t.during) as planned_at,
    d.on_day,
    jsonb_build_object('visit_id', v.id, 'state', v.state, 'on_day', d.on_day, 'technician_name', h.first_name, 'reason', v.cancelled_reason,
      'lines', r.lines, 'failed', r.failed, 'findings', v.findings, 'advice_to_client', v.advice_to_client, 'photos', f.photos) as told
  from public.maintenance_visits v
  join public.technician_tasks t on t.id = v.task_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  left join public.technicians h on h.id = t.technician_id
  cross join lateral (select coalesce(v.service_on, private.company_day(lower(t.during))) as on_day) d
  left join lateral (
    select count(*) filter (where a.result is not null) as lines,
      coalesce(jsonb_agg(jsonb_build_object('label', a.label, 'note', a.note, 'safety_critical', a.safety_critical) order by a.position)
        filter (where a.result = 'fail'), '[]') as failed
    from private.visit_checklist a where a.visit_id = v.id
  ) r on true
  cross join lateral (select count(*) as photos from public.visit_files p where p.report_id = v.report_id and p.kind = 'photo') f
  where private.is_past_visit(v.state);
comment on view private.past_visits is 'Visits that took place, or came to nothing at the door, with what was found; to be read by unit, customer or visit.';

create function private.last_visits(unit_id uuid, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(h.told order by h.planned_at desc, h.visit_id), '[]')
    from (
      select p.told, p.planned_at, p.visit_id from private.past_visits p where p.unit_id = last_visits.unit_id
      order by p.planned_at desc, p.visit_id limit last_visits.most
    ) h);
end;
$$;
comment on function private.last_visits is 'The last visits of a unit, newest first: [{visit_id, state, on_day, technician_name, reason, lines: how many were answered, failed: [{label, note, safety_critical}], findings, advice_to_client, photos: how many}].';

create function private.checklist_told(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('section', s.section, 'lines', s.lines) order by s.first), '[]')
    from (
      select l.section, min(l.position) as first, jsonb_agg(jsonb_build_object('position', l.position, 'label', l.label, 'help', l.help,
        'required', l.required, 'safety_critical', l.safety_critical, 'result', l.result, 'note', l.note) order by l.position) as lines
      from private.visit_checklist l where l.visit_id = checklist_told.visit_id
      group by l.section
    ) s);
end;
$$;
comment on function private.checklist_told is 'The checklist of a visit by section, with the answers so far: [{section, lines: [{position, label, help, required, safety_critical, result, note}]}].';

create function private.missing_lines(visit_id uuid)
returns integer[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select l.position
    from private.visit_checklist l
    join public.maintenance_visits v on v.id = l.visit_id
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.equipment_categories k on k.id = c.category_id
    where l.visit_id = missing_lines.visit_id and l.result is null and (l.required or k.safety_critical)
    order by l.position);
end;
$$;
comment on function private.missing_lines is 'The lines of a visit''s checklist that need an answer and have none: those that are required, and every one of a safety-critical unit.';

create function private.visit_sheet(visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task_id uuid := (select v.task_id from public.maintenance_visits v where v.id = visit_sheet.visit_id);
begin
  return (
    select jsonb_build_object('status', 'ok', 'visit_id', v.visit_id, 'as_of', visit_sheet.as_of,
      'unit', v.told, 'checklist', private.checklist_told(v.visit_id), 'missing', private.missing_lines(v.visit_id),
      'history', private.last_visits((v.told ->> 'unit_id')::uuid, 5),
      'stop', private.tell_stops(array[v.task_id], private.is_office() or v.is_not_closed, visit_sheet.as_of) -> 0)
    from (
      select n.*, private.is_unsettled(n.state) and private.is_not_closed(t.state, t.during, visit_sheet.as_of) as is_not_closed
      from private.visits_told n join public.technician_tasks t on t.id = n.task_id
      -- By stop first: by visit alone all that there ever were are told.
      where n.task_id = v_task_id and n.visit_id = visit_sheet.visit_id
    ) v);
end;
$$;
comment on function private.visit_sheet is 'Everything for one visit at the door: see the door of the same name. Null for a visit that was given up.';
