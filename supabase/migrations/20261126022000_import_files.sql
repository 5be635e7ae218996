-- Import files: files from the company's present system, stored row by row as they were read.
-- A value in a file that somebody brings in wins over what is on record; in one of a run it does where the file changed.
-- An empty field erases nothing; rows that are gone from a file stay.

create table private.file_kinds (
  kind text primary key,
  importer text not null,
  ref_fields text[] not null check (cardinality(ref_fields) between 1 and 2),
  folds_ref boolean not null default false,
  order_field text,
  is_scanned boolean not null default false,
  later_stays boolean not null default true,
  compares boolean not null default true,
  for_administrators boolean not null default false
);
comment on table private.file_kinds is 'The kinds of files that are read.';
comment on column private.file_kinds.importer is 'Function of this schema that takes in rows, see the chapters "importers" and "external jobs".';
comment on column private.file_kinds.ref_fields is 'What a row is called: the first of these fields that says something.';
comment on column private.file_kinds.folds_ref is 'Whether names that differ only in case are the same.';
comment on column private.file_kinds.order_field is 'What a row is a line of.';
comment on column private.file_kinds.is_scanned is 'Whether enrolment reads every row of a file as it was told.';
comment on column private.file_kinds.later_stays is 'Of two rows of one name in a file the later one counts, else the first.';
comment on column private.file_kinds.compares is 'Whether a row that says what it said the last time is passed over; else its importer is given all of them, and looks itself.';
comment on column private.file_kinds.for_administrators is 'Whether only administrators bring in such a file.';
insert into private.file_kinds (kind, importer, ref_fields, folds_ref, order_field, is_scanned, later_stays, compares, for_administrators) values
  ('equipment_categories', 'import_equipment_categories', '{code}', false, null, false, true, true, true),
  ('device_type_map', 'import_device_types', '{device_type}', true, null, false, true, true, false),
  ('products', 'import_products', '{sku}', false, null, false, true, true, false),
  ('customers', 'import_customers', '{customer_ref}', false, null, false, true, true, false),
  ('technicians', 'import_technicians', '{email, name}', true, null, false, true, true, true),
  ('sales_order_lines', 'import_sales', '{line_ref}', false, 'order_number', true, false, true, false),
  ('device_claims', 'import_claims', '{claim_ref}', false, null, true, false, true, false),
  ('technician_jobs', 'import_technician_jobs', '{job_ref}', false, null, false, false, false, false);

