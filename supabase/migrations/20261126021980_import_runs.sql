-- Import runs: what another system told in one go, a night's files or an afternoon's, and what became of it here.

create table public.import_runs (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  source text not null check (source ~ '^[a-z][a-z0-9_-]{0,39}$'),
  request_id uuid not null unique,
  on_day date not null,
  state text not null default 'receiving' check (state in ('receiving', 'held', 'applied', 'abandoned')),
  counts jsonb not null default '{}',
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on table public.import_runs is 'One telling of another system: the files that belong together, and what followed from them.';
comment on column public.import_runs.source is 'files, odoo, or what the other system is called by whoever sends.';
comment on column public.import_runs.request_id is 'Chosen by whoever sends: the same again is the same run.';
comment on column public.import_runs.on_day is 'The company day as of which units are enrolled.';
comment on column public.import_runs.state is 'held: a guard found too much, nobody was enrolled, and somebody has to look.';

create table public.import_changes (
  id uuid primary key default gen_random_uuid(),
  import_run_id uuid not null references public.import_runs on delete cascade,
  change_kind text not null check (change_kind in (
    'added', 'corrected', 'kept', 'enrolled', 'due_moved', 'ended', 'job_placed', 'job_moved', 'job_gone')),
  subject text not null,
  subject_id uuid,
  file_name text,
  line integer,
  field text,
  was text,
  became text,
  why text
);
comment on table public.import_changes is 'What a run changed of its own accord, and what it left as people had corrected it (kept).';
comment on column public.import_changes.subject is 'The table that the change is about.';
create index import_changes_by_run on public.import_changes (import_run_id, change_kind, subject);
create index import_changes_by_subject on public.import_changes (subject_id);

create table private.imported_values (
  file_kind text not null,
  ref text not null,
  fields jsonb not null,
  primary key (file_kind, ref)
);
comment on table private.imported_values is 'What the files said of a row the last time it was taken in. A value of a file counts only where the file changed since: what people corrected here stays.';
