-- Sold units: which units an order sold, where each of them is already, and when it would be due first.
-- An order's row comes before its client's, and that before units and contracts.

create function private.hold_order(order_id uuid)
returns public.sales_orders
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.sales_orders;
begin
  select o.* into v_order from public.sales_orders o where o.id = hold_order.order_id for no key update;
  if not found then
    raise exception 'no such order' using errcode = 'PT404';
  end if;
  perform from public.customers c where c.id = v_order.customer_id for no key update;
  return v_order;
end;
$$;
comment on function private.hold_order is 'Holds an order and its client''s row: of two who confirm or cancel it, or write a line of it, one waits. PT404.';

-- What a page showed ----------------------------------------------------------------------------------------------

create function private.order_shown(sale public.sales_orders)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return md5(concat_ws('|', sale.state, sale.order_number, sale.order_date, sale.commitment_date, sale.customer_id, (
    select string_agg(concat_ws(':', l.id, l.position, l.product_id, l.description, l.quantity, l.unit_price, l.serial_numbers, l.delivery_date), '|' order by l.id)
    from public.sales_order_lines l where l.order_id = sale.id)));
end;
$$;
comment on function private.order_shown is 'What the page of an order showed, as one text: a form sends it back, so that nobody overwrites, confirms or cancels what somebody else changed meanwhile.';

create function private.order_changed(order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.changed_by_somebody(array[order_id] || array(select l.id from public.sales_order_lines l where l.order_id = order_changed.order_id));
end;
$$;
comment on function private.order_changed is 'The refusal of a form whose page showed an order otherwise.';

-- What was sold ---------------------------------------------------------------------------------------------------

create function private.most_of_a_line()
returns integer
language sql immutable
return 100;
comment on function private.most_of_a_line is 'How many units one line of an order enrols at most: more are a slip, or a stock, about which somebody is asked.';

create function private.sold_on(delivery_date date, commitment_date date, order_date date, on_day date)
returns date
language sql immutable
return coalesce(private.plausible(sold_on.delivery_date, sold_on.on_day + 1096), private.plausible(sold_on.commitment_date, sold_on.on_day + 1096),
  private.plausible(sold_on.order_date, sold_on.on_day + 1096), sold_on.on_day);
comment on function private.sold_on is 'The day from which the due dates of a sold unit are counted: of its delivery, else the one it was promised for, else that of the order, as far as such a day can be; else today.';

create type private.sold_unit as (
  line_id uuid, unit_number integer, order_id uuid, customer_id uuid, product_id uuid, category_id uuid, serial_number text, needs_serial boolean,
  delivery_date date, anchor_on date, interval_months integer);
comment on type private.sold_unit is 'One unit of a line of a confirmed order; needs_serial: each piece has a number by which it is told apart.';

create function private.sold_units(order_id uuid, on_day date)
returns setof private.sold_unit
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select l.id, n, o.id, o.customer_id, p.id, p.category_id,
    case when length(l.serial_numbers[n]) <= 100 then private.said_serial(l.serial_numbers[n]) end, p.serial_tracked or k.identity = 'serial',
    l.delivery_date, private.sold_on(l.delivery_date, o.commitment_date, o.order_date, on_day), m.interval_months
  from public.sales_orders o
  join public.customers c on c.id = o.customer_id and c.erased_on is null and c.deceased_on is null
  join public.sales_order_lines l on l.order_id = o.id and l.quantity between 1 and private.most_of_a_line()
  join public.products p on p.id = l.product_id
  join public.equipment_categories k on k.id = p.category_id
  cross join lateral private.maintenance_policy(p.id, k.id) m
  cross join lateral generate_series(1, l.quantity) n
  where o.id = sold_units.order_id and private.is_confirmed(o.state) and m.enabled
  order by l.position, l.line_ref, n;
end;
$$;
comment on function private.sold_units is 'The units of a confirmed order that are maintained, one by one: base units of kinds that are, as many as were sold. None of a client who has died or was erased.';

create function private.ended_with_sale(unit_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select bool_and(c.state = 'cancelled' and c.cancelled_reason = 'sale cancelled') from public.maintenance_contracts c
    where c.unit_id = ended_with_sale.unit_id);
end;
$$;
comment on function private.ended_with_sale is 'Whether what ended a unit''s contracts was that its sale was cancelled, and nothing else: neither its client nor the office gave it up. Null without a contract.';

create type private.sold_place as (unit_id uuid, obstacle text);
comment on type private.sold_place is 'The unit that is known for a sold one, and why none is enrolled: enrolled, ended (its contract was, for its own reasons or with the order), twice (its serial number stands on another line or number of the order), somebody_else (has it).';

create function private.place_of(sold private.sold_unit, revives boolean)
returns private.sold_place
language plpgsql stable
set search_path = ''
as $$
declare
  v_unit public.units;
  v_here boolean;
begin
  select u.* into v_unit from public.units u where u.source_line_id = sold.line_id and u.unit_number = sold.unit_number;
  if not found then
    select u.* into v_unit from public.units u where u.serial_key = private.serial_key(sold.serial_number) and u.condition <> 'retired';
    if v_unit.customer_id <> sold.customer_id then
      return (v_unit.id, 'somebody_else')::private.sold_place;
    elsif exists (select from public.sales_order_lines l where l.id = v_unit.source_line_id and l.order_id = sold.order_id) then
      return (v_unit.id, 'twice')::private.sold_place;
    end if;
  end if;
  v_here := v_unit.condition <> 'retired';
  return (v_unit.id, case
    when v_unit.id is null then null
    when exists (select from public.maintenance_contracts c where c.unit_id = v_unit.id and c.state <> 'cancelled') then 'enrolled'
    when v_here and not exists (select from public.maintenance_contracts c where c.unit_id = v_unit.id) then null
    when not (revives and private.ended_with_sale(v_unit.id)) then 'ended' end)::private.sold_place;
end;
$$;
comment on function private.place_of is 'Where a sold unit is already, and why it is not enrolled; revives: units whose contract ended with the sale are, since somebody confirmed it anew.';

create function private.new_units_of_order(order_id uuid, revives boolean default false)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select count(*) from private.sold_units(order_id, private.company_day(private.clock())) s
    cross join lateral private.place_of(s, revives) p where p.obstacle is null);
