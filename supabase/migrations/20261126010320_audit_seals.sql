-- Audit seals: the hash chain over the trail that shows when somebody changed it, or cut it off, after all.

-- Seals -----------------------------------------------------------------------------------------------

create table private.audit_seals (
  number bigint primary key check (number > 0),
  sealed_at timestamptz not null,
  through_seq bigint not null unique,
  rows bigint not null check (rows > 0),
  digest bytea not null
);
comment on table private.audit_seals is 'Hash chain over the audit trail: each seal covers the seal before it and the events after that one''s, up to through_seq.';

create trigger refuse_change before update or delete on private.audit_seals
  for each row execute function private.refuse_change();
create trigger keep_seals before insert on private.audit_seals
  for each row when (private.made_by() is distinct from 'seal_audit') execute function private.refuse_change();

create function private.audit_record(event public.audit_events)
returns text
language sql stable
return jsonb_build_array(
  (event).seq, (event).id, extract(epoch from (event).at), (event).actor, (event).request_role, (event).session_role, (event).made_by,
  (event).table_name, (event).row_id, (event).action, (event).changes, encode((event).personal_digest, 'hex'))::text;
comment on function private.audit_record is 'An event as it is sealed: a JSON array, so that null, "null", a number and its digits, and the borders between values all stay apart. Two events never read alike.';

create function private.seal_digest(number bigint, sealed_at timestamptz, through_seq bigint, previous bytea, events bytea)
returns bytea
language sql stable
return sha256(convert_to(jsonb_build_array(
  number, extract(epoch from sealed_at), through_seq, encode(previous, 'hex'), encode(events, 'hex'))::text, 'UTF8'));
comment on function private.seal_digest is 'The digest of a seal: over the seal before it (null: the first), the events it covers, and what it says of itself.';

create function private.digest_events(after_seq bigint, through_seq bigint)
returns bytea
language sql stable
set search_path = ''
as $$
  select sha256(coalesce(string_agg(sha256(convert_to(private.audit_record(e), 'UTF8')), ''::bytea order by e.seq), ''::bytea))
  from public.audit_events e
  where e.seq > after_seq and e.seq <= digest_events.through_seq;
$$;
comment on function private.digest_events is 'One digest of the events after after_seq up to through_seq.';

create function private.seal_audit()
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'seal_audit'
as $$
declare
  v_last private.audit_seals;
  v_next private.audit_seals;
begin
  -- An older snapshot would seal around events that are finished but out of its sight.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'sealing must see what is committed' using errcode = '25001';
  end if;
  -- Nobody is in the middle of writing, or we come back later.
  if not pg_try_advisory_xact_lock(private.audit_lock_key()) then
    return 0;
  end if;
  select * into v_last from private.audit_seals s order by s.number desc limit 1;
  v_next.number := coalesce(v_last.number, 0) + 1;
  v_next.sealed_at := clock_timestamp();
  select max(e.seq), count(*) into v_next.through_seq, v_next.rows
  from public.audit_events e where e.seq > coalesce(v_last.through_seq, 0);
  if v_next.rows = 0 then
    return 0;
  end if;
  v_next.digest := private.seal_digest(v_next.number, v_next.sealed_at, v_next.through_seq, v_last.digest,
    private.digest_events(coalesce(v_last.through_seq, 0), v_next.through_seq));
  insert into private.audit_seals select v_next.*;
  -- The server's log is out of reach of whoever holds the database: a trail that was cut off misses its head.
  raise log 'audit seal % over % events: %', v_next.number, v_next.rows, encode(v_next.digest, 'hex');
  return v_next.rows;
end;
$$;
comment on function private.seal_audit is 'Seals what was written since the last seal and tells the server''s log its number and digest; returns the number of events, 0 when writers are busy. 25001 outside of read committed.';

create function private.audit_head()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('number', s.number, 'digest', encode(s.digest, 'hex'), 'sealed_at', s.sealed_at)
    from private.audit_seals s order by s.number desc limit 1);
end;
$$;
comment on function private.audit_head is 'The last seal, to be kept elsewhere: {number, digest, sealed_at}; null before the first.';

-- Proving ---------------------------------------------------------------------------------------------

create function private.seals_that_broke(after_number bigint, through_number bigint)
returns table (seq bigint, seal bigint, what text)
language sql stable
set search_path = ''
as $$
  with chain as (
    select s.*, lag(s.digest) over w as previous, coalesce(lag(s.number) over w, 0) as previous_number,
      coalesce(lag(s.through_seq) over w, 0) as after_seq
    from private.audit_seals s
    where s.number between after_number and through_number
    window w as (order by s.number)
  )
  select c.after_seq + 1, c.number, case when c.number <> c.previous_number + 1 then 'seal missing' else 'events changed' end
  from chain c
  where c.number > after_number
    and (c.number <> c.previous_number + 1
      or c.rows <> (select count(*) from public.audit_events e where e.seq > c.after_seq and e.seq <= c.through_seq)
      or c.digest <> private.seal_digest(c.number, c.sealed_at, c.through_seq, c.previous, private.digest_events(c.after_seq, c.through_seq)));
$$;
comment on function private.seals_that_broke is 'The seals after one number and up to another that do not hold, or that do not follow each other.';

create function private.values_that_broke(after_seq bigint, through_seq bigint)
returns table (seq bigint, seal bigint, what text)
language sql stable
set search_path = ''
as $$
  select e.seq, (select min(s.number) from private.audit_seals s where s.through_seq >= e.seq),
    case when p.id is null then 'values missing' else 'values changed' end
  from public.audit_events e
  left join public.audit_personal_values p on p.id = e.id
  left join public.audit_events f on f.action = 'forget' and f.row_id is not distinct from e.row_id and f.changes -> 'seq' = to_jsonb(e.seq)
  where e.seq > after_seq and e.seq <= values_that_broke.through_seq
    and e.personal_digest is distinct from private.personal_digest(p.salt, p.changes)
    and not (p.id is null and f.id is not null);
$$;
comment on function private.values_that_broke is 'The events after one number and up to another whose personal values are not as they were written, and were not erased as they should.';

create function private.audit_breaks(known_number bigint, known_digest text)
returns table (seq bigint, seal bigint, what text)
language sql stable
set search_path = ''
as $$
  select b.* from private.seals_that_broke(0, (select max(s.number) from private.audit_seals s)) b
  union all
  select b.* from private.values_that_broke(0, (select max(e.seq) from public.audit_events e)) b
  union all
  select coalesce((select max(s.through_seq) from private.audit_seals s where s.number <= known_number), 0) + 1, known_number, 'seal not as known'
  where known_number is not null
    and not exists (select from private.audit_seals s where s.number = known_number and encode(s.digest, 'hex') = known_digest);
$$;
comment on function private.audit_breaks is 'Every place where the trail is not as it was written or not as known elsewhere.';

create function private.first_audit_break(known_number bigint default null, known_digest text default null)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('seq', b.seq, 'seal', b.seal, 'what', b.what)
    from private.audit_breaks(known_number, known_digest) b
    order by b.seq, b.seal limit 1);
end;
$$;
comment on function private.first_audit_break is 'The first broken place of the trail, null when it is whole: {seq (from which event on), seal, what: seal missing | events changed | values missing | values changed | seal not as known}. With a head that was kept elsewhere (private.audit_head) a trail that was cut off or sealed anew shows too.';
