-- Visits: the maintenance log of one cycle, and the checklist that was seeded when it was booked.

create table public.maintenance_visits (
  id uuid primary key default gen_random_uuid(),
  cycle_id uuid not null references public.maintenance_cycles,
  task_id uuid not null references public.technician_tasks,
  state text not null default 'scheduled' check (state in ('scheduled', 'in_progress', 'done', 'needs_rescheduling', 'no_show', 'not_completed', 'cancelled')),
  minutes integer not null check (minutes > 0),
  contact_phone text,
  access_notes text,
  booked_by text not null default 'client' check (booked_by in ('client', 'office')),
  cancelled_reason text,
  created_at timestamptz not null default private.clock()
);
comment on table public.maintenance_visits is 'The maintenance log of one cycle. Several visits may share one task: one household, one stop.';
comment on column public.maintenance_visits.task_id is 'The only link between visits and tasks.';
comment on column public.maintenance_visits.contact_phone is 'As the client gave it for this visit; never written over the customer''s record.';

comment on column public.maintenance_visits.minutes is 'Time the visit was promised, as its category said when it was booked.';
comment on column public.maintenance_visits.state is 'needs_rescheduling: the technician is away and the visit waits for another time; its cycle can be booked again meanwhile.';

-- A cycle has at most one visit that is live or done.
create unique index maintenance_visits_live_cycle on public.maintenance_visits (cycle_id)
  where state in ('scheduled', 'in_progress', 'done');
create index maintenance_visits_by_cycle on public.maintenance_visits (cycle_id);
create index maintenance_visits_by_task on public.maintenance_visits (task_id);

create function private.fill_visit_minutes()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  select coalesce(k.visit_minutes, 60) into new.minutes
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where y.id = new.cycle_id;
  return new;
end;
$$;
comment on function private.fill_visit_minutes is 'Gives a new visit the length that its category asks for, unless it brings its own.';

create trigger fill_visit_minutes before insert on public.maintenance_visits
  for each row when (new.minutes is null) execute function private.fill_visit_minutes();
create trigger guard_state before update of state on public.maintenance_visits
  for each row execute function private.guard_state(
    'scheduled>in_progress', 'scheduled>done', 'scheduled>no_show', 'scheduled>not_completed', 'scheduled>cancelled',
    'scheduled>needs_rescheduling', 'needs_rescheduling>scheduled', 'needs_rescheduling>cancelled',
    'in_progress>done', 'in_progress>no_show', 'in_progress>not_completed', 'in_progress>cancelled', 'in_progress>scheduled',
    'done>in_progress');

create table public.checklist_results (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references public.maintenance_visits on delete cascade,
  item_id uuid,
  position integer not null,
  label text not null,
  required boolean not null,
  safety_critical boolean not null,
  result text check (result in ('pass', 'fail', 'not_applicable')),
  note text,
  unique (visit_id, position)
);
comment on table public.checklist_results is 'The checklist of a visit, copied from its category when the visit was booked: later edits of the list leave it alone.';
comment on column public.checklist_results.item_id is 'Where it was copied from. Without a foreign key: items come and go, the copy stays, and every booking would check each of them.';
comment on column public.checklist_results.result is 'Null until answered.';

create trigger audit after insert or update or delete on public.maintenance_visits for each row execute function private.record_change();

alter table public.maintenance_visits enable row level security;
alter table public.checklist_results enable row level security;
create policy office_reads on public.maintenance_visits for select to authenticated using ((select private.is_office()));
create policy office_reads on public.checklist_results for select to authenticated using ((select private.is_office()));
grant select on public.maintenance_visits, public.checklist_results to authenticated;
grant select, insert, update, delete on public.maintenance_visits, public.checklist_results to service_role;
