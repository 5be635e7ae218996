-- Photos of a visit, or of a repair: taken while its report is being written, a few of them, until the report names them;
-- then they are part of it.

create function private.photo_problem(file_id uuid, content text, caption text)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_problem text;
begin
  if file_id is null or coalesce(content, '') = '' then
    return private.problem('missing', case when file_id is null then 'file_id' else 'content' end);
  elsif length(caption) > 200 then
    return private.problem('too_long', 'caption', 200);
  -- Before it is decoded: 400 KB, as base64 has them with a break after every 76 characters.
  elsif length(content) > 560000 or octet_length(private.decoded(content)) > 409600 then
    return private.problem('too_long', 'content', 409600);
  end if;
  v_problem := private.jpeg_problem(private.decoded(content), 4096);
  return case when v_problem is not null then private.problem(v_problem, 'content') end;
end;
$$;
comment on function private.photo_problem is 'What is wrong with a photo by itself, as an answer: {status: rejected, reason: missing, too_long (with most), picture (no JPEG picture, or not whole), extra (it says where or with what it was taken, or a comment); field}; null for nothing.';

create function private.photo_kept(file public.visit_files, repeated boolean)
returns jsonb
language sql immutable
return jsonb_build_object('status', 'kept', 'file_id', file.id, 'bytes', octet_length(file.content), 'repeated', repeated);
comment on function private.photo_kept is 'The answer to a photo that is kept: {status: kept, file_id, bytes, repeated}.';

create function private.takes_report(visit_id uuid, work_order_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    (select private.is_unsettled(v.state) from public.maintenance_visits v where v.id = takes_report.visit_id),
    (select private.is_open_repair(w.state) from public.work_orders w where w.id = takes_report.work_order_id));
end;
$$;
comment on function private.takes_report is 'Whether a visit, or a repair, has no outcome yet.';

create function private.why_no_photo(visit_id uuid, work_order_id uuid, line integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when private.is_erased(private.customer_of_work(visit_id, work_order_id)) then private.refused('erased')
    -- A technician without signal, or with a second phone, learns late that it is over: what was photographed stays with it, and
    -- goes to the office with their report where one comes.
    when not private.takes_report(visit_id, work_order_id) and private.signed_in_technician() is null then private.refused('over')
    when line is not null and not exists (
      select from private.visit_checklist i
      where i.position = why_no_photo.line and i.visit_id = coalesce(why_no_photo.visit_id, (
        select w.visit_id from public.work_orders w where w.id = why_no_photo.work_order_id)))
      then private.problem('unknown', 'line')
    when jsonb_array_length(private.photos_waiting(visit_id, work_order_id)) >= private.most('photos')
      then private.refused('full') || jsonb_build_object('most', private.most('photos')) end;
end;
$$;
comment on function private.why_no_photo is 'Why a visit, or a repair, gets no further photo, as an answer: erased (its client was), over (it has its outcome, and the caller is office), full (with most), a line that its checklist does not have; null when it does.';

create function private.keep_photo(
  visit_id uuid, work_order_id uuid, file_id uuid, content text, taken_at timestamptz, line integer, caption text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb := private.photo_problem(file_id, content, caption);
  v_file public.visit_files;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  select f.* into v_file from public.visit_files f where f.id = keep_photo.file_id;
  if found then
    return case
      when v_file.content = private.decoded(keep_photo.content)
        and (v_file.visit_id, v_file.work_order_id) is not distinct from (keep_photo.visit_id, keep_photo.work_order_id)
        then private.photo_kept(v_file, true)
      else private.problem('taken', 'file_id') end;
  end if;
  v_answer := private.why_no_photo(visit_id, work_order_id, line);
  if v_answer is not null then
    return v_answer;
  end if;
  insert into public.visit_files (id, visit_id, work_order_id, kind, content, line, caption, taken_at)
  values (keep_photo.file_id, keep_photo.visit_id, keep_photo.work_order_id, 'photo', private.decoded(keep_photo.content), keep_photo.line,
    private.tidy(keep_photo.caption),
    -- A phone's clock may be wrong.
    case when keep_photo.taken_at <@ private.known_days() then least(keep_photo.taken_at, as_of) else as_of end)
  returning * into v_file;
  return private.photo_kept(v_file, false);
exception
  -- Another visit got it in the same moment.
  when unique_violation then
    return private.problem('taken', 'file_id');
end;
$$;
comment on function private.keep_photo is 'Keeps a photo of a visit, or of a repair, which the caller holds: two phones count the same photos, one after the other.';

create function private.add_visit_photo(
  visit_id uuid, file_id uuid, content text, taken_at timestamptz, line integer, caption text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'add_visit_photo'
as $$
begin
  perform private.read_visit(visit_id);
  perform private.hold_client_of_work(visit_id, null);
  perform from public.maintenance_visits v where v.id = add_visit_photo.visit_id for no key update;
  return private.keep_photo(visit_id, null, file_id, content, taken_at, line, caption, as_of);
end;
$$;
comment on function private.add_visit_photo is 'Keeps a photo of a visit: see the door of the same name. PT404.';

create function private.add_repair_photo(
  work_order_id uuid, file_id uuid, content text, taken_at timestamptz, line integer, caption text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'add_repair_photo'
as $$
begin
  perform private.hold_client_of_work(null, work_order_id);
  perform private.repair_order(work_order_id);
  return private.keep_photo(null, work_order_id, file_id, content, taken_at, line, caption, as_of);
end;
$$;
comment on function private.add_repair_photo is 'The same of a repair. PT404.';

create function private.remove_visit_photo(file_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'remove_visit_photo'
as $$
begin
  delete from public.visit_files f where f.id = remove_visit_photo.file_id and f.kind = 'photo' and f.named_by is null;
  return case when found then jsonb_build_object('status', 'removed') else private.refused('sent') end;
end;
$$;
comment on function private.remove_visit_photo is 'Drops a photo that no report has named: {status: removed | refused (reason: sent)}.';

create function private.require_photo_of(file_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_photo public.visit_files;
begin
  select f.* into v_photo from public.visit_files f where f.id = require_photo_of.file_id and f.kind = 'photo';
  if private.signed_in_technician() is null or v_photo.actor is distinct from auth.uid() then
    if v_photo.work_order_id is null then
      perform private.require_visit_of(v_photo.visit_id);
    else
      perform private.require_repair_of(v_photo.work_order_id);
    end if;
  end if;
end;
$$;
comment on function private.require_photo_of is 'Asks whether the caller took a photo, or may do the work of its visit, or its repair: 42501, PT404 as private.require_work_of.';

create function private.visit_photo(file_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'visit_id', f.visit_id, 'work_order_id', f.work_order_id, 'content', encode(f.content, 'base64'))
    from public.visit_files f where f.id = visit_photo.file_id);
end;
$$;
comment on function private.visit_photo is 'A photo itself: {status: ok, visit_id, work_order_id: the one of both that it is of, content: base64 of a JPEG}.';
