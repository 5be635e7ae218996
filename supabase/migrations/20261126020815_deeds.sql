-- Deeds: what the office did on the board, and how things stood before, so that it can be taken back for a few minutes
-- (chapter "undo"). Work that was taken back stands as before under a higher revision: mails of then say what is so now.

create table private.deeds (
  id uuid primary key default gen_random_uuid(),
  what text not null check (what = any ('{move, swap, schedule, book, create}')),
  staff_id uuid references public.staff,
  settled uuid[] not null,
  raised uuid[] not null,
  told jsonb not null,
  sent uuid[] not null,
  held jsonb not null,
  priced uuid[] not null default '{}',
  turn bigint not null default nextval('private.turns'),
  made_at timestamptz not null default private.clock(),
  undone_at timestamptz,
  undone_by uuid references public.staff
);
comment on table private.deeds is 'What the office did on the board, kept for a month. Holds ids and times, nothing of a person.';
comment on column private.deeds.settled is 'Activities that it settled; they are open again when it is taken back.';
comment on column private.deeds.raised is 'Activities that it opened; they are closed then.';
comment on column private.deeds.turn is 'Its place in the order of private.turns, taken under the locks of its technicians.';
comment on column private.deeds.told is 'What open activities told before it of the time, the revision and the reason: {id: {…}}.';
comment on column private.deeds.sent is 'Mails that it queued, and which wait a few minutes.';
comment on column private.deeds.held is 'Mails that waited to be sent and that it made untrue, with when they were to go: {id: instant}. They wait as long as it can be taken back.';
comment on column private.deeds.priced is 'Cycles whose price it kept as the client was to be told it; taken back, nobody was told.';

create index deeds_undone on private.deeds using gin (sent) where undone_at is not null;

create table private.deed_tasks (
  deed_id uuid not null references private.deeds on delete cascade,
  -- No foreign key: work without visits may be deleted by hand, and then nothing is there to be taken back.
  task_id uuid not null,
  is_new boolean not null,
  technician_id uuid,
  during tstzrange not null,
  state text not null,
  revision_before integer not null,
  revision_after integer not null,
  revision_undone integer,
  primary key (deed_id, task_id)
);
comment on table private.deed_tasks is 'The tasks of a deed as they stood before it.';
comment on column private.deed_tasks.is_new is 'Whether the deed made it.';
comment on column private.deed_tasks.revision_after is 'As the deed left it: whoever finds another one comes too late to take it back.';
comment on column private.deed_tasks.revision_undone is 'As it stood when the deed was taken back: the same as revision_before, told anew to nobody.';

create index deed_tasks_undone on private.deed_tasks (task_id, revision_undone) where revision_undone is not null;

-- A record: only what keeps it and what takes it back writes it, and it goes for its age.
create trigger keep_deed before insert on private.deeds
  for each row when (private.made_by() is distinct from 'keep_deed') execute function private.refuse_change();
create trigger keep_deed before insert on private.deed_tasks
  for each row when (private.made_by() is distinct from 'keep_deed') execute function private.refuse_change();
create trigger keep_deeds before update on private.deeds
  for each row when (private.made_by() is distinct from 'undo_deed') execute function private.refuse_change('merge_customers');
create trigger keep_deeds before update on private.deed_tasks
  for each row when (private.made_by() is distinct from 'undo_deed') execute function private.refuse_change();
create trigger refuse_delete before delete on private.deeds for each row execute function private.refuse_delete();
create trigger refuse_delete before delete on private.deed_tasks for each row execute function private.refuse_delete();

create function private.forget_old_deeds(as_of timestamptz)
returns void
language sql volatile
set search_path = ''
as $$
  delete from private.deeds d where d.made_at < as_of - interval '31 days'
$$;
comment on function private.forget_old_deeds is 'Lets go of what was done on the board more than a month ago.';

-- Revisions ---------------------------------------------------------------------------------------------------------

create function private.revision_told(task_id uuid, revision integer)
returns integer
language plpgsql stable
set search_path = ''
as $$
declare
  v_before integer;
begin
  loop
    select d.revision_before into v_before from private.deed_tasks d
    where d.task_id = revision_told.task_id and d.revision_undone = revision_told.revision;
    exit when v_before is null;
    revision := v_before;
  end loop;
  return revision;
end;
$$;
comment on function private.revision_told is 'The revision under which a task stood for the first time as it does in that one: an earlier one, where what the office did in between was taken back.';

create function private.is_of_now(task public.technician_tasks, revision integer)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return task.revision = is_of_now.revision
    or private.revision_told(task.id, task.revision) = private.revision_told(task.id, is_of_now.revision);
end;
$$;
comment on function private.is_of_now is 'Whether what was said of a task in that revision is so now.';

create function private.is_within_undone(task_id uuid, seen integer, revision integer)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from private.deed_tasks d
    where d.task_id = is_within_undone.task_id and is_within_undone.seen <= d.revision_before
      and is_within_undone.revision > d.revision_before and is_within_undone.revision <= d.revision_undone);
end;
$$;
comment on function private.is_within_undone is 'Whether a revision of a task came and went between its being seen and now: the office did something, and took it back.';

create function private.is_taken_back(message_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from private.deeds d where d.undone_at is not null and d.sent @> array[message_id]);
end;
$$;
comment on function private.is_taken_back is 'Whether a mail told of something that was taken back before it went.';

create function private.facts_as_known(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_last public.messages;
begin
  select * into v_last from public.messages m
  where m.task_id = facts_as_known.task_id and (private.tells_a_time(m.kind) or m.kind = any ('{rebook, appointment_cancelled}'))
    -- What a client did themselves they know before its mail goes.
    and (m.state in ('sending', 'sent', 'uncertain') or not exists (select from private.deeds d where d.sent @> array[m.id]))
  order by m.created_at desc, (m.payload ->> 'revision')::integer desc, m.id limit 1;
  return private.stop_facts(facts_as_known.task_id) || case
    when private.tells_a_time(v_last.kind) and (v_last.payload ->> 'ends_at')::timestamptz > private.clock() then (
      select jsonb_object_agg(p.key, p.value) from jsonb_each(v_last.payload) p where p.key in ('starts_at', 'ends_at', 'arrive_by', 'technician_name'))
    else '{}' end;
end;
$$;
comment on function private.facts_as_known is 'The facts of a stop (private.stop_facts) with the time that its client knows, where the office gave it another one on the board that nobody told them yet: of that one they would not know that it is off.';
