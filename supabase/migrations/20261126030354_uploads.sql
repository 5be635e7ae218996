-- The office's door to files that it brings. What a category is and who works here, only an administrator says.

create function public.start_upload(file_name text, size integer)
returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.start_upload(file_name, size);
end;
$$;
comment on function public.start_upload is 'Opens an upload of so many bytes, at most 25 MB, and returns its id. 42501 unless office; 22023 for no name, or too many bytes.';

create function public.add_upload_part(file_id uuid, number integer, base64 text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.add_upload_part(file_id, number, base64);
end;
$$;
comment on function public.add_upload_part is 'Stores a part of at most 512 KB → {status: stored | repeated | gone, is_whole}. The same number again changes nothing. 42501 unless office; 22023 for another part of that number, too many bytes or none; PT404 for no upload.';

create function public.upload_parts(file_id uuid, number integer)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.upload_parts(file_id, number);
end;
$$;
comment on function public.upload_parts is 'What is known of an upload, with the bytes of one part → {status: whole | unfinished | gone, file_name, size, kind, mapping, import_file_id, parts, base64}; number 0 asks for none. 42501 unless office; PT404 for no upload.';

create function public.describe_upload(
  file_id uuid, kind text, mapping jsonb default null, header text default null, import_file_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.require_importer(kind);
  return private.describe_upload(file_id, kind, mapping, header, import_file_id);
end;
$$;
comment on function public.describe_upload is 'Says of an upload what it holds, how its columns are read and what was read of it → {status: described}; with header, the SHA-256 of its names, the columns are remembered. 42501 unless office, for categories and technicians unless admin; 22023 for what makes no sense; PT404 for no upload.';

create function public.known_mapping(kind text, header text)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.known_mapping(kind, header);
end;
$$;
comment on function public.known_mapping is 'How the columns of a header were named the last time → {status: known, mapping} or {status: unknown}. 42501 unless office.';

grant execute on function public.start_upload, public.add_upload_part, public.upload_parts, public.describe_upload, public.known_mapping
  to authenticated, service_role;
