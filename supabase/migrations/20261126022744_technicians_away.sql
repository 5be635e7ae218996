-- Technicians away: leave and leaving, told before they are done, by doing them and taking them back.

create function private.mails_waiting(technician_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select m.id from public.messages m
    join public.technician_tasks t on t.id = m.task_id
    where t.technician_id = mails_waiting.technician_id and m.state = 'queued');
end;
$$;
comment on function private.mails_waiting is 'Mails about a technician''s jobs that are to go.';

create function private.told_how(task public.technician_tasks, before uuid[])
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when task.customer_id is null then 'nobody'
    when exists (select from public.customers m where m.id = task.customer_id and m.deceased_on is not null) then 'nobody'
    when exists (
      select from public.messages m
      where m.task_id = task.id and m.state = 'queued' and m.id <> all (before) and private.superseded_because(m) is null) then 'mail'
    when private.number_to_call(task.customer_id, '{}') is not null then 'call'
    else 'letter' end;
end;
$$;
comment on function private.told_how is 'How the client of a job that was put aside learns of it: mail (one that was not waiting before), call or letter by the office, which has it on its list; nobody where there is no client, or none who lives.';

create function private.put_aside_told(task_ids jsonb, before uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.coming_task_told(t) || jsonb_build_object('told', private.told_how(t, before)) order by lower(t.during), t.id), '[]')
    from public.technician_tasks t
    where t.id in (select a.id::uuid from jsonb_array_elements_text(task_ids) a (id)));
end;
$$;
comment on function private.put_aside_told is 'Jobs that were put aside, as private.coming_task_told, with told (private.told_how).';

