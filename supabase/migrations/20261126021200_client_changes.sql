-- Client's changes: what the holder of a link tells us of a unit that is not as it was.

create table private.change_reasons (
  what text primary key,
  is_urgent boolean not null,
  stops_all boolean not null,
  needs_note boolean not null
);
comment on table private.change_reasons is 'What can have changed. A new one is a row here and its words in lib/booking and lib/worklist.';
comment on column private.change_reasons.stops_all is 'Whether nothing more is to be written about any unit of the client, and not only about this one.';
comment on column private.change_reasons.needs_note is 'Whether it says nothing without a word beside it.';

insert into private.change_reasons (what, is_urgent, stops_all, needs_note) values
  ('gone', false, false, false),
  ('moved', false, false, false),
  ('died', true, true, false),
  ('care_home', false, false, false),
  ('other', false, false, true);

create function private.unclear_report(what text, note text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_reason private.change_reasons;
begin
  select * into v_reason from private.change_reasons r where r.what = unclear_report.what;
  return case
    when v_reason.what is null then private.rejected('what')
    when v_reason.needs_note and private.written(note) is null then private.rejected('note') end;
end;
$$;
comment on function private.unclear_report is 'The rejection of a report that says nothing: of no known change (what), or of one that needs a word (note); null for any other.';

create function private.is_quiet(customer_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.customers c where c.id = is_quiet.customer_id and (c.deceased_on is not null or c.erased_on is not null))
  or exists (
    select from public.office_activities a join private.change_reasons r on r.what = a.details ->> 'what'
    where a.customer_id = is_quiet.customer_id and a.kind = 'client_change' and a.state = 'open' and r.stops_all);
end;
$$;
comment on function private.is_quiet is 'Whether nobody is to be written to under the client''s name: they have died, or a death was told and the office has not dealt with it yet, or they were erased.';

create function private.hold_contracts(contract_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Rows before locks, as whoever writes a contract by hand.
  perform from public.maintenance_contracts c where c.id = any (contract_ids) order by c.id for no key update;
  perform private.lock_contracts(contract_ids);
end;
$$;
comment on function private.hold_contracts is 'Holds contracts whose state is to change.';

create function private.lock_reported(contract_id uuid, what text)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contracts uuid[] := array(
    select c.id
    from public.maintenance_contracts own
    join public.maintenance_contracts c on c.customer_id = own.customer_id and c.state <> 'cancelled'
    where own.id = lock_reported.contract_id
      and (c.id = own.id or (select r.stops_all from private.change_reasons r where r.what = lock_reported.what)));
begin
  perform private.hold_contracts(v_contracts);
  return v_contracts;
end;
$$;
comment on function private.lock_reported is 'Locks and returns the contracts that such a change is about.';

create function private.visit_about(cycle_id uuid, what text)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks := private.live_task(cycle_id);
begin
  if v_task.id is null and (select r.stops_all from private.change_reasons r where r.what = visit_about.what) then
    select t.* into v_task
    from public.maintenance_cycles y
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.technician_tasks t on t.customer_id = c.customer_id and private.is_unfinished(t.state)
    join public.maintenance_visits v on v.task_id = t.id and private.is_expected(v.state)
    where y.id = visit_about.cycle_id
    order by lower(t.during) limit 1;
  end if;
  return v_task;
end;
$$;
comment on function private.visit_about is 'The coming visit that such a change of a cycle''s unit is about: its own, or where it concerns all that the client has the next of theirs; null for none.';

create function private.settled_by_rest(contract_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(a.id order by a.id), '[]')
    from public.maintenance_contracts c
      join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
      join public.office_activities a on a.subject_key = private.subject_key('cycle', y.id::text) and a.state = 'open'
      join private.activity_kinds k on k.kind = a.kind and 'paused' = any (k.settled_by)
    where c.id = any (contract_ids) and c.state = 'active' and a.kind <> 'client_change');
end;
$$;
comment on function private.settled_by_rest is 'The open activities that will be closed when these contracts rest, as a list of their ids; a report itself is none.';

create function private.open_again(activity_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.raise_activity(a.kind, a.subject_key, a.details, a.customer_id, a.contract_id, a.cycle_id, a.task_id, a.message_id, a.urgent)
  from public.office_activities a
    -- What has ended meanwhile has no open cycle.
    join public.maintenance_cycles y on y.id = a.cycle_id and y.closed_at is null
  where a.id = any (activity_ids);
end;
$$;
comment on function private.open_again is 'Opens anew what was closed because a contract rested that goes on now.';

create function private.report_change(cycle_id uuid, contract_ids uuid[], what text, note text, phone text, where_to text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts;
  v_task public.technician_tasks := private.visit_about(cycle_id, report_change.what);
  v_paused jsonb;
  v_earlier jsonb := (private.open_about_cycle('client_change', report_change.cycle_id)).details;
  v_settled jsonb := coalesce(v_earlier -> 'settled', '[]') || private.settled_by_rest(contract_ids);
begin
  select c.* into v_contract
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where y.id = report_change.cycle_id;
  if not found then
    return jsonb_build_object('status', 'expired');
  end if;
  -- Only the office knows whether it ends; until then a paused contract reminds nobody.
  with paused as (
    update public.maintenance_contracts c set state = 'paused' where c.id = any (contract_ids) and c.state = 'active' returning c.id
  )
  -- With those that rest since an earlier report about this unit: both are one activity, and are taken back together.
  select coalesce(v_earlier -> 'paused', '[]') || coalesce(jsonb_agg(p.id order by p.id), '[]')
  into v_paused from paused p;
  perform private.raise_activity('client_change', private.subject_key('cycle', cycle_id::text),
    jsonb_strip_nulls(jsonb_build_object('what', report_change.what, 'note', report_change.note, 'phone', report_change.phone,
      -- Typed before another answer was chosen, it is nobody's address.
      'where_to', case when report_change.what = 'moved' then report_change.where_to end, 'booked_at', lower(v_task.during), 'paused', v_paused, 'settled', nullif(v_settled, '[]'))),
    customer_id => v_contract.customer_id, contract_id => v_contract.id, cycle_id => report_change.cycle_id, task_id => v_task.id,
    urgent => v_task.id is not null or (select r.is_urgent from private.change_reasons r where r.what = report_change.what));
  return jsonb_build_object('status', 'noted');
end;
$$;
comment on function private.report_change is 'Stops reminders of these contracts at once and tells the office why: {status: noted | expired (a cycle that went meanwhile)}. An appointment stays until somebody cancels it, so the office hears of it urgently. The activity keeps which contracts rest because of it (paused), and of who has moved where to. Callers hold the contracts'' locks.';

create function private.leave_to_other_report(report public.office_activities, contract_ids uuid[])
returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.office_activities a
  set details = a.details || jsonb_build_object(
    'paused', coalesce(a.details -> 'paused', '[]') || to_jsonb(contract_ids),
    'settled', coalesce(a.details -> 'settled', '[]') || coalesce(report.details -> 'settled', '[]'))
  where a.id = (
    select o.id
    from public.office_activities o join private.change_reasons r on r.what = o.details ->> 'what'
    where o.kind = 'client_change' and o.state = 'open' and o.customer_id = report.customer_id and o.id <> report.id and r.stops_all
    order by o.created_at limit 1);
  return found;
end;
$$;
comment on function private.leave_to_other_report is 'Whether nobody is to be written to for a reason that was told besides, such as a death: contracts then rest because of that.';

create function private.withdraw_change(contract_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report public.office_activities := private.open_report(contract_id);
  v_contracts uuid[] := array(select id::uuid from jsonb_array_elements_text(v_report.details -> 'paused') id);
begin
  perform private.hold_contracts(v_contracts);
  perform from public.office_activities a where a.id = v_report.id and a.state = 'open' for update;
  if not found then
    return jsonb_build_object('status', 'not_reported');
  end if;
  if not private.leave_to_other_report(v_report, v_contracts) then
    update public.maintenance_contracts c set state = 'active' where c.id = any (v_contracts) and c.state = 'paused';
    perform private.open_again(array(select id::uuid from jsonb_array_elements_text(v_report.details -> 'settled') id));
  end if;
  update public.office_activities a
  set state = 'done', closed_at = private.clock(), outcome = 'taken back by the client' where a.id = v_report.id;
  return jsonb_build_object('status', 'withdrawn');
end;
$$;
comment on function private.withdraw_change is 'Takes back what was reported, while the office has not dealt with it: the contracts that rest because of it alone go on, what the office was to do about them is open again, and the activity is closed. {status: withdrawn | not_reported}.';

create function private.ask_for_call(cycle_id uuid, phone text, preferred_times text, note text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_phone text := coalesce(phone, (private.open_about_cycle('callback', ask_for_call.cycle_id)).details ->> 'phone');
begin
  -- It may go while this is asked: a visit is taken back.
  perform from public.maintenance_cycles y where y.id = ask_for_call.cycle_id for key share;
  if not found then
    return jsonb_build_object('status', 'expired');
  elsif v_phone is null then
    return private.rejected('phone');
  end if;
  -- Nulls included: asking anew replaces what was said before.
  perform private.raise_about_cycle('callback', cycle_id, jsonb_build_object(
    'phone', v_phone, 'preferred_times', preferred_times, 'note', ask_for_call.note));
  return jsonb_build_object('status', 'received', 'call_by', private.call_asked(cycle_id) -> 'by');
end;
$$;
comment on function private.ask_for_call is 'Asks the office to call, or changes the call that was asked for, whose number stays where none is given: {status: received (call_by) | rejected (reason: phone) | expired (a cycle that went meanwhile)}.';
