-- Follow-ups: what nobody did anything about, and the office has to. Every night each rule names the things that wait; each
-- becomes one activity. Rules are written with <=, so a missed night is caught up.

create type private.follow_up as (
  kind text, about text, id uuid, customer_id uuid, contract_id uuid, cycle_id uuid, details jsonb, urgent boolean, since date);
comment on type private.follow_up is 'A thing that somebody has to follow up: the kind of activity, what it is about, what the person doing it needs to know, and since when it waits.';

-- Who does not book -----------------------------------------------------------------------------------------

create function private.waiting_cycles(on_day date)
returns table (cycle_id uuid, due_on date, customer_id uuid, contract_id uuid, details jsonb)
language sql stable
set search_path = ''
as $$
  select y.id, y.due_on, c.customer_id, c.id, jsonb_build_object('due_on', y.due_on)
    || case when m.reach_by in ('email', 'phone') then '{}' else jsonb_build_object('reach', m.reach_by) end
  from public.maintenance_cycles y
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id and private.is_serviceable(c.state, u.condition)
  join public.customers m on m.id = c.customer_id
  where y.closed_at is null and y.due_on <= waiting_cycles.on_day;
$$;
comment on function private.waiting_cycles is 'Open cycles due until a day of contracts whose unit is in service, booked or not; details say how the client is reached where neither mail nor a call is the way (reach).';

create function private.is_seen_to(cycle_id uuid, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
      select from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
      where v.cycle_id = is_seen_to.cycle_id and private.is_unsettled(v.state)
        and (private.is_expected(v.state) and upper(t.during) > is_seen_to.as_of
          -- Nobody said what became of it, or it waits for another time: that is asked already.
          or exists (select from public.office_activities a where a.task_id = t.id and a.state = 'open')))
    -- Somebody put it off until a day to come.
    or exists (
      select from public.office_activities a
      where a.cycle_id = is_seen_to.cycle_id and a.state = 'open' and a.due_on > private.company_day(is_seen_to.as_of));
end;
$$;
comment on function private.is_seen_to is 'Whether a cycle is booked in the future, its visit is on the work list by itself, or a person put it off.';

create function private.unbooked_cycles(as_of timestamptz)
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select 'unbooked', 'cycle', w.cycle_id, w.customer_id, w.contract_id, w.cycle_id,
    w.details || jsonb_build_object('told_on', told.first_on), false, told.first_on
  from public.company_settings s
  cross join lateral (select private.company_day(unbooked_cycles.as_of) as on_day) d
  cross join lateral private.waiting_cycles(d.on_day + (select max(band) from unnest(s.reminder_bands) band)) w
  cross join lateral (
    select min(r.reminded_on) as first_on from private.cycle_reminders r where r.cycle_id = w.cycle_id and r.due_on = w.due_on) told
  -- Who is past due is another one's work: overdue.
  where told.first_on <= d.on_day - s.unbooked_after_days and w.due_on >= d.on_day
    and not private.is_seen_to(w.cycle_id, unbooked_cycles.as_of)
    -- One call is enough, whatever it is about.
    and not exists (select from public.office_activities a where a.cycle_id = w.cycle_id and a.state = 'open' and a.kind <> 'self_check')
    and not exists (
      select from public.office_activities a where a.kind = 'missing_address' and a.state = 'open' and a.subject_key = private.subject_key('customer', w.customer_id::text));
$$;
comment on function private.unbooked_cycles is 'Who was told unbooked_after_days ago or earlier, is not past due and has not booked, and nobody is to call about yet.';

create function private.overdue_cycles(as_of timestamptz)
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select 'overdue', 'cycle', w.cycle_id, w.customer_id, w.contract_id, w.cycle_id,
    w.details, w.due_on <= d.on_day - s.overdue_urgent_after_days, w.due_on
  from public.company_settings s
  cross join lateral (select private.company_day(overdue_cycles.as_of) as on_day) d
  cross join lateral private.waiting_cycles(d.on_day - 1) w
  where not private.is_seen_to(w.cycle_id, overdue_cycles.as_of);
$$;
comment on function private.overdue_cycles is 'Whose due date has passed without a visit that was completed or is booked in the future; urgent when overdue_urgent_after_days are over.';

-- Money, repairs, papers --------------------------------------------------------------------------------------

create function private.late_invoices(as_of timestamptz)
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select 'unpaid_invoice', 'invoice', i.id, i.customer_id, null::uuid, null::uuid,
    jsonb_build_object('number', private.number_shown(i.series, i.number), 'due_on', i.due_on, 'balance', m.balance), false, i.due_on
  from public.company_settings s
  join private.owed_invoices o on o.due_on <= private.company_day(late_invoices.as_of) - s.unpaid_after_days
  join public.invoices i on i.id = o.invoice_id and i.kind = 'invoice'
  join private.invoice_sums m on m.invoice_id = i.id and m.payable > 0;
$$;
comment on function private.late_invoices is 'Invoices that should have been paid unpaid_after_days ago or earlier, and of which something is left to pay.';

