-- People who are there twice: the same name with the same address of mail, phone number or home. A person decides whether
-- they are one; nobody is merged by themselves, and two people of one household with one phone are two.

create function private.person_key(name text)
returns text
language sql immutable
return (
  select string_agg(w, ' ' order by w) from unnest(string_to_array(regexp_replace(private.folded(person_key.name), '[^[:alnum:]]+', ' ', 'g'), ' ')) w
  where w <> all ('{"", mr, mrs, ms, miss, dr, m, mme}'));
comment on function private.person_key is 'A name as people compare them: "Wei, Chen" and "Mr. Chen Wei" are one.';

create index customers_by_person on public.customers (private.person_key(name)) where (erased_on is null and deceased_on is null);

create function private.homes_of_a_night()
returns integer
language sql immutable
return 20000;
comment on function private.homes_of_a_night is 'How many homes are compared at once among all clients: of more, each night those of some names, a different part the next night.';

create function private.people_twice(customer_ids uuid[])
returns table (one_id uuid, other_id uuid, same text[])
language sql stable
set search_path = ''
set jit = off
as $$
  with known as materialized (
    select c.id, c.created_at, private.person_key(c.name) as who, nullif(lower(btrim(c.email)), '') as email,
      substring(regexp_replace(c.phone, '\D', '', 'g') from '.{10}$') as phone, c.street, c.apartment, c.postal_code
    from public.customers c
    where c.erased_on is null and c.deceased_on is null and (people_twice.customer_ids is null or private.person_key(c.name) in (
      select private.person_key(t.name) from public.customers t where t.id = any (people_twice.customer_ids)))
  ), near as materialized (
    -- A home is compared only where name and postal code are the same.
    select k.*
    from (select n.*, count(*) over (partition by n.who, n.postal_code) as of_them from known n where n.street is not null and n.postal_code is not null) k
    where k.of_them > 1
  ), neighbours as materialized (
    -- Taking an address apart is dear. Who has one name stays together, so that no pair is torn.
    select n.*, private.address_key(n.street, n.apartment, n.postal_code) as home
    from near n
    cross join (select 1 + count(*)::integer / private.homes_of_a_night() as parts from near) p
    where people_twice.customer_ids is not null
      or mod(hashtext(n.who) & 1073741823, p.parts) = mod(private.company_day(private.clock()) - date '2000-01-01', p.parts)
  ), alike as (
    -- One group for what some have in common, and no comparing of everybody with everybody.
    select 'email' as same, array_agg(k.id order by k.created_at, k.id) as ids from known k where k.email is not null group by k.who, k.email having count(*) > 1
    union all
    select 'phone', array_agg(k.id order by k.created_at, k.id) from known k where k.phone is not null group by k.who, k.phone having count(*) > 1
    union all
    select 'address', array_agg(k.id order by k.created_at, k.id) from neighbours k where k.home is not null group by k.who, k.home having count(*) > 1
  )
  select a.ids[i], a.ids[j], array_agg(distinct a.same)
  from alike a
  -- Somebody who is there more often is found again when the first are one.
  cross join lateral generate_series(1, least(cardinality(a.ids), 20) - 1) i
  cross join lateral generate_series(i + 1, least(cardinality(a.ids), 20)) j
  where people_twice.customer_ids is null or a.ids[i] = any (people_twice.customer_ids) or a.ids[j] = any (people_twice.customer_ids)
  group by a.ids[i], a.ids[j];
$$;
comment on function private.people_twice is 'Pairs of clients who may be one person, the one that is there longer first, and what they have in common beside their name (email, phone, address): among all, or with one of these. Never the dead or the erased.';

create function private.find_people_twice(customer_ids uuid[], import_run_id uuid default null)
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select count(private.raise_conflict(row (null, 'one_person_twice', private.pair_key(t.one_id, t.other_id), t.one_id, t.other_id, null, null, null, null,
      jsonb_build_object('same', t.same), find_people_twice.import_run_id, null, null, null, null)::public.import_conflicts))
    from (
      select p.* from private.people_twice(customer_ids) p
      where not exists (
        select from public.import_conflicts c where c.conflict_kind = 'one_person_twice' and c.subject = private.pair_key(p.one_id, p.other_id))
      -- What a page can hold; the next night finds the others.
      order by cardinality(p.same) desc, p.one_id, p.other_id limit 500) t);
end;
$$;
comment on function private.find_people_twice is 'Asks of pairs of clients, among all (null) or with one of these, whether they are one person: how many questions are new, as asked by a run of imports, if any. A pair that was asked about is not asked about again.';

grant execute on function private.person_key to authenticated, service_role;