create function private.kept_if_meant(answer jsonb, before uuid[], dry_run boolean, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_aside jsonb := private.put_aside_told(answer -> 'moved_to_rescheduling', before);
  v_told jsonb := jsonb_build_object('put_aside', v_aside, 'shown', md5(v_aside::text));
begin
  if not dry_run and coalesce(shown = v_told ->> 'shown', true) then
    return answer || v_told;
  end if;
  raise exception 'all of it is taken back' using errcode = 'MT024',
    detail = (case when dry_run then '{"status": "tried"}' else private.refused('changed') end || v_told)::text;
end;
$$;
comment on function private.kept_if_meant is 'The answer of what was done, with what it put aside. Raises MT024, which takes it back, where it was only tried, or comes to something else than the page showed; its detail is the answer then.';

create function private.cannot_be_away(away tstzrange, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when upper(away) - lower(away) > interval '31 days' then 'time'
    when lower(away) < as_of - interval '31 days' then 'past'
    when upper(away) > as_of + interval '2 years' then 'far' end;
end;
$$;
comment on function private.cannot_be_away is 'Why nobody writes down such a leave: time (more than 31 days at once), past (it began more than 31 days ago: a sick day may be told late), far (it ends in more than two years); null where it can be.';

create function private.try_time_off(technician_id uuid, away tstzrange, note text, dry_run boolean, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before uuid[] := private.mails_waiting(technician_id);
  v_answer jsonb;
  v_taken_back text;
begin
  v_answer := private.place_time_off(technician_id, away, note);
  return case v_answer ->> 'status' when 'placed' then private.kept_if_meant(v_answer, v_before, dry_run, shown) else v_answer end;
exception when sqlstate 'MT024' then
  get stacked diagnostics v_taken_back = pg_exception_detail;
  return v_taken_back::jsonb;
end;
$$;
comment on function private.try_time_off is 'A technician is away, or would be: see place_time_off among the doors.';

create function private.try_to_let_go(technician_id uuid, dry_run boolean, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before uuid[] := private.mails_waiting(technician_id);
  v_taken_back text;
begin
  return private.kept_if_meant(private.deactivate_technician(technician_id, as_of), v_before, dry_run, shown);
exception when sqlstate 'MT024' then
  get stacked diagnostics v_taken_back = pg_exception_detail;
  return v_taken_back::jsonb;
end;
$$;
comment on function private.try_to_let_go is 'A technician leaves, or would leave: see deactivate_technician among the doors.';

create function private.waits_for_leave(leave public.technician_tasks)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id
    from public.technician_tasks t
    join public.office_activities a on a.kind = 'needs_rescheduling' and a.state = 'open' and a.subject_key = private.subject_key('task', t.id::text)
    where t.technician_id = leave.technician_id and t.during && leave.during and t.state = 'needs_rescheduling'
      and a.details ->> 'reason' = 'technician away'
    order by lower(t.during), t.id);
end;
$$;
comment on function private.waits_for_leave is 'Work that was put aside for a leave and waits for another time still, by its time.';

create function private.knows_of_leave(task_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.office_activities a
    where a.kind = 'needs_rescheduling' and a.state = 'open' and a.subject_key = private.subject_key('task', knows_of_leave.task_id::text)
      and (exists (select from private.calls_that_count(a.id))
        or exists (
          select from public.messages m
          where m.task_id = knows_of_leave.task_id and m.payload ->> 'reason' = 'away' and m.created_at >= a.created_at
            and (m.state <> all ('{queued, superseded}') or m.handed_over_at is not null))));
end;
$$;
comment on function private.knows_of_leave is 'Whether the client of work that was put aside for a leave was told: by a mail that went, or may have, by a call or a letter.';

create function private.mails_of_leave(leave public.technician_tasks)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select m.id from public.technician_tasks t join public.messages m on m.task_id = t.id
    where t.technician_id = leave.technician_id and t.during && leave.during and m.payload ->> 'reason' = 'away'
    order by m.id);
end;
$$;
comment on function private.mails_of_leave is 'The mails that tell clients that a leave keeps their technician from coming.';

create function private.bring_back_of_leave(leave public.technician_tasks, locked uuid[], as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
  v_part public.closure_parts;
  v_back uuid[] := array[]::uuid[];
  v_mails uuid[];
begin
  -- Whoever is about to send them waits, or has them already.
  perform from public.messages m where m.id = any (private.mails_of_leave(leave)) order by m.id for update;
  foreach v_id in array private.waits_for_leave(leave) loop
    continue when v_id <> all (locked) or private.knows_of_leave(v_id);
    select t.id, t.technician_id, t.during, 'scheduled' into v_part.task_id, v_part.technician_id, v_part.during, v_part.state
    from public.technician_tasks t where t.id = v_id;
    if private.bring_back(v_part, as_of) is null then
      v_back := v_back || v_id;
    end if;
  end loop;
  v_mails := array(
    select m.id from public.messages m
    where m.id = any (private.mails_of_leave(leave)) and m.state = 'queued' and (m.task_id = any (v_back) or not private.still_cannot_come(m)));
  update public.messages m set state = 'superseded', last_error = 'the leave was taken back' where m.id = any (v_mails);
  perform private.tell_what_waits(v_mails, v_back);
  return jsonb_build_object('back', cardinality(v_back), 'waits', cardinality(private.waits_for_leave(leave)));
end;
$$;
comment on function private.bring_back_of_leave is 'Work that was put aside for a leave that is taken back is where it was, where its client knows nothing of it and the time is free: {back: how many, waits: how many still wait}. Callers hold the locks.';

create function private.take_back_time_off(task_id uuid, shown timestamptz, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_leave public.technician_tasks;
  v_aside uuid[];
  v_status text := 'taken_back';
  v_back timestamptz := date_trunc('minute', as_of) + interval '1 minute';
  v_closed_by uuid;
begin
  select private.waits_for_leave(t) into v_aside from public.technician_tasks t where t.id = task_id;
  perform private.lock_tasks_contracts(coalesce(v_aside, '{}'));
  perform private.lock_tasks(array[task_id] || v_aside);
  select * into v_leave from public.technician_tasks t where t.id = task_id and t.task_type = 'time_off';
  if not found then
    raise exception 'no such leave' using errcode = 'PT404';
  elsif not private.is_unfinished(v_leave.state) or upper(v_leave.during) <= as_of - interval '31 days' then
    return private.refused('over');
  elsif shown <> upper(v_leave.during) then
    return private.refused('changed');
  end if;
  -- Of a closed day: who goes out all the same.
  v_closed_by := (select p.closure_id from public.closure_parts p where p.task_id = v_leave.id and p.what = 'time_off');
  if lower(v_leave.during) < as_of and as_of < upper(v_leave.during) then
    if upper(v_leave.during) > v_back then
      update public.technician_tasks t set during = tstzrange(lower(t.during), v_back) where t.id = task_id;
      perform private.keep_closed(v_leave.technician_id, tstzrange(v_back, upper(v_leave.during)), v_closed_by);
    end if;
    v_status := 'ended';
  else
    perform private.end_task(v_leave, 'cancelled');
    perform private.keep_closed(v_leave.technician_id, v_leave.during, v_closed_by);
  end if;
  return jsonb_build_object('status', v_status) || private.bring_back_of_leave(v_leave, coalesce(v_aside, '{}'), as_of);
end;
$$;
comment on function private.take_back_time_off is 'A technician is not away after all, was not, or is back earlier: see the door of the same name. PT404.';
