-- Unclosed visits: nobody is forgotten behind a booking. A cycle whose visit is to happen is not reminded of; when its time
-- has passed and nobody said what became of it, the office asks.

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
      and not exists (select from public.maintenance_visits v where v.task_id = a.task_id and private.is_expected(v.state))),
    'has its outcome');
  return (
    select count(private.raise_about_task('unclosed_visit', t.id, jsonb_build_object('ended_at', upper(t.during))))
    from public.technician_tasks t
    where upper(t.during) <= v_midnight
      and exists (select from public.maintenance_visits v where v.task_id = t.id and private.is_expected(v.state))
      and not exists (
        select from public.office_activities a where a.kind = 'unclosed_visit' and a.task_id = t.id and a.state = 'open'));
end;
$$;
comment on function private.watch_visits is 'A stop whose day is over with visits that are still to happen is urgent work for the office until they have their outcome or another time; what a person closed comes back after a while (private.rests_after_close). Returns the number raised.';
