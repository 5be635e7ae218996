-- Jobs: what runs by itself, once a company day, and what it did.

create table public.job_runs (
  id uuid primary key default gen_random_uuid(),
  job text not null,
  company_day date not null,
  succeeded_at timestamptz not null default clock_timestamp(),
  counts jsonb not null default '{}',
  constraint job_runs_day_key unique (job, company_day)
);
comment on table public.job_runs is 'A job that did its day''s work, marked in the transaction of the work.';

alter table public.job_runs enable row level security;
create policy office_reads on public.job_runs for select to authenticated using ((select private.is_office()));
grant select on public.job_runs to authenticated;
grant select, insert, update, delete on public.job_runs to service_role;
