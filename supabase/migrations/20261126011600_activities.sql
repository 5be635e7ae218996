-- Activities: what the office must do. One open activity of a kind per thing it is about.

create function private.is_for_admins(kind text)
returns boolean
language sql immutable
-- Whoever could have changed the trail is not told that it was noticed.
return kind = 'broken_trail';
comment on function private.is_for_admins is 'Whether only administrators see, take and close such work.';

create table private.activity_kinds (
  kind text primary key,
  about text[] not null check (about <@ '{customer, cycle, unit, work_order, task, report, message, job, line, claim, row, invoice, conflict}' and about <> '{}'),
  settled_by text[] not null default '{}',
  may_return boolean not null default false,
  written_as text references private.activity_kinds,
  is_on boolean not null default true,
  -- None of them is about a client, whose pages are everybody's.
  constraint only_the_company_is_for_admins check (not private.is_for_admins(kind) or about = '{job}')
);
comment on table private.activity_kinds is 'Kinds of work for the office. A new one is a row here.';
comment on column private.activity_kinds.about is 'What one may be about: the first word of its subject_key.';
comment on column private.activity_kinds.settled_by is 'What makes an open one disappear by itself when it happens to its subject: booked, closed, paused or due_anew (a cycle, due on another day), placed, moved or ended (a task), placed, put_aside or ended (a repair), back, certified or left (a unit), decided (a report, a question of an import), sent (a message), succeeded (a job), resubscribed, reachable or left (a customer), paid (an invoice), named (a line); late: a cycle that is overdue. A person closes the others.';
comment on column private.activity_kinds.may_return is 'Whether it comes up again within 30 days after a person closed it: what a client asked for anew, what is dangerous, what happened once more. The others tell of what is still so, which that person knew.';
comment on column private.activity_kinds.written_as is 'The kind that it is for clients who are written to and not called; null where it is the same for them.';
comment on column private.activity_kinds.is_on is 'Off: none is opened any more; those that are open stay.';

insert into private.activity_kinds (kind, about, settled_by, may_return) values
  ('callback', '{cycle}', '{booked, closed, paused}', true),
  ('call_client', '{cycle, task, customer}', '{booked, closed, paused, due_anew, ended, resubscribed}', false),
  ('missing_address', '{customer}', '{reachable, left}', false),
  ('delivery_failure', '{message, customer}', '{sent}', true),
  ('uncertain_message', '{message}', '{sent}', true),
  ('rebook', '{cycle}', '{booked, closed, paused}', true),
  ('client_change', '{cycle}', '{booked, closed, paused}', true),
  ('needs_rescheduling', '{task}', '{moved, ended}', true),
  ('unit_out_of_service', '{unit}', '{back, left}', true),
  ('certificate_expiring', '{unit}', '{certified, left}', false),
  ('repair_follow_up', '{work_order}', '{placed, put_aside, ended}', true),
  ('unclosed_visit', '{task}', '{moved, ended}', false),
  ('report_conflict', '{report}', '{decided}', true),
  ('late_photos', '{task}', '{}', false),
  ('address_change', '{customer, task}', '{placed, moved, ended, left, decided}', true),
  ('enrolment_question', '{line, claim, row}', '{}', false),
  ('missing_serial', '{line, claim}', '{named}', false),
  ('import_question', '{conflict}', '{decided}', true),
  ('unbooked', '{cycle}', '{booked, closed, paused, due_anew, late}', false),
  ('overdue', '{cycle}', '{booked, closed, paused, due_anew}', false),
  ('self_check', '{customer, cycle, unit, work_order, task, message, invoice, line, job}', '{succeeded}', true),
  ('broken_trail', '{job}', '{succeeded}', true),
  ('unpaid_invoice', '{invoice}', '{paid}', false),
  ('payment_uncertain', '{invoice}', '{}', true),
  ('import_problem', '{job}', '{succeeded}', true),
  ('calendar_conflict', '{task}', '{moved, ended, decided}', true),
  ('incident', '{customer, unit, task}', '{}', true),
  ('sales_lead', '{customer, unit}', '{}', false),
  ('letter_due', '{cycle, task, customer}', '{booked, closed, paused, ended, resubscribed}', false);
