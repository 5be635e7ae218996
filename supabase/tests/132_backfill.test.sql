-- Backfill in steps: what a scan reads grows with its rows and with nothing else, its window can be changed, an execution
-- stopped and taken back.
begin;
select plan(63);

select tests.freeze_clock('2026-06-02 14:00:00+00');

-- Who may ---------------------------------------------------------------------------------------------

create function pg_temp.doors() returns setof text language sql as $$ select unnest(array[
  'public.continue_backfill(gen_random_uuid())', 'public.set_backfill_weeks(gen_random_uuid(), 3)', 'public.stop_backfill(gen_random_uuid())',
  'public.take_back_backfill(gen_random_uuid())', 'public.backfill_rows(gen_random_uuid())', 'public.backfill_outlook(gen_random_uuid())']) $$;
grant execute on function pg_temp.doors to public;

select tests.act_as_anon();
select throws_ok('select ' || d, '42501', null, 'not for anon: ' || d) from pg_temp.doors() d;
select tests.act_as_staff('technician');
select throws_ok('select ' || d, '42501', null, 'not for technicians: ' || d) from pg_temp.doors() d;
select tests.act_as_staff('office');
select throws_ok('select ' || d, 'PT404', null, 'an unknown run is not found: ' || d) from pg_temp.doors() d;

-- What is imported --------------------------------------------------------------------------------------

create function pg_temp.import(kind text, rows jsonb) returns uuid language plpgsql as $$
declare
  v_id uuid := public.start_import(kind, kind || '.csv');
begin
  for i in 0 .. (jsonb_array_length(rows) - 1) / 500 loop
    perform public.import_batch(v_id, (
      select jsonb_agg(jsonb_build_object('line', n + 1, 'values', row)) from jsonb_array_elements(rows) with ordinality e (row, n)
      where (n - 1) / 500 = i));
  end loop;
  while public.finish_import(v_id) ->> 'status' = 'finishing' loop
    null;
  end loop;
  return v_id;
end;
$$;
grant execute on function pg_temp.import to public;

select tests.act_as_service();
select pg_temp.import('products', '[
  {"sku": "T-SL", "name": "Lift", "category_code": "stairlift", "maintenance_enabled": true, "unit_kind": "base"},
  {"sku": "T-1M", "name": "Lift of a clinic", "category_code": "stairlift", "maintenance_enabled": true, "unit_kind": "base", "maintenance_interval_months": 1},
  {"sku": "T-SC", "name": "Scooter", "category_code": "scooter", "maintenance_enabled": true, "unit_kind": "base"}]');
select pg_temp.import('customers', (select jsonb_agg(jsonb_build_object('customer_ref', 'B' || n, 'name', 'Client ' || n, 'email', case when n > 1 then 'b' || n || '@example.com' end))
  from generate_series(1, 600) n));
create temp table files as select pg_temp.import('sales_order_lines', (
  select jsonb_agg(jsonb_build_object('line_ref', 'BL' || n, 'order_number', 'BS' || n, 'order_state', 'sale', 'order_date', date '2025-10-01' - n,
    'delivery_date', date '2025-10-03' - n, 'customer_ref', 'B' || (1 + n % 600), 'sku', case when n % 2 = 0 then 'T-SL' else 'T-SC' end, 'quantity', 1,
    'serial_numbers', jsonb_build_array('BSN-' || 10000 + n % 1198)))
  from generate_series(1, 1200) n)) as id;
grant all on files to public;

create function pg_temp.reads() returns table (name text, rows bigint) language sql as $$
  select relname::text, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_all_tables where schemaname in ('public', 'private') $$;
grant execute on function pg_temp.reads to public;
create temp table before as select * from pg_temp.reads();

select tests.act_as_staff('office');
create temp table said (n integer primary key, report jsonb not null);
grant all on said to public;
insert into said select 1, public.start_backfill('2026-06-02', 4);
create function pg_temp.run(n integer) returns uuid language sql as $$ select (s.report ->> 'run_id')::uuid from said s where s.n = run.n $$;
grant execute on function pg_temp.run to public;
create function pg_temp.until_ready(run_id uuid) returns jsonb language plpgsql as $$
declare
  v_said jsonb := public.continue_backfill(run_id);
