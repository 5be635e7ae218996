-- Mail: told once, and only what is so.

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

create view invariants.who_is_booked_is_told as
  select v.id as visit_id, v.task_id
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.created_at > private.clock() - interval '2 days' and lower(t.during) > v.created_at
    and not exists (select from public.messages m where m.task_id = v.task_id and m.kind = any ('{confirmation, appointment_changed}'))
    and not exists (select from public.office_activities a where a.kind = 'missing_address' and a.customer_id = t.customer_id)
    and exists (
      select from private.customer_addresses a where a.customer_id = t.customer_id and a.suppressed is null);
comment on view invariants.who_is_booked_is_told is 'Whoever has a new visit and can be written to is told of it; of one that was written down afterwards nobody is.';

create view invariants.who_gets_other_work_is_told as
  select t.id as task_id, lower(t.during) as starts_at
  from public.technician_tasks t
  where private.is_other_work(t) and t.state = 'scheduled' and lower(t.during) > private.clock()
    and not exists (
      select from public.messages m where m.task_id = t.id and m.kind = 'work_scheduled' and m.state <> 'superseded'
        and (m.payload ->> 'starts_at')::timestamptz = lower(t.during))
    and exists (
      select from private.customer_addresses a where a.customer_id = t.customer_id and a.suppressed is null);
comment on view invariants.who_gets_other_work_is_told is 'Whoever has a repair or other work to come and can be written to was told its time.';

create view invariants.who_booked_long_ago_is_told_anew as
  select t.id as task_id, lower(t.during) as starts_at
  from public.technician_tasks t
  cross join lateral (select private.company_day(lower(t.during)) as on_day) d
  where t.task_type = 'maintenance' and t.state = 'scheduled' and private.may_remind_of(t.id)
    and d.on_day > private.company_day(private.clock()) and d.on_day < private.company_day(private.clock()) + 14
    and (select private.company_day(min(v.created_at)) from public.maintenance_visits v where v.task_id = t.id and v.state = 'scheduled') < d.on_day - 30
    and not private.was_told_since(t.id, d.on_day - 28)
    and exists (
      select from private.customer_addresses a where a.customer_id = t.customer_id and a.suppressed is null);
comment on view invariants.who_booked_long_ago_is_told_anew is 'Whoever was booked long ago hears of it again in the two weeks before.';
