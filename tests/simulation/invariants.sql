-- What holds at the end of every day, whatever people did: one view each, with the rows that break it. As of private.clock().
-- Loaded into throw-away databases by tests that let people act for a while.

create schema invariants;
comment on schema invariants is 'What always holds: each view lists the rows that break what its comment says.';

-- Calendar ----------------------------------------------------------------------------------------------

create view invariants.nobody_is_in_two_places as
  select a.technician_id, a.id as task_id, b.id as other_task_id
  from public.technician_tasks a
  join public.technician_tasks b on b.technician_id = a.technician_id and b.id > a.id and b.during && a.during
  where a.blocking and b.blocking;
comment on view invariants.nobody_is_in_two_places is 'No two jobs that take a technician''s time overlap.';

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

create view invariants.work_goes_to_who_can_do_it as
  select t.id as task_id, h.id as technician_id
  from public.technician_tasks t
  left join public.technicians h on h.id = t.technician_id
  where private.is_unfinished(t.state) and lower(t.during) > private.clock() and t.task_type = 'maintenance'
    and (not coalesce(h.active, false) or exists (
      select from public.maintenance_visits v
      join public.maintenance_cycles y on y.id = v.cycle_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.equipment_categories k on k.id = c.category_id
      where v.task_id = t.id and private.is_expected(v.state) and k.required_skill_id is not null and not exists (
        select from public.technician_skills s where s.technician_id = h.id and s.skill_id = k.required_skill_id)))
    and not exists (select from public.office_activities a where a.task_id = t.id and a.state = 'open');
comment on view invariants.work_goes_to_who_can_do_it is 'What is to come is with somebody who works here and has the skill, or is on the work list.';

create view invariants.orders_end_with_their_work as
  select w.id as work_order_id, w.state, t.id as task_id, t.state as task_state
  from public.work_orders w
  left join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
  where w.kind = 'maintenance' and (w.state = 'open') = coalesce(private.is_over(t.state), true);
comment on view invariants.orders_end_with_their_work is 'The work order of a stop is open exactly while the stop is not over.';

-- Cycles ------------------------------------------------------------------------------------------------

create view invariants.contracts_have_one_open_cycle as
  select c.id as contract_id, c.state, count(y.id) as open_cycles
  from public.maintenance_contracts c
  left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
  group by c.id
  having count(y.id) <> case when c.state in ('active', 'paused') then 1 else 0 end;
comment on view invariants.contracts_have_one_open_cycle is 'A contract that goes on has exactly one open cycle, any other none.';

create view invariants.done_closes_the_cycle as
  select y.id as cycle_id, y.outcome, count(v.id) as done
  from public.maintenance_cycles y
  left join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done'
  group by y.id
  having count(v.id) <> case when y.outcome = 'serviced' then 1 else 0 end;
comment on view invariants.done_closes_the_cycle is 'A cycle is closed as serviced exactly when a visit of it was done, one.';

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

-- Nobody is forgotten -----------------------------------------------------------------------------------

create view invariants.no_unit_is_silent as
  select y.id as cycle_id, c.id as contract_id, y.due_on, b.band
  from public.company_settings s
  join public.maintenance_cycles y on y.closed_at is null
  join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
  join public.units u on u.id = c.unit_id and u.condition = 'in_service'
  cross join lateral (
    select private.reminder_band(y.due_on, c.interval_months, private.company_day(private.clock()), s.reminder_bands) as band) b
  where b.band is not null
    and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.is_expected(v.state))
    -- Told of this due date: before it as urgently as it is, after it once.
    and not exists (
      select from private.cycle_reminders r
      where r.cycle_id = y.id and r.due_on = y.due_on and (y.due_on < private.company_day(private.clock()) or r.band <= b.band))
    -- Or the office has to do with it since today.
    and not exists (
      select from public.office_activities a
      where a.state = 'open' and (a.cycle_id = y.id or a.contract_id = c.id or a.kind = 'missing_address' and a.customer_id = c.customer_id));
comment on view invariants.no_unit_is_silent is 'A unit in service that is due within its band is booked, was told so, or is on the work list.';