begin
  while v_said ->> 'status' = 'scanning' loop
    v_said := public.continue_backfill(run_id);
  end loop;
  return v_said;
end;
$$;
grant execute on function pg_temp.until_ready to public;
update said set report = pg_temp.until_ready(pg_temp.run(1));

-- Two rows have the serial of others, at another client each.
select is((select report @> '{"status": "ready", "new": 1198, "lines": 1200, "skipped": {"duplicate": 2}, "conflicts": 2, "weeks": 4, "first_day": "2026-06-03",
  "consent_on": {"purchase": {"until": "2025-09-30"}}}' from said), true, 'a dry run of many rows is made in steps');

-- Nothing was analysed: the planner believes these tables to be as empty as they were.
select tests.act_as_owner();
select is((select array_agg(a.name || ' ' || (a.rows - coalesce(b.rows, 0)) / 1200 order by a.name)
  from pg_temp.reads() a left join before b on b.name = a.name where a.rows - coalesce(b.rows, 0) > 12 * 1200), null,
  'of no table it reads more than twelve rows for each of the files, right after they were imported');
select is((select count(*)::integer from private.backfill_refs) + (select count(*)::integer from private.backfill_serials)
  + (select count(*)::integer from private.backfill_scans), 0, 'what only the scan needed is gone');

-- The pace ----------------------------------------------------------------------------------------------

select tests.act_as_staff('office');
select throws_ok(format('select public.set_backfill_weeks(%L, %s, %L)', pg_temp.run(1), w, d), '22023', null, 'no window: ' || w || coalesce(' weeks from ' || d, ''))
from (values ('0', null), ('53', null), ('null', null), ('2', '2026-06-02'), ('2', '2028-01-01')) x (w, d);
insert into said select 2, public.set_backfill_weeks(pg_temp.run(1), 2, '2026-07-01');
update said set report = pg_temp.until_ready(pg_temp.run(1)) where n = 2;
select is((select report @> '{"weeks": 2, "first_day": "2026-07-01", "new": 1198}' from said where n = 2), true, 'the first mails are spread anew');
select is((select min(b.mail_on) || ' ' || max(b.mail_on) || ' ' || count(*) filter (where b.due_on <> b.mail_on + 30) from public.backfill_rows b
  where b.run_id = pg_temp.run(1) and b.mail_on is not null), '2026-07-02 2026-07-14 0', 'over the business days from there, each due its longest band later');
select is((select max(n) <= ceil(600 / 9.0) from (select count(distinct b.customer_id) as n from public.backfill_rows b
  where b.run_id = pg_temp.run(1) and b.mail_on is not null group by b.mail_on) x), true, 'as many clients a day as it takes');
select is(public.continue_backfill(pg_temp.run(1)) - 'status', (select report from said where n = 2) - 'status', 'a run that is ready stays as it is');

-- What it would make of the weeks
select is((select array_agg(k order by k) from jsonb_object_keys(public.backfill_outlook(pg_temp.run(1))) k), '{skills,status,suggested_weeks,weeks}', 'the outlook has weeks and skills');
select is((select sum((w ->> 'first')::integer) || ' ' || sum((w ->> 'mails')::integer) from jsonb_array_elements(public.backfill_outlook(pg_temp.run(1)) -> 'weeks') w),
  (select count(*) || ' ' || count(distinct b.customer_id) filter (where b.mail_on is not null) from public.backfill_rows b where b.run_id = pg_temp.run(1) and b.outcome = 'new'),
  'every visit of the first round is in a week, and every first mail');
select is((select min(w ->> 'week') from jsonb_array_elements(public.backfill_outlook(pg_temp.run(1)) -> 'weeks') w where (w ->> 'second')::integer > 0) > '2026-11-01', true,
  'the second round comes an interval after the first');

-- Rows --------------------------------------------------------------------------------------------------

create function pg_temp.pages(outcome text, reason text) returns integer language plpgsql as $$
declare
  v_after uuid;
  v_page jsonb;
  v_rows integer := 0;
begin
  loop
    v_page := public.backfill_rows(pg_temp.run(1), outcome, reason, null, v_after, 300);
    v_rows := v_rows + jsonb_array_length(v_page -> 'rows');
    v_after := (v_page ->> 'next')::uuid;
    exit when v_after is null;
  end loop;
  return v_rows;
end;
$$;
grant execute on function pg_temp.pages to public;
select is(pg_temp.pages(o, r), n, coalesce(o, 'all') || coalesce(' ' || r, '') || ': page by page each row once')
from (values (null, null, 1200), ('new', null, 1198), ('skipped', 'duplicate', 2), (null, 'conflict', 2), ('new', 'no_email', 1), ('failed', null, 0), ('already_enrolled', null, 0)) x (o, r, n);
select is((public.backfill_rows(pg_temp.run(1), 'skipped') #> '{rows,0}') - array['id', 'customer_id', 'rival_id', 'fields', 'phone', 'email', 'notice', 'problem', 'failure', 'state', 'contract_id', 'consent', 'consent_on', 'mail_on', 'due_on', 'first_due_on', 'fee', 'anchor_on', 'anchor_source', 'interval_months'],
  '{"file": "sales_order_lines.csv", "line": 1200, "ref": "BL1199", "outcome": "skipped", "reason": "duplicate", "unit_number": 1, "category": "scooter", "product": "Scooter", "serial_number": "BSN-10001",
    "customer": "Client 600", "customer_ref": "B600", "rival": "Client 2", "doubt": "serial number \"BSN-10001\" is also at B2"}', 'a row says where it stands and what is wrong');
select is(public.backfill_rows(pg_temp.run(1), category => 'nonsense'), '{"status": "rejected", "reason": "category"}', 'of a category that there is');

-- Execution ---------------------------------------------------------------------------------------------

select is(public.execute_backfill(pg_temp.run(1), 500), '{"status": "executing", "done": 500, "remaining": 698, "enrolled": 500, "skipped": 0, "failed": 0}', 'batch by batch');
select is(public.stop_backfill(pg_temp.run(1)) ->> 'status', 'stopped', 'it is stopped between two');
select is(public.execute_backfill(pg_temp.run(1), 500, go_on => false) - 'enrolled' - 'skipped' - 'failed', '{"status": "stopped", "done": 500, "remaining": 698}', 'and stays stopped for whoever was in the middle of it');
select is(public.set_backfill_weeks(pg_temp.run(1), 3), '{"status": "refused", "reason": "stopped"}', 'its window is what it was');
select is(public.execute_backfill(pg_temp.run(1), 500) ->> 'done', '1000', 'until somebody goes on');
select is(public.execute_backfill(pg_temp.run(1), 500, false), '{"status": "done", "done": 1198, "remaining": 0, "enrolled": 1198, "skipped": 0, "failed": 0}', 'to its end');
select tests.act_as_owner();
select is((select count(*)::integer from public.maintenance_contracts), 1198, 'each unit once');
select is((select string_agg(c.conflict_kind || ' ' || c.subject || ' ' || a.customer_ref || ' ' || b.customer_ref, ', ' order by c.subject) from public.import_conflicts c
  join public.customers a on a.id = c.customer_id join public.customers b on b.id = c.other_customer_id), 'one_serial_two_clients bsn-10001 B2 B600, one_serial_two_clients bsn-10002 B3 B1',
  'whose a device of two clients is becomes a question');
select is((select count(*)::integer from public.office_activities where kind = 'enrolment_question'), 0, 'and no second one');
select is((select count(*)::integer from public.customers where consent_basis = 'purchase'), 600, 'what was bought is why clients may be written to');

-- Taken back ----------------------------------------------------------------------------------------------

create function pg_temp.take_back(n integer) returns jsonb language plpgsql as $$
declare
  v_said jsonb := public.take_back_backfill(pg_temp.run(n), 500);
begin
  while v_said ->> 'status' = 'taking_back' loop
    v_said := public.take_back_backfill(pg_temp.run(n), 500);
  end loop;
  return v_said;
end;
$$;
grant execute on function pg_temp.take_back to public;
create function pg_temp.refusal(what text) returns text language plpgsql as $$
declare
  v_said jsonb;
begin
  perform tests.act_as_owner();
  execute what;
  perform tests.act_as_staff('office');
  v_said := public.take_back_backfill(pg_temp.run(1));
  raise exception 'undo %', concat_ws(' ', v_said ->> 'status', v_said ->> 'reason', v_said ->> 'contracts', v_said #>> '{who,0,name}') using errcode = 'XX999';
exception when sqlstate 'XX999' then
  return replace(sqlerrm, 'undo ', '');
end;
$$;
grant execute on function pg_temp.refusal to public;
create temp table one as select b.contract_id, b.unit_id, y.id as cycle_id from public.backfill_rows b join public.maintenance_cycles y on y.contract_id = b.contract_id
  where b.run_id = pg_temp.run(1) and b.position = 7;
grant all on one to public;
select is(pg_temp.refusal('insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select cycle_id, ''2026-08-01'', 30, ''2026-06-02'' from one'),
  'refused told 1 Client 8', 'not once somebody was told');
select is(pg_temp.refusal($$ do $x$ begin perform tests.act_as_staff('office'); perform public.set_serial_number((select unit_id from one), 'NEW-77123'); end $x$ $$),
  'refused changed 1 Client 8', 'nor once a person changed something of it');
select tests.act_as_owner();
select is(pg_temp.refusal('insert into public.technician_tasks (task_type, during, unit_id, state) select ''other'', tstzrange(now(), now() + interval ''1 hour''), unit_id, ''unassigned'' from one'),
  'refused booked 1 Client 8', 'nor once something is booked');

select tests.act_as_staff('office');
select is(pg_temp.take_back(1), '{"status": "taken_back", "done": 1198, "remaining": 0}', 'a run of which nobody was told is taken back as a whole');
select tests.act_as_owner();
select is((select (select count(*) from public.units) + (select count(*) from public.maintenance_contracts) + (select count(*) from public.maintenance_cycles)
  + (select count(*) from private.contract_search) + (select count(*) from public.import_conflicts where decided_at is null)
  + (select count(*) from public.customers where consent_basis <> 'none') + (select count(*) from public.office_activities where state = 'open'))::integer, 0, 'and leaves nothing');
select is((select count(*)::integer from public.audit_events where table_name = 'maintenance_contracts' and action = 'delete' and made_by = 'take_back_backfill'), 1198, 'but the trail');
select tests.act_as_staff('office');
select is(public.take_back_backfill(pg_temp.run(1)), '{"status": "refused", "reason": "taken_back"}', 'once');
select is(public.execute_backfill(pg_temp.run(1)) ->> 'status', 'taken_back', 'and is not executed again');

-- Run again ---------------------------------------------------------------------------------------------

select tests.act_as_service();
update files set id = pg_temp.import('sales_order_lines', '[
  {"line_ref": "BM1", "order_number": "BM1", "order_state": "sale", "order_date": "2025-10-01", "customer_ref": "B1", "sku": "T-1M", "quantity": 1, "serial_numbers": []},
  {"line_ref": "BL2", "order_number": "BS2", "order_state": "sale", "order_date": "2025-10-01", "customer_ref": "B3", "sku": "T-SL", "quantity": 1, "serial_numbers": ["BSN-10002"]}]');
select tests.act_as_staff('office');
insert into said select 3, public.start_backfill('2026-06-02', 1);
select is((select report @> '{"status": "ready", "new": 2, "already_enrolled": 0}' from said where n = 3), true, 'what was taken back is new again, and a small set is answered at once');
select is((select array_agg(b.due_on - b.mail_on order by b.position) from public.backfill_rows b where b.run_id = pg_temp.run(3)), '{7,30}',
  'what is due every month is told of a week before: a month''s half is shorter than thirty days');
select is(public.execute_backfill(pg_temp.run(3)) ->> 'enrolled', '2', 'and is enrolled again');

select * from finish();
rollback;
