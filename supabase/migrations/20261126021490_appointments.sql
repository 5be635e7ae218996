-- Appointments: what is told again of a visit that is booked, the day before, and two weeks before where it was booked long
-- ago. Rules are written so that a missed day is caught up.

create function private.was_reminded(task public.technician_tasks)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
      select from public.messages m
      where m.task_id = task.id and m.kind in ('appointment_reminder', 'work_reminder') and private.is_of_now(task, (m.payload ->> 'revision')::integer))
    or exists (
      select from public.office_activities a
      where a.kind in ('call_client', 'letter_due') and a.task_id = task.id
        and a.details ->> 'message' in ('appointment_reminder', 'work_reminder') and private.is_of_now(task, (a.details ->> 'revision')::integer));
end;
$$;
comment on function private.was_reminded is 'Whether this version of an appointment had its reminder, or the call instead of it.';

-- The day before ----------------------------------------------------------------------------------------------

create function private.appointments_of_tomorrow(as_of timestamptz)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_zone text := private.company_zone();
begin
  return array(
    select t.id
    from public.technician_tasks t
    where t.task_type = 'maintenance' and t.state = 'scheduled'
      and lower(t.during) > appointments_of_tomorrow.as_of and lower(t.during) < (v_on_day + 2)::timestamp at time zone v_zone
      -- Who books today for tomorrow has just read it.
      and exists (
        select from public.maintenance_visits v
        where v.task_id = t.id and v.state = 'scheduled' and (v.created_at at time zone v_zone)::date <> v_on_day)
      and private.may_remind_of(t.id)
      and not private.was_reminded(t));
end;
$$;
comment on function private.appointments_of_tomorrow is 'Appointments of tomorrow (after an outage of today) whose clients are still to be reminded: once per revision.';

-- Two weeks before --------------------------------------------------------------------------------------------

create function private.was_told_since(task_id uuid, from_day date)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
      select from public.messages m
      where m.task_id = was_told_since.task_id and (private.tells_a_time(m.kind) or m.kind = 'appointment_ahead')
        and m.state <> 'superseded'
        and private.company_day(m.created_at) >= from_day)
    or exists (
      select from public.office_activities a
      where a.task_id = was_told_since.task_id and (private.tells_a_time(a.details ->> 'message') or a.details ->> 'message' = 'appointment_ahead')
        and private.company_day(a.created_at) >= from_day);
end;
$$;
comment on function private.was_told_since is 'Whether the client was told of a stop on that day or later: by mail, or by the call instead of it.';

create function private.appointments_booked_long_ago(as_of timestamptz)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
  v_zone text := private.company_zone();
begin
  return array(
    select t.id
    from public.technician_tasks t
    cross join lateral (select private.company_day(lower(t.during)) as on_day) d
    where t.task_type = 'maintenance' and t.state = 'scheduled'
      -- Of tomorrow's they hear today in any case.
      and lower(t.during) >= (v_on_day + 2)::timestamp at time zone v_zone
      and lower(t.during) < (v_on_day + 15)::timestamp at time zone v_zone
      and (
        select min(v.created_at) from public.maintenance_visits v
        where v.task_id = t.id and v.state = 'scheduled') < (d.on_day - private.long_ahead())::timestamp at time zone v_zone
      -- Of the day on which it was due, not of today: who was told is not told anew because that day was missed.
      and not private.was_told_since(t.id, d.on_day - 28)
      and private.may_remind_of(t.id));
end;
$$;
comment on function private.appointments_booked_long_ago is 'Appointments within 14 days that were booked long ahead (private.long_ahead) and are to be confirmed again: once, and not where the client was told, of the booking or of a change, in the 14 days before.';

-- Other work ----------------------------------------------------------------------------------------------------

create function private.work_of_tomorrow(as_of timestamptz)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
begin
  return array(
    select t.id
    from public.technician_tasks t
    where private.is_other_work(t) and t.state = 'scheduled'
      and lower(t.during) > work_of_tomorrow.as_of and lower(t.during) < (v_on_day + 2)::timestamp at time zone private.company_zone()
      and not private.was_told_since(t.id, v_on_day)
      and not private.was_reminded(t));
end;
$$;
comment on function private.work_of_tomorrow is 'The same of work that is no visit: who hears today of tomorrow has just read it.';

-- Telling -----------------------------------------------------------------------------------------------------

create function private.tell_each(kind text, task_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task_id uuid;
  v_told integer := 0;
  v_failed integer := 0;
begin
  foreach v_task_id in array task_ids loop
    begin
      perform private.tell_client(kind, v_task_id, private.stop_facts(v_task_id));
      v_told := v_told + 1;
    exception when others then
      v_failed := v_failed + 1;
      perform private.raise_about_task('self_check', v_task_id,
        jsonb_build_object('reason', kind || '_failed', 'sqlstate', sqlstate));
    end;
  end loop;
  return jsonb_build_object('told', v_told, 'failed', v_failed);
end;
$$;
comment on function private.tell_each is 'Tells the client of each of these stops; who has no address is called, and whoever fails becomes an activity and loses no other → {told, failed}.';

create function private.tell_of_appointments(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tomorrow jsonb := private.tell_each('appointment_reminder', private.appointments_of_tomorrow(as_of));
  v_work jsonb := private.tell_each('work_reminder', private.work_of_tomorrow(as_of));
  v_ahead jsonb := private.tell_each('appointment_ahead', private.appointments_booked_long_ago(as_of));
begin
  return jsonb_build_object('appointments', (v_tomorrow ->> 'told')::integer + (v_work ->> 'told')::integer, 'confirmed_again', v_ahead -> 'told',
    'failed', (v_tomorrow ->> 'failed')::integer + (v_work ->> 'failed')::integer + (v_ahead ->> 'failed')::integer);
end;
$$;
comment on function private.tell_of_appointments is 'The day''s mails of what is booked: reminders of tomorrow''s appointments and other work, and those confirmed again that were booked long ago → {appointments, confirmed_again, failed}.';
