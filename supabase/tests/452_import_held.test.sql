-- A file that lost more than a tenth of its rows is held: nothing of it is applied until somebody has looked.
begin;
select plan(42);
select tests.freeze_clock('2026-06-02 14:00:00+00');
create function pg_temp.run(source text) returns uuid language sql as $$
  insert into public.import_runs (source, request_id, on_day) values (source, gen_random_uuid(), '2026-06-02') returning id $$;
create temp table file (name text primary key, id uuid);
grant all on file to public;
create function pg_temp.send(name text, source text, rows integer, is_whole boolean default true, kind text default 'customers') returns jsonb language plpgsql as $$
declare
  v_file uuid := private.start_import(kind, name || '.csv', pg_temp.run(source), null, is_whole);
  v_answer jsonb;
begin
  insert into file values (name, v_file);
  perform private.import_batch(v_file, (select jsonb_agg(jsonb_build_object('line', n + 1, 'values', jsonb_build_object('customer_ref', 'C' || n, 'name', name || ' ' || n, 'sku', 'C' || n))) from generate_series(1, rows) n), 1);
  -- A step ends by the clock: on a busy machine there are several.
  loop
    v_answer := private.finish_import(v_file);
    exit when v_answer ->> 'status' <> 'finishing';
  end loop;
  return v_answer;
end;
$$;
create function pg_temp.state(name text) returns text language sql as $$ select f.state from public.import_files f join file using (id) where file.name = state.name $$;

select is(pg_temp.send('first', 'files', 100) ->> 'status', 'finished', 'the first file of a source has nothing to be compared with');
select is(pg_temp.send('tenth', 'files', 90) ->> 'status', 'finished', 'a tenth fewer is still taken in');
select is(pg_temp.send('short', 'files', 80), '{"status": "held", "rows": 80, "before": 90}', 'more than a tenth fewer is held');
select is((select count(*) from public.customers where name like 'short%'), 0::bigint, 'and nothing of it is applied');
select is_empty($$ select from public.import_changes c where c.file_name = 'short.csv' $$, 'or told as applied');
select is((select public.finish_import(id)) ->> 'status', 'held', 'whoever asks again is told the same') from file where name = 'short';
select is(pg_temp.send('part', 'files', 3, false) ->> 'status', 'finished', 'a file that tells what changed may be short');
select is(pg_temp.send('other', 'odoo', 5) ->> 'status', 'finished', 'another source is compared with itself');
select is(pg_temp.send('goods', 'files', 2, true, 'products') ->> 'status', 'finished', 'and a kind with its kind');
select is((select public.finish_import(f) ->> 'status' from (select private.start_import('customers', 'mine.csv', null, null, true) as f) x), 'finished', 'what a person brings in is never held');
select is(pg_temp.send('shorter', 'files', 79) ->> 'before', '90', 'what is held is no measure for the next');

