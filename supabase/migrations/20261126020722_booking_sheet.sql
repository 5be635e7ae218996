-- Booking sheet: what the office sees as it books on the phone, the stop that is there included.

create function private.stop_booked(task public.technician_tasks, cycle_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.stop_facts(task.id) - array['cycle_id', 'first_name', 'cutoff_at'] || jsonb_build_object(
      'visit_id', v.id, 'booked_by', v.booked_by, 'phone', v.contact_phone, 'access_notes', v.access_notes,
      'technician', (select jsonb_build_object('technician_id', h.id, 'name', h.name) from public.technicians h where h.id = task.technician_id),
      'not_closed', private.is_not_closed(task.state, task.during, private.clock()),
      'can_move', task.state = 'scheduled')
    from public.maintenance_visits v
    where v.cycle_id = stop_booked.cycle_id and v.task_id = task.id and private.is_expected(v.state));
end;
$$;
comment on function private.stop_booked is 'The stop that a cycle has: private.stop_facts, {visit_id, booked_by, phone, access_notes, technician, not_closed (its time has passed without an outcome), can_move}.';

create function private.booking_sheet(contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.stop_unit := private.open_unit(contract_id);
  v_task public.technician_tasks := private.live_task(v_own.cycle_id);
  v_last public.maintenance_visits;
begin
  -- How to get in is as it was told the last time.
  select v.* into v_last
  from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id
  where y.contract_id = booking_sheet.contract_id
  order by v.created_at desc, v.id
  limit 1;
  return (
    select jsonb_build_object('contract_id', c.id, 'today', private.company_day(as_of),
      'situation', case
        when v_own.cycle_id is null then 'ended'
        when v_task.id is not null then 'booked'
        when c.state <> 'active' then 'paused'
        when u.condition <> 'in_service' then u.condition
        else 'open' end,
      'paused_until', c.paused_until,
      'client', jsonb_build_object('customer_id', m.id, 'name', m.name, 'phone', m.phone, 'deceased_on', m.deceased_on,
        'reach_by', m.reach_by, 'reach_note', m.reach_note, 'is_mailed', private.is_mailed('confirmation', m.id)),
      'unit', jsonb_build_object('unit_id', u.id, 'kind', k.name, 'product_name', p.name, 'told_apart', private.told_apart(c.id)),
      'skill', (select s.name from public.skills s where s.id = k.required_skill_id),
      'address', v_own.address, 'due_on', v_own.due_on, 'minutes', v_own.visit_minutes,
      'household', case when v_task.id is null and v_own.serviceable then (
        select coalesce(jsonb_agg(private.unit_told(row (h.*)::private.stop_unit)
          || jsonb_build_object('product_name', h.product_name, 'minutes', h.visit_minutes) order by h.due_on, h.kind, h.enrolled_at, h.contract_id), '[]')
        from private.household(c.id, as_of) h) else '[]' end,
      'phone', m.phone, 'access_notes', v_last.access_notes,
      'technicians', (
        select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name, 'first_name', h.first_name) order by h.name, h.id), '[]')
        from public.technicians h where h.active),
      'booked', case when v_task.id is not null then private.stop_booked(v_task, v_own.cycle_id) end)
    from public.maintenance_contracts c
    join public.units u on u.id = c.unit_id
    join public.equipment_categories k on k.id = c.category_id
    join public.customers m on m.id = c.customer_id
    left join public.products p on p.id = u.product_id
    where c.id = booking_sheet.contract_id);
end;
$$;
comment on function private.booking_sheet is 'What the office sees as it books: see the door.';