create function private.waiting_repairs(as_of timestamptz)
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select 'repair_follow_up', 'work_order', w.id, w.customer_id, (
      select c.id from public.maintenance_contracts c where c.unit_id = w.unit_id and c.state <> 'cancelled'), null::uuid,
    jsonb_build_object('reason', w.state, 'number', w.number, 'amount', private.order_total(w.id), 'failed', private.failed_lines(w.visit_id)),
    false, private.company_day(since.at)
  from public.work_orders w
  cross join lateral (select private.wait_of(w.id) as wait) p
  cross join lateral (
    select greatest(w.created_at, (p.wait).created_at, (select max(r.decided_at) from public.repair_decisions r where r.work_order_id = w.id)) as at,
      -- Parts that have a day are late from the day after.
      case when w.state = 'waiting_for_parts' then ((p.wait).expected_on + 1)::timestamp at time zone private.company_zone() end as late_at
  ) since
  where w.kind = 'repair' and private.is_repair_without_time(w.state) and not private.is_put_aside(w.id) and coalesce(since.late_at, since.at + interval '7 days') <= waiting_repairs.as_of
    -- Its kind may return at once, for each step anew; that it waits is said again after a while only.
    and not exists (
      select from public.office_activities a
      where a.kind = 'repair_follow_up' and a.subject_key = private.subject_key('work_order', w.id::text)
        and a.closed_at > greatest(waiting_repairs.as_of - interval '30 days', since.late_at));
$$;
comment on function private.waiting_repairs is 'Repairs whose quote nobody answered or that got no time for seven days, or whose parts did not come by their day; without one, for seven days too.';

create function private.units_without_serial()
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select distinct on (u.source_line_id) 'missing_serial', 'line', u.source_line_id, u.customer_id, c.id, null::uuid,
    jsonb_build_object('product', p.name, 'unit_number', u.unit_number), false, private.company_day(c.created_at)
  from public.products p
  join public.units u on u.product_id = p.id and u.serial_number is null and u.condition <> 'retired' and u.source_line_id is not null
  join public.maintenance_contracts c on c.unit_id = u.id and c.state = 'active'
  where p.serial_tracked
  order by u.source_line_id, u.unit_number;
$$;
comment on function private.units_without_serial is 'Sold units that have a serial number which nobody wrote down: one per line of the order.';

create function private.photos_of_no_report(as_of timestamptz)
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select 'late_photos', 'task', t.id, t.customer_id, null::uuid, null::uuid, jsonb_build_object('photos', count(*)), false,
    private.company_day(min(f.created_at))
  from public.visit_files f
  left join public.maintenance_visits v on v.id = f.visit_id
  join public.technician_tasks t on t.id = coalesce(v.task_id, (private.last_task_of_repair(f.work_order_id)).id)
  where f.kind = 'photo' and f.named_by is null and not private.takes_report(f.visit_id, f.work_order_id)
    -- Their report may come a little later. What nobody wanted to look at is not asked about again.
    and f.created_at > photos_of_no_report.as_of - interval '14 days' and f.created_at <= photos_of_no_report.as_of - interval '12 hours'
  group by t.id, t.customer_id;
$$;
comment on function private.photos_of_no_report is 'Visits and repairs that were over as photos came, half a day ago or earlier, which no report has named: who sent them knew something.';

-- What is new ---------------------------------------------------------------------------------------------------

create function private.is_to_raise(kind text, subject_key text, details jsonb, urgent boolean, on_day date)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return not exists (select from private.activity_kinds k where k.kind = is_to_raise.kind and not k.is_on)
    and not exists (
      select from public.office_activities a
      where a.state = 'open' and a.subject_key = is_to_raise.subject_key and a.kind = is_to_raise.kind and (a.urgent or not is_to_raise.urgent))
    and not private.rests_after_close(is_to_raise.kind, is_to_raise.subject_key, private.reason_of(details))
    -- It could not be opened today.
    and not exists (
      select from public.office_activities a
      where a.state = 'open' and a.kind = 'self_check' and a.subject_key = is_to_raise.subject_key || ':follow-up' and a.details ->> 'day' = on_day::text);
end;
$$;
comment on function private.is_to_raise is 'Whether work is not on the list yet, or less urgent there, its kind is on, no person closed it lately, and it did not fail today.';

create function private.follow_ups(as_of timestamptz, most integer)
returns setof private.follow_up
language sql stable
set search_path = ''
as $$
  select f.*
  from (
    select * from private.overdue_cycles(as_of)
    union all select * from private.unbooked_cycles(as_of)
    union all select * from private.late_invoices(as_of)
    union all select * from private.waiting_repairs(as_of)
    union all select * from private.units_without_serial()
    union all select * from private.photos_of_no_report(as_of)
  ) f
  join private.activity_kinds k on k.kind = f.kind and k.is_on
  where private.is_to_raise(private.kind_told(f.kind, f.customer_id), private.subject_key(f.about, f.id::text), f.details, f.urgent,
    private.company_day(follow_ups.as_of))
  order by f.urgent desc, f.since, f.id
  limit most;
