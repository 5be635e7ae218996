-- Import files: files from the company's present system, stored row by row as they were read.
-- A value in a file wins over what is on record; an empty field erases nothing; rows that are gone from a file stay.

create table public.import_files (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  kind text not null check (kind in (
    'equipment_categories', 'device_type_map', 'products', 'customers', 'technicians', 'sales_order_lines', 'device_claims')),
  file_name text not null check (btrim(file_name) <> '' and length(file_name) <= 255),
  row_count integer not null default 0,
  imported_by uuid default auth.uid(),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on table public.import_files is 'A file that was read; finished_at is set once all of its rows are in.';
comment on column public.import_files.number is 'The order in which files were read.';
comment on column public.import_files.row_count is 'Rows below the header, refused ones included.';
comment on column public.import_files.imported_by is 'For whoever looks into an import: who brought the file in.';
comment on column public.import_files.started_at is 'For whoever looks into an import: when the file''s first rows came.';

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
comment on table public.import_rows is 'What the enrolment scan needs to remember of a file: every order line and claim as the file told it, and of the other files the rows with a problem or a notice.';
comment on column public.import_rows.line is 'Line of the file on which the row starts; the header is line 1.';
comment on column public.import_rows.ref is 'line_ref or claim_ref.';
comment on column public.import_rows.problem is 'Why the row was refused.';
comment on column public.import_rows.notice is 'What was left out of a row that was kept.';
comment on column public.import_rows.fields is 'The values as they were read; empty for rows whose values went straight into a table.';

create trigger refuse_delete before delete on public.import_files
  for each row execute function private.refuse_delete();
create trigger refuse_delete before delete on public.import_rows
  for each row execute function private.refuse_delete();
create trigger audit after insert or update or delete on public.import_files for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

alter table public.import_files enable row level security;
alter table public.import_rows enable row level security;
create policy office_reads on public.import_files for select to authenticated using ((select private.is_office()));
create policy office_reads on public.import_rows for select to authenticated using ((select private.is_office()));
grant select on public.import_files, public.import_rows to authenticated, service_role;
