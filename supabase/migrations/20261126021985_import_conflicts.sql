-- Import conflicts: where what files say and what is on record cannot both be true, and a person decides. Whoever imports
-- raises them (raise_conflict); what they mean and how they are answered is in "decide conflicts".

create function private.conflict_decisions(conflict_kind text)
returns text[]
language sql immutable
return case conflict_kind
  when 'one_serial_two_clients' then array['keep', 'move', 'apart']
  when 'installed_unit_moved' then array['stays', 'along', 'ask']
  when 'returned_unit' then array['keep', 'returned']
  when 'one_person_twice' then array['merge', 'two']
  when 'job_over_visit' then array['leave'] end;
comment on function private.conflict_decisions is 'How a question of a kind can be answered, null for no such kind. one_serial_two_clients: keep (the first client''s), move (the other''s), apart (both have one; the other''s is enrolled without a serial). installed_unit_moved: stays (where it was), along, ask. returned_unit: keep, returned. one_person_twice: merge, two. job_over_visit: leave (theirs out), or our visit is moved, which settles it.';

create function private.conflict_endings()
returns text[]
language sql immutable
return array['unit_retired', 'unit_left', 'order_cancelled', 'visit_moved', 'visit_over', 'job_changed', 'seen_to', 'merged'];
comment on function private.conflict_endings is 'What makes a question none any more, with nobody answering it: the unit is retired or went to somebody else, the order was cancelled, our visit was moved or is over, the other system''s job has its place or is planned otherwise, the office saw to it on the work list, both clients were merged.';

create table public.import_conflicts (
  id uuid primary key default gen_random_uuid(),
  conflict_kind text not null check (private.conflict_decisions(conflict_kind) is not null),
  subject text not null check (length(subject) <= 200),
  customer_id uuid references public.customers,
  other_customer_id uuid references public.customers,
  unit_id uuid references public.units,
  source_line_id uuid references public.sales_order_lines on delete set null,
  source_claim_id uuid references public.device_claims on delete set null,
  task_id uuid references public.technician_tasks on delete set null,
  told jsonb not null default '{}',
  import_run_id uuid references public.import_runs on delete set null,
  opened_at timestamptz not null default private.clock(),
  decision text,
  decided_at timestamptz,
  decided_by uuid,
  constraint import_conflicts_decided_whole check ((decision is null) = (decided_at is null)),
  constraint import_conflicts_answered check (decision = any (private.conflict_decisions(conflict_kind) || private.conflict_endings())),
  constraint import_conflicts_told_is_short check (jsonb_typeof(told) = 'object' and length(told::text) <= 4000),
  -- Nobody is twice with themselves.
  constraint import_conflicts_of_two check (customer_id <> other_customer_id or decision is not null)
);
comment on table public.import_conflicts is 'A question between a file and what is on record, and how a person answered it.';
comment on column public.import_conflicts.subject is 'What the question is about: the same again is the same question while it is open, and after it was answered for as long as the file says the same.';
comment on column public.import_conflicts.customer_id is 'Whose it is here.';
comment on column public.import_conflicts.other_customer_id is 'Whose it is in the file.';
comment on column public.import_conflicts.told is 'What the file said, as it is shown beside what is here: file, line; serial, product, delivered_on, order, quantity; address; job, title, technician, starts_at, ends_at, where; each as far as the kind has it.';
comment on column public.import_conflicts.decision is 'One of private.conflict_decisions, or of private.conflict_endings where it ended by itself.';

create unique index import_conflicts_once_open on public.import_conflicts (conflict_kind, subject) where decided_at is null;
create index import_conflicts_by_subject on public.import_conflicts (subject, conflict_kind);
create index import_conflicts_open on public.import_conflicts (opened_at, id) where decided_at is null;
create index import_conflicts_by_customer on public.import_conflicts (customer_id);
create index import_conflicts_by_other on public.import_conflicts (other_customer_id);
create index import_conflicts_by_unit on public.import_conflicts (unit_id) where decided_at is null;
create index import_conflicts_by_line on public.import_conflicts (source_line_id);
create index import_conflicts_by_claim on public.import_conflicts (source_claim_id);
create index import_conflicts_by_task on public.import_conflicts (task_id);
create index import_conflicts_by_run on public.import_conflicts (import_run_id);

