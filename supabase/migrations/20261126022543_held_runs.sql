-- Held runs: a person has looked, and says whether what a run told is used; and what a run would change, before it does.

create function private.held_run(import_run_id uuid)
returns public.import_runs
language plpgsql volatile
set search_path = ''
as $$
declare
  v_run public.import_runs;
begin
  perform private.take_turns();
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

create function private.rows_left(import_run_id uuid)
returns bigint
language sql stable
set search_path = ''
as $$
  select sum(case f.state when 'taking_in' then f.staged_count - f.taken_count else f.row_count end)
  from public.import_files f where f.import_run_id = rows_left.import_run_id and f.state in ('receiving', 'taking_in');
$$;
comment on function private.rows_left is 'How many rows of a run are still to be taken in; null for none.';

create function private.try_import_run(import_run_id uuid, patience interval default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_file record;
  -- A call has eight seconds, and what it takes in it takes back. Few rows are tried to their end, however busy the machine is.
  v_until constant timestamptz := clock_timestamp() + coalesce(patience,
    case when private.rows_left(import_run_id) > 1000 then interval '3 seconds' else interval '1 hour' end);
  v_answer jsonb;
  v_told jsonb;
begin
  if (select r.state <> 'receiving' from public.import_runs r where r.id = try_import_run.import_run_id) then
    return private.refused('state');
  end if;
  begin
    for v_file in select f.id from public.import_files f where f.import_run_id = try_import_run.import_run_id and f.state in ('receiving', 'taking_in') order by f.number loop
      loop
        exit when private.finish_import(v_file.id) ->> 'status' <> 'finishing' or clock_timestamp() > v_until;
      end loop;
      exit when clock_timestamp() > v_until;
    end loop;
    loop
      v_answer := private.finish_import_run(try_import_run.import_run_id);
      exit when v_answer ->> 'status' <> 'finishing' or clock_timestamp() > v_until;
    end loop;
    if v_answer ->> 'status' in ('waiting', 'finishing') then
      v_answer := jsonb_build_object('status', 'too_many', 'rows_left', coalesce(private.rows_left(try_import_run.import_run_id), 0));
    end if;
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
  update public.import_runs r set state = 'abandoned', counts = jsonb_build_object('tried', true), finished_at = private.clock()
  where r.id = try_import_run.import_run_id;
  return v_told || jsonb_build_object('outcome', v_answer ->> 'status', 'status', 'tried');
end;
$$;
comment on function private.try_import_run is 'Takes in all files of a run that were sent, sees to what follows, tells it and takes everything back: {status: tried, outcome: what finish_import_run would answer, or too_many (rows_left: not looked at; there is more than can be tried in one call, and this is what came first), counts, files, groups, changes: the first 500, conflicts} | {status: refused (reason: state, it was ended)}. The run is over then.';
