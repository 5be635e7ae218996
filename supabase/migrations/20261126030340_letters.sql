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
declare
  v_letter jsonb;
begin
  perform private.require_office();
  perform private.lock_contracts(contract_id || array(select h.contract_id from private.household(contract_id, private.clock()) h));
  v_letter := private.print_letter(contract_id, private.clock());
  if v_letter ->> 'status' = 'printed' then
    perform private.letter_printed(contract_id, private.clock());
  end if;
  return v_letter;
end;
$$;
comment on function public.print_letter is 'The letter with the client''s link and short code: as letter_facts, but {status: printed, url, short_code} where it is due. Who asked is in the audit trail, and the prices it tells are frozen; what the work list asks about that home comes back after five business days. 42501, PT404.';

create function public.letters_due(kinds text[] default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.letters_due(kinds, private.clock());
end;
$$;
comment on function public.letters_due is 'Who on the work list gets a letter today, of these kinds of work: whoever is not to be called, was tried three times, or cannot be mailed. One for each home: {status: ok, letters: how many, rows: the first 100 by due date [{contract_id, customer_id, customer, city, due_on, can_be_called, has_address, kinds}]}. 42501 unless office.';

create function public.print_letters(contract_ids uuid[])
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  if private.refuse_so_many(contract_ids) is not null then
    return private.refuse_so_many(contract_ids);
  end if;
  perform private.lock_contracts(private.printed_together(contract_ids, private.clock()));
  return private.print_letters(contract_ids, private.clock());
end;
$$;
comment on function public.print_letters is 'Up to 100 letters at once, each as print_letter: {status: ok, letters: [print_letter''s answer, or status together where an earlier one of them names that unit too; and contract_id]} | {status: rejected (reason: most)}. What is unknown is left out. 42501 unless office.';

grant execute on function public.letter_facts, public.print_letter, public.letters_due, public.print_letters to authenticated, service_role;
