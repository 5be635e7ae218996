-- Links: the client's private way to a cycle, how much its holder may send, and what becomes of a link that was replaced.

-- Bounds -----------------------------------------------------------------------------------------------

create function private.rejected(reason text)
returns jsonb
language sql immutable
return jsonb_build_object('status', 'rejected', 'reason', reason);
comment on function private.rejected is 'The answer to what cannot be done, whatever the time.';

create function private.refuse_so_many(ids uuid[])
returns jsonb
language sql immutable
return case when coalesce(cardinality(ids), 0) not between 1 and 100 then private.rejected('most') end;
comment on function private.refuse_so_many is 'Why so many rows are not dealt with at once: rejected with most, for none and for over 100; else null.';

create function private.answers_in_order(ids uuid[], answers jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return jsonb_build_object('status', 'ok', 'answers', (
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id) || coalesce(answers -> a.id::text, '{"status": "unknown"}') order by a.nr), '[]')
    from unnest(ids) with ordinality a (id, nr)));
end;
$$;
comment on function private.answers_in_order is 'What became of each of some rows, in the order asked for, from answers by their ids; a row that nobody answered for is unknown.';

create function private.most(what text)
returns integer
language sql immutable
return case what when 'token' then 100 when 'phone' then 40 when 'preferred_times' then 500 when 'notes' then 2000 when 'where_to' then 254
  when 'units' then 20 when 'photos' then 6
  when 'short_code' then 40 when 'postal_code' then 20 when 'certificate_code' then 60
  when 'email' then 254 end;
comment on function private.most is 'How much anybody may send of something: characters of a link (token), of the code of a letter or of a certificate, of an address of somebody who signs in, or of a text that is written into a visit or an activity, units of one stop. The one place of these bounds; days and numbers of times are held to theirs by private.offer_times.';

create function private.too_much(
  phone text default null, preferred_times text default null, notes text default null, units uuid[] default null, where_to text default null)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_field text := case
    when length(phone) > private.most('phone') then 'phone'
    when length(preferred_times) > private.most('preferred_times') then 'preferred_times'
    when length(notes) > private.most('notes') then 'notes'
    when length(where_to) > private.most('where_to') then 'where_to'
    end;
begin
  return case
    when cardinality(units) > private.most('units') then private.rejected('household')
    when v_field is not null then private.rejected(v_field) || jsonb_build_object('most', private.most(v_field))
    end;
end;
$$;
comment on function private.too_much is 'The rejection of the first thing of which too much was sent: household for units, else a text''s field (most: characters allowed); null when all is within bounds. To be asked before anything is searched or written.';

-- Links -----------------------------------------------------------------------------------------------

create table private.retired_tokens (
  token_hash bytea primary key,
  -- No foreign key: a first cycle that gives way is deleted before the one that takes over its hashes is there.
  cycle_id uuid not null,
  retired_at timestamptz not null default clock_timestamp()
);
comment on table private.retired_tokens is 'Hashes of links that once worked, so that "expired" can be told from "unknown".';

create index retired_tokens_by_cycle on private.retired_tokens (cycle_id);

create trigger keep_retired_tokens before update or delete on private.retired_tokens
  for each row when (coalesce(private.made_by() not in ('give_way_to_first_cycle', 'reverse_visit'), true)) execute function private.refuse_change();

create table private.short_codes (
  code_hash bytea primary key,
  code text unique check (code ~ '^[2-9A-HJ-NP-Z]{10}$'),
  cycle_id uuid not null references public.maintenance_cycles
);
comment on table private.short_codes is 'Codes of letters, for who cannot open a link: each stands for the link that its cycle had when it was made, and ends with it.';
comment on column private.short_codes.code is 'Null once its link is replaced or its cycle is over; a hash is left, so that "expired" can be told from "unknown".';

-- One code for one link, however often its letter is printed.
create unique index short_codes_in_force on private.short_codes (cycle_id) where code is not null;

create trigger keep_short_codes before update on private.short_codes
  for each row when (new.code is not null or (new.code_hash, new.cycle_id) <> (old.code_hash, old.cycle_id)) execute function private.refuse_change();
create trigger refuse_delete before delete on private.short_codes
  for each row execute function private.refuse_change();

create function private.token_hash(token text)
returns bytea
language sql immutable
return extensions.digest(token, 'sha256');
comment on function private.token_hash is 'What is kept of a retired link.';

