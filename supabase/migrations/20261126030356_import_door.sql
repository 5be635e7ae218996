-- The door to imports: whoever sends files of another system begins and ends runs; the office looks at them and decides
-- what was held.

create function public.start_import_run(source text, request_id uuid, on_day date default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.start_import_run(source, request_id, on_day);
end;
$$;
comment on function public.start_import_run is 'Opens a run, to which start_import adds files: {status: started | repeated (the same request_id again), import_run_id}. on_day: as of which units are enrolled; today unless said. 42501 unless office; 22023 for a source that is no name, no request_id, or a day to come or over a year ago.';

create function public.finish_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.finish_import_run(import_run_id);
end;
$$;
comment on function public.finish_import_run is 'Enrols what was newly sold, ends what was cancelled, moves what was delivered later: {status: finishing (remaining: call again) | waiting (files that are not finished) | held (reason: new_units | fewer_rows, message) | applied | abandoned (a later one went on with it), counts}. The same again, once it is applied, only answers. 42501 unless office, PT404.';

create function public.use_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.use_import_run(import_run_id);
end;
$$;
comment on function public.use_import_run is 'So many new units are right: enrols them, as finish_import_run; {status: refused (reason: state)} for a run that is not held. 42501 unless office, PT404.';

create function public.leave_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.leave_import_run(import_run_id);
end;
$$;
comment on function public.leave_import_run is 'The new units of a held run are not enrolled; all else of it is seen to, as finish_import_run; {status: refused (reason: state; files: of which a person decides first)}. 42501 unless office, PT404.';

create function public.try_import_run(import_run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.try_import_run(import_run_id);
end;
$$;
comment on function public.try_import_run is 'What a run whose files were sent and not finished would change: takes all of it in and back again. {status: tried, outcome: what finish_import_run would answer, or too_many (rows_left: not looked at, more than one call can try), counts, files, groups, changes: the first 500, conflicts: how many}. The run is over then. 42501 unless office, PT404.';

create function public.list_import_runs(after bigint default null, most integer default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.list_import_runs(after, most);
end;
$$;
comment on function public.list_import_runs is 'Runs, the newest first: {status: ok, as_of, last_applied, rows: [{import_run_id, number, source, on_day, state, counts, started_at, finished_at, changed, files, held_files, to_decide}], after: from where the next page goes on, null at the end}. 42501 unless office.';

create function public.import_run_page(import_run_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.import_run_page(import_run_id);
end;
$$;
comment on function public.import_run_page is 'A run: {status: ok, run, before and after: the runs beside it, files: [{file_id, kind, file_name, state, rows, rows_before, is_whole, news, changed, refused}], groups: [{change_kind, subject, field, count, example}], conflicts: open ones [{conflict_id, conflict_kind, customer_id, client, other_client, told}], decided}. 42501 unless office, PT404.';

create function public.list_import_changes(import_run_id uuid, filters jsonb default '{}', after text default null, most integer default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.import_changes_page(import_run_id, filters, after, most);
end;
$$;
comment on function public.list_import_changes is 'What a run changed, a page at a time: {status: ok, rows: [{id, change_kind, subject, field, file_name, line, was, became, why, customer_id, client, what, contract_id}], after} | {status: rejected, reason: after}. filters: change_kind, subject, field, file. 42501 unless office.';

create function public.list_refused_rows(file_id uuid, after integer default null, most integer default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.refused_rows_page(file_id, after, most);
end;
$$;
comment on function public.list_refused_rows is 'Rows of a file that were refused, and why: {status: ok, file: {file_id, file_name, import_run_id}, rows: [{line, problem}], after}. 42501 unless office.';

create function public.lost_rows(file_id uuid, after text default null, most integer default 100)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.lost_rows_page(file_id, after, most);
end;
$$;
comment on function public.lost_rows is 'Rows that earlier files told and a held file lacks, as they were told last, by their refs: {status: ok, file: {file_id, file_name, import_run_id}, rows: [{ref, what, order_number, customer_id, client}], after: the ref from which the next page goes on, null at the end} | {status: refused, reason: state: it is not held}. `most` is brought within 1 to 500. 42501 unless office, PT404.';

grant execute on function public.start_import_run, public.finish_import_run, public.use_import_run, public.leave_import_run,
  public.try_import_run, public.list_import_runs, public.import_run_page, public.list_import_changes, public.list_refused_rows,
  public.lost_rows
  to authenticated, service_role;
