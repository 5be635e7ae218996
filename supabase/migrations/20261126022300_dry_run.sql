-- Dry run: a stored scan, step by step, and its report.

create function private.backfill_report(run_id uuid)
returns jsonb
language sql stable
set search_path = ''
-- It reads the whole run, once: of clients who came a moment ago the planner knows nothing, and would read all of them for each row.
set enable_nestloop = off
set jit = off
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
    'first_day', coalesce(run.first_day, run.today + 1),
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
    'consent_on', (select coalesce(jsonb_object_agg(a.consent, jsonb_build_object('from', a.first_on, 'until', a.last_on)), '{}')
      from (select f.consent, min(f.consent_on) as first_on, max(f.consent_on) as last_on from fresh f where f.consent_on is not null group by f.consent) a),
    'conflicts', (select count(*) from found f where f.rival_id is not null and f.reason = 'duplicate'),
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

create function private.scan_step(scan private.backfill_scans, run public.backfill_runs)
returns private.backfill_scans
language plpgsql volatile
set search_path = ''
as $$
begin
  case scan.step
    when 'judge' then
      return private.judge_next(scan, run, 1000);
    when 'rank' then
      perform private.rank_clients(run);
      scan.step := 'stagger';
    when 'stagger' then
      if exists (select from private.backfill_ranks k where k.run_id = run.id and k.rank > scan.staggered) then
        scan.staggered := private.stagger_clients(run, scan.staggered, 1000);
      else
        scan.step := 'report';
      end if;
    else
      null;
  end case;
  return scan;
end;
$$;
comment on function private.scan_step is 'One step of a scan; returns how far it has come.';

create function private.end_scan(run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report jsonb := private.backfill_report(run_id);
begin
  delete from private.backfill_refs k where k.run_id = end_scan.run_id;
  delete from private.backfill_serials k where k.run_id = end_scan.run_id;
  delete from private.backfill_scans k where k.run_id = end_scan.run_id;
  update public.backfill_runs r set report = v_report, state = 'ready', to_enrol = (v_report ->> 'new')::integer where r.id = end_scan.run_id;
  return v_report;
end;
$$;
comment on function private.end_scan is 'Lets go of what only the scan needed, and keeps its report.';

create function private.scan_on(run_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
  v_scan private.backfill_scans;
  v_until timestamptz := clock_timestamp() + interval '0.7 seconds';
begin
  -- Two people who look at one run take turns.
  select * into v_run from public.backfill_runs r where r.id = scan_on.run_id for update;
  if not found then
    raise exception 'no backfill run %', scan_on.run_id using errcode = 'PT404';
  elsif v_run.state <> 'scanning' then
    return v_run.report || jsonb_build_object('status', v_run.state, 'run_id', v_run.id);
  end if;
  select * into v_scan from private.backfill_scans s where s.run_id = v_run.id;
  -- What is small is answered at once, however slow the machine.
  while v_scan.step <> 'report' and (v_scan.to_judge <= 1000 or clock_timestamp() < v_until) loop
    v_scan := private.scan_step(v_scan, v_run);
  end loop;
  if v_scan.step = 'report' and (v_scan.to_judge <= 1000 or clock_timestamp() < v_until) then
    return private.end_scan(v_run.id) || jsonb_build_object('status', 'ready');
  end if;
  update private.backfill_scans s
  set step = v_scan.step, file_number = v_scan.file_number, line = v_scan.line, judged = v_scan.judged, staggered = v_scan.staggered
  where s.run_id = v_run.id;
  return jsonb_build_object('status', 'scanning', 'run_id', v_run.id, 'done', v_scan.judged, 'total', v_scan.to_judge);
end;
$$;
comment on function private.scan_on is 'Goes on with a scan for about a second: see the door continue_backfill. PT404 for an unknown run.';

create function private.begin_scan(run_id uuid, step text, file_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Scans that nobody went on with since yesterday.
  delete from private.backfill_refs k using public.backfill_runs r where r.id = k.run_id and r.state = 'scanning' and r.created_at < private.clock() - interval '1 day';
  delete from private.backfill_serials k using public.backfill_runs r where r.id = k.run_id and r.state = 'scanning' and r.created_at < private.clock() - interval '1 day';
  insert into private.backfill_scans (run_id, step, to_judge)
  select begin_scan.run_id, begin_scan.step, count(*) from public.import_rows i
  join public.import_files f on f.id = i.file_id
  where f.id = any (begin_scan.file_ids) and f.kind in ('sales_order_lines', 'device_claims') and i.line > 1;
  return private.scan_on(run_id);
end;
$$;
comment on function private.begin_scan is 'Begins a scan at one of its steps.';

create function private.check_window(today date, weeks integer, first_day date)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  -- Days without end would be counted without end.
  if not coalesce(private.known_days() @> today::timestamptz, false) or weeks is null or weeks not between 1 and 52 then
    raise exception 'a run needs a day of these centuries and 1 to 52 weeks' using errcode = '22023';
  elsif first_day <= today or first_day > today + 366 then
    raise exception 'the first mails leave within a year, and not on the day of the run' using errcode = '22023';
  elsif not exists (select from private.business_days(coalesce(first_day, today + 1), coalesce(first_day, today + 1) + 7 * weeks - 1)) then
    raise exception 'no business day in % weeks from %', weeks, coalesce(first_day, today + 1) using errcode = '22023';
  end if;
end;
$$;
comment on function private.check_window is 'Raises 22023 for a window in which nobody could be mailed.';

create function private.start_backfill(
  today date, weeks integer, file_ids uuid[], revive_cancelled boolean,
  content_hash text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
  v_weeks integer := coalesce(weeks, (select s.stagger_weeks from public.company_settings s));
begin
  perform private.check_window(today, v_weeks, null);
  if content_hash !~ '^[0-9a-f]{64}$' then
    raise exception 'the contents of files are named by their SHA-256' using errcode = '22023';
  end if;
  insert into public.backfill_runs (today, weeks, revives_cancelled, content_hash, state, file_ids)
  values (today, v_weeks, coalesce(revive_cancelled, false), start_backfill.content_hash, 'scanning', coalesce(file_ids, array(
    select distinct on (f.kind) f.id from public.import_files f
    where f.finished_at is not null and f.import_run_id is null order by f.kind, f.number desc)))
  returning * into v_run;
  return private.begin_scan(v_run.id, 'judge', v_run.file_ids);
end;
$$;
comment on function private.start_backfill is 'Dry run over the given files, or the newest of each kind: see the door of the same name. 22023 for a window without business days.';

create function private.set_backfill_weeks(run_id uuid, weeks integer, first_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
begin
  select * into v_run from public.backfill_runs r where r.id = set_backfill_weeks.run_id for update;
  if not found then
    raise exception 'no backfill run %', set_backfill_weeks.run_id using errcode = 'PT404';
  elsif v_run.state <> 'ready' then
    return private.refused(v_run.state);
  end if;
  perform private.check_window(v_run.today, weeks, first_day);
  update public.backfill_runs r set state = 'scanning', weeks = set_backfill_weeks.weeks, first_day = set_backfill_weeks.first_day
  where r.id = v_run.id;
  return private.begin_scan(v_run.id, 'stagger', v_run.file_ids);
end;
$$;
comment on function private.set_backfill_weeks is 'Spreads the first mails of a run anew: see the door of the same name. PT404 for an unknown run; 22023 for a window without business days.';
