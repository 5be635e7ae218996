-- Follow-ups: what the office must do. One open activity of a kind per thing it is about.

create table public.office_activities (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in (
    'callback', 'call_client', 'missing_address', 'delivery_failure', 'uncertain_message', 'rebook',
    'needs_rescheduling', 'enrolment_question', 'missing_serial', 'unbooked', 'overdue', 'self_check')),
  state text not null default 'open' check (state in ('open', 'done')),
  urgent boolean not null default false,
  due_on date not null default private.company_day(private.clock()),
  customer_id uuid references public.customers,
  contract_id uuid references public.maintenance_contracts,
  cycle_id uuid references public.maintenance_cycles,
  task_id uuid references public.technician_tasks,
  message_id uuid references public.messages on delete set null,
  subject_key text not null,
  details jsonb not null default '{}',
  owner_id uuid references public.staff,
  outcome text,
  created_at timestamptz not null default private.clock(),
  closed_at timestamptz,
  constraint activities_closed check ((state = 'done') = (closed_at is not null))
);
comment on table public.office_activities is 'Things the office must do, with owner, due date and outcome: the one work list.';
comment on column public.office_activities.subject_key is 'What the activity is about (''cycle:<id>'', ''customer:<id>'', …): at most one open activity of a kind per subject.';
comment on column public.office_activities.details is 'What the person doing it needs to know: phone, preferred times, note, reason.';

create unique index office_activities_open_key on public.office_activities (kind, subject_key) where state = 'open';
create index office_activities_todo on public.office_activities (due_on) where state = 'open';
create index office_activities_by_cycle on public.office_activities (cycle_id);
create index office_activities_by_customer on public.office_activities (customer_id);

create function private.raise_activity(
  kind text, subject_key text, details jsonb default '{}', customer_id uuid default null, contract_id uuid default null,
  cycle_id uuid default null, task_id uuid default null, message_id uuid default null, urgent boolean default false)
returns uuid
language sql volatile
set search_path = ''
as $$
  insert into public.office_activities as a
    (kind, subject_key, details, customer_id, contract_id, cycle_id, task_id, message_id, urgent)
  values (kind, subject_key, details, customer_id, contract_id, cycle_id, task_id, message_id, urgent)
  on conflict (kind, subject_key) where state = 'open'
  do update set details = a.details || excluded.details, urgent = a.urgent or excluded.urgent,
    task_id = coalesce(excluded.task_id, a.task_id), message_id = coalesce(excluded.message_id, a.message_id)
  returning a.id;
$$;
comment on function private.raise_activity is 'Opens an activity, or adds to the open one of that kind and subject; returns its id.';

create function private.settle_activities(kinds text[], subject_keys text[], outcome text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = settle_activities.outcome
  where a.kind = any (kinds) and a.subject_key = any (subject_keys) and a.state = 'open';
end;
$$;
comment on function private.settle_activities is 'Closes open activities whose reason is gone.';

create function public.close_activity(activity_id uuid, outcome text)
returns jsonb
-- Definer: the office closes activities, it does not rewrite them.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = close_activity.outcome,
    owner_id = coalesce(a.owner_id, (select s.id from public.staff s where s.user_id = auth.uid()))
  where a.id = close_activity.activity_id and a.state = 'open';
  return jsonb_build_object('status', case when found then 'closed' else 'not_open' end);
end;
$$;
comment on function public.close_activity is 'Closes an open activity with its outcome → {status: closed | not_open}. 42501 unless office.';

create trigger audit after insert or update or delete on public.office_activities for each row execute function private.record_change();

alter table public.office_activities enable row level security;
create policy office_reads on public.office_activities for select to authenticated using ((select private.is_office()));
grant select on public.office_activities to authenticated;
grant select, insert, update, delete on public.office_activities to service_role;
grant execute on function public.close_activity to authenticated, service_role;
