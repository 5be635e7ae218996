-- Terms: what the office changes about a contract that goes on. It rests and goes on, ends, is due on another day, lets one
-- visit out, costs nothing for a while. Each says what stands in its way before it writes anything.

-- What a page was looking at --------------------------------------------------------------------------------------

create type private.held_terms as (contract public.maintenance_contracts, cycle public.maintenance_cycles);
comment on type private.held_terms is 'A contract that is held, with its open cycle, if it has one.';

create function private.terms_shown(terms private.held_terms)
returns text
language sql stable
return concat_ws(' ', ((terms).contract).state, ((terms).cycle).number, ((terms).cycle).due_on, ((terms).contract).due_anchor_on,
  ((terms).contract).paused_until, ((terms).contract).no_charge_until, ((terms).contract).tax_code_id, ((terms).contract).fee);
comment on function private.terms_shown is 'What a contract''s page showed, as one text: a form sends it back, so that nobody overwrites what somebody else changed meanwhile.';

create function private.terms_of(contract_id uuid)
returns private.held_terms
language plpgsql stable
set search_path = ''
as $$
declare
  v_terms private.held_terms;
begin
  select c into v_terms.contract from public.maintenance_contracts c where c.id = terms_of.contract_id;
  if ((v_terms).contract).id is null then
    raise exception 'no such contract' using errcode = 'PT404';
  end if;
  select y into v_terms.cycle from public.maintenance_cycles y where y.contract_id = terms_of.contract_id and y.closed_at is null;
  return v_terms;
end;
$$;
comment on function private.terms_of is 'A contract and its open cycle. PT404.';

create function private.hold_terms(contract_id uuid)
returns private.held_terms
language plpgsql volatile
set search_path = ''
as $$
begin
  -- The row before the lock, as whoever writes a contract by hand.
  perform from public.maintenance_contracts c where c.id = hold_terms.contract_id for no key update;
  perform private.lock_stop_of(contract_id, (
    select y.id from public.maintenance_cycles y where y.contract_id = hold_terms.contract_id and y.closed_at is null));
  return private.terms_of(contract_id);
end;
$$;
comment on function private.hold_terms is 'Holds a contract, with those that share its stop, and then reads it: nobody books, moves or ends it meanwhile. PT404.';

create function private.changed_by_somebody(row_ids uuid[], columns text[] default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select private.refused('changed') || jsonb_build_object('at', e.at, 'by', (select s.name from public.staff s where s.user_id = e.actor))
    from (values (true)) one (row_is_there)
    left join lateral (
      select a.at, a.actor from public.audit_events a
      where a.row_id = any (row_ids) and a.action <> 'read' and (columns is null or a.changes ?| columns or a.personal_digest is not null)
      order by a.seq desc limit 1
    ) e on true);
end;
$$;
comment on function private.changed_by_somebody is 'The refusal of a form whose page showed these rows otherwise: when that changed, or these columns of it, and who did it (null: a job, a file, or the client).';

create function private.changed_meanwhile(terms private.held_terms, shown text)
returns jsonb
language sql stable
return case when changed_meanwhile.shown <> private.terms_shown(changed_meanwhile.terms) then
  private.changed_by_somebody(array[((changed_meanwhile.terms).contract).id, ((changed_meanwhile.terms).cycle).id]) end;
comment on function private.changed_meanwhile is 'The refusal of a form whose page showed other terms; null where it shows what is so.';

create function private.begun_or_booked(cycle_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select case when v.state = 'in_progress' then 'begun' else 'booked' end
    from public.maintenance_visits v where v.cycle_id = begun_or_booked.cycle_id and private.is_unsettled(v.state)
    order by v.state = 'in_progress' desc limit 1);
end;
$$;
comment on function private.begun_or_booked is 'Whether a cycle''s visit has begun, is booked (or waits for another time); null where none is to happen.';

create function private.said_why(reason text)
returns jsonb
language sql immutable
return case when private.written(reason) is null or length(reason) > 500 then private.rejected('reason') end;
comment on function private.said_why is 'The rejection of a change for no reason, or one of over 500 characters: somebody asks later. Null for any other.';

create function private.may_change_terms(terms private.held_terms, states text[], reason text, shown text)
returns jsonb
language sql stable
return coalesce(
  private.said_why(may_change_terms.reason),
  private.changed_meanwhile(may_change_terms.terms, may_change_terms.shown),
  case when ((may_change_terms.terms).contract).state <> all (may_change_terms.states) then private.refused('state') end);