end;
$$;
comment on function private.new_units_of_order is 'How many units of an order would be enrolled now; revives: as private.place_of.';

-- When it is due first --------------------------------------------------------------------------------------------

create function private.would_be_told(due_on date, interval_months integer, category_id uuid, on_day date)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.reminder_band(
      private.remind_by(would_be_told.due_on, would_be_told.interval_months, k.winter_from || '/' || k.winter_until, on_day), would_be_told.interval_months, on_day, s.reminder_bands) is not null
    from public.equipment_categories k, public.company_settings s where k.id = would_be_told.category_id);
end;
$$;
comment on function private.would_be_told is 'Whether the reminders of a day would tell of a unit that is due then.';

create function private.first_due_of_sale(anchor_on date, interval_months integer, category_id uuid, on_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
declare
  v_due_on date := (anchor_on + make_interval(months => interval_months))::date;
  v_mail_on date;
begin
  if not private.would_be_told(v_due_on, interval_months, category_id, on_day) then
    return v_due_on;
  end if;
  v_mail_on := (select b.day from private.business_days(on_day + 1, on_day + 30) b order by b.day limit 1);
  v_due_on := v_mail_on + private.longest_band(interval_months, v_mail_on);
  -- Before a winter it would be told of earlier than that.
  while private.would_be_told(v_due_on, interval_months, category_id, on_day) loop
    v_due_on := v_due_on + 1;
  end loop;
  return v_due_on;
end;
$$;
comment on function private.first_due_of_sale is 'When a sold unit is due first: an interval after it was delivered. Where it would be mailed about at once: so that its first mail goes on the next business day.';

create function private.anchor_of(anchor_on date, interval_months integer, due_on date)
returns date
language sql immutable
-- Where the first visit is put off, the rhythm of all that follow is put off with it.
return case when (anchor_of.anchor_on + make_interval(months => anchor_of.interval_months))::date = anchor_of.due_on then anchor_of.anchor_on else anchor_of.due_on end;
comment on function private.anchor_of is 'Where the cadence of a sold unit begins that is due first on a day.';
