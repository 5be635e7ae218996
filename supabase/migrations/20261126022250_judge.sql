-- Judge: what each row of the files is: a unit that is new or enrolled already, or skipped, with its one reason.
-- A step takes some rows of one file and looks everything else up by key. Nothing is joined with a whole table: right after
-- an import no statistics are known, and a plan that takes 60,000 clients for one reads them all for each row.

create function private.scanned_files(run_id uuid)
returns table (number integer, file_id uuid, is_claims boolean)
language sql stable
set search_path = ''
as $$
  select (row_number() over (order by f.kind = 'sales_order_lines', f.number))::integer, f.id, f.kind = 'device_claims'
  from public.backfill_runs r
  join public.import_files f on f.id = any (r.file_ids) and f.kind in ('sales_order_lines', 'device_claims')
  where r.id = scanned_files.run_id;
$$;
comment on function private.scanned_files is 'The files of a run in the order in which they are read: claims before order lines.';

create type private.backfill_candidate as (
  import_row_id uuid, "position" integer, is_claim boolean, ref text, line integer, fields jsonb, is_readable boolean, customer_id uuid,
  told_sku boolean, product_id uuid, order_state text, quantity integer, serial_numbers text[], source_line_id uuid, source_claim_id uuid,
  category_id uuid, identity text, told_delivered date, anchor_on date, anchor_source text, purchased_on date, doubt text, order_doubt text);
comment on type private.backfill_candidate is 'A row of a file with what it refers to.';

create function private.backfill_candidates(file_id uuid, is_claims boolean, today date, after_line integer, most integer)
returns setof private.backfill_candidate
language plpgsql stable
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set jit = off
as $$
begin
  return query
  select r.id, (row_number() over (order by r.line))::integer, is_claims, r.ref, r.line, r.fields, r.problem is null, c.customer_id,
    v.sku is not null, p.id, v.order_state, coalesce(v.quantity, 1),
    coalesce(v.serial_numbers, array_remove(array[v.serial_number], null)), l.id, d.id, g.id, g.identity,
    dates.told_delivered, coalesce(dates.delivered, dates.invoiced, dates.ordered, backfill_candidates.today),
    case when dates.delivered is not null then 'delivery' when dates.invoiced is not null then 'invoice'
      when dates.ordered is not null then 'order' else 'today' end,
    coalesce(dates.ordered, dates.invoiced, dates.delivered),
    dates.doubt,
    -- A key that was somebody else's in an earlier file.
    case when o.customer_id <> c.customer_id then format('line_ref "%s" is on record in order %s of %s', r.ref, o.order_number,
      (select coalesce(w.customer_ref, w.name) from public.customers w where w.id = o.customer_id)) end
  from (
    select i.* from public.import_rows i
    where i.file_id = backfill_candidates.file_id and i.line > after_line order by i.line limit most
  ) r
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
  left join public.sales_order_lines l on not is_claims and l.line_ref = r.ref
  left join public.sales_orders o on o.id = l.order_id
  left join public.device_claims d on is_claims and d.claim_ref = r.ref;
end;
$$;
comment on function private.backfill_candidates is 'The next rows of a file of claims or order lines with what they refer to, numbered from 1. A claim''s category is that of its device type, else of its product.';

create type private.backfill_unit as (
  row_of private.backfill_candidate, unit_number integer, serial_number text, serial_key text, reason text,
  interval_months integer, fee numeric);
comment on type private.backfill_unit is 'A unit that a row tells of, or a row that tells of none, with the first reason against it that the row alone gives.';

create function private.judge_candidates(candidates private.backfill_candidate[], today date)
returns setof private.backfill_unit
language plpgsql stable
set search_path = ''
set jit = off
as $$
begin
  return query
  with told as materialized (
    select c, (c).product_id, (c).category_id from unnest(candidates) c
  ), policies as materialized (
    -- Few products make many rows.
    select k.product_id, k.category_id, m.enabled, m.interval_months, m.fee
    from (select distinct t.product_id, t.category_id from told t where t.category_id is not null) k
    cross join lateral private.maintenance_policy(k.product_id, k.category_id) m
  ), judged as materialized (
    select t.c, p.interval_months, p.fee, case
        when not (t.c).is_readable then 'invalid_row'
        when (t.c).customer_id is null then 'unknown_customer'
        when (t.c).product_id is null and (not (t.c).is_claim or (t.c).told_sku) then 'unknown_product'
        when not private.is_confirmed((t.c).order_state) then 'not_confirmed'
        when (t.c).quantity <= 0 then 'non_positive_quantity'
        when (t.c).category_id is null then 'no_category'
        when not coalesce(p.enabled, false) then 'not_enabled'
        -- A funder pays for what it knows to be delivered; a claim's date is when it was settled.
        when not (t.c).is_claim and (t.c).told_delivered > judge_candidates.today then 'not_delivered'
      end as reason
    from told t
    left join policies p on p.category_id = t.category_id and p.product_id is not distinct from t.product_id
  ), units as materialized (
    select j.*, n, case when j.reason is null then private.said_serial((j.c).serial_numbers[n]) end as serial_number
    from judged j
    cross join lateral generate_series(1, case when j.reason is null then (j.c).quantity else 1 end) n
  )
  select u.c, u.n, u.serial_number, private.serial_key(u.serial_number),
    case
      when u.reason is not null then u.reason
      -- A claim has no line to be told apart by, whatever its category.
      when ((u.c).identity = 'serial' or (u.c).is_claim) and u.serial_number is null then 'no_serial'
    end, u.interval_months, u.fee
  from units u;
