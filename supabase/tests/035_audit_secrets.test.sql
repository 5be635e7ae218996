-- What the trail must never hold: whoever reads it would hold every client's link and every technician's calendar.
begin;
select plan(9);

insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
-- What is secret, as it comes and goes.
create temp table secrets (what text, secret text);

-- A client's link: made, replaced, dropped, deleted
insert into public.units (id, customer_id, category_id)
select tests.id('stairs'), tests.id('ada'), k.id from public.equipment_categories k where k.code = 'stairlift';
insert into public.maintenance_contracts (id, unit_id) values (tests.id('stairs'), tests.id('stairs'));
insert into public.maintenance_cycles (id, contract_id, number, due_on) values (tests.id('cycle'), tests.id('stairs'), 1, '2026-06-30');
insert into secrets select 'first link', tests.token('stairs');
select private.replace_link(tests.id('cycle'));
update public.maintenance_cycles set due_on = '2026-07-31' where id = tests.id('cycle');
insert into secrets select 'second link', tests.token('stairs');
update public.maintenance_cycles set due_on = '2026-08-31' where id = tests.id('cycle');
-- It gives way to one with its own due date.
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('stairs'), 1, '2026-09-30');
insert into secrets select 'short code', private.short_code_of(y.id) from public.maintenance_cycles y;

-- A technician's calendar address: made, made anew, ended
insert into public.technicians (id, name) values (tests.id('tess'), 'Tess Example');
create function pg_temp.make_calendar() returns text language sql as $$
  select substring(private.rotate_calendar_link(tests.id('tess')) ->> 'url' from '/calendar/(.*)[.]ics$') $$;
insert into secrets select 'first calendar', pg_temp.make_calendar();
insert into secrets select 'second calendar', pg_temp.make_calendar();
select private.revoke_calendar_link(tests.id('tess'));
delete from public.technicians;

select is((select count(distinct secret) from secrets where length(secret) in (43, 10)), 5::bigint, 'five secrets came and went');
create temp view trail as select e.action, e.changes from private.audit_trail e where e.row_id in (tests.id('cycle'), tests.id('tess')) order by e.seq;
select results_eq('select action from trail', array['insert', 'update', 'update', 'update', 'delete', 'insert', 'update', 'update', 'update', 'delete'],
  'each step of either is on record');
select is_empty($$ select what from secrets s, private.audit_trail e
  where strpos(to_jsonb(e)::text, s.secret) > 0 or strpos(to_jsonb(e)::text, encode(private.token_hash(s.secret), 'hex')) > 0 $$, 'no row of the trail holds one of them, or its hash');
select is_empty($$ select action from trail where changes ?| array['token', 'token_hash'] $$, 'not even that there is one');
select is((select changes from trail where changes ? 'due_on' and action = 'update' limit 1), '{"due_on": ["2026-06-30", "2026-07-31"]}'::jsonb,
  'what else a step changed is there');
select ok((select bool_and(changes @> '{"number": 1}') from trail where changes ? 'number'), 'as is the row that went');
select is((select array_agg(changes ->> 'what') from trail where changes ->> 'what' like 'calendar%'),
  array['calendar link made', 'calendar link made', 'calendar link revoked'], 'and what became of a calendar''s address');

-- Whatever will be secret
create temp view audited as
select t.tgrelid as table_id, t.tgrelid::regclass::text as label, string_to_array(encode(t.tgargs, 'escape'), '\000') as left_out
from pg_trigger t join pg_proc p on p.oid = t.tgfoid where p.proname = 'record_change';
select cmp_ok((select count(*) from audited where cardinality(left_out) > 1), '>=', 3::bigint, 'some audited tables leave columns out');
select is_empty(
  $$ select d.label || '.' || a.attname from audited d join pg_attribute a on a.attrelid = d.table_id and a.attnum > 0
     where a.attname ~ 'token|secret|password|rendered' and a.attname <> all (d.left_out) $$,
  'no audited table copies a column whose name says that it is secret');

select * from finish();
rollback;
