-- What a client told us of a unit and takes back: the report as it was told stays on record, and the office has to do again
-- what it had to do before, and nothing else.
begin;
select plan(14);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('cy'), 'Cy Example', 'cy@example.com'), (tests.id('dee'), 'Dee Example', 'dee@example.com'), (tests.id('eli'), 'Eli Example', 'eli@example.com');
select tests.unit('twice', 'cy', 'stairlift', '4 Fir Rd', '2026-06-20'), tests.unit('rests', 'dee', 'stairlift', '5 Fir Rd', '2026-06-20'),
  tests.unit('dies', 'eli', 'stairlift', '6 Fir Rd', '2026-06-20'), tests.unit('ends', 'eli', 'lift_chair', '6 Fir Rd', '2026-06-30');
create function pg_temp.report(label text, what text) returns text language sql as $$ select public.report_change(tests.token(label), what, null, null) ->> 'status' $$;
create function pg_temp.withdraw(label text) returns text language sql as $$ select public.withdraw_change(tests.token(label)) ->> 'status' $$;
create function pg_temp.to_call(label text) returns uuid language sql as $$
  select private.raise_about_cycle('callback', (select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null), '{}') $$;
create function pg_temp.open_work(label text) returns text language sql as $$
  select coalesce(string_agg(a.kind, ' ' order by a.kind), 'nothing') from public.office_activities a where a.contract_id = tests.id(label) and a.state = 'open' $$;

-- The office lets a contract go on that rested because of a report, and leaves the report open
select is(pg_temp.report('twice', 'gone'), 'noted', 'a unit is gone');
update public.maintenance_contracts c set state = 'active' where c.id = tests.id('twice');
select is(pg_temp.report('twice', 'moved'), 'noted', 'then it has moved');
select is(pg_temp.withdraw('twice'), 'withdrawn', 'and neither');
select is(pg_temp.open_work('twice'), 'nothing', 'nothing is reported any more');
select is((select a.details ->> 'what' from public.office_activities a where a.contract_id = tests.id('twice') and a.outcome = 'taken back by the client'), 'moved', 'what was taken back is on record as it was told');

-- The office let it rest for a reason of its own, and calls meanwhile
update public.maintenance_contracts c set state = 'paused' where c.id = tests.id('rests');
create temp table call as select pg_temp.to_call('rests') as id;
select is(pg_temp.report('rests', 'gone'), 'noted', 'a unit is gone whose contract rests');
select is(pg_temp.open_work('rests'), 'callback client_change', 'the call stays to be made');
select public.close_activity(id, 'called') from call;
select is(pg_temp.withdraw('rests'), 'withdrawn', 'it was a mistake');
select is(pg_temp.open_work('rests'), 'nothing', 'who was called is not called again');
select is((select state from public.maintenance_contracts where id = tests.id('rests')), 'paused', 'and what the office let rest rests');

-- A contract ends while it rests
select pg_temp.to_call('ends');
select is(pg_temp.report('dies', 'died'), 'noted', 'all that a client has rests');
update public.maintenance_contracts c set state = 'cancelled', cancelled_reason = 'sold' where c.id = tests.id('ends');
select is(pg_temp.withdraw('dies'), 'withdrawn', 'what was told is taken back');
select is(pg_temp.open_work('ends'), 'nothing', 'nobody is to call about what has ended');
select is((select state from public.maintenance_contracts where id = tests.id('dies')), 'active', 'the other goes on');

select * from finish();
rollback;