end;
$$;
comment on function private.judge_candidates is 'The units that rows tell of, each with what speaks against it, seen from its row alone.';

create function private.remember_told(run_id uuid, units private.backfill_unit[], judged integer)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into private.backfill_refs as k (run_id, is_claim, ref_hash, told_by, unit_from)
  select distinct on (is_claim, ref_hash) remember_told.run_id, u.is_claim, u.ref_hash, u.told_by, u.unit_from
  from (
    select (f.row_of).is_claim, md5((f.row_of).ref)::uuid as ref_hash, (f.row_of).position,
      first_value((f.row_of).import_row_id) over (partition by (f.row_of).is_claim, (f.row_of).ref order by (f.row_of).position) as told_by,
      first_value(case when f.reason is null then (f.row_of).import_row_id end) over (
        partition by (f.row_of).is_claim, (f.row_of).ref order by f.reason is not null, (f.row_of).position) as unit_from
    from unnest(units) f where (f.row_of).ref is not null
  ) u
  order by is_claim, ref_hash, u.position
  on conflict on constraint backfill_refs_pkey do update set unit_from = excluded.unit_from
  where k.unit_from is null and excluded.unit_from is not null;

  -- The first of the rows that could be enrolled wins.
  insert into private.backfill_serials (run_id, serial_hash, customer_id, position, unit_number)
  select distinct on (f.serial_key) remember_told.run_id, md5(f.serial_key)::uuid, (f.row_of).customer_id, judged + (f.row_of).position, f.unit_number
  from unnest(units) f where f.serial_key is not null and f.reason is null
  order by f.serial_key, (f.row_of).position, f.unit_number
  on conflict on constraint backfill_serials_pkey do nothing;
end;
$$;
comment on function private.remember_told is 'Keeps which rows and units were the first of their key and serial.';

