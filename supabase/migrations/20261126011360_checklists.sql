-- Checklists: what a technician checks at a visit, copied from the category's list when the visit was booked.

create table public.checklist_results (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references public.maintenance_visits,
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

-- What stays as it is -----------------------------------------------------------------------------------

create function private.keep_answers()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.maintenance_visits v where v.id in (old.visit_id, new.visit_id) and not private.is_unsettled(v.state)) then
    raise exception 'the answers of a visit that is over never change' using errcode = 'MT002';
  elsif tg_op = 'DELETE' or to_jsonb(new) - '{result,note}'::text[] <> to_jsonb(old) - '{result,note}'::text[] then
    raise exception 'what is checked at a visit was decided when it was booked' using errcode = 'MT002';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.keep_answers is 'Raises MT002 when anything but the answer of a line would change, when a line would go, or when the visit has its outcome; whoever asks.';

create trigger keep_answers before update or delete on public.checklist_results
  for each row execute function private.keep_answers();

create function private.refuse_late_answers()
returns trigger
-- Definer: as keep_answers.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (
    select from (select distinct a.visit_id from added a) a
    -- By its key: a join would be planned to read all visits there are.
    cross join lateral (select v.state from public.maintenance_visits v where v.id = a.visit_id limit 1) v
    where not private.is_unsettled(v.state)) then
    raise exception 'a visit that is over gets no more answers' using errcode = 'MT002';
  end if;
  return null;
end;
$$;
comment on function private.refuse_late_answers is 'Raises MT002 for a new line of a visit that has its outcome. Once per statement: a booking copies a whole list.';

create trigger refuse_late_answers after insert on public.checklist_results
  referencing new table as added for each statement execute function private.refuse_late_answers();

-- The copy of a list says nothing that the audited list does not.
create trigger audit_answers after insert on public.checklist_results for each row
  when (new.result is not null or new.note is not null) execute function private.record_change();
create trigger audit after update or delete on public.checklist_results for each row execute function private.record_change();

create function private.seed_checklist(visit_id uuid, category_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.checklist_results (visit_id, item_id, position, label, required, safety_critical)
  select seed_checklist.visit_id, i.id, i.position, i.label, i.required, i.safety_critical
  from public.checklist_items i
  where i.category_id = seed_checklist.category_id and i.active;
end;
$$;
comment on function private.seed_checklist is 'Copies the category''s list onto a new visit.';

-- Access --------------------------------------------------------------------------------------------

alter table public.checklist_results enable row level security;
create policy office_reads on public.checklist_results for select to authenticated using ((select private.is_office()));
grant select on public.checklist_results to authenticated;
grant select, insert, update, delete on public.checklist_results to service_role;
