-- Find: one box for whatever somebody has in hand or hears on the phone. Clients and contracts by every word of it,
-- all else by its number, or because it belongs to the few clients and contracts that fit.

create type private.fitting as (ids uuid[], count bigint);
comment on type private.fitting is 'What fits a search: the first of it, best first, and how much there is.';

create function private.patterns_of(words text[])
returns text[]
language sql immutable
-- Folded words hold none of the characters that stand for others in a pattern. The longest first: it rules out most.
return array(select '%' || word || '%' from unnest(words) word order by length(word) desc);
comment on function private.patterns_of is 'The words of a search as patterns for like.';

create function private.fitting_clients(words text[], most integer)
returns private.fitting
language plpgsql stable
set search_path = ''
as $$
declare
  v_patterns constant text[] := private.patterns_of(words);
  v_rarest constant text := v_patterns[1];
  v_begins constant text := words[1] || '%';
  -- What is read out of a telephone number is its end.
  v_ends constant text := case when words[1] ~ '^[0-9]{4,}$' then '[0-9]' || words[1] || '(?![0-9])' end;
  v_fitting private.fitting;
begin
  with found as materialized (
    select s.customer_id, s.known_as collate "C" as name, coalesce(s.text ~ v_ends, false) as is_end
    from private.client_search s
    where s.text like v_rarest and (cardinality(v_patterns) = 1 or s.text like all (v_patterns))
  ),
  best as (
    select f.customer_id
    from found f
    order by f.is_end desc, case when f.name like v_begins then 1 when f.name like '% ' || v_begins then 2 else 3 end, f.name, f.customer_id
    limit fitting_clients.most
  )
  select array(select b.customer_id from best b), (select count(*) from found) into v_fitting;
  return v_fitting;
end;
$$;
comment on function private.fitting_clients is 'The clients that every word of a search stands in: first those of whose number the first word is the end, then those whose name begins with it, then those with a name that does, then the others.';

create function private.fitting_contracts(words text[], of_clients uuid[], most integer)
returns private.fitting
language plpgsql stable
set search_path = ''
as $$
declare
  v_patterns constant text[] := private.patterns_of(words);
  v_rarest constant text := v_patterns[1];
  v_fitting private.fitting;
begin
  with found as materialized (
    select s.contract_id
    from private.contract_search s
    where s.text like v_rarest and (cardinality(v_patterns) = 1 or s.text like all (v_patterns))
  ),
  -- Every word that stands in a client stands in their contracts.
  theirs as materialized (
    select c.id, array_position(of_clients, c.customer_id) as place
    from public.maintenance_contracts c
    where c.customer_id = any (of_clients)
    order by place, c.id limit fitting_contracts.most
  ),
  others as (
    select f.contract_id from found f where f.contract_id not in (select t.id from theirs t) limit fitting_contracts.most
  )
  select (array(select t.id from theirs t order by t.place, t.id) || array(select o.contract_id from others o))[:fitting_contracts.most],
    (select count(*) from found) into v_fitting;
  return v_fitting;
end;
$$;
comment on function private.fitting_contracts is 'The contracts that every word of a search stands in, those of these clients first, in their order.';

-- What is shown of each -----------------------------------------------------------------------------------------------

create function private.has_word(names text[], words text[])
returns boolean
language sql immutable
return private.names_text(names) like any (private.patterns_of(words));
comment on function private.has_word is 'Whether any of these words stands in any of these names.';

create function private.next_of_client(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('contract_id', l.contract_id, 'product_name', coalesce(l.product_name, l.category), 'situation', l.situation,
      'due_on', l.due_on, 'booked_for', l.booked_for)
    from public.contract_list l
    where l.customer_id = next_of_client.customer_id and l.state = 'active'
    order by array_position('{overdue, not_closed, due, booked, later, none}', l.situation), l.due_on, l.contract_id limit 1);
end;
$$;
comment on function private.next_of_client is 'The most pressing of a client''s active contracts: {contract_id, product_name, situation (contract_list), due_on, booked_for}; null without any.';

