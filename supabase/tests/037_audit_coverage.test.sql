-- Every table is in the audit trail, or it is said here why not; and every column of it is known to be personal or not.
begin;
select plan(9);

create temp table left_out (table_name text, why text);
insert into left_out values
  ('audit_events', 'the trail itself'),
  ('audit_personal_values', 'the trail itself'),
  ('booking_attempts', 'a record of its own, forgotten after 90 days'),
  ('import_rows', 'what a file said; the file, and what became of its rows, is audited'),
  ('import_changes', 'what a run changed, which is audited where it was changed'),
  ('backfill_rows', 'what a run found; the run, and what it made, is audited'),
  ('job_runs', 'a log, forgotten after 14 days'),
  ('travel_times', 'looked up, and looked up again');
create temp table in_part (table_name text, missing text, why text);
insert into in_part values
  ('messages', 'insert', 'queued by what is audited');

create temp view tables as
select c.oid, c.relname::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p');
-- After each row, enabled, whatever columns it changes: what each table is audited for.
create temp view audits as
select t.name as table_name, o.op
from tables t
join pg_trigger g on g.tgrelid = t.oid and g.tgfoid = 'private.record_change'::regproc and g.tgenabled in ('O', 'A')
  and g.tgtype & 1 <> 0 and g.tgtype & 66 = 0 and g.tgqual is null and g.tgattr = ''
join (values ('insert', 4), ('delete', 8), ('update', 16)) o (op, bit) on g.tgtype & o.bit <> 0;

select is_empty(
  $$ select t.name, o.op from tables t, unnest(array['insert', 'update', 'delete']) o (op)
     where not exists (select from audits a where a.table_name = t.name and a.op = o.op)
       and not exists (select from left_out l where l.table_name = t.name)
       and not exists (select from in_part p where p.table_name = t.name and p.missing = o.op) $$,
  'each table is audited for each kind of change, or left out for a reason');
select is_empty(
  $$ select l.table_name from (select table_name, null as missing from left_out union all select table_name, missing from in_part) l
     where not exists (select from tables t where t.name = l.table_name)
       or exists (select from audits a where a.table_name = l.table_name and a.op = coalesce(l.missing, a.op)) $$,
  'what is said to be left out is there, and is');
select is_empty(
  $$ select t.name from tables t where exists (select from audits a where a.table_name = t.name)
     and not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgtype & 32 <> 0) $$,
  'nothing audited is truncated past the trail');
select throws_ok('truncate public.holidays', 'MT002', null, 'not even holidays');

-- Answers of a checklist
insert into public.customers (id, name) values (tests.id('ada'), 'Ada Example');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
insert into public.technician_tasks (id, task_type, customer_id, during, state)
values (tests.id('stop'), 'maintenance', tests.id('ada'), '[2026-06-10 13:00+00, 2026-06-10 14:00+00)', 'unassigned');
insert into public.maintenance_visits (id, cycle_id, task_id, state)
select tests.id('visit'), y.id, tests.id('stop'), 'needs_rescheduling' from public.maintenance_cycles y;
insert into public.checklist_results (id, visit_id, position, result, note) values (tests.id('answer'), tests.id('visit'), 2, 'pass', 'Bolts tightened');
update public.checklist_results set result = 'fail' where id = tests.id('answer');
delete from public.checklist_results where id = tests.id('answer');
select results_eq($$ select action, changes -> 'result' from private.audit_trail where table_name = 'checklist_results' order by seq $$,
  $$ values ('insert', '"pass"'::jsonb), ('update', '["pass", "fail"]'), ('delete', '"fail"') $$, 'each answer is on record');
select is_empty($$ select from public.audit_events where table_name = 'checklist_results' and changes ? 'note' $$, 'what was noted at somebody''s lies apart');

-- Columns that may hold what somebody wrote or where somebody is. A new one is either personal, as
-- private.personal_columns() lists it, or stands here.
create temp table plain_columns as select unnest(array[
  'action', 'answer', 'booked_by', 'brand_color', 'charge', 'code', 'company_name', 'condition', 'consent_basis', 'content_hash', 'counts', 'decision', 'dedupe_key',
  'delivery_mode', 'consent_rule', 'device_type', 'equipment_class', 'file_name', 'funder', 'help', 'identity', 'intake_source', 'kind', 'label',
  'line_ref', 'logo_url', 'name_key', 'number', 'order_number', 'pdf_sha256', 'postal_address', 'province', 'provider', 'provider_id', 'public_url', 'reason', 'header', 'mapping',
  'receives', 'recipient_allow_list', 'recorded_by', 'result', 'role', 'said_how', 'section', 'sender_email', 'sender_name', 'serial_key', 'serial_number', 'serial_numbers', 'series', 'sha256',
  'signed_as', 'signed_how', 'site_type', 'sku', 'source', 'state', 'subject_key', 'task_type', 'time_zone', 'unit_kind', 'zero_rated_reason', 'dead_man_url', 'external_ref', 'hst_number',
  'method', 'next_name', 'taken_at', 'tax_code', 'tax_name', 'told', 'what', 'winter_from', 'winter_until', 'conflict_kind', 'subject']) as name;
create temp view audited_columns as
select t.name as table_name, a.attname::text as name, a.attname::text = any (string_to_array(encode(g.tgargs, 'escape'), '\000')) as left_out
from tables t
join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
join pg_trigger g on g.tgrelid = t.oid and g.tgname = 'audit'
where a.atttypid in ('text'::regtype, 'text[]'::regtype, 'json'::regtype, 'jsonb'::regtype, 'bytea'::regtype, 'float8'::regtype, 'point'::regtype);
select is_empty(
  $$ select table_name, name from audited_columns
     where not left_out and name <> all (private.personal_columns()) and name not in (select name from plain_columns) $$,
  'each column of the trail is known to be personal or not');
select is_empty($$ select name from plain_columns where name = any (private.personal_columns()) $$, 'and not both');
select is_empty(
  $$ select name from unnest(private.personal_columns()) name where name not in (select name from audited_columns where not left_out) $$,
  'nothing is called personal that is not there');

select * from finish();
rollback;
