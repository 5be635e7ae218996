-- The client's door: what the holder of a link may do, and what anybody may know. One call per action, a status for
-- an answer, every attempt on record. All are definers: the link is the right, and its holder may touch no table.
-- jit and plan_cache_mode: planning their many small statements afresh costs more than running them. random_page_cost: what a
-- booking reads is in memory, and one technician is found sooner by key than among all.

create function public.company_card()
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return jsonb_build_object('status', 'ok') || private.company_card();
end;
$$;
comment on function public.company_card is 'What anybody may know of the company: {status: ok, name, phone, email, brand_color, logo_url, time_zone}.';

create function public.verify_certificate(code text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.verify_certificate(code, private.company_day(private.clock()));
end;
$$;
comment on function public.verify_certificate is 'What whoever holds an inspection certificate''s code may know of it: {status: current | expired | superseded (inspected_again_on) | revoked (revoked_on), number, kind, company, serviced_on, expires_on} | {status: unknown}.';

create function public.booking_page(token text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.enter_link(token, acts => false);
begin
  return coalesce(v_link.refusal, private.page_of_unit(private.unit_of_cycle(v_link.cycle_id), private.clock()));
end;
$$;
comment on function public.booking_page is 'What a link shows: {status: open | booked (appointment) | expired | invalid | paused | rejected}. needs_new_time: we had to put the appointment aside. Nothing personal beyond the first name.';

create function public.open_slots(
  token text, from_date date default null, days integer default 14, max_slots integer default 6, with_contract_ids uuid[] default '{}',
  starts_at timestamptz default null, technician_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.enter_link(token, acts => false);
begin
  return coalesce(v_link.refusal, private.too_much(units => with_contract_ids), private.offer_times(
    private.unit_of_cycle(v_link.cycle_id), from_date, days, max_slots, with_contract_ids, starts_at, private.clock(), technician_id));
end;
$$;
comment on function public.open_slots is 'Free times for a link''s unit and chosen household, or to move its stop to: {status: open | booked, slots, days, book_until} | {status: expired | invalid | paused | rejected (reason)}. With starts_at: that start alone where it can be kept (by technician_id, else by another), else the nearest six and why it is gone (past, notice, horizon, taken, never). gone area: no times at all, the place is too far for us or nobody knows it; far: none to move to before moves_from, the stop was booked further ahead than clients book. days and max_slots are held to sensible bounds.';

create function public.confirm_booking(
  token text, technician_id uuid, starts_at timestamptz, phone text default null, access_notes text default null,
  with_contract_ids uuid[] default '{}')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_link record;
  v_result jsonb;
begin
  -- Before any other lock, the limits' rows included.
  perform private.wait_for_turn();
  v_link := private.enter_link(token, acts => true);
  v_result := coalesce(v_link.refusal, private.too_much(phone => phone, notes => access_notes, units => with_contract_ids),
    private.book_stop(v_link.cycle_id, technician_id, starts_at, private.tidy(phone), private.written(access_notes),
      with_contract_ids, 'client', false, private.clock()));
  perform private.record_attempt('confirm', v_link.cycle_id, v_result, technician_id, starts_at,
    jsonb_strip_nulls(jsonb_build_object('units', nullif(cardinality(with_contract_ids), 0) + 1, 'repeated', v_result -> 'repeated')));
  return v_result - array['task_id', 'repeated', 'warnings'];
end;
$$;
comment on function public.confirm_booking is 'Books: {status: booked | already_booked (appointment) | slot_taken (slots nearest the wanted time first, days) | expired | invalid | rejected (reason: household, phone, notes (most), time, area, paused, too_many_attempts)}. Repeating a booked wish is booked again, once.';

create function public.reschedule_booking(token text, technician_id uuid, starts_at timestamptz)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.enter_link(token, acts => true);
  v_result jsonb := v_link.refusal;
begin
  if v_result is null then
    perform private.lock_stop_of(v_link.contract_id, v_link.cycle_id);
    v_result := private.move_by_client(v_link.cycle_id, technician_id, starts_at, private.clock());
  end if;
  perform private.record_attempt('reschedule', v_link.cycle_id, v_result, technician_id, starts_at);
  return v_result;
end;
$$;
comment on function public.reschedule_booking is 'Moves the whole stop: {status: booked (appointment; unchanged: true where it was there already) | slot_taken (slots, days, appointment) | too_late | not_booked | expired | invalid | rejected (reason)}.';

create function public.cancel_booking(token text, reason text default null, contract_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_link record := private.enter_link(token, acts => true);
  v_result jsonb := coalesce(v_link.refusal, private.too_much(notes => reason));
begin
  if v_result is null then
    perform private.lock_stop_of(v_link.contract_id, v_link.cycle_id);
    v_result := private.cancel_by_client(v_link.cycle_id, contract_id, reason, private.clock());
  end if;
  perform private.record_attempt('cancel', v_link.cycle_id, v_result,
    details => jsonb_strip_nulls(jsonb_build_object('contract_id', contract_id)));
  return v_result;
end;
$$;
comment on function public.cancel_booking is 'Cancels the whole stop, or one unit of it: {status: cancelled (appointment: what is left of it for this link, else null) | too_late | not_booked | expired | invalid | rejected (reason: notes (most), too_many_attempts)}. The link books again.';

create function public.request_callback(token text, phone text, preferred_times text default null, note text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_link record := private.enter_link(token, acts => true);
  v_result jsonb := coalesce(v_link.refusal, private.too_much(phone, preferred_times, note),
    private.ask_for_call(v_link.cycle_id, private.tidy(phone), private.written(preferred_times), private.written(note)));
begin
  perform private.record_attempt('callback', v_link.cycle_id, v_result);
  return v_result;
end;
$$;
comment on function public.request_callback is 'Asks the office to call: {status: received (call_by: the day by whose end we call) | expired | invalid | rejected (reason: phone, preferred_times, notes (most), too_many_attempts)}. Asking again replaces what was asked for; an empty phone then leaves the number.';

create function public.change_details(token text, phone text default null, access_notes text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_link record := private.enter_link(token, acts => true);
  v_result jsonb := coalesce(v_link.refusal, private.too_much(phone => phone, notes => access_notes));
begin
  if v_result is null then
    perform private.lock_stop_of(v_link.contract_id, v_link.cycle_id);
    v_result := private.change_details(v_link.cycle_id, private.tidy(phone), private.written(access_notes));
  end if;
  perform private.record_attempt('details', v_link.cycle_id, v_result);
  return v_result;
end;
$$;
comment on function public.change_details is 'Changes what was told for a booked visit; an empty phone leaves the number, empty notes empty them: {status: changed | not_booked | too_late | expired | invalid | rejected (reason: phone, notes (most), too_many_attempts)}.';

create function public.report_change(token text, what text, note text default null, phone text default null, where_to text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_link record := private.enter_link(token, acts => true);
  v_result jsonb := coalesce(v_link.refusal, private.unclear_report(what, note),
    private.too_much(phone => phone, notes => note, where_to => where_to));
begin
  if v_result is null then
    v_result := private.report_change(v_link.cycle_id, private.lock_reported(v_link.contract_id, what), what,
      private.written(note), private.tidy(phone), private.tidy(where_to));
  end if;
  perform private.record_attempt('report', v_link.cycle_id, v_result);
  return v_result;
end;
$$;
comment on function public.report_change is '"This isn''t right any more": what is gone, moved, died, care_home or, with a note, other. where_to: of who has moved, in their words. Reminders of the unit stop at once, after a death all of the client''s: {status: noted | expired | invalid | rejected (reason: what, note, phone, notes, where_to (most), too_many_attempts)}.';

create function public.withdraw_change(token text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_link record := private.enter_link(token, acts => true);
  v_result jsonb := coalesce(v_link.refusal, private.withdraw_change(v_link.contract_id));
begin
  perform private.record_attempt('withdraw', v_link.cycle_id, v_result);
  return v_result;
end;
$$;
comment on function public.withdraw_change is '"That was a mistake": takes back what was reported while the office has not dealt with it, and reminders go on: {status: withdrawn | not_reported | expired | invalid | rejected (reason: too_many_attempts)}.';

create function public.reminders_wanted(token text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.reminders_wanted(token);
end;
$$;
comment on function public.reminders_wanted is 'Whether the address that the token belongs to still gets reminders, as far as its owner said → {status: wanted | unsubscribed | invalid}.';

create function public.unsubscribe(token text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.unsubscribe(token);
end;
$$;
comment on function public.unsubscribe is 'Stops reminders to the address the token belongs to and has the office call its clients; confirmations of what they book go on → {status: unsubscribed | already | invalid}.';

grant execute on function public.company_card, public.booking_page, public.open_slots, public.confirm_booking, public.reschedule_booking,
  public.cancel_booking, public.request_callback, public.change_details, public.report_change, public.withdraw_change,
  public.reminders_wanted, public.unsubscribe, public.verify_certificate to anon, authenticated, service_role;

create function public.find_by_short_code(code text, postal_code text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_result jsonb := private.find_by_short_code(code, postal_code);
begin
  if v_result ->> 'status' <> 'found' then
    perform private.record_attempt('find', null, v_result);
  end if;
  return v_result;
end;
$$;
comment on function public.find_by_short_code is 'From a letter''s code to the client''s page, for who also knows the postal code: {status: found (token) | expired | invalid | rejected (reason: too_many_attempts)}. Which of the two was wrong is not told, nor whether there is such a code: five tries an hour each, made-up ones too.';

grant execute on function public.find_by_short_code to anon, authenticated, service_role;

-- Technicians' calendars --------------------------------------------------------------------------------------------

create function public.technician_calendar(token text, known text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
declare
  v_technician_id uuid := private.technician_of_calendar(token);
begin
  if v_technician_id is null then
    return jsonb_build_object('status', 'invalid');
  elsif not private.within_limit(v_technician_id, acts => false) then
    return private.rejected('too_many_attempts');
  end if;
  return private.read_calendar(v_technician_id, known, private.clock());
end;
$$;
comment on function public.technician_calendar is 'What a technician''s private calendar address shows: {status: ok (stamp, entries: private.calendar_entries) | unchanged (stamp: it is the one that the caller knows) | invalid: unknown, replaced or revoked, nobody learns which | rejected (reason: too_many_attempts)}.';

grant execute on function public.technician_calendar to anon, authenticated, service_role;
