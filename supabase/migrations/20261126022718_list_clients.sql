-- List clients: everybody on file, by name.

create index customers_deceased on public.customers (id) where deceased_on is not null;

create function private.client_rows(filters jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return 'select s.known_as collate "C" as key, s.customer_id as id from private.client_search s where '
    || concat_ws(' and ', 'true',
      case when filters ? 'search' then 's.customer_id = any ($1)' end,
      case when filters ? 'reach' then format('s.customer_id in (select m.id from public.customers m where m.reach_by = %L)', filters ->> 'reach') end,
      case filters ->> 'about'
        when 'without_email' then 'exists (select from public.customers m where m.id = s.customer_id and m.email is null and m.deceased_on is null)'
        when 'deceased' then 's.customer_id in (select m.id from public.customers m where m.deceased_on is not null)' end);
end;
$$;
comment on function private.client_rows is 'The query of the clients that fit a filter, by name, folded. $1: those that a search found.';

create function private.client_listed(customer_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('customer_id', m.id, 'name', m.name, 'street', m.street, 'apartment', m.apartment, 'city', m.city,
      'postal_code', m.postal_code, 'phone', m.phone, 'email', m.email, 'reach_by', m.reach_by, 'deceased_on', m.deceased_on,
      'contracts', c.contracts, 'kinds', c.kinds, 'due_on', c.due_on) order by array_position(customer_ids, m.id)), '[]')
    from public.customers m
    cross join lateral (
      select count(*) as contracts, coalesce(jsonb_agg(k.name order by k.name, c.id), '[]') as kinds, min(y.due_on) as due_on
      from public.maintenance_contracts c
      join public.equipment_categories k on k.id = c.category_id
      left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
      where c.customer_id = m.id and c.state in ('active', 'paused')) c
    where m.id = any (customer_ids));
end;
$$;
comment on function private.client_listed is 'These clients in the order of their ids: [{customer_id, name, street, apartment, city, postal_code, phone, email, reach_by, deceased_on, contracts: how many run or rest, kinds: of their units, due_on: the next of them}].';

create function private.list_clients(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('client', filters, coalesce(sort, 'name'), '{"name": "text"}', 'about', '{without_email, deceased}',
    case when filters ? 'search' then array(select private.found_clients(filters ->> 'search')) end, after, most, counted);
end;
$$;
comment on function private.list_clients is 'A page of clients: see the door of the same name.';