-- A record: who asks, who answers and what settles it by itself are functions.
create trigger only_raised before insert on public.import_conflicts
  for each row when (new.decision is not null or private.made_by() is distinct from 'raise_conflict') execute function private.refuse_change();
create trigger keep_question before update on public.import_conflicts
  for each row when ((new.conflict_kind, new.unit_id, new.told) is distinct from (old.conflict_kind, old.unit_id, old.told)
    or (new.subject, new.customer_id, new.other_customer_id) is distinct from (old.subject, old.customer_id, old.other_customer_id)
      and private.made_by() is distinct from 'merge_customers'
    -- A line, a claim, a job or a run that was deleted is none to look at any more.
    or new.source_line_id <> old.source_line_id or new.source_claim_id <> old.source_claim_id or new.task_id <> old.task_id or new.import_run_id <> old.import_run_id
    or (new.decision, new.decided_at, new.decided_by) is distinct from (old.decision, old.decided_at, old.decided_by)
      and coalesce(private.made_by() <> all ('{decide_conflict, undo_conflict, settle_conflicts, merge_customers}'), true))
  execute function private.refuse_change();
-- They go with whoever is erased, and with what a run that is taken back had made.
create trigger refuse_delete before delete on public.import_conflicts
  for each row execute function private.refuse_change('erase_customer', 'keep_house', 'take_back_backfill');
-- What a file said of somebody goes with the row.
create trigger audit after insert or update or delete on public.import_conflicts for each row execute function private.record_change('told');

-- Asking ------------------------------------------------------------------------------------------------------------

create function private.ask_for_answer(conflict public.import_conflicts)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Of an address and of a calendar there is work already, and people who are two may be many: they have their page.
  perform private.raise_activity('import_question', private.subject_key('conflict', conflict.id::text), jsonb_build_object('question', conflict.conflict_kind),
    customer_id => conflict.customer_id)
  where conflict.conflict_kind in ('one_serial_two_clients', 'returned_unit');
end;
$$;
comment on function private.ask_for_answer is 'Puts a question on the work list, where nothing else there asks the same.';

create function private.what_was_told(told jsonb)
returns jsonb
language sql immutable
return told - array['file', 'line'];
comment on function private.what_was_told is 'What a file said, wherever in it that stood.';

create function private.raise_conflict(conflict public.import_conflicts)
returns uuid
language plpgsql volatile
set search_path = ''
set rules.made_by = 'raise_conflict'
as $$
declare
  v_told jsonb := coalesce(conflict.told, '{}');
  v_conflict public.import_conflicts;
begin
  if exists (
    select from public.import_conflicts c
    where c.conflict_kind = conflict.conflict_kind and c.subject = conflict.subject
      and c.decision = any (private.conflict_decisions(c.conflict_kind))
      -- Two people stay two, whatever is told of them.
      and (c.conflict_kind = 'one_person_twice' or private.what_was_told(c.told) = private.what_was_told(v_told))) then
    return null;
  end if;
  insert into public.import_conflicts (conflict_kind, subject, customer_id, other_customer_id, unit_id, source_line_id, source_claim_id, task_id, told, import_run_id)
  values (conflict.conflict_kind, conflict.subject, conflict.customer_id, conflict.other_customer_id, conflict.unit_id, conflict.source_line_id,
    conflict.source_claim_id, conflict.task_id, v_told, conflict.import_run_id)
  on conflict (conflict_kind, subject) where decided_at is null do nothing
  returning * into v_conflict;
  if found then
    perform private.ask_for_answer(v_conflict);
  end if;
  return v_conflict.id;
end;
$$;
comment on function private.raise_conflict is 'Asks a person; null where the same question is open already, or was answered and the file says the same as then.';

