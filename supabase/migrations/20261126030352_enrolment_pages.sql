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
comment on function public.backfill_page is 'A run, how far it is, what its new units of each category cost for one visit, and the ten newest runs → {status: ok, today, categories, run: {run_id, today, weeks, state, counted_at, finished_at, started_by, new, report} | null, progress, fees: category → dollars, runs}. Without run_id the runs alone. 42501 unless office; PT404 for an unknown run.';

grant execute on function public.backfill_page to authenticated, service_role;