-- Nobody who cannot hear is on a list of calls.
update private.activity_kinds set written_as = 'letter_due' where kind = 'call_client';

create table public.office_activities (
  id uuid primary key default gen_random_uuid(),
  kind text not null references private.activity_kinds,
  state text not null default 'open' check (state in ('open', 'done')),
  urgent boolean not null default false,
  due_on date not null default private.company_day(private.clock()),
  customer_id uuid references public.customers,
  contract_id uuid references public.maintenance_contracts,
  cycle_id uuid references public.maintenance_cycles,
  task_id uuid references public.technician_tasks,
  message_id uuid,
  subject_key text not null,
  details jsonb not null default '{}',
  owner_id uuid references public.staff,
  outcome text,
  closed_by_hand boolean not null default false,
  created_at timestamptz not null default private.clock(),
  closed_at timestamptz,
  constraint activities_closed check ((state = 'done') = (closed_at is not null)),
  constraint closed_by_hand_is_closed check (state = 'done' or not closed_by_hand)
);
comment on table public.office_activities is 'Things the office must do, with owner, due date and outcome: the one work list.';
comment on column public.office_activities.subject_key is 'What the activity is about (''cycle:<id>'', ''customer:<id>'', …): at most one open activity of a kind per subject.';
comment on column public.office_activities.closed_by_hand is 'Whether a person closed it, rather than what happened meanwhile: private.rests_after_close.';
comment on column public.office_activities.details is 'What the person doing it needs to know: phone, preferred times, note, reason.';

create unique index office_activities_open_key on public.office_activities (kind, subject_key) where state = 'open';
create index office_activities_todo on public.office_activities (due_on) where state = 'open';
create index office_activities_by_cycle on public.office_activities (cycle_id);
-- What a person closed does not come back at once.
create index office_activities_closed_by_hand on public.office_activities (subject_key) where closed_by_hand;
create index office_activities_by_customer on public.office_activities (customer_id);

insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('office_activities', 'open', 'done', null),
  ('office_activities', 'done', 'open', '{undo_call, undo_deed}');
create trigger guard_state before update of state on public.office_activities
  for each row execute function private.guard_state();
create trigger guard_new_state before insert on public.office_activities
  for each row when (new.state <> 'open') execute function private.guard_state();
create trigger keep_subject before update of kind, subject_key, customer_id, contract_id, cycle_id on public.office_activities
  for each row when ((new.kind, new.subject_key, new.customer_id, new.contract_id, new.cycle_id)
    is distinct from (old.kind, old.subject_key, old.customer_id, old.contract_id, old.cycle_id)
    and private.made_by() is distinct from 'merge_customers')
  execute function private.refuse_change();
-- Only raised anew it is about the stop, or the mail, of now.
create trigger keep_task before update of task_id, message_id on public.office_activities
  for each row when ((new.task_id, new.message_id) is distinct from (old.task_id, old.message_id) and private.made_by() is distinct from 'raise_activity')
  execute function private.refuse_change();
-- What became of it is on record; what comes up again is a new one. Only a slip is taken back.
create trigger keep_outcome before update on public.office_activities
  for each row when (old.state = 'done' and new.* is distinct from old.* and coalesce(private.made_by() not in ('undo_call', 'undo_deed'), true)) execute function private.refuse_change('erase_customer', 'merge_customers');
create trigger refuse_delete before delete on public.office_activities
  for each row execute function private.refuse_delete();
create trigger audit after insert or update or delete on public.office_activities for each row execute function private.record_change();

-- Subjects ----------------------------------------------------------------------------------------------

