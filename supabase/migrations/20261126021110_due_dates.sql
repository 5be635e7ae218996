-- Due dates: a contract is due on another day, this time only or from now on, or lets one visit out.

create function private.cadence_after(anchor_on date, interval_months integer, on_day date)
returns date
language sql immutable
begin atomic
  select min(c.on_day)
  from (
    -- Each counted from the anchor, so that the ends of short months do not wear it down.
    select (cadence_after.anchor_on + make_interval(months => cadence_after.interval_months * greatest(1,
      private.months_between(cadence_after.anchor_on, cadence_after.on_day) / cadence_after.interval_months + n)))::date as on_day
    from generate_series(-1, 2) n
  ) c
  where c.on_day > cadence_after.on_day;
end;
comment on function private.cadence_after is 'The first due date of a cadence (anchor + whole intervals) after a day.';

create function private.due_after_skip(terms private.held_terms, on_day date)
returns date
language sql stable
-- Nobody who wants no visit now is written to again the week after.
return private.cadence_after(((due_after_skip.terms).contract).due_anchor_on, ((due_after_skip.terms).contract).interval_months,
  greatest(((due_after_skip.terms).cycle).due_on, due_after_skip.on_day) + 15 * ((due_after_skip.terms).contract).interval_months);
comment on function private.due_after_skip is 'When a contract is due again that lets this visit out: the first day of its cadence that is at least half an interval away from today, and from the due date.';

create function private.due_after_rest(due_on date, until date)
returns date
language sql immutable
return greatest(due_after_rest.due_on, due_after_rest.until + 14);
comment on function private.due_after_rest is 'When a contract is due that goes on by itself: two weeks after that day at the earliest, for whoever has just come home.';

create function private.due_when_resumed(due_on date, on_day date)
returns date
language sql immutable
return greatest(due_when_resumed.due_on, due_when_resumed.on_day + 30);
comment on function private.due_when_resumed is 'When a contract is due that somebody lets go on, unless they say otherwise.';

create function private.can_be_due(terms private.held_terms, due_on date, begins_anew boolean, on_day date)
returns boolean
language sql stable
return coalesce(can_be_due.due_on > can_be_due.on_day - 365
  and can_be_due.due_on < least((((can_be_due.terms).cycle).opened_at at time zone 'UTC')::date, can_be_due.on_day) + 3652
  and (not can_be_due.begins_anew or can_be_due.due_on < 3652
    + greatest((((can_be_due.terms).contract).created_at at time zone 'UTC')::date, ((can_be_due.terms).contract).last_service_on)), false);
comment on function private.can_be_due is 'Whether a cycle can be due that day: no longer ago than a year, and not so far ahead that it is forgotten.';

create function private.put_due(cycle_id uuid, due_on date)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.maintenance_cycles y set due_on = put_due.due_on where y.id = put_due.cycle_id and y.due_on <> put_due.due_on;
end;
$$;
comment on function private.put_due is 'Makes an open cycle due on another day: it is told of anew, band by band.';

create function private.change_due_date(contract_id uuid, due_on date, keep_cadence boolean, reason text, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_cycle public.maintenance_cycles := (v_terms).cycle;
  v_refusal jsonb := private.may_change_terms(v_terms, '{active, paused}', reason, shown);
begin
  if v_refusal is not null then
    return v_refusal;
  elsif not private.can_be_due(v_terms, due_on, not keep_cadence, private.company_day(as_of)) then
    return private.rejected('due_on');
  elsif private.begun_or_booked(v_cycle.id) is not null then
    return private.refused(private.begun_or_booked(v_cycle.id));
  end if;
  if not keep_cadence then
    update public.maintenance_contracts c set due_anchor_on = change_due_date.due_on
    where c.id = change_due_date.contract_id and c.due_anchor_on <> change_due_date.due_on;
  end if;
  perform private.put_due(v_cycle.id, due_on);
  perform private.write_audit('maintenance_cycles', v_cycle.id, 'update', jsonb_build_object('what', 'due date changed', 'note', private.written(reason)));
  return jsonb_build_object('status', 'changed', 'due_on', due_on);
end;
$$;
comment on function private.change_due_date is 'Makes a contract due on another day: see the door of the same name.';

create function private.cannot_skip(terms private.held_terms, reason text, shown text)
returns jsonb
language sql stable
return coalesce(
  private.may_change_terms(cannot_skip.terms, '{active}', cannot_skip.reason, cannot_skip.shown),
  (select private.refused(b.why) from private.begun_or_booked(((cannot_skip.terms).cycle).id) b (why) where b.why is not null));
comment on function private.cannot_skip is 'Why a contract''s open cycle is not let out, as an answer; null when it may be.';

create function private.skip_cycle(contract_id uuid, reason text, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'skip_cycle'
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_cycle public.maintenance_cycles := (v_terms).cycle;
  v_refusal jsonb := private.cannot_skip(v_terms, reason, shown);
  v_due_on date := private.due_after_skip(v_terms, private.company_day(as_of));
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  update public.maintenance_cycles y
  set closed_at = private.clock(), outcome = 'declined', closed_reason = private.written(skip_cycle.reason) where y.id = v_cycle.id;
  insert into public.maintenance_cycles (contract_id, number, due_on) values (v_cycle.contract_id, v_cycle.number + 1, v_due_on);
  return jsonb_build_object('status', 'skipped', 'due_on', v_due_on);
end;
$$;
comment on function private.skip_cycle is '"Not this time": see the door of the same name.';
