-- End of runs: once all files of a run are in, what follows from them; and what follows where none come any more.

create function private.ask_about_clients(import_run_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told uuid[] := array(
    select distinct c.subject_id from public.import_changes c
    where c.import_run_id = ask_about_clients.import_run_id and c.subject = 'customers' and c.change_kind in ('added', 'corrected') and c.subject_id is not null
    -- What one call can do: of more, as when all of them come for the first time, the job find-people-twice asks.
    limit 1001);
begin
  if cardinality(v_told) between 1 and 1000 then
    perform private.find_people_twice(v_told, ask_about_clients.import_run_id);
    -- Where the units of those are who moved is asked by what happens to clients, which knows of no run.
    update public.import_conflicts c set import_run_id = ask_about_clients.import_run_id
    where c.import_run_id is null and c.decided_at is null and c.conflict_kind = 'installed_unit_moved' and c.customer_id = any (v_told);
  end if;
end;
$$;
comment on function private.ask_about_clients is 'Looks whether clients of whom a run told something new are there twice; that, and where the units of those are who moved, is asked by this run.';

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
  v_held_files := private.held_files_told(v_run.id);
  if v_held_files is not null then
    return private.hold_run(v_run, v_run.counts, 'fewer_rows', v_held_files);
  end if;
  return private.apply_run(v_run, v_run.counts);
end;
$$;
comment on function private.finish_import_run is 'Sees to what follows from the files of a run, a hundred orders a call: {status: finishing (remaining) | waiting (files that are not finished) | held (reason: new_units | fewer_rows, message) | applied | abandoned, counts}. The same again, once it is applied, only answers. PT404.';
