-- The technician's door: own work only. The office passes as well, for whoever has no phone, and is asked for whom.

create function public.technician_day(on_day date default null, technician_id uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  v_own uuid := private.signed_in_technician();
begin
  if private.request_role() in ('anon', 'authenticated') and not private.is_office()
    and (v_own is null or technician_id <> v_own) then
    raise exception 'only the office sees the day of somebody else' using errcode = '42501';
  end if;
  perform private.require_technician(coalesce(technician_id, v_own));
  return private.technician_day(coalesce(technician_id, v_own), on_day, private.clock());
end;
$$;
comment on function public.technician_day is 'What a technician does on a day, today where none is named: the signed-in one, or for the office whoever it names → {status: ok, on_day, today, as_of, technician: {technician_id, first_name}, stops, not_closed: stops of earlier days without their outcome, next: the first work after that day {task_id, task_type, starts_at, address}}. A stop: {task_id, task_type, state, revision, title, starts_at, ends_at, arrive_by, started_at, finished_at, client_name, address, latitude, longitude, units, not_closed, is_near}; where it is near (today, and a day before and after; for the office always) also {notes, access_notes: [], client: {customer_id, name, first_name, phone, email, contacts: [{name, relation, phone}], open_invoices: [{invoice_id, work_order_id, number, issued_on, balance}], open_balance}, fee, tax, total}. A unit: {visit_id, state, minutes, contract_id, unit_id, kind, category, product_name, serial_number, told_apart, condition, installed_on, safety_critical, fee, tax, tax_name, no_charge_reason}. 42501, PT404.';

create function public.visit_sheet(visit_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
declare
  v_task_id uuid := private.require_visit_of(visit_id);
begin
  return coalesce(
    private.visit_sheet(visit_id, private.clock()) || jsonb_build_object('could_add', private.could_add(v_task_id, private.clock())),
    jsonb_build_object('status', 'cancelled'));
end;
$$;
comment on function public.visit_sheet is 'Everything for one visit: {status: ok, visit_id, as_of, unit and stop (as technician_day tells them), checklist: [{section, lines: [{position, label, help, required, safety_critical, result, note}]}] with the answers so far, missing: [positions that need one], history: the unit''s last visits [{visit_id, state, on_day, technician_name, reason, lines, failed: [{label, note, safety_critical}], findings, advice_to_client, photos: how many}], could_add: other units of the household that are due [{contract_id, kind, product_name, told_apart, due_on, fee, tax, tax_name, no_charge_reason, minutes, refused: why add_unit_to_stop would refuse it}]} or {status: cancelled}. 42501 unless it is the caller''s own work or the caller is office; PT404.';

create function public.visit_history(visit_id uuid, most integer default 50, older_than uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_visit_of(visit_id);
  return coalesce(private.visit_history(visit_id, most, older_than, private.clock()), jsonb_build_object('status', 'cancelled'));
end;
$$;
comment on function public.visit_history is 'What happened to the unit of a visit before, whoever owned it and whoever drove there, at most `most` (1 to 200) visits and steps of repairs, those before the one that older_than names: {status: ok, visit_id, unit (as technician_day tells it), visits: as unit_history tells them, without invoices and who signed, repair_steps: as unit_history tells them, without amounts, older_than: what the next page begins after} or {status: cancelled}. 42501 unless it is the caller''s own work or the caller is office; PT404.';

create function public.set_task_state(task_id uuid, state text, revision integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_work_of(task_id);
  perform private.lock_tasks_contracts(array[task_id]);
  perform private.lock_tasks(array[task_id]);
  if private.request_role() in ('anon', 'authenticated') and not private.is_office() then
    return private.step_by_technician(task_id, state, private.signed_in_technician(), private.clock());
  elsif not private.is_as_shown(task_id, revision) then
    return private.changed_by_somebody(array[task_id]);
  end if;
  return private.set_task_state(task_id, state);
end;
$$;
comment on function public.set_task_state is 'Changes the state of a task and of its visits with it: {status: set | refused (reason: state, visits, changed (at, by): to the office, where it is not of that revision any more, which the page showed; and to a technician reassigned, day)}. A technician sets own work, of yesterday, today and tomorrow, en_route, in_progress, and each of them back. Where some units are done, cancelled, no_show and not_completed end the others and complete the task. No-shows and cancellations open the cycles again, void the draft, raise rebook and write to the client. 42501, PT404.';

create function public.fail_visit(visit_id uuid, outcome text, reason text, note text default null, report_id uuid default null, based_on integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_recorded_by text := private.reporter_of(visit_id);
  v_refusal jsonb := private.too_much(notes => note);
begin
  perform private.lock_failing((private.read_visit(visit_id)).task_id, reason);
  return coalesce(v_refusal,
    private.fail_visit(visit_id, outcome, reason, private.written(note), report_id, private.clock(), v_recorded_by, based_on));
end;
$$;
comment on function public.fail_visit is 'A visit came to nothing: outcome no_show (reason nobody_home) or not_completed (refused, access, weather, parts, unsafe, no_time), either of them with hospital, deceased, moved → {status: recorded, repeated: whether that report_id came before, told: mail (the client is asked to book again), call (a second no-show in a row: the office calls), nobody (hospital, deceased, moved: reminders stop, the office finds out)} | {status: conflict, reason: cancelled, reassigned, moved, done, kept_report_id: the office decides} | {status: refused, reason: too_early, starts_at (more than 12 hours before it)} | {status: rejected, reason: outcome, reason, notes (most), taken (report_id of another visit''s report, or of one that it was done)}. based_on: the stop''s revision as the caller saw it; without it a stop that was moved meanwhile is taken as it is. The stop ends with its last visit. 42501 unless the visit is, or once was, the caller''s own work or the caller is office; PT404.';

grant execute on function public.technician_day, public.visit_sheet, public.visit_history, public.set_task_state, public.fail_visit to authenticated, service_role;

-- Running late ------------------------------------------------------------------------------------------------------

create function public.running_late(task_id uuid, minutes integer)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_work_of(task_id);
  perform private.lock_tasks(array[task_id]);
  perform private.require_work_of(task_id);
  return private.running_late(task_id, minutes, false, private.clock());
end;
$$;
comment on function public.running_late is 'The technician begins, or ends, this task of today so many minutes late: clients who were promised an earlier time are written to, once for each delay → {status: ok, stops: those whose promise is not kept [{task_id, client_name, starts_at, late_minutes, comes_from, comes_by, told: mail, or call where no mail can reach them, phone}]} | {status: rejected, reason: minutes (1 to 480)} | {status: refused, reason: state, day, too_late (who is told of it expects nobody any more by then)}. 42501 unless it is the caller''s own work or the caller is office; PT404.';

create function public.who_is_late(task_id uuid, minutes integer)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_work_of(task_id);
  return private.running_late(task_id, minutes, true, private.clock());
end;
$$;
comment on function public.who_is_late is 'What running_late would do, without doing it: the same answer, and nobody is written to.';

grant execute on function public.running_late, public.who_is_late to authenticated, service_role;

-- Another unit of the household ---------------------------------------------------------------------------------------

create function public.add_unit_to_stop(task_id uuid, contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_work_of(task_id);
  perform private.lock_contracts(contract_id || private.task_contracts(task_id));
  perform private.lock_tasks(array[task_id]);
  perform private.require_work_of(task_id);
  return private.add_unit_to_stop(task_id, contract_id, private.clock());
end;
$$;
comment on function public.add_unit_to_stop is 'At the door another unit of the same household that is due is serviced as well, at its own price: {status: added (visit_id, repeated) | refused (reason: state, closed, booked, paused, household (another client''s, elsewhere, or not due soon), skill, drive (the next stop could not be kept), hours)}. Which there are, visit_sheet says (could_add). 42501 unless it is the caller''s own work or the caller is office, PT404.';
grant execute on function public.add_unit_to_stop to authenticated, service_role;

-- Visits that were done -------------------------------------------------------------------------------------------

create function public.complete_visit(visit_id uuid, report jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  return private.complete_visit(visit_id, report, private.reporter_of(visit_id), private.clock());
end;
$$;
comment on function public.complete_visit is 'A technician, or the office from paper, says that a visit was done → {status: done, repeated, next_due_on, certificate: {number, code}, invoice: {id, total, balance}, repair_work_order_id} | {status: incomplete, missing: [position …, signature, photo:position … (a line that fails, where require_photo_on_fail)]} | {status: conflict, reason: erased, cancelled, reassigned, moved, done, kept_report_id} | {status: refused, reason: too_early, starts_at} | {status: rejected, reason, field}. A report that was sent before is answered as before. 42501 unless the visit is, or once was, the caller''s own work or the caller is office; PT404.';
grant execute on function public.complete_visit to authenticated, service_role;
