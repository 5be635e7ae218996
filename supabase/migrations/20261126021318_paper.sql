-- Paper: a visit that the office records from a sheet of paper, days later as well: who was there, and when, is what the
-- sheet says, and not what was planned.

create function private.unlikely_time(report jsonb, during tstzrange, as_of timestamptz)
returns jsonb
language sql stable
begin atomic
  -- A phone's clock may be wrong; who copies a sheet has mistyped, and is asked.
  select private.problem('range', f.field)
  from unnest(array['started_at', 'finished_at']) with ordinality f (field, n)
  where not private.read_instant(unlikely_time.report ->> f.field)
    <@ tstzrange(private.earliest_report(unlikely_time.during), unlikely_time.as_of, '[]')
  order by f.n limit 1;
end;
comment on function private.unlikely_time is 'A time on paper at which the visit cannot have been: long before its stop, or still to come; null for none.';

create function private.refuse_hand_over(visit private.held_visit, technician_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when technician_id is null then private.problem('missing', 'technician_id')
    when technician_id = visit.technician_id then null
    when not exists (select from public.technicians h where h.id = refuse_hand_over.technician_id and h.active) then private.refused('technician')
    when exists (select from public.maintenance_visits v where v.task_id = visit.task_id and v.state = 'done') then private.refused('visits')
    when private.is_taken(technician_id, visit.during, visit.task_id) then private.refused('overlap') end;
end;
$$;
comment on function private.refuse_hand_over is 'Why a stop cannot be written down as another technician''s, as an answer; null when it can, or is theirs already.';

create function private.hand_over_stop(task_id uuid, technician_id uuid)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'hand_over_stop'
as $$
begin
  update public.technician_tasks t set technician_id = hand_over_stop.technician_id
  where t.id = hand_over_stop.task_id and t.technician_id is distinct from hand_over_stop.technician_id;
end;
$$;
comment on function private.hand_over_stop is 'Writes down that another technician was at a stop. Its client saw who came, and is not told.';

create function private.refuse_paper(visit private.held_visit, technician_id uuid, report jsonb, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    private.refuse_early(visit.during, as_of),
    private.unlikely_time(report, visit.during, as_of),
    private.report_mismatch(visit.visit_id, visit.unit_id, report),
    private.refuse_incomplete(private.missing_in(visit.visit_id, report)),
    private.refuse_hand_over(visit, technician_id));
end;
$$;
comment on function private.refuse_paper is 'Why a visit cannot be recorded as a sheet of paper says, as an answer; null when it can.';

create function private.record_from_paper(visit_id uuid, technician_id uuid, report jsonb, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb := private.report_problem(report, 'office');
  v_visit private.held_visit;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  v_visit := private.hold_visit(visit_id, array[technician_id]);
  -- What was sent before, or meets a visit that has its outcome, is answered as any report is.
  if private.told_before((report ->> 'report_id')::uuid, visit_id, 'completed') is null and private.report_conflict(v_visit, (report ->> 'based_on')::integer, 'office') is null then
    v_answer := private.refuse_paper(v_visit, technician_id, report, as_of);
    if v_answer is not null then
      return v_answer;
    end if;
    perform private.hand_over_stop(v_visit.task_id, technician_id);
  end if;
  return private.complete_visit(visit_id, report, 'office', as_of);
end;
$$;
comment on function private.record_from_paper is 'A visit was done as a sheet of paper says: see the door of the same name. PT404.';