create function private.may_be_about(kind text, about text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (select may_be_about.about = any (k.about) from private.activity_kinds k where k.kind = may_be_about.kind);
end;
$$;
comment on function private.may_be_about is 'Whether activities of a kind can be about such a thing; null for a kind that nobody defined.';

create function private.check_activity_subject()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if not private.may_be_about(new.kind, split_part(new.subject_key, ':', 1)) then
    raise exception 'a % cannot be about %', new.kind, new.subject_key using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.check_activity_subject is 'Refuses an activity about a thing that its kind does not know.';

create trigger check_subject before insert on public.office_activities
  for each row execute function private.check_activity_subject();

create function private.subject_key(about text, id text)
returns text
language sql immutable
return about || ':' || id;
comment on function private.subject_key is 'What an activity is about, as one text: the kind of thing (cycle, customer, unit, work_order, task, report, message, job, line, claim, row, invoice, conflict) and which.';

create function private.reason_of(details jsonb)
returns text
language sql immutable
-- What cannot be mailed is another thing to do for each kind of mail.
return coalesce(details ->> 'reason', details ->> 'message');
comment on function private.reason_of is 'Why an activity was opened, as far as that tells one from another of its kind.';

create function private.rests_after_close(kind text, subject_key text, reason text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.office_activities a join private.activity_kinds k on k.kind = a.kind
    where a.closed_by_hand and a.subject_key = rests_after_close.subject_key and a.kind = rests_after_close.kind
      and a.closed_at > private.clock() - interval '30 days' and not k.may_return
      and private.reason_of(a.details) is not distinct from rests_after_close.reason);
end;
$$;
comment on function private.rests_after_close is 'Whether a person closed the same work, for the same reason, less than 30 days ago: it does not come back yet, unless its kind may return.';

create function private.kind_told(kind text, customer_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_written_as text;
begin
  select k.written_as into v_written_as from private.activity_kinds k where k.kind = kind_told.kind;
  if v_written_as is not null and exists (
    select from public.customers m where m.id = kind_told.customer_id and m.reach_by in ('letter', 'relay')) then
    return v_written_as;
  end if;
  return kind_told.kind;
end;
$$;
comment on function private.kind_told is 'The kind of work for a client, who may be written to rather than called (customers.reach_by).';

create function private.raise_activity(
  kind text, subject_key text, details jsonb default '{}', customer_id uuid default null, contract_id uuid default null,
  cycle_id uuid default null, task_id uuid default null, message_id uuid default null, urgent boolean default false)
returns uuid
language sql volatile
set search_path = ''
set rules.made_by = 'raise_activity'
as $$
  insert into public.office_activities as a
    (kind, subject_key, details, customer_id, contract_id, cycle_id, task_id, message_id, urgent)
  select told.kind, raise_activity.subject_key, raise_activity.details, raise_activity.customer_id, raise_activity.contract_id,
    raise_activity.cycle_id, raise_activity.task_id, raise_activity.message_id, raise_activity.urgent
  from (select private.kind_told(raise_activity.kind, raise_activity.customer_id) as kind) told
  where not exists (select from private.activity_kinds k where k.kind in (told.kind, raise_activity.kind) and not k.is_on)
    and not private.rests_after_close(told.kind, raise_activity.subject_key, private.reason_of(raise_activity.details))
  on conflict (kind, subject_key) where state = 'open'
  do update set details = a.details || excluded.details, urgent = a.urgent or excluded.urgent,
    task_id = coalesce(excluded.task_id, a.task_id), message_id = coalesce(excluded.message_id, a.message_id)
  returning a.id;
$$;
comment on function private.raise_activity is 'Opens an activity, or adds to the open one of that kind and subject; returns its id, null for a kind that is off, and for what a person closed a little while ago (private.rests_after_close).';

create function private.open_about_cycle(kind text, cycle_id uuid)
returns public.office_activities
language plpgsql stable
set search_path = ''
as $$
declare
  v_activity public.office_activities;
begin
  select a.* into v_activity from public.office_activities a
  where a.kind = open_about_cycle.kind and a.state = 'open' and a.subject_key = private.subject_key('cycle', open_about_cycle.cycle_id::text);
  return v_activity;
end;
$$;
comment on function private.open_about_cycle is 'The open activity of a kind about one cycle; null for none.';

create function private.raise_about_cycle(kind text, cycle_id uuid, details jsonb, task_id uuid default null)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts;
begin
  select c.* into v_contract
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
  where y.id = raise_about_cycle.cycle_id;
  return private.raise_activity(kind, private.subject_key('cycle', cycle_id::text), details, customer_id => v_contract.customer_id,
    contract_id => v_contract.id, cycle_id => raise_about_cycle.cycle_id, task_id => raise_about_cycle.task_id);
end;
$$;
comment on function private.raise_about_cycle is 'Opens an activity about a cycle, with its contract and client.';

create function private.raise_about_task(
  kind text, task_id uuid, details jsonb, contract_id uuid default null, cycle_id uuid default null)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.raise_activity(kind, private.subject_key('task', task_id::text), details,
    customer_id => (select t.customer_id from public.technician_tasks t where t.id = raise_about_task.task_id),
    contract_id => raise_about_task.contract_id, cycle_id => raise_about_task.cycle_id, task_id => raise_about_task.task_id, urgent => true);
end;
$$;
comment on function private.raise_about_task is 'Opens an urgent activity about a technician''s job, with its client.';

create function private.raise_about_customer(
  kind text, customer_id uuid, details jsonb, cycle_id uuid default null, task_id uuid default null, urgent boolean default false)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.raise_activity(kind, private.subject_key('customer', customer_id::text), details, customer_id => raise_about_customer.customer_id,
    cycle_id => raise_about_customer.cycle_id, task_id => raise_about_customer.task_id, urgent => raise_about_customer.urgent);
end;
$$;
comment on function private.raise_about_customer is 'Opens an activity about a client.';

-- Closing -----------------------------------------------------------------------------------------------

create function private.settle(event text, about text, ids text[], outcome text, told jsonb default '{}')
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = settle.outcome
  from private.activity_kinds k
  where k.kind = a.kind and settle.event = any (k.settled_by)
    and a.state = 'open' and a.subject_key = any (array(select private.subject_key(settle.about, id) from unnest(ids) id))
    and a.details @> settle.told;
end;
$$;
comment on function private.settle is 'Closes the open activities about these things whose kind is settled by what just happened to them, only those that were told so (details) where told says what.';

create function private.me()
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (select s.id from public.staff s where s.user_id = (select private.signed_in_user()));
end;
$$;
comment on function private.me is 'Whoever of the staff is signed in; null for jobs and direct connections.';

create function private.is_hidden(kind text)
returns boolean
language sql stable
return private.is_for_admins(kind) and private.request_role() in ('anon', 'authenticated') and not private.is_admin();
comment on function private.is_hidden is 'Whether the caller neither sees nor closes such work; nothing is hidden from administrators, the service role and direct connections.';

create function private.doers_of(kind text)
returns setof public.staff
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select s.* from public.staff s
  where s.active and (s.role = 'admin' or s.role = 'office' and not private.is_for_admins(doers_of.kind));
end;
$$;
comment on function private.doers_of is 'Who can do such work: the office and administrators, or these alone.';

create function private.close_activity(activity_id uuid, outcome text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = close_activity.outcome, closed_by_hand = true,
    owner_id = coalesce(a.owner_id, private.me())
  where a.id = close_activity.activity_id and a.state = 'open' and not private.is_hidden(a.kind);
  return jsonb_build_object('status', case when found then 'closed' else 'not_open' end);
end;
$$;
comment on function private.close_activity is 'A person closes an open activity, which is theirs then: {status: closed | not_open}.';

-- Access --------------------------------------------------------------------------------------------

alter table public.office_activities enable row level security;
create policy office_reads on public.office_activities for select to authenticated
  using ((select private.is_office()) and (not private.is_for_admins(kind) or (select private.is_admin())));
grant select on public.office_activities to authenticated, service_role;
grant execute on function private.is_for_admins to authenticated, service_role;

