-- Uploads: files as somebody brought them, whole, so that their columns can be named before they are read, and rows that were
-- refused can be given back as they were. They hold what a company knows of its clients: nobody reads them but through
-- functions, and they are dropped after thirty days, and when a client is erased.

create table public.import_uploads (
  id uuid primary key default gen_random_uuid(),
  file_name text not null check (btrim(file_name) <> '' and length(file_name) <= 255),
  size integer not null check (size between 1 and 25 * 1024 * 1024),
  kind text references private.file_kinds,
  mapping jsonb not null default '{}',
  import_file_id uuid references public.import_files,
  uploaded_by uuid default auth.uid(),
  uploaded_at timestamptz not null default clock_timestamp(),
  dropped_at timestamptz,
  constraint import_uploads_mapping_is_short check (length(mapping::text) <= 50000)
);
comment on table public.import_uploads is 'A file that somebody brought: its name, and what was said of it. Its bytes are private.upload_parts.';
comment on column public.import_uploads.size is 'In bytes, as told beforehand: the file is whole when its parts come to it.';
comment on column public.import_uploads.mapping is 'Which of its columns is which of ours, and how days and amounts are written; empty before somebody said it (lib/enrolment/mapping.ts).';
comment on column public.import_uploads.import_file_id is 'What was read of it, once it was.';
comment on column public.import_uploads.uploaded_by is 'For whoever looks into an import: who brought the file.';
comment on column public.import_uploads.dropped_at is 'When its bytes were forgotten.';
create index import_uploads_by_age on public.import_uploads (uploaded_at);
create index import_uploads_by_file on public.import_uploads (import_file_id);

create table private.upload_parts (
  upload_id uuid not null references public.import_uploads,
  number integer not null check (number between 1 and 1000),
  bytes bytea not null check (octet_length(bytes) between 1 and 512 * 1024),
  primary key (upload_id, number)
);
comment on table private.upload_parts is 'The bytes of an upload, in order, as many at a time as a request carries.';

create table public.import_mappings (
  id uuid primary key default gen_random_uuid(),
  kind text not null references private.file_kinds,
  header text not null check (header ~ '^[0-9a-f]{64}$'),
  mapping jsonb not null check (length(mapping::text) <= 50000),
  constraint import_mappings_key unique (kind, header)
);
comment on table public.import_mappings is 'How columns were named the last time that a file of this kind and header was brought.';
comment on column public.import_mappings.header is 'SHA-256 of the header''s names, which tells one header from another.';

create trigger refuse_delete before delete on public.import_uploads
  for each row execute function private.refuse_delete();
create trigger refuse_delete before delete on public.import_mappings
  for each row execute function private.refuse_delete();
create trigger audit after insert or update or delete on public.import_uploads for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.import_mappings for each row execute function private.record_change();

-- Functions -----------------------------------------------------------------------------------------

create function private.start_upload(file_name text, size integer)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.import_uploads (file_name, size) values (start_upload.file_name, start_upload.size) returning id into v_id;
  return v_id;
exception
  when check_violation or not_null_violation then
    raise exception 'a file has a name of at most 255 characters and at most 25 MB' using errcode = '22023';
end;
$$;
comment on function private.start_upload is 'Opens an upload and returns its id. 22023 for no name, or too many bytes.';

create function private.open_upload(file_id uuid)
returns public.import_uploads
language plpgsql volatile
set search_path = ''
as $$
declare
  v_upload public.import_uploads;
begin
  select * into v_upload from public.import_uploads u where u.id = open_upload.file_id for update;
  if not found then
    raise exception 'no upload %', open_upload.file_id using errcode = 'PT404';
  end if;
  return v_upload;
end;
$$;
comment on function private.open_upload is 'The upload, held against others who write to it. PT404 for none.';

