-- The door to what a technician types of a visit, and to what it came to.

create function public.visit_draft(visit_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if not private.may_write_of(visit_id) then
    perform private.require_visit_of(visit_id);
  end if;
  return private.visit_draft(visit_id);
end;
$$;
comment on function public.visit_draft is 'What was typed of a visit''s report and is not sent yet: {status: ok, report_id, begun_at, saved_at, typed, photos: those that were taken for it [{file_id, line, caption, taken_at, bytes}]}; the three before typed null while there is nothing. 42501 unless it is the caller''s own work, or begun by them, or the caller is office; PT404.';

create function public.save_visit_draft(visit_id uuid, typed jsonb, report_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if not private.may_write_of(visit_id) then
    perform private.require_visit_of(visit_id);
  end if;
  return private.save_visit_draft(visit_id, typed, private.clock(), report_id);
end;
$$;
comment on function public.save_visit_draft is 'Keeps what was typed of a visit''s report beside what was before, a checklist line by line ({checklist: {position: {result, note}}, findings, …}), and returns the draft (visit_draft). report_id: what the report will be known by from now on. Of a visit that is over, or a report that was sent, none is begun. 42501, 23505 (another visit''s report is known by that), 23514 beyond 64 KiB, PT404.';

create function public.stop_drafts(task_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_work_of(task_id);
  return private.stop_drafts(task_id);
end;
$$;
comment on function public.stop_drafts is 'What was typed of all visits of a stop that have no outcome yet: {status: ok, visits: [{visit_id, checklist: as visit_sheet tells it, draft: as visit_draft does}]}. 42501 unless it is the caller''s own work or the caller is office; PT404.';

create function public.visit_outcome(visit_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_visit_of(visit_id);
  return private.visit_outcome(visit_id);
end;
$$;
comment on function public.visit_outcome is 'What a visit came to, as it is by now: {status: ok, state, next_due_on, certificate: {number, code} unless it was revoked, repair_ordered: whether a repair of what it found is still to come, invoice: the one issued for it, else the newest of its stop {id, number, total, balance, in_cash: what is left as coins make it, rounding: what was handed over in cash beyond what it paid}, each null where there is none, photos: those of its report [{file_id, line, caption, taken_at, bytes}]}. 42501, PT404.';

grant execute on function public.visit_draft, public.save_visit_draft, public.stop_drafts, public.visit_outcome to authenticated, service_role;
