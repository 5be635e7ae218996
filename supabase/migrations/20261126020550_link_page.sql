-- Link page: everything that a private link shows of its unit, and nothing that whoever is shown the link should not
-- learn. All of it only looks.

create function private.masked_address(address text)
returns text
language sql immutable
return left(address, 1) || '•••@' || split_part(address, '@', 2);
comment on function private.masked_address is 'An address of mail as its owner recognizes it and nobody else learns it.';

create function private.phone_ends(phone text)
returns text
language sql immutable
-- Of the number, whatever stands behind it as an extension.
return right(regexp_replace(regexp_replace(phone_ends.phone, '[^0-9]*(?:ext|x|#|poste).*$', '', 'i'), '[^0-9]', '', 'g'), 4);
comment on function private.phone_ends is 'The last four digits of a telephone number: its owner recognizes it, and nobody else learns it.';

create function private.given_up(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.unit_told(row (o.*)::private.stop_unit) order by o.due_on, o.kind, o.enrolled_at, o.contract_id), '[]')
    from private.open_cycles o
    where not private.is_booked(o.cycle_id) and exists (
      select from public.maintenance_visits v
      where v.task_id = given_up.task_id and v.cycle_id = o.cycle_id and v.state = 'cancelled'));
end;
$$;
comment on function private.given_up is 'Units that were taken off a stop and are not booked elsewhere, as private.unit_told.';

create function private.kept_of_stop(task_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('phone_ends', private.phone_ends(v.contact_phone), 'access_notes', v.access_notes,
      'given_up', private.given_up(kept_of_stop.task_id),
      'mailed_to', (
        select coalesce(jsonb_agg(distinct private.masked_address(m.recipient)), '[]')
        from public.messages m
        where m.task_id = kept_of_stop.task_id and m.kind in ('confirmation', 'appointment_changed') and m.state not in ('dead', 'superseded')))
    from public.maintenance_visits v
    where v.task_id = kept_of_stop.task_id and private.is_expected(v.state)
    order by v.contact_phone is null, v.access_notes is null, v.id
    limit 1);
end;
$$;
comment on function private.kept_of_stop is 'What its client told us about a stop, what they took off it, and where we wrote: {phone_ends, access_notes, given_up, mailed_to}. The number in four digits only, addresses masked: whoever is shown the link learns neither.';

create function private.may_remind_of(task_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
    where v.task_id = may_remind_of.task_id and v.state = 'scheduled');
end;
$$;
comment on function private.may_remind_of is 'Whether a mail may remind of a stop: whoever told us of a death, or that the unit is gone, hears from a person, not from us by mail.';

create function private.will_remind(task public.technician_tasks, as_of timestamptz)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- On the day before itself it has come already, or they booked too late for it.
  return private.company_day(lower(task.during)) - 1 > private.company_day(as_of)
    and private.may_remind_of(task.id)
    and exists (
      select from private.customer_addresses a
      where a.customer_id = task.customer_id and private.address_gets('appointment_reminder', a.suppressed));
end;
$$;
comment on function private.will_remind is 'Whether the client can be promised a reminder the day before a stop.';

