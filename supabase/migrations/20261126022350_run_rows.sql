-- Rows of a run, page by page: what a person looks at behind each figure of its report.

create function private.is_run_row(found public.backfill_rows, outcome text, reason text, category_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (category_id is null or found.category_id = is_run_row.category_id)
    and case
      when outcome is null then true
      when outcome in ('new', 'already_enrolled', 'skipped') then found.outcome = is_run_row.outcome
      when outcome = 'passed_over' then found.state = 'skipped'
      else found.state = outcome end
    and case reason
      when 'conflict' then found.rival_id is not null and found.reason = 'duplicate'
      when 'doubt' then found.doubt is not null
      when 'overdue' then found.outcome = 'new' and found.first_due_on < (select r.today from public.backfill_runs r where r.id = found.run_id)
      when 'no_consent' then found.outcome = 'new' and found.consent = 'none'
      when 'no_email' then found.outcome = 'new' and exists (select from public.customers c where c.id = found.customer_id and c.email is null)
      else reason is null or found.reason = is_run_row.reason end;
end;
$$;
comment on function private.is_run_row is 'Whether a row of a run is one of those that are asked for: see the door backfill_rows.';

create function private.backfill_rows(run_id uuid, outcome text, reason text, category text, after uuid, most integer)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_most integer := least(greatest(most, 1), 500);
  v_category uuid := (select g.id from public.equipment_categories g where g.code = category);
  v_after public.backfill_rows;
  v_ids uuid[];
begin
  if not exists (select from public.backfill_runs r where r.id = backfill_rows.run_id) then
    raise exception 'no backfill run %', backfill_rows.run_id using errcode = 'PT404';
  elsif category is not null and v_category is null then
    return private.rejected('category');
  end if;
  select * into v_after from public.backfill_rows b where b.id = after and b.run_id = backfill_rows.run_id;
  -- One more than is told says whether there are more.
  v_ids := array(
    select b.id from public.backfill_rows b
    where b.run_id = backfill_rows.run_id and (b.position, b.unit_number) > (coalesce(v_after.position, 0), coalesce(v_after.unit_number, 0))
      and private.is_run_row(b, backfill_rows.outcome, backfill_rows.reason, v_category)
    order by b.position, b.unit_number limit v_most + 1);
  return (
    select jsonb_build_object('status', 'ok', 'next', case when cardinality(v_ids) > v_most then v_ids[v_most] end,
      'rows', coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'file', f.file_name, 'line', r.line, 'ref', r.ref, 'outcome', b.outcome, 'reason', b.reason,
        'state', b.state, 'problem', r.problem, 'notice', r.notice, 'doubt', b.doubt, 'failure', b.failure, 'unit_number', b.unit_number,
        'category', g.code, 'product', p.name, 'serial_number', b.serial_number,
        'customer_id', c.id, 'customer', c.name, 'customer_ref', coalesce(c.customer_ref, r.fields ->> 'customer_ref'), 'email', c.email, 'phone', c.phone,
        'rival_id', b.rival_id, 'rival', w.name,
        'anchor_on', b.anchor_on, 'anchor_source', b.anchor_source, 'first_due_on', b.first_due_on, 'mail_on', b.mail_on, 'due_on', b.due_on,
        'interval_months', b.interval_months, 'fee', b.fee::text, 'consent', b.consent, 'consent_on', b.consent_on,
        'contract_id', b.contract_id, 'fields', r.fields) order by b.position, b.unit_number), '[]'))
    from public.backfill_rows b
    join public.import_rows r on r.id = b.import_row_id
    join public.import_files f on f.id = r.file_id
    left join public.equipment_categories g on g.id = b.category_id
    left join public.products p on p.id = b.product_id
    left join public.customers c on c.id = b.customer_id
    left join public.customers w on w.id = b.rival_id
    where b.id = any (v_ids[1:v_most]));
end;
$$;
comment on function private.backfill_rows is 'Rows of a run: see the door of the same name. PT404 for an unknown run.';
