-- What always holds is looked at every night: what breaks it is work for the office until it is not so any more.
begin;
create temp table broken_by (rule text, statement text, about text);
insert into broken_by values
  ('nothing_silent', $$ update public.maintenance_cycles set due_on = '2026-07-01' where contract_id = tests.id('free') $$, 'cycle'),
  ('past_visits', $$ update public.technician_tasks set during = '[2026-06-01 13:00+00, 2026-06-01 14:00+00)' $$, 'task'),
  ('waiting_visits', $$ update public.maintenance_visits set state = 'needs_rescheduling' $$, 'task'),
  ('waiting_work', $$ insert into public.technician_tasks (task_type, state, during, customer_id, created_at) values ('delivery', 'needs_rescheduling', '[2026-06-09 13:00+00, 2026-06-09 14:00+00)', tests.id('ada'), private.clock()) $$, 'task'),
  ('out_of_service', $$ update public.units set condition = 'out_of_service' where id = tests.id('free') $$, 'unit'),
  ('unsafe_units', $$ select pg_temp.unsafe_repair() $$, 'unit'),
  ('rests', $$ update public.maintenance_contracts set state = 'paused', paused_on = '2026-03-03' where id = tests.id('free') $$, 'cycle'),
  ('mail', $$ insert into public.messages (kind, recipient, dedupe_key, payload, state, created_at) values ('reminder', 'ada@example.com', 'x', '{}', 'dead', private.clock()) $$, 'message'),
  ('double_booking', $$ alter table public.technician_tasks drop constraint tasks_no_double_booking; insert into public.technician_tasks (technician_id, task_type, during, created_at) select technician_id, 'other', during, private.clock() from public.technician_tasks $$, 'task'),
  ('stops', $$ update public.technician_tasks set during = tstzrange(lower(during), lower(during) + interval '15 minutes') $$, 'task'),
  ('who_goes', $$ update public.technicians set active = false $$, 'task'),
  ('open_cycles', $$ update public.maintenance_cycles set closed_at = private.clock(), outcome = 'contract_cancelled', token = null where contract_id = tests.id('free') $$, 'unit'),
  ('done', $$ update public.maintenance_visits set state = 'done' $$, 'cycle'),
  ('owners', $$ update public.units set customer_id = tests.id('bob') where id = tests.id('free') $$, 'unit'),
  ('reminders', $$ select pg_temp.remind_twice() $$, 'cycle'),
  ('charges', $$ delete from public.invoice_lines $$, 'task'),
  ('numbers', $$ update private.invoice_series set last_number = 7, last_issued_at = private.clock() where series = 'M' $$, 'job'),
  ('payments', $$ insert into public.payments (invoice_id, method, state, amount, request_id, balance_after, taken_at, created_at) select id, 'cheque', 'succeeded', 1, gen_random_uuid(), 0, 'office', private.clock() from public.invoices $$, 'invoice'),
  ('trail', $$ update public.audit_events set action = 'delete' where seq = (select max(seq) from public.audit_events where seq <= (select max(through_seq) from private.audit_seals)) $$, 'job'),
  ('owed', $$ insert into private.owed_invoices (invoice_id, due_on, issued_at, balance) select id, '2026-07-01', private.clock(), 1 from public.invoices $$, 'invoice'),
  ('visits_due', $$ update public.maintenance_visits set due_on = due_on + 1 $$, 'cycle');

