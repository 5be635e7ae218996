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
    'new', coalesce((run.report ->> 'new')::integer, 0));
end;
$$;
comment on function private.backfill_run_told is 'A run in a line: {run_id, today, weeks, state, counted_at, finished_at, started_by: a name or null, new: units that its dry run found}.';

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
    'run', case when v_run.id is not null then private.backfill_run_told(v_run) || jsonb_build_object('report', v_run.report) end,
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