create function private.add_upload_part(file_id uuid, number integer, base64 text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_upload public.import_uploads := private.open_upload(file_id);
  v_bytes bytea;
  v_before bytea;
  v_size bigint;
begin
  if v_upload.dropped_at is not null then
    return jsonb_build_object('status', 'gone');
  end if;
  if length(base64) > 710000 then
    raise exception 'a part has at most 512 KB' using errcode = '22023';
  end if;
  begin
    v_bytes := decode(base64, 'base64');
  exception when data_exception then
    raise exception 'a part is written in base64' using errcode = '22023';
  end;
  select p.bytes into v_before from private.upload_parts p where p.upload_id = v_upload.id and p.number = add_upload_part.number;
  if v_before is not null and v_before <> v_bytes then
    raise exception 'part % was another before', number using errcode = '22023';
  end if;
  select coalesce(sum(octet_length(p.bytes)), 0) into v_size from private.upload_parts p where p.upload_id = v_upload.id;
  if v_before is null then
    v_size := v_size + octet_length(v_bytes);
    if v_size > v_upload.size then
      raise exception 'the file is larger than was told' using errcode = '22023';
    end if;
    begin
      insert into private.upload_parts (upload_id, number, bytes) values (v_upload.id, add_upload_part.number, v_bytes);
    exception when check_violation or not_null_violation then
      raise exception 'parts are numbered from 1 and have 1 byte to 512 KB' using errcode = '22023';
    end;
  end if;
  return jsonb_build_object('status', case when v_before is null then 'stored' else 'repeated' end, 'is_whole', v_size = v_upload.size);
end;
$$;
comment on function private.add_upload_part is 'Stores a part → {status: stored | repeated | gone, is_whole}. 22023 for another part of that number, too many bytes or none; PT404 for no upload.';

create function private.upload_parts(file_id uuid, number integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_upload public.import_uploads;
  v_bytes bytea;
  v_parts bigint;
  v_size bigint;
begin
  select * into v_upload from public.import_uploads u where u.id = upload_parts.file_id;
  if not found then
    raise exception 'no upload %', upload_parts.file_id using errcode = 'PT404';
  end if;
  select count(*), coalesce(sum(octet_length(p.bytes)), 0) into v_parts, v_size
  from private.upload_parts p where p.upload_id = v_upload.id;
  select p.bytes into v_bytes from private.upload_parts p where p.upload_id = v_upload.id and p.number = upload_parts.number;
  return jsonb_build_object(
    'status', case when v_upload.dropped_at is not null then 'gone' when v_size < v_upload.size then 'unfinished' else 'whole' end,
    'file_name', v_upload.file_name, 'size', v_upload.size, 'kind', v_upload.kind, 'mapping', v_upload.mapping,
    'import_file_id', v_upload.import_file_id, 'parts', v_parts,
    'base64', translate(encode(v_bytes, 'base64'), chr(10), ''));
end;
$$;
comment on function private.upload_parts is 'What is known of an upload, with the bytes of one of its parts → {status: whole | unfinished | gone, file_name, size, kind, mapping, import_file_id, parts, base64}; base64 is null where there is no such part, as of number 0. PT404 for no upload.';

create function private.describe_upload(file_id uuid, kind text, mapping jsonb, header text, import_file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_upload public.import_uploads := private.open_upload(file_id);
begin
  update public.import_uploads u
  set kind = describe_upload.kind, mapping = coalesce(describe_upload.mapping, u.mapping),
    import_file_id = coalesce(describe_upload.import_file_id, u.import_file_id)
  where u.id = v_upload.id;
  if header is not null and describe_upload.mapping is not null then
    insert into public.import_mappings as m (kind, header, mapping)
    values (describe_upload.kind, describe_upload.header, describe_upload.mapping)
    on conflict on constraint import_mappings_key do update set mapping = excluded.mapping;
  end if;
  return jsonb_build_object('status', 'described');
exception
  when check_violation or not_null_violation or foreign_key_violation then
    raise exception 'a file is of a kind that is read, and its columns are named in an object' using errcode = '22023';
end;
$$;
comment on function private.describe_upload is 'Says of an upload what it holds, how its columns are read and what was read of it, and remembers the columns for the next file of that kind and header → {status: described}. 22023 for what makes no sense; PT404 for no upload.';

create function private.known_mapping(kind text, header text)
returns jsonb
language sql stable
begin atomic
  select coalesce(
    (select jsonb_build_object('status', 'known', 'mapping', m.mapping) from public.import_mappings m
     where m.kind = known_mapping.kind and m.header = known_mapping.header),
    jsonb_build_object('status', 'unknown'));
end;
comment on function private.known_mapping is 'How columns were named the last time → {status: known, mapping} or {status: unknown}.';

create function private.drop_uploads(uploads uuid[])
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows bigint;
begin
  delete from private.upload_parts p where p.upload_id = any (uploads);
  update public.import_uploads u set dropped_at = clock_timestamp() where u.id = any (uploads) and u.dropped_at is null;
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function private.drop_uploads is 'Forgets the bytes of uploads; returns of how many.';

create function private.forget_old_uploads()
returns bigint
language sql volatile
begin atomic
  select private.drop_uploads(array(
    select u.id from public.import_uploads u where u.dropped_at is null and u.uploaded_at < clock_timestamp() - interval '30 days'));
end;
comment on function private.forget_old_uploads is 'Retention: forgets the bytes of uploads after 30 days; returns of how many.';

create function private.forget_uploads_with_people()
returns bigint
language sql volatile
begin atomic
  select private.drop_uploads(array(
    select u.id from public.import_uploads u
    where u.dropped_at is null and coalesce(u.kind, '') not in ('equipment_categories', 'device_type_map', 'products', 'technicians')));
end;
comment on function private.forget_uploads_with_people is 'Forgets the bytes of uploads that may name a client: which of them name one cannot be told from a workbook''s bytes. Returns of how many.';

-- Access --------------------------------------------------------------------------------------------

alter table public.import_uploads enable row level security;
alter table public.import_mappings enable row level security;
alter table private.upload_parts enable row level security;
create policy office_reads on public.import_uploads for select to authenticated using ((select private.is_office()));
create policy office_reads on public.import_mappings for select to authenticated using ((select private.is_office()));
grant select on public.import_uploads, public.import_mappings to authenticated, service_role;