select is(private.files_of_run(f.import_run_id) #> '{0,news}', '80', 'how many of its rows say something new is told') from public.import_files f join file on file.id = f.id where name = 'short';

-- What it lost
insert into public.import_rows (file_id, line, ref, problem) select id, 82, 'C82', 'unreadable' from file where name = 'short';
select tests.act_as_anon();
select throws_ok(format('select public.lost_rows(%L)', id), '42501', null, 'no stranger sees what a file lost') from file where name = 'short';
select tests.act_as_staff('technician');
select throws_ok(format('select public.lost_rows(%L)', id), '42501', null, 'nor does a technician') from file where name = 'short';
select tests.act_as_staff('office');
select throws_ok($$ select public.lost_rows(gen_random_uuid()) $$, 'PT404', null, 'an unknown file lost nothing');
select is(public.lost_rows(id), '{"status": "refused", "reason": "state"}', 'nor is it known of one that is in') from file where name = 'tenth';
select is((select string_agg(r ->> 'ref', ' ') from jsonb_array_elements(public.lost_rows(id) -> 'rows') r), 'C100 C81 C83 C84 C85 C86 C87 C88 C89 C90 C91 C92 C93 C94 C95 C96 C97 C98 C99',
  'what was ever told and is not in the file; a row that was refused is') from file where name = 'short';
select is(public.lost_rows(file.id, 'C80', 1) #> '{rows,0}', jsonb_build_object('ref', 'C81', 'what', 'C81', 'order_number', null, 'client', 'tenth 81', 'customer_id', c.id), 'each as it was told last')
from file, public.customers c where file.name = 'short' and c.customer_ref = 'C81';
select is(public.lost_rows(id, most => 2) ->> 'after', 'C81', 'a page at a time') from file where name = 'short';
select is(public.lost_rows(id, 'C98') ->> 'after', null, 'until the end') from file where name = 'short';
select is(jsonb_array_length(public.lost_rows(id, most => -5) -> 'rows'), 1, 'of a size that is borne') from file where name = 'short';
select tests.act_as_owner();
select set_config('rules.made_by', 'erase_customer', true);
insert into private.erased_refs (digest) select private.ref_digest('C81');
select set_config('rules.made_by', '', true);
select tests.act_as_staff('office');
select is(public.lost_rows(id, most => 2) #>> '{rows,1,ref}', 'C83', 'nobody who was erased is among them') from file where name = 'short';
select tests.act_as_owner();
insert into private.external_jobs (external_ref, source, told) values ('J1', 'files', '{}'), ('J2', 'odoo', '{}');
select pg_temp.send('jobs', 'files', 3, true, 'technician_jobs');
select is(pg_temp.send('no jobs', 'files', 1, true, 'technician_jobs') ->> 'status', 'held', 'jobs are lost as well');
select is((select string_agg(r ->> 'ref', ' ') from jsonb_array_elements(private.lost_rows_page(id, null, null) -> 'rows') r), 'J1', 'those of the system that sends them') from file where name = 'no jobs';

-- Who decides
select tests.act_as_anon();
select throws_ok(format('select public.use_import_file(%L)', id), '42501', null, 'no stranger lets a file in') from file where name = 'short';
select tests.act_as_staff('technician');
select throws_ok(format('select public.%s_import_file(%L)', what, id), '42501', null, 'nor does a technician: ' || what) from file, unnest(array['use', 'drop']) what where name = 'short';
select tests.act_as_staff('office');
select throws_ok($$ select public.use_import_file(gen_random_uuid()) $$, 'PT404', null, 'an unknown file is not found');
select throws_ok($$ select public.drop_import_file(gen_random_uuid()) $$, 'PT404', null, 'by neither door');
select is(public.use_import_file(id), '{"status": "refused", "reason": "state"}', 'one that is in is not let in') from file where name = 'first';
select is(public.drop_import_file(id), '{"status": "refused", "reason": "state"}', 'nor left out') from file where name = 'first';
select is(public.drop_import_file(id), '{"status": "dropped"}', 'the office leaves one out') from file where name = 'shorter';
select is(public.finish_import(id), '{"status": "dropped", "rows": 79}', 'which stays out') from file where name = 'shorter';
select throws_ok(format('select public.import_batch(%L, ''[]'')', id), 'PT404', null, 'and takes no more') from file where name = 'shorter';
select is(public.use_import_file(id), '{"status": "used"}', 'or lets it in') from file where name = 'short';
select is(public.finish_import(id), '{"status": "finished", "rows": 80, "changed": 80, "refused": 1}', 'and then it is taken in') from file where name = 'short';
select tests.act_as_owner();
select is((select count(*) from public.customers where name like 'short%'), 80::bigint, 'all of it');
select is(pg_temp.send('next', 'files', 75) ->> 'status', 'finished', 'and is the measure from then on');
select is_empty($$ select from private.staged_rows $$, 'nothing waits any more');

-- Not by hand
select throws_ok($$ update public.import_files set state = 'taking_in' where state = 'finished' $$, 'MT001', null, 'nobody lets a file in by hand');
select throws_ok($$ update public.import_files set state = 'finished' where state = 'dropped' $$, 'MT001', null, 'or calls it finished');
select throws_ok($$ update public.import_files set is_whole = false where is_whole $$, 'MT002', null, 'or says that it was another');
select * from finish();
rollback;
