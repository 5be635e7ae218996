-- Scheduling: technicians, their hours and skills, holidays, and the tasks that fill their days.

create table public.technicians (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid unique references public.staff,
  name text not null check (btrim(name) <> ''),
  first_name text not null generated always as (split_part(btrim(name), ' ', 1)) stored,
  email text,
  phone text,
  licence_number text,
  home_latitude double precision check (home_latitude between -90 and 90),
  home_longitude double precision check (home_longitude between -180 and 180),
  max_visits_per_day integer check (max_visits_per_day > 0),
  calendar_token text not null unique default private.random_token(),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  constraint technicians_home_or_not check ((home_latitude is null) = (home_longitude is null))
);
comment on table public.technicians is 'People who visit. Days start and end at home.';
comment on column public.technicians.max_visits_per_day is 'Most maintenance visits a day; null is no limit.';
comment on column public.technicians.calendar_token is 'Key of the private calendar feed; readable by no staff role.';

create table public.technician_skills (
  id uuid primary key default gen_random_uuid(),
  technician_id uuid not null references public.technicians on delete cascade,
  skill_id uuid not null references public.skills,
  unique (technician_id, skill_id)
);
comment on table public.technician_skills is 'Who is qualified for what.';
create index technician_skills_by_skill on public.technician_skills (skill_id, technician_id);

create table public.technician_hours (
  id uuid primary key default gen_random_uuid(),
  technician_id uuid not null references public.technicians on delete cascade,
  weekday integer not null check (weekday between 1 and 7),
  starts time not null,
  ends time not null,
  valid_from date,
  valid_to date,
  constraint technician_hours_forward check (ends > starts),
  constraint technician_hours_valid_forward check (valid_to >= valid_from),
  -- Hours of one weekday do not overlap while both are valid; the space between two rows is a break.
  constraint technician_hours_no_overlap exclude using gist (
    technician_id with =,
    weekday with =,
    daterange(valid_from, valid_to, '[]') with &&,
    tsrange('2000-01-01'::date + starts, '2000-01-01'::date + ends) with &&)
);
comment on table public.technician_hours is 'Weekly working hours in local time; weekday 1 is Monday. The day''s shift runs from the first start to the last end, spaces between rows are breaks.';

create index technician_hours_by_technician on public.technician_hours (technician_id, weekday);

create table public.holidays (
  id uuid primary key default gen_random_uuid(),
  on_day date not null unique,
  name text not null default 'Holiday'
);
comment on table public.holidays is 'Company holidays: nobody works, and they are no business days.';

create table public.work_orders (
  id uuid primary key default gen_random_uuid(),
  number bigint not null unique generated always as identity,
  kind text not null default 'maintenance' check (kind in ('maintenance', 'repair')),
  customer_id uuid not null references public.customers,
  intake_source text not null check (intake_source in ('client_portal', 'office', 'visit', 'import')),
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  created_at timestamptz not null default private.clock()
);
comment on table public.work_orders is 'The container of priced work: one per stop, and one per repair that a visit calls for.';
create index work_orders_by_customer on public.work_orders (customer_id);

create table public.technician_tasks (
  id uuid primary key default gen_random_uuid(),
  technician_id uuid references public.technicians,
  task_type text not null check (task_type in ('maintenance', 'repair', 'delivery', 'assessment', 'time_off', 'other')),
  during tstzrange not null,
  state text not null default 'scheduled' check (state in (
    'scheduled', 'en_route', 'in_progress', 'completed',
    'unassigned', 'needs_rescheduling', 'cancelled', 'no_show', 'not_completed')),
  blocking boolean not null generated always as (state in ('scheduled', 'en_route', 'in_progress', 'completed')) stored,
  customer_id uuid references public.customers,
  work_order_id uuid references public.work_orders,
  title text,
  address text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  notes text,
  actual_started_at timestamptz,
  actual_finished_at timestamptz,
  revision integer not null default 0 check (revision >= 0),
  created_at timestamptz not null default now(),
  constraint tasks_located_or_not check ((latitude is null) = (longitude is null)),
  -- A range is a real stretch of time: bounded, not empty, from inclusive, to exclusive, at most 31 days.
  constraint tasks_during_is_real check (
    not isempty(during) and not lower_inf(during) and not upper_inf(during)
    and lower_inc(during) and not upper_inc(during)
    and lower(during) > '-infinity' and upper(during) < 'infinity'
    and upper(during) - lower(during) <= interval '31 days'),
  -- Work that blocks time blocks somebody's time.
  constraint tasks_blocking_has_technician check (
    technician_id is not null or state in ('unassigned', 'needs_rescheduling', 'cancelled')),
  -- Nobody is in two places: under every writer, in every path.
  constraint tasks_no_double_booking exclude using gist (technician_id with =, during with &&)
    where (blocking)
);
comment on table public.technician_tasks is 'A technician''s job, of whatever type, on the one calendar. Time off is a task.';
comment on column public.technician_tasks.technician_id is 'Null while nobody has it.';
comment on column public.technician_tasks.during is 'Promised time [start, end). Actual times have their own columns: finishing early may shorten it, overruns never lengthen it.';
comment on column public.technician_tasks.revision is 'SEQUENCE of the calendar entry: grows with every change of time or technician.';

