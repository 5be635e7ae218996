-- Changed meanwhile: who changed something last, and when, as the trail knows it. Pages tell it, and so does the refusal of a
-- form whose page showed something else: nobody overwrites what somebody else changed.

create function private.last_change(row_ids uuid[], columns text[] default null, what text default null, only_updates boolean default false)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('at', e.at, 'by', (select s.name from public.staff s where s.user_id = e.actor), 'changes', e.changes)
    from public.audit_events e
    where e.row_id = any (row_ids) and e.action <> 'read' and (e.action = 'update' or not only_updates)
      and (columns is null or e.changes ?| columns or e.personal_digest is not null)
      and (last_change.what is null or e.changes ->> 'what' = last_change.what)
    order by e.seq desc limit 1);
end;
$$;
comment on function private.last_change is 'What was changed last about these rows, about columns of them, or as "what" of a note in the trail: {at, by: null where that was no person, changes: column → [before, after]}; null where nothing ever was.';

create function private.changed_by_somebody(row_ids uuid[], columns text[] default null, what text default null)
returns jsonb
language sql stable
return private.refused('changed') || coalesce(
  private.last_change(changed_by_somebody.row_ids, changed_by_somebody.columns, changed_by_somebody.what) - 'changes', '{"at": null, "by": null}');
comment on function private.changed_by_somebody is 'The refusal of a form whose page showed these rows otherwise: when that changed, and who did it (null: a job, a file, the client, or by hand).';
