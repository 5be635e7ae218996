-- Calendar: the tasks that fill technicians' days, and every lock under which they change.

-- What checks of a task call; plpgsql, since a body of sql would be read with the check by every statement.

create function private.is_stretch(during tstzrange)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return lower_inc(during) and not upper_inc(during) and not upper_inf(during) and upper(during) - lower(during) <= interval '31 days';
end;
$$;
comment on function private.is_stretch is 'Whether a time has a beginning that belongs to it and an end that does not, at most 31 days later.';

create function private.is_place(latitude double precision, longitude double precision)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return num_nulls(latitude, longitude) = 2 or coalesce(abs(latitude) <= 90 and abs(longitude) <= 180, false);
end;
$$;
comment on function private.is_place is 'Whether these are both coordinates of a place, or neither.';
grant execute on function private.is_stretch, private.is_place to authenticated, service_role;

create table public.technician_tasks (
  id uuid primary key default gen_random_uuid(),
  technician_id uuid references public.technicians,
  task_type text not null check (task_type = any ('{maintenance, repair, delivery, assessment, time_off, other}')),
  during tstzrange not null,
  state text not null default 'scheduled' check (state = any ('{scheduled, en_route, in_progress, completed, unassigned, needs_rescheduling, cancelled, no_show, not_completed}')),
  blocking boolean not null generated always as (state = any ('{scheduled, en_route, in_progress, completed}')) stored,
  customer_id uuid references public.customers,
  work_order_id uuid,
  unit_id uuid references public.units,
  title text,
  address text,
  latitude double precision,
  longitude double precision,
  notes text,
  actual_started_at timestamptz,
  actual_finished_at timestamptz,
  revision integer not null default 0 check (revision >= 0),
  revised_at timestamptz,
  readdressed integer not null default 0 check (readdressed >= 0),
  readdressed_at timestamptz,
  external_ref text check (length(external_ref) between 1 and 100),
  created_at timestamptz not null default now(),
  constraint tasks_located_or_not check (private.is_place(latitude, longitude)),
  -- What has a work order is about the units of that.
  constraint tasks_unit_is_said_once check (unit_id is null or work_order_id is null),
  constraint tasks_on_one_line check (private.on_one_line(title) and private.on_one_line(address)),
  -- A range is a real stretch of time: bounded, not empty, from inclusive (without end or empty it includes no beginning),
  -- to exclusive, at most 31 days. Chapter "known days" refuses instants without end.
  constraint tasks_during_is_real check (private.is_stretch(during)),
  -- Work that blocks time blocks somebody's time.
  constraint tasks_blocking_has_technician check (
    technician_id is not null or state = any ('{unassigned, needs_rescheduling, cancelled}')),
  -- Nobody sets out to be away: a leave is there, or is not.
  constraint tasks_leave_is_no_work check (
    task_type <> 'time_off' or state = any ('{scheduled, needs_rescheduling, unassigned, cancelled}')),
  constraint tasks_begin_before_they_end check (actual_started_at <= actual_finished_at),
  -- Nobody is in two places: under every writer, in every path.
  constraint tasks_no_double_booking exclude using gist (technician_id with =, during with &&)
    where (blocking)
);
comment on table public.technician_tasks is 'A technician''s job, of whatever type, on the one calendar. Time off is a task.';
comment on column public.technician_tasks.technician_id is 'Null while nobody has it.';
comment on column public.technician_tasks.external_ref is 'What another system calls this work, where it is planned there: the next import moves it or takes it away.';
comment on column public.technician_tasks.unit_id is 'What a delivery, an assessment or a repair that nobody quoted is about, where somebody said so.';
comment on column public.technician_tasks.during is 'Promised time [start, end). Actual times have their own columns: finishing early may shorten it, overruns never lengthen it; what was over before its day stands where it took place.';
comment on column public.technician_tasks.revision is 'SEQUENCE of the calendar entry: grows with every change of time or technician.';
comment on column public.technician_tasks.readdressed is 'How often it got another address, which is no revision: nothing that clients were told is another by it. Calendars count both.';
comment on column public.technician_tasks.readdressed_at is 'When it last got another address; null where it is where it was.';
comment on column public.technician_tasks.revised_at is 'When the present revision was made; null for the first. Calendars keep what was called off for a while after that.';
comment on column public.technician_tasks.blocking is 'Whether the technician''s time is taken: by what is to happen, and by what did.';
comment on column public.technician_tasks.actual_started_at is 'For the report of a visit: when work began, whatever was promised.';
comment on column public.technician_tasks.actual_finished_at is 'For the report of a visit: when work was over.';

