-- Price terms: what visits of a contract cost for a while, and how they are taxed.

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
