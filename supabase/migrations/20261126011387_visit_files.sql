-- Visit files: the pictures of a visit, or of a repair. A signature comes with the report that it signs; photos are taken while
-- a report is being written, until it names them.

create table public.visit_files (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid references public.maintenance_visits,
  work_order_id uuid references public.work_orders,
  report_id uuid references public.visit_reports deferrable initially deferred,
  repair_report_id uuid references public.repair_reports deferrable initially deferred,
  repair_failure_id uuid references public.repair_failures deferrable initially deferred,
  named_by uuid generated always as (coalesce(report_id, repair_report_id, repair_failure_id)) stored,
  kind text not null check (kind in ('signature', 'photo')),
  content bytea not null,
  sha256 bytea not null generated always as (extensions.digest(content, 'sha256')) stored,
  line integer check (line between 1 and 100),
  caption text check (private.is_one_line(caption, 200)),
  taken_at timestamptz,
  actor uuid default auth.uid(),
  created_at timestamptz not null default private.clock(),
  constraint files_of_one_thing check (num_nonnulls(visit_id, work_order_id) = 1),
  constraint files_named_once check (
    num_nonnulls(report_id, repair_report_id, repair_failure_id) <= 1
    and (work_order_id is not null or num_nonnulls(repair_report_id, repair_failure_id) = 0)),
  constraint signatures_are_small_pictures check (kind <> 'signature'
    or report_id is not null and octet_length(content) <= 102400 and private.is_png(content, 1600) and num_nonnulls(line, caption, taken_at) = 0),
  constraint photos_show_and_say_nothing_else check (kind <> 'photo' or taken_at is not null and private.is_photo(content))
);
-- A signature stays as long as the record that it signs, which certificates refer to and the law wants kept for years; what
-- goes after 24 months are photos.
comment on table public.visit_files is 'Pictures of a visit, or of a repair: the drawn signature, kept as long as the record that it signs, and photos, which go after 24 months. The signature of a repair that was done lies with its report.';
comment on column public.visit_files.id is 'Of a photo: chosen by whoever sends it, so that the same one sent twice is one.';
comment on column public.visit_files.work_order_id is 'The repair, where it is of one and of no visit.';
comment on column public.visit_files.report_id is 'The report that it came with, or that named it: what the visit''s record was taken from, or one that met a visit, or a repair, which had changed.';
comment on column public.visit_files.repair_report_id is 'The report of a repair that was done, where that named it.';
comment on column public.visit_files.repair_failure_id is 'The drive in vain to a repair that it was taken on.';
comment on column public.visit_files.named_by is 'The one of the three that it is part of: a report that was kept has the same name once it is taken. Null for a photo whose report is not sent yet.';
comment on column public.visit_files.sha256 is 'For whoever doubts a picture: what it was when it came. The trail keeps it, and not the picture.';
comment on column public.visit_files.line is 'The line of the visit''s checklist that a photo is about; null for one of the visit, or the repair, as a whole.';
comment on column public.visit_files.taken_at is 'When a photo was taken, as the phone says; at the latest when it came.';
comment on column public.visit_files.actor is 'auth.uid() of who sent it.';

-- A report is signed once.
create unique index visit_files_signature_key on public.visit_files (report_id) where kind = 'signature';
create index visit_files_by_visit on public.visit_files (visit_id);
create index visit_files_by_order on public.visit_files (work_order_id) where work_order_id is not null;
create index visit_files_by_report on public.visit_files (named_by) where kind = 'photo';

create function private.is_same_file(a public.visit_files, b public.visit_files)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return (a.id, a.visit_id, a.work_order_id, a.kind, a.content, a.line, a.caption, a.taken_at, a.actor, a.created_at)
    is not distinct from (b.id, b.visit_id, b.work_order_id, b.kind, b.content, b.line, b.caption, b.taken_at, b.actor, b.created_at);
end;
$$;
comment on function private.is_same_file is 'Whether two pictures are one, whichever report named it.';

create function private.guard_file()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_file public.visit_files := case tg_op when 'DELETE' then old else new end;
  v_ends boolean := private.made_by() = any (case when v_file.visit_id is null then private.enders_of_repairs() else private.enders_of_visits() end);
begin
  if tg_op = 'INSERT' then
    if new.kind = 'signature' and v_ends
      or new.kind = 'photo' and num_nonnulls(new.report_id, new.repair_report_id, new.repair_failure_id) = 0
        and private.made_by() in ('add_visit_photo', 'add_repair_photo') then
      return new;
    end if;
  elsif tg_op = 'UPDATE' then
    -- The report that names a photo makes it part of the record.
    if v_ends and old.kind = 'photo' and old.named_by is null and private.is_same_file(old, new) then
      return new;
    end if;
  elsif private.made_by() = 'erase_customer' or old.kind = 'photo' and (
    private.made_by() = 'keep_house' or private.made_by() = 'remove_visit_photo' and old.named_by is null) then
    return old;
  end if;
  raise exception 'pictures of a visit come with its report and stay as they are' using errcode = 'MT002';
end;
$$;
comment on function private.guard_file is 'Raises MT002, whoever asks, for a signature that does not come as a visit, or a repair, ends, a photo that no function took, a picture that would be another one, and one that goes: photos go for their age, those of no report also by whoever took them; all go with the person.';

create trigger guard_file before insert or update or delete on public.visit_files
  for each row execute function private.guard_file();

create function private.told_photo(file public.visit_files)
returns jsonb
language sql immutable
return jsonb_build_object('file_id', file.id, 'line', file.line, 'caption', file.caption, 'taken_at', file.taken_at, 'bytes', octet_length(file.content));
comment on function private.told_photo is 'A photo, but for the picture itself: {file_id, line, caption, taken_at, bytes}.';

create function private.photos_of(named_by uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.told_photo(f) order by f.line nulls last, f.taken_at, f.id), '[]')
    from public.visit_files f
    where f.kind = 'photo' and f.named_by = photos_of.named_by);
end;
$$;
comment on function private.photos_of is 'The photos that a report named, or that were taken on a drive in vain: [private.told_photo].';

create function private.photos_waiting(visit_id uuid, work_order_id uuid default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.told_photo(f) order by f.line nulls last, f.taken_at, f.id), '[]')
    from public.visit_files f
    where f.kind = 'photo' and f.named_by is null
      and (f.visit_id = photos_waiting.visit_id or f.work_order_id = photos_waiting.work_order_id));
end;
$$;
comment on function private.photos_waiting is 'The photos of a visit, or of a repair, that no report has named yet: [private.told_photo].';

create function private.names_file(report jsonb, file_id uuid)
returns boolean
language sql immutable
return coalesce(jsonb_exists(lower((report -> 'file_ids')::text)::jsonb, file_id::text), false);
comment on function private.names_file is 'Whether a report names a file.';

create trigger audit after insert or update or delete on public.visit_files for each row execute function private.record_change('content');

-- Access --------------------------------------------------------------------------------------------

alter table public.visit_files enable row level security;
create policy office_reads on public.visit_files for select to authenticated using ((select private.is_office()));
grant select on public.visit_files to authenticated, service_role;
