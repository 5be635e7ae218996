-- The nights prove the audit trail, the new seals first and the older ones in turn; what broke is urgent until it is whole.
begin;
select plan(38);
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
  from public.office_activities a where a.kind = 'broken_trail' and a.details ->> 'check' = 'trail' $$;

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

-- It is the administrators' alone: who could have changed the trail is not told that it was noticed.
create temp table broken as select id from public.office_activities where kind = 'broken_trail';
grant select on broken to public;
select private.raise_activity('self_check', 'job:reminders', '{"day": "2026-06-01"}', urgent => true);
select tests.staff_user('office'), tests.staff_user('admin');
create function pg_temp.seen() returns text language sql as $$
  select concat_ws(' ', public.work_list() ->> 'activities', jsonb_array_length(public.work_list() -> 'kinds'), public.who_am_i() #>> '{waiting,activities}', public.who_am_i() #>> '{waiting,urgent}',
    jsonb_array_length(public.desk() -> 'late'), jsonb_array_length(public.desk() -> 'kinds'), (select count(*) from public.office_activities where state = 'open')) $$;
create function pg_temp.named() returns text language sql as $$
  select concat_ws(' ', (select string_agg(k ->> 'kind', ' ') from jsonb_array_elements(public.nights() -> 'kinds') k where k ->> 'kind' = 'broken_trail'),
    (select string_agg(c ->> 'open', ' ') from jsonb_array_elements(public.nights() -> 'checks') c where c ->> 'check' = 'trail')) $$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_staff('office');
select is(pg_temp.seen(), '1 1 1 1 1 1 1', 'the office does not see it: not in its list, the numbers beside it, or on its first page');
select is(pg_temp.named(), '', 'nor on the page about the nights');
select throws_ok($$ select public.activity_page(id) from broken $$, 'PT404', null, 'it has no page for it');
select throws_ok($$ select public.log_call(id, 'spoke') from broken $$, 'PT404', null, 'nobody of it calls about it');
select throws_ok($$ select public.call_logged(id) from broken $$, 'PT404', null, 'or hears of calls');
select throws_ok($$ select public.undo_call(id) from broken $$, 'PT404', null, 'or takes one back');
select is((select public.close_activity(id, 'Looked at') ->> 'status' from broken), 'not_open', 'closes it');
select is((select public.close_activities(array[id], 'Looked at') ->> 'activities' from broken), '0', 'among others');
select is((select public.postpone_activity(id, '2026-06-20', 'Later') ->> 'activities' from broken), '0', 'puts it off');
select is((select public.take_activity(id) ->> 'status' from broken), 'not_open', 'or takes it');
select tests.act_as_owner();
select is(pg_temp.work(), 'job:self-check:seal-2:trail open urgent', 'it is as it was');
select tests.act_as_staff('admin');
select is(pg_temp.seen(), '2 2 2 2 2 2 2', 'administrators have it in each of these');
select is(pg_temp.named(), 'broken_trail 1', 'and find it on the page about the nights');
select is((select string_agg(s ->> 'name', ', ') from broken, jsonb_array_elements(public.activity_page(id) -> 'staff') s), 'Admin', 'one of them can do it');
select is((select public.give_activity(id, (select s.id from public.staff s where s.role = 'office')) ->> 'status' from broken), 'rejected', 'and it is given to nobody else');
select is((select public.give_activity(id, (select s.id from public.staff s where s.role = 'admin')) ->> 'status' from broken), 'given', 'but to one of them');
savepoint before_close;
select is((select public.close_activity(id, 'A backup was put back') ->> 'status' from broken), 'closed', 'who closes it');
rollback to before_close;
select tests.act_as_owner();
select is((select string_agg(k.kind || ' ' || k.about::text, ', ') from private.activity_kinds k where private.is_for_admins(k.kind)), 'broken_trail {job}', 'of no client, whose pages are everybody''s');

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
