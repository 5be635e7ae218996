-- Held terms: what the office changes about a contract that goes on (the chapters after this one) begins alike: the contract is
-- held, compared with what the page showed, and what stands in the way is said before anything is written.

create type private.held_terms as (contract public.maintenance_contracts, cycle public.maintenance_cycles);
comment on type private.held_terms is 'A contract that is held, with its open cycle, if it has one.';

create function private.unsettled_visit(cycle_id uuid)
returns uuid
language sql stable
begin atomic
  select v.id from public.maintenance_visits v where v.cycle_id = unsettled_visit.cycle_id and private.is_unsettled(v.state)
  order by v.state = 'in_progress' desc, v.id limit 1;
end;
comment on function private.unsettled_visit is 'The visit of a cycle that is to happen, or waits for another time; null where there is none.';

create function private.terms_shown(terms private.held_terms)
returns text
language sql stable
return concat_ws(' ', ((terms).contract).state, ((terms).cycle).number, ((terms).cycle).due_on, ((terms).contract).due_anchor_on,
  ((terms).contract).paused_until, ((terms).contract).no_charge_until, ((terms).contract).tax_code_id, ((terms).contract).fee,
  -- Not the link itself: who sees a page is not given it.
  left(encode(private.token_hash(((terms).cycle).token), 'hex'), 8), private.unsettled_visit(((terms).cycle).id));
comment on function private.terms_shown is 'What a contract''s page showed, as one text: a form sends it back, so that nobody overwrites what somebody else changed meanwhile, calls off a visit that was booked meanwhile and that they do not know of, or replaces a link that was replaced just now.';

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

create function private.changed_meanwhile(terms private.held_terms, shown text)
returns jsonb
language sql stable
return case when changed_meanwhile.shown <> private.terms_shown(changed_meanwhile.terms) then
  private.changed_by_somebody(array[((changed_meanwhile.terms).contract).id, ((changed_meanwhile.terms).cycle).id,
    private.unsettled_visit(((changed_meanwhile.terms).cycle).id)]) end;
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
