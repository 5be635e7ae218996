-- Orders of runs: what follows from what a run told of one order, and the orders of a run one after the other.

create function private.contracts_sold(order_id uuid)
returns setof public.maintenance_contracts
language sql stable
set search_path = ''
as $$
  select c.*
  from public.sales_order_lines l
  join public.units u on u.source_line_id = l.id
  join public.maintenance_contracts c on c.unit_id = u.id
  where l.order_id = contracts_sold.order_id;
$$;
comment on function private.contracts_sold is 'The contracts of the units that an order sold.';

create function private.open_due(contract_id uuid)
returns date
language sql stable
return (select y.due_on from public.maintenance_cycles y where y.contract_id = open_due.contract_id and y.closed_at is null);
comment on function private.open_due is 'When a contract is due next; null where no cycle is open.';

create function private.note_contract(import_run_id uuid, change_kind text, contract_id uuid, was text, became text, why text)
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.import_changes (import_run_id, change_kind, subject, subject_id, file_name, line, field, was, became, why)
  select note_contract.import_run_id, note_contract.change_kind, 'maintenance_contracts', note_contract.contract_id,
    told.file_name, told.line, 'due_on', note_contract.was, note_contract.became, note_contract.why
  from (select 1) one
  left join lateral (
    select h.file_name, h.line
    from public.maintenance_contracts c
    join public.units u on u.id = c.unit_id
    join public.sales_order_lines l on l.id = u.source_line_id
    join public.import_changes h on h.import_run_id = note_contract.import_run_id and h.subject_id in (l.id, l.order_id)
    where c.id = note_contract.contract_id
    order by h.subject_id = l.id desc, h.line
    limit 1) told on true;
$$;
comment on function private.note_contract is 'Writes down what a run did with a contract, with the line of the file that said so.';

