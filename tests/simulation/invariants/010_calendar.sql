-- What holds at the end of every day, whatever people did: one view each, with the rows that break it. As of private.clock().
-- What the nightly self-check looks at
-- (private.self_checks) is not repeated here. Loaded into throw-away databases by tests that let people act for a while.

create schema invariants;
comment on schema invariants is 'What always holds: each view lists the rows that break what its comment says.';

create view invariants.expected_visits_have_their_time as
  select v.id as visit_id, t.id as task_id, t.state, t.during
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where private.is_expected(v.state) and (not private.is_unfinished(t.state) or upper(t.during) - lower(t.during) < (
    select make_interval(mins => sum(o.minutes)::integer) from public.maintenance_visits o where o.task_id = t.id and private.belongs_to_stop(o.state)));
comment on view invariants.expected_visits_have_their_time is 'A visit that is to happen has a job that takes a technician''s time, long enough for all of its stop.';

create view invariants.stops_hold_visits as
  select t.id as task_id, t.state
  from public.technician_tasks t
  where t.task_type = 'maintenance' and private.is_unfinished(t.state)
    and not exists (select from public.maintenance_visits v where v.task_id = t.id and private.is_expected(v.state));
comment on view invariants.stops_hold_visits is 'A stop that is to happen, or goes on, has a visit that is to happen.';

create view invariants.stops_end_with_their_visits as
  select t.id as task_id, t.state, o.outcome
  from public.technician_tasks t
  cross join lateral (select private.outcome_of_stop(t.id) as outcome) o
  where t.task_type = 'maintenance' and private.is_over(t.state)
    and (o.outcome is null or o.outcome <> t.state
      -- What was done and taken back was a stop all the same.
      and not (t.state = 'completed' and exists (select from public.maintenance_visits v where v.task_id = t.id and v.state = 'reversed')));
comment on view invariants.stops_end_with_their_visits is 'A stop that is over came to what its visits came to.';

create view invariants.orders_end_with_their_work as
  select w.id as work_order_id, w.state, t.id as task_id, t.state as task_state
  from public.work_orders w
  left join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
  where w.kind = 'maintenance' and (w.state = 'open') = coalesce(private.is_over(t.state), true);
comment on view invariants.orders_end_with_their_work is 'The work order of a stop is open exactly while the stop is not over.';

create view invariants.left_technicians_have_no_work as
  select t.id as task_id, t.technician_id
  from public.technician_tasks t join public.technicians h on h.id = t.technician_id and not h.active
  where private.is_ahead(t.state) and t.task_type <> 'time_off' and upper(t.during) > private.clock();
comment on view invariants.left_technicians_have_no_work is 'Nobody who has left is to drive anywhere.';

create view invariants.cycles_are_booked_once as
  select v.cycle_id, count(*) as visits
  from public.maintenance_visits v where private.belongs_to_stop(v.state)
  group by v.cycle_id having count(*) > 1;
comment on view invariants.cycles_are_booked_once is 'A cycle has at most one visit that is to happen, or was done.';

create view invariants.visits_have_a_list as
  select v.id as visit_id
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where exists (select from public.checklist_versions l where l.category_id = c.category_id)
    and not exists (
      select from public.checklist_versions l where l.id = v.checklist_version_id and l.category_id = c.category_id);
comment on view invariants.visits_have_a_list is 'What is checked at a visit is on a list of its unit''s category, where that has one.';
