-- Quotes: a failed line becomes a repair that somebody follows up, until the client has said yes or no and it has a time.
-- A unit that is not safe is out of service meanwhile.

create function private.repair_rate(category_id uuid, on_day date)
returns public.callout_rates
language plpgsql stable
set search_path = ''
as $$
declare
  v_rate public.callout_rates;
begin
  select r.* into v_rate
  from public.equipment_categories k join public.callout_rates r on r.equipment_class = k.equipment_class
  where k.id = repair_rate.category_id and r.valid_from <= on_day
  order by r.valid_from desc limit 1;
  return v_rate;
end;
$$;
comment on function private.repair_rate is 'The row of the rate card that repairs of a category are quoted from that day; null where none is valid yet.';

create function private.failed_lines(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('position', c.position, 'label', c.label, 'note', c.note, 'safety_critical', c.safety_critical) order by c.position)
    from private.checklist_since_repair c where c.visit_id = failed_lines.visit_id and c.result = 'fail');
end;
$$;
comment on function private.failed_lines is 'What is still out of order since a visit: [{position, label, note, safety_critical}]; null for nothing.';

create function private.wrong_with(repair public.work_orders)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(repair.problem, (select string_agg(f ->> 'label', '; ') from jsonb_array_elements(private.failed_lines(repair.visit_id)) f));
end;
$$;
comment on function private.wrong_with is 'What a repair mends: in the client''s words, else what the visit found; null once that is in order.';

