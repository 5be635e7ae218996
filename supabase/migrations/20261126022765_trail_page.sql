-- The trail, read by people: a page of it at a time, by row, person, day or kind of change, and whether it is whole.

-- Where to look ---------------------------------------------------------------------------------------------------

create function private.first_event_at(at timestamptz)
returns bigint
language plpgsql stable
set search_path = ''
as $$
declare
  v_low bigint := 0;
  v_high bigint := coalesce((select max(e.seq) from public.audit_events e), 0) + 1;
  v_middle bigint;
  v_found timestamptz;
begin
  -- Events are numbered as they happen: halving finds the day, and no index has to be kept with every write.
  while v_low < v_high loop
    v_middle := (v_low + v_high) / 2;
    select e.at into v_found from public.audit_events e where e.seq >= v_middle order by e.seq limit 1;
    if v_found is null or v_found >= first_event_at.at then
      v_high := v_middle;
    else
      v_low := v_middle + 1;
    end if;
  end loop;
  return v_low;
end;
$$;
comment on function private.first_event_at is 'From which number on the events of the trail happened at an instant or after it.';

create function private.made_by_whom(event public.audit_events)
returns text
language sql stable
return case
  when (event).actor is not null then 'staff'
  when (event).request_role = 'anon' then 'client'
  when (event).request_role = 'service_role' then 'programme'
  else 'database' end;
comment on function private.made_by_whom is 'Who made an event: somebody of the staff (actor), a client by a link, the programme (jobs and imports), or the database itself: what it does at night, and who works in its editor.';

-- What it is about ------------------------------------------------------------------------------------------------

create function private.trail_unit(unit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('customer_id', m.id, 'name', m.name, 'kind', k.name)
    from public.units u join public.customers m on m.id = u.customer_id join public.equipment_categories k on k.id = u.category_id
    where u.id = trail_unit.unit_id);
end;
$$;
comment on function private.trail_unit is 'Whose a unit is and of which kind: {customer_id, name, kind}.';

create function private.trail_about(table_name text, row_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case table_name
    when 'customers' then (select jsonb_build_object('customer_id', c.id, 'name', c.name) from public.customers c where c.id = row_id)
    when 'customer_contacts' then (
      select jsonb_build_object('customer_id', c.id, 'name', c.name)
      from public.customer_contacts k join public.customers c on c.id = k.customer_id where k.id = row_id)
    when 'units' then private.trail_unit(row_id)
    when 'maintenance_contracts' then (
      select private.trail_unit(c.unit_id) || jsonb_build_object('contract_id', c.id) from public.maintenance_contracts c where c.id = row_id)
    when 'maintenance_cycles' then (
      select private.trail_unit(c.unit_id) || jsonb_build_object('contract_id', c.id)
      from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where y.id = row_id)
    when 'maintenance_visits' then (
      select private.trail_unit(c.unit_id) || jsonb_build_object('visit_id', v.id)
      from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id join public.maintenance_contracts c on c.id = y.contract_id
      where v.id = row_id)
    when 'technician_tasks' then (
      select jsonb_build_object('customer_id', c.id, 'name', c.name)
      from public.technician_tasks t join public.customers c on c.id = t.customer_id where t.id = row_id)
    when 'invoices' then (
      select jsonb_build_object('customer_id', c.id, 'name', c.name, 'invoice_id', i.id)
      from public.invoices i join public.customers c on c.id = i.customer_id where i.id = row_id)
    when 'office_activities' then (
      select jsonb_build_object('activity_id', a.id, 'customer_id', c.id, 'name', c.name)
      from public.office_activities a left join public.customers c on c.id = a.customer_id where a.id = row_id)
    when 'messages' then (
      select jsonb_build_object('customer_id', c.id, 'name', c.name)
      from public.messages m join public.customers c on c.id = m.customer_id where m.id = row_id)
    when 'technicians' then (select jsonb_build_object('technician_id', t.id, 'name', t.name) from public.technicians t where t.id = row_id)
    when 'staff' then (select jsonb_build_object('name', s.name) from public.staff s where s.id = row_id)
    when 'equipment_categories' then (select jsonb_build_object('name', k.name) from public.equipment_categories k where k.id = row_id)
    when 'products' then (select jsonb_build_object('name', p.name) from public.products p where p.id = row_id)
    end;
end;
$$;
comment on function private.trail_about is 'What a row of the trail is about today: {name, kind, and the ids of its pages}; null where there is nothing to call it by.';

-- A page of it ----------------------------------------------------------------------------------------------------

create function private.trail_line(event public.audit_events)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('seq', event.seq, 'at', event.at, 'by', private.made_by_whom(event), 'who', s.name, 'function', event.made_by,
      'table', event.table_name, 'row_id', event.row_id, 'action', event.action, 'changes', event.changes || coalesce(p.changes, '{}'),
      'is_forgotten', event.personal_digest is not null and p.id is null, 'about', private.trail_about(event.table_name, event.row_id))
    from (values (true)) one (row_is_there)
    left join public.staff s on s.user_id = event.actor
    left join public.audit_personal_values p on p.id = event.id);
