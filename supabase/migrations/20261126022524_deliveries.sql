-- Deliveries: a day of delivery that is written down later moves due dates that nobody was told of; and what follows when
-- an order or a line of it is written by whatever hand.

create function private.why_due_stays(contract public.maintenance_contracts, cycle public.maintenance_cycles)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when cycle.number > 1 or contract.last_service_on is not null then 'visited'
    -- What the office is asked about a first cycle is the same on another day.
    when private.told_of_cycle(cycle.id) <> 'activity' then 'told'
    when private.last_change(array[cycle.id], what => 'due date changed') is not null then 'chosen' end;
end;
$$;
comment on function private.why_due_stays is 'Why a due date stays although its unit was delivered on another day: visited (it counts from a visit by now), told (the client was reminded, has a price, a visit or the link), chosen (the office gave it another day); null for one that moves along.';

create function private.reanchor_line(line_id uuid, as_of timestamptz)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_line public.sales_order_lines;
  v_order public.sales_orders;
  v_terms private.held_terms;
  v_contract public.maintenance_contracts;
  v_id uuid;
  v_anchor_on date;
  v_due_on date;
  v_moved boolean := false;
begin
  select l.* into v_line from public.sales_order_lines l where l.id = reanchor_line.line_id;
  v_order := private.hold_order(v_line.order_id);
  update public.units u set installed_on = v_line.delivery_date
  where u.source_line_id = v_line.id and u.condition <> 'retired' and u.installed_on is distinct from v_line.delivery_date and v_line.delivery_date is not null;
  for v_id in
    select c.id from public.units u join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled' where u.source_line_id = v_line.id order by c.id
  loop
    v_terms := private.hold_terms(v_id);
    v_contract := (v_terms).contract;
    if ((v_terms).cycle).id is not null and private.why_due_stays(v_contract, (v_terms).cycle) is null then
      v_anchor_on := private.sold_on(v_line.delivery_date, v_order.commitment_date, v_order.order_date, v_on_day);
      v_due_on := private.first_due_of_sale(v_anchor_on, v_contract.interval_months, v_contract.category_id, v_on_day);
      -- What was put off once, so that not all are mailed at once, is not put off anew: all would be, to one day.
      continue when v_contract.due_anchor_on = ((v_terms).cycle).due_on and private.anchor_of(v_anchor_on, v_contract.interval_months, v_due_on) = v_due_on;
      v_moved := v_moved or v_due_on <> ((v_terms).cycle).due_on;
      update public.maintenance_contracts c set due_anchor_on = private.anchor_of(v_anchor_on, v_contract.interval_months, v_due_on) where c.id = v_id;
      perform private.put_due(((v_terms).cycle).id, v_due_on);
    end if;
  end loop;
  return v_moved;
end;
$$;
comment on function private.reanchor_line is 'Counts the due dates of a line''s units from the day they were delivered, where nobody was told of them: whether any moved. PT404 for a line that is none.';