create function private.is_ahead(state text)
returns boolean
language sql immutable
return state = any ('{scheduled, en_route}');
comment on function private.is_ahead is 'Whether a task in that state has a time and has not begun: it can still be taken off the calendar.';

create function private.is_unfinished(state text)
returns boolean
language sql immutable
return private.is_ahead(state) or state = 'in_progress';
comment on function private.is_unfinished is 'Whether a task in that state has a time and has not ended: visits can still happen in it.';

create function private.is_waiting(state text)
returns boolean
language sql immutable
return state in ('unassigned', 'needs_rescheduling');
comment on function private.is_waiting is 'Whether a task in that state waits for a time or for somebody who has one.';

create function private.is_over(state text)
returns boolean
language sql immutable
return state = any ('{completed, cancelled, no_show, not_completed}');
comment on function private.is_over is 'Whether a task in that state has come to its end, whatever became of it.';

create function private.is_not_closed(state text, during tstzrange, as_of timestamptz)
returns boolean
language sql immutable
return private.is_unfinished(state) and upper(during) <= as_of;
comment on function private.is_not_closed is 'Whether the time of a task has passed and nobody said what became of it.';

-- Triggers compute them as whoever writes.
grant execute on function private.is_ahead, private.is_unfinished, private.is_waiting, private.is_over to authenticated, service_role;

-- The search reads calendars in their order, from the index alone; the exclusion index would scan history.
create index tasks_by_technician_start on public.technician_tasks (technician_id, lower(during))
  include (during, task_type, customer_id, latitude, longitude) where blocking;
-- Meetings are few and looked for by themselves.
create index tasks_meetings on public.technician_tasks (technician_id, lower(during))
  include (during) where blocking and task_type = 'other' and latitude is null;
-- A technician's own calendar also tells what was called off.
create index tasks_given_up on public.technician_tasks (technician_id, lower(during)) where not blocking;
create unique index tasks_external_ref_key on public.technician_tasks (external_ref) where external_ref is not null;
create index tasks_by_customer on public.technician_tasks (customer_id);
create index tasks_by_unit on public.technician_tasks (unit_id) where unit_id is not null;
create index tasks_waiting on public.technician_tasks (state) where state in ('unassigned', 'needs_rescheduling');

insert into private.transitions (table_name, from_state, to_state, made_by) values
  ('technician_tasks', 'unassigned', 'scheduled', '{move}'),
  ('technician_tasks', 'unassigned', 'cancelled', '{office}'),
  ('technician_tasks', 'scheduled', 'en_route', '{office, technician}'),
  ('technician_tasks', 'scheduled', 'in_progress', '{office, technician}'),
  ('technician_tasks', 'scheduled', 'completed', '{office}'),
  ('technician_tasks', 'scheduled', 'unassigned', '{office}'),
  ('technician_tasks', 'scheduled', 'needs_rescheduling', '{office}'),
  ('technician_tasks', 'scheduled', 'cancelled', '{office}'),
  ('technician_tasks', 'scheduled', 'no_show', '{office}'),
  ('technician_tasks', 'scheduled', 'not_completed', '{office}'),
  ('technician_tasks', 'en_route', 'in_progress', '{office, technician}'),
  ('technician_tasks', 'en_route', 'scheduled', '{office, technician}'),
  ('technician_tasks', 'en_route', 'completed', '{office}'),
  ('technician_tasks', 'en_route', 'needs_rescheduling', '{office}'),
  ('technician_tasks', 'en_route', 'cancelled', '{office}'),
  ('technician_tasks', 'en_route', 'no_show', '{office}'),
  ('technician_tasks', 'en_route', 'not_completed', '{office}'),
  ('technician_tasks', 'in_progress', 'en_route', '{office, technician}'),
  ('technician_tasks', 'in_progress', 'completed', '{office}'),
  ('technician_tasks', 'in_progress', 'not_completed', '{office}'),
  ('technician_tasks', 'in_progress', 'no_show', '{office}'),
  ('technician_tasks', 'completed', 'in_progress', '{office}'),
  ('technician_tasks', 'needs_rescheduling', 'scheduled', '{move}'),
  ('technician_tasks', 'needs_rescheduling', 'cancelled', '{office}'),
  ('technician_tasks', 'needs_rescheduling', 'unassigned', '{office}'),
  ('technician_tasks', 'no_show', 'needs_rescheduling', '{office}'),
  ('technician_tasks', 'no_show', 'scheduled', '{}'),
  ('technician_tasks', 'not_completed', 'needs_rescheduling', '{office}'),
  ('technician_tasks', 'not_completed', 'scheduled', '{}');
