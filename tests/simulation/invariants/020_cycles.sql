-- Cycles: one after the other, on their cadence.

create view invariants.cycles_are_numbered as
  select y.contract_id, count(*) as cycles, max(y.number) as last_number
  from public.maintenance_cycles y group by y.contract_id having count(*) <> max(y.number) or min(y.number) <> 1;
comment on view invariants.cycles_are_numbered is 'The cycles of a contract are counted from one without a hole.';

create view invariants.last_service_is_the_last_visit as
  select c.id as contract_id, c.last_service_on, max(v.service_on) as visited_on
  from public.maintenance_contracts c
  join public.maintenance_cycles y on y.contract_id = c.id
  join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done'
  group by c.id having c.last_service_on is distinct from max(v.service_on);
comment on view invariants.last_service_is_the_last_visit is 'A contract knows the day of its last visit that was done.';

create view invariants.visits_keep_their_distance as
  select y.contract_id, y.number, v.service_on, n.due_on as next_due_on, c.interval_months
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.maintenance_cycles n on n.contract_id = y.contract_id and n.number = y.number + 1
  cross join lateral (select (v.service_on + make_interval(months => c.interval_months))::date as ideal) i
  where v.state = 'done' and 4 * abs(n.due_on - i.ideal) > i.ideal - v.service_on;
comment on view invariants.visits_keep_their_distance is 'Who is visited when due comes between three and five quarters of an interval after the last visit.';

create view invariants.due_dates_are_on_the_cadence as
  select y.id as cycle_id, y.due_on, c.due_anchor_on, c.interval_months
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  where y.closed_at is null and y.number > 1 and not exists (
    select from generate_series(1, 600 / c.interval_months) k
    where (c.due_anchor_on + make_interval(months => k * c.interval_months))::date = y.due_on);
comment on view invariants.due_dates_are_on_the_cadence is 'A due date lies whole intervals after the day at which the cadence of its contract began.';