create function private.client_found(customer_id uuid, words text[])
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('customer_id', m.id, 'name', m.name, 'city', m.city, 'street', m.street, 'phone', m.phone, 'deceased_on', m.deceased_on,
      'by', array(
        select own.text from unnest(array[m.email, m.customer_ref, m.postal_code]) own (text)
        where private.has_word(array[own.text], words)),
      'contact', (
        select jsonb_build_object('name', t.name, 'relation', t.relation, 'phone', t.phone, 'email', t.email)
        from public.customer_contacts t
        where t.customer_id = m.id and private.has_word(array[t.name, t.phone, t.email], array(
          select word from unnest(words) word
          where not private.has_word(array[m.name, m.customer_ref, m.phone, m.email, m.street, m.city, m.postal_code], array[word])))
        order by t.created_at, t.id limit 1),
      'units', (select count(*) from public.units u where u.customer_id = m.id and u.condition <> 'retired'),
      'next', private.next_of_client(m.id))
    from public.customers m where m.id = client_found.customer_id);
end;
$$;
comment on function private.client_found is 'A client as a search shows them: {customer_id, name, city, street, phone, deceased_on, by: what else of theirs fits, contact: who is found by a word that is not the client''s own {name, relation, phone, email}, units: those in use, next: private.next_of_client}.';

create function private.contract_found(contract_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('contract_id', l.contract_id, 'customer', l.customer, 'product_name', coalesce(l.product_name, l.category),
      'serial_number', l.serial_number, 'state', l.state, 'situation', l.situation, 'due_on', l.due_on, 'booked_for', l.booked_for)
    from public.contract_list l where l.contract_id = contract_found.contract_id);
end;
$$;
comment on function private.contract_found is 'A contract as a search shows it: {contract_id, customer, product_name: or its kind, serial_number, state, situation, due_on, booked_for}.';

-- Kinds -----------------------------------------------------------------------------------------------------------------

create type private.found_group as (kind text, exact boolean, count bigint, rows jsonb);
comment on type private.found_group is 'What a search finds of one kind: the first rows, how many there are, and whether it is the very number that was typed.';

create function private.find_visits(contracts private.fitting, most integer)
returns private.found_group
language plpgsql stable
set search_path = ''
as $$
declare
  v_group private.found_group := ('visit', false, 0, '[]');
begin
  -- Of a crowd nobody wants every visit.
  if contracts.count between 1 and 20 then
    select count(*), coalesce(jsonb_agg(v.told order by v.at desc, v.id) filter (where v.place <= most), '[]') into v_group.count, v_group.rows
    from (
      select v.id, lower(t.during) as at, row_number() over (order by lower(t.during) desc, v.id) as place,
        jsonb_build_object('visit_id', v.id, 'at', lower(t.during), 'state', v.state, 'customer', m.name, 'product_name', coalesce(p.name, k.name),
          'technician', h.name) as told
      from public.maintenance_cycles y
      join public.maintenance_visits v on v.cycle_id = y.id
      join public.technician_tasks t on t.id = v.task_id
      join public.maintenance_contracts c on c.id = y.contract_id
      join public.customers m on m.id = c.customer_id
      join public.units u on u.id = c.unit_id
      join public.equipment_categories k on k.id = c.category_id
      left join public.products p on p.id = u.product_id
      left join public.technicians h on h.id = t.technician_id
      where y.contract_id = any (contracts.ids)) v;
  end if;
  return v_group;
end;
$$;
comment on function private.find_visits is 'The visits of the contracts that fit, newest first, where these are at most 20: {visit_id, at, state, customer, product_name, technician}.';

create function private.find_invoices(typed text, clients private.fitting, most integer)
returns private.found_group
language plpgsql stable
set search_path = ''
as $$
declare
  v_number constant text[] := regexp_match(typed, '^\s*([a-z]{1,4})?\s*[-#]?\s*0*([1-9][0-9]{0,8})\s*$', 'i');
  v_ids uuid[] := array(
    select i.id from public.invoices i
    where i.number = v_number[2]::bigint and (v_number[1] is null or i.series = upper(v_number[1])));
  v_group private.found_group := ('invoice', v_ids <> '{}', 0, '[]');
