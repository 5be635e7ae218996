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
