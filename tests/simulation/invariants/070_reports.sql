-- Reports: what a phone told late is looked at, and what was taken for what happened is what happened.

create view invariants.kept_reports_are_on_the_list as
  select r.id as report_id, r.visit_id
  from public.visit_reports r
  where r.state = 'conflict' and not exists (
    select from public.office_activities a
    where a.kind = 'report_conflict' and a.subject_key = 'report:' || r.id and (a.state = 'open' or a.closed_at > private.clock() - interval '30 days'));
comment on view invariants.kept_reports_are_on_the_list is 'A report that met a visit, or a repair, which had changed is on the work list until it is decided.';

create view invariants.decided_reports_leave_the_list as
  select a.id as activity_id, r.id as report_id, r.state
  from public.office_activities a join public.visit_reports r on a.subject_key = 'report:' || r.id
  where a.kind = 'report_conflict' and a.state = 'open' and r.state <> 'conflict';
comment on view invariants.decided_reports_leave_the_list is 'Nobody is asked about a report that was decided.';

create view invariants.done_visits_have_one_report as
  select v.id as visit_id, v.state, count(r.id) as reports
  from public.maintenance_visits v
  left join public.visit_reports r on r.id = v.report_id and r.kind = 'completed' and r.state = 'accepted'
  where v.state in ('done', 'reversed')
  group by v.id having count(r.id) <> 1;
comment on view invariants.done_visits_have_one_report is 'A visit that was done was told by a report that was taken.';

create view invariants.taken_reports_came_true as
  select r.id as report_id, r.visit_id
  from public.visit_reports r
  where r.state = 'accepted' and r.kind = 'completed'
    and not exists (select from public.maintenance_visits v where v.report_id = r.id and v.state in ('done', 'reversed'))
    and not exists (select from public.repair_reports p join public.work_orders w on w.id = p.work_order_id and w.state = 'done' where p.id = r.id);
comment on view invariants.taken_reports_came_true is 'A report that was taken for what happened is that of a visit, or a repair, that was done.';
