-- Calls: how a call about an activity went, when it comes back, and what is taken back when a button was the wrong one.

create table public.activity_calls (
  id uuid primary key default gen_random_uuid(),
  activity_id uuid not null references public.office_activities,
  number integer not null check (number > 0),
  result text not null check (result in (
    'booked', 'no_answer', 'left_message', 'call_later', 'declined', 'wrong_number', 'moved', 'sold', 'deceased', 'hospital', 'spoke', 'letter', 'undone')),
  note text,
  again_on date,
  due_on date not null,
  undoes uuid unique references public.activity_calls,
  made_at timestamptz not null default private.clock(),
  staff_id uuid references public.staff,
  constraint undone_names_its_call check ((result = 'undone') = (undoes is not null)),
  constraint activity_calls_number_key unique (activity_id, number)
);
comment on table public.activity_calls is 'How each call about an activity went, numbered from 1; a letter that was printed instead is one too. Nothing is rewritten: what was logged by mistake is followed by a row that undoes it.';
comment on column public.activity_calls.again_on is 'When the activity comes back.';
comment on column public.activity_calls.due_on is 'When it was due until then: what undoing restores.';
comment on column public.activity_calls.undoes is 'The call that was logged by mistake.';

create trigger keep_calls before update or delete on public.activity_calls
  for each row execute function private.refuse_change('erase_customer');
create trigger audit after insert or update or delete on public.activity_calls for each row execute function private.record_change();

alter table public.activity_calls enable row level security;
create policy office_reads on public.activity_calls for select to authenticated using ((select private.is_office()));
grant select on public.activity_calls to authenticated, service_role;

-- Whom to call ------------------------------------------------------------------------------------------

create function private.number_to_call(customer_id uuid, details jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_client public.customers;
  v_wrong text := details ->> 'wrong_number';
  v_left text := nullif(details ->> 'phone', v_wrong);
begin
  if v_left is not null then
    return jsonb_build_object('phone', v_left, 'from', 'left');
  end if;
  select * into v_client from public.customers m where m.id = number_to_call.customer_id;
  if v_client.id is null or v_client.deceased_on is not null or v_client.reach_by in ('letter', 'relay') then
    return null;
  elsif v_client.reach_by <> 'caregiver' and v_client.phone is not null and v_client.phone is distinct from v_wrong then
    return jsonb_build_object('phone', v_client.phone, 'from', 'file');
  end if;
  return (
    select jsonb_build_object('phone', k.phone, 'from', 'contact', 'name', k.name, 'relation', k.relation)
    from public.customer_contacts k
    where k.customer_id = v_client.id and k.phone is not null and k.phone is distinct from v_wrong
    order by k.created_at, k.id limit 1);
end;
$$;
comment on function private.number_to_call is 'Which number is called: the one that was left for it, else the client''s, else a contact''s: {phone, from: left | file | contact (name, relation)}. Null for who has died, is not to be called, or whose number is wrong: a letter then, if anything.';

-- What counts -------------------------------------------------------------------------------------------

create function private.calls_that_count(activity_id uuid)
returns setof public.activity_calls
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select c.* from public.activity_calls c
  where c.activity_id = calls_that_count.activity_id and c.undoes is null
    and not exists (select from public.activity_calls u where u.undoes = c.id)
  order by c.number;
end;
$$;
comment on function private.calls_that_count is 'The calls about an activity without those that were undone, oldest first.';

create function private.tries(activity_id uuid)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select count(*) filter (where c.nobody_reached)
    from (
      select n.nobody_reached, bool_and(n.nobody_reached) over (order by n.number desc) as in_a_row
      from (select k.*, k.result in ('no_answer', 'left_message') as nobody_reached from private.calls_that_count(tries.activity_id) k) n
    ) c where c.in_a_row);
end;
$$;
comment on function private.tries is 'How often in a row nobody was reached; from three on a letter is the next thing to try.';

create function private.business_days_later(from_day date, days integer)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  -- More than two weeks of holidays in a row are a slip in the calendar.
  return coalesce((select d.day from private.business_days(from_day + 1, from_day + 3 * days + 14) d where d.number = days), from_day + days);
end;
$$;
comment on function private.business_days_later is 'So many business days after a day: never a weekend, never a holiday.';

