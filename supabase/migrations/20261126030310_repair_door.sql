-- The door to repairs: what is quoted, what becomes of the quote, and when it is done.

-- A visit quotes by itself what failed; this one quotes anew.
create function public.quote_repair(visit_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.quote_anew(visit_id, private.clock());
end;
$$;
comment on function public.quote_repair is 'Quotes the repair of what is out of order since a visit, anew where the client had declined it: {status: quoted (work_order_id, the one that is under way where there is one) | refused (reason: nothing (to repair), state (not done), unit (retired, or somebody else''s))}. 42501, PT404.';

create function public.open_repair(unit_id uuid, problem text, out_of_service boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.open_repair(unit_id, problem, coalesce(out_of_service, false), private.clock());
end;
$$;
comment on function public.open_repair is 'A client calls because a unit does not work: a repair of it, quoted from the rate card, with what is wrong on one line of up to 300 characters; out_of_service: nobody is to use it until then → {status: quoted (work_order_id) | refused (reason: unit (retired), open (work_order_id: they called before), visit (visit_id: what it found unsafe is repaired from there)) | rejected (reason: problem)}. 42501 unless office, PT404.';

create function public.change_quote(work_order_id uuid, lines jsonb, shown integer)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.change_quote(work_order_id, lines, shown);
end;
$$;
comment on function public.change_quote is 'The lines of a quote that nobody answered yet, all of them: [{kind: call_out, labour (hours), part; product_id: of a part; description; quantity; unit_price}]; shown: the number of the quote that the page had (repair_page) → {status: saved (quote_number, amount: before tax) | refused (reason: state (state), changed (at, by)) | rejected (reason, field)}. 42501 unless office, PT404.';

create function public.reopen_quote(work_order_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.reopen_quote(work_order_id, reason, shown);
end;
$$;
comment on function public.reopen_quote is 'A repair takes something else than was agreed to: its quote can change again, and needs the client''s word anew: {status: quoted | refused (reason: changed (at, by: it is not as shown, repair_page), state; one that has a time is taken off the calendar first) | rejected (reason: reason)}. 42501 unless office, PT404.';

create function public.repair_page(work_order_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.repair_page(work_order_id, private.clock());
end;
$$;
comment on function public.repair_page is 'A repair as the office sees it: {status: ok, today, shown: what forms send back, work_order_id, number, state, opened_at, problem, cancelled_reason, failed: [{position, label, note, safety_critical}], client: {customer_id, name, phone, reach_by, reach_note, is_erased, deceased_on, contacts}, unit: {private.repaired_unit, address, has_place}, contract_id, visit: {visit_id, service_on, technician} | null, others: repairs of that unit that go on too, quote: private.quote_told and its number, rates and products: as long as it is quoted, decisions, waits, minutes, lines: to be answered anew, task: its time | null, failures, report | null, photos: those that no report has named, certificates, invoices, kept: reports that met a repair that had changed, as of a visit (visit_page), battery (private.battery_told), trail (private.repair_trail)}. 42501 unless office, PT404.';

create function public.repair_slots(work_order_id uuid, from_date date default null, days integer default 14, max_slots integer default 3)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set rules.asked_by = 'office'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  return private.repair_slots(work_order_id, from_date, days, max_slots, private.clock());
end;
$$;
comment on function public.repair_slots is 'The times that suit an approved repair best, by the same search as for visits, no more than max_slots (1 to 50) of that many days (1 to 60) from from_date on (null: the first bookable day): {status: open, minutes, slots: [{starts_at, ends_at, technician_id, technician_name, travel_minutes}], days: [{date, times}]} | {status: refused, reason: state (state)}. 42501 unless office, PT404.';

create function public.approve_repair(work_order_id uuid, said_by text, said_how text, amount numeric, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.approve_repair(work_order_id, said_by, said_how, amount, shown);
end;
$$;
comment on function public.approve_repair is 'The client wants a repair for the amount that it was quoted at, before tax: who said so, and how (phone, email, in_person, letter); shown: what the page had (repair_page), here and below → {status: approved (amount) | refused (reason: changed (at, by), state, lines, amount (another one, which is told)) | rejected (reason: said_by, said_how)}. 42501, PT404.';

create function public.decline_repair(work_order_id uuid, said_by text, said_how text, note text default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.decline_repair(work_order_id, said_by, said_how, note, shown);
end;
$$;
comment on function public.decline_repair is 'The client does not want a repair: {status: declined | refused (reason: state, changed) | rejected (reason: said_by, said_how, note)}. 42501, PT404.';

create function public.wait_for_parts(
  work_order_id uuid, what text default null, ordered_on date default null, expected_on date default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.wait_for_parts(work_order_id, what, ordered_on, expected_on, private.clock(), shown);
end;
$$;
comment on function public.wait_for_parts is 'An approved repair waits for parts: what (null: those of its quote), ordered when (null: today), expected when, so that somebody asks on the day after: {status: waiting_for_parts | refused (reason: state, changed) | rejected (reason: what, ordered_on, expected_on)}. 42501, PT404.';

create function public.expect_parts(work_order_id uuid, what text, expected_on date default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.expect_parts(work_order_id, what, expected_on, private.clock(), shown);
end;
$$;
comment on function public.expect_parts is 'Other parts are waited for, or they come on another day than was said: {status: waiting_for_parts | refused (reason: state, changed) | rejected (reason: what, expected_on)}. 42501, PT404.';

create function public.parts_arrived(work_order_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.parts_arrived(work_order_id, shown);
end;
$$;
comment on function public.parts_arrived is 'The parts of a repair are there: {status: approved | refused (reason: state, changed)}. 42501, PT404.';

create function public.schedule_repair(work_order_id uuid, technician_id uuid, starts_at timestamptz, override boolean default false)
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
  return private.schedule_on_board(work_order_id, technician_id, starts_at, coalesce(override, false), private.clock());
end;
$$;
comment on function public.schedule_repair is 'Gives an approved repair a technician and a time, as long as was quoted: {status: scheduled (task_id, warnings, undo) | refused (reason, objection, nearest, as move_task)}; override accepts all but time, state, overlap and technician. 42501, PT404.';

create function public.cancel_repair(work_order_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.cancel_repair(work_order_id, reason, shown);
end;
$$;
comment on function public.cancel_repair is 'Gives up a repair that has no time, for a reason: {status: cancelled | refused (reason: state, changed) | rejected (reason: reason)}. 42501, PT404.';

-- Done ------------------------------------------------------------------------------------------------------------

create function public.complete_repair(work_order_id uuid, report jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  return private.complete_repair(work_order_id, report, private.reporter_of_repair(work_order_id), private.clock());
end;
$$;
comment on function public.complete_repair is 'A technician, or the office from paper, says that a repair was done, with the report of a visit whose checklist answers each line that had failed (task_id, based_on: its time as the caller saw it) → {status: done, repeated, condition, certificate: {number, code}, invoice: {id, total, balance}, repair_work_order_id (what still fails, quoted again)} | {status: incomplete, missing: [position …, signature, photo:position …]} | {status: conflict, reason: cancelled, reassigned, moved, done, kept_report_id: the office decides} | {status: refused, reason: state (state: it never had a time), too_early (starts_at)} | {status: rejected, reason, field}. A report that was sent before is answered as before. 42501 unless the repair is, or once was, the caller''s own work or the caller is office; PT404.';

create function public.fail_repair(
  work_order_id uuid, outcome text, reason text, note text default null, report_id uuid default null, based_on integer default null, task_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.fail_repair(work_order_id, outcome, reason, note, report_id,
    private.reporter_of_repair(work_order_id), private.clock(), based_on, task_id);
end;
$$;
comment on function public.fail_repair is 'A technician, or the office, says that a repair came to nothing at the door: outcome no_show or not_completed, reason (private.fail_reasons). It waits for another time, and the office is told urgently why → {status: recorded, repeated} | {status: conflict, reason: cancelled, reassigned, moved, done, kept_report_id: the office decides} | {status: refused, reason: state (state: it never had a time), too_early (starts_at)} | {status: rejected, reason: outcome, reason, notes}. The same report again gets the same answer. task_id, based_on: its time as the caller saw it; without them one that was moved meanwhile is taken as it is. 42501 unless the repair is, or once was, the caller''s own work or the caller is office; PT404.';

create function public.repair_sheet(work_order_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_repair_of(work_order_id);
  return private.repair_sheet(work_order_id, private.clock());
end;
$$;
comment on function public.repair_sheet is 'All that a technician needs for a repair: {status: ok, work_order_id, number, state, as_of, problem, unit (private.repaired_unit), lines: to be answered anew (private.failed_lines_told), labour_minutes, quote (private.quote_told), parts: to bring [{product_id, description, quantity}], history (private.last_visits), draft: what was typed of its report (private.repair_draft) | null, photos: taken for it (private.photos_waiting), stop (private.tell_stops), done (private.repair_done) | null} | {status: no_time} to the office, where nobody has it. 42501 unless the repair is the caller''s own work or the caller is office.';

create function public.save_repair_draft(work_order_id uuid, typed jsonb, report_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_repair_of(work_order_id);
  return private.save_repair_draft(work_order_id, typed, report_id, private.clock());
end;
$$;
comment on function public.save_repair_draft is 'Keeps what was typed of a repair''s report, as save_visit_draft does of a visit''s: {status: ok, as_of, draft: {report_id, begun_at, saved_at, typed} | null for one that has no time any more}. 42501 unless the repair is the caller''s own work or the caller is office; PT404; 23514, 23505 as save_visit_draft.';

grant execute on function public.quote_repair, public.open_repair, public.change_quote, public.reopen_quote, public.approve_repair, public.decline_repair,
  public.wait_for_parts, public.expect_parts, public.parts_arrived, public.repair_slots, public.schedule_repair, public.cancel_repair, public.complete_repair,
  public.fail_repair, public.repair_page, public.repair_sheet, public.save_repair_draft
  to authenticated, service_role;
