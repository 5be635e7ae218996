-- Enrolment pages: who may look at runs and files that were brought in, which file takes another's place, and what is told of each.
begin;
select plan(23);

select tests.freeze_clock('2026-06-02 14:00:00+00');

-- Who may -------------------------------------------------------------------------------------------

create temp table calls as select unnest(array[
  $$select public.backfill_page()$$,
  $$select public.enrolment_files()$$,
  $$select public.leave_out_upload(gen_random_uuid())$$,
  $$select public.upload_refusals(gen_random_uuid())$$]) as call;
grant select on calls to public;

select tests.act_as_anon();
select throws_ok(call, '42501', null, 'anon may not: ' || call) from calls;
select tests.act_as_staff('technician');
select throws_ok(call, '42501', null, 'a technician may not: ' || call) from calls;

select tests.act_as_staff('office');
select throws_ok($$ select public.backfill_page(gen_random_uuid()) $$, 'PT404', null, 'a run that is not there');
select throws_ok($$ select public.leave_out_upload(gen_random_uuid()) $$, 'PT404', null, 'a file that is not there');
select throws_ok($$ select public.upload_refusals(gen_random_uuid()) $$, 'PT404', null, 'nor rows of it');
select is(public.enrolment_files(), '{"status": "ok", "files": []}', 'nothing was brought in yet');

-- Files ---------------------------------------------------------------------------------------------

create function pg_temp.bring(name text, kind text, mapping jsonb default '{}', at timestamptz default clock_timestamp())
returns uuid
language plpgsql
as $$
declare
  v_id uuid;
begin
  insert into public.import_uploads (file_name, size, kind, mapping, uploaded_at) values (name, 2, kind, mapping, at) returning id into v_id;
  insert into private.upload_parts (upload_id, number, bytes) values (v_id, 1, 'ab');
  return v_id;
end;
$$;
create function pg_temp.files() returns text language sql as $$
  select string_agg(f ->> 'file_name', ', ' order by f ->> 'file_name') from jsonb_array_elements(public.enrolment_files() -> 'files') f;
$$;

select tests.act_as_owner();
select pg_temp.bring('clients old.csv', 'customers', '{}', '2026-06-01 10:00+00');
create temp table brought as select pg_temp.bring('clients.csv', 'customers', '{}', '2026-06-01 11:00+00') as id;
grant select on brought to public;
select pg_temp.bring('lines.csv', 'sales_order_lines', '{}', '2026-06-01 10:00+00');
select pg_temp.bring('one.csv', null), pg_temp.bring('two.csv', null);
select tests.act_as_staff('office');
select is(pg_temp.files(), 'clients.csv, lines.csv, one.csv, two.csv', 'of each kind the last, and each that nobody named');

select tests.act_as_owner();
select pg_temp.bring('lines corrected.csv', 'sales_order_lines', '{"adds": true}', '2026-06-01 12:00+00');
select tests.act_as_staff('office');
select is(pg_temp.files(), 'clients.csv, lines corrected.csv, lines.csv, one.csv, two.csv', 'corrected rows come beside the file that they are of');
select tests.act_as_owner();
select pg_temp.bring('lines new.csv', 'sales_order_lines', '{}', '2026-06-01 13:00+00');
select tests.act_as_staff('office');
select is(pg_temp.files(), 'clients.csv, lines new.csv, one.csv, two.csv', 'a new file takes the place of both');

select is(public.leave_out_upload((select id from brought)), '{"status": "left_out"}', 'one is left out');
select is(pg_temp.files(), 'lines new.csv, one.csv, two.csv', 'and the one whose place it took does not come back');
select throws_ok($$ select public.upload_refusals((select id from brought)) $$, 'PT404', null, 'what is left out is gone');

select is(
  (select f ->> 'is_whole' from jsonb_array_elements(public.enrolment_files() -> 'files') f where f ->> 'file_name' = 'one.csv'),
  'true', 'a file is whole with all its parts');

-- What became of its rows -----------------------------------------------------------------------------

select tests.act_as_owner();
create temp table told as
select public.start_import('sales_order_lines', 'lines new.csv', null, '00000000-0000-4000-8000-000000000001') as file_id;
grant select on told to public;
select public.import_batch((select file_id from told), jsonb_agg(jsonb_build_object('line', n, 'problem', 'quantity "x" is not a whole number')), 1)
from generate_series(2, 31) n;
update public.import_uploads u set import_file_id = (select file_id from told) where u.file_name = 'lines new.csv';
select tests.act_as_staff('office');
select is(
  (select (f #>> '{read,rejected}') || ' ' || jsonb_array_length(f #> '{read,rejected_rows}') || ' ' || (f #>> '{read,state}')
   from jsonb_array_elements(public.enrolment_files() -> 'files') f where f ->> 'file_name' = 'lines new.csv'),
  '30 20 receiving', 'how many rows were refused, the first twenty, and how far it is');
select is(
  (select jsonb_array_length(public.upload_refusals(u.id) -> 'rows') || ' ' || jsonb_array_length(public.upload_refusals(u.id, 30) -> 'rows')
   from public.import_uploads u where u.file_name = 'lines new.csv'),
  '30 1', 'all of them, and those after a line');

-- Runs ------------------------------------------------------------------------------------------------

create temp table ran as select (public.start_backfill('2026-06-02') ->> 'run_id')::uuid as run_id;
select is(
  (select array[p #>> '{run,state}', p #>> '{progress,status}', p #>> '{runs,0,run_id}', p #>> '{today}'] from public.backfill_page((select run_id from ran)) p),
  array['ready', 'ready', (select run_id::text from ran), '2026-06-02'], 'a run, how far it is, and the runs so far');
select is(public.backfill_page() -> 'run', 'null', 'without a run the others alone');

select * from finish();
rollback;
