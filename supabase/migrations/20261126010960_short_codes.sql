-- Short codes: what letters bear beside a link, for who cannot open one; they end with their link.

create function private.as_read(written text)
returns text
language sql immutable
return nullif(translate(upper(regexp_replace(written, '[^[:alnum:]]', '', 'g')), 'OIL', '011'), '');
comment on function private.as_read is 'A code or a postal code as people read it off paper, for comparing: in upper case, without spaces and dashes, O being 0, and I and L being 1. Null when nothing is left.';

create function private.random_short_code()
returns text
language sql volatile
-- 32 characters: a byte falls on each of them equally often.
return (
  select string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', get_byte(extensions.gen_random_bytes(1), 0) % 32 + 1, 1), '')
  from generate_series(1, 10));
comment on function private.random_short_code is 'Ten random characters without 0, 1, I and O, which hands write alike.';

create function private.short_code_of(cycle_id uuid)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_code text;
begin
  if not exists (select from public.maintenance_cycles y where y.id = short_code_of.cycle_id and y.closed_at is null) then
    return null;
  end if;
  loop
    select s.code into v_code from private.short_codes s where s.cycle_id = short_code_of.cycle_id and s.code is not null;
    exit when v_code is not null;
    v_code := private.random_short_code();
    -- No row: the code is taken, or another letter about this cycle has just made one, and we look again. The foreign
    -- key locks the cycle: whoever replaces its link or closes it waits, and retires this code with it.
    insert into private.short_codes (code_hash, code, cycle_id)
    values (private.token_hash(private.as_read(v_code)), v_code, short_code_of.cycle_id) on conflict do nothing;
  end loop;
  return v_code;
end;
$$;
comment on function private.short_code_of is 'The code that stands for a cycle''s present link, made when it is first asked for; null where the cycle is over.';

create unlogged table private.short_code_tries (
  -- Codes that strangers make up fall on the same counters as those that there are: nobody can tell them apart by it.
  bucket integer primary key check (bucket between 0 and 65535),
  window_started_at timestamptz not null,
  tries integer not null
);
comment on table private.short_code_tries is 'How often a code was tried in the present hour, by the first two bytes of its hash: as many counters as that, whatever is tried. Worth nothing after a crash, so unlogged.';

create function private.try_bucket(code_hash bytea)
returns integer
language sql immutable
return get_byte(code_hash, 0) * 256 + get_byte(code_hash, 1);
comment on function private.try_bucket is 'On which counter a code falls.';

create function private.count_try(code_hash bytea)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tries integer;
begin
  insert into private.short_code_tries as t (bucket, window_started_at, tries)
  values (private.try_bucket(code_hash), clock_timestamp(), 1)
  on conflict on constraint short_code_tries_pkey do update set
    tries = case when t.window_started_at < clock_timestamp() - interval '1 hour' then 1 else t.tries + 1 end,
    window_started_at = case when t.window_started_at < clock_timestamp() - interval '1 hour'
      then clock_timestamp() else t.window_started_at end
  returning t.tries into v_tries;
  return v_tries <= 5;
end;
$$;
comment on function private.count_try is 'Counts a try of a code; false beyond five in an hour.';

create function private.forgive_try(code_hash bytea)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update private.short_code_tries t set tries = t.tries - 1
  where t.bucket = private.try_bucket(code_hash);
end;
$$;
comment on function private.forgive_try is 'Takes back a try that was right: whoever reads the letter may come as often as they like.';

create function private.find_by_short_code(code text, postal_code text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_code text := case when length(code) <= private.most('short_code') then private.as_read(code) end;
  v_postal_code text := case when length(postal_code) <= private.most('postal_code') then private.as_read(postal_code) end;
  v_link record;
begin
  if length(v_code) is distinct from 10 then
    return jsonb_build_object('status', 'invalid');
  elsif not private.count_try(private.token_hash(v_code)) then
    return private.rejected('too_many_attempts');
  end if;
  select y.token, s.code is not null as in_force into v_link
  from private.short_codes s
  join public.maintenance_cycles y on y.id = s.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.customers m on m.id = c.customer_id
  join public.units u on u.id = c.unit_id
  where s.code_hash = private.token_hash(v_code)
    and v_postal_code in (private.as_read(m.postal_code), private.as_read(u.postal_code));
  if not found then
    return jsonb_build_object('status', 'invalid');
  end if;
  perform private.forgive_try(private.token_hash(v_code));
  return case when v_link.in_force then jsonb_build_object('status', 'found', 'token', v_link.token)
    else jsonb_build_object('status', 'expired') end;
end;
$$;
comment on function private.find_by_short_code is 'The link that a letter''s code stands for, for who also knows the postal code of the client or of the unit: {status: found (token) | expired | invalid: one of the two is wrong, nobody learns which | rejected (reason: too_many_attempts)}.';