end;
$$;
comment on function private.trail_line is 'An event as people read it, with its personal values as long as nobody erased them.';

create function private.trail_page(table_name text, row_id uuid, by_whom text, staff_id uuid, action text, on_day date, before_seq bigint)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_most constant integer := 50;
  -- What one call looks through, where a filter has no index: the next call goes on from there.
  v_far constant integer := 20000;
  v_zone text := private.company_zone();
  v_from bigint := case when on_day is null then 0 else private.first_event_at(on_day::timestamp at time zone v_zone) end;
  v_to bigint := least(before_seq, case when on_day is not null then private.first_event_at((on_day + 1)::timestamp at time zone v_zone) end);
  v_actor uuid := (select s.user_id from public.staff s where s.id = staff_id);
  v_end bigint;
  v_lines jsonb;
  v_last bigint;
begin
  v_to := coalesce(v_to, (select max(e.seq) + 1 from public.audit_events e), 0);
  if row_id is null then
    select e.seq into v_end from public.audit_events e
    where e.seq >= v_from and e.seq < v_to order by e.seq desc offset v_far limit 1;
  end if;
  select jsonb_agg(private.trail_line(e) order by e.seq desc), min(e.seq) into v_lines, v_last
  from (
    select a as event, a.seq from public.audit_events a
    where a.seq >= greatest(v_from, v_end + 1) and a.seq < v_to
      and (trail_page.row_id is null or a.row_id = trail_page.row_id)
      and (trail_page.table_name is null or a.table_name = trail_page.table_name)
      and (trail_page.action is null or a.action = trail_page.action)
      and (staff_id is null or a.actor = v_actor)
      and (by_whom is null or private.made_by_whom(a) = by_whom)
    order by a.seq desc limit v_most
  ) f, lateral (select (f.event).*) e;
  return jsonb_build_object('lines', coalesce(v_lines, '[]'),
    'before_seq', case when jsonb_array_length(v_lines) = v_most then v_last when v_end is not null then v_end + 1 end,
    'looked_back_to', case when v_end is not null and coalesce(jsonb_array_length(v_lines), 0) < v_most then (
      select e.at from public.audit_events e where e.seq = v_end) end);
end;
$$;
comment on function private.trail_page is 'Fifty events, newest first: see the door of the same name.';

create function private.trail_filters()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    -- What is audited, by its triggers: a list of tables would be one more to keep.
    'tables', (
      select jsonb_agg(distinct c.relname order by c.relname)
      from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid
      where g.tgfoid = 'private.record_change'::pg_catalog.regproc),
    'staff', (select jsonb_agg(jsonb_build_object('staff_id', s.id, 'name', s.name) order by s.name, s.id) from public.staff s where s.user_id is not null),
    'events', (select coalesce(sum(s.rows), 0) from private.audit_seals s), 'head', private.audit_head());
end;
$$;
comment on function private.trail_filters is 'What the trail can be looked through by: {tables, staff: [{staff_id, name}]}, and how far it is sealed: {events, head: as private.audit_head tells}.';

-- Whether it is whole ---------------------------------------------------------------------------------------------

create function private.check_trail(after_number bigint)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_from private.audit_seals;
  v_through private.audit_seals;
  v_break jsonb;
begin
  select * into v_from from private.audit_seals s where s.number = after_number;
  -- As many seals as hold some thousands of events: a call stays short.
  select s.* into v_through
  from (
    select n as seal, n.number, sum(n.rows) over (order by n.number) as events
    from (select * from private.audit_seals a where a.number > coalesce(after_number, 0) order by a.number limit 2000) n
  ) c, lateral (select (c.seal).*) s
  where c.events <= 20000 or c.number = coalesce(after_number, 0) + 1
  order by c.number desc limit 1;
  if v_through.number is null then
    return jsonb_build_object('status', 'whole', 'number', after_number, 'more', false);
  end if;
  select jsonb_build_object('seq', b.seq, 'seal', b.seal, 'what', b.what) into v_break
  from (
    select * from private.seals_that_broke(coalesce(v_from.number, 0), v_through.number)
    union all
    select * from private.values_that_broke(coalesce(v_from.through_seq, 0), v_through.through_seq)
  ) b order by b.seq limit 1;
  return jsonb_build_object('status', case when v_break is null then 'whole' else 'broken' end, 'break', v_break, 'number', v_through.number,
    'more', v_break is null and exists (select from private.audit_seals s where s.number > v_through.number));
end;
$$;
comment on function private.check_trail is 'Proves some seals of the trail after a number: see the door of the same name.';
