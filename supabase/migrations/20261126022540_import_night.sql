-- Import night: what follows from a run of files by itself. Orders that were confirmed enrol their units, those that were
-- cancelled end their contracts, later deliveries move due dates; and where too much is new, nothing of it happens until
-- a person has looked.

create table private.import_run_orders (
  import_run_id uuid not null references public.import_runs on delete cascade,
  order_id uuid not null references public.sales_orders on delete cascade,
  is_new boolean not null,
  revives boolean not null default false,
  changes integer not null,
  may_enrol boolean not null default false,
  done_at timestamptz,
  primary key (import_run_id, order_id)
);
comment on table private.import_run_orders is 'Orders of which a run told something that has consequences, until these were seen to.';
comment on column private.import_run_orders.is_new is 'Whether it was confirmed in this run, or sells more than before: then its units are enrolled.';
comment on column private.import_run_orders.revives is 'The other system itself had cancelled it, and confirmed it again: what ended with it comes back.';
comment on column private.import_run_orders.changes is 'How many changes were known when it was seen to.';
comment on column private.import_run_orders.may_enrol is 'A person said so, however many there are.';
create index import_run_orders_to_do on private.import_run_orders (import_run_id) where done_at is null;

create function private.import_job_key(source text)
returns text
language sql immutable
return private.subject_key('job', 'import-' || source);
comment on function private.import_job_key is 'What work about the imports of a source is about.';

-- Beginning -------------------------------------------------------------------------------------------------

