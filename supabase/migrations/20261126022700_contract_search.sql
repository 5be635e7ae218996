-- Contract search: the words by which a contract is looked for, whatever their order, accents and punctuation.
-- Everything that tells a contract apart is kept beside it as one folded text, so that a search reads short
-- rows and compares nothing but letters and digits.

create function private.unpunctuated(folded text)
returns text
language sql immutable
return regexp_replace(unpunctuated.folded, '[!-/:-@\[-`{}~\u00a1-\u00bf\u00d7\u00f7\u2000-\u206f\ufeff]', '', 'g');
comment on function private.unpunctuated is 'A folded text without punctuation, but for the bar: names_text puts it between names.';

create function private.search_text(typed text)
returns text
language sql immutable
return private.tidy(replace(private.unpunctuated(private.folded(typed)), '|', ''));
comment on function private.search_text is 'A text as searches compare it: folded, without punctuation and needless space; null when nothing is left. "L''Œuvre, 905-555" is "loeuvre 905555".';

create function private.search_words(search text)
returns text[]
language sql immutable
return string_to_array(regexp_replace(
  regexp_replace(
    coalesce(private.search_text(regexp_replace(
      -- Of a telephone number that is still being typed the country's 1 goes as well.
      regexp_replace(translate(left(search_words.search, 200), ',;', '  '), '(?<![0-9])(\+1[-. (]*|1[-. (]+)(?=[2-9][0-9]{2}([-. )]|\Z))', ''),
      '#(?=\s?[0-9])', ' apt ', 'g')), ''),
    -- An apartment is one word, whatever it is called.
    '(?<![a-z0-9])(?:apartment|apt|unite|unit|suite|ste|appartement|appt|app|flat|room|rm) ?([0-9]+[a-z]?)(?![a-z0-9])', 'apt\1', 'g'),
  -- A telephone number in groups is one word, with or without the country's 1.
  '(?<![0-9])(?:1 ?)?([0-9]{3}) ?([0-9]{3}) ?([0-9]{4})(?![0-9])', '\1\2\3', 'g'), ' ');
comment on function private.search_words is 'The words of a search, folded, a telephone number or an apartment being one; none for an empty one. What comes after 200 characters is left out.';

create view private.contract_names as
  select c.id as contract_id, c.customer_id, c.unit_id, c.category_id, u.product_id, l.order_id,
    array[
      m.name, m.customer_ref, m.phone, m.email, m.street, m.city, m.postal_code,
      u.serial_number, u.street, u.city, u.postal_code, p.name, k.name, o.order_number,
      -- "Unit 3", "#3" and "3-12 King St" are found as apt 3.
      'apt ' || private.bare_apartment(coalesce(m.apartment, (private.split_street(m.street)).apartment)),
      'apt ' || private.bare_apartment(coalesce(u.apartment, (private.split_street(u.street)).apartment))
    ] || array(
      select unnest(array[t.name, t.phone, t.email]) from public.customer_contacts t where t.customer_id = m.id) as names
  from public.maintenance_contracts c
  join public.units u on u.id = c.unit_id
  join public.customers m on m.id = c.customer_id
  join public.equipment_categories k on k.id = c.category_id
  left join public.products p on p.id = u.product_id
  left join public.sales_order_lines l on l.id = u.source_line_id
  left join public.sales_orders o on o.id = l.order_id
  where m.erased_on is null;
comment on view private.contract_names is 'Everything that a contract can be found by, as it is written: client, contacts, address, unit, kind, order.';

create function private.names_text(names text[])
returns text
language sql immutable
-- Folded together, since folding one costs as much as folding all. Once with its spaces and once without:
-- "L6Y 0A1" is found as L6Y0A1, "Mac Donald" as MacDonald.
return (
  select string_agg(distinct part, e'\n')
  from string_to_table(regexp_replace(private.unpunctuated(private.folded(array_to_string(names, '|'))), ' +', ' ', 'g'), '|') name,
    unnest(array[nullif(btrim(name), ''), nullif(replace(name, ' ', ''), '')]) part);
comment on function private.names_text is 'Names as one folded text to search in.';

