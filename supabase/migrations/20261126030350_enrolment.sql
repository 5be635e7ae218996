-- The office's door to enrolment: files, what nobody has classified yet, the dry run, and its execution. Definers behind
-- require_office(); policies and technicians are administrators'.

-- Files ---------------------------------------------------------------------------------------------------------------

create function public.start_import(
  kind text, file_name text, import_run_id uuid default null, request_id uuid default null, is_whole boolean default true)
returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.require_importer(kind);
  return private.start_import(kind, file_name, import_run_id, request_id, is_whole);
end;
$$;
comment on function public.start_import is 'Opens a file, of a run where another system tells it, and returns its id; the same request_id again is the same file. is_whole: it tells of everything, and not only of what changed. 42501 unless office, for policies and technicians unless admin; 22023 for an unknown kind, or no name; PT404 for a run that takes no more files.';

create function public.import_batch(file_id uuid, rows jsonb, number integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.require_importer(private.kind_of_file(file_id));
  return private.import_batch(file_id, rows, number);
end;
$$;
comment on function public.import_batch is 'Keeps up to 1000 rows {line, values, notice} or {line, problem} of an open file until all are there → {status: stored, refused: rows that cannot be kept} | {status: repeated: the batch of that number has come}. 42501 unless office, for policies and technicians unless admin; PT404 for an unknown file, or one that takes no more rows; 22023 for too many rows, or a line that was told before.';

create function public.finish_import(file_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  perform private.require_importer(private.kind_of_file(file_id));
  return private.finish_import(file_id);
end;
$$;
comment on function public.finish_import is 'All rows of a file have come: takes in the next of them, in a second or less → {status: finishing, rows, remaining}: call again | {status: finished, rows, changed: records, refused: rows} | {status: held, rows, before}: a whole file of a run with over 10 % fewer rows than the last, which waits for a person | {status: dropped, rows}. 42501 unless office, for policies and technicians unless admin; PT404 for an unknown file.';

create function public.use_import_file(file_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.require_importer(private.kind_of_file(file_id));
  return private.use_import_file(file_id);
end;
$$;
comment on function public.use_import_file is 'A file that is held is right as it is: finish_import takes it in from now on → {status: used} | {status: refused, reason: state: it is not held}. 42501 as finish_import; PT404 for an unknown file.';

create function public.drop_import_file(file_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.require_importer(private.kind_of_file(file_id));
  return private.drop_import_file(file_id);
end;
$$;
comment on function public.drop_import_file is 'A file that is held, or did not come to its end, is left out; nothing of it was applied → {status: dropped} | {status: refused, reason: state: rows of it are in, or it was dropped}. 42501 as finish_import; PT404 for an unknown file.';

grant execute on function public.start_import, public.import_batch, public.finish_import, public.use_import_file, public.drop_import_file
  to authenticated, service_role;

-- The install base ------------------------------------------------------------------------------------------------------

create function public.unclassified()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.unclassified();
end;
$$;
comment on function public.unclassified is 'Products without category or kind and device types without category, each with a suggestion → {status: ok, confirmed, categories, products, device_types}. 42501 unless office.';

create function public.classify(products jsonb default '[]', device_types jsonb default '[]')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.classify(products, device_types);
end;
$$;
comment on function public.classify is 'Confirms what products {product_id, category_id, unit_kind} and device types {name, category_id} are → {status: classified, products, device_types}. 42501 unless office; 23503 and 23514 for an unknown category or kind.';

create function public.start_backfill(
  today date, weeks integer default null, file_ids uuid[] default null, revive_cancelled boolean default false,
  content_hash text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.start_backfill(today, weeks, file_ids, revive_cancelled, content_hash);
end;
$$;
comment on function public.start_backfill is 'Dry run over the given files, or the newest of each kind: stores a run and nothing else, and returns its report with {status: ready, run_id}, or of many rows {status: scanning, run_id, done, total} in rows: continue_backfill goes on. weeks defaults to the company''s setting. 42501 unless office; 22023 for a window without business days, or a hash that is none.';

create function public.continue_backfill(run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.scan_on(run_id);
end;
$$;
comment on function public.continue_backfill is 'Goes on with a dry run for about a second → {status: scanning, run_id, done, total}, at its end the report with {status: ready}; of a run that is further the report with its state. 42501 unless office; PT404 for an unknown run.';

create function public.set_backfill_weeks(run_id uuid, weeks integer, first_day date default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.set_backfill_weeks(run_id, weeks, first_day);
end;
$$;
comment on function public.set_backfill_weeks is 'Spreads the first mails of a run that is ready over other weeks, from a day on (the day after the run''s without one) → its new report with {status: ready}, of many clients {status: scanning} first: continue_backfill goes on; refused (reason: the run''s state). 42501 unless office; PT404 for an unknown run; 22023 for a window without business days.';

create function public.stopped_backfill(today date, content_hash text, weeks integer default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.stopped_backfill(today, content_hash, weeks);
end;
$$;
comment on function public.stopped_backfill is 'The report of the run over files of this content, for this day and window, whose execution was started and not finished; null without one. weeks defaults to the company''s setting. 42501 unless office.';

create function public.execute_backfill(run_id uuid, batch integer default 100, go_on boolean default true)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.execute_backfill(run_id, batch, go_on);
end;
$$;
comment on function public.execute_backfill is 'Enrols the next rows (at most 500) of a run → {status: executing | done | stale | stopped | scanning | taking_back | taken_back, done, remaining, enrolled, skipped, failed} in units. Call it until done, with go_on false after the first, so that a run that somebody stopped stays stopped. stale: a first mail was planned for today or earlier, scan again. 42501 unless office; PT404 for an unknown run.';

create function public.stop_backfill(run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.stop_backfill(run_id);
end;
$$;
comment on function public.stop_backfill is 'Stops the execution of a run between two batches, until execute_backfill goes on with it → the progress that execute_backfill tells. 42501 unless office; PT404 for an unknown run.';

create function public.take_back_backfill(run_id uuid, batch integer default 200)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.why_not_taken_back(run_id), private.take_back_backfill(run_id, batch));
end;
$$;
comment on function public.take_back_backfill is 'Undoes an executed run, the next units (at most 500) at a time → {status: taking_back | taken_back, done, remaining} in units; call it until taken_back. refused (reason: told, booked or changed, contracts: how many, who: the first ten {contract_id, customer_id, name, why}; or the run''s state). 42501 unless office; PT404 for an unknown run.';

create function public.backfill_rows(run_id uuid, outcome text default null, reason text default null, category text default null,
  after uuid default null, most integer default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.backfill_rows(run_id, outcome, reason, category, after, most);
end;
$$;
comment on function public.backfill_rows is 'Rows of a run in the order of its files, at most 500 → {status: ok, rows: [{id, file, line, ref, outcome, reason, state, doubt, failure, problem, notice, category, product, serial_number, customer_id, customer, customer_ref, email, phone, rival, anchor_on, first_due_on, mail_on, due_on, fee, consent, consent_on, contract_id, fields: what the file said}], next: what the next page comes after, null at the end}. outcome: new, already_enrolled, skipped, or what became of new ones: enrolled, failed, passed_over, pending, taken_back. reason: why it was skipped, or conflict, doubt, overdue, no_consent, no_email. rejected (category). 42501 unless office; PT404 for an unknown run.';

create function public.backfill_outlook(run_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.backfill_outlook(run_id);
end;
$$;
comment on function public.backfill_outlook is 'What a run would make of the technicians'' weeks → {status: ok, weeks: [{week: its Monday, mails: clients first mailed, first, second: visits of the run''s first and second round, coming: visits booked or due besides, capacity: visits that technicians can do}], skills: [{skill, week, visits, capacity}]: for each skill its fullest week, suggested_weeks: the smallest window in which no week of the run is above four fifths of what can be done, null for none}. refused (scanning). 42501 unless office; PT404 for an unknown run.';

create function public.raise_enrolment_questions(run_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.raise_enrolment_questions(run_id);
end;
$$;
comment on function public.raise_enrolment_questions is 'Opens an activity for each row of a run that a person has to look at: no category, no serial, unknown or unreadable data, failed → {status: raised, activities}. 42501 unless office; PT404 for an unknown run.';

grant execute on function public.unclassified, public.classify, public.start_backfill, public.continue_backfill, public.set_backfill_weeks,
  public.stopped_backfill, public.execute_backfill, public.stop_backfill, public.take_back_backfill, public.backfill_rows,
  public.backfill_outlook, public.raise_enrolment_questions to authenticated, service_role;