create function private.call_again_on(from_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return private.business_days_later(from_day, (select s.follow_up_again_days from public.company_settings s));
end;
$$;
comment on function private.call_again_on is 'When whom nobody reached on a day is called again (follow_up_again_days).';

create function private.last_call(activity_id uuid)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((select max(c.number) from public.activity_calls c where c.activity_id = last_call.activity_id), 0);
end;
$$;
comment on function private.last_call is 'The number of the last call about an activity, 0 for none: what a page has seen.';

-- Logging -----------------------------------------------------------------------------------------------

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

create function private.log_call(activity_id uuid, result text, note text, again_on date, calls_seen integer, as_of timestamptz)
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
  select * into v_activity from public.office_activities a where a.id = log_call.activity_id for update;
  if not found then
    raise exception 'no such activity' using errcode = 'PT404';
  end if;
  v_refusal := coalesce(private.no_longer_open(v_activity), private.seen_by_others(activity_id, calls_seen), private.too_much(notes => note));
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
    'tries', private.tries(activity_id), 'propose_letter', not v_closes and private.tries(activity_id) >= 3);
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

create function private.undo_call(activity_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_call'
as $$
declare
  v_activity public.office_activities;
  v_last public.activity_calls;
begin
  select * into v_activity from public.office_activities a where a.id = undo_call.activity_id for update;
  if not found then
    raise exception 'no such activity' using errcode = 'PT404';
  end if;
  select * into v_last from public.activity_calls c where c.activity_id = undo_call.activity_id order by c.number desc limit 1;
  if private.cannot_undo(v_activity, v_last) is not null then
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
comment on function private.undo_call is 'Takes back the last call of an activity, as long as nothing followed it: {status: undone (result) | refused (reason: nothing to take back, cycle: that is over, again: it came up anew)}. The call stays on record, and that it was taken back.';

create function private.call_logged(activity_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('status', 'ok', 'activity_id', a.id, 'kind', a.kind, 'customer', m.name, 'state', a.state, 'result', c.result,
      'again_on', c.again_on, 'by', s.name, 'can_undo', private.cannot_undo(a, c) is null)
    from public.office_activities a
    left join public.activity_calls c on c.activity_id = a.id and c.number = private.last_call(a.id)
    left join public.customers m on m.id = a.customer_id
    left join public.staff s on s.id = c.staff_id
    where a.id = call_logged.activity_id);
end;
$$;
comment on function private.call_logged is 'What was logged last about an activity: {status: ok, activity_id, kind, customer, state, result, again_on, by: null where nobody called, can_undo}; null for none.';

-- Who does it, and when ---------------------------------------------------------------------------------

create function private.give_activity(activity_id uuid, staff_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if staff_id is not null and not exists (select from public.staff s where s.id = staff_id and s.active and s.role in ('office', 'admin')) then
    return private.rejected('staff');
  end if;
  update public.office_activities a set owner_id = give_activity.staff_id where a.id = give_activity.activity_id and a.state = 'open';
  return jsonb_build_object('status', case when found then 'given' else 'not_open' end);
end;
$$;
comment on function private.give_activity is 'Who does it, null for nobody: {status: given | not_open | rejected (reason: staff, not active in the office)}.';

create function private.postpone_activities(activity_ids uuid[], due_on date, reason text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
  v_done integer;
begin
  if cardinality(activity_ids) > 200 then
    return private.rejected('most');
  elsif due_on is null or due_on not between v_today + 1 and v_today + 366 then
    return private.rejected('due_on');
  elsif private.written(reason) is null or length(reason) > private.most('notes') then
    return private.rejected('reason');
  end if;
  with held as (
    select a.id from public.office_activities a where a.id = any (activity_ids) and a.state = 'open' order by a.id for update
  ), moved as (
    update public.office_activities a
    set due_on = postpone_activities.due_on, details = a.details || jsonb_build_object('postponed', private.written(reason))
    from held h where h.id = a.id returning a.id
  )
  select count(*) into v_done from moved;
  return jsonb_build_object('status', 'postponed', 'activities', v_done);
end;
$$;
comment on function private.postpone_activities is 'Open activities come back on that day, from tomorrow to a year ahead, for a reason: {status: postponed, activities: how many | rejected (reason: most (200), due_on, reason)}.';

create function private.close_activities(activity_ids uuid[], outcome text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_done integer;
begin
  if cardinality(activity_ids) > 200 then
    return private.rejected('most');
  elsif private.written(outcome) is null or length(outcome) > private.most('notes') then
    return private.rejected('reason');
  end if;
  perform from public.office_activities a where a.id = any (activity_ids) and a.state = 'open' order by a.id for update;
  select count(*) filter (where private.close_activity(id, private.written(outcome)) ->> 'status' = 'closed') into v_done
  from (select distinct id from unnest(activity_ids) id order by id) i;
  return jsonb_build_object('status', 'closed', 'activities', v_done);
end;
$$;
comment on function private.close_activities is 'A person closes these, with what came of them: {status: closed, activities: how many were open | rejected (reason: most (200), reason)}.';