create function private.stop_without(cycle_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.maintenance_visits v join public.technician_tasks t on t.id = v.task_id
  where v.cycle_id = stop_without.cycle_id and v.state = 'cancelled' and t.blocking
    and exists (select from public.maintenance_visits o where o.task_id = t.id and private.is_expected(o.state))
  order by v.created_at desc limit 1;
  return v_task;
end;
$$;
comment on function private.stop_without is 'The stop that still takes place although this cycle''s unit was taken off it; null for none.';

create function private.call_by(asked_at timestamptz)
returns date
language plpgsql stable
set search_path = ''
as $$
declare
  v_asked_on date := private.company_day(asked_at);
begin
  return (select min(d.day) from private.business_days(v_asked_on + 1, v_asked_on + 14) d);
end;
$$;
comment on function private.call_by is 'By the end of which day the office calls somebody who asked for it then: the next business day.';

create function private.call_asked(cycle_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_callback public.office_activities := private.open_about_cycle('callback', cycle_id);
begin
  -- Without a number it is a wish that was noted at the door: nobody asked for a call.
  if v_callback.details ->> 'phone' is null then
    return null;
  end if;
  return jsonb_build_object('by', private.call_by(v_callback.created_at), 'phone_ends', private.phone_ends(v_callback.details ->> 'phone'),
    'preferred_times', v_callback.details -> 'preferred_times', 'note', v_callback.details -> 'note');
end;
$$;
comment on function private.call_asked is 'The call that the holder of a link asked for: {by: the day by whose end we call, counted from when it was first asked for, phone_ends, preferred_times, note}; null where nobody did, or it is settled.';

create function private.open_report(contract_id uuid)
returns public.office_activities
language plpgsql stable
set search_path = ''
as $$
declare
  v_activity public.office_activities;
begin
  select a.* into v_activity
  from public.maintenance_contracts c join public.office_activities a on a.customer_id = c.customer_id
  where c.id = open_report.contract_id and a.kind = 'client_change' and a.state = 'open'
    and (a.contract_id = c.id or a.details -> 'paused' @> to_jsonb(c.id))
  order by a.contract_id = c.id desc, a.created_at desc limit 1;
  return v_activity;
end;
$$;
comment on function private.open_report is 'What a client told us of a contract''s unit, or of all that they have, and the office has not dealt with yet; null for nothing.';

create function private.change_reported(own private.stop_unit)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_report public.office_activities := private.open_report(own.contract_id);
begin
  if v_report.id is null then
    return null;
  end if;
  return jsonb_build_object('kind', own.kind, 'told_apart', private.told_apart(own.contract_id), 'what', v_report.details -> 'what', 'on', private.company_day(v_report.created_at),
    'may_call', v_report.details ? 'phone', 'was_cancelled', nullif(private.was_cancelled(own.cycle_id), false),
    'visit_at', (select lower(t.during) from public.technician_tasks t where t.id = v_report.task_id and private.is_unfinished(t.state)));
end;
$$;
comment on function private.change_reported is 'What a link says of the change that was reported: {kind and told_apart: of its unit, what, on: the day, may_call: whether a number was left, was_cancelled: where the unit''s last visit was, visit_at: when the visit begins that it is about and that still takes place}; nothing of what was written.';

create function private.was_cancelled(cycle_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select v.state = 'cancelled' from public.maintenance_visits v
    where v.cycle_id = was_cancelled.cycle_id order by v.created_at desc, v.id limit 1), false);
end;
$$;
comment on function private.was_cancelled is 'Whether the last visit of a cycle was cancelled, and none was made since.';

create function private.page_of_unit(own private.stop_unit, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.live_task(own.cycle_id);
  v_other_stop public.technician_tasks;
begin
  if v_task.id is null then
    v_other_stop := private.stop_without(own.cycle_id);
  end if;
  if v_task.id is null and not own.serviceable then
    return jsonb_strip_nulls(jsonb_build_object('status', 'paused', 'reported', private.change_reported(own)));
  end if;
  return (
    select jsonb_build_object(
      'status', case when v_task.id is null then 'open' else 'booked' end,
      'first_name', c.first_name,
      'unit', jsonb_build_object('kind', own.kind, 'name', own.product_name, 'category', k.code),
      'own', private.unit_told(own), 'call', private.call_asked(own.cycle_id),
      'reported', case when not own.serviceable then private.change_reported(own) end,
      'was_cancelled', private.was_cancelled(own.cycle_id),
      'due_on', own.due_on, 'fee', own.fee, 'tax_note', '+ applicable tax', 'visit_minutes', own.visit_minutes,
      'company', private.company_card(), 'arrival_window_minutes', s.arrival_window_minutes,
      'household', case when v_task.id is not null then '[]' else (
        select coalesce(jsonb_agg(private.unit_told(h) || jsonb_build_object('visit_minutes', h.visit_minutes)
          order by h.due_on, h.kind, h.enrolled_at, h.contract_id), '[]')
        from private.household(own.contract_id, as_of) h) end,
      'needs_new_time', v_task.id is null and exists (
        select from public.maintenance_visits v where v.cycle_id = own.cycle_id and v.state = 'needs_rescheduling'),
      'still_coming', private.client_view(private.stop_facts(v_other_stop.id), as_of),
      'appointment', private.client_view(private.stop_facts(v_task.id), as_of) || private.kept_of_stop(v_task.id)
        || jsonb_build_object('will_remind', private.will_remind(v_task, as_of),
          -- Work that takes longer than planned is no visit that nobody came to.
          'not_closed', private.is_not_closed(v_task.state, v_task.during, as_of - interval '2 hours')))
    from public.customers c
    join public.equipment_categories k on k.id = own.category_id
    cross join public.company_settings s
    where c.id = own.customer_id);
end;
$$;
comment on function private.page_of_unit is 'Everything that a link shows of its unit. still_coming: the stop that it was taken off and that takes place for others; call: the call that was asked for; reported: what was told to be not right any more; was_cancelled: the visit that there was; not_closed: the appointment was over two hours ago, and nobody said what became of it; will_remind: whether a mail reminds of the appointment the day before.';