create function private.follow_up_repair(work_order_id uuid, reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.work_orders;
begin
  select w.* into v_order from public.work_orders w where w.id = follow_up_repair.work_order_id;
  perform private.raise_activity('repair_follow_up', private.subject_key('work_order', v_order.id::text),
    jsonb_build_object('reason', follow_up_repair.reason, 'number', v_order.number, 'amount', private.order_total(v_order.id),
      'failed', private.failed_lines(v_order.visit_id))
    || case when v_order.problem is not null then jsonb_build_object('problem', v_order.problem) else '{}' end,
    customer_id => v_order.customer_id,
    contract_id => (select c.id from public.maintenance_contracts c where c.unit_id = v_order.unit_id and c.state <> 'cancelled'));
end;
$$;
comment on function private.follow_up_repair is 'Asks the office to go on with a repair, for a reason: quoted (call the client), approved (give it a time), waiting_for_parts, parts_arrived, came_to_nothing (another time). One activity per repair, told anew.';

create function private.due_to_follow(work_order_id uuid, due_on date)
returns void
language sql volatile
set search_path = ''
as $$
  update public.office_activities a set due_on = due_to_follow.due_on
  where a.kind = 'repair_follow_up' and a.state = 'open' and a.subject_key = private.subject_key('work_order', due_to_follow.work_order_id::text);
$$;
comment on function private.due_to_follow is 'When the office is to go on with a repair.';

-- Quoting -------------------------------------------------------------------------------------------------------

create function private.parts_to_quote(visit_id uuid)
returns setof public.visit_parts
language plpgsql stable
set search_path = ''
as $$
begin
  return query
    select p.* from public.visit_parts p
    where p.visit_id = parts_to_quote.visit_id and p.charge = 'quote'
      -- A repair that was done has used them.
      and not exists (select from public.work_orders w where w.visit_id = parts_to_quote.visit_id and w.state = 'done')
    order by p.position;
end;
$$;
comment on function private.parts_to_quote is 'The parts that a technician noted at a visit for the repair after it, as long as no repair used them.';

create function private.quote_work(work_order_id uuid, rate public.callout_rates, failed jsonb, parts public.visit_parts[])
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.work_order_lines (work_order_id, position, kind, product_id, description, quantity, unit_price)
  select quote_work.work_order_id, row_number() over (order by l.position), l.kind, l.product_id, l.description, l.quantity, l.unit_price
  from (
    select 1, 'call_out', null::uuid, coalesce(private.tidy(left((rate).label, 200)), 'Call-out'), 1, (rate).call_out where (rate).id is not null
    union all
    select 2, 'labour', null, left(concat_ws(': ', 'Labour', (select string_agg(f ->> 'label', '; ') from jsonb_array_elements(failed) f)), 300),
      round((rate).minimum_minutes / 60.0, 2), (rate).hourly where (rate).minimum_minutes > 0
    union all
    select 2 + p.position, 'part', p.product_id, p.description, p.quantity, p.unit_price from unnest(parts) p
  ) l (position, kind, product_id, description, quantity, unit_price)
$$;
comment on function private.quote_work is 'Writes the lines of a quote: coming out and the least time that is charged, in hours, by the rate card (neither without a rate), then the parts.';

create function private.quote_repair(visit_id uuid, as_of timestamptz)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_column
-- A conflict names its column bare.
declare
  v_unit record;
  v_failed jsonb := private.failed_lines(visit_id);
  v_parts public.visit_parts[] := array(select p from private.parts_to_quote(visit_id) p);
  v_order_id uuid;
begin
  if v_failed is null and v_parts = '{}' then
    return null;
  end if;
  select c.unit_id, c.customer_id, c.category_id into v_unit
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where v.id = quote_repair.visit_id;
  insert into public.work_orders as w (kind, customer_id, intake_source, state, unit_id, visit_id)
  values ('repair', v_unit.customer_id, 'visit', 'quoted', v_unit.unit_id, quote_repair.visit_id)
  on conflict (visit_id) where private.is_open_repair(state) do nothing
  returning w.id into v_order_id;
  if v_order_id is null then
    return (select w.id from public.work_orders w where w.visit_id = quote_repair.visit_id and private.is_open_repair(w.state));
  end if;
  perform private.quote_work(v_order_id, private.repair_rate(v_unit.category_id, private.company_day(as_of)), v_failed, v_parts);
  perform private.follow_up_repair(v_order_id, 'quoted');
  return v_order_id;
end;
$$;
comment on function private.quote_repair is 'Quotes the repair of what failed at a visit that was done, by the rate card of that day and with the parts that were noted for it, and asks the office to follow it up. Returns the work order, that which there is already where its repair is not over; null where nothing is out of order (any more), and no part was noted. MT021 for a visit that was not done.';

create function private.quote_anew(visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_visit record;
  v_order_id uuid;
begin
  select v.state, u.condition <> 'retired' and u.customer_id = c.customer_id as is_theirs into v_visit
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id
  where v.id = quote_anew.visit_id for share of u;
  if not found then
    raise exception 'no such visit' using errcode = 'PT404';
  elsif v_visit.state <> 'done' then
    return private.refused('state');
  elsif not v_visit.is_theirs then
    return private.refused('unit');
  end if;
  v_order_id := private.quote_repair(visit_id, as_of);
  return case when v_order_id is null then private.refused('nothing') else jsonb_build_object('status', 'quoted', 'work_order_id', v_order_id) end;
end;
$$;
comment on function private.quote_anew is 'Quotes what is out of order since a visit, anew where the client had declined it: {status: quoted (work_order_id, the one under way where there is one) | refused (reason: state, unit, nothing)}. PT404.';

-- What is not safe ----------------------------------------------------------------------------------------------

create function private.take_out_of_service(unit_id uuid, visit_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract_id uuid := private.hold_contract_of(unit_id);
  v_unit public.units;
begin
  update public.units u set condition = 'out_of_service'
  where u.id = take_out_of_service.unit_id and u.condition <> 'retired' returning u.* into v_unit;
  if v_unit.id is null then
    return;
  end if;
  perform private.raise_activity('unit_out_of_service', private.subject_key('unit', v_unit.id::text),
    jsonb_build_object('visit_id', take_out_of_service.visit_id, 'failed', private.failed_lines(take_out_of_service.visit_id)),
    customer_id => v_unit.customer_id, contract_id => v_contract_id, urgent => true);
end;
$$;
comment on function private.take_out_of_service is 'A unit that failed a safety-critical line is out of service: its reminders rest, its link says so, and the office is told urgently. A retired one stays retired. PT404 for an unknown unit.';

create function private.settle_unit()
returns trigger
-- Definer: whoever writes units need not be able to write activities and work orders.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'cancel_repair'
as $$
begin
  perform private.settle(case new.condition when 'retired' then 'left' else 'back' end, 'unit', array[new.id::text], new.condition);
  if new.condition = 'retired' then
    -- One that has a time, or waits for another, keeps its unit from being retired: guard_unit.
    update public.work_orders w set state = 'cancelled', cancelled_reason = 'unit retired'
    where w.unit_id = new.id and private.is_repair_without_time(w.state);
  end if;
  return null;
end;
$$;
comment on function private.settle_unit is 'A unit that is back in service is no longer looked after as one that is not; nor is one that is retired, whose repairs nobody waits for.';

create trigger settle_unit after update of condition on public.units
  for each row when (new.condition <> old.condition and new.condition <> 'out_of_service') execute function private.settle_unit();

create function private.settle_repair()
returns trigger
-- Definer: whoever writes work orders need not be able to write activities.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.settle(case new.state when 'scheduled' then 'placed' else 'ended' end, 'work_order', array[new.id::text], new.state);
  return null;
end;
$$;
comment on function private.settle_repair is 'A repair that has a time, or is over, is not followed up any more.';

create trigger settle_repair after update of state on public.work_orders
  for each row when (new.kind = 'repair' and new.state <> old.state and not private.is_repair_without_time(new.state))
  execute function private.settle_repair();
