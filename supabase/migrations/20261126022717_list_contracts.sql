-- List contracts: the list of contracts and what it can be narrowed to.

-- Names in their order, so that a page of a list reads no more of them than it shows.
create index client_search_known_as on private.client_search (known_as collate "C", customer_id);
-- Few are: what is rare is not looked for among all.
create index customers_erased on public.customers (id) where erased_on is not null;
create index units_out_of_service on public.units (id) where condition = 'out_of_service';
-- What is booked, by when it is due.
create index maintenance_visits_expected on public.maintenance_visits (due_on, cycle_id) where private.is_expected(state);
create index maintenance_contracts_not_running on public.maintenance_contracts (state, id) where state in ('draft', 'cancelled');

create view public.contract_list with (security_invoker = true) as
  select c.id as contract_id, c.state,
    coalesce(y.fee, private.fee_due(c.fee, c.no_charge_until, y.due_on), c.fee) as fee, k.code as category_code, k.name as category,
    p.name as product_name, u.serial_number, u.condition, u.city,
    m.name as customer, m.phone, y.due_on,
    case
      when v.ends_at > d.now then 'booked'
      when v.starts_at is not null then 'not_closed'
      when y.due_on < d.today then 'overdue'
      when y.due_on <= d.today + 30 then 'due'
      when y.due_on is not null then 'later'
      else 'none'
    end as situation,
    v.starts_at as booked_for, c.customer_id, c.unit_id
  from public.maintenance_contracts c
  join public.units u on u.id = c.unit_id
  join public.customers m on m.id = c.customer_id
  join public.equipment_categories k on k.id = c.category_id
  left join public.products p on p.id = u.product_id
  left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  left join lateral (
    select min(lower(t.during)) as starts_at, max(upper(t.during)) as ends_at
    from public.maintenance_visits i
    join public.technician_tasks t on t.id = i.task_id
    where i.cycle_id = y.id and private.is_expected(i.state)
  ) v on true
  cross join (select private.clock() as now, private.company_day(private.clock()) as today) d;
comment on view public.contract_list is 'Each contract with its client, unit, next due date and appointment. Rows are those that the reader may see in the tables behind it.';
comment on column public.contract_list.situation is 'Of the open cycle: booked, not_closed (the time of its visit has passed, and nobody said what became of it), overdue, due (within 30 days), later; none without an open cycle.';

create function private.visit_to_come(contract_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select v.id
    from public.maintenance_cycles y join public.maintenance_visits v on v.cycle_id = y.id
    where y.contract_id = visit_to_come.contract_id and y.closed_at is null and private.is_expected(v.state));
end;
$$;
comment on function private.visit_to_come is 'The visit of a contract''s open cycle that is to happen, also where its time has passed; null for none.';

create function private.situation_rule(situation text, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
  v_visit constant text := 'select from public.maintenance_visits v where v.cycle_id = y.id and private.is_expected(v.state)';
begin
  return case situation
    when 'overdue' then format('y.due_on < %L and not exists (%s)', v_today, v_visit)
    when 'due' then format('y.due_on between %L and %L and not exists (%s)', v_today, v_today + 30, v_visit)
    when 'later' then format('y.due_on > %L and not exists (%s)', v_today + 30, v_visit)
    when 'booked' then format('upper(t.during) > %L', as_of)
    when 'not_closed' then format('upper(t.during) <= %L and t.id = any (array(select n.id from public.technician_tasks n where n.task_type = ''maintenance'' and private.is_ahead(n.state) and lower(n.during) <= %1$L union all select e.task_id from public.maintenance_visits e where e.state = ''in_progress''))', as_of)
    when 'out_of_service' then 'c.unit_id in (select u.id from public.units u where u.condition = ''out_of_service'')' end;
end;
$$;
comment on function private.situation_rule is 'When a contract c with its open cycle y is in a situation of contract_list, or its unit out of service, as SQL; of what is booked or was not closed, with the task t of its visit.';

create function private.contract_rows(filters jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_state text := filters ->> 'state';
  v_rule text := concat_ws(' and ', private.of_nobody_erased('c.customer_id'),
    case when v_state is not null then format('c.state = %L', v_state) end,
    case when filters ? 'category' then format('c.category_id = (select k.id from public.equipment_categories k where k.code = %L)', filters ->> 'category') end,
    case when filters ? 'due_by' then format('y.due_on <= %L', (filters ->> 'due_by')::date) end,
    case when filters ? 'reach' then format('c.customer_id in (select m.id from public.customers m where m.reach_by = %L)', filters ->> 'reach') end,
    case when filters ? 'told' then format('c.id = any (array(select n.contract_id from private.first_told(%L, %L) f join public.maintenance_cycles n on n.id = f.cycle_id))',
      (filters ->> 'told')::date, (filters ->> 'told')::date + 6) end,
    case when filters ? 'search' then 'c.id = any ($1)' end,
    private.situation_rule(filters ->> 'situation', private.clock()));
  -- Only these have an open cycle.
  v_running boolean := coalesce(v_state in ('active', 'paused'), false);
  v_with_visit constant text := 'public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id join public.maintenance_cycles y on y.id = v.cycle_id and y.closed_at is null join public.maintenance_contracts c on c.id = y.contract_id';
begin
  if filters ->> 'situation' in ('booked', 'not_closed') then
    return array[case filters ->> 'order'
      when 'client' then format('select s.known_as collate "C" as key, c.id from %s join private.client_search s on s.customer_id = c.customer_id where private.is_expected(v.state) and %s', v_with_visit, v_rule)
      else format('select v.due_on as key, c.id from %s where private.is_expected(v.state) and %s', v_with_visit, v_rule) end];
  end if;
  if filters ->> 'order' = 'client' then
    return array[format('select s.known_as collate "C" as key, c.id from private.client_search s join public.maintenance_contracts c on c.customer_id = s.customer_id left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null where %s', v_rule)];
  end if;
  return array_remove(array[
    case when v_running or v_state is null then
      format('select y.due_on as key, y.contract_id as id from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where y.closed_at is null and c.state in (''active'', ''paused'') and %s', v_rule) end,
    case when not v_running then
      format('select date ''infinity'' as key, c.id from public.maintenance_contracts c left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null where c.state in (''draft'', ''cancelled'') and %s', v_rule) end], null);
end;
$$;
comment on function private.contract_rows is 'The queries of the contracts that fit a filter, with what they are ordered by: next due (those without come last) or the client''s name, folded; those of erased clients are in no list. $1: the contracts that a search found.';

create function private.contract_listed(contract_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
begin
  return (
    select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('told_apart', private.told_apart(l.contract_id), 'visit_id', private.visit_to_come(l.contract_id))
      order by array_position(contract_ids, l.contract_id)), '[]')
    from public.contract_list l
    where l.contract_id = any (contract_ids));
end;
$$;
comment on function private.contract_listed is 'These contracts as contract_list tells them, each with told_apart and visit_id (of its visit to come), in the order of the ids.';

create function private.list_contracts(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('contract', filters, coalesce(sort, 'due'), '{"due": "date", "client": "text"}',
    'situation', '{overdue, due, booked, not_closed, later, out_of_service}',
    case when filters ? 'search' then array(select private.found_contracts(filters ->> 'search')) end, after, most, counted);
end;
$$;
comment on function private.list_contracts is 'A page of contracts: see the door of the same name.';

-- Access --------------------------------------------------------------------------------------------

grant select on public.contract_list to authenticated, service_role;
-- The list asks as whoever reads it.
grant execute on function private.fee_due to authenticated, service_role;