-- No question any more ----------------------------------------------------------------------------------------------

create function private.settle_conflicts(conflict_ids uuid[], ending text)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'settle_conflicts'
as $$
begin
  update public.import_conflicts c set decision = ending, decided_at = private.clock()
  where c.id = any (conflict_ids) and c.decided_at is null;
end;
$$;
comment on function private.settle_conflicts is 'Closes questions that what happened meanwhile has answered.';

create function private.settle_conflict_work()
returns trigger
-- Definer: whoever answers need not be able to write activities.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.settle('decided', 'conflict', array[old.id::text], 'decided');
  if old.conflict_kind = 'installed_unit_moved' and not exists (
    select from public.import_conflicts c where c.conflict_kind = old.conflict_kind and c.customer_id = old.customer_id and c.decided_at is null) then
    perform private.settle('decided', 'customer', array[old.customer_id::text], 'decided');
  elsif old.conflict_kind = 'job_over_visit' and not exists (
    select from public.import_conflicts c where c.conflict_kind = old.conflict_kind and c.task_id = old.task_id and c.decided_at is null) then
    perform private.settle('decided', 'task', array[old.task_id::text], 'decided');
  end if;
  return null;
end;
$$;
comment on function private.settle_conflict_work is 'Trigger: with the last question about it, work that asked the same is done.';

create trigger settle_work after update of decided_at on public.import_conflicts
  for each row when (old.decided_at is null and new.decided_at is not null) execute function private.settle_conflict_work();
create trigger settle_work_deleted after delete on public.import_conflicts
  for each row when (old.decided_at is null) execute function private.settle_conflict_work();

create function private.settle_conflicts_of()
returns trigger
-- Definer: whoever retires a unit or moves a visit need not be able to write conflicts.
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_new jsonb := to_jsonb(new);
begin
  case tg_table_name
    when 'units' then
      perform private.settle_conflicts(array(
        select c.id from public.import_conflicts c
        where c.unit_id = new.id and c.decided_at is null and (v_new ->> 'condition' = 'retired' or c.customer_id::text <> v_new ->> 'customer_id')),
        case when v_new ->> 'condition' = 'retired' then 'unit_retired' else 'unit_left' end);
    when 'sales_orders' then
      perform private.settle_conflicts(array(
        select c.id from public.import_conflicts c join public.sales_order_lines l on l.id = c.source_line_id
        where l.order_id = new.id and c.conflict_kind = 'one_serial_two_clients' and c.decided_at is null), 'order_cancelled');
    when 'technician_tasks' then
      perform private.settle_conflicts(array(
        select c.id from public.import_conflicts c where c.task_id = new.id and c.decided_at is null),
        case when private.is_over(v_new ->> 'state') then 'visit_over' else 'visit_moved' end);
    else
      perform private.settle_conflicts(array(
        select c.id from public.import_conflicts c
        where c.conflict_kind = 'installed_unit_moved' and c.customer_id::text = v_new ->> 'customer_id' and c.decided_at is null), 'seen_to');
  end case;
  return null;
end;
$$;
comment on function private.settle_conflicts_of is 'Trigger: what is retired, handed on, cancelled, moved or seen to is no question any more.';

create trigger settle_conflicts after update of condition, customer_id on public.units
  for each row when ((new.condition = 'retired' and old.condition <> 'retired' or new.customer_id <> old.customer_id)
    and private.made_by() is distinct from 'merge_customers')
  execute function private.settle_conflicts_of();
create trigger settle_conflicts after update of state on public.sales_orders
  for each row when (new.state = 'cancel' and old.state <> 'cancel') execute function private.settle_conflicts_of();
create trigger settle_conflicts after update of during, technician_id, state on public.technician_tasks
  for each row when (new.during <> old.during or new.technician_id is distinct from old.technician_id or new.state in ('cancelled', 'completed', 'no_show', 'not_completed', 'needs_rescheduling') and new.state <> old.state)
  execute function private.settle_conflicts_of();
