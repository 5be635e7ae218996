-- Closures: days, or parts of them, on which technicians do not go out: an ice storm, the illness of many. What was taken
-- off the calendar for it, and how each client hears of it. The chapter "close day" makes and undoes them.

create sequence private.turns;
comment on sequence private.turns is 'In which order closures and deeds were made, and closures undone, as their locks let them: a transaction that waited for another one began before it, and its clock says so.';

create table public.closures (
  id uuid primary key default gen_random_uuid(),
  on_day date not null,
  during tstzrange not null check (private.is_stretch(during)),
  technician_ids uuid[] not null check (technician_ids <> '{}'),
  outdoor_only boolean not null,
  reason text not null check (private.says_why(reason) and length(reason) <= 80 and private.on_one_line(reason)),
  note text,
  mails_at timestamptz not null,
  made_at timestamptz not null default private.clock(),
  made_by uuid references public.staff,
  turn bigint not null default nextval('private.turns'),
  undone_at timestamptz,
  undone_by uuid references public.staff,
  undone_turn bigint,
  constraint undone_by_somebody check (undone_at is not null or undone_by is null)
);
comment on table public.closures is 'A day, or a part of it, that was closed in one action.';
comment on column public.closures.technician_ids is 'Who did not go out then.';
comment on column public.closures.outdoor_only is 'Only to units that stand outside (equipment_categories.outdoor); the rest of the day went on.';
comment on column public.closures.reason is 'As clients read it, after "because of": an ice storm.';
comment on column public.closures.note is 'For the office alone.';
comment on column public.closures.turn is 'Its place in the order of private.turns, taken under the locks of its technicians.';
comment on column public.closures.undone_turn is 'That of its being undone.';
comment on column public.closures.mails_at is 'Until when the mails to clients are held, by the real clock.';

create index closures_by_day on public.closures (on_day) where undone_at is null;

create table public.closure_parts (
  id uuid primary key default gen_random_uuid(),
  closure_id uuid not null references public.closures,
  task_id uuid not null references public.technician_tasks,
  what text not null check (what = any ('{put_aside, time_off}')),
  technician_id uuid not null references public.technicians,
  during tstzrange not null,
  state text not null check (private.is_ahead(state)),
  revision integer not null,
  told text not null check (told = any ('{mail, call, letter, nobody}')),
  -- A stop is put aside once by a closure.
  constraint closure_parts_once unique (closure_id, task_id)
);
comment on table public.closure_parts is 'What a closure did to the calendar: stops that it put aside, as they were before, and the time off that it placed.';
comment on column public.closure_parts.revision is 'That of the task before it was put aside.';
comment on column public.closure_parts.told is 'How its client was to hear of it: mail, a call or a letter by the office, or nobody (none, or none who lives).';

create index closure_parts_by_task on public.closure_parts (task_id);

-- Written once, by what closes a day, or keeps it closed; then only whether it was undone.
create trigger keep_new before insert on public.closures
  for each row when (private.made_by() is distinct from 'close_day') execute function private.refuse_change();
create trigger keep_closure before update on public.closures
  for each row when (private.made_by() is distinct from 'undo_closure' or old.undone_at is not null
    or to_jsonb(old) - '{undone_at, undone_by, undone_turn}'::text[] <> to_jsonb(new) - '{undone_at, undone_by, undone_turn}'::text[]) execute function private.refuse_change();
create trigger refuse_delete before delete on public.closures
  for each row execute function private.refuse_delete();
create trigger keep_new before insert on public.closure_parts
  for each row when (private.made_by() is null or private.made_by() <> all ('{close_day, keep_closed}')) execute function private.refuse_change();
create trigger keep_part before update or delete on public.closure_parts
  for each row execute function private.refuse_change();
create trigger audit after insert or update or delete on public.closures for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.closure_parts for each row execute function private.record_change();

alter table public.closures enable row level security;
alter table public.closure_parts enable row level security;
create policy office_reads on public.closures for select to authenticated using ((select private.is_office()));
create policy office_reads on public.closure_parts for select to authenticated using ((select private.is_office()));
grant select on public.closures, public.closure_parts to authenticated, service_role;
