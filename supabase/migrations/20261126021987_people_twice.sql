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
  ), people as materialized (
    -- Whoever has a name of their own is nobody else.
    select n.* from (select k.*, count(*) over (partition by k.who) as with_that_name from known k where k.who is not null) n where n.with_that_name > 1
  ), pairs as (
    select a.id as a_id, b.id as b_id, 'email' as same from people a join people b on b.who = a.who and b.email = a.email and a.id < b.id
    union all
    select a.id, b.id, 'phone' from people a join people b on b.who = a.who and b.phone = a.phone and a.id < b.id
    union all
    select a.id, b.id, 'address' from people a join people b on b.who = a.who and b.postal_code = a.postal_code and a.id < b.id
    where private.address_key(a.street, a.apartment, a.postal_code) = private.address_key(b.street, b.apartment, b.postal_code)
  )
  select case when (a.created_at, a.id) < (b.created_at, b.id) then a.id else b.id end,
    case when (a.created_at, a.id) < (b.created_at, b.id) then b.id else a.id end, p.same
  from (select a_id, b_id, array_agg(same order by same) as same from pairs group by a_id, b_id) p
  join people a on a.id = p.a_id
  join people b on b.id = p.b_id
  where people_twice.customer_ids is null or p.a_id = any (people_twice.customer_ids) or p.b_id = any (people_twice.customer_ids);
$$;
comment on function private.people_twice is 'Pairs of clients who may be one person, the one that is there longer first, and what they have in common beside their name (email, phone, address): among all, or with one of these. Never the dead or the erased.';

create function private.find_people_twice(customer_ids uuid[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
begin
  return (
    select count(private.raise_conflict(row (null, 'one_person_twice', private.pair_key(t.one_id, t.other_id), t.one_id, t.other_id, null, null, null, null,
      jsonb_build_object('same', t.same), null, null, null, null, null)::public.import_conflicts))
    from (
      select p.* from private.people_twice(customer_ids) p
      where not exists (
        select from public.import_conflicts c where c.conflict_kind = 'one_person_twice' and c.subject = private.pair_key(p.one_id, p.other_id))
      -- What a page can hold; the next night finds the others.
      order by cardinality(p.same) desc, p.one_id, p.other_id limit 500) t);
end;
$$;
comment on function private.find_people_twice is 'Asks of pairs of clients, among all (null) or with one of these, whether they are one person: how many questions are new. A pair that was asked about is not asked about again.';

grant execute on function private.person_key to authenticated, service_role;
