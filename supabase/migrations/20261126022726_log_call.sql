-- Log call: how a call about an activity went, when it comes back, and what is taken back when a button was the wrong one.

create function private.is_about_a_visit(activity public.office_activities)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return case split_part(activity.subject_key, ':', 1)
    when 'work_order' then false
    when 'report' then false
    when 'task' then exists (select from public.technician_tasks t where t.id = activity.task_id and t.task_type = 'maintenance')
    else true end;
end;
$$;
comment on function private.is_about_a_visit is 'Whether a call can end with a visit booked, or with no to one: not where it is about a repair, a report or other work.';

create function private.cannot_log(activity public.office_activities, result text, again_on date, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
begin
  return case
    when activity.customer_id is null then 'nobody'
    when coalesce(result, 'letter') in ('letter', 'undone') or result <> all (array['booked', 'no_answer', 'left_message', 'call_later', 'declined',
      'wrong_number', 'moved', 'sold', 'deceased', 'hospital', 'spoke']) then 'result'
    -- A visit is let out by what asks about its cycle; of a job or a repair something else is decided.
    when result in ('declined', 'booked') and not private.is_about_a_visit(activity) then 'result'
    when result = 'call_later' and (again_on is null or again_on not between v_today + 1 and v_today + 366) then 'again_on'
    when result = 'booked' and activity.cycle_id is not null and not private.is_booked(activity.cycle_id) then 'not_booked'
    when result not in ('spoke', 'call_later', 'no_answer', 'left_message')
      and (select m.deceased_on is not null from public.customers m where m.id = activity.customer_id) then 'deceased'
    end;
end;
$$;
comment on function private.cannot_log is 'Why such a result is none of this activity: nobody (it is about no client), result (an unknown one), again_on (a day from tomorrow to a year ahead), not_booked, deceased; null where nothing speaks against it.';

create function private.seen_by_others(activity_id uuid, calls_seen integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.refused('changed') || jsonb_build_object('result', c.result, 'at', c.made_at, 'by', s.name)
    from public.activity_calls c left join public.staff s on s.id = c.staff_id
    where c.activity_id = seen_by_others.activity_id
      and c.number > calls_seen
    order by c.number desc limit 1);
end;
$$;
comment on function private.seen_by_others is 'The refusal of a form that was opened before the last call was logged (result, at, by); null where it shows all of them.';

create function private.activity_shown(activity public.office_activities)
returns text
language sql stable
return concat_ws(' ', (activity_shown.activity).due_on, coalesce((activity_shown.activity).owner_id::text, 'nobody'),
  private.last_call((activity_shown.activity).id));
comment on function private.activity_shown is 'What a page showed of an activity that a form changes, as one text: sent back with it, so that nobody overwrites whose it became meanwhile, or when it comes back.';

create function private.hold_as_shown(activity_id uuid, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_activity public.office_activities;
begin
  select * into v_activity from public.office_activities a where a.id = hold_as_shown.activity_id for update;
  return case when v_activity.state = 'open' and hold_as_shown.shown <> private.activity_shown(v_activity)
    then private.changed_by_somebody(array[v_activity.id]) end;
end;
$$;
comment on function private.hold_as_shown is 'Holds an activity, and refuses a form whose page showed it otherwise (changed: at, by); null where it is as shown, or no longer open.';

create function private.no_longer_open(activity public.office_activities)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when activity.state <> 'open' then jsonb_build_object('status', 'not_open', 'outcome', activity.outcome, 'at', activity.closed_at,
    'by', case when activity.closed_by_hand then (select s.name from public.staff s where s.id = activity.owner_id) end) end;
end;
$$;
comment on function private.no_longer_open is 'The answer about an activity that was dealt with meanwhile: {status: not_open, outcome, at, by: who closed it}; null for an open one.';

create function private.reason_to_skip(note text)
returns text
language sql immutable
-- The call keeps the whole note.
return left(coalesce(private.written(reason_to_skip.note), 'Not this time'), 500);
comment on function private.reason_to_skip is 'Why a cycle is let out of which a client said on the phone that they want none: their words.';

create function private.hold_cycle_to_skip(activity_id uuid)
returns private.held_terms
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select private.hold_terms(a.contract_id) from public.office_activities a
    where a.id = hold_cycle_to_skip.activity_id and a.subject_key = private.subject_key('cycle', a.cycle_id::text));
end;
$$;
comment on function private.hold_cycle_to_skip is 'Holds the contract of an activity about a cycle; null for one about anything else. Comes before the activity''s row.';

create function private.log_call(activity_id uuid, result text, note text, again_on date, calls_seen integer, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_activity public.office_activities;
  v_refusal jsonb;
  v_reason text;
  v_again_on date;
  v_closes boolean := result in ('booked', 'declined', 'spoke');
  v_skipped private.held_terms;
begin
  if result = 'declined' then
    v_skipped := private.hold_cycle_to_skip(activity_id);
  end if;
  select * into v_activity from public.office_activities a where a.id = log_call.activity_id and not private.is_hidden(a.kind) for update;
  if not found then
    raise exception 'no such activity' using errcode = 'PT404';
  end if;
  v_refusal := coalesce(private.no_longer_open(v_activity), private.seen_by_others(activity_id, calls_seen), private.hold_as_shown(activity_id, shown),
    private.too_much(notes => note));
  v_reason := private.cannot_log(v_activity, result, again_on, as_of);
  v_refusal := coalesce(v_refusal, case when v_reason is not null then private.rejected(v_reason) end,
    case when ((v_skipped).contract).id is not null then private.cannot_skip(v_skipped, private.reason_to_skip(note), null) end);
  if v_refusal is not null then
    return v_refusal;
  end if;
  v_again_on := case when result in ('no_answer', 'left_message') then private.call_again_on(private.company_day(as_of))
    when result = 'call_later' then again_on when not v_closes then v_activity.due_on end;
  insert into public.activity_calls (activity_id, number, result, note, again_on, due_on, made_at, staff_id)
  values (activity_id, private.last_call(activity_id) + 1, result, private.written(note), v_again_on, v_activity.due_on, as_of, private.me());
  if v_closes then
    perform private.close_activity(activity_id, result);
    -- Closed by who called, before it would close by itself.
    perform private.skip_cycle(((v_skipped).contract).id, private.reason_to_skip(note), null, as_of) where ((v_skipped).contract).id is not null;
  else
    update public.office_activities a
    set due_on = v_again_on,
      details = a.details || case when result = 'wrong_number' then jsonb_strip_nulls(jsonb_build_object(
        'wrong_number', private.number_to_call(a.customer_id, a.details) ->> 'phone')) else '{}' end
    where a.id = log_call.activity_id;
  end if;
  return jsonb_build_object('status', 'logged', 'state', case when v_closes then 'done' else 'open' end, 'again_on', v_again_on,
    'tries', private.tries(activity_id), 'propose_letter', private.tries(activity_id) >= 3);
end;
$$;
comment on function private.log_call is 'How a call went: see the door of the same name. Nobody reached: it comes back after as many business days as follow_up_again_days says; booked, declined and spoke close it, and declined lets its cycle out; a change of the client''s life leaves it open until that is recorded.';

create function private.cannot_undo(activity public.office_activities, last_call public.activity_calls)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when last_call.id is null or last_call.result in ('undone', 'letter') or activity.state = 'done' and not activity.closed_by_hand then 'nothing'
    when exists (select from public.maintenance_cycles y where y.id = activity.cycle_id and y.closed_at is not null) then 'cycle'
    when activity.state = 'done' and exists (
      select from public.office_activities o where o.state = 'open' and o.kind = activity.kind and o.subject_key = activity.subject_key) then 'again' end;
end;
$$;
comment on function private.cannot_undo is 'Why the last call of an activity is not taken back: nothing to take back, cycle: that is over, as after "not this time", again: it came up anew; null where it can be.';

create function private.undo_call(activity_id uuid, calls_seen integer, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_call'
as $$
declare
  v_activity public.office_activities;
  v_last public.activity_calls;
begin
  select * into v_activity from public.office_activities a where a.id = undo_call.activity_id and not private.is_hidden(a.kind) for update;
  if not found then
    raise exception 'no such activity' using errcode = 'PT404';
  elsif private.seen_by_others(activity_id, calls_seen) is not null then
    return private.seen_by_others(activity_id, calls_seen);
  end if;
  select * into v_last from public.activity_calls c where c.activity_id = undo_call.activity_id order by c.number desc limit 1;
  if v_activity.state = 'open' and v_activity.due_on is distinct from v_last.again_on and v_last.result not in ('undone', 'letter') then
    -- Somebody put it off since.
    return private.changed_by_somebody(array[v_activity.id], '{due_on}');
  elsif private.cannot_undo(v_activity, v_last) is not null then
    return private.refused(private.cannot_undo(v_activity, v_last));
  end if;
  insert into public.activity_calls (activity_id, number, result, due_on, again_on, undoes, made_at, staff_id)
  values (activity_id, v_last.number + 1, 'undone', v_activity.due_on, v_last.due_on, v_last.id, as_of, private.me());
  update public.office_activities a
  set state = 'open', closed_at = null, outcome = null, closed_by_hand = false, due_on = v_last.due_on,
    details = case when v_last.result = 'wrong_number' then a.details - 'wrong_number' else a.details end
  where a.id = undo_call.activity_id;
  return jsonb_build_object('status', 'undone', 'result', v_last.result);
end;
$$;
comment on function private.undo_call is 'Takes back the last call of an activity, as long as nothing followed it: {status: undone (result) | refused (reason: nothing to take back, cycle: that is over, again: it came up anew; changed: another one was logged after the one that calls_seen numbers)}. The call stays on record, and that it was taken back.';

create function private.call_logged(activity_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'activity_id', a.id, 'kind', a.kind, 'customer', m.name, 'state', a.state, 'result', c.result, 'number', coalesce(c.number, 0),
      'again_on', c.again_on, 'by', s.name, 'can_undo', private.cannot_undo(a, c) is null)
    from public.office_activities a
    left join public.activity_calls c on c.activity_id = a.id and c.number = private.last_call(a.id)
    left join public.customers m on m.id = a.customer_id
    left join public.staff s on s.id = c.staff_id
    where a.id = call_logged.activity_id and not private.is_hidden(a.kind));
end;
$$;
comment on function private.call_logged is 'What was logged last about an activity: {status: ok, activity_id, kind, customer, state, result, number, again_on, by: null where nobody called, can_undo}; null for none.';
