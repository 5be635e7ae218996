-- Import runs: what another system told in one go, a night's files or an afternoon's, and what became of it here.

create table public.import_runs (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  source text not null check (source ~ '^[a-z][a-z0-9_-]{0,39}$'),
  request_id uuid not null unique,
  on_day date not null,
  state text not null default 'receiving' check (state in ('receiving', 'held', 'applied', 'abandoned')),
  counts jsonb not null default '{}',
  started_at timestamptz not null default private.clock(),
  finished_at timestamptz
);
comment on table public.import_runs is 'One telling of another system: the files that belong together, and what followed from them.';
comment on column public.import_runs.number is 'The order in which runs began.';
comment on column public.import_runs.source is 'files, odoo, or what the other system is called by whoever sends.';
comment on column public.import_runs.request_id is 'Chosen by whoever sends: the same again is the same run.';
comment on column public.import_runs.on_day is 'The company day as of which units are enrolled.';
comment on column public.import_runs.state is 'held: a guard found too much, nobody was enrolled, and somebody has to look.';
comment on column public.import_runs.counts is 'What followed, by name, for the list of runs.';
comment on column public.import_runs.started_at is 'When the other system began to tell.';
comment on column public.import_runs.finished_at is 'When all that followed was done, or the run was given up.';

insert into private.transitions (table_name, from_state, to_state) values
  ('import_runs', 'receiving', 'held'),
  ('import_runs', 'receiving', 'applied'),
  ('import_runs', 'receiving', 'abandoned'),
  ('import_runs', 'held', 'applied'),
  ('import_runs', 'held', 'abandoned');
create trigger guard_state before update of state on public.import_runs
  for each row execute function private.guard_state();
create trigger keep_as_told before update of source, request_id, on_day on public.import_runs
  for each row when ((new.source, new.request_id, new.on_day) is distinct from (old.source, old.request_id, old.on_day))
  execute function private.refuse_change();
create trigger refuse_delete before delete on public.import_runs
  for each row execute function private.refuse_delete();
create trigger audit after insert or update or delete on public.import_runs for each row execute function private.record_change();

-- What changed ----------------------------------------------------------------------------------------------------

create table public.import_changes (
  id uuid primary key default gen_random_uuid(),
  import_run_id uuid not null references public.import_runs on delete cascade,
  change_kind text not null check (change_kind in (
    'added', 'corrected', 'kept', 'enrolled', 'due_moved', 'ended', 'job_placed', 'job_moved', 'job_gone')),
  subject text not null,
  subject_id uuid,
  file_name text,
  line integer check (line > 0),
  field text,
  was text,
  became text,
  why text
);
comment on table public.import_changes is 'What a run changed of its own accord, and what it left as people had corrected it (kept).';
comment on column public.import_changes.change_kind is 'added: a row is new here; corrected: a value of the file came in; kept: the file goes on saying what it said, and what people wrote here stays. The others are what follows.';
comment on column public.import_changes.subject is 'The table that the change is about.';
comment on column public.import_changes.line is 'The line of the file that told it; of an order the one that decides what it says.';
comment on column public.import_changes.field is 'As the file calls it; of a line "product" is its sku, of an order "state" its state.';
comment on column public.import_changes.was is 'What was here; of kept what the file says.';
comment on column public.import_changes.became is 'What is here now.';
create index import_changes_by_run on public.import_changes (import_run_id, change_kind, subject);
create index import_changes_by_subject on public.import_changes (subject_id);

create trigger refuse_change before update on public.import_changes
  for each row execute function private.refuse_change();
create trigger refuse_delete before delete on public.import_changes
  for each row execute function private.refuse_delete();

-- What files said the last time -------------------------------------------------------------------------------------

create table private.imported_values (
  file_kind text not null,
  ref text not null,
  fields jsonb not null,
  primary key (file_kind, ref)
);
comment on table private.imported_values is 'What the files said of a row the last time it was taken in. A value of a file counts only where the file changed since: what people corrected here stays.';
comment on column private.imported_values.file_kind is 'As import_files.kind; sales_orders is what the lines of an order say of it together.';
comment on column private.imported_values.fields is 'Field → value, as read; what was left empty says nothing, and what it said before stands.';
-- The lines of an order, where a file tells only some of them.
create index imported_lines_by_order on private.imported_values ((fields ->> 'order_number')) where file_kind = 'sales_order_lines';

create trigger only_by_importing before insert or update or delete on private.imported_values
  for each row execute function private.refuse_change('finish_import', 'import_sales', 'erase_customer');

create function private.said(told jsonb)
returns jsonb
language sql immutable
return jsonb_strip_nulls(case when told -> 'serial_numbers' = '[]' then told - 'serial_numbers' else told end);
comment on function private.said is 'What a row says: its fields without the empty ones, which erase nothing.';

create function private.news(told jsonb, told_before jsonb)
returns jsonb
language sql immutable
return case when told_before is null then told else (
  select coalesce(jsonb_object_agg(t.key, t.value), '{}') from jsonb_each(told) t where t.value is distinct from told_before -> t.key) end;
comment on function private.news is 'The fields of a row that the file tells otherwise than the last time; all of them the first time.';

-- Who was erased does not come back -----------------------------------------------------------------------------------

create table private.erased_refs (
  digest bytea primary key check (octet_length(digest) = 32)
);
comment on table private.erased_refs is 'What other systems call clients who were erased here, as SHA-256: the next file tells of them, and they do not come back.';
create trigger only_by_erasing before insert on private.erased_refs
  for each row execute function private.refuse_change('erase_customer');
create trigger refuse_change before update or delete on private.erased_refs
  for each row execute function private.refuse_change();

create function private.ref_digest(customer_ref text)
returns bytea
language sql immutable
return sha256(convert_to(customer_ref, 'UTF8'));
comment on function private.ref_digest is 'What is kept of a reference of somebody who was erased.';

-- Access ------------------------------------------------------------------------------------------------------------

alter table public.import_runs enable row level security;
alter table public.import_changes enable row level security;
create policy office_reads on public.import_runs for select to authenticated using ((select private.is_office()));
create policy office_reads on public.import_changes for select to authenticated using ((select private.is_office()));
grant select on public.import_runs, public.import_changes to authenticated, service_role;
