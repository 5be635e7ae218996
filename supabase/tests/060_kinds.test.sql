-- Kinds and transitions are rows: each is whole, and what it names is there.
begin;
select plan(27);

-- What stands in a table of internals before anybody did anything is a rule, or a count that begins.
create function pg_temp.filled() returns setof text language plpgsql as $$
declare
  v_table text;
  v_is_filled boolean;
begin
  for v_table in select relname from pg_class where relnamespace = 'private'::regnamespace and relkind = 'r' loop
    execute format('select exists (select from private.%I)', v_table) into v_is_filled;
    if v_is_filled then
      return next v_table;
    end if;
  end loop;
end;
$$;
create temp view rules as
select c.relname::text as name from pg_class c where c.relnamespace = 'private'::regnamespace and exists (
  select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'keep_rules' and g.tgenabled = 'O');
select set_eq('select pg_temp.filled()', $$ select name from rules union values ('invoice_series'), ('sales_order_numbers'), ('trail_proof') $$, 'what the chapters fill is fixed');
select is_empty($$ select name from rules r where not exists (
  select from pg_trigger g where g.tgrelid = ('private.' || r.name)::regclass and g.tgfoid = 'private.record_rule'::regproc
    and g.tgenabled = 'O' and g.tgtype & 29 = 29 and g.tgqual is null and g.tgattr = '') $$, 'and whoever changes it all the same is on record');

-- What may become what
create temp view states as
select t.relname as table_name, s as state
from pg_constraint c join pg_class t on t.oid = c.conrelid
-- Both ways of writing a list: '{a,b}'::text[] and ARRAY['a'::text, 'b'::text].
cross join regexp_matches(pg_get_constraintdef(c.oid), '''\{?([a-z_,]+)\}?''::text', 'g') listed
cross join unnest(string_to_array(listed[1], ',')) s
where c.contype = 'c' and c.conname = t.relname || '_state_check';

select set_eq('select distinct table_name from private.transitions',
  array['import_files', 'import_runs', 'invoices', 'maintenance_contracts', 'maintenance_visits', 'messages', 'office_activities', 'sales_orders', 'technician_tasks', 'visit_reports', 'work_orders'], 'these tables have states that are guarded');
select is_empty(
  $$ select t.table_name, s from private.transitions t, unnest(array[t.from_state, t.to_state]) s
     where not exists (select from states k where k.table_name = t.table_name and k.state = s) and not (s = 'new' and s = t.from_state) $$,
  'no transition names a state that its table does not know');
select is_empty(
  $$ select t.table_name from (select distinct table_name from private.transitions) t
     where not exists (select from pg_trigger g where g.tgname = 'guard_state' and g.tgrelid = ('public.' || t.table_name)::regclass) $$,
  'and each of the tables meets the guard');
select is_empty(
  $$ select t.table_name, t.to_state from private.transitions t
     join pg_attrdef d on d.adrelid = ('public.' || t.table_name)::regclass join pg_attribute a on (a.attrelid, a.attnum) = (d.adrelid, d.adnum)
     where t.from_state = 'new' and a.attname = 'state' and pg_get_expr(d.adbin, d.adrelid) = format('%L::text', t.to_state) $$,
  'what rows begin as by themselves, no guard is asked for');
select is_empty(
  $$ select distinct maker from private.transitions, unnest(made_by) maker where maker <> all (array['office', 'technician', 'move', 'stop']) $$,
  'nobody makes a transition whom the code does not know');

-- Kinds
select is_empty(
  $$ select distinct event from private.activity_kinds, unnest(settled_by) event
     where event <> all (array['booked', 'closed', 'paused', 'due_anew', 'placed', 'put_aside', 'moved', 'ended', 'back', 'certified', 'decided', 'sent', 'succeeded', 'resubscribed', 'reachable', 'left', 'paid', 'named', 'late']) $$,
  'nothing settles an activity that never happens');
select is_empty(
  $$ select p.proname, m[1] from pg_proc p, regexp_matches(p.prosrc, 'private\.settle\(''(\w+)''', 'g') m
     where not exists (select from private.activity_kinds k where m[1] = any (k.settled_by)) $$,
  'and nothing happens under a name that no kind knows');