create function private.retire_token()
returns trigger
-- Definer: whoever closes a cycle need not be able to write the hashes.
language plpgsql security definer
set search_path = ''
as $$
begin
  if new.closed_at is not null then
    new.token := null;
  end if;
  if old.token is not null and new.token is distinct from old.token then
    insert into private.retired_tokens (token_hash, cycle_id)
    values (private.token_hash(old.token), old.id) on conflict do nothing;
    update private.short_codes s set code = null where s.cycle_id = old.id and s.code is not null;
  end if;
  return new;
end;
$$;
comment on function private.retire_token is 'Closing a cycle or replacing its link keeps only a hash of the old one, and of the code that letters bore beside it.';

create trigger retire_token before update on public.maintenance_cycles
  for each row execute function private.retire_token();

create function private.refuse_retired_token()
returns trigger
-- Definer: whoever writes a cycle need not be able to read the hashes.
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from private.retired_tokens r where r.token_hash = private.token_hash(new.token)) then
    raise exception 'a link that was replaced never works again' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.refuse_retired_token is 'Raises MT002 for a cycle whose link is one that was replaced or ended, its own or another''s: somebody may hold it.';

create trigger refuse_retired_token before insert or update of token on public.maintenance_cycles
  for each row execute function private.refuse_retired_token();

create function private.give_way_to_first_cycle()
returns trigger
-- Definer: whoever writes a cycle need not be able to delete one, nor to write the hashes.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'give_way_to_first_cycle'
as $$
declare
  v_first public.maintenance_cycles;
begin
  delete from public.maintenance_cycles y
  where y.contract_id = new.contract_id and y.number = 1 and y.closed_at is null and y.price_frozen_at is null
    and not exists (select from private.cycle_reminders r where r.cycle_id = y.id)
  returning * into v_first;
  if v_first.id is not null then
    -- The office may have read the link out to somebody.
    insert into private.retired_tokens (token_hash, cycle_id) values (private.token_hash(v_first.token), new.id);
    update private.retired_tokens r set cycle_id = new.id where r.cycle_id = v_first.id;
  end if;
  return new;
end;
$$;
comment on function private.give_way_to_first_cycle is 'A first cycle that opened by itself, and that nobody was told of, gives way to one that is written with its own due date; its links are expired ones of that. Whoever booked it was told its price.';

create trigger give_way_to_first_cycle before insert on public.maintenance_cycles
  for each row when (new.number = 1) execute function private.give_way_to_first_cycle();

create function private.find_link(token text, out status text, out cycle_id uuid, out contract_id uuid)
language plpgsql stable
set search_path = ''
as $$
begin
  if length(find_link.token) > private.most('token') then
    status := 'invalid';
    return;
  end if;
  select y.id, y.contract_id into cycle_id, contract_id from public.maintenance_cycles y where y.token = find_link.token;
  if cycle_id is not null then
    status := 'open';
    return;
  end if;
  select r.cycle_id into cycle_id from private.retired_tokens r where r.token_hash = private.token_hash(token);
  status := case when cycle_id is null then 'invalid' else 'expired' end;
end;
$$;
comment on function private.find_link is 'What a link is: open with its cycle and contract, expired (once a link of this cycle), or invalid.';

create function private.hand_out_link(cycle_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  if cycle_id is null then
    return jsonb_build_object('status', 'expired');
  end if;
  perform private.write_audit('maintenance_cycles', cycle_id, 'read', jsonb_build_object('what', 'booking link'));
  return (
    select jsonb_build_object('status', 'copied', 'url', s.public_url || '/book/' || y.token)
    from public.maintenance_cycles y cross join public.company_settings s where y.id = hand_out_link.cycle_id);
end;
$$;
comment on function private.hand_out_link is 'The link of a cycle, on record: {status: copied (url) | expired} (no open cycle).';

create function private.replace_link(cycle_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.maintenance_cycles y set token = private.random_token() where y.id = replace_link.cycle_id;
  if not found then
    return jsonb_build_object('status', 'expired');
  end if;
  perform private.write_audit('maintenance_cycles', cycle_id, 'update', jsonb_build_object('what', 'booking link replaced'));
  return jsonb_build_object('status', 'revoked');
end;
$$;
comment on function private.replace_link is 'Gives a cycle a new link, on record; the old one says expired: {status: revoked | expired} (no open cycle).';
