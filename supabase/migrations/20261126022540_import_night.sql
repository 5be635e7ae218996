-- Import night: what follows from a run of files by itself. Orders that were confirmed enrol their units, those that were
-- cancelled end their contracts, later deliveries move due dates; and where too much is new, nothing of it happens until
-- a person has looked.

create table private.import_run_orders (
  import_run_id uuid not null references public.import_runs on delete cascade,
  order_id uuid not null references public.sales_orders on delete cascade,
  is_new boolean not null,
  changes integer not null,
  may_enrol boolean not null default false,
  done_at timestamptz,
  primary key (import_run_id, order_id)
);
comment on table private.import_run_orders is 'Orders of which a run told something that has consequences, until these were seen to.';
comment on column private.import_run_orders.is_new is 'Whether it was confirmed in this run, or sells more than before: then its units are enrolled.';
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

create function private.collect_orders(import_run_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  insert into private.import_run_orders as o (import_run_id, order_id, is_new, changes)
  select collect_orders.import_run_id, t.order_id, bool_or(t.is_new), count(*)
  from (
    select c.subject_id as order_id, c.became in ('sale', 'done') and coalesce(c.was not in ('sale', 'done'), true) as is_new
    from public.import_changes c
    where c.import_run_id = collect_orders.import_run_id and c.subject = 'sales_orders' and c.field = 'state'
      and c.change_kind in ('added', 'corrected')
    union all
    select l.order_id, c.change_kind = 'added' or c.field in ('quantity', 'serial_numbers', 'product', 'product_id')
    from public.import_changes c join public.sales_order_lines l on l.id = c.subject_id
    where c.import_run_id = collect_orders.import_run_id and c.subject = 'sales_order_lines' and c.change_kind in ('added', 'corrected')
  ) t
  join public.sales_orders s on s.id = t.order_id
  group by t.order_id
  on conflict on constraint import_run_orders_pkey do update
  -- A file that was held back and is used after all tells more.
  set is_new = o.is_new or excluded.is_new, changes = excluded.changes, done_at = null
  where excluded.changes > o.changes;
$$;
comment on function private.collect_orders is 'Writes down the orders of which the files of a run told something new.';

create function private.take_over_orders(run public.import_runs)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.import_run_orders as o (import_run_id, order_id, is_new, changes, may_enrol)
  select run.id, p.order_id, bool_or(p.is_new), 0, bool_or(p.may_enrol)
  from private.import_run_orders p
  join public.import_runs r on r.id = p.import_run_id
  where r.source = run.source and r.state = 'held' and r.number < run.number and p.done_at is null
  group by p.order_id
  on conflict on constraint import_run_orders_pkey do update set is_new = o.is_new or excluded.is_new, done_at = null;
  update private.import_run_orders p
  set done_at = private.clock()
  from public.import_runs r
  where r.id = p.import_run_id and r.source = run.source and r.state = 'held' and r.number < run.number and p.done_at is null;
  update public.import_runs r
  set state = 'abandoned', finished_at = clock_timestamp()
  where r.source = run.source and r.state = 'held' and r.number < run.number;
end;
$$;
comment on function private.take_over_orders is 'What a run that was held has not seen to is seen to with the next one; that run is over.';

create function private.new_units_of_run(import_run_id uuid)
returns integer
language sql stable
set search_path = ''
as $$
  select coalesce(sum(private.new_units_of_order(o.order_id)), 0)::integer
  from private.import_run_orders o
  join public.sales_orders s on s.id = o.order_id and s.state in ('sale', 'done')
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

create function private.enrol_from_run(import_run_id uuid, ordered public.sales_orders, as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before uuid[] := array(select c.id from private.contracts_sold(ordered.id) c);
  v_new public.maintenance_contracts;
  v_count integer := 0;
begin
  perform private.enrol_order(ordered.id, as_of);
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

create function private.see_to_order(import_run_id uuid, order_id uuid, is_new boolean, as_of timestamptz)
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
  elsif v_order.state not in ('sale', 'done') then
    return jsonb_build_object();
  end if;
  return jsonb_build_object(
    'enrolled', case when is_new then private.enrol_from_run(import_run_id, v_order, as_of) else 0 end,
    'due_moved', private.reanchor_from_run(import_run_id, v_order, as_of),
    'returned', private.ask_about_returns(import_run_id, v_order));
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
    select o.order_id, o.is_new from private.import_run_orders o
    where o.import_run_id = run.id and o.order_id = any (v_ids) order by o.order_id
  loop
    v_counts := private.add_counts(v_counts, private.see_to_order(run.id, v_one.order_id, v_one.is_new, v_as_of));
  end loop;
  update private.import_run_orders o set done_at = private.clock() where o.import_run_id = run.id and o.order_id = any (v_ids);
  return v_counts;
end;
$$;
comment on function private.see_to_orders is 'Sees to the next orders of a run; its counts so far.';

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
  set state = 'applied', counts = apply_run.counts, finished_at = clock_timestamp()
  where r.id = run.id;
  perform private.settle('succeeded', 'job', array['import-' || run.source], 'a later import went through');
  return jsonb_build_object('status', 'applied') || counts;
end;
$$;
comment on function private.apply_run is 'A run is through, and what waited because of an earlier one is settled.';

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
begin
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
  v_new := private.new_units_of_run(v_run.id);
  if v_new > v_most_new then
    return private.hold_run(v_run, v_run.counts || jsonb_build_object('new_units', v_new), 'new_units',
      format('%s new units in one import, more than the %s that are enrolled by themselves', v_new, v_most_new));
  end if;
  v_run.counts := private.see_to_orders(v_run, most);
  update public.import_runs r set counts = v_run.counts where r.id = v_run.id;
  if exists (select from private.import_run_orders o where o.import_run_id = v_run.id and o.done_at is null) then
    return jsonb_build_object('status', 'finishing', 'remaining', (
      select count(*) from private.import_run_orders o where o.import_run_id = v_run.id and o.done_at is null));
  end if;
  v_run.counts := private.add_counts(v_run.counts, private.jobs_of_run(v_run)) || jsonb_build_object('claims_waiting', (
    select count(*) from public.import_changes c
    where c.import_run_id = v_run.id and c.subject = 'device_claims' and c.change_kind = 'added'));
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

create function private.try_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file record;
  v_answer jsonb;
  v_told jsonb;
begin
  if (select r.state <> 'receiving' from public.import_runs r where r.id = try_import_run.import_run_id) then
    return private.refused('state');
  end if;
  begin
    for v_file in select f.id from public.import_files f where f.import_run_id = try_import_run.import_run_id and f.state in ('receiving', 'taking_in') order by f.number loop
      loop
        exit when private.finish_import(v_file.id) ->> 'status' <> 'finishing';
      end loop;
    end loop;
    loop
      v_answer := private.finish_import_run(try_import_run.import_run_id, 100000);
      exit when v_answer ->> 'status' <> 'finishing';
    end loop;
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
  update public.import_runs r set state = 'abandoned', counts = jsonb_build_object('tried', true), finished_at = clock_timestamp()
  where r.id = try_import_run.import_run_id;
  return v_told || jsonb_build_object('outcome', v_answer ->> 'status', 'status', 'tried');
end;
$$;
comment on function private.try_import_run is 'Takes in all files of a run that were sent, sees to what follows, tells it and takes everything back: {status: tried, outcome: what finish_import_run would answer, counts, files, groups, changes: the first 500, conflicts} | {status: refused (reason: state, it was ended)}. The run is over then.';
