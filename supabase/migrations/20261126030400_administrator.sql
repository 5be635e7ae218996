-- The administrator's door: what writes policies, and what mends a mistake. Definers behind require_admin().

-- Asked by hand, from Studio (docs/runbook.md): no page invites to change what a client was told.
create function public.correct_price(contract_id uuid, fee numeric, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_cycle_id uuid;
begin
  perform private.require_admin();
  perform private.lock_contracts(array[contract_id]);
  v_cycle_id := (private.open_unit(contract_id)).cycle_id;
  if private.written(reason) is null or private.too_much(notes => reason) is not null then
    return private.rejected('notes');
  elsif fee is null or not (fee >= 0 and fee < 'NaN') then
    -- Refused here: what the table's own check says would show the whole row, the client's link in it.
    raise exception 'a fee is an amount of money' using errcode = '23514';
  elsif private.has_unsettled_visit(correct_price.contract_id) then
    -- One that waits for another time has its line, too.
    return private.refused('booked');
  end if;
  return jsonb_build_object('status', case when private.correct_price(v_cycle_id, fee, private.written(reason)) then 'corrected' else 'not_told' end);
end;
$$;
comment on function public.correct_price is 'Mends a price that a client was told wrongly for the visit that is due, with a reason → {status: corrected | not_told | refused (reason: booked) | rejected (reason: notes)}. 42501 unless admin or service role; PT404 for an unknown contract; 23514 for a fee below zero.';

create function public.set_checklist(category_code text, lines jsonb, shown integer default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.set_checklist(category_code, lines, shown);
end;
$$;
comment on function public.set_checklist is 'Changes what is checked on the units of a category, at visits that are booked from now on → {status: set (number) | unchanged (number) | rejected (reason: lines (most), line, position, section (most), label (most), help (most), required, safety_critical, twice: the same again in its section; line: which one) | refused (reason: changed, number, at, by: somebody made another version than the one that the page showed)}. lines is [{position, section, label, help, required, safety_critical}], numbered from 1; help is optional, a line is required and not safety-critical unless it says so. shown: the number of the version that was changed, 0 for none; without it nothing is compared. 42501 unless admin or service role; PT404 for an unknown category.';

grant execute on function public.correct_price, public.set_checklist to authenticated, service_role;

create function public.reverse_visit(visit_id uuid, reason text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_admin();
  return private.reverse_visit(visit_id, reason, private.clock());
end;
$$;
comment on function public.reverse_visit is 'Takes back a visit that was recorded as done by mistake, as long as nobody was told of the next cycle: {status: reversed (cycle_id, due_on) | rejected (reason: reason) | refused (reason: state, later, visit, reminder, price, link, activity, repair, paid, exported)}. 42501 unless admin or service role, PT404.';
grant execute on function public.reverse_visit to authenticated, service_role;