create table public.import_files (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  kind text not null references private.file_kinds,
  file_name text not null check (btrim(file_name) <> '' and length(file_name) <= 255),
  import_run_id uuid references public.import_runs,
  request_id uuid unique,
  is_whole boolean not null default true,
  state text not null default 'receiving' check (state in ('receiving', 'held', 'taking_in', 'finished', 'dropped')),
  row_count integer not null default 0,
  staged_count integer not null default 0,
  taken_count integer not null default 0,
  taken_line integer not null default 0,
  changed_count integer not null default 0,
  imported_by uuid default auth.uid(),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on table public.import_files is 'A file that was read; finished_at is set once all of its rows are in.';
comment on column public.import_files.number is 'The order in which files were read.';
comment on column public.import_files.import_run_id is 'The telling of another system that the file is part of; null for one that somebody brought in.';
comment on column public.import_files.request_id is 'Chosen by whoever sends: the same again is the same file.';
comment on column public.import_files.is_whole is 'Whether it tells of everything; false: only of what changed since the last time.';
comment on column public.import_files.state is 'receiving: batches come, nothing is applied; held: so much shorter than the last one that somebody has to look; taking_in: its rows are applied, step by step; dropped: it was left out.';
comment on column public.import_files.row_count is 'Rows below the header, refused ones included.';
comment on column public.import_files.staged_count is 'How many rows there are to take in: those that say something else than the last time.';
comment on column public.import_files.taken_count is 'How many of them have been looked at.';
comment on column public.import_files.taken_line is 'The last line that was looked at: where to go on.';
comment on column public.import_files.changed_count is 'How many records came in or changed with it.';
comment on column public.import_files.imported_by is 'For whoever looks into an import: who brought the file in.';
comment on column public.import_files.started_at is 'For whoever looks into an import: when the file''s first rows came.';
create index import_files_by_run on public.import_files (import_run_id);

create table public.import_rows (
  id uuid primary key default gen_random_uuid(),
  file_id uuid not null references public.import_files on delete cascade,
  line integer not null check (line > 0),
  ref text,
  problem text,
  notice text,
  fields jsonb,
  constraint import_rows_line_key unique (file_id, line),
  constraint import_rows_read_or_refused check ((problem is null) = (fields is not null))
);
comment on table public.import_rows is 'What the enrolment scan needs to remember of a file: every order line and claim as the file told it, and of the other files, and those of a run, the rows with a problem or a notice.';
comment on column public.import_rows.line is 'Line of the file on which the row starts; the header is line 1.';
comment on column public.import_rows.ref is 'What the row is called in its file (private.file_kinds.ref_fields).';
comment on column public.import_rows.problem is 'Why the row was refused.';
comment on column public.import_rows.notice is 'What was left out of a row that was kept.';
comment on column public.import_rows.fields is 'The values as they were read; empty for rows whose values went straight into a table.';

create table private.staged_batches (
  file_id uuid not null references public.import_files on delete cascade,
  number integer not null check (number > 0),
  primary key (file_id, number)
);
comment on table private.staged_batches is 'Which batches of a file have come: the same again is the same batch.';

create table private.staged_rows (
  file_id uuid not null references public.import_files on delete cascade,
  line integer not null,
  ref text not null,
  order_number text,
  fields jsonb,
  constraint staged_rows_pkey primary key (file_id, line),
  constraint staged_rows_ref_key unique (file_id, ref)
);
comment on table private.staged_rows is 'Rows that have come and wait until their file is whole. They go when it is taken in.';
comment on column private.staged_rows.fields is 'What the row says; null where that is what it said the last time, and nothing is to be done.';
create index staged_rows_to_take_in on private.staged_rows (file_id, line) where fields is not null;
create index staged_rows_by_order on private.staged_rows (file_id, order_number, line) where order_number is not null;

insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('import_files', 'receiving', 'held', '{finish_import}'),
  ('import_files', 'receiving', 'taking_in', '{finish_import}'),
  ('import_files', 'receiving', 'dropped', '{drop_import_file}'),
  ('import_files', 'held', 'taking_in', '{use_import_file}'),
  ('import_files', 'held', 'dropped', '{drop_import_file}'),
  ('import_files', 'taking_in', 'finished', '{finish_import}');
create trigger guard_state before update of state on public.import_files
  for each row execute function private.guard_state();
create trigger keep_as_told before update of kind, file_name, import_run_id, request_id, is_whole on public.import_files
  for each row when ((new.kind, new.file_name, new.import_run_id, new.request_id, new.is_whole)
    is distinct from (old.kind, old.file_name, old.import_run_id, old.request_id, old.is_whole))
  execute function private.refuse_change();
create trigger refuse_delete before delete on public.import_files
  for each row execute function private.refuse_delete();
create trigger refuse_delete before delete on public.import_rows
  for each row execute function private.refuse_delete();
-- How far it has come is no event.
create trigger audit after insert or update or delete on public.import_files
  for each row execute function private.record_change('staged_count', 'taken_count', 'taken_line', 'changed_count');

create function private.row_ref(kind private.file_kinds, told jsonb)
returns text
language sql immutable
return case when (kind).folds_ref then lower(coalesce(told ->> (kind).ref_fields[1], told ->> (kind).ref_fields[2]))
  else coalesce(told ->> (kind).ref_fields[1], told ->> (kind).ref_fields[2]) end;
comment on function private.row_ref is 'What a row of such a file is called.';

-- Access --------------------------------------------------------------------------------------------

alter table public.import_files enable row level security;
alter table public.import_rows enable row level security;
create policy office_reads on public.import_files for select to authenticated using ((select private.is_office()));
create policy office_reads on public.import_rows for select to authenticated using ((select private.is_office()));
grant select on public.import_files, public.import_rows to authenticated, service_role;