select plan((6 + 5 * (select count(*) from broken_by))::integer);
-- Tuesday, June 2, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-02 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit('booked', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('free', 'ada', 'stairlift', '1 Elm St', '2026-12-20');
select is(tests.book('booked', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'one is booked, the other not due');

-- What guards keep from happening, done past them.
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
create function pg_temp.unsafe_repair() returns void language sql as $$
  insert into public.checklist_results (visit_id, position, result)
  select v.id, i.position, 'fail' from public.maintenance_visits v join public.checklist_items i on i.version_id = v.checklist_version_id and i.safety_critical;
  insert into public.work_orders (kind, state, customer_id, unit_id, visit_id, intake_source, created_at)
  select 'repair', 'quoted', tests.id('ada'), tests.id('booked'), v.id, 'visit', private.clock() from public.maintenance_visits v;
$$;
create function pg_temp.remind_twice() returns void language sql as $$
  insert into public.messages (kind, recipient, dedupe_key, payload, created_at)
  select 'reminder', 'ada@example.com', n::text, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', y.id, 'due_on', y.due_on))), private.clock()
  from public.maintenance_cycles y, generate_series(1, 2) n where y.contract_id = tests.id('free') $$;
select isnt(private.seal_audit(), 0::bigint, 'what happened is sealed');
create function pg_temp.run() returns jsonb language sql as $$ select private.run_self_check(private.clock()) $$;
create function pg_temp.work(rule text) returns text language sql as $$
  select string_agg(a.state || ' about ' || split_part(a.subject_key, ':', 1) || coalesce(' (' || a.outcome || ')', ''), ', ' order by a.state)
  from public.office_activities a join private.self_checks s on s.kind = a.kind and s.name = a.details ->> 'check' where s.name = work.rule $$;

select is(pg_temp.run() - 'seals', '{"more": false, "failed": 0, "settled": 0, "findings": 0, "activities": 0}', 'a company in order: nothing is found');
select set_eq('select rule from broken_by', 'select name from private.self_checks', 'each rule is broken below');
select is_empty($$ select s.name from private.self_checks s where to_regprocedure(format('private.broken_%s(timestamptz)', s.name)) is null $$, 'and each has its function');
select is_empty($$ select p.proname from pg_proc p where p.pronamespace = 'private'::regnamespace and p.proname like 'broken\_%'
  and not exists (select from private.self_checks s where 'broken_' || s.name = p.proname) $$, 'and no such function is forgotten');

create function pg_temp.break(rule text, statement text, about text) returns setof text language plpgsql as $$
declare
  v_open text;
begin
  perform pg_temp.past_guards(statement);
  perform pg_temp.run();
  return next is(pg_temp.work(rule), 'open about ' || about, rule || ': what breaks it is on the work list');
  perform pg_temp.run();
  return next is(pg_temp.work(rule), 'open about ' || about, rule || ': once');
  return next is((select a.details ->> 'rule' from public.office_activities a where a.details ->> 'check' = break.rule), (select s.rule from private.self_checks s where s.name = break.rule),
    rule || ': with the rule in words');
  perform pg_temp.close_as_person(rule);
  perform pg_temp.run();
  return next is(pg_temp.work(rule), 'done about ' || about || ' (looked at)', rule || ': what a person closed does not come back');
  -- The database forgets what was done past its guards.
  raise exception using errcode = 'ZZ001';
exception when sqlstate 'ZZ001' then
  return;
end;
$$;
create function pg_temp.close_as_person(rule text) returns void language plpgsql as $$
begin
  perform private.close_activity(a.id, 'looked at') from public.office_activities a where a.details ->> 'check' = close_as_person.rule and a.state = 'open';
end;
$$;
create function pg_temp.broken_and_mended(rule text, statement text) returns text language plpgsql as $$
declare
  v_open uuid;
begin
  -- Open about something that breaks it no more.
  v_open := private.raise_activity((select s.kind from private.self_checks s where s.name = broken_and_mended.rule), 'job:gone:' || rule, jsonb_build_object('check', rule));
  perform pg_temp.run();
  return (select a.state || ': ' || a.outcome from public.office_activities a where a.id = v_open);
end;
$$;
select pg_temp.break(rule, statement, about) from broken_by;
select is(pg_temp.broken_and_mended(rule, statement), 'done: is not so any more', rule || ': and leaves when it is not so any more') from broken_by;
select * from finish();
rollback;