begin
  if v_ids = '{}' and clients.count between 1 and 20 then
    v_ids := array(select i.id from public.invoices i where i.customer_id = any (clients.ids) and i.number is not null);
  end if;
  select count(*), coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'number', private.number_shown(i.series, i.number), 'kind', i.kind,
    'state', i.state, 'customer', m.name, 'issued_at', i.issued_at, 'total', s.total, 'balance', s.balance)
    order by i.place) filter (where i.place <= most), '[]') into v_group.count, v_group.rows
  from (
    select i.*, row_number() over (order by i.created_at desc, i.id) as place from public.invoices i where i.id = any (v_ids)) i
  join public.customers m on m.id = i.customer_id
  left join private.invoice_sums s on s.invoice_id = i.id and i.place <= most;
  return v_group;
end;
$$;
comment on function private.find_invoices is 'The invoice of that number (M-000123, 123), else those of the clients that fit, where these are at most 20, newest first, no drafts: {invoice_id, number, kind, state, customer, issued_at, total, balance}.';

create function private.find_certificates(typed text)
returns private.found_group
language plpgsql stable
set search_path = ''
as $$
declare
  v_code constant text := translate(upper(regexp_replace(typed, '[^0-9A-Za-z]', '', 'g')), 'OIL', '011');
  v_number constant text[] := regexp_match(typed, '^\s*(?:mir)?[-\s]*([0-9]{4})[-\s]+0*([1-9][0-9]{0,8})\s*$', 'i');
  v_group private.found_group := ('certificate', false, 0, '[]');
begin
  select count(*), coalesce(jsonb_agg(jsonb_build_object('number', i.number, 'visit_id', i.visit_id, 'customer', m.name, 'service_on', i.service_on,
    'expires_on', i.expires_on, 'state', private.certificate_state(i, private.company_day(private.clock()))) order by i.issued_at desc, i.id), '[]')
  into v_group.count, v_group.rows
  from public.inspection_certificates i
  join public.maintenance_contracts c on c.id = i.contract_id
  join public.customers m on m.id = c.customer_id
  where i.code = v_code or (i.year = v_number[1]::integer and i.number_in_year = v_number[2]::integer);
  v_group.exact := v_group.count > 0;
  return v_group;
end;
$$;
comment on function private.find_certificates is 'The certificate of that number (MIR-2026-00001, 2026-1) or code: {number, visit_id, customer, service_on, expires_on, state}.';

create function private.find_units(typed text, most integer)
returns private.found_group
language plpgsql stable
set search_path = ''
as $$
declare
  v_key constant text := private.search_key(typed);
  v_group private.found_group := ('unit', false, 0, '[]');
begin
  if length(v_key) >= 3 then
    select count(*), coalesce(bool_or(u.key = v_key), false), coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'product_name', coalesce(p.name, k.name),
      'serial_number', u.serial_number, 'condition', u.condition, 'customer', m.name) order by u.place) filter (where u.place <= most), '[]')
    into v_group.count, v_group.exact, v_group.rows
    from (
      select u.*, private.search_key(u.serial_number) as key,
        row_number() over (order by private.search_key(u.serial_number) collate "C", u.condition = 'retired', u.id) as place
      from public.units u
      where private.search_key(u.serial_number) collate "C" >= v_key and private.search_key(u.serial_number) collate "C" < v_key || U&'\+10FFFF') u
    join public.customers m on m.id = u.customer_id
    join public.equipment_categories k on k.id = u.category_id
    left join public.products p on p.id = u.product_id;
  end if;
  return v_group;
end;
$$;
comment on function private.find_units is 'The units whose serial number begins with what was typed, from three letters or digits: {unit_id, product_name: or its kind, serial_number, condition, customer}.';

create function private.find_orders(typed text, most integer)
returns private.found_group
language plpgsql stable
set search_path = ''
as $$
declare
  v_key constant text := private.search_key(typed);
  v_number constant text := case when v_key !~ '\D' then private.bare_number(v_key) end;
  v_group private.found_group := ('order', false, 0, '[]');
