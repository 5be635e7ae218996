-- The door to photos of a visit, or of a repair: taken at the unit, looked at by whoever works on it.

create function public.add_visit_photo(
  visit_id uuid, file_id uuid, content text, taken_at timestamptz default null, line integer default null, caption text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.reporter_of(visit_id);
  return private.add_visit_photo(visit_id, file_id, content, taken_at, line, caption, private.clock());
end;
$$;
comment on function public.add_visit_photo is 'Keeps a photo of a visit whose report is not sent yet; content is base64 of a JPEG, line the position of the checklist''s line that it is about → {status: kept, file_id, bytes, repeated: whether that photo came before} | {status: refused, reason: erased (the client was), over (the visit has its outcome; a technician who learns of that late is heard), full (most: there are so many that no report has named)} | {status: rejected, reason: missing, too_long (most: 400 KB), picture (no JPEG of at most 4096 pixels each way, whole and nothing behind it), extra (it says where or with what it was taken, or a comment), unknown (line), taken (file_id of another picture); field}. complete_visit names it in file_ids. 42501 unless the visit is, or once was, the caller''s own work or the caller is office; PT404.';

create function public.add_repair_photo(
  work_order_id uuid, file_id uuid, content text, taken_at timestamptz default null, line integer default null, caption text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.reporter_of_repair(work_order_id);
  return private.add_repair_photo(work_order_id, file_id, content, taken_at, line, caption, private.clock());
end;
$$;
comment on function public.add_repair_photo is 'Keeps a photo of a repair whose report is not sent yet, as add_visit_photo does of a visit; line is one of the checklist of the visit that found it, complete_repair names it in file_ids, and fail_repair takes all of them. 42501 unless the repair is, or once was, the caller''s own work or the caller is office; PT404.';

create function public.remove_visit_photo(file_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_photo_of(file_id);
  return private.remove_visit_photo(file_id);
end;
$$;
comment on function public.remove_visit_photo is 'Drops a photo whose report is not sent yet: {status: removed | refused (reason: sent)}. 42501 unless the caller took it, or it is of their own work, or they are office; PT404.';

create function public.visit_photo(file_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_photo_of(file_id);
  return private.visit_photo(file_id);
end;
$$;
comment on function public.visit_photo is 'A photo itself: {status: ok, visit_id, work_order_id: the one of both that it is of, content: base64 of a JPEG}. 42501 and PT404 as remove_visit_photo.';

grant execute on function public.add_visit_photo, public.add_repair_photo, public.remove_visit_photo, public.visit_photo to authenticated, service_role;
