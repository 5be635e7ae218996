-- Letters due: who on the work list gets one instead of a call, and what a printed letter does to the list.

create function private.letters_due(kinds text[], as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
begin
  return (
    with waits as (
      select a.id, a.kind, a.customer_id, o.contract_id, o.due_on, o.address_key, private.number_to_call(a.customer_id, a.details) is not null as can_be_called
      from public.office_activities a
      join private.open_cycles o on o.contract_id = private.letter_for(a)
      where a.state = 'open' and a.due_on <= v_today and (letters_due.kinds is null or a.kind = any (letters_due.kinds))
        -- Not to whom a call still does better.
        and (a.kind in ('call_client', 'missing_address') or private.number_to_call(a.customer_id, a.details) is null or private.tries(a.id) >= 3)
    ),
    -- One letter tells a household of all that is due there.
    homes as (
      select distinct on (w.customer_id, w.address_key) w.contract_id, w.customer_id, w.due_on,
        bool_or(w.can_be_called) over (partition by w.customer_id) as can_be_called
      from waits w order by w.customer_id, w.address_key, w.due_on, w.contract_id
    )
    select jsonb_build_object('status', 'ok', 'letters', (select count(*) from homes), 'rows', coalesce(jsonb_agg(jsonb_build_object(
      'contract_id', h.contract_id, 'customer_id', m.id, 'customer', m.name, 'city', m.city, 'due_on', h.due_on, 'can_be_called', h.can_be_called,
      'has_address', coalesce(m.street, u.street) is not null,
      'kinds', (select jsonb_agg(distinct w.kind) from waits w where w.customer_id = h.customer_id)) order by h.due_on, m.name, h.contract_id), '[]'))
    from (select * from homes n order by n.due_on, n.contract_id limit 100) h
    join public.customers m on m.id = h.customer_id
    join public.maintenance_contracts c on c.id = h.contract_id
    join public.units u on u.id = c.unit_id);
end;
$$;
comment on function private.letters_due is 'Who gets a letter today: see the door of the same name.';

create function private.letter_printed(contract_id uuid, as_of timestamptz)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_again_on date := private.business_days_later(private.company_day(as_of), 5);
begin
  with answered as (
    select a.* from public.office_activities a
    join public.maintenance_contracts c on c.customer_id = a.customer_id
    where c.id = letter_printed.contract_id and a.state = 'open' and (a.contract_id is null or a.contract_id = c.id
      or exists (select from private.household(c.id, as_of) h where h.contract_id = a.contract_id)) and private.letter_for(a) is not null
      -- Whoever prints once more on the same day, because no answer came or the paper jammed, sends one letter.
      and not exists (
        select from public.activity_calls k
        where k.activity_id = a.id and k.number = private.last_call(a.id) and k.result = 'letter' and private.company_day(k.made_at) = private.company_day(as_of))
    order by a.id for update of a
  ), written as (
    insert into public.activity_calls (activity_id, number, result, again_on, due_on, made_at, staff_id)
    select a.id, private.last_call(a.id) + 1, 'letter', v_again_on, a.due_on, as_of, private.me() from answered a
    returning activity_id
  )
  update public.office_activities a set due_on = v_again_on from written w where w.activity_id = a.id;
end;
$$;
comment on function private.letter_printed is 'What a letter about a home answers comes back after five business days: mail takes that long. On record as a call is, once however often it is printed on one day.';

create function private.printed_together(contract_ids uuid[], as_of timestamptz)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return contract_ids || array(
    select h.contract_id from unnest(contract_ids) id cross join lateral private.household(id, as_of) h);
end;
$$;
comment on function private.printed_together is 'These contracts, and those of the households that share their letters.';

create function private.print_letters(contract_ids uuid[], as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
  v_letter jsonb;
  v_letters jsonb := jsonb_build_array();
  v_told uuid[] := array[]::uuid[];
begin
  for v_id in
    select c.id from public.maintenance_contracts c join unnest(contract_ids) with ordinality g (id, position) on g.id = c.id order by g.position
  loop
    -- One letter tells a home of all that is due there.
    v_letter := case when v_id = any (v_told) then jsonb_build_object('status', 'together') else private.print_letter(v_id, as_of) end;
    if v_letter ->> 'status' = 'printed' then
      perform private.letter_printed(v_id, as_of);
      v_told := v_told || array(select h.contract_id from private.household(v_id, as_of) h);
    end if;
    v_letters := v_letters || jsonb_build_array(v_letter || jsonb_build_object('contract_id', v_id));
  end loop;
  return jsonb_build_object('status', 'ok', 'letters', v_letters);
end;
$$;
comment on function private.print_letters is 'These letters, each as private.print_letter, in the order asked for; together for a unit that an earlier one of them names. Callers hold the locks of all contracts in them.';
