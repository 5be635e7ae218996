-- Lists and reports: what a page shows in one row, read with the reader's own rights.

create view public.contract_list with (security_invoker = true) as
  select c.id as contract_id, c.state, c.fee, k.code as category_code, k.name as category,
    p.name as product_name, u.serial_number, u.condition, u.city,
    m.name as customer, m.phone, y.due_on,
    case
      when v.starts_at is not null then 'booked'
      when y.due_on < d.today then 'overdue'
      when y.due_on <= d.today + 30 then 'due'
      when y.due_on is not null then 'later'
      else 'none'
    end as situation,
    v.starts_at as booked_for,
    lower(concat_ws(' ', m.name, m.customer_ref, m.phone, u.serial_number, p.name, k.name, u.city)) as search_text
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
comment on column public.contract_list.search_text is 'Lower-case text that the office''s search looks through.';

grant select on public.contract_list to authenticated, service_role;
