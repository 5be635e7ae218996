-- The door to the work list: what there is to do, how a call went, whose it is and when it comes back. Definers behind
-- require_office(): activities and calls are written by functions only.

create function public.work_list(
  kind text default null, owner text default 'all', due text default 'all', reach text default null, search text default null,
  most integer default 50, after uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.work_list(kind, owner, due, reach, search, most, after, private.clock());
end;
$$;
comment on function public.work_list is 'What is to be done: of a kind, whose (mine, nobody, free: either, all), due (today, week, all), reached how (phone, letter), and where all words of search stand in the client''s name, place or numbers: {status: ok, today, next_week: a day of work a week ahead, activities: how many fit, parts: how many by private.when_due, kinds: [{kind, open, urgent}] whatever kind is asked for, rows: at most `most` (1 to 200) after the one that after names, after: what the next page begins after, null on the last}. A row: {activity_id, kind, urgent, due_on, when_due (1 urgent, 2 by today, 3 this week, 4 later), asked_at, call_by, details, subject, customer_id, customer, has_died, city, reach_by, reach_note, call (private.number_to_call), letter_contract_id: where a letter is the way, contract_id, unit_id, unit_kind, product_name, told_apart, unit_due_on, task_at, task_type, technician, visit_id, owner_id, owner, is_mine, tries: in a row without an answer, shown: sent back by forms that change it}. 42501 unless office.';

create function public.activity_page(activity_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  return private.activity_page(activity_id, private.clock());
end;
$$;
comment on function public.activity_page is 'All that a caller needs: a row of work_list and {status: ok, state, today, closed_at, outcome, closed_by_hand, client (private.client_known), unit (private.unit_told, product_name, minutes), others: what else is due in the household, offers: the first three times, lately (private.happened_lately), calls_seen: the number of the last call, again_on: when a call without answer comes back, next_day and next_week: the next day of work, and one a week ahead, results: private.results_of_call, opened: {by, at} of somebody else who has it open, staff: who can do it}. That the caller has it open is told to others for half an hour. 42501 unless office, PT404.';

create function public.log_call(activity_id uuid, result text, note text default null, again_on date default null, calls_seen integer default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.log_call(activity_id, result, note, again_on, calls_seen, shown, private.clock());
end;
$$;
comment on function public.log_call is 'How a call went: booked, declined (its cycle is let out, as skip_cycle does), spoke (these close it), no_answer, left_message (back after follow_up_again_days, in business days), call_later (again_on), wrong_number, moved, sold, deceased, hospital → {status: logged, state: open | done, again_on, tries, propose_letter: after three without an answer} | {status: rejected (reason: nobody, result, again_on, not_booked, deceased, notes)} | {status: refused (reason: changed, by, at, result), where another call was logged after the one that calls_seen numbers, or it is not as shown (activity_page): put off, or somebody else''s; booked, begun, state, where the cycle cannot be let out} | {status: not_open (outcome, at, by)}. 42501 unless office, PT404.';

create function public.call_logged(activity_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_logged jsonb;
begin
  perform private.require_office();
  v_logged := private.call_logged(activity_id);
  if v_logged is null then
    raise exception 'no such activity' using errcode = 'PT404';
  end if;
  return v_logged;
end;
$$;
comment on function public.call_logged is 'What was logged last about an activity: {status: ok, activity_id, kind, customer, state, result, number, again_on, by: null where nobody called, can_undo: whether undo_call would take it back}. 42501 unless office, PT404.';

create function public.undo_call(activity_id uuid, calls_seen integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.undo_call(activity_id, calls_seen, private.clock());
end;
$$;
comment on function public.undo_call is 'Takes back the last call of an activity, which is open again if that closed it: {status: undone (result) | refused (reason: nothing, cycle, again; changed, by, at, result, where another one was logged after the one that calls_seen numbers, or it was put off since)}. 42501 unless office, PT404.';

create function public.take_activity(activity_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_as_shown(activity_id, shown), private.give_activity(activity_id, private.me()));
end;
$$;
comment on function public.take_activity is 'Whoever calls does it: {status: given | not_open | refused (reason: changed (at, by), since its page was shown)}. shown: what that page had (activity_page). 42501 unless office.';

create function public.give_activity(activity_id uuid, staff_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_as_shown(activity_id, shown), private.give_activity(activity_id, staff_id));
end;
$$;
comment on function public.give_activity is 'Somebody else does it, or with null nobody yet: {status: given | not_open | rejected (reason: staff) | refused (as take_activity)}. 42501 unless office.';

create function public.postpone_activity(activity_id uuid, due_on date, reason text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_as_shown(activity_id, shown), private.postpone_activities(array[activity_id], due_on, reason, private.clock()));
end;
$$;
comment on function public.postpone_activity is 'It comes back on that day, from tomorrow to a year ahead, for a reason: {status: postponed (activities: 1, or 0 where it is not open) | rejected (reason: due_on, reason) | refused (as take_activity)}. 42501 unless office.';

create function public.postpone_activities(activity_ids uuid[], due_on date, reason text, shown text[] default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.postpone_activities(activity_ids, due_on, reason, private.clock(), shown);
end;
$$;
comment on function public.postpone_activities is 'As postpone_activity, up to 200 at once: shown: what the list had of each (work_list), in the same order: {status: postponed (activities: how many were open, changed: how many were left as they are, since the list showed them otherwise) | rejected (reason: most, due_on, reason)}. 42501 unless office.';

create function public.close_activities(activity_ids uuid[], outcome text, shown text[] default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.close_activities(activity_ids, outcome, shown);
end;
$$;
comment on function public.close_activities is 'Closes up to 200 with one outcome: {status: closed (activities, changed: as postpone_activities) | rejected (reason: most, reason)}. 42501 unless office.';

grant execute on function public.work_list, public.activity_page, public.log_call, public.call_logged, public.undo_call, public.take_activity, public.give_activity,
  public.postpone_activity, public.postpone_activities, public.close_activities to authenticated, service_role;
