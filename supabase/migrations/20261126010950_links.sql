-- Links: the client's private way to a cycle, how much its holder may send and how often, and what they did.

-- Bounds -----------------------------------------------------------------------------------------------

create function private.rejected(reason text)
returns jsonb
language sql immutable
return jsonb_build_object('status', 'rejected', 'reason', reason);
comment on function private.rejected is 'The answer to what cannot be done, whatever the time.';

create function private.most(what text)
returns integer
language sql immutable
return case what when 'token' then 100 when 'phone' then 40 when 'preferred_times' then 500 when 'notes' then 2000 when 'units' then 20 end;
comment on function private.most is 'How much anybody may send of something: characters of a link (token) or of a text that is written into a visit or an activity, units of one stop. The one place of these bounds; days and numbers of times are held to theirs by private.offer_times.';

create function private.too_much(
  phone text default null, preferred_times text default null, notes text default null, units uuid[] default null)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_field text := case
    when length(phone) > private.most('phone') then 'phone'
    when length(preferred_times) > private.most('preferred_times') then 'preferred_times'
    when length(notes) > private.most('notes') then 'notes'
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
  cycle_id uuid not null references public.maintenance_cycles on delete cascade,
  retired_at timestamptz not null default clock_timestamp()
);
comment on table private.retired_tokens is 'Hashes of links that once worked, so that "expired" can be told from "unknown".';

create index retired_tokens_by_cycle on private.retired_tokens (cycle_id);

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
  end if;
  return new;
end;
$$;
comment on function private.retire_token is 'Closing a cycle or replacing its link keeps only a hash of the old one.';

create trigger retire_token before update on public.maintenance_cycles
  for each row execute function private.retire_token();

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

create unlogged table private.link_calls (
  cycle_id uuid not null,
  acts boolean not null,
  window_started_at timestamptz not null,
  calls integer not null,
  primary key (cycle_id, acts)
);
comment on table private.link_calls is 'How often a link was used in the present ten minutes. Worth nothing after a crash, so unlogged, and without a foreign key: it is written on every call.';

create function private.within_limit(cycle_id uuid, acts boolean)
returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v_calls integer;
begin
  insert into private.link_calls as l (cycle_id, acts, window_started_at, calls)
  values (within_limit.cycle_id, within_limit.acts, clock_timestamp(), 1)
  on conflict on constraint link_calls_pkey do update set
    calls = case when l.window_started_at < clock_timestamp() - interval '10 minutes' then 1 else l.calls + 1 end,
    window_started_at = case when l.window_started_at < clock_timestamp() - interval '10 minutes'
      then clock_timestamp() else l.window_started_at end
  returning l.calls into v_calls;
  return v_calls <= case when acts then 60 else 1200 end;
end;
$$;
comment on function private.within_limit is 'Counts a call of a link; false beyond 60 acting or 1200 reading calls in ten minutes.';

create function private.enter_link(token text, acts boolean, out refusal jsonb, out cycle_id uuid, out contract_id uuid)
language plpgsql volatile
set search_path = ''
as $$
declare
  v_link record := private.find_link(token);
begin
  cycle_id := v_link.cycle_id;
  contract_id := v_link.contract_id;
  -- An expired link is counted too: whoever holds one could go on for ever.
  if v_link.cycle_id is not null and not private.within_limit(v_link.cycle_id, acts) then
    refusal := private.rejected('too_many_attempts');
  elsif v_link.status <> 'open' then
    refusal := jsonb_build_object('status', v_link.status);
  end if;
end;
$$;
comment on function private.enter_link is 'What every door for link holders does first: refusal is null for an open link that is not used too often, else the answer to give; cycle_id is known for an expired link too, which is counted likewise.';

create function private.written(typed text)
returns text
language sql immutable
return nullif(btrim(typed), '');
comment on function private.written is 'A text without the space around it; null when nothing is left.';

-- Attempts --------------------------------------------------------------------------------------------

create table public.booking_attempts (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  cycle_id uuid references public.maintenance_cycles on delete set null,
  action text not null check (action in ('confirm', 'reschedule', 'cancel', 'callback', 'details', 'report', 'withdraw')),
  status text not null,
  reason text,
  technician_id uuid,
  starts_at timestamptz,
  details jsonb not null default '{}'
);
comment on table public.booking_attempts is 'Every call by which the holder of a link tried to act, and what came of it; kept 90 days. Calls without a link that ever was, and those beyond a link''s limit, are counted in private.attempts_in_vain.';
comment on column public.booking_attempts.technician_id is 'As asked for: possibly nobody we know, so no foreign key.';

create index booking_attempts_by_cycle on public.booking_attempts (cycle_id, at);
create index booking_attempts_by_age on public.booking_attempts (at);

create table private.attempts_in_vain (
  on_day date not null,
  action text not null,
  status text not null,
  attempts bigint not null,
  primary key (on_day, action, status)
);
comment on table private.attempts_in_vain is 'How many calls a day had no link that ever was (invalid), or came beyond a link''s limit (too_many_attempts): a row each would let a stranger fill the disk. Kept 90 days.';

create function private.record_attempt(
  action text, cycle_id uuid, result jsonb, technician_id uuid default null, starts_at timestamptz default null, details jsonb default '{}')
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if record_attempt.cycle_id is null or result ->> 'reason' = 'too_many_attempts' then
    insert into private.attempts_in_vain as v (on_day, action, status, attempts)
    values (private.company_day(clock_timestamp()), record_attempt.action, coalesce(result ->> 'reason', result ->> 'status'), 1)
    on conflict on constraint attempts_in_vain_pkey do update set attempts = v.attempts + 1;
    return;
  end if;
  insert into public.booking_attempts (action, cycle_id, status, reason, technician_id, starts_at, details)
  values (record_attempt.action, record_attempt.cycle_id, result ->> 'status', result ->> 'reason', record_attempt.technician_id,
    case when isfinite(record_attempt.starts_at) then record_attempt.starts_at end, record_attempt.details);
end;
$$;
comment on function private.record_attempt is 'Puts on record what the holder of a link tried and what came of it; what had no link, or came too often, is only counted.';

create function private.forget_old_attempts()
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_rows bigint;
begin
  delete from private.attempts_in_vain v where v.on_day < private.company_day(clock_timestamp()) - 90;
  delete from private.link_calls l where l.window_started_at < clock_timestamp() - interval '1 day';
  delete from public.booking_attempts a where a.at < clock_timestamp() - interval '90 days';
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function private.forget_old_attempts is 'Retention: drops attempts older than 90 days and stale counters; returns the number of attempts dropped.';

-- Access --------------------------------------------------------------------------------------------

alter table public.booking_attempts enable row level security;
create policy office_reads on public.booking_attempts for select to authenticated using ((select private.is_office()));
grant select on public.booking_attempts to authenticated;
grant select, insert, update, delete on public.booking_attempts to service_role;
