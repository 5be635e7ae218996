-- The office's door to booking on the phone: what is seen before, and what is against a time of somebody's choice.
-- Booking itself, moving and cancelling are in "office".

create function public.booking_sheet(contract_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set rules.asked_by = 'office'
as $$
begin
  perform private.require_office();
  return jsonb_build_object('status', 'ok') || private.booking_sheet(contract_id, private.clock());
end;
$$;
comment on function public.booking_sheet is 'What the office sees as it books a contract''s visit: {status: ok, contract_id, today, situation: open | booked | paused | out_of_service | retired | ended, paused_until, client: {customer_id, name, phone, deceased_on, reach_by, reach_note}, unit: {unit_id, kind, product_name, told_apart}, skill, address, due_on, minutes, household: units that can share the visit, as private.unit_told with product_name and minutes, phone, access_notes: as told the last time, technicians: [{technician_id, name, first_name}], booked: the stop that is there (private.stop_booked), else null}. 42501 unless office, PT404.';

create function public.check_time(contract_id uuid, technician_id uuid, starts_at timestamptz, with_contract_ids uuid[] default '{}')
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
  elsif not private.is_within_a_year(starts_at, past => interval '1 day') then
    return private.rejected('time');
  end if;
  perform private.require_technician(technician_id);
  return coalesce(private.too_much(units => with_contract_ids),
    private.check_time(v_own, technician_id, starts_at, with_contract_ids, private.clock()));
end;
$$;
comment on function public.check_time is 'Whether the stop of a contract, booked or not, could be at that time with that technician, whatever the rules of offering say: {status: possible | warned | impossible, starts_at, ends_at, arrive_by, technician_id, technician_name, first_name, units: as private.unit_told with product_name, warnings: what override accepts, in figures (private.warnings_of, and {reason: deceased, on}), and where something is in the way: in_the_way: {task_id, task_type, starts_at, ends_at, customer}, free_after: that technician''s first free time after it} | {status: expired | paused | rejected (reason: time, household)}. 42501 unless office, PT404.';

grant execute on function public.booking_sheet, public.check_time to authenticated, service_role;
