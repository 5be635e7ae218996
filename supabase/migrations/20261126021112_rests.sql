-- Rests and ends: a contract rests until a day and goes on by itself, goes on when somebody says so, or ends.

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
