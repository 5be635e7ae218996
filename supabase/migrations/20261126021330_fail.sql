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

create function private.refuse_to_fail(visit public.maintenance_visits, task public.technician_tasks, outcome text, reason text, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when outcome is null or outcome not in ('no_show', 'not_completed') then private.rejected('outcome')
    when not exists (select from private.fail_reasons f where f.reason = refuse_to_fail.reason and refuse_to_fail.outcome = any (f.outcomes))
      then private.rejected('reason')
    when visit.state = 'needs_rescheduling' then jsonb_build_object('status', 'conflict', 'reason', 'moved')
    when visit.state = 'cancelled' then jsonb_build_object('status', 'conflict', 'reason', 'cancelled')
    when not private.is_expected(visit.state) then jsonb_build_object('status', 'conflict', 'reason', 'done')
    when as_of < private.earliest_report(task.during) then private.refused('too_early') || jsonb_build_object('starts_at', lower(task.during)) end;
end;
$$;
comment on function private.refuse_to_fail is 'Why a visit cannot come to nothing now, as an answer; null when it can.';

create function private.tell_office_of_client(cycle_id uuid, what text, details jsonb)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract_id uuid := (select y.contract_id from public.maintenance_cycles y where y.id = tell_office_of_client.cycle_id);
begin
  perform private.report_change(cycle_id, private.lock_reported(v_contract_id, what), what,
    concat_ws(': ', 'The technician at the door: ' || (details ->> 'reason'), details ->> 'note'), null);
end;
$$;
comment on function private.tell_office_of_client is 'What a technician heard at the door stops reminders as if the client had told us (private.report_change).';

create function private.fail_visit(
  visit_id uuid, outcome text, reason text, note text, report_id uuid, as_of timestamptz, recorded_by text default 'technician')
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'fail_visit'
as $$
declare
  v_visit public.maintenance_visits;
  v_task public.technician_tasks;
  v_why private.fail_reasons;
  v_id uuid := coalesce(report_id, gen_random_uuid());
  v_details jsonb;
  v_answer jsonb;
begin
  select * into v_visit from public.maintenance_visits v where v.id = fail_visit.visit_id for update;
  select * into v_task from public.technician_tasks t where t.id = v_visit.task_id;
  v_answer := coalesce(
    private.told_before(v_id, visit_id, 'failed'),
    private.refuse_to_fail(v_visit, v_task, outcome, reason, as_of));
  if v_answer is not null then
    return v_answer;
  end if;
  select * into v_why from private.fail_reasons f where f.reason = fail_visit.reason;
  v_details := jsonb_strip_nulls(jsonb_build_object('reason', coalesce(v_why.mailed_as, reason), 'note', note));
  v_answer := jsonb_build_object('status', 'recorded', 'repeated', false, 'told', case
    when v_why.mailed_as is null then 'nobody'
    when outcome = 'no_show' and private.was_missed(v_visit.cycle_id) then 'call'
    else 'mail' end);
  insert into public.visit_reports (id, visit_id, kind, report, answer, recorded_by, recorded_at)
  values (v_id, fail_visit.visit_id, 'failed',
    jsonb_strip_nulls(jsonb_build_object('outcome', fail_visit.outcome, 'reason', fail_visit.reason, 'note', note)), v_answer, fail_visit.recorded_by, as_of);
  update public.maintenance_visits v set report_id = v_id where v.id = fail_visit.visit_id;
  if v_why.mailed_as is null then
    perform private.release_visits(v_task.id, array[visit_id], outcome, reason);
    perform private.tell_office_of_client(v_visit.cycle_id, v_why.reported_as, v_details);
  else
    perform private.leave_undone(v_task.id, array[visit_id], outcome, v_details, with_mail => true);
  end if;
  return v_answer;
end;
$$;
comment on function private.fail_visit is 'A visit came to nothing: see the door of the same name. Callers hold the locks (private.lock_failing).';