create function private.store_judged(run public.backfill_runs, units private.backfill_unit[], judged integer)
returns void
language plpgsql volatile
set search_path = ''
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set jit = off
as $$
begin
  with ranked as materialized (
    select (f.row_of).*, f.unit_number, f.serial_number, f.serial_key, f.reason, f.interval_months, f.fee,
      coalesce(f.reason is null and k.unit_from <> (f.row_of).import_row_id, false) as has_ref_before,
      coalesce((s.position, s.unit_number) < (judged + (f.row_of).position, f.unit_number), false) as has_serial_before,
      s.customer_id as serial_owner_id, s.position as serial_position, nullif(k.told_by, (f.row_of).import_row_id) as told_before
    from unnest(units) f
    -- One by one: of a run that is scanned for the first time the planner expects no rows, and would read all of them for each.
    left join lateral (
      select b.* from private.backfill_refs b
      where b.run_id = run.id and b.is_claim = (f.row_of).is_claim and b.ref_hash = md5((f.row_of).ref)::uuid limit 1) k on true
    left join lateral (
      select b.* from private.backfill_serials b
      where b.run_id = run.id and b.serial_hash = md5(f.serial_key)::uuid and f.reason is null limit 1) s on true
  ), met as materialized (
    select r.*, m.unit_id as known_unit_id, m.is_retired,
      -- Two clients cannot have one device: the first keeps it until a person has decided. A unit that was handed on since is its new owner's.
      case when r.reason is null and r.serial_key is not null
          and not coalesce(u.customer_id = r.customer_id or u.source_line_id = r.source_line_id or u.source_claim_id = r.source_claim_id, false)
        then coalesce(u.customer_id, nullif(r.serial_owner_id, r.customer_id)) end as rival_id
    from ranked r
    cross join lateral private.unit_of_key(r.serial_key, r.source_line_id, r.unit_number, r.source_claim_id) m
    left join public.units u on u.id = m.unit_id
  ), settled as materialized (
    select m.*, coalesce(m.reason,
        case when m.has_ref_before or m.has_serial_before or m.rival_id is not null then 'duplicate' end,
        case when m.known_unit_id is not null or m.is_retired then private.enrolment_obstacle(m.known_unit_id, m.is_retired, run.revives_cancelled) end) as obstacle,
      -- Doubts are told only of rows that are, or might be, enrolled.
      case when m.reason is null or m.reason in ('not_delivered', 'no_serial') then nullif(concat_ws('; ', m.doubt, coalesce(
          (select private.key_doubt(case when m.is_claim then 'claim_ref' else 'line_ref' end, m.ref, m.fields, b.fields, b.line)
            from public.import_rows b where b.id = m.told_before), m.order_doubt),
        format('serial number "%s" ', m.serial_number) || private.serial_weakness(m.serial_number) || ': it tells no devices apart',
        case when m.has_serial_before and m.serial_position = judged + m.position then format('serial number "%s" stands twice on this line', m.serial_number) end,
        case when m.rival_id is not null then format('serial number "%s" is also at %s', m.serial_number,
          (select coalesce(c.customer_ref, c.name) from public.customers c where c.id = m.rival_id)) end), '') end as every_doubt
    from met m
  ), once as (
    -- Skips count rows: a row of three units that are skipped for one reason is one skip.
    select s.*, case s.obstacle when 'already_enrolled' then 'already_enrolled' else case when s.obstacle is null then 'new' else 'skipped' end end as outcome,
      nullif(s.obstacle, 'already_enrolled') as final_reason,
      row_number() over (partition by s.import_row_id, nullif(s.obstacle, 'already_enrolled') order by s.unit_number) as nth_of_reason
    from settled s
  )
  insert into public.backfill_rows (
    run_id, position, import_row_id, unit_number, outcome, reason, customer_id, product_id, category_id, source_line_id,
    source_claim_id, unit_id, serial_number, anchor_on, anchor_source, interval_months, fee, first_due_on, due_on, consent, consent_on,
    purchased_on, doubt, rival_id, state)
  select run.id, judged + o.position, o.import_row_id, o.unit_number, o.outcome, o.final_reason, o.customer_id, o.product_id, o.category_id,
    o.source_line_id, o.source_claim_id, o.known_unit_id, o.serial_number, o.anchor_on, o.anchor_source, o.interval_months, o.fee,
    due.first_on, due.first_on, basis.consent, case basis.consent when 'purchase' then basis.bought_on when 'none' then null else c.consent_on end,
    o.purchased_on, o.every_doubt, o.rival_id, case when o.outcome = 'new' then 'pending' end
  from once o
  cross join lateral (select (o.anchor_on + make_interval(months => o.interval_months))::date as first_on) due
  left join public.customers c on c.id = o.customer_id
  cross join lateral (
    select b.bought_on, case
        when c.consent_basis in ('contract', 'express') then c.consent_basis
        when b.bought_on between run.today - interval '2 years' and run.today then 'purchase'
        when c.id is not null then 'none'
      end as consent
    from (select greatest(o.purchased_on, case when c.consent_basis = 'purchase' then c.consent_on end) as bought_on) b
  ) basis
  where o.final_reason is null or o.nth_of_reason = 1;
end;
$$;
comment on function private.store_judged is 'Writes what some rows are down, compared with those before them and with what is enrolled.';

create function private.judge_next(scan private.backfill_scans, run public.backfill_runs, most integer)
returns private.backfill_scans
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file record;
  v_candidates private.backfill_candidate[];
  v_units private.backfill_unit[];
  v_last private.backfill_candidate;
begin
  select * into v_file from private.scanned_files(run.id) f where f.number = scan.file_number;
  if not found then
    scan.step := 'rank';
    return scan;
  end if;
  v_candidates := array(select c from private.backfill_candidates(v_file.file_id, v_file.is_claims, run.today, scan.line, most) c);
  if cardinality(v_candidates) = 0 then
    scan.file_number := scan.file_number + 1;
    scan.line := 1;
    return scan;
  end if;
  v_units := array(select u from private.judge_candidates(v_candidates, run.today) u);
  perform private.remember_told(run.id, v_units, scan.judged);
  perform private.store_judged(run, v_units, scan.judged);
  v_last := v_candidates[cardinality(v_candidates)];
  scan.line := v_last.line;
  scan.judged := scan.judged + cardinality(v_candidates);
  return scan;
end;
$$;
comment on function private.judge_next is 'Judges the next rows of a scan, or goes on to the next file, or step, and returns how far the scan has come.';
