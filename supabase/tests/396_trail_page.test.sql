-- The trail as people read it: who looks, by what it is found, and what shows when it was tampered with.
begin;
select plan(33);

-- Nobody but those who may
create function pg_temp.tries() returns text language plpgsql as $$
declare
  v_call text;
  v_outcomes text[] := '{}';
begin
  foreach v_call in array array['public.trail_page()', 'public.check_trail()'] loop
    begin
      execute 'select ' || v_call;
      v_outcomes := v_outcomes || 'passes'::text;
    exception when others then
      v_outcomes := v_outcomes || sqlstate::text;
    end;
  end loop;
  return array_to_string(v_outcomes, ', ');
end;
$$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_anon();
select is(pg_temp.tries(), '42501, 42501', 'a stranger reads nothing');
select tests.act_as_staff('technician');
select is(pg_temp.tries(), '42501, 42501', 'nor does a technician');
select tests.act_as_staff('office');
select is(pg_temp.tries(), '42501, 42501', 'nor does the office');
select tests.act_as_staff('admin');
select is(pg_temp.tries(), 'passes, passes', 'an administrator does');
select tests.act_as_owner();

-- Something happens
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-30');
select tests.act_as_staff('office');
update public.customers set phone = '905-555-0142', consent_basis = 'express' where id = tests.id('ada');
select tests.act_as_anon();
select public.request_callback(tests.token('lift'), '905-555-0142', 'Mornings', null) from (select tests.act_as_owner()) o;
select tests.act_as_owner();
create function pg_temp.lines(table_name text default null, row_id uuid default null, by_whom text default null, staff_id uuid default null, action text default null, on_day date default null, before_seq bigint default null)
returns setof jsonb language sql as $$
  select l from jsonb_array_elements(private.trail_page(table_name, row_id, by_whom, staff_id, action, on_day, before_seq) -> 'lines') l $$;

