-- Scan: the existing install base in a dry run, which changes nothing but itself.

create table public.backfill_runs (
  id uuid primary key default gen_random_uuid(),
  today date not null,
  weeks integer not null check (weeks between 1 and 52),
  revives_cancelled boolean not null default false,
  file_ids uuid[] not null,
  content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
  state text not null default 'ready' check (state in ('ready', 'executing', 'done')),
  report jsonb not null default '{}',
  started_by uuid default auth.uid(),
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on table public.backfill_runs is 'A dry run over imported files and, when it was executed, what became of it.';
comment on column public.backfill_runs.today is 'The company day that the run was made for: anchors, delays and the window of first mails count from it.';
comment on column public.backfill_runs.weeks is 'Length of the window that first mails are spread over; it begins the day after today.';
comment on column public.backfill_runs.revives_cancelled is 'Whether units whose contract was cancelled are enrolled again; only when somebody asks.';
comment on column public.backfill_runs.content_hash is 'SHA-256 of the files'' contents, where the command line started the run: it finishes a stopped run of the same files.';
comment on column public.backfill_runs.report is 'What the dry run said; kept as it was said.';
comment on column public.backfill_runs.started_by is 'For whoever looks into a run: who asked for it.';

create table public.backfill_rows (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references public.backfill_runs on delete cascade,
  position integer not null,
  import_row_id uuid not null references public.import_rows on delete cascade,
  unit_number integer check (unit_number > 0),
  outcome text not null check (outcome in ('new', 'already_enrolled', 'skipped')),
  reason text check (reason in (
    'invalid_row', 'unknown_customer', 'unknown_product', 'not_confirmed', 'non_positive_quantity', 'no_category',
    'not_enabled', 'not_delivered', 'no_serial', 'duplicate', 'cancelled_before')),
  customer_id uuid references public.customers,
  product_id uuid references public.products,
  category_id uuid references public.equipment_categories,
  source_line_id uuid references public.sales_order_lines,
  source_claim_id uuid references public.device_claims,
  unit_id uuid references public.units deferrable initially deferred,
  serial_number text,
  anchor_on date,
  anchor_source text check (anchor_source in ('delivery', 'invoice', 'order', 'today')),
  interval_months integer,
  fee numeric(10, 2),
  first_due_on date,
  mail_on date,
  due_on date,
  consent text check (consent in ('none', 'contract', 'purchase', 'express')),
  purchased_on date,
  doubt text,
  state text check (state in ('pending', 'enrolled', 'skipped', 'failed')),
  failure text,
  contract_id uuid references public.maintenance_contracts deferrable initially deferred,
  constraint backfill_rows_skip_has_reason check ((outcome = 'skipped') = (reason is not null)),
  constraint backfill_rows_new_has_state check ((outcome = 'new') = (state is not null)),
  constraint backfill_rows_new_is_whole check (outcome <> 'new' or (
    customer_id is not null and category_id is not null and anchor_on is not null and interval_months is not null
    and fee is not null and first_due_on is not null))
);
comment on table public.backfill_rows is 'What a run found: a row per unit that is new or enrolled already, and per file row that was skipped, with its one reason.';
comment on column public.backfill_rows.position is 'Claims before order lines, each in file order: the first of two rows that tell of one unit wins.';
comment on column public.backfill_rows.unit_id is 'The unit that exists already, or was made. Its key and the contract''s are chosen before the rows exist, hence deferred.';
comment on column public.backfill_rows.first_due_on is 'Anchor plus interval; a unit past it is overdue.';
comment on column public.backfill_rows.mail_on is 'Business day of the first mail of a unit that would be mailed within 30 days; its due date is 30 days later.';
comment on column public.backfill_rows.due_on is 'Due date of the first cycle.';
comment on column public.backfill_rows.doubt is 'What a person should look at whatever the outcome: a serial number that another client has too, or that stands twice on a line, a key that an earlier row has for something else, a date that cannot be.';
comment on column public.backfill_rows.consent is 'Why the client may be written to as of the run''s day; a purchase counts for two years.';

-- Of a run that was just scanned no statistics are known: without it each client is looked for in the whole run.
create index backfill_rows_by_customer on public.backfill_rows (run_id, customer_id);
create index backfill_rows_by_run on public.backfill_rows (run_id, position, unit_number);
create index backfill_rows_pending on public.backfill_rows (run_id, position) where state = 'pending';

create function private.enrolment_obstacle(unit_id uuid, is_retired boolean, revives_cancelled boolean)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when exists (select from public.maintenance_contracts c where c.unit_id = enrolment_obstacle.unit_id and c.state <> 'cancelled') then 'already_enrolled'
    when is_retired or (not revives_cancelled and exists (
      select from public.maintenance_contracts c where c.unit_id = enrolment_obstacle.unit_id)) then 'cancelled_before'
    end;
end;
$$;
comment on function private.enrolment_obstacle is 'Why a unit that is known, or a retired one, may not be enrolled: already_enrolled, or cancelled_before unless somebody asked to revive; null when it may.';

-- Scan ----------------------------------------------------------------------------------------------------

create function private.plausible(on_day date, latest date)
returns date
language sql immutable
return case when on_day between date '1990-01-01' and latest then on_day end;
comment on function private.plausible is 'The day, if things can have happened on it: no later than that, nor before the equipment of today was sold; else null.';

create function private.date_doubt(name text, on_day date, latest date)
returns text
language sql immutable
return case when on_day is not null and private.plausible(on_day, latest) is null
  then format('%s %s cannot be: due dates do not count from it', name, on_day) end;
comment on function private.date_doubt is 'What is said of a day that is not plausible; null for one that is, and for none.';

create function private.key_doubt(name text, ref text, fields jsonb, first_fields jsonb, first_line integer)
returns text
language sql immutable
return (
  select format('%s "%s" is already on line %s, with another %s', name, ref, first_line, string_agg(e.key, ', ' order by e.key))
  from jsonb_each(fields) e where e.value is distinct from first_fields -> e.key
  having count(*) > 0);
comment on function private.key_doubt is 'What is said of a row whose key an earlier one has, and which tells something else; null where it tells the same.';

create function private.backfill_candidates(file_ids uuid[], today date)
returns table (
  import_row_id uuid, "position" integer, is_claim boolean, ref text, is_readable boolean, customer_id uuid, sku text,
  product_id uuid, order_state text, quantity integer, serial_numbers text[], source_line_id uuid, source_claim_id uuid,
  category_id uuid, identity text, is_enabled boolean, interval_months integer, fee numeric, delivery_date date,
  anchor_on date, anchor_source text, purchased_on date, doubt text)
language sql stable
set search_path = ''
as $$
  select r.id, (row_number() over (order by f.kind = 'sales_order_lines', f.number, r.line))::integer,
    f.kind = 'device_claims', r.ref, r.problem is null, c.customer_id, v.sku, p.id, v.order_state, coalesce(v.quantity, 1),
    coalesce(v.serial_numbers, array_remove(array[v.serial_number], null)), l.id, d.id,
    g.id, g.identity,
    coalesce(m.enabled, false), m.interval_months, m.fee,
    dates.told_delivered,
    coalesce(dates.delivered, dates.invoiced, dates.ordered, backfill_candidates.today),
    case when dates.delivered is not null then 'delivery' when dates.invoiced is not null then 'invoice'
      when dates.ordered is not null then 'order' else 'today' end,
    coalesce(dates.ordered, dates.invoiced, dates.delivered),
    nullif(concat_ws('; ', dates.doubt, coalesce(
      private.key_doubt(case when f.kind = 'device_claims' then 'claim_ref' else 'line_ref' end, r.ref, r.fields,
        first_value(r.fields) over told, first_value(r.line) over told),
      -- A key that was somebody else's in an earlier file.
      case when o.customer_id <> c.customer_id then format('line_ref "%s" is on record in order %s of %s', r.ref, o.order_number,
        (select coalesce(w.customer_ref, w.name) from public.customers w where w.id = o.customer_id)) end)), '')
  from public.import_rows r
  join public.import_files f on f.id = r.file_id
  cross join lateral jsonb_to_record(coalesce(r.fields, '{}')) as v (
    customer_ref text, sku text, device_type text, order_state text, quantity integer, serial_numbers text[], serial_number text,
    delivery_date date, adp_delivery_date date, invoice_date date, order_date date)
  cross join lateral (
    select told.delivered as told_delivered,
      private.plausible(told.delivered, told.soon) as delivered,
      private.plausible(v.invoice_date, told.soon) as invoiced,
      private.plausible(v.order_date, told.today) as ordered,
      nullif(concat_ws('; ',
        private.date_doubt('delivery_date', v.delivery_date, told.today + 366),
        private.date_doubt('adp_delivery_date', v.adp_delivery_date, told.soon),
        private.date_doubt('invoice_date', v.invoice_date, told.soon),
        private.date_doubt('order_date', v.order_date, told.today)), '') as doubt
    -- Invoices and settlements are dated a little ahead, deliveries are planned; nobody has ordered tomorrow.
    from (values (coalesce(v.delivery_date, v.adp_delivery_date), backfill_candidates.today, backfill_candidates.today + 31)) told (delivered, today, soon)
  ) dates
  left join private.customers_by_ref c on c.customer_ref = v.customer_ref
  left join public.products p on p.sku = v.sku
  left join public.device_types t on t.name_key = lower(btrim(v.device_type))
  left join public.equipment_categories g on g.id = coalesce(t.category_id, p.category_id)
  left join public.sales_order_lines l on f.kind = 'sales_order_lines' and l.line_ref = r.ref
  left join public.sales_orders o on o.id = l.order_id
  left join public.device_claims d on f.kind = 'device_claims' and d.claim_ref = r.ref
  left join lateral private.maintenance_policy(p.id, g.id) m on true
  where f.id = any (backfill_candidates.file_ids) and f.kind in ('sales_order_lines', 'device_claims') and r.line > 1
  window told as (partition by f.kind, r.ref order by f.number, r.line);
$$;
comment on function private.backfill_candidates is 'Claims and order lines of the files, in the order in which they count, with what they refer to. A claim''s category is that of its device type, else of its product.';

create function private.scan_install_base(run_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  with run as (
    select * from public.backfill_runs r where r.id = scan_install_base.run_id
  ), judged as (
    select c.*, case
        when not c.is_readable then 'invalid_row'
        when c.customer_id is null then 'unknown_customer'
        when c.product_id is null and (not c.is_claim or c.sku is not null) then 'unknown_product'
        when not private.is_confirmed(c.order_state) then 'not_confirmed'
        when c.quantity <= 0 then 'non_positive_quantity'
        when c.category_id is null then 'no_category'
        when not c.is_enabled then 'not_enabled'
        -- A funder pays for what it knows to be delivered; a claim's date is when it was settled.
        when not c.is_claim and c.delivery_date > run.today then 'not_delivered'
      end as row_reason
    from run, private.backfill_candidates(run.file_ids, run.today) c
  ), found as (
    select j.*, n as unit_number, s.serial_number, private.serial_key(s.serial_number) as serial_key,
      case
        when j.row_reason is not null then j.row_reason
        -- A claim has no line to be told apart by, whatever its category.
        when (j.identity = 'serial' or j.is_claim) and s.serial_number is null then 'no_serial'
      end as reason
    from judged j
    cross join lateral generate_series(1, case when j.row_reason is null then j.quantity else 1 end) n
    cross join lateral (select case when j.row_reason is null then private.said_serial(j.serial_numbers[n]) end as serial_number) s
  ), ranked as (
    -- The first of the rows that could be enrolled wins.
    select f.*,
      dense_rank() over (partition by f.reason is null, f.is_claim, f.ref order by f.position) as nth_of_ref,
      row_number() over same_serial as nth_of_serial,
      first_value(f.customer_id) over same_serial as serial_owner_id,
      first_value(f.position) over same_serial as serial_position
    from found f
    window same_serial as (partition by f.reason is null, f.serial_key order by f.position, f.unit_number)
  ), met as (
    select k.*, m.unit_id as known_unit_id, m.is_retired,
      -- Two clients cannot have one device: the first keeps it until a person has decided. A unit that was handed on since is its new owner's.
      case when k.reason is null and k.serial_key is not null
          and not coalesce(u.customer_id = k.customer_id or u.source_line_id = k.source_line_id or u.source_claim_id = k.source_claim_id, false)
        then coalesce(u.customer_id, nullif(k.serial_owner_id, k.customer_id)) end as rival_id
    from ranked k
    cross join lateral private.known_unit(k.serial_number, k.source_line_id, k.unit_number, k.source_claim_id) m
    left join public.units u on u.id = m.unit_id
  ), settled as (
    select m.*, coalesce(m.reason,
        case when m.nth_of_ref > 1 or (m.serial_key is not null and m.nth_of_serial > 1) or m.rival_id is not null then 'duplicate' end,
        private.enrolment_obstacle(m.known_unit_id, m.is_retired, run.revives_cancelled)) as obstacle,
      -- Doubts are told only of rows that are, or might be, enrolled.
      case when m.reason is null or m.reason in ('not_delivered', 'no_serial') then nullif(concat_ws('; ', m.doubt,
        format('serial number "%s" ', m.serial_number) || private.serial_weakness(m.serial_number) || ': it tells no devices apart',
        case when m.serial_key is not null and m.nth_of_serial > 1 and m.serial_position = m.position then format('serial number "%s" stands twice on this line', m.serial_number) end,
        case when m.rival_id is not null then format('serial number "%s" is also at %s', m.serial_number,
          (select coalesce(c.customer_ref, c.name) from public.customers c where c.id = m.rival_id)) end), '') end as every_doubt
    from run, met m
  ), once as (
    -- Skips count rows: a row of three units that are skipped for one reason is one skip.
    select s.*, case s.obstacle when 'already_enrolled' then 'already_enrolled' else case when s.obstacle is null then 'new' else 'skipped' end end as outcome,
      nullif(s.obstacle, 'already_enrolled') as final_reason,
      row_number() over (partition by s.import_row_id, nullif(s.obstacle, 'already_enrolled') order by s.unit_number) as nth_of_reason
    from settled s
  )
  insert into public.backfill_rows (
    run_id, position, import_row_id, unit_number, outcome, reason, customer_id, product_id, category_id, source_line_id,
    source_claim_id, unit_id, serial_number, anchor_on, anchor_source, interval_months, fee, first_due_on, due_on, consent,
    purchased_on, doubt, state)
  select run.id, o.position, o.import_row_id, o.unit_number, o.outcome, o.final_reason, o.customer_id, o.product_id, o.category_id,
    o.source_line_id, o.source_claim_id, o.known_unit_id, o.serial_number, o.anchor_on, o.anchor_source, o.interval_months, o.fee,
    due.first_on, due.first_on,
    case
      when c.consent_basis in ('contract', 'express') then c.consent_basis
      when greatest(o.purchased_on, case when c.consent_basis = 'purchase' then c.consent_on end)
        between run.today - interval '2 years' and run.today then 'purchase'
      when c.id is not null then 'none'
    end,
    o.purchased_on, o.every_doubt, case when o.outcome = 'new' then 'pending' end
  from run
  cross join once o
  cross join lateral (select (o.anchor_on + make_interval(months => o.interval_months))::date as first_on) due
  left join public.customers c on c.id = o.customer_id
  where o.final_reason is null or o.nth_of_reason = 1;
$$;
comment on function private.scan_install_base is 'Fills a run with what its files hold: each unit new or already enrolled, each other row skipped with the first reason that fits.';

create function private.stagger_run(run_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  with run as (
    select * from public.backfill_runs r where r.id = stagger_run.run_id
  ), days as (
    select d.day, d.number from run, private.business_days(run.today + 1, run.today + 7 * run.weeks) d
  ), clients as (
    select b.customer_id, row_number() over (order by min(b.first_due_on), min(b.position)) as rank, count(*) over () as total
    from run
    join public.backfill_rows b on b.run_id = run.id and b.outcome = 'new' and b.first_due_on <= run.today + 30
    group by b.customer_id
  ), mails as (
    -- As many a day as it takes to be through by the end of the window, the oldest first.
    select c.customer_id, d.day
    from clients c
    join days d on d.number = ceil(c.rank / ceil(c.total::numeric / (select count(*) from days)))
  )
  update public.backfill_rows b
  set mail_on = m.day, due_on = m.day + 30
  from run, mails m
  where b.run_id = run.id and b.outcome = 'new' and b.first_due_on <= run.today + 30 and b.customer_id = m.customer_id;
$$;
comment on function private.stagger_run is 'Spreads the first mails of units due within 30 days, or past due, over the business days of the window: at most ceil(clients ÷ business days) clients a day, oldest first, a client''s units together.';

create trigger refuse_delete before delete on public.backfill_runs
  for each row execute function private.refuse_delete();
create trigger refuse_delete before delete on public.backfill_rows
  for each row execute function private.refuse_delete();
create trigger audit after insert or update or delete on public.backfill_runs for each row execute function private.record_change('report');

-- Access --------------------------------------------------------------------------------------------

alter table public.backfill_runs enable row level security;
alter table public.backfill_rows enable row level security;
create policy office_reads on public.backfill_runs for select to authenticated using ((select private.is_office()));
create policy office_reads on public.backfill_rows for select to authenticated using ((select private.is_office()));
grant select on public.backfill_runs, public.backfill_rows to authenticated, service_role;
