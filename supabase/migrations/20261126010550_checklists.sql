-- Checklists: what a technician checks on a unit of a category. A list is a version that never changes; a change makes
-- the next one, and each visit keeps the one that was in force when it was made.

create function private.checklist_most(what text)
returns integer
language sql immutable
return case what when 'lines' then 100 when 'section' then 60 when 'label' then 120 when 'help' then 300 end;
comment on function private.checklist_most is 'How many lines a checklist has at most, and how many characters each text of a line.';

create table public.checklist_versions (
  id uuid primary key default gen_random_uuid(),
  category_id uuid not null references public.equipment_categories,
  number integer not null check (number > 0),
  line_count integer not null check (line_count between 1 and private.checklist_most('lines')),
  made_at timestamptz not null default private.clock(),
  actor uuid default auth.uid(),
  -- The newest of a category is in force.
  constraint checklist_versions_number_key unique (category_id, number)
);
comment on table public.checklist_versions is 'The checklists that a category had and has; the one with the highest number is in force. Never changed, never deleted.';
comment on column public.checklist_versions.line_count is 'How many lines it has: they are numbered from 1, so that a whole list takes no further line.';
comment on column public.checklist_versions.actor is 'auth.uid() of whoever made it; null for the lists that every company starts from.';
comment on column public.checklist_versions.made_at is 'For whoever looks into a visit''s record: since when the list is in force.';

create table public.checklist_items (
  id uuid primary key default gen_random_uuid(),
  version_id uuid not null references public.checklist_versions,
  position integer not null check (position > 0),
  section text not null check (private.is_one_line(section, private.checklist_most('section'))),
  label text not null check (private.is_one_line(label, private.checklist_most('label'))),
  help text check (private.is_one_line(help, private.checklist_most('help'))),
  required boolean not null default true,
  safety_critical boolean not null default false,
  constraint checklist_items_position_key unique (version_id, position)
);
comment on table public.checklist_items is 'The lines of a version of a checklist, under the name of their section. Never changed, never deleted.';
comment on column public.checklist_items.help is 'How to check it, where the label does not say enough.';
comment on column public.checklist_items.required is 'Whether a visit is not complete without an answer to it.';
comment on column public.checklist_items.safety_critical is 'Whether the unit is out of service and gets no certificate when it fails.';

-- A version is whole from its first moment, and stays ---------------------------------------------------

create function private.guard_checklist_line()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from public.checklist_versions v where v.id = new.version_id and new.position <= v.line_count) then
    raise exception 'a list gets no further line; a change is a new version' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_checklist_line is 'Raises MT002 for a line beyond those that its version began with, whoever asks.';

create trigger guard_checklist_line before insert on public.checklist_items
  for each row execute function private.guard_checklist_line();

create function private.check_whole_checklist()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (select count(*) from public.checklist_items i where i.version_id = new.id) <> new.line_count then
    raise exception 'a version of a checklist has % lines', new.line_count using errcode = '23514';
  end if;
  return null;
end;
$$;
comment on function private.check_whole_checklist is 'At commit: a new version has every line that it says it has, and so no place for more (23514).';

create constraint trigger check_whole_checklist after insert on public.checklist_versions
  deferrable initially deferred for each row execute function private.check_whole_checklist();

create trigger keep_versions before update or delete on public.checklist_versions
  for each row execute function private.refuse_change();
create trigger keep_lines before update or delete on public.checklist_items
  for each row execute function private.refuse_change();
create trigger audit after insert or update or delete on public.checklist_versions for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.checklist_items for each row execute function private.record_change();

create function private.checklist_lines(version_id uuid)
returns jsonb
language sql stable
return (
  select jsonb_agg(jsonb_build_object('position', i.position, 'section', i.section, 'label', i.label, 'help', i.help,
    'required', i.required, 'safety_critical', i.safety_critical) order by i.position)
  from public.checklist_items i where i.version_id = checklist_lines.version_id);
comment on function private.checklist_lines is 'The lines of a version in order: [{position, section, label, help, required, safety_critical}].';

-- Access: staff read, set_checklist() alone writes ------------------------------------------------------

alter table public.checklist_versions enable row level security;
alter table public.checklist_items enable row level security;
create policy staff_reads on public.checklist_versions for select to authenticated using ((select private.staff_role()) is not null);
create policy staff_reads on public.checklist_items for select to authenticated using ((select private.staff_role()) is not null);
grant select on public.checklist_versions, public.checklist_items to authenticated, service_role;
