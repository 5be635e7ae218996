-- Letters: what is written on paper to a client who cannot be written to by e-mail, and the printing of it.

create function private.letter_facts(contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.stop_unit := private.open_unit(contract_id);
  v_task public.technician_tasks := private.live_task(v_own.cycle_id);
begin
  if v_own.cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  return (
    select jsonb_build_object(
      -- Nobody is reminded of what is booked, or of what rests, and nothing is printed to a name that is quiet.
      'status', case when v_task.id is not null then 'booked' when not v_own.serviceable or private.is_quiet(m.id) then 'paused' else 'due' end,
      'name', m.name, 'first_name', m.first_name, 'due_on', v_own.due_on,
      'unit', private.unit_named(v_own),
      -- What can be done in the same visit: one letter for all of it.
      'others', case when v_task.id is null and v_own.serviceable then (
        select coalesce(jsonb_agg(private.unit_named(row (h.*)::private.stop_unit) order by h.due_on, h.kind, h.enrolled_at, h.contract_id), '[]')
        from private.household(v_own.contract_id, as_of) h) else '[]' end,
      'address_lines', coalesce(nullif(private.address_lines(m.street, m.apartment, m.city, m.province, m.postal_code), '{}'),
        private.address_lines(u.street, u.apartment, u.city, u.province, u.postal_code)),
      'company', (select jsonb_build_object('company_name', s.company_name, 'phone', s.phone, 'postal_address', s.postal_address) from public.company_settings s))
      || case when v_task.id is not null then jsonb_build_object('booked_for', lower(v_task.during)) else '{}' end
    from public.maintenance_contracts c
    join public.customers m on m.id = c.customer_id
    join public.units u on u.id = c.unit_id
    where c.id = letter_facts.contract_id);
end;
$$;
comment on function private.letter_facts is 'What a letter about a contract''s unit says, without its link: {status: due | booked (booked_for) | paused (nobody is written to, nor who has died), name, first_name, address_lines: the client''s, or where no street is known the unit''s, unit (private.unit_named), others: what else is due in that household, alike, due_on, company} | {status: expired} (no open cycle). PT404 for an unknown contract.';

create function private.print_letter(contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_letter jsonb := private.letter_facts(contract_id, as_of);
  v_own private.stop_unit;
  v_has_postal_code boolean;
begin
  if v_letter ->> 'status' <> 'due' then
    return v_letter;
  end if;
  v_own := private.unit_of_contract(contract_id);
  -- Prices are told with the letter.
  perform private.freeze_price(v_own.cycle_id);
  perform private.freeze_price(h.cycle_id) from private.household(contract_id, as_of) h;
  select coalesce(m.postal_code, v_own.postal_code) is not null into v_has_postal_code
  from public.customers m where m.id = v_own.customer_id;
  return private.letter_facts(contract_id, as_of) || jsonb_build_object('status', 'printed',
    'url', private.hand_out_link(v_own.cycle_id) -> 'url',
    -- Without a postal code there is nothing to check it by.
    'short_code', case when v_has_postal_code then private.short_code_of(v_own.cycle_id) end);
end;
$$;
comment on function private.print_letter is 'The letter that is due with the client''s link and short code, on record, its prices frozen: as private.letter_facts, but {status: printed, url, short_code (null where no postal code is known)}. Callers hold the locks of the contracts in it.';
