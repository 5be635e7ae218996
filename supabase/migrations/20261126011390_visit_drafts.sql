-- Visit drafts: what a technician has typed of a report that is not sent yet, so that a locked phone or a lost page costs nothing.

create table private.visit_drafts (
  about uuid primary key generated always as (coalesce(visit_id, work_order_id)) stored,
  visit_id uuid references public.maintenance_visits,
  work_order_id uuid references public.work_orders,
  report_id uuid not null unique default gen_random_uuid(),
  author uuid,
  typed jsonb not null,
  begun_at timestamptz not null,
  saved_at timestamptz not null,
  constraint drafts_of_one_thing check (num_nonnulls(visit_id, work_order_id) = 1),
  constraint drafts_are_small check (jsonb_typeof(typed) = 'object' and length(typed::text) <= 65536),
  -- Answers stand under the numbers of their lines.
  constraint drafts_have_lines check (jsonb_typeof(typed -> 'checklist') = 'object')
);
-- Not in the trail: nothing of it counts before it is sent, and then the report is.
comment on table private.visit_drafts is 'What was typed of a report, of a visit or of a repair (work_order_id), before it is sent; gone with the report, or after 30 days.';
comment on column private.visit_drafts.about is 'The visit or the repair: of each there is one draft.';
comment on column private.visit_drafts.report_id is 'What the report will be known by: sent twice it is one.';
comment on column private.visit_drafts.author is 'auth.uid() of who began it: it stays theirs when the visit goes to somebody else, whose report then meets a visit that has changed.';
comment on column private.visit_drafts.typed is 'As the pages write it: {checklist: {position: {result, note}}, findings, …}.';

create index visit_drafts_by_visit on private.visit_drafts (visit_id);
create index visit_drafts_by_order on private.visit_drafts (work_order_id);

create function private.visit_draft(visit_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    (select jsonb_build_object('status', 'ok', 'report_id', d.report_id, 'begun_at', d.begun_at, 'saved_at', d.saved_at, 'typed', d.typed)
     from private.visit_drafts d where d.visit_id = visit_draft.visit_id),
    jsonb_build_object('status', 'ok', 'report_id', null, 'begun_at', null, 'saved_at', null, 'typed', '{}'::jsonb))
    || jsonb_build_object('photos', private.photos_waiting(visit_id));
end;
$$;
comment on function private.visit_draft is 'What was typed of a visit''s report: {status: ok, report_id, begun_at, saved_at, typed, photos: those taken for it (private.photos_waiting)}; the first three null while nothing is typed.';

create function private.save_draft(visit_id uuid, work_order_id uuid, is_open boolean, typed jsonb, as_of timestamptz, report_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_lines jsonb := coalesce(nullif(typed -> 'checklist', 'null'), '{}');
begin
  update private.visit_drafts d
  set typed = d.typed || save_draft.typed
      || jsonb_build_object('checklist', coalesce(d.typed -> 'checklist', '{}') || v_lines),
    report_id = coalesce(save_draft.report_id, d.report_id), saved_at = as_of
  where d.about = coalesce(save_draft.visit_id, save_draft.work_order_id);
  if not found then
    -- None is begun for what is over: its report was sent, perhaps by a second press of the same button.
    insert into private.visit_drafts (visit_id, work_order_id, report_id, author, typed, begun_at, saved_at)
    select save_draft.visit_id, save_draft.work_order_id, coalesce(save_draft.report_id, gen_random_uuid()), auth.uid(),
      save_draft.typed || jsonb_build_object('checklist', v_lines), as_of, as_of
    where is_open
      -- Nor for one that was sent and is kept for the office: its phone only did not hear the answer.
      and not exists (select from public.visit_reports r where r.id = save_draft.report_id)
    on conflict on constraint visit_drafts_pkey do nothing;
  end if;
exception
  -- What the tables themselves say would show the whole row.
  when unique_violation then
    raise exception 'another visit''s report is known by that' using errcode = '23505';
  when check_violation or not_null_violation then
    raise exception 'what is typed is an object of at most 64 KiB' using errcode = '23514';
end;
$$;
comment on function private.save_draft is 'Keeps what was typed of a visit, or of a repair, beside what was before: private.save_visit_draft, private.save_repair_draft.';

create function private.save_visit_draft(visit_id uuid, typed jsonb, as_of timestamptz, report_id uuid default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.save_draft(visit_id, null,
    (select private.is_unsettled(v.state) from public.maintenance_visits v where v.id = save_visit_draft.visit_id), typed, as_of, report_id);
  return private.visit_draft(visit_id);
end;
$$;
comment on function private.save_visit_draft is 'Keeps what was typed beside what was before, the answers of a checklist line by line, and returns the draft as it then is. report_id: what the report will be known by from now on; of one that was sent no draft is begun. 23514 for more than 64 KiB, or what is no object; 23505 for the name of another visit''s report.';

create function private.repair_draft(work_order_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('report_id', d.report_id, 'begun_at', d.begun_at, 'saved_at', d.saved_at, 'typed', d.typed)
    from private.visit_drafts d where d.work_order_id = repair_draft.work_order_id);
end;
$$;
comment on function private.repair_draft is 'What was typed of a repair''s report: {report_id, begun_at, saved_at, typed}; null while nothing is.';

create function private.save_repair_draft(work_order_id uuid, typed jsonb, report_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_state text := (select w.state from public.work_orders w where w.id = save_repair_draft.work_order_id and w.kind = 'repair');
begin
  if v_state is null then
    raise exception 'no such repair' using errcode = 'PT404';
  end if;
  perform private.save_draft(null, work_order_id, v_state = 'scheduled', typed, as_of, report_id);
  return jsonb_build_object('status', 'ok', 'as_of', as_of, 'draft', private.repair_draft(work_order_id));
end;
$$;
comment on function private.save_repair_draft is 'The same of a repair, as private.save_visit_draft: {status: ok, as_of, draft (private.repair_draft)}. PT404.';

create function private.end_draft()
returns trigger
-- Definer: whoever sends a report writes no draft.
language plpgsql security definer
set search_path = ''
as $$
begin
  delete from private.visit_drafts d
  where d.report_id = new.id
    or tg_table_name = 'visit_reports' and to_jsonb(new) ->> 'kind' = 'failed' and d.visit_id = (to_jsonb(new) ->> 'visit_id')::uuid
    or tg_table_name = 'repair_failures' and d.work_order_id = (to_jsonb(new) ->> 'work_order_id')::uuid;
  return null;
end;
$$;
comment on function private.end_draft is 'Trigger of reports: what is sent is no draft any more, nor is what was typed of a visit, or a repair, that came to nothing.';

create trigger end_draft after insert on public.visit_reports
  for each row execute function private.end_draft();
create trigger end_draft after insert on public.repair_reports
  for each row execute function private.end_draft();
create trigger end_draft after insert on public.repair_failures
  for each row execute function private.end_draft();

create function private.forget_old_drafts(as_of timestamptz)
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows bigint;
begin
  delete from private.visit_drafts d where d.saved_at < as_of - interval '30 days';
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function private.forget_old_drafts is 'Retention: drops what was typed and not touched for 30 days; returns how many.';
