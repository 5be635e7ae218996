-- Prove trail: every night some seals of the audit trail are proven, the new ones first, then the older ones in turn, so that
-- a night's time is bounded and everything is looked at again and again. What broke stays known until it is whole.

create table private.trail_proof (
  only_row boolean primary key default true check (only_row),
  newest bigint not null default 0,
  newest_digest bytea,
  again bigint not null default 0,
  proven_at timestamptz,
  round_ended_at timestamptz,
  broken bigint[] not null default '{}'
);
comment on table private.trail_proof is 'One row: how far the nights have proven the audit trail, and what of it broke.';
comment on column private.trail_proof.only_row is 'Always true: there is no second row.';
comment on column private.trail_proof.newest is 'The seals up to this one were proven when they were new.';
comment on column private.trail_proof.newest_digest is 'What that seal said: a trail that is cut off, or sealed anew, does not say it any more.';
comment on column private.trail_proof.again is 'How far the present round through the older seals has come.';
comment on column private.trail_proof.proven_at is 'For the page about the nights: when some seals were proven last.';
comment on column private.trail_proof.round_ended_at is 'For the page about the nights: when every seal up to the newest had been proven once more.';
comment on column private.trail_proof.broken is 'Seals that did not hold when they were looked at.';

insert into private.trail_proof default values;
create trigger keep_proof before insert or delete on private.trail_proof
  for each row execute function private.refuse_change();
create trigger keep_proof_true before update on private.trail_proof
  for each row when (private.made_by() is distinct from 'prove_trail') execute function private.refuse_change();

create function private.prove_seals(after_number bigint)
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'prove_trail'
as $$
declare
  v_check jsonb := private.check_trail(after_number);
  v_broken bigint := (v_check #>> '{break,seal}')::bigint;
begin
  update private.trail_proof p set broken = array_append(p.broken, v_broken) where v_broken is not null and v_broken <> all (p.broken);
  -- What follows a break is looked at by the next call.
  return coalesce(v_broken, (v_check ->> 'number')::bigint);
end;
$$;
comment on function private.prove_seals is 'Proves some thousands of events after a seal (private.check_trail) and keeps which seal broke; returns the last one that was looked at, the same where none follows.';

create function private.prove_trail(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'prove_trail'
as $$
declare
  -- Each of some thousands of events: seconds.
  v_calls constant integer := 4;
  v_proof private.trail_proof;
  v_before bigint;
  v_seals bigint := 0;
begin
  select * into v_proof from private.trail_proof for update;
  for v_call in 1 .. v_calls loop
    v_before := v_proof.newest;
    v_proof.newest := private.prove_seals(v_before);
    if v_proof.newest = v_before then
      v_before := v_proof.again;
      v_proof.again := private.prove_seals(v_before);
      v_seals := v_seals + v_proof.again - v_before;
      exit when v_proof.again >= v_proof.newest;
    else
      v_seals := v_seals + v_proof.newest - v_before;
    end if;
  end loop;
  update private.trail_proof p
  set newest = v_proof.newest, proven_at = prove_trail.as_of,
    -- Of what was known already nobody asks what it says now.
    newest_digest = case when v_proof.newest > p.newest then (
      select s.digest from private.audit_seals s where s.number = v_proof.newest) else p.newest_digest end,
    again = case when v_proof.again < v_proof.newest then v_proof.again else 0 end,
    round_ended_at = case when v_proof.again < v_proof.newest then p.round_ended_at else prove_trail.as_of end,
    broken = array(select b.seal from unnest(p.broken) b (seal) where private.seal_break(b.seal) is not null);
  return jsonb_build_object('seals', v_seals);
end;
$$;
comment on function private.prove_trail is 'Proves the new seals, then older ones where the last night stopped, as many as a night has time for → {seals: how many}.';

create function private.seal_break(number bigint)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_from bigint := (select max(s.through_seq) from private.audit_seals s where s.number < seal_break.number);
  v_through bigint := (select s.through_seq from private.audit_seals s where s.number = seal_break.number);
begin
  return case when v_through is null then 'seal missing' else (
    select b.what
    from (
      select * from private.seals_that_broke(seal_break.number - 1, seal_break.number)
      union all
      select * from private.values_that_broke(coalesce(v_from, 0), v_through)) b
    order by b.seq limit 1) end;
end;
$$;
comment on function private.seal_break is 'What is wrong with a seal now: seal missing, events changed, values missing, values changed; null where it holds.';

create function private.seals_known_broken()
returns table (seal bigint, what text)
language sql stable
set search_path = ''
as $$
  select b.seal, private.seal_break(b.seal)
  from private.trail_proof p cross join lateral unnest(p.broken) b (seal)
  where private.seal_break(b.seal) is not null
  union all
  select p.newest, 'seal not as known'
  from private.trail_proof p
  where p.newest_digest is not null and not exists (
    select from private.audit_seals s where s.number = p.newest and s.digest = p.newest_digest);
$$;
comment on function private.seals_known_broken is 'The seals that were found broken and still are, and the newest one that was proven where it is gone or says something else: what as private.first_audit_break.';
