-- Lists and reports: what a page shows in one row, read with the reader's own rights.

create view public.contract_list with (security_invoker = true) as
  select c.id as contract_id, c.state,
    coalesce(y.fee, private.fee_due(c.fee, c.no_charge_until, y.due_on), c.fee) as fee, k.code as category_code, k.name as category,
    p.name as product_name, u.serial_number, u.condition, u.city,
    m.name as customer, m.phone, y.due_on,
    case
      when v.starts_at is not null then 'booked'
      when y.due_on < d.today then 'overdue'
      when y.due_on <= d.today + 30 then 'due'
      when y.due_on is not null then 'later'
      else 'none'
    end as situation,
    v.starts_at as booked_for
  from public.maintenance_contracts c
  join public.units u on u.id = c.unit_id
  join public.customers m on m.id = c.customer_id
  join public.equipment_categories k on k.id = c.category_id
  left join public.products p on p.id = u.product_id
  left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  left join lateral (
    select min(lower(t.during)) as starts_at
    from public.maintenance_visits i
    join public.technician_tasks t on t.id = i.task_id
    where i.cycle_id = y.id and private.is_expected(i.state)
  ) v on true
  cross join (select private.company_day(private.clock()) as today) d;
comment on view public.contract_list is 'Each contract with its client, unit, next due date and appointment. Rows are those that the reader may see in the tables behind it.';
comment on column public.contract_list.situation is 'Of the open cycle: booked, overdue, due (within 30 days), later; none without an open cycle.';

create function public.find_contracts(
  search text default '', situation text default null, category text default null, state text default null, page integer default 1)
returns jsonb
language plpgsql stable security definer
set search_path = ''
-- Each combination of filters has a plan of its own; compiling one takes longer than running it.
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
  v_rows_per_page constant integer := 50;
begin
  perform private.require_office();
  return (
    with fitting as materialized (
      select l.contract_id, l.due_on
      from public.contract_list l
      where (find_contracts.search = '' or l.contract_id in (select private.found_contracts(find_contracts.search)))
        and (find_contracts.situation is null or l.situation = find_contracts.situation)
        and (find_contracts.category is null or l.category_code = find_contracts.category)
        and (find_contracts.state is null or l.state = find_contracts.state)
    ),
    extent as (
      select count(*) as contracts, greatest(ceil(count(*)::numeric / v_rows_per_page), 1)::integer as pages from fitting
    ),
    place as (
      select e.contracts, e.pages, least(greatest(coalesce(find_contracts.page, 1), 1), e.pages) as page from extent e
    ),
    shown as materialized (
      select f.contract_id from fitting f
      order by f.due_on nulls last, f.contract_id
      offset ((select p.page from place p) - 1) * v_rows_per_page limit v_rows_per_page
    )
    select jsonb_build_object(
      'status', 'ok', 'contracts', p.contracts, 'page', p.page, 'pages', p.pages,
      'rows', coalesce((
        select jsonb_agg(to_jsonb(l) || jsonb_build_object('told_apart', private.told_apart(l.contract_id)) order by l.due_on nulls last, l.contract_id)
        from public.contract_list l where l.contract_id in (select s.contract_id from shown s)), '[]'))
    from place p);
end;
$$;
comment on function public.find_contracts is 'One page of contract_list, next due first, of the contracts that fit all that is asked: every word of search, in any order, anywhere in client, contacts, address, unit, kind or order; situation, category (its code) and state where given → {status: ok, contracts: how many fit, page: the one asked for or the nearest there is, pages, rows, each with told_apart (private.told_apart)}. 42501 unless office.';

create function public.list_activities(kinds text[] default null, most integer default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
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
        'has_number', s.details ? 'phone', 'unit', coalesce(p.name, k.name), 'told_apart', private.told_apart(s.contract_id),
        'booked_at', lower(t.during),
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
comment on function public.list_activities is 'Open activities of these kinds, of all where none is named, urgent ones first, then the oldest: {status: ok, activities: how many there are, rows: at most `most` of them (1 to 200)}. A row: {activity_id, kind, urgent, asked_at, call_by (of a callback), customer, phone (has_number: the one that was left, else the client''s), contract_id, unit, told_apart, booked_at (of the coming visit that it is about), and what the client said: what, preferred_times, note}. 42501 unless office.';

grant select on public.contract_list to authenticated, service_role;
grant execute on function public.find_contracts, public.list_activities to authenticated, service_role;

-- The list asks as whoever reads it.
grant execute on function private.fee_due to authenticated, service_role;
