-- The office's door to enrolment: what nobody has classified yet, the dry run, and its execution. Definers behind
-- require_office().

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
-- Compiling the one big statement takes seconds, running it a fraction of one.
set jit = off
as $$
begin
  perform private.require_office();
  return private.start_backfill(today, weeks, file_ids, revive_cancelled, content_hash);
end;
$$;
comment on function public.start_backfill is 'Dry run over the given files, or the newest of each kind: stores a run and nothing else, and returns its report with {status: ready, run_id}. weeks defaults to the company''s setting. 42501 unless office; 22023 for a window without business days, or a hash that is none.';

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

create function public.execute_backfill(run_id uuid, batch integer default 100)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.execute_backfill(run_id, batch);
end;
$$;
comment on function public.execute_backfill is 'Enrols the next rows (at most 500) of a run → {status: executing | done | stale, done, remaining, enrolled, skipped, failed} in units. Call it until done; stop and resume at will. stale: a first mail was planned for today or earlier, scan again. 42501 unless office; PT404 for an unknown run.';

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

grant execute on function public.unclassified, public.classify, public.start_backfill, public.stopped_backfill, public.execute_backfill,
  public.raise_enrolment_questions to authenticated, service_role;
