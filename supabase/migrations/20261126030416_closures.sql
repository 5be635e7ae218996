-- The door to closed days: the office's.

create function public.close_day(
  on_day date, technician_ids uuid[] default null, outdoor_only boolean default false, reason text default null, note text default null,
  from_time time default null, until_time time default null, dry_run boolean default true, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_now timestamptz := private.clock();
  v_today date := private.company_day(v_now);
  v_reason text := private.tidy(reason);
  v_refusal jsonb := private.too_much(notes => note);
  v_closed tstzrange;
  v_technicians uuid[];
begin
  perform private.require_office();
  v_technicians := private.who_stays_at_home(technician_ids);
  if v_refusal is not null then
    return v_refusal;
  elsif on_day is null or not isfinite(on_day) then
    return private.rejected('day');
  elsif on_day < v_today then
    return private.rejected('past');
  elsif on_day > v_today + interval '1 year' then
    return private.rejected('far');
  elsif coalesce(from_time, '00:00') >= coalesce(until_time, '24:00') then
    return private.rejected('time');
  elsif v_reason is null or length(v_reason) > 80 then
    return private.rejected('reason');
  end if;
  v_closed := private.closed_time(on_day, from_time, until_time, v_now);
  if v_closed is null then
    return private.rejected('past');
  elsif coalesce(v_technicians, '{}') = '{}' then
    return private.rejected('technicians');
  end if;
  return private.try_to_close(v_technicians, on_day, v_closed, coalesce(outdoor_only, false), v_reason, private.written(note), coalesce(dry_run, true), shown);
end;
$$;
comment on function public.close_day is 'Closes a day (from_time to until_time of it), for these technicians (null: all who work here): work that has not begun becomes needs_rescheduling with an urgent activity each, and the time blocks; with outdoor_only only work at outdoor units, which are not offered for that day either. Clients get one mail each, held for ten minutes (tell_clients_on_absence). dry_run: all of it is tried and taken back. {status: closed (closure_id, mails_at) | tried, each with stops (private.closed_stop_told), stays: what has begun, and shown | refused (reason: changed: what follows is no longer what was shown, with stops, stays, shown; technician, one of whom has left; closed, it is so already) | rejected (reason: day, past, far (more than a year ahead), time, reason (none, or longer than 80 characters), technicians, notes (most))}. reason is what clients read after "because of". 42501 unless office.';

create function public.undo_closure(closure_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.undo_closure(closure_id, private.clock());
end;
$$;
comment on function public.undo_closure is 'Opens a day again, as long as nobody was told: stops are where they were with whom they were, time off is gone, mails are not sent. {status: undone (back: how many stops, not_back: those that are not, as private.closed_stop_told with why: ended, changed, past, technician, taken, closed; what another closed day or a leave keeps waiting is told by that) | refused (reason: undone, over, sent, called)}. 42501 unless office, PT404.';

create function public.closure_page(closure_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.closure_page(closure_id, private.clock());
end;
$$;
comment on function public.closure_page is 'One closure and how far its clients were told: {status: ok, today, private.closure_told, stays_because: why it cannot be undone (private.why_not_undone), else null, rows: private.closure_stops}. 42501 unless office, PT404.';

create function public.closures_page(on_day date default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.closures_page(case when isfinite(on_day) then on_day end, private.clock());
end;
$$;
comment on function public.closures_page is 'A day that may be closed (null: today), and the last fifty that were: {status: ok, today, on_day, holiday: its name, else null, outdoor_kinds: names of categories that stand outside, technicians: [{technician_id, name, first_name, stops, outdoor_stops: work of that day that has not begun, is_away}], closures: [private.closure_told]}. 42501 unless office.';

grant execute on function public.close_day, public.undo_closure, public.closure_page, public.closures_page to authenticated, service_role;
