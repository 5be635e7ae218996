-- What every object of the domain keeps to. No reviewer has to remember it.
begin;
select plan(15);

create temp view our_functions as
select p.oid, n.nspname as schema, p.proname as name, p.provolatile as volatility, p.prosecdef as definer,
  p.proconfig as config, p.prosqlbody is not null as is_expression, p.proacl as acl, p.prorettype as result, format('%I.%I', n.nspname, p.proname) as label
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'private')
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e');

create temp view our_tables as
select c.oid, n.nspname as schema, c.relname as name, c.relrowsecurity as rls, format('%I.%I', n.nspname, c.relname) as label
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'private') and c.relkind in ('r', 'p');

select is_empty($$ select label from our_tables where schema = 'public' and not rls $$, 'every public table has row level security');
select is_empty($$ select label from our_tables where obj_description(oid, 'pg_class') is null $$, 'every table has a comment');
select is_empty(
  $$ select t.label || '.' || a.attname from our_tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     where t.schema = 'public' and col_description(t.oid, a.attnum) is null
       and not exists (select from our_functions f join pg_proc p using (oid)
         where coalesce(pg_get_function_sqlbody(f.oid), p.prosrc) ~ format('\m%s\M', a.attname))
       and not exists (select from pg_views v where v.schemaname in ('public', 'private') and v.definition ~ format('\m%s\M', a.attname)) $$,
  'what no function reads yet says what it is for');
select is_empty($$ select label from our_functions where obj_description(oid, 'pg_proc') is null $$, 'every function has a comment');
select is_empty(
  $$ select label from our_functions where not is_expression and not coalesce('search_path=""' = any (config), false) $$,
  'every function pins an empty search_path, or has its names resolved already');

select is_empty(
  $$ select t.label from our_tables t where schema = 'public' and not exists (
       select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       where k.conrelid = t.oid and k.contype = 'p' and cardinality(k.conkey) = 1 and a.attname = 'id' and a.atttypid = 'uuid'::regtype) $$,
  'every public table has a uuid key named id');

select is_empty(
  $$ select label from our_functions where acl is null or exists (select from aclexplode(acl) g where g.grantee = 0) $$,
  'no function is left executable by everybody');

select set_eq(
  $$ select name::text from our_functions where has_function_privilege('anon', oid, 'execute') $$,
  array['company_card', 'booking_page', 'open_slots', 'confirm_booking', 'reschedule_booking', 'cancel_booking', 'request_callback', 'change_details', 'report_change', 'withdraw_change', 'reminders_wanted', 'unsubscribe', 'verify_certificate', 'find_by_short_code', 'technician_calendar',
    'forgot_password', 'password_link'],
  'anon may execute exactly the functions for clients');
select is_empty(
  $$ select label from our_functions
     where has_function_privilege('anon', oid, 'execute') and (volatility <> 'v' or result <> 'jsonb'::regtype) $$,
  'the functions for clients are volatile and answer jsonb');
select is_empty(
  $$ select label || ' ' || p from our_tables, unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p
     where has_table_privilege('anon', oid, p) or has_any_column_privilege('anon', oid, case when p in ('select', 'insert', 'update', 'references') then p else 'select' end) $$,
  'anon may touch no table and no column');
select ok(not has_schema_privilege('anon', 'private', 'usage'), 'anon may not look into the internals');

select is_empty(
  $$ select label || ' ' || p from our_tables, unnest(array['truncate', 'references', 'trigger']) p
     where has_table_privilege('authenticated', oid, p) $$,
  'staff may not truncate, reference or put triggers on tables');
select is_empty(
  $$ select label from our_tables where schema = 'private' and has_any_column_privilege('authenticated', oid, 'select') $$,
  'staff may read no internal table');
select is_empty(
  $$ select t.label || '.' || a.attname from our_tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
     where a.attname in ('token', 'token_hash', 'rendered', 'lease_id') and has_column_privilege('authenticated', t.oid, a.attnum, 'select') $$,
  'no staff role may read a link, a lease or the body of a mail');
select is_empty(
  $$ select t.label from our_tables t where t.schema = 'public' and not has_table_privilege('service_role', t.oid, 'select') $$,
  'the service role''s grants are written out');

select * from finish();
rollback;
