-- Import conflicts: where what files say and what is on record cannot both be true, and a person decides.

create table public.import_conflicts (
  id uuid primary key default gen_random_uuid(),
  conflict_kind text not null check (conflict_kind in (
    'one_serial_two_clients', 'installed_unit_moved', 'returned_unit', 'one_person_twice', 'job_over_visit')),
  subject text not null,
  customer_id uuid references public.customers,
  other_customer_id uuid references public.customers,
  unit_id uuid references public.units,
  source_line_id uuid references public.sales_order_lines,
  source_claim_id uuid references public.device_claims,
  task_id uuid references public.technician_tasks,
  told jsonb not null default '{}',
  import_run_id uuid references public.import_runs,
  opened_at timestamptz not null default clock_timestamp(),
  decision text,
  decided_at timestamptz,
  decided_by uuid,
  constraint import_conflicts_decided_whole check ((decision is null) = (decided_at is null))
);
comment on table public.import_conflicts is 'A question between a file and what is on record, and how a person answered it.';
comment on column public.import_conflicts.subject is 'What the question is about: the same again is the same question while it is open.';
comment on column public.import_conflicts.customer_id is 'Whose it is here.';
comment on column public.import_conflicts.other_customer_id is 'Whose it is in the file.';
comment on column public.import_conflicts.told is 'What the file said, with its name and line, as it is shown beside what is here.';
create unique index import_conflicts_once_open on public.import_conflicts (conflict_kind, subject) where decided_at is null;
create index import_conflicts_by_customer on public.import_conflicts (customer_id);

create function private.raise_conflict(conflict public.import_conflicts)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.import_conflicts (conflict_kind, subject, customer_id, other_customer_id, unit_id, source_line_id, source_claim_id, task_id, told, import_run_id)
  values (conflict.conflict_kind, conflict.subject, conflict.customer_id, conflict.other_customer_id, conflict.unit_id, conflict.source_line_id,
    conflict.source_claim_id, conflict.task_id, coalesce(conflict.told, '{}'), conflict.import_run_id)
  on conflict (conflict_kind, subject) where decided_at is null do nothing
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.raise_conflict is 'Asks a person; null where the same question is open already.';