create trigger guard_state before update of state on public.technician_tasks
  for each row execute function private.guard_state();

create trigger correct_place before insert or update of latitude, longitude on public.technician_tasks
  for each row when (new.latitude = '0' and new.longitude = '0') execute function private.correct_place();

create function private.count_revision()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.revision <> old.revision or new.revised_at is distinct from old.revised_at then
    raise exception 'revisions are counted, never written' using errcode = 'MT002';
  elsif (new.during, new.technician_id, new.state) is distinct from (old.during, old.technician_id, old.state) then
    new.revision := old.revision + 1;
    new.revised_at := private.clock();
  end if;
  return new;
end;
$$;
comment on function private.count_revision is 'A change of time, technician or state is a new revision of the calendar entry; nobody writes another (MT002).';

create trigger count_revision before update of during, technician_id, state, revision, revised_at on public.technician_tasks
  for each row execute function private.count_revision();

create function private.count_address()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.readdressed := old.readdressed;
  new.readdressed_at := old.readdressed_at;
  if new.address is distinct from old.address then
    new.readdressed := old.readdressed + 1;
    new.readdressed_at := private.clock();
  end if;
  return new;
end;
$$;
comment on function private.count_address is 'Trigger: another address is counted, and by nobody else.';

create trigger count_address before update of address, readdressed, readdressed_at on public.technician_tasks
  for each row execute function private.count_address();

create function private.refuse_who_left()
returns trigger
-- Definer: the rule holds for writers who may not read technicians.
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Not a condition of the trigger: that would be read and planned anew by every statement that makes a task.
  if not private.is_unfinished(new.state) then
    return new;
  end if;
  -- Under the technician's lock: whoever lets them go at the same moment waits for this work, or this work for them.
  if new.technician_id is not null then
    perform private.lock_technician(new.technician_id);
  end if;
  if exists (select from public.technicians h where h.id = new.technician_id and not h.active) then
    raise exception 'this technician has left' using errcode = 'MT021';
  end if;
  return new;
end;
$$;
comment on function private.refuse_who_left is 'Raises MT021 when work that is still to be done is given to a technician who is not active.';

create trigger refuse_who_left before insert on public.technician_tasks
  for each row execute function private.refuse_who_left();
create trigger refuse_who_left_anew before update of technician_id, state on public.technician_tasks
  for each row when (private.is_unfinished(new.state)
    and (new.technician_id is distinct from old.technician_id or not private.is_unfinished(old.state)
      -- What had begun when they left stays theirs, and does not begin again.
      or private.is_ahead(new.state) and not private.is_ahead(old.state)))
  execute function private.refuse_who_left();

create function private.is_taken(technician_id uuid, during tstzrange, ignore_task_id uuid default null)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Nobody's tasks overlap, so only the last one that begins before the end can reach beyond the start.
  return coalesce((
    select upper(t.during) > lower(is_taken.during)
    from public.technician_tasks t
    where t.technician_id = is_taken.technician_id and t.blocking and lower(t.during) < upper(is_taken.during)
      and t.id is distinct from ignore_task_id
    order by lower(t.during) desc
    limit 1), false);
