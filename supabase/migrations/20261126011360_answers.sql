-- Answers: what a technician found at a visit, line by line of the checklist that the visit keeps.

create table public.checklist_results (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references public.maintenance_visits,
  position integer not null,
  result text not null check (result in ('pass', 'fail', 'not_applicable')),
  note text check (btrim(note) <> '' and length(note) <= 500),
  answered_at timestamptz not null default private.clock(),
  constraint checklist_results_position_key unique (visit_id, position)
);
comment on table public.checklist_results is 'The answers to the lines of a visit''s checklist, written as they are given. What was asked stands in private.visit_checklist.';
comment on column public.checklist_results.position is 'Which line of the visit''s version of the checklist.';

create view private.visit_checklist as
  select v.id as visit_id, i.position, i.section, i.label, i.help, i.required, i.safety_critical, r.result, r.note, r.answered_at
  from public.maintenance_visits v
  join public.checklist_items i on i.version_id = v.checklist_version_id
  left join public.checklist_results r on r.visit_id = v.id and r.position = i.position;
comment on view private.visit_checklist is 'The checklist of a visit with the answers that were given; to be read by visit. result is null until a line is answered.';

-- What can be answered, and until when -------------------------------------------------------------------

create function private.guard_answer()
returns trigger
-- Definer: the rule holds for writers who may not read visits.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_answer public.checklist_results := case tg_op when 'DELETE' then old else new end;
  v_visit record;
  v_is_critical boolean;
begin
  -- Locked: whoever ends the visit at the same moment waits for this answer, or this answer for them.
  select v.state, v.checklist_version_id into v_visit
  from public.maintenance_visits v where v.id = v_answer.visit_id for share;
  if not private.is_unsettled(v_visit.state) then
    raise exception 'the answers of a visit that is over never change' using errcode = 'MT002';
  elsif tg_op = 'UPDATE' and (new.visit_id, new.position) is distinct from (old.visit_id, old.position) then
    raise exception 'an answer stays with its line' using errcode = 'MT002';
  elsif tg_op = 'DELETE' then
    return old;
  end if;
  select i.safety_critical into v_is_critical
  from public.checklist_items i where i.version_id = v_visit.checklist_version_id and i.position = new.position;
  if v_is_critical is null then
    raise exception 'the checklist of this visit has no line %', new.position using errcode = '23514';
  elsif v_is_critical and new.result = 'not_applicable' and new.note is null then
    raise exception 'why a safety-critical line does not apply is to be noted' using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.guard_answer is 'Raises MT002 when the answers of a visit that has its outcome would change, or an answer would go to another line; 23514 for a line that its checklist does not have, and for a safety-critical one that does not apply without a note. Whoever asks.';

create trigger guard_answer before insert or update or delete on public.checklist_results
  for each row execute function private.guard_answer();
create trigger audit after insert or update or delete on public.checklist_results for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

alter table public.checklist_results enable row level security;
create policy office_reads on public.checklist_results for select to authenticated using ((select private.is_office()));
grant select on public.checklist_results to authenticated;
grant select, insert, update, delete on public.checklist_results to service_role;
