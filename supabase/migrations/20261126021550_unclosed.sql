-- Unclosed visits: nobody is forgotten behind a booking. A cycle whose visit is to happen is not reminded of; when its time
-- has passed and nobody said what became of it, the office asks.

create function private.has_no_outcome(task public.technician_tasks)
returns boolean
language sql stable
return case when (task).task_type = 'repair' then (task).work_order_id is not null and private.is_unfinished((task).state)
  else exists (select from public.maintenance_visits v where v.task_id = (task).id and private.is_expected(v.state)) end;
comment on function private.has_no_outcome is 'Whether somebody has to say yet what became of a task: of a visit in it, or of the repair that it is.';

create function private.watch_visits(as_of timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_midnight timestamptz := private.company_day(as_of)::timestamp at time zone private.company_zone();
begin
  -- Those that got their outcome by hand.
  perform private.settle('ended', 'task', array(
    select a.task_id::text from public.office_activities a
    where a.kind = 'unclosed_visit' and a.state = 'open'
      and not exists (select from public.technician_tasks t where t.id = a.task_id and private.has_no_outcome(t))),
    'has its outcome');
  return (
    select count(private.raise_about_task('unclosed_visit', t.id, jsonb_build_object('ended_at', upper(t.during))))
    from public.technician_tasks t
    where upper(t.during) <= v_midnight
      and private.has_no_outcome(t)
      and not exists (
        select from public.office_activities a where a.kind = 'unclosed_visit' and a.task_id = t.id and a.state = 'open'));
end;
$$;
comment on function private.watch_visits is 'A stop whose day is over with visits that are still to happen, or a repair, is urgent work for the office until they have their outcome or another time; what a person closed comes back after a while (private.rests_after_close). Returns the number raised.';
