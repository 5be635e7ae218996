-- Fail: a visit to which somebody drove and which came to nothing, told from the door: why, and what the client hears of it.

create table private.fail_reasons (
  reason text primary key,
  outcomes text[] not null check (outcomes <@ '{no_show, not_completed}' and outcomes <> '{}'),
  mailed_as text,
  reported_as text,
  -- Whoever is not asked to book again is somebody of whom the office has to find out more.
  constraint mailed_or_reported check ((mailed_as is null) = (reported_as is not null))
);
comment on table private.fail_reasons is 'Why a visit can come to nothing at the door. A new one is a row here and its words in lib/mail and on the technician''s page.';
comment on column private.fail_reasons.outcomes is 'Which outcomes of a visit it explains.';
comment on column private.fail_reasons.mailed_as is 'The reason of the mail that asks to book again; null for those who are left in peace.';
comment on column private.fail_reasons.reported_as is 'What it tells us of the client (private.change_reasons): reminders stop until the office has dealt with it.';

insert into private.fail_reasons (reason, outcomes, mailed_as, reported_as) values
  ('nobody_home', '{no_show}', 'no_show', null),
  ('refused', '{not_completed}', 'refused', null),
  ('access', '{not_completed}', 'access', null),
  ('weather', '{not_completed}', 'weather', null),
  ('parts', '{not_completed}', 'parts', null),
  ('unsafe', '{not_completed}', 'unsafe', null),
  ('no_time', '{not_completed}', 'no_time', null),
  ('hospital', '{no_show, not_completed}', null, 'other'),
  ('deceased', '{no_show, not_completed}', null, 'died'),
  ('moved', '{no_show, not_completed}', null, 'moved');

create function private.lock_failing(task_id uuid, reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Of whoever has died every contract rests: rows before locks, as whoever writes a contract by hand.
  perform private.hold_contracts(array(
    select c.id
    from public.technician_tasks t
    join public.maintenance_contracts c on c.customer_id = t.customer_id and c.state <> 'cancelled'
    where t.id = lock_failing.task_id and exists (
      select from private.fail_reasons f join private.change_reasons r on r.what = f.reported_as
      where f.reason = lock_failing.reason and r.stops_all)
    union
    select unnest(private.task_contracts(lock_failing.task_id))));
  perform private.lock_tasks(array[task_id]);
end;
$$;
comment on function private.lock_failing is 'Locks all that fail_visit writes for that reason: contracts, technician, task.';

create function private.unclear_failure(outcome text, reason text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when outcome is null or outcome not in ('no_show', 'not_completed') then private.rejected('outcome')
    when not exists (
      select from private.fail_reasons f
      where f.reason = unclear_failure.reason and unclear_failure.outcome = any (f.outcomes)) then private.rejected('reason') end;
end;
$$;
comment on function private.unclear_failure is 'The rejection of what explains no visit that came to nothing; null for what does.';

create function private.tell_office_of_client(contract_id uuid, what text, report jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.report_change(y.id, private.lock_reported(tell_office_of_client.contract_id, what), what,
    concat_ws(': ', 'The technician at the door: ' || (report ->> 'reason'), report ->> 'note'), null)
  from public.maintenance_cycles y where y.contract_id = tell_office_of_client.contract_id and y.closed_at is null;
end;
$$;
comment on function private.tell_office_of_client is 'What a technician heard at the door stops reminders as if the client had told us (private.report_change).';

create function private.come_to_nothing(visit private.held_visit, report_id uuid, report jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_why private.fail_reasons;
  v_outcome text := report ->> 'outcome';
begin
  select * into v_why from private.fail_reasons f where f.reason = report ->> 'reason';
  update public.maintenance_visits v set report_id = come_to_nothing.report_id where v.id = visit.visit_id;
  if v_why.mailed_as is null then
    perform private.release_visits(visit.task_id, array[visit.visit_id], v_outcome, v_why.reason);
    perform private.tell_office_of_client(visit.contract_id, v_why.reported_as, report);
  else
    perform private.leave_undone(visit.task_id, array[visit.visit_id], v_outcome,
      jsonb_strip_nulls(jsonb_build_object('reason', v_why.mailed_as, 'note', report -> 'note')), with_mail => true);
  end if;
end;
$$;
comment on function private.come_to_nothing is 'Everything that a visit brings about by coming to nothing, from a report that was kept ({outcome, reason, note}).';

create function private.failure_told(visit private.held_visit, report jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('status', 'recorded', 'repeated', false, 'told', case
    when (select f.mailed_as is null from private.fail_reasons f where f.reason = report ->> 'reason') then 'nobody'
    when report ->> 'outcome' = 'no_show' and private.was_missed(visit.cycle_id) then 'call'
    else 'mail' end);
end;
$$;
comment on function private.failure_told is 'The answer to a report of a visit that comes to nothing, which is about to be written: {status: recorded, repeated: false, told: mail, call, nobody}.';

create function private.write_failure(visit private.held_visit, report_id uuid, report jsonb, recorded_by text, state text, answer jsonb, as_of timestamptz)
returns void
language sql volatile
set search_path = ''
as $$
  insert into public.visit_reports (id, visit_id, kind, state, report, answer, recorded_by, recorded_at)
  values (report_id, visit.visit_id, 'failed', state, report, answer, recorded_by, as_of);
  update public.visit_files f set report_id = write_failure.report_id
  where f.visit_id = visit.visit_id and f.kind = 'photo' and f.named_by is null;
$$;
comment on function private.write_failure is 'Keeps what was said of a visit that came to nothing, and with it the photos taken there.';

create function private.fail_visit(
  visit_id uuid, outcome text, reason text, note text, report_id uuid, as_of timestamptz, recorded_by text default 'technician',
  based_on integer default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'fail_visit'
as $$
declare
  v_visit private.held_visit := private.read_visit(visit_id);
  v_id uuid := coalesce(report_id, gen_random_uuid());
  v_report jsonb := jsonb_strip_nulls(jsonb_build_object('outcome', outcome, 'reason', reason, 'note', note));
  v_conflict text := private.report_conflict(v_visit, based_on, recorded_by);
  v_answer jsonb := coalesce(private.told_before(v_id, visit_id, 'failed'), private.unclear_failure(outcome, reason));
begin
  if v_answer is not null then
    return v_answer;
  elsif v_conflict is not null then
    v_answer := private.conflict_told(v_conflict, v_id);
    perform private.write_failure(v_visit, v_id, v_report, recorded_by, 'conflict', v_answer, as_of);
    perform private.ask_which_counts(v_visit, v_id, v_answer);
    return v_answer;
  end if;
  v_answer := private.refuse_early(v_visit.during, as_of);
  if v_answer is null then
    v_answer := private.failure_told(v_visit, v_report);
    perform private.write_failure(v_visit, v_id, v_report, recorded_by, 'accepted', v_answer, as_of);
    perform private.come_to_nothing(v_visit, v_id, v_report);
  end if;
  return v_answer;
end;
$$;
comment on function private.fail_visit is 'A visit came to nothing: see the door of the same name. Callers hold the locks (private.lock_failing).';
