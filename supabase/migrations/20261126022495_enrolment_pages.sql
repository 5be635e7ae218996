-- Enrolment pages: a run as the office looks at it, how far it is, and the runs before it.

create function private.backfill_run_told(run public.backfill_runs)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('run_id', run.id, 'today', run.today, 'weeks', run.weeks, 'state', run.state,
    'counted_at', run.created_at, 'finished_at', run.finished_at,
    'started_by', (select s.name from public.staff s where s.user_id = run.started_by),
    'first_day', run.first_day, 'new', coalesce((run.report ->> 'new')::integer, 0));
end;
$$;
comment on function private.backfill_run_told is 'A run in a line: {run_id, today, weeks, first_day, state, counted_at, finished_at, started_by: a name or null, new: units that its dry run found}.';

create function private.backfill_page(run_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_run public.backfill_runs;
begin
  select * into v_run from public.backfill_runs r where r.id = backfill_page.run_id;
  if not found and backfill_page.run_id is not null then
    raise exception 'no backfill run %', backfill_page.run_id using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok',
    'today', private.company_day(private.clock()),
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('code', c.code, 'name', c.name) order by c.name), '[]') from public.equipment_categories c),
    'run', case when v_run.id is not null then private.backfill_run_told(v_run) || jsonb_build_object('report', v_run.report,
      'done', (select s.judged from private.backfill_scans s where s.run_id = v_run.id),
      'total', (select s.to_judge from private.backfill_scans s where s.run_id = v_run.id)) end,
    'progress', case when v_run.id is not null then private.execution_progress(v_run.id) end,
    'fees', (
      select coalesce(jsonb_object_agg(f.code, f.fees), '{}')
      from (select c.code, sum(b.fee)::numeric(12, 2)::text as fees from public.backfill_rows b
        join public.equipment_categories c on c.id = b.category_id
        where b.run_id = v_run.id and b.outcome = 'new' group by c.code) f),
    'runs', (select coalesce(jsonb_agg(private.backfill_run_told(r) order by r.created_at desc), '[]')
      from (select * from public.backfill_runs x order by x.created_at desc limit 10) r));
end;
$$;
comment on function private.backfill_page is 'See the door of the same name.';

create function private.upload_told(upload public.import_uploads)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('upload_id', upload.id, 'file_name', upload.file_name, 'kind', upload.kind, 'mapping', upload.mapping,
    'is_whole', upload.size = (select coalesce(sum(octet_length(p.bytes)), 0) from private.upload_parts p where p.upload_id = upload.id),
    'read', (
      select jsonb_build_object('import_file_id', f.id, 'request_id', f.request_id, 'state', f.state, 'rows', f.row_count,
        'to_take', f.staged_count, 'taken', f.taken_count,
        'rejected', count(r.id) filter (where r.problem is not null), 'notices', count(r.id) filter (where r.notice is not null),
        'rejected_rows', coalesce((
          select jsonb_agg(jsonb_build_object('line', w.line, 'problem', w.problem) order by w.line)
          from (select x.line, x.problem from public.import_rows x
            where x.file_id = f.id and x.problem is not null order by x.line limit 20) w), '[]'))
      from public.import_files f
      left join public.import_rows r on r.file_id = f.id and (r.problem is not null or r.notice is not null)
      where f.id = upload.import_file_id group by f.id));
end;
$$;
comment on function private.upload_told is 'A file that somebody brought, how it is read, and what became of its rows, with the first twenty that were refused.';

create function private.enrolment_files()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('status', 'ok', 'files', (
    select coalesce(jsonb_agg(private.upload_told(u) order by u.uploaded_at), '[]')
    from (
      -- A file of a kind takes the place of the one before, and of what was added to it: rows that were rejected, corrected.
      select distinct on (place) x.* from public.import_uploads x
      cross join lateral (select coalesce(x.kind || case when x.mapping ? 'adds' then ' and ' || x.id else '' end, 'file ' || x.file_name) as place) p
      where x.dropped_at is null and not (x.mapping ? 'adds' and exists (
        select from public.import_uploads w
        where w.kind = x.kind and not w.mapping ? 'adds' and w.uploaded_at > x.uploaded_at and w.dropped_at is null))
      order by place, x.uploaded_at desc) u));
end;
$$;
comment on function private.enrolment_files is 'See the door of the same name.';

create function private.leave_out_upload(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_upload public.import_uploads := private.open_upload(file_id);
begin
  -- Those whose place it took do not come back.
  perform private.drop_uploads(array(
    select u.id from public.import_uploads u
    where u.dropped_at is null and (u.id = v_upload.id or not v_upload.mapping ? 'adds' and u.uploaded_at <= v_upload.uploaded_at
      and (u.kind, case when u.kind is null then u.file_name end) is not distinct from (v_upload.kind, case when v_upload.kind is null then v_upload.file_name end))));
  return jsonb_build_object('status', 'left_out');
end;
$$;
comment on function private.leave_out_upload is 'See the door of the same name. PT404 for no upload.';

create function private.upload_refusals(file_id uuid, after integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_read uuid;
begin
  select u.import_file_id into v_read from public.import_uploads u where u.id = upload_refusals.file_id and u.dropped_at is null;
  if not found then
    raise exception 'no upload %', upload_refusals.file_id using errcode = 'PT404';
  end if;
  return jsonb_build_object('status', 'ok', 'rows', (
    select coalesce(jsonb_agg(jsonb_build_object('line', w.line, 'reason', w.problem) order by w.line), '[]')
    from (select x.line, x.problem from public.import_rows x
      where x.file_id = v_read and x.problem is not null and x.line > coalesce(after, 0) order by x.line limit 1000) w));
end;
$$;
comment on function private.upload_refusals is 'See the door of the same name. PT404 for no upload.';