create table private.contract_search (
  contract_id uuid primary key references public.maintenance_contracts on delete cascade,
  text text not null
);
comment on table private.contract_search is 'What private.contract_names says of each contract, kept by triggers: a search reads it instead of folding a thousand names.';

create function private.write_contract_search(contract_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Materialized: folding is dear, and a planner that takes full tables for empty ones would fold before it joins.
  with wanted as materialized (
    select n.contract_id, n.names from private.contract_names n where n.contract_id = any (contract_ids)
  )
  insert into private.contract_search (contract_id, text)
  select w.contract_id, private.names_text(w.names) from wanted w
  on conflict on constraint contract_search_pkey do update set text = excluded.text;
end;
$$;
comment on function private.write_contract_search is 'Writes anew what these contracts are found by.';

create function private.search_new_rows()
returns trigger
-- Definer: whoever makes a contract or a client need not be able to write what searches read.
language plpgsql security definer
set search_path = ''
as $$
begin
  execute format('select private.%I(array(select i.id from inserted i))', 'write_' || tg_argv[0] || '_search');
  return null;
end;
$$;
comment on function private.search_new_rows is 'Trigger: what is new can be found. Its argument: contract or client.';

create function private.keep_search()
returns trigger
-- Definer: as search_new_rows.
language plpgsql security definer
set search_path = ''
as $$
begin
  execute format('select private.%I(array(select n.%I from private.%I n where n.%I = any ($1)))',
    'write_' || tg_argv[0] || '_search', case tg_argv[0] when 'contract' then 'contract_id' else 'customer_id' end, tg_argv[0] || '_names', tg_argv[1])
  using array[(to_jsonb(old) ->> tg_argv[2])::uuid, (to_jsonb(new) ->> tg_argv[2])::uuid];
  return null;
end;
$$;
comment on function private.keep_search is 'Trigger: contracts, or clients, are found by what was just changed. Its arguments: contract or client, a column of private.contract_names or client_names, and the column of the changed row that holds the same.';

create trigger search_new_contracts after insert on public.maintenance_contracts
  referencing new table as inserted for each statement execute function private.search_new_rows('contract');
create trigger keep_contract_search after update of customer_id on public.maintenance_contracts
  for each row when (new.customer_id is distinct from old.customer_id)
  execute function private.keep_search('contract', 'contract_id', 'id');
create trigger keep_contract_search after update of serial_number, street, apartment, city, postal_code, product_id, source_line_id on public.units
  for each row when ((new.serial_number, new.street, new.apartment, new.city, new.postal_code, new.product_id, new.source_line_id)
    is distinct from (old.serial_number, old.street, old.apartment, old.city, old.postal_code, old.product_id, old.source_line_id))
  execute function private.keep_search('contract', 'unit_id', 'id');
create trigger keep_contract_search after update of name, customer_ref, phone, email, street, apartment, city, postal_code on public.customers
  for each row when ((new.name, new.customer_ref, new.phone, new.email, new.street, new.apartment, new.city, new.postal_code)
    is distinct from (old.name, old.customer_ref, old.phone, old.email, old.street, old.apartment, old.city, old.postal_code))
  execute function private.keep_search('contract', 'customer_id', 'id');
create trigger keep_contract_search after insert or update or delete on public.customer_contacts
  for each row execute function private.keep_search('contract', 'customer_id', 'customer_id');
create trigger keep_contract_search after update of name on public.equipment_categories
  for each row when (new.name is distinct from old.name)
  execute function private.keep_search('contract', 'category_id', 'id');
create trigger keep_contract_search after update of name on public.products
  for each row when (new.name is distinct from old.name)
  execute function private.keep_search('contract', 'product_id', 'id');
create trigger keep_contract_search after update of order_number on public.sales_orders
  for each row when (new.order_number is distinct from old.order_number)
  execute function private.keep_search('contract', 'order_id', 'id');

create function private.found_contracts(search text)
returns setof uuid
language sql stable
begin atomic
  select s.contract_id
  from private.contract_search s
  -- Folded words hold none of the characters that stand for others in a pattern.
  where s.text like all (array(select '%' || word || '%' from unnest(private.search_words(found_contracts.search)) word));
end;
comment on function private.found_contracts is 'The contracts that every word of a search stands in, in any order; all of them for a search without words.';