create function private.enrol_from_run(import_run_id uuid, ordered public.sales_orders, revives boolean, as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before uuid[] := array(select c.id from private.contracts_sold(ordered.id) c);
  v_new public.maintenance_contracts;
  v_count integer := 0;
begin
  perform private.enrol_order(ordered.id, as_of, revives);
  -- What it asked about is asked by this run.
  update public.import_conflicts c
  set import_run_id = enrol_from_run.import_run_id
  from public.sales_order_lines l
  where l.order_id = ordered.id and c.source_line_id = l.id and c.decided_at is null and c.import_run_id is null;
  for v_new in select c.* from private.contracts_sold(ordered.id) c where c.id <> all (v_before) loop
    perform private.note_contract(import_run_id, 'enrolled', v_new.id, null, private.open_due(v_new.id)::text,
      (select concat_ws(', ', 'Order ' || ordered.order_number || ' is confirmed', 'delivered ' || l.delivery_date)
       from public.units u left join public.sales_order_lines l on l.id = u.source_line_id where u.id = v_new.unit_id));
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;
comment on function private.enrol_from_run is 'Enrols what an order sold and nobody enrolled yet; returns how many contracts that made.';

create function private.reanchor_from_run(import_run_id uuid, ordered public.sales_orders, as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_moved record;
  v_count integer := 0;
begin
  for v_moved in
    select l.id as line_id, l.delivery_date, array_agg(c.id) as contract_ids, array_agg(private.open_due(c.id)) as due
    from public.import_changes h
    join public.sales_order_lines l on l.id = h.subject_id and l.order_id = ordered.id
    join public.units u on u.source_line_id = l.id
    join public.maintenance_contracts c on c.unit_id = u.id
    where h.import_run_id = reanchor_from_run.import_run_id and h.subject = 'sales_order_lines' and h.field = 'delivery_date'
    group by l.id
  loop
    if private.reanchor_line(v_moved.line_id, as_of) then
      perform private.note_contract(import_run_id, 'due_moved', m.contract_id, m.due::text, private.open_due(m.contract_id)::text,
        'Delivered ' || v_moved.delivery_date || '; nobody was told of a due date yet')
      from unnest(v_moved.contract_ids, v_moved.due) m (contract_id, due)
      where m.due is distinct from private.open_due(m.contract_id);
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end;
$$;
comment on function private.reanchor_from_run is 'Later delivery dates of an order''s lines move what nobody was told of; returns of how many lines.';

create function private.end_from_run(import_run_id uuid, ordered public.sales_orders)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before uuid[] := array(select c.id from private.contracts_sold(ordered.id) c where c.state <> 'cancelled');
  v_ended uuid[];
begin
  if private.end_order(ordered.id) ->> 'status' = 'refused' then
    perform private.raise_activity('enrolment_question', private.subject_key('line', l.id::text), jsonb_build_object('reason', 'cancelled_at_work',
      'order_number', ordered.order_number, 'message', format('order %s was cancelled while a technician was at work on a unit of it: its contracts go on', ordered.order_number)),
      customer_id => ordered.customer_id)
    from (select l.id from public.sales_order_lines l where l.order_id = ordered.id order by l.line_ref limit 1) l;
  end if;
  v_ended := array(select c.id from private.contracts_sold(ordered.id) c where c.id = any (v_before) and c.state = 'cancelled' order by c.id);
  perform private.note_contract(import_run_id, 'ended', id, null, null, 'Order ' || ordered.order_number || ' was cancelled')
  from unnest(v_ended) id;
  return cardinality(v_ended);
end;
$$;
comment on function private.end_from_run is 'A cancelled order ends its contracts; returns how many.';

create function private.ask_about_returns(import_run_id uuid, ordered public.sales_orders)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_returned record;
  v_conflict public.import_conflicts;
  v_count integer := 0;
begin
  for v_returned in
    select l.id as line_id, l.quantity, l.product_id, f.unit_id, f.contract_id, h.file_name, h.line
    from public.sales_order_lines l
    join lateral (
      select min(c.file_name) as file_name, min(c.line) as line, count(*) as changes from public.import_changes c
      where c.import_run_id = ask_about_returns.import_run_id and c.subject_id = l.id and c.change_kind in ('added', 'corrected')) h on h.changes > 0
    cross join lateral (
      select u.id as unit_id, c.id as contract_id
      from public.units u
      join public.maintenance_contracts c on c.unit_id = u.id and c.state <> 'cancelled'
      left join public.sales_order_lines s on s.id = u.source_line_id
      where u.customer_id = ordered.customer_id and u.condition <> 'retired'
        and (u.serial_key = any (array(select private.serial_key(n) from unnest(l.serial_numbers) n))
          or l.serial_numbers = '{}' and u.product_id = l.product_id)
      -- What was sold on that very order first, then what was sold last.
      order by s.order_id = ordered.id desc nulls last, c.created_at desc, u.id
      limit -l.quantity) f
    where l.order_id = ordered.id and l.quantity < 0
  loop
    v_conflict.conflict_kind := 'returned_unit';
    v_conflict.subject := format('line:%s:%s', v_returned.line_id, v_returned.unit_id);
    v_conflict.customer_id := ordered.customer_id;
    v_conflict.unit_id := v_returned.unit_id;
    v_conflict.source_line_id := v_returned.line_id;
    v_conflict.import_run_id := ask_about_returns.import_run_id;
    v_conflict.told := jsonb_strip_nulls(jsonb_build_object('file', v_returned.file_name, 'line', v_returned.line,
      'order', ordered.order_number, 'product', (select p.name from public.products p where p.id = v_returned.product_id), 'quantity', v_returned.quantity));
    v_count := v_count + (private.raise_conflict(v_conflict) is not null)::integer;
  end loop;
  return v_count;
end;
$$;
comment on function private.ask_about_returns is 'A return line names a unit that is enrolled: by its serial number, else one of that product; a person is asked. Returns how many questions are new.';

create function private.ask_about_fewer(import_run_id uuid, ordered public.sales_orders)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_unit record;
  v_conflict public.import_conflicts;
  v_count integer := 0;
begin
  for v_unit in
    select l.id as line_id, l.quantity, p.name as product, u.id as unit_id, h.file_name, h.line
    from public.sales_order_lines l
    join public.import_changes h on h.import_run_id = ask_about_fewer.import_run_id and h.subject_id = l.id and h.field = 'quantity' and h.change_kind = 'corrected'
    join public.units u on u.source_line_id = l.id and u.unit_number > l.quantity and u.condition <> 'retired' and u.customer_id = ordered.customer_id
    left join public.products p on p.id = l.product_id
    where l.order_id = ordered.id and l.quantity >= 0
      and exists (select from public.maintenance_contracts c where c.unit_id = u.id and c.state <> 'cancelled')
    order by u.id
  loop
    v_conflict.conflict_kind := 'returned_unit';
    v_conflict.subject := format('line:%s:%s', v_unit.line_id, v_unit.unit_id);
    v_conflict.customer_id := ordered.customer_id;
    v_conflict.unit_id := v_unit.unit_id;
    v_conflict.source_line_id := v_unit.line_id;
    v_conflict.import_run_id := ask_about_fewer.import_run_id;
    v_conflict.told := jsonb_strip_nulls(jsonb_build_object('file', v_unit.file_name, 'line', v_unit.line,
      'order', ordered.order_number, 'product', v_unit.product, 'quantity', v_unit.quantity));
    v_count := v_count + (private.raise_conflict(v_conflict) is not null)::integer;
  end loop;
  return v_count;
end;
$$;
comment on function private.ask_about_fewer is 'A line sells fewer than are enrolled by now: about each of the last ones a person is asked whether it came back. Returns how many questions are new.';

create function private.put_serial(unit_id uuid, serial_number text)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.units u set serial_number = put_serial.serial_number where u.id = put_serial.unit_id;
  return true;
exception when unique_violation then
  return false;
end;
$$;
comment on function private.put_serial is 'Writes a unit''s serial number down; false where another unit has it.';

create function private.name_from_run(import_run_id uuid, ordered public.sales_orders)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_named public.units[];
  v_unit public.units;
  v_sold private.sold_unit;
begin
  -- Three ways: a number that was corrected here stays.
  v_named := array(
    select u from public.import_changes h
    join public.sales_order_lines l on l.id = h.subject_id and l.order_id = ordered.id
    join public.units u on u.source_line_id = l.id and u.condition <> 'retired' and u.customer_id = ordered.customer_id
    where h.import_run_id = name_from_run.import_run_id and h.subject = 'sales_order_lines' and h.field = 'serial_numbers' and h.change_kind = 'corrected'
      and private.serial_key(private.said_serial(l.serial_numbers[u.unit_number])) <> coalesce(u.serial_key, '')
      -- Of very many only the beginning was kept, which is no list.
      and (u.serial_key is null or u.serial_key = private.serial_key(case when h.was ~ '^\[.*\]$' then h.was::jsonb ->> (u.unit_number - 1) end))
    order by u.id);
  -- Those that were mixed up let go of theirs first.
  update public.units u set serial_number = null where u.id in (select n.id from unnest(v_named) n) and u.serial_number is not null;
  foreach v_unit in array v_named loop
    select s.* into v_sold from private.sold_units(ordered.id, private.company_day(private.clock())) s
    where s.line_id = v_unit.source_line_id and s.unit_number = v_unit.unit_number;
    if v_sold.serial_number is null or not private.put_serial(v_unit.id, v_sold.serial_number) then
      perform private.put_serial(v_unit.id, v_unit.serial_number);
      perform private.ask_about_sold(v_sold, (o.id, case when o.customer_id = ordered.customer_id then 'twice' else 'somebody_else' end)::private.sold_place)
      from public.units o where o.serial_key = private.serial_key(v_sold.serial_number) and o.condition <> 'retired';
    end if;
  end loop;
end;
$$;
comment on function private.name_from_run is 'Serial numbers that a file tells later, or otherwise than before, are those of the units that its lines sold; about one that another unit has a person is asked.';

create function private.see_to_order(import_run_id uuid, order_id uuid, is_new boolean, revives boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.sales_orders;
begin
  select s.* into v_order from public.sales_orders s where s.id = see_to_order.order_id;
  if v_order.state = 'cancel' then
    return jsonb_build_object('ended', private.end_from_run(import_run_id, v_order));
  elsif not private.is_confirmed(v_order.state) then
    return jsonb_build_object();
  end if;
  perform private.name_from_run(import_run_id, v_order);
  return jsonb_build_object(
    'enrolled', case when is_new then private.enrol_from_run(import_run_id, v_order, revives, as_of) else 0 end,
    'due_moved', private.reanchor_from_run(import_run_id, v_order, as_of),
    'returned', private.ask_about_returns(import_run_id, v_order) + private.ask_about_fewer(import_run_id, v_order));
end;
$$;
comment on function private.see_to_order is 'What follows from an order as it stands now, in counts: ended, or enrolled, due_moved and returned.';

create function private.lock_orders(order_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- All of them before the first, whatever the order of the file.
  perform from public.sales_orders o where o.id = any (order_ids) order by o.id for no key update;
  perform from public.customers m
  where m.id in (select o.customer_id from public.sales_orders o where o.id = any (order_ids)) order by m.id for no key update;
  perform private.hold_units(array(select c.unit_id from unnest(order_ids) o cross join lateral private.contracts_sold(o) c));
end;
$$;
comment on function private.lock_orders is 'Holds orders, their clients, their units, and with these contracts and technicians, in the order of locks.';

create function private.see_to_orders(run public.import_runs, most integer)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ids uuid[] := array(
    select o.order_id from private.import_run_orders o
    where o.import_run_id = run.id and o.done_at is null order by o.order_id limit most);
  v_one record;
  v_counts jsonb := run.counts - 'held_for' - 'new_units';
  v_as_of timestamptz := case when run.on_day = private.company_day(private.clock()) then private.clock()
    else (run.on_day + time '12:00') at time zone private.company_zone() end;
begin
  perform private.lock_orders(v_ids);
  for v_one in
    select o.order_id, o.is_new, o.revives from private.import_run_orders o
    where o.import_run_id = run.id and o.order_id = any (v_ids) order by o.order_id
  loop
    v_counts := private.add_counts(v_counts, private.see_to_order(run.id, v_one.order_id, v_one.is_new, v_one.revives, v_as_of));
  end loop;
  update private.import_run_orders o set done_at = private.clock() where o.import_run_id = run.id and o.order_id = any (v_ids);
  return v_counts;
end;
$$;
comment on function private.see_to_orders is 'Sees to the next orders of a run; its counts so far.';
