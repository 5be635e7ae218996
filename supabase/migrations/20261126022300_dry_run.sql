-- Dry run: a stored scan and its report.

create function private.backfill_report(run_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  with run as (
    select * from public.backfill_runs r where r.id = backfill_report.run_id
  ), found as (
    select b.*, g.code as category from public.backfill_rows b
    left join public.equipment_categories g on g.id = b.category_id
    where b.run_id = backfill_report.run_id
  ), fresh as (
    select * from found f where f.outcome = 'new'
  ), staggered as (
    select * from fresh f where f.mail_on is not null
  ), files as (
    select f.* from run join public.import_files f on f.id = any (run.file_ids)
  ), told as (
    select f.number, f.file_name, r.line, r.problem, nullif(concat_ws('; ', r.notice, d.doubt), '') as notice
    from files f
    join public.import_rows r on r.file_id = f.id
    left join (
      select x.import_row_id, string_agg(distinct x.doubt, '; ') as doubt from found x where x.doubt is not null group by x.import_row_id
    ) d on d.import_row_id = r.id
  ), categories as (
    select f.category, count(*) filter (where f.outcome = 'new') as fresh,
      count(*) filter (where f.outcome = 'already_enrolled') as enrolled, count(*) filter (where f.outcome = 'skipped') as skipped
    from found f where f.category is not null group by f.category
  )
  select jsonb_build_object(
    'run_id', run.id,
    'today', run.today,
    'weeks', run.weeks,
    'new', (select count(*) from fresh),
    'new_by_category', (select coalesce(jsonb_object_agg(c.category, c.fresh) filter (where c.fresh > 0), '{}') from categories c),
    'by_category', (select coalesce(jsonb_object_agg(c.category, jsonb_build_object(
        'new', c.fresh, 'already_enrolled', c.enrolled, 'skipped', c.skipped)), '{}') from categories c),
    'skipped', (select coalesce(jsonb_object_agg(s.reason, s.rows), '{}')
      from (select f.reason, count(*) as rows from found f where f.outcome = 'skipped' group by f.reason) s),
    'already_enrolled', (select count(*) from found f where f.outcome = 'already_enrolled'),
    'to_stagger', (select count(*) from staggered),
    'clients_to_stagger', (select count(distinct s.customer_id) from staggered s),
    'fee_total', (select coalesce(sum(f.fee), 0)::numeric(12, 2)::text from fresh f),
    'schedule', (select coalesce(jsonb_object_agg(s.mail_on, s.clients), '{}')
      from (select x.mail_on, count(distinct x.customer_id) as clients from staggered x group by x.mail_on) s),
    'overdue', (select jsonb_build_object('units', count(*), 'longest_days', coalesce(max(run.today - f.first_due_on), 0))
      from fresh f where f.first_due_on < run.today),
    'anchors', (select coalesce(jsonb_object_agg(a.anchor_source, a.units), '{}')
      from (select f.anchor_source, count(*) as units from fresh f group by f.anchor_source) a),
    'consent', (select coalesce(jsonb_object_agg(a.consent, a.units), '{}')
      from (select f.consent, count(*) as units from fresh f group by f.consent) a),
    'missing_emails', (select count(distinct f.customer_id) from fresh f
      join public.customers c on c.id = f.customer_id where c.email is null),
    'customers', (select coalesce(sum(f.row_count), 0) from files f where f.kind = 'customers'),
    'lines', (select coalesce(sum(f.row_count), 0) from files f where f.kind = 'sales_order_lines'),
    'claims', (select coalesce(sum(f.row_count), 0) from files f where f.kind = 'device_claims'),
    'rejected', (select coalesce(jsonb_agg(jsonb_build_object('file', t.file_name, 'line', t.line, 'reason', t.problem)
      order by t.number, t.line), '[]') from told t where t.problem is not null),
    'notices', (select coalesce(jsonb_agg(jsonb_build_object('file', t.file_name, 'line', t.line, 'reason', t.notice)
      order by t.number, t.line), '[]') from told t where t.notice is not null))
  from run;
$$;
comment on function private.backfill_report is 'What a dry run tells: enrolments, stagger, anchors and consent in units; skips and rejections in rows; the schedule of first mails and missing e-mails in clients.';

create function private.start_backfill(
  today date, weeks integer, file_ids uuid[], revive_cancelled boolean,
  content_hash text)
returns jsonb
language plpgsql volatile
-- Compiling the one big statement takes seconds, running it a fraction of one.
set jit = off
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
  v_weeks integer := coalesce(weeks, (select s.stagger_weeks from public.company_settings s));
begin
  -- Days without end would be counted without end.
  if not coalesce(private.known_days() @> today::timestamptz, false) or v_weeks not between 1 and 52 then
    raise exception 'a run needs a day of these centuries and 1 to 52 weeks' using errcode = '22023';
  end if;
  if content_hash !~ '^[0-9a-f]{64}$' then
    raise exception 'the contents of files are named by their SHA-256' using errcode = '22023';
  end if;
  if not exists (select from private.business_days(today + 1, today + 7 * v_weeks)) then
    raise exception 'no business day in % weeks after %', v_weeks, today using errcode = '22023';
  end if;
  insert into public.backfill_runs (today, weeks, revives_cancelled, content_hash, file_ids)
  values (today, v_weeks, coalesce(revive_cancelled, false), start_backfill.content_hash, coalesce(file_ids, array(
    select distinct on (f.kind) f.id from public.import_files f where f.finished_at is not null order by f.kind, f.number desc)))
  returning * into v_run;
  perform private.scan_install_base(v_run.id);
  perform private.stagger_run(v_run.id);
  update public.backfill_runs r set report = private.backfill_report(v_run.id) where r.id = v_run.id returning * into v_run;
  return v_run.report || jsonb_build_object('status', 'ready');
end;
$$;
comment on function private.start_backfill is 'Dry run over the given files, or the newest of each kind: stores a run and nothing else, and returns its report with {status: ready, run_id}. weeks defaults to the company''s setting. 22023 for a window without business days.';
