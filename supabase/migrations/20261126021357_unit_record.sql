-- Unit record: what was put into a unit and how old its battery is, and its repairs. No stock is kept: it is read from what was
-- reported.

create function private.is_battery(product_id uuid, description text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    (select p.is_battery from public.products p where p.id = product_id),
    -- On the phone parts are typed. What belongs to a battery is none.
    description ~* '\mbatter(y|ies)\M' and description !~* '\m(charger|cover|cable|case|box|holder|terminal|strap)s?\M');
end;
$$;
comment on function private.is_battery is 'Whether a part is a battery: its product says so; one that was typed is called one.';

create function private.parts_put_in(unit_id uuid)
returns table (on_day date, description text, quantity numeric, serial_number text, is_battery boolean, technician text, visit_id uuid, work_order_id uuid)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
    select v.service_on, p.description, p.quantity, p.serial_number, private.is_battery(p.product_id, p.description), h.name, v.id, null::uuid
    from public.maintenance_contracts c
    join public.maintenance_cycles y on y.contract_id = c.id
    join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done'
    join public.visit_parts p on p.visit_id = v.id and p.charge <> 'quote'
    join public.technician_tasks t on t.id = v.task_id
    left join public.technicians h on h.id = t.technician_id
    where c.unit_id = parts_put_in.unit_id
    union all
    select r.repaired_on, coalesce(private.tidy(p.part ->> 'description'), k.name), (p.part ->> 'quantity')::numeric, private.tidy(p.part ->> 'serial_number'),
      private.is_battery(k.id, p.part ->> 'description'), (select h.name from public.technicians h where h.id = (private.task_of_repair(w.id)).technician_id), null, w.id
    from public.work_orders w
    join public.repair_reports r on r.work_order_id = w.id
    cross join lateral (
      select n.part from jsonb_array_elements(coalesce(nullif(r.report -> 'parts', 'null'), '[]')) n (part)
      union all
      -- Where nobody said otherwise, what was quoted was put in.
      select jsonb_build_object('product_id', l.product_id, 'description', l.description, 'quantity', l.quantity)
      from public.work_order_lines l
      where l.work_order_id = w.id and l.kind = 'part' and coalesce(r.report -> 'parts', 'null') in ('null', '[]')
    ) p
    left join public.products k on k.id = (p.part ->> 'product_id')::uuid
    where w.unit_id = parts_put_in.unit_id and w.state = 'done';
end;
$$;
comment on function private.parts_put_in is 'What was put into a unit at its visits and repairs, by whomever it was owned then.';

create function private.unit_parts(unit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(to_jsonb(p) order by p.on_day desc, p.description), '[]')
    from (select n.* from private.parts_put_in(unit_id) n order by n.on_day desc, n.description limit 100) p);
end;
$$;
comment on function private.unit_parts is 'What was put into a unit, the latest first, a hundred at most: [{on_day, description, quantity, serial_number, is_battery, technician, visit_id, work_order_id: of the one of both where it was}].';

create function private.battery_told(unit_id uuid, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_put_in date := (select max(p.on_day) from private.parts_put_in(unit_id) p where p.is_battery);
begin
  return (
    select jsonb_build_object('since', s.since, 'is_own', v_put_in is null, 'months', s.months, 'lasts_months', k.battery_months,
      'is_old', coalesce(s.months >= k.battery_months, false))
    from public.units u
    join public.equipment_categories k on k.id = u.category_id and k.battery_months is not null
    cross join lateral (select coalesce(v_put_in, u.installed_on) as day) d
    cross join lateral (
      select d.day as since, (date_part('year', age(battery_told.on_day, d.day)) * 12 + date_part('month', age(battery_told.on_day, d.day)))::integer as months) s
    where u.id = battery_told.unit_id);
end;
$$;
comment on function private.battery_told is 'How old the battery of a unit is: {since: when one was put in last, else the unit (null: nobody knows), is_own: it came with the unit, months, lasts_months: of its category, is_old}; null for a unit without one.';

create function private.repairs_of(unit_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('work_order_id', w.id, 'number', w.number, 'state', w.state, 'unit_id', w.unit_id, 'kind', k.name,
      'problem', w.problem, 'quoted', private.order_total(w.id), 'opened_on', private.company_day(w.created_at), 'repaired_on', r.repaired_on,
      'is_open', private.is_open_repair(w.state), 'photos', (
        select count(*) from public.visit_files f where f.work_order_id = w.id and f.kind = 'photo')) order by private.is_open_repair(w.state) desc, w.created_at desc, w.id), '[]')
    from public.work_orders w
    join public.units u on u.id = w.unit_id
    join public.equipment_categories k on k.id = u.category_id
    left join public.repair_reports r on r.work_order_id = w.id
    where w.unit_id = any (unit_ids) and w.customer_id = u.customer_id);
end;
$$;
comment on function private.repairs_of is 'The repairs of some units for who has them now, those that go on first: [{work_order_id, number, state, unit_id, kind, problem, quoted: before tax, opened_on, repaired_on, is_open, photos: how many}].';
