-- Wishes: when the next visit would suit, noted at a door without a signal. The office finds it as work to do and books; a
-- client hears nothing of it until then. A wish waits on a phone as long as it must: it changes nobody's calendar, so it is
-- taken on any later day.

-- Who may ---------------------------------------------------------------------------------------------------

create function private.has_reported(visit_id uuid, work_order_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.visit_reports r
    where (r.visit_id = has_reported.visit_id or r.work_order_id = has_reported.work_order_id) and r.actor = auth.uid());
end;
$$;
comment on function private.has_reported is 'Whether the caller reported on a visit or a repair, whatever became of the report: who was at its door may have heard something, also where it is somebody else''s by now.';

create function private.require_wish_of(visit_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not private.has_reported(visit_id, null) then
    perform private.require_visit_of(visit_id);
  end if;
end;
$$;
comment on function private.require_wish_of is '42501 unless the visit is the caller''s own work, they reported on it, or the caller is office; PT404.';

create function private.require_repair_wish_of(work_order_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if private.request_role() not in ('anon', 'authenticated') or private.is_office() then
    if not exists (select from public.work_orders w where w.id = work_order_id and w.kind = 'repair') then
      raise exception 'no such repair' using errcode = 'PT404';
    end if;
  elsif not private.has_reported(null, work_order_id)
    and ((private.task_in_vain(work_order_id)).technician_id = private.signed_in_technician()) is not true then
    raise exception 'a technician notes a wish after own drives to a repair' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_repair_wish_of is '42501 unless the repair came to nothing as the caller''s own work, they reported on it, or the caller is office; to them PT404 for what is no repair.';

-- What is noted -----------------------------------------------------------------------------------------------

create function private.wish_told(said text, request_id uuid)
returns jsonb
language sql immutable
return jsonb_build_object('heard_at', 'door', 'request_id', request_id, 'preferred_times', said);
comment on function private.wish_told is 'A wish as work for the office tells it.';

create function private.is_noted(subject_key text, customer_id uuid, request_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- The client is asked for besides: their work is found by an index.
  return exists (
    select from public.office_activities a
    where a.customer_id = is_noted.customer_id and a.subject_key = is_noted.subject_key and a.details ->> 'request_id' = is_noted.request_id::text);
end;
$$;
comment on function private.is_noted is 'Whether that very wish came before, whatever the office did about it since: a phone whose answer was lost sends it again.';

create function private.cycle_of_wish(visit public.maintenance_visits)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  -- Of one that goes on, was cancelled or lost its time meanwhile: what is open under its contract.
  return coalesce(private.cycle_to_book(visit), (
    select o.id
    from public.maintenance_cycles y join public.maintenance_cycles o on o.contract_id = y.contract_id and o.closed_at is null
    where y.id = visit.cycle_id));
end;
$$;
comment on function private.cycle_of_wish is 'The cycle that a wish after a visit is about; null where nothing is due any more.';

create function private.hold_client_of_work(visit_id uuid, work_order_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_customer_id uuid := private.customer_of_work(visit_id, work_order_id);
begin
  perform from public.customers c where c.id = v_customer_id for share;
  return v_customer_id;
end;
$$;
comment on function private.hold_client_of_work is 'Holds the client whose a visit, or a repair, is: nobody erases them while something comes that is about them. Returns who it is.';

create function private.note_wish(visit_id uuid, preferred_times text, note text, request_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_visit public.maintenance_visits;
  v_cycle uuid;
  v_customer uuid;
  v_times text := private.written(preferred_times);
  v_note text := private.written(note);
begin
  perform private.hold_client_of_work(visit_id, null);
  select * into v_visit from public.maintenance_visits v where v.id = note_wish.visit_id;
  v_cycle := private.cycle_of_wish(v_visit);
  select c.customer_id into v_customer
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where y.id = v_cycle for key share of y;
  if private.is_expected(v_visit.state) and v_visit.state <> 'in_progress' then
    return private.refused('state');
  elsif coalesce(v_times, v_note) is null then
    return private.rejected('preferred_times');
  elsif v_customer is null then
    return jsonb_build_object('status', 'expired');
  elsif private.is_noted(private.subject_key('cycle', v_cycle::text), v_customer, request_id) then
    return jsonb_build_object('status', 'noted');
  elsif v_visit.state <> 'in_progress' and private.is_booked(v_cycle) then
    return jsonb_build_object('status', 'booked');
  end if;
  -- The newest word counts, whoever heard it; a number that was left for the call stays.
  perform private.raise_about_cycle('callback', v_cycle, private.wish_told(coalesce(v_times, v_note), request_id)
    || jsonb_build_object('note', case when v_times is not null then v_note end));
  return jsonb_build_object('status', 'noted');
end;
$$;
comment on function private.note_wish is 'Notes when the visit after one that is over would suit: see the door of the same name.';

create function private.note_repair_wish(work_order_id uuid, preferred_times text, note text, request_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.work_orders;
  v_said text := nullif(concat_ws('. ', private.written(preferred_times), private.written(note)), '');
  v_key text := private.subject_key('work_order', work_order_id::text);
begin
  perform private.hold_client_of_work(null, work_order_id);
  select * into v_order from public.work_orders w where w.id = note_repair_wish.work_order_id for key share;
  if v_said is null then
    return private.rejected('preferred_times');
  elsif private.is_noted(v_key, v_order.customer_id, request_id) then
    return jsonb_build_object('status', 'noted');
  elsif v_order.state = 'scheduled' then
    return jsonb_build_object('status', 'booked');
  elsif not private.is_open_repair(v_order.state) then
    return jsonb_build_object('status', 'expired');
  end if;
  if private.is_put_aside(work_order_id) then
    perform private.raise_about_task('needs_rescheduling', (private.waiting_task_of_repair(work_order_id)).id, private.wish_told(v_said, request_id));
    return jsonb_build_object('status', 'noted');
  end if;
  -- Its own note says what stopped them: both are read.
  perform private.raise_activity('repair_follow_up', v_key, private.wish_told(v_said, request_id), customer_id => v_order.customer_id);
  return jsonb_build_object('status', 'noted');
end;
$$;
comment on function private.note_repair_wish is 'The same for a repair that came to nothing: see the door of the same name.';