-- What a line says
create temp view of_ada as select l from pg_temp.lines(row_id => tests.id('ada')) l;
select is((select string_agg(l ->> 'action', ' ') from of_ada), 'update insert', 'newest first');
select is((select l -> 'changes' -> 'phone' from of_ada limit 1), '[null, "905-555-0142"]', 'before and after, what is personal with it');
select is((select (l ->> 'by') || ' ' || (l ->> 'who') from of_ada limit 1), 'staff Office', 'and who did it');
select is((select l ->> 'by' from of_ada offset 1), 'database', 'or that nobody signed in did');
select is((select l #>> '{about,name}' from of_ada limit 1), 'Ada Example', 'what it is about is called by its name');
select is((select l -> 'about' from pg_temp.lines(table_name => 'maintenance_cycles') l limit 1),
  jsonb_build_object('name', 'Ada Example', 'kind', 'Stair lift', 'customer_id', tests.id('ada'), 'contract_id', tests.id('lift')), 'a cycle by its client and unit');

-- By what it is found
select is((select count(distinct l ->> 'table') from pg_temp.lines(table_name => 'units') l), 1::bigint, 'by a table');
select is((select string_agg(distinct l ->> 'who', ' ') from pg_temp.lines(staff_id => (select id from public.staff where role = 'office')) l), 'Office', 'by a person');
select is_empty($$ select from pg_temp.lines(staff_id => tests.id('nobody')) $$, 'of nobody there is nothing');
select is((select string_agg(distinct l ->> 'action', ' ') from pg_temp.lines(action => 'update') l), 'update', 'by what was done');
select is((select string_agg(distinct l ->> 'by', ' ') from pg_temp.lines(by_whom => 'database') l), 'database', 'by whom it was made');
select cmp_ok((select count(*) from pg_temp.lines(on_day => private.company_day(clock_timestamp()))), '>', 5::bigint, 'by the day');
select is_empty($$ select from pg_temp.lines(on_day => private.company_day(clock_timestamp()) - 1) $$, 'which is not the day before');
select is_empty($$ select from pg_temp.lines(on_day => private.company_day(clock_timestamp()) + 1) $$, 'nor the day after');
select ok(private.trail_filters() -> 'tables' @> '["customers", "maintenance_contracts", "payments"]', 'what is audited is to choose from');

-- Pages
select tests.as_function('write_audit', $$ insert into public.audit_events (table_name, action, changes) select 'elsewhere', 'insert', jsonb_build_object('n', n) from generate_series(1, 121) n $$);
create temp table pages as with recursive p (n, page) as (
  select 1, private.trail_page('elsewhere', null, null, null, null, null, null)
  union all select n + 1, private.trail_page('elsewhere', null, null, null, null, null, (page ->> 'before_seq')::bigint) from p where page ->> 'before_seq' is not null)
select n, jsonb_array_length(page -> 'lines') as lines, page from p;
select is((select array_agg(lines order by n)::text from pages), '{50,50,21}', 'fifty at a time, and then there are no more');
select is((select count(distinct l -> 'seq') from pages, jsonb_array_elements(page -> 'lines') l), 121::bigint, 'none twice');

-- A day's borders, in a trail of twenty thousand events and more
savepoint this_trail;
set local session_replication_role = replica;
delete from public.audit_events;
insert into public.audit_events (at, table_name, action, changes) values ('2026-05-12 03:59:59+00', 'day before', 'insert', '{}'), ('2026-05-12 04:00+00', 'that day', 'insert', '{}'),
  ('2026-05-13 03:59:59+00', 'that day', 'insert', '{}'), ('2026-05-13 04:00+00', 'day after', 'insert', '{}');
insert into public.audit_events (at, table_name, action, changes) select '2026-05-14', 'many', 'insert', '{}' from generate_series(1, 20001);
set local session_replication_role = origin;
select is((select string_agg(l ->> 'table', ', ') from pg_temp.lines(on_day => '2026-05-12') l), 'that day, that day', 'a day is the company''s, from its first instant to its last');
select is(p - 'before_seq', '{"lines": [], "looked_back_to": "2026-05-14T00:00:00+00:00"}', 'one call looks back so far') from private.trail_page('that day', null, null, null, null, null, null) p;
select is((select count(*) from pg_temp.lines('that day', before_seq => (private.trail_page('that day', null, null, null, null, null, null) ->> 'before_seq')::bigint)), 2::bigint, 'and the next goes on from there');
rollback to this_trail;

-- Whether it is whole
select private.seal_audit();
select tests.act_as_staff('admin');
select is(public.check_trail() - 'number', '{"status": "whole", "break": null, "more": false}', 'what nobody touched is whole');
select is(public.check_trail((public.check_trail() ->> 'number')::bigint) ->> 'status', 'whole', 'and after its last seal is nothing to look at');
select tests.act_as_owner();
select private.forget_personal_values(array[tests.id('ada')]);
select private.seal_audit();
select is(private.check_trail(null) ->> 'status', 'whole', 'what was erased as it should is no break');
select is((select l ->> 'is_forgotten' from of_ada where l ->> 'action' = 'update'), 'true', 'and a line says so');
select is((select l -> 'changes' from of_ada where l ->> 'action' = 'update'), '{"consent_basis": ["none", "express"]}', 'of which what is not personal stays');
savepoint untouched;
set local session_replication_role = replica;
update public.audit_events set changes = '{"consent_basis": ["none", "none"]}' where row_id = tests.id('ada') and action = 'update';
select is(private.check_trail(null) #>> '{break,what}', 'events changed', 'who changes an event behind the triggers is seen');
rollback to untouched;
set local session_replication_role = replica;
delete from private.audit_seals where number = 1;
select is(private.check_trail(null) #>> '{break,what}', 'seal missing', 'and who takes out a seal');
select is(private.check_trail(1) #>> '{break,seal}', '2', 'wherever one begins to look');
rollback to untouched;
set local session_replication_role = replica;
delete from public.audit_personal_values p using public.audit_events e where e.id = p.id and e.row_id = tests.id('lift');
select is(private.check_trail(null) #>> '{break,what}', 'values missing', 'and who takes out values without a word');
select * from finish();
rollback;