$$;
comment on function private.follow_ups is 'The next things that somebody has to follow up as of an instant, what is urgent and what waits longest first.';

-- What is over ----------------------------------------------------------------------------------------------------

create function private.settle_follow_ups(as_of timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
begin
  -- One call, not two; what a person put off stays until its day.
  perform private.settle('late', 'cycle', array(
    select a.cycle_id::text from public.office_activities a
    join public.maintenance_cycles y on y.id = a.cycle_id
    where a.state = 'open' and a.kind = 'unbooked' and y.due_on < v_on_day and a.due_on <= v_on_day
      and exists (select from private.activity_kinds k where k.kind = 'overdue' and k.is_on)), 'is overdue');
end;
$$;
comment on function private.settle_follow_ups is 'Takes off the list what is overdue, and called so from now on.';

create function private.settle_paid()
returns trigger
-- Definer: whoever takes money need not be able to write activities.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.settle('paid', 'invoice', array[m.invoice_id::text], 'paid')
  from private.invoice_sums m where m.invoice_id = new.invoice_id and m.payable <= 0;
  return null;
end;
$$;
comment on function private.settle_paid is 'Trigger: nobody is asked about an invoice of which nothing is left to pay.';
create trigger settle_paid after insert or update on public.payments
  for each row execute function private.settle_paid();

create function private.settle_void()
returns trigger
-- Definer: whoever takes back an invoice need not be able to write activities.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.settle('paid', 'invoice', array[new.id::text], 'taken back');
  return null;
end;
$$;
comment on function private.settle_void is 'Trigger: nor about one that was taken back.';
create trigger settle_void after update of state on public.invoices
  for each row when (new.state = 'void' and old.state = 'issued') execute function private.settle_void();

create function private.settle_serial()
returns trigger
-- Definer: whoever writes a serial number need not be able to write activities.
language plpgsql security definer
set search_path = ''
as $$
begin
  if not exists (
    select from public.units u where u.source_line_id = new.source_line_id and u.serial_number is null and u.condition <> 'retired') then
    perform private.settle('named', 'line', array[new.source_line_id::text], 'its serial number is there');
  end if;
  perform private.settle('named', 'claim', array[new.source_claim_id::text], 'its serial number is there');
  return null;
end;
$$;
comment on function private.settle_serial is 'Trigger: a line whose units all have their serial number is asked about no more.';
create trigger settle_serial after update of serial_number, condition on public.units
  for each row when (coalesce(new.source_line_id, new.source_claim_id) is not null and (new.serial_number, new.condition) is distinct from (old.serial_number, old.condition))
  execute function private.settle_serial();

-- The night's run -------------------------------------------------------------------------------------------------

create function private.raise_follow_up(follow_up private.follow_up, on_day date)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_failed_key text := follow_up.id || ':follow-up';
begin
  perform private.raise_activity(follow_up.kind, private.subject_key(follow_up.about, follow_up.id::text), follow_up.details,
    customer_id => follow_up.customer_id, contract_id => follow_up.contract_id, cycle_id => follow_up.cycle_id,
    task_id => case follow_up.about when 'task' then follow_up.id end, urgent => follow_up.urgent);
  perform private.settle('succeeded', follow_up.about, array[v_failed_key], 'it went through');
  return true;
exception when others then
  -- One bad row never loses the rest; that it could not be opened is itself something to look at.
  perform private.raise_activity('self_check', private.subject_key(follow_up.about, v_failed_key),
    jsonb_build_object('reason', 'follow_up_failed', 'kind', follow_up.kind, 'sqlstate', sqlstate, 'day', on_day),
    customer_id => follow_up.customer_id, contract_id => follow_up.contract_id, urgent => true);
  return false;
end;
$$;
comment on function private.raise_follow_up is 'Opens one activity by itself; false where that failed, which is on the work list then.';

create function private.run_follow_ups(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- More is left for the next call, so that none takes long.
  v_most constant integer := 300;
  v_on_day date := private.company_day(as_of);
  v_follow_up private.follow_up;
  v_counts jsonb := jsonb '{"overdue": 0, "unbooked": 0, "unpaid_invoice": 0, "repair_follow_up": 0, "missing_serial": 0, "late_photos": 0, "failed": 0}';
  v_key text;
  v_tried integer := 0;
begin
  perform private.settle_follow_ups(as_of);
  for v_follow_up in select * from private.follow_ups(run_follow_ups.as_of, v_most) loop
    v_key := case when private.raise_follow_up(v_follow_up, v_on_day) then v_follow_up.kind else 'failed' end;
    v_counts := jsonb_set(v_counts, array[v_key], to_jsonb((v_counts ->> v_key)::integer + 1));
    v_tried := v_tried + 1;
  end loop;
  return v_counts || jsonb_build_object('more', v_tried = v_most);
end;
$$;
comment on function private.run_follow_ups is 'The night''s follow-ups as of an instant → {overdue, unbooked, unpaid_invoice, repair_follow_up, missing_serial, late_photos: opened, or more urgent by now, failed, more}. A second run finds nothing.';
