-- The office's door to the pages of enrolment. Definers behind require_office().

create function public.backfill_page(run_id uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.backfill_page(run_id);
end;
$$;
comment on function public.backfill_page is 'A run, how far it is, what its new units of each category cost for one visit, and the ten newest runs → {status: ok, today, categories, run: {run_id, today, weeks, first_day, state, counted_at, finished_at, started_by, new, report, and while it is counted done and total in rows} | null, progress, fees: category → dollars, runs}. Without run_id the runs alone. 42501 unless office; PT404 for an unknown run.';

create function public.enrolment_files()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.enrolment_files();
end;
$$;
comment on function public.enrolment_files is 'The files that were brought in and are kept, of each kind the last, and of those that nobody named yet the last of each name → {status: ok, files: {upload_id, file_name, kind, mapping, is_whole, read: {import_file_id, request_id, state, rows, to_take, taken, rejected, notices, rejected_rows: the first 20 {line, problem}} | null}}. 42501 unless office.';

create function public.leave_out_upload(file_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.leave_out_upload(file_id);
end;
$$;
comment on function public.leave_out_upload is 'Forgets the bytes of a file that somebody brought in; what was read of it stays → {status: left_out}. 42501 unless office; PT404 for no upload.';

create function public.upload_refusals(file_id uuid, after integer default 0)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.upload_refusals(file_id, after);
end;
$$;
comment on function public.upload_refusals is 'The next 1000 rows of a file that were refused when it was read, after a line → {status: ok, rows: {line, reason}}. 42501 unless office; PT404 for no upload, or one whose bytes are forgotten.';

grant execute on function public.backfill_page, public.enrolment_files, public.leave_out_upload, public.upload_refusals to authenticated, service_role;