create function private.record_delivery(line_id uuid, delivery_date date, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_order public.sales_orders;
  v_line public.sales_order_lines;
  v_before date[];
begin
  v_order := private.hold_order((select l.order_id from public.sales_order_lines l where l.id = record_delivery.line_id));
  select l.* into v_line from public.sales_order_lines l where l.id = record_delivery.line_id;
  if v_order.state = 'cancel' then
    return private.refused('cancelled');
  elsif shown <> coalesce(v_line.delivery_date::text, '') then
    return private.changed_by_somebody(array[v_line.id], '{delivery_date}');
  elsif delivery_date not between '1990-01-01' and v_on_day + 366 then
    return private.rejected('delivery_date');
  end if;
  v_before := private.dues_of_line(v_line.id);
  update public.sales_order_lines l set delivery_date = record_delivery.delivery_date
  where l.id = v_line.id and l.delivery_date is distinct from record_delivery.delivery_date;
  return jsonb_build_object('status', 'recorded',
    'moved', (select count(*) from unnest(v_before, private.dues_of_line(v_line.id)) d (before, after) where d.before <> d.after),
    'left', (
      select coalesce(jsonb_agg(jsonb_build_object('contract_id', c.id, 'due_on', y.due_on, 'why', w.why) order by u.unit_number), '[]')
      from public.units u join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
      join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
      cross join lateral (select private.why_due_stays(c, y) as why) w
      where u.source_line_id = v_line.id and w.why is not null));
end;
$$;
comment on function private.record_delivery is 'Writes down when a line was delivered: see the door of the same name.';

create function private.dues_of_line(line_id uuid)
returns date[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select y.due_on from public.units u join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
    join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    where u.source_line_id = dues_of_line.line_id order by u.unit_number);
end;
$$;
comment on function private.dues_of_line is 'When the units of a line are due, in their order.';

-- By whatever hand ------------------------------------------------------------------------------------------------

create function private.hold_client_first()
returns trigger
-- Definer: whoever writes an order need not be able to lock clients.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform from public.customers c where c.id = new.customer_id for no key update;
  return new;
end;
$$;
comment on function private.hold_client_first is 'Trigger: a new order holds its client before it refers to them: whoever merges that client waits for it, or it for them, and not each for the other.';

create trigger hold_client_first before insert on public.sales_orders
  for each row when (private.made_by() is distinct from 'import_sales') execute function private.hold_client_first();

create function private.follow_order()
returns trigger
-- Definer: whoever confirms an order need not be able to write units and contracts.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_today date := private.company_day(private.clock());
begin
  if private.is_confirmed(new.state) and not coalesce(private.is_confirmed(old.state), false) then
    perform private.enrol_order(new.id, private.clock(), revives => true);
    perform private.agree_by_purchase(new.customer_id, case tg_op when 'UPDATE' then v_today else least(new.order_date, v_today) end);
  elsif new.state = 'cancel' and private.end_order(new.id) ->> 'status' = 'refused' then
    raise exception 'a sale is not cancelled while a unit of it is being serviced' using errcode = 'MT021';
  end if;
  return null;
end;
$$;
comment on function private.follow_order is 'Trigger: a confirmed order enrols what it sold, and is a purchase by which its client may be written to from that day on; a cancelled one ends it. MT021 during a visit.';

create trigger follow_order after insert on public.sales_orders
  for each row when (new.state <> 'draft' and private.made_by() is distinct from 'import_sales') execute function private.follow_order();
create trigger follow_state after update of state on public.sales_orders
  for each row when (new.state <> old.state and private.made_by() is distinct from 'import_sales')
  execute function private.follow_order();
-- What was sold to whom stays: a sale is cancelled, and that is on record.
create trigger keep_confirmed before delete on public.sales_orders
  for each row when (old.state <> 'draft') execute function private.refuse_change();

create function private.guard_sold_line()
returns trigger
-- Definer: the rule holds for writers who may not read units.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_state text;
begin
  -- Held: of a line and the confirmation of its order one waits for the other. A line goes with a draft that is deleted.
  select o.state into v_state from public.sales_orders o where o.id = coalesce(new.order_id, old.order_id) for no key update;
  if v_state is null or v_state = 'draft' then
    return coalesce(new, old);
  elsif tg_op = 'DELETE' then
    raise exception 'a line of an order that was confirmed stays' using errcode = 'MT002';
  elsif v_state = 'cancel' and tg_op = 'INSERT'
    or tg_op = 'UPDATE' and (v_state = 'cancel' or new.product_id is distinct from old.product_id)
      and (new.product_id, new.quantity, new.serial_numbers) is distinct from (old.product_id, old.quantity, old.serial_numbers) then
    raise exception 'a line of an order that was confirmed stays as it was sold' using errcode = 'MT002';
  -- Where a file lowered it, somebody is asked; what else is written of the line is no matter of that.
  elsif tg_op = 'UPDATE' and new.quantity < old.quantity and exists (select from public.units u where u.source_line_id = new.id and u.unit_number > new.quantity) then
    raise exception 'units of this line are enrolled: cancel their contracts, or the sale' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_sold_line is 'Trigger: raises MT002 where a line of a confirmed or cancelled order would go or sell something else, or fewer than are enrolled; and where a cancelled one would get another.';

create trigger guard_sold_line before insert or update or delete on public.sales_order_lines
  for each row when (private.made_by() is distinct from 'import_sales') execute function private.guard_sold_line();

create function private.follow_sold_line()
returns trigger
-- Definer: whoever writes a line need not be able to write units and contracts.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.enrol_order(new.order_id, private.clock());
  if tg_op = 'UPDATE' and new.delivery_date is distinct from old.delivery_date then
    perform private.reanchor_line(new.id, private.clock());
  end if;
  return null;
end;
$$;
comment on function private.follow_sold_line is 'Trigger: what a line of a confirmed order sells is enrolled, also where more of it was sold later; its delivery moves due dates along.';

create trigger follow_sold_line after insert or update of quantity, delivery_date on public.sales_order_lines
  for each row when (private.made_by() is distinct from 'import_sales') execute function private.follow_sold_line();
