-- The office's door: the same rules as for clients, with the right to override all but physics. All are definers
-- behind require_office(): tables are written by functions only.

-- Contracts and their links -------------------------------------------------------------------------------------

create function public.contract_slots(
  contract_id uuid, from_date date default null, days integer default 14, max_slots integer default 12, with_contract_ids uuid[] default '{}',
  technician_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_own private.stop_unit;
begin
  perform private.require_office();
  v_own := private.open_unit(contract_id);
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  return coalesce(private.too_much(units => with_contract_ids),
    private.offer_times(v_own, from_date, days, max_slots, with_contract_ids, null, private.clock(), technician_id));
end;
$$;
comment on function public.contract_slots is 'Free times for a contract, as its client would see them but further ahead (staff_horizon_days), with technician_id those of one technician: {status: open | booked, slots, days} | {status: expired | paused | rejected (reason)}. 42501 unless office, PT404 for an unknown contract.';

create function public.book_for_client(
  contract_id uuid, technician_id uuid, starts_at timestamptz, override boolean default false,
  phone text default null, access_notes text default null, with_contract_ids uuid[] default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_own private.stop_unit;
  v_refusal jsonb;
begin
  perform private.require_office();
  v_own := private.open_unit(contract_id);
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  v_refusal := case when not private.is_within_a_year(starts_at, past => interval '1 day') then private.rejected('time')
    else private.too_much(phone => phone, notes => access_notes, units => with_contract_ids) end;
  if v_refusal is not null then
    return v_refusal;
  end if;
  perform private.require_technician(technician_id);
  return private.book_on_board(v_own, technician_id, starts_at, private.tidy(phone), private.written(access_notes),
    with_contract_ids, coalesce(override, false), private.clock()) - 'repeated';
end;
$$;
comment on function public.book_for_client is 'Books on the phone: as confirm_booking, but rejected with horizon where the day is too far ahead and with deceased where the client has died, with task_id and, where override set rules aside, warnings (skill, holiday, hours, winter, closed, notice, horizon, drive). What they are in figures: check_time. Never an overlap, never an inactive technician. Its mail waits five minutes, in which undo (deed_id, until) takes it back; slot_taken also with objection and nearest, as move_task. 42501, PT404.';

create function public.copy_booking_link(contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.hand_out_link((private.open_unit(contract_id)).cycle_id);
end;
$$;
comment on function public.copy_booking_link is 'The client''s private link, for reading out or pasting: {status: copied (url) | expired}. Who asked is in the audit trail. 42501, PT404.';

create function public.revoke_booking_link(contract_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.changed_meanwhile(private.hold_terms(contract_id), shown), private.replace_link((private.open_unit(contract_id)).cycle_id));
end;
$$;
comment on function public.revoke_booking_link is 'Replaces a leaked link: the old one says expired, mails still in the outbox go out with the new one or, where they may have arrived, not again (claim_messages). shown: what the contract''s page had (contract_page): {status: revoked | expired | refused (reason: changed (at, by): it was replaced just now, or the page is of an earlier cycle)}. 42501, PT404.';

-- The board -----------------------------------------------------------------------------------------------------

create function public.move_task(
  task_id uuid, technician_id uuid, starts_at timestamptz, override boolean default false, revision integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  if not private.is_within_a_year(starts_at, past => interval '1 year') then
    return private.refused('time');
  end if;
  perform private.require_technician(technician_id);
  perform private.lock_tasks_contracts(array[task_id]);
  return private.move_on_board(task_id, technician_id, starts_at, coalesce(override, false), revision, private.clock());
end;
$$;
comment on function public.move_task is 'Moves a task, hands it to somebody else, or gives one that waits a time: {status: moved (warnings, undo: {deed_id, until}, where anything changed) | refused (reason: time, changed, state, overlap, technician, skill, holiday, hours, winter, closed, notice, horizon, drive; objection: the gravest in figures, as board_places; nearest: {technician_id, technician_name, starts_at, travel_minutes} or null)}; override accepts all but the first five; changed (at, by): it is not of that revision any more, which the page showed. The client is told five minutes later, unless it is taken back (undo_deed). 42501, PT404.';

create function public.swap_tasks(
  first_task_id uuid, second_task_id uuid, override boolean default false,
  first_revision integer default null, second_revision integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  if first_task_id = second_task_id then
    return private.refused('state');
  end if;
  perform private.lock_tasks_contracts(array[first_task_id, second_task_id]);
  return private.swap_on_board(first_task_id, second_task_id, coalesce(override, false), first_revision, second_revision, private.clock());
end;
$$;
comment on function public.swap_tasks is 'Two tasks take each other''s technician and start, both or neither: {status: moved (warnings, undo) | refused (reason, objection, as move_task; task_id: which of them cannot)}. Their clients are told as there. 42501, PT404.';

-- Work list and outbox --------------------------------------------------------------------------------------------

create function public.close_activity(activity_id uuid, outcome text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_as_shown(activity_id, shown), private.close_by_hand(activity_id, outcome));
end;
$$;
comment on function public.close_activity is 'Closes an open activity with its outcome; shown: what its page had (activity_page) → {status: closed | not_open (outcome, at, by, where somebody dealt with it) | refused (reason: changed (at, by), since its page was shown) | rejected (reason: reason, none or too long)}. 42501 unless office.';

create function public.retry_message(message_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.hold_message_as_shown(message_id, shown), private.retry_message(message_id));
end;
$$;
comment on function public.retry_message is 'Sends a dead or uncertain message once more, the same bytes; shown: what its page had (list_messages) → {status: queued | suppressed | not_stuck | refused (reason: changed (at, by), since its page was shown)}. 42501 unless office, PT404 for an unknown id.';

create function public.retry_messages(message_ids uuid[])
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.refuse_so_many(message_ids), private.retry_messages(message_ids));
end;
$$;
comment on function public.retry_messages is 'Sends up to 100 messages that were given up once more: {status: ok, answers: [{id, status: queued | suppressed | not_stuck | uncertain (it may have arrived: to be decided by itself) | set_aside (somebody said that nothing is to be done: as well) | unknown}]} in the order asked for | {status: rejected (reason: most)}. 42501 unless office.';

create function public.resubscribe(address text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.resubscribe(address);
end;
$$;
comment on function public.resubscribe is 'Writes reminders to an address again whose owner unsubscribed and changed their mind → {status: resubscribed | not_unsubscribed | suppressed (a bounce or complaint, which stays)}. 42501 unless office.';

grant execute on function public.contract_slots, public.book_for_client, public.copy_booking_link, public.revoke_booking_link,
  public.move_task, public.swap_tasks,
  public.close_activity, public.retry_message, public.retry_messages, public.resubscribe
  to authenticated, service_role;

-- Reports that met a visit which had changed ----------------------------------------------------------------------

create function public.accept_report(report_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.accept_report(report_id, private.clock());
end;
$$;
comment on function public.accept_report is 'The office takes a kept report for what happened: answers as complete_visit, fail_visit, complete_repair or fail_repair does, or {status: refused, reason: visit} where no visit of its cycle is to happen (book it first, it may lie a day in the past), {status: refused, reason: repair, state} where the repair has no time (give it one first), or {status: refused, reason: too_early, starts_at} where the one that is to happen cannot have come to nothing yet, or {status: not_open} for one that was decided already. 42501, PT404.';

create function public.discard_report(report_id uuid, reason text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return coalesce(private.too_much(notes => reason), private.discard_report(report_id, reason));
end;
$$;
comment on function public.discard_report is 'The office takes a kept report for nothing; it stays to be read: {status: discarded | not_open | rejected (reason: notes)}. 42501, PT404.';

grant execute on function public.accept_report, public.discard_report to authenticated, service_role;
