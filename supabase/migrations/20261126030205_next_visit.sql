-- The technician's door to the next visit, for as long as they stand at the client's. The office passes as well.

create function public.return_slots(
  visit_id uuid, from_date date default null, days integer default 14, max_slots integer default 4,
  change boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'technician'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_visit_at_hand(visit_id);
  return private.return_slots(visit_id, from_date, days, max_slots, coalesce(change, false), private.clock());
end;
$$;
comment on function public.return_slots is 'When the visit after one that is over could be, as far ahead as staff book: {status: open, what: next (it was done: about the day on which its unit is due again) | return (it came to nothing: soon), due_on, today, again_after: a visit after that day is confirmed anew before it comes, like: {starts_at, technician_id} of the visit that is over, client: {name, first_name, is_mailed}, units: what is booked, its own and what goes along (private.goes_along), as private.unit_told with product_name, reminded_on and is_reminded_by_mail: what happens where nothing is booked, slots: closest to like first, days, book_until, gone: area} | {status: booked, appointment (can_change: it was booked at the door, and there is time), and what, due_on, today, like, client} | {status: paused | expired (nothing is due any more) | refused (reason: state: it is not over) | rejected (reason: time)}. from_date and days (at most 14) ask for other days, change for other times of what is booked (open, with appointment). 42501 unless it is the caller''s own work of yesterday, today or tomorrow or the caller is office; PT404.';

create function public.book_return(
  visit_id uuid, technician_id uuid, starts_at timestamptz, with_contract_ids uuid[] default null, change boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'technician'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_booked_by text := private.require_visit_at_hand(visit_id);
  v_refusal jsonb := case when not private.is_within_a_year(starts_at, past => interval '1 day') then private.rejected('time')
    else private.too_much(units => with_contract_ids) end;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  perform private.require_technician(technician_id);
  return private.book_return(visit_id, technician_id, starts_at, with_contract_ids, coalesce(change, false), v_booked_by, private.clock());
end;
$$;
comment on function public.book_return is 'Books the visit after one that is over, with what goes along (with_contract_ids: what the page told of, none else; null: all of it), by no rule set aside; with change gives what was booked at the door another time: {status: booked | already_booked (task_id, appointment) | slot_taken (slots, days, gone) | expired | too_late | not_booked | refused (reason: state, booked: what is there is not to be changed here) | rejected (reason: time, household, paused, area, horizon, deceased)}. The client is told at once. 42501 unless it is the caller''s own work of yesterday, today or tomorrow or the caller is office; PT404.';

grant execute on function public.return_slots, public.book_return to authenticated, service_role;

-- A repair that came to nothing -----------------------------------------------------------------------------------

create function public.repair_return_slots(work_order_id uuid, from_date date default null, days integer default 14, max_slots integer default 4)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'technician'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_repair_at_hand(work_order_id);
  return private.repair_return_slots(work_order_id, from_date, days, max_slots, private.clock());
end;
$$;
comment on function public.repair_return_slots is 'When a repair to which somebody drove in vain could be instead, soon and as the drive was: {status: open, number, state, today, like: {starts_at, technician_id} of that drive, client: {name, first_name, is_mailed}, slots: closest first, book_until} | {status: booked, starts_at, technician_name, and number, today, like, client} | {status: refused (reason: state (state)) | rejected (reason: time)}. 42501 unless it was the caller''s own drive of these days or the caller is office; PT404.';

create function public.book_repair_return(work_order_id uuid, technician_id uuid, starts_at timestamptz)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'technician'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_repair_at_hand(work_order_id);
  if not private.is_within_a_year(starts_at, past => interval '1 day') then
    return private.refused('time');
  end if;
  perform private.require_technician(technician_id);
  return private.book_repair_return(work_order_id, technician_id, starts_at, private.clock());
end;
$$;
comment on function public.book_repair_return is 'Gives such a repair one of these times: {status: scheduled (task_id) | refused (reason: time, taken (it cannot be kept), state, overlap, technician, skill, holiday, hours)}. The client is told of it at once, by mail or by a call of the office. 42501 unless it was the caller''s own drive of these days or the caller is office; PT404.';

grant execute on function public.repair_return_slots, public.book_repair_return to authenticated, service_role;

-- What would suit, where nothing can be booked now ---------------------------------------------------------------

create function public.note_wish(visit_id uuid, preferred_times text, note text, request_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'technician'
as $$
begin
  perform private.require_wish_of(visit_id);
  return coalesce(private.too_much(preferred_times => preferred_times, notes => note),
    private.note_wish(visit_id, preferred_times, note, request_id));
end;
$$;
comment on function public.note_wish is 'Notes when the visit after one that is over would suit its client, for the office to book: a callback about that visit''s cycle, without anybody being told: {status: noted (also where request_id came before) | booked (it has its time) | expired (nothing is due any more) | refused (reason: state: it is not over) | rejected (reason: preferred_times, notes (most))}. What is noted later replaces it. 42501 unless it is the caller''s own work of any day, they reported on it, or the caller is office; PT404.';

create function public.note_repair_wish(work_order_id uuid, preferred_times text, note text, request_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'technician'
as $$
begin
  perform private.require_repair_wish_of(work_order_id);
  return coalesce(private.too_much(preferred_times => preferred_times, notes => note),
    private.note_repair_wish(work_order_id, preferred_times, note, request_id));
end;
$$;
comment on function public.note_repair_wish is 'The same for a repair that came to nothing, with its repair_follow_up: {status: noted | booked | expired (it is done or given up) | rejected (reason: preferred_times, notes (most))}. 42501 unless it was the caller''s own drive, they reported on it, or the caller is office; PT404.';

grant execute on function public.note_wish, public.note_repair_wish to authenticated, service_role;
