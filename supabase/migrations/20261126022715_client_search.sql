-- Client search: what a client is found by, kept beside them as "contract search" keeps it for a contract, also of those
-- who have none; and the numbers that units and orders are found by, however they are typed.

create view private.client_names as
  select m.id as customer_id, m.name,
    array[
      m.name, m.customer_ref, m.phone, m.email, m.street, m.city, m.postal_code,
      'apt ' || private.bare_apartment(coalesce(m.apartment, (private.split_street(m.street)).apartment))
    ] || array(
      select unnest(array[t.name, t.phone, t.email]) from public.customer_contacts t where t.customer_id = m.id) as names
  from public.customers m
  where m.erased_on is null;
comment on view private.client_names is 'Everything that a client can be found by, as it is written: their own, and their contacts.';

create table private.client_search (
  customer_id uuid primary key references public.customers on delete cascade,
  known_as text not null,
  text text not null
);
comment on table private.client_search is 'What private.client_names says of each client, kept by triggers: a search reads it instead of folding a thousand names.';
comment on column private.client_search.known_as is 'The client''s own name, folded: names that begin with what is typed come before those that contain it.';

create function private.write_client_search(customer_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  -- Materialized: as write_contract_search.
  with wanted as materialized (
    select n.customer_id, n.name, n.names from private.client_names n where n.customer_id = any (customer_ids)
  )
  insert into private.client_search (customer_id, known_as, text)
  select w.customer_id, coalesce(private.search_text(w.name), ''), coalesce(private.names_text(w.names), '') from wanted w
  on conflict on constraint client_search_pkey do update set known_as = excluded.known_as, text = excluded.text;
end;
$$;
comment on function private.write_client_search is 'Writes anew what these clients are found by.';

create trigger search_new_clients after insert on public.customers
  referencing new table as inserted for each statement execute function private.search_new_rows('client');
create trigger keep_client_search after update of name, customer_ref, phone, email, street, apartment, city, postal_code on public.customers
  for each row when ((new.name, new.customer_ref, new.phone, new.email, new.street, new.apartment, new.city, new.postal_code)
    is distinct from (old.name, old.customer_ref, old.phone, old.email, old.street, old.apartment, old.city, old.postal_code))
  execute function private.keep_search('client', 'customer_id', 'id');
create trigger keep_client_search after insert or update or delete on public.customer_contacts
  for each row execute function private.keep_search('client', 'customer_id', 'customer_id');

create function private.found_clients(search text)
returns setof uuid
language sql stable
begin atomic
  select s.customer_id
  from private.client_search s
  where s.text like all (array(select '%' || word || '%' from unnest(private.search_words(found_clients.search)) word));
end;
comment on function private.found_clients is 'The clients that every word of a search stands in, in any order, as found_contracts.';

-- Numbers -----------------------------------------------------------------------------------------------------------

create function private.search_key(written text)
returns text
language sql immutable
return replace(private.search_text(written), ' ', '');
comment on function private.search_key is 'A number as searches compare it, without spaces and punctuation: "SN 12-34.b" is "sn1234b".';

create function private.bare_number(written text)
returns text
language sql immutable
return nullif(ltrim(regexp_replace(written, '\D', '', 'g'), '0'), '');
comment on function private.bare_number is 'The digits of a number without the zeros before them: "S00123" is "123"; null without any.';

-- By bytes: what begins with the typed letters stands together.
create index units_by_search_key on public.units (private.search_key(serial_number) collate "C");
create index sales_orders_by_search_key on public.sales_orders (private.search_key(order_number) collate "C");
create index sales_orders_by_bare_number on public.sales_orders (private.bare_number(order_number) collate "C");

-- Whoever writes a unit or an order writes these indexes.
grant execute on function private.search_text, private.search_key, private.bare_number to authenticated, service_role;
