-- Work list: what waits for the office, told so that somebody can act on it.

create function private.list_activities(kinds text[], most integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    with wanted as (
      select a.* from public.office_activities a
      where a.state = 'open' and (list_activities.kinds is null or a.kind = any (list_activities.kinds))
    ),
    shown as (
      select w.* from wanted w order by w.urgent desc, w.created_at, w.id limit least(greatest(coalesce(most, 50), 1), 200)
    )
    select jsonb_build_object('status', 'ok', 'activities', (select count(*) from wanted),
      'rows', coalesce(jsonb_agg(jsonb_build_object(
        'activity_id', s.id, 'kind', s.kind, 'urgent', s.urgent, 'asked_at', s.created_at,
        'call_by', case when s.kind = 'callback' then private.call_by(s.created_at) end,
        'customer', m.name, 'phone', coalesce(s.details ->> 'phone', m.phone), 'contract_id', s.contract_id,
        'has_number', s.details ? 'phone', 'product_name', coalesce(p.name, k.name), 'told_apart', private.told_apart(s.contract_id),
        'booked_at', lower(t.during), 'visit_id', case when t.id is not null then private.visit_to_come(s.contract_id) end,
        'what', s.details -> 'what', 'preferred_times', s.details -> 'preferred_times', 'note', s.details -> 'note')
        order by s.urgent desc, s.created_at, s.id), '[]'))
    from shown s
    left join public.customers m on m.id = s.customer_id
    left join public.maintenance_contracts c on c.id = s.contract_id
    left join public.units u on u.id = c.unit_id
    left join public.equipment_categories k on k.id = c.category_id
    left join public.products p on p.id = u.product_id
    left join public.technician_tasks t on t.id = coalesce((private.live_task(s.cycle_id)).id, s.task_id) and private.is_unfinished(t.state));
end;
$$;
comment on function private.list_activities is 'Open activities with all that a caller needs: see the door of the same name.';