select is_empty(
  $$ select kind from private.activity_kinds where 'cycle' = any (about) and kind <> 'self_check' and not settled_by @> '{booked, closed, paused}' $$,
  'whatever is to be done about a cycle is settled when it is booked, over, or its contract rests');
select is_empty(
  $$ select kind from private.message_kinds where (about = 'stop') <> (unreachable_kind is not null) $$,
  'whoever a mail about a stop cannot reach becomes work for the office');
select is_empty(
  $$ select kind from private.message_kinds where (about = 'company') <> (holds_while = 'newest') $$,
  'what is about no client is worth reading until there is a newer one');
select throws_ok(
  $$ insert into public.messages (kind, recipient, dedupe_key, payload) values ('postcard', 'ada@example.com', 'x', '{}') $$,
  '23503', null, 'a mail of a kind that nobody defined is refused, not superseded');
select throws_ok(
  $$ select private.raise_activity('whatever', 'cycle:1') $$, '23503', null, 'and so is work of such a kind');
select throws_ok(
  $$ select private.raise_activity('callback', 'customer:1') $$, '23514', null, 'a callback is about a cycle, not about a client');
select lives_ok($$ select private.raise_activity('overdue', 'cycle:1') $$, 'work about what its kind knows is opened');
select throws_ok(
  $$ update public.office_activities set subject_key = 'task:1' where subject_key = 'cycle:1' $$, 'MT002', null,
  'and does not become work about something else');
select isnt_empty($$ select 1 from public.office_activities where subject_key = 'cycle:1' $$, 'it is there');

update private.activity_kinds set is_on = false where kind = 'overdue';
select is(private.raise_activity('overdue', 'cycle:2'), null, 'a kind that is off opens nothing');
select is_empty($$ select 1 from public.office_activities where subject_key = 'cycle:2' $$, 'no row, that is');
select isnt_empty(
  $$ select 1 from public.office_activities where subject_key = 'cycle:1' and state = 'open' $$, 'and leaves what is open');

select results_eq(
  $$ select made_by, action, changes -> 'kind', changes -> 'is_on' from private.audit_trail where table_name = 'activity_kinds' $$,
  $$ values (null::text, 'update', '["overdue", "overdue"]'::jsonb, '[true, false]'::jsonb) $$, 'who switched it off is on record');

-- A migration of later days
select set_config('rules.made_by', 'migration', true);
insert into private.activity_kinds (kind, about) values ('recall', '{customer}');
update private.activity_kinds set settled_by = '{left}' where kind = 'recall';
delete from private.activity_kinds where kind = 'recall';
insert into private.jobs (name, runs, sql) values ('look', 'sql', 'select 1');
select set_config('rules.made_by', '', true);
select results_eq(
  $$ select action, changes -> 'settled_by' from private.audit_trail where table_name = 'activity_kinds' and made_by = 'migration' order by seq $$,
  $$ values ('insert', '[]'::jsonb), ('update', '[[], ["left"]]'), ('delete', '["left"]') $$, 'a migration changes rules, on record');
select is((select changes ->> 'name' from private.audit_trail where table_name = 'jobs'), 'look', 'of whatever table');

-- Rows that are read as a type
select results_eq(
  $$ select a.attname::text, format_type(a.atttypid, null) from pg_attribute a
     where a.attrelid = 'private.open_cycles'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum $$,
  $$ select a.attname::text, format_type(a.atttypid, null) from pg_attribute a
     where a.attrelid = 'private.stop_unit'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum $$,
  'an open cycle is a unit of a stop, column by column');

-- Jobs
select is_empty(
  $$ select j.name from private.jobs j where j.daily_work is not null
     and to_regprocedure(format('private.%I(timestamptz)', j.daily_work)) is null $$,
  'the work of each daily job is a function that is there');
select is_empty(
  $$ select j.name from private.jobs j where j.runs = 'daily' and not exists (
       select from pg_attribute a where a.attrelid = 'public.company_settings'::regclass and a.attname = j.hour_setting
         and a.atttypid = 'time'::regtype and a.attnotnull) $$,
  'and its hour a setting that holds one');

select * from finish();
rollback;
