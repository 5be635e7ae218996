-- The office's door to letters. Definers behind require_office(): staff read no link anywhere else.

create function public.letter_facts(contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.letter_facts(contract_id, private.clock());
end;
$$;
comment on function public.letter_facts is 'What a letter would say, without the client''s link: {status: due | booked (booked_for) | paused, name, first_name, address_lines, unit, others, due_on, company} | {status: expired}. Changes nothing. 42501, PT404.';

create function public.print_letter(contract_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.lock_contracts(contract_id || array(select h.contract_id from private.household(contract_id, private.clock()) h));
  return private.print_letter(contract_id, private.clock());
end;
$$;
comment on function public.print_letter is 'The letter with the client''s link and short code: as letter_facts, but {status: printed, url, short_code} where it is due. Who asked is in the audit trail, and the prices it tells are frozen. 42501, PT404.';

grant execute on function public.letter_facts, public.print_letter to authenticated, service_role;