-- The search reads calendars in their order, from the index alone; the exclusion index would scan history.
create index tasks_by_technician_start on public.technician_tasks (technician_id, lower(during))
  include (during, task_type, customer_id, latitude, longitude) where blocking;
-- Meetings are few and looked for by themselves.
create index tasks_meetings on public.technician_tasks (technician_id, lower(during))
  include (during) where blocking and task_type = 'other' and latitude is null;
create index tasks_by_customer on public.technician_tasks (customer_id);
create index tasks_waiting on public.technician_tasks (state) where state in ('unassigned', 'needs_rescheduling');

alter table public.messages add constraint messages_task_id_fkey foreign key (task_id) references public.technician_tasks;
create index messages_by_task on public.messages (task_id);

create trigger guard_state before update of state on public.technician_tasks
  for each row execute function private.guard_state(
    'unassigned>scheduled', 'unassigned>cancelled',
    'scheduled>en_route', 'scheduled>in_progress', 'scheduled>completed', 'scheduled>unassigned', 'scheduled>needs_rescheduling',
    'scheduled>cancelled', 'scheduled>no_show', 'scheduled>not_completed',
    'en_route>in_progress', 'en_route>scheduled', 'en_route>completed', 'en_route>needs_rescheduling', 'en_route>cancelled', 'en_route>no_show', 'en_route>not_completed',
    'in_progress>completed', 'in_progress>not_completed', 'in_progress>no_show',
    'completed>in_progress',
    'needs_rescheduling>scheduled', 'needs_rescheduling>cancelled', 'needs_rescheduling>unassigned',
    'no_show>needs_rescheduling', 'no_show>scheduled', 'not_completed>needs_rescheduling', 'not_completed>scheduled');

create function private.count_revision()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.revision := old.revision + 1;
  return new;
end;
$$;
comment on function private.count_revision is 'A change of time, technician or state is a new revision of the calendar entry.';

create trigger count_revision before update of during, technician_id, state on public.technician_tasks
  for each row when (new.during is distinct from old.during or new.technician_id is distinct from old.technician_id
    or new.state is distinct from old.state)
  execute function private.count_revision();

create table public.travel_times (
  id uuid primary key default gen_random_uuid(),
  from_latitude numeric(8, 5) not null,
  from_longitude numeric(8, 5) not null,
  to_latitude numeric(8, 5) not null,
  to_longitude numeric(8, 5) not null,
  minutes integer not null check (minutes between 0 and 1440),
  fetched_at timestamptz not null default now(),
  from_place bigint not null generated always as ((from_latitude * 10000000000000 + from_longitude * 100000)::bigint) stored,
  to_place bigint not null generated always as ((to_latitude * 10000000000000 + to_longitude * 100000)::bigint) stored,
  unique (from_latitude, from_longitude, to_latitude, to_longitude)
);
comment on table public.travel_times is 'Known drives between two points (5 decimals), one direction each; the search estimates what is not here.';
comment on column public.travel_times.from_place is 'Both coordinates at 5 decimals as one number, as the search computes it: latitude × 1e13 + longitude × 1e5.';
create index travel_times_by_places on public.travel_times (from_place, to_place) include (minutes);
create index travel_times_by_destination on public.travel_times (to_place, from_place) include (minutes);

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

create trigger audit after insert or update or delete on public.technicians for each row execute function private.record_change('calendar_token');
create trigger audit after insert or update or delete on public.technician_hours for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.technician_skills for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.holidays for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.technician_tasks for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['technicians', 'technician_skills', 'technician_hours', 'holidays', 'travel_times', 'work_orders', 'technician_tasks'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_reads on public.%I for select to authenticated using ((select private.is_office()))', v_table);
    execute format('grant select, insert, update, delete on public.%I to service_role', v_table);
  end loop;
  -- Who works when is the administrator's to say.
  foreach v_table in array array['technicians', 'technician_skills', 'technician_hours', 'holidays'] loop
    perform private.let_admin_write(v_table);
  end loop;
end;
$$;

grant select, insert, update, delete on public.technician_skills, public.technician_hours, public.holidays to authenticated;
grant select on public.travel_times, public.work_orders, public.technician_tasks to authenticated;
grant select (id, staff_id, name, first_name, email, phone, licence_number, home_latitude, home_longitude, max_visits_per_day, active, created_at)
  on public.technicians to authenticated;
grant insert (staff_id, name, email, phone, licence_number, home_latitude, home_longitude, max_visits_per_day),
  update (staff_id, name, email, phone, licence_number, home_latitude, home_longitude, max_visits_per_day)
  on public.technicians to authenticated;