begin
  select count(*), coalesce(bool_or(o.exact), false), coalesce(jsonb_agg(jsonb_build_object('order_id', o.id, 'order_number', o.order_number,
    'order_date', o.order_date, 'customer_id', m.id, 'customer', m.name) order by o.place) filter (where o.place <= most), '[]')
  into v_group.count, v_group.exact, v_group.rows
  from (
    select o.*, row_number() over (order by o.exact desc, o.order_number, o.id) as place
    from (
      select o.*, private.search_key(o.order_number) = v_key or private.bare_number(o.order_number) is not distinct from v_number as exact
      from public.sales_orders o
      where (length(v_key) >= 3 and private.search_key(o.order_number) collate "C" >= v_key
          and private.search_key(o.order_number) collate "C" < v_key || U&'\+10FFFF')
        or private.bare_number(o.order_number) collate "C" = v_number) o) o
  join public.customers m on m.id = o.customer_id;
  return v_group;
end;
$$;
comment on function private.find_orders is 'The orders whose number begins with what was typed, or has these digits: {order_id, order_number, order_date, customer_id, customer}.';

create function private.find_activities(words text[], most integer)
returns private.found_group
language plpgsql stable
set search_path = ''
as $$
declare
  v_patterns constant text[] := private.patterns_of(words);
  v_group private.found_group := ('activity', false, 0, '[]');
begin
  select count(*), coalesce(jsonb_agg(a.told order by a.place) filter (where a.place <= most), '[]') into v_group.count, v_group.rows
  from (
    select row_number() over (order by a.urgent desc, a.due_on, a.id) as place,
      jsonb_build_object('activity_id', a.id, 'kind', a.kind, 'what', a.details -> 'what', 'urgent', a.urgent, 'due_on', a.due_on, 'customer', m.name) as told
    from public.office_activities a
    join public.customers m on m.id = a.customer_id
    where a.state = 'open'
      -- One by one: open work is little beside all the clients there are.
      and (select s.text from private.client_search s where s.customer_id = a.customer_id) like all (v_patterns)) a;
  return v_group;
end;
$$;
comment on function private.find_activities is 'The open work about clients that fit, urgent first, then by due date: {activity_id, kind, what, urgent, due_on, customer}.';

-- All of it -------------------------------------------------------------------------------------------------------------

create function private.find(typed text, most integer, kind text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_typed constant text := left(coalesce(typed, ''), 200);
  v_most constant integer := least(greatest(coalesce(most, 5), 1), 50);
  v_words constant text[] := private.search_words(v_typed);
  v_clients private.fitting := ('{}', 0);
  v_contracts private.fitting := ('{}', 0);
begin
  -- One letter stands in everything.
  if length(array_to_string(v_words, '')) >= 2 then
    v_clients := private.fitting_clients(v_words, 50);
    v_contracts := private.fitting_contracts(v_words, v_clients.ids, 50);
  end if;
  return (
    with found as (
      select g.*, row_number() over () as place
      from (values
        (('client', false, v_clients.count, (
          select coalesce(jsonb_agg(private.client_found(c.id, v_words) order by c.place), '[]')
          from unnest(v_clients.ids[:v_most]) with ordinality c (id, place)))::private.found_group),
        (private.find_units(v_typed, v_most)),
        (case when v_clients.count > 0 then private.find_activities(v_words, v_most) end),
        (('contract', false, v_contracts.count, (
          select coalesce(jsonb_agg(private.contract_found(c.id) order by c.place), '[]')
          from unnest(v_contracts.ids[:v_most]) with ordinality c (id, place)))::private.found_group),
        (private.find_visits(v_contracts, v_most)),
        (private.find_invoices(v_typed, v_clients, v_most)),
        (private.find_certificates(v_typed)),
        (private.find_orders(v_typed, v_most))
      ) s (found_group), lateral (select (s.found_group).*) g
    )
    select jsonb_build_object('status', 'ok', 'total', coalesce(sum(f.count), 0), 'groups', coalesce(jsonb_agg(
      jsonb_build_object('kind', f.kind, 'count', f.count,
        'rows', case when find.kind is null or f.kind = find.kind then f.rows else '[]' end)
      order by f.exact desc, f.place), '[]'))
    from found f where f.count > 0);
end;
$$;
comment on function private.find is 'Everything that fits what was typed: see the door of the same name.';