create view invariants.reminders_reach_somebody as
  select r.cycle_id, r.due_on, r.band, r.reminded_on
  from private.cycle_reminders r
  join public.maintenance_cycles y on y.id = r.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where r.reminded_on >= private.company_day(private.clock()) - 1
    and not exists (
      select from public.messages m
      where m.customer_id = c.customer_id and m.kind = 'reminder' and private.company_day(m.created_at) = r.reminded_on
        and m.payload @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', y.id))))
    and not exists (
      select from public.office_activities a
      where a.kind in ('call_client', 'missing_address') and a.customer_id = c.customer_id);
comment on view invariants.reminders_reach_somebody is 'Whoever counts as told has a mail, or the office a call to make.';

create view invariants.past_visits_are_closed_or_urgent as
  select v.id as visit_id, t.id as task_id, t.during
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where private.is_expected(v.state) and upper(t.during) <= private.company_day(private.clock())::timestamp at time zone private.company_zone()
    and not exists (
      select from public.office_activities a
      where a.kind = 'unclosed_visit' and a.task_id = t.id and (a.state = 'open' and a.urgent or a.closed_at > private.clock() - interval '30 days'));
comment on view invariants.past_visits_are_closed_or_urgent is 'A visit whose day is over has its outcome, or is urgent on the work list.';

create view invariants.what_waits_is_on_the_list as
  select v.id as visit_id, t.id as task_id
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.state = 'needs_rescheduling'
    and not exists (select from public.office_activities a where a.kind = 'needs_rescheduling' and a.task_id = t.id and a.state = 'open');
comment on view invariants.what_waits_is_on_the_list is 'A visit that waits for another time is on the work list.';

create view invariants.settled_work_leaves_the_list as
  select a.id as activity_id, a.kind, a.subject_key
  from public.office_activities a
  join private.activity_kinds k on k.kind = a.kind
  left join public.maintenance_cycles y on y.id = a.cycle_id and a.subject_key like 'cycle:%'
  left join public.technician_tasks t on t.id = a.task_id and a.subject_key like 'task:%'
  left join public.units u on a.subject_key = 'unit:' || u.id
  left join public.work_orders w on a.subject_key = 'work_order:' || w.id
  where a.state = 'open' and (
    y.closed_at is not null and 'closed' = any (k.settled_by)
    -- That it was called off is told after it was.
    or private.is_over(t.state) and 'ended' = any (k.settled_by) and a.details ->> 'message' is distinct from 'appointment_cancelled'
    or u.condition = 'in_service' and 'back' = any (k.settled_by)
    or u.condition = 'retired' and 'left' = any (k.settled_by)
    or not private.is_open_repair(w.state) and 'ended' = any (k.settled_by));
comment on view invariants.settled_work_leaves_the_list is 'Nothing is on the work list whose reason is gone.';

-- Units and certificates --------------------------------------------------------------------------------

create view invariants.unsafe_units_are_out_of_service as
  select u.id as unit_id, w.id as work_order_id
  from public.units u
  join public.work_orders w on w.unit_id = u.id and private.is_open_repair(w.state)
  where u.condition = 'in_service' and exists (
    select from private.checklist_since_repair l where l.visit_id = w.visit_id and l.safety_critical and l.result = 'fail');
comment on view invariants.unsafe_units_are_out_of_service is 'A unit with a repair to come of something critical for safety is out of service.';

create view invariants.out_of_service_is_followed_up as
  select u.id as unit_id
  from public.units u
  where u.condition = 'out_of_service'
    and not exists (select from public.office_activities a where a.kind = 'unit_out_of_service' and a.subject_key = 'unit:' || u.id and a.state = 'open');
comment on view invariants.out_of_service_is_followed_up is 'A unit that was put out of service is urgent on the work list until it is back or gone.';

create view invariants.failed_lines_are_quoted as
  select v.id as visit_id
  from public.maintenance_visits v
  where v.state = 'done'
    and exists (select from public.checklist_results r where r.visit_id = v.id and r.result = 'fail')
    and not exists (select from public.work_orders w where w.visit_id = v.id);
comment on view invariants.failed_lines_are_quoted is 'What a visit found out of order has a repair, whatever became of it.';

create view invariants.certificates_are_of_safe_units as
  select i.number, i.visit_id
  from public.inspection_certificates i
  join public.maintenance_visits v on v.id = i.visit_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where i.revoked_at is null and (v.state <> 'done' or not k.safety_critical
    -- What one says never changes: it is read while it is new.
    or i.issued_at > private.clock() - interval '2 days' and exists (select from jsonb_array_elements(i.content -> 'lines') l
      where (l ->> 'safety_critical')::boolean and coalesce(l ->> 'result', 'fail') = 'fail'));
comment on view invariants.certificates_are_of_safe_units is 'A certificate that was not revoked is of a visit that was done, and nothing in it that is critical for safety failed.';

create view invariants.safe_units_have_certificates as
  select v.id as visit_id
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  where v.state = 'done' and k.safety_critical and k.certificate_months is not null
    and not exists (select from public.inspection_certificates i where i.visit_id = v.id)
    and not exists (
      select from public.checklist_results r
      join public.checklist_items l on l.version_id = v.checklist_version_id and l.position = r.position and l.safety_critical
      where r.visit_id = v.id and r.result = 'fail');
comment on view invariants.safe_units_have_certificates is 'A visit to a unit of a safety-critical kind at which nothing critical failed has its certificate.';

create view invariants.one_certificate_is_current as
  select i.unit_id, count(*) as current
  from public.inspection_certificates i
  where i.revoked_at is null and i.expires_on >= private.company_day(private.clock())
    and not exists (
      select from public.maintenance_contracts c
      join public.maintenance_cycles y on y.contract_id = c.id
      join public.maintenance_visits v on v.cycle_id = y.id and v.state = 'done' and v.service_on > i.service_on
      where c.unit_id = i.unit_id)
  group by i.unit_id having count(*) > 1;
comment on view invariants.one_certificate_is_current is 'A unit has at most one certificate that holds.';

create view invariants.certificates_are_counted as
  select n.year, n.last_number, count(i.id) as certificates
  from private.certificate_years n
  left join public.inspection_certificates i on i.year = n.year
  group by n.year, n.last_number having count(i.id) <> n.last_number or max(i.number_in_year) <> n.last_number;
comment on view invariants.certificates_are_counted is 'The certificates of a year are counted from one without a hole.';

-- Money -------------------------------------------------------------------------------------------------

create view invariants.invoices_are_counted as
  select s.series, s.last_number, count(i.id) as invoices
  from private.invoice_series s
  left join public.invoices i on i.series = s.series and i.number is not null
  group by s.series, s.last_number
  having count(i.id) <> s.last_number or coalesce(max(i.number), 0) <> s.last_number;
comment on view invariants.invoices_are_counted is 'Invoices of a series are counted from one without a hole.';

create view invariants.numbers_follow_days as
  select n.series, n.number from (
    select i.series, i.number, i.issued_at < lag(i.issued_at) over (partition by i.series order by i.number) as goes_back
    from public.invoices i where i.number is not null) n
  where n.goes_back;
comment on view invariants.numbers_follow_days is 'A later number was not issued earlier.';

create view invariants.visits_are_charged_once as
  select v.id as visit_id, v.state, count(l.id) as charges
  from public.maintenance_visits v
  left join public.invoice_lines l on l.visit_id = v.id and l.live
  group by v.id
  having count(l.id) <> case when private.belongs_to_stop(v.state) then 1 else 0 end
    -- What the office took back and has not charged anew.
    and not (v.state = 'done' and count(l.id) = 0 and exists (
      select from public.invoice_lines o join public.invoices i on i.id = o.invoice_id where o.visit_id = v.id and i.state = 'void' and i.number is not null));
comment on view invariants.visits_are_charged_once is 'A visit that is to happen or was done is charged once, any other not at all.';

create view invariants.charges_are_as_told as
  select v.id as visit_id, l.unit_price, y.fee
  from public.invoice_lines l
  join public.maintenance_visits v on v.id = l.visit_id
  join public.maintenance_cycles y on y.id = v.cycle_id
  where l.live and (l.unit_price, l.tax_rate) is distinct from (y.fee, y.tax_rate) and l.price_reason is null;
comment on view invariants.charges_are_as_told is 'A visit costs what its client was told, or the line says why not.';

create view invariants.done_visits_are_invoiced as
  select v.id as visit_id, i.state
  from public.maintenance_visits v
  join public.technician_tasks t on t.id = v.task_id and private.is_over(t.state)
  join public.invoice_lines l on l.visit_id = v.id and l.live
  join public.invoices i on i.id = l.invoice_id
  where v.state = 'done' and i.state = 'draft'
    and (select s.invoice_on_completion from public.company_settings s)
    -- What is charged anew is issued by the office.
    and not exists (select from public.invoice_lines o where o.visit_id = v.id and not o.live);
comment on view invariants.done_visits_are_invoiced is 'A stop that is over has its invoice.';

create view invariants.revenue_is_paid_or_owed as
  select r.* from (
    select
      (select coalesce(sum(l.amount + l.tax), 0) from public.invoice_lines l join public.invoices i on i.id = l.invoice_id where i.state = 'issued') as lines,
      (select coalesce(sum(s.total), 0) from private.invoice_sums s where s.state = 'issued') as invoices,
      (select coalesce(sum(p.amount), 0) from public.payments p where p.state = 'succeeded') as payments,
      (select coalesce(sum(s.balance), 0) from private.invoice_sums s) as balances) r
  where r.lines <> r.invoices or r.invoices <> r.payments + r.balances;
comment on view invariants.revenue_is_paid_or_owed is 'What was issued is the sum of its lines, and is paid or owed.';

create view invariants.nothing_is_overpaid as
  select s.invoice_id, s.state, s.balance, s.paid from private.invoice_sums s where s.balance < 0 or s.state <> 'issued' and s.paid <> 0;
comment on view invariants.nothing_is_overpaid is 'Nobody pays more than is owed, nor for what was not issued.';

create view invariants.taxes_are_rounded_by_line as
  select l.id as line_id from public.invoice_lines l
  where (l.amount, l.tax) <> (round(l.quantity * l.unit_price, 2), round(round(l.quantity * l.unit_price, 2) * l.tax_rate, 2));
comment on view invariants.taxes_are_rounded_by_line is 'A line comes to quantity times price, and its tax to the rate of that, each rounded to cents.';

-- Mail --------------------------------------------------------------------------------------------------

create view invariants.reminders_come_once as
  select t.* from (
    select m.recipient, (i.item ->> 'cycle_id')::uuid as cycle_id, (i.item ->> 'due_on')::date as due_on, count(*) as mails
    from public.messages m
    cross join lateral jsonb_array_elements(m.payload -> 'items') i (item)
    where m.kind = 'reminder' and m.created_at > private.clock() - interval '100 days'
    group by 1, 2, 3
    having count(*) > 1) t
  where t.mails > (select count(*) from private.cycle_reminders r where r.cycle_id = t.cycle_id and r.due_on = t.due_on);
comment on view invariants.reminders_come_once is 'Nobody is reminded twice of one due date in one band.';

create view invariants.nothing_is_left_in_the_outbox as
  select m.id as message_id, m.kind, m.state, m.created_at
  from public.messages m
  where m.state = 'sending' or m.state = 'queued' and m.created_at < private.clock() - interval '1 day'
    or m.state = 'dead' and m.created_at > private.clock() - interval '2 days' and not exists (
      select from public.office_activities a where a.kind = 'delivery_failure' and a.message_id = m.id);
comment on view invariants.nothing_is_left_in_the_outbox is 'A message is sent, superseded, or on the work list, within a day.';

create view invariants.mail_is_about_what_is as
  select m.id as message_id, m.recipient, c.id as contract_id
  from public.messages m
  join public.maintenance_cycles y on y.id = m.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  where m.kind in ('reminder', 'rebook') and m.sent_at > private.clock() - interval '1 day' and m.payload #>> '{items,1}' is null
    and y.closed_at < m.sent_at;
comment on view invariants.mail_is_about_what_is is 'Nobody is asked to book what is over.';

create view invariants.invoices_and_summaries_are_mailed as
  select t.id as task_id
  from public.technician_tasks t
  where t.task_type = 'maintenance' and t.state = 'completed' and upper(t.during) > private.clock() - interval '10 days'
    and exists (select from public.maintenance_visits v where v.task_id = t.id and v.state = 'done')
    and not exists (select from public.messages m where m.task_id = t.id and m.kind = 'visit_summary')
    and not exists (select from public.office_activities a where a.kind = 'missing_address' and a.customer_id = t.customer_id)
    and exists (
      select from private.customer_addresses a where a.customer_id = t.customer_id and a.suppressed is null);
comment on view invariants.invoices_and_summaries_are_mailed is 'Whoever was visited and can be written to has a mail that sums it up.';