end;
$$;
comment on function private.is_taken is 'Whether a technician has something on at that time; the quick half of whether a visit fits. ignore_task_id is a task that is being moved.';

-- Locks -----------------------------------------------------------------------------------------------
-- Always in this order: a client's turn → contracts by id → technicians by id → rows of tasks → the invoice
-- counter. A job's own lock comes before all of them, and so does the turn of an import.

create function private.wait_for_turn()
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Before any other lock, the limits' rows included. Connections share four queues evenly.
  perform pg_advisory_xact_lock(hashtextextended('turn:' || pg_backend_pid() % 4, 0));
end;
$$;
comment on function private.wait_for_turn is 'At most four clients'' bookings run at once, in the order in which they came: in a crowd everybody waits the same little while, instead of some for long, and the processor''s caches stay warm.';

create function private.take_turns()
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('taking in', 0));
end;
$$;
comment on function private.take_turns is 'One file and one run after the other, step by step, before any other lock: two that make the same clients, orders, units or questions in another order would wait for each other.';

create function private.lock_contracts(contract_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('contract:' || id, 0))
  from (select distinct id from unnest(contract_ids) id order by id) ordered;
end;
$$;
comment on function private.lock_contracts is 'Serialises bookings of the contracts, in the order of their ids; comes before any technician''s lock.';

create function private.lock_technician(technician_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('technician:' || lock_technician.technician_id, 0));
end;
$$;
comment on function private.lock_technician is 'Serialises writers of one technician''s calendar until the end of the transaction. Take several in the order of their ids.';

create function private.lock_technicians(technician_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.lock_technician(id)
  from (select distinct id from unnest(technician_ids) id where id is not null order by id) ordered;
end;
$$;
comment on function private.lock_technicians is 'Serialises writers of these technicians'' calendars, locked in the order of their ids; after contracts, before rows.';

create function private.lock_check_of(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('check of stop:' || task_id, 0));
end;
$$;
comment on function private.lock_check_of is 'Serialises what is checked of a stop at commit, after all rows: nobody waits for anything else while holding it.';

create function private.lock_tasks(task_ids uuid[], technician_ids uuid[] default '{}')
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_holders uuid[];
begin
  loop
    v_holders := array(select t.technician_id from public.technician_tasks t where t.id = any (task_ids) order by t.id);
    begin
      perform private.lock_technicians(v_holders || technician_ids);
      perform from public.technician_tasks t where t.id = any (task_ids) order by t.id for update;
      if v_holders is distinct from array(select t.technician_id from public.technician_tasks t where t.id = any (task_ids) order by t.id) then
        raise exception 'moved meanwhile' using errcode = 'MT004';
      end if;
      return;
    exception when sqlstate 'MT004' then
      -- The locks are given back with the sub-transaction; take those of the technicians who have them now.
      continue;
    end;
  end loop;
end;
$$;
comment on function private.lock_tasks is 'Locks the technicians who hold these tasks, and these technicians, then the tasks'' rows; after contracts.';

create function private.lock_task_at_once(task_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform from public.technician_tasks t where t.id = lock_task_at_once.task_id for no key update nowait;
end;
$$;
comment on function private.lock_task_at_once is 'Locks the row of a task for whoever holds a row already that comes after it: not by waiting, since who has the task may wait for that row (55P03, somebody has it).';

create function private.try_lock_job(name text)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  return pg_try_advisory_xact_lock(hashtextextended('job:' || name, 0));
end;
$$;
comment on function private.try_lock_job is 'Makes this transaction the only one that runs the job; false when another one is at it.';

create trigger audit after insert or update or delete on public.technician_tasks for each row execute function private.record_change('revised_at', 'readdressed', 'readdressed_at');

-- Access --------------------------------------------------------------------------------------------

alter table public.technician_tasks enable row level security;
create policy office_reads on public.technician_tasks for select to authenticated using ((select private.is_office()));
grant select on public.technician_tasks to authenticated;
grant select, insert, update, delete on public.technician_tasks to service_role;