comment on function private.may_change_terms is 'Why a contract is not changed, as an answer: rejected (reason), refused (changed, or state: it is in none of these); null when it may be.';

-- When it is due --------------------------------------------------------------------------------------------------

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

-- It rests, goes on, or ends --------------------------------------------------------------------------------------

create function private.booked_before(contract_ids uuid[], until date)
returns table (task_id uuid, visit_id uuid, cycle_id uuid)
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return query
  select v.task_id, v.id, v.cycle_id
  from public.maintenance_cycles y
  join public.maintenance_visits v on v.cycle_id = y.id and private.has_not_begun(v.state)
  join public.technician_tasks t on t.id = v.task_id
  where y.contract_id = any (contract_ids) and (until is null or (lower(t.during) at time zone v_zone)::date < until);
end;
$$;
comment on function private.booked_before is 'The visits of contracts that have not begun and would be before a day; all of them without one.';

create function private.let_rest(contract_ids uuid[], until date, reason text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Whoever is back by then keeps the visit, and is told of any other that does not take place.
  perform private.cancel_visits(b.task_id, array_agg(b.visit_id), (array_agg(b.cycle_id))[1], 'contract paused')
  from private.booked_before(contract_ids, until) b group by b.task_id;
  update public.maintenance_contracts c set state = 'paused', paused_until = let_rest.until, paused_reason = private.written(let_rest.reason)
  where c.id = any (contract_ids) and c.state in ('active', 'paused');
end;
$$;
comment on function private.let_rest is 'Lets contracts rest until a day, or until somebody lets them go on: what is booked for before it is cancelled with a mail, what is booked for later stays. When they are due is decided as they go on (end_rest, resume_contract), so that another day can be said meanwhile.';

create function private.pause_contract(contract_id uuid, until date, reason text, cancel_booking boolean, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_on_day date := private.company_day(as_of);
  v_refusal jsonb := private.may_change_terms(v_terms, '{active, paused}', reason, shown);
begin
  if v_refusal is not null then
    return v_refusal;
  elsif until <= v_on_day or until > v_on_day + interval '3 years' then
    return private.rejected('until');
  elsif private.begun_or_booked(((v_terms).cycle).id) = 'begun' then
    return private.refused('begun');
  elsif not cancel_booking and exists (select from private.booked_before(array[contract_id], until)) then
    return private.refused('booked');
  end if;
  perform private.let_rest(array[contract_id], until, reason);
  return jsonb_build_object('status', 'paused', 'until', until);
end;
$$;
comment on function private.pause_contract is 'Lets a contract rest: see the door of the same name.';

create function private.resume_contract(contract_id uuid, due_on date, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_cycle public.maintenance_cycles := (v_terms).cycle;
  v_on_day date := private.company_day(as_of);
  v_due_on date := coalesce(due_on, private.due_when_resumed(v_cycle.due_on, v_on_day));
  v_refusal jsonb := private.may_change_terms(v_terms, '{paused}', 'it goes on', shown);
begin
  if v_refusal is not null then
    return v_refusal;
  elsif not private.can_be_due(v_terms, v_due_on, false, v_on_day) then
    return private.rejected('due_on');
  elsif v_due_on <> v_cycle.due_on and private.begun_or_booked(v_cycle.id) is not null then
    return private.refused(private.begun_or_booked(v_cycle.id));
  end if;
  update public.maintenance_contracts c set state = 'active' where c.id = resume_contract.contract_id;
  perform private.put_due(v_cycle.id, v_due_on);
  return jsonb_build_object('status', 'resumed', 'due_on', v_due_on);
end;
$$;
comment on function private.resume_contract is 'Lets a contract go on that rests: see the door of the same name.';

create function private.cancel_contract(contract_id uuid, reason text, note text, tell boolean, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_refusal jsonb := private.may_change_terms(v_terms, '{draft, active, paused}', reason, shown);
begin
  if private.ends_quietly(reason) is null then
    return private.rejected('reason');
  elsif length(note) > 500 or (reason = 'other' and private.written(note) is null) then
    return private.rejected('note');
  elsif v_refusal is not null then
    return v_refusal;
  elsif private.begun_or_booked(((v_terms).cycle).id) = 'begun' then
    return private.refused('begun');
  end if;
  if not tell then
    perform private.cancel_visits(b.task_id, array_agg(b.visit_id), (array_agg(b.cycle_id))[1], 'contract cancelled', with_mail => false)
    from private.booked_before(array[contract_id], null) b group by b.task_id;
  end if;
  update public.maintenance_contracts c
  set state = 'cancelled', cancelled_reason = cancel_contract.reason, cancelled_note = private.written(cancel_contract.note)
  where c.id = cancel_contract.contract_id;
  return jsonb_build_object('status', 'cancelled');
end;
$$;
comment on function private.cancel_contract is 'Ends a contract: see the door of the same name. What follows from it is written in "endings", for whoever ends one.';

-- What it costs ---------------------------------------------------------------------------------------------------

create function private.set_no_charge(contract_id uuid, until date, reason text, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_on_day date := private.company_day(as_of);
  v_refusal jsonb := private.may_change_terms(v_terms, '{draft, active, paused}', case when until is null then 'charged again' else reason end, shown);
begin
  if v_refusal is not null then
    return v_refusal;
  elsif until < v_on_day or until > v_on_day + interval '10 years' then
    return private.rejected('until');
  end if;
  update public.maintenance_contracts c
  set no_charge_until = until, no_charge_reason = case when until is not null then private.tidy(set_no_charge.reason) end
  where c.id = set_no_charge.contract_id;
  return jsonb_build_object('status', 'set');
end;
$$;
comment on function private.set_no_charge is 'Visits due until a day cost nothing: see the door of the same name.';

create function private.set_contract_tax(contract_id uuid, tax_code_id uuid, reason text, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_refusal jsonb := private.may_change_terms(v_terms, '{draft, active, paused}', reason, shown);
begin
  if v_refusal is not null then
    return v_refusal;
  elsif not exists (select from public.tax_codes t where t.id = set_contract_tax.tax_code_id) then
    return private.rejected('tax_code_id');
  end if;
  update public.maintenance_contracts c set tax_code_id = set_contract_tax.tax_code_id, tax_reason = private.tidy(set_contract_tax.reason)
  where c.id = set_contract_tax.contract_id;
  return jsonb_build_object('status', 'set');
end;
$$;
comment on function private.set_contract_tax is 'Taxes a contract otherwise than its category: see the door of the same name.';

-- By itself -------------------------------------------------------------------------------------------------------

create function private.end_rest(contract_id uuid)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_terms private.held_terms := private.hold_terms(contract_id);
  v_contract public.maintenance_contracts := (v_terms).contract;
  v_cycle public.maintenance_cycles := (v_terms).cycle;
begin
  update public.maintenance_contracts c set state = 'active' where c.id = v_contract.id and c.state = 'paused';
  -- What is booked stays when it was promised.
  if found and private.begun_or_booked(v_cycle.id) is null then
    perform private.put_due(v_cycle.id, private.due_after_rest(v_cycle.due_on, v_contract.paused_until));
  end if;
  return true;
exception when others then
  perform private.raise_about_customer('self_check', (select c.customer_id from public.maintenance_contracts c where c.id = end_rest.contract_id),
    jsonb_build_object('reason', 'resume', 'code', sqlstate), cycle_id => v_cycle.id, urgent => true);
  return false;
end;
$$;
comment on function private.end_rest is 'Lets one contract go on whose day has come, alone: where that fails, the office has an urgent activity and the others go on.';

create function private.resume_what_rested(as_of timestamptz, most integer)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('resumed', count(*) filter (where r.goes_on), 'failed', count(*) filter (where not r.goes_on),
      'more', count(*) = most and not bool_and(r.has_failed))
    from (
      select o.has_failed, private.end_rest(o.id) as goes_on
      from (
        select c.id, private.has_failed('customer', c.customer_id, 'resume') as has_failed from public.maintenance_contracts c
        where c.state = 'paused' and c.paused_until <= private.company_day(resume_what_rested.as_of)
        order by has_failed, c.id limit most
      ) o
    ) r);
end;
$$;
comment on function private.resume_what_rested is 'Lets contracts go on whose day has come: {resumed, failed, more}.';

create function private.run_roll_forward(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  -- Short enough for one call; the next hour does the rest.
  v_most constant integer := 200;
  v_rolled jsonb := private.roll_what_is_done(as_of, v_most);
  v_resumed jsonb := private.resume_what_rested(as_of, v_most);
begin
  return v_rolled || v_resumed || jsonb_build_object(
    'failed', (v_rolled ->> 'failed')::integer + (v_resumed ->> 'failed')::integer,
    'more', (v_rolled ->> 'more')::boolean or (v_resumed ->> 'more')::boolean);
end;
$$;
comment on function private.run_roll_forward is 'Daily: rolls on the cycles whose visit is done and that are open all the same, which complete_visit leaves none of, and lets contracts go on whose rest is over. {rolled, resumed, failed, more}.';