create function private.start_import_run(source text, request_id uuid, on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_today date := private.company_day(private.clock());
  v_id uuid;
begin
  if start_import_run.source is null or start_import_run.source !~ '^[a-z][a-z0-9_-]{0,39}$' then
    raise exception 'a source is named in small letters, digits, - and _, such as odoo' using errcode = '22023';
  elsif start_import_run.request_id is null then
    raise exception 'a run has a request_id, which whoever sends chooses' using errcode = '22023';
  elsif on_day not between v_today - 366 and v_today then
    raise exception 'a run is as of today, or a day of the last year' using errcode = '22023';
  end if;
  insert into public.import_runs (source, request_id, on_day)
  values (start_import_run.source, start_import_run.request_id, coalesce(on_day, v_today))
  on conflict on constraint import_runs_request_id_key do nothing
  returning id into v_id;
  if v_id is not null then
    return jsonb_build_object('status', 'started', 'import_run_id', v_id);
  end if;
  return (
    select jsonb_build_object('status', 'repeated', 'import_run_id', r.id)
    from public.import_runs r where r.request_id = start_import_run.request_id);
end;
$$;
comment on function private.start_import_run is 'Opens a run: {status: started | repeated (the same request_id again), import_run_id}. 22023 for a source that is no name, no request_id, or a day to come.';

-- What a run has to see to ------------------------------------------------------------------------------------

create function private.cancelled_elsewhere(order_id uuid)
returns boolean
language sql stable
set search_path = ''
as $$
  select private.last_change(array[order_id], what => 'sale cancelled') is null and exists (
    select from public.import_changes c
    where c.subject = 'sales_orders' and c.subject_id = cancelled_elsewhere.order_id and c.field = 'state' and c.became = 'cancel');
$$;
comment on function private.cancelled_elsewhere is 'Whether what cancelled an order was a file and nobody here: then a file may confirm it again.';

create function private.collect_orders(import_run_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  insert into private.import_run_orders as o (import_run_id, order_id, is_new, revives, changes)
  select collect_orders.import_run_id, t.order_id, bool_or(t.is_new), bool_or(t.revives), count(*)
  from (
    select c.subject_id as order_id, private.is_confirmed(c.became) and not coalesce(private.is_confirmed(c.was), false) as is_new,
      c.became in ('sale', 'done') and coalesce(c.was = 'cancel', false) and private.cancelled_elsewhere(c.subject_id) as revives
    from public.import_changes c
    where c.import_run_id = collect_orders.import_run_id and c.subject = 'sales_orders' and c.field = 'state'
      and c.change_kind in ('added', 'corrected')
    union all
    select l.order_id, c.change_kind = 'added' or c.field in ('quantity', 'serial_numbers', 'product', 'product_id'), false
    from public.import_changes c join public.sales_order_lines l on l.id = c.subject_id
    where c.import_run_id = collect_orders.import_run_id and c.subject = 'sales_order_lines' and c.change_kind in ('added', 'corrected')
  ) t
  join public.sales_orders s on s.id = t.order_id
  group by t.order_id
  on conflict on constraint import_run_orders_pkey do update
  -- A file that was held back and is used after all tells more.
  set is_new = o.is_new or excluded.is_new, revives = o.revives or excluded.revives, changes = excluded.changes, done_at = null
  where excluded.changes > o.changes;
$$;
comment on function private.collect_orders is 'Writes down the orders of which the files of a run told something new.';

create function private.take_over_orders(run public.import_runs)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.import_run_orders as o (import_run_id, order_id, is_new, revives, changes, may_enrol)
  select run.id, p.order_id, bool_or(p.is_new), bool_or(p.revives), 0, bool_or(p.may_enrol)
  from private.import_run_orders p
  join public.import_runs r on r.id = p.import_run_id
  where r.source = run.source and r.state = 'held' and r.number < run.number and p.done_at is null
  group by p.order_id
  on conflict on constraint import_run_orders_pkey do update set is_new = o.is_new or excluded.is_new, revives = o.revives or excluded.revives, done_at = null;
  update private.import_run_orders p
  set done_at = private.clock()
  from public.import_runs r
  where r.id = p.import_run_id and r.source = run.source and r.state = 'held' and r.number < run.number and p.done_at is null;
  update public.import_runs r
  set state = 'abandoned', finished_at = private.clock()
  where r.source = run.source and r.state = 'held' and r.number < run.number;
end;
$$;
comment on function private.take_over_orders is 'What a run that was held has not seen to is seen to with the next one; that run is over.';

create function private.new_units_of_run(import_run_id uuid)
returns integer
language sql stable
set search_path = ''
as $$
  select coalesce(sum(private.new_units_of_order(o.order_id, o.revives)), 0)::integer
  from private.import_run_orders o
  join public.sales_orders s on s.id = o.order_id and private.is_confirmed(s.state)
  where o.import_run_id = new_units_of_run.import_run_id and o.done_at is null and o.is_new and not o.may_enrol;
$$;
comment on function private.new_units_of_run is 'How many units a run would enrol that nobody has said yes to.';

-- One order -------------------------------------------------------------------------------------------------

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

create function private.end_from_run(import_run_id uuid, ordered public.sales_orders, as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before uuid[] := array(select c.id from private.contracts_sold(ordered.id) c where c.state <> 'cancelled');
  v_ended uuid[];
begin
  if private.end_order(ordered.id, as_of) ->> 'status' = 'refused' then
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
    return jsonb_build_object('ended', private.end_from_run(import_run_id, v_order, as_of));
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

create function private.ask_about_clients(import_run_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  -- A night's worth; the job that looks for people who are there twice finds those of a first import.
  v_told uuid[] := array(
    select distinct c.subject_id from public.import_changes c
    where c.import_run_id = ask_about_clients.import_run_id and c.subject = 'customers' and c.change_kind in ('added', 'corrected')
      and (c.field is null or c.field <> 'latitude' and c.field <> 'longitude') limit 200);
begin
  perform private.find_people_twice(v_told);
  -- They are raised by what happens to clients, which knows of no run.
  update public.import_conflicts c
  set import_run_id = ask_about_clients.import_run_id
  where c.import_run_id is null and c.decided_at is null and c.conflict_kind in ('installed_unit_moved', 'one_person_twice')
    and (c.customer_id = any (v_told) or c.other_customer_id = any (v_told));
end;
$$;
comment on function private.ask_about_clients is 'Looks whether clients of whom a run told something new are there twice; that, and where the units of those are who moved, is asked by this run.';

-- Its end ---------------------------------------------------------------------------------------------------

create function private.jobs_of_run(run public.import_runs)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_is_whole boolean := exists (
    select from public.import_files f
    where f.import_run_id = run.id and f.kind = 'technician_jobs' and f.is_whole and f.state = 'finished'
      -- A row that could not be taken apart may be of any job, also of one that seems to be gone.
      and not exists (select from public.import_rows r where r.file_id = f.id and r.line > 1 and r.problem is not null and r.ref is null));
  v_waits boolean := exists (select from private.waiting_jobs());
begin
  if not v_is_whole and not v_waits then
    return jsonb_build_object();
  end if;
  perform private.lock_all_technicians();
  return jsonb_build_object('jobs_gone', case when v_is_whole then private.cancel_vanished_jobs(run.id) else 0 end,
    'jobs_placed', private.retry_waiting_jobs(run.id));
end;
$$;
comment on function private.jobs_of_run is 'What follows from a run for jobs of another system: those that a whole file does not tell of are gone, those that waited get their time where it is free.';

create function private.ask_of_clients_told(run public.import_runs)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_clients uuid[] := array(
    select distinct c.subject_id from public.import_changes c
    where c.import_run_id = run.id and c.subject = 'customers' and c.change_kind in ('added', 'corrected') and c.subject_id is not null
    -- What one call can do: of more, as when all of them come for the first time, the job of that name asks.
    limit 1001);
begin
  if cardinality(v_clients) between 1 and 1000 then
    perform private.find_people_twice(v_clients, run.id);
  end if;
end;
$$;
comment on function private.ask_of_clients_told is 'Asks whether clients of whom a run told something new are there twice: the question is there in the morning.';

create function private.jobs_of_run_at_once(run public.import_runs)
returns jsonb
language plpgsql volatile
set search_path = ''
set lock_timeout = '10ms'
as $$
begin
  return private.jobs_of_run(run);
exception when lock_not_available then
  return null;
end;
$$;
comment on function private.jobs_of_run_at_once is 'The same for whoever holds contracts and technicians already, and does not wait for more: null where somebody else has them.';

create function private.hold_run(run public.import_runs, counts jsonb, reason text, message text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.import_runs r
  set state = 'held', counts = hold_run.counts || jsonb_build_object('held_for', reason)
  where r.id = run.id;
  perform private.raise_activity('import_problem', private.import_job_key(run.source),
    jsonb_build_object('reason', reason, 'message', message, 'import_run_id', run.id));
  return jsonb_build_object('status', 'held', 'reason', reason, 'message', message) || counts;
end;
$$;
comment on function private.hold_run is 'A person has to look: the run waits, and the work list says why.';

create function private.apply_run(run public.import_runs, counts jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.import_runs r
  set state = 'applied', counts = apply_run.counts, finished_at = private.clock()
  where r.id = run.id;
  perform private.settle('succeeded', 'job', array['import-' || run.source], 'a later import went through');
  return jsonb_build_object('status', 'applied') || counts;
end;
$$;
comment on function private.apply_run is 'A run is through, and what waited because of an earlier one is settled.';

create function private.sources_silent(on_day date)
returns table (source text, last_day date)
language sql stable
set search_path = ''
as $$
  select t.source, max(t.day)
  from (
    select distinct r.source, private.company_day(r.started_at) as day
    from public.import_runs r
    where r.state in ('applied', 'held') and r.started_at > (on_day - 14)::timestamp at time zone private.company_zone()) t
  group by t.source
  having max(t.day) < (select max(d.day) from private.business_days(on_day - 14, on_day - 1) d)
    -- Who sends now and then is not waited for.
    and count(*) >= 3;
$$;
comment on function private.sources_silent is 'Sources that told something on at least three days of the last two weeks, and nothing on the last business day before a day nor since; with the day of what they told last.';

create function private.watch_imports()
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select count(private.raise_activity('import_problem', private.import_job_key(s.source),
      jsonb_build_object('reason', 'not_come', 'day', s.last_day, 'message', format('nothing has come from %s since %s', s.source, to_char(s.last_day, 'FMMonth FMDD')))))
    from private.sources_silent(private.company_day(private.clock())) s
    where not exists (
      select from public.office_activities a
      where a.kind = 'import_problem' and a.subject_key = private.import_job_key(s.source)
        -- Something worse is said of it already, or this was, even if somebody closed it.
        and (a.state = 'open' or a.details ->> 'day' = s.last_day::text)));
end;
$$;
comment on function private.watch_imports is 'When another system that tells nearly every day told nothing for a whole business day, the office has work about it (import_problem), once; its next run settles it. Returns how many.';

create function private.held_files_told(import_run_id uuid)
returns text
language sql stable
return (
  select string_agg(format('%s has %s rows, the last time it had %s', f.file_name, f.row_count, private.rows_before(f)), '; ' order by f.number)
  from public.import_files f where f.import_run_id = held_files_told.import_run_id and f.state = 'held');
comment on function private.held_files_told is 'Which files of a run wait because they lost rows; null for none.';

create function private.finish_import_run(import_run_id uuid, most integer default 100)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.import_runs;
  v_unfinished bigint;
  v_new integer;
  v_most_new integer := (select s.import_most_new from public.company_settings s);
  v_held_files text;
  v_has_orders boolean;
  v_jobs jsonb;
begin
  perform private.take_turns();
  -- Runs of one source end one after the other; who takes in a file of one of them is not waited for.
  perform from public.import_runs r where r.source = (
    select o.source from public.import_runs o where o.id = finish_import_run.import_run_id) and r.state in ('receiving', 'held')
  order by r.number for no key update;
  select * into v_run from public.import_runs r where r.id = finish_import_run.import_run_id;
  if not found then
    raise exception 'no import run %', finish_import_run.import_run_id using errcode = 'PT404';
  elsif v_run.state in ('applied', 'abandoned') then
    return jsonb_build_object('status', v_run.state) || v_run.counts;
  end if;
  select count(*) into v_unfinished from public.import_files f where f.import_run_id = v_run.id and f.state in ('receiving', 'taking_in');
  if v_unfinished > 0 then
    return jsonb_build_object('status', 'waiting', 'files', v_unfinished);
  end if;
  perform private.take_over_orders(v_run);
  perform private.collect_orders(v_run.id);
  perform private.ask_about_clients(v_run.id);
  v_new := private.new_units_of_run(v_run.id);
  if v_new > v_most_new then
    return private.hold_run(v_run, v_run.counts || jsonb_build_object('new_units', v_new), 'new_units',
      format('%s new units in one import, more than the %s that are enrolled by themselves', v_new, v_most_new));
  end if;
  v_has_orders := exists (select from private.import_run_orders o where o.import_run_id = v_run.id and o.done_at is null);
  v_run.counts := private.see_to_orders(v_run, most);
  update public.import_runs r set counts = v_run.counts where r.id = v_run.id;
  if exists (select from private.import_run_orders o where o.import_run_id = v_run.id and o.done_at is null) then
    return jsonb_build_object('status', 'finishing', 'remaining', (
      select count(*) from private.import_run_orders o where o.import_run_id = v_run.id and o.done_at is null));
  end if;
  v_jobs := case when v_has_orders then private.jobs_of_run_at_once(v_run) else private.jobs_of_run(v_run) end;
  if v_jobs is null then
    return jsonb_build_object('status', 'finishing', 'remaining', 0);
  end if;
  v_run.counts := private.add_counts(v_run.counts, v_jobs) || jsonb_build_object('claims_waiting', (
    select count(*) from public.import_changes c
    where c.import_run_id = v_run.id and c.subject = 'device_claims' and c.change_kind = 'added'));
  perform private.ask_of_clients_told(v_run);
  v_held_files := private.held_files_told(v_run.id);
  if v_held_files is not null then
    return private.hold_run(v_run, v_run.counts, 'fewer_rows', v_held_files);
  end if;
  return private.apply_run(v_run, v_run.counts);
end;
$$;
comment on function private.finish_import_run is 'Sees to what follows from the files of a run, a hundred orders a call: {status: finishing (remaining) | waiting (files that are not finished) | held (reason: new_units | fewer_rows, message) | applied | abandoned, counts}. The same again, once it is applied, only answers. PT404.';

-- What a person says of a held run ----------------------------------------------------------------------------

create function private.held_run(import_run_id uuid)
returns public.import_runs
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.import_runs;
begin
  perform private.take_turns();
  select * into v_run from public.import_runs r where r.id = held_run.import_run_id for no key update;
  if not found then
    raise exception 'no import run %', held_run.import_run_id using errcode = 'PT404';
  end if;
  return v_run;
end;
$$;
comment on function private.held_run is 'A run that somebody decides about, locked; PT404.';

create function private.use_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.import_runs := private.held_run(import_run_id);
begin
  if v_run.state <> 'held' then
    return private.refused('state') || jsonb_build_object('state', v_run.state);
  end if;
  update private.import_run_orders o set may_enrol = true where o.import_run_id = v_run.id and o.done_at is null;
  return private.finish_import_run(v_run.id);
end;
$$;
comment on function private.use_import_run is 'A person says that so many new units are right: goes on as finish_import_run, or {status: refused (reason: state)}.';

create function private.leave_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.import_runs := private.held_run(import_run_id);
begin
  if v_run.state <> 'held' then
    return private.refused('state') || jsonb_build_object('state', v_run.state);
  elsif private.held_files_told(v_run.id) is not null then
    return private.refused('files');
  end if;
  update private.import_run_orders o set is_new = false where o.import_run_id = v_run.id and o.done_at is null;
  return private.finish_import_run(v_run.id);
end;
$$;
comment on function private.leave_import_run is 'A person says that the new units of a run are not to be enrolled; what else it told is seen to. As finish_import_run, or {status: refused (reason: state; files: decide about those first)}.';

-- What it would change ----------------------------------------------------------------------------------------

create function private.rows_left(import_run_id uuid)
returns bigint
language sql stable
set search_path = ''
as $$
  select sum(case f.state when 'taking_in' then f.staged_count - f.taken_count else f.row_count end)
  from public.import_files f where f.import_run_id = rows_left.import_run_id and f.state in ('receiving', 'taking_in');
$$;
comment on function private.rows_left is 'How many rows of a run are still to be taken in; null for none.';

create function private.try_import_run(import_run_id uuid, patience interval default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file record;
  -- A call has eight seconds, and what it takes in it takes back. Few rows are tried to their end, however busy the machine is.
  v_until constant timestamptz := clock_timestamp() + coalesce(patience,
    case when private.rows_left(import_run_id) > 1000 then interval '3 seconds' else interval '1 hour' end);
  v_answer jsonb;
  v_told jsonb;
begin
  if (select r.state <> 'receiving' from public.import_runs r where r.id = try_import_run.import_run_id) then
    return private.refused('state');
  end if;
  begin
    for v_file in select f.id from public.import_files f where f.import_run_id = try_import_run.import_run_id and f.state in ('receiving', 'taking_in') order by f.number loop
      loop
        exit when private.finish_import(v_file.id) ->> 'status' <> 'finishing' or clock_timestamp() > v_until;
      end loop;
      exit when clock_timestamp() > v_until;
    end loop;
    loop
      v_answer := private.finish_import_run(try_import_run.import_run_id);
      exit when v_answer ->> 'status' <> 'finishing' or clock_timestamp() > v_until;
    end loop;
    if v_answer ->> 'status' in ('waiting', 'finishing') then
      v_answer := jsonb_build_object('status', 'too_many', 'rows_left', coalesce(private.rows_left(try_import_run.import_run_id), 0));
    end if;
    v_told := v_answer || jsonb_build_object('files', private.files_of_run(try_import_run.import_run_id),
      'groups', private.import_change_groups(try_import_run.import_run_id),
      'changes', (private.import_changes_page(try_import_run.import_run_id, '{}', null, 500) -> 'rows'),
      'conflicts', (select count(*) from public.import_conflicts c where c.import_run_id = try_import_run.import_run_id));
    raise exception 'taken back' using errcode = 'MT004';
  exception when sqlstate 'MT004' then
    null;
  end;
  perform private.drop_import_file(f.id) from public.import_files f
  where f.import_run_id = try_import_run.import_run_id and f.state in ('receiving', 'held');
  update public.import_runs r set state = 'abandoned', counts = jsonb_build_object('tried', true), finished_at = private.clock()
  where r.id = try_import_run.import_run_id;
  return v_told || jsonb_build_object('outcome', v_answer ->> 'status', 'status', 'tried');
end;
$$;
comment on function private.try_import_run is 'Takes in all files of a run that were sent, sees to what follows, tells it and takes everything back: {status: tried, outcome: what finish_import_run would answer, or too_many (rows_left: not looked at; there is more than can be tried in one call, and this is what came first), counts, files, groups, changes: the first 500, conflicts} | {status: refused (reason: state, it was ended)}. The run is over then.';