create trigger settle_conflicts after update of state on public.office_activities
  for each row when (new.kind = 'address_change' and new.state = 'done' and old.state = 'open' and new.subject_key like 'customer:%')
  execute function private.settle_conflicts_of();

-- Two clients who are one -----------------------------------------------------------------------------------------------

create function private.pair_key(one uuid, other uuid)
returns text
language sql immutable
return least(pair_key.one, pair_key.other) || ':' || greatest(pair_key.one, pair_key.other);
comment on function private.pair_key is 'Two clients, in whatever order, as the subject of a question.';

create function private.move_conflicts(from_id uuid, to_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_conflict public.import_conflicts;
  v_subject text;
begin
  for v_conflict in select * from public.import_conflicts c where from_id in (c.customer_id, c.other_customer_id) order by c.id for update loop
    v_subject := case when v_conflict.conflict_kind = 'one_person_twice'
      then private.pair_key(to_id, case from_id when v_conflict.customer_id then v_conflict.other_customer_id else v_conflict.customer_id end) else v_conflict.subject end;
    -- Both were meant, or the same was asked of the one that is kept.
    if v_conflict.decided_at is null and (to_id in (v_conflict.customer_id, v_conflict.other_customer_id)
      or v_subject <> v_conflict.subject and exists (
        select from public.import_conflicts o where o.subject = v_subject and o.conflict_kind = v_conflict.conflict_kind and o.decision is distinct from 'merged')) then
      v_conflict.decided_at := private.clock();
      v_conflict.decided_by := private.me();
      v_conflict.decision := case when v_conflict.conflict_kind = 'one_person_twice' and to_id in (v_conflict.customer_id, v_conflict.other_customer_id) then 'merge' else 'merged' end;
    end if;
    update public.import_conflicts c
    set subject = v_subject, decision = v_conflict.decision, decided_at = v_conflict.decided_at, decided_by = v_conflict.decided_by,
      customer_id = case c.customer_id when from_id then to_id else c.customer_id end,
      other_customer_id = case c.other_customer_id when from_id then to_id else c.other_customer_id end
    where c.id = v_conflict.id;
  end loop;
end;
$$;
comment on function private.move_conflicts is 'Questions about a client lead to the one that they were merged into; that of both is answered by it.';

-- An installed unit whose client has moved ----------------------------------------------------------------------------

create function private.ask_where_units_are(client_id uuid, unit_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_conflict(row (null, 'installed_unit_moved', u.id::text, m.id, null, u.id, null, null, null,
    jsonb_build_object('address', private.address_text(m.street, m.apartment, m.city, m.province, m.postal_code)),
    null, null, null, null, null)::public.import_conflicts)
  from public.units u join public.customers m on m.id = ask_where_units_are.client_id
  where u.id = any (unit_ids) and exists (select from public.maintenance_contracts c where c.unit_id = u.id and c.state <> 'cancelled');
end;
$$;
comment on function private.ask_where_units_are is 'Asks of each installed unit under contract whether it went along with its client.';

create function private.ask_about_installed()
returns trigger
-- Definer: as settle_conflicts_of.
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.ask_where_units_are(new.customer_id, array(select jsonb_array_elements_text(new.details -> 'units')::uuid));
  return null;
end;
$$;
comment on function private.ask_about_installed is 'Trigger: beside work about a client who has moved stands the question of each unit that is installed.';

create trigger ask_about_installed after insert or update of details on public.office_activities
  for each row when (new.kind = 'address_change' and new.state = 'open' and new.details ->> 'reason' = 'moved' and new.details ? 'units')
  execute function private.ask_about_installed();

-- Access --------------------------------------------------------------------------------------------

alter table public.import_conflicts enable row level security;
create policy office_reads on public.import_conflicts for select to authenticated using ((select private.is_office()));
grant select on public.import_conflicts to authenticated, service_role;
grant execute on function private.conflict_decisions to authenticated, service_role;
