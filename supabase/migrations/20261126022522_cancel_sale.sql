-- Cancel sale: an order that is cancelled takes its units along. Contracts that had no visit end, with what was booked; the
-- client is told of it once. Their units are retired rather than removed: contracts, mails and the trail tell of them, and
-- a retired one is on nobody's list and leaves its serial number to the next that is sold. Where somebody was there
-- already the device is with the client, and stays.

create function private.why_unit_stays(unit public.units, client_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when unit.customer_id <> client_id then 'handed_on'
    when exists (
      select from public.maintenance_contracts c join public.maintenance_cycles y on y.contract_id = c.id
      join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done'
      where c.unit_id = unit.id) then 'visited'
    when private.has_work(unit.id) then 'work' end;
end;
$$;
comment on function private.why_unit_stays is 'Why a unit stays in use when its sale is cancelled: handed_on (to another client), visited (a visit was done, so its contract goes on too), work (other work is booked at it; its contract ends all the same); null for one that goes.';

create function private.ending_units(order_id uuid)
returns table (unit_id uuid, contract_id uuid, stays text, begun boolean)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select u.id, c.id, private.why_unit_stays(u, o.customer_id), exists (
    select from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = c.id and v.state = 'in_progress')
  from public.sales_orders o
  join public.sales_order_lines l on l.order_id = o.id
  join public.units u on u.source_line_id = l.id and u.condition <> 'retired'
  left join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
  where o.id = ending_units.order_id
  order by u.id;
end;
$$;
comment on function private.ending_units is 'The units in use that came of an order, their contracts, why they would stay if it was cancelled, and whether somebody is at work on them.';

create function private.end_of_order(order_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  with ending as materialized (select * from private.ending_units(end_of_order.order_id)),
    contracts as materialized (select e.contract_id as id from ending e where e.contract_id is not null and coalesce(e.stays = 'work', true))
  select jsonb_build_object(
    'begun', coalesce((select bool_or(e.begun) from ending e), false),
    'contracts', (select count(*) from contracts),
    'visits', (
      select coalesce(jsonb_agg(lower(t.during) order by lower(t.during)), '[]')
      from (select distinct b.task_id from private.booked_before(array(select id from contracts), null) b) s join public.technician_tasks t on t.id = s.task_id),
    'units', (select count(*) from ending e where e.stays is null),
    'kept', (select coalesce(jsonb_agg(jsonb_build_object('unit_id', e.unit_id, 'contract_id', e.contract_id, 'why', e.stays) order by e.unit_id), '[]')
      from ending e where e.stays is not null));
$$;
comment on function private.end_of_order is 'What cancelling an order means: {begun: a technician is at work on a unit of it, contracts: how many end, visits: when those would have been that are called off with them, units: how many are retired, kept: [{unit_id, contract_id, why: private.why_unit_stays}]}.';

create function private.end_order(order_id uuid, note text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.sales_orders := private.hold_order(order_id);
  v_end jsonb;
  v_contracts uuid[];
begin
  perform private.hold_units(array(select e.unit_id from private.ending_units(v_order.id) e));
  v_end := private.end_of_order(v_order.id);
  if (v_end ->> 'begun')::boolean then
    return private.refused('begun');
  end if;
  v_contracts := array(
    select e.contract_id from private.ending_units(v_order.id) e where e.contract_id is not null and coalesce(e.stays = 'work', true) order by 1);
  -- All of a stop at once: one mail tells of it.
  perform private.cancel_visits(b.task_id, array_agg(b.visit_id), (array_agg(b.cycle_id))[1], 'sale cancelled')
  from private.booked_before(v_contracts, null) b group by b.task_id;
  update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = 'sale cancelled', cancelled_note = private.written(end_order.note)
  where c.id = any (v_contracts);
  update public.units u set condition = 'retired'
  where u.id = any (array(select e.unit_id from private.ending_units(v_order.id) e where e.stays is null));
  return v_end - 'begun' || jsonb_build_object('status', 'ended');
end;
$$;
comment on function private.end_order is 'Ends what an order sold: {status: ended (contracts, visits, units, kept: private.end_of_order) | refused (reason: begun, a visit is under way)}. Once: what has ended stays as it is. PT404.';

create function private.cancel_order(order_id uuid, reason text, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.sales_orders := private.hold_order(order_id);
  v_end jsonb;
begin
  if v_order.state = 'cancel' then
    return jsonb_build_object('status', 'cancelled', 'repeated', true);
  elsif length(reason) > 500 then
    return private.rejected('reason');
  elsif shown <> private.order_shown(v_order) then
    return private.order_changed(v_order.id);
  end if;
  v_end := private.end_order(v_order.id, reason);
  if v_end ->> 'status' = 'refused' then
    return v_end;
  end if;
  update public.sales_orders o set state = 'cancel' where o.id = v_order.id;
  perform private.write_audit('sales_orders', v_order.id, 'update', jsonb_build_object('what', 'sale cancelled', 'reason', private.written(reason)));
  return v_end || jsonb_build_object('status', 'cancelled');
end;
$$;
comment on function private.cancel_order is 'Cancels a sale: see the door cancel_sales_order.';
