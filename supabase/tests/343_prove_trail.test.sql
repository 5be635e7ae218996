-- The nights prove the audit trail, the new seals first and the older ones in turn; what broke is urgent until it is whole.
begin;
select plan(20);
select tests.freeze_clock('2026-06-02 12:00+00');
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
create function pg_temp.seals(n integer) returns void language plpgsql as $$
begin
  for i in 1 .. n loop
    update public.customers set name = 'Ada ' || clock_timestamp()::text where id = tests.id('ada');
    perform private.seal_audit();
  end loop;
end;
$$;
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
create function pg_temp.proof() returns text language sql as $$ select concat_ws(' ', p.newest, p.again, p.broken) from private.trail_proof p $$;
create function pg_temp.nth(seal bigint) returns bigint language sql as $$ select s.through_seq from private.audit_seals s where s.number = seal $$;
create function pg_temp.work() returns text language sql as $$
  select string_agg(a.subject_key || ' ' || a.state || case when a.urgent then ' urgent' else '' end, ', ' order by a.subject_key)
  from public.office_activities a where a.kind = 'self_check' and a.details ->> 'check' = 'trail' $$;

select is(private.prove_trail(private.clock()), '{"seals": 0}', 'nothing sealed, nothing to prove');
select pg_temp.seals(3);
select is(private.prove_trail(private.clock()), '{"seals": 6}', 'three new seals, and all of them once more');
select is(pg_temp.proof(), '3 0 {}', 'which ends the round');
select is((select proven_at = round_ended_at from private.trail_proof), true, 'and is kept with its time');
select is(private.run_self_check(private.clock()) -> 'seals', '3', 'the self-check proves it, and counts');
select is(pg_temp.work(), null, 'all of it holds');

-- Something is changed
select pg_temp.past_guards(format($$ update public.audit_events set changes = '{"name": ["x", "y"]}' where seq = %s $$, pg_temp.nth(2)));
select is(private.run_self_check(private.clock()) -> 'activities', '1', 'an old event that somebody changed is found in the next round');
select is(pg_temp.proof(), '3 0 {2}', 'and which seal it was');
select is(pg_temp.work(), 'job:self-check:seal-2:trail open urgent', 'urgently');
select is((select a.details ->> 'what' from public.office_activities a where a.details ->> 'check' = 'trail'), 'events changed', 'with what is wrong');
select private.run_self_check(private.clock());
select is(pg_temp.work(), 'job:self-check:seal-2:trail open urgent', 'once');
select pg_temp.seals(1);
select private.prove_trail(private.clock());
select is(pg_temp.proof(), '4 0 {2}', 'a broken seal stops nobody from proving what follows');

-- The end is cut off
savepoint before_cut;
select pg_temp.past_guards($$ delete from private.audit_seals where number = 4 $$);
select private.run_self_check(private.clock());
select is(pg_temp.work(), 'job:self-check:seal-2:trail open urgent, job:self-check:seal-4:trail open urgent', 'what was cut off is missed');
rollback to before_cut;
select pg_temp.past_guards($$ update private.audit_seals set digest = '\x00' where number = 4 $$);
select private.run_self_check(private.clock());
select matches(pg_temp.work(), 'seal-4:trail open urgent', 'and so is a seal that says something else');
rollback to before_cut;

-- Nobody else writes what was proven
select throws_ok($$ update private.trail_proof set broken = '{}' $$, 'MT002', null, 'what broke is not forgotten by hand');
select throws_ok($$ delete from private.trail_proof $$, 'MT002', null, 'nor is all of it');
select tests.act_as_staff('admin');
select throws_ok($$ select * from private.trail_proof $$, '42501', null, 'an administrator sees it on the page about the nights');
select is((n #>> '{trail,newest}', n #>> '{trail,again}')::text, '(4,0)', 'which tells') from public.nights() n;
select tests.act_as_owner();

-- Mended, as from a backup
select is(private.seal_break(1), null, 'a seal that holds');
select is(private.seal_break(9), 'seal missing', 'and one that is not there');
select * from finish();
rollback;
